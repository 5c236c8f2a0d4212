//! Forms: begun, filled in with what is known, checked, filed.

use cds_core::App;
use cds_wire::form::{AnswerProblem, FormRef, ValueSource};
use cds_wire::ipc::{
    BeginDraftArgs, DraftArgs, ErrorCode, FieldView, FormState, FormView, Obstacle, ObstacleCode, PrefillArgs,
    RemoveRowArgs,
};

use crate::fixture::*;

const TEMPORARY_RESIDENCE: &str = "1.004194";
const PROOF: &str = "Giấy tờ chứng minh chỗ ở hợp pháp";

fn begin(app: &App, procedure: &str) -> String {
    begin_again(app, procedure, false)
}

fn begin_again(app: &App, procedure: &str, again: bool) -> String {
    let args = BeginDraftArgs { procedure: procedure.to_owned(), commune: None, person: None, again };
    app.begin_draft(&args).expect("begun").id
}

fn write(app: &App, draft: &str, answers: &[(&str, &str)]) {
    let known = app.draft(draft).expect("a draft");
    let mut fields = known.fields;
    fields.extend(answers.iter().map(|(name, value)| ((*name).to_owned(), (*value).into())));
    let args = DraftArgs { id: Some(known.id), procedure: known.procedure_code, commune: known.commune, fields };
    app.save_draft(&args).expect("saved");
}

fn view(app: &App, draft: &str) -> FormView {
    let form = app.draft_form(draft).expect("a form");
    assert_ne!(form.state, FormState::Unknown);
    form.view.expect("a view")
}

fn field(view: &FormView, name: &str) -> FieldView {
    let mut fields = view.sections.iter().flat_map(|section| &section.fields);
    fields.find(|field| field.name == name).expect("it is shown").clone()
}

fn problems(obstacles: &[Obstacle]) -> Vec<(String, AnswerProblem)> {
    let answers = obstacles.iter().filter_map(|obstacle| obstacle.answer.clone());
    answers.map(|answer| (answer.field, answer.problem)).collect()
}

/// All that the form asks for but the paper.
const WHOLE: &[(&str, &str)] = &[
    ("tinhTT", "cao bằng"),
    ("xaTT", "01273"),
    ("diachiTT", "Tổ 3"),
    ("tungay", "1/12/2026"),
    ("denngay", "1.12.2027"),
    ("loaicho", "thue"),
    ("tienthue", "1.500.000 đ"),
    ("laChuHo", "YES"),
    ("thanhvien.0.hoten", "Lý Văn Tú"),
    ("thanhvien.0.ngaysinh", "2015"),
    ("thanhvien.0.gioitinh", "Nam"),
    ("thanhvien.0.quanhe", "Con"),
];

#[test]
fn a_form_is_filled_in_offline_checked_and_filed_as_the_office_reads_it() {
    let fixture = Fixture::start();
    drop(fixture.in_step());
    let app = fixture.offline();
    let draft = begin(&app, TEMPORARY_RESIDENCE);
    let empty = app.preflight(&draft).expect("checked");
    assert!(!empty.ready && problems(&empty.obstacles).contains(&("hoten".to_owned(), AnswerProblem::Missing)));
    app.prefill_draft(&PrefillArgs { draft: draft.clone(), card: None }).expect("filled in");
    write(&app, &draft, WHOLE);
    write(&app, &draft, &[("hotenChuHo", "không dùng nữa"), ("denngay", "1/11/2026")]);
    let checked = app.preflight(&draft).expect("checked");
    let expected =
        [("denngay".to_owned(), AnswerProblem::DateTooEarly), ("chungminhcho".to_owned(), AnswerProblem::FileMissing)];
    assert_eq!(problems(&checked.obstacles), expected);
    assert_eq!(code(app.confirm(&draft)), ErrorCode::NotReadyToFile);
    assert_eq!(app.draft(&draft).expect("it stays").fields["tienthue"].reveal(), "1.500.000 đ", "as it was typed");
    write(&app, &draft, &[("denngay", "1.12.2027")]);
    app.attach(&draft, PROOF, &photo(1)).expect("attached");
    drop(app);

    // Killed, and opened again: all is there, and it goes out.
    let app = fixture.app_at(&fixture.home());
    app.unlock(&PASSPHRASE.into()).expect("opened");
    let checked = app.preflight(&draft).expect("checked");
    assert!(checked.ready && checked.files == photo(1).len() as u64, "{:?}", checked.obstacles);
    app.confirm(&draft).expect("confirmed");
    app.sync().expect("in step");
    let filed = app.dossier(&draft).expect("read");
    assert!(filed.receipt.is_some());
    let sent = |name: &str| filed.fields.get(name).map(|value| value.reveal().as_str());
    assert_eq!(sent("tienthue"), Some("1500000"));
    assert_eq!(sent("tinhTT"), Some("04"));
    assert_eq!(sent("denngay"), Some("2027-12-01"));
    assert_eq!(sent("thanhvien.0.gioitinh"), Some("1"));
    assert_eq!(sent("sothanhvien"), Some("1"));
    assert_eq!(sent("hotenChuHo"), None, "what does not apply is not sent");
    assert_eq!(filed.attachments, [PROOF]);
    let shown = view(&app, &draft);
    assert_eq!(field(&shown, "denngay").shown.expect("as people read it").reveal(), "01/12/2027");
}

