//! What an agent is told in the page (C18, C20, C21).

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::comments::Comment;

/// What a notification tells of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum NotificationKind {
    /// A comment mentions the agent.
    Mention,
    /// A conversation that the agent put off, or works on, is back.
    FollowUpDue,
    /// Somebody gave a conversation to the agent, or to a group the agent is in.
    Assigned,
}

/// Something that one agent is told, and nobody else.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Notification {
    pub id: Uuid,
    pub kind: NotificationKind,
    pub conversation_id: Uuid,
    /// The contact's name, or the formatted phone.
    pub name: String,
    /// The comment that mentions the agent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub comment: Option<Comment>,
    pub created_at: DateTime<Utc>,
    /// Absent while it is unread.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub read_at: Option<DateTime<Utc>>,
}

/// A page of an agent's notifications, newest first.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Notifications {
    /// How many are unread, on this page and beyond; 100 stands for 100 or more.
    pub unread: u32,
    pub items: Vec<Notification>,
    /// Pass it as `after` to get the next page; absent on the last one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next: Option<String>,
}

/// Which notifications the agent has read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct ReadNotifications {
    /// Those up to this moment: the newest one that was seen. What came since stays unread.
    pub until: DateTime<Utc>,
    /// Only those of this conversation; those of all when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub conversation_id: Option<Uuid>,
}
