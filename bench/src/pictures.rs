//! Photographed pages: how much of a page of ten-point text is still read from what the app keeps of its photograph, beside
//! other ways to make the same photograph as small.

mod page;
mod peers;
mod photo;
mod read;

use std::fs;
use std::time::Instant;

use anyhow::{Context, Result, bail};
use cds_bench::random::Random;
use cds_core::pictures::{MAX_PAGE, prepare};

use self::photo::Photo;

const USAGE: &str = "bench pictures [--seeds 15] [--keep FOLDER]";
/// What of the page's characters must be read, in the median.
const WANTED: f64 = 0.95;

/// One way to keep a photograph: its name, and what each seed gave.
struct Row {
    name: &'static str,
    ours: bool,
    bytes: Vec<f64>,
    /// Part of the page's characters that is read rightly.
    right: Vec<f64>,
    seconds: Vec<f64>,
}

/// Prints the table, and fails where a figure is missed.
pub fn run(arguments: &[String]) -> Result<()> {
    let (mut seeds, mut keep) = (15_u64, None);
    let mut arguments = arguments.iter();
    while let Some(argument) = arguments.next() {
        let value = arguments.next().context(USAGE)?;
        match argument.as_str() {
            "--seeds" => seeds = value.parse().context(USAGE)?,
            "--keep" => keep = Some(value.clone()),
            _ => bail!(USAGE),
        }
    }
    let folder = tempfile::tempdir()?;
    let kept = keep.as_ref().map_or(folder.path(), std::path::Path::new);
    fs::create_dir_all(kept)?;
    let mut rows: Vec<Row> = Vec::new();
    for seed in 1..=seeds {
        let mut random = Random::new(seed ^ 0x9A9E);
        let (text, sheet) = page::page(&mut random)?;
        let photo = photo::take(&sheet, &mut random)?;
        let ways = kept_in_all_ways(&photo, kept)?;
        fs::write(kept.join(format!("{seed}.txt")), &text)?;
        let mut files = Vec::new();
        for way in &ways {
            let file = kept.join(format!("{seed}-{}.jpg", way.file));
            fs::write(&file, &way.bytes)?;
            files.push(if way.cut { file } else { file.with_extension("pgm") });
            if !way.cut {
                fs::write(files.last().context("one was put there")?, photo::cut(&way.bytes, photo.truly)?)?;
            }
        }
        let read = read::all(&files)?;
        eprintln!("seed {seed}: {} characters", text.chars().count());
        for (way, read) in ways.iter().zip(read) {
            let right = read::part_right(&text, &read);
            eprintln!("  {}: {:.1} kB, {:.2} %", way.name, way.bytes.len() as f64 / 1000.0, 100.0 * right);
            let place = rows.iter().position(|row| row.name == way.name).unwrap_or_else(|| {
                let row = Row { name: way.name, ours: way.ours, bytes: vec![], right: vec![], seconds: vec![] };
                rows.push(row);
                rows.len() - 1
            });
            rows[place].bytes.push(way.bytes.len() as f64);
            rows[place].right.push(right);
            rows[place].seconds.push(way.seconds);
        }
    }
    table(&rows, seeds)?;
    judge(&rows)
}

/// A photograph as one way keeps it.
struct Way {
    name: &'static str,
    file: &'static str,
    ours: bool,
    /// The page alone is in it; out of the others it is cut before it is read.
    cut: bool,
    bytes: Vec<u8>,
    seconds: f64,
}

fn kept_in_all_ways(photo: &Photo, folder: &std::path::Path) -> Result<Vec<Way>> {
    let timed = |name, file, ours, make: &dyn Fn() -> Result<Vec<u8>>| -> Result<Way> {
        let begun = Instant::now();
        let bytes = make()?;
        Ok(Way { name, file, ours, cut: file == "corners", bytes, seconds: begun.elapsed().as_secs_f64() })
    };
    let cut = timed("ours, corners given by hand", "corners", true, &|| {
        Ok(prepare(&photo.file, Some(&photo.corners))?.content)
    })?;
    let whole = timed("ours, whole photograph", "whole", true, &|| Ok(prepare(&photo.file, None)?.content))?;
    let fixed = timed("quality 75, scaled to the bytes of ours", "fixed", false, &|| {
        peers::fixed_quality(&photo.file, whole.bytes.len())
    })?;
    let magick = timed("ImageMagick, jpeg:extent=400kb", "magick", false, &|| peers::imagemagick(&photo.file, folder))?;
    let itself = timed("the photograph itself", "photo", false, &|| Ok(photo.file.clone()))?;
    Ok(vec![cut, whole, fixed, magick, itself])
}

fn table(rows: &[Row], seeds: u64) -> Result<()> {
    println!("A4 page of 10-point text, 4000 × 3000 photograph, seeds 1–{seeds}; medians");
    println!("{}; {}\n", read::version()?, peers::version()?);
    println!("| Kept as | Bytes (largest) | Read rightly (least) | Read wrongly ÷ ours whole | Time |");
    println!("| --- | --- | --- | --- | --- |");
    let whole = rows.iter().find(|row| row.ours && row.name.ends_with("photograph"));
    let reference = whole.map_or(f64::NAN, |row| 1.0 - median(&row.right));
    for row in rows {
        let (largest, least) = (row.bytes.iter().copied().fold(0.0, f64::max), least(&row.right));
        println!(
            "| {} | {:.0} kB ({:.0}) | {:.2} % ({:.2}) | {:.2} | {:.2} s |",
            row.name,
            median(&row.bytes) / 1000.0,
            largest / 1000.0,
            100.0 * median(&row.right),
            100.0 * least,
            (1.0 - median(&row.right)) / reference,
            median(&row.seconds),
        );
    }
    Ok(())
}

fn judge(rows: &[Row]) -> Result<()> {
    for row in rows.iter().filter(|row| row.ours) {
        if row.bytes.iter().any(|bytes| *bytes > MAX_PAGE as f64) {
            bail!("{}: a page is larger than {MAX_PAGE} bytes", row.name);
        }
        if median(&row.right) < WANTED {
            bail!("{}: less than {:.0} % of a page's characters are read", row.name, 100.0 * WANTED);
        }
    }
    Ok(())
}

fn least(values: &[f64]) -> f64 {
    values.iter().copied().fold(f64::INFINITY, f64::min)
}

fn median(values: &[f64]) -> f64 {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    let middle = sorted.len() / 2;
    if sorted.len() % 2 == 1 { sorted[middle] } else { sorted[middle - 1].midpoint(sorted[middle]) }
}
