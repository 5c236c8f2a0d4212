//! Dossiers that are being filled in: read again, with papers put on and taken off, and begun anew from one that the
//! office has refused.

use std::collections::BTreeMap;

use cds_wire::Sensitive;
use cds_wire::ipc::{AttachPhotoArgs, DraftArgs, DraftDetail, Saved};
use cds_wire::portal::command::limit;

use super::{App, papers};
use crate::account::Account;
use crate::family::Family;
use crate::forms::MAX_NAME;
use crate::pictures::PageFile;
use crate::store::vault::{Attached, Draft};
use crate::supplements::Asked;
use crate::{Error, catalogue, dossiers, forms, ids, petitions};

impl App {
    /// A draft, to go on filling it in.
    pub fn draft(&self, id: &str) -> Result<DraftDetail, Error> {
        let account = self.account()?;
        let draft = account.vault()?.draft(id)?.ok_or(Error::NotFound)?;
        detail(&account, draft)
    }

    /// All drafts, newest change first.
    pub fn drafts(&self) -> Result<Vec<DraftDetail>, Error> {
        let account = self.account()?;
        let drafts = account.vault()?.drafts()?;
        drafts.into_iter().map(|draft| detail(&account, draft)).collect()
    }

    /// Keeps a draft as it is now. The procedure of a new one must be in the catalogue; a draft whose procedure is no longer
    /// there can still be written on. What is missing in the form is looked at when the citizen confirms.
    pub fn save_draft(&self, args: &DraftArgs) -> Result<Saved, Error> {
        let account = self.account()?;
        let now = self.environment.clock.now();
        let (id, known) = match &args.id {
            Some(id) => (id.clone(), Some(account.vault()?.draft(id)?.ok_or(Error::NotFound)?)),
            None => (ids::new_id(now, &*self.environment.rng)?, None),
        };
        let (form, mut sources) = (known.as_ref().and_then(|draft| draft.form.clone()), BTreeMap::new());
        let person = known.as_ref().and_then(|draft| draft.person.clone());
        if let Some(draft) = &known {
            // What is changed is the citizen's own word from then on.
            let unchanged = draft.sources.iter().filter(|(name, _)| draft.fields.get(*name) == args.fields.get(*name));
            sources.extend(unchanged.map(|(name, source)| (name.clone(), *source)));
        }
        let (procedure_code, procedure_name) = match known {
            Some(draft) if draft.supplements.is_some() || draft.procedure_code == args.procedure => {
                (draft.procedure_code, draft.procedure_name)
            }
            // A form is one procedure's.
            Some(draft) if draft.form.is_some() => return Err(Error::DraftIncomplete),
            _ => {
                let found = account.mirror.with(|cache| catalogue::procedure(cache.connection(), &args.procedure))?;
                let procedure = found.ok_or(Error::DraftIncomplete)?;
                (procedure.code, procedure.name)
            }
        };
        let draft = Draft {
            procedure_code,
            procedure_name,
            commune: args.commune.clone(),
            form,
            person,
            sources,
            fields: args.fields.clone(),
            ..Draft::new(&id, now)
        };
        check_size(&draft.fields)?;
        let mut vault = account.vault()?;
        match &args.id {
            None => vault.add_draft(&draft)?,
            Some(_) if vault.change_draft(&draft)? => {}
            // Confirmed a moment ago: it does not come back.
            Some(_) => return Err(Error::NotFound),
        }
        Ok(Saved { id })
    }

    /// Attaches a file to a draft under the name that the form gives the paper, replacing an earlier one.
    pub fn attach(&self, draft: &str, name: &str, file: &[u8]) -> Result<(), Error> {
        self.attach_page(draft, name, PageFile { file, corners: None })
    }

