//! What the portal signs when it has taken a command: with it the citizen can show that it was received, and when.

use std::slice;

use crate::cbor::Value;
use crate::cose::{self, Sign1};
use crate::trust::signers;
use crate::{Context, IssuerKey, KeyUse, SignatureError, TrustList};

/// A command took effect.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Receipt {
    /// [`command_hash`](crate::command_hash) of the command.
    pub command_hash: [u8; 32],
    /// Pseudonym of the account.
    pub account: String,
    /// Id of the entity that it made or changed.
    pub entity: String,
    /// Code of the dossier, where there is one.
    pub code: Option<String>,
    /// The account's revision in which it took effect.
    pub revision: u64,
    /// When it took effect, Unix milliseconds.
    pub time: i64,
}

/// Why a receipt is not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ReceiptError {
    /// It is no receipt, or its signature is not good.
    #[error(transparent)]
    Signature(#[from] SignatureError),
    /// The key was not there to sign at the receipt's time.
    #[error("the receipt is from outside its key's time")]
    OutsideKeyPeriod,
}

const COMMAND_HASH: i64 = 1;
const ACCOUNT: i64 = 2;
const ENTITY: i64 = 3;
const CODE: i64 = 4;
const REVISION: i64 = 5;
const TIME: i64 = 6;

impl Receipt {
    /// Signs the receipt: COSE_Sign1 over a map of its fields.
    pub fn issue(&self, key: &IssuerKey) -> Vec<u8> {
        let fields = [
            (COMMAND_HASH, Value::bytes(&self.command_hash)),
            (ACCOUNT, Value::text(&self.account)),
            (ENTITY, Value::text(&self.entity)),
            (REVISION, Value::int(self.revision)),
            (TIME, Value::int(self.time)),
        ];
        let code = self.code.as_deref().map(|code| (CODE, Value::text(code)));
        cose::sign(Context::Receipt, &Value::map(fields.into_iter().chain(code)), key)
    }

    /// Reads a receipt signed by a key that the list names for receipts and for the receipt's time. The caller compares
    /// command hash and account with its own.
    pub fn verify(bytes: &[u8], list: &TrustList) -> Result<Self, ReceiptError> {
        let signed = Sign1::read(bytes)?;
        let keys = signers(&signed, Context::Receipt, KeyUse::Receipt, slice::from_ref(list))?;
        let receipt = Self::from_payload(&signed.payload).ok_or(SignatureError::Malformed)?;
        let second = receipt.time.div_euclid(1000);
        if keys.iter().any(|(_, key)| key.covers(second)) { Ok(receipt) } else { Err(ReceiptError::OutsideKeyPeriod) }
    }

    /// Reads a receipt signed by this very key, at whatever time: for a portal that meets its own receipts again.
    pub fn verify_with_key(bytes: &[u8], public_key: &[u8; 32]) -> Result<Self, ReceiptError> {
        let signed = Sign1::read(bytes)?;
        if !signed.is_signed_by(Context::Receipt, public_key) {
            return Err(SignatureError::SignatureWrong.into());
        }
        Ok(Self::from_payload(&signed.payload).ok_or(SignatureError::Malformed)?)
    }

    fn from_payload(payload: &Value) -> Option<Self> {
        let text = |key| payload.get(key)?.as_text().map(str::to_owned);
        Some(Self {
            command_hash: payload.get(COMMAND_HASH)?.as_bytes()?.try_into().ok()?,
            account: text(ACCOUNT)?,
            entity: text(ENTITY)?,
            code: match payload.get(CODE) {
                Some(code) => Some(code.as_text()?.to_owned()),
                None => None,
            },
            revision: payload.get(REVISION)?.as_number()?,
            time: payload.get(TIME)?.as_number()?,
        })
    }
}
