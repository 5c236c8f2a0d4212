//! What a citizen wants to know of a dossier at the office: how long it still takes, and what can be done about it.

use cds_vn::date::iso_day;
use cds_vn::office_hours::DaysOff;
use cds_wire::dossier::{DossierRecord, DossierStatus};
use cds_wire::ipc::{CommandState, OutboxEntry, TimeLeft};
use cds_wire::portal::HolidaysRecord;
use cds_wire::portal::command::command_type;
use cds_wire::{Sensitive, UnixMillis};

use super::is_code;
use crate::Error;
use crate::account::Account;

/// How much working time is left until the appointment that the office printed. None where there is none, where the office
/// owes nothing any more, where the days off of one of the years between are not known here, or where it is just now.
pub(super) fn time_left(account: &Account, record: &DossierRecord, now: UnixMillis) -> Result<Option<TimeLeft>, Error> {
    let Some(due) = record.due_at else { return Ok(None) };
    if record.status.is_final() || record.status == DossierStatus::Completed {
        return Ok(None);
    }
    let tables = account.mirror.with(|cache| cache.entities::<HolidaysRecord>(HolidaysRecord::KIND))?;
    let closed = tables.iter().flat_map(|(_, table)| &table.days).map(|holiday| holiday.day.as_str());
    let worked = tables.iter().flat_map(|(_, table)| &table.worked).map(String::as_str);
    // With a table that names a day of no calendar, nothing is counted: the appointment itself is shown.
    let Ok(days_off) = DaysOff::new(closed, worked) else { return Ok(None) };
    let mut days = [now, due].into_iter().map(iso_day);
    let of_table = |year: &str| tables.iter().flat_map(|(_, table)| &table.days).any(|day| day.day.starts_with(year));
    let known = days.all(|day| day.get(..5).is_some_and(of_table));
    let paused = record.status.needs_citizen();
    let left = days_off.time_left(now, due).filter(|left| paused || left.days > 0 || left.minutes > 0);
    let left = left.filter(|_| known);
    Ok(left.map(|left| TimeLeft { late: left.late, days: left.days, minutes: left.minutes, paused }))
}

/// What was confirmed about a dossier after it was filed and the portal has not answered, oldest first.
pub(super) fn waiting(outbox: &[OutboxEntry], dossier: &str) -> Vec<OutboxEntry> {
    let about = |entry: &&OutboxEntry| {
        entry.entity.as_deref() == Some(dossier)
            && !matches!(entry.command_type.as_str(), command_type::DOSSIER_SUBMIT | command_type::CANCEL)
            && entry.state.is_open()
    };
    outbox.iter().filter(about).cloned().collect()
}

/// Whether the citizen can ask for it to be withdrawn: the office works on it, and was not asked yet.
pub(super) fn can_withdraw(status: DossierStatus, waiting: &[OutboxEntry]) -> bool {
    status.can_be_withdrawn() && !asks_to_withdraw(waiting)
}

/// Whether the citizen has asked for it to be withdrawn, and the portal has not answered.
fn asks_to_withdraw(waiting: &[OutboxEntry]) -> bool {
    waiting.iter().any(|entry| entry.command_type == command_type::DOSSIER_WITHDRAW)
}

/// Whether fees of it can be paid: not where it has ended, nor where the citizen wants it withdrawn, be it that the portal
/// does not know yet.
pub(crate) fn takes_payments(status: DossierStatus, outbox: &[OutboxEntry], dossier: &str) -> bool {
    status.takes_payments() && !asks_to_withdraw(&waiting(outbox, dossier))
}

/// Whether what the office asks for can be added: it asks, and nothing of the kind waits to be sent.
pub(crate) fn can_supplement(status: DossierStatus, outbox: &[OutboxEntry], dossier: &str) -> bool {
    status == DossierStatus::SupplementNeeded && !supplement_waits(status, outbox, dossier)
}

/// Whether what the office asks for was added, and the portal has not answered.
pub(super) fn supplement_waits(status: DossierStatus, outbox: &[OutboxEntry], dossier: &str) -> bool {
    let is_it = |entry: &OutboxEntry| entry.command_type == command_type::DOSSIER_SUPPLEMENT;
    status == DossierStatus::SupplementNeeded && waiting(outbox, dossier).iter().any(is_it)
}

/// Whether the citizen can say how it was handled: it has a result, and they have not, not even just now.
pub(crate) fn can_rate(record: &DossierRecord, outbox: &[OutboxEntry], dossier: &str) -> bool {
    let said = |entry: &OutboxEntry| {
        entry.entity.as_deref() == Some(dossier)
            && entry.command_type == command_type::DOSSIER_RATE
            && entry.state != CommandState::Returned
    };
    record.status.can_be_rated() && record.rating.is_none() && !outbox.iter().any(said)
}

/// A dossier that the portal shows, with its id, by that or its code.
pub(crate) fn at_office(account: &Account, id_or_code: &str) -> Result<(String, DossierRecord), Error> {
    let records = account.mirror.with(|cache| cache.entities::<DossierRecord>(DossierRecord::KIND))?;
    let is_it = |(id, record): &(String, DossierRecord)| id == id_or_code || is_code(record.code.as_ref(), id_or_code);
    records.into_iter().find(is_it).ok_or(Error::NotFound)
}

/// The id and the name of a dossier that can be withdrawn, by its id or code.
pub(crate) fn withdrawable(account: &Account, id_or_code: &str) -> Result<(String, Sensitive), Error> {
    let (id, record) = at_office(account, id_or_code)?;
    let waiting = waiting(&account.vault()?.outbox()?, &id);
    if can_withdraw(record.status, &waiting) { Ok((id, record.procedure_name)) } else { Err(Error::TooLate) }
}
