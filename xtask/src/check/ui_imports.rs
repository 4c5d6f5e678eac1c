//! Who may use whom, in the UI: a feature never imports another, and only `ui/backend` talks to Tauri.
//!
//! Files directly in `ui/` put the features together and may import any.

use super::source::{Source, sources};
use crate::run::Result;

/// Folders of `ui/` that features may import.
const COMMON: [&str; 2] = ["shared", "backend"];

/// The module that reaches the system, and the folder that alone may import it.
const TAURI: (&str, &str) = ("@tauri-apps/", "backend");

pub fn check() -> Result {
    let mut wrong = Vec::new();
    for source in sources("ui", &[".ts", ".svelte", ".js"])? {
        wrong.extend(misplaced(&source));
    }
    if wrong.is_empty() { Ok(()) } else { Err(wrong.join("\n").into()) }
}

fn misplaced(source: &Source) -> Vec<String> {
    let mut wrong = Vec::new();
    let own = folder_of(&source.path);
    for imported in imports(&source.text) {
        if imported.starts_with(TAURI.0) {
            if own != Some(TAURI.1) {
                wrong.push(format!("{}: {imported} is imported only in ui/{}", source.path, TAURI.1));
            }
            continue;
        }
        let target = resolve(&source.path, imported);
        let Some(other) = target.as_deref().and_then(folder_of) else { continue };
        let Some(own) = own.filter(|own| *own != other) else { continue };
        let allowed = match own {
            "backend" => false,
            "shared" => other == "backend",
            _ => COMMON.contains(&other),
        };
        if !allowed {
            wrong.push(format!("{}: ui/{own} may not import ui/{other} ({imported})", source.path));
        }
    }
    wrong
}

/// The folder of `ui/` that a path is in; none for the files directly in `ui/`.
fn folder_of(path: &str) -> Option<&str> {
    path.strip_prefix("ui/")?.split_once('/').map(|(folder, _)| folder)
}

/// Where a relative import points, from the root; none for a package.
fn resolve(from: &str, imported: &str) -> Option<String> {
    if !imported.starts_with('.') {
        return None;
    }
    let mut parts: Vec<&str> = from.split('/').collect();
    parts.pop();
    for part in imported.split('/') {
        match part {
            "." => {}
            ".." => _ = parts.pop(),
            name => parts.push(name),
        }
    }
    Some(parts.join("/"))
}

/// What stands quoted after `from`, `import` or `import(`.
fn imports(text: &str) -> Vec<&str> {
    let mut found = Vec::new();
    for word in ["from", "import"] {
        for (at, _) in text.match_indices(word) {
            let after = text[at + word.len()..].trim_start_matches([' ', '(', '\n']);
            let Some(quote) = after.chars().next().filter(|one| matches!(one, '\'' | '"')) else { continue };
            found.extend(after[1..].split(quote).next());
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wrong(path: &str, text: &str) -> usize {
        misplaced(&Source { path: path.into(), text: text.into() }).len()
    }

    #[test]
    fn a_feature_never_imports_another() {
        assert_eq!(wrong("ui/viewer/Viewer.svelte", "import { x } from '../documents/list';"), 1);
        assert_eq!(wrong("ui/viewer/Viewer.svelte", "import { x } from \"../shared/button\";\nimport './b.css'"), 0);
        assert_eq!(wrong("ui/viewer/pages/Page.svelte", "const m = await import('../../signing/sheet')"), 1);
    }

    #[test]
    fn only_the_backend_talks_to_tauri() {
        assert_eq!(wrong("ui/viewer/Viewer.svelte", "import { invoke } from '@tauri-apps/api/core'"), 1);
        assert_eq!(wrong("ui/backend/index.ts", "import { invoke } from '@tauri-apps/api/core'"), 0);
        assert_eq!(wrong("ui/App.svelte", "import { invoke } from '@tauri-apps/api/core'"), 1);
    }

    #[test]
    fn the_top_puts_the_features_together() {
        assert_eq!(
            wrong("ui/App.svelte", "import V from './viewer/Viewer.svelte'; import D from './documents/D.svelte'"),
            0
        );
    }

    #[test]
    fn what_is_shared_knows_no_feature() {
        assert_eq!(wrong("ui/shared/button.ts", "import { x } from '../viewer/x'"), 1);
        assert_eq!(wrong("ui/backend/index.ts", "import { x } from '../shared/x'"), 1);
    }
}
