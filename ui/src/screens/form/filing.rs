//! The last step: filing a draft that was looked over.

use cds_wire::ipc::{DraftDetail, ErrorCode};
use dioxus::prelude::*;

use super::Purpose;
use super::saver::Saver;
use crate::app::use_app;
use crate::components::{Button, ErrorNotice, IconName, Kind, drawing};
use crate::nav::{Place, use_nav};
use crate::texts::use_texts;

/// What happens next, and the button for it. Filing waits until the last change is on the disk.
#[component]
pub(super) fn Filing(draft: DraftDetail, saver: Saver, attaching: Signal<bool>, on_edit: EventHandler<()>) -> Element {
    let texts = use_texts();
    let nav = use_nav();
    let (guest, phone) = use_app().status().map_or((false, false), |status| (status.guest, status.device.phone));
    let purpose = Purpose::of(&draft);
    let follows = match (guest, phone, purpose) {
        (true, _, Purpose::Dossier) => texts.review_what_follows_guest(),
        (true, _, Purpose::Petition) => texts.petition_what_follows_guest(),
        (true, _, Purpose::Supplement) => texts.supplement_what_follows_guest(),
        (_, true, Purpose::Dossier) => texts.review_what_follows_phone(),
        (_, true, Purpose::Petition) => texts.petition_what_follows_phone(),
        (_, _, Purpose::Dossier) => texts.review_what_follows(),
        (_, _, Purpose::Petition) => texts.petition_what_follows(),
        (_, _, Purpose::Supplement) => texts.supplement_what_follows(),
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
                    match purpose {
                        Purpose::Dossier => texts.review_confirm(),
                        Purpose::Petition => texts.petition_send(),
                        Purpose::Supplement => texts.supplement_send(),
                    }
                }
                Button { id: "edit", kind: Kind::Plain, blocked: busy(), onclick: move |()| on_edit.call(()),
                    {drawing(IconName::Edit)}
                    {texts.review_edit()}
                }
            }
        }
    }
}
