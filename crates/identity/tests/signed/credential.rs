//! Every answer to a paper code.

use cds_identity::{CannotTell, Checker, Claims, DeviceKey, Genuine, Invalid, KeyUse, Sex, Status, TrustList, Verdict};
use cds_identity::{paper_code, verify};
use proptest::prelude::*;

use crate::{DAY, NOW, claims, key, list};

fn text(claims: &Claims) -> String {
    paper_code(&claims.issue(&key(KeyUse::Credential)))
}

fn check(text: &str, lists: &[TrustList], expected: impl Into<Verdict>) {
    assert_eq!(verify(text, &by(lists), NOW), expected.into(), "{text}");
}

fn check_claims(change: impl FnOnce(&mut Claims), expected: impl Into<Verdict>) {
    let mut claims = claims();
    change(&mut claims);
    check(&text(&claims), &[list()], expected);
}

fn genuine(claims: Claims) -> Verdict {
    Verdict::Paper(Genuine { claims, list_issued_at: NOW - 3 * DAY, status: Status::Missing })
}

fn by(trust: &[TrustList]) -> Checker<'_> {
    Checker { trust, ..Checker::default() }
}

fn is_genuine(text: &str) -> bool {
    matches!(verify(text, &by(&[list()]), NOW), Verdict::Paper(_))
}

#[test]
fn a_genuine_paper_code_is_told_with_what_the_province_signed() {
    check(&text(&claims()), &[list()], genuine(claims()));
    check(&format!("{}\r\n", text(&claims())), &[list()], genuine(claims()));
}

#[test]
fn another_provinces_list_beside_the_right_one_does_no_harm() {
    let other = TrustList { issuer: "vn-01".into(), keys: Vec::new(), ..list() };
    check(&text(&claims()), &[other, list()], genuine(claims()));
}

#[test]
fn names_and_unusual_facts_come_back_as_they_were() {
    for name in ["Nguyễn Thị Ánh Tuyết", "H'Hen Niê", "Lý A Thí", "Y Bhăm Êban", "Đỗ", "Ha\u{300}", "", "名前 \"\\\0"]
    {
        let claims = Claims { name: name.into(), ..claims() };
        check(&text(&claims), &[list()], genuine(claims));
    }
    let unusual = Claims {
        subject: "a subject that is no UUID".into(),
        birth_date: "1945".into(),
        sex: Sex::Male,
        last4: "".into(),
        commune: "x".into(),
        status_index: u32::MAX,
        ..claims()
    };
    check(&text(&unusual), &[list()], genuine(unusual));
}

#[test]
fn another_text_is_not_a_code() {
    for other in
        ["", "CDS", "CDS1", "CDS:", "CDSx:AB", "cds1:BB8", "CDS-1:BB8", "https://example.org/", "004090000001|…"]
    {
        check(other, &[list()], CannotTell::NotACode);
    }
}

#[test]
fn a_kind_of_code_that_is_not_known_is_not_called_invalid() {
    let code = text(&claims());
    for version in ["CDS0", "CDS3", "CDS01", "CDS12"] {
        check(&code.replacen("CDS1", version, 1), &[list()], CannotTell::UnknownVersion);
    }
}

#[test]
fn a_code_cut_off_grown_or_too_long_is_damaged() {
    let code = text(&claims());
    let mut shorter = code.clone();
    while shorter.pop().is_some() && shorter.len() >= "CDS1:".len() {
        check(&shorter, &[list()], CannotTell::Damaged);
    }
    for tail in ["0", "00", " ", "a", "é", " \n"] {
        check(&format!("{code}{tail}"), &[list()], CannotTell::Damaged);
    }
    check(&format!("CDS1:{}", "0".repeat(1_000_000)), &[list()], CannotTell::Damaged);
}

#[test]
fn without_the_right_list_nothing_is_said() {
    let code = text(&claims());
    check(&code, &[], CannotTell::NoTrustList);
    let elsewhere = TrustList { issuer: "vn-01".into(), keys: Vec::new(), ..list() };
    check(&code, &[elsewhere], CannotTell::UnknownIssuer);
    let older = TrustList { keys: Vec::new(), ..list() };
    check(&code, &[older], CannotTell::UnknownKey);
}

#[test]
fn a_key_for_something_else_signs_no_credentials() {
    for key_use in KeyUse::ALL.into_iter().filter(|key_use| *key_use != KeyUse::Credential) {
        check(&paper_code(&claims().issue(&key(key_use))), &[list()], Invalid::KeyUseWrong);
    }
}

