//! Every answer to a live code.

use cds_identity::{
    CannotTell, Checker, Claims, DeviceKey, FirstScan, Genuine, Invalid, KeyUse, Status, StatusList, TrustList,
    Verdict, live_code, paper_code, verify,
};
use proptest::prelude::*;

use crate::{DAY, NOW, claims, key, list, status};

pub(crate) fn device() -> DeviceKey {
    DeviceKey::from_seed(&[9; 32])
}

pub(crate) fn device_claims() -> Claims {
    Claims { device_key: Some(device().public_key().to_bytes()), ..claims() }
}

fn credential() -> Vec<u8> {
    device_claims().issue(&key(KeyUse::Credential))
}

/// What the device shows at this time by its clock.
fn shown(stamp: i64) -> String {
    live_code(&credential(), stamp, &device()).expect("the device's own credential")
}

fn scan(text: &str, first: Option<&FirstScan>, now: i64) -> Verdict {
    verify(text, &Checker { trust: &[list()], status: &[status()], first }, now)
}

fn live(status: Status, clock_off_s: Option<i64>) -> Verdict {
    let genuine = Genuine { claims: device_claims(), list_issued_at: NOW - 3 * DAY, status };
    Verdict::Live { genuine, clock_off_s }
}

fn check(text: &str, trust: &[TrustList], status: &[StatusList], expected: impl Into<Verdict>) {
    assert_eq!(verify(text, &Checker { trust, status, first: None }, NOW), expected.into(), "{text}");
}

/// Checks what a second scan says. The first, at `NOW`, was of a code stamped `off` seconds ahead.
fn check_second(off: i64, stamp: i64, now: i64, expected: impl Into<Verdict>) {
    let Verdict::ScanAgain { first, wait_s } = scan(&shown(NOW + off), None, NOW) else { panic!("{off} is near") };
    assert_eq!(wait_s, 20);
    assert_eq!(scan(&shown(stamp), Some(&first), now), expected.into(), "off by {off}, then {stamp} at {now}");
}

fn again(stamp_s: i64, scanned_at_s: i64, wait_s: u32) -> Verdict {
    let device_key = device().public_key().to_bytes();
    Verdict::ScanAgain { first: FirstScan { device_key, stamp_s, scanned_at_s }, wait_s }
}

#[test]
fn a_code_stamped_within_a_minute_of_the_checkers_clock_is_live() {
    for off in [-60, -1, 0, 20, 60] {
        assert_eq!(scan(&shown(NOW + off), None, NOW), live(Status::Current, None), "{off}");
    }
    for stamp in [NOW - 61, NOW + 61, NOW - DAY, NOW + 400 * DAY, i64::MIN, i64::MAX] {
        assert_eq!(scan(&shown(stamp), None, NOW), again(stamp, NOW, 20), "{stamp}");
    }
}

#[test]
fn a_stamp_that_stands_still_is_a_picture() {
    check_second(-180, NOW - 180, NOW + 25, Invalid::Picture);
    check_second(-180, NOW - 180, NOW + 600, Invalid::Picture);
    check_second(-400 * DAY, NOW - 400 * DAY, NOW + 25, Invalid::Picture);
    check_second(3 * DAY, NOW + 3 * DAY, NOW + 25, Invalid::Picture);
}

#[test]
fn a_stamp_that_may_still_be_on_the_screen_is_asked_for_again() {
    for (passed, wait_s) in [(0, 20), (1, 19), (19, 1), (20, 5), (24, 1)] {
        check_second(-180, NOW - 180, NOW + passed, again(NOW - 180, NOW, wait_s));
    }
}

#[test]
fn a_stamp_that_moved_as_the_checkers_clock_did_is_live_with_the_holders_clock_off() {
    for minutes in [-10, 2, 23 * 60] {
        let off = minutes * 60;
        for (advanced, passed) in [(20, 20), (20, 1), (20, 45), (40, 20), (600, 590)] {
            let expected = live(Status::Current, Some(off + advanced - passed));
            check_second(off, NOW + off + advanced, NOW + passed, expected);
        }
    }
}

#[test]
fn a_stamp_that_moved_otherwise_begins_anew() {
    for (advanced, passed) in [(20, 46), (46, 20), (-20, 20), (300, 20), (20, -1), (601, 601)] {
        let (stamp, now) = (NOW - 600 + advanced, NOW + passed);
        check_second(-600, stamp, now, again(stamp, now, 20));
    }
}

