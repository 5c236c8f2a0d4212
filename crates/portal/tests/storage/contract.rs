//! The contract, part by part.

use cds_portal::Storage;
use cds_portal::storage::{
    Arrival, Citizen, Device, NewBlob, NewEntity, Outcome, PendingOtp, StorageError, StoredCommand, Tx,
};
use cds_wire::portal::{ChangeOp, CommandStatus, ResultCode, Sex};
use cds_wire::{Digest, Sensitive};
use serde_json::json;

const ACCOUNT: &str = "account";
const DEVICE: &str = "device";

/// Runs work that must succeed.
fn write<T>(storage: &dyn Storage, work: impl FnOnce(&dyn Tx) -> Result<T, StorageError>) -> T {
    storage.write(work).expect("written")
}

fn read<T>(storage: &dyn Storage, work: impl FnOnce(&dyn Tx) -> Result<T, StorageError>) -> T {
    storage.read(work).expect("read")
}

fn put(tx: &dyn Tx, lane: u8, id: &str, data: Option<serde_json::Value>) -> Result<u64, StorageError> {
    Ok(tx.put(ACCOUNT, &NewEntity { lane, kind: "kind", id, data: data.as_ref() })?.revision)
}

/// Id and operation of the changes of a lane after a revision.
fn changes(tx: &dyn Tx, lane: u8, after: u64) -> Result<Vec<(u64, String, ChangeOp)>, StorageError> {
    let mut seen = Vec::new();
    tx.changes(ACCOUNT, lane, after, &mut |revision, _, change| {
        seen.push((revision, change.id, change.op));
        true
    })?;
    Ok(seen)
}

fn with_device(storage: &dyn Storage) {
    write(storage, |tx| {
        tx.add_citizen(&Citizen {
            account: ACCOUNT.to_owned(),
            personal_number: "004090000001".into(),
            phone: "0900000001".into(),
            card_issue_date: "2021-05-20".into(),
            name: "Lý A Thí".into(),
            birth_date: "1990-09-02".into(),
            sex: Sensitive::new(Sex::Male),
            commune: "01576".to_owned(),
            commune_name: "Xã Quảng Uyên".to_owned(),
        })?;
        tx.put_device(&Device {
            id: DEVICE.to_owned(),
            account: ACCOUNT.to_owned(),
            public_key: [1; 32],
            platform: "linux".to_owned(),
            enrolled_at: 1,
            ended_at: None,
            revoked: false,
            last_seq: 0,
            safe_seq: None,
        })
    });
}

fn arrival(seq: u64, status: CommandStatus) -> Arrival {
    let outcome = Outcome { status, code: None, entity: None, ver: None };
    let (device, id, stream) = (DEVICE.to_owned(), format!("id-{seq}"), "dossier/1".to_owned());
    Arrival { device, seq, id, stream, hash: [2; 32], outcome, receipt: None }
}

fn waiting(id: &str, blobs: Vec<Digest>) -> StoredCommand {
    StoredCommand {
        id: id.to_owned(),
        device: DEVICE.to_owned(),
        seq: 1,
        ack_seq: 0,
        stream: "dossier/1".to_owned(),
        command_type: "dossier.submit".to_owned(),
        base: None,
        supersedes: None,
        blobs,
        content_hash: [3; 32],
        body: Some("{}".into()),
        receipt: Some(vec![4]),
        outcome: Outcome::deferred(ResultCode::BlobMissing),
    }
}

fn add_blob(tx: &dyn Tx, number: u8, size: u64) -> Result<Digest, StorageError> {
    let sha256 = Digest([number; 32]);
    tx.add_blob(&NewBlob { account: ACCOUNT, sha256, name: [number; 32], size, offered_at: i64::from(number) })?;
    Ok(sha256)
}

pub(crate) fn an_error_undoes_the_whole_transaction(storage: &dyn Storage) {
    let failed = storage.write(|tx| {
        put(tx, 0, "a", Some(json!(1)))?;
        Err::<(), _>(StorageError::Damaged("test"))
    });
    assert!(matches!(failed, Err(StorageError::Damaged("test"))));
    assert_eq!(read(storage, |tx| Ok(tx.newest(ACCOUNT)?.revision)), 0);
    assert_eq!(write(storage, |tx| put(tx, 0, "a", Some(json!(1)))), 1);
}

