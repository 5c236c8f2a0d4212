//! Fees, over the real portal and the double of a payment platform: what the portal believes, and what it makes of it.

use cds_portal::environment::OsRng;
use cds_portal::office::{self, NewFee, OfficeError};
use cds_portal::payment::{Came, Deed, NotifyError, ORDER_LIFE_MS, PlatformDouble, notice, notify};
use cds_portal::{Clock, Environment, PLATFORM};
use cds_vn::vietqr::{Service, Transfer};
use cds_wire::dossier::{DossierRecord, DossierStatus};
use cds_wire::fee::{FeeFailure, FeeOutcome, FeeRecord, FeeState};
use cds_wire::portal::command::{command_type, stream};
use cds_wire::portal::*;

#[path = "fees/owed.rs"]
mod owed;
#[path = "fees/purpose.rs"]
mod purpose;

use crate::fixture::{DAY_MS, Device, Fixture, HOUR_MS, command, copy_database, id, said};

/// A dossier of the demonstration's that is being worked on.
const CODE: &str = "H14.40.02-261020-0007";
const AMOUNT: u64 = 50_000;

/// A fee that the office asks for, and the payment platform.
struct Asked<'a> {
    device: Device<'a>,
    dossier: String,
    fee: String,
    platform: PlatformDouble,
}

impl<'a> Asked<'a> {
    fn by(fixture: &'a Fixture) -> Self {
        let device = fixture.device();
        let platform = PlatformDouble::open(&fixture.folder.path().join(PLATFORM), &OsRng).expect("its ledger");
        let fee = ask(&fixture.environment, CODE, AMOUNT).expect("asked");
        Self { device, dossier: fee.record.dossier, fee: fee.id, platform }
    }

    fn environment(&self) -> &'a Environment {
        &self.device.fixture.environment
    }

    fn now(&self) -> i64 {
        self.device.fixture.clock.now()
    }

    fn payment(&self, seq: u64, amount: u64) -> Command {
        let body = FeePay { fee: self.fee.clone(), amount };
        command(seq, command_type::FEE_PAY, &format!("{}{}", stream::DOSSIER, self.dossier), &body)
    }

    /// Confirms the payment under a number.
    fn pay(&self, seq: u64) -> (CommandStatus, Option<ResultCode>) {
        said(&self.device.send_knowing(seq - 1, &self.payment(seq, AMOUNT)))
    }

    fn record(&self) -> FeeRecord {
        self.device.entity(FeeRecord::KIND, &self.fee).expect("a fee")
    }

    fn state(&self) -> FeeState {
        self.record().state
    }

    /// How the last payment failed, and what went back.
    fn failure(&self) -> Option<(FeeOutcome, Option<u64>)> {
        self.record().failure.map(|FeeFailure { outcome, returned, .. }| (outcome, returned))
    }

    fn dossier(&self) -> DossierRecord {
        self.device.entity(DossierRecord::KIND, &self.dossier).expect("a dossier")
    }

    /// What the citizen's bank reads.
    fn qr(&self) -> String {
        self.qr_of(self.record().amount)
    }

    /// The same with another amount.
    fn qr_of(&self, amount: u64) -> String {
        let FeeRecord { payee, purpose, .. } = self.record();
        let (purpose, amount) = (Some(purpose.into_inner()), Some(amount));
        let transfer =
            Transfer { bank: payee.bank, account: payee.account, service: Service::Account, amount, purpose };
        transfer.text().expect("a VietQR")
    }

    /// What became of each transfer at the platform, oldest first.
    fn came(&self) -> Vec<Came> {
        self.platform.transfers(self.now()).expect("read").iter().map(|one| one.came).collect()
    }

    /// The office moves the dossier on.
    fn advance(&self, status: DossierStatus) {
        let Environment { storage, clock, .. } = self.environment();
        office::advance(&**storage, &**clock, CODE, status, Some("Theo yêu cầu.".into())).expect("moved on");
    }

    /// The office asks for another amount.
    fn change(&self, amount: u64) {
        let Environment { storage, clock, .. } = self.environment();
        office::change_fee(&**storage, &**clock, &self.fee, amount).expect("changed");
    }

    /// A transfer; gives the order that it moves.
    fn transfer(&self, deed: Deed) -> Option<String> {
        self.platform.pay(&self.qr(), deed, self.now()).expect("transferred").order
    }

    fn notify(&self, order: &str) -> Result<(), NotifyError> {
        notify(&self.device.fixture.portal.url(), &notice(&self.platform.secret().expect("a secret"), order))
    }

    /// The fee's and the dossier's versions: whether anything has changed.
    fn versions(&self) -> Vec<(String, u64)> {
        let changes = self.device.pulled().changes.into_iter();
        changes.filter(|change| change.lane == 1).map(|change| (change.id, change.ver)).collect()
    }
}

