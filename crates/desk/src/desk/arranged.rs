//! The commands on what a person arranged: saved views, and the layout of columns.

use super::Desk;
use crate::DeskError;
use crate::view::{Kind, SavedView, ViewToSave};

impl Desk {
    /// The saved views in their order, each with how many documents match now.
    ///
    /// # Errors
    /// [`DeskError::Locked`].
    pub async fn saved_views(&self) -> Result<Vec<SavedView>, DeskError> {
        let today = self.today();
        self.core.ask(move |vault| vault.saved_views(today)).await
    }

    /// Keeps a view: at the end, or in the place of the one whose identifier it has. Answers all views.
    ///
    /// # Errors
    /// [`DeskError::Locked`]; [`DeskError::InvalidSelection`] for a name that is blank or longer than 60 characters, a
    /// hundred views, or a question that cannot be asked.
    pub async fn save_view(&self, view: ViewToSave) -> Result<Vec<SavedView>, DeskError> {
        let today = self.today();
        self.core.ask(move |vault| vault.save_view(&view, today)).await?;
        self.saved_views().await
    }

    /// Removes a view. Answers those that are left.
    ///
    /// # Errors
    /// [`DeskError::Locked`].
    pub async fn remove_view(&self, id: &str) -> Result<Vec<SavedView>, DeskError> {
        let id = id.to_owned();
        self.core.ask(move |vault| vault.remove_view(&id)).await?;
        self.saved_views().await
    }

    /// Puts the views in this order. Answers them.
    ///
    /// # Errors
    /// [`DeskError::Locked`].
    pub async fn order_views(&self, ids: Vec<String>) -> Result<Vec<SavedView>, DeskError> {
        self.core.ask(move |vault| vault.order_views(&ids)).await?;
        self.saved_views().await
    }

    /// The layout of a kind's columns, as the screens gave it last.
    ///
    /// # Errors
    /// [`DeskError::Locked`].
    pub async fn layout(&self, kind: Kind) -> Result<Option<String>, DeskError> {
        self.core.ask(move |vault| vault.layout(kind)).await
    }

    /// Keeps the layout of a kind's columns: JSON of 16 KiB at most, which only the screens read.
    ///
    /// # Errors
    /// [`DeskError::Locked`], [`DeskError::InvalidSelection`].
    pub async fn save_layout(&self, kind: Kind, layout: String) -> Result<(), DeskError> {
        self.core.ask(move |vault| vault.save_layout(kind, &layout)).await
    }
}
