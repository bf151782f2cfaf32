//! Keeping a picture: the file first, then the row that refers to it.

use bytes::Bytes;
use chrono::{DateTime, Utc};
use copperline_shared::pictures::Picture;
use sha2::{Digest, Sha256};
use uuid::Uuid;

use super::reencoding;
use crate::app::App;
use crate::db::WorkspaceId;
use crate::error::Error;

/// A picture whose file is written, and of which no row tells yet. Should none ever do so, the file is
/// removed later.
#[derive(Debug)]
pub struct NewPicture {
    pub id: Uuid,
    pub width: u32,
    pub height: u32,
    pub size_bytes: u32,
    pub sha256: Vec<u8>,
    pub created_at: DateTime<Utc>,
}

impl NewPicture {
    #[must_use]
    pub fn picture(&self) -> Picture {
        Picture {
            id: self.id,
            width: self.width,
            height: self.height,
            size_bytes: self.size_bytes,
        }
    }
}

/// The folder of what is made on a day.
pub(super) fn folder(day: DateTime<Utc>) -> String {
    format!("pictures/{}", day.format("%Y-%m-%d"))
}

/// Where a picture's file lies.
pub(super) fn path(workspace: WorkspaceId, id: Uuid, created_at: DateTime<Utc>) -> String {
    format!("{}/{}/{id}.jpg", folder(created_at), workspace.0)
}

/// The picture of a file in [`folder`].
pub(super) fn picture_at(path: &str) -> Option<Uuid> {
    let (_, name) = path.rsplit_once('/')?;
    name.strip_suffix(".jpg")?.parse().ok()
}

pub(super) fn digest(file: &[u8]) -> Vec<u8> {
    Sha256::digest(file).to_vec()
}

/// Draws a file anew and writes it.
///
/// # Errors
/// [`ErrorCode::NotAPicture`](copperline_shared::problem::ErrorCode::NotAPicture), with what to do.
pub(super) async fn write(
    app: &App,
    workspace: WorkspaceId,
    file: Bytes,
) -> Result<NewPicture, Error> {
    let drawn = reencoding::redraw(file).await?;
    let new = NewPicture {
        id: Uuid::now_v7(),
        width: drawn.width,
        height: drawn.height,
        size_bytes: u32::try_from(drawn.jpeg.len()).unwrap_or(u32::MAX),
        sha256: digest(&drawn.jpeg),
        created_at: app.clock.now(),
    };
    let path = path(workspace, new.id, new.created_at);
    app.files.write(&path, drawn.jpeg.into()).await?;
    Ok(new)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn c8_a_file_lies_in_the_folder_of_its_day_and_names_its_picture() {
        let (workspace, id) = (WorkspaceId(Uuid::nil()), Uuid::now_v7());
        let path = path(workspace, id, DateTime::UNIX_EPOCH);
        assert!(path.starts_with("pictures/1970-01-01/"));
        assert_eq!(picture_at(&path), Some(id));
        assert_eq!(picture_at("pictures/1970-01-01/notes.txt"), None);
    }
}
