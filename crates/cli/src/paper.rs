//! `cds paper add`: one file, or several pictures as the pages of one paper.

use cds_core::App;
use cds_core::pictures::PageFile;
use cds_wire::Sensitive;
use cds_wire::ipc::{AddPaperArgs, Saved};

use crate::arguments::AddPaper;
use crate::output::Failure;
use crate::read_file;

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