#[test]
fn what_is_known_says_where_it_comes_from_until_it_is_changed() {
    let fixture = Fixture::start();
    let app = fixture.in_step();
    let draft = begin(&app, TEMPORARY_RESIDENCE);
    write(&app, &draft, &[("sodienthoai", "0912345678")]);
    let card = format!("{NUMBER}||LÝ A THÍ|14021990|Nam|Cao Bằng|20052021");
    app.prefill_draft(&PrefillArgs { draft: draft.clone(), card: Some(card.as_str().into()) }).expect("filled in");
    let known = view(&app, &draft);
    let name = field(&known, "hoten");
    assert_eq!((name.value.reveal().is_empty(), name.source), (false, Some(ValueSource::Profile)));
    assert_eq!(field(&known, "sodinhdanh").value.reveal(), NUMBER);
    let phone = field(&known, "sodienthoai");
    assert_eq!((phone.value.reveal().as_str(), phone.source), ("0912345678", None), "what was typed stays");
    write(&app, &draft, &[("hoten", "Lý A Thí (Tý)")]);
    let known = view(&app, &draft);
    assert_eq!(field(&known, "hoten").source, None);
    assert_eq!(field(&known, "sodinhdanh").source, Some(ValueSource::Profile));
    assert_eq!(
        code(app.prefill_draft(&PrefillArgs { draft, card: Some("x".into()) })),
        ErrorCode::PersonalNumberInvalid
    );
}

#[test]
fn a_card_knows_what_the_profile_does_not_but_only_its_own_holders() {
    let fixture = Fixture::start();
    let app = fixture.in_step();
    let issued = |number: &str| {
        let draft = begin(&app, "1.001193");
        let card = format!("{number}||LÝ A THÍ|14021990|Nam|Cao Bằng|20052021");
        app.prefill_draft(&PrefillArgs { draft: draft.clone(), card: Some(card.as_str().into()) }).expect("filled in");
        let field = field(&view(&app, &draft), "NgayCapDDC");
        (field.value.into_inner(), field.source)
    };
    assert_eq!(issued(NUMBER), ("2021-05-20".to_owned(), Some(ValueSource::Card)));
    assert_eq!(issued("004190000009"), (String::new(), None));
}

#[test]
fn an_earlier_dossier_fills_in_what_may_be_taken_from_it() {
    let fixture = Fixture::start();
    let app = fixture.in_step();
    let first = begin(&app, TEMPORARY_RESIDENCE);
    app.prefill_draft(&PrefillArgs { draft: first.clone(), card: None }).expect("filled in");
    write(&app, &first, WHOLE);
    write(&app, &first, &[("email", "thi@example.vn")]);
    app.attach(&first, PROOF, &photo(1)).expect("attached");
    app.confirm(&first).expect("confirmed");
    let second = begin(&app, TEMPORARY_RESIDENCE);
    app.prefill_draft(&PrefillArgs { draft: second.clone(), card: None }).expect("filled in");
    let known = view(&app, &second);
    let mail = field(&known, "email");
    assert_eq!((mail.value.reveal().as_str(), mail.source), ("thi@example.vn", Some(ValueSource::Dossier)));
    assert_eq!(field(&known, "diachiTT").value.reveal(), "", "nothing says that it may be taken");
}

