//! A double of the payment platform, with banks behind it: a ledger of its own in a file of its own.
//!
//! It knows nothing of fees. A transfer that arrives pays the oldest order of the same account, purpose and amount that
//! waits; where none has that amount, it ends the oldest one that waits and goes back. One that nobody has ordered yet is
//! held until somebody does. Held money of another amount than an order's may be for an order that is still to come: it
//! ends this one only when its time is over. What was held for 30 days goes back.

mod ledger;

use std::path::Path;
use std::sync::{Mutex, MutexGuard};

use cds_vn::vietqr::Transfer;
use cds_wire::UnixMillis;
use rusqlite::{Connection, Transaction, TransactionBehavior};

use super::{NewOrder, OrderState, PaymentPlatform, PlatformError};
use crate::environment::{Rng, random};
use crate::storage::{StorageError, connect};
use ledger::Ledger;
pub use ledger::{Came, LedgerOrder, LedgerTransfer};

const SCHEMA: &str = include_str!("double/ledger.sql");

/// The double. Several processes may have its ledger open.
#[derive(Debug)]
pub struct PlatformDouble(Mutex<Connection>);

/// What becomes of a transfer that a payer makes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Deed {
    /// It arrives.
    Success,
    /// The bank does not carry it out.
    Failure,
    /// It is on its way until [`PlatformDouble::arrive`].
    Late,
    /// It arrives with half of the amount.
    Short,
}

/// What a payer's transfer has come to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Transferred {
    /// The order that it has moved, to be told to the portal.
    pub order: Option<String>,
    /// How much has left the payer's account, in đồng.
    pub amount: u64,
}

impl PlatformDouble {
    /// Opens or makes the ledger.
    pub fn open(path: &Path, rng: &dyn Rng) -> Result<Self, StorageError> {
        let mut connection = connect(Some(path))?;
        connection.pragma_update(None, "journal_mode", "WAL")?;
        connection.pragma_update(None, "synchronous", "FULL")?;
        let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        transaction.execute_batch(SCHEMA)?;
        let secret: [u8; 32] = random(rng)?;
        transaction.execute("INSERT INTO platform (only, secret) VALUES (1, ?1) ON CONFLICT DO NOTHING", [secret])?;
        transaction.commit()?;
        Ok(Self(Mutex::new(connection)))
    }

    /// What authenticates its notices.
    pub fn secret(&self) -> Result<[u8; 32], StorageError> {
        Ok(self.connection()?.query_row("SELECT secret FROM platform", [], |row| row.get(0))?)
    }

    /// A payer's bank reads a VietQR text and makes the transfer that it says.
    ///
    /// # Errors
    ///
    /// The text is no VietQR with amount and purpose, or the bank declines a transfer that nobody has ordered.
    pub fn pay(&self, text: &str, deed: Deed, now: UnixMillis) -> Result<Transferred, PlatformError> {
        use cds_vn::vietqr::VietQrError;
        let transfer = Transfer::read(text).map_err(PlatformError::Code)?;
        let amount = transfer.amount.ok_or(PlatformError::Code(VietQrError::Amount))?;
        let purpose = transfer.purpose.as_deref().ok_or(PlatformError::Code(VietQrError::Purpose))?;
        self.write(now, |ledger| {
            let amount = if deed == Deed::Short { amount.div_ceil(2) } else { amount };
            let order = match deed {
                Deed::Failure => Some(ledger.decline(&transfer, amount, purpose)?.ok_or(PlatformError::NoOrder)?),
                Deed::Late => {
                    ledger.send(&transfer, amount, purpose, false)?;
                    None
                }
                Deed::Success | Deed::Short => {
                    let number = ledger.send(&transfer, amount, purpose, true)?;
                    ledger.allocate(number)?
                }
            };
            Ok(Transferred { order, amount: if deed == Deed::Failure { 0 } else { amount } })
        })
    }

    /// All transfers on their way arrive; gives the orders that they move.
    pub fn arrive(&self, now: UnixMillis) -> Result<Vec<String>, PlatformError> {
        self.write(now, |ledger| {
            let mut moved = Vec::new();
            for number in ledger.on_their_way()? {
                moved.extend(ledger.allocate(number)?);
            }
            Ok(moved)
        })
    }

    /// Its orders, oldest first.
    pub fn orders(&self, now: UnixMillis) -> Result<Vec<LedgerOrder>, PlatformError> {
        self.write(now, |ledger| Ok(ledger.orders()?))
    }

    /// The transfers that payers made, oldest first.
    pub fn transfers(&self, now: UnixMillis) -> Result<Vec<LedgerTransfer>, PlatformError> {
        self.write(now, |ledger| Ok(ledger.transfers()?))
    }

    fn connection(&self) -> Result<MutexGuard<'_, Connection>, StorageError> {
        self.0.lock().map_err(|_| StorageError::Poisoned)
    }

    fn write<T>(
        &self,
        now: UnixMillis,
        work: impl FnOnce(&Ledger<'_>) -> Result<T, PlatformError>,
    ) -> Result<T, PlatformError> {
        let mut connection = self.connection()?;
        let transaction: Transaction<'_> =
            connection.transaction_with_behavior(TransactionBehavior::Immediate).map_err(StorageError::from)?;
        let ledger = Ledger { sql: &transaction, now };
        ledger.end_holding()?;
        let done = work(&ledger)?;
        transaction.commit().map_err(StorageError::from)?;
        Ok(done)
    }
}

impl PaymentPlatform for PlatformDouble {
    fn register(&self, order: &NewOrder<'_>, now: UnixMillis) -> Result<OrderState, PlatformError> {
        self.write(now, |ledger| {
            match ledger.find(order.key)? {
                Some(found) if !found.is(order) => return Err(PlatformError::KeyReused),
                Some(_) => {}
                None => ledger.add(order)?,
            }
            ledger.state(order.key)?.ok_or(PlatformError::Unknown)
        })
    }

    fn order(&self, key: &str, now: UnixMillis) -> Result<Option<OrderState>, PlatformError> {
        self.write(now, |ledger| Ok(ledger.state(key)?))
    }

    fn give_back(&self, key: &str, now: UnixMillis) -> Result<OrderState, PlatformError> {
        self.write(now, |ledger| {
            ledger.give_back(key)?;
            match ledger.state(key)? {
                Some(state @ OrderState::GivenBack { .. }) => Ok(state),
                _ => Err(PlatformError::Unknown),
            }
        })
    }
}
