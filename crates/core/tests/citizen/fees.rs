//! Fees as their citizen sees and pays them, also without a network.

use std::sync::Barrier;
use std::thread;

use cds_core::App;
use cds_core::codes::read_codes;
use cds_portal::environment::OsRng;
use cds_portal::office::{self, NewFee};
use cds_portal::payment::{Deed, PlatformDouble};
use cds_portal::{Clock, Environment as PortalEnvironment, PLATFORM};
use cds_vn::vietqr::Transfer;
use cds_wire::dossier::DossierStatus;
use cds_wire::fee::{FeeOutcome, FeeRecord};
use cds_wire::ipc::{CommandState, ErrorCode, FeeShown, FeeStanding, PayFeeArgs};

use crate::fixture::*;

/// A dossier of the demonstration's that is being worked on.
const CODE: &str = "H14.40.02-261020-0007";
const AMOUNT: u64 = 50_000;

fn ask(fixture: &Fixture, amount: u64) -> String {
    let PortalEnvironment { storage, clock, payments, .. } = &fixture.environment;
    let payee = payments.as_ref().expect("a platform").payee.clone();
    let fee = NewFee { name: "Lệ phí đăng ký thường trú".into(), amount, due_at: None, payee };
    office::ask_fee(&**storage, &OsRng, &**clock, CODE, fee).expect("asked").id
}

/// A fee that has come to a device.
fn asked(fixture: &Fixture) -> (App, String) {
    let app = fixture.in_step();
    let fee = ask(fixture, AMOUNT);
    app.sync().expect("in step");
    (app, fee)
}

fn pay(app: &App, fee: &str, amount: u64) -> Result<String, cds_core::Error> {
    app.pay_fee(&PayFeeArgs { id: fee.to_owned(), amount }).map(|saved| saved.id)
}

fn shown(app: &App) -> FeeShown {
    let fees = app.dossier(CODE).expect("read").fees;
    assert_eq!(fees, app.fees().expect("read"));
    fees.into_iter().next().expect("a fee")
}

/// The citizen's bank reads the code and makes the transfer.
fn transfer(fixture: &Fixture, fee: &FeeShown, deed: Deed) {
    let ledger = fixture.folder.path().join("portal").join(PLATFORM);
    let platform = PlatformDouble::open(&ledger, &OsRng).expect("its ledger");
    let text = fee.transfer.as_ref().expect("a VietQR text");
    platform.pay(text.reveal(), deed, fixture.clock.now()).expect("transferred");
}

fn payment_waits(app: &App) -> bool {
    let list = app.dossiers().expect("read").dossiers;
    let is_it = |code: &cds_wire::Sensitive| code.reveal() == CODE;
    list.iter().find(|dossier| dossier.code.as_ref().is_some_and(is_it)).expect("listed").payment_waits
}

#[test]
fn a_fee_paid_offline_keeps_its_key_through_a_restart_and_its_receipt_without_the_portal() {
    let fixture = Fixture::start();
    let (app, fee) = asked(&fixture);
    assert_eq!(app.dossier(CODE).expect("read").summary.status, Some(DossierStatus::PaymentNeeded));
    assert!(!payment_waits(&app));
    drop(app);
    let offline = fixture.offline();
    let before = shown(&offline);
    assert_eq!((before.standing, before.can_pay, before.amount), (FeeStanding::Unpaid, true, AMOUNT));
    let key = pay(&offline, &fee, AMOUNT).expect("kept");
    assert_eq!(code(pay(&offline, &fee, AMOUNT)), ErrorCode::PaymentWaits);
    assert!(offline.sync().is_err());
    drop(offline);

    let offline = fixture.offline();
    let confirmed = shown(&offline);
    assert_eq!((confirmed.standing, confirmed.can_pay), (FeeStanding::Confirmed, false));
    assert!(confirmed.transfer.is_some(), "without a network");
    assert_eq!(confirmed.cancellable.as_ref(), Some(&key));
    assert!(payment_waits(&offline));
    assert_eq!(code(pay(&offline, &fee, AMOUNT)), ErrorCode::PaymentWaits);
    drop(offline);

    let app = fixture.unlocked();
    app.sync().expect("in step");
    let pending = shown(&app);
    assert_eq!((pending.standing, pending.can_pay, &pending.cancellable), (FeeStanding::Pending, false, &None));
    assert!(pending.waits_until.is_some() && pending.transfer.is_some() && payment_waits(&app));
    let orders = office::fees(&*fixture.environment.storage).expect("read");
    assert_eq!(orders.len(), 1);
    let order = fixture.environment.storage.read(|tx| tx.order(&key));
    assert!(order.expect("read").is_some(), "under its key");
    assert_eq!(code(pay(&app, &fee, AMOUNT)), ErrorCode::PaymentWaits);
    assert_eq!(code(app.cancel(&key)), ErrorCode::TooLate);

    // The platform's notice is lost.
    transfer(&fixture, &pending, Deed::Success);
    app.sync().expect("in step");
    let detail = app.dossier(CODE).expect("read");
    assert_eq!(detail.summary.status, Some(DossierStatus::Processing));
    let paid = shown(&app);
    assert_eq!((paid.standing, paid.can_pay, paid.transfer.is_none()), (FeeStanding::Paid, false, true));
    assert_eq!(code(pay(&app, &fee, AMOUNT)), ErrorCode::TooLate);
    assert_eq!(code(app.fee_picture(&fee)), ErrorCode::TooLate);
    drop(app);

    let without_portal = fixture.offline();
    let receipt = without_portal.fee(&fee).expect("read").receipt.expect("a receipt");
    assert_eq!((receipt.amount, Some(receipt)), (AMOUNT, paid.receipt));
}

