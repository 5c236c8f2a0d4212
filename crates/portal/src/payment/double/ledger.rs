//! The double's ledger: orders, transfers, and which transfer pays which order.

use cds_vn::vietqr::Transfer;
use cds_wire::UnixMillis;
use rusqlite::{OptionalExtension, Row, Transaction, params};

use super::super::{LATE_MS, NewOrder, OrderState};
use crate::storage::StorageError;

/// The ledger at a moment, within a transaction.
pub(super) struct Ledger<'a> {
    pub(super) sql: &'a Transaction<'a>,
    pub(super) now: UnixMillis,
}

/// An order as the ledger has it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LedgerOrder {
    number: i64,
    /// Its key.
    pub key: String,
    /// The bank of the account that it is to be paid to.
    pub bank: String,
    /// That account.
    pub account: String,
    /// How much, in đồng.
    pub amount: u64,
    /// What must stand in the transfer's text.
    pub purpose: String,
    /// Until when it waits for the money.
    pub waits_until: UnixMillis,
    /// `waiting`, `declined`, `differs`, `paid` or `given_back`.
    pub state: String,
    changed_at: UnixMillis,
}

impl LedgerOrder {
    /// Whether it is what was ordered.
    pub(super) fn is(&self, order: &NewOrder<'_>) -> bool {
        (&*self.bank, &*self.account, self.amount, &*self.purpose)
            == (&*order.payee.bank, &*order.payee.account, order.amount, order.purpose)
    }
}

/// What became of a transfer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Came {
    /// It is on its way.
    UnderWay,
    /// It arrived, and nobody has ordered it yet: for 30 days at most.
    Held,
    /// It has paid its order.
    Taken,
    /// It went back to the account it came from.
    SentBack,
}

/// A transfer as the ledger has it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LedgerTransfer {
    number: i64,
    /// The bank of the account that it goes to.
    pub bank: String,
    /// That account.
    pub account: String,
    /// How much, in đồng.
    pub amount: u64,
    /// What stands in its text.
    pub purpose: String,
    /// What became of it.
    pub came: Came,
}