fn ask(environment: &Environment, code: &str, amount: u64) -> Result<office::OfficeFee, OfficeError> {
    let payee = environment.payments.as_ref().expect("a platform").payee.clone();
    let fee = NewFee { name: "Lệ phí đăng ký thường trú".into(), amount, due_at: None, payee };
    office::ask_fee(&*environment.storage, &OsRng, &*environment.clock, code, fee)
}

const APPLIED: (CommandStatus, Option<ResultCode>) = (CommandStatus::Applied, None);

fn rejected(code: ResultCode) -> (CommandStatus, Option<ResultCode>) {
    (CommandStatus::Rejected, Some(code))
}

#[test]
fn a_fee_that_is_paid_has_a_receipt_and_its_dossier_goes_on() {
    let fixture = Fixture::start();
    let asked = Asked::by(&fixture);
    assert_eq!((asked.state(), asked.dossier().status), (FeeState::Unpaid, DossierStatus::PaymentNeeded));
    assert_eq!(asked.pay(1), APPLIED);
    let pending = asked.record();
    assert_eq!((pending.state, pending.waits_until), (FeeState::Pending, Some(asked.now() + ORDER_LIFE_MS)));
    let order = asked.transfer(Deed::Success).expect("an order");
    assert_eq!(order, id(1), "the command's id is the order's key");
    asked.notify(&order).expect("noticed");
    let paid = asked.record();
    assert_eq!((paid.state, paid.waits_until, paid.failure), (FeeState::Paid, None, None));
    let receipt = paid.receipt.expect("a receipt");
    assert_eq!((receipt.amount, receipt.paid_at), (AMOUNT, asked.now()));
    assert!(receipt.number.reveal().starts_with("BL-"));
    let dossier = asked.dossier();
    assert_eq!(dossier.status, DossierStatus::Processing);
    assert!(dossier.note.expect("a note").reveal().ends_with(": 50.000 đ."));
}

#[test]
fn a_lost_notice_loses_nothing_and_one_that_comes_twice_changes_nothing() {
    let fixture = Fixture::start();
    let asked = Asked::by(&fixture);
    asked.pay(1);
    let order = asked.transfer(Deed::Success).expect("an order");
    assert_eq!(asked.state(), FeeState::Paid, "the synchronisation asks");
    let (before, steps) = (asked.versions(), asked.dossier().steps.len());
    asked.notify(&order).expect("noticed");
    asked.notify(&order).expect("noticed");
    assert_eq!((asked.versions(), asked.dossier().steps.len()), (before, steps));
}

#[test]
fn a_notice_proves_nothing() {
    let fixture = Fixture::start();
    let asked = Asked::by(&fixture);
    asked.pay(1);
    asked.notify(&id(1)).expect("a genuine one, and no money");
    assert_eq!(asked.state(), FeeState::Pending);
    asked.transfer(Deed::Success);
    let forged = |secret| notify(&fixture.portal.url(), &notice(secret, &id(1)));
    assert!(matches!(forged(&[0; 32]), Err(NotifyError::Refused)));
    assert!(matches!(asked.notify(&id(9)), Err(NotifyError::Refused)), "of no order");
    let fees = office::fees(&*fixture.environment.storage).expect("read");
    assert_eq!(fees[0].record.state, FeeState::Pending, "a forged one does not even make the portal ask");
}

