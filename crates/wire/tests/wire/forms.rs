//! Forms, and what a draft would be refused for.

use cds_wire::form::{AnswerProblem, FieldKind, FieldProblem, FormRef, TextFormat, ValueSource, Words};
use cds_wire::ipc::*;

use crate::check;

fn words(vi: &str, en: &str) -> Words {
    Words { vi: vi.to_owned(), en: en.to_owned() }
}

#[test]
fn types_of_forms() {
    let form = FormRef { id: "mau-thu".to_owned(), version: 1 };
    let problem = FieldProblem {
        field: "con.0.hoTen".to_owned(),
        problem: AnswerProblem::TooLong,
        limit: Some("20".to_owned()),
        actual: Some(21),
    };
    let option = OptionView { value: "1".to_owned(), label: words("Nam", "Male") };
    let attached = AttachmentSummary { name: "a".to_owned(), media_type: "image/jpeg".to_owned(), size: 7 };
    let field = FieldView {
        name: "con.0.hoTen".to_owned(),
        kind: FieldKind::Text,
        label: words("Họ tên", "Name"),
        hint: Some(words("Như trên giấy", "As on the paper")),
        required: true,
        value: "Lý A Thí".into(),
        shown: None,
        source: Some(ValueSource::Profile),
        problems: vec![problem.clone()],
        options: vec![],
        max_length: Some(20),
        multiline: true,
        format: Some(TextFormat::Phone),
        rows: vec![],
        max_rows: None,
        next_row: None,
        paper: None,
        originals: 0,
        copies: 0,
        group: None,
        attached: None,
    };
    let row = RowView { fields: vec![field.clone()] };
    let group = FieldView {
        name: "con".to_owned(),
        kind: FieldKind::Group,
        value: "".into(),
        shown: Some("20/05/2021".into()),
        options: vec![option.clone()],
        rows: vec![row.clone()],
        max_rows: Some(3),
        next_row: Some("con.1.hoTen".to_owned()),
        paper: Some("a".to_owned()),
        copies: 2,
        group: Some(PaperGroupView { number: 1, name: Some("Cấp mới".to_owned()) }),
        attached: Some(attached),
        ..field.clone()
    };
    let section =
        SectionView { name: "a".to_owned(), title: words("Con", "Children"), hint: None, fields: vec![group] };
    let view = FormView {
        form: form.clone(),
        title: words("Mẫu", "Form"),
        sections: vec![section.clone()],
        declaration: vec![words("Tôi cam đoan", "I declare")],
        problems: vec![problem.clone()],
    };
    let obstacle = Obstacle {
        code: ObstacleCode::ProcedureSuperseded,
        warning: true,
        answer: Some(problem.clone()),
        detail: Some("1.000003".to_owned()),
    };
    check! {
        FormRef: form;
        Words: words("Con", "Children");
        FieldKind: FieldKind::ALL.to_vec();
        TextFormat: TextFormat::ALL.to_vec();
        AnswerProblem: AnswerProblem::ALL.to_vec();
        ValueSource: ValueSource::ALL.to_vec();
        FieldProblem: problem;
        OptionView: option;
        PaperGroupView: PaperGroupView { number: 2, name: Some("Phải nộp".to_owned()) };
        FieldView: field;
        RowView: row;
        SectionView: section;
        FormView: view;
        FormState: FormState::ALL.to_vec();
        DraftForm: DraftForm { draft: "0190".to_owned(), state: FormState::Unknown, form: Some(form.clone()), view: None };
        BeginDraftArgs: BeginDraftArgs { procedure: "1.001193".to_owned(), commune: None, person: None, again: true };
        PrefillArgs: PrefillArgs { draft: "0190".to_owned(), card: Some("004090000001||".into()) };
        RemoveRowArgs: RemoveRowArgs { draft: "0190".to_owned(), group: "con".to_owned(), row: 1 };
        ObstacleCode: ObstacleCode::ALL.to_vec();
        Obstacle: obstacle;
        Preflight: Preflight {
            draft: "0190".to_owned(),
            ready: false,
            obstacles: vec![obstacle.clone()],
            body: 44,
            body_limit: 65536,
            files: 7,
        };
    }
}
