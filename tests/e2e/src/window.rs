//! The app's window, driven as a person would.

mod hands;

use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::time::Duration;

use anyhow::{Context, Result};
use fantoccini::error::CmdError;
use fantoccini::wd::Capabilities;
use fantoccini::{Client, ClientBuilder};
use hyper_util::client::legacy::connect::HttpConnector;
use serde_json::{Value, json};

use crate::process::{AppProcess, Process, built};
use crate::{Desktop, Portal};

/// How long a page may take to show what is waited for. Long, since two cores may be busy with other tests.
const PATIENCE: Duration = Duration::from_secs(60);
/// How much of the app's log is told where its page does not answer.
const LAST_LINES: usize = 20;
/// How often it is looked for.
const GLANCE: Duration = Duration::from_millis(100);

/// With what the app is started.
#[derive(Debug, Clone, Default)]
pub struct Start<'a> {
    /// What the citizen chooses, one after another, whenever the app lets a file be chosen.
    pub pick: &'a [&'a Path],
    /// Where what the citizen saves goes; without it every saving is given up.
    pub save: Option<&'a Path>,
    /// Seconds without a touch until it warns, until it locks, and for which it sends what waits behind the lock screen.
    pub idle: Option<[u32; 3]>,
    /// By how many seconds the device's wall clock is ahead, or behind where it is negative.
    pub clock_offset_s: i64,
}

/// An open window of the app.
#[derive(Debug)]
pub struct Window {
    pub(crate) client: Client,
    home: PathBuf,
    driver: Process,
}

impl Window {
    /// Opens the app over the home folder `home` of the desktop. What it logs stands beside that folder, in `home.log`.
    pub async fn open(desktop: &Desktop, home: &Path, portal: &Portal, start: &Start<'_>) -> Result<Self> {
        let port = TcpListener::bind("127.0.0.1:0")?.local_addr()?.port();
        let mut driver = desktop.command("WebKitWebDriver");
        driver
            .arg(format!("--port={port}"))
            .env("TAURI_WEBVIEW_AUTOMATION", "true")
            .env("RUST_LOG", "debug")
            .env("CDS_HOME", home)
            .env("CDS_PORTAL", portal.url())
            .stdout(Stdio::null());
        if let Some([warn, lock, drain]) = start.idle {
            driver.env("CDS_IDLE", format!("{warn},{lock},{drain}"));
        }
        if start.clock_offset_s != 0 {
            driver.env("CDS_CLOCK_OFFSET_S", start.clock_offset_s.to_string());
        }
        if let Some(save) = start.save {
            driver.env("CDS_SAVE", save);
        }
        if !start.pick.is_empty() {
            let lines: String = start.pick.iter().map(|path| format!("{}\n", path.display())).collect();
            let list = home.with_extension("pick");
            std::fs::write(&list, lines)?;
            driver.env("CDS_PICK", list);
        }
        let driver = Process::start(&mut driver)?;
        let mut capabilities = Capabilities::new();
        let binary = logging(home)?;
        capabilities.insert("webkitgtk:browserOptions".to_owned(), json!({ "binary": binary, "args": [] }));
        let address = format!("http://127.0.0.1:{port}");
        let mut last = None;
        for _ in 0..100 {
            let mut builder = ClientBuilder::new(HttpConnector::new());
            match builder.capabilities(capabilities.clone()).connect(&address).await {
                Ok(client) => return Ok(Self { client, home: home.to_owned(), driver }),
                Err(error) => last = Some(error),
            }
            tokio::time::sleep(GLANCE).await;
        }
        Err(last.context("no try was made")?).context("the window did not open")
    }

    /// Closes the app, and waits until its process has gone: on a busy machine it holds the account for seconds more.
    pub async fn close(self) -> Result<()> {
        self.client.clone().close().await?;
        wait_until_gone(&self.home, |process| process.is_app).await
    }

    /// Ends the app and its webview in the middle of what they do, as a power cut would.
    #[cfg(unix)]
    pub async fn kill(self) -> Result<()> {
        for process in AppProcess::over(&self.home)? {
            process.cut();
        }
        let Self { client, home, driver } = self;
        // The session is given up with the driver: there is nobody left to say goodbye to.
        client.persist().await.ok();
        drop(driver);
        wait_until_gone(&home, |_| true).await
    }

    /// Ends the page's process alone, as a system does that is short of memory, and waits until the app has begun another. The
    /// driver does not follow: it gives the session up.
    #[cfg(unix)]
    pub async fn lose_page(&self) -> Result<()> {
        let mut pages = AppProcess::over(&self.home)?.into_iter().filter(AppProcess::is_page);
        let lost = pages.next().context("the page has no process of its own")?;
        lost.cut();
        for _ in 0..PATIENCE.as_millis() / GLANCE.as_millis() {
            if AppProcess::over(&self.home)?.iter().any(|process| process.is_page() && process.number != lost.number) {
                return Ok(());
            }
            tokio::time::sleep(GLANCE).await;
        }
        anyhow::bail!("the page did not begin anew")
    }

    /// Waits for an element.
    pub async fn wait(&self, css: &str) -> Result<()> {
        let script = "return document.querySelector(arguments[0]) !== null";
        self.until(&format!("{css} did not appear"), script, &[json!(css)]).await.map(drop)
    }

    /// Waits until no element is left that this selects.
    pub async fn wait_gone(&self, css: &str) -> Result<()> {
        let script = "return document.querySelector(arguments[0]) === null";
        self.until(&format!("{css} stayed"), script, &[json!(css)]).await.map(drop)
    }

