//! Taking the catalogue from the version that is here to a newer one, by what changed between.

use std::io::{BufRead, BufReader, Read};

use cds_identity::catalogue_digest;
use cds_wire::procedure::{DeltaHeader, Procedure};
use cds_wire::{Digest, UnixMillis};
use rusqlite::{Connection, OptionalExtension, Transaction, TransactionBehavior, params};

use super::pack::{FORMAT, LEVEL, Lines, MAX_CONTENT, PackError, WINDOW_LOG, insert, keep_state};
use super::{CatalogueState, state};
use crate::store::{StoreError, signed};

/// What must come out.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Target {
    /// The version.
    pub(crate) version: u64,
    /// SHA-256 of the pack that holds the same.
    pub(crate) sha256: Digest,
    /// What the province signed that the catalogue is.
    pub(crate) content: [u8; 32],
}

/// Applies a delta in one transaction, of which nothing stays where another catalogue than the signed one comes out.
pub(crate) fn apply_delta(
    connection: &mut Connection,
    delta: &[u8],
    target: &Target,
    now: UnixMillis,
) -> Result<CatalogueState, PackError> {
    let mut decoder = zstd::stream::read::Decoder::new(delta)?;
    decoder.window_log_max(WINDOW_LOG)?;
    let mut lines = Lines { reader: BufReader::new(decoder.take(MAX_CONTENT)), line: Vec::new() };
    let header: DeltaHeader = serde_json::from_slice(lines.next()?)?;
    if header.format != FORMAT {
        return Err(PackError::Format(header.format));
    }
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let here = state(&transaction)?.ok_or(PackError::Damaged)?;
    if (header.from, header.version) != (here.version, target.version) {
        return Err(PackError::Damaged);
    }
    for code in &header.removed {
        remove(&transaction, code)?;
    }
    let mut compressor = zstd::bulk::Compressor::new(LEVEL)?;
    for _ in 0..header.changed {
        let procedure: Procedure = serde_json::from_slice(lines.next()?)?;
        remove(&transaction, &procedure.code)?;
        let next: i64 =
            transaction.query_row("SELECT coalesce(max(id), 0) + 1 FROM procedure", [], |row| row.get(0))?;
        insert(&transaction, next.unsigned_abs(), &procedure, &lines.line, &mut compressor)?;
    }
    if !lines.reader.fill_buf()?.is_empty() || content(&transaction)? != Some(target.content) {
        return Err(PackError::Damaged);
    }
    let procedures: i64 = transaction.query_row("SELECT count(*) FROM procedure", [], |row| row.get(0))?;
    let state = CatalogueState {
        version: target.version,
        sha256: target.sha256,
        procedures: procedures.unsigned_abs(),
        imported_at: now,
    };
    keep_state(&transaction, &state)?;
    transaction.commit()?;
    Ok(state)
}

/// What the catalogue here is; none where an older version of the app imported it.
fn content(connection: &Connection) -> Result<Option<[u8; 32]>, StoreError> {
    let mut statement = connection
        .prepare_cached("SELECT s.line FROM procedure p LEFT JOIN procedure_scope s ON s.id = p.id ORDER BY p.code")?;
    let lines = statement.query_map([], |row| row.get(0))?.collect::<Result<Vec<Option<[u8; 32]>>, _>>()?;
    Ok(lines.into_iter().collect::<Option<Vec<_>>>().map(catalogue_digest))
}

