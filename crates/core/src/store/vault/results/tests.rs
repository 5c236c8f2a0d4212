//! Results, one after another, against a vault with one dossier.

use cds_wire::Bytes;
use cds_wire::ipc::CommandState;
use cds_wire::portal::ReceivedAs;

use super::*;
use crate::keys::Key;
use crate::store::vault::Draft;
use crate::store::vault::tests::{draft, enrolment};

/// A vault with one dossier that was sent under number 1.
fn sent() -> (tempfile::TempDir, Vault) {
    let folder = tempfile::tempdir().expect("a folder");
    let key = Key::from_bytes(&[7; 32]).expect("a key");
    let mut vault = Vault::open(&folder.path().join("vault.db"), &key).expect("it opens");
    vault.set_enrolment(&enrolment("device")).expect("enrolled");
    vault.add_draft(&draft("d1")).expect("saved");
    assert!(vault.confirm_draft("d1", "c1", 1).expect("confirmed"));
    let sender = vault.sender().expect("read").expect("signed in");
    assert_eq!(vault.outgoing(&sender, &BTreeSet::new(), 4096).expect("frozen").commands.len(), 1);
    (folder, vault)
}

fn result(status: CommandStatus, code: Option<ResultCode>) -> CommandResult {
    CommandResult {
        seq: 1,
        id: "c1".to_owned(),
        device: "device".to_owned(),
        status,
        code,
        entity: Some("d1".to_owned()),
        ver: Some(1),
        receipt: Some(Bytes(vec![1])),
    }
}

fn hash(vault: &Vault) -> [u8; 32] {
    vault.0.query_row("SELECT hash FROM command WHERE id = 'c1'", [], |row| row.get(0)).expect("frozen")
}

fn receipt(command_hash: [u8; 32], account: &str) -> Receipt {
    let (account, entity) = (account.to_owned(), "d1".to_owned());
    Receipt { command_hash, account, entity, code: None, revision: 1, time: 1 }
}

fn state(vault: &Vault) -> (CommandState, Option<String>) {
    let entry = vault.outbox().expect("read").remove(0);
    (entry.state, entry.reason)
}

#[test]
fn received_is_said_only_for_a_receipt_over_this_command_and_account() {
    let (_folder, mut vault) = sent();
    let (ours, applied) = (hash(&vault), [result(CommandStatus::Applied, None)]);
    for wrong in [None, Some(receipt([0; 32], "account")), Some(receipt(ours, "another"))] {
        let taken = vault.take_results(&applied, 1, None, |_| wrong.clone(), 2).expect("taken");
        assert_eq!((taken.finished, taken.unverified), (0, 1));
        assert_eq!(state(&vault), (CommandState::Sent, Some("receipt_invalid".to_owned())));
    }
    let right = receipt(ours, "account");
    let taken = vault.take_results(&applied, 1, None, |_| Some(right.clone()), 2).expect("taken");
    assert_eq!((taken.finished, state(&vault)), (1, (CommandState::Received, None)));
}

#[test]
fn a_refusal_taken_over_twice_makes_one_draft() {
    let (_folder, mut vault) = sent();
    let refused = [result(CommandStatus::Rejected, Some(ResultCode::ProcedureUnknown))];
    for finished in [1, 0] {
        assert_eq!(vault.take_results(&refused, 1, None, |_| None, 2).expect("taken").finished, finished);
    }
    let drafts = vault.drafts().expect("read");
    assert_eq!(drafts.iter().map(|draft| draft.reason.as_deref()).collect::<Vec<_>>(), [Some("procedure_unknown")]);
    assert_eq!(state(&vault).0, CommandState::Returned);
}

#[test]
fn what_is_cancelled_while_it_turns_out_that_nothing_has_left_is_a_draft_again() {
    let (_folder, mut vault) = sent();
    assert_eq!(vault.cancel("c1", "c2", 2).expect("read"), Ok(()));
    vault.thaw(1, 3).expect("thawed");
    assert_eq!((vault.waiting().expect("read"), vault.outbox().expect("read").len()), (0, 0));
    assert_eq!(vault.drafts().expect("read").into_iter().map(|draft| draft.id).collect::<Vec<_>>(), ["c1"]);
    // What a request under an earlier device's name may have brought to the portal is asked about.
    let (_folder, mut vault) = sent();
    vault.set_enrolment(&enrolment("device-2")).expect("another device");
    assert_eq!(vault.cancel("c1", "c2", 2).expect("read"), Ok(()));
    vault.thaw(1, 3).expect("thawed");
    assert_eq!((vault.outbox().expect("read").len(), vault.drafts().expect("read").len()), (2, 0));
}

