//! What a command that holds changes.

use cds_identity::Receipt;
use cds_wire::dossier::{DossierRecord, DossierStatus, DossierStep};
use cds_wire::family::DependantRecord;
use cds_wire::paper::{PaperRecord, PaperSource};
use cds_wire::petition::PetitionRecord;
use cds_wire::portal::{BlobRef, CommandStatus, DossierSubmit, PaperAdd, ResultCode};
use cds_wire::{Digest, UnixMillis};
use serde::Deserialize;

use super::Case;
use super::family;
use super::form::{self, Action};
use super::petition;
use super::{dossier, fee};
use crate::Environment;
use crate::blob_name::blob_path;
use crate::calendar;
use crate::office::{DOSSIER_LANE, PAPER_LANE};
use crate::storage::{Agency, Outcome, StorageError, StoredEntity, Tx};

/// What is to be written for a command.
pub(super) enum Effect {
    /// A dossier's new state, with what the citizen submitted.
    Dossier {
        /// The new state.
        record: Box<DossierRecord>,
        /// The office gets the body and these blobs.
        attached: Vec<Digest>,
    },
    /// A new dossier, which still needs its code.
    NewDossier {
        /// The state without its code.
        record: Box<DossierRecord>,
        /// The office that gives the code.
        agency: Agency,
        /// The code that a receipt names.
        code: Option<String>,
        /// The office gets the body and these blobs.
        attached: Vec<Digest>,
    },
    /// A petition that is there, with what the citizen submitted.
    Petition {
        /// Its state.
        record: Box<PetitionRecord>,
        /// The office gets the body and these blobs.
        attached: Vec<Digest>,
    },
    /// A new petition, which still needs its code.
    NewPetition {
        /// The state without its code.
        record: Box<PetitionRecord>,
        /// The office that gives the code.
        agency: Agency,
        /// The code that a receipt names.
        code: Option<String>,
        /// The office gets the body and these blobs.
        attached: Vec<Digest>,
    },
    /// A fee that is pending from now on, or is what it was.
    Fee(Box<fee::Paying>),
    /// A paper's new state.
    Paper(Box<PaperRecord>),
    /// A paper is there no longer.
    NoPaper {
        /// What the office keeps of it: the results of dossiers.
        archived: Vec<Digest>,
    },
    /// A dependant's new state.
    Dependant(Box<DependantRecord>),
    /// A dependant is there no longer.
    NoDependant,
    /// Nothing of its own.
    Nothing,
}

