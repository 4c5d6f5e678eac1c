//! The demo's folder and what it remembers from one start to the next.

use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, bail};
use serde_json::{Value, json};

const MEMORY: &str = "coffreo-demo.json";
/// What the demo makes in its folder, beside its memory.
const PARTS: [&str; 3] = ["server", "desktop", "walk"];

/// The folder.
pub struct Folder {
    /// Where.
    pub path: PathBuf,
}

/// What a second start needs of the first.
pub struct Memory {
    /// Where the server listens on this computer: the desktop's vault belongs to that address.
    pub port: u16,
    /// The agencies' keys, in the order of [`coffreo_samples::agencies`].
    pub keys: Vec<String>,
    /// Whether the guide's own documents were delivered.
    pub guide: bool,
    /// How many documents of the endless stream were made.
    pub delivered: u64,
    /// Of the endless stream.
    pub seed: u64,
}

impl Folder {
    /// Makes it where it is missing. `fresh` forgets what an earlier demo left there, and touches nothing else.
    pub fn open(path: &Path, fresh: bool) -> Result<Self> {
        std::fs::create_dir_all(path).with_context(|| format!("{}", path.display()))?;
        let folder = Self { path: std::path::absolute(path)? };
        let known = folder.memory().exists();
        if !known && PARTS.iter().any(|part| path.join(part).exists()) && !folder.begun().exists() {
            bail!("{} holds something that is no demo: choose another folder", path.display());
        }
        // What was begun and not finished has no memory: nobody could sign in.
        if fresh || !known {
            folder.clear()?;
        }
        Ok(folder)
    }

    /// What an earlier start left.
    pub fn recall(&self) -> Result<Option<Memory>> {
        if !self.memory().exists() {
            return Ok(None);
        }
        let text = std::fs::read(self.memory())?;
        let value: Value = serde_json::from_slice(&text).context("the demo's memory is damaged: use --fresh")?;
        let read = || {
            let keys =
                value["keys"].as_array()?.iter().map(|key| key.as_str().map(str::to_owned)).collect::<Option<_>>()?;
            let port = value["port"].as_u64()?.try_into().ok()?;
            let (delivered, seed) = (value["delivered"].as_u64()?, value["seed"].as_u64()?);
            Some(Memory { port, keys, guide: value["guide"].as_bool()?, delivered, seed })
        };
        read().map(Some).context("the demo's memory is damaged: use --fresh")
    }

    /// Keeps it.
    pub fn remember(&self, memory: &Memory) -> Result<()> {
        let value = json!({
            "port": memory.port, "keys": memory.keys, "guide": memory.guide, "delivered": memory.delivered, "seed": memory.seed
        });
        let part = self.path.join("coffreo-demo.part");
        std::fs::write(&part, serde_json::to_vec_pretty(&value)?)?;
        Ok(std::fs::rename(part, self.memory())?)
    }

    /// The server's own folder.
    pub fn server(&self) -> PathBuf {
        self.path.join("server")
    }

    /// Where the server writes its mails.
    pub fn mails(&self) -> PathBuf {
        self.server().join("mail")
    }

    fn clear(&self) -> Result<()> {
        for part in PARTS.map(|part| self.path.join(part)) {
            if part.exists() {
                std::fs::remove_dir_all(part)?;
            }
        }
        if self.memory().exists() {
            std::fs::remove_file(self.memory())?;
        }
        Ok(std::fs::write(self.begun(), "A demo of Coffreo. May be deleted.\n")?)
    }

    fn memory(&self) -> PathBuf {
        self.path.join(MEMORY)
    }

    /// Says that what is here was made by the demo.
    fn begun(&self) -> PathBuf {
        self.path.join("README.txt")
    }
}
