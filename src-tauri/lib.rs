//! The shell: puts the interface into a window or a phone app and hands its commands to the core.
//!
//! Nothing is decided here. Commands are one line each (`commands`); what differs between systems is chosen in
//! `platform`.

#[cfg(seeded_bugs)]
compile_error!("bugs that were put in on purpose are for `cargo xtask mutants` alone");

mod commands;
mod guard;
mod picker;
mod platform;
#[cfg(feature = "automation")]
mod shifted;

use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::{Arc, Mutex, Weak};

use cds_core::App;
use cds_wire::ipc::{AppError, DeviceAbilities, ErrorCode};
use tauri::{AppHandle, Manager, RunEvent, Runtime, WebviewWindowBuilder};

use picker::Picker;

/// What the commands work with.
struct Core {
    app: Arc<App>,
    picker: Box<dyn Picker>,
    /// One dialogue at a time.
    picking: Mutex<()>,
    /// Where the system leaves pictures that the webview takes.
    pictures: Option<PathBuf>,
    device: DeviceAbilities,
}

/// What the commands share, or why the app could not be opened, which the interface then tells.
struct Shell(Result<Arc<Core>, ErrorCode>);

impl Shell {
    /// Runs a command's work where it may block, and gives the interface the code of what failed.
    async fn call<A, T, F>(&self, work: F, args: A) -> Result<T, AppError>
    where
        A: Send + 'static,
        T: Send + 'static,
        F: FnOnce(&Core, A) -> Result<T, cds_core::Error> + Send + 'static,
    {
        let core = self.0.clone().map_err(|code| AppError { code })?;
        let result = tauri::async_runtime::spawn_blocking(move || work(&core, args)).await;
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
    cds_core::process::keep_memory_private();
    let app = platform::builder()
        // For the shell alone: the window has no permission to call either.
        .plugin(tauri_plugin_fs::init())
        .plugin(tauri_plugin_dialog::init())
        .invoke_handler(commands::handler());
    let app = app.setup(|app| {
        let home = platform::home(app.path())?;
        let core = platform::open(&home).map_err(|error| {
            tracing::error!(%error, "the app could not be opened");
            error.code()
        });
        let core = core.map(|core| {
            let core = Arc::new(core);
            in_background("sync", &core, App::run_sync_loop);
            in_background("idle", &core, App::run_idle_loop);
            let pictures = platform::pictures(app.path());
            platform::forget_pictures(pictures.as_deref());
            Arc::new(Core {
                app: core,
                picker: platform::picker(app.handle()),
                picking: Mutex::new(()),
                pictures,
                device: platform::DEVICE,
            })
        });
        app.manage(Shell(core));
        for window in &app.config().app.windows {
            // What the webview keeps lies under the home folder, so that removing it removes everything.
            let window = WebviewWindowBuilder::from_config(app, window)?.data_directory(home.join("webview"));
            let window = window.on_permission_request(|_, kind| platform::permission(kind)).build()?;
            platform::renew_page(&window)?;
        }
        Ok(())
    });
    match app.build(tauri::generate_context!()) {
        Ok(app) => {
            app.run(|app, event| {
                if matches!(event, RunEvent::Exit) {
                    close(app);
                }
            });
            ExitCode::SUCCESS
        }
        Err(error) => {
            tracing::error!(%error, "the app could not start");
            ExitCode::FAILURE
        }
    }
}

/// The window has gone: of a guest's session nothing stays.
fn close<R: Runtime>(app: &AppHandle<R>) {
    if let Some(shell) = app.try_state::<Shell>()
        && let Ok(core) = &shell.0
    {
        platform::forget_pictures(core.pictures.as_deref());
        if let Err(error) = core.app.close() {
            tracing::warn!(%error, "the session could not be closed");
        }
    }
}

/// Starts one of the core's loops, which ends with the app.
fn in_background(name: &str, app: &Arc<App>, work: fn(&Weak<App>)) {
    let app = Arc::downgrade(app);
    let started = std::thread::Builder::new().name(name.to_owned()).spawn(move || work(&app));
    if let Err(error) = started {
        tracing::error!(kind = %error.kind(), name, "a background loop could not be started");
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
