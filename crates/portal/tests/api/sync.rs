//! Pages of changes, and what is refused.

use cds_portal::office::{self, NewAlert};
use cds_portal::{DATABASE, backup};
use cds_wire::alert::AlertRecord;
use cds_wire::dossier::DossierStatus;
use cds_wire::portal::*;

use crate::fixture::{DAY_MS, Fixture, ISSUED, PHONE, pull, request, said, submit};

#[test]
fn pages_of_one_change_add_up_to_the_whole() {
    let fixture = Fixture::start();
    let token = fixture.signed_in().token.into_inner();
    let whole = fixture.sync(&token, &pull(None, u32::MAX)).expect("a page");
    assert!(whole.changes.len() > 10 && !whole.has_more);
    assert!(whole.changes.is_sorted_by_key(|change| change.lane));

    let mut pieces = Vec::new();
    let mut cursor = None;
    loop {
        let page = fixture.sync(&token, &pull(cursor.clone(), 1)).expect("a page");
        assert_eq!(page.changes.len(), 1, "a page carries one change however large");
        pieces.extend(page.changes);
        cursor = Some(page.cursor);
        if !page.has_more {
            break;
        }
    }
    assert_eq!(pieces, whole.changes);
    let nothing = fixture.sync(&token, &pull(cursor.clone(), 1)).expect("a page");
    assert_eq!((nothing.changes.len(), nothing.has_more), (0, false));
}

#[test]
fn what_is_not_right_is_refused_with_its_code() {
    let fixture = Fixture::start();
    let token = fixture.signed_in().token.into_inner();
    assert_eq!(fixture.sync("wrong", &pull(None, 1)), Err(ProblemCode::Unauthorized));
    assert_eq!(fixture.sync(&token, &pull(Some("wrong".to_owned()), 1)), Err(ProblemCode::CursorInvalid));
    let code = |(status, _, body): (u16, String, Vec<u8>)| {
        let problem: Problem = serde_json::from_slice(&body).expect("a problem");
        assert_eq!(problem.status, status);
        problem.code
    };
    let old = SyncRequest { schema: 0, ..pull(None, 1) };
    assert_eq!(code(fixture.post(SYNC_PATH, Some(&token), &old)), ProblemCode::SchemaUnsupported);
    assert_eq!(code(fixture.post(SYNC_PATH, Some(&token), &"x")), ProblemCode::BadRequest);
    assert_eq!(code(fixture.post(OTP_PATH, None, &"x".repeat(300_000))), ProblemCode::TooLarge);
    assert_eq!(code(fixture.request_otp("12", PHONE)), ProblemCode::BadRequest);
    assert_eq!(code(fixture.post("/nowhere", None, &())), ProblemCode::NotFound);
    assert_eq!(code(fixture.post(HEALTH_PATH, None, &())), ProblemCode::NotFound);
}

#[test]
fn one_citizen_never_sees_anothers_changes_or_uses_anothers_cursor() {
    let fixture = Fixture::start();
    let first = fixture.signed_in().token.into_inner();
    fixture.request_otp("004090000002", "0900000002");
    let otp = fixture.portal.last_otp("0900000002").expect("a password was sent");
    let second = fixture.sign_in(&request("004090000002", "0900000002", ISSUED, &otp)).expect("signed in");
    let second = second.token.into_inner();
    let of_first = fixture.sync(&first, &pull(None, u32::MAX)).expect("a page");
    let of_second = fixture.sync(&second, &pull(None, u32::MAX)).expect("a page");
    let dossiers = |page: &SyncResponse| -> Vec<String> {
        let own = ["dossier", "paper", "device"];
        page.changes
            .iter()
            .filter(|change| own.contains(&change.kind.as_str()))
            .map(|change| change.id.clone())
            .collect()
    };
    assert!(dossiers(&of_first).iter().all(|id| !dossiers(&of_second).contains(id)));
    assert!(!dossiers(&of_second).is_empty());
    assert_eq!(fixture.sync(&second, &pull(Some(of_first.cursor), 1)), Err(ProblemCode::CursorInvalid));
}

#[test]
fn only_a_request_that_nobody_needs_is_refused_whole() {
    let fixture = Fixture::start();
    let device = fixture.device();
    let refused = |commands: Vec<Command>, offers: Vec<Offer>| {
        fixture.sync(device.token(), &SyncRequest { commands, offers, ..pull(None, 1) }).expect_err("refused")
    };
    let offer = Offer { sha256: cds_wire::Digest([0; 32]), size: 1 };
    assert_eq!(refused(vec![submit(1, 1, &[]); 501], vec![]), ProblemCode::TooManyCommands);
    let answer = device.exchange(0, &[submit(1, 1, &[])], &vec![offer; 201]);
    assert_eq!((answer.last_seq, answer.uploads.len()), (1, 200));
}

