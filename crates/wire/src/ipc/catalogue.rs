//! Searching the procedure catalogue.

use serde::{Deserialize, Serialize};

use crate::Sensitive;
use crate::procedure::ChannelKind;

/// What the citizen looks for.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct SearchArgs {
    /// As typed, with or without marks; a procedure's code, or its beginning, too. What one looks for tells of one's
    /// life.
    pub text: Sensitive,
    /// Which of them.
    #[serde(default)]
    pub filter: SearchFilter,
}

/// Which procedures are looked among. What is not given lets all through.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct SearchFilter {
    /// The field of administration, as [`FilterChoices`] has it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub field: Option<String>,
    /// A level that handles it, as [`FilterChoices`] has it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub level: Option<String>,
    /// A way in which it can be filed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub channel: Option<ChannelKind>,
}

/// What can be chosen among, of the catalogue on this device.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct FilterChoices {
    /// Fields of administration, by name.
    pub fields: Vec<String>,
    /// Levels, those with the most procedures first.
    pub levels: Vec<String>,
}

/// Which catalogue this device reads.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct CatalogueShown {
    /// Version of the province's, where it is here.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub version: Option<u64>,
    /// Where only the one that travels inside the app is here, with the essential services: the day on which they were
    /// taken from the national portal, `yyyy-MM-dd`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub built_in: Option<String>,
}

/// What was found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SearchResults {
    /// Best first.
    pub hits: Vec<ProcedureHit>,
    /// Version of the province's catalogue, which was searched; none where that is not here and the essential services that
    /// travel inside the app were searched.
    pub catalogue_version: Option<u64>,
}

/// One line of what was found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProcedureHit {
    /// The procedure's code.
    pub code: String,
    /// Its name.
    pub name: String,
    /// Its field of administration.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub field: Option<String>,
    /// Its number in the list of essential services, 1 to 25.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub essential: Option<u8>,
    /// Code of the procedure that took its place.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub superseded_by: Option<String>,
    /// Why it cannot be filed on this day; none where it can.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub outside: Option<OutsideValidity>,
}

crate::closed_set! {
    /// How a day lies outside the days on which a procedure holds.
    OutsideValidity {
        /// It holds only from a later day on.
        NotYet,
        /// It held until an earlier day.
        NoLonger,
    }
}

impl OutsideValidity {
    /// How `day` lies to the first and the last day, all as `yyyy-MM-dd`. What is no date sets no limit.
    pub fn of(day: &str, from: Option<&str>, to: Option<&str>) -> Option<Self> {
        let is_date = |text: &&str| text.len() == 10 && text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'-');
        match (from.filter(is_date), to.filter(is_date)) {
            (Some(from), _) if day < from => Some(Self::NotYet),
            (_, Some(to)) if day > to => Some(Self::NoLonger),
            _ => None,
        }
    }
}
