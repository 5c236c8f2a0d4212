//! The API's description: what `docs/openapi.json` says is what the handlers say and the portal does.

#![expect(clippy::expect_used, reason = "a test fails by panicking")]

use std::path::{Path, PathBuf};

use cds_portal::local::LocalPortal;
use cds_portal::{demo, openapi};
use cds_wire::portal::{PROBLEM_MEDIA_TYPE, Problem};
use reqwest::Method;
use reqwest::blocking::{Client, Response};
use serde_json::{Map, Value};

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

fn source(path: &str) -> String {
    std::fs::read_to_string(root().join(path)).expect("a source file")
}

fn document() -> Value {
    serde_json::from_str(&openapi::document().expect("a document")).expect("JSON")
}

fn object<'a>(document: &'a Value, pointer: &str) -> &'a Map<String, Value> {
    document.pointer(pointer).and_then(Value::as_object).expect("an object")
}

/// Calls `visit` with each value of an object and its key.
fn each(value: &Value, visit: &mut dyn FnMut(&str, &Value)) {
    match value {
        Value::Object(object) => object.iter().for_each(|(key, value)| {
            visit(key, value);
            each(value, visit);
        }),
        Value::Array(values) => values.iter().for_each(|value| each(value, visit)),
        _ => {}
    }
}

/// Texts of constants in the wire's sources whose declaration holds `declaration`.
fn constants(path: &str, declaration: &str) -> Vec<String> {
    let source = source(path);
    let lines = source.lines().filter(|line| line.contains("pub const ") && line.contains(declaration));
    lines.filter_map(|line| Some(line.split_once(" = \"")?.1.split_once('"')?.0.to_owned())).collect()
}

#[test]
fn the_kept_document_is_what_the_handlers_say() {
    let kept = source("docs/openapi.json");
    let same = kept == openapi::document().expect("a document");
    assert!(same, "docs/openapi.json differs from the handlers: run `cds-portal openapi > docs/openapi.json`");
}

#[test]
fn every_path_is_served_through_its_note_and_none_is_missing() {
    let routes = source("crates/portal/src/api.rs");
    for past_the_notes in [".route(", ".route_service(", ".nest", ".merge("] {
        assert!(!routes.contains(past_the_notes), "a route that is added by {past_the_notes} is not in the document");
    }
    let document = document();
    let paths = object(&document, "/paths");
    let of_the_wire = constants("crates/wire/src/portal.rs", "_PATH: &str");
    assert_eq!(of_the_wire.len(), 12, "{of_the_wire:?}");
    for path in of_the_wire {
        assert!(paths.keys().any(|documented| documented.starts_with(&path)), "{path} is not in the document");
    }
}

#[test]
fn every_form_that_travels_inside_another_is_named_and_there() {
    let document = document();
    let check = |schema: &str, field: &str, labels: Vec<String>| {
        let pointer = format!("/components/schemas/{schema}/properties/{field}/description");
        let description = document.pointer(&pointer).and_then(Value::as_str).expect("a description");
        for label in &labels {
            let named = description.lines().find_map(|line| line.strip_prefix(&format!("- `{label}`: `")));
            let name = named.and_then(|name| name.strip_suffix('`')).expect(label);
            assert!(object(&document, "/components/schemas").contains_key(name), "{name} is not in the document");
        }
        assert_eq!(description.lines().filter(|line| line.starts_with("- `")).count(), labels.len(), "{description}");
    };
    let types = constants("crates/wire/src/portal/command.rs", ": &str");
    check("Command", "body", types.into_iter().filter(|name| !name.ends_with('/')).collect());
    let files = [
        "alert.rs",
        "dossier.rs",
        "family.rs",
        "fee.rs",
        "paper.rs",
        "petition.rs",
        "portal/command.rs",
        "portal/records.rs",
    ];
    let kinds = files.map(|file| constants(&format!("crates/wire/src/{file}"), "KIND: &'static str")).concat();
    check("Change", "data", kinds);
}

#[test]
fn every_reference_leads_to_a_schema_and_every_schema_is_explained() {
    let document = document();
    let schemas = object(&document, "/components/schemas");
    each(&document, &mut |key, value| {
        if let Some(target) = value.as_str().filter(|_| key == "$ref") {
            let name = target.strip_prefix("#/components/schemas/").expect("a schema");
            assert!(schemas.contains_key(name), "{name} is not in the document");
        }
        if let Some(text) = value.as_str().filter(|_| key == "description" || key == "summary") {
            assert!(!text.contains("[`") && !text.contains("://"), "{text}");
        }
    });
    for (name, schema) in schemas {
        assert!(schema["description"].as_str().is_some_and(|text| !text.is_empty()), "{name} has no description");
        assert!(!name.starts_with("Sensitive"), "{name} travels as the plain value");
    }
}

#[test]
fn the_portal_answers_strangers_and_nonsense_as_the_document_says() {
    let folder = tempfile::tempdir().expect("a folder");
    let environment = demo::open(folder.path()).expect("the demonstration opens");
    let portal = LocalPortal::serve(environment, folder.path(), None).expect("the portal starts");
    let _ = rustls::crypto::ring::default_provider().install_default();
    #[expect(clippy::disallowed_methods, reason = "the test is the client")]
    let client = Client::builder().tls_certs_only([]).build().expect("a client");
    let document = document();
    let mut asked = 0;
    for (path, operations) in object(&document, "/paths") {
        let url = format!("{}{}", portal.url(), path.replace("{name}", "AAAA").replace("{digest}", "AAAA"));
        for (method, operation) in operations.as_object().expect("operations") {
            let method = Method::from_bytes(method.to_uppercase().as_bytes()).expect("a method");
            let answer = client.request(method.clone(), &url).body("nonsense").send().expect("an answer");
            let closed = operation.get("security").is_some();
            assert_eq!(answer.status().as_u16() == 401, closed, "{method} {path}: {}", answer.status());
            check_answer(&format!("{method} {path}"), operation, answer);
            asked += 1;
        }
    }
    assert_eq!(asked, 15);
}

/// Holds that the operation names the answer's status, media type and, of a refusal, code.
fn check_answer(route: &str, operation: &Value, answer: Response) {
    let status = answer.status().as_u16().to_string();
    let media_type = answer.headers()["content-type"].to_str().expect("text").to_owned();
    let named = operation["responses"].get(&status).expect(route);
    assert!(named["content"].get(&media_type).is_some(), "{route} answers {status} with {media_type}");
    let body = answer.bytes().expect("a body");
    if media_type == PROBLEM_MEDIA_TYPE && !body.is_empty() {
        let problem: Problem = serde_json::from_slice(&body).expect("a problem");
        let code = serde_json::to_value(problem.code).expect("JSON");
        let codes = named["description"].as_str().expect("a description");
        assert!(codes.contains(&format!("`{}`", code.as_str().expect("text"))), "{route}: {code}");
    }
}