impl Ledger<'_> {
    pub(super) fn find(&self, key: &str) -> Result<Option<LedgerOrder>, StorageError> {
        Ok(self.sql.query_row(&format!("{ORDERS} WHERE key = ?1"), [key], order).optional()?)
    }

    pub(super) fn orders(&self) -> Result<Vec<LedgerOrder>, StorageError> {
        let mut statement = self.sql.prepare(&format!("{ORDERS} ORDER BY number"))?;
        Ok(statement.query_map([], order)?.collect::<Result<_, _>>()?)
    }

    pub(super) fn transfers(&self) -> Result<Vec<LedgerTransfer>, StorageError> {
        let mut statement = self.sql.prepare(&format!("{TRANSFERS} ORDER BY number"))?;
        Ok(statement.query_map([], transfer)?.collect::<Result<_, _>>()?)
    }

    /// Adds an order; money of its amount that is held pays it at once.
    pub(super) fn add(&self, order: &NewOrder<'_>) -> Result<(), StorageError> {
        let NewOrder { key, payee, amount, purpose, waits_until } = *order;
        self.sql.execute(
            "INSERT INTO ordered (key, bank, account, amount, purpose, waits_until, state, changed_at)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, 'waiting', ?7)",
            params![key, payee.bank, payee.account, int(amount), purpose, waits_until, self.now],
        )?;
        let held = self.numbers(
            "SELECT number FROM transfer
             WHERE came = 'held' AND bank = ?1 AND account = ?2 AND purpose = ?3 AND amount = ?4 ORDER BY number",
            params![payee.bank, payee.account, purpose, int(amount)],
        )?;
        held.into_iter().try_for_each(|number| self.allocate(number).map(|_| ()))
    }

    /// Held money goes back where an order of its purpose has waited for its whole time and wants another amount, which
    /// ends that order, and where nobody has ordered it for too long.
    pub(super) fn end_holding(&self) -> Result<(), StorageError> {
        // An order that came with its time over did not wait: `changed_at` is when it came.
        let unmet = self.numbers(
            "SELECT number FROM ordered WHERE state = 'waiting' AND waits_until > changed_at AND waits_until <= ?1
             ORDER BY number",
            [self.now],
        )?;
        for number in unmet {
            let order = self.sql.query_row(&format!("{ORDERS} WHERE number = ?1"), [number], order)?;
            let held = self.numbers(
                "SELECT number FROM transfer WHERE came = 'held' AND bank = ?1 AND account = ?2 AND purpose = ?3
                 AND made_at < ?4 ORDER BY number LIMIT 1",
                params![order.bank, order.account, order.purpose, order.waits_until],
            )?;
            for transfer in held {
                self.end(&order, "differs")?;
                self.sql.execute(
                    "UPDATE transfer SET came = 'sent_back', ordered = ?2 WHERE number = ?1",
                    [transfer, number],
                )?;
            }
        }
        self.sql.execute(
            "UPDATE transfer SET came = 'sent_back' WHERE came = 'held' AND made_at <= ?1",
            [self.now.saturating_sub(LATE_MS)],
        )?;
        Ok(())
    }

    /// A payer's bank sends money, or has it on its way.
    pub(super) fn send(&self, to: &Transfer, amount: u64, purpose: &str, arrives: bool) -> Result<i64, StorageError> {
        self.sql.execute(
            "INSERT INTO transfer (bank, account, amount, purpose, made_at, came) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
            params![to.bank, to.account, int(amount), purpose, self.now, if arrives { "held" } else { "under_way" }],
        )?;
        Ok(self.sql.last_insert_rowid())
    }

    pub(super) fn on_their_way(&self) -> Result<Vec<i64>, StorageError> {
        self.numbers("SELECT number FROM transfer WHERE came = 'under_way' ORDER BY number", [])
    }

    /// The bank does not carry out the transfer for the order that waits for it; gives that.
    pub(super) fn decline(&self, to: &Transfer, amount: u64, purpose: &str) -> Result<Option<String>, StorageError> {
        let waits = |order: &&LedgerOrder| order.state == "waiting" && self.now < order.waits_until;
        let orders = self.of(&to.bank, &to.account, purpose)?;
        let Some(order) = orders.iter().filter(waits).find(|order| order.amount == amount) else { return Ok(None) };
        self.end(order, "declined")?;
        Ok(Some(order.key.clone()))
    }

    /// A transfer has arrived: it pays its order, goes back where its order is paid, ends the one that wants another amount
    /// and goes back where no order has its own, or is held. Gives the order that it touches.
    pub(super) fn allocate(&self, number: i64) -> Result<Option<String>, StorageError> {
        let transfer = self.sql.query_row(&format!("{TRANSFERS} WHERE number = ?1"), [number], transfer)?;
        let orders = self.of(&transfer.bank, &transfer.account, &transfer.purpose)?;
        let waiting = |order: &&LedgerOrder| order.state == "waiting";
        let in_time = |order: &&LedgerOrder| self.now < order.waits_until;
        let same = |order: &&LedgerOrder| order.amount == transfer.amount;
        let waits = orders.iter().filter(waiting).filter(in_time).find(same);
        // The newest whose time was over.
        let late = orders.iter().rev().filter(waiting).find(same);
        let other = orders.iter().filter(waiting).find(in_time);
        let paid = orders.iter().rev().filter(|order| order.state == "paid").find(same);
        let (order, came) = match (waits.or(late), paid, other) {
            (Some(order), ..) => {
                self.end(order, "paid")?;
                (Some(order), "taken")
            }
            (None, Some(order), _) => (Some(order), "sent_back"),
            (None, None, Some(order)) => {
                self.end(order, "differs")?;
                (Some(order), "sent_back")
            }
            (None, None, None) => (None, "held"),
        };
        self.sql.execute(
            "UPDATE transfer SET came = ?2, ordered = ?3 WHERE number = ?1",
            params![number, came, order.map(|order| order.number)],
        )?;
        Ok(order.map(|order| order.key.clone()))
    }

    pub(super) fn give_back(&self, key: &str) -> Result<(), StorageError> {
        if let Some(order) = self.find(key)?.filter(|order| order.state == "paid") {
            self.end(&order, "given_back")?;
            self.sql.execute("UPDATE transfer SET came = 'sent_back' WHERE ordered = ?1", [order.number])?;
        }
        Ok(())
    }

    /// How an order stands.
    pub(super) fn state(&self, key: &str) -> Result<Option<OrderState>, StorageError> {
        let Some(order) = self.find(key)? else { return Ok(None) };
        let transfers = self.transfers_of(&order)?;
        let sent_back = |transfers: &[LedgerTransfer]| {
            transfers.iter().filter(|transfer| transfer.came == Came::SentBack).map(|transfer| transfer.amount).sum()
        };
        Ok(Some(match order.state.as_str() {
            "waiting" if self.now < order.waits_until => OrderState::Waiting,
            "waiting" => OrderState::Expired,
            "declined" => OrderState::Declined,
            "differs" => OrderState::Differs { came: sent_back(&transfers) },
            "given_back" => OrderState::GivenBack { amount: sent_back(&transfers) },
            _ => {
                let taken = transfers.iter().find(|transfer| transfer.came == Came::Taken);
                let taken = taken.ok_or(StorageError::Damaged("transfer"))?;
                OrderState::Paid {
                    amount: taken.amount,
                    at: order.changed_at,
                    transfer: format!("FT{:08}", taken.number),
                    surplus: sent_back(&transfers),
                }
            }
        }))
    }

    fn of(&self, bank: &str, account: &str, purpose: &str) -> Result<Vec<LedgerOrder>, StorageError> {
        let query = format!("{ORDERS} WHERE bank = ?1 AND account = ?2 AND purpose = ?3 ORDER BY number");
        let mut statement = self.sql.prepare(&query)?;
        Ok(statement.query_map([bank, account, purpose], order)?.collect::<Result<_, _>>()?)
    }

    fn transfers_of(&self, order: &LedgerOrder) -> Result<Vec<LedgerTransfer>, StorageError> {
        let mut statement = self.sql.prepare(&format!("{TRANSFERS} WHERE ordered = ?1 ORDER BY number"))?;
        Ok(statement.query_map([order.number], transfer)?.collect::<Result<_, _>>()?)
    }

    fn end(&self, order: &LedgerOrder, state: &str) -> Result<(), StorageError> {
        self.sql.execute(
            "UPDATE ordered SET state = ?2, changed_at = ?3 WHERE number = ?1",
            params![order.number, state, self.now],
        )?;
        Ok(())
    }

    fn numbers(&self, query: &str, with: impl rusqlite::Params) -> Result<Vec<i64>, StorageError> {
        let mut statement = self.sql.prepare(query)?;
        Ok(statement.query_map(with, |row| row.get(0))?.collect::<Result<_, _>>()?)
    }
}

