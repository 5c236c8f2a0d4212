//! A vault with one paper, and what the portal may say of it.

use std::collections::BTreeSet;

use cds_identity::Receipt;
use cds_wire::Bytes;
use cds_wire::paper::PaperKind;
use cds_wire::portal::{CommandResult, CommandStatus};

use super::*;
use crate::keys::Key;
use crate::store::vault::NewPaper;

/// A vault with a paper whose command was sent under number 1.
fn sent() -> (tempfile::TempDir, Vault) {
    let folder = tempfile::tempdir().expect("a folder");
    let key = Key::from_bytes(&[7; 32]).expect("a key");
    let mut vault = Vault::open(&folder.path().join("vault.db"), &key).expect("it opens");
    vault.set_enrolment(&crate::store::vault::tests::enrolment("device")).expect("enrolled");
    let paper = NewPaper {
        id: "p1",
        command: "c1",
        kind: PaperKind::Passport,
        title: "Hộ chiếu",
        number: Some("B1234567"),
        expires_on: Some("2030-01-31"),
        person: None,
        media_type: "image/png",
        content: b"content",
        thumbnail: Some(b"small"),
        staged: &[],
        now: 1,
    };
    vault.add_paper(&paper).expect("kept");
    send(&mut vault, &[]);
    (folder, vault)
}

/// What goes out, with the commands that a portal which was put back has forgotten.
fn send(vault: &mut Vault, forgotten: &[&str]) -> Vec<(u64, String)> {
    let sender = vault.sender().expect("read").expect("signed in");
    let again: BTreeSet<String> = forgotten.iter().map(|id| (*id).to_owned()).collect();
    let outgoing = vault.outgoing(&sender, &again, 4096).expect("frozen");
    outgoing.commands.into_iter().map(|command| (command.seq, command.command_type)).collect()
}

fn answer(vault: &mut Vault, seq: u64, id: &str, code: Option<ResultCode>) {
    let hash = "SELECT hash FROM command WHERE id = ?1";
    let command_hash = vault.0.query_row(hash, [id], |row| row.get(0)).expect("frozen");
    let result = CommandResult {
        seq,
        id: id.to_owned(),
        device: "device".to_owned(),
        status: if code.is_some() { CommandStatus::Rejected } else { CommandStatus::Applied },
        code,
        entity: Some("p1".to_owned()),
        ver: Some(seq),
        receipt: Some(Bytes(vec![1])),
    };
    let (account, entity) = ("account".to_owned(), "p1".to_owned());
    let receipt = Receipt { command_hash, account, entity, code: None, revision: 1, time: 1 };
    vault.take_results(&[result], seq, None, |_| Some(receipt.clone()), 2).expect("taken");
}

fn remove(vault: &mut Vault, at_portal: bool) -> Removed {
    let title = Sensitive::from("Hộ chiếu");
    let at_portal = at_portal.then_some(&title);
    vault.remove_paper(&Removing { id: "p1", at_portal, command: "r1", cancel: "x1", now: 3 }).expect("read")
}

fn contents(vault: &Vault) -> i64 {
    vault.0.query_row("SELECT count(*) FROM blob_piece", [], |row| row.get(0)).expect("read")
}

#[test]
fn a_refused_deletion_is_told_and_what_the_portal_does_not_have_then_goes_at_once() {
    let (_folder, mut vault) = sent();
    answer(&mut vault, 1, "c1", None);
    assert_eq!(remove(&mut vault, true), Removed::Asked("r1".to_owned()));
    assert_eq!(send(&mut vault, &[]), [(2, "paper.remove".to_owned())]);
    answer(&mut vault, 2, "r1", Some(ResultCode::EntityUnknown));
    let refused = Removal::Refused(Some("entity_unknown".to_owned()));
    assert_eq!(vault.removals().expect("read").get("p1"), Some(&refused));
    assert_eq!((vault.papers().expect("read").len(), contents(&vault)), (1, 2));
    assert_eq!(remove(&mut vault, false), Removed::Gone);
    assert_eq!((vault.papers().expect("read").len(), contents(&vault)), (0, 0));
}

