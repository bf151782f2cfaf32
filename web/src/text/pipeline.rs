//! Words of the pipeline.

use crate::format;

pub const TITLE: &str = "Pipeline";

/// The title of the dialog that puts somebody in a stage.
pub fn placing(name: &str) -> String {
    format!("{TITLE}: {name}")
}

pub const BOARD: &str = "Pipeline board";
pub const STAGES: &str = "Stages";
pub const SEARCH_LABEL: &str = "Search the pipeline";
pub const SEARCH_PLACEHOLDER: &str = "Name, phone or email";
pub const FAILED: &str = "The pipeline didn't load";
pub const EMPTY_STAGE: &str = "Nobody here";
pub const NOTHING_FOUND: &str = "Nothing found here";
pub const EMPTY_HINT: &str =
    "Open a conversation and press Pipeline to put its contact in a stage.";
pub const MORE: &str = "Show more cards";
pub const HANDLE: &str = "Drag to move";

pub const STAGE: &str = "Stage";
pub const AMOUNT: &str = "Quoted amount";
pub const AMOUNT_EXAMPLE: &str = "1,140";
/// Read out before the stage on the button of a conversation.
pub const IN_PIPELINE: &str = "Pipeline: ";
pub const PLACE: &str = "Save";
pub const PUT: &str = "Put in pipeline";
pub const TAKE_OFF: &str = "Take off the pipeline";
pub const OPEN: &str = "Open conversation";
pub const EDIT_CARD: &str = "Stage and amount…";
pub const TO_TOP: &str = "Move to the top";

pub const ADD_STAGE: &str = "Add stage";
pub const NEW_STAGE: &str = "New stage";
pub const EDIT_STAGE: &str = "Rename or recolour…";
pub const MOVE_LEFT: &str = "Move left";
pub const MOVE_RIGHT: &str = "Move right";
pub const REMOVE_STAGE: &str = "Remove…";
pub const REMOVE: &str = "Remove stage";
pub const NAME: &str = "Name";
pub const TARGET: &str = "Move its contacts to";

pub const KEYS: &str = "Keys for moving cards";
/// Each key with what it does.
pub const KEY_LIST: [(&str, &str); 6] = [
    ("← ↑ → ↓", "Go from card to card"),
    ("Enter", "Open the conversation beside the board"),
    ("Space", "Pick the card up, and put it down again"),
    ("← ↑ → ↓", "With a card picked up: choose its place"),
    ("Esc", "Put it back where it was"),
    ("Shift F10", "Everything that can be done with the card"),
];
/// Read out with each card.
pub const KEY_HINT: &str =
    "Press Space to pick the card up, the arrows to choose its place, Space to put it down.";

/// An amount of micro-dollars, without cents where there are none: `$1,140`, `$1,140.50`.
pub fn amount(micros: i64) -> String {
    let money = format::money(micros);
    match money.strip_suffix(".00") {
        Some(whole) => whole.to_owned(),
        None => money,
    }
}

/// What the button in a conversation's header says: "Quoted · $1,140".
pub fn standing(stage: &str, micros: Option<i64>) -> String {
    match micros {
        Some(micros) => format!("{stage} · {}", amount(micros)),
        None => stage.to_owned(),
    }
}

/// "1 contact", "1,284 contacts".
pub fn contacts(count: u32) -> String {
    match count {
        1 => "1 contact".to_owned(),
        n => format!("{} contacts", format::count(n)),
    }
}

/// How long in the stage, short: "now", "5 min", "3 h", "12 days".
pub fn age(minutes: i64) -> String {
    match minutes {
        ..=0 => "now".to_owned(),
        1..60 => format!("{minutes} min"),
        60..1_440 => format!("{} h", minutes / 60),
        1_440..2_880 => "1 day".to_owned(),
        _ => format!("{} days", minutes / 1_440),
    }
}

