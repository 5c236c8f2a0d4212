//! The root: what holds for the whole page, and which screen the app's stage calls for.

use cds_wire::ipc::{
    AppError, AppStatus, Language, Preferences, Pulse, SetPreferences, Stage, Status, TextSize, Theme,
};
use dioxus::prelude::*;

use crate::bridge;
use crate::components::{Button, ErrorNotice, IconName, Kind, Loading, Masthead, drawing};
use crate::frame::{Frame, Here, IdleWarning};
use crate::nav::{Place, use_nav, use_nav_provider};
use crate::pulse::use_pulse_provider;
use crate::screens::{Check, ChooseSecret, Intro, Locked, SignIn};
use crate::texts::{Texts, use_texts};

/// Where the app stands, and the way to ask for it again after a command that may have changed it.
#[derive(Clone, Copy, PartialEq)]
pub(crate) struct App {
    status: Signal<Option<Result<AppStatus, AppError>>>,
    read: Callback<()>,
    keep: Callback<Preferences>,
    new_here: Signal<bool>,
    checking: Signal<bool>,
}

/// The app, from anywhere below the root.
pub(crate) fn use_app() -> App {
    use_context::<App>()
}

impl App {
    /// Where the app stands; none before the shell has said so.
    pub(crate) fn status(self) -> Option<AppStatus> {
        self.status.read().as_ref().and_then(|status| status.as_ref().ok().cloned())
    }

    /// Asks the shell where the app stands now.
    pub(crate) fn refresh(self) {
        self.read.call(());
    }

    /// Shows the interface as the citizen wants it, and keeps that.
    pub(crate) fn set_preferences(self, preferences: Preferences) {
        self.keep.call(preferences);
    }

    /// Follows the stage that the pulse tells: screens of an open vault go at once, everything else is asked for.
    ///
    /// A pulse may have been on its way while the stage changed: one that is older than what is shown says nothing.
    pub(crate) fn follow(mut self, pulse: &Pulse) {
        let stage = &pulse.stage;
        let shown = self.status.peek().as_ref().and_then(|status| status.as_ref().ok().cloned());
        if shown.as_ref().is_some_and(|shown| shown.stage == *stage || pulse.revision < shown.revision) {
            return;
        }
        if let Some(AppStatus { stage: Stage::Unlocked, guest, .. }) = shown {
            if guest {
                bridge::reload();
            }
            if let Some(Ok(status)) = &mut *self.status.write() {
                status.stage = stage.clone();
            }
        }
        self.refresh();
    }

    /// The citizen has just set the app up on this device.
    pub(crate) fn new_here(self) -> Signal<bool> {
        self.new_here
    }

    /// Somebody's code is being checked with no vault open around that.
    pub(crate) fn checking(self) -> Signal<bool> {
        self.checking
    }
}

/// Sets the app up, once, at the root.
fn use_app_provider() -> App {
    let mut texts = use_context_provider(|| Signal::new(Texts::new(Language::Vi)));
    let mut status = use_signal(|| None::<Result<AppStatus, AppError>>);
    // What the citizen chose in this window stands, also where the shell could not keep it.
    let mut chosen = use_signal(|| None::<Preferences>);
    let new_here = use_signal(|| false);
    let checking = use_signal(|| false);
    let mut dress = move |preferences: Preferences| {
        bridge::dress_page(preferences.language.tag(), theme(preferences.theme), percent(preferences.text_size));
        if texts.peek().language() != preferences.language {
            texts.set(Texts::new(preferences.language));
        }
    };
    let read = use_callback(move |()| {
        spawn(async move {
            let mut answer = bridge::call::<Status>(()).await;
            if let Ok(answer) = &mut answer {
                match *chosen.peek() {
                    Some(preferences) => answer.preferences = preferences,
                    // Before the first screen is drawn.
                    None => dress(answer.preferences),
                }
            }
            if status.peek().as_ref() != Some(&answer) {
                status.set(Some(answer));
            }
        });
    });
    let keep = use_callback(move |preferences: Preferences| {
        dress(preferences);
        chosen.set(Some(preferences));
        if let Some(Ok(status)) = &mut *status.write() {
            status.preferences = preferences;
        }
        spawn(async move {
            // Shown already; that it could not be kept is no reason to refuse it.
            let _ = bridge::call::<SetPreferences>(preferences).await;
        });
    });
    use_hook(|| read.call(()));
    use_context_provider(|| App { status, read, keep, new_here, checking })
}

