//! Looks byte by byte through everything that app, webview and keystore left on the desktop.

use std::path::{Path, PathBuf};

use anyhow::{Result, ensure};

use crate::Desktop;

/// What the app has not written: the portal's own data, and the files that lie there to be chosen.
const OUTSIDE: [&str; 2] = ["portal", "out"];

impl Desktop {
    /// Fails where one of these words can be read in anything that was written on this desktop, logs included, as UTF-8 or
    /// as UTF-16. Proves each time that it would find them.
    pub fn nothing_readable(&self, words: &[&str]) -> Result<()> {
        self.would_find(words)?;
        for entry in std::fs::read_dir(self.path(""))? {
            let entry = entry?;
            if OUTSIDE.iter().all(|outside| entry.file_name() != *outside) {
                let found = find(&entry.path(), words)?;
                ensure!(found.is_empty(), "can be read: {found:?}");
            }
        }
        Ok(())
    }

    /// Whether this word can be read below a folder of the desktop.
    pub fn is_readable_in(&self, folder: &str, word: &str) -> Result<bool> {
        Ok(!find(&self.path(folder), &[word])?.is_empty())
    }

    /// Leaves each word in a file of its own in each form, and looks for it.
    fn would_find(&self, words: &[&str]) -> Result<()> {
        let folder = self.path("tmp/planted");
        for word in words {
            for form in forms(word) {
                std::fs::create_dir_all(&folder)?;
                std::fs::write(folder.join("page.bin"), [b"\0\x01left".as_slice(), &form, b"\xff"].concat())?;
                let found = find(&self.path("tmp"), words)?;
                ensure!(found.iter().any(|(_, found)| found == word), "the scan does not find {word:?}");
                std::fs::remove_dir_all(&folder)?;
            }
        }
        Ok(())
    }
}

/// A word as UTF-8 and as UTF-16, which webviews keep texts in.
fn forms(word: &str) -> [Vec<u8>; 2] {
    [word.as_bytes().to_vec(), word.encode_utf16().flat_map(u16::to_le_bytes).collect()]
}

fn find(path: &Path, words: &[&str]) -> Result<Vec<(PathBuf, String)>> {
    let mut found = Vec::new();
    let Some(kind) = if_there(std::fs::symlink_metadata(path).map(|about| about.file_type()))? else {
        return Ok(found);
    };
    if kind.is_dir() {
        for entry in if_there(std::fs::read_dir(path))?.into_iter().flatten() {
            found.extend(find(&entry?.path(), words)?);
        }
    } else if kind.is_file() {
        let bytes = if_there(std::fs::read(path))?.unwrap_or_default();
        let readable = words.iter().filter(|word| forms(word).iter().any(|form| holds(&bytes, form)));
        found.extend(readable.map(|word| (path.to_owned(), (*word).to_owned())));
        let name = path.to_string_lossy();
        found.extend(
            words.iter().filter(|word| name.contains(**word)).map(|word| (path.to_owned(), (*word).to_owned())),
        );
    }
    Ok(found)
}

/// Files come and go while the app runs: what has just gone holds nothing. Anything else that cannot be read is an error.
fn if_there<T>(read: std::io::Result<T>) -> Result<Option<T>> {
    match read {
        Ok(read) => Ok(Some(read)),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error.into()),
    }
}

/// Whether the bytes hold the word. Where it is a short number, such as a PIN, no longer number around it counts: the
/// microseconds of a log's time would sometimes hold it.
fn holds(bytes: &[u8], word: &[u8]) -> bool {
    let short_number = word.len() <= 6 && word.iter().all(u8::is_ascii_digit);
    let in_a_number = |at: usize| {
        let before = at.checked_sub(1).and_then(|before| bytes.get(before));
        let after = bytes.get(at + word.len());
        before.is_some_and(|byte| byte.is_ascii_digit() || *byte == b'.') || after.is_some_and(u8::is_ascii_digit)
    };
    let Some(first) = word.first() else { return false };
    let starts = bytes.iter().enumerate().filter(|(_, byte)| *byte == first).map(|(at, _)| at);
    starts
        .filter(|at| bytes.get(*at..).is_some_and(|rest| rest.starts_with(word)))
        .any(|at| !short_number || !in_a_number(at))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(bytes: &[u8], word: &str, expected: bool) {
        assert_eq!(forms(word).iter().any(|form| holds(bytes, form)), expected, "{word} in {bytes:?}");
    }

    #[test]
    fn a_word_is_found_in_both_forms_and_a_pin_not_within_a_longer_number() {
        check(b"\0Th\xc3\xad\xff", "Thí", true);
        check(b"\0T\0h\0\xed\0", "Thí", true);
        check(b"\0Thi", "Thí", false);
        check(br#"{"secret":"135790"}"#, "135790", true);
        check(b"12:30:05.135790Z 1357901", "135790", false);
        check(b"id 1004090000001", "004090000001", true);
    }
}
