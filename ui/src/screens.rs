//! The screens, one for each stage of the app.

mod choose_secret;
mod dossiers;
mod sign_in;
mod unlock;

pub(crate) use choose_secret::ChooseSecret;
pub(crate) use dossiers::Dossiers;
pub(crate) use sign_in::SignIn;
pub(crate) use unlock::Unlock;
