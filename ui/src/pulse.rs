//! What goes on behind the screens, in step with the shell.
//!
//! One long poll, from the first screen on: the shell answers when something changes, and every few seconds. No screen
//! asks by the clock.

use cds_wire::ipc::{Pulse, Sync, Watch, WatchArgs};
use dioxus::prelude::*;

use crate::app::App;
use crate::bridge;

/// How long the next call waits after one that failed, so that a broken shell is not asked without end.
const AFTER_FAILURE_MS: u32 = 2_000;

/// The last pulse, and the revision of what lists show.
#[derive(Clone, Copy)]
struct Beat {
    pulse: ReadSignal<Option<Pulse>>,
    data: Memo<u64>,
}

/// The last pulse; none before the first.
pub(crate) fn use_pulse() -> ReadSignal<Option<Pulse>> {
    use_context::<Beat>().pulse
}

/// Changes when lists may show something else than before.
pub(crate) fn use_data() -> Memo<u64> {
    use_context::<Beat>().data
}

/// Starts watching, once, at the root.
pub(crate) fn use_pulse_provider(app: App) {
    let mut pulse = use_signal(|| None::<Pulse>);
    let data = use_memo(move || pulse.read().as_ref().map_or(0, |pulse| pulse.data));
    use_context_provider(|| Beat { pulse: pulse.into(), data });
    use_future(move || async move {
        let mut seen = 0;
        loop {
            match bridge::call::<Watch>(WatchArgs { seen, active: bridge::take_acted() }).await {
                Ok(next) => {
                    seen = next.revision;
                    app.follow(&next);
                    pulse.set(Some(next));
                }
                Err(_) => bridge::pause(AFTER_FAILURE_MS).await,
            }
        }
    });
    use_future(|| async {
        loop {
            bridge::online().await;
            // A hint only: where nobody is signed in, or the network leads nowhere, all stays as it was.
            let _ = bridge::call::<Sync>(()).await;
        }
    });
}