    /// Attaches a picture that was taken in the webview and made smaller there.
    pub fn attach_photo(&self, args: &AttachPhotoArgs) -> Result<(), Error> {
        papers::check_photo(&args.photo)?;
        self.attach_page(&args.draft, &args.name, PageFile { file: &args.photo.0, corners: args.corners })
    }

    fn attach_page(&self, draft: &str, name: &str, page: PageFile<'_>) -> Result<(), Error> {
        let prepared = papers::prepare(&[page])?;
        self.put_on(draft, name, &prepared.content, prepared.media_type)
    }

    /// Attaches a kept paper to a draft. One that is only at the portal is fetched first.
    pub fn attach_paper(&self, draft: &str, name: &str, paper: &str) -> Result<(), Error> {
        let (content, media_type) = self.paper_content(paper)?;
        self.put_on(draft, name, &content, &media_type)
    }

    fn put_on(&self, draft: &str, name: &str, content: &[u8], media_type: &str) -> Result<(), Error> {
        if name.len() > MAX_NAME {
            return Err(Error::FormTooLarge);
        }
        let now = self.environment.clock.now();
        match self.account()?.vault()?.attach(draft, name, content, media_type, now)? {
            Attached::Kept => Ok(()),
            Attached::NoDraft => Err(Error::NotFound),
            Attached::TooMany => Err(Error::FormTooLarge),
        }
    }

    /// Takes a paper off a draft. What is kept under papers stays there.
    pub fn detach(&self, draft: &str, name: &str) -> Result<(), Error> {
        let now = self.environment.clock.now();
        if self.account()?.vault()?.detach(draft, name, now)? { Ok(()) } else { Err(Error::NotFound) }
    }

    /// Deletes a draft.
    pub fn delete_draft(&self, draft: &str) -> Result<(), Error> {
        let deleted = self.account()?.vault()?.delete_draft(draft)?;
        self.heart.data_changed();
        if deleted { Ok(()) } else { Err(Error::NotFound) }
    }

    /// Makes a draft of a dossier or petition of this device's that the office has refused or stopped, with what was filled in, the
    /// papers that are still here, and what the office wrote.
    pub fn file_again(&self, dossier: &str) -> Result<Saved, Error> {
        let account = self.account()?;
        let now = self.environment.clock.now();
        let id = ids::new_id(now, &*self.environment.rng)?;
        if let Some((submitted, note)) = petitions::refused(&account, dossier)? {
            account.vault()?.add_draft_of_petition(&id, submitted, note, now)?;
        } else {
            let ended = dossiers::ended_without_result(&account, dossier)?.ok_or(Error::NotFound)?;
            account.vault()?.add_draft_from(&id, ended.submitted, &ended.title, ended.note, now)?;
        }
        self.heart.data_changed();
        Ok(Saved { id })
    }
}

fn detail(account: &Account, draft: Draft) -> Result<DraftDetail, Error> {
    let attachments = forms::attached(&draft);
    let person = Family::read(account)?.shown(draft.person.as_ref());
    let asked = draft.supplements.as_deref().map(|dossier| Asked::read(account, dossier)).transpose()?;
    let asked =
        asked.unwrap_or_else(|| Asked { note: draft.note, procedure_code: draft.procedure_code, ..Asked::default() });
    Ok(DraftDetail {
        id: draft.id,
        procedure_code: asked.procedure_code,
        procedure_name: draft.procedure_name,
        commune: draft.commune,
        form: draft.form,
        person,
        fields: draft.fields,
        attachments,
        reason: draft.reason,
        note: asked.note,
        supplements: draft.supplements,
        updated_at: draft.updated_at,
    })
}

/// Whether what is filled in can be sent, with room for the papers that come on top.
pub(super) fn check_size(fields: &BTreeMap<String, Sensitive>) -> Result<(), Error> {
    let filled = serde_json::to_string(fields).map_or(usize::MAX, |fields| fields.len());
    if filled > limit::BODY / 2 { Err(Error::FormTooLarge) } else { Ok(()) }
}
