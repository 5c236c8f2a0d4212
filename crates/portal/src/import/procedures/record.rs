//! One record of the national catalogue, as crawled, and the procedure it becomes.

use cds_wire::procedure::{PaperGroup, Procedure, ProcedureFlag, RequiredPaper};
use serde::Deserialize;
use serde_json::Value;

use super::channel::{RecordChannel, channel, channel_from_text};
use crate::import::{Mark, RefusalReason, line, text};

/// More originals or copies than this cannot be meant; the most seen is 11.
const MAX_COUNT: u32 = 1_000;
#[derive(Deserialize)]
struct Record {
    code: String,
    #[serde(default)]
    name: Option<String>,
    /// The name under which the portal's index lists it, where its page has another.
    #[serde(default)]
    index_name: Option<String>,
    #[serde(default)]
    field: Option<String>,
    #[serde(default)]
    level: Option<Vec<String>>,
    #[serde(default)]
    audience: Option<Vec<String>>,
    #[serde(default)]
    agency: Option<String>,
    #[serde(default)]
    competent_agency: Option<String>,
    #[serde(default)]
    decision: Option<String>,
    #[serde(default)]
    channels: Option<Vec<RecordChannel>>,
    #[serde(default)]
    channels_raw: Option<String>,
    #[serde(default)]
    documents: Option<Vec<RecordGroup>>,
    #[serde(default)]
    conditions: Option<String>,
    #[serde(default)]
    steps: Option<String>,
    #[serde(default)]
    results: Option<Vec<RecordResult>>,
    #[serde(default)]
    legal: Option<Vec<RecordLaw>>,
    #[serde(default)]
    detail_suspect: bool,
    #[serde(default)]
    fallback_page: bool,
}

#[derive(Deserialize)]
struct RecordGroup {
    #[serde(default)]
    case: Option<String>,
    #[serde(default)]
    items: Vec<RecordPaper>,
}

#[derive(Deserialize)]
struct RecordPaper {
    #[serde(default)]
    name: Option<String>,
    #[serde(default)]
    originals: i64,
    #[serde(default)]
    copies: i64,
    #[serde(default)]
    note_only: bool,
}

#[derive(Deserialize)]
struct RecordResult {
    #[serde(default)]
    name: Option<String>,
}

#[derive(Deserialize)]
struct RecordLaw {
    #[serde(default)]
    name: Option<String>,
    #[serde(default)]
    number: Option<String>,
}

/// The marks of one record, each once.
#[derive(Default)]
pub(super) struct Marks(Vec<Mark>);

impl Marks {
    pub(super) fn add(&mut self, mark: Mark) {
        if !self.0.contains(&mark) {
            self.0.push(mark);
        }
    }

    pub(super) fn add_if(&mut self, holds: bool, flag: ProcedureFlag) {
        if holds {
            self.add(Mark::Flag(flag));
        }
    }
}

/// The procedure of a record, with what is doubtful about it.
pub(super) fn procedure(record: Value) -> Result<(Procedure, Vec<Mark>), RefusalReason> {
    let record: Record = serde_json::from_value(record).map_err(|_| RefusalReason::Form)?;
    let mut marks = Marks::default();
    marks.add_if(record.detail_suspect, ProcedureFlag::DetailSuspect);
    marks.add_if(record.fallback_page, ProcedureFlag::FallbackPage);
    let (name, synonyms) = names(&record)?;
    let channels = match record.channels.filter(|channels| !channels.is_empty()) {
        Some(channels) => channels.into_iter().map(|printed| channel(printed, &mut marks)).collect::<Result<_, _>>()?,
        None => channel_from_text(record.channels_raw, &mut marks).into_iter().collect(),
    };
    let papers = record.documents.unwrap_or_default();
    let papers = papers.into_iter().map(|printed| group(printed, &mut marks)).collect::<Result<Vec<_>, _>>()?;
    let lines = |printed: Option<Vec<String>>| printed.into_iter().flatten().filter_map(|text| line(Some(text)));
    let procedure = Procedure {
        code: record.code.trim().to_owned(),
        name,
        field: line(record.field),
        levels: lines(record.level).collect(),
        audience: lines(record.audience).collect(),
        agency: line(record.agency).or_else(|| line(record.competent_agency)),
        decision: line(record.decision),
        essential: None,
        life_events: Vec::new(),
        synonyms,
        channels,
        papers: papers.into_iter().filter(|group| !group.papers.is_empty() || group.case.is_some()).collect(),
        conditions: text(record.conditions),
        steps: text(record.steps),
        results: lines(Some(record.results.into_iter().flatten().filter_map(|result| result.name).collect())).collect(),
        legal: record.legal.into_iter().flatten().filter_map(law).collect(),
        valid_from: None,
        valid_to: None,
        province: None,
        superseded_by: None,
        flags: marks.0.iter().filter_map(|mark| if let Mark::Flag(flag) = mark { Some(*flag) } else { None }).collect(),
    };
    Ok((procedure, marks.0))
}

/// The name and other names. Where the details may be another procedure's, the index alone knows the name.
fn names(record: &Record) -> Result<(String, Vec<String>), RefusalReason> {
    let printed = line(record.name.clone());
    let listed = line(record.index_name.clone());
    match (printed, listed) {
        (_, Some(listed)) if record.detail_suspect => Ok((listed, Vec::new())),
        (Some(printed), listed) => Ok((printed, listed.into_iter().collect())),
        (None, Some(listed)) => Ok((listed, Vec::new())),
        (None, None) => Err(RefusalReason::NoName),
    }
}

