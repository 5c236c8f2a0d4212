//! Drives the real shell in a real webview against the real portal, for the tests and for the tour.
//!
//! Everything a run needs is started by it and ends with it: a virtual display, a message bus, a keystore, a portal, a
//! WebDriver. Nothing outside a temporary folder is read or written.

mod citizen;
mod desk;
mod desktop;
mod keyboard;
mod page;
mod picture;
mod portal;
mod process;
mod scan;
mod texts;
mod walk;
mod window;

pub use citizen::{Citizen, FIRST, PIN, SECOND};
pub use desk::Desk;
pub use desktop::{Desktop, Keystore, Theme};
pub use picture::{code_picture, contact_sheet, paper_pdf, photo};
pub use portal::{OfficeDossier, Portal};
pub use process::built;
pub use texts::{Language, Shown};
pub use walk::{Screen, extremes, walk};
pub use window::{Start, Window};
