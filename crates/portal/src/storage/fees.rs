//! Fees and the orders for them at the payment platform.

use cds_wire::UnixMillis;

use super::StorageError;

/// Fees and orders.
pub trait Fees {
    /// Notes whose a new fee is, and of which dossier.
    fn add_fee(&self, account: &str, dossier: &str, fee: &str) -> Result<(), StorageError>;
    /// The account that a fee is of.
    fn account_of_fee(&self, fee: &str) -> Result<Option<String>, StorageError>;
    /// The ids of a dossier's fees.
    fn fees_of(&self, account: &str, dossier: &str) -> Result<Vec<String>, StorageError>;
    /// Adds an order; false where there is one with its key.
    fn add_order(&self, order: &PaymentOrder) -> Result<bool, StorageError>;
    /// The order with this key.
    fn order(&self, key: &str) -> Result<Option<PaymentOrder>, StorageError>;
    /// All orders for a fee.
    fn orders_of(&self, fee: &str) -> Result<Vec<PaymentOrder>, StorageError>;
    /// The account's orders of which money may still come, those that were noted as asked about longest ago or never first.
    fn open_orders(&self, account: &str, most: usize) -> Result<Vec<PaymentOrder>, StorageError>;
    /// The platform is asked about it at this moment.
    fn note_asked(&self, key: &str, at: UnixMillis) -> Result<(), StorageError>;
    /// The platform has it now, and this is how it stands.
    fn move_order(&self, key: &str, state: OrderStanding) -> Result<(), StorageError>;
}

/// One payment that a citizen confirmed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PaymentOrder {
    /// Its key with the platform: the command's id.
    pub key: String,
    /// Whose it is.
    pub account: String,
    /// The fee that it is for.
    pub fee: String,
    /// How much, in đồng.
    pub amount: u64,
    /// Until when the platform waits for the money.
    pub waits_until: UnixMillis,
    /// The platform has it.
    pub registered: bool,
    /// Where it stands.
    pub state: OrderStanding,
}

/// Where an order stands at the portal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OrderStanding {
    /// Its fee is pending.
    Waiting,
    /// Its fee does not wait for it, since the time was over or the payment was refused; money that still comes of it is
    /// counted where it is owed then, and goes back otherwise.
    Expired,
    /// It has paid its fee.
    Paid,
    /// It is over.
    Closed,
}

impl OrderStanding {
    /// Whether money may still come of it.
    pub const fn is_open(self) -> bool {
        matches!(self, Self::Waiting | Self::Expired)
    }
}
