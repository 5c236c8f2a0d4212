//! A device that another one ends.

use std::fs;
use std::sync::Arc;

use cds_core::App;
use cds_core::keystore::NoKeystore;
use cds_wire::ipc::{CommandState, ErrorCode, Stage};

use crate::fixture::*;

fn this(app: &App) -> String {
    app.devices().expect("read").into_iter().find(|device| device.this).expect("this device").id
}

#[test]
fn a_revoked_device_drops_what_came_from_the_portal_and_keeps_what_is_unsent_sealed() {
    let fixture = Fixture::start();
    let app = fixture.in_step();
    file_dossier(&app);
    let lost = this(&app);
    let other = fixture.another(NUMBER, PHONE);
    other.revoke_device(&lost).expect("ended");
    other.revoke_device(&lost).expect("it has ended already");
    other.sync().expect("in step");
    let listed = other.devices().expect("read");
    assert!(listed.iter().any(|device| device.id == lost && device.ended_at.is_some()));
    assert_eq!(app.papers().expect("read").len(), 4, "it has not heard of it yet");

    assert_eq!(code(app.sync()), ErrorCode::SignInNeeded);
    assert!(matches!(app.stage().expect("a stage"), Stage::Locked { .. }), "it locks");
    let left: Vec<String> = fs::read_dir(fixture.account())
        .expect("read")
        .map(|entry| entry.expect("an entry").file_name().to_string_lossy().into_owned())
        .filter(|name| name.starts_with("cache"))
        .collect();
    assert_eq!(left, [""; 0], "nothing of the portal's is on the disk");
    app.unlock(&PASSPHRASE.into()).expect("the vault is still the citizen's");
    assert_eq!(app.papers().expect("read").len(), 0);
    assert_eq!(code(app.show_code()), ErrorCode::SignInNeeded);
    assert_eq!(code(app.live_code()), ErrorCode::SignInNeeded);
    let states = || app.outbox().expect("read").entries.iter().map(|entry| entry.state).collect::<Vec<_>>();
    assert_eq!(states(), [CommandState::Sent], "it is sealed as it was");
    assert_eq!(code(app.sync()), ErrorCode::SignInNeeded);
    assert_eq!(fixture.filed_at_office(), 0);

    // It was found again: its citizen signs in, it is another device, and what was sealed arrives once.
    app.sign_in_again(&fixture.sign_in_args(NUMBER, PHONE)).expect("signed in");
    app.sync().expect("in step");
    app.sync().expect("in step");
    assert_eq!(states(), [CommandState::Received]);
    assert_eq!(fixture.filed_at_office(), 1);
    assert_ne!(this(&app), lost);
    assert_eq!(app.papers().expect("read").len(), 4);
}

#[test]
fn a_guests_session_that_is_revoked_leaves_nothing() {
    let fixture = Fixture::start();
    let app = fixture.app(Arc::new(NoKeystore));
    app.sign_in_guest(&fixture.sign_in_args(NUMBER, PHONE)).expect("begun");
    app.sync().expect("in step");
    fixture.another(NUMBER, PHONE).revoke_device(&this(&app)).expect("ended");
    assert_eq!(code(app.sync()), ErrorCode::SignInNeeded);
    assert_eq!(app.stage().expect("a stage"), Stage::SignedOut);
    assert_eq!(fs::read_dir(fixture.home().join("accounts")).expect("read").count(), 0);
}

#[test]
fn only_other_devices_of_the_same_citizen_can_be_ended() {
    let fixture = Fixture::start();
    let app = fixture.in_step();
    let neighbour = fixture.another("004090000002", "0900000002");
    for id in [this(&app), this(&neighbour), "nobody's".to_owned()] {
        assert_eq!(code(app.revoke_device(&id)), ErrorCode::NotFound);
    }
    app.sync().expect("still in step");
    neighbour.sync().expect("still in step");
    drop(app);
    assert_eq!(code(fixture.offline().revoke_device(&this(&neighbour))), ErrorCode::NoNetwork);
}