const ORDERS: &str = "SELECT number, key, bank, account, amount, purpose, waits_until, state, changed_at FROM ordered";
const TRANSFERS: &str = "SELECT number, bank, account, amount, purpose, came FROM transfer";

fn order(row: &Row<'_>) -> rusqlite::Result<LedgerOrder> {
    Ok(LedgerOrder {
        number: row.get(0)?,
        key: row.get(1)?,
        bank: row.get(2)?,
        account: row.get(3)?,
        amount: row.get::<_, i64>(4)?.unsigned_abs(),
        purpose: row.get(5)?,
        waits_until: row.get(6)?,
        state: row.get(7)?,
        changed_at: row.get(8)?,
    })
}

fn transfer(row: &Row<'_>) -> rusqlite::Result<LedgerTransfer> {
    let came: String = row.get(5)?;
    Ok(LedgerTransfer {
        number: row.get(0)?,
        bank: row.get(1)?,
        account: row.get(2)?,
        amount: row.get::<_, i64>(3)?.unsigned_abs(),
        purpose: row.get(4)?,
        came: match came.as_str() {
            "under_way" => Came::UnderWay,
            "held" => Came::Held,
            "taken" => Came::Taken,
            _ => Came::SentBack,
        },
    })
}

fn int(number: u64) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}