#[test]
fn another_devices_result_changes_nothing() {
    let (_folder, mut vault) = sent();
    let theirs = [CommandResult { device: "other".to_owned(), ..result(CommandStatus::Rejected, None) }];
    vault.take_results(&theirs, 0, None, |_| None, 2).expect("taken");
    assert_eq!(state(&vault), (CommandState::Sent, None));
}

#[test]
fn a_number_that_this_vault_never_gave_means_that_it_is_an_older_copy() {
    let (_folder, mut vault) = sent();
    assert!(!vault.take_results(&[], 1, None, |_| None, 2).expect("taken").forked);
    assert!(vault.take_results(&[], 2, None, |_| None, 2).expect("taken").forked);
    assert!(vault.is_forked().expect("read"));
    vault.set_enrolment(&enrolment("device-2")).expect("another device");
    assert_eq!((state(&vault).0, vault.is_forked().expect("read")), (CommandState::Waiting, false));
}

#[test]
fn whoever_signs_in_on_a_revoked_device_does_so_as_another_one() {
    let (_folder, mut vault) = sent();
    vault.end_for_good().expect("ended");
    assert!(vault.sender().expect("read").is_none() && vault.is_forked().expect("read"));
    vault.set_enrolment(&enrolment("device-2")).expect("another device");
    assert_eq!((state(&vault).0, vault.is_forked().expect("read")), (CommandState::Waiting, false));
}

#[test]
fn what_stands_under_the_numbers_is_compared_by_id_and_effect() {
    let (_folder, mut vault) = sent();
    let right = receipt(hash(&vault), "account");
    let applied = [result(CommandStatus::Applied, None)];
    vault.take_results(&applied, 1, None, |_| Some(right.clone()), 2).expect("taken");
    for (id, took_effect, agrees) in [("c1", true, true), ("c1", false, false), ("c9", true, false)] {
        let theirs = numbers_digest([(id, took_effect)]);
        assert_eq!(vault.numbers_agree(1, &theirs).expect("read"), agrees, "{id} {took_effect}");
    }
}

#[test]
fn what_a_restored_portal_has_forgotten_waits_with_its_receipt_until_it_is_answered() {
    let (_folder, mut vault) = sent();
    let right = receipt(hash(&vault), "account");
    let applied = [result(CommandStatus::Applied, None)];
    vault.take_results(&applied, 1, None, |_| Some(right.clone()), 2).expect("taken");
    for _ in 0..2 {
        vault.take_results(&[], 0, None, |_| None, 3).expect("taken");
        assert_eq!((state(&vault).0, vault.ack_seq().expect("read")), (CommandState::Sent, 1));
        let sender = vault.sender().expect("read").expect("signed in");
        let outgoing = vault.outgoing(&sender, &BTreeSet::new(), 4096).expect("frozen");
        assert_eq!(outgoing.commands[0].receipt, Some(Bytes(vec![1])));
    }
    vault.take_results(&applied, 1, None, |_| Some(right.clone()), 4).expect("taken");
    assert_eq!(state(&vault).0, CommandState::Received);
}

#[test]
fn what_a_restored_portal_refuses_although_it_was_received_goes_out_with_its_receipt() {
    let (_folder, mut vault) = sent();
    let right = receipt(hash(&vault), "account");
    let applied = [result(CommandStatus::Applied, None)];
    vault.take_results(&applied, 1, None, |_| Some(right.clone()), 2).expect("taken");
    let refused = [result(CommandStatus::Rejected, Some(ResultCode::StatusForbids))];
    vault.take_results(&refused, 1, None, |_| None, 3).expect("taken");
    assert_eq!(vault.drafts().expect("read").len(), 0);
    let sender = vault.sender().expect("read").expect("signed in");
    let outgoing = vault.outgoing(&sender, &BTreeSet::new(), 4096).expect("frozen");
    let sent: Vec<_> = outgoing.commands.into_iter().map(|command| (command.seq, command.receipt)).collect();
    assert_eq!(sent, [(1, Some(Bytes(vec![1])))]);
    vault.take_results(&applied, 1, None, |_| Some(right.clone()), 4).expect("taken");
    let cancelled = [result(CommandStatus::Rejected, Some(ResultCode::Superseded))];
    vault.take_results(&cancelled, 1, None, |_| None, 5).expect("taken");
    assert_eq!((state(&vault).0, vault.drafts().expect("read").len()), (CommandState::Returned, 1));
}