#[test]
fn a_second_draft_has_all_of_the_first_and_goes_its_own_way() {
    let fixture = Fixture::start();
    let app = fixture.in_step();
    let first = begin(&app, TEMPORARY_RESIDENCE);
    write(&app, &first, WHOLE);
    app.attach(&first, PROOF, &photo(1)).expect("attached");
    let second = app.copy_draft(&first).expect("copied").id;
    assert_ne!(first, second);
    let (one, two) = (app.draft(&first).expect("read"), app.draft(&second).expect("read"));
    assert_eq!((&one.form, &one.fields, &one.attachments), (&two.form, &two.fields, &two.attachments));
    assert_eq!(one.form, Some(FormRef { id: "tam-tru".to_owned(), version: 1 }));
    write(&app, &second, &[("diachiTT", "Tổ 4"), ("thanhvien.1.hoten", "Lý Thị Na")]);
    let row = |row| RemoveRowArgs { draft: second.clone(), group: "thanhvien".to_owned(), row };
    let fewer = app.remove_row(&row(0)).expect("taken out").view.expect("a view");
    assert_eq!(field(&fewer, "thanhvien").rows.len(), 1);
    assert_eq!(app.draft(&second).expect("read").fields["thanhvien.0.hoten"].reveal(), "Lý Thị Na");
    app.delete_draft(&first).expect("deleted");
    assert_eq!(app.draft(&second).expect("it stays").attachments.len(), 1);
    assert!(field(&view(&app, &second), "chungminhcho").attached.is_some());
    assert_eq!(code(app.copy_draft("nothing")), ErrorCode::NotFound);
}

#[test]
fn a_procedure_withdrawn_while_the_draft_was_written_is_told_before_it_is_filed() {
    let fixture = Fixture::start();
    let app = fixture.in_step();
    let draft = begin(&app, TEMPORARY_RESIDENCE);
    app.prefill_draft(&PrefillArgs { draft: draft.clone(), card: None }).expect("filled in");
    write(&app, &draft, WHOLE);
    app.attach(&draft, PROOF, &photo(1)).expect("attached");
    assert!(app.preflight(&draft).expect("checked").ready);
    fixture.close_procedure(TEMPORARY_RESIDENCE);
    app.sync().expect("in step");
    let checked = app.preflight(&draft).expect("checked");
    assert_eq!(checked.obstacles.iter().map(|one| one.code).collect::<Vec<_>>(), [ObstacleCode::ProcedureUnknown]);
    assert_eq!(code(app.confirm(&draft)), ErrorCode::NotReadyToFile);
    write(&app, &draft, &[("diachiTT", "Tổ 5")]);
    assert_eq!(field(&view(&app, &draft), "diachiTT").value.reveal(), "Tổ 5", "nothing that is typed is lost");
}

#[test]
fn a_dossier_that_comes_back_is_finished_in_its_form() {
    let fixture = Fixture::start();
    drop(fixture.in_step());
    let app = fixture.offline();
    let draft = begin(&app, TEMPORARY_RESIDENCE);
    app.prefill_draft(&PrefillArgs { draft: draft.clone(), card: None }).expect("filled in");
    write(&app, &draft, WHOLE);
    app.attach(&draft, PROOF, &photo(1)).expect("attached");
    let command = app.confirm(&draft).expect("confirmed").id;
    app.cancel(&command).expect("taken back");
    assert!(app.preflight(&command).expect("checked").ready);
    assert_eq!(field(&view(&app, &command), "tienthue").shown, Some("1.500.000 đ".into()));
}

#[test]
fn what_has_no_form_of_its_own_has_that_of_every_dossier() {
    let fixture = Fixture::start();
    let app = fixture.in_step();
    let draft = begin(&app, "1.014748");
    let form = app.prefill_draft(&PrefillArgs { draft: draft.clone(), card: None }).expect("filled in");
    assert_eq!((form.state, form.form), (FormState::Generic, None));
    let known = field(&form.view.expect("a view"), "ho_ten");
    assert_eq!((known.value.reveal().is_empty(), known.source), (false, Some(ValueSource::Profile)));
    // What its fields lack is told, and does not keep a script from filing it: the portal takes it as it is.
    let checked = app.preflight(&draft).expect("checked");
    let missing =
        checked.obstacles.iter().filter_map(|found| Some((found.warning, found.answer.as_ref()?.field.as_str())));
    assert_eq!(missing.collect::<Vec<_>>(), [(true, "noi_dung")]);
    assert!(checked.ready);
    let blank = app.form("1.014748").expect("a form");
    assert_eq!(blank.form.id, "chung");
    assert_eq!(field(&blank, "noi_dung").value.reveal(), "");
    assert_eq!(code(app.form("9.999999")), ErrorCode::NotFound);
    assert_eq!(app.form(TEMPORARY_RESIDENCE).expect("a form").form.id, "tam-tru");
}