#[test]
fn two_confirmations_at_once_are_one_payment() {
    let fixture = Fixture::start();
    let (app, fee) = asked(&fixture);
    let barrier = Barrier::new(4);
    let codes: Vec<Option<ErrorCode>> = thread::scope(|scope| {
        let tries: Vec<_> = (0..4)
            .map(|_| {
                scope.spawn(|| {
                    barrier.wait();
                    pay(&app, &fee, AMOUNT).err().map(|error| error.code())
                })
            })
            .collect();
        tries.into_iter().map(|one| one.join().expect("no panic")).collect()
    });
    assert_eq!(codes.iter().filter(|code| code.is_none()).count(), 1, "{codes:?}");
    assert_eq!(codes.iter().filter(|code| **code == Some(ErrorCode::PaymentWaits)).count(), 3, "{codes:?}");
    app.sync().expect("in step");
    assert_eq!(shown(&app).standing, FeeStanding::Pending);
    let payments = app.outbox().expect("read").entries;
    assert_eq!(payments.iter().map(|entry| entry.state).collect::<Vec<_>>(), [CommandState::Received]);
}

#[test]
fn a_fee_that_has_changed_is_refused_on_the_device_or_at_the_portal_and_can_be_paid_as_it_is() {
    let fixture = Fixture::start();
    let (app, fee) = asked(&fixture);
    assert_eq!(code(pay(&app, &fee, AMOUNT - 1)), ErrorCode::FeeChanged);
    assert_eq!(code(pay(&app, "none", AMOUNT)), ErrorCode::NotFound);
    pay(&app, &fee, AMOUNT).expect("kept");
    let PortalEnvironment { storage, clock, .. } = &fixture.environment;
    office::change_fee(&**storage, &**clock, &fee, 75_000).expect("changed");
    app.sync().expect("in step");
    let refused = shown(&app);
    assert_eq!((refused.standing, refused.can_pay, refused.amount), (FeeStanding::Unpaid, true, 75_000));
    assert_eq!(refused.refused.as_deref(), Some("amount_changed"));
    assert_eq!(code(pay(&app, &fee, AMOUNT)), ErrorCode::FeeChanged);
    pay(&app, &fee, 75_000).expect("kept");
    assert_eq!((shown(&app).standing, shown(&app).refused), (FeeStanding::Confirmed, None));
    app.sync().expect("in step");
    assert_eq!(shown(&app).standing, FeeStanding::Pending);
}

#[test]
fn a_payment_that_was_not_sent_can_be_taken_back_and_one_that_failed_is_told() {
    let fixture = Fixture::start();
    let (app, fee) = asked(&fixture);
    drop(app);
    let offline = fixture.offline();
    let key = pay(&offline, &fee, AMOUNT).expect("kept");
    offline.cancel(&key).expect("taken back");
    let payable = shown(&offline);
    assert_eq!((payable.standing, payable.can_pay, payable.refused), (FeeStanding::Unpaid, true, None));
    assert_eq!(payable.transfer, None, "no money is expected");
    let second = pay(&offline, &fee, AMOUNT).expect("kept");
    assert_ne!(key, second);
    drop(offline);

    let app = fixture.unlocked();
    app.sync().expect("in step");
    transfer(&fixture, &shown(&app), Deed::Short);
    app.sync().expect("in step");
    let failed = shown(&app);
    let failure = failed.failure.as_ref().expect("told");
    assert_eq!((failure.outcome, failure.returned), (FeeOutcome::AmountDiffers, Some(AMOUNT / 2)));
    assert!(failed.can_pay && failed.receipt.is_none());
    assert_ne!(pay(&app, &fee, AMOUNT).expect("kept"), second, "a new payment has a new key");
}

