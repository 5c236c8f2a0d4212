//! What a portal, or whoever stands in its place, answers a synchronisation.
//!
//! A page is read, and each record in it as its kind; what is read is written and read as the same. No receipt and no
//! trust list of a stranger verifies.

#![no_main]

use cds_identity::{Receipt, TrustList};
use cds_wire::alert::AlertRecord;
use cds_wire::dossier::DossierRecord;
use cds_wire::paper::PaperRecord;
use cds_wire::petition::PetitionRecord;
use cds_wire::portal::{
    CatalogueRecord, CommandResult, CredentialRecord, DeviceRecord, HolidaysRecord, ProfileRecord, RecoveryNotice,
    StatusRecord, SyncResponse, TrustRecord,
};
use libfuzzer_sys::fuzz_target;
use serde_json::Value;

/// A root whose seed nobody knows.
const ROOT: [u8; 32] = [9; 32];

/// Whether a number with a fraction, or one too large for 64 bits, is in it. No record has any; serde_json reads such a
/// number to within its last digit, so that it may change on the way.
fn has_fraction(value: &Value) -> bool {
    match value {
        Value::Number(number) => number.is_f64(),
        Value::Array(values) => values.iter().any(has_fraction),
        Value::Object(values) => values.values().any(has_fraction),
        _ => false,
    }
}

fuzz_target!(|data: &[u8]| {
    if serde_json::from_slice::<Value>(data).is_ok_and(|value| has_fraction(&value)) {
        return;
    }
    let Some(page) = cds_fuzz::read::<SyncResponse>(data) else { return };
    let nobody = TrustList { issuer: String::new(), name: String::new(), serial: 0, issued_at: 0, keys: vec![] };
    let check = |result: &CommandResult| {
        if let Some(receipt) = &result.receipt {
            assert!(Receipt::verify(&receipt.0, &nobody).is_err(), "nobody signed it");
        }
    };
    page.results.iter().for_each(check);
    for change in page.changes {
        let Some(data) = change.data else { continue };
        let data = serde_json::to_vec(data.reveal()).expect("it came as JSON");
        match change.kind.as_str() {
            CommandResult::KIND => cds_fuzz::read::<CommandResult>(&data).iter().for_each(check),
            TrustRecord::KIND => {
                if let Some(record) = cds_fuzz::read::<TrustRecord>(&data) {
                    assert!(TrustList::verify(&record.list.0, &ROOT).is_err(), "nobody signed it");
                }
            }
            StatusRecord::KIND => drop(cds_fuzz::read::<StatusRecord>(&data)),
            DossierRecord::KIND => drop(cds_fuzz::read::<DossierRecord>(&data)),
            PetitionRecord::KIND => drop(cds_fuzz::read::<PetitionRecord>(&data)),
            PaperRecord::KIND => drop(cds_fuzz::read::<PaperRecord>(&data)),
            AlertRecord::KIND => drop(cds_fuzz::read::<AlertRecord>(&data)),
            ProfileRecord::KIND => drop(cds_fuzz::read::<ProfileRecord>(&data)),
            DeviceRecord::KIND => drop(cds_fuzz::read::<DeviceRecord>(&data)),
            CredentialRecord::KIND => drop(cds_fuzz::read::<CredentialRecord>(&data)),
            CatalogueRecord::KIND => drop(cds_fuzz::read::<CatalogueRecord>(&data)),
            HolidaysRecord::KIND => drop(cds_fuzz::read::<HolidaysRecord>(&data)),
            RecoveryNotice::KIND => drop(cds_fuzz::read::<RecoveryNotice>(&data)),
            _ => {}
        }
    }
});
