//! A vault with every kind of thing in it, damaged in one place after another.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use cds_vfs::{Disk, Fault, flip};
use cds_wire::Sensitive;
use cds_wire::family::{CONSENT_TEXT, Consent, ConsentBy, DependantAdd, Relation};
use cds_wire::ipc::{CommandState, LostKind};
use cds_wire::paper::PaperKind;
use cds_wire::portal::Sex;
use cds_wire::portal::command::stream;

use super::*;
use crate::rng::OsRng;
use crate::store::vault::{NewPage, NewPaper};
use crate::{ids, store::vault};

const PAGE: u64 = 4096;
const DRAFTS: usize = 8;
const DOSSIERS: usize = 8;
const PAPERS: usize = 4;
const DEPENDANTS: usize = 12;
const STAGED: usize = 3;

fn key() -> Key {
    Key::from_bytes(&[7; 32]).expect("a key")
}

fn new_id(number: usize) -> String {
    ids::new_id(1_790_000_000_000 + i64::try_from(number).expect("small"), &OsRng).expect("an id")
}

fn content(number: usize) -> Vec<u8> {
    number.to_string().into_bytes().into_iter().cycle().take(9_000).collect()
}

struct Held {
    drafts: BTreeSet<String>,
    commands: BTreeSet<String>,
    papers: BTreeSet<String>,
    /// Drafts and commands that add to a dossier.
    adding: BTreeSet<String>,
    returned: BTreeSet<String>,
}

/// Fills a vault and shuts it: drafts and dossiers each with a paper, half of the dossiers sent.
fn fill(folder: &Path) -> Held {
    let mut vault = open(folder, &key()).expect("it opens");
    vault.set_enrolment(&crate::store::vault::tests::enrolment("device")).expect("enrolled");
    let mut held = Held {
        drafts: BTreeSet::new(),
        commands: BTreeSet::new(),
        papers: BTreeSet::new(),
        adding: BTreeSet::new(),
        returned: BTreeSet::new(),
    };
    for number in 0..DRAFTS + DOSSIERS {
        let id = new_id(number);
        let text = "Lý Thị Mai ".repeat(60);
        let fields = [("noi_dung".to_owned(), text.as_str().into())].into();
        let supplements = (number % 4 == 1).then(|| new_id(500));
        let adds = supplements.is_some();
        let draft = if number % 3 == 2 && !adds { vault::Draft::petition(&id, 1) } else { vault::tests::draft(&id) };
        vault.add_draft(&vault::Draft { fields, supplements, ..draft }).expect("saved");
        vault.attach(&id, "giay_chung_sinh", &content(number), "image/png", 1).expect("attached");
        if number < DRAFTS {
            held.adding.extend(adds.then(|| id.clone()));
            held.drafts.insert(id);
            continue;
        }
        let command = new_id(100 + number);
        assert!(vault.confirm_draft(&id, &command, 1).expect("confirmed"));
        held.adding.extend(adds.then(|| command.clone()));
        held.commands.insert(command);
        if number == DRAFTS + DOSSIERS / 2 {
            let sender = vault.sender().expect("read").expect("signed in");
            vault.outgoing(&sender, &BTreeSet::new(), usize::MAX).expect("frozen");
        }
    }
    for number in 0..PAPERS {
        let (id, command) = (new_id(200 + number), new_id(300 + number));
        vault
            .add_paper(&NewPaper {
                id: &id,
                command: &command,
                kind: PaperKind::Passport,
                title: "Hộ chiếu",
                number: Some("B1234567"),
                expires_on: Some("2030-01-31"),
                person: Some("child"),
                media_type: "image/png",
                content: &content(200 + number),
                thumbnail: Some(&content(300 + number)[..500]),
                staged: &[],
                now: 1,
            })
            .expect("kept");
        held.papers.insert(id);
        held.commands.insert(command);
    }
    for number in 0..DEPENDANTS {
        let id = new_id(400 + number);
        let said = serde_json::to_string(&dependant(number)).expect("JSON");
        let stream = format!("{}{id}", stream::DEPENDANT);
        vault::family::keep_returned(&vault.0, &stream, &said, "consent_missing", 1).expect("kept");
        held.returned.insert(id);
    }
    for number in 0..STAGED {
        let content = content(600 + number);
        let page = NewPage { media_type: "image/png", content: &content, size: (40, 30) };
        vault.stage(&page).expect("staged");
    }
    vault.checkpoint().expect("in the file");
    held
}

/// Somebody whom the portal did not take.
fn dependant(number: usize) -> DependantAdd {
    DependantAdd {
        name: "Lý Thị Mai ".repeat(60).as_str().into(),
        birth_date: Sensitive::new(format!("{}", 2000 + number)),
        sex: Sensitive::new(Sex::Female),
        personal_number: None,
        relation: Relation::Child,
        consent: Some(Consent { given_by: ConsentBy::Guardian, text: CONSENT_TEXT, at: 1 }),
    }
}

