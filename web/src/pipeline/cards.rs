//! The cards of a column in their order, and the spots between them.

use std::collections::{HashMap, HashSet};

use copperline_shared::pipeline::PipelineCard;
use leptos::prelude::*;
use uuid::Uuid;

/// A card in its column. Only a change of its place changes the column's list.
#[derive(Clone, Debug)]
pub struct Entry {
    pub contact: Uuid,
    /// Orders the column, compared byte by byte.
    pub key: String,
    pub card: ArcRwSignal<PipelineCard>,
}

impl Entry {
    pub fn new(card: PipelineCard) -> Self {
        Self {
            contact: card.contact_id,
            key: card.sort_key.clone(),
            card: ArcRwSignal::new(card),
        }
    }

    /// The same card as it is now; what shows it is told only of what is new.
    pub fn now(self, card: PipelineCard) -> Self {
        let key = card.sort_key.clone();
        if self.card.with_untracked(|before| *before != card) {
            self.card.set(card);
        }
        Self { key, ..self }
    }
}

/// A place for a card: in a stage, between the neighbours that are seen there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Spot {
    pub stage: Uuid,
    pub above: Option<Uuid>,
    pub below: Option<Uuid>,
}

/// Puts a card where its key belongs, if that part of the column is loaded; whether it is.
pub fn insert(list: &mut Vec<Entry>, entry: Entry, complete: bool) -> bool {
    let key = |of: &Entry| (of.key.clone(), of.contact);
    let at = list.partition_point(|known| key(known) < key(&entry));
    if at == list.len() && !complete {
        return false;
    }
    list.insert(at, entry);
    true
}

/// Changes a column at once: takes out those that leave and puts in those that come where their keys
/// belong, if that part of it is loaded and it has room; whether it had.
pub fn change(
    list: &mut Vec<Entry>,
    leave: &HashSet<Uuid>,
    mut come: Vec<Entry>,
    (complete, room): (bool, usize),
) -> bool {
    let order =
        |one: &Entry, other: &Entry| (&*one.key, one.contact).cmp(&(&*other.key, other.contact));
    if !complete {
        let last = list.last();
        come.retain(|entry| last.is_some_and(|last| order(entry, last).is_lt()));
    }
    list.retain(|entry| !leave.contains(&entry.contact));
    come.sort_by(order);
    let places = room.saturating_sub(list.len());
    let has_room = come.len() <= places;
    come.truncate(places);
    if !come.is_empty() {
        list.append(&mut come);
        list.sort_by(order);
    }
    has_room
}

/// Shows these cards; those that are known and stand where they stood are not drawn anew.
pub fn renew(list: &mut Vec<Entry>, fresh: Vec<PipelineCard>) {
    let mut known: HashMap<Uuid, Entry> = std::mem::take(list)
        .into_iter()
        .map(|entry| (entry.contact, entry))
        .collect();
    let entry = |card: PipelineCard| match known.remove(&card.contact_id) {
        Some(entry) => entry.now(card),
        None => Entry::new(card),
    };
    list.extend(fresh.into_iter().map(entry));
}

/// Adds a further page, without what has meanwhile been added by a change.
pub fn extend(list: &mut Vec<Entry>, page: Vec<PipelineCard>) {
    let known: HashSet<Uuid> = list.iter().map(|entry| entry.contact).collect();
    let new = page
        .into_iter()
        .filter(|card| !known.contains(&card.contact_id));
    list.extend(new.map(Entry::new));
}

/// A key for a card that is shown between two others until the server says which one it has. No
/// key of the server's has a space, which comes before all its letters.
pub fn provisional(list: &[Entry], spot: Spot) -> String {
    let key = |contact: Option<Uuid>| {
        let contact = contact?;
        let entry = list.iter().find(|entry| entry.contact == contact)?;
        Some(entry.key.clone())
    };
    match (key(spot.above), key(spot.below)) {
        (Some(above), _) => above + " ",
        (None, Some(below)) => {
            let at = list.partition_point(|entry| entry.key < below);
            let above = at.checked_sub(1).map(|above| list[above].key.clone());
            above.unwrap_or_default() + " "
        }
        (None, None) => String::new(),
    }
}

/// Columns as the arrow keys see them: each stage with the contacts in it, from the left.
pub type Seen = Vec<(Uuid, Vec<Uuid>)>;

/// The spot of a column at `place`, counted from 0, without regard to the moved contact.
pub fn spot(seen: &Seen, stage: Uuid, place: usize, moved: Uuid) -> Spot {
    let others = others(seen, stage, moved);
    let place = place.min(others.len());
    Spot {
        stage,
        above: place.checked_sub(1).map(|above| others[above]),
        below: others.get(place).copied(),
    }
}

/// Where a spot is in its column, counted from 0.
pub fn place(seen: &Seen, spot: Spot, moved: Uuid) -> usize {
    let others = others(seen, spot.stage, moved);
    let at = |contact: Option<Uuid>| {
        contact.and_then(|contact| others.iter().position(|other| *other == contact))
    };
    match (at(spot.above), at(spot.below)) {
        (Some(above), _) => above + 1,
        (None, Some(below)) => below,
        (None, None) => 0,
    }
}

