//! Drafts by their forms: what is filled in, what would be refused, what is sent.

mod papers;

use std::borrow::Cow;
use std::collections::BTreeSet;

use cds_forms::{Answers, Field, Filled, Form, KnownUnits, Situation, Units};
use cds_vn::date::iso_day;
use cds_wire::UnixMillis;
use cds_wire::form::{AnswerProblem, FieldKind, FieldProblem, Words};
use cds_wire::ipc::{AttachmentSummary, FormState, FormView, Obstacle, ObstacleCode, OutsideValidity};
use cds_wire::petition::MAX_PHOTOS;
use cds_wire::portal::MAX_BLOB;
use cds_wire::portal::command::limit;
use cds_wire::procedure::Procedure;

use crate::account::Account;
use crate::family::Family;
use crate::store::vault::{self, Content, Draft, petitions};
use crate::{Error, catalogue};

pub(crate) use papers::{AskedPapers, MAX_NAME};

/// The form of what has none of its own, and that of what adds to a dossier.
const GENERAL: &str = "chung";
const SUPPLEMENT: &str = "bo-sung";
/// Most characters of an answer that only a script knows.
const LONGEST: u32 = 1_000_000;

/// The form of a draft: the one that it is tied to, where this app carries it in that version; else that of every dossier or
/// of a supplement, with the papers that are asked for, and with what a script has filled in besides.
pub(crate) fn of(draft: &Draft, asked: &AskedPapers) -> (FormState, Option<Cow<'static, Form>>) {
    if let Some(form) = &draft.form {
        return match cds_forms::find(form) {
            Some(form) => (FormState::Ready, Some(Cow::Borrowed(form))),
            None => (FormState::Unknown, None),
        };
    }
    let supplement = draft.supplements.is_some();
    let form = cds_forms::newest(if supplement { SUPPLEMENT } else { GENERAL }).map(|form| {
        form.altered(|definition| {
            asked.add_to(definition, supplement);
            let known = definition.sections.iter().flat_map(|section| &section.fields);
            let known: BTreeSet<String> = known.map(|field| field.name.clone()).collect();
            let text = definition.sections.iter().flat_map(|section| &section.fields).find(|field| field.multiline);
            let Some(text) = text.cloned() else { return };
            let others = draft.fields.keys().filter(|name| !known.contains(*name));
            let others = others.map(|name| Field {
                name: name.clone(),
                label: Words { vi: name.clone(), en: name.clone() },
                hint: None,
                required: false,
                max_length: Some(LONGEST),
                ..text.clone()
            });
            let others: Vec<Field> = others.collect();
            if let Some(section) = definition.sections.iter_mut().find(|section| section.fields.contains(&text)) {
                section.fields.extend(others);
            }
        })
    });
    (FormState::Generic, form.map(Cow::Owned))
}

/// A draft's form as a screen shows it, with what is filled in on a day.
pub(crate) fn view(form: &Form, draft: &Draft, today: &str, asked: &AskedPapers) -> FormView {
    let attached = attached(draft);
    let mut view = filled(form, draft, today, &attached).view(&draft.sources);
    asked.show(&mut view, today, &attached);
    view
}

/// The papers of a draft as forms look at them.
pub(crate) fn attached(draft: &Draft) -> Vec<AttachmentSummary> {
    let summary = |attachment: &vault::DraftAttachment| AttachmentSummary {
        name: attachment.name.clone(),
        media_type: attachment.media_type.clone(),
        size: attachment.size,
    };
    draft.attachments.iter().map(summary).collect()
}

/// A draft's form with what is filled in on a day.
pub(crate) fn filled<'a>(
    form: &'a Form,
    draft: &Draft,
    today: &'a str,
    attached: &'a [AttachmentSummary],
) -> Filled<'a> {
    form.fill(&draft.fields, Situation { today, units: &KnownUnits, attached })
}

