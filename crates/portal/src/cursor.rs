//! The cursor: where a page of changes ended, sealed so that only this portal can make one.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

use crate::otp::{keyed_hash, same};

const VERSION: u8 = 1;
const BODY: usize = 1 + 8;
const TAG: usize = 32;

/// Writes the cursor of an account at a revision: 55 characters, opaque to clients.
pub fn write(secret: &[u8; 32], account: &str, revision: u64) -> String {
    let mut bytes = Vec::with_capacity(BODY + TAG);
    bytes.push(VERSION);
    bytes.extend_from_slice(&revision.to_be_bytes());
    bytes.extend_from_slice(&tag(secret, account, revision));
    URL_SAFE_NO_PAD.encode(bytes)
}

/// Reads a cursor back into the revision; none where this portal did not give it to this account.
pub fn read(secret: &[u8; 32], account: &str, cursor: &str) -> Option<u64> {
    let bytes = URL_SAFE_NO_PAD.decode(cursor).ok()?;
    let (body, given) = bytes.split_at_checked(BODY)?;
    let (&version, revision) = body.split_first()?;
    let revision = u64::from_be_bytes(revision.try_into().ok()?);
    let genuine = same(&tag(secret, account, revision), given.try_into().ok()?);
    (version == VERSION && genuine).then_some(revision)
}

fn tag(secret: &[u8; 32], account: &str, revision: u64) -> [u8; TAG] {
    keyed_hash(secret, b"cursor", &[&[VERSION], account.as_bytes(), &revision.to_be_bytes()])
}

#[cfg(test)]
mod tests {
    use super::*;

    const SECRET: [u8; 32] = [7; 32];

    #[test]
    fn a_cursor_is_short_and_comes_back() {
        for revision in [0, 1, u64::MAX] {
            let cursor = write(&SECRET, "a", revision);
            assert_eq!(read(&SECRET, "a", &cursor), Some(revision));
            assert!(cursor.len() <= 96, "{} characters", cursor.len());
        }
    }

    #[test]
    fn a_cursor_of_another_account_or_portal_or_altered_is_none() {
        let cursor = write(&SECRET, "a", 5);
        assert_eq!(read(&SECRET, "b", &cursor), None);
        assert_eq!(read(&[8; 32], "a", &cursor), None);
        for at in 0..cursor.len() {
            let altered: String = cursor
                .chars()
                .enumerate()
                .map(|(i, c)| if i == at { if c == 'A' { 'B' } else { 'A' } } else { c })
                .collect();
            assert_eq!(read(&SECRET, "a", &altered), None, "altered at {at}");
        }
        for text in ["", "A", "không phải", &"A".repeat(500)] {
            assert_eq!(read(&SECRET, "a", text), None, "{text}");
        }
    }
}
