//! Citizens, their devices, and what signing in needs.

use cds_wire::portal::Sex;
use cds_wire::{Sensitive, UnixMillis};

use super::StorageError;

/// Citizens, devices, tokens, one-time passwords and limits.
pub trait Accounts {
    /// Adds a citizen, unless the personal number is known. Gives the account's id either way.
    fn add_citizen(&self, citizen: &Citizen) -> Result<String, StorageError>;
    /// The citizen with this personal number.
    fn citizen(&self, personal_number: &Sensitive) -> Result<Option<Citizen>, StorageError>;
    /// The citizen whose account this is.
    fn citizen_of(&self, account: &str) -> Result<Option<Citizen>, StorageError>;
    /// Changes an account's phone.
    fn set_phone(&self, account: &str, phone: &Sensitive) -> Result<(), StorageError>;

    /// Keeps a one-time password under way, replacing the subject's older one, and drops those expired by `now`.
    fn put_otp(&self, otp: &PendingOtp, now: UnixMillis) -> Result<(), StorageError>;
    /// Counts one try for the subject, then gives its one-time password with the tries so far, this one included.
    fn try_otp(&self, subject: &[u8; 32]) -> Result<Option<(PendingOtp, u32)>, StorageError>;
    /// Uses up a one-time password; false where it is used up already.
    fn use_otp(&self, otp: &PendingOtp) -> Result<bool, StorageError>;

    /// How much a bucket holds at `now`, and when it empties; none where it is empty.
    fn tally(&self, bucket: &[u8; 32], now: UnixMillis) -> Result<Option<(u32, UnixMillis)>, StorageError>;
    /// Adds one to a bucket, which empties `window` ms after its first.
    fn add_to_tally(&self, bucket: &[u8; 32], now: UnixMillis, window: i64) -> Result<(), StorageError>;

    /// The device with this id.
    fn device(&self, id: &str) -> Result<Option<Device>, StorageError>;
    /// Adds a device, or changes what may change: platform and end.
    fn put_device(&self, device: &Device) -> Result<(), StorageError>;
    /// Gives a device a token (its SHA-256), and ends those it had.
    fn put_token(&self, hash: &[u8; 32], device: &str, now: UnixMillis) -> Result<(), StorageError>;
    /// Ends a device's tokens.
    fn drop_tokens(&self, device: &str) -> Result<(), StorageError>;
    /// The device that a token belongs to, and when it was used last, true to a day.
    fn token(&self, hash: &[u8; 32]) -> Result<Option<(Device, UnixMillis)>, StorageError>;
    /// Notes that a token was used.
    fn touch_token(&self, hash: &[u8; 32], now: UnixMillis) -> Result<(), StorageError>;

    /// Each device's last number, for the backup that follows.
    fn last_seqs(&self) -> Result<Vec<(String, u64)>, StorageError>;
    /// A backup is complete that holds these devices up to these numbers. A lower number than is safe already says nothing.
    fn complete_backup(&self, held: &[(String, u64)]) -> Result<(), StorageError>;

    /// An account's recovery.
    fn recovery(&self, account: &str) -> Result<Recovery, StorageError>;
    /// Changes an account's recovery.
    fn put_recovery(&self, account: &str, recovery: &Recovery) -> Result<(), StorageError>;
}

/// A citizen as the province knows them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Citizen {
    /// The account's id.
    pub account: String,
    /// Personal number.
    pub personal_number: Sensitive,
    /// Phone.
    pub phone: Sensitive,
    /// Issue date of the card, `yyyy-MM-dd`.
    pub card_issue_date: Sensitive,
    /// Full name.
    pub name: Sensitive,
    /// Date of birth, `yyyy-MM-dd`.
    pub birth_date: Sensitive,
    /// Sex.
    pub sex: Sensitive<Sex>,
    /// Code of the commune of residence, 5 digits.
    pub commune: String,
    /// Its name.
    pub commune_name: String,
}

/// A one-time password under way.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PendingOtp {
    /// Keyed hash of who asked.
    pub subject: [u8; 32],
    /// Keyed hash of the code.
    pub code: [u8; 32],
    /// When it expires.
    pub expires_at: UnixMillis,
}

/// A device that was signed in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Device {
    /// Its id.
    pub id: String,
    /// Its account.
    pub account: String,
    /// Its Ed25519 public key.
    pub public_key: [u8; 32],
    /// Its platform.
    pub platform: String,
    /// When it was enrolled.
    pub enrolled_at: UnixMillis,
    /// When it was signed out or revoked.
    pub ended_at: Option<UnixMillis>,
    /// It may not sign in again.
    pub revoked: bool,
    /// Every number up to here has a final result. Kept by [`Commands`](super::Commands).
    pub last_seq: u64,
    /// Every number up to here is inside the last completed backup.
    pub safe_seq: Option<u64>,
}

/// The state of an account's recovery.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Recovery {
    /// X25519 private key whose public half the citizen's vault is sealed to.
    pub private_key: Option<[u8; 32]>,
    /// When it was asked for, and by which device.
    pub asked: Option<(UnixMillis, String)>,
    /// An officer's release holds until then.
    pub released_until: Option<UnixMillis>,
    /// The device that was enrolled by it; none where it is unused.
    pub released_to: Option<String>,
    /// The private key that was released last, and when.
    pub released: Option<([u8; 32], UnixMillis)>,
}