pub(crate) fn each_change_raises_the_owners_revision_and_extends_its_chain(storage: &dyn Storage) {
    let revisions = write(storage, |tx| {
        let data = Some(json!({"x": 1}));
        Ok([put(tx, 0, "a", data.clone())?, put(tx, 0, "a", data.clone())?, put(tx, 1, "b", data)?])
    });
    assert_eq!(revisions, [1, 2, 3]);
    read(storage, |tx| {
        let newest = tx.newest(ACCOUNT)?;
        assert_eq!((newest.revision, tx.chain_at(ACCOUNT, 3)?), (3, Some(newest.chain)));
        assert_eq!(tx.chain_at(ACCOUNT, 0)?, Some([0; 8]));
        assert_eq!(tx.chain_at(ACCOUNT, 4)?, None);
        let again = cds_portal::storage::Newest::default();
        let x = Some(r#"{"x":1}"#);
        let again = again.after("kind", "a", 1, x).after("kind", "a", 2, x);
        assert_eq!(tx.chain_at(ACCOUNT, 2)?, Some(again.chain));
        assert_eq!(again.after("kind", "b", 1, x), newest);
        for other in [None, Some(r#"{"x":2}"#)] {
            assert_ne!(again.after("kind", "b", 1, other).chain, newest.chain);
        }
        assert_eq!(tx.newest("another")?.revision, 0);
        Ok(())
    });
}

pub(crate) fn changes_come_by_lane_in_the_order_of_their_revisions(storage: &dyn Storage) {
    write(storage, |tx| {
        for (lane, id) in [(1, "a"), (0, "b"), (1, "c"), (1, "a")] {
            put(tx, lane, id, Some(json!(1)))?;
        }
        Ok(())
    });
    read(storage, |tx| {
        let put = |revision, id: &str| (revision, id.to_owned(), ChangeOp::Put);
        assert_eq!(changes(tx, 0, 0)?, [put(2, "b")]);
        assert_eq!(changes(tx, 1, 0)?, [put(3, "c"), put(4, "a")]);
        assert_eq!(changes(tx, 1, 3)?, [put(4, "a")]);
        let mut first = Vec::new();
        tx.changes(ACCOUNT, 1, 0, &mut |revision, _, _| {
            first.push(revision);
            false
        })?;
        assert_eq!(first, [3]);
        Ok(())
    });
}

pub(crate) fn removed_entities_are_told_to_those_who_may_know_them(storage: &dyn Storage) {
    write(storage, |tx| {
        put(tx, 2, "a", Some(json!(1)))?;
        put(tx, 2, "b", Some(json!(1)))?;
        put(tx, 2, "a", None)
    });
    read(storage, |tx| {
        assert_eq!(changes(tx, 2, 0)?, [(2, "b".to_owned(), ChangeOp::Put)]);
        assert_eq!(changes(tx, 2, 2)?, [(3, "a".to_owned(), ChangeOp::Del)]);
        assert!(tx.entity(ACCOUNT, "kind", "a")?.is_none());
        assert_eq!(tx.entities("kind")?.len(), 1);
        Ok(())
    });
    let put =
        write(storage, |tx| tx.put(ACCOUNT, &NewEntity { lane: 2, kind: "kind", id: "a", data: Some(&json!(2)) }));
    assert_eq!(put.ver, 3, "a version is never given twice");
}

pub(crate) fn the_last_number_rises_over_what_is_final_without_gaps(storage: &dyn Storage) {
    with_device(storage);
    let last = |seq, status| {
        write(storage, |tx| {
            tx.put_arrival(ACCOUNT, &arrival(seq, status))?;
            Ok(tx.device(DEVICE)?.expect("known").last_seq)
        })
    };
    assert_eq!(last(2, CommandStatus::Applied), 0);
    assert_eq!(last(1, CommandStatus::Deferred), 0);
    assert_eq!(last(3, CommandStatus::Rejected), 0);
    assert_eq!(last(5, CommandStatus::Applied), 0);
    assert_eq!(last(1, CommandStatus::Applied), 3);
    assert_eq!(last(4, CommandStatus::Duplicate), 5);
    read(storage, |tx| {
        let seqs = |above, most| {
            Ok::<_, StorageError>(tx.results(DEVICE, above, most)?.iter().map(|result| result.seq).collect::<Vec<_>>())
        };
        assert_eq!(seqs(2, 10)?, [3, 4, 5]);
        assert_eq!(seqs(0, 2)?, [1, 2]);
        let results = tx.results(DEVICE, 0, 3)?.into_iter();
        let numbered: Vec<_> = results.map(|result| (result.id, result.status == CommandStatus::Applied)).collect();
        assert_eq!(tx.numbered(DEVICE, 3)?, numbered);
        let earlier = tx.earlier(DEVICE, "dossier/1", 3)?;
        assert_eq!(earlier.iter().map(|earlier| earlier.seq).collect::<Vec<_>>(), [1, 2]);
        assert!(tx.earlier(DEVICE, "dossier/2", 3)?.is_empty());
        Ok(())
    });
    let acknowledged = [2, 2, 1, 3].map(|ack_seq| write(storage, |tx| tx.acknowledge(DEVICE, ack_seq)));
    assert_eq!(acknowledged, [true, false, false, true]);
}

pub(crate) fn a_waiting_command_keeps_its_body_and_a_final_one_does_not(storage: &dyn Storage) {
    let command = waiting("a", vec![Digest([1; 32]), Digest([2; 32])]);
    write(storage, |tx| {
        tx.add_command(ACCOUNT, &command)?;
        tx.add_command(ACCOUNT, &waiting("b", vec![]))
    });
    read(storage, |tx| {
        assert_eq!(tx.command(ACCOUNT, "a")?.as_ref(), Some(&command));
        assert_eq!(tx.command("another", "a")?, None);
        assert_eq!(tx.waiting(ACCOUNT)?.iter().map(|command| command.id.as_str()).collect::<Vec<_>>(), ["a", "b"]);
        Ok(())
    });
    let outcome = Outcome::rejected(ResultCode::BlobDamaged);
    write(storage, |tx| tx.settle_command(ACCOUNT, "a", &outcome));
    read(storage, |tx| {
        let after = tx.command(ACCOUNT, "a")?.expect("remembered");
        assert_eq!((after.outcome, after.body, after.receipt), (outcome, None, None));
        assert_eq!(tx.waiting(ACCOUNT)?.len(), 1);
        Ok(())
    });
}

pub(crate) fn one_time_passwords_are_tried_and_used_once(storage: &dyn Storage) {
    let otp = PendingOtp { subject: [1; 32], code: [2; 32], expires_at: 100 };
    write(storage, |tx| {
        tx.put_otp(&otp, 0)?;
        assert_eq!(tx.try_otp(&otp.subject)?, Some((otp.clone(), 1)));
        assert_eq!(tx.try_otp(&otp.subject)?, Some((otp.clone(), 2)));
        assert_eq!(tx.try_otp(&[9; 32])?, None);
        let newer = PendingOtp { code: [3; 32], ..otp.clone() };
        tx.put_otp(&newer, 0)?;
        assert!(!tx.use_otp(&otp)?, "a newer one takes its place");
        assert!(tx.use_otp(&newer)?);
        assert!(!tx.use_otp(&newer)?);
        tx.put_otp(&otp, 0)?;
        tx.put_otp(&PendingOtp { subject: [4; 32], ..otp.clone() }, 101)?;
        assert_eq!(tx.try_otp(&otp.subject)?, None, "expired ones are dropped");
        Ok(())
    });
}

pub(crate) fn a_tally_empties_when_its_window_ends(storage: &dyn Storage) {
    write(storage, |tx| {
        assert_eq!(tx.tally(&[1; 32], 0)?, None);
        tx.add_to_tally(&[1; 32], 0, 100)?;
        tx.add_to_tally(&[1; 32], 50, 100)?;
        assert_eq!((tx.tally(&[1; 32], 99)?, tx.tally(&[2; 32], 99)?), (Some((2, 100)), None));
        assert_eq!(tx.tally(&[1; 32], 100)?, None);
        tx.add_to_tally(&[1; 32], 100, 100)?;
        assert_eq!(tx.tally(&[1; 32], 100)?, Some((1, 200)));
        Ok(())
    });
}

pub(crate) fn a_token_ends_when_its_device_gets_another(storage: &dyn Storage) {
    with_device(storage);
    write(storage, |tx| {
        tx.put_token(&[1; 32], DEVICE, 5)?;
        let (device, used_at) = tx.token(&[1; 32])?.expect("known");
        assert_eq!((device.id.as_str(), used_at), (DEVICE, 5));
        tx.touch_token(&[1; 32], 6)?;
        assert_eq!(tx.token(&[1; 32])?.map(|(_, used_at)| used_at), Some(6));
        tx.put_token(&[2; 32], DEVICE, 7)?;
        assert_eq!(tx.token(&[1; 32])?, None);
        tx.drop_tokens(DEVICE)?;
        assert_eq!(tx.token(&[2; 32])?, None);
        Ok(())
    });
}

pub(crate) fn only_the_newest_writer_appends_and_only_at_the_end(storage: &dyn Storage) {
    write(storage, |tx| {
        let sha256 = add_blob(tx, 1, 10)?;
        let blob = tx.blob(ACCOUNT, &sha256)?.expect("known");
        assert_eq!(tx.blob_named(ACCOUNT, &[1; 32])?.as_ref(), Some(&blob));
        assert_eq!(tx.blob_named("another", &[1; 32])?, None);
        let (old, _) = tx.take_over(&blob)?;
        assert!(tx.append(&blob, old, 0, b"")?, "nothing of a piece arrived");
        assert!(tx.append(&blob, old, 0, b"0123")?);
        let (new, received) = tx.take_over(&blob)?;
        assert_eq!(received, 4);
        assert!(!tx.append(&blob, old, 4, b"45")?);
        assert!(!tx.append(&blob, new, 3, b"45")?);
        assert!(!tx.append(&blob, new, 4, b"4567890")?, "more than its size");
        assert!(tx.append(&blob, new, 4, b"456789")?);
        assert_eq!(tx.blob(ACCOUNT, &sha256)?.expect("known").received, 10);
        tx.begin_again(&blob, 1)?;
        let blob = tx.blob(ACCOUNT, &sha256)?.expect("known");
        assert_eq!((blob.received, blob.damaged, blob.verified), (0, 1, false));
        assert!(!tx.append(&blob, new, 0, b"0")?, "whoever brought damaged bytes begins again");
        assert!(tx.blob_bytes(&blob, 0..10)?.is_empty());
        Ok(())
    });
}

pub(crate) fn any_range_of_a_blob_is_read_across_its_pieces(storage: &dyn Storage) {
    let content = b"0123456789";
    write(storage, |tx| {
        let sha256 = add_blob(tx, 1, 10)?;
        let blob = tx.blob(ACCOUNT, &sha256)?.expect("known");
        let (writer, _) = tx.take_over(&blob)?;
        for (offset, piece) in [(0, &content[..3]), (3, &content[3..4]), (4, &content[4..])] {
            assert!(tx.append(&blob, writer, offset, piece)?);
        }
        for start in 0..10u8 {
            for end in start..=10 {
                let bytes = tx.blob_bytes(&blob, u64::from(start)..u64::from(end))?;
                assert_eq!(bytes, &content[usize::from(start)..usize::from(end)], "{start}..{end}");
            }
        }
        Ok(())
    });
}

pub(crate) fn a_blob_goes_with_the_last_that_keeps_it(storage: &dyn Storage) {
    write(storage, |tx| {
        let sha256 = add_blob(tx, 1, 10)?;
        assert_eq!(tx.unattached_bytes(ACCOUNT)?, 10);
        tx.attach(ACCOUNT, &sha256, "paper/1")?;
        tx.attach(ACCOUNT, &sha256, "paper/1")?;
        tx.attach(ACCOUNT, &sha256, "paper/2")?;
        assert_eq!(tx.unattached_bytes(ACCOUNT)?, 0);
        tx.detach("another", "paper/1")?;
        tx.detach(ACCOUNT, "paper/1")?;
        assert!(tx.blob(ACCOUNT, &sha256)?.is_some());
        let number = tx.blob(ACCOUNT, &sha256)?.expect("known").number;
        tx.detach(ACCOUNT, "paper/2")?;
        assert!(tx.blob(ACCOUNT, &sha256)?.is_none());
        add_blob(tx, 2, 10)?;
        assert!(tx.blob(ACCOUNT, &Digest([2; 32]))?.expect("known").number > number, "a number is never given twice");
        Ok(())
    });
}

pub(crate) fn what_nothing_needs_is_dropped_and_what_waits_is_not(storage: &dyn Storage) {
    write(storage, |tx| {
        let [kept, awaited, young, old] = [1, 2, 9, 3].map(|number| add_blob(tx, number, 10).expect("added"));
        tx.attach(ACCOUNT, &kept, "paper/1")?;
        tx.attach(ACCOUNT, &awaited, "paper/2")?;
        tx.add_command(ACCOUNT, &waiting("a", vec![Digest([7; 32]), awaited]))?;
        tx.detach(ACCOUNT, "paper/2")?;
        tx.drop_unattached(ACCOUNT, 9)?;
        let there = [kept, awaited, young, old].map(|digest| tx.blob(ACCOUNT, &digest).expect("read").is_some());
        assert_eq!(there, [true, true, true, false]);
        Ok(())
    });
}

pub(crate) fn a_dossier_code_is_taken_once(storage: &dyn Storage) {
    write(storage, |tx| {
        assert!(tx.take_dossier_code("H14.40.02-261122-0001", ACCOUNT, "a")?);
        assert!(!tx.take_dossier_code("H14.40.02-261122-0001", ACCOUNT, "b")?);
        Ok(())
    });
}

pub(crate) fn counters_count_each_on_its_own(storage: &dyn Storage) {
    write(storage, |tx| {
        assert_eq!([tx.next("a")?, tx.next("a")?, tx.next("b")?], [1, 2, 1]);
        Ok(())
    });
}

pub(crate) fn a_backup_says_what_it_holds_once_it_is_complete(storage: &dyn Storage) {
    with_device(storage);
    let safe = || read(storage, |tx| Ok(tx.device(DEVICE)?.expect("known").safe_seq));
    write(storage, |tx| tx.put_arrival(ACCOUNT, &arrival(1, CommandStatus::Applied)));
    let first = read(storage, |tx| tx.last_seqs());
    write(storage, |tx| tx.put_arrival(ACCOUNT, &arrival(2, CommandStatus::Applied)));
    let second = read(storage, |tx| tx.last_seqs());
    assert_eq!(safe(), None);
    write(storage, |tx| tx.complete_backup(&first));
    assert_eq!(safe(), Some(1));
    write(storage, |tx| tx.complete_backup(&second));
    write(storage, |tx| tx.complete_backup(&first));
    assert_eq!(safe(), Some(2), "an older backup that ends later says nothing");
}

/// What the owner, the group and the others may do with a file.
#[cfg(unix)]
fn mode(file: &std::path::Path) -> u32 {
    let permissions = std::fs::metadata(file).expect("it is there").permissions();
    std::os::unix::fs::PermissionsExt::mode(&permissions) & 0o777
}

pub(crate) fn a_copy_holds_everything(storage: &dyn Storage) {
    write(storage, |tx| put(tx, 0, "a", Some(json!(1))));
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("copy.db");
    storage.copy_to(&file).expect("copied");
    #[cfg(unix)]
    assert_eq!(mode(&file), 0o600);
    let copy = cds_portal::SqliteStorage::open(&file).expect("the copy opens");
    let copy: &dyn Storage = &copy;
    assert_eq!(read(copy, |tx| tx.newest(ACCOUNT)), read(storage, |tx| tx.newest(ACCOUNT)));
    assert!(storage.copy_to(&file).is_err(), "a copy never overwrites");
}
