//! The contract on issued credentials, the status list, and keys that sign no longer.

use cds_portal::Storage;
use cds_portal::storage::{IssuedCredential, RetiredKey, StorageError, StoredStatus, Tx};

fn write<T>(storage: &dyn Storage, work: impl FnOnce(&dyn Tx) -> Result<T, StorageError>) -> T {
    storage.write(work).expect("written")
}

fn issued(status_index: u32, device: Option<&str>) -> IssuedCredential {
    let (account, device) = ("account".to_owned(), device.map(str::to_owned));
    IssuedCredential { status_index, account, device, expires_at: 100 }
}

pub(crate) fn a_withdrawn_credential_is_listed_until_its_time_is_over(storage: &dyn Storage) {
    write(storage, |tx| {
        for credential in [issued(3, Some("device")), issued(5, None), issued(7, Some("device"))] {
            tx.add_credential(&credential)?;
        }
        assert_eq!(tx.credentials_of("account")?.len(), 3);
        assert!(tx.revoked(0)?.is_empty() && tx.credentials_of("another")?.is_empty());
        assert!(tx.revoke_credential(7, 10)? && tx.revoke_credential(3, 11)?);
        assert!(!tx.revoke_credential(3, 12)? && !tx.revoke_credential(4, 12)?, "withdrawn before, or never issued");
        assert_eq!(tx.credentials_of("account")?, [issued(5, None)]);
        assert_eq!(tx.credential(3)?, Some(issued(3, Some("device"))));
        assert_eq!(tx.credential(4)?, None);
        assert_eq!(tx.revoked(99)?, [3, 7].into());
        assert!(tx.revoked(100)?.is_empty());
        Ok(())
    });
}

pub(crate) fn a_credential_is_forgotten_once_its_time_is_over(storage: &dyn Storage) {
    write(storage, |tx| {
        for (status_index, expires_at) in [(1, 99), (2, 100), (3, 101), (4, 100)] {
            tx.add_credential(&IssuedCredential { expires_at, ..issued(status_index, None) })?;
        }
        tx.revoke_credential(4, 10)?;
        tx.drop_expired_credentials(100)?;
        assert_eq!(tx.credentials_of("account")?, [IssuedCredential { expires_at: 101, ..issued(3, None) }]);
        assert_eq!((tx.credential(1)?, tx.credential(2)?, tx.credential(4)?), (None, None, None));
        Ok(())
    });
}

pub(crate) fn a_withdrawal_makes_the_status_list_stale(storage: &dyn Storage) {
    write(storage, |tx| {
        assert_eq!(tx.status_list()?, None);
        let list = StoredStatus { serial: 4, issued_at: 9, stale: false, list: vec![1, 2] };
        tx.put_status_list(&list)?;
        assert_eq!(tx.status_list()?, Some(list.clone()));
        tx.add_credential(&issued(1, None))?;
        assert_eq!(tx.status_list()?, Some(list.clone()));
        assert_eq!(tx.status_good_since()?, Some(9));
        tx.revoke_credential(1, 10)?;
        assert_eq!(tx.status_list()?, Some(StoredStatus { stale: true, ..list.clone() }));
        assert_eq!(tx.status_good_since()?, None);
        tx.put_status_list(&StoredStatus { serial: 5, ..list.clone() })?;
        assert_eq!(tx.status_list()?, Some(StoredStatus { serial: 5, ..list.clone() }));
        tx.spoil_status_list()?;
        assert_eq!(tx.status_list()?, Some(StoredStatus { serial: 5, stale: true, ..list }));
        Ok(())
    });
}

pub(crate) fn keys_that_sign_no_longer_are_kept_in_the_order_of_their_end(storage: &dyn Storage) {
    write(storage, |tx| {
        let key = |number: u8, not_after| RetiredKey {
            key_use: "status".to_owned(),
            public_key: [number; 32],
            not_before: 1,
            not_after,
        };
        tx.retire_key(&key(1, 9))?;
        tx.retire_key(&key(2, 5))?;
        assert_eq!(tx.retired_keys()?, [key(2, 5), key(1, 9)]);
        Ok(())
    });
}