/// Takes a procedure out, where it is there.
fn remove(transaction: &Transaction<'_>, code: &str) -> Result<(), StoreError> {
    let found: Option<(i64, String)> = transaction
        .prepare_cached(
            "SELECT p.id, w.name || char(10) || w.synonyms FROM procedure p JOIN procedure_words w ON w.id = p.id
             WHERE p.code = ?1",
        )?
        .query_row([code], |row| Ok((row.get(0)?, row.get(1)?)))
        .optional()?;
    let Some((id, words)) = found else { return Ok(()) };
    // The index holds no text of its own: it is told which words go.
    transaction
        .prepare_cached("INSERT INTO procedure_search (procedure_search, rowid, words) VALUES ('delete', ?1, ?2)")?
        .execute(params![id, words])?;
    for table in [
        "procedure_life_event WHERE procedure",
        "procedure_words WHERE id",
        "procedure_scope WHERE id",
        "procedure WHERE id",
    ] {
        transaction.prepare_cached(&format!("DELETE FROM {table} = ?1"))?.execute([signed(id.unsigned_abs())])?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::super::fixture::{digest, imported, pack, procedure, search};
    use super::super::{import_pack, life_events};
    use super::*;
    use cds_portal::catalogue::{build_delta, content_digest};
    use proptest::prelude::*;
    use std::collections::BTreeSet;

    /// The way from some procedures to others, and what must come out.
    fn way(before: &[Procedure], after: &[Procedure]) -> (Vec<u8>, Target) {
        let touched = before.iter().chain(after).filter(|one| !(before.contains(one) && after.contains(one)));
        let touched: BTreeSet<String> = touched.map(|one| one.code.clone()).collect();
        let delta = build_delta((1, 2), &touched, after).expect("a delta");
        let content = content_digest(after).expect("a digest");
        (delta.bytes, Target { version: 2, sha256: digest(&pack(2, after)), content })
    }

    fn records(connection: &Connection) -> Vec<(String, Option<Procedure>)> {
        let mut statement = connection.prepare("SELECT code FROM procedure ORDER BY code").expect("a statement");
        let codes = statement.query_map([], |row| row.get::<_, String>(0)).expect("read");
        codes
            .map(|code| {
                let code = code.expect("a code");
                let record = super::super::procedure(connection, &code).expect("read");
                (code, record)
            })
            .collect()
    }

    fn some(choices: &[(u8, u8)]) -> Vec<Procedure> {
        let names = ["Đăng ký tạm trú", "Đăng ký khai sinh", "Cấp lại giấy phép lái xe", "Khai báo tạm vắng"];
        let codes: BTreeSet<u8> = choices.iter().map(|(code, _)| code % 12).collect();
        codes
            .into_iter()
            .map(|code| {
                let kind = choices.iter().find(|(other, _)| other % 12 == code).map_or(0, |(_, kind)| *kind);
                let mut made = procedure(&format!("1.{code:06}"), names[usize::from(kind) % names.len()]);
                made.steps = (kind > 100).then(|| format!("Bước {kind}"));
                made.life_events = if kind % 3 == 0 { vec!["Cư trú".to_owned()] } else { Vec::new() };
                made.synonyms = if kind % 5 == 0 { vec![format!("tên khác {kind}")] } else { Vec::new() };
                made.essential = (kind % 7 == 0).then_some(3);
                made
            })
            .collect()
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(24))]

        #[test]
        fn a_delta_leads_to_the_same_as_the_whole_pack(
            before in proptest::collection::vec(any::<(u8, u8)>(), 1..12),
            after in proptest::collection::vec(any::<(u8, u8)>(), 1..12),
        ) {
            let (before, after) = (some(&before), some(&after));
            let (delta, target) = way(&before, &after);
            let (_folder, mut by_delta) = imported(&before);
            let state = apply_delta(&mut by_delta, &delta, &target, 5).expect("applied");
            let (_other, mut by_pack) = imported(&before);
            let whole = pack(2, &after);
            prop_assert_eq!(import_pack(&mut by_pack, &whole, &digest(&whole), 5).expect("imported"), state);
            prop_assert_eq!(records(&by_delta), records(&by_pack));
            prop_assert_eq!(life_events(&by_delta).expect("read"), life_events(&by_pack).expect("read"));
            for text in ["dang ky", "tạm trú", "khai", "ten khac", "giay phep lai xe", "1.", "", "xyz tam vang"] {
                let (one, other) = (search(&by_delta, text, 3), search(&by_pack, text, 3));
                prop_assert_eq!(one.expect("searched"), other.expect("searched"), "{}", text);
            }
        }
    }

    #[test]
    fn a_delta_that_leads_elsewhere_changes_nothing() {
        let (before, after) = (some(&[(1, 1), (2, 2), (3, 3)]), some(&[(1, 1), (2, 5)]));
        let (delta, target) = way(&before, &after);
        let (_folder, mut connection) = imported(&before);
        let there = (state(&connection).expect("read"), records(&connection));
        let mut refused = |delta: &[u8], target: &Target| {
            apply_delta(&mut connection, delta, target, 5).expect_err("refused");
            assert_eq!((state(&connection).expect("read"), records(&connection)), there);
        };
        refused(&delta, &Target { content: [0; 32], ..target });
        refused(&delta, &Target { version: 3, ..target });
        refused(&delta[..delta.len() - 1], &target);
        refused(b"no delta", &target);
        let lacking = build_delta((1, 2), &BTreeSet::from(["1.000002".to_owned()]), &after).expect("a delta");
        refused(&lacking.bytes, &target);
        let from_another = build_delta((7, 2), &BTreeSet::new(), &after).expect("a delta");
        refused(&from_another.bytes, &target);
        apply_delta(&mut connection, &delta, &target, 5).expect("the sound one is applied");
    }

    #[test]
    fn a_catalogue_of_an_older_app_takes_no_delta() {
        let (before, after) = (some(&[(1, 1), (2, 2)]), some(&[(1, 1)]));
        let (delta, target) = way(&before, &after);
        let (_folder, mut connection) = imported(&before);
        connection.execute("DELETE FROM procedure_scope", []).expect("as it was before there were any");
        assert!(matches!(apply_delta(&mut connection, &delta, &target, 5), Err(PackError::Damaged)));
    }
}
