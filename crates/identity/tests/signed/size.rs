//! A paper code fits into a QR code that can be printed small and read from a worn card.

use cds_identity::{Claims, DeviceKey, KeyUse, paper_code};
use qrcode::{EcLevel, QrCode, Version};

use crate::{claims, key};

/// Checks that the code for this name, of so many characters, fits into a QR code of `version`, correction M.
fn check(name: &str, characters: usize, version: i16) {
    assert_eq!(name.chars().count(), characters, "{name}");
    // All figures at their largest.
    let claims = Claims { name: name.into(), commune: "99999".into(), status_index: u32::MAX, ..claims() };
    let text = paper_code(&claims.issue(&key(KeyUse::Credential)));
    let code = QrCode::with_error_correction_level(&text, EcLevel::M).expect("a QR code holds it");
    let Version::Normal(needed) = code.version() else { panic!("a micro code") };
    assert!(needed <= version, "{} characters need version {needed}", text.len());
}

#[test]
fn a_name_of_twenty_characters_fits_into_version_10() {
    check("Nguyễn Thị Ánh Tuyết", 20, 10);
    check("Trương Thị Bích Ngọc", 20, 10);
}

#[test]
fn a_name_of_forty_characters_fits_into_version_11() {
    check("Công Tằng Tôn Nữ Nguyễn Phước Quỳnh Diễm", 40, 11);
}

/// No real name has only letters of three bytes; this is how much room there is.
#[test]
fn twenty_letters_of_three_bytes_fit_into_version_11() {
    check(&"ễ".repeat(20), 20, 11);
}

#[test]
fn a_device_credential_leaves_room_for_the_stamp() {
    let device_key = Some(DeviceKey::from_seed(&[9; 32]).public_key().to_bytes());
    let name = "Công Tằng Tôn Nữ Nguyễn Phước Quỳnh Diễm".to_owned();
    let credential = Claims { name, device_key, ..claims() }.issue(&key(KeyUse::Credential));
    // Version 15 M holds 600 characters: 396 bytes behind the prefix, of which the stamp takes some 80.
    assert!(credential.len() <= 396 - 80, "{}", credential.len());
}
