//! The portal against the model.

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use anyhow::{Context, Result, bail, ensure};
use cds_core::simulated::{DraftContent, Row};
use cds_portal::storage::{StorageError, Tx, audience};
use cds_wire::portal::{
    CommandResult, CommandStatus, DossierSubmit, DossierSupplement, ResultCode, SyncRequest, SyncResponse,
};
use sha2::Digest as _;

use super::{Action, Confirmed, DOSSIER, Entity, Oracle, PAPER};
use crate::province::Province;

/// The statuses that citizens' commands lead to.
const REGISTERED: u8 = 1;
const PROCESSING: u8 = 4;
const WITHDRAWAL: u8 = 7;

impl Oracle {
    /// After the portal has done something for a citizen: what it says to have applied is what was confirmed, and every effect
    /// is there once.
    pub fn check_portal(&mut self, province: &Province, citizen: usize) -> Result<()> {
        let account = &province.people.get(citizen).context("nobody of that number")?.account;
        let mut alone: BTreeMap<(&'static str, String), u32> = BTreeMap::new();
        let open: Vec<String> = self
            .confirmed
            .iter()
            .filter(|(id, confirmed)| confirmed.citizen == citizen && !self.model.applied.contains(*id))
            .map(|(id, _)| id.clone())
            .collect();
        province.storage().read(|tx| -> Result<(), OracleError> {
            let mut applied = Vec::new();
            for id in open {
                let Some(outcome) = tx.command(account, &id)?.map(|command| command.outcome) else { continue };
                if outcome.status.is_applied() {
                    applied.push(id);
                } else if outcome.status.is_final() {
                    self.refused.insert(id);
                }
            }
            // What makes an entity comes first, what removes it last.
            applied.sort_by_key(|id| self.confirmed.get(id).map(|confirmed| confirmed.action.order()));
            let removed: BTreeSet<String> = applied
                .iter()
                .filter_map(|id| self.confirmed.get(id).filter(|known| known.action == Action::RemovePaper))
                .map(|confirmed| confirmed.entity.clone())
                .collect();
            for id in applied {
                let mut confirmed = self.confirmed.get(&id).context("it was just found")?.clone();
                if confirmed.action == Action::AddPaper && removed.contains(&confirmed.entity) {
                    confirmed.blobs.clear();
                }
                check_content(tx, account, &id, &confirmed, self)?;
                let key = self.apply(&id, &confirmed)?;
                self.check_returned(&id)?;
                *alone.entry(key).or_default() += 1;
            }
            Ok(())
        })?;
        let rows = visible(province, citizen, false)?;
        let mut expected =
            self.model.entities.iter().filter(|((of, ..), entity)| *of == citizen && !entity.gone).count();
        for row in rows.iter().filter(|row| [DOSSIER, PAPER].contains(&row.kind.as_str())) {
            let kind = if row.kind == DOSSIER { DOSSIER } else { PAPER };
            let found = self.model.entities.get_mut(&(citizen, kind, row.id.clone()));
            let Some(entity) = found.filter(|entity| !entity.gone) else {
                bail!("the portal shows a {kind} {} that nobody made", row.id);
            };
            expected -= 1;
            ensure!(
                row.ver == entity.ver,
                "{kind} {} has version {}, but {} changes took effect",
                row.id,
                row.ver,
                entity.ver
            );
            let status = status_of(&row.data);
            if self.restored == 0 && alone.get(&(kind, row.id.clone())).is_none_or(|times| *times == 1) {
                ensure!(
                    kind == PAPER || status == entity.status,
                    "{} has status {status}, not {}",
                    row.id,
                    entity.status
                );
            }
            entity.status = status;
        }
        ensure!(expected == 0, "the portal lacks {expected} dossiers or papers that were made");
        Ok(())
    }

    fn apply(&mut self, id: &str, confirmed: &Confirmed) -> Result<(&'static str, String), OracleError> {
        let restored = self.restored > 0;
        let kind = match confirmed.action {
            Action::AddPaper | Action::RemovePaper => PAPER,
            _ => DOSSIER,
        };
        let key = (confirmed.citizen, kind, confirmed.entity.clone());
        let known = self.model.entities.get(&key).copied().filter(|entity| !entity.gone);
        let entity = self.model.entities.entry(key).or_default();
        let (status, gone) = match (&confirmed.action, known) {
            (Action::Submit(_), None) => (REGISTERED, false),
            (Action::AddPaper, None) => (0, false),
            (Action::Supplement(_), Some(_)) => (PROCESSING, false),
            (Action::Withdraw, Some(_)) => (WITHDRAWAL, false),
            (Action::RemovePaper, Some(_)) => (0, true),
            // Brought back with its receipt to a portal that had forgotten.
            (Action::Submit(_), Some(known)) if restored => (known.status, false),
            (Action::AddPaper, Some(_)) if restored => (0, false),
            (Action::RemovePaper, None) if restored => {
                if entity.ver == 0 {
                    entity.gone = true;
                }
                self.model.applied.insert(id.to_owned());
                self.ever_applied.insert(id.to_owned());
                return Ok((kind, confirmed.entity.clone()));
            }
            (action, known) => {
                return Err(anyhow::anyhow!("{action:?} {id} was applied to {known:?}").into());
            }
        };
        *entity = Entity { ver: entity.ver + 1, status, gone };
        self.model.applied.insert(id.to_owned());
        self.ever_applied.insert(id.to_owned());
        Ok((kind, confirmed.entity.clone()))
    }

    /// Before a request reaches the portal: nothing leaves under another's name.
    pub fn check_request(&self, province: &Province, bearer: &str, request: &SyncRequest) -> Result<()> {
        let hash: [u8; 32] = sha2::Sha256::digest(bearer).into();
        let found = province.storage().read(|tx| tx.token(&hash)).map_err(anyhow::Error::from)?;
        let Some((device, _)) = found else { return Ok(()) };
        for command in &request.commands {
            let Some(confirmed) = self.confirmed.get(&command.id) else { continue };
            let account = province.people.get(confirmed.citizen).map(|person| &person.account);
            ensure!(account == Some(&device.account), "{} leaves under another citizen's name", command.id);
        }
        Ok(())
    }

    /// What took effect is not answered as if it had not.
    pub fn check_result(&self, result: &CommandResult) -> Result<()> {
        let refused = matches!(result.status, CommandStatus::Rejected | CommandStatus::Conflict)
            && result.code != Some(ResultCode::DeviceFork);
        ensure!(
            !refused || !self.model.applied.contains(&result.id),
            "{} took effect and is answered {:?}",
            result.id,
            result.code
        );
        Ok(())
    }

    /// What came back to its citizen has not taken effect, unless the portal or the vault was put back, or cloned, since.
    pub(super) fn check_returned(&self, id: &str) -> Result<()> {
        let since = self.confirmed.get(id).is_some_and(|known| known.put_back_before == self.put_back_times());
        ensure!(
            !since || !self.returned.contains(id) || !self.model.applied.contains(id),
            "{id} came back and took effect"
        );
        Ok(())
    }

    /// After an answer: a cursor that ends a pull stands for one state.
    pub fn note_answer(&mut self, province: &Province, citizen: usize, answer: &SyncResponse) -> Result<()> {
        self.given.insert(format!("{citizen} {}", answer.cursor));
        if answer.has_more {
            return Ok(());
        }
        let rows = Rc::new(visible(province, citizen, true)?);
        let known = self.seen.insert(format!("{citizen} {}", answer.cursor), Rc::clone(&rows));
        ensure!(known.is_none_or(|known| known == rows), "one cursor stands for two states: {}", answer.cursor);
        Ok(())
    }

    /// Whether the portal has given a citizen this cursor.
    pub(super) fn has_given(&self, citizen: usize, cursor: &str) -> bool {
        self.given.contains(&format!("{citizen} {cursor}"))
    }

    /// What a cursor stands for, where it ends a pull.
    pub(super) fn at(&self, citizen: usize, cursor: &str) -> Option<&[Row]> {
        self.seen.get(&format!("{citizen} {cursor}")).map(|rows| rows.as_slice())
    }
}

/// What was submitted is what was confirmed, and its papers are there.
fn check_content(
    tx: &dyn Tx,
    account: &str,
    id: &str,
    confirmed: &Confirmed,
    oracle: &Oracle,
) -> Result<(), OracleError> {
    if let Action::Submit(content) | Action::Supplement(content) = &confirmed.action {
        let submissions = tx.submissions(account, &confirmed.entity)?;
        let found = submissions.iter().find(|submission| submission.command == id).context("no submission")?;
        let body = match &content.supplements {
            None => serde_json::from_str(found.body.reveal()).context("a submission")?,
            Some(_) => {
                let added: DossierSupplement = serde_json::from_str(found.body.reveal()).context("a supplement")?;
                let (procedure, commune, form) = (String::new(), None, None);
                let (fields, attachments) = (added.fields, added.attachments);
                DossierSubmit { procedure, commune, form, person: None, fields, attachments }
            }
        };
        let attachments = body.attachments.into_iter().map(|attachment| (attachment.name, attachment.sha256));
        let arrived = DraftContent {
            procedure: body.procedure,
            commune: body.commune,
            fields: body.fields,
            attachments: attachments.collect(),
            supplements: content.supplements.clone(),
        };
        if arrived != *content {
            return Err(anyhow::anyhow!("{id} arrived with another content").into());
        }
    }
    for digest in &confirmed.blobs {
        let blob =
            tx.blob(account, digest)?.with_context(|| format!("a paper of {id}, which was applied, is not there"))?;
        let bytes = tx.blob_bytes(&blob, 0..blob.size)?;
        if oracle.contents.get(digest) != Some(&bytes) {
            return Err(anyhow::anyhow!("a paper of {id} is not what the citizen attached").into());
        }
    }
    Ok(())
}

/// What the portal shows a citizen, by kind and id; with or without what it shows everyone.
pub(super) fn visible(province: &Province, citizen: usize, all: bool) -> Result<Vec<Row>> {
    let person = province.people.get(citizen).context("nobody of that number")?;
    let mut owners = vec![person.account.clone()];
    if all {
        owners.extend([audience::PROVINCE.to_owned(), audience::commune(&person.commune)]);
    }
    let mut rows = Vec::new();
    province.storage().read(|tx| -> Result<(), StorageError> {
        for owner in &owners {
            for lane in 0..3 {
                tx.changes(owner, lane, 0, &mut |_, _, change| {
                    let data = change.data.map(|data| data.reveal().to_string()).unwrap_or_default();
                    rows.push(Row { kind: change.kind, id: change.id, ver: change.ver, data });
                    true
                })?;
            }
        }
        Ok(())
    })?;
    rows.sort();
    Ok(rows)
}

fn status_of(data: &str) -> u8 {
    let value: serde_json::Value = serde_json::from_str(data).unwrap_or_default();
    value.get("status").and_then(serde_json::Value::as_u64).and_then(|status| u8::try_from(status).ok()).unwrap_or(0)
}

/// An error of the storage or of the oracle.
#[derive(Debug)]
struct OracleError(anyhow::Error);

impl From<StorageError> for OracleError {
    fn from(error: StorageError) -> Self {
        Self(error.into())
    }
}

impl From<anyhow::Error> for OracleError {
    fn from(error: anyhow::Error) -> Self {
        Self(error)
    }
}

impl From<OracleError> for anyhow::Error {
    fn from(error: OracleError) -> Self {
        error.0
    }
}
