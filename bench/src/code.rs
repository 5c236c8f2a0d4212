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

const USAGE: &str = "bench code [--pictures 500] [--keep FOLDER]";

/// Prints the tables.
pub fn run(arguments: &[String]) -> Result<()> {
    let (mut count, mut keep) = (500, None);
    let mut arguments = arguments.iter();
    while let Some(argument) = arguments.next() {
        let value = arguments.next().context(USAGE)?;
        match argument.as_str() {
            "--pictures" => count = value.parse().context(USAGE)?,
            "--keep" => keep = Some(value.into()),
            _ => bail!(USAGE),
        }
    }
    print!("{}", sizes::table()?);
    print!("{}", times::table()?);
    print!("{}", rates::table(count, keep)?);
    Ok(())
}
