//! What every screen follows of an event.
//!
//! To read all that events can carry takes more code than anything else the page does, and most of it
//! is for single screens: it comes with them, see [`Told`].

use std::any::Any;
use std::cell::OnceCell;

use copperline_shared::conversations::Conversation;
use copperline_shared::events::{Event, EventEnvelope};
use copperline_shared::groups::Group;
use copperline_shared::notifications::Notification;
use copperline_shared::numbers::Number;
use copperline_shared::tags::{ContactTags, Tag};
use copperline_shared::workspace::Workspace;
use serde::Deserialize;
use uuid::Uuid;

/// As [`Event`], with less.
#[derive(Clone, Debug, PartialEq)]
pub enum Gist {
    ConversationChanged {
        conversation: Box<Conversation>,
    },
    ContactsMerged {
        conversation_id: Option<Uuid>,
        merged_conversation_id: Option<Uuid>,
    },
    ContactErased {
        conversation_id: Option<Uuid>,
    },
    ContactTagsChanged {
        tags: ContactTags,
    },
    ReviewChanged,
    NumberChanged {
        number: Number,
    },
    TagChanged {
        tag: Tag,
    },
    TagRemoved {
        tag_id: Uuid,
    },
    GroupChanged {
        group: Group,
    },
    GroupDeleted {
        group_id: Uuid,
    },
    ProfileChanged {
        agent_id: Uuid,
    },
    WorkspaceChanged {
        workspace: Workspace,
    },
    SavedFiltersChanged,
    WorkflowsChanged,
    PipelineCardChanged {
        card: Placed,
    },
    PipelineCardRemoved {
        contact_id: Uuid,
    },
    PipelineStagesChanged {
        reread: Option<Uuid>,
    },
    NotificationsChanged {
        notification: Option<Box<Notification>>,
    },
    /// What only single screens show.
    Other,
}

/// Where a contact stands on the pipeline.
#[derive(Clone, Copy, Debug, PartialEq, Deserialize)]
pub struct Placed {
    pub contact_id: Uuid,
    pub stage_id: Uuid,
}

#[derive(Clone, Copy, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Kind {
    ConversationChanged,
    ContactsMerged,
    ContactErased,
    ContactTagsChanged,
    ReviewChanged,
    NumberChanged,
    TagChanged,
    TagRemoved,
    GroupChanged,
    GroupDeleted,
    ProfileChanged,
    WorkspaceChanged,
    SavedFiltersChanged,
    WorkflowsChanged,
    PipelineCardChanged,
    PipelineCardRemoved,
    PipelineStagesChanged,
    NotificationsChanged,
    #[serde(other)]
    Other,
}

/// The fields of all kinds together: a type for each kind would be as much code again for each.
#[derive(Deserialize)]
struct Fields {
    kind: Kind,
    conversation: Option<Box<Conversation>>,
    conversation_id: Option<Uuid>,
    merged_conversation_id: Option<Uuid>,
    contact_id: Option<Uuid>,
    tags: Option<ContactTags>,
    number: Option<Number>,
    tag: Option<Tag>,
    tag_id: Option<Uuid>,
    group: Option<Group>,
    group_id: Option<Uuid>,
    agent_id: Option<Uuid>,
    workspace: Option<Workspace>,
    card: Option<Placed>,
    reread: Option<Uuid>,
    notification: Option<Box<Notification>>,
}

#[derive(Deserialize)]
struct Envelope {
    cursor: i64,
    event: Fields,
}

impl Gist {
    /// None where a field is missing that the kind has.
    fn of(fields: Fields) -> Option<Self> {
        Some(match fields.kind {
            Kind::ConversationChanged => Self::ConversationChanged {
                conversation: fields.conversation?,
            },
            Kind::ContactsMerged => Self::ContactsMerged {
                conversation_id: fields.conversation_id,
                merged_conversation_id: fields.merged_conversation_id,
            },
            Kind::ContactErased => Self::ContactErased {
                conversation_id: fields.conversation_id,
            },
            Kind::ContactTagsChanged => Self::ContactTagsChanged { tags: fields.tags? },
            Kind::ReviewChanged => Self::ReviewChanged,
            Kind::NumberChanged => Self::NumberChanged {
                number: fields.number?,
            },
            Kind::TagChanged => Self::TagChanged { tag: fields.tag? },
            Kind::TagRemoved => Self::TagRemoved {
                tag_id: fields.tag_id?,
            },
            Kind::GroupChanged => Self::GroupChanged {
                group: fields.group?,
            },
            Kind::GroupDeleted => Self::GroupDeleted {
                group_id: fields.group_id?,
            },
            Kind::ProfileChanged => Self::ProfileChanged {
                agent_id: fields.agent_id?,
            },
            Kind::WorkspaceChanged => Self::WorkspaceChanged {
                workspace: fields.workspace?,
            },
            Kind::SavedFiltersChanged => Self::SavedFiltersChanged,
            Kind::WorkflowsChanged => Self::WorkflowsChanged,
            Kind::PipelineCardChanged => Self::PipelineCardChanged { card: fields.card? },
            Kind::PipelineCardRemoved => Self::PipelineCardRemoved {
                contact_id: fields.contact_id?,
            },
            Kind::PipelineStagesChanged => Self::PipelineStagesChanged {
                reread: fields.reread,
            },
            Kind::NotificationsChanged => Self::NotificationsChanged {
                notification: fields.notification,
            },
            Kind::Other => Self::Other,
        })
    }
}

