//! Leads posted by vendors (S4).

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// A lead, as JSON or form-encoded. Only the phone is required and decides whether the lead is
/// accepted. Text may also come as a number; empty fields are ignored. Fields not named here, and
/// an email, date, ZIP or state that can't be read, are kept with the contact as custom fields.
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
    #[serde(default)]
    pub company: String,
    /// Who sold the lead; the token's own source when empty.
    #[serde(default)]
    pub source: String,
    /// The vendor's id of this lead, up to 200 characters. The same one with the same phone gives
    /// the same answer again and changes nothing; with another phone it is refused.
    #[serde(default)]
    pub external_id: String,
    /// When the person consented to be texted, RFC 3339; UTC without an offset.
    #[serde(default)]
    pub consent_at: String,
    /// The page on which they consented.
    #[serde(default)]
    pub consent_source_url: String,
    /// A consent certificate's address or id.
    #[serde(default)]
    pub consent_certificate: String,
    /// Free text, up to 10,000 characters; kept with the contact's custom fields.
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
