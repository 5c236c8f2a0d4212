//! Bugs that were put in on purpose reach nothing that is shipped.

use cds_invariants::{root, sources};

/// Programs that people run.
const PROGRAMS: &[&str] = &["crates/cli/src/main.rs", "crates/portal/src/main.rs", "src-tauri/lib.rs"];

#[test]
fn no_program_compiles_with_bugs_that_were_put_in_on_purpose() {
    for program in PROGRAMS {
        let text = std::fs::read_to_string(root().join(program)).expect("a program");
        assert!(text.contains("#[cfg(seeded_bugs)]\ncompile_error!"), "{program} compiles with them");
    }
}

#[test]
fn every_bug_is_there_and_every_bug_that_is_there_is_tried() {
    let tried = std::fs::read_to_string(root().join("xtask/src/mutants.rs")).expect("the list");
    let mut there = 0;
    for folder in ["crates/core/src", "crates/portal/src"] {
        for file in sources(folder).expect("the sources") {
            let lines: Vec<&str> = file.text.lines().collect();
            for (number, line) in lines.iter().enumerate() {
                let Some((_, rest)) = line.split_once("cds_seeded::bug(\"") else { continue };
                let near = lines.iter().take(number + 1).rev().take(4);
                assert!(near.clone().any(|line| line.contains("cfg(seeded_bugs)")), "{}: {line}", file.path);
                let name = rest.split('"').next().expect("a name");
                assert!(tried.contains(&format!("\"{name}\",")), "{} has {name}, which nobody tries", file.path);
                there += 1;
            }
        }
    }
    assert!(there >= 12, "{there} bugs");
}
