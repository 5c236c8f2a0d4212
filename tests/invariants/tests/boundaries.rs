//! What crosses a boundary, and where.

use std::collections::BTreeSet;

use cds_invariants::{root, sources};
use syn::visit::Visit;

/// Files outside `wire` that may have a serialised form, each for something that stays on one side.
const ON_DISK: &[(&str, &str)] = &[
    ("crates/core/src/header.rs", "the header file of an account"),
    ("crates/core/src/home.rs", "the settings file of a device"),
    ("crates/core/src/keys.rs", "the wrap inside the header file"),
    ("crates/portal/src/demo.rs", "the file of the demonstration province"),
    ("crates/portal/src/otp.rs", "the demonstration's outbox file"),
];

/// Names of types that derive `Serialize` or `Deserialize`, or implement one by hand.
#[derive(Default)]
struct Serialised(BTreeSet<String>);

impl Serialised {
    fn note(&mut self, attributes: &[syn::Attribute], name: &syn::Ident) {
        for attribute in attributes.iter().filter(|attribute| attribute.path().is_ident("derive")) {
            // The tokens as text: `Serialize , serde :: Deserialize`.
            if let syn::Meta::List(list) = &attribute.meta {
                let derived = list.tokens.to_string();
                if derived.contains("Serialize") || derived.contains("Deserialize") {
                    self.0.insert(name.to_string());
                }
            }
        }
    }
}

impl<'a> Visit<'a> for Serialised {
    fn visit_item_struct(&mut self, item: &'a syn::ItemStruct) {
        self.note(&item.attrs, &item.ident);
    }

    fn visit_item_enum(&mut self, item: &'a syn::ItemEnum) {
        self.note(&item.attrs, &item.ident);
    }

    fn visit_item_impl(&mut self, item: &'a syn::ItemImpl) {
        let implements = item.trait_.as_ref().and_then(|(_, path, _)| path.segments.last());
        if implements.is_some_and(|name| name.ident == "Serialize" || name.ident == "Deserialize") {
            self.0.insert(format!(
                "an impl for {}",
                match &*item.self_ty {
                    syn::Type::Path(path) =>
                        path.path.segments.last().map(|name| name.ident.to_string()).unwrap_or_default(),
                    _ => String::new(),
                }
            ));
        }
    }
}

fn serialised(syntax: &syn::File) -> BTreeSet<String> {
    let mut found = Serialised::default();
    found.visit_file(syntax);
    found.0
}

#[test]
fn only_wire_types_are_serialised_across_a_boundary() {
    for folder in [
        "crates/vn",
        "crates/identity",
        "crates/scan",
        "crates/core/src",
        "crates/portal/src",
        "crates/cli/src",
        "src-tauri",
        "ui/src",
    ] {
        for file in sources(folder).expect("the sources") {
            if ON_DISK.iter().any(|(path, _)| *path == file.path) {
                continue;
            }
            let untested = file.text.split("#[cfg(test)]").next().unwrap_or_default();
            assert!(!untested.contains("json!"), "{}: what is made by json! has no type", file.path);
            let found = serialised(&file.syntax);
            assert!(found.is_empty(), "{}: {found:?} belong into crates/wire", file.path);
        }
    }
}

#[test]
fn every_wire_type_has_a_snapshot_and_every_snapshot_a_type() {
    let mut types = BTreeSet::new();
    for file in sources("crates/wire/src").expect("the sources") {
        types.extend(serialised(&file.syntax));
    }
    let kept = std::fs::read_dir(root().join("crates/wire/tests/snapshots")).expect("the snapshots");
    let kept: BTreeSet<String> = kept
        .map(|entry| entry.expect("an entry").file_name().to_string_lossy().trim_end_matches(".snap").to_owned())
        .filter(|name| name != "command_names")
        .collect();
    assert_eq!(types, kept);
}

/// Ways to the webview's IPC, and out of the page by other means.
const WAYS_OUT: &[&str] =
    &["__TAURI", "wasm_bindgen", "js_sys", "web_sys", "invoke(", "eval(", "localStorage", "fetch("];

#[test]
fn one_module_of_the_interface_touches_the_webviews_ipc() {
    let mut bridge_reaches = false;
    for file in sources("ui/src").expect("the sources") {
        for way in WAYS_OUT.iter().filter(|way| file.text.contains(**way)) {
            assert_eq!(file.path, "ui/src/bridge.rs", "{} uses {way}", file.path);
            bridge_reaches = true;
        }
    }
    assert!(bridge_reaches, "this test looks for what the bridge really uses");
}

#[test]
fn the_pages_policy_lets_nothing_foreign_in() {
    let config = std::fs::read_to_string(root().join("tauri.conf.json")).expect("the configuration");
    let config: serde_json::Value = serde_json::from_str(&config).expect("JSON");
    let policy = config.pointer("/app/security/csp").and_then(serde_json::Value::as_str).expect("a policy");
    let expected = "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; \
                    img-src 'self' data: blob:; connect-src 'self' ipc: http://ipc.localhost; object-src 'none'; \
                    base-uri 'none'; form-action 'none'";
    assert_eq!(policy, expected);
    assert_eq!(config.pointer("/app/security/freezePrototype"), Some(&serde_json::Value::Bool(true)));
    assert_eq!(config.pointer("/app/withGlobalTauri"), Some(&serde_json::Value::Bool(false)));
    let page = std::fs::read_to_string(root().join("ui/index.html")).expect("the page");
    assert!(!page.contains("http:") && !page.contains("https:") && !page.contains("style="), "{page}");
}
