//! Taking national data from files: the catalogue of procedures, and administrative units.
//!
//! What a file holds was crawled or typed by many hands. A record that cannot be what it says is refused with its
//! reason and the others are taken; one that is merely doubtful is taken and marked.

pub mod procedures;
mod sums;
pub mod units;

use std::fmt;
use std::io::Read;

use cds_wire::procedure::ProcedureFlag;

/// The longest content of a file, unpacked.
const MAX_CONTENT: u64 = 512 * 1024 * 1024;
/// How gzip begins (RFC 1952).
const GZIP: [u8; 2] = [0x1f, 0x8b];

/// What became of the records of a file.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ImportReport {
    /// Records taken.
    pub kept: usize,
    /// How many of those bear each mark.
    pub marked: Vec<(Mark, usize)>,
    /// Records left out.
    pub refused: Vec<Refused>,
}

impl ImportReport {
    fn mark(&mut self, mark: Mark) {
        match self.marked.iter_mut().find(|(known, _)| *known == mark) {
            Some((_, count)) => *count += 1,
            None => self.marked.push((mark, 1)),
        }
    }

    fn refuse(&mut self, record: impl Into<String>, reason: RefusalReason) {
        self.refused.push(Refused { record: record.into(), reason });
    }
}

/// Something doubtful about a record that was taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Mark {
    /// A defect that the record shows its readers.
    Flag(ProcedureFlag),
    /// Papers without a name were left out.
    NamelessPaper,
    /// Ways to file that were printed as running text became one with that text as its note.
    ChannelsAsText,
}

impl fmt::Display for Mark {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Flag(ProcedureFlag::DetailSuspect) => "details may belong to another procedure",
            Self::Flag(ProcedureFlag::TimeUnitUncertain) => "unit of a time limit uncertain",
            Self::Flag(ProcedureFlag::TimeUnitMissing) => "time limit without a unit",
            Self::Flag(ProcedureFlag::FeeContradicted) => "labelled free, and a note names a sum",
            Self::Flag(ProcedureFlag::FallbackPage) => "details from a page that stands in",
            Self::NamelessPaper => "papers without a name left out",
            Self::ChannelsAsText => "ways to file printed as text",
        })
    }
}

/// A record left out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refused {
    /// Its code; where it has none, its position in the file, counted from 1, after a `#`.
    pub record: String,
    /// Why.
    pub reason: RefusalReason,
}

/// Why a record is left out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum RefusalReason {
    /// A field is missing or of another kind than it must be.
    #[error("its fields are not those of such a record")]
    Form,
    /// It has no code.
    #[error("it has no code")]
    NoCode,
    /// Its code cannot be one.
    #[error("its code is not of a code's form")]
    CodeForm,
    /// It has no name.
    #[error("it has no name")]
    NoName,
    /// A record before it has the same code.
    #[error("a record before it has the same code")]
    Duplicate,
    /// It is filed in a way that is not known.
    #[error("it names a way to file that is not known")]
    UnknownChannel,
    /// A number of originals or copies cannot be meant.
    #[error("a number of originals or copies cannot be meant")]
    AbsurdCount,
    /// A time limit cannot be meant.
    #[error("a time limit cannot be meant")]
    AbsurdTime,
    /// A fee cannot be meant.
    #[error("a fee cannot be meant")]
    AbsurdFee,
    /// A commune belongs to another province than the file's.
    #[error("it belongs to another province")]
    OtherProvince,
}

/// Why a whole file is not taken.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ImportError {
    /// The file does not unpack.
    #[error("the file does not unpack")]
    Damaged,
    /// The file unpacks to more than is read.
    #[error("the file is larger than is read")]
    TooLarge,
    /// The file is not JSON of the form that is read.
    #[error("the file is not of the form that is read (line {line})")]
    Form {
        /// Where reading ended.
        line: usize,
    },
}

impl From<serde_json::Error> for ImportError {
    fn from(error: serde_json::Error) -> Self {
        Self::Form { line: error.line() }
    }
}

/// The content of a file: as it is, or unpacked where it begins as gzip does.
pub fn unpack(file: Vec<u8>) -> Result<Vec<u8>, ImportError> {
    if !file.starts_with(&GZIP) {
        return Ok(file);
    }
    let mut content = Vec::new();
    let mut reader = flate2::read::MultiGzDecoder::new(file.as_slice()).take(MAX_CONTENT + 1);
    reader.read_to_end(&mut content).map_err(|_| ImportError::Damaged)?;
    if content.len() as u64 > MAX_CONTENT {
        return Err(ImportError::TooLarge);
    }
    Ok(content)
}

/// A text as people read it: line breaks of web pages as such, no space around; none where nothing is left.
fn text(printed: Option<String>) -> Option<String> {
    let printed = printed?.replace("<br>", "\n");
    let trimmed = printed.trim();
    (!trimmed.is_empty() && trimmed != "N/A").then(|| trimmed.to_owned())
}

/// A text of one line, its words one space apart.
fn line(printed: Option<String>) -> Option<String> {
    text(printed).map(|printed| printed.split_whitespace().collect::<Vec<_>>().join(" "))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Write;

    #[test]
    fn a_file_is_unpacked_by_how_it_begins_not_by_its_name() {
        let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
        gzip.write_all(b"{}").expect("written");
        let packed = gzip.finish().expect("packed");
        assert_eq!(unpack(packed.clone()).expect("unpacked"), b"{}");
        assert_eq!(unpack(b"{}".to_vec()).expect("as it is"), b"{}");
        assert!(matches!(unpack(packed[..packed.len() - 4].to_vec()), Err(ImportError::Damaged)));
    }

    #[test]
    fn what_a_web_page_printed_is_read_as_text() {
        let check = |printed: &str, expected: Option<&str>| {
            assert_eq!(text(Some(printed.to_owned())).as_deref(), expected, "{printed}");
        };
        check(" a<br>- b ", Some("a\n- b"));
        check("N/A", None);
        check(" \n", None);
        assert_eq!(line(Some("Đăng ký  xe\nmáy ".to_owned())).as_deref(), Some("Đăng ký xe máy"));
    }
}
