//! The vault's opening, compiled from the core's own source file against Debian's SQLite, which has no encryption.
//!
//! This is what a build with the wrong SQLite would contain. It must not open a vault, nor leave a plaintext file.

#[path = "../../../crates/core/src/store/cipher.rs"]
pub mod cipher;

#[cfg(test)]
mod tests {
    use super::cipher::{Durability, KEY_LEN, OpenError, open};

    #[test]
    fn without_sqlcipher_no_vault_is_opened_and_no_file_is_made() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("vault.db");
        for durability in [Durability::Full, Durability::Normal] {
            let opened = open(&path, &[7; KEY_LEN], durability);
            assert!(matches!(opened, Err(OpenError::NoCipher)), "{opened:?}");
        }
        assert!(!path.exists(), "an unencrypted file was made");
    }

    #[test]
    fn without_sqlcipher_an_existing_database_is_not_opened_either() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("vault.db");
        let plain = rusqlite::Connection::open(&path).expect("plain SQLite opens its own files");
        plain.execute_batch("CREATE TABLE t (x)").expect("a table");
        assert!(matches!(open(&path, &[7; KEY_LEN], Durability::Full), Err(OpenError::NoCipher)));
    }

    #[test]
    fn this_build_really_has_no_encryption() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("plain.db");
        let plain = rusqlite::Connection::open(&path).expect("opens");
        plain.execute_batch("PRAGMA key = 'x'; CREATE TABLE t (x)").expect("plain SQLite ignores the key");
        drop(plain);
        assert!(std::fs::read(&path).expect("read").starts_with(b"SQLite format 3\0"));
    }
}
