//! Credentials put together byte by byte, as another program would: the format is the one described, and what a later
//! version of the province might sign is not called invalid.

use cds_identity::{
    CannotTell, Checker, Genuine, Invalid, IssuerKey, KeyUse, Receipt, SignatureError, Status, TrustError, TrustList,
    Verdict,
};
use cds_identity::{paper_code, verify};
use ed25519_dalek::{Signer, SigningKey};
use minicbor::Encoder;

use crate::{DAY, NOW, claims, key, list, root};

/// The seed of `key(KeyUse::Credential)`.
pub(crate) const SEED: [u8; 32] = [10; 32];

fn cbor(write: impl FnOnce(&mut Encoder<&mut Vec<u8>>)) -> Vec<u8> {
    let mut bytes = Vec::new();
    write(&mut Encoder::new(&mut bytes));
    bytes
}

/// A map whose keys and values are given as CBOR, in this order.
pub(crate) fn map(entries: &[(Vec<u8>, Vec<u8>)]) -> Vec<u8> {
    let mut bytes = cbor(|out| drop(out.map(entries.len() as u64)));
    entries.iter().for_each(|(key, value)| bytes.extend([key.as_slice(), value].concat()));
    bytes
}

pub(crate) fn int(number: i64) -> Vec<u8> {
    cbor(|out| drop(out.i64(number)))
}

pub(crate) fn bytes(bytes: &[u8]) -> Vec<u8> {
    cbor(|out| drop(out.bytes(bytes)))
}

pub(crate) fn text(text: &str) -> Vec<u8> {
    cbor(|out| drop(out.str(text)))
}

pub(crate) fn array(items: &[Vec<u8>]) -> Vec<u8> {
    [cbor(|out| drop(out.array(items.len() as u64))), items.concat()].concat()
}

/// The protected header: algorithm and key id, and what else is given.
pub(crate) fn header(algorithm: i64, kid: &[u8], critical: Option<Vec<u8>>, more: &[(Vec<u8>, Vec<u8>)]) -> Vec<u8> {
    let mut entries = vec![(int(1), int(algorithm))];
    entries.extend(critical.map(|labels| (int(2), labels)));
    entries.push((int(4), bytes(kid)));
    entries.extend_from_slice(more);
    map(&entries)
}

/// COSE_Sign1 with an empty unprotected header.
pub(crate) fn sign1(label: &str, protected: &[u8], payload: &[u8], seed: [u8; 32]) -> Vec<u8> {
    let structure = array(&[text("Signature1"), bytes(protected), bytes(label.as_bytes()), bytes(payload)]);
    let signature = SigningKey::from_bytes(&seed).sign(&structure).to_bytes();
    array(&[bytes(protected), map(&[]), bytes(payload), bytes(&signature)])
}

/// Name, birth date, sex, last four digits, commune, status index, as in [`claims`].
pub(crate) fn citizen(sex: i64) -> Vec<Vec<u8>> {
    vec![text("Nông Thị Hà"), int(7444), int(sex), int(42), int(1273), int(123_456)]
}

/// The payload of [`claims`], with these facts of the citizen and what else is given.
pub(crate) fn payload(citizen: &[Vec<u8>], more: &[(Vec<u8>, Vec<u8>)]) -> Vec<u8> {
    let subject = [0x3f, 0x8b, 0x1c, 0x52, 0x6a, 0x0e, 0x4d, 0x7b, 0x9c, 0x41, 0x0d, 0x2e, 0x5f, 0x6a, 0x7b, 0x8c];
    let mut entries = vec![
        (int(1), text("vn-04")),
        (int(2), bytes(&subject)),
        (int(4), int(NOW + 390 * DAY)),
        (int(6), int(NOW - 10 * DAY)),
    ];
    entries.extend_from_slice(more);
    entries.push((int(-65_537), array(citizen)));
    map(&entries)
}

