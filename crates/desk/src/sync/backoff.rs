//! Waiting longer after each failure, never all at the same moment.

use std::time::Duration;

const FIRST: Duration = Duration::from_secs(1);
const MOST: Duration = Duration::from_secs(60);

/// How long to wait.
pub struct Backoff(Duration);

impl Backoff {
    /// Nothing has failed yet.
    pub fn new() -> Self {
        Self(FIRST)
    }

    /// It worked.
    pub fn reset(&mut self) {
        self.0 = FIRST;
    }

    /// It failed again: half of the time is certain, the rest is by chance.
    pub fn next(&mut self) -> Duration {
        let mut byte = [0];
        // Without chance all wait the whole time.
        let chance = aws_lc_rs::rand::fill(&mut byte).map_or(u32::from(u8::MAX), |()| u32::from(byte[0]));
        let wait = self.0 / 2 + (self.0 / 2) * chance / u32::from(u8::MAX);
        self.0 = (self.0 * 2).min(MOST);
        wait
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waits_grow_to_a_minute_and_start_over_after_success() {
        let mut backoff = Backoff::new();
        for _ in 0..20 {
            assert!(backoff.next() <= MOST);
        }
        assert!(backoff.next() >= MOST / 2);
        backoff.reset();
        assert!(backoff.next() <= FIRST);
    }
}
