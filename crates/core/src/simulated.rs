//! A device in memory: the same vault, cache and SQL as the app's, without file, keys or window. For `tests/sim` alone.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Mutex, MutexGuard};

use cds_identity::DeviceKey;
use cds_wire::paper::PaperKind;
use cds_wire::{Digest, Sensitive, UnixMillis};

use crate::Error;
use crate::mutex::lock;
use crate::store::Vault;
use crate::store::cache::content::Fetched;
use crate::store::mirror::Mirror;
use crate::store::vault::simulated::{mend, tear};
use crate::store::vault::{Draft, Enrolment, NewPaper};
use crate::sync::Stores;
use crate::trust::TrustLists;

pub use crate::store::cache::simulated::Row;
pub use crate::store::vault::simulated::{LoggedCommand, NewCommand};

/// The databases of one device.
#[derive(Debug)]
pub struct Databases {
    vault: Mutex<Vault>,
    mirror: Mirror,
    /// Commits since the two were torn.
    commits: Option<(Arc<AtomicU32>, Arc<AtomicU32>)>,
}

/// A draft, in what the citizen can see of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DraftContent {
    /// Code of the procedure.
    pub procedure: String,
    /// Code of the commune.
    pub commune: Option<String>,
    /// What was filled in.
    pub fields: BTreeMap<String, Sensitive>,
    /// What is attached, by name.
    pub attachments: BTreeMap<String, Digest>,
    /// The dossier that it adds to; none for what becomes one of its own.
    pub supplements: Option<String>,
}

/// What the cache shows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shown {
    /// Where the last page ended.
    pub cursor: Option<String>,
    /// All that the portal had there is here.
    pub complete: bool,
    /// Its entities, by kind and id.
    pub rows: Vec<Row>,
}

/// What came of taking a command back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TakenBack {
    /// It goes, or is being asked for.
    Asked,
    /// It is final, or not there.
    No,
}

impl Databases {
    /// An empty device.
    pub fn new() -> Result<Self, Error> {
        Ok(Self { vault: Mutex::new(Vault::in_memory()?), mirror: Mirror::in_memory()?, commits: None })
    }

    /// What a synchronisation works on.
    pub fn stores<'a>(&'a self, trust: &'a dyn TrustLists) -> Stores<'a> {
        Stores { vault: &self.vault, mirror: &self.mirror, trust }
    }

    /// A copy of both, as of a cloned phone.
    pub fn copy(&self) -> Result<Self, Error> {
        let vault = Mutex::new(self.vault()?.copy_in_memory()?);
        Ok(Self { vault, mirror: self.copy_mirror()?, commits: None })
    }

    /// A copy of the cache alone.
    pub fn copy_mirror(&self) -> Result<Mirror, Error> {
        Ok(Mirror::over(self.mirror.with(|cache| cache.copy_in_memory())?))
    }

    /// Puts an earlier state of the cache in its place.
    pub fn put_mirror(&mut self, mirror: Mirror) {
        self.mirror = mirror;
    }

    /// From the second commit on each of the two fails, as if the power went in between, until [`mend`](Self::mend).
    pub fn tear(&mut self) -> Result<(), Error> {
        let (vault, cache) = <(Arc<AtomicU32>, Arc<AtomicU32>)>::default();
        tear(self.vault()?.connection(), &vault)?;
        self.mirror.write(|mirror| tear(mirror.connection(), &cache))?;
        self.commits = Some((vault, cache));
        Ok(())
    }

    /// Takes [`tear`](Self::tear) back; true where something was cut off.
    pub fn mend(&mut self) -> Result<bool, Error> {
        mend(self.vault()?.connection())?;
        self.mirror.write(|mirror| mend(mirror.connection()))?;
        let cut = |commits: Arc<AtomicU32>| commits.load(Ordering::Relaxed) > 1;
        Ok(self.commits.take().is_some_and(|(vault, cache)| cut(vault) || cut(cache)))
    }

    /// The cache is gone.
    pub fn lose_mirror(&mut self) -> Result<(), Error> {
        self.mirror = Mirror::in_memory()?;
        Ok(())
    }

    /// Keeps who this device is.
    pub fn enrol(&self, enrolment: &Enrolment) -> Result<(), Error> {
        Ok(self.vault()?.set_enrolment(enrolment)?)
    }

    /// Account, device and key.
    pub fn identity(&self) -> Result<(String, String, DeviceKey), Error> {
        Ok(self.vault()?.device()?)
    }

    /// Whether the portal knows other commands under this device's numbers.
    pub fn is_forked(&self) -> Result<bool, Error> {
        Ok(self.vault()?.is_forked()?)
    }

