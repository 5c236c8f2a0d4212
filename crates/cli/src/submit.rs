//! `cds submit`: a draft, its papers, and its confirmation in one.

use std::collections::{BTreeMap, BTreeSet};

use cds_core::App;
use cds_wire::Sensitive;
use cds_wire::ipc::{DraftArgs, Saved};

use crate::arguments::Submit;
use crate::draft::{attach_all, read_all};
use crate::output::Failure;

/// Files a dossier. Where a file cannot be taken, nothing is filed; a new draft is deleted again.
pub(crate) fn submit(app: &App, submit: &Submit) -> Result<Saved, Failure> {
    distinct(submit.fields.iter())?;
    distinct(submit.attachments.iter())?;
    // Every file is read before anything is kept.
    let files = read_all(&submit.attachments)?;
    let given = submit.fields.iter().map(|(key, value)| (key.clone(), Sensitive::from(value.as_str())));
    let (procedure, commune, mut fields) = match &submit.draft {
        Some(draft) => {
            let detail = app.draft(draft)?;
            (detail.procedure_code, submit.commune.clone().or(detail.commune), detail.fields)
        }
        None => (submit.procedure.clone().unwrap_or_default(), submit.commune.clone(), BTreeMap::new()),
    };
    fields.extend(given);
    let draft = app.save_draft(&DraftArgs { id: submit.draft.clone(), procedure, commune, fields })?;
    if let Err(error) = attach_all(app, &draft.id, &files, &[]) {
        if submit.draft.is_none() {
            app.delete_draft(&draft.id)?;
        }
        return Err(error.into());
    }
    Ok(app.confirm(&draft.id)?)
}

/// Refuses two values under one name.
pub(crate) fn distinct<'a>(named: impl Iterator<Item = &'a (String, String)>) -> Result<(), Failure> {
    let mut names = BTreeSet::new();
    for (name, _) in named {
        if !names.insert(name) {
            return Err(Failure::Value("the same name is given twice".to_owned()));
        }
    }
    Ok(())
}
