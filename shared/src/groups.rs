//! Groups: named sets of the agents who work on something together, like Sales or Support (A2).

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::checks::{self, FieldError};

/// Characters a group's name may have: it stands in a row of the list.
pub const NAME_LENGTH: usize = 40;
/// Groups a workspace may have: they are all offered at once.
pub const MOST_GROUPS: usize = 100;

/// A named set of agents. Each agent belongs to at least one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Group {
    pub id: Uuid,
    /// Unique in the workspace, whatever the case.
    pub name: String,
    /// Its members, by their names.
    pub agent_ids: Vec<Uuid>,
}

/// A group as it shall be.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct SaveGroup {
    /// 1 to 40 characters.
    pub name: String,
    /// Its members, in any order. Whoever is left out must belong to another group.
    pub agent_ids: Vec<Uuid>,
}

/// A group's name as it is stored.
///
/// # Errors
/// What to do about it.
pub fn check_name(text: &str) -> Result<String, FieldError> {
    let name = checks::name(text)?;
    if name.chars().count() > NAME_LENGTH {
        let message = format!("Use at most {NAME_LENGTH} characters");
        return Err(FieldError::new("too_long", message));
    }
    Ok(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a2_a_name_is_short_and_can_be_seen() {
        assert_eq!(check_name("  Night   shift "), Ok("Night shift".to_owned()));
        assert!(check_name(&"x".repeat(NAME_LENGTH)).is_ok());
        for name in ["", " \u{200b}", &"x".repeat(NAME_LENGTH + 1)] {
            assert!(check_name(name).is_err(), "{name:?}");
        }
    }
}
