//! Where the citizen is in the app.
//!
//! The places stand in a stack of our own, in step with the webview's history, so that the system's back button works.
//! The history holds depths only: an address or a stored state would tell of the citizen.

use dioxus::prelude::*;

use crate::bridge;

/// A place in the app.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Place {
    /// What must I do now?
    Home,
    /// All alerts.
    Alerts,
    /// Searching procedures, with words that were typed already.
    Services(String),
    /// The procedures of a life event.
    LifeEvent(String),
    /// A procedure, by its code.
    Procedure(String),
    /// The list of dossiers.
    Dossiers,
    /// A dossier or a petition, by its id.
    Dossier(String),
    /// Filling in a draft, by its id.
    Form(String),
    /// What was confirmed on this device.
    Outbox,
    /// The identity code, live.
    Code,
    /// The paper code.
    PaperCode,
    /// When the live code was shown.
    CodeShowings,
    /// Checking the codes of others.
    Check,
    /// The list of papers.
    Papers,
    /// A paper, by its id.
    Paper(String),
    /// Adding a paper.
    AddPaper,
    /// The citizen's own data and settings.
    Personal,
    /// Language, colours, text size.
    Display,
    /// Changing the PIN or passphrase.
    ChangeSecret,
    /// The citizen's family.
    Family,
    /// Signed-in devices.
    Devices,
    /// What the account takes up on this device.
    Storage,
    /// Signing out.
    SignOut,
    /// Signing in anew with the vault open.
    SignInAgain,
}

/// The five tabs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Tab {
    /// Trang chủ.
    Home,
    /// Hồ sơ.
    Dossiers,
    /// Mã QR.
    Code,
    /// Giấy tờ.
    Papers,
    /// Cá nhân.
    Personal,
}

impl Tab {
    /// In the order of the bar.
    pub(crate) const ALL: [Self; 5] = [Self::Home, Self::Dossiers, Self::Code, Self::Papers, Self::Personal];

    /// Where the tab leads.
    pub(crate) const fn place(self) -> Place {
        match self {
            Self::Home => Place::Home,
            Self::Dossiers => Place::Dossiers,
            Self::Code => Place::Code,
            Self::Papers => Place::Papers,
            Self::Personal => Place::Personal,
        }
    }
}

impl Place {
    /// The tab that a place belongs to.
    pub(crate) const fn tab(&self) -> Tab {
        match self {
            Self::Home | Self::Alerts | Self::Services(_) | Self::LifeEvent(_) | Self::Procedure(_) => Tab::Home,
            Self::Dossiers | Self::Dossier(_) | Self::Form(_) | Self::Outbox => Tab::Dossiers,
            Self::Code | Self::PaperCode | Self::CodeShowings | Self::Check => Tab::Code,
            Self::Papers | Self::Paper(_) | Self::AddPaper => Tab::Papers,
            Self::Personal
            | Self::Display
            | Self::ChangeSecret
            | Self::Family
            | Self::Devices
            | Self::Storage
            | Self::SignOut
            | Self::SignInAgain => Tab::Personal,
        }
    }
}

/// The places on the way here, and those one has gone back from.
#[derive(Clone, Debug, PartialEq)]
struct Way {
    places: Vec<Place>,
    at: usize,
}

impl Way {
    fn new() -> Self {
        Self { places: vec![Place::Home], at: 0 }
    }

    fn place(&self) -> Place {
        self.places.get(self.at).cloned().unwrap_or(Place::Home)
    }

    fn push(&mut self, place: Place) {
        self.at += 1;
        self.places.truncate(self.at);
        self.places.push(place);
    }

    fn replace(&mut self, place: Place) {
        if let Some(here) = self.places.get_mut(self.at) {
            *here = place;
        }
    }

    /// Entries that an earlier page left in the webview's history lead to the nearest place of this one.
    fn step_to(&mut self, at: usize) {
        self.at = at.min(self.places.len().saturating_sub(1));
    }
}

/// The way to a place and back.
#[derive(Clone, Copy, PartialEq)]
pub(crate) struct Nav {
    way: Signal<Way>,
    /// Depth in the webview's history at which the first place stands.
    base: Signal<u32>,
}

/// The navigation, from anywhere below the root.
pub(crate) fn use_nav() -> Nav {
    use_context::<Nav>()
}

/// Sets the navigation up, once, at the root.
pub(crate) fn use_nav_provider() -> Nav {
    let mut way = use_signal(Way::new);
    let base = use_signal(bridge::open_history);
    use_future(move || async move {
        loop {
            let depth = bridge::popped_history().await;
            let at = usize::try_from(depth.saturating_sub(*base.peek())).unwrap_or_default();
            way.write().step_to(at);
        }
    });
    use_context_provider(|| Nav { way, base })
}

impl Nav {
    /// Where the citizen is; the screen redraws where it changes.
    pub(crate) fn place(self) -> Place {
        self.way.read().place()
    }

    /// Goes to a place.
    pub(crate) fn go(mut self, place: Place) {
        if self.way.peek().place() == place {
            return;
        }
        self.way.write().push(place);
        let at = u32::try_from(self.way.peek().at).unwrap_or_default();
        bridge::push_history(self.base.peek().saturating_add(at));
    }

    /// Puts a place where the present one is: going back does not lead here again.
    pub(crate) fn replace(mut self, place: Place) {
        self.way.write().replace(place);
    }

    /// Goes back to where one came from.
    pub(crate) fn back(self) {
        if self.way.peek().at > 0 {
            bridge::pop_history();
        }
    }

    /// Whether one came from somewhere.
    pub(crate) fn can_go_back(self) -> bool {
        self.way.read().at > 0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn going_back_and_elsewhere_forgets_the_way_that_was_left() {
        let mut way = Way::new();
        way.push(Place::Papers);
        way.push(Place::AddPaper);
        way.step_to(1);
        assert_eq!(way.place(), Place::Papers);
        way.push(Place::Code);
        way.step_to(7);
        assert_eq!(way, Way { places: vec![Place::Home, Place::Papers, Place::Code], at: 2 });
    }

    #[test]
    fn a_replaced_place_is_not_come_back_to() {
        let mut way = Way::new();
        way.push(Place::Form("1".to_owned()));
        way.replace(Place::Dossier("1".to_owned()));
        way.push(Place::Outbox);
        way.step_to(1);
        assert_eq!(way.place(), Place::Dossier("1".to_owned()));
    }

    #[test]
    fn each_tab_leads_to_a_place_of_its_own() {
        for tab in Tab::ALL {
            assert_eq!(tab.place().tab(), tab);
        }
    }
}
