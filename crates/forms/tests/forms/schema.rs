//! `docs/forms.schema.json` says the same as the reader.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use boon::{Compiler, SchemaIndex, Schemas};
use cds_forms::read;
use serde_json::{Value, json};

const SCHEMA: &str = include_str!("../../../../docs/forms.schema.json");

fn compiled() -> (Schemas, SchemaIndex) {
    let mut schemas = Schemas::new();
    let mut compiler = Compiler::new();
    compiler.add_resource("forms.json", serde_json::from_str(SCHEMA).expect("JSON")).expect("a schema");
    let index = compiler.compile("forms.json", &mut schemas).unwrap_or_else(|error| panic!("the schema: {error}"));
    (schemas, index)
}

#[test]
fn every_definition_of_the_repository_fits_the_schema() {
    let (schemas, index) = compiled();
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("definitions");
    let mut seen = 0;
    for entry in fs::read_dir(folder).expect("the definitions") {
        let path = entry.expect("an entry").path();
        if path.file_name().is_some_and(|name| name == "lists.json") {
            continue;
        }
        let definition: Value = serde_json::from_str(&fs::read_to_string(&path).expect("read")).expect("JSON");
        if let Err(error) = schemas.validate(&definition, index) {
            panic!("{}: {error}", path.display());
        }
        seen += 1;
    }
    assert_eq!(seen, cds_forms::forms().len(), "every definition is carried");
}

/// What the reader says that it would take, of a struct or an enum: it lists all of it.
fn expected(pointer: &str, broken: Value) -> BTreeSet<String> {
    let mut definition: Value = serde_json::from_str(crate::TEST_FORM).expect("JSON");
    let (parent, key) = pointer.rsplit_once('/').expect("a pointer");
    definition.pointer_mut(parent).expect("it is there")[key] = broken;
    let said = read(&definition.to_string()).expect_err("broken").to_string();
    let (_, list) = said.split_once("expected").expect("it says what it would take");
    list.split('`').skip(1).step_by(2).map(str::to_owned).collect()
}

#[test]
fn the_schema_has_every_property_and_every_code_of_the_types() {
    let schema: Value = serde_json::from_str(SCHEMA).expect("JSON");
    let properties = |pointer: &str| -> BTreeSet<String> {
        let of = schema.pointer(pointer).and_then(Value::as_object);
        of.unwrap_or_else(|| panic!("{pointer} is not in the schema")).keys().cloned().collect()
    };
    let codes = |pointer: &str| -> BTreeSet<String> {
        let of = schema.pointer(pointer).and_then(Value::as_array);
        let of = of.unwrap_or_else(|| panic!("{pointer} is not in the schema"));
        of.iter().filter_map(Value::as_str).map(str::to_owned).collect()
    };
    let field = "/sections/0/fields/0";
    assert_eq!(properties("/properties"), expected("/unheard_of", json!(1)));
    assert_eq!(properties("/$defs/section/properties"), expected("/sections/0/unheard_of", json!(1)));
    assert_eq!(properties("/$defs/field/properties"), expected(&format!("{field}/unheard_of"), json!(1)));
    assert_eq!(properties("/$defs/choice/properties"), expected("/lists/mau/0/unheard_of", json!(1)));
    let condition = json!({ "unheard_of": 1 });
    assert_eq!(properties("/$defs/condition/properties"), expected(&format!("{field}/when"), condition));
    assert_eq!(
        properties("/$defs/compute/properties"),
        expected(&format!("{field}/compute"), json!({ "unheard_of": 1 }))
    );
    assert_eq!(codes("/$defs/field/properties/kind/enum"), expected(&format!("{field}/kind"), json!("?")));
    assert_eq!(codes("/$defs/field/properties/prefill/enum"), expected(&format!("{field}/prefill"), json!("?")));
    assert_eq!(codes("/$defs/field/properties/format/enum"), expected(&format!("{field}/format"), json!("?")));
    let compute = json!({ "kind": "?", "of": [] });
    assert_eq!(codes("/$defs/compute/properties/kind/enum"), expected(&format!("{field}/compute"), compute));
}

#[test]
fn what_the_schema_refuses_the_reader_refuses() {
    let (schemas, index) = compiled();
    for (pointer, broken) in [
        ("/format", json!(2)),
        ("/version", json!(0)),
        ("/id", json!("Mẫu thử")),
        ("/sections", json!([])),
        ("/sections/0/name", json!("1")),
        ("/sections/0/title", json!({ "vi": "Chỉ tiếng Việt" })),
        ("/sections/0/fields/0/kind", json!("essay")),
        ("/sections/0/fields/0/min", json!(1)),
        ("/sections/0/fields/0/max_length", json!(0)),
        ("/sections/0/fields/0/when", json!({ "field": "mau" })),
        ("/sections/0/fields/0/unheard_of", json!(1)),
        ("/sections/2/fields/2/options", json!([])),
        ("/sections/2/fields/2/options", json!(null)),
        ("/sections/2/fields/4/parent", json!(null)),
        ("/sections/3/fields/0/fields", json!([])),
        ("/sections/3/fields/0/max_rows", json!(101)),
        ("/sections/4/fields/0/compute", json!(null)),
        ("/sections/4/fields/1/paper", json!(null)),
    ] {
        let mut definition: Value = serde_json::from_str(crate::TEST_FORM).expect("JSON");
        let (parent, key) = pointer.rsplit_once('/').expect("a pointer");
        definition.pointer_mut(parent).expect("it is there")[key] = broken;
        assert!(schemas.validate(&definition, index).is_err(), "the schema takes {pointer}");
        assert!(read(&definition.to_string()).is_err(), "the reader takes {pointer}");
    }
}

const DOCUMENT: &str = include_str!("../../../../docs/forms.md");

#[test]
fn the_example_of_the_document_is_a_definition() {
    let (_, rest) = DOCUMENT.split_once("```json\n").expect("an example");
    let (example, _) = rest.split_once("```").expect("its end");
    if let Err(refused) = read(example) {
        panic!("{refused}");
    }
    let (schemas, index) = compiled();
    let definition: Value = serde_json::from_str(example).expect("JSON");
    assert!(schemas.validate(&definition, index).is_ok());
}

#[test]
fn the_document_has_every_kind_property_and_problem() {
    let schema: Value = serde_json::from_str(SCHEMA).expect("JSON");
    let mut words: Vec<String> = Vec::new();
    for of in ["/properties", "/$defs/section/properties", "/$defs/field/properties", "/$defs/condition/properties"] {
        words.extend(schema.pointer(of).and_then(Value::as_object).expect("there").keys().cloned());
    }
    for of in [
        "/$defs/field/properties/kind/enum",
        "/$defs/field/properties/prefill/enum",
        "/$defs/compute/properties/kind/enum",
    ] {
        words.extend(
            schema
                .pointer(of)
                .and_then(Value::as_array)
                .expect("there")
                .iter()
                .filter_map(Value::as_str)
                .map(str::to_owned),
        );
    }
    for problem in cds_wire::form::AnswerProblem::ALL {
        words.push(serde_json::to_value(problem).expect("JSON").as_str().expect("a code").to_owned());
    }
    for word in words {
        let there = DOCUMENT.contains(&format!("`{word}`")) || DOCUMENT.contains(&format!("\"{word}\""));
        assert!(there, "{word} is not in docs/forms.md");
    }
}
