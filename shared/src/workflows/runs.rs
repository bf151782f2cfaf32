//! A workflow as it is done for one contact.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{WorkflowKind, WorkflowStep};
use crate::conversations::Refusal;

/// How many runs are, or ended, so.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct RunCounts {
    pub running: u32,
    pub finished: u32,
    /// Ended because the contact wrote.
    pub replied: u32,
    pub opted_out: u32,
    /// Ended by somebody.
    pub stopped: u32,
    pub failed: u32,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum RunState {
    Running,
    Finished,
    /// The contact wrote.
    Replied,
    OptedOut,
    /// Somebody ended it, or a redrip took its place.
    Stopped,
    /// A text could not be sent; the reason says why.
    Failed,
}

/// A workflow as it is done for one contact.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct WorkflowRun {
    pub id: Uuid,
    pub workflow_id: Uuid,
    pub kind: WorkflowKind,
    /// The workflow's name.
    pub name: String,
    pub contact_id: Uuid,
    pub conversation_id: Uuid,
    /// The contact's name, or the formatted phone.
    pub contact_name: String,
    /// The contact's first name; empty when unknown.
    #[serde(default)]
    pub contact_first_name: String,
    /// The IANA time zone where the contact is, as far as state, ZIP and phone tell.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub time_zone: Option<String>,
    pub state: RunState,
    /// The step that is done next, or at which it ended; counts from 0.
    pub place: u32,
    /// How many steps there are.
    pub steps: u32,
    /// What is done next, while it runs.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next: Option<WorkflowStep>,
    /// When that is done, while it runs.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub due_at: Option<DateTime<Utc>>,
    /// Why its next step waits until then, where something holds it: quiet hours, the number's pace,
    /// a review, or what the workspace lacks (X5). Absent while it only waits as its steps say.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hold: Option<Refusal>,
    /// The open review that pauses it, whatever else holds it: nothing of it is done until somebody
    /// has decided (X4).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub review_id: Option<Uuid>,
    /// How many texts it has sent.
    pub sent: u32,
    /// Why it ended, where the state alone doesn't say it; else empty.
    pub reason: String,
    pub started_at: DateTime<Utc>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ended_at: Option<DateTime<Utc>>,
}

/// Starts a workflow for a contact.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct StartWorkflow {
    pub workflow_id: Uuid,
}
