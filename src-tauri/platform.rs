//! What differs between systems, and what this build was made for.

use std::path::{Path, PathBuf};

use cds_core::transport::{PlainHttp, TlsRoots};
use cds_core::{App, Environment, Error, Home};
use cds_wire::ipc::DeviceAbilities;
use tauri::path::PathResolver;
use tauri::webview::{PermissionKind, PermissionResponse};
use tauri::{AppHandle, Builder, Runtime, WebviewWindow, Wry};
use tracing_subscriber::EnvFilter;

use crate::picker::{Picker, SystemPicker};

/// The portal of the province this build is for; a development build talks to the demonstration on this machine.
const PORTAL: &str = match option_env!("CDS_PORTAL_URL") {
    Some(portal) => portal,
    None => "http://127.0.0.1:8400",
};

/// The certificates that may vouch for the portal; none in a development build.
const TLS_ROOTS: &[u8] = include_bytes!("../assets/trust/tls-roots.pem");

/// What this device can do. On a phone the webview opens the camera for a file field that asks for it; a desktop's does
/// not, so there a picture is chosen as a file. Tests drive the field itself.
pub(crate) const DEVICE: DeviceAbilities =
    DeviceAbilities { phone: cfg!(mobile), camera: cfg!(any(mobile, feature = "automation")) };

/// Writes the log to standard error. Nothing personal reaches it.
pub(crate) fn start_log() {
    let filter = EnvFilter::try_from_default_env().unwrap_or_else(|_| EnvFilter::new("warn"));
    tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr).init();
}

/// Where everything of the app lies: the system's folder for the app's data; on desktops `CDS_HOME` comes first.
pub(crate) fn home<R: Runtime>(paths: &PathResolver<R>) -> tauri::Result<PathBuf> {
    #[cfg(desktop)]
    if let Some(home) = std::env::var_os("CDS_HOME") {
        return Ok(PathBuf::from(home));
    }
    paths.app_local_data_dir()
}

/// The core over a home folder, with this system's clock, keystore and network.
pub(crate) fn open(home: &Path) -> Result<App, Error> {
    let environment = Environment::of_this_system(&portal(), TlsRoots::from_pem(TLS_ROOTS)?, PlainHttp::ThisMachine)?;
    #[cfg(feature = "automation")]
    let environment = Environment {
        idle: short_waits().unwrap_or_default(),
        clock: std::sync::Arc::new(crate::shifted::Shifted::from_environment(environment.clock)),
        ..environment
    };
    Ok(App::new(Home::open(home)?, environment))
}

/// How the citizen chooses a file.
pub(crate) fn picker<R: Runtime>(app: &AppHandle<R>) -> Box<dyn Picker> {
    #[cfg(feature = "automation")]
    if let Some(listed) = crate::picker::ListedFiles::from_environment() {
        return Box::new(listed);
    }
    Box::new(SystemPicker(app.clone()))
}

/// What the page may have of the device: the camera, to read codes with, and nothing else. Elsewhere the system asks the
/// citizen; WebKitGTK would refuse without asking, and the page asks only when the citizen has pressed the button for it.
pub(crate) const fn permission(kind: PermissionKind) -> PermissionResponse {
    match kind {
        PermissionKind::Camera if cfg!(target_os = "linux") => PermissionResponse::Allow,
        PermissionKind::Camera => PermissionResponse::Default,
        _ => PermissionResponse::Deny,
    }
}

/// The app before it has a window. On Apple's systems, a page whose process was ended begins anew: [`renew_page`].
pub(crate) fn builder() -> Builder<Wry> {
    let app = Builder::default();
    #[cfg(target_vendor = "apple")]
    let app = app.on_web_content_process_terminate(|webview| {
        if let Err(error) = webview.reload() {
            tracing::error!(%error, "the page could not begin anew");
        }
    });
    app
}

/// Has the page begin anew where its process was ended, as systems do that are short of memory: the core goes on, and what
/// was on the screen is read from it again.
#[cfg(target_os = "linux")]
pub(crate) fn renew_page<R: Runtime>(window: &WebviewWindow<R>) -> tauri::Result<()> {
    use webkit2gtk::WebViewExt;
    window.with_webview(|webview| {
        webview.inner().connect_web_process_terminated(|view, _| {
            tracing::warn!("the page's process was ended: it begins anew");
            view.reload();
        });
    })
}

/// Elsewhere the system does it, or the app's own process is the page's.
#[cfg(not(target_os = "linux"))]
pub(crate) fn renew_page<R: Runtime>(_: &WebviewWindow<R>) -> tauri::Result<()> {
    Ok(())
}

/// Where the system leaves pictures that the webview takes with the camera. Android's webview writes each into the app's own
/// folder of pictures and forgets it there.
pub(crate) fn pictures<R: Runtime>(paths: &PathResolver<R>) -> Option<PathBuf> {
    if cfg!(target_os = "android") { paths.picture_dir().ok() } else { None }
}

/// Removes what lies there: by now it is in the vault, or was refused.
pub(crate) fn forget_pictures(folder: Option<&Path>) {
    let Some(files) = folder.and_then(|folder| std::fs::read_dir(folder).ok()) else { return };
    for file in files.filter_map(Result::ok) {
        if let Err(error) = std::fs::remove_file(file.path()) {
            tracing::warn!(kind = %error.kind(), "a picture that the camera left could not be removed");
        }
    }
}

/// For tests: `CDS_IDLE` is the seconds until the warning, until the lock, and for sending after it.
#[cfg(feature = "automation")]
fn short_waits() -> Option<cds_core::IdleLimits> {
    let waits = std::env::var("CDS_IDLE").ok()?;
    let mut waits = waits.split(',').filter_map(|seconds| seconds.parse().ok().map(std::time::Duration::from_secs));
    Some(cds_core::IdleLimits { warn: waits.next()?, lock: waits.next()?, send: waits.next()? })
}

/// On desktops `CDS_PORTAL` comes first: it can only name this machine, or a portal that the build's roots vouch for.
fn portal() -> String {
    #[cfg(desktop)]
    if let Ok(portal) = std::env::var("CDS_PORTAL") {
        return portal;
    }
    PORTAL.to_owned()
}
