//! Paying fees: the payment platform, and what the portal believes of it.
//!
//! The platform is asked, never believed unasked: a notice of its is a hint, a page that says "success" is nothing. So
//! that a lost notice loses nothing, every open order of an account is asked about whenever the account synchronises.

mod double;
mod notify;
mod settle;

pub use double::{Came, Deed, LedgerOrder, LedgerTransfer, PlatformDouble, Transferred};
pub use notify::{NotifyError, notify};
pub(crate) use settle::{ask_about, fee, go_on, put, settle};

use std::sync::Arc;

use cds_wire::fee::FeePayee;
use cds_wire::portal::PaymentNotice;
use cds_wire::{Bytes, UnixMillis};

use crate::otp::{keyed_hash, same};
use crate::storage::StorageError;

/// How long the platform waits for the money of an order, in milliseconds: a bank may be late by a day.
pub const ORDER_LIFE_MS: i64 = 24 * 60 * 60 * 1000;
/// How long money that comes after that is still counted, in milliseconds; later it goes back.
pub const LATE_MS: i64 = 30 * 24 * 60 * 60 * 1000;
/// Most open orders of an account that are asked about in one synchronisation: where there are more, those that were not
/// asked about for longest.
pub const MOST_ASKED: usize = 20;

/// How fees are paid here. Cloning shares it.
#[derive(Clone)]
pub struct Payments {
    /// The platform.
    pub platform: Arc<dyn PaymentPlatform>,
    /// Authenticates the platform's notices; both have it.
    pub secret: [u8; 32],
    /// Whom fees are paid to.
    pub payee: FeePayee,
}

/// The payment platform. Each call may be made again.
pub trait PaymentPlatform: Send + Sync {
    /// Makes an order, or says how the one with its key stands.
    ///
    /// # Errors
    ///
    /// [`PlatformError::KeyReused`] where another order has the key.
    fn register(&self, order: &NewOrder<'_>, now: UnixMillis) -> Result<OrderState, PlatformError>;
    /// How an order stands; none where there is none.
    fn order(&self, key: &str, now: UnixMillis) -> Result<Option<OrderState>, PlatformError>;
    /// Sends the money of a paid order back to where it came from; gives how the order stands then.
    fn give_back(&self, key: &str, now: UnixMillis) -> Result<OrderState, PlatformError>;
}

/// An order to be made.
#[derive(Debug, Clone, Copy)]
pub struct NewOrder<'a> {
    /// Its key, by which it is made once.
    pub key: &'a str,
    /// Whom it is to be paid to.
    pub payee: &'a FeePayee,
    /// How much, in đồng.
    pub amount: u64,
    /// What stands in the transfer's text.
    pub purpose: &'a str,
    /// Until when the platform waits for the money; after that, or where that is over already, only money of this very
    /// amount is taken for it.
    pub waits_until: UnixMillis,
}

/// How an order stands at the platform.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum OrderState {
    /// No money yet.
    Waiting,
    /// The bank did not carry the transfer out.
    Declined,
    /// No money came in time. It may still come.
    Expired,
    /// Another amount came, in đồng, and was sent back.
    Differs {
        /// How much came.
        came: u64,
    },
    /// The money came.
    Paid {
        /// How much, in đồng.
        amount: u64,
        /// When.
        at: UnixMillis,
        /// The platform's number for the transfer.
        transfer: String,
        /// How much more came for it later, in đồng, and was sent back.
        surplus: u64,
    },
    /// The money came and was sent back at the portal's word.
    GivenBack {
        /// How much, in đồng.
        amount: u64,
    },
}

/// The platform did not answer as it should. Texts hold nothing of a payment.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum PlatformError {
    /// Its ledger failed.
    #[error("the payment platform's ledger: {0}")]
    Ledger(#[from] StorageError),
    /// Another order has this key.
    #[error("another order has this key")]
    KeyReused,
    /// There is no such order, or nothing of it to send back.
    #[error("the payment platform has no such order")]
    Unknown,
    /// The text is no VietQR of a transfer with a purpose.
    #[error("no VietQR of a payment: {0}")]
    Code(cds_vn::vietqr::VietQrError),
    /// Nobody ordered what the code pays.
    #[error("no order waits for what this code pays")]
    NoOrder,
}

/// A notice of the platform's about an order.
pub fn notice(secret: &[u8; 32], order: &str) -> PaymentNotice {
    PaymentNotice { order: order.to_owned(), mac: Bytes(mac(secret, order).to_vec()) }
}

/// Whether a notice comes from who has the secret.
pub(crate) fn is_genuine(secret: &[u8; 32], notice: &PaymentNotice) -> bool {
    <[u8; 32]>::try_from(notice.mac.0.as_slice()).is_ok_and(|mac| same(&mac, &self::mac(secret, &notice.order)))
}

fn mac(secret: &[u8; 32], order: &str) -> [u8; 32] {
    keyed_hash(secret, b"cds/payment-notice/1", &[order.as_bytes()])
}
