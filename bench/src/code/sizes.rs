//! How large the codes are.

use std::fmt::Write as _;

use anyhow::{Result, bail};
use cds_bench::random::Random;
use qrcode::{EcLevel, QrCode, Version};

use super::credentials::{self, NAMES};

/// Characters and QR versions, level M.
pub fn table() -> Result<String> {
    let mut text = "| Code | Name | Characters | QR version |\n| --- | --- | --- | --- |\n".to_owned();
    for name in NAMES {
        let claims = credentials::claims(name, &mut Random::new(1));
        for code in [credentials::paper(&claims), credentials::live(&claims)?] {
            let (kind, characters) = (code.get(..4).unwrap_or_default(), code.len());
            let _ =
                writeln!(text, "| {kind} | {} characters | {characters} | {} |", name.chars().count(), version(&code)?);
        }
    }
    let (list, bytes) = credentials::status();
    let (revoked, size) = (list.revoked.len(), bytes.len() as f64 / 1000.0);
    let _ = writeln!(text, "\nA status list of 250,000 credentials, {revoked} withdrawn: {size:.2} kB\n");
    Ok(text)
}

fn version(text: &str) -> Result<i16> {
    match QrCode::with_error_correction_level(text, EcLevel::M)?.version() {
        Version::Normal(version) => Ok(version),
        Version::Micro(_) => bail!("a micro code"),
    }
}
