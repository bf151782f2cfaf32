//! What happens in a workspace, as the live stream tells it.

mod told_by_kind;

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::api_tokens::ApiToken;
use crate::billing::Payment;
use crate::bulk_actions::BulkAction;
use crate::comments::Comment;
use crate::contacts::Contact;
use crate::conversations::{Conversation, ThreadRecord};
use crate::groups::Group;
use crate::imports::Import;
use crate::messages::Message;
use crate::money::Micros;
use crate::notifications::Notification;
use crate::numbers::Number;
use crate::pipeline::{PipelineCard, PipelineStage};
use crate::reviews::Review;
use crate::tags::{ContactTags, Tag};
use crate::workflows::WorkflowRun;
use crate::workspace::Workspace;
use told_by_kind::told_by_kind;

told_by_kind! {
/// A change a person could see. Each carries the thing as it is now.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Event {
    ConversationChanged {
        conversation: Conversation,
    },
    ContactChanged {
        contact: Contact,
    },
    /// Two contacts became one. Whatever belonged to the other belongs to the one that stays: its
    /// thread is to be read again.
    ContactsMerged {
        contact_id: Uuid,
        /// The contact that is gone.
        merged_id: Uuid,
        /// The conversation there is now, if there is one.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        conversation_id: Option<Uuid>,
        /// The conversation that is gone, where both had one.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        merged_conversation_id: Option<Uuid>,
    },
    MessageChanged {
        message: Message,
    },
    RecordAdded {
        record: ThreadRecord,
    },
    ReviewChanged {
        review: Review,
    },
    /// The contact was erased, with everything they wrote; nothing else tells of them any more.
    ContactErased {
        contact_id: Uuid,
        conversation_id: Option<Uuid>,
    },
    NumberChanged {
        number: Number,
    },
    ApiTokenChanged {
        token: ApiToken,
    },
    BalanceChanged {
        balance_micros: Micros,
    },
    PaymentChanged {
        payment: Payment,
    },
    CardsChanged,
    ProfileChanged {
        agent_id: Uuid,
    },
    WorkspaceChanged {
        workspace: Workspace,
    },
    TemplatesChanged,
    /// Filters were saved, changed or deleted that whoever is told this sees.
    SavedFiltersChanged,
    /// A workflow or redrip was made, changed or deleted.
    WorkflowsChanged,
    /// One was started for a contact, went on or ended.
    WorkflowRunChanged {
        run: WorkflowRun,
    },
    /// A contact was put on the pipeline, moved, or quoted another amount.
    PipelineCardChanged {
        card: PipelineCard,
        /// The stages whose count or total changed with it.
        stages: Vec<PipelineStage>,
    },
    /// A contact was taken off the pipeline.
    PipelineCardRemoved {
        contact_id: Uuid,
        /// The stage it stood in.
        stages: Vec<PipelineStage>,
    },
    /// Stages were added, changed, moved or removed.
    PipelineStagesChanged {
        /// All of them, from the left.
        stages: Vec<PipelineStage>,
        /// The stage whose cards are to be read again: those of a removed stage went there, or all
        /// got new keys.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        reread: Option<Uuid>,
    },
    /// A group was made, or has another name or other members.
    GroupChanged {
        group: Group,
    },
    /// Its conversations become nobody's one by one.
    GroupDeleted {
        group_id: Uuid,
    },
    TagChanged {
        tag: Tag,
    },
    /// Deleted, or merged into another; contacts follow one by one.
    TagRemoved {
        tag_id: Uuid,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        merged_into: Option<Uuid>,
    },
    ContactTagsChanged {
        tags: ContactTags,
    },
    BulkActionChanged {
        bulk_action: BulkAction,
    },
    ImportChanged {
        import: Import,
    },
    /// Somebody saved a note; what it says is to be read.
    NoteChanged {
        contact_id: Uuid,
        revision: u32,
    },
    /// Somebody wrote a comment, for the workspace alone.
    CommentAdded {
        comment: Comment,
    },
    /// Whoever wrote it changed its text.
    CommentChanged {
        comment: Comment,
    },
    /// A comment is gone, from the thread of everybody.
    CommentDeleted {
        comment_id: Uuid,
        conversation_id: Uuid,
    },
    /// Told to one agent: something new, or that some were read, here or in another browser.
    NotificationsChanged {
        /// The new one; absent when some were read.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        notification: Option<Notification>,
    },
}
}

/// An event with its place in the workspace's order.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct EventEnvelope {
    /// Grows by one with each event of the workspace.
    pub cursor: i64,
    pub event: Event,
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    fn envelope(event: &Value) -> Vec<u8> {
        serde_json::to_vec(&json!({ "event": event, "cursor": 5 })).expect("JSON")
    }

    #[test]
    fn an_event_is_read_as_it_was_written() {
        let stages = Event::PipelineStagesChanged {
            stages: Vec::new(),
            reread: Some(Uuid::from_u128(7)),
        };
        let noted = Event::NoteChanged {
            contact_id: Uuid::from_u128(8),
            revision: 3,
        };
        let deleted = Event::CommentDeleted {
            comment_id: Uuid::from_u128(9),
            conversation_id: Uuid::from_u128(10),
        };
        for event in [stages, noted, deleted, Event::CardsChanged] {
            let written = serde_json::to_value(&event).expect("JSON");
            let read = EventEnvelope::read(&envelope(&written)).expect("an event");
            assert_eq!(read, EventEnvelope { cursor: 5, event });
        }
    }

    #[test]
    fn what_may_be_absent_may_be_absent() {
        let event = json!({"kind": "tag_removed", "tag_id": Uuid::nil()});
        let expected = Event::TagRemoved {
            tag_id: Uuid::nil(),
            merged_into: None,
        };
        let read = EventEnvelope::read(&envelope(&event)).expect("an event");
        assert_eq!(read.event, expected);
    }

    #[test]
    fn an_unknown_kind_and_a_missing_field_are_errors() {
        for event in [
            json!({"kind": "of_tomorrow"}),
            json!({"kind": "tag_changed"}),
        ] {
            assert!(EventEnvelope::read(&envelope(&event)).is_err(), "{event}");
        }
    }
}
