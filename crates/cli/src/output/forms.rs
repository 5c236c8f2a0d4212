//! Forms, drafts in them, and what stands in the way of filing one.

use cds_vn::date::format_instant;
use cds_wire::form::{FieldKind, FieldProblem};
use cds_wire::ipc::{DraftDetail, DraftForm, FieldView, FormView, Preflight, Saved};

use super::{Failure, Output, code_of, print, print_json};

impl Output {
    pub(crate) fn form(self, form: &FormView) -> Result<(), Failure> {
        if self.json {
            return print_json(form);
        }
        form_lines(form)
    }

    pub(crate) fn draft(self, draft: &DraftDetail, form: &DraftForm) -> Result<(), Failure> {
        if self.json {
            return print_json(form);
        }
        print(&format!("{}  {}", draft.id, draft.procedure_name))?;
        if let Some(view) = &form.view {
            return form_lines(view);
        }
        print("this version of the app does not have its form; nothing is lost")?;
        for (name, value) in &draft.fields {
            print(&format!("  {name}: {}", value.reveal()))?;
        }
        draft.attachments.iter().try_for_each(|attached| print(&format!("  + {}", attached.name)))
    }

    pub(crate) fn drafts(self, drafts: &[DraftDetail]) -> Result<(), Failure> {
        if self.json {
            return print_json(&drafts);
        }
        drafts.iter().try_for_each(|draft| {
            let adds = if draft.supplements.is_some() { "  supplement" } else { "" };
            let reason = draft.reason.as_deref().map(|reason| format!("  ({reason})")).unwrap_or_default();
            let (at, name) = (format_instant(draft.updated_at), &draft.procedure_name);
            print(&format!("{}  {at}  {name}{adds}{reason}", draft.id))
        })
    }

    pub(crate) fn draft_id(self, saved: &Saved) -> Result<(), Failure> {
        if self.json {
            return print_json(saved);
        }
        print(&format!("{}: a draft on this device", saved.id))
    }

    pub(crate) fn preflight(self, checked: &Preflight) -> Result<(), Failure> {
        if self.json {
            return print_json(checked);
        }
        for obstacle in &checked.obstacles {
            let what = if obstacle.warning { "look again" } else { "refused" };
            let detail = obstacle.detail.as_deref().map(|detail| format!(" ({detail})")).unwrap_or_default();
            let answer = obstacle.answer.as_ref().map(|answer| format!(": {} {}", answer.field, problem(answer)));
            print(&format!("{what}: {}{detail}{}", code_of(&obstacle.code), answer.unwrap_or_default()))?;
        }
        let Preflight { body, body_limit, files, .. } = checked;
        let ready = if checked.ready { "nothing stands in the way" } else { "it would be refused" };
        print(&format!("{ready}; {body} of {body_limit} bytes filled in, {files} bytes of papers"))
    }
}

fn form_lines(form: &FormView) -> Result<(), Failure> {
    print(&format!("{} ({}, version {})", form.title.vi, form.form.id, form.form.version))?;
    for section in &form.sections {
        print(&section.title.vi)?;
        section.fields.iter().try_for_each(|field| field_lines(field, 2))?;
    }
    form.declaration.iter().try_for_each(|words| print(&words.vi))
}

fn field_lines(field: &FieldView, indent: usize) -> Result<(), Failure> {
    let mark = if field.required { "*" } else { " " };
    let value = field.shown.as_ref().unwrap_or(&field.value).reveal();
    let chosen = field.options.iter().find(|option| option.value == *field.value.reveal());
    let value = chosen.map_or(value.as_str(), |option| &option.label.vi);
    let attached = field.attached.as_ref().map(|attached| format!("{} bytes", attached.size)).unwrap_or_default();
    let source = field.source.map(|source| format!("  [{}]", code_of(&source))).unwrap_or_default();
    let paper = field.paper.as_deref().map(|paper| format!("  ← {paper}")).unwrap_or_default();
    let (pad, name, kind, label) = (" ".repeat(indent), &field.name, code_of(&field.kind), &field.label.vi);
    print(&format!("{pad}{mark} {name}  {kind}  {label}: {value}{attached}{source}{paper}"))?;
    for wrong in &field.problems {
        print(&format!("{pad}    ! {}", problem(wrong)))?;
    }
    // A list of all communes would hide the form.
    if matches!(field.kind, FieldKind::Select | FieldKind::Radio) && field.options.len() <= 20 {
        let options: Vec<String> =
            field.options.iter().map(|option| format!("{} = {}", option.value, option.label.vi)).collect();
        print(&format!("{pad}    {}", options.join("; ")))?;
    }
    field.rows.iter().flat_map(|row| &row.fields).try_for_each(|inner| field_lines(inner, indent + 2))
}

fn problem(problem: &FieldProblem) -> String {
    let limit = problem.limit.as_deref().map(|limit| format!(" (limit {limit})")).unwrap_or_default();
    format!("{}{limit}", code_of(&problem.problem))
}
