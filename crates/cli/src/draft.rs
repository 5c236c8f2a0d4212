//! `cds draft`: drafts in their forms.

use std::path::Path;

use cds_core::{App, Error};
use cds_wire::Sensitive;
use cds_wire::ipc::{BeginDraftArgs, DraftArgs, PrefillArgs, RemoveRowArgs};

use crate::arguments::Draft;
use crate::output::{Failure, Output};
use crate::read_file;

pub(crate) fn draft(app: &App, act: &Draft, output: Output) -> Result<(), Failure> {
    match act {
        Draft::New { procedure, commune, person } => {
            let (procedure, commune, person) = (procedure.clone(), commune.clone(), person.clone());
            let begun = app.begin_draft(&BeginDraftArgs { procedure, commune, person, again: false })?;
            app.prefill_draft(&PrefillArgs { draft: begun.id.clone(), card: None })?;
            output.draft_id(&begun)
        }
        Draft::Set { id, fields, attachments, papers, remove_row } => {
            // Every file is read before anything is kept.
            let files = read_all(attachments)?;
            if let Some((group, row)) = remove_row {
                app.remove_row(&RemoveRowArgs { draft: id.clone(), group: group.clone(), row: *row })?;
            }
            let known = app.draft(id)?;
            let mut all = known.fields;
            all.extend(fields.iter().map(|(name, value)| (name.clone(), Sensitive::from(value.as_str()))));
            let (procedure, commune) = (known.procedure_code, known.commune);
            app.save_draft(&DraftArgs { id: Some(known.id), procedure, commune, fields: all })?;
            attach_all(app, id, &files, papers)?;
            output.draft(&app.draft(id)?, &app.draft_form(id)?)
        }
        Draft::Prefill { id, card } => {
            let card = card.as_deref().map(read_file).transpose()?;
            let card = card.map(|text| Sensitive::new(String::from_utf8_lossy(&text).into_owned()));
            let form = app.prefill_draft(&PrefillArgs { draft: id.clone(), card })?;
            output.draft(&app.draft(id)?, &form)
        }
        Draft::Show { id } => output.draft(&app.draft(id)?, &app.draft_form(id)?),
        Draft::List => output.drafts(&app.drafts()?),
        Draft::Copy { id } => output.draft_id(&app.copy_draft(id)?),
        Draft::Delete { id } => Ok(app.delete_draft(id)?),
    }
}

/// Reads files that are to be attached.
pub(crate) fn read_all(attachments: &[(String, String)]) -> Result<Vec<(&String, Vec<u8>)>, Failure> {
    attachments.iter().map(|(name, path)| Ok((name, read_file(Path::new(path))?))).collect()
}

/// Attaches files and kept papers to a draft.
pub(crate) fn attach_all(
    app: &App,
    draft: &str,
    files: &[(&String, Vec<u8>)],
    papers: &[(String, String)],
) -> Result<(), Error> {
    files.iter().try_for_each(|(name, file)| app.attach(draft, name, file))?;
    papers.iter().try_for_each(|(name, paper)| app.attach_paper(draft, name, paper))
}
