//! What steps would do for a contact, tried without doing it.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::WorkflowStep;
use crate::conversations::Refusal;
use crate::money::Micros;
use crate::pictures::Picture;

/// Steps to try on a contact; nothing is sent or changed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct DryRun {
    pub contact_id: Uuid,
    pub steps: Vec<WorkflowStep>,
    /// The workflow they are of, if it is there already: whether it would start is told too.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub workflow_id: Option<Uuid>,
    /// When it would be started; now when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub start_at: Option<DateTime<Utc>>,
    /// Whether it would start by itself, and not because you start it: its texts then name the agent
    /// the conversation is assigned to, or the owner.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub by_itself: bool,
}

/// What would be done for a contact, and when.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct DryRunPlan {
    /// Why the workflow would not start now; absent when it would. An opt-out and a review that pauses
    /// automated texts are told of steps that aren't saved yet, too.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub refusal: Option<Refusal>,
    /// The agent whose name its texts have in the merge fields of the agent; empty when they have none.
    #[serde(default)]
    pub agent_name: String,
    /// The IANA name of the time zone by whose clocks days and times of day are counted: the
    /// contact's, or the workspace's where theirs isn't certain.
    pub time_zone: String,
    /// Each step that would be done, without the waits.
    pub steps: Vec<PlannedStep>,
    pub price_micros: Micros,
}

/// A step with its moment.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PlannedStep {
    /// Which of the steps; counts from 0.
    pub place: u32,
    pub step: WorkflowStep,
    pub at: DateTime<Utc>,
    /// When the text would leave if there were no quiet hours; absent when that is the same.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub wished_at: Option<DateTime<Utc>>,
    /// The words that would be sent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
    /// The picture that would be sent: the template's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub picture: Option<Picture>,
    pub segments: u32,
    /// What it would cost, in micro-dollars.
    pub price_micros: Micros,
    /// What would keep it from being sent, as far as it is known now.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub problem: Option<String>,
}
