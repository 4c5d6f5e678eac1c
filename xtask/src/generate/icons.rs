//! The icons that each system wants, from the drawings in `icons/*.svg`.

use std::fs;
use std::path::Path;

use crate::places;
use crate::run::{Result, command, run};

/// Up to this size the small drawing is used: the large one would blur.
const SMALL: u32 = 24;

/// Pictures for Linux and for Tauri itself: name and size in pixels.
const PNG: &[(&str, u32)] = &[("32x32.png", 32), ("128x128.png", 128), ("128x128@2x.png", 256), ("icon.png", 512)];

/// The sizes in Windows' icon.
const ICO: &[u32] = &[16, 24, 32, 48, 64, 256];

/// macOS' icon: the type of each picture in the container, and its size.
const ICNS: &[(&[u8; 4], u32)] = &[
    (b"ic11", 32),
    (b"ic12", 64),
    (b"ic07", 128),
    (b"ic13", 256),
    (b"ic08", 256),
    (b"ic14", 512),
    (b"ic09", 512),
    (b"ic10", 1024),
];

const TRAY: &[&str] = &["tray", "tray-pending"];
const TRAY_SIZE: u32 = 32;

pub fn write() -> Result {
    let folder = places::root().join("icons");
    for (name, size) in PNG {
        draw(&folder, "icon", *size, &folder.join(name))?;
    }
    for name in TRAY {
        draw(&folder, name, TRAY_SIZE, &folder.join(format!("{name}.png")))?;
    }
    let scratch = places::target().join("icons");
    fs::create_dir_all(&scratch)?;
    write_ico(&folder, &scratch)?;
    write_icns(&folder, &scratch)
}

fn write_ico(folder: &Path, scratch: &Path) -> Result {
    let mut convert = command("convert");
    for &size in ICO {
        let picture = scratch.join(format!("ico-{size}.png"));
        draw(folder, if size <= SMALL { "icon-small" } else { "icon" }, size, &picture)?;
        convert.arg(picture);
    }
    run(convert.arg(folder.join("icon.ico")))
}

/// A four-byte name, the length of all, then for each picture its type, its length (both counted in) and its PNG.
fn write_icns(folder: &Path, scratch: &Path) -> Result {
    let mut pictures = Vec::new();
    for (kind, size) in ICNS {
        let picture = scratch.join(format!("icns-{size}.png"));
        draw(folder, "icon", *size, &picture)?;
        let picture = fs::read(picture)?;
        pictures.extend_from_slice(*kind);
        pictures.extend_from_slice(&u32::try_from(picture.len() + 8)?.to_be_bytes());
        pictures.extend_from_slice(&picture);
    }
    let mut container = b"icns".to_vec();
    container.extend_from_slice(&u32::try_from(pictures.len() + 8)?.to_be_bytes());
    container.extend_from_slice(&pictures);
    Ok(fs::write(folder.join("icon.icns"), container)?)
}

fn draw(folder: &Path, drawing: &str, size: u32, picture: &Path) -> Result {
    let size = size.to_string();
    let mut convert = command("rsvg-convert");
    convert.args(["-w", &size, "-h", &size]).arg(folder.join(format!("{drawing}.svg"))).arg("-o").arg(picture);
    run(&mut convert)
}
