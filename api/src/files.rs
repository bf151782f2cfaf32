//! Where files are kept: a folder of this machine, or a bucket that several machines share.
//!
//! Whatever needs a file writes it before the transaction that refers to it, under a path that nothing
//! else has, and removes it after the one that forgets it: there is no row without its file.

use std::os::unix::fs::DirBuilderExt;
use std::sync::Arc;

use bytes::Bytes;
use futures_util::TryStreamExt;
use object_store::aws::AmazonS3Builder;
use object_store::local::LocalFileSystem;
use object_store::memory::InMemory;
use object_store::path::Path;
use object_store::prefix::PrefixStore;
use object_store::{ObjectStore, ObjectStoreExt};

use crate::error::Error;

/// The installation's files.
#[derive(Clone)]
pub struct Files(Arc<dyn ObjectStore>);

/// Why no files can be kept.
#[derive(Debug, thiserror::Error)]
pub enum FilesError {
    #[error(
        "the folder for pictures, {folder}: {cause}. Give the program's user access to it, or name another one in COPPERLINE_FILES."
    )]
    Folder {
        folder: String,
        cause: std::io::Error,
    },
    #[error(
        "COPPERLINE_FILES is {place}: {cause}. Give s3://bucket/path and set AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY and AWS_REGION."
    )]
    Bucket { place: String, cause: String },
}

impl Files {
    /// Opens a place: `s3://bucket/path`, or a folder, which is made when there is none.
    ///
    /// # Errors
    /// A sentence that says which setting to change.
    pub fn open(place: &str) -> Result<Self, FilesError> {
        match place.strip_prefix("s3://") {
            Some(bucket) => Self::in_bucket(bucket).map_err(|cause| FilesError::Bucket {
                place: place.to_owned(),
                cause,
            }),
            None => Self::in_folder(place).map_err(|cause| FilesError::Folder {
                folder: place.to_owned(),
                cause,
            }),
        }
    }

    fn in_bucket(place: &str) -> Result<Self, String> {
        let (bucket, folder) = place.split_once('/').unwrap_or((place, ""));
        if bucket.is_empty() {
            return Err("it names no bucket".to_owned());
        }
        let store = AmazonS3Builder::from_env()
            .with_bucket_name(bucket)
            .build()
            .map_err(|cause| cause.to_string())?;
        let folder = Path::parse(folder.trim_matches('/')).map_err(|cause| cause.to_string())?;
        Ok(Self(Arc::new(PrefixStore::new(store, folder))))
    }

    /// Contacts' pictures are nobody else's on this machine.
    fn in_folder(folder: &str) -> std::io::Result<Self> {
        std::fs::DirBuilder::new()
            .recursive(true)
            .mode(0o700)
            .create(folder)?;
        // What was answered for must outlive a loss of power, as the database does.
        let store = LocalFileSystem::new_with_prefix(folder)?.with_fsync(true);
        Ok(Self(Arc::new(store)))
    }

    /// Files that last as long as the program, for tests.
    #[must_use]
    pub fn in_memory() -> Self {
        Self(Arc::new(InMemory::new()))
    }

    /// Writes a whole file, or none.
    ///
    /// # Errors
    /// When the place can't be written to.
    pub async fn write(&self, path: &str, bytes: Bytes) -> Result<(), Error> {
        self.0.put(&Path::from(path), bytes.into()).await?;
        Ok(())
    }

    /// `None` when there is no such file.
    ///
    /// # Errors
    /// When the place can't be read.
    pub async fn read(&self, path: &str) -> Result<Option<Bytes>, Error> {
        match self.0.get(&Path::from(path)).await {
            Ok(file) => Ok(Some(file.bytes().await?)),
            Err(object_store::Error::NotFound { .. }) => Ok(None),
            Err(error) => Err(error.into()),
        }
    }

    /// Whether there is such a file.
    ///
    /// # Errors
    /// When the place can't be read.
    pub async fn has(&self, path: &str) -> Result<bool, Error> {
        match self.0.head(&Path::from(path)).await {
            Ok(_) => Ok(true),
            Err(object_store::Error::NotFound { .. }) => Ok(false),
            Err(error) => Err(error.into()),
        }
    }

    /// Removes a file; one that isn't there is no error.
    ///
    /// # Errors
    /// When the place can't be written to.
    pub async fn remove(&self, path: &str) -> Result<(), Error> {
        match self.0.delete(&Path::from(path)).await {
            Ok(()) | Err(object_store::Error::NotFound { .. }) => Ok(()),
            Err(error) => Err(error.into()),
        }
    }

    /// The paths of all files in a folder and the folders in it.
    ///
    /// # Errors
    /// When the place can't be read.
    pub async fn list(&self, folder: &str) -> Result<Vec<String>, Error> {
        let folder = Path::from(folder);
        let files: Vec<_> = self.0.list(Some(&folder)).try_collect().await?;
        let paths = files.into_iter().map(|file| file.location.to_string());
        Ok(paths.collect())
    }
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::PermissionsExt;

    use super::*;

    #[tokio::test]
    async fn c8_a_file_in_a_folder_is_read_back_listed_and_removed() {
        let data = tempfile::tempdir().expect("a folder");
        let folder = data.path().join("files");
        let files = Files::open(&folder.to_string_lossy()).expect("a place for files");
        let mode = folder.metadata().expect("made").permissions().mode();
        assert_eq!(mode & 0o777, 0o700);
        files
            .write("pictures/2026-11-28/a.jpg", Bytes::from_static(b"a"))
            .await
            .expect("written");
        let read = files.read("pictures/2026-11-28/a.jpg").await.expect("read");
        assert_eq!(read.as_deref(), Some(b"a".as_slice()));
        let listed = files.list("pictures/2026-11-28").await.expect("listed");
        assert_eq!(listed, ["pictures/2026-11-28/a.jpg"]);
        assert_eq!(
            files.list("pictures/2026-11-27").await.expect("listed"),
            [] as [&str; 0]
        );
        for _ in 0..2 {
            files.remove(&listed[0]).await.expect("removed");
        }
        assert!(!files.has(&listed[0]).await.expect("looked for"));
        assert_eq!(files.read(&listed[0]).await.expect("read"), None);
    }

    #[test]
    fn c8_a_bucket_without_a_name_is_refused_with_the_settings_name() {
        let refused = Files::open("s3://").err().expect("refused").to_string();
        assert!(refused.contains("COPPERLINE_FILES"), "{refused}");
    }
}
