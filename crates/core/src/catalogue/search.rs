//! Searching the catalogue as people type: without marks, with some, with all; a code; the beginning of a word.
//!
//! The index tells which procedures have the words; how well each answers is reckoned here, on the folded names, since
//! what matters (the whole name, its beginning, marks that agree) is not what an index counts. All 4,037 procedures of
//! the national catalogue are ranked in a few milliseconds, so nothing is cut off before.

use cds_wire::ipc::ProcedureHit;
use rusqlite::types::ValueRef;
use rusqlite::{Connection, OptionalExtension, named_params};

use super::among::{Among, CONDITION, HITS};
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
/// typed, the essential services; with a filter, all that it lets through, by name.
pub(crate) fn search(
    connection: &Connection,
    text: &str,
    among: &Among<'_>,
    limit: usize,
) -> Result<Vec<ProcedureHit>, StoreError> {
    let text: String = text.chars().take(MAX_CHARS).collect();
    let words = Words::of_name(&text);
    if words.is_empty() {
        return if among.is_open() { essential(connection, among, limit) } else { by_name(connection, among, limit) };
    }
    let by_code = by_code(connection, &text, among, limit)?;
    if !by_code.is_empty() {
        return Ok(by_code);
    }
    let sought = Sought::new(words.clone());
    let mut found = ranked(connection, &sought, among, &sought.all_words())?;
    if found.is_empty() {
        let sought = Sought::new(words.first(SOME_WORDS));
        let known = known_words(connection, &sought)?;
        let all = known.iter().map(|(_, term)| term.as_str()).collect::<Vec<_>>().join(" ");
        found = ranked(connection, &sought, among, &all)?;
        if found.is_empty() {
            found = ranked(connection, &sought, among, &rarest_words(known))?;
        }
    }
    found.sort_unstable();
    // Equals are told apart by code: ids depend on the way by which the catalogue came here.
    let last = found.get(limit.saturating_sub(1)).map(|(rank, _)| *rank);
    found.retain(|(rank, _)| last.is_none_or(|last| *rank <= last));
    let mut read = connection.prepare_cached(&format!("{HITS} WHERE p.id = ?1"))?;
    let mut hits = Vec::with_capacity(found.len());
    for (rank, id) in found {
        hits.extend(read.query_row([id], |row| among.hit(row)).optional()?.map(|hit| (rank, hit)));
    }
    hits.sort_by(|(one, hit), (other, more)| one.cmp(other).then_with(|| hit.code.cmp(&more.code)));
    let hits = hits.into_iter().map(|(_, hit)| hit).take(limit).collect();
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
fn ranked(
    connection: &Connection,
    sought: &Sought,
    among: &Among<'_>,
    expression: &str,
) -> Result<Vec<(Rank, i64)>, StoreError> {
    if expression.is_empty() {
        return Ok(Vec::new());
    }
    // The marks only where some were typed, since reading them costs as much again; and procedures of another province
    // are few, so that they are known without looking at every scope.
    let marks = if sought.has_marks() { "name_marked, synonyms_marked" } else { "'', ''" };
    let scopes = match among.is_open() {
        true => "w.id NOT IN (SELECT s.id FROM procedure_scope s WHERE s.province IS NOT NULL AND NOT (CONDITION))",
        false => "w.id IN (SELECT s.id FROM procedure_scope s WHERE CONDITION)",
    };
    let mut statement = connection.prepare_cached(&format!(
        "SELECT w.id, essential, superseded, name, synonyms, {marks}
         FROM procedure_search JOIN procedure_words w ON w.id = procedure_search.rowid
         WHERE procedure_search MATCH :words AND {}",
        scopes.replace("CONDITION", CONDITION)
    ))?;
    let mut rows = statement.query(named_params! {
        ":words": expression,
        ":province": among.province,
        ":field": among.filter.field,
        ":level": among.filter.level,
        ":channel": among.channel(),
    })?;
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

/// The procedures whose code is or begins with what was typed; none where that has no code's form.
fn by_code(
    connection: &Connection,
    typed: &str,
    among: &Among<'_>,
    limit: usize,
) -> Result<Vec<ProcedureHit>, StoreError> {
    let Some(code) = code_of(typed) else { return Ok(Vec::new()) };
    // Every code that begins with the text comes before the text with a character above all of a code's behind it.
    among.hits(connection, "p.code >= :text AND p.code < :text || '~' ORDER BY p.code", Some(&code), limit)
}

/// What was typed as a code or its beginning: digits, a point. People also write `mã 1.001193`, `1,001193`, `1 001193`
/// and `1001193`.
fn code_of(typed: &str) -> Option<String> {
    let folded = cds_vn::text::fold(typed.trim());
    let mut rest = folded.as_str();
    for word in ["ma", "so", "thu tuc", "tthc", "so", ":", "#"] {
        rest = rest.strip_prefix(word).unwrap_or(rest).trim_start();
    }
    let parted = rest.contains(['.', ',', ' ', '-', '–']);
    let parts: Vec<&str> = rest.split(['.', ',', ' ', '-', '–']).collect();
    let mut code = match (parted, rest.split_at_checked(1)) {
        // The part before the point has one digit, the one behind it six.
        (false, Some((first, six))) if six.len() == 6 && six.bytes().all(|byte| byte.is_ascii_digit()) => {
            format!("{first}.{six}")
        }
        (false, _) => return None,
        _ => parts.join("."),
    };
    code.make_ascii_uppercase();
    let is_code =
        code.starts_with(|c: char| c.is_ascii_digit()) && code.chars().all(|c| c.is_ascii_alphanumeric() || c == '.');
    is_code.then_some(code)
}

fn essential(connection: &Connection, among: &Among<'_>, limit: usize) -> Result<Vec<ProcedureHit>, StoreError> {
    let first =
        "p.essential IS NOT NULL AND :text IS NULL ORDER BY p.superseded_by IS NOT NULL, p.essential, p.name, p.code";
    among.hits(connection, first, None, limit)
}

/// All that the filter lets through, as a reader looks them up: marks do not part words. What was superseded comes last.
fn by_name(connection: &Connection, among: &Among<'_>, limit: usize) -> Result<Vec<ProcedureHit>, StoreError> {
    let all = ":text IS NULL
         ORDER BY p.superseded_by IS NOT NULL, (SELECT w.name FROM procedure_words w WHERE w.id = p.id), p.code";
    among.hits(connection, all, None, limit)
}

#[cfg(test)]
#[path = "search_tests.rs"]
mod tests;
