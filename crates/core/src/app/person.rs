//! The citizen as the province knows them, and what their account takes up on this device.

use std::fs;

use cds_wire::ipc::{ProfileShown, StorageShown};
use cds_wire::paper::PaperRecord;
use cds_wire::portal::ProfileRecord;

use super::App;
use crate::{Error, catalogue};

/// The files of the two databases; a write-ahead log may lie beside each.
const VAULT: [&str; 2] = ["vault.db", "vault.db-wal"];
const CACHE: [&str; 2] = ["cache.db", "cache.db-wal"];

impl App {
    /// The citizen as the province knows them.
    pub fn profile(&self) -> Result<ProfileShown, Error> {
        let account = self.account()?;
        let record = account.mirror.with(|cache| cache.entity::<ProfileRecord>(ProfileRecord::KIND, "profile"))?;
        let vault = account.vault()?;
        Ok(ProfileShown { name: vault.name()?, province: vault.province()?, record: record.map(|(_, record)| record) })
    }

    /// What the account takes up on this device.
    pub fn storage(&self) -> Result<StorageShown, Error> {
        let account = self.account()?;
        let size = |names: [&str; 2]| -> u64 {
            let files = names.into_iter().filter_map(|name| fs::metadata(account.folder().join(name)).ok());
            files.map(|file| file.len()).sum()
        };
        let papers = account.mirror.with(|cache| cache.entities::<PaperRecord>(PaperRecord::KIND))?;
        let mut fetched = 0;
        for (_, paper) in papers {
            fetched += account.mirror.with(|cache| cache.bytes_here(&paper.content.sha256))?;
        }
        let catalogue = account.mirror.with(|cache| catalogue::state(cache.connection()))?;
        Ok(StorageShown {
            vault: size(VAULT),
            cache: size(CACHE),
            papers: fetched,
            procedures: catalogue.map_or(0, |state| state.procedures),
            set_aside: self.set_aside()?,
        })
    }

    /// Drops the contents of papers that can be fetched again, and gives their room back. Their lines in the list stay; no
    /// synchronisation fetches them again by itself.
    pub fn forget_downloads(&self) -> Result<(), Error> {
        let account = self.account()?;
        let _not_while_fetching = account.line.take()?;
        let papers = account.mirror.with(|cache| cache.entities::<PaperRecord>(PaperRecord::KIND))?;
        account.mirror.write(|cache| {
            for (_, paper) in papers.iter().filter(|(_, paper)| paper.content.url.is_some()) {
                cache.make_room(&paper.content.sha256)?;
            }
            cache.shrink()
        })?;
        self.heart.data_changed();
        Ok(())
    }
}
