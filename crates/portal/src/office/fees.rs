//! What an officer does with fees: ask for one, change it, ask no longer, give the money back.

use cds_vn::vietqr::{Service, Transfer};
use cds_wire::dossier::DossierStatus;
use cds_wire::fee::{FeePayee, FeeRecord, FeeState};
use cds_wire::{Sensitive, UnixMillis};
use serde::Deserialize;

use super::{DOSSIER_LANE, OfficeError, dossier, put_dossier};
use crate::command::step;
use crate::environment::{Clock, Rng, random_id};
use crate::payment::{self, PaymentPlatform};
use crate::storage::{NewEntity, OrderStanding, Storage, StorageError, StoredEntity, Tx};

/// Longest name of a fee, in characters.
const MAX_NAME: usize = 200;

/// A fee to be asked for.
#[derive(Debug, Clone)]
pub struct NewFee {
    /// What it is for, in Vietnamese.
    pub name: Sensitive,
    /// How much, in đồng.
    pub amount: u64,
    /// Until when the office waits for it.
    pub due_at: Option<UnixMillis>,
    /// Whom it is paid to.
    pub payee: FeePayee,
}

/// A fee as the office sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OfficeFee {
    /// Its id.
    pub id: String,
    /// Its state.
    pub record: FeeRecord,
}

/// Asks the citizen of the dossier with this code or id for a fee; the dossier waits for payment. Gives the fee. Not while
/// the dossier waits for something else: what it waits for would be forgotten.
pub fn ask_fee(
    storage: &dyn Storage,
    rng: &dyn Rng,
    clock: &dyn Clock,
    code_or_id: &str,
    fee: NewFee,
) -> Result<OfficeFee, OfficeError> {
    let id = random_id(rng)?;
    let now = clock.now();
    let NewFee { name, amount, due_at, payee } = fee;
    if !(1..=MAX_NAME).contains(&name.reveal().trim().chars().count()) {
        return Err(OfficeError::FeeInvalid);
    }
    storage.write(|tx| {
        let (entity, record) = dossier(tx, code_or_id)?;
        if record.status.is_final() {
            return Err(OfficeError::Ended(record.status));
        }
        if !record.status.can_be_charged() {
            return Err(OfficeError::WaitsOtherwise(record.status));
        }
        let purpose = record.code.clone().ok_or(OfficeError::FeeInvalid)?;
        let record_of_fee = FeeRecord {
            dossier: entity.id.clone(),
            name,
            amount,
            state: FeeState::Unpaid,
            payee,
            purpose,
            asked_at: now,
            due_at,
            waits_until: None,
            failure: None,
            receipt: None,
            updated_at: now,
        };
        if !can_be_paid(&record_of_fee) {
            return Err(OfficeError::FeeInvalid);
        }
        tx.add_fee(&entity.owner, &entity.id, &id)?;
        let data = serde_json::to_value(&record_of_fee)?;
        tx.put(&entity.owner, &NewEntity { lane: DOSSIER_LANE, kind: FeeRecord::KIND, id: &id, data: Some(&data) })?;
        if record.status != DossierStatus::PaymentNeeded {
            put_dossier(tx, &entity, &step(record, DossierStatus::PaymentNeeded, now, None))?;
        }
        Ok(OfficeFee { id, record: record_of_fee })
    })
}

/// Asks for another amount; not while a payment of the old one waits.
pub fn change_fee(
    storage: &dyn Storage,
    clock: &dyn Clock,
    code_or_id: &str,
    amount: u64,
) -> Result<OfficeFee, OfficeError> {
    storage.write(|tx| {
        let (found, record) = find_fee(tx, code_or_id)?;
        if record.state != FeeState::Unpaid {
            return Err(OfficeError::FeeStands(record.state));
        }
        let record = FeeRecord { amount, updated_at: clock.now(), ..record };
        if !can_be_paid(&record) {
            return Err(OfficeError::FeeInvalid);
        }
        payment::put(tx, &found, &record)?;
        Ok(OfficeFee { id: found.id, record })
    })
}