/// Everything that was held is there whole, or something is said to be lost.
fn check(vault: &mut Vault, held: &Held, when: &str) -> usize {
    let lost = vault.lost().expect("read");
    let said = |kinds: &[LostKind]| lost.iter().any(|item| kinds.contains(&item.kind));
    let drafts = vault.drafts().expect("read");
    let ids: BTreeSet<String> = drafts.iter().map(|draft| draft.id.clone()).collect();
    let outbox = vault.outbox().expect("read");
    let commands: BTreeSet<String> = outbox.iter().map(|entry| entry.id.clone()).collect();
    let papers = vault.papers().expect("read");
    for paper in &papers {
        let stands_on_it = (paper.number.as_ref().map(|number| number.reveal().as_str()), paper.expires_on.as_deref());
        assert_eq!(stands_on_it, (Some("B1234567"), Some("2030-01-31")), "{when}");
        assert_eq!(paper.person.as_deref(), Some("child"), "{when}");
    }
    let papers: BTreeSet<String> = papers.into_iter().map(|paper| paper.id).collect();
    let staged = vault.staged().expect("read");
    assert!(staged.len() == STAGED || said(&[LostKind::Paper]), "{when}: a page that waits for others is gone");
    for page in staged {
        assert!(vault.content(&page.sha256).expect("read").is_some(), "{when}: a page that waits has no content");
    }
    let returned: BTreeSet<String> = vault.dependants().expect("read").into_keys().collect();
    assert!(held.returned.is_subset(&returned) || said(&[LostKind::Request]), "{when}: a dependant is gone");
    assert!(held.drafts.is_subset(&ids) || said(&[LostKind::Draft]), "{when}: a draft is gone");
    for command in held.commands.difference(&commands) {
        let is_draft = ids.contains(command) && said(&[LostKind::Attachment]);
        let is_named = said(&[LostKind::Dossier, LostKind::Petition, LostKind::Paper, LostKind::Request]);
        assert!(is_draft || is_named, "{when}: {command} is gone");
    }
    for paper in held.papers.difference(&papers) {
        let entity = Some(paper.clone());
        let is_sent = outbox.iter().any(|entry| entry.entity == entity && entry.state != CommandState::Returned);
        assert!(is_sent || said(&[LostKind::Paper]), "{when}: the paper {paper} is gone");
    }
    for draft in drafts {
        let whole = draft.attachments.len() == 1 || said(&[LostKind::Attachment]);
        assert!(whole, "{when}: a paper of a draft is gone");
        assert_eq!(draft.supplements.is_some(), held.adding.contains(&draft.id), "{when}: what it adds to");
        for attachment in draft.attachments {
            let content = vault.content(&attachment.sha256).expect("read").expect("it is there");
            assert_eq!(store_digest(&content), attachment.sha256, "{when}");
        }
    }
    let sender = vault.sender().expect("read").expect("signed in");
    let outgoing = vault.outgoing(&sender, &BTreeSet::new(), usize::MAX).expect("frozen");
    assert_eq!(outgoing.commands.len(), vault.outbox().expect("read").len(), "{when}: all that is there is sent");
    let numbers: Vec<u64> = outgoing.commands.iter().map(|command| command.seq).collect();
    assert_eq!(numbers, (1..=numbers.len() as u64).collect::<Vec<_>>(), "{when}: no number is missing");
    for (command, state) in outgoing.commands.iter().zip(outbox.iter().map(|entry| entry.state)) {
        let held_here = command.blobs.iter().all(|blob| vault.content(blob).expect("read").is_some());
        assert!(held_here || state != CommandState::Waiting && said(&[LostKind::Attachment]), "{when}: {command:?}");
    }
    assert!(!vault.is_damaged().expect("looked"), "{when}");
    lost.len()
}

#[test]
fn every_table_but_the_pieces_of_contents_is_looked_at() {
    let folder = tempfile::tempdir().expect("a folder");
    let vault = open(folder.path(), &key()).expect("it opens");
    let tables = "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'";
    let mut statement = vault.0.prepare(tables).expect("SQL");
    let tables = statement.query_map([], |row| row.get::<_, String>(0)).expect("read");
    // What is in the pieces is looked at where it is read.
    let looked_at: BTreeSet<&str> = NAMING.into_iter().chain(["blob_piece"]).collect();
    let tables: Vec<String> = tables.map(|name| name.expect("a name")).collect();
    assert_eq!(tables.iter().map(String::as_str).collect::<BTreeSet<_>>(), looked_at);
}

fn store_digest(content: &[u8]) -> cds_wire::Digest {
    crate::store::blobs::digest(content)
}

