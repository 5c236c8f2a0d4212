//! What the province signs, from outside: made, changed, shown in the wrong place, and judged.

#![expect(clippy::expect_used, clippy::indexing_slicing, clippy::panic, reason = "a test fails by panicking")]

mod by_hand;
mod credential;
mod live;
mod objects;
mod size;
mod status;
mod vectors;

use cds_identity::{Claims, IssuerKey, KeyUse, Sex, StatusList, TrustList, TrustedKey};

/// 2026-10-08, Unix seconds.
const NOW: i64 = 1_791_417_600;
const DAY: i64 = 86_400;

fn root() -> IssuerKey {
    IssuerKey::from_seed(&[1; 32])
}

/// The province's key for one use.
fn key(key_use: KeyUse) -> IssuerKey {
    let number = KeyUse::ALL.iter().position(|known| *known == key_use).expect("one of all");
    IssuerKey::from_seed(&[10 + u8::try_from(number).expect("few"); 32])
}

/// A list with a key for each use, from 100 days ago to 100 days from now.
fn list() -> TrustList {
    let keys = KeyUse::ALL.map(|key_use| TrustedKey {
        key_use,
        public_key: key(key_use).public_key(),
        not_before: NOW - 100 * DAY,
        not_after: NOW + 100 * DAY,
    });
    TrustList {
        issuer: "vn-04".into(),
        name: "Tỉnh Cao Bằng".into(),
        serial: 7,
        issued_at: NOW - 3 * DAY,
        keys: keys.into(),
    }
}

fn claims() -> Claims {
    Claims {
        issuer: "vn-04".into(),
        subject: "3f8b1c52-6a0e-4d7b-9c41-0d2e5f6a7b8c".into(),
        issued_at: NOW - 10 * DAY,
        expires_at: NOW + 390 * DAY,
        name: "Nông Thị Hà".into(),
        birth_date: "1990-05-20".into(),
        sex: Sex::Female,
        last4: "0042".into(),
        commune: "01273".into(),
        status_index: 123_456,
        device_key: None,
    }
}

/// Of yesterday; it names nobody.
fn status() -> StatusList {
    StatusList { issuer: "vn-04".into(), serial: 8, issued_at: NOW - DAY, revoked: [].into() }
}
