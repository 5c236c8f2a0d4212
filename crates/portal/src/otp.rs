//! One-time passwords: made, sent, and checked once.

use std::fs::{File, OpenOptions};
use std::io::{self, Write};
use std::path::Path;
use std::sync::{Mutex, MutexGuard};

use cds_wire::{Sensitive, UnixMillis};
use hmac::{Hmac, KeyInit, Mac};
use serde::Serialize;
use sha2::Sha256;

use crate::environment::{NoRandomness, Rng, random};

/// How long a one-time password is good.
pub const LIFETIME_S: u32 = 300;
/// How often it may be tried.
pub const MAX_TRIES: u32 = 5;

/// Brings a one-time password to a phone.
pub trait OtpSender: Send + Sync {
    /// Hands it over for sending, or says that it could not.
    ///
    /// Returns quickly: a slow gateway belongs behind a queue.
    fn send(&self, phone: &Sensitive, code: &Sensitive, expires_at: UnixMillis) -> io::Result<()>;
    /// Does the same work and reaches nobody: for people whom the province does not know, so that they wait as long.
    fn pretend(&self, phone: &Sensitive, code: &Sensitive, expires_at: UnixMillis) -> io::Result<()>;
}

/// The demonstration's way: one line of JSON per password in a file that only its owner may read.
#[derive(Debug)]
pub struct OutboxFile(Mutex<Files>);

/// The outbox, and a file beside it that takes what reaches nobody and keeps none of it.
#[derive(Debug)]
struct Files {
    outbox: File,
    nowhere: File,
}

/// A line of the outbox.
#[derive(Serialize)]
struct Line<'a> {
    phone: &'a Sensitive,
    otp: &'a Sensitive,
    expires_at: UnixMillis,
}

impl OutboxFile {
    /// Opens or makes the file.
    pub fn open(path: &Path) -> io::Result<Self> {
        let mut options = OpenOptions::new();
        options.create(true).append(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let files = Files { outbox: options.open(path)?, nowhere: options.open(path.with_extension("nowhere"))? };
        Ok(Self(Mutex::new(files)))
    }

    fn files(&self) -> io::Result<MutexGuard<'_, Files>> {
        self.0.lock().map_err(|_| io::Error::other("another thread failed while writing"))
    }
}

impl OtpSender for OutboxFile {
    fn send(&self, phone: &Sensitive, code: &Sensitive, expires_at: UnixMillis) -> io::Result<()> {
        let line = line(phone, code, expires_at)?;
        let files = self.files()?;
        write(&files.outbox, &line)
    }

    fn pretend(&self, phone: &Sensitive, code: &Sensitive, expires_at: UnixMillis) -> io::Result<()> {
        let line = vec![b' '; line(phone, code, expires_at)?.len()];
        let files = self.files()?;
        write(&files.nowhere, &line)?;
        files.nowhere.set_len(0)
    }
}

fn line(phone: &Sensitive, code: &Sensitive, expires_at: UnixMillis) -> io::Result<Vec<u8>> {
    let mut line = serde_json::to_vec(&Line { phone, otp: code, expires_at })?;
    line.push(b'\n');
    Ok(line)
}

fn write(mut file: &File, line: &[u8]) -> io::Result<()> {
    file.write_all(line)?;
    file.sync_data()
}

/// Six random digits, each code equally likely.
pub(crate) fn new_code(rng: &dyn Rng) -> Result<Sensitive, NoRandomness> {
    const CODES: u32 = 1_000_000;
    loop {
        let number = u32::from_be_bytes(random(rng)?);
        if number < u32::MAX / CODES * CODES {
            return Ok(Sensitive::new(format!("{:06}", number % CODES)));
        }
    }
}

/// Who asks: a keyed hash, so that the table of passwords under way names nobody.
pub(crate) fn subject(secret: &[u8; 32], personal_number: &str, phone: &str) -> [u8; 32] {
    keyed_hash(secret, b"otp subject", &[personal_number.as_bytes(), phone.as_bytes()])
}

/// The form in which a code is kept.
pub(crate) fn code_hash(secret: &[u8; 32], subject: &[u8; 32], code: &str) -> [u8; 32] {
    keyed_hash(secret, b"otp code", &[subject, code.as_bytes()])
}

/// HMAC-SHA256 over a label and parts, each with its length before it.
pub(crate) fn keyed_hash(secret: &[u8; 32], label: &[u8], parts: &[&[u8]]) -> [u8; 32] {
    // HMAC fills a short key up to the hash's block with zeros; a block given whole leaves nothing that can fail.
    let mut block = [0; 64];
    for (to, from) in block.iter_mut().zip(secret) {
        *to = *from;
    }
    let mut mac = Hmac::<Sha256>::new(&block.into());
    for part in std::iter::once(&label).chain(parts) {
        mac.update(&(part.len() as u64).to_be_bytes());
        mac.update(part);
    }
    mac.finalize().into_bytes().into()
}

/// Whether two keyed hashes are equal, in time that does not depend on where they differ.
pub(crate) fn same(a: &[u8; 32], b: &[u8; 32]) -> bool {
    a.iter().zip(b).fold(0, |difference, (x, y)| difference | (x ^ y)) == 0
}