#[test]
fn while_a_payment_waits_there_is_no_second_and_after_it_none_is_owed() {
    let fixture = Fixture::start();
    let asked = Asked::by(&fixture);
    assert_eq!(asked.pay(1), APPLIED);
    assert_eq!(asked.pay(2), rejected(ResultCode::PaymentWaits));
    asked.transfer(Deed::Success);
    assert_eq!(asked.state(), FeeState::Paid);
    assert_eq!(asked.pay(3), rejected(ResultCode::AlreadyPaid));
    assert_eq!(asked.platform.orders(asked.now()).expect("read").len(), 1);
}

#[test]
fn a_declined_transfer_leaves_the_fee_to_be_paid_under_a_new_key() {
    let fixture = Fixture::start();
    let asked = Asked::by(&fixture);
    asked.pay(1);
    let order = asked.transfer(Deed::Failure).expect("an order");
    asked.notify(&order).expect("noticed");
    assert_eq!((asked.state(), asked.failure()), (FeeState::Unpaid, Some((FeeOutcome::Declined, None))));
    assert_eq!(asked.dossier().status, DossierStatus::PaymentNeeded);
    assert_eq!(asked.pay(2), APPLIED);
    assert_eq!((asked.state(), asked.failure()), (FeeState::Pending, None));
    assert_eq!(asked.transfer(Deed::Success), Some(id(2)));
    assert_eq!(asked.state(), FeeState::Paid);
}

#[test]
fn a_late_transfer_keeps_the_fee_pending_until_it_arrives() {
    let fixture = Fixture::start();
    let asked = Asked::by(&fixture);
    asked.pay(1);
    assert_eq!(asked.transfer(Deed::Late), None);
    fixture.clock.advance(HOUR_MS);
    assert_eq!(asked.state(), FeeState::Pending);
    assert_eq!(asked.platform.arrive(asked.now()).expect("arrived"), [id(1)]);
    assert_eq!(asked.state(), FeeState::Paid);
    assert!(asked.platform.arrive(asked.now()).expect("nothing").is_empty());
}

#[test]
fn a_wrong_sum_does_not_pay_and_goes_back() {
    let fixture = Fixture::start();
    let asked = Asked::by(&fixture);
    asked.pay(1);
    asked.transfer(Deed::Short);
    let differs = Some((FeeOutcome::AmountDiffers, Some(AMOUNT / 2)));
    assert_eq!((asked.state(), asked.failure()), (FeeState::Unpaid, differs));
    assert_eq!(asked.platform.transfers(asked.now()).expect("read")[0].came, Came::SentBack);
    asked.pay(2);
    asked.transfer(Deed::Success);
    assert_eq!((asked.state(), asked.failure()), (FeeState::Paid, None));
}

#[test]
fn an_order_expires_and_money_that_comes_after_that_is_counted_once() {
    let fixture = Fixture::start();
    let asked = Asked::by(&fixture);
    asked.pay(1);
    fixture.clock.advance(ORDER_LIFE_MS - 1);
    assert_eq!(asked.state(), FeeState::Pending);
    fixture.clock.advance(1);
    assert_eq!((asked.state(), asked.failure()), (FeeState::Unpaid, Some((FeeOutcome::Expired, None))));
    let quiet = asked.versions();
    fixture.clock.advance(DAY_MS);
    assert_eq!(asked.versions(), quiet, "it is told once");
    assert_eq!(asked.transfer(Deed::Success), Some(id(1)));
    let paid = asked.record();
    assert_eq!((paid.state, paid.failure, paid.receipt.is_some()), (FeeState::Paid, None, true));
    let before = asked.versions();
    asked.notify(&id(1)).expect("noticed");
    assert_eq!(asked.versions(), before);
}

