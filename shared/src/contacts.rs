//! People the workspace texts or calls (C10).

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::phone::Phone;

/// A contact. Text fields are empty when unknown.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Contact {
    pub id: Uuid,
    /// E.164; identifies the contact in the workspace and never changes.
    pub phone: Phone,
    pub first_name: String,
    pub last_name: String,
    pub email: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub date_of_birth: Option<NaiveDate>,
    /// Five digits, or five and four.
    pub zip: String,
    /// Two-letter code.
    pub state: String,
    pub company: String,
    /// Where the contact came from, such as a lead vendor's name.
    pub source: String,
    /// What leads carried beyond the fields above, and what of these fields could not be read,
    /// as it came.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub custom_fields: BTreeMap<String, serde_json::Value>,
    /// Since when the contact is opted out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub opted_out_at: Option<DateTime<Utc>>,
    pub created_at: DateTime<Utc>,
    pub updated_at: DateTime<Utc>,
}

/// What became of a contact who was erased.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ErasedContact {
    /// Since when the phone is opted out; that stays, under a hash of the phone.
    pub opted_out_at: DateTime<Utc>,
    /// Entries of the consent record that stay as proof.
    pub consent_entries: u32,
    /// Texts whose words are gone.
    pub messages: u32,
}

/// First and last name joined, or the formatted phone while both are empty.
#[must_use]
pub fn display_name(first_name: &str, last_name: &str, phone: &Phone) -> String {
    let name = format!("{first_name} {last_name}");
    if name.trim().is_empty() {
        phone.formatted()
    } else {
        name.trim().to_owned()
    }
}

/// A new contact. Only the phone is required; it may be written in any usual way.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
#[derive(Default)]
pub struct CreateContact {
    pub phone: String,
    #[serde(default)]
    pub first_name: String,
    #[serde(default)]
    pub last_name: String,
    #[serde(default)]
    pub email: String,
    /// `YYYY-MM-DD`.
    #[serde(default)]
    pub date_of_birth: String,
    #[serde(default)]
    pub zip: String,
    #[serde(default)]
    pub state: String,
    #[serde(default)]
    pub company: String,
    #[serde(default)]
    pub source: String,
}

/// The fields to change; an absent one stays, an empty one is cleared.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
#[derive(Default)]
pub struct UpdateContact {
    /// Never changes: any value but the present one is refused.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub phone: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub first_name: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_name: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub email: Option<String>,
    /// `YYYY-MM-DD`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub date_of_birth: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub zip: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub state: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub company: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<String>,
}

/// Which contacts a list, an export or a bulk action is about: those of which all of this is true.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema, utoipa::IntoParams))]
#[cfg_attr(feature = "openapi", into_params(parameter_in = Query))]
#[serde(default)]
pub struct ContactFilter {
    /// Finds first name, last name, phone (any format, any part) and email.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub search: Option<String>,
    /// Wears this tag.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tag_id: Option<Uuid>,
    /// Stands in this stage of the pipeline.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub stage_id: Option<Uuid>,
    /// Came from this source, in any case; an empty one finds those without.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub source: Option<String>,
    /// Is opted out, or isn't.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub opted_out: Option<bool>,
}

/// By what a list of contacts is sorted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum ContactSort {
    /// When the contact was added.
    #[default]
    Created,
    /// First and last name as they are shown, whoever has none last.
    Name,
    Phone,
    Source,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum SortOrder {
    Ascending,
    Descending,
}

impl ContactSort {
    /// The order that is meant where none is named: the newest first, otherwise from A to Z.
    #[must_use]
    pub const fn usual_order(self) -> SortOrder {
        match self {
            Self::Created => SortOrder::Descending,
            Self::Name | Self::Phone | Self::Source => SortOrder::Ascending,
        }
    }
}

/// A contact as the list shows it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ListedContact {
    pub contact: Contact,
    /// The tags it wears, the one applied last first.
    pub tag_ids: Vec<Uuid>,
    /// The stage it stands in, once it is on the pipeline.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub stage_id: Option<Uuid>,
    /// Its conversation, once there is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub conversation_id: Option<Uuid>,
}

/// The contact to merge into another; it is gone afterwards.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct MergeContact {
    pub other: Uuid,
}

/// A contact that was merged into another.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct MergedContact {
    /// As it was then.
    pub contact: Contact,
    pub merged_at: DateTime<Utc>,
}

/// The one that stays of two that were merged, where the other is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MergedInto {
    pub contact_id: Uuid,
    /// Its conversation, once there is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub conversation_id: Option<Uuid>,
}

/// The contact whom another was merged into that had a contact's phone before. Texts from that phone
/// begin a conversation of their own, so that what is answered goes to it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct FormerlyOf {
    pub contact_id: Uuid,
    /// Their conversation; absent when they have none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub conversation_id: Option<Uuid>,
    /// Their name, or the formatted phone.
    pub name: String,
    pub phone: Phone,
}

/// How many contacts match.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ContactCount {
    pub count: u32,
}