#[test]
fn clocks_more_than_a_day_apart_are_not_bridged_by_two_scans() {
    for off in [-2 * DAY, 2 * DAY, -400 * DAY, 30 * 365 * DAY] {
        check_second(off, NOW + off + 20, NOW + 20, CannotTell::ClocksApart);
    }
    check_second(-DAY, NOW - DAY + 20, NOW + 20, live(Status::Current, Some(-DAY)));
}

#[test]
fn another_devices_scan_before_says_nothing() {
    let Verdict::ScanAgain { first, .. } = scan(&shown(NOW - 180), None, NOW) else { panic!("it is far") };
    let other = FirstScan { device_key: [7; 32], ..first };
    assert_eq!(scan(&shown(NOW - 180), Some(&other), NOW + 25), again(NOW - 180, NOW + 25, 20));
}

#[test]
fn the_age_of_the_status_list_is_told_once_it_is_a_week() {
    let aged = |days: i64, seconds| StatusList { issued_at: NOW - days * DAY - seconds, ..status() };
    for (list_of, expected) in [
        (aged(0, -300), Status::Current),
        (aged(7, 0), Status::Current),
        (aged(7, 1), Status::Old(7)),
        (aged(180, 5), Status::Old(180)),
    ] {
        check(&shown(NOW), &[list()], &[list_of], live(expected, None));
    }
    check(&shown(NOW), &[list()], &[], live(Status::Missing, None));
    let elsewhere = StatusList { issuer: "vn-01".into(), revoked: [123_456].into(), ..status() };
    check(&shown(NOW), &[list()], &[elsewhere], live(Status::Missing, None));
}

#[test]
fn a_withdrawn_credential_is_invalid_live_and_on_paper() {
    let revoked = StatusList { serial: 9, revoked: [5, 123_456].into(), ..status() };
    let paper = paper_code(&claims().issue(&key(KeyUse::Credential)));
    for code in [shown(NOW), shown(NOW - DAY), paper] {
        check(&code, &[list()], &[status(), revoked.clone()], Invalid::Revoked);
    }
    // The newer list counts, in whatever order they are given.
    let newer = StatusList { serial: 10, ..status() };
    check(&shown(NOW), &[list()], &[newer.clone(), revoked.clone()], live(Status::Current, None));
    check(&shown(NOW), &[list()], &[revoked, newer], live(Status::Current, None));
}

#[test]
fn the_credential_in_a_live_code_is_judged_as_any_other() {
    let code = |change: fn(&mut Claims)| {
        let mut claims = device_claims();
        change(&mut claims);
        live_code(&claims.issue(&key(KeyUse::Credential)), NOW, &device()).expect("its own")
    };
    check(&code(|claims| claims.expires_at = NOW), &[list()], &[], Invalid::Expired);
    check(&code(|claims| claims.issued_at = NOW + 301), &[list()], &[], CannotTell::NotYetValid);
    check(&code(|claims| claims.issued_at = NOW - 101 * DAY), &[list()], &[], Invalid::OutsideKeyPeriod);
    check(&code(|claims| claims.issuer = "vn-01".into()), &[list()], &[], Invalid::IssuerWrong);
    let by_receipt_key = device_claims().issue(&key(KeyUse::Receipt));
    let code = live_code(&by_receipt_key, NOW, &device()).expect("its own");
    check(&code, &[list()], &[], Invalid::KeyUseWrong);
    check(&shown(NOW), &[], &[], CannotTell::NoTrustList);
    let elsewhere = TrustList { issuer: "vn-01".into(), keys: Vec::new(), ..list() };
    check(&shown(NOW), &[elsewhere], &[], CannotTell::UnknownIssuer);
    check(&shown(NOW), &[TrustList { keys: Vec::new(), ..list() }], &[], CannotTell::UnknownKey);
}

#[test]
fn a_checkers_clock_before_its_own_lists_judges_no_time() {
    let (old, late) = (TrustList { issued_at: NOW + 301, ..list() }, TrustList { issued_at: NOW + 300, ..list() });
    check(&shown(NOW), &[old], &[], CannotTell::ClockWrong);
    assert!(matches!(scan(&shown(NOW), None, NOW), Verdict::Live { .. }));
    let checker = Checker { trust: &[late], ..Checker::default() };
    assert!(matches!(verify(&shown(NOW), &checker, NOW), Verdict::Live { .. }));
    let status = StatusList { issued_at: NOW + 301, ..status() };
    check(&shown(NOW), &[list()], &[status], CannotTell::ClockWrong);
    for (now, expected) in [
        (NOW - 5 * 365 * DAY, Verdict::from(CannotTell::NotYetValid)),
        (NOW - 5 * DAY, CannotTell::ClockWrong.into()),
        (NOW + 5 * 365 * DAY, Invalid::Expired.into()),
        (i64::MIN, CannotTell::NotYetValid.into()),
        (i64::MAX, Invalid::Expired.into()),
    ] {
        assert_eq!(scan(&shown(now), None, now), expected, "{now}");
    }
}

