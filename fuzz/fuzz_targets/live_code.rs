//! Live codes and status lists: what nobody signed is not taken, and what a key of the province did sign, however odd, is
//! read without harm.
//!
//! A picture never becomes live by a second scan, whatever the clocks say.

#![no_main]

use std::slice;
use std::sync::LazyLock;

use cds_identity::{
    Checker, Claims, DeviceKey, FirstScan, IssuerKey, KeyUse, Sex, StatusList, TrustList, TrustedKey, Verdict,
    live_code, paper_code, verify,
};
use ed25519_dalek::{Signer, SigningKey};
use libfuzzer_sys::fuzz_target;

const NOW_S: i64 = 1_792_458_000;
const SEED: [u8; 32] = [2; 32];

struct Genuine {
    list: TrustList,
    code: String,
    device_key: [u8; 32],
    status: Vec<u8>,
}

static GENUINE: LazyLock<Genuine> = LazyLock::new(|| {
    let (key, device) = (IssuerKey::from_seed(&SEED), DeviceKey::from_seed(&[3; 32]));
    let (not_before, not_after) = (i64::MIN, i64::MAX);
    let trusted = |key_use| TrustedKey { key_use, public_key: key.public_key(), not_before, not_after };
    let keys = [KeyUse::Credential, KeyUse::Status].map(trusted).to_vec();
    let (issuer, name) = ("VN-04".to_owned(), "Tỉnh Cao Bằng".to_owned());
    let list = TrustList { issuer: issuer.clone(), name, serial: 1, issued_at: i64::MIN, keys };
    let device_key = device.public_key().to_bytes();
    let claims = Claims {
        issuer: issuer.clone(),
        subject: "0b5a7c1e-6f0d-4c55-9a3e-0d6f5a1b2c3d".to_owned(),
        issued_at: i64::MIN,
        expires_at: i64::MAX,
        name: "Lý A Thí".to_owned(),
        birth_date: "1990-02-14".to_owned(),
        sex: Sex::Male,
        last4: "0001".to_owned(),
        commune: "01576".to_owned(),
        status_index: 1,
        device_key: Some(device_key),
    };
    let code = live_code(&claims.issue(&key), NOW_S, &device).expect("the device's own");
    let status = StatusList { issuer, serial: 1, issued_at: NOW_S, revoked: [2, 300, 70_000].into() };
    Genuine { list, code, device_key, status: status.issue(&key) }
});

fuzz_target!(|data: &[u8]| {
    let Genuine { code, status, .. } = &*GENUINE;
    unsigned(data);
    signed(data);
    scanned_twice(data);
    // And what is genuine but for some bytes: where, and which.
    let Some((which, edits)) = data.split_first() else { return };
    let mut near = if which % 2 == 0 { code.clone().into_bytes() } else { status.clone() };
    for edit in edits.chunks_exact(3) {
        let at = usize::from(u16::from_be_bytes([edit[0], edit[1]]));
        match near.get_mut(at) {
            Some(byte) => *byte = edit[2],
            None if at % 2 == 0 => near.push(edit[2]),
            None => drop(near.pop()),
        }
    }
    unsigned(&near);
});

/// Nobody signed this, unless it is one of the two.
fn unsigned(data: &[u8]) {
    let Genuine { list, code, status, .. } = &*GENUINE;
    assert_eq!(StatusList::verify(data, list).is_ok(), data == status, "a status list");
    if let Ok(text) = std::str::from_utf8(data) {
        let live = matches!(judge(text, None, NOW_S), Verdict::Live { .. });
        assert_eq!(live, text.trim_end_matches(['\r', '\n']) == code, "a live code");
    }
    let as_live = judge(&paper_code(data).replacen("CDS1", "CDS2", 1), None, NOW_S);
    assert!(as_live.genuine().is_none(), "bytes that nobody signed");
}

/// The province signed this: as a credential, and as the distances of a status list.
fn signed(data: &[u8]) {
    let list = &GENUINE.list;
    let _ = judge(&paper_code(&sign1("cds/credential/1", data)), None, NOW_S);
    let head = [&[0xa4, 1, 0x65][..], b"VN-04", &[2, 1, 3, 0, 4]].concat();
    let object = sign1("cds/status/1", &[head, byte_string(data)].concat());
    if let Ok(status) = StatusList::verify(&object, list) {
        assert_eq!(status.issue(&IssuerKey::from_seed(&SEED)), object, "a status list has one form");
    }
}

fn scanned_twice(data: &[u8]) {
    let Genuine { code, device_key, .. } = &*GENUINE;
    let Some((times, _)) = data.split_first_chunk::<24>() else { return };
    let [stamp_s, scanned_at_s, now_s] =
        [0, 8, 16].map(|at| i64::from_be_bytes(times[at..at + 8].try_into().expect("eight bytes")));
    for stamp_s in [stamp_s, NOW_S] {
        let first = FirstScan { device_key: *device_key, stamp_s, scanned_at_s };
        let live = matches!(judge(code, Some(&first), now_s), Verdict::Live { .. });
        let near = now_s.abs_diff(NOW_S) <= 60;
        assert!(!live || near || stamp_s < NOW_S, "a picture");
        assert!(live || !near, "a stamp of this minute");
    }
}

fn judge(text: &str, first: Option<&FirstScan>, now_s: i64) -> Verdict {
    verify(text, &Checker { trust: slice::from_ref(&GENUINE.list), status: &[], first }, now_s)
}

fn byte_string(bytes: &[u8]) -> Vec<u8> {
    let length = bytes.len();
    let head = match length {
        ..24 => vec![0x40 | length as u8],
        24..0x100 => vec![0x58, length as u8],
        0x100..0x1_0000 => [&[0x59][..], &(length as u16).to_be_bytes()].concat(),
        _ => [&[0x5a][..], &(length as u32).to_be_bytes()].concat(),
    };
    [&head, bytes].concat()
}

fn sign1(label: &str, payload: &[u8]) -> Vec<u8> {
    let protected = byte_string(&[&[0xa2, 1, 0x27, 4, 0x48][..], &IssuerKey::from_seed(&SEED).kid()].concat());
    let payload = byte_string(payload);
    let external = byte_string(label.as_bytes());
    let structure = [&[0x84, 0x6a][..], b"Signature1", &protected, &external, &payload].concat();
    let signature = byte_string(&SigningKey::from_bytes(&SEED).sign(&structure).to_bytes());
    [&[0x84][..], &protected, &[0xa0], &payload, &signature].concat()
}
