//! What a citizen adds to a dossier because its office asked for it.
//!
//! It is a draft like any other, tied to the dossier. One at a time: while the office asks, and nothing that answers it
//! waits to be sent.

use cds_wire::Sensitive;
use cds_wire::dossier::{DossierRecord, DossierStatus};

use crate::account::Account;
use crate::{Error, dossiers};

/// What a dossier's office asks for, as far as this device knows.
#[derive(Default)]
pub(crate) struct Asked {
    /// It asks, and nothing that answers it waits to be sent.
    pub(crate) open: bool,
    /// What it wrote.
    pub(crate) note: Option<Sensitive>,
    /// Names of the papers.
    pub(crate) wanted: Vec<String>,
    /// Code of the dossier's procedure.
    pub(crate) procedure_code: String,
}

impl Asked {
    /// `dossier` is its id. Of one that the portal does not show nothing is asked.
    pub(crate) fn read(account: &Account, dossier: &str) -> Result<Self, Error> {
        let record = account.mirror.with(|cache| cache.entity::<DossierRecord>(DossierRecord::KIND, dossier))?;
        let Some((_, record)) = record else { return Ok(Self::default()) };
        let procedure_code = record.procedure_code.clone();
        if record.status != DossierStatus::SupplementNeeded {
            return Ok(Self { procedure_code, ..Self::default() });
        }
        let open = dossiers::can_supplement(record.status, &account.vault()?.outbox()?, dossier);
        Ok(Self { open, note: record.note, wanted: record.wanted, procedure_code })
    }
}
