//! Numbers that are never to be texted, contact or not (P6).

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::phone::Phone;

/// A number on the list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Suppression {
    pub phone: Phone,
    /// Since when it is not texted; an opt-out from before the list counts.
    pub since: DateTime<Utc>,
}

/// A number to put on the list, in any usual way of writing.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct CreateSuppression {
    pub phone: String,
}
