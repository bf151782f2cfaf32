//! What may be asked for.

use copperline_shared::assignment::AssignedTo;
use copperline_shared::bulk_actions::{BulkChange, BulkTarget, CreateBulkAction, MOST_NAMED};
use copperline_shared::problem::ErrorCode;
use copperline_shared::tags::MOST_AT_ONCE;

use crate::error::Error;

/// # Errors
/// Naming the field, when nothing or too much is asked for.
pub fn check(asked: &CreateBulkAction) -> Result<(), Error> {
    if let BulkChange::Tag { tag_ids } | BulkChange::Untag { tag_ids } = &asked.change
        && !(1..=MOST_AT_ONCE).contains(&tag_ids.len())
    {
        let message = format!("Name 1 to {MOST_AT_ONCE} tags.");
        return Err(Error::field("change.tag_ids", message));
    }
    if let BulkChange::Assign { agent_id, group_id } = asked.change {
        let to = AssignedTo::of(agent_id, group_id);
        to.map_err(|error| Error::field("change.group_id", error.message))?;
    }
    match &asked.on {
        BulkTarget::Conversations { conversation_ids }
            if !(1..=MOST_NAMED).contains(&conversation_ids.len()) =>
        {
            let message =
                format!("Name 1 to {MOST_NAMED} conversations, or choose them by what they match.");
            Err(Error::field("on.conversation_ids", message))
        }
        BulkTarget::Contacts { contact_ids } if !(1..=MOST_NAMED).contains(&contact_ids.len()) => {
            let message =
                format!("Name 1 to {MOST_NAMED} contacts, or choose them by what they match.");
            Err(Error::field("on.contact_ids", message))
        }
        BulkTarget::Matching { except, .. } | BulkTarget::MatchingContacts { except, .. }
            if except.len() > MOST_NAMED =>
        {
            let message = format!("Leave out at most {MOST_NAMED}.");
            Err(Error::field("on.except", message))
        }
        _ => Ok(()),
    }
}

/// Nobody knows any more which messages were new, and what was texted was texted.
pub fn cannot_be_undone(change: &BulkChange) -> Error {
    let detail = match change {
        BulkChange::Workflow { .. } => {
            "Starting a workflow can't be undone. Stop it where it runs."
        }
        _ => "Marking as read can't be undone: which messages were unread is no longer known.",
    };
    Error::new(ErrorCode::Invalid, detail)
}

#[cfg(test)]
mod tests {
    use super::*;
    use copperline_shared::conversations::Tab;
    use copperline_shared::filters::Filter;
    use uuid::Uuid;

    fn asked(change: BulkChange, on: BulkTarget) -> Result<(), ErrorCode> {
        check(&CreateBulkAction { change, on }).map_err(|error| error.code())
    }

    fn named(count: usize) -> BulkTarget {
        BulkTarget::Conversations {
            conversation_ids: vec![Uuid::nil(); count],
        }
    }

    #[test]
    fn c6_nothing_and_too_much_are_refused() {
        assert_eq!(asked(BulkChange::Archive, named(1)), Ok(()));
        for count in [0, MOST_NAMED + 1] {
            let refused = asked(BulkChange::Archive, named(count));
            assert_eq!(refused, Err(ErrorCode::Invalid), "{count}");
        }
        let tag = |count| BulkChange::Tag {
            tag_ids: vec![Uuid::nil(); count],
        };
        assert_eq!(asked(tag(1), named(1)), Ok(()));
        assert_eq!(asked(tag(0), named(1)), Err(ErrorCode::Invalid));
        let id = Some(Uuid::nil());
        let assign = |agent_id, group_id| BulkChange::Assign { agent_id, group_id };
        assert_eq!(asked(assign(id, None), named(1)), Ok(()));
        assert_eq!(asked(assign(None, id), named(1)), Ok(()));
        let both = asked(assign(id, id), named(1));
        assert_eq!(both, Err(ErrorCode::Invalid));
        let all_but = |count| BulkTarget::Matching {
            tab: Tab::All,
            search: String::new(),
            filter: Filter::default(),
            except: vec![Uuid::nil(); count],
        };
        assert_eq!(asked(BulkChange::MarkHot, all_but(0)), Ok(()));
        let refused = asked(BulkChange::MarkHot, all_but(MOST_NAMED + 1));
        assert_eq!(refused, Err(ErrorCode::Invalid));
    }
}
