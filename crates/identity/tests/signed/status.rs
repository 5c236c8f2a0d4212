//! Status lists: made, changed, signed by the wrong key, and how large they are.

use std::collections::BTreeSet;

use cds_identity::{IssuerKey, KeyUse, MAX_STATUS, SignatureError, StatusError, StatusList, TrustList, TrustedKey};
use proptest::prelude::*;

use crate::{DAY, NOW, key, list, root, status};

#[test]
fn a_status_list_comes_back_under_its_key_alone() {
    let revoked = StatusList { revoked: [0, 7, 123_456, u32::MAX].into(), ..status() };
    for status in [status(), revoked] {
        assert_eq!(StatusList::verify(&status.issue(&key(KeyUse::Status)), &list()), Ok(status));
    }
    for key_use in KeyUse::ALL.into_iter().filter(|key_use| *key_use != KeyUse::Status) {
        let refused = StatusList::verify(&status().issue(&key(key_use)), &list());
        assert_eq!(refused, Err(SignatureError::KeyUseWrong.into()));
    }
    for stranger in [root(), IssuerKey::from_seed(&[99; 32])] {
        let refused = StatusList::verify(&status().issue(&stranger), &list());
        assert_eq!(refused, Err(SignatureError::UnknownKey.into()));
    }
    let without = TrustList { keys: Vec::new(), ..list() };
    let refused = StatusList::verify(&status().issue(&key(KeyUse::Status)), &without);
    assert_eq!(refused, Err(SignatureError::UnknownKey.into()));
}

#[test]
fn a_list_of_another_province_or_from_outside_its_keys_time_is_refused() {
    let elsewhere = StatusList { issuer: "vn-01".into(), ..status() };
    let refused = StatusList::verify(&elsewhere.issue(&key(KeyUse::Status)), &list());
    assert_eq!(refused, Err(StatusError::OtherIssuer));
    for (days, counts) in [(-101, false), (-100, true), (100, true), (101, false)] {
        let status = StatusList { issued_at: NOW + days * DAY, ..status() };
        let expected = if counts { Ok(status.clone()) } else { Err(StatusError::OutsideKeyPeriod) };
        assert_eq!(StatusList::verify(&status.issue(&key(KeyUse::Status)), &list()), expected);
    }
}

/// One key for every use, so that only the context tells the kinds apart.
#[test]
fn what_was_signed_as_another_kind_is_no_status_list() {
    let keys = list().keys.iter().map(|key| TrustedKey { public_key: root().public_key(), ..*key }).collect();
    let list = TrustList { keys, ..list() };
    for other in [list.issue(&root()), crate::claims().issue(&root())] {
        assert_eq!(StatusList::verify(&other, &list), Err(SignatureError::SignatureWrong.into()));
    }
    assert!(TrustList::verify(&status().issue(&root()), &root().public_key()).is_err());
}

#[test]
fn every_changed_bit_and_every_cut_is_noticed() {
    let genuine = StatusList { revoked: [3, 500].into(), ..status() }.issue(&key(KeyUse::Status));
    for bit in 0..genuine.len() * 8 {
        let mut changed = genuine.clone();
        changed[bit / 8] ^= 1 << (bit % 8);
        assert!(StatusList::verify(&changed, &list()).is_err(), "bit {bit}");
    }
    for end in 0..genuine.len() {
        assert!(StatusList::verify(&genuine[..end], &list()).is_err(), "cut off at {end}");
    }
    assert!(StatusList::verify(&[genuine.as_slice(), &[0]].concat(), &list()).is_err());
}

/// Each of so many credentials is withdrawn by chance, the same every time (SplitMix64).
fn by_chance(credentials: u32, percent: u64) -> BTreeSet<u32> {
    let mut state: u64 = 1;
    (0..credentials)
        .filter(|_| {
            state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
            let mixed = (state ^ (state >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
            let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
            (mixed ^ (mixed >> 31)) % 100 < percent
        })
        .collect()
}

#[test]
fn a_list_of_250_000_credentials_is_small() {
    for (percent, limit) in [(1, 4_000), (2, 8_000), (10, 30_000), (15, 40_000)] {
        let revoked = by_chance(250_000, percent);
        let count = revoked.len() as u64;
        assert!(count.abs_diff(2_500 * percent) < 500, "{count}");
        let status = StatusList { revoked, ..status() };
        let signed = status.issue(&key(KeyUse::Status));
        assert!(signed.len() <= limit, "{percent} %: {} bytes", signed.len());
        assert_eq!(StatusList::verify(&signed, &list()), Ok(status));
    }
}

#[test]
fn a_list_too_large_is_refused_unread() {
    let largest = |count| StatusList { revoked: (0..count).collect(), ..status() }.issue(&key(KeyUse::Status));
    assert!(largest(200_000).len() < MAX_STATUS);
    let refused = StatusList::verify(&largest(1_100_000), &list());
    assert_eq!(refused, Err(SignatureError::Malformed.into()));
}

proptest! {
    #[test]
    fn any_list_comes_back(serial: u64, revoked: BTreeSet<u32>, issued_at in NOW - 99 * DAY..NOW) {
        let status = StatusList { serial, revoked, issued_at, ..status() };
        prop_assert_eq!(StatusList::verify(&status.issue(&key(KeyUse::Status)), &list()), Ok(status));
    }

    #[test]
    fn no_bytes_are_taken(bytes in proptest::collection::vec(any::<u8>(), 0..512)) {
        prop_assert!(StatusList::verify(&bytes, &list()).is_err());
    }
}
