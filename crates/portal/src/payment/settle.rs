//! What the portal makes of the platform's word: the fee's new state, its receipt, and the dossier's next step.

use cds_vn::number::grouped;
use cds_wire::UnixMillis;
use cds_wire::dossier::{DossierRecord, DossierStatus};
use cds_wire::fee::{FeeFailure, FeeOutcome, FeeReceipt, FeeRecord, FeeState};
use serde::Deserialize;

use super::{LATE_MS, MOST_ASKED, NewOrder, OrderState, Payments, PlatformError};
use crate::calendar;
use crate::command::step;
use crate::environment::Environment;
use crate::office::DOSSIER_LANE;
use crate::storage::{NewEntity, OrderStanding, PaymentOrder, StorageError, StoredEntity, Tx};

/// Asks the platform about the open orders of an account, at most [`MOST_ASKED`] at a time, each in its turn. Where it does not answer, what waits goes on waiting.
pub(crate) fn ask_about(environment: &Environment, account: &str) -> Result<(), StorageError> {
    let Some(payments) = &environment.payments else { return Ok(()) };
    let Environment { storage, clock, .. } = environment;
    let orders = storage.read(|tx| tx.open_orders(account, MOST_ASKED))?;
    if orders.len() == MOST_ASKED {
        // There may be more: the next time is theirs.
        storage.write(|tx| orders.iter().try_for_each(|order| tx.note_asked(&order.key, clock.now())))?;
    }
    for order in orders {
        settle(environment, payments, &order)?;
    }
    Ok(())
}

/// Asks the platform about one order and takes over what it says. Again: nothing more.
pub(crate) fn settle(environment: &Environment, payments: &Payments, order: &PaymentOrder) -> Result<(), StorageError> {
    let now = environment.clock.now();
    let fee = environment.storage.read(|tx| fee(tx, &order.account, &order.fee))?;
    let (_, record) = fee.ok_or(StorageError::Damaged("fee"))?;
    let Some(said) = told(ask(payments, order, &record, now)) else { return Ok(()) };
    if environment.storage.write(|tx| take(tx, order, &said, now))? == Takes::NotOwed
        && let Some(said) = told(payments.platform.give_back(&order.key, now))
    {
        environment.storage.write(|tx| take(tx, order, &said, now))?;
    }
    Ok(())
}

/// How the order stands at the platform; made there where it is not yet.
fn ask(
    payments: &Payments,
    order: &PaymentOrder,
    fee: &FeeRecord,
    now: UnixMillis,
) -> Result<OrderState, PlatformError> {
    let PaymentOrder { key, amount, waits_until, .. } = order;
    if let Some(said) = payments.platform.order(key, now)? {
        return Ok(said);
    }
    let (payee, purpose) = (&fee.payee, fee.purpose.reveal());
    let new = NewOrder { key, payee, amount: *amount, purpose, waits_until: *waits_until };
    match payments.platform.register(&new, now) {
        // The same key will never be this order's: the citizen may confirm the payment anew, under another.
        Err(PlatformError::KeyReused) => Ok(OrderState::Declined),
        said => said,
    }
}

/// What the platform said; none where it did not say anything: what waits goes on waiting.
fn told(said: Result<OrderState, PlatformError>) -> Option<OrderState> {
    said.inspect_err(|error| tracing::warn!(%error, "the payment platform has not told how an order stands")).ok()
}

/// What there is still to do after the platform's word was taken over.
#[derive(PartialEq, Eq)]
enum Takes {
    Done,
    /// Money came that is not owed: it goes back.
    NotOwed,
}

