use super::*;
use chrono::TimeDelta;
use copperline_shared::comments::{Comment, Mention};
use copperline_shared::conversations::{RecordKind, ThreadRecord};
use copperline_shared::messages::SenderKind;
use copperline_shared::money::Micros;

fn moment(second: i64) -> DateTime<Utc> {
    DateTime::UNIX_EPOCH + TimeDelta::seconds(second)
}

fn message(second: i64, id: u128, state: MessageState) -> ThreadEntry {
    let message = Message {
        id: Uuid::from_u128(id),
        conversation_id: Uuid::nil(),
        direction: Direction::Outbound,
        state,
        sender: SenderKind::Agent,
        sender_name: "Jordan Diaz".to_owned(),
        body: "Hi".to_owned(),
        pictures: Vec::new(),
        other_phone: None,
        segments: 1,
        price_micros: Micros(12_000),
        error: None,
        reason: None,
        due_at: state.waits().then(|| moment(second + 100)),
        leaves_at: None,
        created_at: moment(second),
        sent_at: None,
        settled_at: None,
    };
    ThreadEntry::Message { message }
}

fn record(second: i64, id: u128) -> ThreadEntry {
    record_of(RecordKind::Archived, second, id)
}

fn record_of(kind: RecordKind, second: i64, id: u128) -> ThreadEntry {
    let record = ThreadRecord {
        id: Uuid::from_u128(id),
        conversation_id: Uuid::nil(),
        kind,
        agent_name: None,
        api_token_name: None,
        workflow_name: None,
        detail: String::new(),
        created_at: moment(second),
    };
    ThreadEntry::Record { record }
}

const SAM: Uuid = Uuid::from_u128(70);

/// A comment that mentions Sam, changed so many seconds after it was written.
fn comment(second: i64, id: u128, changed: Option<u32>) -> ThreadEntry {
    let comment = Comment {
        id: Uuid::from_u128(id),
        conversation_id: Uuid::nil(),
        text: String::new(),
        mentions: vec![Mention {
            agent_id: SAM,
            name: "Sam Lee".to_owned(),
        }],
        agent_id: None,
        author_name: String::new(),
        created_at: moment(second),
        revision: changed.unwrap_or(0),
        edited_at: changed.map(|after| moment(second + i64::from(after))),
    };
    ThreadEntry::Comment { comment }
}

fn revision(entries: &Entries, id: u128) -> Option<u32> {
    entries.list.iter().find_map(|entry| match entry {
        ThreadEntry::Comment { comment } if comment.id.as_u128() == id => Some(comment.revision),
        _ => None,
    })
}

fn thread(entries: Vec<ThreadEntry>, earlier: Option<&str>, later: Option<&str>) -> Thread {
    Thread {
        entries,
        earlier: earlier.map(str::to_owned),
        later: later.map(str::to_owned),
        waiting: Vec::new(),
    }
}

fn waiting(entries: &Entries) -> Vec<u128> {
    let waiting = entries.waiting().iter();
    waiting.map(|message| message.id.as_u128()).collect()
}

fn shown(entries: &Entries) -> Vec<u128> {
    entries
        .list
        .iter()
        .map(|entry| entry.id().as_u128())
        .collect()
}

fn state(entries: &Entries, id: u128) -> Option<MessageState> {
    entries.list.iter().find_map(|entry| match entry {
        ThreadEntry::Message { message } if message.id.as_u128() == id => Some(message.state),
        _ => None,
    })
}

use MessageState::{Cancelled, Delivered, Failed, Held, Queued, Scheduled, Sent};

#[test]
fn c7_entries_stand_in_the_order_of_their_moments_whatever_order_they_come_in() {
    let mut entries = Entries::default();
    for entry in [
        message(3, 3, Sent),
        record(1, 1),
        message(2, 2, Sent),
        message(2, 5, Sent),
    ] {
        assert_eq!(entries.take(entry), Arrival::Added);
    }
    assert_eq!(shown(&entries), [1, 2, 5, 3]);
}

#[test]
fn c7_an_entry_that_comes_twice_is_shown_once() {
    let mut entries = Entries::default();
    entries.take(message(1, 1, Queued));
    assert_eq!(entries.take(message(1, 1, Queued)), Arrival::Known);
    entries.replace(thread(
        vec![message(1, 1, Queued), record(2, 2)],
        None,
        None,
    ));
    assert_eq!(shown(&entries), [1, 2]);
}

