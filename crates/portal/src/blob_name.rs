//! Where a blob is reached: under a name that tells nothing of whose it is or what it holds.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use cds_wire::Digest;
use cds_wire::portal::BLOBS_PATH;

use crate::otp::keyed_hash;

/// The name of an account's blob: the same for the same digest, whichever of its devices offers it.
pub(crate) fn blob_name(secret: &[u8; 32], account: &str, sha256: &Digest) -> [u8; 32] {
    keyed_hash(secret, b"blob", &[account.as_bytes(), &sha256.0])
}

/// The path of an account's blob.
pub(crate) fn blob_path(secret: &[u8; 32], account: &str, sha256: &Digest) -> String {
    format!("{BLOBS_PATH}/{}", URL_SAFE_NO_PAD.encode(blob_name(secret, account, sha256)))
}
