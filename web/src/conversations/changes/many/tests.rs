use std::cell::Cell;

use copperline_shared::conversations::Tab;
use copperline_shared::filters::Filter;

use super::super::place;
use super::super::tests::{RECENTS, conversation, ids};
use super::*;

thread_local! {
    static COMPARISONS: Cell<usize> = const { Cell::new(0) };
}

pub fn note_comparison() {
    COMPARISONS.set(COMPARISONS.get() + 1);
}

/// The same numbers each time, as if thrown.
struct Dice(u64);

impl Dice {
    fn throw(&mut self, sides: u64) -> u64 {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % sides
    }

    fn second(&mut self) -> i64 {
        i64::try_from(self.throw(100_000)).expect("a second")
    }
}

/// So many conversations, the newest first.
fn rows(count: u64, dice: &mut Dice) -> Vec<Conversation> {
    let mut rows: Vec<Conversation> = (1..=count)
        .map(|id| conversation(u128::from(id), dice.second()))
        .collect();
    rows.sort_by_key(|row| std::cmp::Reverse(key(row)));
    rows
}

/// What happens to them, and to half as many others.
fn changes(count: u64, dice: &mut Dice) -> Vec<Change> {
    let change = |_| {
        let id = u128::from(1 + dice.throw(count + count / 2));
        let second = dice.second();
        match dice.throw(8) {
            0 => Change::Gone(Uuid::from_u128(id)),
            1 => Change::Now(Box::new(Conversation {
                archived: true,
                ..conversation(id, second)
            })),
            2 => Change::Now(Box::new(Conversation {
                tag_id: Some(Uuid::from_u128(7)),
                ..conversation(id, second)
            })),
            3 => Change::Now(Box::new(Conversation {
                tag_id: Some(Uuid::from_u128(8)),
                ..conversation(id, second)
            })),
            _ => Change::Now(Box::new(conversation(id, second))),
        }
    };
    (0..count).map(change).collect()
}

/// As it reads, a change after another.
fn apply_one(list: &mut Vec<Conversation>, change: Change, shown: Shown<'_>) {
    let changed = match change {
        Change::Gone(id) => return list.retain(|known| known.id != id),
        Change::Now(changed) => *changed,
    };
    let at = list.iter().position(|known| known.id == changed.id);
    let belongs = match fit(shown, &changed) {
        Fit::No => false,
        Fit::Unknown => at.is_some(),
        Fit::Yes => true,
    };
    match (belongs, at) {
        (false, Some(at)) => {
            list.remove(at);
        }
        (true, Some(at)) if shown.searching => list[at] = changed,
        (true, Some(at)) => {
            list.remove(at);
            list.insert(place(list, &changed), changed);
        }
        (true, None) if !shown.searching => {
            let at = place(list, &changed);
            if shown.complete || at < list.len() {
                list.insert(at, changed);
            }
        }
        _ => {}
    }
}

fn tagged() -> Shown<'static> {
    Shown {
        filter: Filter {
            tag_id: Some(Uuid::from_u128(7)),
            ..Filter::default()
        },
        ..RECENTS
    }
}

#[test]
fn c6_five_thousand_changes_of_five_thousand_rows_come_to_the_same_at_once() {
    let mut dice = Dice(1);
    let (list, changes) = (rows(5_000, &mut dice), changes(5_000, &mut dice));
    let mut expected = list.clone();
    for change in changes.clone() {
        apply_one(&mut expected, change, RECENTS);
    }
    let mut at_once = list;
    COMPARISONS.set(0);
    let applied = apply_all(&mut at_once, changes, RECENTS, usize::MAX);
    let comparisons = COMPARISONS.get();
    assert_eq!((applied.changed, applied.left_out), (true, false));
    assert_eq!(at_once, expected);
    // To put 5,000 in order again for each change would take 25 million.
    assert!(comparisons < 1_000_000, "{comparisons} comparisons");
}

#[test]
fn c6_changes_come_to_the_same_at_once_whatever_the_list_shows() {
    let of = |tab| Shown { tab, ..RECENTS };
    let first_page = Shown {
        complete: false,
        ..RECENTS
    };
    let search = Shown {
        searching: true,
        ..RECENTS
    };
    for shown in [
        of(Tab::All),
        of(Tab::Archived),
        first_page,
        search,
        tagged(),
    ] {
        for seed in 1..=20 {
            let mut dice = Dice(seed);
            let (list, changes) = (rows(60, &mut dice), changes(200, &mut dice));
            let mut expected = list.clone();
            for change in changes.clone() {
                apply_one(&mut expected, change, shown);
            }
            let mut at_once = list;
            apply_all(&mut at_once, changes, shown, usize::MAX);
            assert_eq!(at_once, expected, "{shown:?}, seed {seed}");
        }
    }
}

#[test]
fn c6_two_thousand_that_come_back_to_an_empty_list_are_in_order() {
    let back = |id: u64| {
        let second = i64::try_from(id * 7 % 2_000).expect("a second");
        Change::Now(Box::new(conversation(u128::from(id), second)))
    };
    let mut list = Vec::new();
    let back = (1..=2_000).map(back).collect();
    apply_all(&mut list, back, RECENTS, usize::MAX);
    assert_eq!(list.len(), 2_000);
    assert!(list.is_sorted_by(|above, below| key(above) > key(below)));
}

#[test]
fn c6_a_list_takes_in_what_it_has_room_for_and_says_that_more_is_left_out() {
    let come = |ids: std::ops::RangeInclusive<u128>| {
        let come = |id| Change::Now(Box::new(conversation(id, 10)));
        ids.map(come).collect::<Vec<_>>()
    };
    let mut list = Vec::new();
    let applied = apply_all(&mut list, come(1..=3), RECENTS, 3);
    assert!(!applied.left_out);
    let applied = apply_all(&mut list, come(3..=9), RECENTS, 3);
    assert_eq!((applied.left_out, ids(&list)), (true, vec![3, 2, 1]));
    // What is known moves and leaves as ever, and who leaves makes room.
    let news = vec![
        Change::Gone(Uuid::from_u128(2)),
        Change::Now(Box::new(conversation(1, 20))),
        Change::Now(Box::new(conversation(8, 5))),
    ];
    let applied = apply_all(&mut list, news, RECENTS, 3);
    assert_eq!((applied.left_out, ids(&list)), (false, vec![1, 3, 8]));
}

#[test]
fn c18_one_asks_for_many_that_only_the_api_can_judge() {
    let worn = |id| {
        Change::Now(Box::new(Conversation {
            tag_id: Some(Uuid::from_u128(8)),
            ..conversation(id, 10)
        }))
    };
    let mut list = Vec::new();
    let applied = apply_all(&mut list, (1..=9).map(worn).collect(), tagged(), 3);
    let expected = Applied {
        ask: true,
        ..Applied::default()
    };
    assert_eq!((applied, list), (expected, Vec::new()));
}
