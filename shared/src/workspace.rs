//! The workspace itself: what it is called, where it is, and how it works (S1).

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::texting_hours::LiveReplies;

/// The tenant: one business account.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Workspace {
    pub id: Uuid,
    /// The business's name, by which Copperline's own texts to contacts are signed.
    pub name: String,
    /// IANA name, such as `America/Chicago`. Every time is shown in it.
    pub time_zone: String,
    /// Whether a contact is texted only with recorded consent.
    #[serde(default)]
    pub consent_required: bool,
    /// What quiet hours do to a person's reply in a live conversation.
    #[serde(default)]
    pub live_replies: LiveReplies,
}

/// The settings to change; an absent one stays.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
#[derive(Default)]
pub struct UpdateWorkspace {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub time_zone: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub consent_required: Option<bool>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub live_replies: Option<LiveReplies>,
}
