use chrono::DateTime;
use copperline_shared::conversations::{ExcerptBy, SearchHit};
use copperline_shared::phone::Phone;

use super::*;

pub(super) const RECENTS: Shown<'static> = Shown {
    tab: Tab::Recents,
    filter: Filter {
        assignee: None,
        tag_id: None,
        stage_id: None,
        unread: false,
        follow_up: None,
    },
    me: Some(Uuid::from_u128(50)),
    groups: &[Uuid::from_u128(60), Uuid::from_u128(61)],
    open: None,
    searching: false,
    complete: true,
};

/// A conversation with an id, whose last activity was at `second`.
pub(super) fn conversation(id: u128, second: i64) -> Conversation {
    Conversation {
        id: Uuid::from_u128(id),
        contact_id: Uuid::from_u128(100 + id),
        name: format!("Contact {id}"),
        phone: Phone::try_from("+15125550192".to_owned()).expect("a phone"),
        hot: false,
        archived: false,
        opted_out: false,
        unread_count: 0,
        excerpt: "Hello".to_owned(),
        excerpt_by: ExcerptBy::Contact,
        excerpt_agent_id: None,
        excerpt_name: None,
        last_activity_at: DateTime::from_timestamp(second, 0).expect("a moment"),
        tag_id: None,
        assigned_agent_id: None,
        assigned_group_id: None,
        follow_up: None,
        hit: None,
    }
}

/// What came of a single change.
#[derive(Debug, PartialEq, Eq)]
enum Outcome {
    Same,
    Changed,
    Ask,
}

fn apply(list: &mut Vec<Conversation>, changed: &Conversation, shown: Shown<'_>) -> Outcome {
    let change = Change::Now(Box::new(changed.clone()));
    match apply_all(list, vec![change], shown, usize::MAX) {
        Applied { ask: true, .. } => Outcome::Ask,
        Applied { changed: true, .. } => Outcome::Changed,
        Applied { .. } => Outcome::Same,
    }
}

fn changes(list: &mut Vec<Conversation>, changed: &Conversation, shown: Shown<'_>) -> bool {
    apply(list, changed, shown) == Outcome::Changed
}

/// Three conversations, the newest first: 3, 2, 1.
fn list() -> Vec<Conversation> {
    vec![
        conversation(3, 30),
        conversation(2, 20),
        conversation(1, 10),
    ]
}

pub(super) fn ids(list: &[Conversation]) -> Vec<u128> {
    list.iter()
        .map(|conversation| conversation.id.as_u128())
        .collect()
}

#[test]
fn c1_a_new_message_moves_its_row_to_the_top() {
    let mut list = list();
    assert!(changes(&mut list, &conversation(1, 40), RECENTS));
    assert_eq!(ids(&list), [1, 3, 2]);
}

#[test]
fn c1_a_new_conversation_stands_where_its_time_says() {
    let mut list = list();
    assert!(changes(&mut list, &conversation(4, 25), RECENTS));
    assert_eq!(ids(&list), [3, 4, 2, 1]);
    // At the same moment the greater id comes first, as in the database.
    assert!(changes(&mut list, &conversation(5, 20), RECENTS));
    assert_eq!(ids(&list), [3, 4, 5, 2, 1]);
}

#[test]
fn c1_a_change_without_activity_leaves_the_row_where_it_is() {
    let mut list = list();
    let read = Conversation {
        unread_count: 5,
        ..conversation(2, 20)
    };
    assert!(changes(&mut list, &read, RECENTS));
    assert_eq!(ids(&list), [3, 2, 1]);
    assert_eq!(list[1].unread_count, 5);
    assert!(
        !changes(&mut list, &read, RECENTS),
        "the same again changes nothing"
    );
}

#[test]
fn c2_an_archived_conversation_leaves_recents_and_stays_in_all() {
    let archived = Conversation {
        archived: true,
        ..conversation(2, 20)
    };
    let mut recents = list();
    assert!(changes(&mut recents, &archived, RECENTS));
    assert_eq!(ids(&recents), [3, 1]);
    assert!(!changes(&mut recents, &archived, RECENTS));

    let mut all = list();
    assert!(changes(
        &mut all,
        &archived,
        Shown {
            tab: Tab::All,
            ..RECENTS
        }
    ));
    assert_eq!(ids(&all), [3, 2, 1]);
    assert!(all[1].archived);
}

