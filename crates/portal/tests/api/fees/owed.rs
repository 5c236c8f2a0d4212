//! What is owed when money comes, and that the rest goes back and is told.

use cds_portal::payment::LATE_MS;

use super::*;

/// The last payment came to nothing, and its money went back.
fn not_owed(amount: u64) -> Option<(FeeOutcome, Option<u64>)> {
    Some((FeeOutcome::NotOwed, Some(amount)))
}

#[test]
fn late_money_of_an_amount_that_was_changed_since_goes_back() {
    let fixture = Fixture::start();
    let asked = Asked::by(&fixture);
    asked.pay(1);
    let old = asked.qr();
    fixture.clock.advance(ORDER_LIFE_MS);
    assert_eq!(asked.state(), FeeState::Unpaid);
    asked.change(75_000);
    assert_eq!(asked.platform.pay(&old, Deed::Success, asked.now()).expect("transferred").order, Some(id(1)));
    assert_eq!((asked.state(), asked.failure()), (FeeState::Unpaid, not_owed(AMOUNT)));
    assert_eq!((asked.record().receipt, asked.dossier().status), (None, DossierStatus::PaymentNeeded));
    assert_eq!(asked.came(), [Came::SentBack]);
    assert_eq!(said(&asked.device.send_knowing(1, &asked.payment(2, 75_000))), APPLIED);
    asked.transfer(Deed::Success);
    assert_eq!(asked.state(), FeeState::Paid);
}

#[test]
fn money_that_comes_when_the_dossier_has_ended_or_is_to_end_goes_back() {
    for status in DossierStatus::ALL.into_iter().filter(|status| !status.takes_payments()) {
        let fixture = Fixture::start();
        let asked = Asked::by(&fixture);
        asked.pay(1);
        asked.advance(status);
        asked.transfer(Deed::Success);
        assert_eq!((asked.state(), asked.failure()), (FeeState::Unpaid, not_owed(AMOUNT)), "{status:?}");
        assert_eq!((asked.came(), asked.dossier().status), (vec![Came::SentBack], status));
    }
}

#[test]
fn money_is_counted_for_thirty_days_after_the_time_and_goes_back_when_it_comes_later() {
    for (after, state, failure) in [(-1, FeeState::Paid, None), (0, FeeState::Unpaid, not_owed(AMOUNT))] {
        let fixture = Fixture::start();
        let asked = Asked::by(&fixture);
        asked.pay(1);
        let qr = asked.qr();
        fixture.clock.advance(ORDER_LIFE_MS + LATE_MS + after);
        let device = Device { signed_in: fixture.signed_in(), ..asked.device };
        let asked = Asked { device, ..asked };
        assert_eq!((asked.state(), asked.failure()), (FeeState::Unpaid, Some((FeeOutcome::Expired, None))));
        // The notice is lost.
        asked.platform.pay(&qr, Deed::Success, asked.now()).expect("transferred");
        assert_eq!((asked.state(), asked.failure()), (state, failure), "{after}");
    }
}

#[test]
fn money_of_a_payment_that_is_refused_since_the_amount_has_changed_goes_back() {
    let fixture = Fixture::start();
    let asked = Asked::by(&fixture);
    asked.transfer(Deed::Success);
    let old = asked.qr();
    asked.change(75_000);
    assert_eq!(asked.pay(1), rejected(ResultCode::AmountChanged));
    assert_eq!((asked.state(), asked.failure()), (FeeState::Unpaid, not_owed(AMOUNT)));
    // Again, and this time the money comes after the answer.
    assert_eq!(asked.pay(2), rejected(ResultCode::AmountChanged));
    asked.platform.pay(&old, Deed::Success, asked.now()).expect("transferred");
    assert_eq!((asked.state(), asked.failure()), (FeeState::Unpaid, not_owed(AMOUNT)));
    assert_eq!(asked.came(), [Came::SentBack, Came::SentBack]);
    assert_eq!(said(&asked.device.send_knowing(2, &asked.payment(3, 75_000))), APPLIED);
    assert_eq!((asked.state(), asked.failure()), (FeeState::Pending, None));
}

#[test]
fn money_of_a_payment_that_the_status_forbids_goes_back() {
    let fixture = Fixture::start();
    let asked = Asked::by(&fixture);
    asked.transfer(Deed::Success);
    asked.advance(DossierStatus::Stopped);
    assert_eq!(asked.pay(1), rejected(ResultCode::StatusForbids));
    assert_eq!((asked.state(), asked.failure()), (FeeState::Unpaid, not_owed(AMOUNT)));
    assert_eq!(asked.came(), [Came::SentBack]);
}

#[test]
fn a_refused_payment_does_not_stand_in_the_way_of_one_that_is_taken_later() {
    let fixture = Fixture::start();
    let asked = Asked::by(&fixture);
    asked.advance(DossierStatus::WithdrawalRequested);
    assert_eq!(asked.pay(1), rejected(ResultCode::StatusForbids));
    asked.advance(DossierStatus::PaymentNeeded);
    assert_eq!(asked.pay(2), APPLIED);
    assert_eq!(asked.state(), FeeState::Pending);
    assert_eq!(asked.transfer(Deed::Success), Some(id(2)), "the one that waits");
    assert_eq!(asked.state(), FeeState::Paid);
    asked.platform.pay(&asked.qr(), Deed::Success, asked.now()).expect("transferred");
    assert_eq!((asked.state(), asked.failure()), (FeeState::Paid, not_owed(AMOUNT)));
}

