//! What befalls devices, clocks and the portal.

use std::time::Duration;

use anyhow::{Context, Result};
use cds_portal::office;

use super::{Copy, MOST_DEVICES, World};

const DAY: Duration = Duration::from_secs(24 * 60 * 60);
const YEAR_MS: i64 = 365 * 24 * 60 * 60 * 1000;

impl World {
    pub(super) fn accident(&mut self) -> Result<()> {
        let index = self.any_device();
        match self.dice.below(32) {
            0..3 => self.app_closed(index),
            3..6 => self.power_cut(index),
            6 => {
                self.fault("cache lost");
                self.touched.push(index);
                let device = self.device_mut(index)?;
                device.close();
                device.flushed = None;
                device.lose_mirror()
            }
            7..10 => self.older_vault(index),
            10 => self.clone_device(index),
            11 | 12 => self.revoke(index),
            13 | 14 => {
                self.fault("device clock off");
                let years = i64::try_from(self.dice.below(9)).unwrap_or_default() - 4;
                self.device_mut(index)?.clock_off = years * YEAR_MS;
                Ok(())
            }
            15 => self.time_passes(401, "years pass"),
            16 => self.time_passes(36, "weeks pass"),
            17..25 => self.back_up(),
            25..27 => self.copy_portal(),
            27..31 => self.restore(),
            _ => {
                self.province.clock.pass(Duration::from_secs(3600));
                Ok(())
            }
        }
    }

    fn app_closed(&mut self, index: usize) -> Result<()> {
        self.fault("app closed");
        self.device_mut(index)?.close();
        Ok(())
    }

    fn power_cut(&mut self, index: usize) -> Result<()> {
        let cut = |device: &crate::device::Device| device.flushed.is_some();
        let index = if cut(self.device(index)?) { Some(index) } else { self.devices.iter().position(cut) };
        let Some(index) = index else { return Ok(()) };
        self.fault("cache put back by a power cut");
        self.touched.push(index);
        let device = self.device_mut(index)?;
        device.close();
        if let Some(flushed) = device.flushed.take() {
            device.databases.put_mirror(flushed);
        }
        Ok(())
    }

    fn older_vault(&mut self, index: usize) -> Result<()> {
        let kept = self.devices.iter().position(|device| device.older.is_some());
        let index = kept.unwrap_or(index);
        if kept.is_none() || self.dice.chance(300) {
            self.trace.line(format!("  device {index} is copied aside"));
            return self.device_mut(index)?.copy_aside();
        }
        self.fault("vault put back to an older copy");
        self.touched.push(index);
        self.device_mut(index)?.put_back();
        self.oracle.forked += 1;
        let citizen = self.device(index)?.citizen;
        self.oracle.check_nothing_lost(citizen, &self.devices, true)
    }

    fn clone_device(&mut self, index: usize) -> Result<()> {
        if self.devices.len() > MOST_DEVICES {
            return Ok(());
        }
        self.fault("device cloned");
        let clone = self.device(index)?.cloned()?;
        self.devices.push(clone);
        self.oracle.forked += 1;
        Ok(())
    }

    fn revoke(&mut self, index: usize) -> Result<()> {
        let (_, device, _) = self.device(index)?.databases.identity()?;
        if self.dice.chance(600) {
            self.fault("token revoked");
            return Ok(self.province.storage().write(|tx| tx.drop_tokens(&device))?);
        }
        match office::revoke_device(self.province.storage(), &*self.province.clock, &device) {
            Ok(()) => self.fault("device revoked"),
            // A portal that was put back does not know it.
            Err(error) => self.trace.line(format!("  {device} is not revoked: {error}")),
        }
        Ok(())
    }

    fn time_passes(&mut self, days: u32, name: &str) -> Result<()> {
        self.fault(name);
        self.province.clock.pass(DAY * days);
        Ok(())
    }

    /// As `backup` does it: the numbers first, then the copy, then the word that it is complete.
    fn back_up(&mut self) -> Result<()> {
        self.fault("portal backed up");
        let held = self.province.storage().read(|tx| tx.last_seqs())?;
        let copy = Copy { storage: self.province.copy()?, model: self.oracle.model.clone() };
        self.province.storage().write(|tx| tx.complete_backup(&held))?;
        self.oracle.backed_up();
        self.backup = Some(copy);
        self.copies.clear();
        Ok(())
    }

    fn copy_portal(&mut self) -> Result<()> {
        self.trace.line("  the portal is copied".to_owned());
        // Only what is as new as the backup that devices were told of.
        if self.backup.is_some() && self.copies.len() < 3 {
            self.copies.push(Copy { storage: self.province.copy()?, model: self.oracle.model.clone() });
        }
        Ok(())
    }

    fn restore(&mut self) -> Result<()> {
        let copies: Vec<&Copy> = self.backup.iter().chain(&self.copies).collect();
        let chosen = self.dice.below(copies.len());
        let Some(copy) = copies.get(chosen) else { return Ok(()) };
        let (model, storage) = (copy.model.clone(), copy.storage.copy_in_memory()?);
        self.province.restore(&storage)?;
        self.oracle.put_back(model);
        self.fault("portal restored");
        if self.dice.chance(400) {
            self.fault("portal restored and grown");
            for _ in 0..=self.dice.below(4) {
                self.office_acts()?;
            }
        }
        self.touched = (0..self.devices.len()).collect();
        self.devices.first().context("there are devices")?;
        Ok(())
    }
}
