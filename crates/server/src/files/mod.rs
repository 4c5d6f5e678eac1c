//! PDFs by their SHA-256: a folder, or an S3 bucket. What is put is durable when `put_all` returns.
//!
//! Never overwrites with other bytes, removes nothing unasked, and knows nothing of who may see a file.

mod folder;

use std::ops::Range;
use std::path::Path as FilePath;
use std::sync::Arc;

use bytes::Bytes;
use coffreo_domain::{Sha256, Timestamp};
use futures_util::{StreamExt, TryStreamExt, stream};
use object_store::aws::AmazonS3Builder;
use object_store::local::LocalFileSystem;
use object_store::path::Path;
use object_store::{ObjectStore, ObjectStoreExt};

use crate::config::FilesConfig;
use folder::Folder;

/// How many puts are under way at once in a bucket.
const AT_ONCE: usize = 16;

/// Why a file was not read or stored.
#[derive(Debug, thiserror::Error)]
pub enum FilesError {
    /// There is no such file, though the store says so: the files were lost.
    #[error("file {0} is missing")]
    Missing(Sha256),
    /// The bytes are not those of the name: the file is damaged.
    #[error("file {0} is damaged")]
    Damaged(Sha256),
    /// The folder or the bucket failed.
    #[error("the file store failed: {0}")]
    Failed(#[source] anyhow::Error),
}

/// The files.
#[derive(Debug, Clone)]
pub struct Files {
    objects: Arc<dyn ObjectStore>,
    folder: Option<Folder>,
}

impl Files {
    /// Opens the folder (made when missing) or the bucket.
    ///
    /// # Errors
    /// When the folder cannot be made or the bucket's settings make no sense.
    pub fn open(config: &FilesConfig, now: Timestamp) -> Result<Self, FilesError> {
        match config {
            FilesConfig::Folder(path) => Self::in_folder(path, now),
            FilesConfig::Bucket(bucket) => {
                let mut builder = AmazonS3Builder::from_env().with_bucket_name(&bucket.name);
                if let Some(region) = &bucket.region {
                    builder = builder.with_region(region);
                }
                if let Some(endpoint) = &bucket.endpoint {
                    builder = builder.with_endpoint(endpoint).with_allow_http(endpoint.starts_with("http://"));
                }
                if let (Some(id), Some(secret)) = (&bucket.access_key_id, &bucket.secret_access_key) {
                    builder = builder.with_access_key_id(id).with_secret_access_key(secret);
                }
                Ok(Self { objects: Arc::new(builder.build().map_err(failed)?), folder: None })
            }
        }
    }

    fn in_folder(path: &FilePath, now: Timestamp) -> Result<Self, FilesError> {
        let folder = Folder::open(path, now).map_err(failed)?;
        let objects = Arc::new(LocalFileSystem::new_with_prefix(path).map_err(failed)?);
        Ok(Self { objects, folder: Some(folder) })
    }

    /// Stores files; all are durable on return. A file that is there already is left as it is.
    ///
    /// # Errors
    /// [`FilesError::Failed`]; some of the files may be stored then, which harms nobody.
    pub async fn put_all(&self, files: Vec<(Sha256, Bytes)>) -> Result<(), FilesError> {
        if let Some(folder) = self.folder.clone() {
            let written = tokio::task::spawn_blocking(move || folder.put_all(&files)).await;
            return written.map_err(failed)?.map_err(failed);
        }
        let puts = files.into_iter().map(|(name, bytes)| {
            let objects = self.objects.clone();
            async move { objects.put(&key(name), bytes.into()).await }
        });
        stream::iter(puts).buffer_unordered(AT_ONCE).try_collect::<Vec<_>>().await.map(drop).map_err(failed)
    }

    /// The whole file, checked against its name.
    ///
    /// # Errors
    /// Any [`FilesError`].
    pub async fn read(&self, name: Sha256) -> Result<Bytes, FilesError> {
        let bytes = self.read_unchecked(name).await?;
        if crate::edge::sha256(&bytes) != name {
            return Err(FilesError::Damaged(name));
        }
        Ok(bytes)
    }

    /// The whole file, for who hashes it anyway and compares.
    ///
    /// # Errors
    /// [`FilesError::Missing`] or [`FilesError::Failed`].
    pub async fn read_unchecked(&self, name: Sha256) -> Result<Bytes, FilesError> {
        match self.folder.clone() {
            Some(folder) => read_whole(folder, name).await,
            None => {
                let found = self.objects.get(&key(name)).await.map_err(|error| missing_or_failed(name, error))?;
                found.bytes().await.map_err(failed)
            }
        }
    }

    /// Some bytes of the file, unchecked: who asked for the file checks it.
    ///
    /// # Errors
    /// [`FilesError::Missing`] or [`FilesError::Failed`].
    pub async fn read_range(&self, name: Sha256, range: Range<u64>) -> Result<Bytes, FilesError> {
        self.objects.get_range(&key(name), range).await.map_err(|error| missing_or_failed(name, error))
    }

    /// Whether the file is there.
    ///
    /// # Errors
    /// [`FilesError::Failed`].
    pub async fn has(&self, name: Sha256) -> Result<bool, FilesError> {
        match self.objects.head(&key(name)).await {
            Ok(_) => Ok(true),
            Err(object_store::Error::NotFound { .. }) => Ok(false),
            Err(error) => Err(failed(error)),
        }
    }

    /// The files whose names begin with this byte and that were written before the moment.
    ///
    /// # Errors
    /// [`FilesError::Failed`].
    pub async fn written_before(&self, first: u8, moment: Timestamp) -> Result<Vec<Sha256>, FilesError> {
        let folder = Path::from(format!("{first:02x}"));
        let mut found = self.objects.list(Some(&folder));
        let mut names = Vec::new();
        while let Some(object) = found.try_next().await.map_err(failed)? {
            let name: Option<Sha256> = object.location.filename().and_then(|name| name.parse().ok());
            if object.last_modified.timestamp_millis() < moment.0 {
                names.extend(name);
            }
        }
        Ok(names)
    }

    /// Removes a file. One that is gone already is no failure.
    ///
    /// # Errors
    /// [`FilesError::Failed`].
    pub async fn remove(&self, name: Sha256) -> Result<(), FilesError> {
        match self.objects.delete(&key(name)).await {
            Ok(()) | Err(object_store::Error::NotFound { .. }) => Ok(()),
            Err(error) => Err(failed(error)),
        }
    }

    /// Whether the folder or the bucket answers.
    ///
    /// # Errors
    /// [`FilesError::Failed`].
    pub async fn check(&self) -> Result<(), FilesError> {
        self.has(Sha256([0; 32])).await.map(drop)
    }
}

async fn read_whole(folder: Folder, name: Sha256) -> Result<Bytes, FilesError> {
    let read = tokio::task::spawn_blocking(move || folder.read(name)).await.map_err(failed)?;
    read.map(Bytes::from).map_err(|error| match error.kind() {
        std::io::ErrorKind::NotFound => FilesError::Missing(name),
        _ => failed(error),
    })
}

fn key(name: Sha256) -> Path {
    Path::from(folder::file_name(name))
}

fn missing_or_failed(name: Sha256, error: object_store::Error) -> FilesError {
    match error {
        object_store::Error::NotFound { .. } => FilesError::Missing(name),
        other => failed(other),
    }
}

fn failed(error: impl Into<anyhow::Error>) -> FilesError {
    FilesError::Failed(error.into())
}