fn names(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("an entry").file_name());
    let mut names: Vec<String> = entries.map(|name| name.to_string_lossy().into_owned()).collect();
    names.sort();
    names
}

#[test]
fn whichever_page_is_damaged_what_can_be_read_is_sent_and_what_cannot_is_named() {
    let whole = tempfile::tempdir().expect("a folder");
    let held = fill(whole.path());
    let bytes = fs::read(whole.path().join(VAULT)).expect("read");
    let pages = bytes.len() as u64 / PAGE;
    let (mut shut, mut unharmed, mut lost) = (0, 0, 0);
    for page in 0..pages {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join(VAULT);
        fs::write(&path, &bytes).expect("written");
        flip(&path, page * PAGE + 2000).expect("flipped");
        let damaged = fs::read(&path).expect("read");
        let when = format!("page {} of {pages}", page + 1);
        match open(folder.path(), &key()) {
            Err(error) => {
                assert!(matches!(error, Error::Store(StoreError::Damaged)), "{when}: {error:?}");
                assert_eq!(fs::read(&path).expect("read"), damaged, "{when}: it is left as it is");
                shut += 1;
            }
            Ok(mut vault) => {
                assert_eq!(fs::read(folder.path().join(SET_ASIDE)).expect("set aside"), damaged, "{when}");
                match check(&mut vault, &held, &when) {
                    0 => unharmed += 1,
                    some => lost += some,
                }
                drop(vault);
                assert_eq!(names(folder.path()), [SET_ASIDE, VAULT], "{when}");
            }
        }
    }
    println!("{pages} pages: {shut} keep it shut, {unharmed} cost nothing, {lost} things lost by the others");
    assert!(pages > 60 && shut <= 4 && unharmed > 3 && lost > 40, "{pages} {shut} {unharmed} {lost}");
}

#[test]
fn a_vault_that_lost_its_end_gives_what_is_left() {
    let whole = tempfile::tempdir().expect("a folder");
    let held = fill(whole.path());
    let bytes = fs::read(whole.path().join(VAULT)).expect("read");
    let folder = tempfile::tempdir().expect("a folder");
    let cut = bytes.len() - 20 * usize::try_from(PAGE).expect("small");
    fs::write(folder.path().join(VAULT), &bytes[..cut]).expect("written");
    let mut vault = open(folder.path(), &key()).expect("it opens");
    assert!(check(&mut vault, &held, "twenty pages short") > 0);
    vault.put_away_lost().expect("read by the citizen");
    drop(vault);
    assert_eq!(open(folder.path(), &key()).expect("it opens").lost().expect("read"), []);
}

#[test]
fn under_a_wrong_key_nothing_is_salvaged() {
    let folder = tempfile::tempdir().expect("a folder");
    fill(folder.path());
    flip(&folder.path().join(VAULT), 10 * PAGE).expect("flipped");
    let before = fs::read(folder.path().join(VAULT)).expect("read");
    let wrong = Key::from_bytes(&[8; 32]).expect("a key");
    assert!(matches!(open(folder.path(), &wrong), Err(Error::Store(StoreError::Damaged))));
    assert_eq!(
        (names(folder.path()), fs::read(folder.path().join(VAULT)).expect("read")),
        (vec![VAULT.to_owned()], before)
    );
}

#[test]
fn a_salvage_ended_at_any_step_begins_anew_or_is_finished() {
    let whole = tempfile::tempdir().expect("a folder");
    let held = fill(whole.path());
    let path = whole.path().join(VAULT);
    flip(&path, 12 * PAGE + 2000).expect("flipped");
    let bytes = fs::read(&path).expect("read");
    let mut points = 0;
    for at in (1..).step_by(9) {
        let folder = tempfile::tempdir().expect("a folder");
        fs::write(folder.path().join(VAULT), &bytes).expect("written");
        let disk = Disk::below(folder.path()).expect("a disk");
        disk.fail(Fault::PowerCut { at, seed: at });
        drop(open(folder.path(), &key()));
        if !disk.mend() {
            break;
        }
        points += 1;
        let when = format!("cut at step {at}");
        check(&mut open(folder.path(), &key()).expect("it opens"), &held, &when);
        assert_eq!(fs::read(folder.path().join(SET_ASIDE)).expect("set aside"), bytes, "{when}");
    }
    assert!(points > 20, "{points} power cuts");
    // Between the two renames.
    let folder = tempfile::tempdir().expect("a folder");
    fs::write(folder.path().join(VAULT), &bytes).expect("written");
    drop(open(folder.path(), &key()).expect("it opens"));
    fs::rename(folder.path().join(VAULT), folder.path().join(NEW)).expect("renamed");
    fs::write(folder.path().join("vault.db-wal"), "the damaged one's").expect("written");
    check(&mut open(folder.path(), &key()).expect("it opens"), &held, "between the renames");
    assert!(folder.path().join("vault.damaged-wal").exists());
}
