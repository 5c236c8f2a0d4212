//! How long it takes from the last digit of the PIN until the identity code is on the screen, beside what an empty window
//! of Tauri takes to start, in turns. The app was started anew each time; the hand that presses "open" and the code's tab
//! is the page's own and takes no time.

#![expect(clippy::print_stdout, clippy::print_stderr, reason = "a program that is called by hand")]

use std::path::Path;
use std::process::ExitCode;
use std::time::Instant;

use anyhow::{Context, Result, ensure};
use argon2::{Algorithm, Argon2, Params, Version};
use cds_e2e::{Desktop, FIRST, Keystore, PIN, Portal, Start, Theme, Window, built};
use serde_json::Value;

const RUNS: usize = 15;
/// How much longer than an empty window takes to start the rest may take.
const LIMIT: f64 = 1.5;

/// Presses what there is to press as soon as it is there, and keeps how long it took.
const HAND: &str = "const field = document.getElementById('secret');
    let typed = null;
    let pressed = false;
    window.codeAfter = null;
    field.addEventListener('input', () => {
        if (field.value.length < 6) return;
        typed = performance.now();
        requestAnimationFrame(() => field.form.requestSubmit());
    });
    const look = () => {
        const picture = document.getElementById('live-code-picture');
        if (picture?.complete && picture.naturalWidth > 0) {
            requestAnimationFrame(() => { window.codeAfter = performance.now() - typed; });
            return;
        }
        const tab = document.getElementById('tab-code');
        if (tab && !pressed) {
            pressed = true;
            tab.click();
        }
        requestAnimationFrame(look);
    };
    requestAnimationFrame(look);
    return true;";

fn main() -> ExitCode {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    match runtime.map_err(Into::into).and_then(|runtime| runtime.block_on(measure())) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("cds-bench-unlock: {error:#}");
            ExitCode::FAILURE
        }
    }
}

async fn measure() -> Result<()> {
    let desktop = Desktop::start(Keystore::Unlocked, Theme::Light)?;
    let portal = Portal::start(&desktop.path("portal"))?;
    let home = desktop.path("app");
    let window = Window::open(&desktop, &home, &portal, &Start::default()).await?;
    window.enter(&portal, &FIRST).await?;
    window.close().await?;
    let cost = cost(&home)?;
    let empty_window = built("examples/empty-window")?;

    let (mut empty, mut hashing, mut code) = (Vec::new(), Vec::new(), Vec::new());
    for run in 1..=RUNS {
        empty.push(desktop.time_to_first_line(&empty_window)?);
        hashing.push(argon2id(&cost)?);
        let window = Window::open(&desktop, &home, &portal, &Start::default()).await?;
        window.wait("#secret").await?;
        window.ask(HAND).await?;
        window.type_into("secret", PIN).await?;
        window.wait_picture("live-code-picture").await?;
        let after = loop {
            if let Some(after) = window.ask("return window.codeAfter").await?.as_f64() {
                break after;
            }
        };
        code.push(after);
        window.close().await?;
        println!("    run {run} of {RUNS}: {after:.0} ms");
    }
    let [empty, hashing, code] = [empty, hashing, code].map(median);
    let rest = code - hashing;
    println!("\n| From the last digit to the code | {code:.0} ms |");
    let (mib, passes, lanes) = (cost.m_cost() / 1024, cost.t_cost(), cost.p_cost());
    println!("| of it Argon2id ({mib} MiB, {passes} passes, {lanes} lane) | {hashing:.0} ms |");
    println!("| the rest | {rest:.0} ms |");
    println!("| an empty window of Tauri, from its start | {empty:.0} ms |");
    println!("| the rest, of an empty window | {:.2} |", rest / empty);
    ensure!(rest <= LIMIT * empty, "the rest takes more than {LIMIT} times as long as an empty window");
    Ok(())
}

/// What a PIN costs, as the header of the one account has it.
fn cost(home: &Path) -> Result<Params> {
    let account = std::fs::read_dir(home.join("accounts"))?.next().context("there is an account")??;
    let header: Value = serde_json::from_slice(&std::fs::read(account.path().join("header"))?)?;
    let part = |name: &str| header.pointer(&format!("/wraps/0/kdf/{name}"))?.as_u64()?.try_into().ok();
    let parts = part("m_kib").zip(part("t")).zip(part("p")).context("the header says what a PIN costs")?;
    let ((memory, passes), lanes) = parts;
    Params::new(memory, passes, lanes, Some(32)).map_err(|error| anyhow::anyhow!("{error}"))
}

/// Milliseconds of one hash as the lock makes it.
#[expect(clippy::disallowed_methods, reason = "a measurement takes the machine's own clock")]
fn argon2id(cost: &Params) -> Result<f64> {
    let argon2 = Argon2::new(Algorithm::Argon2id, Version::V0x13, cost.clone());
    let begun = Instant::now();
    let mut key = [0; 32];
    let hashed = argon2.hash_password_into(PIN.as_bytes(), b"a salt of the bench", &mut key);
    hashed.map_err(|error| anyhow::anyhow!("{error}"))?;
    Ok(begun.elapsed().as_secs_f64() * 1e3)
}

fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values.get(values.len() / 2).copied().unwrap_or_default()
}
