//! News: what the operator tells everybody who is signed in.

use clap::Subcommand;
use serde_json::{Map, Value, json};

use super::{Admin, AdminError};
use crate::edge::new_id;
use crate::store::StoredNews;

/// The longest text: characters.
const MOST_TEXT: usize = 10_000;
/// How many are listed.
const MOST_LISTED: i64 = 1000;

/// What is done with news.
#[derive(Debug, Subcommand)]
pub(super) enum NewsCommand {
    /// Publish. French is always written; English is shown to who reads English, where it is written too.
    Publish {
        /// One line.
        #[arg(long)]
        title: String,
        /// Plain text; an empty line parts paragraphs.
        #[arg(long)]
        text: String,
        /// The same title in English.
        #[arg(long, requires = "en_text")]
        en_title: Option<String>,
        /// The same text in English.
        #[arg(long, requires = "en_title")]
        en_text: Option<String>,
    },
    /// Show what is published.
    List,
    /// Take back what was published.
    Withdraw {
        /// Its identifier.
        id: String,
    },
}

pub(super) async fn run(admin: Admin, command: NewsCommand) -> Result<Value, AdminError> {
    Ok(match command {
        NewsCommand::Publish { title, text, en_title, en_text } => {
            json!({"id": admin.publish_news(&title, &text, en_title.as_deref().zip(en_text.as_deref())).await?})
        }
        NewsCommand::List => {
            let news = admin.news().await?.into_iter();
            let line = |one: StoredNews| {
                let english = one.english.map(|(title, _)| title);
                (one.id, json!({"published_at": one.published_at.rfc3339(), "title": one.title, "english": english}))
            };
            news.map(line).collect::<Map<_, Value>>().into()
        }
        NewsCommand::Withdraw { id } => {
            admin.withdraw_news(&id).await?;
            json!({"withdrawn": id})
        }
    })
}

impl Admin {
    /// Publishes: title and text in French, and in English where there is one. Answers the identifier.
    ///
    /// # Errors
    /// [`AdminError`]
    pub async fn publish_news(
        &self,
        title: &str,
        text: &str,
        english: Option<(&str, &str)>,
    ) -> Result<String, AdminError> {
        let english = english.map(|(title, text)| Ok::<_, AdminError>((line(title)?, words(text)?))).transpose()?;
        let news = StoredNews {
            id: new_id(self.now).to_string(),
            published_at: self.now,
            title: line(title)?,
            text: words(text)?,
            english,
        };
        let mut tx = self.store.begin().await?;
        tx.insert_news(&news).await?;
        tx.commit().await?;
        Ok(news.id)
    }

    /// What is published, newest first.
    ///
    /// # Errors
    /// [`AdminError`]
    pub async fn news(&self) -> Result<Vec<StoredNews>, AdminError> {
        Ok(self.store.news(MOST_LISTED).await?)
    }

    /// Takes back what was published.
    ///
    /// # Errors
    /// [`AdminError`]
    pub async fn withdraw_news(&self, id: &str) -> Result<(), AdminError> {
        let mut tx = self.store.begin().await?;
        if !tx.withdraw_news(id, self.now).await? {
            return Err(AdminError::Missing("such news"));
        }
        Ok(tx.commit().await?)
    }
}

fn line(title: &str) -> Result<String, AdminError> {
    super::named("the title", title)
}

fn words(text: &str) -> Result<String, AdminError> {
    let text = text.trim();
    let odd = |c: char| c.is_control() && c != '\n';
    match text.is_empty() || text.chars().count() > MOST_TEXT || text.chars().any(odd) {
        true => {
            Err(AdminError::Wrong("the text is empty, longer than 10000 characters or holds control characters".into()))
        }
        false => Ok(text.to_owned()),
    }
}
