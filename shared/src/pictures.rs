//! Pictures that are sent and received (C8), and that templates carry (P3).

use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// The largest file that is taken, in bytes.
pub const LARGEST_FILE: usize = 5 * 1024 * 1024;

/// Pictures of one message at the most.
pub const MOST_PICTURES: usize = 10;

/// The kinds of files that are taken.
pub const CONTENT_TYPES: [&str; 4] = ["image/jpeg", "image/png", "image/gif", "image/webp"];

/// A picture as it is kept: a JPEG with nothing but what can be seen.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Picture {
    pub id: Uuid,
    /// In pixels, at most 2,048.
    pub width: u32,
    /// In pixels, at most 2,048.
    pub height: u32,
    /// At most 1,000,000.
    pub size_bytes: u32,
}

/// A picture of a message.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(tag = "state", rename_all = "snake_case")]
pub enum MessagePicture {
    /// `read_picture_file` gives it.
    Ready { picture: Picture },
    /// It came in, and is being fetched from the carrier.
    Fetching,
    /// There is none to show.
    Failed {
        /// Why, in plain words.
        reason: String,
    },
}

impl MessagePicture {
    /// The picture, if it is here.
    #[must_use]
    pub const fn ready(&self) -> Option<&Picture> {
        match self {
            Self::Ready { picture } => Some(picture),
            Self::Fetching | Self::Failed { .. } => None,
        }
    }
}
