//! The app's window, driven as a person would.

use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::time::Duration;

use anyhow::{Context, Result};
use fantoccini::actions::{InputSource, KeyAction, KeyActions};
use fantoccini::wd::Capabilities;
use fantoccini::{Client, ClientBuilder, Locator};
use hyper_util::client::legacy::connect::HttpConnector;
use serde_json::json;

use crate::process::{Process, built};
use crate::{Desktop, Portal};

/// How long a page may take to show what is waited for. Long, since two cores may be busy with other tests.
const PATIENCE: Duration = Duration::from_secs(60);

/// An open window of the app.
#[derive(Debug)]
pub struct Window {
    pub(crate) client: Client,
    home: PathBuf,
    _driver: Process,
}

/// Whether an app runs over this home folder.
fn is_running(home: &Path) -> Result<bool> {
    let binary = built("congdanso")?;
    let over_home = [b"CDS_HOME=".as_slice(), home.as_os_str().as_encoded_bytes()].concat();
    for process in std::fs::read_dir("/proc")? {
        let process = process?.path();
        // Processes end while this looks at them.
        let is_app = std::fs::read_link(process.join("exe")).is_ok_and(|exe| exe == binary);
        let environment = std::fs::read(process.join("environ")).unwrap_or_default();
        if is_app && environment.split(|byte| *byte == 0).any(|variable| variable == over_home) {
            return Ok(true);
        }
    }
    Ok(false)
}

impl Window {
    /// Opens the app over the home folder `home` of the desktop.
    pub async fn open(desktop: &Desktop, home: &Path, portal: &Portal) -> Result<Self> {
        let port = TcpListener::bind("127.0.0.1:0")?.local_addr()?.port();
        let mut driver = desktop.command("WebKitWebDriver");
        driver
            .arg(format!("--port={port}"))
            .env("TAURI_WEBVIEW_AUTOMATION", "true")
            .env("CDS_HOME", home)
            .env("CDS_PORTAL", portal.url())
            .stdout(Stdio::null());
        let driver = Process::start(&mut driver)?;
        let mut capabilities = Capabilities::new();
        let binary = built("congdanso")?;
        capabilities.insert("webkitgtk:browserOptions".to_owned(), json!({ "binary": binary, "args": [] }));
        let address = format!("http://127.0.0.1:{port}");
        let mut last = None;
        for _ in 0..100 {
            let mut builder = ClientBuilder::new(HttpConnector::new());
            match builder.capabilities(capabilities.clone()).connect(&address).await {
                Ok(client) => return Ok(Self { client, home: home.to_owned(), _driver: driver }),
                Err(error) => last = Some(error),
            }
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
        Err(last.context("no try was made")?).context("the window did not open")
    }

    /// Closes the app, and waits until its process has gone: on a busy machine it holds the account for seconds more.
    pub async fn close(self) -> Result<()> {
        self.client.close().await?;
        for _ in 0..PATIENCE.as_millis() / 50 {
            if !is_running(&self.home)? {
                return Ok(());
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        anyhow::bail!("the app goes on after its window was closed")
    }

    /// Waits for an element.
    pub async fn wait(&self, css: &str) -> Result<()> {
        let found = self.client.wait().at_most(PATIENCE).for_element(Locator::Css(css)).await;
        if found.is_err() {
            anyhow::bail!("{css} did not appear; the page shows: {}", self.text().await?);
        }
        Ok(())
    }

    /// Waits until no element is left that this selects.
    pub async fn wait_gone(&self, css: &str) -> Result<()> {
        for _ in 0..PATIENCE.as_millis() / 100 {
            if self.client.find_all(Locator::Css(css)).await?.is_empty() {
                return Ok(());
            }
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
        anyhow::bail!("{css} stayed; the page shows: {}", self.text().await?);
    }

    /// Waits until the page's text holds `expected`.
    pub async fn wait_text(&self, expected: &str) -> Result<()> {
        for _ in 0..PATIENCE.as_millis() / 100 {
            if self.text().await?.contains(expected) {
                return Ok(());
            }
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
        anyhow::bail!("{expected:?} did not appear; the page shows: {}", self.text().await?);
    }

    /// The page's text, as it is seen.
    pub async fn text(&self) -> Result<String> {
        let text = self.client.execute("return document.body.innerText", vec![]).await?;
        Ok(text.as_str().unwrap_or_default().to_owned())
    }

    /// Types into the field with this id, in place of what it holds.
    pub async fn type_into(&self, id: &str, text: &str) -> Result<()> {
        let css = format!("#{id}");
        self.wait(&css).await?;
        let field = self.client.find(Locator::Css(&css)).await?;
        field.clear().await?;
        Ok(field.send_keys(text).await?)
    }

    /// Clicks what has this id.
    pub async fn click(&self, id: &str) -> Result<()> {
        let css = format!("#{id}");
        self.wait(&css).await?;
        Ok(self.client.find(Locator::Css(&css)).await?.click().await?)
    }

    /// Presses keys wherever the focus is; `\u{e004}` is Tab, `\u{e007}` Enter.
    pub async fn press(&self, keys: &[&str]) -> Result<()> {
        let mut actions = KeyActions::new("keyboard".to_owned());
        for value in keys.iter().flat_map(|keys| keys.chars()) {
            actions = actions.then(KeyAction::Down { value }).then(KeyAction::Up { value });
        }
        Ok(self.client.perform_actions(actions).await?)
    }

    /// Gives the page a size, in CSS pixels.
    pub async fn resize(&self, width: u32, height: u32) -> Result<()> {
        self.client.set_window_size(width, height).await?;
        for _ in 0..50 {
            let inner = self.client.execute("return [innerWidth, innerHeight]", vec![]).await?;
            if inner == json!([width, height]) {
                return self.painted().await;
            }
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
        let inner = self.client.execute("return [innerWidth, innerHeight]", vec![]).await?;
        anyhow::bail!("the window was to be {width} by {height} and the page is {inner}")
    }

    /// Fills in the sign-in for a citizen of the demonstration and its one-time password.
    pub async fn sign_in(&self, portal: &Portal, number: &str, phone: &str) -> Result<()> {
        self.type_into("personal-number", number).await?;
        self.type_into("phone", phone).await?;
        self.type_into("issued", "20/05/2021").await?;
        self.click("continue").await?;
        self.wait("#otp").await?;
        self.type_into("otp", &portal.last_otp(phone)?).await?;
        self.click("continue").await
    }

    /// Chooses what locks the vault.
    pub async fn choose_secret(&self, secret: &str) -> Result<()> {
        self.wait("#secret-again").await?;
        self.type_into("secret", secret).await?;
        self.type_into("secret-again", secret).await?;
        self.click("continue").await
    }

    /// Opens the vault.
    pub async fn unlock(&self, secret: &str) -> Result<()> {
        self.type_into("secret", secret).await?;
        self.click("continue").await
    }
}
