//! Checking codes, with each kind of answer.

use anyhow::{Context, Result};

use super::{Screen, Walk};
use crate::{FIRST, Shown, Window};

impl<V> Walk<V>
where
    V: AsyncFnMut(&Window, &Screen, &str) -> Result<()>,
{
    /// The citizen checks their own codes: this device has the province's lists.
    pub(super) async fn checks(&mut self, window: &Window) -> Result<()> {
        let (live, paper) = (self.desktop.path("out/live.png"), self.desktop.path("out/code.png"));
        std::fs::write(&paper, window.picture("code-picture").await?)?;
        window.go("code").await?;
        window.wait_picture("live-code-picture").await?;
        std::fs::write(&live, window.picture("live-code-picture").await?)?;
        window.click("open-check").await?;
        self.at(window, "check", "#check-text", Shown::Message("check-history-empty")).await?;
        window.choose_file("check-picture", &live).await?;
        self.at(window, "check-live", "[data-result=live] .check-band", Shown::Words(FIRST.name)).await?;
        window.choose_file("check-picture", &paper).await?;
        let element = "[data-result=genuine_paper] .check-band";
        self.at(window, "check-paper", element, Shown::Message("check-paper")).await?;
        window.type_into("check-text", &changed(&self.desktop.code_in(&paper)?)?).await?;
        window.click("check-go").await?;
        self.at(window, "check-invalid", "[data-result=invalid] .check-band", Shown::Message("check-invalid")).await?;
        window.type_into("check-text", "https://congdanso.vn").await?;
        window.click("check-go").await?;
        let element = "[data-result=cannot_tell] .check-band";
        self.at(window, "check-cannot-tell", element, Shown::Message("check-cannot-tell")).await
    }
}

/// The code with one character of its signature made smaller, which base45 always allows.
fn changed(text: &str) -> Result<String> {
    let at = text.char_indices().rev().skip(3).find(|(_, one)| *one != '0').context("a code has a signature")?.0;
    let (before, rest) = text.split_at_checked(at).context("a code is ASCII")?;
    Ok(format!("{before}0{}", rest.chars().skip(1).collect::<String>()))
}
