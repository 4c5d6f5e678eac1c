//! The third-party notices that the app ships: whose work is in it, and under which terms.
//!
//! Collects; how the text is put together is `notices_text`'s business. Reads licence files where cargo, npm and the
//! PDFium wheel unpacked them, so the lock files decide what is named.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value;

use super::notices_text::{Work, compose};
use crate::places;
use crate::run::{Result, capture, cargo};

const FILE: &str = "src-tauri/THIRD-PARTY-NOTICES.txt";

/// The packages of ours that people get.
const SHIPPED: [&str; 2] = ["coffreo-desktop", "coffreo-server"];

/// Works of others that a crate carries within: crate, licence file in it, the work's name and licence.
const WITHIN: &[(&str, &str, &str, &str)] = &[
    ("libsqlite3-sys", "sqlcipher/LICENSE", "SQLCipher", "BSD-3-Clause"),
    ("openssl-src", "openssl/LICENSE.txt", "OpenSSL", "Apache-2.0"),
    ("zstd-sys", "zstd/LICENSE", "Zstandard", "BSD-3-Clause"),
];

/// The npm packages whose code or fonts vite puts into the UI's bundle.
const BUNDLED: [&str; 6] =
    ["@fontsource-variable/inter", "@lucide/svelte", "@tauri-apps/api", "clsx", "esm-env", "svelte"];

pub fn write() -> Result {
    fs::write(places::root().join(FILE), text()?)?;
    println!("{FILE} is written.");
    Ok(())
}

/// Fails when the committed notices are not those of what is used now.
pub fn check() -> Result {
    let committed = fs::read_to_string(places::root().join(FILE)).unwrap_or_default().replace('\r', "");
    if committed == text()? {
        return Ok(());
    }
    Err(format!("{FILE} is stale. Write it with: cargo xtask generate notices").into())
}

fn text() -> Result<String> {
    let mut works = crates()?;
    works.extend(npm_packages()?);
    works.push(pdfium()?);
    Ok(compose(works))
}

/// The crates that end up in what is shipped, on any system: reached without build scripts, macros and tests.
fn crates() -> Result<Vec<Work>> {
    let told = capture(cargo().args(["metadata", "--locked", "--format-version", "1"]))?;
    let told: Value = serde_json::from_str(&told)?;
    let packages: BTreeMap<&str, &Value> = list(&told["packages"]).map(|one| (string(&one["id"]), one)).collect();
    let nodes: BTreeMap<&str, &Value> = list(&told["resolve"]["nodes"]).map(|one| (string(&one["id"]), one)).collect();
    let mut waiting: Vec<&str> =
        packages.iter().filter(|(_, one)| SHIPPED.contains(&string(&one["name"]))).map(|(id, _)| *id).collect();
    let mut reached = BTreeSet::new();
    let mut works = Vec::new();
    while let Some(id) = waiting.pop() {
        let (Some(package), Some(node)) = (packages.get(id), nodes.get(id)) else { continue };
        let is_macro = list(&package["targets"]).any(|target| list(&target["kind"]).any(|kind| kind == "proc-macro"));
        if is_macro || !reached.insert(id) {
            continue;
        }
        let carries = |one: &Value| packages.get(string(&one["pkg"])).is_some_and(|found| is_carrier(found));
        let normal = |one: &Value| list(&one["dep_kinds"]).any(|kind| kind["kind"].is_null());
        waiting.extend(list(&node["deps"]).filter(|one| normal(one) || carries(one)).map(|one| string(&one["pkg"])));
        if package["source"].is_null() {
            continue;
        }
        works.extend(of_crate(package)?);
    }
    Ok(works)
}

/// Whether it carries a work of others: such a crate counts even if only a build script compiles what is in it.
fn is_carrier(package: &Value) -> bool {
    WITHIN.iter().any(|(name, ..)| *name == string(&package["name"]))
}

fn of_crate(package: &Value) -> Result<Vec<Work>> {
    let (name, version) = (string(&package["name"]), string(&package["version"]));
    let folder = Path::new(string(&package["manifest_path"])).parent().unwrap_or(Path::new("."));
    let mut works = vec![Work {
        name: format!("{name} {version}"),
        licence: string(&package["license"]).replace('/', " OR "),
        texts: licence_texts(folder)?,
    }];
    for (_, file, title, licence) in WITHIN.iter().filter(|(within, ..)| *within == name) {
        let file = folder.join(file);
        // A crate may leave out, for one system or feature, what it carries for another.
        if let Ok(text) = fs::read_to_string(&file) {
            works.push(Work {
                name: (*title).into(),
                licence: (*licence).into(),
                texts: vec![("LICENSE".into(), text)],
            });
        }
    }
    Ok(works)
}

/// What the UI's bundle contains, of all that npm installs to build and check it.
fn npm_packages() -> Result<Vec<Work>> {
    let mut works = Vec::new();
    for name in BUNDLED {
        let folder = places::root().join("node_modules").join(name);
        let package: Value = serde_json::from_str(&fs::read_to_string(folder.join("package.json"))?)?;
        works.push(Work {
            name: format!("{name} {}", string(&package["version"])),
            licence: string(&package["license"]).into(),
            texts: licence_texts(&folder)?,
        });
    }
    Ok(works)
}

fn pdfium() -> Result<Work> {
    let mut texts = Vec::new();
    for path in sorted_files(&places::pdfium().join("licenses"))? {
        texts.push((file_name(&path), read(&path)?));
    }
    Ok(Work { name: "PDFium, with what it is built from".into(), licence: "BSD-3-Clause and others".into(), texts })
}

/// The files at the top of a package that state its licence: their names and texts.
fn licence_texts(folder: &Path) -> Result<Vec<(String, String)>> {
    let mut texts = Vec::new();
    for path in sorted_files(folder)? {
        let name = file_name(&path).to_uppercase();
        let states = ["LICENSE", "LICENCE", "COPYING", "NOTICE", "UNLICENSE", "COPYRIGHT"]
            .iter()
            .any(|word| name.starts_with(word));
        if states {
            texts.push((name, read(&path)?));
        }
    }
    Ok(texts)
}

/// A licence text; some of the old ones are not quite UTF-8.
fn read(path: &Path) -> Result<String> {
    Ok(String::from_utf8_lossy(&fs::read(path)?).into_owned())
}

fn sorted_files(folder: &Path) -> Result<Vec<PathBuf>> {
    let entries = fs::read_dir(folder).map_err(|error| format!("{} can't be read: {error}", folder.display()))?;
    let mut files: Vec<PathBuf> = entries.flatten().map(|entry| entry.path()).filter(|path| path.is_file()).collect();
    files.sort();
    Ok(files)
}

fn file_name(path: &Path) -> String {
    path.file_name().unwrap_or_default().to_string_lossy().into_owned()
}

fn list(value: &Value) -> impl Iterator<Item = &Value> {
    value.as_array().into_iter().flatten()
}

fn string(value: &Value) -> &str {
    value.as_str().unwrap_or_default()
}
