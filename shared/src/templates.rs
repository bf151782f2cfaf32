//! Templates: texts to insert, with merge fields that are filled from the contact, and a picture (C9, P3).

mod fields;
mod shortcut;
mod shorteners;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::pictures::Picture;

pub use fields::{FIELDS, Filled, MergeField, Sample, fill, unfilled, unknown};
pub use shortcut::{SHORTCUT_LENGTH, Typed, shortcut, typed};
pub use shorteners::link_shortener;

/// Templates a workspace may have: the page holds them all while somebody writes.
pub const MOST_TEMPLATES: i64 = 1_000;

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Template {
    pub id: Uuid,
    pub title: String,
    /// The text, with merge fields such as `{{first_name}}` or `{{first_name|there}}`.
    pub body: String,
    /// Typed with a leading slash, it is replaced by the text; stored without the slash, in lower
    /// case.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub shortcut: Option<String>,
    /// Inserted with the text.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub picture: Option<Picture>,
    pub created_at: DateTime<Utc>,
    pub updated_at: DateTime<Utc>,
}

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct CreateTemplate {
    /// 1 to 100 characters.
    pub title: String,
    /// 1 to 1,600 characters.
    pub body: String,
    /// 1 to 32 letters, digits and `-`, with or without the leading slash; none when empty.
    #[serde(default)]
    pub shortcut: String,
    /// A picture from `upload_picture`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub picture_id: Option<Uuid>,
}

/// What to change; an absent field stays.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct UpdateTemplate {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub body: Option<String>,
    /// An empty one takes the shortcut away.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub shortcut: Option<String>,
    /// Another picture from `upload_picture`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub picture_id: Option<Uuid>,
    /// Takes the picture away; not with `picture_id`.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub without_picture: bool,
}