/// What is known of a draft's procedure, and of the citizen who would file it.
pub(crate) struct About {
    /// The procedure, where the catalogue has it.
    procedure: Option<Procedure>,
    /// The province's catalogue is here: what it does not have, nobody has.
    has_catalogue: bool,
    /// Code of the citizen's province, where it is known.
    province: Option<String>,
    /// Of the family, those about whom something may be filed.
    members: BTreeSet<String>,
    /// The day, `yyyy-MM-dd`.
    today: String,
}

impl About {
    /// `province` is the code of the citizen's province, where it is known.
    pub(crate) fn procedure(
        account: &Account,
        province: Option<String>,
        code: &str,
        now: UnixMillis,
    ) -> Result<Self, Error> {
        let (procedure, state) = account.mirror.with(|cache| {
            let connection = cache.connection();
            Ok((catalogue::procedure(connection, code)?, catalogue::state(connection)?))
        })?;
        let has_catalogue = state.is_some_and(|state| state.version != catalogue::base::VERSION);
        let members = Family::read(account)?.members();
        Ok(Self { procedure, has_catalogue, province, members, today: iso_day(now) })
    }

    /// The papers that the procedure asks for.
    pub(crate) fn asked(&self) -> AskedPapers {
        self.procedure.as_ref().map(AskedPapers::of_procedure).unwrap_or_default()
    }

    /// What of the procedure stands in the way.
    fn obstacles(&self) -> Vec<Obstacle> {
        let Some(procedure) = &self.procedure else {
            return if self.has_catalogue { vec![obstacle(ObstacleCode::ProcedureUnknown, None)] } else { Vec::new() };
        };
        let mut obstacles = Vec::new();
        let mut add = |code, detail: &String| obstacles.push(obstacle(code, Some(detail.clone())));
        if let Some(by) = &procedure.superseded_by {
            add(ObstacleCode::ProcedureSuperseded, by);
        }
        let (first, last) = (procedure.valid_from.as_ref(), procedure.valid_to.as_ref());
        let outside = OutsideValidity::of(&self.today, first.map(String::as_str), last.map(String::as_str));
        match (outside, first, last) {
            (Some(OutsideValidity::NoLonger), _, Some(last)) => add(ObstacleCode::ProcedureWithdrawn, last),
            (Some(OutsideValidity::NotYet), Some(first), _) => add(ObstacleCode::ProcedureNotYet, first),
            _ => {}
        }
        let elsewhere = |of: &&String| self.province.as_ref().is_some_and(|own| *of != own);
        if let Some(province) = procedure.province.as_ref().filter(elsewhere) {
            add(ObstacleCode::ProcedureElsewhere, province);
        }
        obstacles
    }

    /// A petition is for an office of the citizen's own province: no other office has this portal.
    fn elsewhere(&self, answers: &Answers) -> Option<Obstacle> {
        let (own, named) = (self.province.as_ref()?, answers.get(petitions::field::PROVINCE)?.reveal());
        if named == own || !KnownUnits.provinces().iter().any(|unit| unit.0 == *named) {
            return None;
        }
        let (field, problem) = (petitions::field::PROVINCE.to_owned(), AnswerProblem::NotAnOption);
        let answer = Some(FieldProblem { field, problem, limit: None, actual: None });
        Some(Obstacle { answer, ..obstacle(ObstacleCode::Answer, None) })
    }
}

/// A draft as it was looked at before it is filed.
pub(crate) struct Examined {
    pub(crate) obstacles: Vec<Obstacle>,
    /// Bytes of the body as it would be sent.
    pub(crate) body: usize,
    /// Bytes of the papers that would be sent.
    pub(crate) files: u64,
    content: Content,
}

impl Examined {
    /// Nothing but warnings stands in the way.
    pub(crate) fn is_ready(&self) -> bool {
        self.obstacles.iter().all(|obstacle| obstacle.warning)
    }

