//! The pages of the ten most extreme procedures of a made-up catalogue of the national one's size.

use anyhow::{Result, ensure};

use super::Screen;
use crate::{Desktop, FIRST, Keystore, Language, Portal, Start, Theme, Window};

/// Their codes, what each has more of than any other procedure, and how much of it its page must have at least.
/// `cds_portal::demo::national` makes them.
const MOST: [(&str, &str, &str, u64); 10] = [
    ("1.000104", "extreme-name", "return main.querySelector('.page-head details').textContent.length", 1_192),
    ("2.000107", "extreme-steps", TEXT, 22_855),
    ("3.000110", "extreme-conditions", TEXT, 44_590),
    ("1.000113", "extreme-papers", PAPERS, 224),
    ("2.000116", "extreme-cases", "return main.textContent.match(/Trường hợp [0-9]+:/g)?.length ?? 0", 20),
    ("3.000119", "extreme-channels", "return document.querySelectorAll('#channels .card').length", 18),
    ("1.000122", "extreme-channel-note", TEXT, 4_549),
    ("2.000125", "extreme-paper-name", "return longest('#papers li p')", 7_630),
    ("3.000128", "extreme-results", "return main.querySelectorAll('#results li').length", 18),
    ("1.000131", "extreme-laws", "return main.querySelectorAll('#legal li').length", 34),
];
/// Counts the characters of the longest text that the portal has printed.
const TEXT: &str = "return longest('.printed')";
/// Counts papers and the remarks among them.
const PAPERS: &str = "return main.querySelectorAll('#papers li').length";
/// What all of them begin with.
const PAGE: &str = "const main = document.querySelector('main');
    const longest = (css) => Math.max(...[...main.querySelectorAll(css)].map((text) => text.textContent.length));";

/// Looks each of them up by its code and opens its page; there, `visit` is called as in [`walk`](super::walk), with the
/// code.
pub async fn extremes<V>(theme: Theme, language: Language, mut visit: V) -> Result<()>
where
    V: AsyncFnMut(&Window, &Screen, &str) -> Result<()>,
{
    let desktop = Desktop::start(Keystore::Unlocked, theme)?;
    let portal = Portal::start(&desktop.path("portal"))?;
    portal.import_made_up()?;
    let window = Window::open(&desktop, &desktop.path("app"), &portal, &Start::default()).await?;
    if language == Language::En {
        window.click("language").await?;
        window.wait("html[lang=en]").await?;
    }
    window.enter(&portal, &FIRST).await?;
    for (code, name, count, least) in MOST {
        window.open_procedure(code).await?;
        visit(&window, &Screen { name, element: "h1" }, code).await?;
        let text = window.text().await?;
        ensure!(text.contains(code), "the page of {code} does not say its code");
        let shown = window.ask(&format!("{PAGE} {count}")).await?;
        ensure!(shown.as_u64() >= Some(least), "{name}: its page shows {shown} of {least}");
    }
    window.close().await
}
