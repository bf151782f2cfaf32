//! Words about what is done to many conversations at once.

use copperline_shared::bulk_actions::{BulkAction, BulkChange, BulkState};
use copperline_shared::problem::ErrorCode;

use crate::{format, text};

pub const SELECTION: &str = "Selected conversations";
pub const CLEAR: &str = "Clear the selection";
pub const TAG: &str = "Tag";
pub const HOT: &str = "Mark hot";
pub const NOT_HOT: &str = "Take the flame away";
pub const MARK_READ: &str = "Mark as read";
pub const NOT_UNDONE: &str = "Not undone.";
/// Why a key does nothing to what is selected.
pub const FOLLOW_UP_ONE: &str =
    "Conversations are followed up one by one. Clear the selection first, with Esc.";

pub fn selected(count: u32) -> String {
    format!("{} selected", format::count(count))
}

pub fn select_all(count: u32) -> String {
    format!("Select all {} that match", format::count(count))
}

/// The heading of the dialog that ticks tags.
pub fn tag_title(count: u32) -> String {
    match count {
        1 => "Tag 1 contact".to_owned(),
        count => format!("Tag {} contacts", format::count(count)),
    }
}

/// What is being done, with how far it is.
pub fn progress(action: &BulkAction) -> String {
    let (doing, done, of) = match (action.state, &action.change) {
        (BulkState::Undoing | BulkState::Undone, _) => ("Undoing", action.undone, action.changed),
        (_, BulkChange::Archive) => ("Archiving", action.done, action.total),
        (_, BulkChange::Unarchive) => ("Unarchiving", action.done, action.total),
        (_, BulkChange::Workflow { .. }) => ("Starting", action.done, action.total),
        (_, BulkChange::Tag { .. }) => ("Tagging", action.done, action.total),
        (_, BulkChange::Untag { .. }) => ("Taking tags off", action.done, action.total),
        (_, BulkChange::Assign { .. }) => ("Assigning", action.done, action.total),
        (_, _) => ("Marking", action.done, action.total),
    };
    format!("{doing}: {} of {}", format::count(done), format::count(of))
}

/// Said of one that the server didn't hear of.
pub const fn not_done(change: &BulkChange) -> &'static str {
    match change {
        BulkChange::Archive => text::conversations::NOT_ARCHIVED,
        BulkChange::Unarchive => text::conversations::NOT_UNARCHIVED,
        BulkChange::MarkHot => text::conversations::NOT_MADE_HOT,
        BulkChange::MarkNotHot => text::conversations::NOT_MADE_COOL,
        BulkChange::MarkRead => text::conversations::NOT_MADE_READ,
        BulkChange::Tag { .. } => "Not tagged.",
        BulkChange::Untag { .. } => "No tag was taken off.",
        BulkChange::Assign { .. } => text::assignment::NOT_ASSIGNED,
        BulkChange::Workflow { .. } => "Nothing was started.",
    }
}

/// What came of it: how many changed, and why the others did not.
pub fn outcome(action: &BulkAction) -> String {
    if action.state == BulkState::Undone {
        return undone(action);
    }
    let (without, missing) = (
        left_alone(action, ErrorCode::NoConversation),
        left_alone(action, ErrorCode::NotFound),
    );
    let kept = action.done - action.changed - without - missing;
    let (past, already) = match &action.change {
        BulkChange::Archive => ("archived", "was already"),
        BulkChange::Unarchive => ("out of the archive", "was already"),
        BulkChange::MarkHot => ("marked hot", "was already"),
        BulkChange::MarkNotHot => ("no longer hot", "wasn’t anyway"),
        BulkChange::MarkRead => ("marked as read", "was already"),
        BulkChange::Tag { tag_ids } if tag_ids.len() > 1 => ("tagged", "already had them"),
        BulkChange::Tag { .. } => ("tagged", "already had it"),
        BulkChange::Untag { tag_ids } if tag_ids.len() > 1 => ("untagged", "had none of them"),
        BulkChange::Untag { .. } => ("untagged", "didn’t have it"),
        BulkChange::Assign {
            agent_id: None,
            group_id: None,
        } => ("assigned to nobody", "was already"),
        BulkChange::Assign { .. } => ("assigned", "was already"),
        BulkChange::Workflow { .. } => return started(action),
    };
    let already = match kept {
        1 => already.to_owned(),
        _ => already
            .replace("was ", "were ")
            .replace("wasn’t", "weren’t"),
    };
    let kept = (kept > 0).then(|| format!("{} {already}", format::count(kept)));
    let without = match without {
        0 => None,
        1 => Some("1 has no conversation".to_owned()),
        count => Some(format!("{} have no conversation", format::count(count))),
    };
    let missing = match missing {
        0 => None,
        1 => Some("1 wasn’t found".to_owned()),
        count => Some(format!("{} weren’t found", format::count(count))),
    };
    let others = kept.into_iter().chain(without).chain(missing);
    let others: Vec<String> = others.collect();
    let (changed, others) = (action.changed, others.join(", "));
    match (changed, others.is_empty()) {
        (changed, true) => format!("{} {past}", format::count(changed)),
        (0, false) => format!("Nothing to change: {others}"),
        (changed, false) => format!("{} {past}, {others}", format::count(changed)),
    }
}

/// How many were left alone for a reason.
fn left_alone(action: &BulkAction, reason: ErrorCode) -> u32 {
    let reasons = action.reasons.iter();
    let of_reason = reasons.filter(|why| why.code == reason);
    of_reason.map(|why| why.count).sum()
}

/// For how many a workflow was started, and why not for the others.
fn started(action: &BulkAction) -> String {
    let mut words = vec![match action.changed {
        0 => "Started for nobody".to_owned(),
        count => format!("Started for {}", format::count(count)),
    }];
    let reasons = action.reasons.iter();
    words.extend(reasons.map(|why| text::workflows::left_alone(why.code, why.count)));
    words.join(", ")
}

