//! All that the desktop does without a window. It must not know Tauri.

pub mod view;
pub mod viewer;