fn group(printed: RecordGroup, marks: &mut Marks) -> Result<PaperGroup, RefusalReason> {
    let case = line(printed.case).filter(|case| case.chars().any(char::is_alphanumeric));
    let mut papers = Vec::with_capacity(printed.items.len());
    for item in printed.items {
        let (originals, copies) = (count(item.originals)?, count(item.copies)?);
        let Some(name) = text(item.name) else {
            marks.add(Mark::NamelessPaper);
            continue;
        };
        let remark = item.note_only || (originals == 0 && copies == 0);
        papers.push(RequiredPaper { name, originals, copies, remark });
    }
    Ok(PaperGroup { case, papers })
}

fn count(printed: i64) -> Result<u32, RefusalReason> {
    u32::try_from(printed).ok().filter(|count| *count <= MAX_COUNT).ok_or(RefusalReason::AbsurdCount)
}

/// Number and name, without the number twice.
fn law(printed: RecordLaw) -> Option<String> {
    match (line(printed.number), line(printed.name)) {
        (Some(number), Some(name)) if !name.contains(&number) => Some(format!("{number} {name}")),
        (number, name) => name.or(number),
    }
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use serde_json::json;

    /// The procedure of a record made of these fields, code and name.
    pub(in super::super) fn read(fields: Value) -> (Procedure, Vec<Mark>) {
        let mut record = json!({ "code": "1.000001", "name": "Thủ tục" });
        let whole = record.as_object_mut().expect("an object");
        whole.extend(fields.as_object().expect("an object").clone());
        procedure(record).expect("it is taken")
    }

    #[test]
    fn papers_without_originals_and_copies_are_remarks_and_nameless_ones_left_out() {
        let paper =
            |name: &str, originals: u32, copies: u32| json!({ "name": name, "originals": originals, "copies": copies });
        let (procedure, marks) = read(json!({ "documents": [
            { "case": null, "items": [paper("Tờ khai", 1, 11), paper("Lưu ý", 0, 0), paper("", 1, 0)] },
            { "case": "--", "items": [] },
            { "case": "Trường hợp khác", "items": [] },
        ] }));
        let read: Vec<(&str, u32, u32, bool)> = procedure.papers[0]
            .papers
            .iter()
            .map(|paper| (paper.name.as_str(), paper.originals, paper.copies, paper.remark))
            .collect();
        assert_eq!(read, [("Tờ khai", 1, 11, false), ("Lưu ý", 0, 0, true)]);
        assert_eq!(marks, [Mark::NamelessPaper]);
        let cases: Vec<Option<&str>> = procedure.papers.iter().map(|group| group.case.as_deref()).collect();
        assert_eq!(cases, [None, Some("Trường hợp khác")]);
    }

    #[test]
    fn very_long_records_are_taken_whole() {
        let name = "đăng ký ".repeat(149);
        let item = json!({ "name": "Giấy tờ", "originals": 1, "copies": 0 });
        let (procedure, marks) = read(json!({
            "name": name, "documents": [{ "case": null, "items": vec![item; 224] }], "steps": "Bước ".repeat(4_571),
        }));
        assert_eq!(procedure.name, name.trim());
        assert_eq!(procedure.papers[0].papers.len(), 224);
        assert!(marks.is_empty());
    }

    #[test]
    fn what_is_null_is_none() {
        let (procedure, marks) = read(json!({
            "field": null, "level": null, "audience": null, "decision": null, "agency": null,
            "competent_agency": "Cục Cảnh sát", "conditions": null, "steps": "", "results": [{ "name": null }],
            "legal": [{ "name": null, "number": "54/2014/QH13" }, { "name": "Luật Hộ tịch", "number": "60/2014/QH13" },
                      { "name": "Thông tư số 12/2025/TT-BCA", "number": "12/2025/TT-BCA" }],
        }));
        assert_eq!((procedure.levels.len(), procedure.audience.len(), procedure.results.len()), (0, 0, 0));
        assert_eq!((procedure.decision, procedure.steps), (None, None));
        assert_eq!(procedure.agency.as_deref(), Some("Cục Cảnh sát"));
        assert_eq!(procedure.legal, ["54/2014/QH13", "60/2014/QH13 Luật Hộ tịch", "Thông tư số 12/2025/TT-BCA"]);
        assert!(marks.is_empty());
    }

    #[test]
    fn where_the_details_may_be_anothers_the_index_knows_the_name() {
        let fields =
            json!({ "name": "Của thủ tục khác", "index_name": "Khóa tài khoản định danh", "detail_suspect": true });
        let (suspect, marks) = read(fields);
        assert_eq!((suspect.name.as_str(), suspect.synonyms.len()), ("Khóa tài khoản định danh", 0));
        assert_eq!((suspect.flags.as_slice(), marks.len()), (&[ProcedureFlag::DetailSuspect][..], 1));
        let (sound, _) = read(json!({ "name": "Cấp mã BIN", "index_name": "Cấp mã tổ chức phát hành thẻ" }));
        assert_eq!(
            (sound.name.as_str(), sound.synonyms),
            ("Cấp mã BIN", vec!["Cấp mã tổ chức phát hành thẻ".to_owned()])
        );
    }
}
