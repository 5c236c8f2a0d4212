//! The identity code: how large it is, how long it takes to check, and how often it is read from poor pictures, beside
//! `zbarimg` on the same pictures in the same run.

mod credentials;
mod optics;
mod pictures;
mod rates;
mod sizes;
mod times;
mod zbar;

use anyhow::{Context, Result, bail};

const USAGE: &str = "bench code [--part sizes|times|rates] [--pictures 500] [--keep FOLDER]";

/// Prints the tables.
pub fn run(arguments: &[String]) -> Result<()> {
    let (mut count, mut keep, mut part) = (500, None, None);
    let mut arguments = arguments.iter();
    while let Some(argument) = arguments.next() {
        let value = arguments.next().context(USAGE)?;
        match argument.as_str() {
            "--pictures" => count = value.parse().context(USAGE)?,
            "--part" => part = Some(value.as_str()),
            "--keep" => keep = Some(value.into()),
            _ => bail!(USAGE),
        }
    }
    let wanted = |name: &str| part.is_none_or(|part| part == name);
    if wanted("sizes") {
        print!("{}", sizes::table()?);
    }
    if wanted("times") {
        print!("{}", times::table()?);
    }
    if wanted("rates") {
        print!("{}", rates::table(count, keep)?);
    }
    Ok(())
}