fn take(tx: &dyn Tx, asked: &PaymentOrder, said: &OrderState, now: UnixMillis) -> Result<Takes, StorageError> {
    // As it is now: another node, or a notice, may have been quicker.
    let order = tx.order(&asked.key)?.ok_or(StorageError::Damaged("order"))?;
    let (found, record) = fee(tx, &order.account, &order.fee)?.ok_or(StorageError::Damaged("fee"))?;
    let failed = |outcome, returned| FeeFailure { outcome, at: now, returned };
    match said {
        OrderState::Waiting if !order.registered && order.state.is_open() => {
            tx.move_order(&order.key, order.state)?;
            Ok(Takes::Done)
        }
        OrderState::Waiting => Ok(Takes::Done),
        OrderState::Paid { surplus, .. } if order.state == OrderStanding::Paid => {
            let known = record.failure.as_ref().and_then(|failure| failure.returned).unwrap_or(0);
            if *surplus > known {
                let failure = Some(failed(FeeOutcome::NotOwed, Some(*surplus)));
                put(tx, &found, &FeeRecord { failure, ..record })?;
            }
            Ok(Takes::Done)
        }
        OrderState::Paid { .. } if !order.state.is_open() => Ok(Takes::Done),
        OrderState::Paid { amount, at, transfer, surplus } if is_owed(tx, &order, &record, *at)? => {
            tx.move_order(&order.key, OrderStanding::Paid)?;
            let serial = format!("BL-{}", calendar::short_day(now));
            let number = format!("{serial}-{:04}", tx.next(&format!("fee-receipt/{serial}"))?);
            let receipt = FeeReceipt {
                number: number.as_str().into(),
                amount: *amount,
                paid_at: *at,
                transfer: transfer.as_str().into(),
            };
            let failure = (*surplus > 0).then(|| failed(FeeOutcome::NotOwed, Some(*surplus)));
            let paid = FeeRecord {
                state: FeeState::Paid,
                waits_until: None,
                failure,
                receipt: Some(receipt),
                updated_at: now,
                ..record
            };
            put(tx, &found, &paid)?;
            let note = format!("Đã nhận {}: {} đ.", paid.name.reveal(), grouped(&amount.to_string()));
            go_on(tx, &order.account, &paid.dossier, now, Some(&note))?;
            Ok(Takes::Done)
        }
        OrderState::Paid { .. } => Ok(Takes::NotOwed),
        OrderState::GivenBack { amount } if order.state.is_open() => {
            tx.move_order(&order.key, OrderStanding::Closed)?;
            end_waiting(tx, &order, found, record, failed(FeeOutcome::NotOwed, Some(*amount)), now)
        }
        OrderState::GivenBack { .. } => Ok(Takes::Done),
        OrderState::Declined | OrderState::Differs { .. } | OrderState::Expired if !order.state.is_open() => {
            Ok(Takes::Done)
        }
        OrderState::Declined => {
            tx.move_order(&order.key, OrderStanding::Closed)?;
            end_waiting(tx, &order, found, record, failed(FeeOutcome::Declined, None), now)
        }
        OrderState::Differs { came } => {
            tx.move_order(&order.key, OrderStanding::Closed)?;
            end_waiting(tx, &order, found, record, failed(FeeOutcome::AmountDiffers, Some(*came)), now)
        }
        OrderState::Expired if order.state == OrderStanding::Waiting => {
            tx.move_order(&order.key, OrderStanding::Expired)?;
            end_waiting(tx, &order, found, record, failed(FeeOutcome::Expired, None), now)
        }
        OrderState::Expired => Ok(Takes::Done),
    }
}

/// Whether an order's money that came at a moment is owed: its fee asks for this very amount, its dossier takes payments,
/// and the money did not come too late. It is also where the citizen's confirmation was refused when it came.
fn is_owed(tx: &dyn Tx, order: &PaymentOrder, record: &FeeRecord, came_at: UnixMillis) -> Result<bool, StorageError> {
    let asked = record.state.is_open() && record.amount == order.amount;
    let in_time = came_at < order.waits_until.saturating_add(LATE_MS);
    let dossier = dossier(tx, &order.account, &record.dossier)?;
    Ok(asked && in_time && dossier.is_some_and(|dossier| dossier.status.takes_payments()))
}

