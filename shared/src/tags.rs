//! Tags that contacts wear (P2, C13).

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::checks::{self, FieldError};
use crate::palette::Colour;

/// Characters a tag's name may have: it stands in a small mark.
pub const NAME_LENGTH: usize = 40;
/// Tags a workspace may have: they are all offered at once.
pub const MOST_TAGS: usize = 200;
/// Tags that may be applied with one request.
pub const MOST_AT_ONCE: usize = 20;

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Tag {
    pub id: Uuid,
    /// Unique in the workspace, whatever the case.
    pub name: String,
    pub colour: Colour,
    pub created_at: DateTime<Utc>,
}

/// A tag with how much it is used.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct TagUse {
    pub tag: Tag,
    /// How many contacts wear it.
    pub contacts: u32,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct CreateTag {
    /// 1 to 40 characters.
    pub name: String,
    pub colour: Colour,
}

/// What to change; an absent field stays.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
#[derive(Default)]
pub struct UpdateTag {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub colour: Option<Colour>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct MergeTag {
    /// The tag that stays.
    pub into: Uuid,
}

/// The tags a contact wears.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ContactTags {
    pub contact_id: Uuid,
    /// The one applied last comes first: it colours the contact's action bubble.
    pub tag_ids: Vec<Uuid>,
}

/// What to put on a contact and what to take off. A tag that is worn already, or not worn, stays
/// so: two people who change the same contact at once both get what they asked for.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
#[derive(Default)]
pub struct ChangeContactTags {
    /// At most 20; the one named last counts as applied last.
    #[serde(default)]
    pub add: Vec<Uuid>,
    #[serde(default)]
    pub remove: Vec<Uuid>,
}

/// A tag's name as it is stored.
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
    fn p2_a_name_is_short_and_can_be_seen() {
        assert_eq!(check_name("  Hot   quote "), Ok("Hot quote".to_owned()));
        assert!(check_name(&"x".repeat(NAME_LENGTH)).is_ok());
        for name in ["", " \u{200b}", &"x".repeat(NAME_LENGTH + 1)] {
            assert!(check_name(name).is_err(), "{name:?}");
        }
    }
}
