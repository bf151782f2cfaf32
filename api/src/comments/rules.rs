//! Who may change a comment, and whom a change mentions.

use copperline_shared::problem::ErrorCode;
use copperline_shared::profile::Role;
use uuid::Uuid;

use super::queries::Standing;
use crate::caller::{Actor, Identity};
use crate::error::Error;

fn is_author(standing: &Standing, caller: &Identity) -> bool {
    standing.author() == Some(caller.id())
}

/// # Errors
/// When somebody else wrote it: nobody puts words into a colleague's mouth.
pub fn may_change(standing: &Standing, caller: &Identity) -> Result<(), Error> {
    if is_author(standing, caller) {
        return Ok(());
    }
    let detail = "Only who wrote a comment may change it. Write one of your own.";
    Err(Error::new(ErrorCode::Forbidden, detail))
}

/// # Errors
/// When somebody else wrote it, and the caller is neither the owner nor an admin.
pub fn may_delete(standing: &Standing, caller: &Identity) -> Result<(), Error> {
    let admin = match &caller.actor {
        Actor::Agent { role, .. } => *role >= Role::Admin,
        Actor::ApiToken { .. } => false,
    };
    if admin || is_author(standing, caller) {
        return Ok(());
    }
    let detail = "Only who wrote a comment, the owner and admins may delete it.";
    Err(Error::new(ErrorCode::Forbidden, detail))
}

/// Those of `some` who are not among `others`.
#[must_use]
pub fn without(some: &[Uuid], others: &[Uuid]) -> Vec<Uuid> {
    let other = |id: &&Uuid| !others.contains(id);
    some.iter().filter(other).copied().collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::db::WorkspaceId;
    use copperline_shared::api_tokens::Scope;

    const SAM: Uuid = Uuid::from_u128(7);
    const ANA: Uuid = Uuid::from_u128(8);

    fn agent(id: Uuid, role: Role) -> Identity {
        Identity {
            workspace: WorkspaceId(Uuid::nil()),
            actor: Actor::Agent {
                id,
                session: Uuid::nil(),
                role,
            },
        }
    }

    fn token(id: Uuid) -> Identity {
        Identity {
            workspace: WorkspaceId(Uuid::nil()),
            actor: Actor::ApiToken {
                id,
                scopes: vec![Scope::Conversations],
            },
        }
    }

    fn written_by(agent_id: Option<Uuid>, api_token_id: Option<Uuid>) -> Standing {
        Standing {
            conversation_id: Uuid::nil(),
            text: "Hi".to_owned(),
            agent_id,
            api_token_id,
            revision: 0,
        }
    }

    #[test]
    fn c21_a_comment_is_changed_by_who_wrote_it_and_nobody_else() {
        let (of_sam, of_token) = (written_by(Some(SAM), None), written_by(None, Some(ANA)));
        assert!(may_change(&of_sam, &agent(SAM, Role::Basic)).is_ok());
        assert!(may_change(&of_token, &token(ANA)).is_ok());
        for other in [agent(ANA, Role::Owner), agent(ANA, Role::Admin), token(ANA)] {
            let refused = may_change(&of_sam, &other).expect_err("somebody else's");
            assert_eq!(refused.code(), ErrorCode::Forbidden);
        }
        assert!(may_change(&of_token, &token(SAM)).is_err());
    }

    #[test]
    fn c21_a_comment_is_deleted_by_who_wrote_it_the_owner_and_admins() {
        let of_sam = written_by(Some(SAM), None);
        for may in [
            agent(SAM, Role::Basic),
            agent(ANA, Role::Admin),
            agent(ANA, Role::Owner),
        ] {
            assert!(may_delete(&of_sam, &may).is_ok());
        }
        for may_not in [agent(ANA, Role::Basic), token(ANA)] {
            let refused = may_delete(&of_sam, &may_not).expect_err("somebody else's");
            assert_eq!(refused.code(), ErrorCode::Forbidden);
        }
        assert!(may_delete(&written_by(None, Some(ANA)), &token(ANA)).is_ok());
    }

    #[test]
    fn c21_a_change_mentions_anew_only_who_was_not_mentioned_before() {
        let ben = Uuid::from_u128(9);
        assert_eq!(without(&[SAM, ANA], &[ANA, ben]), [SAM]);
        assert_eq!(without(&[SAM], &[]), [SAM]);
        assert!(without(&[], &[SAM]).is_empty());
    }
}
