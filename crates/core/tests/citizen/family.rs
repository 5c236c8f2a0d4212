//! The citizen's family: added with consent, papers and dossiers for one of them, removed.

use cds_core::App;
use cds_core::pictures::PageFile;
use cds_portal::Storage;
use cds_portal::storage::{NewEntity, StorageError, Tx};
use cds_wire::Sensitive;
use cds_wire::family::{CONSENT_TEXT, Consent, ConsentBy, DependantRecord, Relation};
use cds_wire::form::ValueSource;
use cds_wire::ipc::{
    AddDependantArgs, AddPaperArgs, BeginDraftArgs, CommandState, DependantState, DossierState, ErrorCode,
    ObstacleCode, PersonShown, PrefillArgs, Unsent,
};
use cds_wire::paper::PaperKind;
use cds_wire::portal::Sex;

use crate::fixture::*;

const BIRTH: &str = "1.001193";
const LICENCE: &str = "3.000347";

fn mai() -> AddDependantArgs {
    AddDependantArgs {
        name: "  Lý Thị  Mai ".into(),
        birth_date: "1/10/2026".into(),
        sex: Sensitive::new(Sex::Female),
        personal_number: Some(" ".into()),
        relation: Relation::Child,
        consent: true,
    }
}

fn states(app: &App) -> Vec<(String, DependantState)> {
    let family = app.family().expect("read");
    family.into_iter().map(|one| (one.name.into_inner(), one.state)).collect()
}

/// What the outbox calls the commands.
fn titles(app: &App) -> Vec<String> {
    app.outbox().expect("read").entries.into_iter().map(|entry| entry.title.into_inner()).collect()
}

fn called(id: &str, name: Option<&str>) -> Option<PersonShown> {
    Some(PersonShown { id: id.to_owned(), name: name.map(Sensitive::from) })
}

fn begin(app: &App, procedure: &str, person: Option<&str>) -> String {
    let (procedure, person) = (procedure.to_owned(), person.map(str::to_owned));
    app.begin_draft(&BeginDraftArgs { procedure, commune: None, person, again: false }).expect("begun").id
}

fn keep_paper(app: &App, person: &str) -> String {
    let about = AddPaperArgs {
        kind: PaperKind::BirthCertificate,
        title: "Giấy khai sinh".into(),
        number: None,
        expires_on: None,
        person: Some(person.to_owned()),
    };
    app.keep_paper(&about, &[PageFile { file: &photo(1), corners: None }]).expect("kept").id
}

fn person_of_paper(app: &App, id: &str) -> Option<PersonShown> {
    app.papers().expect("read").into_iter().find(|paper| paper.id == id).expect("it is listed").person
}

/// Keeps a dependant at the portal, or removes them, as no device of the citizen's has asked for.
fn set_at_portal(fixture: &Fixture, id: &str, record: Option<&DependantRecord>) {
    let storage: &dyn Storage = &*fixture.environment.storage;
    let data = record.map(|record| serde_json::to_value(record).expect("JSON"));
    let put = |tx: &dyn Tx| -> Result<(), StorageError> {
        let citizen = tx.citizen(&NUMBER.into())?.ok_or(StorageError::Damaged("citizen"))?;
        let entity = NewEntity { lane: 2, kind: DependantRecord::KIND, id, data: data.as_ref() };
        tx.put(&citizen.account, &entity).map(|_| ())
    };
    storage.write(put).expect("put");
}

