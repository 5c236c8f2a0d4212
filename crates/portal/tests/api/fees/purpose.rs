//! Fees of one dossier have one purpose: which of them money is for.

use cds_portal::payment::LATE_MS;

use super::*;

const SECOND: u64 = 30_000;

/// Two fees of one dossier.
struct Two<'a> {
    first: Asked<'a>,
    second: String,
}

impl<'a> Two<'a> {
    fn by(fixture: &'a Fixture) -> Self {
        let first = Asked::by(fixture);
        let second = ask(first.environment(), CODE, SECOND).expect("asked").id;
        Self { first, second }
    }

    fn pay_first(&self, seq: u64) {
        assert_eq!(self.first.pay(seq), APPLIED);
    }

    fn pay_second(&self, seq: u64) {
        let body = FeePay { fee: self.second.clone(), amount: SECOND };
        let stream = format!("{}{}", stream::DOSSIER, self.first.dossier);
        let command = command(seq, command_type::FEE_PAY, &stream, &body);
        assert_eq!(said(&self.first.device.send_knowing(seq - 1, &command)), APPLIED);
    }

    fn money(&self, amount: u64) {
        self.first.platform.pay(&self.first.qr_of(amount), Deed::Success, self.first.now()).expect("transferred");
    }

    fn states(&self) -> (FeeState, FeeState) {
        let second = self.first.device.entity::<FeeRecord>(FeeRecord::KIND, &self.second);
        (self.first.state(), second.expect("a fee").state)
    }
}

#[test]
fn money_pays_the_order_of_its_amount_though_another_is_older() {
    let fixture = Fixture::start();
    let two = Two::by(&fixture);
    two.pay_first(1);
    two.pay_second(2);
    two.money(SECOND);
    assert_eq!((two.states(), two.first.failure()), ((FeeState::Pending, FeeState::Paid), None));
    two.money(AMOUNT);
    assert_eq!(two.states(), (FeeState::Paid, FeeState::Paid));
    assert_eq!(two.first.came(), [Came::Taken, Came::Taken]);
}

#[test]
fn money_that_was_sent_before_is_held_for_the_payment_that_is_confirmed_later() {
    let fixture = Fixture::start();
    let two = Two::by(&fixture);
    two.money(SECOND);
    two.pay_first(1);
    assert_eq!((two.states(), two.first.came()), ((FeeState::Pending, FeeState::Unpaid), vec![Came::Held]));
    two.pay_second(2);
    assert_eq!(two.states(), (FeeState::Pending, FeeState::Paid));
    two.money(AMOUNT);
    assert_eq!(two.states(), (FeeState::Paid, FeeState::Paid));
}

#[test]
fn a_wrong_sum_that_was_sent_before_goes_back_and_is_told_when_the_order_has_waited() {
    let fixture = Fixture::start();
    let two = Two::by(&fixture);
    two.money(20_000);
    two.pay_first(1);
    fixture.clock.advance(ORDER_LIFE_MS - 1);
    assert_eq!((two.first.state(), two.first.came()), (FeeState::Pending, vec![Came::Held]));
    fixture.clock.advance(1);
    let differs = Some((FeeOutcome::AmountDiffers, Some(20_000)));
    assert_eq!((two.first.state(), two.first.failure()), (FeeState::Unpaid, differs));
    assert_eq!(two.first.came(), [Came::SentBack]);
}

#[test]
fn a_sum_that_no_order_has_ends_the_oldest_that_waits() {
    let fixture = Fixture::start();
    let two = Two::by(&fixture);
    two.pay_first(1);
    two.pay_second(2);
    two.money(20_000);
    assert_eq!(two.states(), (FeeState::Unpaid, FeeState::Pending));
    assert_eq!(two.first.failure(), Some((FeeOutcome::AmountDiffers, Some(20_000))));
}

#[test]
fn a_second_transfer_of_a_paid_fee_does_not_touch_the_one_that_waits() {
    let fixture = Fixture::start();
    let two = Two::by(&fixture);
    two.pay_second(1);
    two.money(SECOND);
    two.pay_first(2);
    assert_eq!(two.states(), (FeeState::Pending, FeeState::Paid));
    two.money(SECOND);
    assert_eq!((two.states(), two.first.failure()), ((FeeState::Pending, FeeState::Paid), None));
    assert_eq!(two.first.came(), [Came::Taken, Came::SentBack]);
}

#[test]
fn money_that_nobody_orders_goes_back_after_thirty_days() {
    let fixture = Fixture::start();
    let two = Two::by(&fixture);
    two.money(AMOUNT);
    fixture.clock.advance(LATE_MS - 1);
    assert_eq!(two.first.came(), [Came::Held]);
    fixture.clock.advance(1);
    assert_eq!(two.first.came(), [Came::SentBack]);
}
