//! What may be saved, and who may change it.

use copperline_shared::filters::{CreateSavedFilter, MOST_SAVED, SavedFilter};
use copperline_shared::problem::ErrorCode;
use copperline_shared::profile::Role;
use uuid::Uuid;

use crate::caller::{Actor, Identity};
use crate::error::Error;

/// # Errors
/// Naming the field, when the filter lets everything through, or a token saves it for itself.
pub fn check(asked: &CreateSavedFilter, agent: Option<Uuid>) -> Result<(), Error> {
    if asked.filter.is_empty() {
        let message = "Choose something to filter by first.";
        return Err(Error::field("filter", message));
    }
    if agent.is_none() && !asked.shared {
        let message = "A token saves filters for everybody: pass true.";
        return Err(Error::field("shared", message));
    }
    Ok(())
}

/// # Errors
/// When there are as many already as have room.
pub fn check_room(seen: &[SavedFilter], shared: bool) -> Result<(), Error> {
    let alike = seen.iter().filter(|saved| saved.shared == shared).count();
    if alike < MOST_SAVED {
        return Ok(());
    }
    let message = format!("There are {MOST_SAVED} saved filters already. Delete one first.");
    Err(Error::field("name", message))
}

/// Whether a caller who sees a saved filter may change it, and whether it is shared.
///
/// # Errors
/// When it is a colleague's and the caller is no admin, or would take it from everybody.
pub fn may_change(
    saved: &SavedFilter,
    caller: &Identity,
    shared: Option<bool>,
) -> Result<(), Error> {
    let own = saved.agent_id.is_some() && saved.agent_id == caller.agent();
    let admin = match &caller.actor {
        Actor::Agent { role, .. } => *role >= Role::Admin,
        Actor::ApiToken { .. } => true,
    };
    if !own && !admin {
        let detail = "Only who saved this filter, the owner and admins may change it.";
        return Err(Error::new(ErrorCode::Forbidden, detail));
    }
    if shared == Some(false) && saved.shared && !own {
        let message = "Only who saved this filter may keep it for themselves.";
        return Err(Error::field("shared", message));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::db::WorkspaceId;
    use chrono::DateTime;
    use copperline_shared::conversations::Tab;
    use copperline_shared::filters::Filter;

    fn caller(id: u128, role: Role) -> Identity {
        Identity {
            workspace: WorkspaceId(Uuid::nil()),
            actor: Actor::Agent {
                id: Uuid::from_u128(id),
                session: Uuid::nil(),
                role,
            },
        }
    }

    fn saved(shared: bool) -> SavedFilter {
        SavedFilter {
            id: Uuid::nil(),
            name: "Mine".to_owned(),
            tab: Tab::Recents,
            filter: Filter::default(),
            shared,
            agent_id: Some(Uuid::from_u128(1)),
            created_at: DateTime::UNIX_EPOCH,
        }
    }

    #[test]
    fn c18_a_shared_filter_is_changed_by_who_saved_it_and_by_admins() {
        let may = |id, role, shared| may_change(&saved(true), &caller(id, role), shared).is_ok();
        assert!(may(1, Role::Basic, None) && may(1, Role::Basic, Some(false)));
        assert!(!may(2, Role::Basic, None));
        assert!(may(2, Role::Admin, None));
        assert!(!may(2, Role::Admin, Some(false)), "it would be lost to all");
    }

    #[test]
    fn c18_only_a_filter_that_filters_is_saved() {
        let asked = |filter, shared| CreateSavedFilter {
            name: "Mine".to_owned(),
            tab: Tab::Recents,
            filter,
            shared,
        };
        let unread = Filter {
            unread: true,
            ..Filter::default()
        };
        let me = Some(Uuid::nil());
        assert!(check(&asked(unread, false), me).is_ok());
        assert!(check(&asked(Filter::default(), false), me).is_err());
        assert!(check(&asked(unread, false), None).is_err());
        assert!(check(&asked(unread, true), None).is_ok());
        let full = vec![saved(true); MOST_SAVED];
        assert!(check_room(&full, true).is_err() && check_room(&full, false).is_ok());
    }
}
