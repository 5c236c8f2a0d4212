//! Synchronising over an emulated link, ours beside peers on the same data, in the same run.
//!
//! Every contender is a program of its own at the client's end of a [`Link`](cds_bench::link::Link), which says when it
//! is ready, is told to go, and says when it is done. It times itself; bytes are counted by the link, so that everybody's
//! are counted alike.

pub mod client;
pub mod data;
mod ideal;
mod lane;
mod options;
mod peers;
mod plan;
mod report;
pub mod template;
pub mod words;

use std::collections::VecDeque;
use std::sync::{Mutex, mpsc};

use anyhow::{Context, Result, anyhow};

use lane::Lane;
use options::Options;
use plan::{Job, Outcome};
use template::Template;

/// Runs what the options ask for and prints the table.
pub fn run(arguments: &[String]) -> Result<()> {
    let options = Options::read(arguments)?;
    let peers = options.peers.then(peers::install).transpose()?;
    eprintln!("making citizens with {} entities each", data::ENTITIES);
    let template = Template::make(&options, peers)?;
    let jobs = plan::jobs(&options);
    let total = jobs.len();
    let lanes = options.lanes.min(total).max(1);
    eprintln!("{total} runs, {lanes} at a time");
    let jobs = Mutex::new(VecDeque::from(jobs));
    let (send, receive) = mpsc::channel();
    let mut outcomes = Vec::with_capacity(total);
    std::thread::scope(|scope| -> Result<()> {
        for _ in 0..lanes {
            let send = send.clone();
            scope.spawn(|| work(&template, &options, &jobs, send));
        }
        drop(send);
        for finished in receive {
            let (job, outcome) = finished?;
            let ran = outcomes.len() + 1;
            eprintln!("{ran}/{total} {job}: {:.2} s, {} B", outcome.seconds, outcome.counts.bytes());
            outcomes.push((job, outcome));
        }
        Ok(())
    })?;
    print!("{}", report::table(&outcomes));
    Ok(())
}

/// One lane after another job, until none is left. A job that fails ends the whole.
fn work(
    template: &Template,
    options: &Options,
    jobs: &Mutex<VecDeque<Job>>,
    send: mpsc::Sender<Result<(Job, Outcome)>>,
) {
    let next = || jobs.lock().map_err(|_| anyhow!("a lane failed")).map(|mut jobs| jobs.pop_front());
    let all = || -> Result<()> {
        let mut lane = Lane::make(template)?;
        while let Some(job) = next()? {
            let outcome = lane.run(&job, options).with_context(|| job.to_string())?;
            // Nobody listens any more where another lane has failed.
            if send.send(Ok((job, outcome))).is_err() {
                return Ok(());
            }
        }
        Ok(())
    };
    if let Err(error) = all() {
        let _ = send.send(Err(error));
    }
}
