//! A tus client of another maker: tus-js-client, as it comes from npm.

use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};

use cds_wire::portal::BLOBS_PATH;
use serde::Deserialize;

use crate::fixture::{Fixture, digest};

/// What the client's run was like.
#[derive(Deserialize)]
struct Run {
    cuts: u32,
    clients: u32,
    created: u32,
    offsets: Vec<u64>,
    path: String,
}

const CHUNK: u64 = 1024 * 1024;

#[test]
fn tus_js_client_brings_5_mb_over_a_connection_that_breaks_three_times() {
    let fixture = Fixture::start();
    let device = fixture.device();
    let content: Vec<u8> = (0..5_000_000_u32).map(|at| (at.wrapping_mul(2_654_435_761) >> 24) as u8).collect();
    let file = fixture.folder.path().join("content");
    std::fs::write(&file, &content).expect("written");

    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    let packages = here.join("../../xtask/npm");
    assert!(packages.join("node_modules/tus-js-client").is_dir(), "run `cargo xtask setup`: it installs tus-js-client");
    let mut node = Command::new("node")
        .arg(here.join("tests/tus/upload.cjs"))
        .args([&packages, Path::new(&fixture.portal.url()), &file])
        .arg(digest(&content).to_string())
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("Node.js 20 or newer");
    node.stdin.take().expect("a pipe").write_all(device.token().as_bytes()).expect("told");
    let output = node.wait_with_output().expect("it ends");
    assert!(output.status.success(), "the client gave up: {}", output.status);

    let run: Run = serde_json::from_slice(&output.stdout).expect("what happened");
    assert_eq!((run.cuts, run.clients, run.created), (3, 2, 1));
    // Each time it went on from the chunks that were acknowledged at least. It may have asked more often than three times:
    // where a busy portal began with the old connection after it was asked, what that brought moved the offset once more.
    let offsets = &run.offsets;
    assert!(offsets.len() >= 3 && offsets.is_sorted(), "{offsets:?}");
    assert!(offsets.first() >= Some(&CHUNK) && offsets.last() >= Some(&(3 * CHUNK)), "{offsets:?}");
    assert!(offsets.last() < Some(&5_000_000), "{offsets:?}");
    assert!(run.path.starts_with(BLOBS_PATH));
    let blob = fixture.environment.storage.read(|tx| tx.blob(&device.signed_in.account, &digest(&content)));
    assert!(blob.expect("read").expect("known").verified);
    let url = format!("{}{}", fixture.portal.url(), run.path);
    let fetched = fixture.client.get(url).bearer_auth(device.token()).send().expect("an answer");
    assert!(fetched.bytes().expect("a body") == content);
}
