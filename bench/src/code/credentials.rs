//! A province, its citizens and what their codes say.

use anyhow::{Context, Result};
use cds_bench::random::Random;
use cds_identity::{
    Claims, DeviceKey, IssuerKey, KeyUse, Sex, StatusList, TrustList, TrustedKey, live_code, paper_code,
};

use crate::sync::words;

/// 2026-11-26, Unix seconds.
pub const NOW: i64 = 1_795_651_200;
const DAY: i64 = 86_400;

/// Names of 20 and 40 characters.
pub const NAMES: [&str; 2] = ["Nguyễn Thị Ánh Tuyết", "Công Tằng Tôn Nữ Nguyễn Phước Quỳnh Diễm"];

fn key(key_use: KeyUse) -> IssuerKey {
    let number = KeyUse::ALL.iter().position(|known| *known == key_use).unwrap_or_default();
    IssuerKey::from_seed(&[10 + number as u8; 32])
}

/// The province's keys.
pub fn trust() -> TrustList {
    let keys = KeyUse::ALL.map(|key_use| TrustedKey {
        key_use,
        public_key: key(key_use).public_key(),
        not_before: NOW - 100 * DAY,
        not_after: NOW + 100 * DAY,
    });
    TrustList {
        issuer: "vn-04".into(),
        name: "Tỉnh Cao Bằng".into(),
        serial: 7,
        issued_at: NOW - 3 * DAY,
        keys: keys.into(),
    }
}

/// A list of 250,000 credentials of which one in a hundred is withdrawn, and its bytes.
pub fn status() -> (StatusList, Vec<u8>) {
    let mut random = Random::new(1);
    let revoked = (0..250_000).filter(|_| random.below(100) == 0).collect();
    let list = StatusList { issuer: "vn-04".into(), serial: 3, issued_at: NOW - DAY, revoked };
    let bytes = list.issue(&key(KeyUse::Status));
    (list, bytes)
}

/// A citizen with that name, all figures at their largest but for the place in the status list.
pub fn claims(name: &str, random: &mut Random) -> Claims {
    Claims {
        issuer: "vn-04".into(),
        subject: random.uuid(),
        issued_at: NOW - 10 * DAY,
        expires_at: NOW + 390 * DAY,
        name: name.to_owned(),
        birth_date: "1990-05-20".into(),
        sex: Sex::Female,
        last4: "9942".into(),
        commune: "99999".into(),
        status_index: u32::MAX,
        device_key: None,
    }
}

/// `CDS1`.
pub fn paper(claims: &Claims) -> String {
    paper_code(&claims.issue(&key(KeyUse::Credential)))
}

/// `CDS2`, stamped now.
pub fn live(claims: &Claims) -> Result<String> {
    let device = DeviceKey::from_seed(&[9; 32]);
    let claims = Claims { device_key: Some(device.public_key().to_bytes()), ..claims.clone() };
    live_code(&claims.issue(&key(KeyUse::Credential)), NOW, &device).context("the credential is this device's")
}

/// A text for picture `number`: paper code, live code, or that of a national card.
pub fn text(number: usize, random: &mut Random) -> Result<String> {
    let name = [random.of(words::FAMILY), random.of(words::MIDDLE), random.of(words::GIVEN)].join(" ");
    match number % 3 {
        0 => Ok(paper(&claims(&name, random))),
        1 => live(&claims(&name, random)),
        _ => Ok(card(&name, random)),
    }
}

/// What the code of a national card says. Without marks: peers guess at the encoding of others.
fn card(name: &str, random: &mut Random) -> String {
    let plain = |text: &str| cds_vn::text::fold(text);
    let mut digits = |count: usize| (0..count).map(|_| char::from(b'0' + random.below(10) as u8)).collect::<String>();
    let (number, old, issued) = (digits(9), digits(9), digits(2));
    let place = [random.of(words::HAMLETS), random.of(words::COMMUNES), "Cao Bằng"].join(", ");
    format!("004{number}|{old}|{}|02091990|Nu|{}|200520{issued}", plain(name), plain(&place))
}