#[test]
fn somebody_added_offline_is_there_at_once_goes_out_and_comes_to_the_second_device() {
    let fixture = Fixture::start();
    drop(fixture.in_step());
    let app = fixture.offline();
    let id = app.add_dependant(&mai()).expect("added").id;
    assert_eq!(states(&app), [("Lý Thị Mai".to_owned(), DependantState::Waiting)]);
    drop(app);
    // Killed, and opened again.
    let app = fixture.unlocked();
    assert_eq!(states(&app), [("Lý Thị Mai".to_owned(), DependantState::Waiting)]);
    app.sync().expect("in step");
    assert_eq!(states(&app), [("Lý Thị Mai".to_owned(), DependantState::Kept)]);

    let other = fixture.app_at(&fixture.folder.path().join("second"));
    other.sign_in(&fixture.sign_in_args(NUMBER, PHONE)).expect("signed in");
    other.create_vault(&PASSPHRASE.into()).expect("the vault is made");
    other.sync().expect("in step");
    let family = other.family().expect("read");
    let [there] = family.as_slice() else { panic!("{family:?}") };
    assert_eq!((&there.id, there.birth_date.reveal().as_str(), there.relation), (&id, "2026-10-01", Relation::Child));
    assert_eq!((there.consent_by, there.personal_number.as_ref()), (ConsentBy::Guardian, None));

    // Removed there: gone here too.
    other.remove_dependant(&id).expect("to be removed");
    assert_eq!(states(&other), [("Lý Thị Mai".to_owned(), DependantState::Removing)]);
    other.sync().expect("in step");
    assert_eq!(states(&other), []);
    app.sync().expect("in step");
    assert_eq!(states(&app), []);
    assert_eq!(code(app.remove_dependant(&id)), ErrorCode::NotFound);
}

#[test]
fn without_consent_nobody_is_added() {
    let fixture = Fixture::start();
    let app = fixture.in_step();
    let check = |change: fn(&mut AddDependantArgs), expected| {
        let mut args = mai();
        change(&mut args);
        assert_eq!(code(app.add_dependant(&args)), expected);
    };
    check(|args| args.consent = false, ErrorCode::ConsentNeeded);
    check(|args| args.name = " \n".into(), ErrorCode::NameMissing);
    check(|args| args.name = Sensitive::new("ạ".repeat(100)), ErrorCode::FormTooLarge);
    check(|args| args.birth_date = "31/02/2020".into(), ErrorCode::BirthDateInvalid);
    check(|args| args.birth_date = "2199".into(), ErrorCode::BirthDateInvalid);
    assert_eq!(states(&app), []);
    assert!(app.outbox().expect("read").entries.is_empty());

    // Of who is grown up it is theirs.
    let father = AddDependantArgs { birth_date: "1961".into(), relation: Relation::Parent, ..mai() };
    app.add_dependant(&father).expect("added");
    app.sync().expect("in step");
    let family = app.family().expect("read");
    assert_eq!((family[0].consent_by, family[0].state), (ConsentBy::Person, DependantState::Kept));
}

#[test]
fn who_was_not_sent_yet_goes_at_once_when_removed() {
    let fixture = Fixture::start();
    drop(fixture.in_step());
    let app = fixture.offline();
    let id = app.add_dependant(&mai()).expect("added").id;
    app.remove_dependant(&id).expect("removed");
    assert_eq!(states(&app), []);
    assert!(app.outbox().expect("read").entries.is_empty());
}

