//! Signed objects: receipts, trust lists, packs, and identity codes as they are scanned.
//!
//! Only what was signed verifies: of all texts and bytes, these few are taken, and not one that differs from them.

#![no_main]

use std::sync::LazyLock;

use cds_identity::{
    Checker, Claims, IssuerKey, KeyUse, Receipt, Sex, TrustList, TrustedKey, Verdict, paper_code, sign_pack, verify,
    verify_pack,
};
use libfuzzer_sys::fuzz_target;

const NOW_S: i64 = 1_792_458_000;

struct Genuine {
    root: [u8; 32],
    list: TrustList,
    objects: Vec<Vec<u8>>,
    code: String,
}

static GENUINE: LazyLock<Genuine> = LazyLock::new(|| {
    let (root, key) = (IssuerKey::from_seed(&[1; 32]), IssuerKey::from_seed(&[2; 32]));
    let trusted = |key_use| TrustedKey {
        key_use,
        public_key: key.public_key(),
        not_before: NOW_S - 1000,
        not_after: NOW_S + 1000,
    };
    let keys = [KeyUse::Receipt, KeyUse::Pack, KeyUse::Credential].map(trusted).to_vec();
    let (issuer, name) = ("VN-04".to_owned(), "Tỉnh Cao Bằng".to_owned());
    let list = TrustList { issuer: issuer.clone(), name, serial: 1, issued_at: NOW_S, keys };
    let receipt = Receipt {
        command_hash: [3; 32],
        account: "0b5a7c1e-6f0d-4c55-9a3e-0d6f5a1b2c3d".to_owned(),
        entity: "0199ffcc-1d2b-7c3d-9e4f-5a6b7c8d9e0f".to_owned(),
        code: Some("H14.40.02-261020-0001".to_owned()),
        revision: 5,
        time: NOW_S * 1000,
    };
    let claims = Claims {
        issuer,
        subject: receipt.account.clone(),
        issued_at: NOW_S,
        expires_at: NOW_S + 1000,
        name: "Lý A Thí".to_owned(),
        birth_date: "1990-02-14".to_owned(),
        sex: Sex::Male,
        last4: "0001".to_owned(),
        commune: "01576".to_owned(),
        status_index: 1,
        device_key: None,
    };
    let objects = vec![list.issue(&root), receipt.issue(&key), sign_pack(&[4; 32], 1, None, &key)];
    Genuine { root: root.public_key(), list, objects, code: paper_code(&claims.issue(&key)) }
});

fuzz_target!(|data: &[u8]| {
    check(data);
    // And what is one of them but for some bytes: where, and which.
    let Some((which, edits)) = data.split_first() else { return };
    let Genuine { objects, code, .. } = &*GENUINE;
    let mut near = match objects.get(usize::from(*which)) {
        Some(object) => object.clone(),
        None => code.clone().into_bytes(),
    };
    for edit in edits.chunks_exact(3) {
        let at = usize::from(u16::from_be_bytes([edit[0], edit[1]]));
        match near.get_mut(at) {
            Some(byte) => *byte = edit[2],
            None if at % 2 == 0 => near.push(edit[2]),
            None => drop(near.pop()),
        }
    }
    check(&near);
});

fn check(data: &[u8]) {
    let Genuine { root, list, objects, code } = &*GENUINE;
    let is = |object: usize| objects[object] == data;
    assert_eq!(TrustList::verify(data, root).is_ok(), is(0), "a trust list");
    assert_eq!(Receipt::verify(data, list).is_ok(), is(1), "a receipt");
    assert_eq!(verify_pack(data, &[4; 32], 1, list).is_ok(), is(2), "a pack");
    if let Ok(text) = std::str::from_utf8(data) {
        let checker = Checker { trust: std::slice::from_ref(list), ..Checker::default() };
        let genuine = matches!(verify(text, &checker, NOW_S), Verdict::Paper(_));
        assert_eq!(genuine, text.trim_end_matches(['\r', '\n']) == code, "an identity code");
    }
}
