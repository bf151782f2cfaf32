use copperline_shared::conversations::{HitPart, SearchHit};
use copperline_shared::messages::SenderKind;
use copperline_shared::phone::Phone;

use super::*;

const ME: Uuid = Uuid::from_u128(3);

fn conversation() -> Conversation {
    Conversation {
        id: Uuid::from_u128(1),
        contact_id: Uuid::from_u128(2),
        name: "Maya Robinson".to_owned(),
        phone: Phone::try_from("+15125550192".to_owned()).expect("a phone"),
        hot: true,
        archived: true,
        opted_out: false,
        unread_count: 2,
        excerpt: "Shall I call after 5?".to_owned(),
        excerpt_by: ExcerptBy::Agent,
        excerpt_agent_id: Some(ME),
        excerpt_name: Some("Jordan".to_owned()),
        last_activity_at: "2026-11-21T15:42:00Z".parse().expect("a moment"),
        tag_id: None,
        assigned_agent_id: None,
        assigned_group_id: None,
        follow_up: None,
        hit: None,
    }
}

fn row(conversation: &Conversation, tab: Tab) -> RowView {
    let at = |text: &str| text.parse().expect("a date and time");
    let times = (at("2026-11-21T09:42:00"), at("2026-11-21T00:00:00"));
    RowView::new(conversation, tab, times, (Some(ME), None))
}

#[test]
fn c1_a_row_shows_the_last_message_and_when_it_was() {
    let row = row(&conversation(), Tab::All);
    assert_eq!(row.excerpt, [(false, "Shall I call after 5?".to_owned())]);
    assert_eq!(
        (row.by.as_str(), row.time.as_str(), row.unread, row.hot),
        ("You: ", "9:42 am", 2, true)
    );
}

#[test]
fn c1_only_what_the_signed_in_agent_wrote_is_called_theirs() {
    let written = |excerpt_by, agent: Option<u128>, name: Option<&str>| {
        let conversation = Conversation {
            excerpt_by,
            excerpt_agent_id: agent.map(Uuid::from_u128),
            excerpt_name: name.map(str::to_owned),
            ..conversation()
        };
        row(&conversation, Tab::All).by
    };
    assert_eq!(written(ExcerptBy::Agent, Some(3), Some("Jordan")), "You: ");
    assert_eq!(written(ExcerptBy::Agent, Some(4), Some("Sam")), "Sam: ");
    let token = written(ExcerptBy::ApiToken, None, Some("SmartQuotes"));
    assert_eq!(token, "SmartQuotes: ");
    assert_eq!(written(ExcerptBy::Copperline, None, None), "Copperline: ");
    assert_eq!(written(ExcerptBy::Contact, None, None), "");
    assert_eq!(written(ExcerptBy::Record, None, None), "");
}

#[test]
fn c17_a_conversation_without_messages_says_so() {
    let new = Conversation {
        excerpt: String::new(),
        excerpt_by: ExcerptBy::Record,
        ..conversation()
    };
    assert_eq!(
        row(&new, Tab::All).excerpt,
        [(false, "No messages yet".to_owned())]
    );
}

#[test]
fn c18_a_row_tells_a_group_from_an_agent() {
    let shown = |conversation: &Conversation, name: Option<&str>| {
        let at = "2026-11-21T09:42:00".parse().expect("a date and time");
        let people = (Some(ME), name.map(str::to_owned));
        let row = RowView::new(conversation, Tab::All, (at, at), people);
        (row.assignee, row.of_group)
    };
    let agents = Conversation {
        assigned_agent_id: Some(ME),
        ..conversation()
    };
    let groups = Conversation {
        assigned_group_id: Some(Uuid::from_u128(4)),
        ..conversation()
    };
    let (name, of_group) = shown(&agents, Some("Jordan Diaz"));
    assert_eq!((name.as_str(), of_group), ("Jordan Diaz", false));
    let (name, of_group) = shown(&groups, Some("Sales"));
    assert_eq!((name.as_str(), of_group), ("Sales", true));
    let (name, _) = shown(&groups, None);
    assert_eq!(name, "", "one that is gone is nobody");
}

#[test]
fn c2_archived_conversations_are_marked_where_others_stand_beside_them() {
    assert!(row(&conversation(), Tab::All).archived);
    assert!(!row(&conversation(), Tab::Archived).archived);
}

#[test]
fn c3_a_hit_is_shown_in_place_of_the_last_message() {
    let part = |text: &str, matched| HitPart {
        text: text.to_owned(),
        matched,
    };
    let parts = vec![part("20-year ", false), part("term", true)];
    let hit = |sender| {
        Some(SearchHit {
            message_id: Uuid::from_u128(9),
            created_at: "2026-11-20T15:42:00Z".parse().expect("a moment"),
            sender,
            agent_id: (sender == SenderKind::Agent).then_some(ME),
            sender_name: None,
            parts: parts.clone(),
        })
    };
    let found = |sender| Conversation {
        hit: hit(sender),
        ..conversation()
    };
    let theirs = row(&found(SenderKind::Contact), Tab::All);
    assert_eq!(
        theirs.excerpt,
        [(false, "20-year ".to_owned()), (true, "term".to_owned())]
    );
    assert_eq!(theirs.by, "", "the contact wrote it");
    assert_eq!(row(&found(SenderKind::Agent), Tab::All).by, "You: ");
    assert_eq!(theirs.datetime, "2026-11-20T15:42:00+00:00");
}
