//! The root: which screen the app's stage calls for.

use cds_wire::ipc::{AppError, AppStatus, Language, SetLanguage, SetLanguageArgs, Stage, Status};
use dioxus::prelude::*;

use crate::bridge;
use crate::components::{ErrorNotice, Masthead};
use crate::screens::{ChooseSecret, Dossiers, SignIn, Unlock};
use crate::texts::{Texts, use_texts};

/// The app's stage, and the way to ask for it again after a command that may have changed it.
#[derive(Clone, Copy)]
pub(crate) struct AppStage(Resource<Result<AppStatus, AppError>>);

impl AppStage {
    /// Asks the shell where the app stands now.
    pub(crate) fn refresh(mut self) {
        self.0.restart();
    }
}

#[component]
pub(crate) fn App() -> Element {
    let mut texts = use_context_provider(|| Signal::new(Texts::new(Language::Vi)));
    let mut language_known = use_signal(|| false);
    let status = use_resource(move || async move {
        let status = bridge::call::<Status>(()).await;
        // Before the first screen is drawn, and only then: later the citizen's choice stands.
        if let Ok(status) = &status
            && !*language_known.peek()
        {
            language_known.set(true);
            texts.set(Texts::new(status.language));
        }
        status
    });
    use_context_provider(|| AppStage(status));
    let choose_language = move |language| async move {
        // Shown at once; that it could not be kept is no reason to refuse it.
        texts.set(Texts::new(language));
        let _ = bridge::call::<SetLanguage>(SetLanguageArgs { language }).await;
    };

    let tag = texts.read().language().tag();
    let test_portal = matches!(&*status.read(), Some(Ok(AppStatus { test_portal: true, .. })));
    rsx! {
        div { class: "app", lang: tag,
            Masthead { test_portal, on_language: choose_language }
            main { class: "content", Screen { status } }
        }
    }
}

#[component]
fn Screen(status: Resource<Result<AppStatus, AppError>>) -> Element {
    let texts = use_texts();
    match &*status.read() {
        None => rsx! { p { class: "quiet", role: "status", {texts.opening()} } },
        Some(Err(error)) => rsx! { ErrorNotice { code: error.code } },
        Some(Ok(AppStatus { stage, .. })) => match *stage {
            Stage::SignedOut => rsx! { SignIn {} },
            Stage::ChoosingSecret { secret } => rsx! { ChooseSecret { secret } },
            Stage::Locked { secret } => rsx! { Unlock { secret } },
            Stage::Unlocked => rsx! { Dossiers {} },
        },
    }
}