#[test]
fn c7_a_state_only_moves_forward() {
    let mut entries = Entries::default();
    entries.take(message(1, 1, Queued));
    entries.take(message(1, 1, Delivered));
    for late in [Sent, Queued, Failed] {
        entries.take(message(1, 1, late));
        assert_eq!(state(&entries, 1), Some(Delivered));
    }
}

#[test]
fn c7_an_answer_older_than_the_live_news_takes_nothing_back() {
    let mut entries = Entries::default();
    entries.take(message(2, 2, Delivered));
    entries.replace(thread(
        vec![message(1, 1, Sent), message(2, 2, Queued)],
        None,
        None,
    ));
    assert_eq!(state(&entries, 2), Some(Delivered));
}

#[test]
fn c7_news_beyond_the_stretch_on_show_make_no_gap() {
    let mut entries = Entries::default();
    entries.replace(thread(
        vec![message(5, 5, Sent)],
        Some("before"),
        Some("after"),
    ));
    assert_eq!(entries.take(message(9, 9, Sent)), Arrival::Outside);
    assert_eq!(entries.take(message(1, 1, Sent)), Arrival::Outside);
    assert_eq!(entries.take(message(5, 5, Delivered)), Arrival::Known);
    assert_eq!(shown(&entries), [5]);
}

#[test]
fn c7_older_and_newer_stretches_join_at_both_ends() {
    let mut entries = Entries::default();
    entries.replace(thread(vec![message(5, 5, Sent)], Some("a"), Some("b")));
    entries.add_earlier(thread(vec![message(3, 3, Sent)], None, Some("c")));
    entries.add_later(thread(vec![message(7, 7, Sent)], Some("d"), None));
    assert_eq!(shown(&entries), [3, 5, 7]);
    assert_eq!(
        (entries.earlier.as_deref(), entries.later.as_deref()),
        (None, None)
    );
    assert_eq!(entries.take(message(9, 9, Sent)), Arrival::Added);
}

#[test]
fn c7_what_was_missed_is_joined_where_it_reaches_and_replaces_where_it_does_not() {
    let mut entries = Entries::default();
    entries.replace(thread(
        vec![message(1, 1, Sent), message(2, 2, Sent)],
        None,
        None,
    ));
    entries.catch_up(
        thread(
            vec![message(2, 2, Delivered), message(3, 3, Sent)],
            Some("x"),
            None,
        ),
        &[],
    );
    assert_eq!(shown(&entries), [1, 2, 3]);
    assert_eq!(entries.earlier, None);
    entries.catch_up(thread(vec![message(8, 8, Sent)], Some("y"), None), &[]);
    assert_eq!(shown(&entries), [8]);
    assert_eq!(entries.earlier.as_deref(), Some("y"));
}

#[test]
fn c8_what_waits_stands_apart_until_it_leaves_or_ends() {
    let mut entries = Entries::default();
    entries.take(message(1, 1, Sent));
    entries.take(message(3, 3, Held));
    entries.take(message(2, 2, Scheduled));
    assert_eq!((shown(&entries), waiting(&entries)), (vec![1], vec![2, 3]));
    // Put off, it changes its place.
    entries.take(message(5, 2, Scheduled));
    assert_eq!(waiting(&entries), [3, 2]);
    assert_eq!(entries.take(message(6, 3, Queued)), Arrival::Added);
    entries.take(message(7, 2, Cancelled));
    assert_eq!(
        (shown(&entries), waiting(&entries)),
        (vec![1, 3, 2], vec![])
    );
}

#[test]
fn c8_late_news_bring_no_text_back_that_has_left() {
    let mut entries = Entries::default();
    entries.take(message(6, 3, Queued));
    entries.take(message(3, 3, Held));
    assert_eq!((shown(&entries), waiting(&entries)), (vec![3], vec![]));
    let mut newest = thread(vec![message(6, 3, Sent)], None, None);
    let ThreadEntry::Message { message } = message(3, 3, Held) else {
        return;
    };
    newest.waiting.push(message);
    entries.catch_up(newest, &[]);
    assert_eq!(waiting(&entries), [] as [u128; 0]);
}

#[test]
fn c18_the_last_assignment_is_known_whatever_happened_since() {
    let mut entries = Entries::default();
    assert_eq!(entries.last_assignment(), None);
    for (second, id) in [(10, 1), (20, 2)] {
        entries.take(record_of(RecordKind::Assigned, second, id));
    }
    entries.take(record(30, 3));
    assert_eq!(entries.last_assignment(), Some(moment(20)));
}

