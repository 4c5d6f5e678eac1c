//! `/v1/news`: what the server's operator tells everybody (*Nouveautés*).

use serde::{Deserialize, Serialize};
use ts_rs::TS;
use utoipa::ToSchema;

/// What is told, in the language that `Accept-Language` prefers: French or English.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema, TS)]
pub struct News {
    /// Newest first, at most 20.
    pub news: Vec<NewsItem>,
}

/// One piece of news.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema, TS)]
pub struct NewsItem {
    /// Identifier.
    #[schema(format = Uuid)]
    pub id: String,
    /// When it was published: ms.
    #[ts(type = "number")]
    pub published_at: i64,
    /// One line.
    pub title: String,
    /// Plain text; an empty line parts paragraphs.
    pub text: String,
}
