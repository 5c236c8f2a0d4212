use tempfile::TempDir;

use super::*;
use crate::environment::OsRng;
use crate::keys::Issuer;
use crate::storage::SqliteStorage;

const NOW_S: i64 = 1_790_000_000;

struct At(i64);

impl Clock for At {
    fn now(&self) -> i64 {
        self.0 * 1000
    }
}

struct Province {
    _folder: TempDir,
    storage: SqliteStorage,
    keys: ProvinceKeys,
}

impl Province {
    fn begin() -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let storage = SqliteStorage::open(&folder.path().join("portal.db")).expect("the database opens");
        let issuer = Issuer { id: "VN-04".to_owned(), name: "Tỉnh Cao Bằng".to_owned() };
        let keys = ProvinceKeys::load(&storage, &OsRng, &At(NOW_S), issuer).expect("keys are made");
        Self { _folder: folder, storage, keys }
    }

    fn storage(&self) -> &dyn Storage {
        &self.storage
    }

    fn newest(&self, now: i64) -> StoredStatus {
        newest(&self.storage, &self.keys, &At(now)).expect("a list")
    }
}

#[test]
fn credentials_past_their_time_go_when_the_list_is_issued() {
    let province = Province::begin();
    let issued = |status_index, expires_at| IssuedCredential {
        status_index,
        account: "account".to_owned(),
        device: None,
        expires_at,
    };
    let add = |tx: &dyn Tx| {
        tx.add_credential(&issued(1, NOW_S + 10))?;
        tx.add_credential(&issued(2, NOW_S + 10 * DAY_S))
    };
    province.storage().write(add).expect("added");
    let left = || province.storage().read(|tx| tx.credentials_of("account")).expect("read").len();
    province.newest(NOW_S);
    assert_eq!(left(), 2);
    province.newest(NOW_S + DAY_S);
    assert_eq!(left(), 1);
}

#[test]
fn a_synchronisation_does_not_read_a_list_that_is_good() {
    let province = Province::begin();
    province.newest(NOW_S);
    let keep = |now| keep_fresh(&province.storage, &OsRng, &At(now), &province.keys);
    province.storage.sql("ALTER TABLE status_list RENAME COLUMN list TO unread");
    keep(NOW_S + 1).expect("nothing to do");
    assert!(keep(NOW_S + DAY_S).is_err(), "there is no such column to read or write");
    province.storage.sql("ALTER TABLE status_list RENAME COLUMN unread TO list; UPDATE status_list SET stale = 1");
    keep(NOW_S + 2).expect("issued");
    assert_eq!(province.newest(NOW_S + 3).issued_at, NOW_S + 2);
}

#[test]
fn a_list_that_no_device_would_read_is_not_published() {
    let province = Province::begin();
    let before = province.newest(NOW_S);
    // Two bytes each.
    province.storage.sql(
        "WITH RECURSIVE one (number) AS (SELECT 0 UNION ALL SELECT number + 1 FROM one WHERE number < 530000)
         INSERT INTO credential (status_index, account, expires_at, revoked_at)
         SELECT number * 200, 'account', 2000000000, 1790000000 FROM one",
    );
    let later = province.newest(NOW_S + DAY_S);
    assert_eq!(later, before);
    province.storage.sql("DELETE FROM credential WHERE status_index > 100000");
    assert_eq!(province.newest(NOW_S + DAY_S).issued_at, NOW_S + DAY_S);
}
