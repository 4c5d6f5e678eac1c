//! Writes what is generated and committed. Each part can also say whether what is committed is stale.

pub mod icons;
pub mod notices;
mod notices_text;
pub mod types;

use crate::install::{Purpose, prepare};
use crate::run::Result;

/// Writes one kind of generated file, or all but the icons, which change only when somebody draws.
pub fn generate(what: Option<&str>) -> Result {
    match what {
        None => {
            prepare(Purpose::Run)?;
            types::write()?;
            notices::write()
        }
        Some("types") => types::write(),
        Some("notices") => {
            prepare(Purpose::Run)?;
            notices::write()
        }
        Some("icons") => {
            prepare(Purpose::Icons)?;
            icons::write()
        }
        Some(other) => Err(format!("`{other}` is not generated: types, notices or icons are").into()),
    }
}
