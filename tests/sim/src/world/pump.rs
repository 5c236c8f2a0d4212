//! Driving the engine: from one event to the next that waits for the network, and crashing it in between.

use anyhow::{Result, bail, ensure};
use cds_core::Error;
use cds_core::sync::{Effect, Engine, Event, Step, Stored};
use cds_wire::portal::ProblemCode;

use super::World;
use super::network::{Flight, Stage};

/// Effects without the network in between: more would be an engine that goes in circles.
const MOST_EFFECTS: usize = 2000;

impl World {
    /// Begins a synchronisation on a device that has none.
    pub(super) fn begin_sync(&mut self) -> Result<()> {
        let index = self.any_device();
        let device = self.device_mut(index)?;
        if device.engine.is_some() {
            return Ok(());
        }
        if device.signed_out && !self.dice.chance(100) {
            return self.sign_in_again(index);
        }
        self.sync(index)
    }

    pub(super) fn sync(&mut self, index: usize) -> Result<()> {
        self.trace.line(format!("  device {index} synchronises"));
        let device = self.device_mut(index)?;
        let (engine, effect) = Engine::begin(device.link.clone());
        device.engine = Some(engine);
        device.session += 1;
        self.pump(index, effect)
    }

    /// An event for a device's engine.
    pub(super) fn tell(&mut self, index: usize, event: Event) -> Result<()> {
        let Some(engine) = &mut self.device_mut(index)?.engine else { return Ok(()) };
        let effect = engine.on(event);
        self.pump(index, effect)
    }

    fn pump(&mut self, index: usize, mut effect: Effect) -> Result<()> {
        self.touched.push(index);
        for _ in 0..MOST_EFFECTS {
            let step = match effect {
                Effect::Done(result) => return self.done(index, result),
                Effect::Send(request) => {
                    let session = self.device(index)?.session;
                    self.flights.push(Flight { device: index, session, request, stage: Stage::Request });
                    return Ok(());
                }
                Effect::Store(step) => step,
            };
            let name = name(&step);
            if self.crashes(index, "before", name)? {
                return Ok(());
            }
            self.remember_flushed(index, &step)?;
            let aside = matches!(step, Step::Apply(_)) && !self.calm && self.dice.chance(30);
            let stored = if aside {
                self.fault("cache set aside while a page is taken over");
                self.device_mut(index)?.lose_mirror()?;
                Ok(Stored::Applied { complete: false, set_aside: true })
            } else {
                self.look_at_drop(index, &step)?;
                let torn = !self.calm && self.dice.chance(60);
                let now = self.device(index)?.now(&self.province);
                let device = self.device_mut(index)?;
                if torn {
                    device.databases.tear()?;
                }
                let stored = device.databases.stores(&device.trust).perform(step, now);
                if torn && device.databases.mend()? {
                    self.tally.count("crash", &format!("within {name}"));
                    self.trace.line(format!("  device {index} crashes within {name}"));
                    self.device_mut(index)?.close();
                    return Ok(());
                }
                stored
            };
            if let Err(error) = &stored {
                self.trace.line(format!("  device {index}: {name} failed: {error}"));
            }
            if self.crashes(index, "after", name)? {
                return Ok(());
            }
            let Some(engine) = &mut self.device_mut(index)?.engine else { return Ok(()) };
            effect = engine.on(Event::Stored(stored));
        }
        bail!("device {index} goes in circles")
    }

    fn done(&mut self, index: usize, result: Result<cds_wire::ipc::SyncReport, Error>) -> Result<()> {
        let said = match &result {
            Ok(report) => format!("pushed {}, pulled {}", report.pushed, report.pulled),
            Err(error) => error.to_string(),
        };
        self.trace.line(format!("  device {index} is done: {said}"));
        let device = self.device_mut(index)?;
        if let Some(engine) = &device.engine {
            device.link = engine.link().clone();
        }
        device.close();
        match result {
            Ok(_) => self.tally.count("sync", "done"),
            Err(Error::Forked | Error::Refused(ProblemCode::Unauthorized | ProblemCode::DeviceRevoked)) => {
                device.signed_out = true;
                self.tally.count("sync", "sign-in needed");
            }
            Err(Error::Internal(what)) => bail!("device {index}: {what}"),
            Err(_) => self.tally.count("sync", "broken off"),
        }
        Ok(())
    }

    /// Whether the app ends here.
    fn crashes(&mut self, index: usize, when: &str, step: &str) -> Result<bool> {
        let often = match step {
            "Prepare" | "TakeResults" | "Apply" => 20,
            "ReadPiece" | "ForgetDeleted" | "SafePapers" | "LetGo" | "MissingThumbnails" | "MissingResults" => 30,
            "NewerCatalogue" | "Learn" => 60,
            "KeepPiece" | "TakeCatalogue" => 120,
            "ForgetCursor" => 250,
            _ => 550,
        };
        if self.calm || !self.dice.chance(often) {
            return Ok(false);
        }
        self.tally.count("crash", &format!("{when} {step}"));
        self.trace.line(format!("  device {index} crashes {when} {step}"));
        self.device_mut(index)?.close();
        Ok(true)
    }

    /// A paper leaves the vault only when the cache has it.
    fn look_at_drop(&mut self, index: usize, step: &Step) -> Result<()> {
        let Step::DropPaper(id) = step else { return Ok(()) };
        let device = self.device_mut(index)?;
        for digest in device.databases.paper(id)? {
            if device.databases.content_size(&digest)?.is_some() {
                ensure!(device.databases.has_cached(&digest)?, "paper {id} leaves the vault and the cache has it not");
                device.moved.insert(digest, id.clone());
            }
        }
        Ok(())
    }

    /// What a power cut leaves of the cache: a state that is older than this commit, until the next one that is surely on
    /// the disk.
    fn remember_flushed(&mut self, index: usize, step: &Step) -> Result<()> {
        let remember = matches!(step, Step::Apply(_) | Step::KeepPiece { .. } | Step::CopyContent(_));
        let often = if matches!(step, Step::CopyContent(_)) { 300 } else { 120 };
        let chance = remember && !self.calm && self.dice.chance(often);
        let device = self.device_mut(index)?;
        if matches!(step, Step::Settle) {
            device.flushed = None;
        } else if chance && device.flushed.is_none() {
            device.flushed = Some(device.databases.copy_mirror()?);
        }
        Ok(())
    }
}

fn name(step: &Step) -> &'static str {
    match step {
        Step::Prepare { .. } => "Prepare",
        Step::Thaw { .. } => "Thaw",
        Step::ForgetCursor => "ForgetCursor",
        Step::Learn(_) => "Learn",
        Step::TakeResults(_) => "TakeResults",
        Step::Apply(_) => "Apply",
        Step::ReadPiece { .. } => "ReadPiece",
        Step::ForgetDeleted => "ForgetDeleted",
        Step::SafePapers(_) => "SafePapers",
        Step::CopyContent(_) => "CopyContent",
        Step::Settle => "Settle",
        Step::DropPaper(_) => "DropPaper",
        Step::LetGo(_) => "LetGo",
        Step::MissingThumbnails => "MissingThumbnails",
        Step::MissingResults => "MissingResults",
        Step::KeepPiece { .. } => "KeepPiece",
        Step::NewerCatalogue { .. } => "NewerCatalogue",
        Step::TakeCatalogue(_) => "TakeCatalogue",
    }
}
