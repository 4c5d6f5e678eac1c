//! What only the operating system can give: installed by apt on Debian and its like; elsewhere a person is told.

use super::{Missing, Purpose, debian};
use crate::run::{Result, is_installed};

/// Libraries to build with and to run on.
const BUILD: &[&str] = &[
    "build-essential",
    "desktop-file-utils",
    "libayatana-appindicator3-dev",
    "libgtk-3-dev",
    "librsvg2-dev",
    "libssl-dev",
    "libwebkit2gtk-4.1-dev",
    "patchelf",
    "pkg-config",
    "python3-venv",
    "xdg-utils",
];

/// A window that nobody looks at: a display, a session bus, a notification daemon, a keyring, fonts, a driver, a camera.
const UNSEEN: &[&str] = &[
    "dbus",
    "dbus-bin",
    "dbus-x11",
    "dunst",
    "fonts-dejavu-core",
    "fonts-liberation",
    "gnome-keyring",
    "imagemagick",
    "libsecret-tools",
    "webkit2gtk-driver",
    "xauth",
    "xdotool",
    "xvfb",
];

/// Judges of what we write, and a database to run the server on.
const TEST: &[&str] = &["curl", "mupdf-tools", "poppler-utils", "postgresql", "qpdf"];

/// Programs that the benchmarks measure against.
const BENCH: &[&str] = &["curl", "mupdf-tools", "p7zip-full", "poppler-utils"];

const ICONS: &[&str] = &["imagemagick", "librsvg2-bin"];

/// What a person must install: the program looked for, and how they get it.
type ByHand = &'static [(&'static str, &'static str)];

const MACOS: ByHand =
    &[("xcode-select", "the command line tools: xcode-select --install"), ("python3", "Python 3: brew install python")];
const MACOS_TEST: ByHand = &[
    ("initdb", "PostgreSQL: brew install postgresql"),
    ("qpdf", "qpdf: brew install qpdf"),
    ("pdfsig", "Poppler: brew install poppler"),
];
const MACOS_BENCH: ByHand = &[("mutool", "MuPDF: brew install mupdf-tools"), ("7z", "7-Zip: brew install p7zip")];
const MACOS_ICONS: ByHand =
    &[("rsvg-convert", "librsvg: brew install librsvg"), ("convert", "ImageMagick: brew install imagemagick")];

const WINDOWS: ByHand = &[
    ("cl", "the Visual Studio Build Tools with C++; start this from their developer prompt"),
    ("python", "Python 3, on the PATH"),
    ("perl", "Perl, which builds OpenSSL: Strawberry Perl"),
];
const WINDOWS_TEST: ByHand = &[("initdb", "PostgreSQL, its bin folder on the PATH"), ("qpdf", "qpdf, on the PATH")];
const WINDOWS_BENCH: ByHand = &[("mutool", "MuPDF, on the PATH"), ("7z", "7-Zip, on the PATH")];
const WINDOWS_ICONS: ByHand = &[("rsvg-convert", "librsvg, on the PATH"), ("convert", "ImageMagick, on the PATH")];

pub fn missing(purpose: Purpose) -> Result<Option<Missing>> {
    if cfg!(target_os = "macos") {
        by_hand(purpose, MACOS, MACOS_TEST, MACOS_BENCH, MACOS_ICONS)
    } else if cfg!(windows) {
        by_hand(purpose, WINDOWS, WINDOWS_TEST, WINDOWS_BENCH, WINDOWS_ICONS)
    } else {
        let wanted = match purpose {
            Purpose::Run => vec![BUILD],
            Purpose::RunUnseen => vec![BUILD, UNSEEN],
            Purpose::Test => vec![BUILD, UNSEEN, TEST],
            Purpose::Bench => vec![BUILD, UNSEEN, TEST, BENCH],
            Purpose::Icons => vec![ICONS],
        };
        debian::missing(wanted.concat())
    }
}

/// Fails with the list of what a person must install first.
fn by_hand(purpose: Purpose, build: ByHand, test: ByHand, bench: ByHand, icons: ByHand) -> Result<Option<Missing>> {
    let wanted = match purpose {
        Purpose::Run | Purpose::RunUnseen => vec![build],
        Purpose::Test => vec![build, test],
        Purpose::Bench => vec![build, test, bench],
        Purpose::Icons => vec![icons],
    };
    let missing: Vec<_> =
        wanted.concat().into_iter().filter(|(program, _)| !is_installed(program)).map(|(_, how)| how).collect();
    if missing.is_empty() {
        Ok(None)
    } else {
        Err(format!("please install first:\n  - {}", missing.join("\n  - ")).into())
    }
}
