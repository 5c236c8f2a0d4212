//! Searching the catalogue as people type: without marks, with some, with all; a code; the beginning of a word.
//!
//! The index tells which procedures have the words; how well each answers is reckoned here, on the folded names, since
//! what matters (the whole name, its beginning, marks that agree) is not what an index counts. All 4,037 procedures of
//! the national catalogue are ranked in a few milliseconds, so nothing is cut off before.

use cds_wire::ipc::ProcedureHit;
use rusqlite::types::ValueRef;
use rusqlite::{Connection, OptionalExtension, params};

use super::hit;
use super::rank::{Names, Rank, Sought};
use super::words::Words;
use crate::store::StoreError;

/// Characters beyond these are not looked at. The longest name has 1,192.
const MAX_CHARS: usize = 1_500;
/// Where no procedure has all the words: how many of the words are looked at, and how many of those, the rarest, choose
/// the procedures, as long as they choose no more than so many together. Common words choose thousands and tell nothing.
const SOME_WORDS: usize = 12;
const RAREST_WORDS: usize = 3;
const SOME_PROCEDURES: i64 = 1_200;

/// The procedures that answer what was typed, best first: an exact code, names equal to it, names that begin with it,
/// names that hold it, names that have all of its words; where there is none, names that have all those of its words that
/// some name has; where there is none either, names that have some of them. Of nothing
/// typed, the essential services.
pub(crate) fn search(connection: &Connection, text: &str, limit: usize) -> Result<Vec<ProcedureHit>, StoreError> {
    let text: String = text.chars().take(MAX_CHARS).collect();
    let words = Words::of_name(&text);
    if words.is_empty() {
        return essential(connection, limit);
    }
    let by_code = by_code(connection, text.trim(), limit)?;
    if !by_code.is_empty() {
        return Ok(by_code);
    }
    let sought = Sought::new(words.clone());
    let mut found = ranked(connection, &sought, &sought.all_words())?;
    if found.is_empty() {
        let sought = Sought::new(words.first(SOME_WORDS));
        let known = known_words(connection, &sought)?;
        let all = known.iter().map(|(_, term)| term.as_str()).collect::<Vec<_>>().join(" ");
        found = ranked(connection, &sought, &all)?;
        if found.is_empty() {
            found = ranked(connection, &sought, &rarest_words(known))?;
        }
    }
    found.sort_unstable();
    found.truncate(limit);
    let mut read =
        connection.prepare_cached("SELECT code, name, field, essential, superseded_by FROM procedure WHERE id = ?1")?;
    let mut hits = Vec::with_capacity(found.len());
    for (_, id) in found {
        hits.extend(read.query_row([id], hit).optional()?);
    }
    Ok(hits)
}

/// The words that some procedure has, the rarest first, as terms of the index.
fn known_words(connection: &Connection, sought: &Sought) -> Result<Vec<(i64, String)>, StoreError> {
    let mut count =
        connection.prepare_cached("SELECT count(*) FROM procedure_search WHERE procedure_search MATCH ?1")?;
    let mut counted = Vec::new();
    for term in sought.terms() {
        let procedures: i64 = count.query_row([&term], |row| row.get(0))?;
        if procedures > 0 {
            counted.push((procedures, term));
        }
    }
    counted.sort();
    Ok(counted)
}

/// The expression for procedures that have any of the rarest of these words.
fn rarest_words(known: Vec<(i64, String)>) -> String {
    let mut together = 0;
    let rarest = known.into_iter().take(RAREST_WORDS).take_while(|(procedures, _)| {
        let first = together == 0;
        together += procedures;
        first || together <= SOME_PROCEDURES
    });
    rarest.map(|(_, term)| term).collect::<Vec<_>>().join(" OR ")
}

/// Every procedure that an expression of the index finds, with its rank and id.
fn ranked(connection: &Connection, sought: &Sought, expression: &str) -> Result<Vec<(Rank, i64)>, StoreError> {
    if expression.is_empty() {
        return Ok(Vec::new());
    }
    // Two statements, since reading the marks costs as much again.
    let mut statement = connection.prepare_cached(if sought.has_marks() {
        "SELECT id, essential, superseded, name, synonyms, name_marked, synonyms_marked
         FROM procedure_search JOIN procedure_words ON id = procedure_search.rowid WHERE procedure_search MATCH ?1"
    } else {
        "SELECT id, essential, superseded, name, synonyms, '', ''
         FROM procedure_search JOIN procedure_words ON id = procedure_search.rowid WHERE procedure_search MATCH ?1"
    })?;
    let mut rows = statement.query([expression])?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        let names = Names {
            name: text(row.get_ref(3)?)?,
            synonyms: text(row.get_ref(4)?)?,
            name_marked: text(row.get_ref(5)?)?,
            synonyms_marked: text(row.get_ref(6)?)?,
        };
        found.push((sought.rank(&names, row.get(1)?, row.get(2)?), row.get(0)?));
    }
    Ok(found)
}

fn text(value: ValueRef<'_>) -> Result<&str, StoreError> {
    value.as_str().map_err(|_| StoreError::Damaged)
}

/// The procedures whose code is or begins with what was typed; none where that has no code's form: digits, a point.
fn by_code(connection: &Connection, typed: &str, limit: usize) -> Result<Vec<ProcedureHit>, StoreError> {
    let typed = typed.to_ascii_uppercase();
    let is_code = typed.starts_with(|c: char| c.is_ascii_digit())
        && typed.contains('.')
        && typed.chars().all(|c| c.is_ascii_alphanumeric() || c == '.');
    if !is_code {
        return Ok(Vec::new());
    }
    // Every code that begins with the text comes before the text with a character above all of a code's behind it.
    let mut statement = connection.prepare_cached(
        "SELECT code, name, field, essential, superseded_by FROM procedure
         WHERE code >= ?1 AND code < ?1 || '~' ORDER BY code LIMIT ?2",
    )?;
    let hits = statement.query_map(params![typed, rows(limit)], hit)?.collect::<Result<_, _>>()?;
    Ok(hits)
}

fn essential(connection: &Connection, limit: usize) -> Result<Vec<ProcedureHit>, StoreError> {
    let mut statement = connection.prepare_cached(
        "SELECT code, name, field, essential, superseded_by FROM procedure
         WHERE essential IS NOT NULL ORDER BY superseded_by IS NOT NULL, essential, name LIMIT ?1",
    )?;
    let hits = statement.query_map([rows(limit)], hit)?.collect::<Result<_, _>>()?;
    Ok(hits)
}

fn rows(limit: usize) -> i64 {
    i64::try_from(limit).unwrap_or(i64::MAX)
}

#[cfg(test)]
#[path = "search_tests.rs"]
mod tests;
