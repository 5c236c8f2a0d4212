//! One simulated province: its portal, its citizens' devices, the network in between, and what befalls them.

mod accidents;
mod calm;
mod network;
mod people;
mod pump;
mod stranger;

use std::collections::BTreeSet;
use std::time::Duration;

use anyhow::{Context, Result};
use cds_portal::storage::SqliteStorage;

use crate::device::Device;
use crate::dice::Dice;
use crate::oracle::{Model, Oracle};
use crate::province::Province;
use crate::tally::Tally;
use crate::trace::Trace;
use network::Flight;
use stranger::Stranger;

/// Devices at most, clones among them.
const MOST_DEVICES: usize = 4;

/// All of it.
pub struct World {
    dice: Dice,
    province: Province,
    devices: Vec<Device>,
    oracle: Oracle,
    /// What came how often.
    pub tally: Tally,
    /// What happened.
    pub trace: Trace,
    flights: Vec<Flight>,
    backup: Option<Copy>,
    /// Copies of the portal that are newer than the backup.
    copies: Vec<Copy>,
    stranger: Stranger,
    /// Most bytes of changes that the portal puts into a page, where they are fewer than the engine asks for.
    page: Option<u32>,
    /// Uploads that will be damaged once more.
    cursed: BTreeSet<String>,
    /// Devices to look at after this step.
    touched: Vec<usize>,
    /// No more faults.
    calm: bool,
}

/// A copy of the portal, with what it must be.
struct Copy {
    storage: SqliteStorage,
    model: Model,
}

impl World {
    /// A province of a seed: one citizen with one to three devices, another with one.
    pub fn begin(seed: u64) -> Result<Self> {
        let mut dice = Dice::new(seed);
        let province = Province::begin(seed)?;
        let mut devices = Vec::new();
        for _ in 0..=dice.below(3) {
            devices.push(Device::begin(&province, 0, &mut dice)?);
        }
        devices.push(Device::begin(&province, 1, &mut dice)?);
        let stranger = Stranger::begin(&province, &mut dice)?;
        let mut world = Self {
            dice,
            province,
            devices,
            oracle: Oracle::default(),
            tally: Tally::default(),
            trace: Trace::default(),
            flights: Vec::new(),
            backup: None,
            copies: Vec::new(),
            stranger,
            page: None,
            cursed: BTreeSet::new(),
            touched: Vec::new(),
            calm: false,
        };
        if world.dice.chance(300) {
            world.province.environment.limits.unattached_bytes = 9000;
        }
        world.page = world.dice.chance(500).then_some(1500);
        Ok(world)
    }

    /// One step: a delivery, something that somebody does, or an accident; and then everything must hold.
    pub fn step(&mut self, number: u64) -> Result<()> {
        self.province.clock.pass(Duration::from_millis(self.dice.throw() % 5000));
        self.trace.line(format!("step {number} at {}", self.province.clock.millis()));
        self.touched.clear();
        match self.dice.below(100) {
            0..52 if !self.flights.is_empty() => self.deliver()?,
            0..66 => self.begin_sync()?,
            66..86 => self.citizen_acts()?,
            86..92 => self.office_acts()?,
            92..94 => self.stranger_acts()?,
            _ => self.accident()?,
        }
        self.check()
    }

    fn check(&mut self) -> Result<()> {
        let mut touched = std::mem::take(&mut self.touched);
        touched.sort_unstable();
        touched.dedup();
        let mut citizens = Vec::new();
        for index in touched {
            let device = self.devices.get_mut(index).context("no such device")?;
            self.oracle.check_device(&self.province, device)?;
            citizens.push(device.citizen);
        }
        citizens.dedup();
        for citizen in citizens {
            self.oracle.check_nothing_lost(citizen, &self.devices, false)?;
        }
        Ok(())
    }

    fn fault(&mut self, name: &str) {
        self.tally.count("fault", name);
        self.trace.line(format!("  fault: {name}"));
    }

    fn any_device(&mut self) -> usize {
        self.dice.below(self.devices.len())
    }

    fn device(&self, index: usize) -> Result<&Device> {
        self.devices.get(index).context("no such device")
    }

    fn device_mut(&mut self, index: usize) -> Result<&mut Device> {
        self.devices.get_mut(index).context("no such device")
    }
}