/// An order has come to nothing: what became of it is told, and its fee is the citizen's to pay again, unless another
/// order for it waits.
fn end_waiting(
    tx: &dyn Tx,
    order: &PaymentOrder,
    found: StoredEntity,
    record: FeeRecord,
    failure: FeeFailure,
    now: UnixMillis,
) -> Result<Takes, StorageError> {
    // Where nothing came of it, it is news only to who waits for it.
    let waited = record.state == FeeState::Pending && order.state == OrderStanding::Waiting;
    if failure.returned.is_none() && !waited {
        return Ok(Takes::Done);
    }
    let orders = tx.orders_of(&order.fee)?;
    let another = orders.iter().any(|other| other.key != order.key && other.state == OrderStanding::Waiting);
    let unpaid = record.state == FeeState::Pending && !another;
    let record = match unpaid {
        true => FeeRecord { state: FeeState::Unpaid, waits_until: None, updated_at: now, ..record },
        false => record,
    };
    put(tx, &found, &FeeRecord { failure: Some(failure), ..record })?;
    Ok(Takes::Done)
}

/// A dossier that waited for payment is where it was before, unless another fee of it is to be paid.
pub(crate) fn go_on(
    tx: &dyn Tx,
    account: &str,
    dossier: &str,
    now: UnixMillis,
    note: Option<&str>,
) -> Result<(), StorageError> {
    for id in tx.fees_of(account, dossier)? {
        let other = fee(tx, account, &id)?;
        if other.is_some_and(|(_, fee)| fee.state.is_open()) {
            return Ok(());
        }
    }
    let Some(record) = self::dossier(tx, account, dossier)? else { return Ok(()) };
    if record.status == DossierStatus::PaymentNeeded {
        let before = before_payment(&record);
        let record = step(record, before, now, note.map(Into::into));
        let data = serde_json::to_value(&record).map_err(|_| StorageError::Damaged("dossier"))?;
        let entity = NewEntity { lane: DOSSIER_LANE, kind: DossierRecord::KIND, id: dossier, data: Some(&data) };
        tx.put(account, &entity)?;
    }
    Ok(())
}

/// Where a dossier stood before the office waited for payment: worked on, where it did not stand where fees are asked for.
fn before_payment(record: &DossierRecord) -> DossierStatus {
    let mut steps = record.steps.iter().rev().map(|step| step.status);
    let before = steps.find(|status| *status != DossierStatus::PaymentNeeded);
    before.filter(|status| status.can_be_charged()).unwrap_or(DossierStatus::Processing)
}

fn dossier(tx: &dyn Tx, account: &str, id: &str) -> Result<Option<DossierRecord>, StorageError> {
    let found = tx.entity(account, DossierRecord::KIND, id)?;
    let record = found.map(|found| DossierRecord::deserialize(found.data.reveal())).transpose();
    record.map_err(|_| StorageError::Damaged("dossier"))
}

/// A fee with what it says.
pub(crate) fn fee(tx: &dyn Tx, account: &str, id: &str) -> Result<Option<(StoredEntity, FeeRecord)>, StorageError> {
    let Some(found) = tx.entity(account, FeeRecord::KIND, id)? else { return Ok(None) };
    let record = FeeRecord::deserialize(found.data.reveal()).map_err(|_| StorageError::Damaged("fee"))?;
    Ok(Some((found, record)))
}

/// Puts a fee's new state.
pub(crate) fn put(tx: &dyn Tx, found: &StoredEntity, record: &FeeRecord) -> Result<(), StorageError> {
    let data = serde_json::to_value(record).map_err(|_| StorageError::Damaged("fee"))?;
    let entity = NewEntity { lane: DOSSIER_LANE, kind: FeeRecord::KIND, id: &found.id, data: Some(&data) };
    tx.put(&found.owner, &entity).map(|_| ())
}
