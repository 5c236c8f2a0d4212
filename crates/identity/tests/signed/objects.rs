//! Trust lists, receipts and packs.

use cds_identity::{
    IssuerKey, KeyUse, PackError, Receipt, ReceiptError, SignatureError, TrustError, TrustList, TrustedKey, sign_pack,
    verify_pack,
};
use proptest::prelude::*;

use crate::{DAY, NOW, claims, key, list, root};

fn receipt() -> Receipt {
    Receipt {
        command_hash: [3; 32],
        account: "a-1".into(),
        entity: "0199c0de-0000-7000-8000-000000000001".into(),
        code: Some("000.00.00.H14-261008-0001".into()),
        revision: u64::MAX,
        time: NOW * 1000 + 999,
    }
}

fn signature<E: From<SignatureError>>(error: SignatureError) -> E {
    error.into()
}

#[test]
fn a_trust_list_comes_back_under_its_root_alone() {
    let bytes = list().issue(&root());
    assert_eq!(TrustList::verify(&bytes, &root().public_key()), Ok(list()));
    let other = IssuerKey::from_seed(&[2; 32]).public_key();
    assert_eq!(TrustList::verify(&bytes, &other), Err(TrustError::OtherRoot));
    let empty = TrustList { keys: Vec::new(), ..list() };
    assert_eq!(TrustList::verify(&empty.issue(&root()), &root().public_key()), Ok(empty));
}

#[test]
fn a_key_of_the_list_cannot_issue_a_list() {
    let key = key(KeyUse::Credential);
    assert_eq!(TrustList::verify(&list().issue(&key), &root().public_key()), Err(TrustError::OtherRoot));
}

#[test]
fn a_receipt_comes_back_with_or_without_a_code() {
    for code in [None, Some(String::new()), receipt().code] {
        let receipt = Receipt { code, ..receipt() };
        let bytes = receipt.issue(&key(KeyUse::Receipt));
        assert_eq!(Receipt::verify(&bytes, &list()), Ok(receipt.clone()));
        assert_eq!(Receipt::verify_with_key(&bytes, &key(KeyUse::Receipt).public_key()), Ok(receipt));
    }
}

#[test]
fn a_receipt_by_a_key_for_something_else_or_nobodys_is_refused() {
    for key_use in KeyUse::ALL.into_iter().filter(|key_use| *key_use != KeyUse::Receipt) {
        let refused = Receipt::verify(&receipt().issue(&key(key_use)), &list());
        assert_eq!(refused, Err(signature(SignatureError::KeyUseWrong)));
    }
    let bytes = receipt().issue(&IssuerKey::from_seed(&[99; 32]));
    assert_eq!(Receipt::verify(&bytes, &list()), Err(signature(SignatureError::UnknownKey)));
    let refused = Receipt::verify_with_key(&bytes, &key(KeyUse::Receipt).public_key());
    assert_eq!(refused, Err(signature(SignatureError::SignatureWrong)));
}

#[test]
fn a_receipt_counts_in_its_keys_time_both_ends_included() {
    let (first, last) = ((NOW - 100 * DAY) * 1000, (NOW + 100 * DAY) * 1000 + 999);
    for (time, counts) in [(first - 1, false), (first, true), (last, true), (last + 1, false), (i64::MIN, false)] {
        let receipt = Receipt { time, ..receipt() };
        let bytes = receipt.issue(&key(KeyUse::Receipt));
        let expected = if counts { Ok(receipt.clone()) } else { Err(ReceiptError::OutsideKeyPeriod) };
        assert_eq!(Receipt::verify(&bytes, &list()), expected);
        assert_eq!(Receipt::verify_with_key(&bytes, &key(KeyUse::Receipt).public_key()), Ok(receipt));
    }
}

#[test]
fn a_key_listed_for_two_uses_or_two_times_serves_each() {
    let public_key = key(KeyUse::Receipt).public_key();
    let mut list = list();
    list.keys = [(KeyUse::Pack, 0, NOW), (KeyUse::Receipt, 0, 1), (KeyUse::Receipt, NOW, NOW)]
        .map(|(key_use, not_before, not_after)| TrustedKey { key_use, public_key, not_before, not_after })
        .into();
    assert_eq!(Receipt::verify(&receipt().issue(&key(KeyUse::Receipt)), &list), Ok(receipt()));
}

