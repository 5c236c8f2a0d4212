//! The live code: a device's credential, stamped by the device with the time at which it is shown.
//!
//! A picture of it is worth nothing a minute later. Where the clocks of the two sides differ by more, one scan cannot
//! tell a picture from a slow clock, and a second one, some seconds later, can: the stamp of a picture stands still, that
//! of a clock moves as the checker's does.

use std::fmt;

use crate::cbor::Value;
use crate::claims::Claims;
use crate::cose::Sign1;
use crate::{Context, DeviceKey, DevicePublicKey, base45};

/// How often a device stamps its code anew, in seconds.
pub const LIVE_PERIOD_S: i64 = 20;

/// How far a stamp may be from the checker's clock, in seconds, to be taken after one scan.
pub const LIVE_TOLERANCE_S: i64 = 60;

/// How long one and the same stamp may be seen before it is a picture, in seconds: the period, and some for drawing.
const SAME_STAMP_S: i64 = LIVE_PERIOD_S + 5;

/// How long a first scan is good for a second one, in seconds.
const FIRST_SCAN_LIFE_S: i64 = 600;

/// How far apart the two clocks may be, in seconds. Without a limit, a film of the screen could be shown for as long as
/// the credential counts; a day is more than a wrong time zone.
const CLOCKS_APART_S: i64 = 86_400;

/// The text of a live code: `CDS2:` and, in base45, CBOR of credential, time and the device's signature over both.
///
/// Nothing where `credential` is not one for this device: every checker would call the code invalid.
pub fn live_code(credential: &[u8], stamp_s: i64, key: &DeviceKey) -> Option<String> {
    let claims = Claims::from_payload(&Sign1::read(credential).ok()?.payload)?;
    if claims.device_key != Some(key.public_key().to_bytes()) {
        return None;
    }
    let signature = key.sign(Context::LiveCode, &stamped(credential, stamp_s));
    let parts = vec![Value::bytes(credential), Value::int(stamp_s), Value::bytes(&signature)];
    Some(format!("CDS2:{}", base45::encode(&Value::Array(parts).encode())))
}

/// What the device signs.
fn stamped(credential: &[u8], stamp_s: i64) -> Vec<u8> {
    Value::Array(vec![Value::bytes(credential), Value::int(stamp_s)]).encode()
}

/// A live code as it was read. Nothing in it is true before its signatures were checked.
pub(crate) struct Stamped {
    pub(crate) credential: Vec<u8>,
    pub(crate) stamp_s: i64,
    signature: Vec<u8>,
}

impl Stamped {
    /// Reads what stands behind the prefix, decoded.
    pub(crate) fn read(bytes: &[u8]) -> Option<Self> {
        let value = Value::decode(bytes)?;
        let [credential, stamp, signature] = value.as_array()? else { return None };
        let signature = signature.as_bytes().filter(|signature| signature.len() == 64)?;
        Some(Self {
            credential: credential.as_bytes()?.to_vec(),
            stamp_s: stamp.as_number()?,
            signature: signature.to_vec(),
        })
    }

    /// Whether the holder of `device_key` stamped this.
    pub(crate) fn is_signed_by(&self, device_key: &[u8; 32]) -> bool {
        let message = stamped(&self.credential, self.stamp_s);
        DevicePublicKey::from_bytes(device_key)
            .is_ok_and(|key| key.verify(Context::LiveCode, &message, &self.signature).is_ok())
    }
}

/// A scan of a live code that has to be followed by another. Its debug form shows nothing of it.
#[derive(Clone, PartialEq, Eq)]
pub struct FirstScan {
    /// Key of the device that stamped the code.
    pub device_key: [u8; 32],
    /// The stamp: Unix seconds by the holder's clock.
    pub stamp_s: i64,
    /// When it was scanned: Unix seconds by the checker's clock.
    pub scanned_at_s: i64,
}

impl fmt::Debug for FirstScan {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("FirstScan(…)")
    }
}

/// What the stamp of a genuine live code says.
pub(crate) enum Liveness {
    /// It was made now. The holder's clock is so many seconds ahead, where that is more than the tolerance.
    Live(Option<i64>),
    /// Another scan will tell, after so many seconds.
    ScanAgain(FirstScan, u32),
    /// It is a picture.
    Picture,
    /// It moves, but the clocks are too far apart to say that it is no film.
    ClocksApart,
}

/// Judges the stamp of a code whose signatures are good. `first` is the scan before, if any.
pub(crate) fn liveness(scan: FirstScan, first: Option<&FirstScan>) -> Liveness {
    let ahead = scan.stamp_s.saturating_sub(scan.scanned_at_s);
    if ahead.saturating_abs() <= LIVE_TOLERANCE_S {
        return Liveness::Live(None);
    }
    let again = |scan, seconds: i64| Liveness::ScanAgain(scan, u32::try_from(seconds).unwrap_or_default());
    let Some(first) = first.filter(|first| first.device_key == scan.device_key) else {
        return again(scan, LIVE_PERIOD_S);
    };
    let passed = scan.scanned_at_s.saturating_sub(first.scanned_at_s);
    if !(0..=FIRST_SCAN_LIFE_S).contains(&passed) {
        return again(scan, LIVE_PERIOD_S);
    }
    let advanced = scan.stamp_s.saturating_sub(first.stamp_s);
    if advanced == 0 {
        return if passed >= SAME_STAMP_S {
            Liveness::Picture
        } else {
            again(first.clone(), if passed < LIVE_PERIOD_S { LIVE_PERIOD_S } else { SAME_STAMP_S } - passed)
        };
    }
    // Either stamp may be as old as one can be on a screen.
    if advanced < 0 || advanced.saturating_sub(passed).saturating_abs() > SAME_STAMP_S {
        return again(scan, LIVE_PERIOD_S);
    }
    if ahead.saturating_abs() > CLOCKS_APART_S { Liveness::ClocksApart } else { Liveness::Live(Some(ahead)) }
}