pub(crate) fn usual_header() -> Vec<u8> {
    header(-8, &key(KeyUse::Credential).kid(), None, &[])
}

fn check(credential: &[u8], expected: impl Into<Verdict>) {
    assert_eq!(
        verify(&paper_code(credential), &Checker { trust: &[list()], ..Checker::default() }, NOW),
        expected.into()
    );
}

fn check_signed(protected: &[u8], payload: &[u8], expected: impl Into<Verdict>) {
    check(&sign1("cds/credential/1", protected, payload, SEED), expected);
}

fn genuine() -> Verdict {
    Verdict::Paper(Genuine { claims: claims(), list_issued_at: NOW - 3 * DAY, status: Status::Missing })
}

#[test]
fn a_credential_made_by_hand_is_the_one_that_is_issued() {
    let by_hand = sign1("cds/credential/1", &usual_header(), &payload(&citizen(2), &[]), SEED);
    assert_eq!(by_hand, claims().issue(&key(KeyUse::Credential)));
    check(&by_hand, genuine());
}

#[test]
fn claims_and_headers_that_are_not_known_are_passed_over() {
    let claim = [(int(7), bytes(b"another")), (int(900), array(&[map(&[(text("a"), int(-1))])]))];
    check_signed(&usual_header(), &payload(&citizen(2), &claim), genuine());
    let kid = key(KeyUse::Credential).kid();
    check_signed(&header(-8, &kid, None, &[(int(99), int(1))]), &payload(&citizen(2), &[]), genuine());
    let known = header(-8, &kid, Some(array(&[int(1), int(4)])), &[]);
    check_signed(&known, &payload(&citizen(2), &[]), genuine());
}

#[test]
fn what_must_be_understood_and_is_not_stops_the_check() {
    let kid = key(KeyUse::Credential).kid();
    for label in [int(99), text("new")] {
        let protected = header(-8, &kid, Some(array(&[int(4), label.clone()])), &[(label, int(1))]);
        check_signed(&protected, &payload(&citizen(2), &[]), CannotTell::UnknownCritical);
    }
    for critical in [array(&[]), int(99), map(&[])] {
        let protected = header(-8, &kid, Some(critical), &[]);
        check_signed(&protected, &payload(&citizen(2), &[]), CannotTell::Damaged);
    }
}

#[test]
fn what_a_later_version_signs_is_not_called_invalid() {
    let kid = key(KeyUse::Credential).kid();
    check_signed(&header(-7, &kid, None, &[]), &payload(&citizen(2), &[]), CannotTell::UnknownVersion);
    let longer = [citizen(2), vec![int(1)]].concat();
    let shorter = citizen(2)[..5].to_vec();
    let too_many_digits = [&citizen(2)[..3], &[int(10_000)], &citizen(2)[4..]].concat();
    for facts in [citizen(3), longer, shorter, too_many_digits] {
        check_signed(&usual_header(), &payload(&facts, &[]), CannotTell::UnknownVersion);
    }
    check_signed(&usual_header(), &map(&[]), CannotTell::UnknownVersion);
    let short_device_key = [(int(8), bytes(&[1; 31]))];
    check_signed(&usual_header(), &payload(&citizen(2), &short_device_key), CannotTell::UnknownVersion);
}

#[test]
fn a_signature_by_another_key_or_for_another_purpose_is_wrong() {
    let (protected, payload) = (usual_header(), payload(&citizen(2), &[]));
    check(&sign1("cds/credential/1", &protected, &payload, [77; 32]), Invalid::SignatureWrong);
    for label in ["", "cds/credential/2", "cds/receipt/1", "cds/pack/1"] {
        check(&sign1(label, &protected, &payload, SEED), Invalid::SignatureWrong);
    }
}

