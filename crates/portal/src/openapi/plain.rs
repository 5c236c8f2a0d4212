//! What is put right in the generated document.

use std::collections::BTreeMap;

use serde_json::{Map, Value};

/// Where schemas are referred to.
const SCHEMAS: &str = "#/components/schemas/";

/// Shows personal values as the plain values that they travel as, and gives instants their name.
///
/// `Sensitive` is a schema of its own to the derive, and the alias `UnixMillis` is what it stands for.
pub(super) fn schemas(document: &mut Value) {
    let Some(Value::Object(components)) = document.pointer_mut("/components/schemas") else { return };
    let mut instead = BTreeMap::from([("String".to_owned(), one("type", "string".into()))]);
    if let Some(Value::Object(mut instant)) = components.remove("i64") {
        instant.insert("description".to_owned(), "An instant: milliseconds since 1970-01-01T00:00:00Z.".into());
        components.insert("UnixMillis".to_owned(), instant.into());
        instead.insert("i64".to_owned(), one("$ref", format!("{SCHEMAS}UnixMillis").into()));
    }
    let wrapped: Vec<String> = components.keys().filter(|name| name.starts_with("Sensitive")).cloned().collect();
    for name in wrapped {
        let Some(Value::Object(mut schema)) = components.remove(&name) else { continue };
        let plain = name.strip_prefix("Sensitive_").filter(|plain| components.contains_key(*plain));
        match plain {
            Some(plain) => schema = one("$ref", format!("{SCHEMAS}{plain}").into()),
            None => drop(schema.remove("description")),
        }
        instead.insert(name, schema);
    }
    put(document, &instead);
    optional(document);
}

fn one(key: &str, value: Value) -> Map<String, Value> {
    [(key.to_owned(), value)].into_iter().collect()
}

/// Puts schemas in the place of references to them. What a reference says beside its target stays.
fn put(value: &mut Value, instead: &BTreeMap<String, Map<String, Value>>) {
    match value {
        Value::Object(object) => {
            let target = |object: &Map<String, Value>| {
                instead.get(object.get("$ref")?.as_str()?.strip_prefix(SCHEMAS)?).cloned()
            };
            while let Some(schema) = target(object) {
                object.remove("$ref");
                object.extend(schema);
            }
            object.values_mut().for_each(|value| put(value, instead));
        }
        Value::Array(values) => values.iter_mut().for_each(|value| put(value, instead)),
        _ => {}
    }
}

/// Writes "this or null" as the derive writes it for plain types: `null` is one of the types, and a description stands
/// at the field.
fn optional(value: &mut Value) {
    match value {
        Value::Object(object) => {
            object.values_mut().for_each(optional);
            let null = Value::Object(one("type", "null".into()));
            let Some(Value::Array(choice)) = object.get_mut("oneOf") else { return };
            let [Value::Object(schema), other] = choice.as_mut_slice() else { return };
            if *other != null {
                return;
            }
            let description = schema.remove("description");
            if !schema.contains_key("$ref") {
                let mut schema = std::mem::take(schema);
                if let Some(plain) = schema.get_mut("type") {
                    *plain = Value::Array(vec![plain.take(), "null".into()]);
                }
                object.remove("oneOf");
                object.extend(schema);
            }
            object.extend(description.map(|description| ("description".to_owned(), description)));
        }
        Value::Array(values) => values.iter_mut().for_each(optional),
        _ => {}
    }
}

/// Says in every description what readers of the document know, where doc comments link to Rust items.
pub(super) fn words(value: &mut Value, terms: &BTreeMap<String, String>) {
    match value {
        Value::Object(object) => {
            for (name, value) in object {
                match value {
                    Value::String(text) if name == "description" || name == "summary" => *text = unlinked(text, terms),
                    _ => words(value, terms),
                }
            }
        }
        Value::Array(values) => values.iter_mut().for_each(|value| words(value, terms)),
        _ => {}
    }
}

/// The text with each link to a Rust item replaced by its term, or by its label where it has none.
fn unlinked(text: &str, terms: &BTreeMap<String, String>) -> String {
    let mut unlinked = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, link)) = rest.split_once("[`")
        && let Some((label, after)) = link.split_once("`]")
    {
        let term = terms.get(label).map_or(label, String::as_str);
        unlinked.push_str(&format!("{before}`{term}`"));
        rest = after.strip_prefix('(').and_then(|target| target.split_once(')')).map_or(after, |(_, after)| after);
    }
    unlinked + rest
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_become_what_is_on_the_wire() {
        let check = |text: &str, expected: &str| {
            let terms = BTreeMap::from([("A::KIND".to_owned(), "a".to_owned())]);
            assert_eq!(unlinked(text, &terms), expected);
        };
        check("No link, `code` and [brackets].", "No link, `code` and [brackets].");
        check("Of kind [`A::KIND`], or [`B`](super::B) (see there).", "Of kind `a`, or `B` (see there).");
        check("[`A::KIND`][`Open", "`a`[`Open");
    }
}