/// Asks for a fee no longer. Money that still comes for it goes back.
pub fn cancel_fee(storage: &dyn Storage, clock: &dyn Clock, code_or_id: &str) -> Result<OfficeFee, OfficeError> {
    storage.write(|tx| {
        let (found, record) = find_fee(tx, code_or_id)?;
        if !record.state.is_open() {
            return Err(OfficeError::FeeStands(record.state));
        }
        let now = clock.now();
        let record = FeeRecord { state: FeeState::Cancelled, waits_until: None, updated_at: now, ..record };
        payment::put(tx, &found, &record)?;
        payment::go_on(tx, &found.owner, &record.dossier, now, None)?;
        Ok(OfficeFee { id: found.id, record })
    })
}

/// Gives the money of a paid fee back to where it came from.
pub fn refund_fee(
    storage: &dyn Storage,
    platform: &dyn PaymentPlatform,
    clock: &dyn Clock,
    id: &str,
) -> Result<OfficeFee, OfficeError> {
    let (found, record) = storage.read(|tx| find_fee(tx, id))?;
    let orders = storage.read::<_, StorageError>(|tx| tx.orders_of(&found.id))?;
    let paid = orders.iter().find(|order| order.state == OrderStanding::Paid);
    let order = paid.filter(|_| record.state == FeeState::Paid).ok_or(OfficeError::FeeStands(record.state))?;
    // The platform first: whoever tries again after a crash in between finds the money gone back once.
    platform.give_back(&order.key, clock.now())?;
    storage.write(|tx| {
        let (found, record) = find_fee(tx, &found.id)?;
        let record = FeeRecord { state: FeeState::Refunded, updated_at: clock.now(), ..record };
        tx.move_order(&order.key, OrderStanding::Closed)?;
        payment::put(tx, &found, &record)?;
        Ok(OfficeFee { id: found.id, record })
    })
}

/// All fees, oldest first.
pub fn fees(storage: &dyn Storage) -> Result<Vec<OfficeFee>, OfficeError> {
    let mut fees = storage
        .read(|tx| tx.entities(FeeRecord::KIND))?
        .into_iter()
        .map(|entity| Ok(OfficeFee { record: record(&entity)?, id: entity.id }))
        .collect::<Result<Vec<_>, OfficeError>>()?;
    fees.sort_by(|a, b| (a.record.asked_at, &a.id).cmp(&(b.record.asked_at, &b.id)));
    Ok(fees)
}

/// A fee by its id, or the one of a dossier that is open, or its only one, by the dossier's code or id.
fn find_fee(tx: &dyn Tx, text: &str) -> Result<(StoredEntity, FeeRecord), OfficeError> {
    let mut of_dossier = Vec::new();
    for entity in tx.entities(FeeRecord::KIND)? {
        let record = record(&entity)?;
        if entity.id == text {
            return Ok((entity, record));
        }
        if record.dossier == text || record.purpose.reveal() == text {
            of_dossier.push((entity, record));
        }
    }
    if of_dossier.len() > 1 {
        of_dossier.retain(|(_, record)| record.state.is_open());
    }
    let found = of_dossier.pop().ok_or(OfficeError::UnknownFee)?;
    if of_dossier.is_empty() { Ok(found) } else { Err(OfficeError::UnknownFee) }
}

/// Whether a VietQR can carry it.
fn can_be_paid(record: &FeeRecord) -> bool {
    let transfer = Transfer {
        bank: record.payee.bank.clone(),
        account: record.payee.account.clone(),
        service: Service::Account,
        amount: Some(record.amount),
        purpose: Some(record.purpose.reveal().clone()),
    };
    transfer.text().is_ok()
}

fn record(entity: &StoredEntity) -> Result<FeeRecord, OfficeError> {
    Ok(FeeRecord::deserialize(entity.data.reveal())?)
}

/// A state in a word.
pub const fn fee_state(state: FeeState) -> &'static str {
    match state {
        FeeState::Unpaid => "unpaid",
        FeeState::Pending => "pending",
        FeeState::Paid => "paid",
        FeeState::Refunded => "refunded",
        FeeState::Cancelled => "cancelled",
    }
}
