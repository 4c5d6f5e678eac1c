//! `/v1/news`: what the operator tells everybody, in the language that the app asks for.

use axum::Json as Answer;
use axum::extract::State;
use axum::http::{HeaderMap, header};
use coffreo_api::news::{News, NewsItem};

use super::access::SignedIn;
use super::failure::Failure;
use crate::app::App;
use crate::store::StoredNews;

const MOST: i64 = 20;

/// The news, newest first. English where `Accept-Language` prefers it and it was written; French otherwise.
#[utoipa::path(
    get, path = "/v1/news", tag = "news",
    responses(
        (status = 200, description = "At most 20.", body = News),
    ),
    security(("session" = []))
)]
pub(super) async fn list(State(app): State<App>, _who: SignedIn, headers: HeaderMap) -> Result<Answer<News>, Failure> {
    let accepted = headers.get(header::ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let english = prefers_english(accepted);
    let news = app.store.news(MOST).await?;
    Ok(Answer(News { news: news.into_iter().map(|one| item(one, english)).collect() }))
}

fn item(news: StoredNews, english: bool) -> NewsItem {
    let (title, text) = match news.english {
        Some(words) if english => words,
        _ => (news.title, news.text),
    };
    NewsItem { id: news.id, published_at: news.published_at.0, title, text }
}

/// Of `fr` and `en`, the one with the greater weight (RFC 9110 §12.5.4); French where nothing is said.
fn prefers_english(accepted: &str) -> bool {
    let weight = |language: &str| {
        let weights = accepted.split(',').filter_map(|one| {
            let (range, rest) = one.split_once(';').unwrap_or((one, ""));
            let tag = range.trim().split('-').next()?;
            let weight: f32 = rest.trim().strip_prefix("q=").map_or(Some(1.0), |weight| weight.trim().parse().ok())?;
            tag.eq_ignore_ascii_case(language).then_some(weight)
        });
        weights.fold(0.0, f32::max)
    };
    weight("en") > weight("fr")
}

#[cfg(test)]
mod tests {
    #[test]
    fn english_is_given_to_who_prefers_it() {
        for english in ["en", "en-GB,fr;q=0.9", "de, en;q=0.5", "EN-us", "fr;q=0.2, en;q=0.3"] {
            assert!(super::prefers_english(english), "{english}");
        }
        for french in ["", "fr", "fr-FR, en;q=0.8", "de", "*", "en;q=0", "en;q=x"] {
            assert!(!super::prefers_english(french), "{french}");
        }
    }
}
