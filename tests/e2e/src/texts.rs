//! The interface's languages, and what a page is known by in each.

use anyhow::{Context, Result};

/// The texts of the interface, as the build reads them.
const LOCALES: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../assets/locales");

/// A language of the interface.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Language {
    /// Vietnamese, the first language.
    Vi,
    /// English.
    En,
}

impl Language {
    /// BCP 47 tag.
    pub fn tag(self) -> &'static str {
        match self {
            Self::Vi => "vi",
            Self::En => "en",
        }
    }

    /// What the interface says with this message, up to its first variable.
    pub fn text(self, key: &str) -> Result<String> {
        let folder = format!("{LOCALES}/{}", self.tag());
        for file in std::fs::read_dir(&folder).with_context(|| format!("{folder} is missing"))? {
            let texts = std::fs::read_to_string(file?.path())?;
            let message = texts.lines().find_map(|line| line.strip_prefix(key)?.trim_start().strip_prefix('='));
            if let Some(message) = message {
                let text = message.split('{').next().unwrap_or_default().trim();
                anyhow::ensure!(!text.is_empty(), "{key} begins with a variable: a page is not known by it");
                return Ok(text.to_owned());
            }
        }
        anyhow::bail!("{folder} has no message {key}")
    }
}

/// By what a page is known.
#[derive(Debug, Clone, Copy)]
pub enum Shown {
    /// The portal's or the citizen's own words, the same in both languages.
    Words(&'static str),
    /// A message of the interface.
    Message(&'static str),
}

impl Shown {
    /// The text to look for on the page.
    pub fn text(self, language: Language) -> Result<String> {
        match self {
            Self::Words(words) => Ok(words.to_owned()),
            Self::Message(key) => language.text(key),
        }
    }
}
