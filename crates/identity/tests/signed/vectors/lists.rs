//! Keys, trust lists and status lists.

use cds_identity::{
    IssuerKey, KeyUse, SignatureError, StatusError, StatusList, TrustError, TrustList, TrustedKey, paper_code,
};

use super::file::{Key, Listed, StatusContent, Trust, TrustContent, hex, use_name};
use crate::by_hand::{array, bytes, header, int, map, sign1, text};
use crate::{DAY, NOW, claims, key, list, root, status};

/// Signs credentials from next month on, and is on the newer list alone.
pub(super) fn next_key() -> IssuerKey {
    IssuerKey::from_seed(&[20; 32])
}

pub(super) fn other_root() -> IssuerKey {
    IssuerKey::from_seed(&[2; 32])
}

pub(super) fn keys() -> Vec<Key> {
    let named = |name: &str, seed: u8| {
        let public_key = hex(&IssuerKey::from_seed(&[seed; 32]).public_key());
        Key { name: name.to_owned(), seed: hex(&[seed; 32]), public_key }
    };
    let mut keys = vec![named("root", 1), named("another root", 2)];
    keys.extend(KeyUse::ALL.into_iter().zip(10..).map(|(key_use, seed)| named(use_name(key_use), seed)));
    keys.extend([named("next credential key", 20), named("device", 9), named("another device", 8)]);
    keys
}

/// The list with another credential key beside the one in use.
pub(super) fn rotated() -> TrustList {
    let next = TrustedKey {
        key_use: KeyUse::Credential,
        public_key: next_key().public_key(),
        not_before: NOW - DAY,
        not_after: NOW + 400 * DAY,
    };
    TrustList { serial: 8, issued_at: NOW - DAY, keys: [list().keys, vec![next]].concat(), ..list() }
}

/// Another province's, with the same credential key, so that only the issuer tells them apart.
pub(super) fn elsewhere() -> TrustList {
    TrustList { issuer: "vn-01".into(), name: "Thành phố Hà Nội".into(), ..list() }
}

pub(super) fn trust_lists() -> Vec<Trust> {
    let taken = |name: &str, list: TrustList, root: &IssuerKey| Trust {
        name: name.to_owned(),
        root: hex(&root.public_key()),
        list: hex(&list.issue(root)),
        answer: "taken".to_owned(),
        content: Some(TrustContent::from(&list)),
    };
    let refused = |name: &str, list: &[u8], reason: &str| Trust {
        name: name.to_owned(),
        root: hex(&root().public_key()),
        list: hex(list),
        answer: reason.to_owned(),
        content: None,
    };
    let good = list().issue(&root());
    let mut changed = good.clone();
    let place = changed.windows(5).position(|part| part == b"vn-04").expect("the issuer");
    changed[place + 4] = b'5';
    let unknown_use = array(&[int(6), bytes(&[4; 32]), int(0), int(1)]);
    let fields = |keys: Vec<u8>| {
        let head = [(int(1), text("vn-04")), (int(2), text("Tỉnh Cao Bằng")), (int(3), int(7)), (int(4), int(NOW))];
        map(&[head.to_vec(), vec![(int(5), keys)]].concat())
    };
    let by_root = header(-8, &root().kid(), None, &[]);
    let later = fields(array(&[unknown_use]));
    let with_unknown_use = Trust {
        content: Some(TrustContent::from(&TrustList { issued_at: NOW, keys: Vec::new(), ..list() })),
        ..refused(
            "a key for a use that is not known is passed over",
            &sign1("cds/trust/1", &by_root, &later, [1; 32]),
            "taken",
        )
    };
    let critical = header(-8, &root().kid(), Some(array(&[int(99)])), &[(int(99), int(1))]);
    vec![
        taken("current", list(), &root()),
        taken("rotated: a second credential key", rotated(), &root()),
        taken("another province", elsewhere(), &other_root()),
        taken("a year from now", TrustList { issued_at: NOW + 365 * DAY, ..list() }, &root()),
        taken("without keys", TrustList { keys: Vec::new(), ..list() }, &root()),
        with_unknown_use,
        refused("signed under another root", &list().issue(&other_root()), "other_root"),
        refused("the issuer changed", &changed, "signature_wrong"),
        refused("signed as a status list", &sign1("cds/status/1", &by_root, &later, [1; 32]), "signature_wrong"),
        refused(
            "another algorithm",
            &sign1("cds/trust/1", &header(-7, &root().kid(), None, &[]), &later, [1; 32]),
            "unknown_algorithm",
        ),
        refused(
            "a critical header that is not known",
            &sign1("cds/trust/1", &critical, &later, [1; 32]),
            "unknown_critical",
        ),
        refused("cut off", &good[..good.len() - 1], "malformed"),
        refused("something after the end", &[good.clone(), vec![0]].concat(), "malformed"),
        refused("a field is missing", &sign1("cds/trust/1", &by_root, &map(&[]), [1; 32]), "malformed"),
        refused("a paper code", paper_code(&claims().issue(&key(KeyUse::Credential))).as_bytes(), "malformed"),
    ]
}

