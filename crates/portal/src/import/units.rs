//! A list of administrative units: one province with its communes.

use std::collections::HashSet;

use serde::Deserialize;
use serde_json::Value;

use super::{ImportError, ImportReport, RefusalReason, line};
use crate::storage::Unit;

#[derive(Deserialize)]
struct UnitFile {
    province: Value,
    communes: Vec<Value>,
}

#[derive(Deserialize)]
struct RecordUnit {
    code: String,
    #[serde(default)]
    full_name: Option<String>,
    #[serde(default)]
    province_code: Option<String>,
}

/// Reads a list, unpacked: the province first, then its communes in their order. A province that is refused takes its
/// communes with it.
pub fn read(content: &[u8]) -> Result<(Vec<Unit>, ImportReport), ImportError> {
    let file: UnitFile = serde_json::from_slice(content)?;
    let mut report = ImportReport::default();
    let province = match unit(file.province, 2) {
        Ok((province, _)) => province,
        Err((label, reason)) => {
            report.refuse(label.unwrap_or_else(|| "province".to_owned()), reason);
            return Ok((Vec::new(), report));
        }
    };
    let mut codes = HashSet::new();
    let mut units = vec![province.clone()];
    for (position, record) in (1..).zip(file.communes) {
        let read = unit(record, 5).and_then(|(unit, named)| {
            let refuse = |reason| Err((Some(unit.code.clone()), reason));
            if named.is_some_and(|named| named != province.code) {
                refuse(RefusalReason::OtherProvince)
            } else if codes.insert(unit.code.clone()) {
                Ok(Unit { province: Some(province.code.clone()), ..unit })
            } else {
                refuse(RefusalReason::Duplicate)
            }
        });
        match read {
            Ok(unit) => units.push(unit),
            Err((label, reason)) => report.refuse(label.unwrap_or_else(|| format!("#{position}")), reason),
        }
    }
    report.kept = units.len();
    Ok((units, report))
}

/// The unit of a record with the province it names; or its code, where it has one, with what is wrong.
fn unit(record: Value, digits: usize) -> Result<(Unit, Option<String>), (Option<String>, RefusalReason)> {
    let label = record.get("code").and_then(Value::as_str).map(str::to_owned).filter(|code| !code.is_empty());
    let Some(code) = label else { return Err((None, RefusalReason::NoCode)) };
    let refuse = |reason| (Some(code.clone()), reason);
    let record: RecordUnit = serde_json::from_value(record).map_err(|_| refuse(RefusalReason::Form))?;
    if record.code.len() != digits || !record.code.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(refuse(RefusalReason::CodeForm));
    }
    let name = line(record.full_name).ok_or_else(|| refuse(RefusalReason::NoName))?;
    Ok((Unit { code: record.code, name, province: None }, record.province_code))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::import::Refused;
    use serde_json::json;

    fn import(file: &Value) -> (Vec<Unit>, ImportReport) {
        read(file.to_string().as_bytes()).expect("the file is read")
    }

    fn codes(units: &[Unit]) -> Vec<&str> {
        units.iter().map(|unit| unit.code.as_str()).collect()
    }

    #[test]
    fn a_province_and_its_communes_are_read() {
        let (units, report) = import(&json!({
            "province": { "code": "04", "name": "Cao Bằng", "full_name": "Tỉnh Cao Bằng" },
            "communes": [{ "code": "01273", "province_code": "04", "full_name": "Phường  Thục Phán" },
                         { "code": "01288", "full_name": "Phường Tân Giang" }],
        }));
        let commune =
            |code: &str, name: &str| Unit { code: code.into(), name: name.into(), province: Some("04".into()) };
        let province = Unit { code: "04".into(), name: "Tỉnh Cao Bằng".into(), province: None };
        let expected = [province, commune("01273", "Phường Thục Phán"), commune("01288", "Phường Tân Giang")];
        assert_eq!(units, expected);
        assert_eq!(report, ImportReport { kept: 3, ..ImportReport::default() });
    }

    #[test]
    fn bad_communes_are_named_with_their_reason() {
        let (units, report) = import(&json!({
            "province": { "code": "04", "full_name": "Tỉnh Cao Bằng" },
            "communes": [
                { "full_name": "Xã không mã" },
                { "code": "1273", "full_name": "Xã mã ngắn" },
                { "code": "01274", "full_name": " " },
                { "code": "01275", "full_name": "Xã A" },
                { "code": "01275", "full_name": "Xã B" },
                { "code": "01276", "full_name": "Xã C", "province_code": "66" },
                { "code": "01277", "full_name": 5 },
            ],
        }));
        assert_eq!(codes(&units), ["04", "01275"]);
        let reasons: Vec<(&str, RefusalReason)> =
            report.refused.iter().map(|Refused { record, reason }| (record.as_str(), *reason)).collect();
        let expected = [
            ("#1", RefusalReason::NoCode),
            ("1273", RefusalReason::CodeForm),
            ("01274", RefusalReason::NoName),
            ("01275", RefusalReason::Duplicate),
            ("01276", RefusalReason::OtherProvince),
            ("01277", RefusalReason::Form),
        ];
        assert_eq!(reasons, expected);
    }

    #[test]
    fn without_a_province_nothing_is_taken() {
        let (units, report) = import(&json!({
            "province": { "code": "4", "full_name": "Tỉnh" }, "communes": [{ "code": "01275", "full_name": "Xã A" }],
        }));
        assert_eq!((units.len(), report.kept), (0, 0));
        assert_eq!(report.refused, [Refused { record: "4".to_owned(), reason: RefusalReason::CodeForm }]);
    }
}