    /// Keeps a new draft, or what one has become; attachments stay.
    pub fn save_draft(&self, id: &str, content: &DraftContent, now: UnixMillis) -> Result<(), Error> {
        let draft = Draft {
            procedure_code: content.procedure.clone(),
            procedure_name: content.procedure.clone(),
            commune: content.commune.clone(),
            fields: content.fields.clone(),
            supplements: content.supplements.clone(),
            ..Draft::new(id, now)
        };
        let mut vault = self.vault()?;
        if !vault.change_draft(&draft)? {
            vault.add_draft(&draft)?;
        }
        Ok(())
    }

    /// Attaches a content to a draft.
    pub fn attach(&self, draft: &str, name: &str, content: &[u8], now: UnixMillis) -> Result<(), Error> {
        self.vault()?.attach(draft, name, content, "image/jpeg", now)?;
        Ok(())
    }

    /// Deletes a draft.
    pub fn delete_draft(&self, id: &str) -> Result<bool, Error> {
        Ok(self.vault()?.delete_draft(id)?)
    }

    /// Files a draft, or adds it to its dossier, under the id of a command.
    pub fn confirm_draft(&self, draft: &str, command: &str, now: UnixMillis) -> Result<bool, Error> {
        Ok(self.vault()?.confirm_draft(draft, command, now)?)
    }

    /// Confirms a command of another type.
    pub fn confirm_command(
        &self,
        command: &NewCommand<'_>,
        body: &impl serde::Serialize,
        now: UnixMillis,
    ) -> Result<(), Error> {
        Ok(self.vault()?.confirm_command(command, body, now)?)
    }

    /// Takes a command back.
    pub fn cancel(&self, command: &str, cancel: &str, now: UnixMillis) -> Result<TakenBack, Error> {
        Ok(self.vault()?.cancel(command, cancel, now)?.map_or(TakenBack::No, |()| TakenBack::Asked))
    }

    /// Keeps a paper.
    pub fn add_paper(
        &self,
        id: &str,
        command: &str,
        content: &[u8],
        thumbnail: Option<&[u8]>,
        now: UnixMillis,
    ) -> Result<(), Error> {
        let kind = PaperKind::Other;
        let media_type = "image/jpeg";
        let paper = NewPaper {
            id,
            command,
            kind,
            title: "Giấy",
            number: None,
            expires_on: None,
            person: None,
            media_type,
            content,
            thumbnail,
            staged: &[],
            now,
        };
        Ok(self.vault()?.add_paper(&paper)?)
    }

    /// The drafts by id.
    pub fn drafts(&self) -> Result<BTreeMap<String, DraftContent>, Error> {
        let drafts = self.vault()?.drafts()?.into_iter().map(|draft| {
            let attachments = draft.attachments.into_iter().map(|attachment| (attachment.name, attachment.sha256));
            let content = DraftContent {
                procedure: draft.procedure_code,
                commune: draft.commune,
                fields: draft.fields,
                attachments: attachments.collect(),
                supplements: draft.supplements,
            };
            (draft.id, content)
        });
        Ok(drafts.collect())
    }

    /// Outbox and sent log, oldest first.
    pub fn log(&self) -> Result<Vec<LoggedCommand>, Error> {
        Ok(self.vault()?.log()?)
    }

    /// A content that the vault holds.
    pub fn content(&self, digest: &Digest) -> Result<Option<Vec<u8>>, Error> {
        Ok(self.vault()?.content(digest)?)
    }

    /// The size of a content that the vault holds.
    pub fn content_size(&self, digest: &Digest) -> Result<Option<u64>, Error> {
        Ok(self.vault()?.content_size(digest)?)
    }

    /// Whether a content is in the cache as a whole.
    pub fn has_cached(&self, digest: &Digest) -> Result<bool, Error> {
        Ok(self.mirror.with(|cache| cache.fetched(digest))? == Fetched::Whole)
    }

    /// The contents of a paper that the vault holds.
    pub fn paper(&self, id: &str) -> Result<Vec<Digest>, Error> {
        let paper = self.vault()?.paper(id)?;
        Ok(paper.into_iter().flat_map(|paper| [Some(paper.sha256), paper.thumbnail]).flatten().collect())
    }

    /// What the cache shows.
    pub fn shown(&self) -> Result<Shown, Error> {
        self.mirror.with(|cache| {
            Ok(Shown { cursor: cache.cursor()?, complete: cache.contact()?.complete, rows: cache.rows()? })
        })
    }

    fn vault(&self) -> Result<MutexGuard<'_, Vault>, Error> {
        lock(&self.vault)
    }
}