#[test]
fn a_paper_of_a_place_that_does_not_apply_is_not_shown_as_one_that_goes_along() {
    let fixture = Fixture::start();
    let app = fixture.in_step();
    let draft = begin(&app, "1.000656");
    let notice = "Giấy báo tử hoặc giấy tờ thay thế";
    app.attach(&draft, notice, &photo(1)).expect("attached");
    let attached = |form: FormView| {
        let fields = form.sections.into_iter().flat_map(|section| section.fields);
        fields.filter_map(|field| field.attached).map(|paper| paper.name).collect::<Vec<_>>()
    };
    assert_eq!(attached(view(&app, &draft)), [notice]);
    write(&app, &draft, &[("loaigiaybaotu", "khong")]);
    assert!(attached(view(&app, &draft)).is_empty(), "it is not sent");
    write(&app, &draft, &[("loaigiaybaotu", "")]);
    assert_eq!(attached(view(&app, &draft)), [notice], "it is there all the same");
}

#[test]
fn what_a_script_fills_in_besides_is_shown_and_sent() {
    let fixture = Fixture::start();
    let app = fixture.in_step();
    let fields = [("noi_dung", "Xin cấp\u{7} lại"), ("giay_to_0", "12"), ("con", "hai"), ("con.0.ten", "Mai")];
    let generic = app.save_draft(&DraftArgs {
        id: None,
        procedure: TEMPORARY_RESIDENCE.to_owned(),
        commune: None,
        fields: fields.into_iter().map(|(name, value)| (name.to_owned(), value.into())).collect(),
    });
    let generic = generic.expect("saved").id;
    assert_eq!(app.draft(&generic).expect("read").form, None);
    let shown = view(&app, &generic);
    assert_eq!(field(&shown, "giay_to_0").value.reveal(), "12");
    let mut names: Vec<&str> =
        shown.sections.iter().flat_map(|section| &section.fields).map(|one| one.name.as_str()).collect();
    let all = names.len();
    names.sort_unstable();
    names.dedup();
    assert_eq!(names.len(), all, "no name is there twice");
    assert!(shown.problems.iter().all(|wrong| wrong.problem != AnswerProblem::UnknownField), "{:?}", shown.problems);
    assert_eq!(field(&shown, "con.0.ten").value.reveal(), "Mai");
    app.confirm(&generic).expect("confirmed");
    let sent = app.dossier(&generic).expect("read").fields;
    let sent: Vec<(&str, &str)> = sent.iter().map(|(name, value)| (name.as_str(), value.reveal().as_str())).collect();
    assert_eq!(sent, [("con", "hai"), ("con.0.ten", "Mai"), ("giay_to_0", "12"), ("noi_dung", "Xin cấp lại")]);
}

#[test]
fn who_only_looks_at_a_form_leaves_one_draft_behind_with_what_is_known_now() {
    let fixture = Fixture::start();
    let app = fixture.in_step();
    let prefilled = |draft: &str| {
        let form = app.prefill_draft(&PrefillArgs { draft: draft.to_owned(), card: None }).expect("filled in");
        field(&form.view.expect("a view"), "ho_ten").value.into_inner()
    };
    let draft = begin(&app, "1.014748");
    assert!(!prefilled(&draft).is_empty());
    // Whoever begins one by hand gets another.
    let other = begin(&app, "1.014748");
    assert_ne!(other, draft);
    app.delete_draft(&other).expect("deleted");
    assert_eq!(begin_again(&app, "1.014748", true), draft);
    assert!(app.draft(&draft).expect("read").fields.is_empty(), "what was known then may not hold any more");
    assert!(!prefilled(&draft).is_empty());
    write(&app, &draft, &[("noi_dung", "Xin cấp lại")]);
    let second = begin_again(&app, "1.014748", true);
    assert_ne!(second, draft);
    assert_ne!(begin_again(&app, TEMPORARY_RESIDENCE, true), second);
    app.attach(&second, "Giấy tờ khác", &photo(1)).expect("attached");
    assert_ne!(begin_again(&app, "1.014748", true), second);
}
