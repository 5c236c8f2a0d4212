//! How many poor pictures are read, by us, by `zbarimg`, and by the search of `rqrr` that ours replaces.

use std::fmt::Write as _;
use std::path::PathBuf;
use std::time::{Duration, Instant};

use anyhow::{Context, Result};
use cds_bench::random::Random;
use cds_scan::{Luma, read_codes, read_frame};
use qrcode::{Color, EcLevel, QrCode};

use super::pictures::{self, Code, Kind};
use super::{credentials, optics, zbar};

/// Pictures of one kind.
#[derive(Default)]
struct Row {
    pictures: usize,
    ours: usize,
    frame: usize,
    zbar: usize,
    rqrr: usize,
}

struct Picture {
    kind: Kind,
    text: String,
    width: usize,
    height: usize,
    pixels: Vec<u8>,
    file: PathBuf,
}

/// Draws the pictures with seeds from 1 and reads them. They stay in the folder to keep, if there is one.
pub fn table(count: usize, keep: Option<PathBuf>) -> Result<String> {
    let scratch = tempfile::tempdir()?;
    let folder = keep.unwrap_or_else(|| scratch.path().to_owned());
    std::fs::create_dir_all(&folder)?;
    let drawn = (0..count).map(|number| picture(number, count, &folder));
    let pictures = drawn.collect::<Result<Vec<_>>>()?;
    let files: Vec<PathBuf> = pictures.iter().map(|picture| picture.file.clone()).collect();
    let started = Instant::now();
    let by_zbar = zbar::read(&files)?;
    let zbar_time = started.elapsed();
    let mut rows = Kind::ALL.map(|_| Row::default());
    let (mut times, mut wrong) = (Vec::new(), 0);
    for picture in &pictures {
        let luma = Luma::new(picture.width, picture.height, &picture.pixels)?;
        let started = Instant::now();
        let ours = read_codes(luma);
        times.push(started.elapsed());
        wrong += ours.iter().filter(|text| **text != picture.text).count();
        let row = rows.get_mut(picture.kind as usize).context("a row for each kind")?;
        row.pictures += 1;
        row.ours += usize::from(ours.contains(&picture.text));
        row.frame += usize::from(read_frame(luma, 0).contains(&picture.text));
        row.zbar += usize::from(by_zbar.get(&picture.file).is_some_and(|texts| texts.contains(&picture.text)));
        row.rqrr += usize::from(by_rqrr(picture));
    }
    let mut text =
        "| Pictures | | Ours | One frame | zbar | rqrr's search |\n| --- | --- | --- | --- | --- | --- |\n".to_owned();
    let mut line = |name: &str, row: &Row| {
        let Row { pictures, ours, frame, zbar, rqrr } = row;
        let _ = writeln!(text, "| {name} | {pictures} | {ours} | {frame} | {zbar} | {rqrr} |");
    };
    for (kind, row) in Kind::ALL.iter().zip(&rows) {
        line(kind.name(), row);
    }
    let sum = |part: fn(&Row) -> usize| rows.iter().map(part).sum();
    line(
        "all",
        &Row {
            pictures: count,
            ours: sum(|row| row.ours),
            frame: sum(|row| row.frame),
            zbar: sum(|row| row.zbar),
            rqrr: sum(|row| row.rqrr),
        },
    );
    times.sort();
    let at = |part: usize| times.get((times.len() * part / 100).min(times.len().saturating_sub(1))).copied();
    let shown = |time: Option<Duration>| format!("{:.0} ms", time.unwrap_or_default().as_secs_f64() * 1e3);
    let _ = writeln!(
        text,
        "\nOurs, every attempt: median {}, 90 of 100 within {}, {} at most; {wrong} texts that are not there. \
         zbarimg {}: {:.1} s for all, files and start included.",
        shown(at(50)),
        shown(at(90)),
        shown(times.last().copied()),
        zbar::version()?,
        zbar_time.as_secs_f64(),
    );
    Ok(text)
}

/// Picture `number`: kinds by turns, and of each kind from mild to hard.
fn picture(number: usize, count: usize, folder: &std::path::Path) -> Result<Picture> {
    let kinds = Kind::ALL.len();
    let kind = Kind::ALL.get(number % kinds).copied().context("a kind")?;
    let of_kind = count.div_ceil(kinds).saturating_sub(1).max(1);
    let hardness = (number / kinds) as f64 / of_kind as f64;
    let mut random = Random::new(number as u64 + 1);
    let text = credentials::text(number / kinds, &mut random)?;
    let grey = pictures::picture(&drawn(&text)?, kind, hardness, &mut random);
    let pixels = grey.bytes();
    let file = folder.join(format!("{number:03}-{}.pgm", kind.name()));
    std::fs::write(&file, optics::pgm(grey.width, grey.height, &pixels))?;
    Ok(Picture { kind, text, width: grey.width, height: grey.height, pixels, file })
}

/// The code of a text, level M.
pub fn drawn(text: &str) -> Result<Code> {
    let code = QrCode::with_error_correction_level(text, EcLevel::M)?;
    let modules = code.to_colors().iter().map(|colour| *colour == Color::Dark).collect();
    Ok(Code { size: code.width(), modules })
}

fn by_rqrr(picture: &Picture) -> bool {
    let pixel = |x: usize, y: usize| picture.pixels.get(y * picture.width + x).copied().unwrap_or_default();
    let mut prepared = rqrr::PreparedImage::prepare_from_greyscale(picture.width, picture.height, pixel);
    prepared.detect_grids().iter().any(|grid| grid.decode().is_ok_and(|(_, text)| text == picture.text))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_picture_is_the_same_from_the_same_number_and_mild_ones_are_read_by_all() {
        let folder = tempfile::tempdir().expect("a folder");
        for number in 0..5 {
            let one = picture(number, 500, folder.path()).expect("drawn");
            let again = picture(number, 500, folder.path()).expect("drawn");
            assert_eq!((&one.text, &one.pixels), (&again.text, &again.pixels));
            let luma = Luma::new(one.width, one.height, &one.pixels).expect("the size is right");
            assert_eq!(read_codes(luma), [one.text]);
        }
    }
}
