//! Replies that read like a request to stop, and what a person decided (X4).

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::conversations::HitPart;
use crate::phone::Phone;

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum ReviewState {
    /// Waits for a person; the contact gets no automated texts.
    Open,
    /// The contact is opted out.
    OptedOut,
    /// It was no such request; automation goes on.
    Dismissed,
}

/// Which reviews a list shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
#[derive(Default)]
pub enum ReviewList {
    /// Those that wait, the newest first.
    #[default]
    Open,
    /// Those that were decided, the last decision first.
    Decided,
}

/// A contact whose replies read like a request to stop.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Review {
    pub id: Uuid,
    pub contact_id: Uuid,
    pub conversation_id: Uuid,
    /// The contact's first name; may be empty.
    pub first_name: String,
    /// The contact's name, or the formatted phone.
    pub name: String,
    pub phone: Phone,
    pub state: ReviewState,
    /// The replies, oldest first.
    pub messages: Vec<ReviewMessage>,
    pub opened_at: DateTime<Utc>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub decided_at: Option<DateTime<Utc>>,
    /// The agent or token that decided; absent when the contact's own STOP did.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub decided_by: Option<String>,
}

/// A reply that waits for a person's reading.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ReviewMessage {
    pub message_id: Uuid,
    /// What the reply says, in the words of the table of phrases.
    pub phrase: String,
    /// The whole text; the words that say so are marked as matched.
    pub parts: Vec<HitPart>,
    /// When it came in.
    pub created_at: DateTime<Utc>,
}
