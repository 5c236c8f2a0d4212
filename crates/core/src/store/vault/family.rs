//! The citizen's family, as far as the portal does not have it: who waits to be added or removed, and who came back.

use std::collections::BTreeMap;

use cds_wire::UnixMillis;
use cds_wire::family::DependantAdd;
use cds_wire::ipc::DependantState;
use cds_wire::portal::Nothing;
use cds_wire::portal::command::{command_type, stream};
use rusqlite::{Connection, OptionalExtension, params};

use super::Vault;
use super::outbox::{CANCELLING, Confirmation};
use super::removal::NO_BODY;
use crate::store::{StoreError, not_what_was_written};

/// A dependant of whom the vault knows more than the portal.
#[derive(Debug, Clone)]
pub(crate) struct OwnDependant {
    /// As they were filled in; none where this device has sent no more than their removal.
    pub(crate) content: Option<DependantAdd>,
    /// Where they stand.
    pub(crate) state: DependantState,
    /// Why they came back.
    pub(crate) reason: Option<String>,
    /// When the portal received what was sent, where it has.
    pub(crate) received_at: Option<UnixMillis>,
}

impl Vault {
    /// Confirms that a dependant is to be added, in one transaction that is on the disk when this returns.
    pub(crate) fn add_dependant(
        &mut self,
        id: &str,
        command: &str,
        content: &DependantAdd,
        now: UnixMillis,
    ) -> Result<(), StoreError> {
        let title = content.name.reveal();
        self.confirm_of_family(command_type::DEPENDANT_ADD, id, command, title, content, now)
    }

    /// Confirms that one is to be removed, likewise.
    pub(crate) fn remove_dependant(
        &mut self,
        id: &str,
        command: &str,
        title: &str,
        now: UnixMillis,
    ) -> Result<(), StoreError> {
        self.confirm_of_family(command_type::DEPENDANT_REMOVE, id, command, title, &Nothing {}, now)
    }

    fn confirm_of_family(
        &mut self,
        command_type: &'static str,
        id: &str,
        command: &str,
        title: &str,
        body: &impl serde::Serialize,
        now: UnixMillis,
    ) -> Result<(), StoreError> {
        let stream = format!("{}{id}", stream::DEPENDANT);
        self.confirm_alone(&Confirmation::new(command, command_type, stream, title, now), body)
    }

    /// Everybody of whom this vault knows something, by id.
    pub(crate) fn dependants(&self) -> Result<BTreeMap<String, OwnDependant>, StoreError> {
        let mut all: BTreeMap<String, OwnDependant> = BTreeMap::new();
        let mut statement = self.0.prepare_cached("SELECT id, content, reason FROM dependant")?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            let (id, content, reason): (String, String, String) = (row.get(0)?, row.get(1)?, row.get(2)?);
            let content = serde_json::from_str(&content).map_err(|_| not_what_was_written())?;
            let (state, content) = (DependantState::Returned, Some(content));
            all.insert(id, OwnDependant { content, state, reason: Some(reason), received_at: None });
        }
        // In the order of confirming: who was added and is to be removed is to be removed.
        let mut statement = self.0.prepare_cached(&format!(
            "SELECT type, substr(stream, instr(stream, '/') + 1), state, body, finished_at, {CANCELLING}
             FROM command WHERE type IN (?1, ?2) AND state <> 'returned' ORDER BY position"
        ))?;
        let mut rows = statement.query([command_type::DEPENDANT_ADD, command_type::DEPENDANT_REMOVE])?;
        while let Some(row) = rows.next()? {
            let (command_type, id, state): (String, String, String) = (row.get(0)?, row.get(1)?, row.get(2)?);
            let (body, cancelled): (String, bool) = (row.get(3)?, row.get(5)?);
            let received_at = if state == "received" { row.get(4)? } else { None };
            let adds = command_type == command_type::DEPENDANT_ADD;
            let state = match (adds, cancelled) {
                (true, false) => DependantState::Waiting,
                (true, true) | (false, false) => DependantState::Removing,
                // The removal is taken back.
                (false, true) => continue,
            };
            let added = if adds { serde_json::from_str(&body).ok() } else { None };
            let content = added.or_else(|| all.remove(&id).and_then(|before| before.content));
            all.insert(id, OwnDependant { content, state, reason: None, received_at });
        }
        Ok(all)
    }

    /// The command that is to add a dependant, while the portal cannot have heard of it.
    pub(crate) fn unsent_dependant(&self, id: &str) -> Result<Option<String>, StoreError> {
        let stream = format!("{}{id}", stream::DEPENDANT);
        let unsent = "SELECT id FROM command WHERE type = ?1 AND stream = ?2 AND state = 'waiting' AND NOT sent_before";
        Ok(self.0.query_row(unsent, params![command_type::DEPENDANT_ADD, stream], |row| row.get(0)).optional()?)
    }

    /// Puts a dependant away who came back, with their name; false where there is none.
    pub(crate) fn put_away_dependant(&mut self, id: &str) -> Result<bool, StoreError> {
        let transaction = self.transaction()?;
        let there = transaction.execute("DELETE FROM dependant WHERE id = ?1", [id])? == 1;
        if there {
            forget(&transaction, id)?;
        }
        transaction.commit()?;
        self.checkpoint()?;
        Ok(there)
    }

    /// Lets go of the names of dependants whom the portal has removed, on the disk when this returns. Who came back stays.
    pub(crate) fn forget_dependants<'a>(&mut self, ids: impl Iterator<Item = &'a str>) -> Result<(), StoreError> {
        let mut ids = ids.peekable();
        if ids.peek().is_none() {
            return Ok(());
        }
        let transaction = self.transaction()?;
        for id in ids {
            forget(&transaction, id)?;
        }
        transaction.commit()?;
        self.checkpoint()
    }
}

