//! When nothing disturbs any more.

use anyhow::{Context, Result, ensure};
use cds_core::simulated::Row;
use cds_wire::portal::command::command_type;
use cds_wire::portal::{CredentialRecord, DeviceRecord};

use super::Oracle;
use super::portal::visible;
use crate::device::Device;
use crate::province::Province;

impl Oracle {
    /// Whether a device has nothing left to send and shows what the portal has.
    pub fn is_in_step(&self, province: &Province, device: &Device, twins: &[String]) -> Result<bool> {
        let open = ["waiting", "sent", "deferred"];
        let waits = device.databases.log()?.iter().any(|command| open.contains(&command.state.as_str()));
        let (here, there) = both(province, device, twins)?;
        Ok(!waits && here == there)
    }

    /// What must hold in the end.
    pub fn check_end(&self, province: &Province, device: &Device, twins: &[String]) -> Result<()> {
        for (id, content) in device.databases.drafts()? {
            self.check_papers(device, &id, &content)?;
        }
        let open = ["waiting", "sent", "deferred"];
        let (_, own, _) = device.databases.identity()?;
        for command in device.databases.log()? {
            ensure!(
                !open.contains(&command.state.as_str()),
                "{} is still {} ({:?})",
                command.id,
                command.state,
                command.code
            );
            let counts = command.state == "received" && command.command_type != command_type::CANCEL;
            if counts
                && command.device.as_deref() == Some(own.as_str())
                && self.confirmed.get(&command.id).is_some_and(|known| !known.gone)
            {
                ensure!(
                    self.model.applied.contains(&command.id),
                    "{} is called received and the portal does not have it",
                    command.id
                );
            }
        }
        let (here, there) = both(province, device, twins)?;
        if here != there {
            let other =
                there.iter().find(|row| !here.contains(row)).or_else(|| here.iter().find(|row| !there.contains(row)));
            let other = other.context("rows differ")?;
            anyhow::bail!("the cache and the portal differ at {} {} in version {}", other.kind, other.id, other.ver);
        }
        Ok(())
    }
}

/// What the cache shows and what the portal has, but for devices that are two: each signs the other out, for ever.
fn both(province: &Province, device: &Device, twins: &[String]) -> Result<(Vec<Row>, Vec<Row>)> {
    let of_device = [DeviceRecord::KIND, CredentialRecord::KIND];
    let counts = |row: &Row| !of_device.contains(&row.kind.as_str()) || !twins.contains(&row.id);
    let here = device.databases.shown()?.rows.into_iter().filter(counts).collect();
    let there = visible(province, device.citizen, true)?.into_iter().filter(counts).collect();
    Ok((here, there))
}