/// Works out what a command changes; the outcome where it may not.
pub(super) fn plan(
    case: &Case<'_>,
    action: &Action,
    receipt: Option<Receipt>,
) -> Result<Result<Effect, Outcome>, StorageError> {
    let Case { environment, tx, account, command, .. } = *case;
    let now = environment.clock.now();
    let id = form::entity_of(&command.stream);
    let attached = form::attached(action);
    Ok(match action {
        Action::Submit(body) => {
            if let Some(found) = tx.entity(account, DossierRecord::KIND, id)? {
                return Ok(match receipt {
                    Some(_) => Ok(Effect::Dossier { record: Box::new(dossier_record(&found)?), attached }),
                    None => Err(Outcome::ended(CommandStatus::Conflict, ResultCode::VersionConflict)),
                });
            }
            if receipt.is_none() && !family::knows(case, body.person.as_ref())? {
                return Ok(Err(Outcome::rejected(ResultCode::PersonUnknown)));
            }
            let procedure = match tx.procedure_name(&body.procedure)? {
                Some(name) => name,
                None if receipt.is_some() => body.procedure.clone(),
                None => return Ok(Err(Outcome::rejected(ResultCode::ProcedureUnknown))),
            };
            let agency = match (agency_of(tx, account, body.commune.as_deref())?, &receipt) {
                (None, Some(receipt)) => Some(agency_before(environment, tx, account, receipt)?),
                (found, _) => found,
            };
            match agency {
                Some(agency) => {
                    let filed_at = receipt.as_ref().map_or(now, |receipt| receipt.time);
                    let record = Box::new(new_dossier(body, &procedure, &agency, filed_at));
                    Ok(Effect::NewDossier { record, agency, code: receipt.and_then(|receipt| receipt.code), attached })
                }
                None => Err(Outcome::rejected(ResultCode::BodyInvalid)),
            }
        }
        Action::Supplement(_) | Action::Withdraw(_) | Action::Rate(_) => {
            let Some(found) = tx.entity(account, DossierRecord::KIND, id)? else {
                // The device that filed it may not have brought it back yet; one that was cancelled since never comes.
                let unknown = match receipt {
                    Some(_) if tx.has_cancelled(account, &command.stream)? => Outcome::rejected(ResultCode::Parent),
                    Some(_) => Outcome::deferred(ResultCode::Behind),
                    None => Outcome::rejected(ResultCode::EntityUnknown),
                };
                return Ok(Err(unknown));
            };
            let record = dossier_record(&found)?;
            let changed = match action {
                Action::Supplement(_) => dossier::supplemented(record.clone(), now),
                Action::Rate(body) => {
                    let at = receipt.as_ref().map_or(now, |receipt| receipt.time);
                    dossier::rated(record.clone(), body, at, receipt.is_some())
                }
                _ => dossier::withdrawn(record.clone(), now),
            };
            match changed {
                Ok(record) => Ok(Effect::Dossier { record: Box::new(record), attached }),
                // What was received once is the office's, whatever the restored dossier says.
                Err(_) if receipt.is_some() => Ok(Effect::Dossier { record: Box::new(record), attached }),
                Err(code) => Err(Outcome::rejected(code)),
            }
        }
        Action::Petition(body) => return petition::plan(case, body, receipt, attached),
        Action::Pay(body) => fee::pay(case, body, receipt.is_some())?.map(|paying| Effect::Fee(Box::new(paying))),
        Action::AddPaper(body) => match tx.entity(account, PaperRecord::KIND, id)? {
            Some(_) if receipt.is_none() => Err(Outcome::ended(CommandStatus::Conflict, ResultCode::VersionConflict)),
            None if receipt.is_none() && !family::knows(case, body.person.as_ref())? => {
                Err(Outcome::rejected(ResultCode::PersonUnknown))
            }
            _ => {
                let added_at = receipt.map_or(now, |receipt| receipt.time);
                Ok(Effect::Paper(Box::new(paper(environment, account, body, added_at))))
            }
        },
        Action::AddDependant(body, consent) => match tx.entity(account, DependantRecord::KIND, id)? {
            Some(_) if receipt.is_none() => Err(Outcome::ended(CommandStatus::Conflict, ResultCode::VersionConflict)),
            _ => {
                let added_at = receipt.map_or(now, |receipt| receipt.time);
                Ok(Effect::Dependant(Box::new(family::record(body, *consent, added_at))))
            }
        },
        Action::RemoveDependant => match tx.entity(account, DependantRecord::KIND, id)? {
            Some(_) => Ok(Effect::NoDependant),
            None if receipt.is_some() => Ok(Effect::Nothing),
            None => Err(Outcome::rejected(ResultCode::EntityUnknown)),
        },
        Action::RemovePaper => match tx.entity(account, PaperRecord::KIND, id)? {
            Some(found) => Ok(Effect::NoPaper { archived: archived(&found) }),
            None if receipt.is_some() => Ok(Effect::Nothing),
            None => Err(Outcome::rejected(ResultCode::EntityUnknown)),
        },
        Action::Cancel => Ok(Effect::Nothing),
    })
}

/// Gives a new dossier its code: the one its receipt names, unless another dossier has that, or the office's next.
pub(super) fn with_code(
    case: &Case<'_>,
    mut record: DossierRecord,
    agency: &Agency,
    wanted: Option<String>,
    now: UnixMillis,
) -> Result<DossierRecord, StorageError> {
    let code = code(case, &agency.code, wanted.as_deref(), now)?;
    record.code = Some(code.as_str().into());
    if let Some(old) = wanted.filter(|wanted| *wanted != code) {
        let note = format!("Mã hồ sơ {old} đã được cấp cho hồ sơ khác; hồ sơ này nay có mã {code}.");
        record = dossier::step(record, DossierStatus::Registered, now, Some(note.as_str().into()));
    }
    Ok(record)
}

