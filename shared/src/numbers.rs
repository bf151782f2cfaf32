//! Phone numbers a workspace rents and sends from (S12).

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::phone::Phone;

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum NumberState {
    /// Asked of the carrier; not yet usable.
    Renting,
    /// The carrier would not hand it over; releasing it puts it away.
    Refused,
    Active,
    /// The carrier has been asked to take it back.
    Releasing,
    Released,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Number {
    pub id: Uuid,
    pub phone: Phone,
    pub name: String,
    pub state: NumberState,
    /// Why the carrier would not hand it over, in the carrier's words.
    pub refusal: Option<String>,
    /// New conversations start from this number.
    pub is_default: bool,
    /// Conversations whose replies leave from it: what a release ends.
    pub conversations: u32,
    pub rented_at: DateTime<Utc>,
}

/// A number that can be rented.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AvailableNumber {
    pub phone: Phone,
    /// City and state, as far as the carrier says.
    pub place: String,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct RentNumber {
    pub phone: Phone,
    /// Up to 100 characters; may be empty.
    #[serde(default)]
    pub name: String,
}

/// What to change; an absent field stays.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
#[derive(Default)]
pub struct UpdateNumber {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// Only `true` has a meaning: the default is moved, never taken away.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub is_default: Option<bool>,
}