#[test]
fn money_for_an_expired_order_after_another_has_paid_goes_back() {
    let fixture = Fixture::start();
    let asked = Asked::by(&fixture);
    asked.pay(1);
    fixture.clock.advance(ORDER_LIFE_MS);
    assert_eq!(asked.state(), FeeState::Unpaid);
    asked.pay(2);
    let qr = asked.qr();
    asked.transfer(Deed::Success);
    assert_eq!(asked.state(), FeeState::Paid);
    let receipt = asked.record().receipt;
    asked.platform.pay(&qr, Deed::Success, asked.now()).expect("transferred");
    assert_eq!((asked.state(), asked.failure()), (FeeState::Paid, Some((FeeOutcome::NotOwed, Some(AMOUNT)))));
    assert_eq!(asked.record().receipt, receipt);
    let came: Vec<_> = asked.platform.transfers(asked.now()).expect("read").iter().map(|one| one.came).collect();
    assert_eq!(came, [Came::Taken, Came::SentBack]);
}

#[test]
fn a_second_transfer_for_one_order_goes_back_and_is_told() {
    let fixture = Fixture::start();
    let asked = Asked::by(&fixture);
    asked.pay(1);
    let qr = asked.qr();
    asked.transfer(Deed::Success);
    assert_eq!(asked.state(), FeeState::Paid);
    let steps = asked.dossier().steps.len();
    let again = asked.platform.pay(&qr, Deed::Success, asked.now()).expect("transferred").order;
    asked.notify(&again.expect("the same order")).expect("noticed");
    assert_eq!((asked.state(), asked.failure()), (FeeState::Paid, Some((FeeOutcome::NotOwed, Some(AMOUNT)))));
    assert_eq!(asked.dossier().steps.len(), steps);
}

#[test]
fn money_that_is_sent_before_the_payment_is_confirmed_pays_it_then() {
    let fixture = Fixture::start();
    let asked = Asked::by(&fixture);
    assert_eq!(asked.transfer(Deed::Success), None, "nobody has ordered it");
    assert_eq!(asked.state(), FeeState::Unpaid);
    assert_eq!(asked.pay(1), APPLIED);
    assert_eq!(asked.state(), FeeState::Paid);
}

#[test]
fn a_fee_whose_amount_has_changed_is_not_paid_as_it_was() {
    let fixture = Fixture::start();
    let asked = Asked::by(&fixture);
    let Environment { storage, clock, .. } = asked.environment();
    office::change_fee(&**storage, &**clock, CODE, 75_000).expect("changed");
    assert_eq!(asked.pay(1), rejected(ResultCode::AmountChanged));
    assert_eq!((asked.state(), asked.record().amount), (FeeState::Unpaid, 75_000));
    let result = asked.device.send_knowing(1, &asked.payment(2, 75_000));
    assert_eq!(said(&result), APPLIED);
    let waits = office::change_fee(&**storage, &**clock, CODE, 1);
    assert!(matches!(waits, Err(OfficeError::FeeStands(FeeState::Pending))), "not while a payment waits");
}

#[test]
fn a_cancelled_fee_takes_no_money_and_a_refunded_one_gives_it_back() {
    let fixture = Fixture::start();
    let asked = Asked::by(&fixture);
    let Environment { storage, clock, payments, .. } = asked.environment();
    asked.pay(1);
    let qr = asked.qr();
    office::cancel_fee(&**storage, &**clock, &asked.fee).expect("cancelled");
    assert_eq!((asked.state(), asked.dossier().status), (FeeState::Cancelled, DossierStatus::Processing));
    assert_eq!(asked.pay(2), rejected(ResultCode::StatusForbids));
    asked.platform.pay(&qr, Deed::Success, asked.now()).expect("transferred");
    assert_eq!((asked.state(), asked.failure()), (FeeState::Cancelled, Some((FeeOutcome::NotOwed, Some(AMOUNT)))));

    let second = Asked { fee: ask(asked.environment(), CODE, 60_000).expect("asked").id, ..asked };
    let platform = &*payments.as_ref().expect("a platform").platform;
    let refund = || office::refund_fee(&**storage, platform, &**clock, &second.fee);
    assert!(matches!(refund(), Err(OfficeError::FeeStands(FeeState::Unpaid))));
    second.device.send_knowing(2, &second.payment(3, 60_000));
    second.transfer(Deed::Success);
    assert_eq!(second.state(), FeeState::Paid);
    refund().expect("given back");
    assert!(matches!(refund(), Err(OfficeError::FeeStands(FeeState::Refunded))), "once");
    let refunded = second.record();
    assert_eq!((refunded.state, refunded.receipt.is_some()), (FeeState::Refunded, true));
    let transfers = second.platform.transfers(second.now()).expect("read");
    assert!(transfers.iter().all(|one| one.came == Came::SentBack), "{transfers:?}");
}