#[test]
fn of_a_paper_that_the_portal_has_deleted_nothing_is_left_that_could_be_read() {
    let (_folder, mut vault) = sent();
    vault.forget_papers(["p1"].into_iter()).expect("read");
    assert_eq!(contents(&vault), 2, "what waits for its answer stays");
    answer(&mut vault, 1, "c1", None);
    remove(&mut vault, true);
    send(&mut vault, &[]);
    answer(&mut vault, 2, "r1", None);
    vault.forget_papers(["p1"].into_iter()).expect("forgotten");
    assert_eq!((vault.papers().expect("read").len(), contents(&vault)), (0, 0));
    assert_eq!(vault.removals().expect("read").get("p1"), Some(&Removal::Done));
    let kept: String =
        vault.0.query_row("SELECT group_concat(title || body) FROM command", [], |row| row.get(0)).expect("read");
    assert!(!kept.contains("chiếu") && !kept.contains("B1234567"), "{kept}");
    let overwritten: i64 = vault.0.query_row("PRAGMA secure_delete", [], |row| row.get(0)).expect("read");
    assert_eq!(overwritten, 1, "deleted pages are overwritten");
    // A portal that was put back and has forgotten both is told that there is nothing to add.
    assert_eq!(send(&mut vault, &["c1", "r1"]), [(1, "cancel".to_owned()), (2, "paper.remove".to_owned())]);
}

#[test]
fn what_stands_on_a_paper_outlives_the_command_that_the_portal_has_refused() {
    let (_folder, mut vault) = sent();
    answer(&mut vault, 1, "c1", Some(ResultCode::BlobDamaged));
    let hundred_days = 100 * 24 * 60 * 60 * 1000;
    vault.let_go(hundred_days).expect("let go");
    let body: String =
        vault.0.query_row("SELECT body FROM command WHERE id = 'c1'", [], |row| row.get(0)).expect("read");
    assert_eq!(body, "");
    let paper = vault.paper("p1").expect("read").expect("it stays");
    assert_eq!((paper.state.as_str(), paper.reason.as_deref()), ("returned", Some("blob_damaged")));
    assert_eq!(paper.number.expect("a number").reveal(), "B1234567");
    assert_eq!(paper.expires_on.as_deref(), Some("2030-01-31"));
    assert_eq!(remove(&mut vault, false), Removed::Gone, "it is nowhere else");
    assert_eq!(contents(&vault), 0);
}

#[test]
fn what_is_under_way_is_taken_back_and_deleted_whichever_the_portal_hears_first() {
    let (_folder, mut vault) = sent();
    assert_eq!(remove(&mut vault, false), Removed::Asked("r1".to_owned()));
    // The one that adds it stays behind until the portal has answered.
    assert_eq!(send(&mut vault, &[]), [(2, "cancel".to_owned()), (3, "paper.remove".to_owned())]);
    answer(&mut vault, 1, "c1", Some(ResultCode::Superseded));
    assert_eq!((vault.papers().expect("read").len(), vault.paper("p1").expect("read").is_none()), (0, true));
}

#[test]
fn a_portal_that_waits_once_more_for_a_deleted_paper_is_told_not_to() {
    let (_folder, mut vault) = sent();
    answer(&mut vault, 1, "c1", None);
    vault.forget_papers(["p1"].into_iter()).expect("deleted elsewhere");
    let waits = [CommandResult {
        seq: 1,
        id: "c1".to_owned(),
        device: "device".to_owned(),
        status: CommandStatus::Deferred,
        code: Some(ResultCode::BlobMissing),
        entity: None,
        ver: None,
        receipt: None,
    }];
    for _ in 0..2 {
        vault.take_results(&waits, 0, None, |_| None, 2).expect("taken");
        assert_eq!(send(&mut vault, &[]), [(2, "cancel".to_owned())]);
    }
    answer(&mut vault, 1, "c1", Some(ResultCode::Superseded));
    let states: Vec<_> = vault.outbox().expect("read").into_iter().map(|entry| entry.seq.zip(entry.reason)).collect();
    assert_eq!(states, [Some((1, "superseded".to_owned())), None]);
}

#[test]
fn where_nothing_had_left_nothing_is_left() {
    let (_folder, mut vault) = sent();
    assert_eq!(remove(&mut vault, false), Removed::Asked("r1".to_owned()));
    vault.thaw(1, 4).expect("thawed");
    assert_eq!((vault.papers().expect("read").len(), contents(&vault)), (0, 0));
    assert_eq!(vault.outbox().expect("read"), []);
}
