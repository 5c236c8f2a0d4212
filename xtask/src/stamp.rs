//! Skipping work whose inputs have not changed.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, ensure};
use sha2::{Digest, Sha256};

use crate::shell::target_dir;

/// The state of a piece of work's inputs.
pub(crate) struct Stamp {
    file: PathBuf,
    hash: String,
}

/// Where stamps lie whose work is kept in the target folder.
pub(crate) fn in_target(name: &str) -> PathBuf {
    target_dir().join("stamps").join(name)
}

impl Stamp {
    /// Hashes the inputs: files and folders by content, and facts such as a compiler's version.
    ///
    /// The stamp is kept in `file`, which belongs beside what the work makes.
    pub(crate) fn of(file: PathBuf, paths: &[&str], facts: &[String]) -> Result<Self> {
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
        Ok(Self { file, hash })
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
            let made = [".dist-stamp", "dist", "node_modules", "target"].iter().any(|name| path.ends_with(name));
            if !made {
                collect(&path, files)?;
            }
        }
    } else {
        ensure!(path.exists(), "{} is no longer there: mend the list of inputs in xtask", path.display());
        files.insert(path.to_owned());
    }
    Ok(())
}