#[test]
fn refused_payments_of_every_amount_are_not_ordered_without_end() {
    let fixture = Fixture::start();
    let asked = Asked::by(&fixture);
    for seq in 1..=25 {
        let result = asked.device.send_knowing(seq - 1, &asked.payment(seq, AMOUNT + seq));
        assert_eq!(said(&result), rejected(ResultCode::AmountChanged));
        let again = asked.device.send_knowing(seq - 1, &asked.payment(seq, AMOUNT + seq));
        assert_eq!(said(&again), rejected(ResultCode::AmountChanged));
    }
    assert_eq!(asked.platform.orders(asked.now()).expect("read").len(), 20);
    assert_eq!(asked.state(), FeeState::Unpaid);
}

#[test]
fn a_restored_portal_gives_back_what_was_paid_of_an_amount_that_it_asks_for_no_longer() {
    let fixture = Fixture::start();
    let asked = Asked::by(&fixture);
    let copy = fixture.folder.path().join("copy.db");
    copy_database(&fixture.environment, &copy);
    let payment = asked.payment(1, AMOUNT);
    let receipt = asked.device.send(&payment).receipt;
    asked.transfer(Deed::Success);

    let folder = tempfile::tempdir().expect("a folder");
    std::fs::copy(&copy, folder.path().join(cds_portal::DATABASE)).expect("copied");
    let payments = fixture.environment.payments.clone();
    let restored = Fixture::over(folder, |environment| environment.payments = payments);
    let key = cds_identity::DeviceKey::from_seed(&asked.device.key.seed());
    let device = Device { fixture: &restored, signed_in: asked.device.signed_in.clone(), key };
    let asked = Asked { device, dossier: asked.dossier.clone(), fee: asked.fee.clone(), platform: asked.platform };
    asked.change(75_000);
    let again = asked.device.send(&Command { receipt, ..payment });
    assert_eq!(again.status, CommandStatus::Applied);
    assert_eq!((asked.state(), asked.failure()), (FeeState::Unpaid, not_owed(AMOUNT)));
    assert_eq!((asked.record().amount, asked.came()), (75_000, vec![Came::SentBack]));
}

#[test]
fn a_fee_is_not_asked_for_while_the_office_waits_for_something_else() {
    use DossierStatus::{Accepted, Completed, Processing, Registered, SupplementNeeded, WithdrawalRequested};
    let fixture = Fixture::start();
    let asked = Asked::by(&fixture);
    let Environment { storage, clock, .. } = asked.environment();
    office::cancel_fee(&**storage, &**clock, &asked.fee).expect("cancelled");
    for status in [WithdrawalRequested, SupplementNeeded, Completed] {
        asked.advance(status);
        let refused = ask(asked.environment(), CODE, AMOUNT).expect_err("refused");
        assert!(matches!(refused, OfficeError::WaitsOtherwise(which) if which == status), "{refused}");
        assert_eq!(asked.dossier().status, status);
    }
    for status in [Registered, Accepted, Processing] {
        asked.advance(status);
        let fees = [1, 2].map(|more| ask(asked.environment(), CODE, AMOUNT + more).expect("asked").id);
        assert_eq!(asked.dossier().status, DossierStatus::PaymentNeeded);
        for fee in fees {
            office::cancel_fee(&**storage, &**clock, &fee).expect("cancelled");
        }
        assert_eq!(asked.dossier().status, status, "as before");
    }
}

#[test]
fn of_many_open_orders_each_is_asked_about_in_its_turn() {
    let fixture = Fixture::start();
    let asked = Asked::by(&fixture);
    let mut fees = vec![asked.fee.clone()];
    fees.extend((1..25).map(|more| ask(asked.environment(), CODE, AMOUNT + more).expect("asked").id));
    for (seq, fee) in (1..).zip(&fees) {
        fixture.clock.advance(1000);
        let body = FeePay { fee: fee.clone(), amount: AMOUNT + seq - 1 };
        let stream = format!("{}{}", stream::DOSSIER, asked.dossier);
        assert_eq!(
            said(&asked.device.send_knowing(seq - 1, &command(seq, command_type::FEE_PAY, &stream, &body))),
            APPLIED
        );
    }
    for amount in [AMOUNT, AMOUNT + 12, AMOUNT + 24] {
        asked.platform.pay(&asked.qr_of(amount), Deed::Success, asked.now()).expect("transferred");
    }
    for _ in 0..2 {
        fixture.clock.advance(1000);
        asked.device.pulled();
    }
    let known = office::fees(&*fixture.environment.storage).expect("read");
    let state = |at: usize| known.iter().find(|fee| fee.id == fees[at]).expect("a fee").record.state;
    assert_eq!([0, 12, 24].map(state), [FeeState::Paid; 3]);
    assert_eq!(state(11), FeeState::Pending);
}
