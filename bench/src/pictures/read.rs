//! The reader: tesseract of Debian's packages tesseract-ocr and tesseract-ocr-vie.

use std::path::PathBuf;
use std::process::Command;

use anyhow::{Context, Result, bail};
use unicode_normalization::UnicodeNormalization;

/// The texts of the pictures, in their order.
pub fn all(files: &[PathBuf]) -> Result<Vec<String>> {
    std::thread::scope(|scope| {
        let readers: Vec<_> = files.iter().map(|file| scope.spawn(move || one(file))).collect();
        readers.into_iter().map(|reader| reader.join().map_err(|_| anyhow::anyhow!("a reader gave up"))?).collect()
    })
}

fn one(file: &PathBuf) -> Result<String> {
    let mut tesseract = Command::new("tesseract");
    // It gets no hint but the language. One thread each: there are as many pictures as cores, or more.
    tesseract.arg(file).args(["stdout", "-l", "vie"]).env("OMP_THREAD_LIMIT", "1");
    let output = tesseract.output().context("tesseract is missing: install tesseract-ocr and tesseract-ocr-vie")?;
    if !output.status.success() {
        bail!("tesseract failed: {}", String::from_utf8_lossy(&output.stderr));
    }
    String::from_utf8(output.stdout).context("tesseract writes UTF-8")
}

pub fn version() -> Result<String> {
    let output = Command::new("tesseract").arg("--version").output().context("tesseract is missing")?;
    Ok(String::from_utf8_lossy(&output.stdout).lines().next().unwrap_or_default().trim().to_owned())
}

/// Which part of the characters is read rightly: those that need not be changed, left out or put in. Composed characters
/// count as one; any white space is one space.
pub fn part_right(text: &str, read: &str) -> f64 {
    let characters = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ").nfc().collect::<Vec<char>>();
    let (text, read) = (characters(text), characters(read));
    (1.0 - distance(&text, &read) as f64 / text.len().max(1) as f64).max(0.0)
}

/// How many characters must be changed, left out or put in (Levenshtein).
fn distance(a: &[char], b: &[char]) -> usize {
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (line, from) in a.iter().enumerate() {
        let mut diagonal = line;
        row[0] = line + 1;
        for (place, to) in b.iter().enumerate() {
            let changed = diagonal + usize::from(from != to);
            diagonal = row[place + 1];
            row[place + 1] = changed.min(diagonal + 1).min(row[place] + 1);
        }
    }
    row[b.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_count_as_their_letters_and_white_space_as_one() {
        assert_eq!(part_right("Lý A\nThí", "Ly\u{301}  A Thí\n\n"), 1.0);
        assert_eq!(part_right("Đặng", "Đăng"), 0.75);
        assert_eq!(part_right("abcd", "abXcd"), 0.75);
        assert_eq!(part_right("abcd", ""), 0.0);
        assert_eq!(distance(&['a', 'b'], &['b']), 1);
    }
}