#[test]
fn a_province_signs_for_itself_only() {
    check_claims(|claims| claims.issuer = "vn-01".into(), Invalid::IssuerWrong);
}

#[test]
fn a_key_signs_in_its_time_only() {
    for (issued_at, counts) in [(-101, false), (-100, true), (0, true)] {
        let claims = Claims { issued_at: NOW + issued_at * DAY, ..claims() };
        let expected = if counts { genuine(claims.clone()) } else { Invalid::OutsideKeyPeriod.into() };
        check(&text(&claims), &[list()], expected);
    }
    check_claims(|claims| claims.issued_at = NOW + 101 * DAY, Invalid::OutsideKeyPeriod);
}

#[test]
fn what_was_signed_in_the_keys_time_counts_after_it() {
    let later = NOW + 200 * DAY;
    assert_eq!(verify(&text(&claims()), &by(&[list()]), later), genuine(claims()));
}

#[test]
fn a_code_counts_from_its_issue_until_it_expires() {
    check_claims(|claims| claims.expires_at = NOW, Invalid::Expired);
    check_claims(|claims| claims.issued_at = NOW + 301, CannotTell::NotYetValid);
    for claims in [Claims { expires_at: NOW + 1, ..claims() }, Claims { issued_at: NOW + 300, ..claims() }] {
        check(&text(&claims), &[list()], genuine(claims));
    }
    for now in [i64::MIN, i64::MAX] {
        assert!(!matches!(verify(&text(&claims()), &by(&[list()]), now), Verdict::Paper(_)));
    }
}

#[test]
fn a_devices_credential_is_no_paper_code() {
    let device = DeviceKey::from_seed(&[9; 32]).public_key().to_bytes();
    check_claims(|claims| claims.device_key = Some(device), Invalid::DeviceCredentialOnPaper);
}

#[test]
fn every_changed_bit_is_noticed() {
    let credential = claims().issue(&key(KeyUse::Credential));
    for bit in 0..credential.len() * 8 {
        let mut changed = credential.clone();
        changed[bit / 8] ^= 1 << (bit % 8);
        assert!(!is_genuine(&paper_code(&changed)), "bit {bit}");
    }
    for byte in credential.len() - 64..credential.len() {
        let mut changed = credential.clone();
        changed[byte] = !changed[byte];
        check(&paper_code(&changed), &[list()], Invalid::SignatureWrong);
    }
}

#[test]
fn every_changed_character_is_noticed() {
    let code = text(&claims());
    for place in 0..code.len() {
        for character in ['0', 'A', ' ', ':', 'a'] {
            let mut changed = code.clone();
            changed.replace_range(place..=place, &character.to_string());
            let same = changed == code;
            assert_eq!(is_genuine(&changed), same, "{place}: {character}");
        }
    }
}

#[test]
fn nothing_personal_is_in_the_debug_form() {
    let shown = format!("{:?}", verify(&text(&claims()), &by(&[list()]), NOW));
    let rest = format!("list_issued_at: {}, status: Missing", NOW - 3 * DAY);
    assert_eq!(shown, format!("Paper(Genuine {{ claims: Claims(…), {rest} }})"));
}

#[test]
fn every_reason_has_a_name_of_its_own() {
    let mut codes: Vec<_> = CannotTell::ALL.map(CannotTell::code).into();
    codes.extend(Invalid::ALL.map(Invalid::code));
    codes.sort_unstable();
    codes.dedup();
    assert_eq!(codes.len(), CannotTell::ALL.len() + Invalid::ALL.len());
    assert!(codes.iter().all(|code| code.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'_')));
}

proptest! {
    #[test]
    fn any_claims_come_back(
        name: String, subject: String, birth_date: String, last4 in "[0-9]{0,5}", commune in "[0-9]{4,6}",
        status_index: u32, issued_at in NOW - 100 * DAY..NOW, expires_at in NOW + 1..i64::MAX,
    ) {
        let claims =
            Claims { name, subject, birth_date, last4, commune, status_index, issued_at, expires_at, ..claims() };
        let verdict = verify(&text(&claims), &by(&[list()]), NOW);
        prop_assert!(verdict == genuine(claims));
    }

    #[test]
    fn no_text_is_taken_for_genuine(rest: String) {
        for prefix in ["", "CDS", "CDS1:", "CDS2:"] {
            prop_assert!(!is_genuine(&[prefix, &rest].concat()));
        }
    }

    #[test]
    fn no_bytes_are_taken_for_genuine(bytes: Vec<u8>) {
        prop_assert!(!is_genuine(&paper_code(&bytes)));
    }
}
