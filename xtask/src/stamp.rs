//! Skipping work whose inputs have not changed.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use sha2::{Digest, Sha256};

use crate::shell::target_dir;

/// The state of a piece of work's inputs.
pub(crate) struct Stamp {
    file: PathBuf,
    hash: String,
}

impl Stamp {
    /// Hashes the inputs: files and folders by content, and facts such as a compiler's version.
    pub(crate) fn of(name: &str, paths: &[&str], facts: &[String]) -> Result<Self> {
        let mut files = BTreeSet::new();
        for path in paths {
            collect(Path::new(path), &mut files)?;
        }
        let mut hash = Sha256::new();
        for fact in facts {
            hash.update(fact);
            hash.update([0]);
        }
        for file in files {
            hash.update(file.to_string_lossy().as_bytes());
            hash.update(Sha256::digest(fs::read(&file).with_context(|| format!("{} cannot be read", file.display()))?));
        }
        let hash = hash.finalize().iter().map(|byte| format!("{byte:02x}")).collect();
        Ok(Self { file: target_dir().join("stamps").join(name), hash })
    }

    /// Whether the work was done with these inputs.
    pub(crate) fn is_fresh(&self) -> bool {
        fs::read_to_string(&self.file).is_ok_and(|kept| kept == self.hash)
    }

    /// Notes that the work is done.
    pub(crate) fn keep(&self) -> Result<()> {
        let folder = self.file.parent().context("a stamp lies in a folder")?;
        fs::create_dir_all(folder)?;
        fs::write(&self.file, &self.hash).context("a stamp could not be kept")
    }
}

fn collect(path: &Path, files: &mut BTreeSet<PathBuf>) -> Result<()> {
    if path.is_dir() {
        for entry in fs::read_dir(path)? {
            let path = entry?.path();
            if !path.ends_with("dist") && !path.ends_with("target") && !path.ends_with("node_modules") {
                collect(&path, files)?;
            }
        }
    } else if path.exists() {
        files.insert(path.to_owned());
    }
    Ok(())
}