/// How long in the stage, read out.
pub fn age_read_out(minutes: i64) -> String {
    match minutes {
        ..=0 => "in this stage since just now".to_owned(),
        1 => "in this stage for 1 minute".to_owned(),
        2..60 => format!("in this stage for {minutes} minutes"),
        60..120 => "in this stage for 1 hour".to_owned(),
        120..1_440 => format!("in this stage for {} hours", minutes / 60),
        _ => format!("in this stage for {}", age(minutes)),
    }
}

/// The name of a card's menu.
pub fn card_menu(name: &str) -> String {
    format!("Move {name}")
}

/// The name of a stage's menu.
pub fn stage_menu(name: &str) -> String {
    format!("Change {name}")
}

pub fn move_to(stage: &str) -> String {
    format!("Move to {stage}")
}

/// The notice after a move.
pub fn moved(name: &str, stage: &str) -> String {
    format!("{name} moved to {stage}")
}

pub fn amount_changed(name: &str, micros: Option<i64>) -> String {
    match micros {
        Some(micros) => format!("{name} is quoted {}", amount(micros)),
        None => format!("{name} has no quoted amount"),
    }
}

/// The notice after a card was moved within its stage.
pub fn moved_within(name: &str, stage: &str) -> String {
    format!("{name} has another place in {stage}")
}

pub fn taken_off(name: &str) -> String {
    format!("{name} is off the pipeline")
}

/// Read out when a card is picked up.
pub fn picked_up(name: &str, stage: &str, place: usize, of: u32) -> String {
    format!(
        "{name} picked up. {} Arrows choose a place, Space puts it down, Escape puts it back.",
        at(stage, place, of)
    )
}

/// Read out while its place is being chosen.
pub fn at(stage: &str, place: usize, of: u32) -> String {
    let of = format::count(of.max(u32::try_from(place).unwrap_or(u32::MAX)));
    format!("{stage}, place {place} of {of}.")
}

pub fn put_down(name: &str, stage: &str) -> String {
    format!("{name} put down in {stage}.")
}

pub fn put_back(name: &str) -> String {
    format!("{name} is back where it was.")
}

/// What somebody else has made of a field that is being edited.
pub fn changed_meanwhile(now: &str) -> String {
    if now.is_empty() {
        "Somebody else has just taken the amount away.".to_owned()
    } else {
        format!("Somebody else has just changed this to {now}.")
    }
}

pub fn edit_title(name: &str) -> String {
    format!("Edit {name}")
}

pub fn remove_title(name: &str) -> String {
    format!("Remove {name}?")
}

pub const REMOVE_EMPTY: &str = "Nobody stands in this stage.";

/// What becomes of those who stand in a stage that is removed.
pub fn remove_lead(count: u32) -> String {
    match count {
        1 => "1 contact stands in this stage. It moves to another one, with its amount.".to_owned(),
        n => format!(
            "{} contacts stand in this stage. They move to another one, with their amounts, in the order they have.",
            format::count(n)
        ),
    }
}

pub fn stage_removed(name: &str) -> String {
    format!("{name} is removed")
}

pub fn stage_added(name: &str) -> String {
    format!("{name} is added")
}

pub const STAGE_SAVED: &str = "Stage saved";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn p1_how_long_in_a_stage_grows_coarser() {
        let ages: Vec<String> = [0, 5, 59, 60, 1_439, 1_440, 4_400].map(age).to_vec();
        assert_eq!(
            ages,
            ["now", "5 min", "59 min", "1 h", "23 h", "1 day", "3 days"]
        );
        assert_eq!(age_read_out(1_500), "in this stage for 1 day");
    }

    #[test]
    fn c12_an_amount_shows_cents_only_where_there_are_some() {
        assert_eq!(standing("Quoted", Some(1_140_000_000)), "Quoted · $1,140");
        assert_eq!(
            standing("Quoted", Some(1_140_500_000)),
            "Quoted · $1,140.50"
        );
        assert_eq!(standing("Won", None), "Won");
    }
}
