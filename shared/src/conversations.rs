//! Conversations: the list, its tabs and search (C1 to C5), and the thread (C7).

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::agents::Agent;
use crate::assignment::AssignedTo;
use crate::billing::Prices;
use crate::comments::Comment;
use crate::contacts::{Contact, FormerlyOf};
use crate::filters::SavedFilter;
use crate::follow_ups::FollowUp;
use crate::groups::Group;
use crate::messages::{Hold, Message, SenderKind};
use crate::numbers::Number;
use crate::page::Page;
use crate::phone::Phone;
use crate::pipeline::PipelineCard;
use crate::problem::ErrorCode;
use crate::profile::Profile;
use crate::reviews::Review;
use crate::tags::Tag;
use crate::workflows::WorkflowRun;

/// Which conversations a list shows (C2).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
#[derive(Default)]
pub enum Tab {
    /// Every conversation, archived ones marked.
    All,
    /// Flagged hot and not archived.
    Hot,
    /// Neither archived nor put off.
    #[default]
    Recents,
    Archived,
}

/// Who wrote what the row's excerpt shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum ExcerptBy {
    Contact,
    Agent,
    ApiToken,
    /// A workflow or redrip.
    Workflow,
    /// Copperline itself: opt-out confirmations and help replies.
    Copperline,
    /// Nobody: it tells what happened.
    Record,
}

impl From<SenderKind> for ExcerptBy {
    fn from(sender: SenderKind) -> Self {
        match sender {
            SenderKind::Contact => Self::Contact,
            SenderKind::Agent => Self::Agent,
            SenderKind::ApiToken => Self::ApiToken,
            SenderKind::Workflow => Self::Workflow,
            SenderKind::Copperline => Self::Copperline,
        }
    }
}

/// A conversation as the list shows it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Conversation {
    pub id: Uuid,
    pub contact_id: Uuid,
    /// The contact's name, or the formatted phone.
    pub name: String,
    pub phone: Phone,
    pub hot: bool,
    pub archived: bool,
    pub opted_out: bool,
    /// Unread messages; read state is shared by the workspace.
    pub unread_count: u32,
    pub excerpt: String,
    pub excerpt_by: ExcerptBy,
    /// The agent who wrote it, when an agent did.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub excerpt_agent_id: Option<Uuid>,
    /// The agent's first name, or the token's or workflow's name, as it was then.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub excerpt_name: Option<String>,
    pub last_activity_at: DateTime<Utc>,
    /// The contact's tag that was applied last; it colours the action bubble.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tag_id: Option<Uuid>,
    /// The agent who works on it; absent when a group does, or nobody was chosen.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub assigned_agent_id: Option<Uuid>,
    /// The group that works on it; absent when an agent does, or nobody was chosen.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub assigned_group_id: Option<Uuid>,
    /// Until when it is put off, or since when its follow-up is due; absent when neither is so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub follow_up: Option<FollowUp>,
    /// The message that a search found; absent when the contact's fields matched.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hit: Option<SearchHit>,
}

impl Conversation {
    /// Who works on it: an agent, a group or nobody.
    #[must_use]
    pub fn assigned_to(&self) -> Option<AssignedTo> {
        AssignedTo::either(self.assigned_agent_id, self.assigned_group_id)
    }
}

/// A message that matched a search.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SearchHit {
    pub message_id: Uuid,
    /// When the message was written or received.
    pub created_at: DateTime<Utc>,
    /// Who wrote it.
    pub sender: SenderKind,
    /// The agent who wrote it, when an agent did.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub agent_id: Option<Uuid>,
    /// The agent's first name, or the token's or workflow's name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sender_name: Option<String>,
    /// Whole words of the message, in order and as they were written; matched parts are to be
    /// highlighted.
    pub parts: Vec<HitPart>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct HitPart {
    pub text: String,
    pub matched: bool,
}

/// How many conversations each tab holds. A count stops at 10,000; show that one as "10,000+".
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[derive(Default)]
pub struct Counts {
    pub all: u32,
    pub hot: u32,
    pub recents: u32,
    pub archived: u32,
    /// Conversations that are neither archived nor put off and have unread messages.
    pub unread: u32,
    /// Replies that read like a request to stop and wait for a decision.
    #[serde(default)]
    pub reviews: u32,
    /// Conversations that are not archived and whose follow-up is due.
    pub due: u32,
}

/// Counting stops here, so that a large workspace's tabs stay quick.
pub const COUNT_CAP: u32 = 10_000;

