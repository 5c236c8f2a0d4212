//! Drafts by their forms: what is filled in, what would be refused, what is sent.

mod about;
mod papers;

use std::borrow::Cow;
use std::collections::BTreeSet;

use cds_forms::{Field, Filled, Form, KnownUnits, Situation};
use cds_wire::form::{AnswerProblem, Words};
use cds_wire::ipc::{AttachmentSummary, FormState, FormView, Obstacle, ObstacleCode, Preflight};
use cds_wire::petition::MAX_PHOTOS;
use cds_wire::portal::MAX_BLOB;
use cds_wire::portal::command::limit;

use crate::Error;
use crate::store::vault::{self, Content, Draft};

pub(crate) use about::About;
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
            let known = definition.sections.iter().flat_map(|section| &section.fields);
            let known: BTreeSet<String> = known.map(|field| field.name.clone()).collect();
            let text = definition.sections.iter().flat_map(|section| &section.fields).find(|field| field.multiline);
            let Some(text) = text.cloned() else { return };
            let others = draft.fields.keys().filter(|name| !known.contains(*name));
            let others = others.map(|name| Field {
                name: name.clone(),
                label: Words { vi: name.clone(), en: String::new() },
                hint: None,
                required: false,
                max_length: Some(LONGEST),
                ..text.clone()
            });
            let others: Vec<Field> = others.collect();
            if let Some(section) = definition.sections.iter_mut().find(|section| section.fields.contains(&text)) {
                section.fields.extend(others);
            }
            asked.add_to(definition, supplement, &draft.fields);
        })
    });
    (FormState::Generic, form.map(Cow::Owned))
}

/// A draft's form as a screen shows it, with what is filled in on a day. `taken` are names that no other paper is to have.
pub(crate) fn view(form: &Form, draft: &Draft, today: &str, asked: &AskedPapers, taken: BTreeSet<String>) -> FormView {
    let attached = attached(draft);
    let filled = filled(form, draft, today, &attached);
    let mut view = filled.view(&draft.sources);
    asked.show(&mut view, &filled, taken);
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

/// A draft as it was looked at before it is sent.
pub(crate) struct Examined {
    obstacles: Vec<Obstacle>,
    /// Bytes of the body as it would be sent.
    body: usize,
    /// Bytes of the papers that would be sent.
    files: u64,
    content: Content,
}

impl Examined {
    /// What is sent; an error where something stands in the way.
    pub(crate) fn content(self) -> Result<Content, Error> {
        let mut blocking = self.obstacles.iter().filter(|obstacle| !obstacle.warning).map(|obstacle| obstacle.code);
        let of_size =
            |code| matches!(code, ObstacleCode::BodyTooLarge | ObstacleCode::FileTooLarge | ObstacleCode::TooManyFiles);
        match blocking.next() {
            None => Ok(self.content),
            Some(ObstacleCode::SupplementUnasked) => Err(Error::SupplementUnasked),
            Some(ObstacleCode::SupplementEmpty) => Err(Error::SupplementEmpty),
            Some(first) if of_size(first) && blocking.all(of_size) => Err(Error::FormTooLarge),
            Some(_) => Err(Error::NotReadyToFile),
        }
    }

    /// The same for who wants to know before confirming.
    pub(crate) fn preflight(self, draft: String) -> Preflight {
        Preflight {
            draft,
            ready: self.obstacles.iter().all(|obstacle| obstacle.warning),
            obstacles: self.obstacles,
            body: self.body as u64,
            body_limit: limit::BODY as u64,
            files: self.files,
        }
    }
}

/// Looks at all that a draft would be refused for.
pub(crate) fn examine(draft: &Draft, about: &About) -> Examined {
    // A petition belongs to no procedure.
    let mut obstacles = if draft.is_petition() { Vec::new() } else { about.obstacles() };
    if draft.form.is_none() && draft.supplements.is_none() {
        // The catalogue here may be older than the portal's, whose word it is: it is told, and sent all the same.
        obstacles.iter_mut().for_each(|obstacle| obstacle.warning = true);
    }
    if draft.person.as_ref().is_some_and(|person| !about.members.contains(person)) {
        obstacles.push(obstacle(ObstacleCode::PersonRemoved, None));
    }
    let mut submission = vault::submission(draft);
    let asked = about.asked();
    let (state, form) = of(draft, &asked);
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
            // The office may ask for it again, and says so itself.
            obstacles.extend(
                asked
                    .missing(&attached)
                    .map(|name| Obstacle { warning: true, ..obstacle(ObstacleCode::PaperMissing, Some(name.clone())) }),
            );
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
    if about.adds.is_some() && submission.fields.is_empty() && submission.attachments.is_empty() {
        obstacles.push(obstacle(ObstacleCode::SupplementEmpty, None));
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

#[cfg(test)]
mod tests {
    use cds_wire::Sensitive;
    use cds_wire::form::FormRef;
    use cds_wire::procedure::Procedure;

    use super::*;
    use crate::store::vault::tests::draft;
    use crate::supplements::Asked;

    fn about(change: impl FnOnce(&mut Procedure)) -> About {
        let json = r#"{"code":"1.004194","name":"Đăng ký tạm trú"}"#;
        let mut procedure: Procedure = serde_json::from_str(json).expect("a procedure");
        change(&mut procedure);
        About {
            adds: None,
            papers: BTreeSet::new(),
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

    #[test]
    fn what_the_office_does_not_ask_for_and_what_says_nothing_is_not_sent() {
        use ObstacleCode::{BodyTooLarge, PaperMissing, SupplementEmpty, SupplementUnasked};
        let check = |note: &str, asked: Asked, expected: &[(ObstacleCode, bool)]| {
            let fields = [("ghi_chu".to_owned(), Sensitive::from(note))].into();
            let draft = Draft { fields, supplements: Some("dossier".to_owned()), ..draft("d") };
            let about = About { adds: Some(asked), procedure: None, ..about(|_| {}) };
            let examined = examine(&draft, &about);
            let found = examined.obstacles.iter().filter(|one| one.code != ObstacleCode::Answer);
            assert_eq!(found.map(|one| (one.code, one.warning)).collect::<Vec<_>>(), expected);
            assert_eq!(examined.content().is_ok(), expected.iter().all(|(_, warning)| *warning));
        };
        let open = |wanted: &[&str]| {
            let wanted = wanted.iter().map(|name| (*name).to_owned()).collect();
            Asked { open: true, wanted, ..Asked::default() }
        };
        check("Đã chụp lại", open(&[]), &[]);
        check("Đã chụp lại", Asked::default(), &[(SupplementUnasked, false)]);
        check(" \n", open(&[]), &[(SupplementEmpty, false)]);
        check(&"a".repeat(limit::BODY), open(&[]), &[(BodyTooLarge, false)]);
        check("Đã mất", open(&["Giấy chứng sinh"]), &[(PaperMissing, true)]);
    }
}