#[test]
fn c21_a_comments_text_only_moves_forward() {
    let mut entries = Entries::default();
    entries.take(comment(1, 1, None));
    assert_eq!(entries.take(comment(1, 1, Some(2))), Arrival::Known);
    entries.take(comment(1, 1, Some(1)));
    entries.replace(thread(vec![comment(1, 1, None)], None, None));
    assert_eq!(revision(&entries, 1), Some(2));
    entries.catch_up(thread(vec![comment(1, 1, Some(3))], None, None), &[]);
    assert_eq!(revision(&entries, 1), Some(3));
}

#[test]
fn c21_a_deleted_comment_comes_back_by_no_answer_that_is_older() {
    let mut entries = Entries::default();
    // The news may come before the first stretch.
    entries.forget(Uuid::from_u128(2));
    let older = vec![
        message(1, 1, Sent),
        comment(2, 2, None),
        comment(3, 3, None),
    ];
    entries.replace(thread(older, None, None));
    assert_eq!(shown(&entries), [1, 3]);
    entries.forget(Uuid::from_u128(3));
    assert_eq!(entries.take(comment(3, 3, Some(1))), Arrival::Known);
    entries.add_later(thread(vec![comment(3, 3, None)], None, None));
    assert_eq!(shown(&entries), [1]);
}

#[test]
fn c21_a_comment_that_was_deleted_while_news_were_missed_goes() {
    let mut entries = Entries::default();
    entries.take(message(2, 2, Sent));
    for (second, id) in [(1, 1), (3, 3), (4, 4)] {
        entries.take(comment(second, id, None));
    }
    let asked = entries.comments();
    // It came while the stretch was on its way.
    entries.take(comment(5, 5, None));
    let newest = vec![message(2, 2, Sent), comment(4, 4, None)];
    entries.catch_up(thread(newest, Some("x"), None), &asked);
    assert_eq!(shown(&entries), [1, 2, 4, 5], "what lies before is unknown");
    entries.catch_up(thread(vec![message(2, 2, Sent)], None, None), &asked);
    assert_eq!(shown(&entries), [2, 5]);
}

#[test]
fn c21_what_mentions_one_is_as_new_as_its_text() {
    let mut entries = Entries::default();
    entries.take(comment(1, 1, Some(9)));
    entries.take(comment(3, 3, None));
    assert_eq!(entries.last_mention(SAM), Some(moment(10)));
    entries.forget(Uuid::from_u128(1));
    assert_eq!(entries.last_mention(SAM), Some(moment(3)));
    assert_eq!(entries.last_mention(Uuid::nil()), None);
}

#[test]
fn c7_of_what_came_together_the_contacts_words_are_the_news() {
    let mut text = message(1, 1, Delivered);
    if let ThreadEntry::Message { message } = &mut text {
        message.direction = Direction::Inbound;
    }
    let (answer, archived) = (message(2, 2, Queued), record(3, 3));
    let news = |told: &[&ThreadEntry]| {
        let told = told.iter().map(|entry| (*entry).clone()).collect();
        weightiest(told).map(|entry| entry.id().as_u128())
    };
    assert_eq!(news(&[&text, &answer, &archived]), Some(1));
    assert_eq!(news(&[&answer, &archived]), Some(2));
    assert_eq!(news(&[&archived, &record(4, 4)]), Some(4), "the newest");
    assert_eq!(news(&[]), None);
}

#[test]
fn x5_when_a_text_leaves_is_taken_over_while_it_waits_for_the_same_moment() {
    let scheduled = |id, due: i64, leaves: Option<i64>| {
        let ThreadEntry::Message { mut message } = message(1, id, Scheduled) else {
            panic!("a message")
        };
        message.due_at = Some(moment(due));
        message.leaves_at = leaves.map(moment);
        message
    };
    let mut entries = Entries::default();
    for message in [scheduled(1, 100, Some(200)), scheduled(2, 110, Some(200))] {
        entries.take(ThreadEntry::Message { message });
    }
    // The second one was given another moment since it was asked for.
    entries.take_leaving(&[
        scheduled(1, 100, None),
        scheduled(2, 105, None),
        scheduled(3, 120, None),
    ]);
    let told: Vec<_> = entries
        .waiting()
        .iter()
        .map(|message| (message.id.as_u128(), message.leaves_at))
        .collect();
    assert_eq!(told, [(1, None), (2, Some(moment(200)))]);
}
