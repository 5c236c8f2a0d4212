//! What every storage must do, run against each: SQLite today.

#![expect(clippy::expect_used, clippy::indexing_slicing, reason = "a test fails by panicking")]

#[path = "storage/contract.rs"]
mod contract;
#[path = "storage/credentials.rs"]
mod credentials;
#[path = "storage/fees.rs"]
mod fees;

use cds_portal::{SqliteStorage, Storage};

/// Runs each part of the contract on a storage of its own.
macro_rules! holds_for_sqlite {
    ($contract:ident: $($part:ident),+ $(,)?) => {$(
        #[test]
        fn $part() {
            let folder = tempfile::tempdir().expect("a folder");
            let storage = SqliteStorage::open(&folder.path().join("portal.db")).expect("the database opens");
            let storage: &dyn Storage = &storage;
            $contract::$part(storage);
        }
    )+};
}

holds_for_sqlite![
    credentials:
    a_withdrawn_credential_is_listed_until_its_time_is_over,
    a_credential_is_forgotten_once_its_time_is_over,
    a_withdrawal_makes_the_status_list_stale,
    keys_that_sign_no_longer_are_kept_in_the_order_of_their_end,
];

holds_for_sqlite![
    fees:
    a_fee_is_found_by_its_dossier_and_its_account_by_the_fee,
    an_order_is_made_once_and_open_until_it_is_over,
];

holds_for_sqlite![
    contract:
    an_error_undoes_the_whole_transaction,
    each_change_raises_the_owners_revision_and_extends_its_chain,
    changes_come_by_lane_in_the_order_of_their_revisions,
    removed_entities_are_told_to_those_who_may_know_them,
    the_last_number_rises_over_what_is_final_without_gaps,
    a_waiting_command_keeps_its_body_and_a_final_one_does_not,
    one_time_passwords_are_tried_and_used_once,
    a_tally_empties_when_its_window_ends,
    a_token_ends_when_its_device_gets_another,
    only_the_newest_writer_appends_and_only_at_the_end,
    any_range_of_a_blob_is_read_across_its_pieces,
    a_blob_goes_with_the_last_that_keeps_it,
    what_nothing_needs_is_dropped_and_what_waits_is_not,
    a_dossier_code_is_taken_once,
    counters_count_each_on_its_own,
    a_backup_says_what_it_holds_once_it_is_complete,
    a_copy_holds_everything,
];

#[test]
fn a_database_of_a_newer_version_is_refused() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("portal.db");
    drop(SqliteStorage::open(&path).expect("the database opens"));
    let mut bytes = std::fs::read(&path).expect("read");
    // `user_version` stands at byte 60 of the header, most significant byte first.
    bytes[60..64].copy_from_slice(&1000_u32.to_be_bytes());
    std::fs::write(&path, bytes).expect("written");
    assert!(matches!(SqliteStorage::open(&path), Err(cds_portal::storage::StorageError::TooNew)));
}
