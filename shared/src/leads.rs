//! Leads posted by vendors (S4).

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// A lead, as JSON or form-encoded. Only the phone is required. Fields not named here are kept
/// with the contact as custom fields.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[derive(Default)]
pub struct CreateLead {
    /// In any usual way of writing.
    pub phone: String,
    #[serde(default)]
    pub first_name: String,
    #[serde(default)]
    pub last_name: String,
    #[serde(default)]
    pub email: String,
    /// `YYYY-MM-DD` or `MM/DD/YYYY`.
    #[serde(default)]
    pub date_of_birth: String,
    #[serde(default)]
    pub zip: String,
    /// Two-letter code or the state's name.
    #[serde(default)]
    pub state: String,
    /// Who sold the lead; the token's own source when empty.
    #[serde(default)]
    pub source: String,
    /// The vendor's id of this lead: the same one never creates a second contact.
    #[serde(default)]
    pub external_id: String,
    /// When the person consented to be texted, RFC 3339.
    #[serde(default)]
    pub consent_at: String,
    /// The page on which they consented.
    #[serde(default)]
    pub consent_source_url: String,
    /// A consent certificate's address or id.
    #[serde(default)]
    pub consent_certificate: String,
    /// Free text, kept with the lead.
    #[serde(default)]
    pub note: String,
    /// The API token, where the vendor cannot send a header.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub token: String,
    /// Any other fields.
    #[serde(flatten)]
    pub custom_fields: BTreeMap<String, serde_json::Value>,
}

/// What became of a lead.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct LeadAccepted {
    pub lead_id: Uuid,
    pub contact_id: Uuid,
    pub conversation_id: Uuid,
    /// False when the phone was a contact already.
    pub created: bool,
}
