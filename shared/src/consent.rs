//! The record of who may be texted, and opting a contact out by hand.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::phone::Phone;

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum ConsentKind {
    Consent,
    OptOut,
    OptIn,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum ConsentSource {
    Lead,
    Contact,
    Agent,
    Carrier,
    /// A file of contacts.
    Import,
    /// A file of numbers never to be texted.
    Suppression,
}

/// The form of an exported record.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
#[derive(Default)]
pub enum ExportFormat {
    /// To read and print.
    #[default]
    Text,
    Csv,
    Json,
}

/// One entry of a contact's consent record; entries are never changed.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ConsentEntry {
    pub id: Uuid,
    pub kind: ConsentKind,
    pub source: ConsentSource,
    /// When consent was given or withdrawn.
    pub given_at: DateTime<Utc>,
    pub source_url: String,
    pub certificate: String,
    /// The reply's own words, or who did it.
    pub evidence: String,
    /// The trigger that the reply's words matched, for an opt-out by text; otherwise empty.
    pub trigger: String,
    /// Who read the contact's words as an opt-out, where no trigger did, or recorded by hand that they
    /// agreed; otherwise empty.
    #[serde(default)]
    pub decided_by: String,
    /// The phone, where it is that of a contact who was merged into this one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub phone: Option<Phone>,
    pub created_at: DateTime<Utc>,
}

/// Characters a note on how consent was given may have.
pub const NOTE_LENGTH: usize = 500;

/// How a contact agreed to texts, where a person records it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum ConsentHow {
    /// They said so on the phone.
    #[default]
    Phone,
    InPerson,
    /// A form they signed, a mail, a letter.
    Writing,
}

impl ConsentHow {
    /// All, in the order in which they are offered.
    pub const ALL: [Self; 3] = [Self::Phone, Self::InPerson, Self::Writing];

    /// As the record says it.
    #[must_use]
    pub const fn words(self) -> &'static str {
        match self {
            Self::Phone => "On the phone",
            Self::InPerson => "In person",
            Self::Writing => "In writing",
        }
    }
}

/// That a contact agreed to texts, as somebody knows it who spoke with them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct RecordConsent {
    pub how: ConsentHow,
    /// When they agreed; not in the future.
    pub given_at: DateTime<Utc>,
    /// What would prove it, such as where the form lies; at most 500 characters.
    #[serde(default)]
    pub note: String,
}
