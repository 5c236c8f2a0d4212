//! What is asked for on the command line.

use std::path::PathBuf;

use anyhow::{Context, Result, bail};
use cds_bench::link::Profile;

use super::plan::Row;

/// What is asked for.
pub struct Options {
    /// Runs of each short row, with the seeds from 1.
    pub runs: u64,
    pub rows: Vec<Row>,
    pub links: Vec<Profile>,
    /// So many runs at a time, each over a link of its own.
    pub lanes: usize,
    pub peers: bool,
    /// Folder for a capture of each run's packets.
    pub pcap: Option<PathBuf>,
}

const USAGE: &str = "\
bench sync [--runs 15] [--rows a,b,c,d,e,f] [--links edge,loss,outages,slow] [--lanes 6] [--no-peers] [--pcap FOLDER]
  a nothing new   b push 1 and pull 1   c first pull   d upload through outages   e without peers   f behind the lock";

impl Options {
    pub fn read(arguments: &[String]) -> Result<Self> {
        let mut options = Self {
            runs: 15,
            rows: Row::ALL.to_vec(),
            links: vec![Profile::EDGE, Profile::LOSS, Profile::OUTAGES, Profile::SLOW],
            lanes: 6,
            peers: true,
            pcap: None,
        };
        let mut arguments = arguments.iter();
        while let Some(argument) = arguments.next() {
            let mut value = || arguments.next().context(USAGE);
            match argument.as_str() {
                "--runs" => options.runs = value()?.parse().context(USAGE)?,
                "--lanes" => options.lanes = value()?.parse().context(USAGE)?,
                "--rows" => {
                    options.rows =
                        value()?.split(',').map(Row::of_letter).collect::<Option<Vec<_>>>().context(USAGE)?.concat()
                }
                "--links" => options.links = value()?.split(',').map(link).collect::<Result<_>>()?,
                "--no-peers" => options.peers = false,
                "--pcap" => options.pcap = Some(value()?.into()),
                _ => bail!(USAGE),
            }
        }
        if let Some(folder) = &options.pcap {
            std::fs::create_dir_all(folder)?;
        }
        if options.runs == 0 || options.runs > 90 {
            bail!("runs are 1 to 90");
        }
        Ok(options)
    }
}

fn link(name: &str) -> Result<Profile> {
    match name {
        "edge" => Ok(Profile::EDGE),
        "loss" => Ok(Profile::LOSS),
        "outages" => Ok(Profile::OUTAGES),
        "slow" => Ok(Profile::SLOW),
        _ => bail!(USAGE),
    }
}
