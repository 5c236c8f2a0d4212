//! Fees and orders in SQLite.

use cds_wire::UnixMillis;
use rusqlite::{Row, params};

use super::{SqliteTx, int, uint};
use crate::storage::{Fees, OrderStanding, PaymentOrder, StorageError};

/// The columns that [`read_order`] takes.
const ORDER: &str = "key, account, fee, amount, waits_until, registered, state";

impl Fees for SqliteTx<'_> {
    fn add_fee(&self, account: &str, dossier: &str, fee: &str) -> Result<(), StorageError> {
        self.sql.execute("INSERT INTO fee (id, account, dossier) VALUES (?1, ?2, ?3)", [fee, account, dossier])?;
        Ok(())
    }

    fn account_of_fee(&self, fee: &str) -> Result<Option<String>, StorageError> {
        let mut statement = self.sql.prepare_cached("SELECT account FROM fee WHERE id = ?1")?;
        let mut rows = statement.query([fee])?;
        Ok(rows.next()?.map(|row| row.get(0)).transpose()?)
    }

    fn fees_of(&self, account: &str, dossier: &str) -> Result<Vec<String>, StorageError> {
        let mut statement =
            self.sql.prepare_cached("SELECT id FROM fee WHERE account = ?1 AND dossier = ?2 ORDER BY id")?;
        let ids = statement.query_map([account, dossier], |row| row.get(0))?;
        Ok(ids.collect::<Result<_, _>>()?)
    }

    fn add_order(&self, order: &PaymentOrder) -> Result<bool, StorageError> {
        let added = self.sql.execute(
            "INSERT INTO payment_order (key, account, fee, amount, waits_until, registered, state)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7) ON CONFLICT (key) DO NOTHING",
            params![
                order.key,
                order.account,
                order.fee,
                int(order.amount),
                order.waits_until,
                order.registered,
                text(order.state)
            ],
        )?;
        Ok(added == 1)
    }

    fn order(&self, key: &str) -> Result<Option<PaymentOrder>, StorageError> {
        let query = format!("SELECT {ORDER} FROM payment_order WHERE key = ?1");
        let mut statement = self.sql.prepare_cached(&query)?;
        let mut rows = statement.query([key])?;
        rows.next()?.map(read_order).transpose()
    }

    fn orders_of(&self, fee: &str) -> Result<Vec<PaymentOrder>, StorageError> {
        let query = format!("SELECT {ORDER} FROM payment_order WHERE fee = ?1 ORDER BY key");
        let mut statement = self.sql.prepare_cached(&query)?;
        let mut rows = statement.query([fee])?;
        let mut orders = Vec::new();
        while let Some(row) = rows.next()? {
            orders.push(read_order(row)?);
        }
        Ok(orders)
    }

    fn open_orders(&self, account: &str, most: usize) -> Result<Vec<PaymentOrder>, StorageError> {
        let query = format!(
            "SELECT {ORDER} FROM payment_order WHERE account = ?1 AND state IN ('waiting', 'expired')
             ORDER BY asked_at, waits_until, key LIMIT ?2"
        );
        let mut statement = self.sql.prepare_cached(&query)?;
        let mut rows = statement.query(params![account, int(most as u64)])?;
        let mut orders = Vec::new();
        while let Some(row) = rows.next()? {
            orders.push(read_order(row)?);
        }
        Ok(orders)
    }

    fn note_asked(&self, key: &str, at: UnixMillis) -> Result<(), StorageError> {
        self.sql.execute("UPDATE payment_order SET asked_at = ?2 WHERE key = ?1", params![key, at])?;
        Ok(())
    }

    fn move_order(&self, key: &str, state: OrderStanding) -> Result<(), StorageError> {
        self.sql.execute("UPDATE payment_order SET registered = 1, state = ?2 WHERE key = ?1", [key, text(state)])?;
        Ok(())
    }
}

const fn text(state: OrderStanding) -> &'static str {
    match state {
        OrderStanding::Waiting => "waiting",
        OrderStanding::Expired => "expired",
        OrderStanding::Paid => "paid",
        OrderStanding::Closed => "closed",
    }
}

fn read_order(row: &Row<'_>) -> Result<PaymentOrder, StorageError> {
    let state: String = row.get(6)?;
    Ok(PaymentOrder {
        key: row.get(0)?,
        account: row.get(1)?,
        fee: row.get(2)?,
        amount: uint(row.get(3)?),
        waits_until: row.get(4)?,
        registered: row.get(5)?,
        state: match state.as_str() {
            "waiting" => OrderStanding::Waiting,
            "expired" => OrderStanding::Expired,
            "paid" => OrderStanding::Paid,
            "closed" => OrderStanding::Closed,
            _ => return Err(StorageError::Damaged("order")),
        },
    })
}