#[test]
fn c4_an_unarchived_conversation_leaves_the_archive() {
    let archive = Shown {
        tab: Tab::Archived,
        ..RECENTS
    };
    let mut list = vec![Conversation {
        archived: true,
        ..conversation(1, 10)
    }];
    assert!(changes(&mut list, &conversation(1, 40), archive));
    assert!(list.is_empty());
}

#[test]
fn c5_hot_leads_come_and_go_with_the_flame() {
    let tab = Shown {
        tab: Tab::Hot,
        ..RECENTS
    };
    let mut list = Vec::new();
    assert!(changes(
        &mut list,
        &Conversation {
            hot: true,
            ..conversation(1, 10)
        },
        tab
    ));
    assert_eq!(ids(&list), [1]);
    assert!(changes(&mut list, &conversation(1, 10), tab));
    assert!(list.is_empty());
}

#[test]
fn what_stands_in_a_page_not_yet_loaded_waits_for_it() {
    let first_page = Shown {
        complete: false,
        ..RECENTS
    };
    let mut list = list();
    assert!(!changes(&mut list, &conversation(4, 5), first_page));
    assert!(changes(&mut list, &conversation(4, 15), first_page));
    assert_eq!(ids(&list), [3, 2, 4, 1]);
    // One that is already shown stays, even in the last place.
    assert!(changes(
        &mut list,
        &Conversation {
            hot: true,
            ..conversation(1, 10)
        },
        first_page
    ));
    assert_eq!(ids(&list), [3, 2, 4, 1]);
}

#[test]
fn a_further_page_repeats_nothing() {
    let mut list = list();
    apply(&mut list, &conversation(4, 40), RECENTS);
    extend(&mut list, vec![conversation(4, 5), conversation(5, 4)]);
    assert_eq!(ids(&list), [4, 3, 2, 1, 5]);
}

#[test]
fn c18_a_page_that_lies_around_what_was_pushed_down_is_read_in_its_order() {
    // Two came on top; the first page is read again, and what it doesn't reach any more stays.
    let mut list = vec![conversation(2, 20)];
    let fresh = vec![conversation(5, 50), conversation(4, 40)];
    renew(&mut list, fresh, RECENTS, false);
    assert_eq!(ids(&list), [5, 4, 2]);
    extend_in_order(&mut list, vec![conversation(3, 30), conversation(2, 20)]);
    assert_eq!(ids(&list), [5, 4, 3, 2]);
}

#[test]
fn c3_what_a_search_found_keeps_its_place_and_its_hit() {
    let search = Shown {
        searching: true,
        ..RECENTS
    };
    let hit = SearchHit {
        message_id: Uuid::from_u128(9),
        created_at: list()[0].last_activity_at,
        sender: copperline_shared::messages::SenderKind::Contact,
        agent_id: None,
        sender_name: None,
        parts: Vec::new(),
    };
    let mut list = list();
    list[2].hit = Some(hit.clone());
    assert!(changes(&mut list, &conversation(1, 40), search));
    assert!(!changes(&mut list, &conversation(4, 50), search));
    assert_eq!(ids(&list), [3, 2, 1]);
    assert_eq!(list[2].hit, Some(hit));
}

#[test]
fn c18_assigned_and_unread_ones_come_and_go() {
    let mine = Shown {
        filter: Filter {
            assignee: Some(Assignee::Me),
            ..Filter::default()
        },
        ..RECENTS
    };
    let assigned = |agent| Conversation {
        assigned_agent_id: Some(Uuid::from_u128(agent)),
        ..conversation(1, 10)
    };
    let mut list = Vec::new();
    assert!(!changes(&mut list, &conversation(1, 10), mine));
    assert!(changes(&mut list, &assigned(50), mine));
    assert!(changes(&mut list, &assigned(51), mine));
    assert!(list.is_empty());
}