/// Drops what final commands say of a dependant, unless they came back.
fn forget(connection: &Connection, id: &str) -> Result<(), StoreError> {
    let stream = format!("{}{id}", stream::DEPENDANT);
    connection.execute(
        &format!("{FORGET} AND stream = ?3 AND NOT EXISTS (SELECT 1 FROM dependant WHERE id = ?4)"),
        params![command_type::DEPENDANT_ADD, NO_BODY, stream, id],
    )?;
    Ok(())
}

/// The same of those whose removal the portal has received; whether there was anything.
pub(super) fn forget_removed(connection: &Connection) -> Result<bool, StoreError> {
    let removed = "stream IN (SELECT stream FROM command WHERE type = ?3 AND state = 'received')";
    let given = params![command_type::DEPENDANT_ADD, NO_BODY, command_type::DEPENDANT_REMOVE];
    Ok(connection.execute(&format!("{FORGET} AND {removed}"), given)? > 0)
}

/// Empties the titles and bodies of final commands.
const FORGET: &str = "UPDATE command SET title = '', body = iif(type = ?1 AND body <> '', ?2, body)
     WHERE title <> '' AND state IN ('received', 'returned')";

/// Keeps a dependant whom the portal did not take.
pub(super) fn keep_returned(
    connection: &Connection,
    stream: &str,
    body: &str,
    reason: &str,
    now: UnixMillis,
) -> Result<(), StoreError> {
    connection.execute(
        "INSERT OR REPLACE INTO dependant (id, content, reason, returned_at) VALUES (?1, ?2, ?3, ?4)",
        params![stream.strip_prefix(stream::DEPENDANT).unwrap_or(stream), body, reason, now],
    )?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use cds_wire::Sensitive;
    use cds_wire::family::{CONSENT_TEXT, Consent, ConsentBy, Relation};
    use cds_wire::portal::Sex;

    use super::*;

    fn with_one() -> Vault {
        let mut vault = Vault::in_memory().expect("it opens");
        vault.set_enrolment(&crate::store::vault::tests::enrolment("device")).expect("enrolled");
        let content = DependantAdd {
            name: "Lý Thị Mai".into(),
            birth_date: "2026".into(),
            sex: Sensitive::new(Sex::Female),
            personal_number: None,
            relation: Relation::Child,
            consent: Some(Consent { given_by: ConsentBy::Guardian, text: CONSENT_TEXT, at: 1 }),
        };
        vault.add_dependant("mai", "add", &content, 1).expect("confirmed");
        vault
    }

    fn state(vault: &Vault) -> Option<DependantState> {
        vault.dependants().expect("read").get("mai").map(|one| one.state)
    }

    #[test]
    fn a_removal_that_is_taken_back_leaves_who_was_to_be_removed() {
        let mut vault = with_one();
        assert_eq!(vault.unsent_dependant("mai").expect("read").as_deref(), Some("add"));
        let sender = vault.sender().expect("read").expect("signed in");
        vault.outgoing(&sender, &BTreeSet::new(), 4096).expect("frozen");
        assert_eq!(vault.unsent_dependant("mai").expect("read"), None, "the portal may have heard of it");
        vault.remove_dependant("mai", "remove", "Lý Thị Mai", 2).expect("confirmed");
        assert_eq!(state(&vault), Some(DependantState::Removing));
        assert_eq!(vault.cancel("remove", "cancel", 3).expect("cancelled"), Ok(()));
        assert_eq!(state(&vault), Some(DependantState::Waiting));
        // Sent as well, and only then taken back.
        vault.remove_dependant("mai", "again", "Lý Thị Mai", 4).expect("confirmed");
        vault.outgoing(&sender, &BTreeSet::new(), 4096).expect("frozen");
        assert_eq!(vault.cancel("again", "cancel2", 5).expect("cancelled"), Ok(()));
        assert_eq!(state(&vault), Some(DependantState::Waiting));
        assert!(vault.dependants().expect("read")["mai"].content.is_some());
    }

    #[test]
    fn who_was_taken_back_before_being_sent_leaves_nothing() {
        let mut vault = with_one();
        assert_eq!(vault.cancel("add", "cancel", 2).expect("cancelled"), Ok(()));
        assert_eq!(state(&vault), None);
        assert!(!vault.holds_only_copies().expect("read"));
    }
}