#[test]
fn an_envelope_of_another_form_is_damaged() {
    let (protected, payload) = (usual_header(), payload(&citizen(2), &[]));
    let good = sign1("cds/credential/1", &protected, &payload, SEED);
    let signature = bytes(&good[good.len() - 64..]);
    let (header, content) = (bytes(&protected), bytes(&payload));
    let indefinite = [vec![0x9f], header.clone(), map(&[]), content.clone(), signature.clone(), vec![0xff]].concat();
    for other in [
        array(&[header.clone(), map(&[]), content.clone()]),
        array(&[header.clone(), map(&[(int(4), int(1))]), content.clone(), signature.clone()]),
        array(&[header.clone(), map(&[]), content.clone(), bytes(&[0; 63])]),
        array(&[header.clone(), map(&[]), bytes(&[0x18, 0x01]), signature.clone()]),
        array(&[bytes(&[]), map(&[]), content, signature]),
        [vec![0xd2], good.clone()].concat(),
        [good, vec![0]].concat(),
        indefinite,
        int(1),
    ] {
        check(&other, CannotTell::Damaged);
    }
    check_signed(&map(&[(int(1), int(-8))]), &payload, CannotTell::Damaged);
}

#[test]
fn a_key_without_its_full_name_is_not_guessed() {
    let kid = key(KeyUse::Credential).kid();
    for kid in [&kid[..7], &[], &[&kid[..], &[0]].concat()] {
        check_signed(&header(-8, kid, None, &[]), &payload(&citizen(2), &[]), CannotTell::UnknownKey);
    }
    check_signed(&header(-8, &[], None, &[]), &map(&[]), CannotTell::UnknownIssuer);
}

/// Under the curve's neutral point, lax implementations take this signature for good over anything.
#[test]
fn a_weak_key_on_the_list_signs_nothing() {
    let mut weak = [0; 32];
    weak[0] = 1;
    let mut list = list();
    list.keys[0].public_key = weak;
    let kid = &sha256(&weak)[..8];
    let identity_and_zero = [weak, [0; 32]].concat();
    let protected = bytes(&header(-8, kid, None, &[]));
    let forged = array(&[protected, map(&[]), bytes(&payload(&citizen(2), &[])), bytes(&identity_and_zero)]);
    assert_eq!(
        verify(&paper_code(&forged), &Checker { trust: &[list], ..Checker::default() }, NOW),
        Invalid::SignatureWrong.into()
    );
}

fn sha256(bytes: &[u8]) -> [u8; 32] {
    use sha2::Digest;
    sha2::Sha256::digest(bytes).into()
}

#[test]
fn a_key_for_a_use_of_a_later_version_is_left_out_of_the_list() {
    let entry = |key_use: i64| array(&[int(key_use), bytes(&[4; 32]), int(0), int(1)]);
    let payload = map(&[
        (int(1), text("vn-04")),
        (int(2), text("Tỉnh Cao Bằng")),
        (int(3), int(1)),
        (int(4), int(NOW)),
        (int(5), array(&[entry(6), entry(3)])),
    ]);
    let signed = sign1("cds/trust/1", &header(-8, &root().kid(), None, &[]), &payload, [1; 32]);
    let read = TrustList::verify(&signed, &root().public_key()).expect("a list");
    assert_eq!(read.keys.iter().map(|key| key.key_use).collect::<Vec<_>>(), [KeyUse::Receipt]);
}

#[test]
fn what_the_right_key_signed_must_still_have_the_right_form() {
    let signed = sign1("cds/trust/1", &header(-8, &root().kid(), None, &[]), &map(&[]), [1; 32]);
    let malformed = SignatureError::Malformed;
    assert_eq!(TrustList::verify(&signed, &root().public_key()), Err(TrustError::Signature(malformed)));
    let key = IssuerKey::from_seed(&[12; 32]);
    let signed = sign1("cds/receipt/1", &header(-8, &key.kid(), None, &[]), &map(&[(int(1), int(1))]), [12; 32]);
    assert_eq!(Receipt::verify(&signed, &list()), Err(malformed.into()));
    assert_eq!(Receipt::verify_with_key(&signed, &key.public_key()), Err(malformed.into()));
}