/// An event as it was told.
pub struct Told {
    pub cursor: i64,
    pub gist: Gist,
    written: String,
    /// The whole [`Event`] once somebody asked for it, if it can be read; by a name that holds none of
    /// its code.
    whole: OnceCell<Box<dyn Any>>,
}

impl Told {
    /// An event that this page can't read is one of a newer version, and nothing it shows.
    pub fn read(written: &str) -> Option<Self> {
        let Envelope { cursor, event } = serde_json::from_slice(written.as_bytes()).ok()?;
        Some(Self {
            cursor,
            gist: Gist::of(event)?,
            written: written.to_owned(),
            whole: OnceCell::new(),
        })
    }

    /// All that it says. Only parts of the page that are fetched when needed may ask for it.
    pub fn whole(&self) -> Option<&Event> {
        let read = || -> Box<dyn Any> {
            let envelope = EventEnvelope::read(self.written.as_bytes()).ok();
            Box::new(envelope.map(|envelope| envelope.event))
        };
        let whole = self.whole.get_or_init(read);
        whole.downcast_ref::<Option<Event>>()?.as_ref()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(event: Event) -> Told {
        let envelope = EventEnvelope { cursor: 7, event };
        let written = serde_json::to_string(&envelope).expect("JSON");
        Told::read(&written).expect("an event")
    }

    fn gist(event: Event) -> Gist {
        let told = told(event.clone());
        assert_eq!((told.cursor, told.whole()), (7, Some(&event)));
        told.gist
    }

    #[test]
    fn the_gist_of_an_event_says_what_the_event_does() {
        let id = Uuid::from_u128;
        let merged = Event::ContactsMerged {
            contact_id: id(1),
            merged_id: id(2),
            conversation_id: None,
            merged_conversation_id: Some(id(4)),
        };
        let expected = Gist::ContactsMerged {
            conversation_id: None,
            merged_conversation_id: Some(id(4)),
        };
        assert_eq!(gist(merged), expected);
        let tags = ContactTags {
            contact_id: id(1),
            tag_ids: vec![id(5)],
        };
        let worn = Event::ContactTagsChanged { tags: tags.clone() };
        assert_eq!(gist(worn), Gist::ContactTagsChanged { tags });
        let removed = Event::PipelineCardRemoved {
            contact_id: id(1),
            stages: Vec::new(),
        };
        let expected = Gist::PipelineCardRemoved { contact_id: id(1) };
        assert_eq!(gist(removed), expected);
        let removed = Event::TagRemoved {
            tag_id: id(5),
            merged_into: None,
        };
        assert_eq!(gist(removed), Gist::TagRemoved { tag_id: id(5) });
        let group = Group {
            id: id(6),
            name: "Sales".to_owned(),
            agent_ids: vec![id(7)],
        };
        let changed = Event::GroupChanged {
            group: group.clone(),
        };
        assert_eq!(gist(changed), Gist::GroupChanged { group });
        let deleted = Event::GroupDeleted { group_id: id(6) };
        assert_eq!(gist(deleted), Gist::GroupDeleted { group_id: id(6) });
        let read = Event::NotificationsChanged { notification: None };
        let expected = Gist::NotificationsChanged { notification: None };
        assert_eq!(gist(read), expected);
        assert_eq!(gist(Event::CardsChanged), Gist::Other);
    }

    #[test]
    fn an_event_that_lacks_what_its_kind_has_is_none() {
        let written = r#"{"cursor":7,"event":{"kind":"tag_changed"}}"#;
        assert!(Told::read(written).is_none());
        let newer = Told::read(r#"{"cursor":7,"event":{"kind":"of_tomorrow"}}"#);
        let newer = newer.expect("an event");
        assert_eq!((newer.gist.clone(), newer.whole()), (Gist::Other, None));
    }
}