#[test]
fn a_paper_and_a_dossier_for_a_child_say_so_here_at_the_portal_and_after_the_child_was_removed() {
    let fixture = Fixture::start();
    drop(fixture.in_step());
    let app = fixture.offline();
    let id = app.add_dependant(&mai()).expect("added").id;
    let paper = keep_paper(&app, &id);
    let draft = begin(&app, BIRTH, Some(&id));
    let mai = called(&id, Some("Lý Thị Mai"));
    assert_eq!(app.find_papers("khai sinh mai").expect("read").len(), 1);
    assert_eq!(person_of_paper(&app, &paper), mai);
    assert_eq!(app.draft(&draft).expect("read").person, mai);
    drop(app);

    let app = fixture.unlocked();
    let whole = [
        ("hotenMe", "Lý Thị Hoa"),
        ("ngaysinhMe", "1995"),
        ("quoctichMe", "Việt Nam"),
        ("dantocB", "Tày"),
        ("quoctichB", "Việt Nam"),
        ("noisinhB", "Trạm y tế xã"),
        ("quanheB", "me"),
        ("KhaiCha", "NO"),
        ("CapBanSao", "NO"),
        ("LoaiGiayToDinhDanhC", "Thẻ căn cước"),
    ];
    app.prefill_draft(&PrefillArgs { draft: draft.clone(), card: None }).expect("filled in");
    let known = app.draft(&draft).expect("a draft");
    let mut fields = known.fields;
    fields.extend(whole.map(|(name, value)| (name.to_owned(), Sensitive::from(value))));
    let args = cds_wire::ipc::DraftArgs { id: Some(known.id), procedure: BIRTH.to_owned(), commune: None, fields };
    app.save_draft(&args).expect("saved");
    app.attach(&draft, "Giấy chứng sinh", &photo(2)).expect("attached");
    let checked = app.preflight(&draft).expect("checked");
    assert!(checked.ready, "{:?}", checked.obstacles);
    app.confirm(&draft).expect("confirmed");
    let dossier = |app: &App| app.dossier(&draft).expect("read").summary;
    assert_eq!((dossier(&app).state, dossier(&app).person), (DossierState::Waiting, mai.clone()));
    app.sync().expect("in step");
    assert_eq!((dossier(&app).state, dossier(&app).person), (DossierState::Received, mai.clone()));

    // As another device has them: what is about her says so.
    let other = fixture.app_at(&fixture.folder.path().join("second"));
    other.sign_in(&fixture.sign_in_args(NUMBER, PHONE)).expect("signed in");
    other.create_vault(&PASSPHRASE.into()).expect("the vault is made");
    other.sync().expect("in step");
    assert_eq!((dossier(&other).person, person_of_paper(&other, &paper)), (mai.clone(), mai));

    app.remove_dependant(&id).expect("to be removed");
    app.sync().expect("in step");
    let removed = called(&id, None);
    assert_eq!((dossier(&app).person, person_of_paper(&app, &paper)), (removed.clone(), removed.clone()));
    other.sync().expect("in step");
    assert_eq!((dossier(&other).person, person_of_paper(&other, &paper)), (removed.clone(), removed));
    assert_eq!(
        code(app.begin_draft(&BeginDraftArgs {
            procedure: BIRTH.to_owned(),
            commune: None,
            person: Some(id),
            again: false
        })),
        ErrorCode::NotFound
    );
}

#[test]
fn a_form_gets_the_childs_facts_where_it_asks_for_the_child_and_the_citizens_where_it_asks_for_them() {
    let fixture = Fixture::start();
    let app = fixture.in_step();
    let number = Some("004126000009".into());
    let id = app.add_dependant(&AddDependantArgs { personal_number: number, ..mai() }).expect("added").id;
    let filled = |procedure: &str, person: Option<&str>, name: &str| {
        let draft = begin(&app, procedure, person);
        let form = app.prefill_draft(&PrefillArgs { draft, card: None }).expect("filled in").view.expect("a view");
        let field = form.sections.into_iter().flat_map(|section| section.fields).find(|field| field.name == name);
        let field = field.expect("it is shown");
        (field.value.into_inner(), field.source)
    };
    let profile = |value: &str| (value.to_owned(), Some(ValueSource::Profile));
    let family = |value: &str| (value.to_owned(), Some(ValueSource::Family));
    let nobody = (String::new(), None);
    assert_eq!(filled(BIRTH, Some(&id), "HoVaTenC"), profile("Lý A Thí"));
    assert_eq!(filled(BIRTH, Some(&id), "hotenB"), family("Lý Thị Mai"));
    assert_eq!(filled(BIRTH, Some(&id), "ngaysinhB"), family("2026-10-01"));
    assert_eq!(filled(BIRTH, None, "hotenB"), nobody);
    // By the form of every dossier the citizen asks, and it says for whom.
    assert_eq!(filled("1.014748", Some(&id), "ho_ten"), profile("Lý A Thí"));
    assert_eq!(filled("1.014748", Some(&id), "lam_cho"), family("Lý Thị Mai"));
    assert_eq!(filled("1.014748", None, "lam_cho"), nobody);
    // Who asks for a driving licence is whom it is about.
    assert_eq!(filled(LICENCE, Some(&id), "hoten"), family("Lý Thị Mai"));
    assert_eq!(filled(LICENCE, Some(&id), "sodinhdanh"), family("004126000009"));
    assert_eq!(filled(LICENCE, None, "hoten"), profile("Lý A Thí"));
}

