//! Words by which a contact opts out (S7).

use serde::{Deserialize, Serialize};

/// A word or phrase that, as the whole of a reply, opts the contact out.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct StopTrigger {
    pub phrase: String,
    /// Every workspace has the default ones; they cannot be removed.
    pub is_default: bool,
}

/// A sample reply to try.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct TestReply {
    pub text: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum ReplyEffect {
    /// Opts the contact out.
    OptOut,
    /// Opts an opted-out contact in again.
    OptIn,
    /// Is answered with the help text.
    Help,
    /// Pauses automation, and a person decides: it reads like a request to stop.
    Review,
    /// An ordinary reply.
    None,
}

/// What a sample reply would do.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct TestedReply {
    pub effect: ReplyEffect,
    /// The trigger it matched, or what a reply for a person to decide on says.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub trigger: Option<String>,
}
