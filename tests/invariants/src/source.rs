//! The workspace's Rust files, parsed.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

/// A Rust file of the workspace.
pub struct SourceFile {
    /// Its path from the workspace's folder, with forward slashes.
    pub path: String,
    /// Its text.
    pub text: String,
    /// Its syntax.
    pub syntax: syn::File,
}

/// The workspace's folder.
pub fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// The Rust files below a folder of the workspace.
pub fn sources(folder: &str) -> Result<Vec<SourceFile>> {
    let mut files = Vec::new();
    collect(&root().join(folder), &mut files)?;
    files
        .into_iter()
        .map(|path| {
            let text = fs::read_to_string(&path)?;
            let syntax = syn::parse_file(&text).with_context(|| format!("{} is not Rust", path.display()))?;
            let path = path.strip_prefix(root())?.to_string_lossy().replace('\\', "/");
            Ok(SourceFile { path, text, syntax })
        })
        .collect()
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) -> Result<()> {
    for entry in fs::read_dir(folder).with_context(|| format!("{} is missing", folder.display()))? {
        let path = entry?.path();
        let skipped = path.file_name().is_some_and(|name| name == "target" || name == "dist" || name == "node_modules");
        if path.is_dir() && !skipped {
            collect(&path, files)?;
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            files.push(path);
        }
    }
    files.sort();
    Ok(())
}