#[test]
fn a_dossier_with_two_fees_goes_on_when_both_are_paid() {
    let fixture = Fixture::start();
    let asked = Asked::by(&fixture);
    let other = ask(asked.environment(), CODE, 30_000).expect("asked").id;
    asked.pay(1);
    asked.transfer(Deed::Success);
    assert_eq!((asked.state(), asked.dossier().status), (FeeState::Paid, DossierStatus::PaymentNeeded));
    let second = Asked { fee: other, ..asked };
    second.device.send_knowing(1, &second.payment(2, 30_000));
    second.transfer(Deed::Success);
    assert_eq!((second.state(), second.dossier().status), (FeeState::Paid, DossierStatus::Processing));
}

#[test]
fn what_cannot_be_asked_for_or_paid_is_refused() {
    let fixture = Fixture::start();
    let asked = Asked::by(&fixture);
    for (code, amount) in [(CODE, 0), (CODE, 10_000_000_000_000)] {
        assert!(matches!(ask(asked.environment(), code, amount), Err(OfficeError::FeeInvalid)), "{amount}");
    }
    assert!(matches!(ask(asked.environment(), "H14-0", 1), Err(OfficeError::UnknownDossier)));
    // Of another citizen's, of no fee, and in another dossier's stream.
    let body = |fee: String| FeePay { fee, amount: AMOUNT };
    let strange = ask(asked.environment(), "H14.40.17-261119-0002", AMOUNT).expect("asked").id;
    let own = format!("{}{}", stream::DOSSIER, asked.dossier);
    let unknown = rejected(ResultCode::EntityUnknown);
    assert_eq!(said(&asked.device.send(&command(1, command_type::FEE_PAY, &own, &body(strange)))), unknown);
    let elsewhere = format!("{}{}", stream::DOSSIER, id(77));
    let wrong = command(2, command_type::FEE_PAY, &elsewhere, &body(asked.fee.clone()));
    assert_eq!(said(&asked.device.send_knowing(1, &wrong)), unknown);
    assert_eq!(asked.state(), FeeState::Unpaid);
}

#[test]
fn a_portal_that_was_restored_learns_of_the_payment_from_its_receipt_and_from_the_platform() {
    let fixture = Fixture::start();
    let asked = Asked::by(&fixture);
    let copy = fixture.folder.path().join("copy.db");
    copy_database(&fixture.environment, &copy);
    let payment = asked.payment(1, AMOUNT);
    let result = asked.device.send(&payment);
    let receipt = asked.device.receipt(&payment, &result);
    assert_eq!(receipt.code.as_deref(), Some(CODE));
    asked.transfer(Deed::Success);
    assert_eq!(asked.state(), FeeState::Paid);

    let folder = tempfile::tempdir().expect("a folder");
    std::fs::copy(&copy, folder.path().join(cds_portal::DATABASE)).expect("copied");
    let restored = Fixture::over(folder, |environment| environment.payments = fixture.environment.payments.clone());
    let key = cds_identity::DeviceKey::from_seed(&asked.device.key.seed());
    let device = Device { fixture: &restored, signed_in: asked.device.signed_in.clone(), key };
    let fee = |device: &Device<'_>| device.entity::<FeeRecord>(FeeRecord::KIND, &asked.fee).expect("a fee").state;
    assert_eq!(fee(&device), FeeState::Unpaid, "it has forgotten the payment");
    let again = device.send(&Command { receipt: result.receipt, ..payment });
    assert_eq!(again.status, CommandStatus::Applied);
    assert_eq!(fee(&device), FeeState::Paid, "and is told of it by the platform");
}
