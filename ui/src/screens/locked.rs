//! The lock screen, and the ways in for who cannot open it with the PIN.

mod recover;
mod start_over;
mod tries;
mod unlock;
mod way_in;

use cds_wire::ipc::SecretKind;
use dioxus::prelude::*;

use unlock::Unlock;
use way_in::OtherWay;

pub(crate) use tries::Tries;

/// A vault that is shut. Whoever goes another way in comes back to the lock screen.
#[component]
pub(crate) fn Locked(secret: SecretKind) -> Element {
    let mut other_way = use_signal(|| false);
    rsx! {
        if other_way() {
            OtherWay { secret, on_back: move |()| other_way.set(false) }
        } else {
            Unlock { secret, on_forgotten: move |()| other_way.set(true) }
        }
    }
}
