//! `cds submit`: a draft, its papers, and its confirmation in one.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use cds_core::{App, Error};
use cds_wire::Sensitive;
use cds_wire::ipc::{DraftArgs, Saved};

use crate::arguments::Submit;
use crate::output::Failure;
use crate::read_file;

/// Files a dossier. Where a file cannot be taken, nothing is filed; a new draft is deleted again.
pub(crate) fn submit(app: &App, submit: &Submit) -> Result<Saved, Failure> {
    for names in [&submit.fields, &submit.attachments] {
        let distinct: BTreeSet<&String> = names.iter().map(|(name, _)| name).collect();
        if distinct.len() < names.len() {
            return Err(Failure::Value("the same name is given twice".to_owned()));
        }
    }
    // Every file is read before anything is kept.
    let files = submit.attachments.iter().map(|(name, path)| Ok((name, read_file(Path::new(path))?)));
    let files = files.collect::<Result<Vec<_>, Failure>>()?;
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
    let attached: Result<(), Error> = files.iter().try_for_each(|(name, file)| app.attach(&draft.id, name, file));
    if let Err(error) = attached {
        if submit.draft.is_none() {
            app.delete_draft(&draft.id)?;
        }
        return Err(error.into());
    }
    Ok(app.confirm(&draft.id)?)
}
