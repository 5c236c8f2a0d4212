//! Payments of fees that the citizen has confirmed here.

use cds_wire::ipc::CommandState;
use cds_wire::portal::command::{command_type, stream};
use cds_wire::portal::{FeePay, ResultCode};
use cds_wire::{Sensitive, UnixMillis};
use rusqlite::Connection;

use super::outbox::{CANCELLING, Confirmation, confirm, state_of};
use super::{Vault, code_text};
use crate::store::StoreError;

/// A payment that was confirmed here.
#[derive(Debug, Clone)]
pub(crate) struct FeePayment {
    /// The command, whose id is the payment's key with the payment platform.
    pub(crate) command: String,
    /// The fee.
    pub(crate) fee: String,
    /// Where the command stands.
    pub(crate) state: CommandState,
    /// The fee's version once the portal had received it.
    pub(crate) ver: Option<u64>,
    /// Why the portal did not take it; none where the citizen took it back.
    pub(crate) refused: Option<String>,
    /// The citizen has taken it back, and the portal has yet to say whether it had it before.
    pub(crate) cancelling: bool,
}

impl FeePayment {
    /// Whether it stands in the way of another payment of its fee, of which this device has seen the version `seen`: the
    /// portal has not answered, or has received it and what the fee is since has not come here yet.
    pub(crate) fn waits(&self, seen: u64) -> bool {
        match self.state {
            CommandState::Waiting | CommandState::Sent | CommandState::Deferred => true,
            CommandState::Received => self.ver.is_some_and(|ver| ver > seen),
            CommandState::Returned => false,
        }
    }
}

/// A fee to be paid, as the citizen saw it.
pub(crate) struct FeeSeen<'a> {
    pub(crate) id: &'a str,
    pub(crate) dossier: &'a str,
    pub(crate) name: &'a Sensitive,
    pub(crate) amount: u64,
    pub(crate) ver: u64,
}

impl Vault {
    /// The payments of fees that were confirmed here, oldest first.
    pub(crate) fn fee_payments(&self) -> Result<Vec<FeePayment>, StoreError> {
        read(&self.0)
    }

    /// Confirms that a fee is paid, in one transaction that is on the disk when this returns. False, and nothing is
    /// changed, where another payment of it waits.
    pub(crate) fn pay_fee(&mut self, fee: &FeeSeen<'_>, command: &str, now: UnixMillis) -> Result<bool, StoreError> {
        let transaction = self.transaction()?;
        if read(&transaction)?.iter().any(|payment| payment.fee == fee.id && payment.waits(fee.ver)) {
            return Ok(false);
        }
        let stream = format!("{}{}", stream::DOSSIER, fee.dossier);
        let confirmation = Confirmation::new(command, command_type::FEE_PAY, stream, fee.name.reveal(), now);
        confirm(&transaction, &confirmation, &FeePay { fee: fee.id.to_owned(), amount: fee.amount })?;
        transaction.commit()?;
        self.checkpoint()?;
        Ok(true)
    }
}

/// The body names the fee until it is let go of; by then the portal has named it as what the command has changed.
fn read(connection: &Connection) -> Result<Vec<FeePayment>, StoreError> {
    let mut statement = connection.prepare_cached(&format!(
        "SELECT id, state, entity, body, ver, code, {CANCELLING} FROM command WHERE type = ?1 ORDER BY position"
    ))?;
    let mut rows = statement.query([command_type::FEE_PAY])?;
    let mut payments = Vec::new();
    let superseded = code_text(ResultCode::Superseded);
    while let Some(row) = rows.next()? {
        let (entity, body): (Option<String>, String) = (row.get(2)?, row.get(3)?);
        let fee = entity.or_else(|| serde_json::from_str::<FeePay>(&body).ok().map(|body| body.fee));
        let Some(fee) = fee else { continue };
        let state = state_of(row, 1)?;
        let code: Option<String> = row.get(5)?;
        payments.push(FeePayment {
            command: row.get(0)?,
            fee,
            state,
            ver: row.get::<_, Option<i64>>(4)?.map(i64::unsigned_abs),
            refused: code.filter(|code| state == CommandState::Returned && *code != superseded),
            cancelling: row.get(6)?,
        });
    }
    Ok(payments)
}
