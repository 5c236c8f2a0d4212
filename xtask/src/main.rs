//! Build, run, test, measure: `cargo xtask …`.
//!
//! Each step says what it does and how long it took; each failure ends with one sentence that says what to do. What a
//! command needs and the machine lacks, `setup` installs first.

#![expect(clippy::print_stdout, clippy::print_stderr, reason = "this program talks to a person at a terminal")]

mod bench;
mod demo;
mod fuzz;
mod mutants;
mod run;
mod setup;
mod shell;
mod sim;
mod stamp;
mod targets;
mod test;
mod ui;
mod walk;

use std::process::ExitCode;

use anyhow::{Result, bail};

const USAGE: &str = "\
cargo xtask COMMAND

  setup           install what this machine lacks
  run             start the demonstration portal and the app; without a display, the tour
  tour            walk through the app in a virtual display; screenshots in target/tour
                  (of light, dark, vi, en only those that are named; extremes: the ten most extreme procedures)
  test            everything that CI runs
  sim             simulate synchronisation: --seeds N or --minutes N, [--from K]; or --seed N [--steps M] to see one again
  mutants         bring bugs to life that were put in on purpose, one by one: the tests must find each (or those named)
  walk            render every procedure of an import and look for each text of it ([FILE] of the national catalogue)
  ui              build the interface into ui/dist
  check-targets   type-check the whole app for Android, iOS and Windows (--force: even if nothing changed)
  fuzz            feed whatever parses what arrives, five minutes each target (--minutes N, and names of targets)
  bench code      the identity code's sizes and times; decode rates beside zbar (--part sizes|times|rates, --pictures N)
  bench dossiers  time the encrypted cache against plain SQLite
  bench search    search 4,037 procedures beside LIKE, and the size of their pack ([FILE] of the national catalogue)
  bench unlock    from the PIN to the identity code, beside the start of an empty window
  bench pictures  what is kept of photographed pages: bytes, and characters read by tesseract (--seeds N, --keep FOLDER)
  bench views     every view model of a full account against 100 ms, beside plain SQL reads of the same rows
  bench sync      synchronise over a slow link beside peers; needs root (--rows, --links, --runs: see bench/src/sync/options.rs)";

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match dispatch(&arguments) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("\nxtask: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn dispatch(arguments: &[&str]) -> Result<()> {
    shell::enter_workspace()?;
    match arguments {
        ["setup"] => setup::everything(),
        ["run"] => run::run(),
        ["tour", walks @ ..] => run::tour(walks),
        ["test"] => test::test(),
        ["sim", rest @ ..] => setup::for_app().and_then(|()| sim::sim(rest)),
        ["mutants", names @ ..] => setup::for_mutants().and_then(|()| mutants::mutants(names)),
        ["walk"] => setup::for_app().and_then(|()| walk::walk(None)),
        ["walk", file] => setup::for_app().and_then(|()| walk::walk(Some(file))),
        ["ui"] => setup::for_interface().and_then(|()| ui::build()),
        ["check-targets"] => setup::for_targets().and_then(|()| targets::check(false)),
        ["check-targets", "--force"] => setup::for_targets().and_then(|()| targets::check(true)),
        ["fuzz", arguments @ ..] => fuzz::fuzz(arguments),
        ["bench", "code", rest @ ..] => setup::for_bench_of_codes().and_then(|()| bench::code(rest)),
        ["bench", "dossiers"] => setup::for_app().and_then(|()| bench::dossiers()),
        ["bench", "search", rest @ ..] => setup::for_app().and_then(|()| bench::search(rest)),
        ["bench", "unlock"] => run::bench_unlock(),
        ["bench", "pictures", rest @ ..] => setup::for_bench_of_pictures().and_then(|()| bench::pictures(rest)),
        ["bench", "views"] => setup::for_app().and_then(|()| bench::views()),
        ["bench", "sync", rest @ ..] => setup::for_app().and_then(|()| bench::sync(rest)),
        [] | ["help" | "--help" | "-h"] => {
            println!("{USAGE}");
            Ok(())
        }
        other => bail!("there is no command {:?}; the commands are:\n\n{USAGE}", other.join(" ")),
    }
}
