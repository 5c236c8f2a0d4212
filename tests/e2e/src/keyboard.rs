//! The window by keys alone.

use anyhow::{Context, Result, ensure};
use fantoccini::actions::{InputSource, KeyAction, KeyActions};
use serde_json::Value;

use crate::Window;

const TAB: &str = "\u{e004}";
const ENTER: &str = "\u{e007}";
const CONTROL: char = '\u{e009}';
/// More steps than any screen has things to reach.
const STEPS: u32 = 120;
/// More pairs of frames than a busy machine takes to scroll.
const FRAMES: u32 = 60;

/// What has the focus, how thick the line around it is, and whether something lies over it.
const FOCUS: &str = include_str!("page/focus.js");

impl Window {
    /// Presses keys wherever the focus is; `\u{e004}` is Tab, `\u{e007}` Enter.
    pub async fn press(&self, keys: &[&str]) -> Result<()> {
        let mut actions = KeyActions::new("keyboard".to_owned());
        for value in keys.iter().flat_map(|keys| keys.chars()) {
            actions = actions.then(KeyAction::Down { value }).then(KeyAction::Up { value });
        }
        Ok(self.client.perform_actions(actions).await?)
    }

    /// Pastes what was copied into the field with this id.
    pub async fn paste_into(&self, id: &str) -> Result<()> {
        self.click(id).await?;
        let keys = [CONTROL, 'v'];
        let down = keys.map(|value| KeyAction::Down { value });
        let up = keys.map(|value| KeyAction::Up { value });
        let keys = down.into_iter().chain(up).fold(KeyActions::new("keyboard".to_owned()), KeyActions::then);
        Ok(self.client.perform_actions(keys).await?)
    }

    /// Waits until this has the focus.
    pub async fn has_focus(&self, id: &str) -> Result<()> {
        let script = "return document.activeElement?.id === arguments[0]";
        self.until(&format!("{id} does not get the focus"), script, &[id.into()]).await.map(drop)
    }

    /// Goes on from one thing to the next with Tab until this one has the focus. Fails where it is never reached, where the
    /// focus cannot be seen on the way, or where a bar lies over it.
    pub async fn reach(&self, id: &str) -> Result<()> {
        self.wait(&format!("#{id}")).await?;
        // No window manager gives it back: a page whose window lost it draws no focus.
        ensure!(
            self.ask("return document.hasFocus()").await? == true,
            "the window has lost the keyboard; was it resized?"
        );
        let mut way = Vec::new();
        for _ in 0..STEPS {
            self.press(&[TAB]).await?;
            let focus = self.focus().await?;
            let at = focus.get("id").and_then(Value::as_str).context("what has the focus is known")?.to_owned();
            // A screen that comes while one presses Tab puts the focus on its heading, which draws no line, or begins at its
            // top after the focus has moved on. What stayed outside of the window for good would never be reached.
            if at == "H1" || focus.get("outside") == Some(&Value::Bool(true)) {
                continue;
            }
            ensure!(focus.get("seen") == Some(&Value::Bool(true)), "the focus cannot be seen: {focus}");
            ensure!(focus.get("covered") == Some(&Value::Bool(false)), "a bar lies over the focus: {focus}");
            if at == id {
                return Ok(());
            }
            way.push(at);
        }
        anyhow::bail!("Tab never reaches {id}; it goes {}", way.join(" "))
    }

    /// What has the focus. The webview scrolls to it with one of the next frames; what still lies covered then, is.
    async fn focus(&self) -> Result<Value> {
        let mut focus = Value::Null;
        for _ in 0..FRAMES {
            self.painted().await?;
            focus = self.ask(FOCUS).await?;
            if focus.get("covered") == Some(&Value::Bool(false)) {
                break;
            }
        }
        Ok(focus)
    }

    /// Reaches a button and presses it.
    pub async fn reach_and_press(&self, id: &str) -> Result<()> {
        self.reach(id).await?;
        self.press(&[ENTER]).await
    }

    /// Reaches an empty field and types into it.
    pub async fn reach_and_type(&self, id: &str, text: &str) -> Result<()> {
        self.reach(id).await?;
        self.press(&[text]).await
    }
}
