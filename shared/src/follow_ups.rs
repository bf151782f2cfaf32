//! Follow-ups: conversations that are put off until a moment (C20).

use chrono::{DateTime, TimeDelta, Utc};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::checks::FieldError;

/// A conversation is put off for at most so many days.
pub const MOST_DAYS: i64 = 3 * 366;

/// A conversation's follow-up.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct FollowUp {
    /// When it is due, or since when it has been.
    pub at: DateTime<Utc>,
    pub state: FollowUpState,
    /// Who put the conversation off, if an agent did.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub put_off_by: Option<Uuid>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum FollowUpState {
    /// The conversation is put off, and not in Recents.
    Waiting,
    /// Its moment has come; somebody has to say that it is done.
    Due,
}

/// Until when a conversation is put off.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct PutOff {
    /// A moment to come, at most three years ahead.
    pub until: DateTime<Utc>,
    /// The conversation's `last_activity_at` as it was shown when this was decided: what came in
    /// later nobody has seen, and it is not put off.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub seen: Option<DateTime<Utc>>,
    /// Only in the place of being put off until this moment; else it stays as it is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub of: Option<DateTime<Utc>>,
}

impl PutOff {
    /// Until this moment, whatever stands there now.
    #[must_use]
    pub const fn until(until: DateTime<Utc>) -> Self {
        Self {
            until,
            seen: None,
            of: None,
        }
    }
}

/// Checks until when a conversation is put off, at the moment `now`.
///
/// # Errors
/// What to do about it.
pub fn check_until(until: DateTime<Utc>, now: DateTime<Utc>) -> Result<DateTime<Utc>, FieldError> {
    if until <= now {
        return Err(FieldError::new("past", "Choose a moment to come"));
    }
    if until > now + TimeDelta::days(MOST_DAYS) {
        let message = "Choose a moment within the next three years";
        return Err(FieldError::new("out_of_range", message));
    }
    Ok(until)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn c20_a_conversation_is_put_off_until_a_moment_to_come() {
        let now = DateTime::UNIX_EPOCH;
        let check = |until| check_until(until, now).is_ok();
        assert!(!check(now));
        assert!(check(now + TimeDelta::seconds(1)));
        assert!(check(now + TimeDelta::days(MOST_DAYS)));
        assert!(!check(
            now + TimeDelta::days(MOST_DAYS) + TimeDelta::seconds(1)
        ));
    }
}