/// A conversation with its contact and whether it may be written in.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ConversationDetail {
    pub conversation: Conversation,
    pub contact: Contact,
    /// The number replies leave from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub number: Option<Number>,
    /// Why nothing can be sent now; absent when it can.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub refusal: Option<Refusal>,
    /// Why a text written now would wait, and until when; absent when it would leave at once.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hold: Option<Hold>,
    /// Where the contact stands on the pipeline; absent when it isn't there.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub card: Option<PipelineCard>,
    /// The replies that read like a request to stop, while they wait for a decision; automated
    /// texts pause as long.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub review: Option<Review>,
    /// Whom an earlier contact with this phone was merged into, where that is somebody else; absent
    /// when there was none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub formerly_of: Option<FormerlyOf>,
    /// The workflows and redrips that are under way with the contact, those started last first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub runs: Vec<WorkflowRun>,
}

/// Why the send gate does not let a message leave.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Refusal {
    pub code: ErrorCode,
    /// Plain words, with what to do.
    pub detail: String,
}

/// Opens the conversation with this phone, creating the contact when there is none (C17).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct CreateConversation {
    /// In any usual way of writing.
    pub phone: String,
}

/// What to change; an absent field stays.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
#[derive(Default)]
pub struct UpdateConversation {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub archived: Option<bool>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hot: Option<bool>,
    /// Whether its last message counts as unread, for everybody in the workspace.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unread: Option<bool>,
}

/// One line of a thread: a message, a record of what happened, or a comment among colleagues.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum ThreadEntry {
    Message {
        message: Message,
    },
    Record {
        record: ThreadRecord,
    },
    /// Never sent to the contact.
    Comment {
        comment: Comment,
    },
}

impl ThreadEntry {
    #[must_use]
    pub fn id(&self) -> Uuid {
        match self {
            Self::Message { message } => message.id,
            Self::Record { record } => record.id,
            Self::Comment { comment } => comment.id,
        }
    }

    #[must_use]
    pub fn created_at(&self) -> DateTime<Utc> {
        match self {
            Self::Message { message } => message.created_at,
            Self::Record { record } => record.created_at,
            Self::Comment { comment } => comment.created_at,
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum RecordKind {
    LeadReceived,
    OptedOut,
    OptedIn,
    Archived,
    Unarchived,
    /// Put on the pipeline, moved there or taken off it.
    StageMoved,
    /// Assigned to an agent, to a group, or to nobody any more.
    Assigned,
    /// A reply reads like a request to stop.
    AutomationPaused,
    /// Somebody read it otherwise.
    AutomationResumed,
    /// Put off until a moment.
    PutOff,
    /// That moment has come.
    FollowUpDue,
    /// Brought back before its moment, or done after it.
    FollowUpDone,
    /// Another contact was merged into this one.
    ContactsMerged,
    WorkflowStarted,
    /// It finished, or was ended before.
    WorkflowEnded,
    RedripStarted,
    RedripEnded,
}

/// The detail of a record that a conversation left the archive because the contact wrote.
pub const BY_MESSAGE: &str = "message";

/// Something that happened in a conversation and is not a message.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ThreadRecord {
    pub id: Uuid,
    pub conversation_id: Uuid,
    pub kind: RecordKind,
    /// Who did it, when an agent did.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub agent_name: Option<String>,
    /// The API token that did it, when one did.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub api_token_name: Option<String>,
    /// The workflow or redrip that did it, when one did.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub workflow_name: Option<String>,
    /// A lead's source, an opt-out's trigger, the stage (and amount) moved to, whom it was assigned
    /// to, until when it is put off (RFC 3339), who was merged, a workflow's name and what started it by
    /// itself or how it ended, `message` when the contact's message took it out of the archive; empty when
    /// taken off the pipeline or assigned to nobody.
    pub detail: String,
    pub created_at: DateTime<Utc>,
}

/// A stretch of a thread, oldest first.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Thread {
    pub entries: Vec<ThreadEntry>,
    /// Pass it as `before` to read what came earlier; absent at the beginning.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub earlier: Option<String>,
    /// Pass it as `after` to read what came later; absent at the end.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub later: Option<String>,
    /// Texts that wait, in the order in which they fall due; none in a stretch that was asked for
    /// with `before` or `after`. They join the entries when they leave or end.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub waiting: Vec<Message>,
}

/// All the page needs to open, in one answer.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Start {
    /// Who is signed in; absent for a token, which `read_current_api_token` tells about.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub profile: Option<Profile>,
    pub prices: Prices,
    pub numbers: Vec<Number>,
    /// By name.
    pub tags: Vec<Tag>,
    /// By name.
    pub agents: Vec<Agent>,
    /// By name.
    pub groups: Vec<Group>,
    /// Those of one's own and of everybody, by name.
    pub saved_filters: Vec<SavedFilter>,
    pub counts: Counts,
    /// How many of each tab the filter that was asked for lets through; absent without one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub filtered_counts: Option<Counts>,
    pub conversations: Page<Conversation>,
    /// How many of the agent's notifications are unread; 100 stands for 100 or more.
    pub unread_notifications: u32,
    /// The newest event contained in this answer: follow the live stream from here.
    pub cursor: i64,
    /// Whether the simulated carrier is in use, so that there is a handset page.
    pub simulated: bool,
}