#[test]
fn who_came_back_stays_with_the_reason_and_a_draft_for_them_is_not_filed() {
    let fixture = Fixture::start();
    let app = fixture.in_step();
    let id = app.add_dependant(&mai()).expect("added").id;
    let draft = begin(&app, BIRTH, Some(&id));
    // They are there already under the same id, as only a copy of this vault could have added them.
    let there = DependantRecord {
        name: "Lý Thị Mai".into(),
        birth_date: "2026-10-01".into(),
        sex: Sensitive::new(Sex::Female),
        personal_number: None,
        relation: Relation::Child,
        consent: Consent { given_by: ConsentBy::Guardian, text: CONSENT_TEXT, at: 0 },
        added_at: 0,
    };
    set_at_portal(&fixture, &id, Some(&there));
    app.sync().expect("in step");
    set_at_portal(&fixture, &id, None);
    app.sync().expect("in step");
    let family = app.family().expect("read");
    let [returned] = family.as_slice() else { panic!("{family:?}") };
    assert_eq!((returned.state, returned.name.reveal().as_str()), (DependantState::Returned, "Lý Thị Mai"));
    assert_eq!(returned.reason.as_deref(), Some("version_conflict"));
    let obstacles = app.preflight(&draft).expect("checked").obstacles;
    assert!(obstacles.iter().any(|one| one.code == ObstacleCode::PersonRemoved && !one.warning));
    assert_eq!(code(app.confirm(&draft)), ErrorCode::NotReadyToFile);
    app.delete_draft(&draft).expect("deleted");
    assert_eq!(code(app.sign_out(Unsent::Refuse)), ErrorCode::Unsent, "it is nowhere else");
    assert_eq!(titles(&app), ["Lý Thị Mai"]);
    app.remove_dependant(&id).expect("put away");
    assert_eq!((states(&app), titles(&app)), (vec![], vec![String::new()]));
    app.sign_out(Unsent::Refuse).expect("nothing is only here");
}

#[test]
fn the_name_of_who_was_removed_leaves_this_device_and_the_one_that_added_them() {
    let fixture = Fixture::start();
    let app = fixture.in_step();
    let id = app.add_dependant(&mai()).expect("added").id;
    let kept = app.add_dependant(&AddDependantArgs { name: "Lý Văn Páo".into(), ..mai() }).expect("added").id;
    app.sync().expect("in step");
    let other = fixture.another(NUMBER, PHONE);
    other.remove_dependant(&id).expect("to be removed");
    assert_eq!(titles(&other), ["Lý Thị Mai"], "until the portal has it");
    other.sync().expect("in step");
    assert_eq!(titles(&other), [""]);
    assert_eq!(titles(&app), ["Lý Thị Mai", "Lý Văn Páo"]);
    app.sync().expect("in step");
    assert_eq!(titles(&app), ["", "Lý Văn Páo"]);
    app.remove_dependant(&kept).expect("to be removed");
    assert_eq!(titles(&app), ["", "Lý Văn Páo", "Lý Văn Páo"]);
    app.sync().expect("in step");
    assert_eq!((titles(&app), states(&app)), (vec![String::new(); 3], vec![]));
}

#[test]
fn a_portal_that_was_put_back_does_not_get_who_was_removed_again() {
    let fixture = Fixture::start();
    let app = fixture.in_step();
    fixture.backup("before");
    let id = app.add_dependant(&mai()).expect("added").id;
    app.sync().expect("in step");
    app.remove_dependant(&id).expect("to be removed");
    app.sync().expect("in step");
    drop(app);
    let fixture = fixture.restored("before");
    let app = fixture.unlocked();
    for _ in 0..3 {
        app.sync().expect("in step");
    }
    assert_eq!(states(&app), []);
    assert_eq!(states(&fixture.another(NUMBER, PHONE)), [], "nor does the portal have them");
    let entries = app.outbox().expect("read").entries;
    let open = CommandState::is_open;
    assert!(!entries.iter().any(|entry| open(entry.state)), "{entries:?}");
    let next = app.add_dependant(&mai()).expect("added").id;
    app.sync().expect("in step");
    assert_eq!(app.family().expect("read").into_iter().map(|one| one.id).collect::<Vec<_>>(), [next]);
}
