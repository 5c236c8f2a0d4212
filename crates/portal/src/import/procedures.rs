//! The national catalogue of procedures.
//!
//! Reads an object with `procedures`, a list of records with the codes of the national portal. Seen in such a file:
//! names of 1,192 characters, 224 papers, time limits without a unit or with a whole sentence as one, fees labelled
//! free beside a note that names a sum, details fetched from another procedure's page.

mod channel;
mod record;

use std::collections::HashSet;

use cds_wire::procedure::Procedure;
use serde::Deserialize;
use serde_json::Value;

use super::{ImportError, ImportReport, RefusalReason};

/// The longest code.
const MAX_CODE: usize = 40;

#[derive(Deserialize)]
struct CatalogueFile {
    procedures: Vec<Value>,
}

/// Reads a catalogue, unpacked. Records keep their order.
pub fn read(content: &[u8]) -> Result<(Vec<Procedure>, ImportReport), ImportError> {
    let file: CatalogueFile = serde_json::from_slice(content)?;
    let mut report = ImportReport::default();
    let mut procedures = Vec::with_capacity(file.procedures.len());
    let mut codes = HashSet::new();
    for (position, record) in (1..).zip(file.procedures) {
        let code = record.get("code").and_then(Value::as_str).map(|code| code.trim().to_owned());
        let label = code.clone().filter(|code| !code.is_empty()).unwrap_or_else(|| format!("#{position}"));
        let read = checked_code(code.as_deref()).and_then(|()| record::procedure(record)).and_then(|(read, marks)| {
            if codes.insert(read.code.clone()) { Ok((read, marks)) } else { Err(RefusalReason::Duplicate) }
        });
        match read {
            Ok((procedure, marks)) => {
                marks.into_iter().for_each(|mark| report.mark(mark));
                procedures.push(procedure);
            }
            Err(reason) => report.refuse(label, reason),
        }
    }
    report.kept = procedures.len();
    Ok((procedures, report))
}

/// Codes look like `1.001193`; provinces append parts of their own, as in `1.001193.000.00.00.H14`.
fn checked_code(code: Option<&str>) -> Result<(), RefusalReason> {
    let code = code.filter(|code| !code.is_empty()).ok_or(RefusalReason::NoCode)?;
    let parts: Vec<&str> = code.split('.').collect();
    let begins_with_digit = |part: &&str| part.starts_with(|c: char| c.is_ascii_digit());
    let is_code = code.len() <= MAX_CODE
        && parts.len() >= 2
        && parts.iter().take(2).all(begins_with_digit)
        && parts.iter().all(|part| !part.is_empty() && part.chars().all(|c| c.is_ascii_alphanumeric()));
    if is_code { Ok(()) } else { Err(RefusalReason::CodeForm) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::import::{Mark, Refused};
    use cds_wire::procedure::ProcedureFlag;
    use serde_json::json;

    fn import(records: &Value) -> (Vec<Procedure>, ImportReport) {
        let file = json!({ "meta": {}, "procedures": records });
        read(file.to_string().as_bytes()).expect("the file is read")
    }

    #[test]
    fn bad_records_are_named_with_their_reason_and_the_others_taken() {
        let (procedures, report) = import(&json!([
            { "code": "1.000001", "name": "Một" },
            { "name": "Không mã" },
            { "code": "", "name": "Mã trống" },
            { "code": "khai sinh", "name": "Mã lạ" },
            { "code": "1.000002", "name": "  " },
            { "code": "1.000001", "name": "Trùng mã" },
            { "code": "1.000003", "name": "Kênh lạ", "channels": [{ "channel": "chim_bo_cau" }] },
            { "code": "1.000004", "name": "Số lạ", "documents": [{ "items": [
                { "name": "Tờ khai", "originals": 100_000, "copies": 0 }] }] },
            { "code": "1.000005", "name": "Thời hạn lạ",
              "channels": [{ "channel": "truc_tiep", "time_value": -1, "time_unit": "ngay" }] },
            { "code": "1.000006", "name": "Phí lạ",
              "channels": [{ "channel": "truc_tiep", "fees": [{ "amount": -5 }] }] },
            { "code": "1.000007", "name": ["không", "phải", "chữ"] },
            "không phải hồ sơ",
            { "code": "1.000008.000.00.00.H14", "name": "Hai" },
        ]));
        let codes: Vec<&str> = procedures.iter().map(|procedure| procedure.code.as_str()).collect();
        assert_eq!(codes, ["1.000001", "1.000008.000.00.00.H14"]);
        assert_eq!((report.kept, report.marked.len()), (2, 0));
        let refused = |record: &str, reason| Refused { record: record.to_owned(), reason };
        let expected = [
            refused("#2", RefusalReason::NoCode),
            refused("#3", RefusalReason::NoCode),
            refused("khai sinh", RefusalReason::CodeForm),
            refused("1.000002", RefusalReason::NoName),
            refused("1.000001", RefusalReason::Duplicate),
            refused("1.000003", RefusalReason::UnknownChannel),
            refused("1.000004", RefusalReason::AbsurdCount),
            refused("1.000005", RefusalReason::AbsurdTime),
            refused("1.000006", RefusalReason::AbsurdFee),
            refused("1.000007", RefusalReason::Form),
            refused("#12", RefusalReason::NoCode),
        ];
        assert_eq!(report.refused, expected);
    }

    #[test]
    fn marks_are_counted_by_record() {
        let channel = json!({ "channel": "truc_tiep", "time_value": 1, "time_unit": null, "fees": [] });
        let (_, report) = import(&json!([
            { "code": "1.000001", "name": "Một", "channels": [channel, channel], "fallback_page": true },
            { "code": "1.000002", "name": "Hai", "channels": [channel] },
        ]));
        let expected = [(Mark::Flag(ProcedureFlag::FallbackPage), 1), (Mark::Flag(ProcedureFlag::TimeUnitMissing), 2)];
        assert_eq!(report.marked, expected);
    }

    #[test]
    fn a_file_of_another_form_is_refused_whole() {
        for content in ["", "[]", "{\"procedures\": 5}", "{\"procedures\": [}"] {
            assert!(matches!(read(content.as_bytes()), Err(ImportError::Form { .. })), "{content}");
        }
    }
}