    /// What is sent; an error where something stands in the way.
    pub(crate) fn content(self) -> Result<Content, Error> {
        let blocking = || self.obstacles.iter().filter(|obstacle| !obstacle.warning);
        let size = [ObstacleCode::BodyTooLarge, ObstacleCode::FileTooLarge, ObstacleCode::TooManyFiles];
        if blocking().next().is_none() {
            Ok(self.content)
        } else if blocking().all(|obstacle| size.contains(&obstacle.code)) {
            Err(Error::FormTooLarge)
        } else {
            Err(Error::NotReadyToFile)
        }
    }
}

/// Looks at all that a draft would be refused for.
pub(crate) fn examine(draft: &Draft, about: &About) -> Examined {
    // A petition belongs to no procedure.
    let mut obstacles = if draft.is_petition() { Vec::new() } else { about.obstacles() };
    if draft.form.is_none() {
        // The catalogue here may be older than the portal's, whose word it is: it is told, and sent all the same.
        obstacles.iter_mut().for_each(|obstacle| obstacle.warning = true);
    }
    if draft.person.as_ref().is_some_and(|person| !about.members.contains(person)) {
        obstacles.push(obstacle(ObstacleCode::PersonRemoved, None));
    }
    let mut submission = vault::submission(draft);
    let (state, form) = of(draft, &about.asked());
    if let Some(form) = form {
        let attached = attached(draft);
        let filled = filled(&form, draft, &about.today, &attached);
        // The portal takes what has no form as it is: what its fields lack is told, and sent all the same.
        let lenient = state == FormState::Generic;
        obstacles.extend(filled.problems().into_iter().map(|problem| Obstacle {
            code: ObstacleCode::Answer,
            warning: lenient || AnswerProblem::is_warning(problem.problem),
            answer: Some(problem),
            detail: None,
        }));
        submission.fields = filled.to_send();
        if lenient {
            let places = filled.view(&draft.sources).sections.into_iter().flat_map(|section| section.fields);
            let missing = places.filter(|field| field.kind == FieldKind::File && field.attached.is_none());
            obstacles.extend(missing.map(|field| missing_paper(field.label.vi)));
        } else {
            submission.attachments.retain(|attachment| filled.sends_paper(&attachment.name));
        }
    } else {
        obstacles.push(obstacle(ObstacleCode::FormUnknown, None));
    }
    for attachment in submission.attachments.iter().filter(|attachment| attachment.size > MAX_BLOB) {
        obstacles.push(obstacle(ObstacleCode::FileTooLarge, Some(attachment.name.clone())));
    }
    let most = if draft.is_petition() { MAX_PHOTOS } else { limit::BLOBS };
    if submission.attachments.len() > most {
        obstacles.push(obstacle(ObstacleCode::TooManyFiles, None));
    }
    if draft.is_petition() {
        obstacles.extend(about.elsewhere(&submission.fields));
    }
    let files = submission.attachments.iter().map(|attachment| attachment.size).sum();
    let content = Content::of(draft, submission);
    let body = content.body().map_or(usize::MAX, |body| body.len());
    if body > limit::BODY {
        obstacles.push(obstacle(ObstacleCode::BodyTooLarge, None));
    }
    Examined { obstacles, body, files, content }
}

const fn obstacle(code: ObstacleCode, detail: Option<String>) -> Obstacle {
    Obstacle { code, warning: false, answer: None, detail }
}

/// A paper that is asked for and not there. The office may ask for it again, and says so itself.
pub(crate) fn missing_paper(name: String) -> Obstacle {
    Obstacle { code: ObstacleCode::PaperMissing, warning: true, answer: None, detail: Some(name) }
}

#[cfg(test)]
mod tests {
    use cds_wire::Sensitive;
    use cds_wire::form::FormRef;

    use super::*;
    use crate::store::vault::tests::draft;

    fn about(change: impl FnOnce(&mut Procedure)) -> About {
        let json = r#"{"code":"1.004194","name":"Đăng ký tạm trú"}"#;
        let mut procedure: Procedure = serde_json::from_str(json).expect("a procedure");
        change(&mut procedure);
        About {
            procedure: Some(procedure),
            has_catalogue: true,
            province: Some("04".to_owned()),
            members: BTreeSet::from(["mai".to_owned()]),
            today: "2026-11-27".to_owned(),
        }
    }

