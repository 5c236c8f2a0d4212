//! Tells the story over a disk that kills it before a certain write, and says what was promised until then.
//!
//! usage: cds-killed HOME PORTAL PASSPHRASE NUMBER KEPT-DRAFT AT

use std::io::Write;

use anyhow::Context;
use cds_faults::Story;
use cds_vfs::{Disk, Fault};

fn main() -> anyhow::Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [home, portal, passphrase, number, kept, at] = arguments.as_slice() else {
        anyhow::bail!("usage: cds-killed HOME PORTAL PASSPHRASE NUMBER KEPT-DRAFT AT");
    };
    let disk = Disk::below(home.as_ref())?;
    disk.fail(Fault::Kill { at: at.parse().context("AT is a number")? });
    let story = Story::new(home.as_ref(), portal, passphrase, number.parse().context("NUMBER is one")?, Some(kept));
    let mut out = std::io::stdout();
    let mut failed = None;
    story.tell(&mut |promise| failed = writeln!(out, "{promise}").and_then(|()| out.flush()).err())?;
    failed.map_or(Ok(()), |error| Err(error.into()))
}