#[test]
fn what_was_received_goes_out_again_under_the_numbers_of_a_new_device_with_what_its_receipt_is_over() {
    let (_folder, mut vault) = sent();
    let over = |vault: &Vault| receipt(hash(vault), "account");
    let first = over(&vault);
    vault.take_results(&[result(CommandStatus::Applied, None)], 1, None, |_| Some(first.clone()), 2).expect("taken");
    vault.add_draft(&draft("d2")).expect("saved");
    assert!(vault.confirm_draft("d2", "c2", 3).expect("confirmed"));
    for device in ["device-2", "device-3"] {
        vault.set_enrolment(&enrolment(device)).expect("another device");
    }
    let sender = vault.sender().expect("read").expect("signed in");
    let again = vault.forgotten(0, &BTreeSet::new()).expect("read");
    assert_eq!(again, BTreeSet::from(["c1".to_owned()]));
    let sending = |vault: &mut Vault| {
        let outgoing = vault.outgoing(&sender, &again, 4096).expect("frozen");
        let mut commands = outgoing.commands.into_iter();
        let (first, second) = (commands.next().expect("c1"), commands.next().expect("c2"));
        assert_eq!((first.id.as_str(), first.seq, second.id.as_str(), second.seq), ("c1", 1, "c2", 2));
        assert_eq!((second.receipt, second.received_as), (None, None));
        (first.receipt, first.received_as)
    };
    let before = ReceivedAs { device: "device".to_owned(), seq: 1 };
    assert_eq!(sending(&mut vault), (Some(Bytes(vec![1])), Some(before)));
    assert_eq!((state(&vault).0, vault.ack_seq().expect("read")), (CommandState::Received, 1));

    let now_over = over(&vault);
    assert_ne!(now_over.command_hash, first.command_hash);
    let known = CommandResult {
        device: "device-3".to_owned(),
        receipt: Some(Bytes(vec![2])),
        ..result(CommandStatus::Duplicate, None)
    };
    let taken = vault.take_results(&[known], 1, None, |_| Some(now_over.clone()), 4).expect("taken");
    assert_eq!((taken.finished, taken.unverified), (1, 0));
    assert_eq!(sending(&mut vault), (Some(Bytes(vec![2])), None));
}

#[test]
fn what_was_let_go_before_a_new_device_could_make_it_known_is_not_sent() {
    let (_folder, mut vault) = sent();
    let right = receipt(hash(&vault), "account");
    vault.take_results(&[result(CommandStatus::Applied, None)], 1, None, |_| Some(right.clone()), 2).expect("taken");
    vault.set_enrolment(&enrolment("device-2")).expect("another device");
    let sender = vault.sender().expect("read").expect("signed in");
    let mut count = || {
        let outgoing = vault.outgoing(&sender, &BTreeSet::new(), 4096).expect("frozen");
        vault.let_go(3 + DAYS_35).expect("let go");
        outgoing.commands.len()
    };
    assert_eq!([count(), count()], [1, 0]);
}

#[test]
fn what_the_portals_backup_holds_is_let_go_and_the_receipt_stays() {
    let (_folder, mut vault) = sent();
    let right = receipt(hash(&vault), "account");
    let applied = [result(CommandStatus::Applied, None)];
    let stored = |vault: &Vault| -> (bool, Option<Vec<u8>>) {
        let row = "SELECT body = '', receipt FROM command";
        vault.0.query_row(row, [], |row| Ok((row.get(0)?, row.get(1)?))).expect("read")
    };
    for (safe, gone) in [(Some(0), false), (Some(1), true)] {
        vault.take_results(&applied, 1, safe, |_| Some(right.clone()), 2).expect("taken");
        vault.let_go(3).expect("let go");
        assert_eq!(stored(&vault), (gone, Some(vec![1])));
    }
}

#[test]
fn what_was_to_be_added_to_a_dossier_comes_back_as_that_whatever_refused_it() {
    let refusals = [ResultCode::StatusForbids, ResultCode::Parent, ResultCode::BlobDamaged];
    for (number, why) in (1..).zip(refusals) {
        let (_folder, mut vault) = sent();
        let adds = Draft { supplements: Some("d1".to_owned()), ..draft("d2") };
        vault.add_draft(&adds).expect("saved");
        vault.attach("d2", "giay", b"a paper", "image/png", 2).expect("attached");
        assert!(vault.confirm_draft("d2", "c2", 2).expect("confirmed"));
        assert_eq!(vault.supplement_of("d1").expect("read"), None);
        let sender = vault.sender().expect("read").expect("signed in");
        vault.outgoing(&sender, &BTreeSet::new(), 4096).expect("frozen");
        let refused = CommandResult { seq: 2, id: "c2".to_owned(), ..result(CommandStatus::Rejected, Some(why)) };
        vault.take_results(&[refused], 0, None, |_| None, 2 + number).expect("taken");
        assert_eq!(vault.supplement_of("d1").expect("read").as_deref(), Some("c2"), "{why:?}");
        let again = vault.draft("c2").expect("read").expect("a draft");
        assert_eq!((again.reason, again.fields), (Some(code_text(why)), adds.fields));
        let content = vault.content(&again.attachments[0].sha256).expect("read");
        assert_eq!(content.as_deref(), Some(b"a paper".as_slice()));
    }
}
