//! What crosses a boundary, and where.

use std::collections::BTreeSet;

use cds_invariants::{root, sources};
use syn::visit::Visit;

/// Types outside `wire` that have a serialised form, each for something that stays on one side: a file on a disk.
const ON_DISK: &[(&str, &[&str])] = &[
    ("crates/core/src/account/asked.rs", &["RecoveryAsked"]),
    ("crates/core/src/checks.rs", &["Kept"]),
    ("crates/core/src/header.rs", &["Header"]),
    ("crates/core/src/keys/kdf.rs", &["KdfParams"]),
    ("crates/core/src/keys/wrap.rs", &["Slot", "Wrap"]),
    ("crates/core/src/tries.rs", &["Record"]),
    // Definitions of forms, and the lists beside them: files that the program carries.
    (
        "crates/forms/src/definition.rs",
        &["Choice", "Compute", "ComputeKind", "Condition", "Definition", "Fact", "Field", "Section"],
    ),
    ("crates/forms/src/units.rs", &["ProvinceUnits", "Unit", "UnitsFile"]),
    (
        "crates/portal/src/demo/files.rs",
        &["Commune", "DemoAlert", "DemoCitizen", "DemoDossier", "DemoPaper", "DemoStep", "Province", "Units"],
    ),
    ("crates/portal/src/import/procedures.rs", &["CatalogueFile"]),
    ("crates/portal/src/import/procedures/channel.rs", &["RecordChannel", "RecordFee"]),
    (
        "crates/portal/src/import/procedures/record.rs",
        &["Record", "RecordGroup", "RecordLaw", "RecordPaper", "RecordResult"],
    ),
    ("crates/portal/src/import/units.rs", &["RecordUnit", "UnitFile"]),
    ("crates/portal/src/otp.rs", &["Line"]),
];

/// Names of types that derive `Serialize` or `Deserialize`, implement one by hand, or are made by a macro that does.
#[derive(Default)]
struct Serialised(BTreeSet<String>);

impl Serialised {
    fn note(&mut self, attributes: &[syn::Attribute], name: &syn::Ident) {
        for attribute in attributes {
            // The tokens as text: `Serialize , serde :: Deserialize`, also within a `cfg_attr`.
            if let syn::Meta::List(list) = &attribute.meta
                && (list.path.is_ident("derive") || list.path.is_ident("cfg_attr"))
                && list.tokens.to_string().contains("erialize")
            {
                self.0.insert(name.to_string());
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
        if implements.is_some_and(|name| name.ident == "Serialize" || name.ident == "Deserialize")
            && let syn::Type::Path(path) = &*item.self_ty
        {
            self.0.extend(path.path.segments.last().map(|name| name.ident.to_string()));
        }
        syn::visit::visit_item_impl(self, item);
    }

    fn visit_item_macro(&mut self, item: &'a syn::ItemMacro) {
        if item.mac.path.segments.last().is_some_and(|name| name.ident == "closed_set") {
            let tokens = item.mac.tokens.to_string();
            let before_the_variants = tokens.split(" {").next().unwrap_or_default();
            self.0.extend(before_the_variants.split_whitespace().last().map(str::to_owned));
        }
    }

    /// A renamed import would hide a derive from this test.
    fn visit_use_rename(&mut self, rename: &'a syn::UseRename) {
        if rename.ident.to_string().contains("erialize") && rename.rename != "_" {
            self.0.insert(format!("{} under the name {}", rename.ident, rename.rename));
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
        "crates/forms/src",
        "crates/identity/src",
        "crates/scan",
        "crates/core/src",
        "crates/portal/src",
        "crates/cli/src",
        "src-tauri",
        "ui/src",
    ] {
        for file in sources(folder).expect("the sources") {
            let is_test = file.path.ends_with("/tests.rs");
            let untested = if is_test { "" } else { file.text.split("#[cfg(test)]").next().unwrap_or_default() };
            assert!(!untested.contains("json!"), "{}: what is made by json! has no type", file.path);
            let on_disk = ON_DISK.iter().find(|(path, _)| *path == file.path).map_or(&[][..], |(_, types)| *types);
            let expected: BTreeSet<String> = on_disk.iter().map(|name| (*name).to_owned()).collect();
            assert_eq!(serialised(&file.syntax), expected, "{}: what crosses belongs into crates/wire", file.path);
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

/// Windows and macOS keep other programs from copying such a window; elsewhere there is no such thing.
#[test]
fn the_window_asks_the_system_to_keep_its_content_from_other_programs() {
    let config = std::fs::read_to_string(root().join("tauri.conf.json")).expect("the configuration");
    let config: serde_json::Value = serde_json::from_str(&config).expect("JSON");
    let windows = config.pointer("/app/windows").and_then(|windows| windows.as_array()).expect("windows");
    assert!(!windows.is_empty());
    for window in windows {
        assert_eq!(window.get("contentProtected"), Some(&serde_json::Value::Bool(true)), "{window}");
    }
}
