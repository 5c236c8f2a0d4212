//! The synchronisation engine is pure: what a simulation replays is all there is.

#![expect(clippy::expect_used, reason = "a test fails by panicking")]

use std::collections::BTreeSet;

use cds_invariants::root;
use syn::visit::Visit;

const FILES: [&str; 5] = ["engine.rs", "state.rs", "uploads.rs", "downloads.rs", "link.rs"];

/// What has a store, a network, a clock, randomness or another thread behind it.
const OUTSIDE: [&str; 16] = [
    "Account",
    "App",
    "Cache",
    "Clock",
    "Environment",
    "Heart",
    "Home",
    "Instant",
    "Line",
    "Mirror",
    "Mutex",
    "Rng",
    "Stores",
    "SystemTime",
    "Transport",
    "Vault",
];

#[derive(Default)]
struct Named(BTreeSet<String>);

impl<'a> Visit<'a> for Named {
    fn visit_ident(&mut self, ident: &'a syn::Ident) {
        self.0.insert(ident.to_string());
    }
}

fn outside(source: &str) -> Vec<String> {
    let mut named = Named::default();
    named.visit_file(&syn::parse_file(source).expect("Rust"));
    OUTSIDE.iter().filter(|name| named.0.contains(**name)).map(|name| (*name).to_owned()).collect()
}

#[test]
fn the_engine_names_no_store_network_or_clock() {
    for file in FILES {
        let path = root().join("crates/core/src/sync").join(file);
        let source = std::fs::read_to_string(&path).expect("the file is where the test looks for it");
        assert_eq!(outside(&source), Vec::<String>::new(), "{file}");
    }
}

#[test]
fn what_is_outside_is_noticed_wherever_it_is_named() {
    assert_eq!(outside("use crate::store::Vault;"), ["Vault"]);
    assert_eq!(outside("fn f(c: &dyn crate::clock::Clock) {}"), ["Clock"]);
    assert_eq!(outside("fn f() { std::time::Instant::now(); }"), ["Instant"]);
    assert_eq!(outside("struct Link(u64);"), Vec::<String>::new());
}
