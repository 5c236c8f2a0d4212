//! Flipped bytes: the cache is pulled again, the vault gives what it can, the header is named.

use std::collections::BTreeSet;
use std::fs;
use std::sync::Arc;

use cds_core::App;
use cds_core::transport::{HttpTransport, NoAnswer, PlainHttp, Reply, Request, TlsRoots, Transport};
use cds_faults::paper;
use cds_vfs::flip;
use cds_wire::ipc::{CommandState, DraftArgs, ErrorCode, LostKind, OutboxEntry};
use cds_wire::paper::PaperKind;

use crate::fixture::{Fixture, PASSPHRASE, sign_in_args};

const PAGE: u64 = 4096;
const ROUNDS: u32 = 14;

/// Confirms some things without sending them.
fn confirm(app: &App, number: u32) {
    for part in 0..2 {
        let fields = [("ho_ten".to_owned(), "Lý Thị Mai".repeat(80).as_str().into())].into();
        let form = DraftArgs { id: None, procedure: "1.001193".to_owned(), commune: None, fields };
        let draft = app.save_draft(&form).expect("saved").id;
        app.attach(&draft, "giay_chung_sinh", &paper(5_000_000 + number * 10 + part)).expect("attached");
        app.confirm(&draft).expect("confirmed");
        let content = paper(6_000_000 + number * 10 + part);
        app.add_paper(PaperKind::Other, &"Giấy tờ".into(), &content).expect("kept");
    }
}

/// In step, also where the portal knows commands that this device has lost.
fn sync(fixture: &Fixture, app: &App) -> bool {
    match app.sync() {
        Ok(_) => false,
        Err(error) => {
            assert_eq!(error.code(), ErrorCode::SignInNeeded, "{error}");
            app.sign_in_again(&sign_in_args(app, || fixture.portal.last_otp(crate::fixture::PHONE)))
                .expect("signed in");
            app.sync().expect("in step");
            true
        }
    }
}

#[test]
fn a_damaged_vault_opens_and_sends_what_can_be_read_of_it() {
    let mut fixture = Fixture::start();
    let (mut salvaged, mut shut, mut lost, mut anew) = (0, 0, 0, 0);
    for round in 0..ROUNDS {
        let app = fixture.opened();
        confirm(&app, round);
        let before: BTreeSet<String> = app.outbox().expect("read").entries.into_iter().map(|entry| entry.id).collect();
        drop(app);
        let vault = fixture.account().join("vault.db");
        let whole = fs::read(&vault).expect("read");
        let pages = whole.len() as u64 / PAGE;
        // Spread over the file, and in the tables at its beginning more often.
        let page = if round % 2 == 0 { 2 + u64::from(round) / 2 } else { pages * u64::from(round) / u64::from(ROUNDS) };
        flip(&vault, page * PAGE + 1000).expect("flipped");
        let app = fixture.app();
        if let Err(error) = app.unlock(&PASSPHRASE.into()) {
            assert_eq!(error.code(), ErrorCode::VaultDamaged, "page {page}");
            shut += 1;
            fs::write(&vault, whole).expect("mended");
            continue;
        }
        salvaged += 1;
        let outbox = app.outbox().expect("read");
        let after: BTreeSet<String> = outbox.entries.into_iter().map(|entry| entry.id).collect();
        assert!(before.is_subset(&after) || !outbox.lost.is_empty(), "page {page} of {pages}: something is gone");
        lost += outbox.lost.len();
        app.put_away_lost().expect("read by the citizen");
        anew += u32::from(sync(&fixture, &app));
        let entries = app.outbox().expect("read").entries;
        let open = CommandState::is_open;
        assert!(entries.iter().all(|entry| !open(entry.state)), "page {page} of {pages}: {entries:?}");
        let filed: BTreeSet<_> = entries
            .iter()
            .filter(|entry| entry.command_type == "dossier.submit" && entry.state == CommandState::Received)
            .map(|entry| &entry.entity)
            .collect();
        assert!(fixture.filed() >= filed.len(), "page {page} of {pages}");
        fixture.backup();
        app.sync().expect("in step");
        drop(app);
        for entry in fs::read_dir(fixture.account()).expect("the account") {
            let path = entry.expect("an entry").path();
            if path.to_string_lossy().contains("vault.damaged") {
                fs::remove_file(path).expect("removed");
            }
        }
    }
    println!("{salvaged} vaults salvaged, {shut} stayed shut; {lost} things lost; signed in anew {anew} times");
    assert!(salvaged >= 9 && lost > 0, "{salvaged} salvaged, {shut} shut, {lost} lost");
    fixture.promised.drafts.clear();
}

#[test]
fn damage_that_is_met_while_the_vault_is_open_is_salvaged_with_the_next_call() {
    let fixture = Fixture::start();
    let app = fixture.opened();
    let content = paper(7_000_000);
    let id = app.add_paper(PaperKind::Other, &"Giấy tờ".into(), &content).expect("kept").id;
    confirm(&app, 700);
    drop(app);
    let app = fixture.opened();
    let vault = fixture.account().join("vault.db");
    let pages = fs::metadata(&vault).expect("there").len() / PAGE;
    for page in (pages / 4)..pages {
        flip(&vault, page * PAGE + 1000).expect("flipped");
    }
    let met = app.paper_content(&id).expect_err("its pages are damaged");
    assert_eq!(met.code(), ErrorCode::VaultDamaged);
    let outbox = app.outbox().expect("the next call finds what is left");
    assert!(!outbox.lost.is_empty());
    assert!(fixture.account().join("vault.damaged").exists());
    sync(&fixture, &app);
    app.draft(&fixture.kept).expect("the draft is there");
    drop(app);
    let app = fixture.opened();
    assert_eq!(app.outbox().expect("read").lost, outbox.lost, "it is told until it is put away");
    app.put_away_lost().expect("put away");
    assert!(app.outbox().expect("read").lost.is_empty());
}

