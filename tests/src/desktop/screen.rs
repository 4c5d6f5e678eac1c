//! What is on a virtual display, without asking it: Xvfb keeps its pixels in a file, in X's window dump format (XWD).

use std::fs::File;
use std::hash::{DefaultHasher, Hasher as _};
use std::os::unix::fs::FileExt as _;
use std::path::Path;

use anyhow::{Context as _, Result};

/// A display's pixels.
#[derive(Debug)]
pub struct Screen {
    file: File,
    /// Where the pixels begin: bytes.
    start: u64,
    /// Bytes of a line.
    stride: u64,
}

impl Screen {
    /// The first screen of the Xvfb that was started with `-fbdir folder`.
    pub fn open(folder: &Path) -> Result<Self> {
        let file = File::open(folder.join("Xvfb_screen0")).context("the display's pixels")?;
        let field = |index: u64| -> Result<u64> {
            let mut bytes = [0; 4];
            file.read_exact_at(&mut bytes, index * 4)?;
            Ok(u64::from(u32::from_be_bytes(bytes)))
        };
        // XWDFile.h: 0 header_size, 12 bytes_per_line, 19 ncolors (12 bytes each, between header and pixels).
        let (start, stride) = (field(0)? + field(19)? * 12, field(12)?);
        Ok(Self { file, start, stride })
    }

    /// Stands for what is seen in a part of the display (`left`, `top`, `width`, `height`: pixels of four bytes):
    /// one line in six, which no letter slips through.
    pub fn look(&self, (left, top, width, height): (u64, u64, u64, u64)) -> Result<u64> {
        let mut line = vec![0; usize::try_from(width * 4)?];
        let mut hasher = DefaultHasher::new();
        for y in (top..top + height).step_by(6) {
            self.file.read_exact_at(&mut line, self.start + y * self.stride + left * 4)?;
            hasher.write(&line);
        }
        Ok(hasher.finish())
    }
}
