//! What a citizen adds to a dossier because its office asked for it.
//!
//! It is a draft like any other, tied to the dossier. One at a time: while the office asks, and nothing that answers it
//! waits to be sent.

use cds_wire::Sensitive;
use cds_wire::dossier::{DossierRecord, DossierStatus};
use cds_wire::ipc::{Obstacle, ObstacleCode, Preflight};
use cds_wire::portal::command::limit;
use cds_wire::portal::{DossierSupplement, MAX_BLOB};

use crate::account::Account;
use crate::forms::{AskedPapers, missing_paper};
use crate::store::vault::{self, Draft};
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

/// A draft as it was looked at before it is sent.
pub(crate) struct Examined {
    obstacles: Vec<Obstacle>,
    body: usize,
    files: u64,
    supplement: DossierSupplement,
}

impl Examined {
    /// What is sent; an error where something stands in the way.
    pub(crate) fn supplement(self) -> Result<DossierSupplement, Error> {
        match self.obstacles.iter().find(|obstacle| !obstacle.warning).map(|obstacle| obstacle.code) {
            None => Ok(self.supplement),
            Some(ObstacleCode::SupplementUnasked) => Err(Error::SupplementUnasked),
            Some(ObstacleCode::SupplementEmpty) => Err(Error::SupplementEmpty),
            Some(_) => Err(Error::FormTooLarge),
        }
    }

    /// The same for who wants to know before confirming.
    pub(crate) fn preflight(self, draft: String) -> Preflight {
        Preflight {
            draft,
            ready: self.obstacles.iter().all(|obstacle| obstacle.warning),
            obstacles: self.obstacles,
            body: self.body as u64,
            body_limit: limit::BODY as u64,
            files: self.files,
        }
    }
}

/// Looks at all that a draft would be refused for, and at what the office asks for and is not in it.
pub(crate) fn examine(draft: &Draft, asked: &Asked) -> Examined {
    let supplement = vault::supplement(draft);
    let mut obstacles = Vec::new();
    let mut add = |code, warning, detail| obstacles.push(Obstacle { code, warning, answer: None, detail });
    if !asked.open {
        add(ObstacleCode::SupplementUnasked, false, None);
    }
    if supplement.fields.is_empty() && supplement.attachments.is_empty() {
        add(ObstacleCode::SupplementEmpty, false, None);
    }
    for attachment in supplement.attachments.iter().filter(|attachment| attachment.size > MAX_BLOB) {
        add(ObstacleCode::FileTooLarge, false, Some(attachment.name.clone()));
    }
    if supplement.attachments.len() > limit::BLOBS {
        add(ObstacleCode::TooManyFiles, false, None);
    }
    let body = serde_json::to_string(&supplement).map_or(usize::MAX, |body| body.len());
    if body > limit::BODY {
        add(ObstacleCode::BodyTooLarge, false, None);
    }
    let attached = |name: &String| supplement.attachments.iter().any(|attachment| attachment.name == *name);
    let names = AskedPapers::of_names(&asked.wanted);
    obstacles.extend(names.names().filter(|name| !attached(name)).cloned().map(missing_paper));
    let files = supplement.attachments.iter().map(|attachment| attachment.size).sum();
    Examined { obstacles, body, files, supplement }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::vault::tests::draft;

    fn check(fields: &[(&str, &str)], asked: &Asked, expected: &[(ObstacleCode, bool)]) {
        let fields = fields.iter().map(|(name, value)| ((*name).to_owned(), Sensitive::from(*value))).collect();
        let draft = Draft { fields, supplements: Some("dossier".to_owned()), ..draft("d") };
        let examined = examine(&draft, asked);
        let found: Vec<_> = examined.obstacles.iter().map(|one| (one.code, one.warning)).collect();
        assert_eq!(found, expected);
        let ready = expected.iter().all(|(_, warning)| *warning);
        assert_eq!(examined.supplement().is_ok(), ready);
    }

    #[test]
    fn what_the_office_does_not_ask_for_and_what_says_nothing_is_not_sent() {
        use ObstacleCode::{BodyTooLarge, PaperMissing, SupplementEmpty, SupplementUnasked};
        let open = Asked { open: true, ..Asked::default() };
        check(&[("ghi_chu", "Đã chụp lại")], &open, &[]);
        check(&[("ghi_chu", "Đã chụp lại")], &Asked::default(), &[(SupplementUnasked, false)]);
        check(&[("ghi_chu", " \n")], &open, &[(SupplementEmpty, false)]);
        check(&[("ghi_chu", &"a".repeat(limit::BODY))], &open, &[(BodyTooLarge, false)]);
        let wanting = Asked { wanted: vec!["Giấy chứng sinh".to_owned()], ..open };
        check(&[("ghi_chu", "Đã mất")], &wanting, &[(PaperMissing, true)]);
    }
}
