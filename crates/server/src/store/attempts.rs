//! How many password attempts a bucket (an account, an address) has spent. Kept here so that neither a restart nor
//! a second process forgives them.

use coffreo_domain::Timestamp;

use super::rows::Columns;
use super::{Store, StoreError, Tx};

impl Tx {
    /// Spends one attempt, unless the bucket is empty: then answers when the next one is due.
    ///
    /// A bucket holds `most` attempts and regains one every `regained` ms (a generic cell rate algorithm).
    pub async fn spend_attempt(
        &mut self,
        bucket: &str,
        most: u32,
        regained: i64,
        now: Timestamp,
    ) -> Result<Result<(), Timestamp>, StoreError> {
        let spend = sqlx::query(
            "INSERT INTO attempts (bucket, spent_until) VALUES ($1, $2 + $3)
             ON CONFLICT (bucket) DO UPDATE
             SET spent_until = CASE WHEN attempts.spent_until > $2 THEN attempts.spent_until ELSE $2 END + $3
             WHERE attempts.spent_until - $2 + $3 <= $4
             RETURNING spent_until",
        );
        let span = regained.saturating_mul(i64::from(most));
        let spent = spend.bind(bucket).bind(now.0).bind(regained).bind(span).fetch_optional(&mut *self.inner).await?;
        if spent.is_some() {
            return Ok(Ok(()));
        }
        let until = sqlx::query("SELECT spent_until FROM attempts WHERE bucket = $1");
        let until = until.bind(bucket).fetch_one(&mut *self.inner).await?.number("spent_until")?;
        Ok(Err(Timestamp(until + regained - span)))
    }

    /// Gives the attempts back, of which there were `count`: the password was right.
    pub async fn return_attempts(&mut self, bucket: &str, count: i64, regained: i64) -> Result<(), StoreError> {
        let update = sqlx::query("UPDATE attempts SET spent_until = spent_until - $2 WHERE bucket = $1");
        update.bind(bucket).bind(count.saturating_mul(regained)).execute(&mut *self.inner).await?;
        Ok(())
    }

    /// Forgets all attempts of a bucket.
    pub async fn clear_attempts(&mut self, bucket: &str) -> Result<(), StoreError> {
        sqlx::query("DELETE FROM attempts WHERE bucket = $1").bind(bucket).execute(&mut *self.inner).await?;
        Ok(())
    }
}

impl Store {
    /// How many buckets are not back to full.
    pub async fn buckets_in_use(&self, now: Timestamp) -> Result<i64, StoreError> {
        let count = sqlx::query("SELECT COUNT(*) AS count FROM attempts WHERE spent_until > $1");
        count.bind(now.0).fetch_one(&self.read).await?.number("count")
    }
}