pub(super) fn revoking() -> StatusList {
    StatusList { serial: 9, issued_at: NOW - 3600, revoked: [0, 1, 129, 123_456, u32::MAX].into(), ..status() }
}

pub(super) fn status_lists() -> Vec<Listed> {
    let taken = |name: &str, status: StatusList| Listed {
        name: name.to_owned(),
        trust: "current".to_owned(),
        list: hex(&status.issue(&key(KeyUse::Status))),
        answer: "taken".to_owned(),
        content: Some(StatusContent::from(&status)),
    };
    let refused = |name: &str, list: &[u8], reason: &str| Listed {
        name: name.to_owned(),
        trust: "current".to_owned(),
        list: hex(list),
        answer: reason.to_owned(),
        content: None,
    };
    let aged = |days: i64, seconds: i64| StatusList { issued_at: NOW - days * DAY - seconds, ..status() };
    let good = revoking().issue(&key(KeyUse::Status));
    let mut changed = good.clone();
    let place = changed.windows(5).position(|part| part == [0, 0, 127, 0xbe, 0xc3]).expect("the distances");
    changed[place + 2] = 126;
    let protected = header(-8, &key(KeyUse::Status).kid(), None, &[]);
    let long = map(&[(int(1), text("vn-04")), (int(2), int(8)), (int(3), int(NOW)), (int(4), bytes(&[5, 0x81, 0]))]);
    vec![
        taken("nobody", status()),
        taken("five", revoking()),
        taken("nobody any more", StatusList { serial: 10, ..status() }),
        taken("a week old", aged(7, 0)),
        taken("a week and a second old", aged(7, 1)),
        taken("100 days old", StatusList { issued_at: NOW - 100 * DAY, ..status() }),
        taken("an hour from now", aged(0, -3600)),
        refused(
            "another province's",
            &StatusList { issuer: "vn-01".into(), ..status() }.issue(&key(KeyUse::Status)),
            "other_issuer",
        ),
        refused("from before its key's time", &aged(100, 1).issue(&key(KeyUse::Status)), "outside_key_period"),
        refused("by the key for credentials", &status().issue(&key(KeyUse::Credential)), "key_use_wrong"),
        refused("by a key that the trust list does not name", &status().issue(&next_key()), "unknown_key"),
        refused("a withdrawal changed", &changed, "signature_wrong"),
        refused("signed as a credential", &sign1("cds/credential/1", &protected, &long, [11; 32]), "signature_wrong"),
        refused(
            "a distance not in its shortest form",
            &sign1("cds/status/1", &protected, &long, [11; 32]),
            "malformed",
        ),
        refused("cut off", &good[..good.len() - 1], "malformed"),
    ]
}

pub(super) fn trust_reason(error: TrustError) -> &'static str {
    match error {
        TrustError::OtherRoot => "other_root",
        TrustError::Signature(error) => signature_reason(error),
        other => panic!("{other} has no name in the vectors"),
    }
}

pub(super) fn status_reason(error: StatusError) -> &'static str {
    match error {
        StatusError::Signature(error) => signature_reason(error),
        StatusError::OtherIssuer => "other_issuer",
        StatusError::OutsideKeyPeriod => "outside_key_period",
        other => panic!("{other} has no name in the vectors"),
    }
}

fn signature_reason(error: SignatureError) -> &'static str {
    match error {
        SignatureError::Malformed => "malformed",
        SignatureError::UnknownAlgorithm => "unknown_algorithm",
        SignatureError::UnknownCritical => "unknown_critical",
        SignatureError::UnknownKey => "unknown_key",
        SignatureError::SignatureWrong => "signature_wrong",
        SignatureError::KeyUseWrong => "key_use_wrong",
        other => panic!("{other} has no name in the vectors"),
    }
}