#[test]
fn a_damaged_cache_is_pulled_again_whichever_page_it_is() {
    let mut fixture = Fixture::start();
    let cache = fixture.account().join("cache.db");
    let dossiers = fixture.opened().dossiers().expect("read").dossiers.len();
    let mut points = 0;
    for part in 0..12 {
        let pages = fs::metadata(&cache).expect("there").len() / PAGE;
        flip(&cache, (pages * part / 12) * PAGE + 1000).expect("flipped");
        let app = fixture.opened();
        let when = format!("part {part} of the cache");
        // It is set aside by whoever meets the damage first, and pulled with the next synchronisation.
        app.search("khai sinh").expect("perhaps nothing");
        app.papers().expect("perhaps none");
        app.sync().expect("in step");
        assert_eq!(app.dossiers().expect("read").dossiers.len(), dossiers, "{when}");
        assert!(!app.search("khai sinh").expect("found").hits.is_empty(), "{when}");
        fixture.check_here(&app, &when);
        points += 1;
    }
    println!("{points} places of the cache");
    assert_eq!(points, 12);
}

#[test]
fn a_damaged_header_is_named_wherever_it_is_damaged_and_never_taken_for_a_wrong_passphrase() {
    let fixture = Fixture::start();
    let header = fixture.account().join("header");
    let whole = fs::read(&header).expect("read");
    let (mut named, mut harmless) = (0, 0);
    for at in (0..whole.len()).step_by(5) {
        flip(&header, at as u64).expect("flipped");
        let app = fixture.app();
        match app.unlock(&PASSPHRASE.into()) {
            Err(error) => {
                assert_eq!(error.code(), ErrorCode::VaultDamaged, "byte {at}: {error}");
                named += 1;
            }
            Ok(()) => harmless += 1,
        }
        drop(app);
        fs::write(&header, &whole).expect("mended");
    }
    println!("{named} bytes named, {harmless} harmless");
    assert!(named > 50 && harmless < 5, "{named} named, {harmless} harmless");
    fixture.opened();
}

/// Loses every answer, and where it is told to, every request too.
struct Silent {
    way: HttpTransport,
    reaches: bool,
}

impl Transport for Silent {
    fn send(&self, request: Request) -> Result<Reply, NoAnswer> {
        if self.reaches {
            let _ = self.way.send(request);
        }
        Err(NoAnswer::Unreachable)
    }
}

/// Six dossiers are sent and no answer comes; then a page that holds some of them is damaged.
fn lose_what_was_sent(reaches: bool) -> (Fixture, App) {
    let fixture = Fixture::start();
    let way = HttpTransport::new(&fixture.portal.url(), TlsRoots::default(), PlainHttp::ThisMachine).expect("a way");
    let app = fixture.app_over(Arc::new(Silent { way, reaches }));
    app.unlock(&PASSPHRASE.into()).expect("opened");
    for _ in 0..6 {
        let fields = [("ho_ten".to_owned(), "Lý Thị Mai".repeat(80).as_str().into())].into();
        let form = DraftArgs { id: None, procedure: "1.001193".to_owned(), commune: None, fields };
        app.confirm(&app.save_draft(&form).expect("saved").id).expect("confirmed");
    }
    assert_eq!(app.sync().expect_err("no answer").code(), ErrorCode::NoNetwork);
    drop(app);
    let vault = fixture.account().join("vault.db");
    let whole = fs::read(&vault).expect("read");
    for page in 2..whole.len() as u64 / PAGE {
        flip(&vault, page * PAGE + 1000).expect("flipped");
        let app = fixture.app();
        if app.unlock(&PASSPHRASE.into()).is_ok() {
            let outbox = app.outbox().expect("read");
            let lost = outbox.lost.iter().any(|item| item.kind == LostKind::Dossier);
            if lost && outbox.entries.iter().any(|entry| is_of_the_six(&fixture, entry)) {
                return (fixture, app);
            }
        }
        drop(app);
        fs::write(&vault, &whole).expect("mended");
    }
    unreachable!("no page holds a dossier")
}

fn is_of_the_six(fixture: &Fixture, entry: &OutboxEntry) -> bool {
    entry.command_type == "dossier.submit" && !fixture.promised.commands.contains(&entry.id)
}

#[test]
fn what_the_portal_never_had_holds_up_nothing_when_it_is_lost() {
    let (fixture, app) = lose_what_was_sent(false);
    assert!(!sync(&fixture, &app), "this device goes on as it is");
    let entries = app.outbox().expect("read").entries;
    assert!(entries.iter().all(|entry| matches!(entry.state, CommandState::Received | CommandState::Returned)));
    let received = entries.iter().filter(|entry| is_of_the_six(&fixture, entry)).count();
    assert_eq!(fixture.filed(), received + 1, "those that are left, and the first of all");
    assert!((1..6).contains(&received), "{received} of six are left");
}

#[test]
fn what_the_portal_had_is_not_filed_twice_nor_taken_back_when_it_is_lost() {
    let (fixture, app) = lose_what_was_sent(true);
    assert!(sync(&fixture, &app), "the portal knows other commands under this device's numbers");
    app.sync().expect("in step");
    assert_eq!(fixture.filed(), 7, "each of the six once, and the first of all");
    let listed = app.dossiers().expect("read").dossiers;
    assert!(
        listed.iter().filter(|dossier| dossier.procedure.reveal().contains("khai sinh")).count() >= 7,
        "{listed:?}"
    );
}