/// The spot that an arrow key leads to; `None` where there is none.
pub fn step(seen: &Seen, from: Spot, key: &str, moved: Uuid) -> Option<Spot> {
    let column = seen.iter().position(|(stage, _)| *stage == from.stage)?;
    let at = place(seen, from, moved);
    match key {
        "ArrowUp" => Some(spot(seen, from.stage, at.checked_sub(1)?, moved)),
        "ArrowDown" => {
            let room = others(seen, from.stage, moved).len();
            (at < room).then(|| spot(seen, from.stage, at + 1, moved))
        }
        "ArrowLeft" => {
            let (stage, _) = seen.get(column.checked_sub(1)?)?;
            Some(spot(seen, *stage, at, moved))
        }
        "ArrowRight" => {
            let (stage, _) = seen.get(column + 1)?;
            Some(spot(seen, *stage, at, moved))
        }
        _ => None,
    }
}

fn others(seen: &Seen, stage: Uuid, moved: Uuid) -> Vec<Uuid> {
    let column = seen.iter().find(|(of, _)| *of == stage);
    let contacts = column.map(|(_, contacts)| contacts.iter().copied());
    contacts
        .into_iter()
        .flatten()
        .filter(|contact| *contact != moved)
        .collect()
}

#[cfg(test)]
mod tests {
    use copperline_shared::phone::Phone;

    use super::*;

    fn entry(id: u128, key: &str) -> Entry {
        Entry::new(PipelineCard {
            contact_id: Uuid::from_u128(id),
            conversation_id: Uuid::nil(),
            stage_id: Uuid::nil(),
            stage_name: "Quoted".to_owned(),
            name: format!("Contact {id}"),
            phone: Phone::try_from("+15125550192".to_owned()).expect("a phone"),
            amount_micros: None,
            sort_key: key.to_owned(),
            entered_at: Default::default(),
            hot: false,
            unread_count: 0,
        })
    }

    fn ids(list: &[Entry]) -> Vec<u128> {
        list.iter().map(|entry| entry.contact.as_u128()).collect()
    }

    #[test]
    fn p1_a_card_stands_where_its_key_belongs_if_that_is_loaded() {
        let mut list = vec![entry(1, "a"), entry(2, "c")];
        assert!(insert(&mut list, entry(3, "b"), false));
        assert_eq!(ids(&list), [1, 3, 2]);
        assert!(!insert(&mut list, entry(4, "d"), false));
        assert!(insert(&mut list, entry(4, "d"), true));
        assert_eq!(ids(&list), [1, 3, 2, 4]);
    }

    #[test]
    fn p1_cards_that_come_and_go_at_once_stand_in_order_within_the_columns_room() {
        let come = || vec![entry(6, "f"), entry(5, "d"), entry(4, "b")];
        let leave = HashSet::from([Uuid::from_u128(2)]);
        let mut list = vec![entry(1, "a"), entry(2, "c"), entry(3, "e")];
        assert!(change(&mut list, &leave, come(), (false, 9)));
        assert_eq!(ids(&list), [1, 4, 5, 3], "the rest is yet to be loaded");
        let mut list = vec![entry(1, "a"), entry(2, "c")];
        assert!(!change(&mut list, &leave, come(), (true, 3)));
        assert_eq!(ids(&list), [1, 4, 5]);
    }

    #[test]
    fn p1_a_card_is_shown_between_its_neighbours_before_the_server_has_answered() {
        let list = vec![entry(1, "i0"), entry(2, "i00i"), entry(3, "i1")];
        let [a, b, c] = [1, 2, 3].map(Uuid::from_u128);
        let stage = Uuid::nil();
        for (above, below, expected) in [
            (Some(a), Some(b), vec![1, 9, 2, 3]),
            (Some(c), None, vec![1, 2, 3, 9]),
            (None, Some(a), vec![9, 1, 2, 3]),
            (None, Some(c), vec![1, 2, 9, 3]),
            (None, None, vec![9, 1, 2, 3]),
        ] {
            let spot = Spot {
                stage,
                above,
                below,
            };
            let mut list = list.clone();
            let key = provisional(&list, spot);
            insert(&mut list, entry(9, &key), true);
            assert_eq!(ids(&list), expected, "{above:?} {below:?}");
        }
    }

    #[test]
    fn p1_the_arrows_lead_through_every_place_of_the_board_and_not_beyond() {
        let [a, b, c, x] = [1, 2, 3, 9].map(Uuid::from_u128);
        let [left, right] = [100, 101].map(Uuid::from_u128);
        let seen: Seen = vec![(left, vec![a, x, b]), (right, vec![c])];
        let here = spot(&seen, left, 1, x);
        assert_eq!((here.above, here.below), (Some(a), Some(b)));
        let up = step(&seen, here, "ArrowUp", x).expect("there is room above");
        assert_eq!((up.above, up.below), (None, Some(a)));
        assert_eq!(step(&seen, up, "ArrowUp", x), None);
        let down = step(&seen, here, "ArrowDown", x).expect("there is room below");
        assert_eq!((down.above, down.below), (Some(b), None));
        assert_eq!(step(&seen, down, "ArrowDown", x), None);
        let over = step(&seen, down, "ArrowRight", x).expect("there is a stage");
        assert_eq!((over.stage, over.above, over.below), (right, Some(c), None));
        assert_eq!(place(&seen, over, x), 1);
        assert_eq!(step(&seen, over, "ArrowRight", x), None);
        assert_eq!(step(&seen, here, "ArrowLeft", x), None);
    }
}
