//! A portal, a citizen's home, and the look at both after a fault.

use std::collections::BTreeSet;
use std::path::PathBuf;
use std::sync::Arc;

use cds_core::App;
use cds_core::transport::Transport;
use cds_faults::{Promise, Promised, Story, paper};
use cds_portal::local::LocalPortal;
use cds_portal::{Environment, backup, demo, office};
use cds_wire::ipc::{CommandState, OutboxEntry, RequestOtpArgs, SignInArgs};

pub(crate) const NUMBER: &str = "004090000001";
pub(crate) const PHONE: &str = "0900000001";
pub(crate) const PASSPHRASE: &str = "mưa rừng xanh";

pub(crate) struct Fixture {
    folder: tempfile::TempDir,
    pub(crate) portal: LocalPortal,
    environment: Environment,
    pub(crate) promised: Promised,
    /// The draft that every telling of the story writes on.
    pub(crate) kept: String,
    pub(crate) number: u32,
    /// Dossiers that the office had before.
    before: usize,
}

impl Fixture {
    /// A citizen in step with the portal, with one draft.
    pub(crate) fn start() -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let data = folder.path().join("portal");
        let environment = demo::open(&data).expect("the demonstration opens");
        let portal = LocalPortal::serve(environment.clone(), &data, None).expect("the portal starts");
        let mut fixture = Self {
            folder,
            portal,
            environment,
            promised: Promised::default(),
            kept: String::new(),
            number: 0,
            before: 0,
        };
        let home = fixture.home();
        let url = fixture.portal.url();
        let app = Story::new(&home, &url, PASSPHRASE, 0, None).app().expect("an app");
        sign_in(&app, || fixture.portal.last_otp(PHONE));
        app.sync().expect("in step");
        fixture.before = fixture.at_office().len();
        let mut promised = Promised::default();
        let story = Story::new(&home, &url, PASSPHRASE, 0, None);
        story.go_on(&app, &mut |promise| promised.note(promise)).expect("told");
        fixture.kept = promised.drafts.keys().next().expect("one draft").clone();
        fixture.promised = promised;
        fixture
    }

    pub(crate) fn home(&self) -> PathBuf {
        self.folder.path().join("home")
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    pub(crate) fn account(&self) -> PathBuf {
        let accounts = std::fs::read_dir(self.home().join("accounts")).expect("accounts");
        accounts.map(|entry| entry.expect("an entry").path()).next().expect("an account")
    }

    /// The same account, shut.
    pub(crate) fn app(&self) -> App {
        let (home, url) = (self.home(), self.portal.url());
        Story::new(&home, &url, PASSPHRASE, 0, None).app().expect("an app")
    }

    /// The same, over another way to the portal.
    pub(crate) fn app_over(&self, transport: Arc<dyn Transport>) -> App {
        let home = self.home();
        Story::new(&home, "", PASSPHRASE, 0, None).app_over(transport).expect("an app")
    }

    /// The same account, opened again.
    pub(crate) fn opened(&self) -> App {
        let (home, url) = (self.home(), self.portal.url());
        Story::new(&home, &url, PASSPHRASE, 0, None).opened().expect("the account opens")
    }

    /// Tells the next story as `tell` does, and takes note of what was promised.
    pub(crate) fn tell<T>(&mut self, tell: impl FnOnce(&Story<'_>, &mut dyn FnMut(Promise)) -> T) -> T {
        self.number += 1;
        let (home, url) = (self.home(), self.portal.url());
        let story = Story::new(&home, &url, PASSPHRASE, self.number, Some(&self.kept));
        let promised = &mut self.promised;
        tell(&story, &mut |promise| promised.note(promise))
    }

    /// The portal's backup, which lets devices forget what it holds.
    pub(crate) fn backup(&self) {
        backup::backup(&*self.environment.storage, &self.path("backup")).expect("backed up");
    }

    /// Dossiers at the office that were filed since the beginning.
    pub(crate) fn filed(&self) -> usize {
        self.at_office().len() - self.before
    }

    fn at_office(&self) -> Vec<String> {
        let storage = &*self.environment.storage;
        office::dossiers(storage).expect("read").into_iter().map(|dossier| dossier.id).collect()
    }

    /// Looks whether everything that was promised is on this device.
    pub(crate) fn check_here(&mut self, app: &App, when: &str) {
        let outbox = app.outbox().expect("read");
        assert_eq!((outbox.missing, outbox.lost.as_slice()), (0, [].as_slice()), "{when}");
        assert!(!self.account().join("vault.damaged").exists(), "{when}: no vault was damaged");
        let ids: BTreeSet<&String> = outbox.entries.iter().map(|entry| &entry.id).collect();
        for command in &self.promised.commands {
            assert!(ids.contains(command), "{when}: {command} was confirmed");
        }
        check_drafts(app, &mut self.promised, self.number, &outbox.entries, when);
        let listed: BTreeSet<String> = app.papers().expect("read").into_iter().map(|paper| paper.id).collect();
        for paper in self.promised.papers.keys() {
            assert!(listed.contains(paper), "{when}: the paper {paper} was kept");
        }
        // What was not promised and is there all the same counts from now on.
        self.promised.commands.extend(outbox.entries.into_iter().map(|entry| entry.id));
    }

    /// Brings the device in step and looks whether everything arrived, once.
    pub(crate) fn check_arrived(&self, app: &App, when: &str) {
        app.sync().unwrap_or_else(|error| unreachable!("{when}: {error}"));
        let sent = arrived(app, when);
        let at_office = self.at_office();
        assert_eq!(at_office.len(), self.before + sent.len(), "{when}: every dossier is at the office, once");
        assert!(sent.iter().all(|id| at_office.contains(id)), "{when}");
        // The newest, and some of the older ones: to read them all each time would be most of the work.
        for (id, number) in self.promised.papers.iter().rev().enumerate().filter(|(n, _)| n % 16 < 2).map(|(_, p)| p) {
            let (content, _) = app.paper_content(id).unwrap_or_else(|error| unreachable!("{when}: {error}"));
            assert!(content == paper(*number), "{when}: the paper {id} is what it was");
        }
    }
}

/// Signs a new citizen in and makes the vault.
pub(crate) fn sign_in(app: &App, otp: impl FnOnce() -> Option<String>) {
    app.sign_in(&sign_in_args(app, otp)).expect("signed in");
    app.create_vault(&PASSPHRASE.into()).expect("the vault is made");
}

/// What the citizen types, with the one-time password that has just come.
pub(crate) fn sign_in_args(app: &App, otp: impl FnOnce() -> Option<String>) -> SignInArgs {
    let asked = RequestOtpArgs { personal_number: NUMBER.into(), phone: PHONE.into() };
    app.request_otp(&asked).expect("a password is sent");
    SignInArgs {
        personal_number: NUMBER.into(),
        phone: PHONE.into(),
        card_issue_date: "20/05/2021".into(),
        otp: otp().expect("a password was sent").as_str().into(),
    }
}

/// All confirmed commands have their receipts, each for something of its own; returns the dossiers among them.
pub(crate) fn arrived(app: &App, when: &str) -> BTreeSet<String> {
    let entries = app.outbox().expect("read").entries;
    for entry in &entries {
        assert_eq!(entry.state, CommandState::Received, "{when}: {entry:?}");
    }
    let things: BTreeSet<&Option<String>> = entries.iter().map(|entry| &entry.entity).collect();
    assert_eq!(things.len(), entries.len(), "{when}");
    let filed = entries.iter().filter(|entry| entry.command_type == "dossier.submit");
    filed.filter_map(|entry| entry.entity.clone()).collect()
}

/// Each draft is as it was promised, or as it was being written; one that was being confirmed is a draft or a command.
pub(crate) fn check_drafts(app: &App, promised: &mut Promised, number: u32, outbox: &[OutboxEntry], when: &str) {
    let mut became_commands = Vec::new();
    for (id, text) in &promised.drafts {
        let Ok(draft) = app.draft(id) else {
            let dossier = Some(id.clone());
            assert!(outbox.iter().any(|entry| entry.entity == dossier), "{when}: the draft {id} is gone");
            became_commands.push(id.clone());
            continue;
        };
        let written = draft.fields.get("ho_ten").map(|text| text.reveal().clone());
        let is_underway = promised.writing.as_ref() == Some(id) && written == Some(number.to_string());
        assert!(is_underway || written == Some(text.to_string()), "{when}: the draft {id} says {written:?}");
        let papers: Vec<u64> = draft.attachments.iter().map(|attachment| attachment.size).collect();
        if let Some(number) = promised.attached.get(id) {
            assert_eq!(papers, [paper(*number).len() as u64], "{when}: the draft {id} has its paper");
        }
    }
    for id in became_commands {
        promised.drafts.remove(&id);
        promised.attached.remove(&id);
    }
    // What is there now is what it is from now on.
    if let Some(kept) = promised.writing.take() {
        let draft = app.draft(&kept).expect("the draft is there");
        let written = draft.fields.get("ho_ten").and_then(|text| text.reveal().parse().ok()).expect("a number");
        promised.drafts.insert(kept, written);
    }
}
