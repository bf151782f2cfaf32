//! What is decided about follow-ups without asking the database.

use chrono::{DateTime, SubsecRound, Utc};
use copperline_shared::follow_ups::{FollowUp, FollowUpState};

use crate::error::Error;

/// A moment as the database keeps it: what was written and is read back must be equal.
#[must_use]
pub fn kept(at: DateTime<Utc>) -> DateTime<Utc> {
    at.trunc_subsecs(6)
}

/// That a conversation was put off is taken back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TakenBack {
    /// Until when it was.
    pub of: DateTime<Utc>,
    /// Since when its follow-up had been due before, if it had.
    pub due_since: Option<DateTime<Utc>>,
}

/// Reads what is to be taken back; `None` when the follow-up is to be ended, whichever it is.
///
/// # Errors
/// When no moment is named of one that was due, or that moment is still to come.
pub fn taken_back(
    of: Option<DateTime<Utc>>,
    due_since: Option<DateTime<Utc>>,
    now: DateTime<Utc>,
) -> Result<Option<TakenBack>, Error> {
    if due_since.is_some_and(|since| since > now || since < DateTime::UNIX_EPOCH) {
        let message = "Pass the moment at which the follow-up fell due.";
        return Err(Error::field("due_since", message));
    }
    match (of, due_since) {
        (Some(of), due_since) => Ok(Some(TakenBack {
            of: kept(of),
            due_since: due_since.map(kept),
        })),
        (None, None) => Ok(None),
        (None, Some(_)) => {
            let message = "Pass until when the conversation was put off.";
            Err(Error::field("of", message))
        }
    }
}

/// The follow-up of a conversation that two became. What is due in one of them is due, and so is what
/// was put off when something is unread: nobody has seen that yet. Else it waits for the earlier
/// moment.
#[must_use]
pub fn merged(both: [Option<FollowUp>; 2], unread: bool, now: DateTime<Utc>) -> Option<FollowUp> {
    let earliest = |state: FollowUpState| {
        let known = both.into_iter().flatten();
        known
            .filter(|follow_up| follow_up.state == state)
            .min_by_key(|follow_up| follow_up.at)
    };
    if let Some(due) = earliest(FollowUpState::Due) {
        return Some(due);
    }
    let waiting = earliest(FollowUpState::Waiting)?;
    Some(match unread {
        true => FollowUp {
            at: now,
            state: FollowUpState::Due,
            ..waiting
        },
        false => waiting,
    })
}

#[cfg(test)]
mod tests {
    use chrono::TimeDelta;
    use uuid::Uuid;

    use super::*;

    fn hour(hours: i64) -> DateTime<Utc> {
        DateTime::UNIX_EPOCH + TimeDelta::hours(hours)
    }

    fn follow_up(state: FollowUpState, hours: i64) -> Option<FollowUp> {
        Some(FollowUp {
            at: hour(hours),
            state,
            put_off_by: Some(Uuid::from_u128(hours.unsigned_abs().into())),
        })
    }

    #[test]
    fn c20_of_two_conversations_that_become_one_nothing_is_forgotten() {
        use FollowUpState::{Due, Waiting};
        let now = hour(10);
        let of = |one, other, unread| {
            let merged = merged([one, other], unread, now);
            assert_eq!(merged, super::merged([other, one], unread, now));
            merged
        };
        assert_eq!(of(None, None, true), None);
        let (early, late) = (follow_up(Waiting, 11), follow_up(Waiting, 12));
        assert_eq!(of(early, None, false), early);
        assert_eq!(of(early, late, false), early);
        let due = follow_up(Due, 9);
        assert_eq!(of(due, early, false), due);
        assert_eq!(of(due, follow_up(Due, 8), true), follow_up(Due, 8));
        let seen = of(early, late, true).expect("it is due");
        assert_eq!((seen.at, seen.state), (now, Due));
        assert_eq!(seen.put_off_by, Some(Uuid::from_u128(11)));
    }

    #[test]
    fn c20_only_what_was_due_is_due_again() {
        let now = hour(10);
        assert_eq!(taken_back(None, None, now).expect("fine"), None);
        let back = taken_back(Some(hour(12)), Some(hour(9)), now).expect("fine");
        let (of, due_since) = (hour(12), Some(hour(9)));
        assert_eq!(back, Some(TakenBack { of, due_since }));
        assert!(taken_back(None, Some(hour(9)), now).is_err());
        assert!(taken_back(Some(hour(12)), Some(hour(11)), now).is_err());
    }
}
