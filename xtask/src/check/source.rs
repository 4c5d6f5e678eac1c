//! Reads the project's own source files. Follows no import and knows no rule.

use std::fs;
use std::path::Path;

use crate::places;
use crate::run::Result;

/// A source file: its path from the root, with `/` on every system, and its text.
pub struct Source {
    pub path: String,
    pub text: String,
}

/// The files below `folder` (from the root) whose names end in one of `endings`, in the order of their paths.
pub fn sources(folder: &str, endings: &[&str]) -> Result<Vec<Source>> {
    let mut found = Vec::new();
    collect(&places::root().join(folder), endings, &mut found)?;
    found.sort_by(|one, other| one.path.cmp(&other.path));
    Ok(found)
}

fn collect(folder: &Path, endings: &[&str], found: &mut Vec<Source>) -> Result {
    let entries = fs::read_dir(folder).map_err(|error| format!("{} can't be read: {error}", folder.display()))?;
    for path in entries.flatten().map(|entry| entry.path()) {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        if path.is_dir() && !matches!(&*name, "node_modules" | "target" | "dist") {
            collect(&path, endings, found)?;
        } else if endings.iter().any(|ending| name.ends_with(ending)) {
            let from_root = path.strip_prefix(places::root())?.to_string_lossy().replace('\\', "/");
            found.push(Source { path: from_root, text: fs::read_to_string(&path)? });
        }
    }
    Ok(())
}

/// Rust source without its comments and the insides of its strings; line breaks stay, so lines can be counted.
pub fn rust_code(text: &str) -> String {
    let mut code = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(next) = rest.chars().next() {
        let (kept, skipped) = if rest.starts_with("//") {
            ("", rest.find('\n').unwrap_or(rest.len()))
        } else if rest.starts_with("/*") {
            ("", rest.find("*/").map_or(rest.len(), |end| end + 2))
        } else if let Some(length) = raw_string(rest) {
            ("\"\"", length)
        } else if next == '"' {
            ("\"\"", plain_string(rest))
        } else if rest.starts_with("'\"'") || rest.starts_with("'\\\"'") {
            ("' '", if rest.starts_with("'\"'") { 3 } else { 4 })
        } else {
            (&rest[..next.len_utf8()], next.len_utf8())
        };
        code.push_str(kept);
        if skipped > 1 {
            code.extend(rest[..skipped].chars().filter(|&one| one == '\n'));
        }
        rest = &rest[skipped..];
    }
    code
}

/// The length of a raw string that starts here, if one does.
fn raw_string(rest: &str) -> Option<usize> {
    let hashes_on = rest.strip_prefix('r')?;
    let hashes = hashes_on.len() - hashes_on.trim_start_matches('#').len();
    hashes_on[hashes..].strip_prefix('"')?;
    let end = format!("\"{}", "#".repeat(hashes));
    let body = hashes + 2;
    Some(rest[body..].find(&end).map_or(rest.len(), |at| body + at + end.len()))
}

fn plain_string(rest: &str) -> usize {
    let mut escaped = false;
    for (at, one) in rest.char_indices().skip(1) {
        match one {
            '\\' if !escaped => escaped = true,
            '"' if !escaped => return at + 1,
            _ => escaped = false,
        }
    }
    rest.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn comments_and_strings_are_no_code() {
        let text = "use a::b; // sqlx::query\n/* rusqlite:: */ let s = \"axum::\\\"x\"; let r = r#\"tauri::\"#; 'x'";
        assert_eq!(rust_code(text), "use a::b; \n let s = \"\"; let r = \"\"; 'x'");
    }

    #[test]
    fn a_quote_as_a_character_opens_no_string() {
        assert_eq!(rust_code("split('\"'); sqlx::x"), "split(' '); sqlx::x");
    }
}
