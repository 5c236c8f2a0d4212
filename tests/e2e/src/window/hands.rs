//! What a hand does in the window: it touches, types and chooses files.

use std::path::Path;

use anyhow::{Context, Result, ensure};
use fantoccini::Locator;
use fantoccini::elements::Element;
use serde_json::json;

use super::{GLANCE, Window};

/// How often a touch is tried again: a screen may be drawn anew between finding an element and touching it.
const TRIES: u32 = 50;

impl Window {
    /// Opens one of the five places: `home`, `dossiers`, `code`, `papers`, `personal`.
    pub async fn go(&self, tab: &str) -> Result<()> {
        self.click(&format!("tab-{tab}")).await
    }

    /// Clicks what has this id.
    pub async fn click(&self, id: &str) -> Result<()> {
        let mut tries = 0;
        loop {
            match self.touch(self.element(id).await?, id).await {
                Ok(()) => return Ok(()),
                Err(error) if tries == TRIES => return Err(error).with_context(|| format!("#{id} cannot be touched")),
                Err(_) => tries += 1,
            }
            tokio::time::sleep(GLANCE).await;
        }
    }

    /// Clicks where this stands, and fails if something has moved it away meanwhile: who missed a button sees that and tries
    /// again.
    async fn touch(&self, element: Element, id: &str) -> Result<()> {
        let watch = "window.touched = false;
            const touch = event => { window.touched = event.target.closest(`[id='${arguments[0]}']`) !== null; };
            document.addEventListener('click', touch, { capture: true, once: true });";
        self.client.execute(watch, vec![json!(id)]).await?;
        element.click().await?;
        // What the click has closed does not answer.
        let touched = self.client.execute("return window.touched !== false", Vec::new()).await;
        ensure!(touched.map_or(true, |touched| touched != json!(false)), "#{id} moved away");
        Ok(())
    }

    /// What has this id and is ready to be touched, in the middle of the window: the webview scrolls to it with one of the
    /// next frames. A button that is busy says so and does nothing.
    async fn element(&self, id: &str) -> Result<Element> {
        let script = "const element = document.getElementById(arguments[0]);
            element?.scrollIntoView({ block: 'center' });
            return element !== null && element.getAttribute('aria-disabled') !== 'true';";
        self.until(&format!("#{id} did not appear, or stayed busy"), script, &[json!(id)]).await?;
        self.at_rest(id).await?;
        Ok(self.client.find(Locator::Id(id)).await?)
    }

    /// Waits until this no longer moves: a hand aims at where something is.
    async fn at_rest(&self, id: &str) -> Result<()> {
        let place = "const box = document.getElementById(arguments[0])?.getBoundingClientRect();
            return box ? [box.left, box.top, box.width, box.height] : null;";
        let mut before = None;
        for _ in 0..TRIES {
            self.painted().await?;
            let now = self.client.execute(place, vec![json!(id)]).await?;
            if before.as_ref() == Some(&now) {
                return Ok(());
            }
            before = Some(now);
        }
        anyhow::bail!("#{id} does not come to rest")
    }

    /// Clicks the row of a list that shows this text; rows have the ids `<list>-0`, `<list>-1` and so on. The row is held by
    /// what it is and not by its number: a list that is read again may number its rows anew.
    pub async fn click_row(&self, list: &str, text: &str) -> Result<()> {
        let numbered = format!("starts-with(@id, '{list}-') and number(substring-after(@id, '{list}-')) >= 0");
        let path = format!("//*[{numbered}][contains(., '{text}')]");
        let mut tries = 0;
        loop {
            let id = self.row(list, text).await?;
            self.at_rest(&id).await?;
            let clicked = match self.client.find(Locator::XPath(&path)).await {
                Ok(row) => self.touch(row, &id).await,
                Err(gone) => Err(gone.into()),
            };
            match clicked {
                Ok(()) => return Ok(()),
                Err(error) if tries == TRIES => return Err(error).with_context(|| format!("{list}: {text}")),
                Err(_) => tries += 1,
            }
            tokio::time::sleep(GLANCE).await;
        }
    }

    /// The id of the row of a list that shows this text, once there is one.
    pub async fn row(&self, list: &str, text: &str) -> Result<String> {
        let script = "const [list, text] = arguments;
            const rows = [...document.querySelectorAll(`[id^='${list}-']`)];
            const row = rows.find(row => /^[0-9]+$/.test(row.id.slice(list.length + 1)) && row.innerText.includes(text));
            row?.scrollIntoView({ block: 'center' });
            return row ? row.id : null;";
        let what = format!("{list} has no row with {text:?}");
        let id = self.until(&what, script, &[json!(list), json!(text)]).await?;
        Ok(id.as_str().unwrap_or_default().to_owned())
    }

    /// What a row of a list shows.
    pub async fn row_text(&self, list: &str, text: &str) -> Result<String> {
        let id = self.row(list, text).await?;
        let shown = self.client.find(Locator::Id(&id)).await?.text().await?;
        Ok(shown)
    }

    /// Types into the field with this id, in place of what it holds. The driver's own way to empty a field leaves it and tells
    /// the page of no input, as no hand does.
    pub async fn type_into(&self, id: &str, text: &str) -> Result<()> {
        let field = self.element(id).await?;
        let empty = "const field = document.getElementById(arguments[0]);
            if (field.readOnly || field.disabled) { throw new Error('it takes no text'); }
            field.focus();
            field.value = '';
            field.dispatchEvent(new Event('input', { bubbles: true }));";
        self.client.execute(empty, vec![json!(id)]).await?;
        self.painted().await?;
        field.send_keys(text).await.with_context(|| format!("#{id} cannot be typed into"))
    }

    /// Chooses what has this value from the list with this id.
    pub async fn choose(&self, id: &str, value: &str) -> Result<()> {
        let list = self.element(id).await?;
        list.select_by_value(value).await.with_context(|| format!("#{id} has no {value:?} to choose"))
    }

    /// Goes on typing where the field with this id ends.
    pub async fn type_on(&self, id: &str, text: &str) -> Result<()> {
        self.element(id).await?.send_keys(text).await.with_context(|| format!("#{id} cannot be typed into"))
    }

    /// Gives a file to the page's own `<input type=file>` with this id, as a camera does.
    pub async fn choose_file(&self, id: &str, path: &Path) -> Result<()> {
        let css = format!("input#{id}[type=file]");
        self.wait(&css).await?;
        ensure!(path.is_file(), "{} is not there to be chosen", path.display());
        let input = self.client.find(Locator::Css(&css)).await?;
        input.send_keys(&path.display().to_string()).await.with_context(|| format!("{css} takes no file"))
    }
}
