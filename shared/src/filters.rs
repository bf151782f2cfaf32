//! Filters of the list of conversations, and those that were saved (C18).

use std::fmt;
use std::str::FromStr;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::checks::{self, FieldError};
use crate::conversations::Tab;
use crate::follow_ups::FollowUpState;

/// Characters a saved filter's name may have: it stands beside the tabs.
pub const NAME_LENGTH: usize = 40;
/// Filters that an agent may save for themselves, and a workspace for everybody.
pub const MOST_SAVED: usize = 30;

/// Whose conversations are let through.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(into = "String", try_from = "String")]
pub enum Assignee {
    /// Those of whoever looks.
    Me,
    /// Those of a group that whoever looks is in.
    MyGroups,
    /// Those that nobody works on, neither an agent nor a group.
    Nobody,
    Agent(Uuid),
    Group(Uuid),
}

/// Stands before a group's id, where an agent's stands alone.
const GROUP: &str = "group:";

impl fmt::Display for Assignee {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Me => formatter.write_str("me"),
            Self::MyGroups => formatter.write_str("my_groups"),
            Self::Nobody => formatter.write_str("nobody"),
            Self::Agent(id) => write!(formatter, "{id}"),
            Self::Group(id) => write!(formatter, "{GROUP}{id}"),
        }
    }
}

impl FromStr for Assignee {
    type Err = FieldError;

    fn from_str(text: &str) -> Result<Self, FieldError> {
        match text {
            "me" => Ok(Self::Me),
            "my_groups" => Ok(Self::MyGroups),
            "nobody" => Ok(Self::Nobody),
            id => {
                let read = match id.strip_prefix(GROUP) {
                    Some(id) => id.parse().map(Self::Group),
                    None => id.parse().map(Self::Agent),
                };
                read.map_err(|_unreadable| {
                    let message =
                        "Pass me, my_groups, nobody, an agent's id, or group: and a group's id";
                    FieldError::new("invalid", message)
                })
            }
        }
    }
}

impl From<Assignee> for String {
    fn from(assignee: Assignee) -> Self {
        assignee.to_string()
    }
}

impl TryFrom<String> for Assignee {
    type Error = FieldError;

    fn try_from(text: String) -> Result<Self, FieldError> {
        text.parse()
    }
}

/// Which conversations are let through: those for which all of this holds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Filter {
    /// Who works on it: `me`, `my_groups`, `nobody`, an agent's id, or `group:` and a group's id.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>))]
    pub assignee: Option<Assignee>,
    /// The contact wears this tag.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tag_id: Option<Uuid>,
    /// The contact stands in this stage of the pipeline.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub stage_id: Option<Uuid>,
    /// It has unread messages.
    #[serde(default)]
    pub unread: bool,
    /// Its follow-up is due, or it is put off.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub follow_up: Option<FollowUpState>,
}

impl Filter {
    /// Lets everything through.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

/// A filter that somebody saved.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SavedFilter {
    pub id: Uuid,
    pub name: String,
    pub tab: Tab,
    pub filter: Filter,
    /// Everybody in the workspace sees it; else only who saved it.
    pub shared: bool,
    /// Who saved it; absent when a token did.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub agent_id: Option<Uuid>,
    pub created_at: DateTime<Utc>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct CreateSavedFilter {
    /// 1 to 40 characters; unique among one's own and among those of everybody, whatever the case.
    pub name: String,
    pub tab: Tab,
    /// Must let less than everything through.
    pub filter: Filter,
    /// For everybody in the workspace.
    #[serde(default)]
    pub shared: bool,
}

/// What to change; an absent field stays.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct UpdateSavedFilter {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub shared: Option<bool>,
}

/// A saved filter's name as it is stored.
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
    fn c18_an_assignee_is_written_and_read_as_a_word_or_an_id() {
        let id = Uuid::from_u128(7);
        for assignee in [
            Assignee::Me,
            Assignee::MyGroups,
            Assignee::Nobody,
            Assignee::Agent(id),
            Assignee::Group(id),
        ] {
            assert_eq!(assignee.to_string().parse(), Ok(assignee));
        }
        for wrong in ["somebody", "group:", "group:sales", "Group:"] {
            assert!(wrong.parse::<Assignee>().is_err(), "{wrong}");
        }
        let filter: Filter = serde_json::from_str(r#"{"assignee":"me"}"#).expect("a filter");
        assert_eq!(filter.assignee, Some(Assignee::Me));
        assert!(!filter.is_empty() && Filter::default().is_empty());
    }
}
