//! The pages of the ten most extreme procedures of a made-up catalogue of the national one's size.

use anyhow::{Result, ensure};

use super::Screen;
use crate::{Desktop, FIRST, Keystore, Language, Portal, Start, Theme, Window};

/// Their codes, and what each has more of than any other procedure. `cds_portal::demo::national` makes them.
const MOST: [(&str, &str); 10] = [
    ("1.000104", "extreme-name"),
    ("2.000107", "extreme-steps"),
    ("3.000110", "extreme-conditions"),
    ("1.000113", "extreme-papers"),
    ("2.000116", "extreme-cases"),
    ("3.000119", "extreme-channels"),
    ("1.000122", "extreme-channel-note"),
    ("2.000125", "extreme-paper-name"),
    ("3.000128", "extreme-results"),
    ("1.000131", "extreme-laws"),
];

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
    for (code, name) in MOST {
        window.open_procedure(code).await?;
        visit(&window, &Screen { name, element: "h1" }, code).await?;
        let text = window.text().await?;
        ensure!(text.contains(code), "the page of {code} does not say its code");
    }
    window.close().await
}
