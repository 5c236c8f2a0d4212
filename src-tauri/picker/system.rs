//! The system's own dialogue.

use cds_core::Error;
use cds_core::pictures::NoPaper;
#[cfg(desktop)]
use tauri::Manager;
use tauri::{AppHandle, Runtime};
use tauri_plugin_dialog::{DialogExt, FileAccessMode};
use tauri_plugin_fs::{FsExt, OpenOptions};

use super::{Chosen, Picker};

/// What may be kept as a paper. The names are those of the formats, the same in every language.
const FORMATS: (&str, &[&str]) = ("JPEG, PNG, PDF", &["jpg", "jpeg", "png", "pdf"]);

/// The system's own dialogue for choosing a file.
pub(crate) struct SystemPicker<R: Runtime>(pub(crate) AppHandle<R>);

impl<R: Runtime> Picker for SystemPicker<R> {
    fn pick(&self) -> Result<Option<Chosen>, Error> {
        let dialogue = self.0.dialog().file().add_filter(FORMATS.0, FORMATS.1);
        let dialogue = dialogue.set_file_access_mode(FileAccessMode::Copy);
        #[cfg(desktop)]
        let dialogue = match self.0.get_webview_window("main") {
            Some(window) => dialogue.set_parent(&window),
            None => dialogue,
        };
        let Some(path) = dialogue.blocking_pick_file() else { return Ok(None) };
        // Asked for by name: were it not a copy, removing it would remove the citizen's own file. Only iOS lays one into the app's own
        // folder.
        let copy = if cfg!(target_os = "ios") { path.clone().into_path().ok() } else { None };
        let chosen = Chosen::of(copy);
        let file = self.0.fs().open(path, OpenOptions::new().read(true).clone());
        chosen.read(file.map_err(|_| Error::Paper(NoPaper::Unreadable))?).map(Some)
    }
}
