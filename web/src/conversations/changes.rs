//! What a change of one conversation does to the list that is shown (C1, C2).

use std::collections::HashSet;

use copperline_shared::conversations::{Conversation, Tab};
use uuid::Uuid;

/// What the list shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Shown {
    pub tab: Tab,
    /// It holds what a search found: only another search adds to it or orders it anew.
    pub searching: bool,
    /// The last page has been loaded.
    pub complete: bool,
}

/// Applies the change; whether it changed anything.
///
/// The list is ordered by last activity, then id, the newest first.
pub fn apply(list: &mut Vec<Conversation>, changed: &Conversation, shown: Shown) -> bool {
    let at = list.iter().position(|known| known.id == changed.id);
    if !belongs(shown.tab, changed) {
        return at.map(|at| list.remove(at)).is_some();
    }
    match at {
        Some(at) if shown.searching => {
            let hit = list[at].hit.take();
            list[at] = Conversation {
                hit,
                ..changed.clone()
            };
            true
        }
        Some(at) if list[at] == *changed => false,
        Some(at) => {
            list.remove(at);
            insert(list, changed)
        }
        None if shown.searching => false,
        // It stands in a page that is yet to be loaded.
        None if !shown.complete && place(list, changed) == list.len() => false,
        None => insert(list, changed),
    }
}

/// Adds a further page, without what has meanwhile been added by a change.
pub fn extend(list: &mut Vec<Conversation>, page: Vec<Conversation>) {
    let known: HashSet<Uuid> = list.iter().map(|known| known.id).collect();
    list.extend(
        page.into_iter()
            .filter(|conversation| !known.contains(&conversation.id)),
    );
}

/// Whether a tab shows the conversation.
fn belongs(tab: Tab, conversation: &Conversation) -> bool {
    match tab {
        Tab::All => true,
        Tab::Hot => conversation.hot && !conversation.archived,
        Tab::Recents => !conversation.archived,
        Tab::Archived => conversation.archived,
    }
}

fn insert(list: &mut Vec<Conversation>, conversation: &Conversation) -> bool {
    list.insert(place(list, conversation), conversation.clone());
    true
}

/// Where the conversation stands in the list's order.
fn place(list: &[Conversation], conversation: &Conversation) -> usize {
    let key = |of: &Conversation| (of.last_activity_at, of.id);
    list.partition_point(|known| key(known) > key(conversation))
}

#[cfg(test)]
mod tests {
    use chrono::DateTime;
    use copperline_shared::conversations::{ExcerptBy, SearchHit};
    use copperline_shared::phone::Phone;

    use super::*;

    const RECENTS: Shown = Shown {
        tab: Tab::Recents,
        searching: false,
        complete: true,
    };

    /// A conversation with an id, whose last activity was at `second`.
    fn conversation(id: u128, second: i64) -> Conversation {
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
            hit: None,
        }
    }

    /// Three conversations, the newest first: 3, 2, 1.
    fn list() -> Vec<Conversation> {
        vec![
            conversation(3, 30),
            conversation(2, 20),
            conversation(1, 10),
        ]
    }

    fn ids(list: &[Conversation]) -> Vec<u128> {
        list.iter()
            .map(|conversation| conversation.id.as_u128())
            .collect()
    }

    #[test]
    fn c1_a_new_message_moves_its_row_to_the_top() {
        let mut list = list();
        assert!(apply(&mut list, &conversation(1, 40), RECENTS));
        assert_eq!(ids(&list), [1, 3, 2]);
    }

    #[test]
    fn c1_a_new_conversation_stands_where_its_time_says() {
        let mut list = list();
        assert!(apply(&mut list, &conversation(4, 25), RECENTS));
        assert_eq!(ids(&list), [3, 4, 2, 1]);
        // At the same moment the greater id comes first, as in the database.
        assert!(apply(&mut list, &conversation(5, 20), RECENTS));
        assert_eq!(ids(&list), [3, 4, 5, 2, 1]);
    }

    #[test]
    fn c1_a_change_without_activity_leaves_the_row_where_it_is() {
        let mut list = list();
        let read = Conversation {
            unread_count: 5,
            ..conversation(2, 20)
        };
        assert!(apply(&mut list, &read, RECENTS));
        assert_eq!(ids(&list), [3, 2, 1]);
        assert_eq!(list[1].unread_count, 5);
        assert!(
            !apply(&mut list, &read, RECENTS),
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
        assert!(apply(&mut recents, &archived, RECENTS));
        assert_eq!(ids(&recents), [3, 1]);
        assert!(!apply(&mut recents, &archived, RECENTS));

        let mut all = list();
        assert!(apply(
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
        assert!(apply(&mut list, &conversation(1, 40), archive));
        assert!(list.is_empty());
    }

    #[test]
    fn c5_hot_leads_come_and_go_with_the_flame() {
        let tab = Shown {
            tab: Tab::Hot,
            ..RECENTS
        };
        let mut list = Vec::new();
        assert!(apply(
            &mut list,
            &Conversation {
                hot: true,
                ..conversation(1, 10)
            },
            tab
        ));
        assert_eq!(ids(&list), [1]);
        assert!(apply(&mut list, &conversation(1, 10), tab));
        assert!(list.is_empty());
    }

    #[test]
    fn what_stands_in_a_page_not_yet_loaded_waits_for_it() {
        let first_page = Shown {
            complete: false,
            ..RECENTS
        };
        let mut list = list();
        assert!(!apply(&mut list, &conversation(4, 5), first_page));
        assert!(apply(&mut list, &conversation(4, 15), first_page));
        assert_eq!(ids(&list), [3, 2, 4, 1]);
        // One that is already shown stays, even in the last place.
        assert!(apply(
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
        assert!(apply(&mut list, &conversation(1, 40), search));
        assert!(!apply(&mut list, &conversation(4, 50), search));
        assert_eq!(ids(&list), [3, 2, 1]);
        assert_eq!(list[2].hit, Some(hit));
    }
}
