//! Drives the real shell in a real webview against the real portal, for the tests and for the tour.
//!
//! Everything a run needs is started by it and ends with it: a virtual display, a message bus, a keystore, a portal, a
//! WebDriver. Nothing outside a temporary folder is read or written.

mod desktop;
mod page;
mod portal;
mod process;
mod window;

pub use desktop::{Desktop, Keystore, Theme};
pub use portal::Portal;
pub use process::built;
pub use window::Window;
