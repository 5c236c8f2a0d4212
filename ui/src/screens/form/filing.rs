//! The last step: filing a draft that was looked over.

use cds_wire::ipc::ErrorCode;
use dioxus::prelude::*;

use super::begun;
use super::saver::Saver;
use crate::app::use_app;
use crate::components::{Button, ErrorNotice, IconName, Kind, drawing};
use crate::nav::{Place, use_nav};
use crate::texts::use_texts;

/// What happens next, and the button for it. Filing waits until the last change is on the disk.
#[component]
pub(super) fn Filing(
    saver: Saver,
    /// Code of the procedure; empty of a petition.
    procedure: String,
    attaching: Signal<bool>,
    on_edit: EventHandler<()>,
) -> Element {
    let texts = use_texts();
    let nav = use_nav();
    let (guest, phone) = use_app().status().map_or((false, false), |status| (status.guest, status.device.phone));
    let petition = procedure.is_empty();
    let follows = match (guest, phone, petition) {
        (true, _, false) => texts.review_what_follows_guest(),
        (true, _, true) => texts.petition_what_follows_guest(),
        (_, true, false) => texts.review_what_follows_phone(),
        (_, true, true) => texts.petition_what_follows_phone(),
        (_, _, false) => texts.review_what_follows(),
        (_, _, true) => texts.petition_what_follows(),
    };
    let mut busy = use_signal(|| false);
    let mut error = use_signal(|| None::<ErrorCode>);
    let confirm = move |()| {
        let (saver, procedure) = (saver.clone(), procedure.clone());
        async move {
            if busy() {
                return;
            }
            busy.set(true);
            error.set(None);
            match saver.confirm().await {
                Ok(dossier) => {
                    begun::forget(&procedure);
                    nav.replace(Place::Dossier(dossier));
                }
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
                    if petition { {texts.petition_send()} } else { {texts.review_confirm()} }
                }
                Button { id: "edit", kind: Kind::Plain, blocked: busy(), onclick: move |()| on_edit.call(()),
                    {drawing(IconName::Edit)}
                    {texts.review_edit()}
                }
            }
        }
    }
}
