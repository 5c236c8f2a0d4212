//! Renders every procedure of an import as the page that a citizen reads: taken by the portal's importer, packed, imported
//! into an encrypted cache, read from it, and every text of the record looked for in the page.
//!
//! `cargo xtask walk FILE`; without a file, a made-up catalogue of the national one's size and extremes.

#![expect(clippy::print_stdout, reason = "this program talks to a person at a terminal")]

use std::error::Error;

use cds_core::seams::{CatalogueCache, Walked, walk};
use cds_portal::catalogue::build_pack;
use cds_portal::{demo, import};

const SHOWN: usize = 10;

fn main() -> Result<(), Box<dyn Error>> {
    let procedures = match std::env::args_os().nth(1) {
        Some(file) => {
            let (procedures, report) = import::procedures::read(&import::unpack(std::fs::read(file)?)?)?;
            println!("{} procedures taken, {} refused", report.kept, report.refused.len());
            procedures
        }
        None => demo::national(demo::NATIONAL, 1),
    };
    let folder = std::env::temp_dir().join(format!("cds-walk-{}", std::process::id()));
    std::fs::create_dir(&folder)?;
    let walked = walk_through(&folder, &procedures);
    std::fs::remove_dir_all(&folder)?;
    let mut walked = walked?;
    let texts: usize = walked.iter().map(|walked| walked.texts.1).sum();
    let characters: usize = walked.iter().map(|walked| walked.characters).sum();
    println!("{} pages of {characters} characters; {texts} texts of the records looked for", walked.len());
    let lost: Vec<&Walked> = walked.iter().filter(|walked| walked.texts.0 != walked.texts.1).collect();
    for Walked { code, texts: (found, all), .. } in &lost {
        println!("  {code}: {} of its {all} texts are not in its page", all - found);
    }
    println!("{} pages lack a text of their record", lost.len());
    let failed = !lost.is_empty();
    walked.sort_by_key(|walked| std::cmp::Reverse(walked.characters));
    println!("\nthe {SHOWN} longest: code, characters, longest line, name, rows of papers, steps");
    for Walked { code, characters, longest_line, name, papers, steps, .. } in walked.iter().take(SHOWN) {
        println!("  {code:<24} {characters:>7} {longest_line:>7} {name:>6} {papers:>5} {steps:>7}");
    }
    for (what, of) in [("name", (|walked| walked.name) as fn(&Walked) -> usize), ("papers", |walked| walked.papers)] {
        if let Some(most) = walked.iter().max_by_key(|walked| of(walked)) {
            println!("  most of {what}: {} in {}", of(most), most.code);
        }
    }
    if failed { Err("some page lacks a text".into()) } else { Ok(()) }
}

fn walk_through(
    folder: &std::path::Path,
    procedures: &[cds_wire::procedure::Procedure],
) -> Result<Vec<Walked>, Box<dyn Error>> {
    let mut cache = CatalogueCache::open(&folder.join("cache.db"), &[7; 32])?;
    cache.import(&build_pack(1, procedures)?.bytes, 0)?;
    let mut walked = Vec::with_capacity(procedures.len());
    for procedure in procedures {
        let read = cache.procedure(&procedure.code)?.filter(|read| read == procedure);
        walked.push(walk(&read.ok_or("a record did not come back as it was imported")?));
    }
    Ok(walked)
}