#[test]
fn a_command_that_is_too_large_ends_alone_and_for_good() {
    let fixture = Fixture::start();
    let device = fixture.device();
    let long = "x".repeat(200);
    let many: Vec<Vec<u8>> = (0..201_u32).map(|number| number.to_be_bytes().to_vec()).collect();
    let many: Vec<&[u8]> = many.iter().map(Vec::as_slice).collect();
    let commands = [
        Command { body: "x".repeat(65 * 1024).as_str().into(), ..submit(1, 1, &[]) },
        Command { id: long.clone(), ..submit(2, 2, &[]) },
        Command { stream: long.clone(), ..submit(3, 3, &[]) },
        Command { command_type: long.clone(), ..submit(4, 4, &[]) },
        Command { supersedes: Some(long.clone()), ..submit(5, 5, &[]) },
        Command { base: Some(Base { entity: long, ver: 1 }), ..submit(6, 6, &[]) },
        Command { base: Some(Base { entity: "a".to_owned(), ver: u64::MAX }), ..submit(7, 7, &[]) },
        submit(8, 8, &many),
        submit(9, 9, &[]),
    ];
    let answer = device.exchange(0, &commands, &[]);
    let invalid = (CommandStatus::Rejected, Some(ResultCode::BodyInvalid));
    let rejected = |code| (CommandStatus::Rejected, Some(code));
    assert_eq!(said(&answer.results[0]), rejected(ResultCode::BodyTooLarge));
    for result in &answer.results[1..7] {
        assert_eq!(said(result), invalid, "{}", result.seq);
    }
    assert_eq!(said(&answer.results[7]), rejected(ResultCode::TooManyBlobs));
    assert_eq!((said(&answer.results[8]), answer.last_seq), ((CommandStatus::Applied, None), 9));
    assert_eq!(device.exchange(0, &commands, &[]).results, answer.results);
    // A number that cannot be counted cannot be remembered either.
    for seq in [0, u64::MAX] {
        assert_eq!(said(&device.send(&Command { id: "a".to_owned(), ..submit(seq, 10, &[]) })), invalid);
    }
    assert_eq!(device.exchange(u64::MAX, &[], &[]).last_seq, 9);
}

#[test]
fn alerts_reach_the_province_or_the_commune_before_anything_else() {
    let fixture = Fixture::start();
    let device = fixture.device();
    let before = device.pulled();
    let publish = |id: &str, commune: Option<&str>| {
        let text = |text: &str| text.to_owned();
        let alert = NewAlert {
            level: Some(3),
            event: text("Mưa lớn"),
            headline: text("Mưa lớn trên diện rộng"),
            description: text("Mưa 150 mm trong ngày."),
            instruction: None,
            area: text("Toàn tỉnh"),
            sender: text("Thử nghiệm"),
            lasts: DAY_MS,
        };
        let (storage, clock) = (&*fixture.environment.storage, &*fixture.environment.clock);
        office::publish_alert(storage, clock, id, commune, alert)
    };
    publish("everyone", None).expect("published");
    publish("here", Some("01576")).expect("published");
    publish("elsewhere", Some("01273")).expect("published");
    assert!(publish("nowhere", Some("99999")).is_err());
    let code = "H14.40.02-261020-0007";
    let storage = &*fixture.environment.storage;
    office::advance(storage, &*fixture.environment.clock, code, DossierStatus::Completed, None).expect("moved");
    let page = fixture.sync(device.token(), &pull(Some(before.cursor), u32::MAX)).expect("a page");
    let seen: Vec<&str> = page.changes.iter().map(|change| change.kind.as_str()).collect();
    assert_eq!(seen, [AlertRecord::KIND, AlertRecord::KIND, "dossier"]);
    assert_eq!((page.changes[0].id.as_str(), page.changes[1].id.as_str()), ("everyone", "here"));
    assert_eq!(page.reset, None);
}

#[test]
fn a_cursor_older_than_400_days_begins_again() {
    let fixture = Fixture::start();
    let device = fixture.device();
    let before = device.pulled();
    // The token is kept alive on the way.
    for _ in 0..2 {
        fixture.clock.advance(200 * DAY_MS + DAY_MS / 2);
        assert!(fixture.sync(device.token(), &pull(None, 1)).is_ok());
    }
    let page = fixture.sync(device.token(), &pull(Some(before.cursor), u32::MAX)).expect("a page");
    assert_eq!(page.reset, Some(Reset::Expired));
    assert!(page.changes.len() >= before.changes.len());
}

#[test]
fn what_a_backup_holds_is_safe_once_it_is_complete() {
    let fixture = Fixture::start();
    let device = fixture.device();
    assert_eq!(device.exchange(0, &[submit(1, 1, &[])], &[]).safe_seq, None);
    let folder = fixture.folder.path().join("backup");
    backup::backup(&*fixture.environment.storage, &folder).expect("backed up");
    let answer = device.exchange(0, &[submit(2, 2, &[])], &[]);
    assert_eq!((answer.last_seq, answer.safe_seq), (2, Some(1)));
    assert!(folder.join(DATABASE).is_file());
    backup::backup(&*fixture.environment.storage, &folder).expect("backed up over the older one");
    assert_eq!(device.pulled().safe_seq, Some(2));
    #[cfg(unix)]
    for (path, expected) in [(folder.clone(), 0o700), (folder.join(DATABASE), 0o600)] {
        let permissions = std::fs::metadata(&path).expect("it is there").permissions();
        assert_eq!(std::os::unix::fs::PermissionsExt::mode(&permissions) & 0o777, expected);
    }
}

#[test]
#[expect(clippy::disallowed_methods, reason = "the test stands for another backup")]
fn a_backup_waits_for_nobody_and_runs_alone_in_its_folder() {
    let fixture = Fixture::start();
    let device = fixture.device();
    device.send(&submit(1, 1, &[]));
    let folder = fixture.folder.path().join("backup");
    let storage = &*fixture.environment.storage;
    std::fs::create_dir(&folder).expect("made");
    let running = std::fs::File::create(folder.join("backup.lock")).expect("made");
    running.lock().expect("locked");
    assert!(backup::backup(storage, &folder).is_err());
    assert_eq!((device.pulled().safe_seq, folder.join(DATABASE).exists()), (None, false));
    drop(running);
    backup::backup(storage, &folder).expect("backed up");
    assert_eq!(device.pulled().safe_seq, Some(1));
}
