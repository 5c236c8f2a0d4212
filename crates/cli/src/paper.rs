//! `cds paper`: keeping one file, or several pictures as the pages of one paper; and deleting one.

use cds_core::pictures::PageFile;
use cds_core::{App, Error};
use cds_wire::Sensitive;
use cds_wire::ipc::{AddPaperArgs, PaperSummary, Saved};

use crate::arguments::AddPaper;
use crate::output::{Failure, Output};
use crate::{login, read_file};

/// Keeps it under its name, or else the first file's.
pub(crate) fn add(app: &App, add: &AddPaper) -> Result<Saved, Failure> {
    let files = add.files.iter().map(|file| read_file(file)).collect::<Result<Vec<_>, _>>()?;
    let name = add.files.first().and_then(|file| file.file_stem()).unwrap_or_default().to_string_lossy();
    let about = AddPaperArgs {
        kind: add.kind,
        title: Sensitive::new(add.title.clone().unwrap_or_else(|| name.into_owned())),
        number: add.number.as_deref().map(Sensitive::from),
        expires_on: add.expires.clone(),
        person: add.person.clone(),
    };
    let corners = add.page.corners();
    let pages: Vec<_> = files.iter().map(|file| PageFile { file, corners }).collect();
    Ok(app.keep_paper(&about, &pages)?)
}

/// One paper, as it is listed.
pub(crate) fn find(app: &App, id: &str) -> Result<PaperSummary, Failure> {
    Ok(app.papers()?.into_iter().find(|paper| paper.id == id).ok_or(Error::NotFound)?)
}

/// Deletes it once that was said twice.
pub(crate) fn delete(app: &App, id: &str, yes: bool, output: Output) -> Result<(), Failure> {
    let paper = find(app, id)?;
    if !yes {
        let question = format!(
            "Delete {:?} here and at the portal? The portal keeps copies that were filed with dossiers, and the office's \
             archive the results of dossiers. Type yes",
            paper.title.reveal()
        );
        if login::ask(&question)? != "yes" {
            return Err(Failure::Value("nothing was deleted".to_owned()));
        }
    }
    output.deleted(app.delete_paper(id)?.as_ref())
}
