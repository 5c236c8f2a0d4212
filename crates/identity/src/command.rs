//! What a device signs when the citizen confirms an action.

use sha2::{Digest, Sha256};

/// Everything of a command that its signature covers.
#[derive(Clone, Copy)]
pub struct CommandParts<'a> {
    /// Pseudonym of the account.
    pub account: &'a str,
    /// Id of the device.
    pub device: &'a str,
    /// Number in the device's order.
    pub seq: u64,
    /// The command's id.
    pub id: &'a str,
    /// What it belongs to.
    pub stream: &'a str,
    /// What is to be done.
    pub command_type: &'a str,
    /// Id and version of the entity that the citizen saw.
    pub base: Option<(&'a str, u64)>,
    /// Id of the command that this one replaces.
    pub supersedes: Option<&'a str>,
    /// Digests of the blobs it needs, in the order in which they are sent.
    pub blobs: &'a [[u8; 32]],
    /// The exact body.
    pub body: &'a str,
}

/// SHA-256 over account, device, seq, id, stream, type, base, supersedes, blobs and body; what the device signs in
/// [`Context::Command`](crate::Context::Command).
///
/// Each part stands behind its length in bytes. Numbers, lengths and counts are 8 bytes, most significant first. Before base,
/// supersedes and blobs stands how many there are (0 or 1 for the first two); a base is two parts, entity and version.
pub fn command_hash(parts: &CommandParts<'_>) -> [u8; 32] {
    let mut hash = Sha256::new();
    part(&mut hash, parts.account.as_bytes());
    part(&mut hash, parts.device.as_bytes());
    part(&mut hash, &parts.seq.to_be_bytes());
    content(&mut hash, parts);
    hash.finalize().into()
}

/// The same without account, device and seq: two commands of one account with the same content hash mean the same action,
/// whichever device sent them and under which number.
pub fn content_hash(parts: &CommandParts<'_>) -> [u8; 32] {
    let mut hash = Sha256::new();
    content(&mut hash, parts);
    hash.finalize().into()
}

/// What stands under a device's numbers, and what became of it: the first 16 bytes of SHA-256 over the commands in the order
/// of their numbers, each as its id, behind its length as in [`command_hash`], and a byte: 1 where it took effect, else 0.
pub fn numbers_digest<'a>(commands: impl IntoIterator<Item = (&'a str, bool)>) -> [u8; 16] {
    let mut hash = Sha256::new();
    for (id, took_effect) in commands {
        part(&mut hash, id.as_bytes());
        hash.update([u8::from(took_effect)]);
    }
    let mut digest = [0; 16];
    digest.iter_mut().zip(hash.finalize()).for_each(|(byte, of)| *byte = of);
    digest
}

fn content(hash: &mut Sha256, parts: &CommandParts<'_>) {
    part(hash, parts.id.as_bytes());
    part(hash, parts.stream.as_bytes());
    part(hash, parts.command_type.as_bytes());
    count(hash, parts.base.iter().len());
    if let Some((entity, version)) = parts.base {
        part(hash, entity.as_bytes());
        part(hash, &version.to_be_bytes());
    }
    count(hash, parts.supersedes.iter().len());
    if let Some(superseded) = parts.supersedes {
        part(hash, superseded.as_bytes());
    }
    count(hash, parts.blobs.len());
    for blob in parts.blobs {
        part(hash, blob);
    }
    part(hash, parts.body.as_bytes());
}

fn count(hash: &mut Sha256, number: usize) {
    hash.update((number as u64).to_be_bytes());
}

fn part(hash: &mut Sha256, bytes: &[u8]) {
    count(hash, bytes.len());
    hash.update(bytes);
}

#[cfg(test)]
mod tests {
    use super::*;

    const PARTS: CommandParts<'static> = CommandParts {
        account: "a-1",
        device: "d-1",
        seq: 7,
        id: "0199c0de-0000-7000-8000-000000000001",
        stream: "dossier/1",
        command_type: "dossier.submit",
        base: Some(("e-1", 3)),
        supersedes: Some("0199c0de-0000-7000-8000-000000000000"),
        blobs: &[[1; 32], [2; 32]],
        body: "{\"name\":\"Nông Thị Hà\"}",
    };

    fn hex(bytes: [u8; 32]) -> String {
        bytes.iter().map(|byte| format!("{byte:02x}")).collect()
    }

    /// The figures were made by another program (Python's `struct` and `hashlib`) from the description above.
    #[test]
    fn the_hash_is_the_one_described() {
        assert_eq!(hex(command_hash(&PARTS)), "3a33bd0bfcd191b8e3166e35efeac4bbe016a2b287eafcd60621529787766235");
        assert_eq!(hex(content_hash(&PARTS)), "be6aa02fdc0bfe72e6c522c628963db492ec1484c96c06b555e088719aeb598d");
        let bare = CommandParts { base: None, supersedes: None, blobs: &[], ..PARTS };
        assert_eq!(hex(command_hash(&bare)), "73845cf179cd223e3ef4e80fb9a457e0be9c442f8915f83797b1512f2fe73903");
    }

    #[test]
    fn every_part_changes_the_hash() {
        let others = [
            CommandParts { id: "", ..PARTS },
            CommandParts { stream: "", ..PARTS },
            CommandParts { command_type: "", ..PARTS },
            CommandParts { base: None, ..PARTS },
            CommandParts { base: Some(("", 3)), ..PARTS },
            CommandParts { base: Some(("e-1", 4)), ..PARTS },
            CommandParts { supersedes: None, ..PARTS },
            CommandParts { supersedes: Some(""), ..PARTS },
            CommandParts { blobs: &[], ..PARTS },
            CommandParts { blobs: &[[1; 32]], ..PARTS },
            CommandParts { blobs: &[[2; 32], [1; 32]], ..PARTS },
            CommandParts { body: "", ..PARTS },
        ];
        for (number, other) in others.iter().enumerate() {
            assert_ne!(command_hash(other), command_hash(&PARTS), "{number}");
            assert_ne!(content_hash(other), content_hash(&PARTS), "{number}");
        }
    }

    #[test]
    fn an_action_keeps_its_content_hash_on_another_device() {
        for other in [
            CommandParts { account: "a-2", ..PARTS },
            CommandParts { device: "d-2", ..PARTS },
            CommandParts { seq: 8, ..PARTS },
        ] {
            assert_ne!(command_hash(&other), command_hash(&PARTS));
            assert_eq!(content_hash(&other), content_hash(&PARTS));
        }
    }

    #[test]
    fn moving_letters_between_parts_changes_the_hash() {
        let one = CommandParts { account: "ab", device: "c", ..PARTS };
        let other = CommandParts { account: "a", device: "bc", ..PARTS };
        assert_ne!(command_hash(&one), command_hash(&other));
        let none = CommandParts { supersedes: None, ..PARTS };
        let empty = CommandParts { supersedes: Some(""), ..PARTS };
        assert_ne!(content_hash(&none), content_hash(&empty));
    }
}
