//! One dossier: where it stands and what comes next first, then what has happened, then what it is made of.

mod actions;
mod content;
mod fees;
mod followed;
mod petition;
mod signs;
mod standing;
mod time_line;
mod withdraw;

use cds_wire::ipc::{Dossier, DossierDetail, ErrorCode, IdArgs};
use dioxus::prelude::*;

use self::actions::Actions;
use self::content::{About, Content};
use self::fees::Fee;
use self::followed::{Asked, Rating, Results};
use self::petition::PetitionPage;
pub(super) use self::signs::{code_or_why_none, icon, needs_citizen};
use self::standing::Standing;
use self::time_line::TimeLine;
use self::withdraw::Withdraw;
use super::procedure::{WholeName, heading};
use crate::components::{BackBar, ErrorNotice, Loading, Title};
use crate::query::use_query;

/// The page of the dossier with this id; also of a draft, and of one that still waits. What is no dossier is a petition.
#[component]
pub(super) fn DossierPage(id: String) -> Element {
    let dossier = use_query::<Dossier>(IdArgs { id: id.clone() });
    rsx! {
        BackBar {}
        match dossier.get() {
            None => rsx! { Loading {} },
            Some(Err(error)) if error.code == ErrorCode::NotFound => rsx! { PetitionPage { id } },
            Some(Err(error)) => rsx! { ErrorNotice { code: error.code } },
            Some(Ok(detail)) => rsx! { Page { detail } },
        }
    }
}

#[component]
fn Page(detail: DossierDetail) -> Element {
    let name = detail.summary.procedure.reveal().clone();
    rsx! {
        article { class: "dossier-page",
            header { class: "page-head",
                Title { text: heading(&name), lang: "vi" }
                WholeName { name }
            }
            Standing { detail: detail.clone() }
            Asked { detail: detail.clone() }
            Results { detail: detail.clone() }
            for fee in detail.fees.clone() {
                Fee { key: "{fee.id}", fee }
            }
            Actions { detail: detail.clone() }
            if detail.can_withdraw {
                Withdraw { id: detail.summary.id.clone() }
            }
            Rating { detail: detail.clone() }
            TimeLine { detail: detail.clone() }
            About { detail: detail.clone() }
            Content { detail }
        }
    }
}