#[test]
fn the_code_comes_with_the_confirmation_is_read_again_and_says_sum_and_dossier() {
    let fixture = Fixture::start();
    let (app, fee) = asked(&fixture);
    assert_eq!((code(app.fee_picture(&fee)), shown(&app).transfer), (ErrorCode::TooLate, None), "before the payment");
    pay(&app, &fee, AMOUNT).expect("kept");
    let picture = app.fee_picture(&fee).expect("drawn");
    let text = shown(&app).transfer.expect("a text").into_inner();
    assert_eq!(read_codes(&picture.0).expect("a picture"), std::slice::from_ref(&text));
    let read = Transfer::read(&text).expect("a VietQR with its checksum");
    assert_eq!((read.amount, read.purpose.as_deref()), (Some(AMOUNT), Some(CODE)));
    assert!(text.starts_with("000201010212"), "made for one payment");
}

#[test]
fn money_that_was_transferred_for_a_payment_that_is_refused_goes_back_and_the_citizen_reads_so() {
    let fixture = Fixture::start();
    let (app, fee) = asked(&fixture);
    drop(app);
    let offline = fixture.offline();
    pay(&offline, &fee, AMOUNT).expect("kept");
    transfer(&fixture, &shown(&offline), Deed::Success);
    drop(offline);
    let PortalEnvironment { storage, clock, .. } = &fixture.environment;
    office::change_fee(&**storage, &**clock, &fee, 75_000).expect("changed");
    let app = fixture.unlocked();
    app.sync().expect("in step");
    let refused = shown(&app);
    assert_eq!((refused.refused.as_deref(), refused.can_pay), (Some("amount_changed"), true));
    let failure = refused.failure.expect("told");
    assert_eq!((failure.outcome, failure.returned), (FeeOutcome::NotOwed, Some(AMOUNT)));
}

#[test]
fn a_dossier_that_is_to_be_withdrawn_takes_no_payments_even_before_the_portal_knows() {
    let fixture = Fixture::start();
    let (app, fee) = asked(&fixture);
    drop(app);
    let offline = fixture.offline();
    let withdrawal = offline.withdraw(CODE, &"".into()).expect("kept").id;
    let withdrawn = shown(&offline);
    assert_eq!((withdrawn.standing, withdrawn.can_pay), (FeeStanding::Unpaid, false));
    assert_eq!(code(pay(&offline, &fee, AMOUNT)), ErrorCode::TooLate);
    offline.cancel(&withdrawal).expect("taken back");
    assert!(shown(&offline).can_pay);
    pay(&offline, &fee, AMOUNT).expect("kept");
    assert!(shown(&offline).transfer.is_some());
    offline.withdraw(CODE, &"".into()).expect("kept");
    assert_eq!((shown(&offline).standing, shown(&offline).transfer), (FeeStanding::Confirmed, None));
}

#[test]
fn biometrics_are_announced_above_ten_million_and_an_ended_dossier_asks_for_nothing() {
    let fixture = Fixture::start();
    let app = fixture.in_step();
    for (amount, needs) in [(FeeRecord::WITHOUT_BIOMETRICS, false), (FeeRecord::WITHOUT_BIOMETRICS + 1, true)] {
        let fee = ask(&fixture, amount);
        app.sync().expect("in step");
        let fee = app.fee(&fee).expect("read");
        assert_eq!((fee.needs_biometrics, fee.can_pay), (needs, true), "{amount}");
    }
    app.withdraw(CODE, &"".into()).expect("kept");
    app.sync().expect("in step");
    assert!(app.fees().expect("read").iter().all(|fee| !fee.can_pay), "it is to be withdrawn");
    fixture.refuse(CODE, "Trùng hồ sơ.");
    app.sync().expect("in step");
    for fee in app.fees().expect("read") {
        assert_eq!((fee.can_pay, fee.transfer), (false, None));
        assert_eq!(code(pay(&app, &fee.id, fee.amount)), ErrorCode::TooLate);
    }
}
