//! What the app logs: to its error output, as `COFFREO_LOG` says, and the newest lines in memory, for the support. Nothing
//! is written to the disk.

use std::collections::VecDeque;
use std::io;
use std::sync::{Mutex, PoisonError};

use tracing_subscriber::fmt::{self, MakeWriter};
use tracing_subscriber::layer::SubscriberExt as _;
use tracing_subscriber::util::SubscriberInitExt as _;
use tracing_subscriber::{EnvFilter, Layer as _};

/// Lines that are kept.
const MOST: usize = 200;

static NEWEST: Mutex<VecDeque<String>> = Mutex::new(VecDeque::new());

/// Starts it.
pub fn set_up() {
    let output = fmt::layer().with_writer(io::stderr).with_filter(EnvFilter::from_env("COFFREO_LOG"));
    let kept = fmt::layer().with_ansi(false).with_writer(Kept).with_filter(EnvFilter::new("warn,coffreo_desk=info"));
    tracing_subscriber::registry().with(output).with(kept).init();
}

/// The newest lines, oldest first.
pub fn newest() -> Vec<String> {
    NEWEST.lock().unwrap_or_else(PoisonError::into_inner).iter().cloned().collect()
}

struct Kept;

impl<'a> MakeWriter<'a> for Kept {
    type Writer = Self;

    fn make_writer(&'a self) -> Self {
        Self
    }
}

impl io::Write for Kept {
    fn write(&mut self, line: &[u8]) -> io::Result<usize> {
        let mut newest = NEWEST.lock().unwrap_or_else(PoisonError::into_inner);
        if newest.len() == MOST {
            newest.pop_front();
        }
        newest.push_back(String::from_utf8_lossy(line).trim_end().to_owned());
        Ok(line.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
