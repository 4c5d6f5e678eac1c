//! Checks of the source text that no compiler makes. Each answers what is wrong, in words; none changes a file.

pub mod imports;
mod source;
pub mod ui_imports;
