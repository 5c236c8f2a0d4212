//! A demonstration portal inside another program, for the tests of everything that talks to one.

use std::io;
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::thread::JoinHandle;

use tokio::sync::oneshot;

use crate::demo::{self, DemoError};
use crate::serve::{Tls, TlsFiles, serve};
use crate::{Environment, OTP_OUTBOX, router};

/// A portal on a free port of this machine. It stops with this value.
#[derive(Debug)]
pub struct LocalPortal {
    url: String,
    data: PathBuf,
    stop: Option<oneshot::Sender<()>>,
    thread: Option<JoinHandle<()>>,
}

/// Why a local portal did not start.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum LocalError {
    /// A socket failed, or a file of the certificate.
    #[error(transparent)]
    Io(#[from] io::Error),
    /// The demonstration's data could not be set up.
    #[error(transparent)]
    Demo(#[from] DemoError),
}

impl LocalPortal {
    /// Starts it over a data folder.
    pub fn start(data: &Path) -> Result<Self, LocalError> {
        Self::start_with(data, None)
    }

    /// Starts it over a data folder, speaking TLS where it is given files.
    pub fn start_with(data: &Path, tls: Option<TlsFiles>) -> Result<Self, LocalError> {
        Self::serve(demo::open(data)?, data, tls)
    }

    /// Serves an environment whose one-time passwords go to the data folder's outbox.
    pub fn serve(environment: Environment, data: &Path, tls: Option<TlsFiles>) -> Result<Self, LocalError> {
        let listener = TcpListener::bind("127.0.0.1:0")?;
        let address = listener.local_addr()?;
        let scheme = if tls.is_some() { "https" } else { "http" };
        let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build()?;
        let tls = tls.map(|files| runtime.block_on(Tls::load(&files))).transpose()?;
        let (stop, stopped) = oneshot::channel::<()>();
        let thread = std::thread::spawn(move || {
            let serving = serve(listener, tls, router(environment), async {
                // Dropping the sender is the signal.
                let _ = stopped.await;
            });
            if let Err(error) = runtime.block_on(serving) {
                tracing::error!(kind = %error.kind(), "the portal ended");
            }
            // Requests under way are given up, as when a machine is switched off.
            runtime.shutdown_background();
        });
        let url = format!("{scheme}://{address}");
        Ok(Self { url, data: data.to_owned(), stop: Some(stop), thread: Some(thread) })
    }

    /// Where it listens.
    pub fn url(&self) -> String {
        self.url.clone()
    }

    /// The file that holds the one-time passwords it has sent.
    pub fn otp_outbox(&self) -> PathBuf {
        self.data.join(OTP_OUTBOX)
    }

    /// The newest one-time password sent to a phone.
    pub fn last_otp(&self, phone: &str) -> Option<String> {
        let outbox = std::fs::read_to_string(self.otp_outbox()).ok()?;
        let line = outbox.lines().rev().find(|line| line.contains(phone))?;
        let line: serde_json::Value = serde_json::from_str(line).ok()?;
        line.get("otp")?.as_str().map(str::to_owned)
    }
}

impl Drop for LocalPortal {
    fn drop(&mut self) {
        drop(self.stop.take());
        if let Some(thread) = self.thread.take() {
            // Whether it ended well or by a panic, it has ended.
            let _ = thread.join();
        }
    }
}
