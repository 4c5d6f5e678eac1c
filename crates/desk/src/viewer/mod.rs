//! Shows PDF pages.
