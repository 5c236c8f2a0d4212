//! Drawings beside words. They never stand for a word alone, so that no reader has to guess.

use dioxus::prelude::*;

/// What is drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum IconName {
    Home,
    Dossier,
    Code,
    Paper,
    Person,
    Search,
    Alert,
    Back,
    Next,
    Lock,
    Sync,
    Offline,
    Add,
    Camera,
    File,
    Check,
    Clock,
    Device,
    Storage,
    Display,
    SignOut,
    Event,
    Warning,
    Cancel,
    Edit,
    Send,
    Phone,
    Info,
    Question,
}

impl IconName {
    /// One stroke on a square of 24.
    const fn path(self) -> &'static str {
        match self {
            Self::Home => "M4 11l8-7 8 7v8a1 1 0 0 1-1 1h-4v-6H9v6H5a1 1 0 0 1-1-1z",
            Self::Dossier => "M3 7a1 1 0 0 1 1-1h5l2 2h9a1 1 0 0 1 1 1v9a1 1 0 0 1-1 1H4a1 1 0 0 1-1-1z",
            Self::Code => {
                "M4 4h6v6H4zM14 4h6v6h-6zM4 14h6v6H4zM14 14h2.5v2.5H14zM20 14v.01M20 20h-2.5M14 20v.01M20 17v.01"
            }
            Self::Paper => "M7 3h7l4 4v13a1 1 0 0 1-1 1H7a1 1 0 0 1-1-1V4a1 1 0 0 1 1-1zM14 3v4h4M9 12h6M9 16h6",
            Self::Person => "M12 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8zM4.5 20a7.5 7.5 0 0 1 15 0",
            Self::Search => "M10.5 17a6.5 6.5 0 1 0 0-13 6.5 6.5 0 0 0 0 13zM15.5 15.5L20 20",
            Self::Alert => "M6 16v-5a6 6 0 0 1 12 0v5l1.5 2h-15zM10 21h4",
            Self::Back => "M15 5l-7 7 7 7",
            Self::Next => "M9 5l7 7-7 7",
            Self::Lock => {
                "M6 11h12a1 1 0 0 1 1 1v7a1 1 0 0 1-1 1H6a1 1 0 0 1-1-1v-7a1 1 0 0 1 1-1zM8 11V8a4 4 0 0 1 8 0v3M12 15v2"
            }
            Self::Sync => "M20 11A8 8 0 0 0 5.5 7L4 9M4 4v5h5M4 13a8 8 0 0 0 14.5 4l1.5-2M20 20v-5h-5",
            Self::Offline => "M7 18h10a4 4 0 0 0 1-7.9A6 6 0 0 0 9.5 6M6.5 9.5A4.3 4.3 0 0 0 7 18M4 4l16 16",
            Self::Add => "M12 5v14M5 12h14",
            Self::Camera => {
                "M4 8h3l2-3h6l2 3h3a1 1 0 0 1 1 1v9a1 1 0 0 1-1 1H4a1 1 0 0 1-1-1V9a1 1 0 0 1 1-1z\
                 M12 16.5a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7z"
            }
            Self::File => "M14 3H7a1 1 0 0 0-1 1v16a1 1 0 0 0 1 1h10a1 1 0 0 0 1-1V7zM14 3v4h4",
            Self::Check => "M5 12.5l4.5 4.5L19 7.5",
            Self::Clock => "M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18zM12 7v5l3 2",
            Self::Device => "M6 5h12a1 1 0 0 1 1 1v9H5V6a1 1 0 0 1 1-1zM3 19h18",
            Self::Storage => "M4 5h16v6H4zM4 13h16v6H4zM8 8v.01M8 16v.01",
            Self::Display => "M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18zM12 3v18M15 4.6v14.8M18 7v10",
            Self::SignOut => "M14 4H6a1 1 0 0 0-1 1v14a1 1 0 0 0 1 1h8M10 12h10M17 8.5l3.5 3.5-3.5 3.5",
            Self::Event => {
                "M5 6h14a1 1 0 0 1 1 1v12a1 1 0 0 1-1 1H5a1 1 0 0 1-1-1V7a1 1 0 0 1 1-1zM4 10h16M8 3v4M16 3v4"
            }
            Self::Warning => "M12 4L2.8 19.5h18.4zM12 10v4M12 17v.01",
            Self::Cancel => "M6 6l12 12M18 6L6 18",
            Self::Edit => "M4 20h4L19 9l-4-4L4 16zM13 7l4 4",
            Self::Send => "M21 3L10 14M21 3l-6.5 18L10 14 3 9.5z",
            Self::Info => "M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18zM12 11v5M12 8v.01",
            Self::Question => {
                "M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18zM9.5 9.7a2.6 2.6 0 1 1 3.7 2.3c-.8.4-1.2.9-1.2 1.7M12 16.8v.01"
            }
            Self::Phone => "M8 3h8a1 1 0 0 1 1 1v16a1 1 0 0 1-1 1H8a1 1 0 0 1-1-1V4a1 1 0 0 1 1-1zM11 18h2",
        }
    }
}

/// A drawing as large as the text beside it needs. Screen readers pass over it. No component: it is everywhere, and as one
/// each place would be larger.
pub(crate) fn drawing(name: IconName) -> Element {
    rsx! {
        svg {
            class: "icon",
            "viewBox": "0 0 24 24",
            "aria-hidden": "true",
            "focusable": "false",
            path { d: name.path() }
        }
    }
}
