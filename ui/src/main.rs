//! The interface of Công Dân Số, in the webview.
//!
//! It draws what the shell answers and holds nothing that must outlive it. [`bridge`] is its only way out.

mod app;
mod bridge;
mod components;
mod corners;
mod dates;
mod frame;
mod nav;
mod pulse;
mod query;
mod screens;
mod submit;
mod texts;

fn main() {
    dioxus::launch(app::Root);
}
