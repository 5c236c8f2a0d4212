//! Keeping a paper: from a file, or with the camera.

use cds_wire::Sensitive;
use cds_wire::ipc::{AddPaperArgs, AddPaperFile, AddPaperPhoto, AddPhotoArgs, AppError, ErrorCode, Language};
use cds_wire::paper::PaperKind;
use dioxus::prelude::*;

use crate::app::use_app;
use crate::bridge;
use crate::components::{
    BackBar, Button, Choice, Entry, ErrorNotice, Icon, IconName, PersonChoice, PictureInput, Title,
};
use crate::nav::{Place, use_nav};
use crate::texts::{Texts, use_texts};

/// The input that takes a picture.
const PHOTO: &str = "paper-photo";

/// Where a paper comes from.
#[derive(Clone, Copy)]
enum Source {
    File,
    Camera,
}

/// What it is and what to call it, then where it comes from: choosing that keeps it.
#[component]
pub(crate) fn AddPaper() -> Element {
    let texts = use_texts();
    let nav = use_nav();
    let camera = use_app().status().is_some_and(|status| status.device.camera);
    let mut kind = use_signal(|| PaperKind::IdentityCard);
    let mut title = use_signal(String::new);
    let person = use_signal(|| None::<String>);
    let mut busy = use_signal(|| false);
    let mut error = use_signal(|| None::<ErrorCode>);
    let keep = use_callback(move |source: Source| {
        if busy() {
            return;
        }
        // At once: what is chosen from here on would be lost.
        busy.set(true);
        error.set(None);
        spawn(async move {
            match add(kind(), name(kind(), &title()), person(), source).await {
                Ok(Some(place)) => nav.replace(place),
                Ok(None) => {}
                Err(failed) => error.set(Some(failed.code)),
            }
            busy.set(false);
        });
    });
    let kinds = PaperKind::ALL.iter().map(|kind| (value(*kind), texts.paper_kind(*kind))).collect::<Vec<_>>();
    rsx! {
        BackBar {}
        form { class: "form-page", novalidate: true, autocomplete: "off", onsubmit: move |event| event.prevent_default(),
            header { class: "page-head",
                Title { text: texts.add_paper_title() }
                p { {texts.add_paper_intro()} }
            }
            Choice {
                id: "paper-kind",
                label: texts.add_paper_kind(),
                options: kinds,
                value: value(kind()),
                on_change: move |chosen: String| {
                    if let Some(found) = PaperKind::ALL.iter().find(|kind| value(**kind) == chosen) {
                        kind.set(*found);
                    }
                },
            }
            PersonChoice { id: "paper-person", person }
            Entry {
                id: "paper-title",
                label: texts.add_paper_name(),
                hint: texts.add_paper_name_hint(),
                value: title(),
                on_change: move |words| title.set(words),
            }
            if let Some(code) = error() {
                ErrorNotice { code }
            }
            div { class: "actions",
                Button { id: "paper-file", busy: busy(), onclick: move |()| keep.call(Source::File),
                    Icon { name: IconName::File }
                    {texts.add_paper_file()}
                }
                if camera {
                    PictureInput {
                        id: PHOTO,
                        label: texts.add_paper_photo(),
                        busy: busy(),
                        on_taken: move |()| keep.call(Source::Camera),
                    }
                }
            }
            p { class: "quiet", {texts.add_paper_limits()} }
        }
    }
}

/// Keeps it, and gives where to go on; none where the choice was given up.
async fn add(
    kind: PaperKind,
    title: Sensitive,
    person: Option<String>,
    source: Source,
) -> Result<Option<Place>, AppError> {
    match source {
        Source::Camera => {
            let Some(photo) = bridge::photo(PHOTO).await? else { return Ok(None) };
            let saved = bridge::call::<AddPaperPhoto>(AddPhotoArgs {
                kind,
                title,
                number: None,
                expires_on: None,
                person,
                photo,
                corners: None,
            })
            .await?;
            Ok(Some(Place::Paper(saved.id)))
        }
        Source::File => {
            let args = AddPaperArgs { kind, title, number: None, expires_on: None, person };
            let picked = bridge::call::<AddPaperFile>(args).await?;
            Ok(picked.kept.then_some(Place::Papers))
        }
    }
}

/// The citizen's name for it, or else what it is: offices read it, so that is Vietnamese in any language.
fn name(kind: PaperKind, typed: &str) -> Sensitive {
    let typed = typed.trim();
    if typed.is_empty() { Sensitive::new(Texts::new(Language::Vi).paper_kind(kind)) } else { Sensitive::from(typed) }
}

/// A kind's value among the choices.
fn value(kind: PaperKind) -> String {
    format!("{kind:?}")
}