fn undone(action: &BulkAction) -> String {
    let undone = format::count(action.undone);
    match action.changed - action.undone {
        0 => format!("Undone for {undone}"),
        1 => format!("Undone for {undone}; 1 was changed since and stays as it is"),
        kept => format!(
            "Undone for {undone}; {} were changed since and stay as they are",
            format::count(kept)
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::DateTime;
    use copperline_shared::bulk_actions::BulkReason;
    use uuid::Uuid;

    fn action(change: BulkChange, state: BulkState, done: u32, changed: u32) -> BulkAction {
        BulkAction {
            id: Uuid::nil(),
            change,
            state,
            total: done,
            done,
            changed,
            reasons: Vec::new(),
            undone: 0,
            agent_id: None,
            created_at: DateTime::UNIX_EPOCH,
            finished_at: None,
        }
    }

    fn came_of(change: BulkChange, done: u32, changed: u32) -> String {
        outcome(&action(change, BulkState::Finished, done, changed))
    }

    #[test]
    fn c6_the_result_says_how_many_changed_and_why_the_others_did_not() {
        let tag = |count| BulkChange::Tag {
            tag_ids: vec![Uuid::nil(); count],
        };
        assert_eq!(
            came_of(tag(1), 50_000, 49_812),
            "49,812 tagged, 188 already had it"
        );
        assert_eq!(came_of(tag(2), 3, 2), "2 tagged, 1 already had them");
        assert_eq!(came_of(BulkChange::Archive, 3, 3), "3 archived");
        assert_eq!(
            came_of(BulkChange::MarkHot, 3, 1),
            "1 marked hot, 2 were already"
        );
        assert_eq!(
            came_of(BulkChange::MarkNotHot, 2, 1),
            "1 no longer hot, 1 wasn’t anyway"
        );
        assert_eq!(
            came_of(BulkChange::MarkRead, 2, 0),
            "Nothing to change: 2 were already"
        );
    }

    #[test]
    fn p6_contacts_without_a_conversation_are_told_apart() {
        let told = |done, changed, without| {
            let code = ErrorCode::NoConversation;
            let mut action = action(BulkChange::MarkHot, BulkState::Finished, done, changed);
            action.reasons = vec![BulkReason {
                code,
                count: without,
            }];
            outcome(&action)
        };
        assert_eq!(told(3, 2, 1), "2 marked hot, 1 has no conversation");
        assert_eq!(
            told(6, 1, 3),
            "1 marked hot, 2 were already, 3 have no conversation"
        );
        assert_eq!(told(3, 0, 3), "Nothing to change: 3 have no conversation");
    }

    #[test]
    fn c6_those_that_are_gone_are_told_apart() {
        let mut archived = action(BulkChange::Archive, BulkState::Finished, 4, 1);
        let why = |code, count| BulkReason { code, count };
        archived.reasons = vec![why(ErrorCode::NotFound, 2), why(ErrorCode::AlreadySo, 1)];
        assert_eq!(
            outcome(&archived),
            "1 archived, 1 was already, 2 weren’t found"
        );
        archived.done = 2;
        archived.reasons = vec![why(ErrorCode::NotFound, 1)];
        assert_eq!(outcome(&archived), "1 archived, 1 wasn’t found");
    }

    #[test]
    fn c6_c18_taking_tags_off_and_assigning_are_told_as_people_would() {
        let untag = |count| BulkChange::Untag {
            tag_ids: vec![Uuid::nil(); count],
        };
        assert_eq!(came_of(untag(1), 3, 2), "2 untagged, 1 didn’t have it");
        assert_eq!(came_of(untag(2), 3, 1), "1 untagged, 2 had none of them");
        let assign = |agent_id, group_id| BulkChange::Assign { agent_id, group_id };
        let to_sam = assign(Some(Uuid::nil()), None);
        assert_eq!(came_of(to_sam, 3, 1), "1 assigned, 2 were already");
        let to_sales = assign(None, Some(Uuid::nil()));
        assert_eq!(came_of(to_sales, 3, 2), "2 assigned, 1 was already");
        assert_eq!(came_of(assign(None, None), 2, 2), "2 assigned to nobody");
    }

    #[test]
    fn c14_starting_for_many_says_for_how_many_and_why_not_for_the_others() {
        let change = BulkChange::Workflow {
            workflow_id: Uuid::nil(),
        };
        let mut started = action(change, BulkState::Finished, 6, 3);
        let why = |code, count| BulkReason { code, count };
        started.reasons = vec![
            why(ErrorCode::OptedOut, 2),
            why(ErrorCode::AlreadyRunning, 1),
        ];
        assert_eq!(
            outcome(&started),
            "Started for 3, 2 opted out, 1 was in it already"
        );
        started.changed = 0;
        started.reasons = vec![why(ErrorCode::AutomationPaused, 6)];
        assert_eq!(
            outcome(&started),
            "Started for nobody, 6 wait for a review of what they wrote"
        );
    }

    #[test]
    fn c6_an_undo_says_what_it_left_alone() {
        let mut undone = action(BulkChange::Archive, BulkState::Undone, 10, 9);
        undone.undone = 9;
        assert_eq!(outcome(&undone), "Undone for 9");
        undone.undone = 8;
        assert_eq!(
            outcome(&undone),
            "Undone for 8; 1 was changed since and stays as it is"
        );
    }

    #[test]
    fn c6_progress_is_told_in_figures() {
        let running = action(BulkChange::Archive, BulkState::Running, 12_000, 12_000);
        assert_eq!(progress(&running), "Archiving: 12,000 of 12,000");
    }
}
