//! The system's own dialogue.

use std::io::Write;

use cds_core::Error;
use cds_core::pictures::NoPaper;
#[cfg(desktop)]
use tauri::Manager;
use tauri::{AppHandle, Runtime};
use tauri_plugin_dialog::{DialogExt, FileAccessMode, FileDialogBuilder};
use tauri_plugin_fs::{FsExt, OpenOptions};

use super::{Chosen, Make, Picker};

/// What may be kept as a paper. The names are those of the formats, the same in every language.
const FORMATS: (&str, &[&str]) = ("JPEG, PNG, PDF", &["jpg", "jpeg", "png", "pdf"]);

/// The system's own dialogue for choosing a file.
pub(crate) struct SystemPicker<R: Runtime>(pub(crate) AppHandle<R>);

impl<R: Runtime> SystemPicker<R> {
    fn dialogue(&self) -> FileDialogBuilder<R> {
        let dialogue = self.0.dialog().file();
        #[cfg(desktop)]
        if let Some(window) = self.0.get_webview_window("main") {
            return dialogue.set_parent(&window);
        }
        dialogue
    }
}

impl<R: Runtime> Picker for SystemPicker<R> {
    fn pick(&self) -> Result<Option<Chosen>, Error> {
        let dialogue = self.dialogue().add_filter(FORMATS.0, FORMATS.1);
        let dialogue = dialogue.set_file_access_mode(FileAccessMode::Copy);
        let Some(path) = dialogue.blocking_pick_file() else { return Ok(None) };
        // Asked for by name: were it not a copy, removing it would remove the citizen's own file. Only iOS lays one into the app's own
        // folder.
        let copy = if cfg!(target_os = "ios") { path.clone().into_path().ok() } else { None };
        let chosen = Chosen::of(copy);
        let file = self.0.fs().open(path, OpenOptions::new().read(true).clone());
        chosen.read(file.map_err(|_| Error::Paper(NoPaper::Unreadable))?).map(Some)
    }

    fn save(&self, name: &str, make: Make<'_>) -> Result<bool, Error> {
        let ending = name.rsplit('.').next().unwrap_or_default();
        let dialogue = self.dialogue().set_file_name(name).add_filter(ending.to_uppercase(), &[ending]);
        let Some(path) = dialogue.blocking_save_file() else { return Ok(false) };
        // Made before the file is opened: where it cannot be, a file that was there stays as it is.
        let content = make()?;
        let mut options = OpenOptions::new();
        options.write(true).create(true).truncate(true);
        // A shared desktop has other people.
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let mut file = self.0.fs().open(path, options)?;
        // Also of one that was there before.
        #[cfg(unix)]
        if let Err(error) = file.set_permissions(std::os::unix::fs::PermissionsExt::from_mode(0o600)) {
            tracing::debug!(kind = %error.kind(), "a saved file keeps the rights it had");
        }
        file.write_all(&content)?;
        // A content URI may be no file that can be synced: what counts is that it was taken.
        if let Err(error) = file.sync_all() {
            tracing::debug!(kind = %error.kind(), "a saved file could not be synced");
        }
        Ok(true)
    }
}
