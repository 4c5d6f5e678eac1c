//! A document's bytes, loaded when they are first needed and at most once. It must not know where they come from.

use std::error::Error;
use std::pin::Pin;
use std::sync::Arc;

use super::ViewerError;
use super::lane::Document;

type Loading<'a> = Pin<Box<dyn Future<Output = Result<Vec<u8>, ViewerError>> + Send + 'a>>;

pub struct Source<'a> {
    key: String,
    most_bytes: usize,
    load: Option<Box<dyn FnOnce() -> Loading<'a> + Send + 'a>>,
    bytes: Option<Arc<Vec<u8>>>,
}

impl<'a> Source<'a> {
    pub fn new<L, F, E>(key: &str, most_bytes: usize, load: L) -> Self
    where
        L: FnOnce() -> F + Send + 'a,
        F: Future<Output = Result<Vec<u8>, E>> + Send + 'a,
        E: Into<Box<dyn Error + Send + Sync>>,
    {
        let load = move || -> Loading<'a> {
            let loading = load();
            Box::pin(async move { loading.await.map_err(|error| ViewerError::NotLoaded(error.into())) })
        };
        Self { key: key.to_owned(), most_bytes, load: Some(Box::new(load)), bytes: None }
    }

    /// Makes sure that the bytes are there.
    pub async fn fetch(&mut self) -> Result<(), ViewerError> {
        let Some(load) = self.load.take() else { return Ok(()) };
        let bytes = load().await?;
        if bytes.is_empty() {
            return Err(ViewerError::Unreadable);
        }
        if bytes.len() > self.most_bytes {
            return Err(ViewerError::TooLarge);
        }
        self.bytes = Some(Arc::new(bytes));
        Ok(())
    }

    /// Whether [`fetch`](Self::fetch) has still something to do.
    pub fn is_untouched(&self) -> bool {
        self.load.is_some()
    }

    pub fn key(&self) -> &String {
        &self.key
    }

    pub fn document(&self) -> Document {
        Document { key: self.key.clone(), bytes: self.bytes.clone() }
    }
}
