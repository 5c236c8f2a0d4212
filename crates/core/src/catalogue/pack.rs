//! Importing a pack.

use std::io::{BufRead, BufReader, Read};

use cds_wire::procedure::{PackHeader, Procedure};
use cds_wire::{Digest, UnixMillis};
use rusqlite::{Connection, Transaction, TransactionBehavior, params};
use sha2::{Digest as _, Sha256};

use super::among;
use super::words::{Words, joined};
use super::{CatalogueState, MAX_RECORD};
use crate::store::{StoreError, signed};

/// The form of the lines that this version reads.
pub(super) const FORMAT: u32 = 1;
/// More than this is not unpacked; 4,037 procedures are 30 MB.
pub(super) const MAX_CONTENT: u64 = 256 * 1024 * 1024;
/// How far back a pack may refer, as a power of two, which is the memory that unpacking takes. Level 19 refers back
/// 8 MB.
pub(super) const WINDOW_LOG: u32 = 23;
/// Records are read one by one on a phone: quick to read matters more than small.
pub(super) const LEVEL: i32 = 3;

/// Why a pack was not imported. The catalogue stays as it was.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub(crate) enum PackError {
    /// Its bytes are not those that were announced.
    #[error("the pack is not the one that was announced")]
    Digest,
    /// Its lines are of a newer form.
    #[error("the pack is of format {0}")]
    Format(u32),
    /// It is not a pack, is too large, or a line of it is no procedure.
    #[error("the pack is damaged")]
    Damaged,
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl From<rusqlite::Error> for PackError {
    fn from(error: rusqlite::Error) -> Self {
        Self::Store(error.into())
    }
}

impl From<std::io::Error> for PackError {
    fn from(_: std::io::Error) -> Self {
        Self::Damaged
    }
}

impl From<serde_json::Error> for PackError {
    fn from(_: serde_json::Error) -> Self {
        Self::Damaged
    }
}

/// Replaces the catalogue with the pack's, in one transaction, reading line by line.
pub(crate) fn import_pack(
    connection: &mut Connection,
    pack: &[u8],
    expected: &Digest,
    now: UnixMillis,
) -> Result<CatalogueState, PackError> {
    if Sha256::digest(pack)[..] != expected.0[..] {
        return Err(PackError::Digest);
    }
    let (header, mut lines) = open(pack)?;
    let state =
        CatalogueState { version: header.version, sha256: *expected, procedures: header.procedures, imported_at: now };
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    clear(&transaction)?;
    let mut compressor = zstd::bulk::Compressor::new(LEVEL)?;
    for id in 1..=header.procedures {
        let procedure: Procedure = serde_json::from_slice(lines.next()?)?;
        insert(&transaction, id, &procedure, &lines.line, &mut compressor)?;
    }
    if !lines.reader.fill_buf()?.is_empty() {
        return Err(PackError::Damaged);
    }
    keep_state(&transaction, &state)?;
    transaction.commit()?;
    Ok(state)
}

/// A pack's header, and its other lines.
pub(super) fn open(pack: &[u8]) -> Result<(PackHeader, Lines<impl Read>), PackError> {
    let mut decoder = zstd::stream::read::Decoder::new(pack)?;
    decoder.window_log_max(WINDOW_LOG)?;
    let mut lines = Lines { reader: BufReader::new(decoder.take(MAX_CONTENT)), line: Vec::new() };
    let header: PackHeader = serde_json::from_slice(lines.next()?)?;
    if header.format == FORMAT { Ok((header, lines)) } else { Err(PackError::Format(header.format)) }
}

/// Keeps which pack this device has.
pub(super) fn keep_state(transaction: &Transaction<'_>, state: &CatalogueState) -> Result<(), StoreError> {
    transaction.execute(
        "INSERT OR REPLACE INTO catalogue_state (only, version, sha256, procedures, imported_at)
         VALUES (1, ?1, ?2, ?3, ?4)",
        params![signed(state.version), state.sha256.0, signed(state.procedures), state.imported_at],
    )?;
    Ok(())
}

/// Lines of a pack, none of them longer than a record may be.
pub(super) struct Lines<R> {
    pub(super) reader: BufReader<R>,
    pub(super) line: Vec<u8>,
}

