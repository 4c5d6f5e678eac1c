//! Bringing the schema up to date. Only forward: a database made by a newer server is refused, never touched.

use sqlx::{AnyPool, Executor};

use super::rows::Columns;
use super::{Engine, StoreError};

struct Step {
    common: &'static str,
    sqlite: &'static str,
    postgres: &'static str,
}

/// The schema's steps, from 1. A merged step is never edited.
const STEPS: &[Step] = &[
    Step {
        common: include_str!("migrations/0001.sql"),
        sqlite: include_str!("migrations/0001.sqlite.sql"),
        postgres: include_str!("migrations/0001.postgres.sql"),
    },
    Step { common: include_str!("migrations/0002.sql"), sqlite: "", postgres: "" },
    Step { common: include_str!("migrations/0003.sql"), sqlite: "", postgres: "" },
    Step { common: include_str!("migrations/0004.sql"), sqlite: "", postgres: "" },
    Step { common: include_str!("migrations/0005.sql"), sqlite: "", postgres: "" },
];

pub(super) async fn run(pool: &AnyPool, engine: Engine) -> Result<(), StoreError> {
    let mut tx = match engine {
        Engine::Sqlite => pool.begin_with("BEGIN IMMEDIATE").await?,
        Engine::Postgres => pool.begin().await?,
    };
    if engine == Engine::Postgres {
        // Several processes may start at once: one at a time looks and migrates.
        sqlx::query("SELECT pg_advisory_xact_lock(1128678982)").execute(&mut *tx).await?;
    }
    tx.execute(sqlx::raw_sql("CREATE TABLE IF NOT EXISTS schema_version (version BIGINT NOT NULL)")).await?;
    let row = sqlx::query("SELECT COALESCE(MAX(version), 0) AS version FROM schema_version").fetch_one(&mut *tx);
    let found = row.await?.number("version")?;
    let known = STEPS.len() as i64;
    if found > known {
        return Err(StoreError::NewerSchema { found, known });
    }
    for (version, step) in (1..).zip(STEPS).filter(|(version, _)| *version > found) {
        tx.execute(sqlx::raw_sql(step.common)).await?;
        let own = match engine {
            Engine::Sqlite => step.sqlite,
            Engine::Postgres => step.postgres,
        };
        if !own.is_empty() {
            tx.execute(sqlx::raw_sql(own)).await?;
        }
        sqlx::query("INSERT INTO schema_version (version) VALUES ($1)").bind(version).execute(&mut *tx).await?;
    }
    tx.commit().await?;
    Ok(())
}