    /// Waits until the page's text holds `expected`.
    pub async fn wait_text(&self, expected: &str) -> Result<()> {
        let script = "return document.body.innerText.includes(arguments[0])";
        self.until(&format!("{expected:?} did not appear"), script, &[json!(expected)]).await.map(drop)
    }

    /// Waits until the picture with this id is there and has been drawn.
    pub async fn wait_picture(&self, id: &str) -> Result<()> {
        let script = "const picture = document.getElementById(arguments[0]);
            return picture !== null && picture.complete && picture.naturalWidth > 0;";
        self.until(&format!("the picture {id} was not drawn"), script, &[json!(id)]).await.map(drop)
    }

    /// Turns to a paper's next page and waits until it is drawn.
    pub async fn turn_page(&self) -> Result<()> {
        self.wait_picture("page-picture").await?;
        let before = self.picture("page-picture").await?;
        self.click("page-next").await?;
        self.wait_other_picture("page-picture", &before).await
    }

    /// Waits until the picture with this id is another one than this.
    pub async fn wait_other_picture(&self, id: &str, before: &[u8]) -> Result<()> {
        for _ in 0..PATIENCE.as_millis() / GLANCE.as_millis() {
            self.wait_picture(id).await?;
            if self.picture(id).await? != before {
                return Ok(());
            }
            tokio::time::sleep(GLANCE).await;
        }
        anyhow::bail!("the picture {id} stayed the same")
    }

    /// The bytes of the picture with this id.
    pub async fn picture(&self, id: &str) -> Result<Vec<u8>> {
        let script = "const source = document.getElementById(arguments[0])?.src;
            return source ? [...atob(source.split(',')[1])].map(letter => letter.charCodeAt(0)) : null;";
        let bytes = self.until(&format!("there is no picture {id}"), script, &[json!(id)]).await?;
        serde_json::from_value(bytes).with_context(|| format!("the picture {id} is not in the page itself"))
    }

    /// Waits until the script returns something but null or false, and gives it. A page that is being loaded anew answers
    /// nothing for a moment.
    pub async fn until(&self, what: &str, script: &str, arguments: &[Value]) -> Result<Value> {
        let mut last = None;
        for _ in 0..PATIENCE.as_millis() / GLANCE.as_millis() {
            match self.client.execute(script, arguments.to_vec()).await {
                Ok(Value::Null | Value::Bool(false)) => last = None,
                Ok(found) => return Ok(found),
                Err(error) => last = Some(error),
            }
            // The page's process ended by itself; the driver gives the session up and answers nothing more.
            if last.as_ref().is_some_and(CmdError::is_invalid_session_id) {
                break;
            }
            tokio::time::sleep(GLANCE).await;
        }
        match last {
            Some(error) => Err(error).with_context(|| format!("{what}; {}", self.how_it_runs())),
            None => anyhow::bail!("{what}; the page shows: {}", self.text().await?),
        }
    }

    /// Which processes of the app there are, and what it logged last: what is known where its page does not answer.
    fn how_it_runs(&self) -> String {
        let processes = AppProcess::over(&self.home).unwrap_or_default();
        let log = std::fs::read_to_string(self.home.with_extension("log")).unwrap_or_default();
        let lines: Vec<&str> = log.lines().collect();
        let last = lines.get(lines.len().saturating_sub(LAST_LINES)..).unwrap_or_default().join("\n");
        format!("the page does not answer; of the app there are {processes:?}, and it logged last:\n{last}\n")
    }

    /// The page's text, as it is seen.
    pub async fn text(&self) -> Result<String> {
        let text = self.client.execute("return document.body.innerText", vec![]).await?;
        Ok(text.as_str().unwrap_or_default().to_owned())
    }

    /// Whether the page has such an element now.
    pub async fn has(&self, css: &str) -> Result<bool> {
        let script = "return document.querySelector(arguments[0]) !== null";
        Ok(self.client.execute(script, vec![css.into()]).await? == true)
    }

    /// What stands in the field with this id.
    pub async fn value(&self, id: &str) -> Result<String> {
        let script = "return document.getElementById(arguments[0])?.value ?? null";
        let value = self.until(&format!("the field {id} did not appear"), script, &[json!(id)]).await?;
        Ok(value.as_str().unwrap_or_default().to_owned())
    }

    /// Gives the page a size, in CSS pixels.
    pub async fn resize(&self, width: u32, height: u32) -> Result<()> {
        self.client.set_window_size(width, height).await?;
        let script = "return innerWidth === arguments[0] && innerHeight === arguments[1]";
        let what = format!("the window did not become {width} by {height}");
        self.until(&what, script, &[width.into(), height.into()]).await?;
        self.painted().await
    }
}

/// A program that becomes the app and keeps what it logs: the driver throws that away.
fn logging(home: &Path) -> Result<PathBuf> {
    let (program, log) = (home.with_extension("sh"), home.with_extension("log"));
    let text = format!("#!/bin/sh\nexec '{}' 2>>'{}'\n", built("congdanso")?.display(), log.display());
    std::fs::write(&program, text)?;
    #[cfg(unix)]
    std::fs::set_permissions(&program, std::os::unix::fs::PermissionsExt::from_mode(0o700))?;
    Ok(program)
}

/// Waits until none of the app's processes over a home folder is left of which `which` is true.
async fn wait_until_gone(home: &Path, which: fn(&AppProcess) -> bool) -> Result<()> {
    for _ in 0..PATIENCE.as_millis() / GLANCE.as_millis() {
        if !AppProcess::over(home)?.iter().any(which) {
            return Ok(());
        }
        tokio::time::sleep(GLANCE).await;
    }
    anyhow::bail!("the app goes on after its window was closed")
}
