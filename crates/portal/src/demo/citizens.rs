//! The demonstration's synthetic citizens, with what the province has of theirs.

use cds_wire::UnixMillis;
use cds_wire::dossier::{DossierRecord, DossierStep};
use cds_wire::paper::PaperRecord;
use cds_wire::portal::command::stream;
use serde::Serialize;

use super::files::{self, DemoCitizen, DemoDossier, DemoPaper};
use super::{DAY_MS, DemoError};
use crate::environment::{Environment, random_id};
use crate::office::{DOSSIER_LANE, PAPER_LANE, keep_content};
use crate::storage::{Citizen, NewEntity, Tx};

/// Adds a citizen, unless the portal has them.
pub(super) fn add(environment: &Environment, tx: &dyn Tx, citizen: DemoCitizen) -> Result<(), DemoError> {
    if tx.citizen(&citizen.personal_number)?.is_some() {
        return Ok(());
    }
    let account = tx.add_citizen(&Citizen {
        account: random_id(&*environment.rng)?,
        personal_number: citizen.personal_number,
        phone: citizen.phone,
        card_issue_date: citizen.card_issue_date,
        name: citizen.name,
        birth_date: citizen.birth_date,
        sex: citizen.sex,
        commune: citizen.commune,
        commune_name: citizen.commune_name,
    })?;
    let now = environment.clock.now();
    for demo in citizen.dossiers {
        let id = random_id(&*environment.rng)?;
        let record = dossier(demo, now);
        if let Some(code) = &record.code {
            tx.take_dossier_code(code.reveal(), &account, &id)?;
        }
        put(tx, &account, DOSSIER_LANE, DossierRecord::KIND, &id, &record)?;
    }
    for demo in citizen.papers {
        let id = random_id(&*environment.rng)?;
        let record = paper(environment, tx, &account, demo, now)?;
        tx.attach(&account, &record.content.sha256, &format!("{}{id}", stream::PAPER))?;
        put(tx, &account, PAPER_LANE, PaperRecord::KIND, &id, &record)?;
    }
    Ok(())
}

fn dossier(demo: DemoDossier, now: UnixMillis) -> DossierRecord {
    let ago = |days: i64| now - days * DAY_MS;
    let step = |step: files::DemoStep| DossierStep { status: step.status, at: ago(step.days_ago), note: step.note };
    DossierRecord {
        code: demo.code,
        procedure_code: demo.procedure_code,
        procedure_name: demo.procedure_name,
        status: demo.status,
        note: demo.note,
        updated_at: ago(demo.days_ago),
        filed_at: Some(ago(demo.filed_days_ago)),
        due_at: demo.due_in_days.map(|days| now + days * DAY_MS),
        agency: demo.agency,
        person: None,
        steps: demo.steps.into_iter().map(step).collect(),
        wanted: demo.wanted,
        rating: None,
    }
}

fn paper(
    environment: &Environment,
    tx: &dyn Tx,
    account: &str,
    demo: DemoPaper,
    now: UnixMillis,
) -> Result<PaperRecord, DemoError> {
    let content = files::paper(&demo.file).ok_or(DemoError::PaperMissing)?;
    let media_type = match demo.file.rsplit_once('.') {
        Some((_, "jpg")) => "image/jpeg",
        Some((_, "png")) => "image/png",
        _ => "application/pdf",
    };
    Ok(PaperRecord {
        kind: demo.kind,
        title: demo.title,
        source: demo.source,
        content: keep_content(tx, &environment.secret, account, content, media_type, now)?,
        thumbnail: None,
        number: None,
        person: None,
        expires_on: demo.expires_on,
        added_at: now - demo.days_ago * DAY_MS,
        dossier: None,
    })
}

fn put<T: Serialize>(tx: &dyn Tx, account: &str, lane: u8, kind: &str, id: &str, record: &T) -> Result<(), DemoError> {
    let data = serde_json::to_value(record)?;
    tx.put(account, &NewEntity { lane, kind, id, data: Some(&data) })?;
    Ok(())
}
