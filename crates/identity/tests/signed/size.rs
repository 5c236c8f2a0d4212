//! A paper code fits into a QR code that can be printed small and read from a worn card, a live code into one that a
//! cheap phone's camera reads from another's screen.

use cds_identity::{Claims, KeyUse, live_code, paper_code};
use qrcode::{EcLevel, QrCode, Version};

use crate::live::device;
use crate::{NOW, claims, key};

/// Checks that the codes for this name, of so many characters, fit into QR codes of these versions, correction M.
fn check(name: &str, characters: usize, paper: i16, live: i16) {
    assert_eq!(name.chars().count(), characters, "{name}");
    // All figures at their largest.
    let claims = Claims { name: name.into(), commune: "99999".into(), status_index: u32::MAX, ..claims() };
    check_version(&paper_code(&claims.issue(&key(KeyUse::Credential))), paper);
    let claims = Claims { device_key: Some(device().public_key().to_bytes()), ..claims };
    let credential = claims.issue(&key(KeyUse::Credential));
    check_version(&live_code(&credential, NOW, &device()).expect("its own"), live);
}

fn check_version(text: &str, version: i16) {
    let code = QrCode::with_error_correction_level(text, EcLevel::M).expect("a QR code holds it");
    let Version::Normal(needed) = code.version() else { panic!("a micro code") };
    assert!(needed <= version, "{} characters need version {needed}", text.len());
}

#[test]
fn a_name_of_twenty_characters_fits_into_versions_10_and_13() {
    check("Nguyễn Thị Ánh Tuyết", 20, 10, 13);
    check("Trương Thị Bích Ngọc", 20, 10, 13);
}

#[test]
fn a_name_of_forty_characters_fits_into_versions_11_and_15() {
    check("Công Tằng Tôn Nữ Nguyễn Phước Quỳnh Diễm", 40, 11, 15);
}

/// No real name has only letters of three bytes; this is how much room there is.
#[test]
fn twenty_letters_of_three_bytes_fit_into_versions_11_and_14() {
    check(&"ễ".repeat(20), 20, 11, 14);
}