impl<R: Read> Lines<R> {
    /// The next line, which must be there.
    pub(super) fn next(&mut self) -> Result<&[u8], PackError> {
        self.line.clear();
        (&mut self.reader).take(MAX_RECORD).read_until(b'\n', &mut self.line)?;
        match self.line.pop() {
            Some(b'\n') => Ok(&self.line),
            _ => Err(PackError::Damaged),
        }
    }
}

fn clear(transaction: &Transaction<'_>) -> Result<(), PackError> {
    for table in ["procedure_life_event", "procedure_words", "procedure_scope", "procedure"] {
        transaction.execute(&format!("DELETE FROM {table}"), [])?;
    }
    transaction.execute("INSERT INTO procedure_search (procedure_search) VALUES ('delete-all')", [])?;
    Ok(())
}

/// Keeps a procedure with all that it is found by.
pub(super) fn insert(
    transaction: &Transaction<'_>,
    id: u64,
    procedure: &Procedure,
    line: &[u8],
    compressor: &mut zstd::bulk::Compressor<'_>,
) -> Result<(), PackError> {
    let name = Words::of_name(&procedure.name);
    if procedure.code.is_empty() || name.is_empty() {
        return Err(PackError::Damaged);
    }
    let id = signed(id);
    let inserted = transaction
        .prepare_cached(
            "INSERT OR IGNORE INTO procedure (id, code, name, field, essential, superseded_by, data)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
        )?
        .execute(params![
            id,
            procedure.code,
            procedure.name,
            procedure.field,
            procedure.essential,
            procedure.superseded_by,
            compressor.compress(line)?,
        ])?;
    if inserted == 0 {
        // Two records of one code.
        return Err(PackError::Damaged);
    }
    among::insert(transaction, id, procedure, &Sha256::digest(line).into())?;
    for event in &procedure.life_events {
        transaction
            .prepare_cached("INSERT OR IGNORE INTO procedure_life_event (event, procedure) VALUES (?1, ?2)")?
            .execute(params![event, id])?;
    }
    let synonyms: Vec<Words> =
        procedure.synonyms.iter().map(|synonym| Words::of_name(synonym)).filter(|words| !words.is_empty()).collect();
    let synonyms_folded = joined(&synonyms, Words::folded);
    transaction
        .prepare_cached(
            "INSERT INTO procedure_words
                 (id, essential, superseded, name, synonyms, name_marked, synonyms_marked)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
        )?
        .execute(params![
            id,
            procedure.essential.is_some(),
            procedure.superseded_by.is_some(),
            name.folded(),
            synonyms_folded,
            name.marked(),
            joined(&synonyms, Words::marked),
        ])?;
    transaction
        .prepare_cached("INSERT INTO procedure_search (rowid, words) VALUES (?1, ?2)")?
        .execute(params![id, format!("{}\n{synonyms_folded}", name.folded())])?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::super::fixture::{self, digest, imported, open_search, pack, packed, procedure, search};
    use super::super::{procedure as read, state};
    use super::*;

    #[test]
    fn a_record_comes_back_whole_by_its_code() {
        let mut long = procedure("1.000002", &"Tên rất dài ".repeat(100));
        long.steps = Some("Bước ".repeat(5_000));
        let (_folder, connection) = imported(&[procedure("1.000001", "Một"), long.clone()]);
        assert_eq!(read(&connection, "1.000002").expect("read"), Some(long));
        assert_eq!(read(&connection, "1.000009").expect("read"), None);
    }

    #[test]
    fn a_new_pack_replaces_the_catalogue() {
        let (_folder, mut connection) = imported(&[procedure("1.000001", "Đăng ký tạm trú")]);
        let newer = pack(2, &[procedure("1.000002", "Đăng ký thường trú")]);
        import_pack(&mut connection, &newer, &digest(&newer), 9).expect("imported");
        let codes = |text| -> Vec<String> {
            search(&connection, text, 9).expect("searched").into_iter().map(|hit| hit.code).collect()
        };
        assert_eq!(codes("tạm trú"), ["1.000002"], "the one word it has");
        assert_eq!(codes("tạm"), [""; 0]);
        let expected = CatalogueState { version: 2, sha256: digest(&newer), procedures: 1, imported_at: 9 };
        assert_eq!(state(&connection).expect("read"), Some(expected));
    }

    #[test]
    fn without_a_pack_there_is_nothing_and_no_error() {
        let (_folder, connection) = fixture::open();
        assert_eq!(state(&connection).expect("read"), None);
        assert_eq!(search(&connection, "khai sinh", 9).expect("searched"), []);
        assert_eq!(read(&connection, "1.000001").expect("read"), None);
    }

    #[test]
    fn a_bad_pack_is_refused_whole_and_the_old_catalogue_stays() {
        let good = pack(1, &[procedure("1.000001", "Một")]);
        let line = |code: &str| serde_json::to_string(&procedure(code, "Tên")).expect("JSON");
        let header = |format: u32, procedures: u64| {
            serde_json::to_string(&PackHeader { format, version: 2, procedures, as_of: None }).expect("JSON")
        };
        let two = format!("{}\n{}\n", header(1, 2), line("1.1"));
        for (content, what) in [
            (String::new(), "nothing"),
            ("{}\n".to_owned(), "no header"),
            (two.clone(), "a line less"),
            (format!("{two}{}", line("1.2")), "no end of the last line"),
            (format!("{two}{}\n{}\n", line("1.2"), line("1.3")), "a line more"),
            (format!("{two}{}\n", line("1.1")), "one code twice"),
            (format!("{two}{{\n"), "no JSON"),
            (format!("{two}{{\"code\":\"1.2\",\"name\":\"-\"}}\n"), "no name"),
            (format!("{two}\"{}\"\n", "a".repeat(5_000_000)), "an endless line"),
        ] {
            let (_folder, mut connection) = imported(&[procedure("1.000001", "Một")]);
            let before = state(&connection).expect("read");
            let bad = packed(content.as_bytes());
            let error = import_pack(&mut connection, &bad, &digest(&bad), 0).expect_err(what);
            assert!(matches!(error, PackError::Damaged), "{what}: {error}");
            assert_eq!(state(&connection).expect("read"), before, "{what}");
            assert_eq!(search(&connection, "một", 9).expect("searched").len(), 1, "{what}");
        }
        let (_folder, mut connection) = imported(&[procedure("1.000001", "Một")]);
        let newer = packed(format!("{}\n", header(2, 0)).as_bytes());
        let error = import_pack(&mut connection, &newer, &digest(&newer), 0).expect_err("a newer form");
        assert!(matches!(error, PackError::Format(2)));
        let error = import_pack(&mut connection, &good, &digest(b"other"), 0).expect_err("other bytes");
        assert!(matches!(error, PackError::Digest));
        let no_zstd = b"no zstd";
        let error = import_pack(&mut connection, no_zstd, &digest(no_zstd), 0).expect_err("no zstd");
        assert!(matches!(error, PackError::Damaged));
    }

    #[test]
    fn a_pack_that_grows_without_end_is_refused() {
        let mut content = format!(
            "{}\n",
            serde_json::to_string(&PackHeader { format: 1, version: 2, procedures: 3, as_of: None }).expect("JSON")
        );
        content.push_str(&" ".repeat(9_000_000));
        let bomb = packed(content.as_bytes());
        assert!(bomb.len() < 10_000);
        let (_folder, mut connection) = fixture::open();
        assert!(matches!(import_pack(&mut connection, &bomb, &digest(&bomb), 0), Err(PackError::Damaged)));
    }

    #[test]
    fn life_events_lead_to_their_procedures_essential_ones_first() {
        let of = |code: &str, name: &str, essential| {
            let mut procedure = procedure(code, name);
            procedure.life_events = vec!["Có con nhỏ".to_owned(), "Cư trú".to_owned()];
            procedure.essential = essential;
            procedure
        };
        let records = [of("1.000001", "A", None), of("1.000002", "B", Some(9)), procedure("1.000003", "C")];
        let (_folder, connection) = imported(&records);
        assert_eq!(super::super::life_events(&connection).expect("read"), ["Có con nhỏ", "Cư trú"]);
        let hits = super::super::of_life_event(&connection, "Cư trú", &open_search()).expect("read");
        assert_eq!(hits.iter().map(|hit| hit.code.as_str()).collect::<Vec<_>>(), ["1.000002", "1.000001"]);
    }
}
