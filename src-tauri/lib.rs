//! The shell: puts the interface into a window or a phone app and hands its commands to the core.
//!
//! Nothing is decided here. Commands are one line each (`commands`); what differs between systems is chosen in
//! `platform`.

mod commands;
mod platform;

use std::process::ExitCode;
use std::sync::Arc;

use cds_core::App;
use cds_wire::ipc::{AppError, ErrorCode};
use tauri::{Manager, WebviewWindowBuilder};

/// What the commands share: the app, or why it could not be opened, which the interface then tells.
struct Shell(Result<Arc<App>, ErrorCode>);

impl Shell {
    /// Runs a command's work where it may block, and gives the interface the code of what failed.
    async fn call<A, T, F>(&self, work: F, args: A) -> Result<T, AppError>
    where
        A: Send + 'static,
        T: Send + 'static,
        F: FnOnce(&App, A) -> Result<T, cds_core::Error> + Send + 'static,
    {
        let app = self.0.clone().map_err(|code| AppError { code })?;
        let result = tauri::async_runtime::spawn_blocking(move || work(&app, args)).await;
        match result {
            Ok(Ok(output)) => Ok(output),
            Ok(Err(error)) => {
                tracing::warn!(%error, "a command failed");
                Err(error.into())
            }
            Err(_) => Err(AppError { code: ErrorCode::Internal }),
        }
    }
}

/// Runs the app until its window is closed.
pub fn run() -> ExitCode {
    platform::start_log();
    let app = tauri::Builder::default().invoke_handler(commands::handler()).setup(|app| {
        let home = platform::home(app.path())?;
        let core = platform::open(&home).map_err(|error| {
            tracing::error!(%error, "the app could not be opened");
            error.code()
        });
        app.manage(Shell(core.map(Arc::new)));
        for window in &app.config().app.windows {
            // What the webview keeps lies under the home folder, so that removing it removes everything.
            WebviewWindowBuilder::from_config(app, window)?.data_directory(home.join("webview")).build()?;
        }
        Ok(())
    });
    match app.run(tauri::generate_context!()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            tracing::error!(%error, "the app could not start");
            ExitCode::FAILURE
        }
    }
}

/// Where a phone starts the app.
#[cfg(mobile)]
mod phone {
    #[tauri::mobile_entry_point]
    fn start() {
        super::run();
    }
}