#[test]
fn only_the_credentials_own_device_can_present_it() {
    let other = DeviceKey::from_seed(&[8; 32]);
    assert_eq!(live_code(&credential(), NOW, &other), None);
    assert_eq!(live_code(&claims().issue(&key(KeyUse::Credential)), NOW, &device()), None);
    assert_eq!(live_code(b"", NOW, &device()), None);
    assert_eq!(live_code(&[0x80], NOW, &device()), None);
}

#[test]
fn a_live_code_is_no_paper_code_and_the_other_way_round() {
    check(&shown(NOW).replacen("CDS2", "CDS1", 1), &[list()], &[], CannotTell::Damaged);
    let paper = paper_code(&claims().issue(&key(KeyUse::Credential)));
    check(&paper.replacen("CDS1", "CDS2", 1), &[list()], &[], CannotTell::Damaged);
    check(&paper_code(&credential()), &[list()], &[], Invalid::DeviceCredentialOnPaper);
}

#[test]
fn a_live_code_cut_off_grown_or_too_long_is_damaged() {
    let code = shown(NOW);
    let mut shorter = code.clone();
    while shorter.pop().is_some() && shorter.len() >= "CDS2:".len() {
        check(&shorter, &[list()], &[], CannotTell::Damaged);
    }
    for tail in ["0", "00", " ", "a", "é"] {
        check(&format!("{code}{tail}"), &[list()], &[], CannotTell::Damaged);
    }
    check(&format!("CDS2:{}", "0".repeat(1_000_000)), &[list()], &[], CannotTell::Damaged);
    check(&format!("{code}\r\n"), &[list()], &[], live(Status::Missing, None));
}

#[test]
fn every_changed_character_is_noticed() {
    let code = shown(NOW);
    for place in 0..code.len() {
        for character in ['0', 'A', ':'] {
            let mut changed = code.clone();
            changed.replace_range(place..=place, &character.to_string());
            let is_live = matches!(scan(&changed, None, NOW), Verdict::Live { .. });
            assert_eq!(is_live, changed == code, "{place}: {character}");
        }
    }
}

#[test]
fn nothing_personal_is_in_the_debug_form() {
    let shown_form = format!("{:?}", scan(&shown(NOW - 180), None, NOW));
    assert_eq!(shown_form, "ScanAgain { first: FirstScan(…), wait_s: 20 }");
}

proptest! {
    #[test]
    fn a_slow_or_fast_clock_is_found_live_in_two_scans(
        off in 61 + 25..DAY - 25, ahead: bool, seen_after in 0i64..20, drawn in 0i64..5, wait in 0i64..580,
    ) {
        // The holder's device stamps at every 20 s of its clock; the code is seen some time after.
        let off = if ahead { off } else { -off };
        let stamp_at = |now: i64| (now + off - drawn).div_euclid(20) * 20;
        let start = NOW + seen_after;
        let Verdict::ScanAgain { first, wait_s } = scan(&shown(stamp_at(start)), None, start) else {
            return Err(TestCaseError::fail("not asked for again"));
        };
        prop_assert_eq!(wait_s, 20);
        let then = start + 20 + wait;
        match scan(&shown(stamp_at(then)), Some(&first), then) {
            Verdict::Live { clock_off_s: Some(found), .. } => prop_assert!((found - off).abs() <= 25),
            other => prop_assert!(false, "{:?}", other),
        }
    }

    #[test]
    fn a_picture_older_than_a_minute_never_becomes_live(
        age in 61i64..400 * DAY, waits in proptest::collection::vec(0i64..700, 1..6),
    ) {
        let picture = shown(NOW - age);
        let (mut now, mut first) = (NOW, None);
        for wait in waits {
            now += wait;
            match scan(&picture, first.as_ref(), now) {
                Verdict::ScanAgain { first: scanned, .. } => first = Some(scanned),
                verdict => prop_assert!(matches!(verdict, Verdict::Invalid(_))),
            }
        }
    }

    #[test]
    fn no_text_and_no_bytes_are_live(rest: String, bytes: Vec<u8>, stamp: i64) {
        for text in [format!("CDS2:{rest}"), paper_code(&bytes).replacen("CDS1", "CDS2", 1)] {
            let verdict = scan(&text, None, stamp);
            let is_refused = matches!(verdict, Verdict::CannotTell(_) | Verdict::Invalid(_));
            prop_assert!(is_refused);
        }
    }
}