/// Everything.
#[component]
pub(crate) fn Root() -> Element {
    let app = use_app_provider();
    use_nav_provider();
    use_pulse_provider(app);
    let mut checking = app.checking;
    use_effect(move || {
        // The next lock screen is one.
        if app.status().is_some_and(|status| status.stage == Stage::Unlocked) {
            checking.set(false);
        }
    });
    let screen = match &*app.status.read() {
        None => rsx! {
            Lone { Loading {} }
        },
        Some(Err(error)) => rsx! {
            Lone {
                ErrorNotice { code: error.code }
            }
        },
        Some(Ok(AppStatus { stage, preferences, .. })) => match *stage {
            Stage::SignedOut if !preferences.introduced => rsx! {
                Lone { Intro {} }
            },
            Stage::SignedOut => rsx! {
                Lone { Outside {} }
            },
            Stage::ChoosingSecret { secret } => rsx! {
                Lone {
                    ChooseSecret { secret }
                }
            },
            Stage::Locked { secret } => rsx! {
                Lone {
                    Locked { secret }
                }
            },
            Stage::Unlocked => rsx! { Frame {} },
        },
    };
    let texts = use_texts();
    rsx! {
        // Shown by `boot.js` where this module has ended in a fault and draws nothing any more.
        div { class: "note alarm fault", id: "fault", role: "alert", hidden: true, lang: texts.language().tag(),
            div { class: "note-words",
                p { {texts.fault()} }
                button { class: "button primary", id: "fault-reload", r#type: "button", {texts.fault_reload()} }
            }
        }
        {screen}
    }
}

/// Signing in; whoever does not want to yet reads the essential services.
#[component]
fn Outside() -> Element {
    let texts = use_texts();
    let nav = use_nav();
    let mut asked = use_signal(|| false);
    let of_services = matches!(nav.place(), Place::Services(_) | Place::LifeEvent(_) | Place::Procedure(_));
    let reading = asked() && of_services;
    use_effect(move || {
        nav.place();
        if *asked.peek() {
            bridge::arrive();
        }
    });
    rsx! {
        div { class: "lone-screen", hidden: reading,
            SignIn {
                div { class: "actions",
                    Button {
                        id: "read-services",
                        kind: Kind::Quiet,
                        onclick: move |()| {
                            asked.set(true);
                            nav.go(Place::Services(String::new()));
                        },
                        {drawing(IconName::Search)}
                        {texts.read_services()}
                    }
                }
            }
        }
        if reading {
            Here {}
        }
    }
}

/// A screen before the vault is open: nothing around it but the app's name, the language and the way to check a code. What is
/// under way on it stays as it is meanwhile.
#[component]
fn Lone(children: Element) -> Element {
    let texts = use_texts();
    let mut checking = use_app().checking;
    rsx! {
        div { class: "app lone", lang: texts.language().tag(),
            Masthead {}
            main { class: "content", id: "content",
                div { class: "lone-screen", hidden: checking(), {children} }
                if checking() {
                    Check { on_back: move |()| checking.set(false) }
                }
            }
            IdleWarning {}
        }
    }
}

/// A theme's name in the style sheets.
const fn theme(theme: Theme) -> &'static str {
    match theme {
        Theme::System => "system",
        Theme::Light => "light",
        Theme::Dark => "dark",
    }
}

/// A text size in percent of the system's.
const fn percent(size: TextSize) -> u32 {
    match size {
        TextSize::Normal => 100,
        TextSize::Large => 125,
        TextSize::Larger => 150,
        TextSize::Largest => 200,
    }
}
