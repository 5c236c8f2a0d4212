//! The last step: filing a draft that was looked over.

use cds_wire::ipc::{DraftDetail, ErrorCode};
use dioxus::prelude::*;

use super::Kind;
use super::saver::Saver;
use crate::app::use_app;
use crate::components::{self, Button, ErrorNotice, IconName, drawing};
use crate::nav::{Place, use_nav};
use crate::texts::use_texts;

/// What happens next, and the button for it. Filing waits until the last change is on the disk.
#[component]
pub(super) fn Filing(draft: DraftDetail, saver: Saver, attaching: Signal<bool>, on_edit: EventHandler<()>) -> Element {
    let texts = use_texts();
    let nav = use_nav();
    let (guest, phone) = use_app().status().map_or((false, false), |status| (status.guest, status.device.phone));
    let kind = Kind::of(&draft);
    let follows = match (guest, phone, kind) {
        (true, _, Kind::Dossier) => texts.review_what_follows_guest(),
        (true, _, Kind::Petition) => texts.petition_what_follows_guest(),
        (true, _, Kind::Supplement) => texts.supplement_what_follows_guest(),
        (_, true, Kind::Dossier) => texts.review_what_follows_phone(),
        (_, true, Kind::Petition) => texts.petition_what_follows_phone(),
        (_, _, Kind::Dossier) => texts.review_what_follows(),
        (_, _, Kind::Petition) => texts.petition_what_follows(),
        (_, _, Kind::Supplement) => texts.supplement_what_follows(),
    };
    let mut busy = use_signal(|| false);
    let mut error = use_signal(|| None::<ErrorCode>);
    let confirm = move |()| {
        let (saver, dossier) = (saver.clone(), draft.supplements.clone());
        async move {
            if busy() {
                return;
            }
            busy.set(true);
            error.set(None);
            match saver.confirm().await {
                Ok(id) => nav.replace(Place::Dossier(dossier.unwrap_or(id))),
                Err(code) => error.set(Some(code)),
            }
            busy.set(false);
        }
    };
    rsx! {
        footer { class: "form-foot",
            p { {follows} }
            if let Some(code) = error() {
                ErrorNotice { code }
            }
            div { class: "actions",
                Button { id: "confirm", busy: busy() || attaching(), onclick: confirm,
                    {drawing(IconName::Send)}
                    match kind {
                        Kind::Dossier => texts.review_confirm(),
                        Kind::Petition => texts.petition_send(),
                        Kind::Supplement => texts.supplement_send(),
                    }
                }
                Button { id: "edit", kind: components::Kind::Plain, blocked: busy(), onclick: move |()| on_edit.call(()),
                    {drawing(IconName::Edit)}
                    {texts.review_edit()}
                }
            }
        }
    }
}
