//! Opening the database: connections and what each is told first.

use std::time::Duration;

use sqlx::any::AnyPoolOptions;
use sqlx::{AnyConnection, Connection, Executor};

use super::{Engine, Store, StoreError, listen, migrate, watch};
use crate::config::Database;
use crate::events::Events;

/// How many connections read a SQLite file at once.
const SQLITE_READERS: u32 = 4;
/// How many connections to PostgreSQL.
const POSTGRES_CONNECTIONS: u32 = 16;
const WAIT: Duration = Duration::from_secs(10);

impl Store {
    /// Opens the database, brings its schema up to date, and listens to what other processes tell.
    ///
    /// # Errors
    /// [`StoreError::Database`] and [`StoreError::NewerSchema`].
    pub async fn open(database: &Database, events: Events) -> Result<Self, StoreError> {
        sqlx::any::install_default_drivers();
        match database {
            Database::Sqlite(path) => {
                let url = sqlite_url(path)?;
                let write = sqlite_pool(&url, 1, false).await?;
                migrate::run(&write, Engine::Sqlite).await?;
                let read = sqlite_pool(&url, SQLITE_READERS, true).await?;
                watch::start(write.clone(), events.clone()).await;
                Ok(Self { engine: Engine::Sqlite, write, read, events })
            }
            Database::Postgres(url) => {
                let pool = AnyPoolOptions::new()
                    .max_connections(POSTGRES_CONNECTIONS)
                    .acquire_timeout(WAIT)
                    .connect(url)
                    .await?;
                migrate::run(&pool, Engine::Postgres).await?;
                listen::start(url, events.clone()).await?;
                Ok(Self { engine: Engine::Postgres, write: pool.clone(), read: pool, events })
            }
        }
    }

    /// Copies the SQLite database into a new file while the server goes on.
    ///
    /// # Errors
    /// [`StoreError::Database`]; [`StoreError::Exists`] when the file is there; PostgreSQL has tools of its own.
    pub async fn copy_to(&self, path: &std::path::Path) -> Result<(), StoreError> {
        if self.engine == Engine::Postgres {
            let why = "a PostgreSQL database is backed up with pg_dump";
            return Err(sqlx::Error::Configuration(why.into()).into());
        }
        if path.exists() {
            return Err(StoreError::Exists("the backup's database"));
        }
        let path = path.to_str().ok_or(sqlx::Error::Configuration("the path is not UTF-8".into()))?;
        sqlx::query("VACUUM INTO $1").bind(path).execute(&self.write).await?;
        Ok(())
    }
}

async fn sqlite_pool(url: &str, most: u32, read_only: bool) -> Result<sqlx::AnyPool, StoreError> {
    let options = AnyPoolOptions::new().max_connections(most).min_connections(1).acquire_timeout(WAIT);
    // A connection that is thrown away would throw its cache away: keep them.
    let options = options
        .idle_timeout(None)
        .max_lifetime(None)
        .after_connect(move |connection, _| Box::pin(async move { prepare_sqlite(connection, read_only).await }));
    Ok(options.connect(url).await?)
}

/// WAL with FULL: a commit is on disk when it returns. 10 s: how long another process (an administrator's command)
/// may hold the file.
async fn prepare_sqlite(connection: &mut AnyConnection, read_only: bool) -> Result<(), sqlx::Error> {
    const ALL: &str = "PRAGMA busy_timeout = 10000; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;
        PRAGMA foreign_keys = ON; PRAGMA cache_size = -32768; PRAGMA temp_store = MEMORY;";
    connection.execute(sqlx::raw_sql(ALL)).await?;
    if read_only {
        connection.execute(sqlx::raw_sql("PRAGMA query_only = ON")).await?;
    }
    connection.ping().await
}

fn sqlite_url(path: &std::path::Path) -> Result<String, StoreError> {
    let text = path.to_str().ok_or(sqlx::Error::Configuration("the path is not UTF-8".into()))?;
    let mut url = String::from("sqlite:");
    for byte in text.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'/' | b'.' | b'-' | b'_' | b':' => url.push(char::from(byte)),
            other => url.push_str(&format!("%{other:02X}")),
        }
    }
    Ok(url + "?mode=rwc")
}