#[test]
fn c18_those_of_a_group_and_of_my_groups_come_and_go() {
    let of = |assignee| Shown {
        filter: Filter {
            assignee: Some(assignee),
            ..Filter::default()
        },
        ..RECENTS
    };
    let to_group = |group| Conversation {
        assigned_group_id: Some(Uuid::from_u128(group)),
        ..conversation(1, 10)
    };
    let to_me = Conversation {
        assigned_agent_id: RECENTS.me,
        ..conversation(1, 10)
    };
    let passes = |conversation: &Conversation, assignee| {
        apply(&mut Vec::new(), conversation, of(assignee)) == Outcome::Changed
    };
    for (assignee, through) in [
        (Assignee::MyGroups, [true, true, false, false, false]),
        (
            Assignee::Group(Uuid::from_u128(62)),
            [false, false, true, false, false],
        ),
        (Assignee::Me, [false, false, false, true, false]),
        (Assignee::Nobody, [false, false, false, false, true]),
    ] {
        let all = [
            to_group(60),
            to_group(61),
            to_group(62),
            to_me.clone(),
            conversation(1, 10),
        ];
        assert_eq!(all.map(|one| passes(&one, assignee)), through);
    }
    let mut list = vec![to_group(60)];
    let left = Shown {
        groups: &[],
        ..of(Assignee::MyGroups)
    };
    assert!(settle(&mut list, left), "in no group any more");
}

#[test]
fn c18_an_unread_one_that_is_opened_stays_until_another_is() {
    let unread = |open: Option<u128>| Shown {
        filter: Filter {
            unread: true,
            ..Filter::default()
        },
        open: open.map(Uuid::from_u128),
        ..RECENTS
    };
    let news = Conversation {
        unread_count: 2,
        ..conversation(1, 10)
    };
    let mut list = Vec::new();
    assert!(changes(&mut list, &news, unread(None)));
    assert!(changes(&mut list, &conversation(1, 10), unread(Some(1))));
    assert_eq!(ids(&list), [1]);
    assert!(!settle(&mut list, unread(Some(1))));
    assert!(settle(&mut list, unread(Some(2))));
    assert!(list.is_empty());
}

#[test]
fn c18_only_the_api_knows_who_wears_a_tag_that_isnt_shown() {
    let tagged = Shown {
        filter: Filter {
            tag_id: Some(Uuid::from_u128(7)),
            ..Filter::default()
        },
        ..RECENTS
    };
    let showing = |tag| Conversation {
        tag_id: Some(Uuid::from_u128(tag)),
        ..conversation(1, 10)
    };
    let mut list = Vec::new();
    assert_eq!(
        apply(&mut list, &conversation(1, 10), tagged),
        Outcome::Same
    );
    assert_eq!(apply(&mut list, &showing(8), tagged), Outcome::Ask);
    assert_eq!(apply(&mut list, &showing(7), tagged), Outcome::Changed);
    assert_eq!(apply(&mut list, &showing(8), tagged), Outcome::Changed);
    assert_eq!(ids(&list), [1], "it may wear both");
    assert!(changes(&mut list, &conversation(1, 10), tagged));
    assert!(list.is_empty(), "it wears none");
}

#[test]
fn c18_a_list_that_is_read_again_keeps_what_lies_beyond() {
    let mut list = list();
    list.push(conversation(9, 5));
    let fresh = vec![conversation(4, 40), conversation(2, 20)];
    assert!(renew(&mut list, fresh.clone(), RECENTS, false));
    assert_eq!(ids(&list), [4, 2, 1, 9]);
    let same = list.clone();
    assert!(!renew(&mut list, same, RECENTS, true));
    let open = Shown {
        open: Some(Uuid::from_u128(9)),
        ..RECENTS
    };
    assert!(renew(&mut list, fresh, open, true));
    assert_eq!(ids(&list), [4, 2, 9]);
}

#[test]
fn c20_one_that_is_put_off_leaves_recents_and_returns_due() {
    let in_state = |state, second| Conversation {
        follow_up: Some(FollowUp {
            at: conversation(1, 99).last_activity_at,
            state,
            put_off_by: None,
        }),
        ..conversation(1, second)
    };
    let (waiting, due) = (
        in_state(FollowUpState::Waiting, 10),
        in_state(FollowUpState::Due, 99),
    );
    let mut recents = list();
    assert!(changes(&mut recents, &waiting, RECENTS));
    assert_eq!(ids(&recents), [3, 2]);
    assert!(changes(&mut recents, &due, RECENTS));
    assert_eq!(ids(&recents), [1, 3, 2]);
    let of = |state| Shown {
        filter: Filter {
            follow_up: Some(state),
            ..Filter::default()
        },
        ..RECENTS
    };
    let mut away = Vec::new();
    assert!(changes(&mut away, &waiting, of(FollowUpState::Waiting)));
    assert!(changes(&mut away, &due, of(FollowUpState::Waiting)));
    assert!(away.is_empty());
    assert!(changes(&mut away, &due, of(FollowUpState::Due)));
}