/// A code for what a command makes: the one that is wanted, unless another entity has that, or the next one behind `office`
/// on this day.
pub(super) fn code(
    case: &Case<'_>,
    office: &str,
    wanted: Option<&str>,
    now: UnixMillis,
) -> Result<String, StorageError> {
    let Case { tx, account, command, .. } = *case;
    let id = form::entity_of(&command.stream);
    if let Some(code) = wanted
        && tx.take_dossier_code(code, account, id)?
    {
        return Ok(code.to_owned());
    }
    let prefix = format!("{office}-{}", calendar::short_day(now));
    loop {
        let serial = tx.next(&format!("dossier/{prefix}"))?;
        let code = format!("{prefix}-{serial:04}");
        if tx.take_dossier_code(&code, account, id)? {
            return Ok(code);
        }
    }
}

/// The lane in which an effect travels.
pub(super) const fn lane(effect: &Effect) -> u8 {
    match effect {
        Effect::Paper(_) | Effect::NoPaper { .. } | Effect::Dependant(_) | Effect::NoDependant => PAPER_LANE,
        Effect::Dossier { .. }
        | Effect::NewDossier { .. }
        | Effect::Petition { .. }
        | Effect::NewPetition { .. }
        | Effect::Fee(_)
        | Effect::Nothing => DOSSIER_LANE,
    }
}

/// The office of a commune; of the citizen's own where none is named.
pub(super) fn agency_of(tx: &dyn Tx, account: &str, commune: Option<&str>) -> Result<Option<Agency>, StorageError> {
    match commune {
        Some(commune) => tx.agency(commune),
        None => {
            let citizen = tx.citizen_of(account)?.ok_or(StorageError::Damaged("account"))?;
            tx.agency(&citizen.commune)
        }
    }
}

/// The office that a receipt's dossier or petition went to, where the portal knows that of its commune no longer: the
/// citizen's own, or the one that the code names.
pub(super) fn agency_before(
    environment: &Environment,
    tx: &dyn Tx,
    account: &str,
    receipt: &Receipt,
) -> Result<Agency, StorageError> {
    let citizen = tx.citizen_of(account)?.ok_or(StorageError::Damaged("account"))?;
    if let Some(own) = tx.agency(&citizen.commune)? {
        return Ok(own);
    }
    let prefix = receipt.code.as_deref().and_then(|code| code.rsplitn(3, '-').nth(2));
    let prefix = prefix.map(|prefix| prefix.strip_prefix(petition::CODE).unwrap_or(prefix));
    let code = prefix.unwrap_or(&environment.keys.issuer.id).to_owned();
    Ok(Agency { commune: citizen.commune, code, name: environment.keys.issuer.name.clone() })
}

fn new_dossier(body: &DossierSubmit, procedure: &str, agency: &Agency, at: UnixMillis) -> DossierRecord {
    DossierRecord {
        code: None,
        procedure_code: body.procedure.clone(),
        procedure_name: procedure.into(),
        status: DossierStatus::Registered,
        note: None,
        updated_at: at,
        filed_at: Some(at),
        due_at: None,
        agency: Some(agency.name.clone()),
        person: body.person.clone(),
        steps: vec![DossierStep { status: DossierStatus::Registered, at, note: None }],
        wanted: Vec::new(),
        rating: None,
    }
}

fn paper(environment: &Environment, account: &str, body: &PaperAdd, added_at: UnixMillis) -> PaperRecord {
    let placed = |content: &BlobRef| BlobRef {
        url: Some(blob_path(&environment.secret, account, &content.sha256)),
        ..content.clone()
    };
    PaperRecord {
        kind: body.kind,
        title: body.title.clone(),
        source: PaperSource::OwnUpload,
        content: placed(&body.content),
        thumbnail: body.thumbnail.as_ref().map(placed),
        number: body.number.clone(),
        expires_on: body.expires_on.clone(),
        person: body.person.clone(),
        added_at,
        dossier: None,
    }
}

/// What stays in the office's archive of a paper that the citizen has removed: the result of a dossier.
fn archived(entity: &StoredEntity) -> Vec<Digest> {
    match PaperRecord::deserialize(entity.data.reveal()) {
        Ok(record) if record.source == PaperSource::DossierResult => vec![record.content.sha256],
        _ => Vec::new(),
    }
}

pub(super) fn dossier_record(entity: &StoredEntity) -> Result<DossierRecord, StorageError> {
    DossierRecord::deserialize(entity.data.reveal()).map_err(|_| StorageError::Damaged("dossier"))
}