#[test]
fn a_pack_is_taken_for_its_digest_and_version_alone() {
    let bytes = sign_pack(&[5; 32], 12, None, &key(KeyUse::Pack));
    assert_eq!(verify_pack(&bytes, &[5; 32], 12, &list()), Ok(None));
    let with_content = sign_pack(&[5; 32], 12, Some(&[7; 32]), &key(KeyUse::Pack));
    assert_eq!(verify_pack(&with_content, &[5; 32], 12, &list()), Ok(Some([7; 32])));
    assert_eq!(verify_pack(&bytes, &[6; 32], 12, &list()), Err(PackError::OtherPack));
    assert_eq!(verify_pack(&bytes, &[5; 32], 11, &list()), Err(PackError::OtherPack));
    let by_another = sign_pack(&[5; 32], 12, None, &key(KeyUse::Receipt));
    assert_eq!(verify_pack(&by_another, &[5; 32], 12, &list()), Err(signature(SignatureError::KeyUseWrong)));
}

/// One key for every use, so that only the context tells the kinds apart.
#[test]
fn what_was_signed_as_one_kind_is_no_other() {
    let list = TrustList { keys: list().keys.iter().map(|key| of_root(*key)).collect(), ..list() };
    let all =
        [list.issue(&root()), receipt().issue(&root()), sign_pack(&[5; 32], 1, None, &root()), claims().issue(&root())];
    for (kind, bytes) in all.iter().enumerate() {
        let wrong = SignatureError::SignatureWrong;
        if kind != 0 {
            assert_eq!(TrustList::verify(bytes, &root().public_key()), Err(wrong.into()));
        }
        if kind != 1 {
            assert_eq!(Receipt::verify(bytes, &list), Err(wrong.into()));
        }
        if kind != 2 {
            assert_eq!(verify_pack(bytes, &[5; 32], 1, &list), Err(wrong.into()));
        }
    }
}

fn of_root(key: TrustedKey) -> TrustedKey {
    TrustedKey { public_key: root().public_key(), ..key }
}

/// Whether any reader takes `bytes`.
fn is_taken(bytes: &[u8]) -> bool {
    TrustList::verify(bytes, &root().public_key()).is_ok()
        || Receipt::verify(bytes, &list()).is_ok()
        || Receipt::verify_with_key(bytes, &key(KeyUse::Receipt).public_key()).is_ok()
        || verify_pack(bytes, &[5; 32], 1, &list()).is_ok()
}

#[test]
fn every_changed_bit_is_noticed() {
    let pack = sign_pack(&[5; 32], 1, None, &key(KeyUse::Pack));
    for genuine in [list().issue(&root()), receipt().issue(&key(KeyUse::Receipt)), pack] {
        assert!(is_taken(&genuine));
        for bit in 0..genuine.len() * 8 {
            let mut changed = genuine.clone();
            changed[bit / 8] ^= 1 << (bit % 8);
            assert!(!is_taken(&changed), "bit {bit}");
        }
        for end in 0..genuine.len() {
            assert!(!is_taken(&genuine[..end]), "cut off at {end}");
        }
        assert!(!is_taken(&[genuine.as_slice(), &[0]].concat()));
    }
}

#[test]
fn an_object_too_large_is_refused_unread() {
    let key_of_the_list = list().keys[0];
    let huge = TrustList { keys: vec![key_of_the_list; 400], ..list() };
    let refused = TrustList::verify(&huge.issue(&root()), &root().public_key());
    assert_eq!(refused, Err(signature(SignatureError::Malformed)));
}

proptest! {
    #[test]
    fn no_bytes_are_taken(bytes in proptest::collection::vec(any::<u8>(), 0..512)) {
        prop_assert!(!is_taken(&bytes));
    }

    #[test]
    fn any_list_comes_back(
        issuer: String, name: String, serial: u64, issued_at: i64,
        keys in proptest::collection::vec((0usize..5, any::<[u8; 32]>(), any::<i64>(), any::<i64>()), 0..8),
    ) {
        let keys = keys.into_iter().map(|(number, public_key, not_before, not_after)| {
            TrustedKey { key_use: KeyUse::ALL[number], public_key, not_before, not_after }
        });
        let list = TrustList { issuer, name, serial, issued_at, keys: keys.collect() };
        prop_assert_eq!(TrustList::verify(&list.issue(&root()), &root().public_key()), Ok(list));
    }

    #[test]
    fn any_receipt_comes_back(
        command_hash: [u8; 32], account: String, entity: String, code: Option<String>, revision: u64, time: i64,
    ) {
        let receipt = Receipt { command_hash, account, entity, code, revision, time };
        let read = Receipt::verify_with_key(&receipt.issue(&root()), &root().public_key());
        prop_assert_eq!(read, Ok(receipt));
    }
}
