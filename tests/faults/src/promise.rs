//! What calls have promised.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::str::FromStr;

/// One promise, with a form in one line of text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Promise {
    /// About to write this text into a draft: from now on either this or what was there before.
    Writing(String),
    /// A draft holds the text of this number.
    Draft(String, u32),
    /// A draft has the paper of this number attached.
    Attached(String, u32),
    /// A draft became a confirmed command.
    Confirmed(String, String),
    /// A paper with the content of this number is kept.
    Paper(String, u32),
    /// A synchronisation went through.
    InStep,
}

impl fmt::Display for Promise {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Writing(draft) => write!(f, "writing {draft}"),
            Self::Draft(draft, number) => write!(f, "draft {draft} {number}"),
            Self::Attached(draft, number) => write!(f, "attached {draft} {number}"),
            Self::Confirmed(draft, command) => write!(f, "confirmed {draft} {command}"),
            Self::Paper(paper, number) => write!(f, "paper {paper} {number}"),
            Self::InStep => f.write_str("in-step"),
        }
    }
}

impl FromStr for Promise {
    type Err = anyhow::Error;

    fn from_str(line: &str) -> anyhow::Result<Self> {
        let words: Vec<&str> = line.split_whitespace().collect();
        Ok(match words.as_slice() {
            ["writing", draft] => Self::Writing((*draft).to_owned()),
            ["draft", draft, number] => Self::Draft((*draft).to_owned(), number.parse()?),
            ["attached", draft, number] => Self::Attached((*draft).to_owned(), number.parse()?),
            ["confirmed", draft, command] => Self::Confirmed((*draft).to_owned(), (*command).to_owned()),
            ["paper", paper, number] => Self::Paper((*paper).to_owned(), number.parse()?),
            ["in-step"] => Self::InStep,
            _ => anyhow::bail!("no promise: {line:?}"),
        })
    }
}

/// All that was promised so far.
#[derive(Debug, Clone, Default)]
pub struct Promised {
    /// Drafts with the number of their text.
    pub drafts: BTreeMap<String, u32>,
    /// Drafts with the number of the paper attached to them.
    pub attached: BTreeMap<String, u32>,
    /// Ids of confirmed commands.
    pub commands: BTreeSet<String>,
    /// Papers with the number of their content.
    pub papers: BTreeMap<String, u32>,
    /// The draft that was being written: its text may be the next one already.
    pub writing: Option<String>,
}

impl Promised {
    /// Takes note of a promise.
    pub fn note(&mut self, promise: Promise) {
        match promise {
            Promise::Writing(draft) => self.writing = Some(draft),
            Promise::Draft(draft, number) => {
                self.writing = None;
                self.drafts.insert(draft, number);
            }
            Promise::Attached(draft, number) => {
                self.attached.insert(draft, number);
            }
            Promise::Confirmed(draft, command) => {
                self.drafts.remove(&draft);
                self.attached.remove(&draft);
                self.commands.insert(command);
            }
            Promise::Paper(paper, number) => {
                self.papers.insert(paper, number);
            }
            Promise::InStep => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_promise_survives_being_written_as_a_line() {
        let (one, two) = ("a".to_owned(), "b".to_owned());
        for promise in [
            Promise::Writing(one.clone()),
            Promise::Draft(one.clone(), 3),
            Promise::Attached(one.clone(), 4),
            Promise::Confirmed(one.clone(), two),
            Promise::Paper(one, 5),
            Promise::InStep,
        ] {
            assert_eq!(promise.to_string().parse::<Promise>().expect("a promise"), promise);
        }
        assert!("draft".parse::<Promise>().is_err());
    }
}
