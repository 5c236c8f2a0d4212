//! A citizen says that they pay a fee: from then on it is pending, under the command's id as the order's key.

use cds_wire::Sensitive;
use cds_wire::dossier::DossierRecord;
use cds_wire::fee::{FeeRecord, FeeState};
use cds_wire::portal::{FeePay, ResultCode};

use super::Case;
use super::effect::dossier_record;
use super::form;
use crate::office::DOSSIER_LANE;
use crate::payment::{self, ORDER_LIFE_MS, Payments};
use crate::storage::{NewEntity, OrderStanding, Outcome, PaymentOrder, Put, StorageError, Tx};

/// What a fee for an order that came back to a restored portal is called: its own name was lost.
const NAME: &str = "Lệ phí hồ sơ";

/// Most orders of a fee for whose refused payments the platform is still asked about money.
const MOST_ORDERS: usize = 20;

/// A fee that is paid, with the order for it.
pub(super) struct Paying {
    /// The fee's id.
    pub(super) id: String,
    /// Its state.
    pub(super) record: FeeRecord,
    /// The order.
    pub(super) order: PaymentOrder,
    /// Its dossier's code.
    pub(super) dossier_code: Option<Sensitive>,
}

/// Works out what becomes of a fee that the citizen pays. With a receipt this was so before the portal was restored: then
/// the order is asked about, whatever the fee says now, since money may have come of it.
pub(super) fn pay(case: &Case<'_>, body: &FeePay, received: bool) -> Result<Result<Paying, Outcome>, StorageError> {
    let Case { environment, tx, account, command, .. } = *case;
    let rejected = |code| Ok(Err(Outcome::rejected(code)));
    let Some(payments) = &environment.payments else { return rejected(ResultCode::TypeUnknown) };
    let dossier = form::entity_of(&command.stream);
    let Some(found) = tx.entity(account, DossierRecord::KIND, dossier)? else {
        // The device that filed it may not have brought it back yet.
        let unknown = Outcome::rejected(ResultCode::EntityUnknown);
        return Ok(Err(if received { Outcome::deferred(ResultCode::Behind) } else { unknown }));
    };
    let DossierRecord { code, status, .. } = dossier_record(&found)?;
    let now = environment.clock.now();
    let waits_until = now + ORDER_LIFE_MS;
    let known = payment::fee(tx, account, &body.fee)?.map(|(_, record)| record);
    let record = match (known, &code) {
        (Some(record), _) if record.dossier != dossier => return rejected(ResultCode::EntityUnknown),
        (Some(record), _) => record,
        // An id of another account's is none of this one's.
        (None, Some(code)) if received && tx.account_of_fee(&body.fee)?.is_none() => {
            lost(payments, dossier, code, body.amount, now)
        }
        (None, _) => return rejected(ResultCode::EntityUnknown),
    };
    let order = PaymentOrder {
        key: command.id.clone(),
        account: account.to_owned(),
        fee: body.fee.clone(),
        amount: body.amount,
        waits_until,
        registered: false,
        state: OrderStanding::Waiting,
    };
    if tx.order(&order.key)?.is_some_and(|known| known.account != account || known.fee != order.fee) {
        return rejected(ResultCode::IdReused);
    }
    let refused = match record.state {
        FeeState::Unpaid if !status.takes_payments() => Some(ResultCode::StatusForbids),
        FeeState::Unpaid if record.amount != body.amount => Some(ResultCode::AmountChanged),
        FeeState::Unpaid => None,
        FeeState::Pending => Some(ResultCode::PaymentWaits),
        FeeState::Paid | FeeState::Refunded => Some(ResultCode::AlreadyPaid),
        FeeState::Cancelled => Some(ResultCode::StatusForbids),
    };
    let not_pending = PaymentOrder { waits_until: now, state: OrderStanding::Expired, ..order.clone() };
    let (record, order) = match refused {
        Some(code) if !received => {
            expect_money(tx, &not_pending)?;
            return rejected(code);
        }
        Some(_) => (record, not_pending),
        None => {
            let (state, waits_until) = (FeeState::Pending, Some(waits_until));
            (FeeRecord { state, waits_until, failure: None, updated_at: now, ..record }, order)
        }
    };
    Ok(Ok(Paying { id: body.fee.clone(), record, order, dossier_code: code }))
}

/// The citizen may have made the transfer of a payment that is refused, by the code that their device has shown: an order
/// for which nothing is pending finds that money. Where the fee has one of this amount, that one does.
fn expect_money(tx: &dyn Tx, order: &PaymentOrder) -> Result<(), StorageError> {
    let orders = tx.orders_of(&order.fee)?;
    let finds = |known: &PaymentOrder| known.amount == order.amount && known.state != OrderStanding::Closed;
    if orders.len() < MOST_ORDERS && !orders.iter().any(finds) {
        tx.add_order(order)?;
    }
    Ok(())
}

/// Writes it.
pub(super) fn put(
    tx: &dyn Tx,
    account: &str,
    id: &str,
    record: &FeeRecord,
    order: &PaymentOrder,
) -> Result<Put, StorageError> {
    if tx.account_of_fee(id)?.is_none() {
        tx.add_fee(account, &record.dossier, id)?;
    }
    tx.add_order(order)?;
    let data = serde_json::to_value(record).map_err(|_| StorageError::Damaged("fee"))?;
    tx.put(account, &NewEntity { lane: DOSSIER_LANE, kind: FeeRecord::KIND, id, data: Some(&data) })
}

/// A fee that a restored portal has forgotten, from what its citizen brings back.
fn lost(payments: &Payments, dossier: &str, code: &Sensitive, amount: u64, now: i64) -> FeeRecord {
    FeeRecord {
        dossier: dossier.to_owned(),
        name: NAME.into(),
        amount,
        state: FeeState::Unpaid,
        payee: payments.payee.clone(),
        purpose: code.clone(),
        asked_at: now,
        due_at: None,
        waits_until: None,
        failure: None,
        receipt: None,
        updated_at: now,
    }
}
