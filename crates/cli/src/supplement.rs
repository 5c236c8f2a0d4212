//! `cds supplement`: what an office asks for, added to its dossier.

use cds_core::App;
use cds_wire::Sensitive;
use cds_wire::ipc::{DraftArgs, Saved};
use cds_wire::portal::DossierSupplement;

use crate::arguments::Supplement;
use crate::draft::{attach_all, read_all};
use crate::output::Failure;
use crate::submit::distinct;

/// Makes the draft, or goes on with the one that is there, and confirms it unless it is to stay one. Where a paper cannot be
/// taken, nothing is confirmed and the draft stays.
pub(crate) fn supplement(app: &App, supplement: &Supplement) -> Result<Saved, Failure> {
    distinct(supplement.attachments.iter().chain(&supplement.papers))?;
    // Every file is read before anything is kept.
    let files = read_all(&supplement.attachments)?;
    let draft = app.begin_supplement(&supplement.dossier)?;
    if let Some(note) = &supplement.note {
        let known = app.draft(&draft.id)?;
        let (procedure, commune, mut fields) = (known.procedure_code, known.commune, known.fields);
        fields.insert(DossierSupplement::NOTE.to_owned(), Sensitive::from(note.as_str()));
        app.save_draft(&DraftArgs { id: Some(known.id), procedure, commune, fields })?;
    }
    attach_all(app, &draft.id, &files, &supplement.papers)?;
    if supplement.draft_only { Ok(draft) } else { Ok(app.confirm(&draft.id)?) }
}
