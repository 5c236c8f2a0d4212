//! What every page must hold, asked of the page itself.

use std::path::Path;

use anyhow::{Context, Result, ensure};
use serde_json::Value;

use crate::{Language, Window};

/// Where `cargo xtask setup` puts axe-core.
const AXE_FILE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../xtask/npm/node_modules/axe-core/axe.min.js");

/// The rules of WCAG 2.2 AA.
const AXE: &str = "const done = arguments[arguments.length - 1];
    axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'] })
        .then(found => done(found.violations.map(rule =>
            rule.id + ': ' + rule.nodes.map(node => node.html + ' ' + node.failureSummary).join('; '))));";

/// Buttons and fields smaller than a finger, and how far the page is wider than its window.
const MEASURE: &str = "const small = [...document.querySelectorAll('button, input, a, select, textarea, summary')]
        .map(element => [element, element.getBoundingClientRect()])
        .filter(([element]) => element.checkVisibility())
        .filter(([, box]) => box.width < 44 || box.height < 44)
        .map(([element, box]) => element.outerHTML.slice(0, 120) + ' ' + box.width + 'x' + box.height);
    const root = document.documentElement;
    return { small, beyond: root.scrollWidth - root.clientWidth };";

/// Sets the text's size in percent by a style sheet of its own, and says what came of it.
const RESIZE_TEXT: &str = "const sheet = new CSSStyleSheet();
    sheet.replaceSync(`:root { font-size: ${arguments[0]}% !important }`);
    document.adoptedStyleSheets = arguments[0] === 100 ? [] : [sheet];
    const root = document.documentElement;
    const wide = root.scrollWidth > root.clientWidth ? [...document.body.querySelectorAll('*')]
        .filter(element => element.getBoundingClientRect().right > root.clientWidth + 0.5)
        .map(element => element.outerHTML.slice(0, 120)).slice(-3) : [];
    return [getComputedStyle(root).fontSize, root.scrollWidth - root.clientWidth, wide];";

const TWO_FRAMES: &str = "const done = arguments[arguments.length - 1];
    requestAnimationFrame(() => requestAnimationFrame(() => done()));";

/// What would outlive the page, or slip past the content security policy.
const KEPT: &str = "return { kept: localStorage.length + sessionStorage.length + document.cookie.length,
        styled: document.querySelectorAll('[style]').length,
        inline: document.querySelectorAll('script:not([src])').length };";

/// What bars lie over when it has the focus.
const COVERED: &str = include_str!("page/covered.js");

/// Texts that are not in the page's language and do not say so.
const FOREIGN: &str = include_str!("page/foreign.js");

impl Window {
    /// Fails with what is wrong: accessibility by axe-core, touch targets, bars over what has the focus, sideways scrolling
    /// also with text at 200 %, things kept in the webview, inline styles or scripts, another language than this.
    pub async fn check_page(&self, language: Language) -> Result<()> {
        let axe = std::fs::read_to_string(AXE_FILE).context("axe-core is missing: run `cargo xtask setup`")?;
        self.client.execute(&axe, vec![]).await?;
        let violations = self.client.execute_async(AXE, vec![]).await?;
        ensure!(is_empty(&violations), "axe-core found: {violations:#}");
        self.check_measures(language).await
    }

    /// What [`check_page`](Self::check_page) holds and what depends on the window's size: all but axe-core.
    pub async fn check_measures(&self, language: Language) -> Result<()> {
        let measured = self.client.execute(MEASURE, vec![]).await?;
        ensure!(measured.get("small").is_some_and(is_empty), "too small: {measured:#}");
        ensure!(measured.get("beyond").and_then(Value::as_i64) == Some(0), "wider than the window: {measured:#}");
        let covered = self.client.execute_async(COVERED, vec![]).await?;
        ensure!(is_empty(&covered), "cannot be seen when it has the focus: {covered:#}");
        let kept = self.client.execute(KEPT, vec![]).await?;
        let zeros = kept.as_object().context("three counts")?.values().all(|count| count.as_u64() == Some(0));
        ensure!(zeros, "kept or inline: {kept}");
        let lang = self.ask("return document.documentElement.lang").await?;
        ensure!(lang == language.tag(), "the page says that its language is {lang}");
        if language == Language::En {
            let foreign = self.client.execute(FOREIGN, vec![]).await?;
            ensure!(is_empty(&foreign), "Vietnamese on an English page, without lang=\"vi\": {foreign:#}");
        }
        self.resize_text(200).await?;
        self.resize_text(100).await
    }

    /// Sets the size of all text, in percent of the usual 16 px; fails where the page then scrolls sideways.
    pub async fn resize_text(&self, percent: u32) -> Result<()> {
        let resized = self.client.execute(RESIZE_TEXT, vec![percent.into()]).await?;
        let fits = serde_json::json!([format!("{}px", percent * 16 / 100), 0, []]);
        ensure!(resized == fits, "text size, px that the page is wider than its window, and what is: {resized:#}");
        Ok(())
    }

    /// Runs JavaScript in the page and gives what it returns.
    pub async fn ask(&self, script: &str) -> Result<Value> {
        Ok(self.client.execute(script, vec![]).await?)
    }

    /// Waits until what was changed has been painted: two frames later it has.
    pub(crate) async fn painted(&self) -> Result<()> {
        self.client.execute_async(TWO_FRAMES, vec![]).await?;
        Ok(())
    }

    /// Leaves a picture of the page.
    pub async fn screenshot(&self, file: &Path) -> Result<()> {
        self.painted().await?;
        let picture = self.client.screenshot().await?;
        ensure!(picture.starts_with(b"\x89PNG"), "the driver gave no PNG");
        std::fs::write(file, picture).with_context(|| format!("{} cannot be written", file.display()))
    }
}

fn is_empty(found: &Value) -> bool {
    found.as_array().is_some_and(Vec::is_empty)
}