    fn with_form(version: u32) -> Draft {
        Draft { form: Some(FormRef { id: "tam-tru".to_owned(), version }), ..draft("d") }
    }

    fn codes(draft: &Draft, about: &About) -> Vec<ObstacleCode> {
        let obstacles = examine(draft, about).obstacles;
        obstacles.iter().filter(|one| one.code != ObstacleCode::Answer).map(|one| one.code).collect()
    }

    #[test]
    fn a_version_that_this_app_does_not_have_keeps_the_draft_and_does_not_file_it() {
        let unknown = with_form(99);
        assert_eq!(of(&unknown, &AskedPapers::default()).0, FormState::Unknown);
        assert_eq!(codes(&unknown, &about(|_| {})), [ObstacleCode::FormUnknown]);
        assert!(matches!(examine(&unknown, &about(|_| {})).content(), Err(Error::NotReadyToFile)));
        assert_eq!(vault::submission(&unknown).fields, unknown.fields, "nothing of it is lost");
        assert_eq!(of(&with_form(1), &AskedPapers::default()).0, FormState::Ready);
    }

    #[test]
    fn a_procedure_that_does_not_hold_any_more_stands_in_the_way() {
        let check = |change: fn(&mut Procedure), expected: &[ObstacleCode]| {
            let about = about(change);
            assert_eq!(codes(&with_form(1), &about), expected);
            // What has no form is told of it, and sent.
            assert_eq!(codes(&draft("d"), &about), expected);
            assert!(examine(&draft("d"), &about).content().is_ok());
        };
        check(|_| {}, &[]);
        check(|procedure| procedure.superseded_by = Some("1.000003".to_owned()), &[ObstacleCode::ProcedureSuperseded]);
        check(|procedure| procedure.valid_to = Some("2026-11-26".to_owned()), &[ObstacleCode::ProcedureWithdrawn]);
        check(|procedure| procedure.valid_to = Some("2026-11-27".to_owned()), &[]);
        check(|procedure| procedure.valid_from = Some("2026-11-28".to_owned()), &[ObstacleCode::ProcedureNotYet]);
        check(|procedure| procedure.province = Some("48".to_owned()), &[ObstacleCode::ProcedureElsewhere]);
        check(|procedure| procedure.province = Some("04".to_owned()), &[]);
        let none = About { procedure: None, ..about(|_| {}) };
        assert_eq!(codes(&with_form(1), &none), [ObstacleCode::ProcedureUnknown]);
        // Before the first catalogue nobody can tell.
        assert_eq!(codes(&with_form(1), &About { has_catalogue: false, ..none }), []);
    }

    #[test]
    fn what_is_about_somebody_who_is_not_in_the_family_is_not_filed() {
        let check = |person: &str, expected: &[ObstacleCode]| {
            for draft in [with_form(1), draft("d")] {
                assert_eq!(codes(&Draft { person: Some(person.to_owned()), ..draft }, &about(|_| {})), expected);
            }
        };
        check("mai", &[]);
        check("removed", &[ObstacleCode::PersonRemoved]);
        let removed = Draft { person: Some("removed".to_owned()), ..draft("d") };
        assert!(matches!(examine(&removed, &about(|_| {})).content(), Err(Error::NotReadyToFile)));
    }

    #[test]
    fn what_the_portal_would_not_take_for_its_size_is_refused() {
        let mut long = draft("d");
        long.fields.insert("noi_dung".to_owned(), Sensitive::new("a".repeat(limit::BODY)));
        assert_eq!(codes(&long, &about(|_| {})), [ObstacleCode::BodyTooLarge]);
        assert!(matches!(examine(&long, &about(|_| {})).content(), Err(Error::FormTooLarge)));
    }
}
