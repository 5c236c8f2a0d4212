//! Reading a definition.

use cds_wire::form::FieldKind;
use serde_path_to_error::Segment;

use crate::check;
use crate::definition::{Definition, FORMAT, Field, MAX_DEFINITION};
use crate::fault::{Fault, FaultKind, Refused};
use crate::form::{Form, Placed};

/// Most fields of one form, those of groups among them.
const MAX_FIELDS: usize = 500;

/// Reads a definition and checks all that can be told before anybody fills it in. What is wrong with its form ends the
/// reading at the first place; what is wrong with its meaning is told of every place.
pub fn read(json: &str) -> Result<Form, Refused> {
    let fault = |path: String, kind| Refused(vec![Fault { path, kind }]);
    if json.len() > MAX_DEFINITION {
        return Err(fault(String::new(), FaultKind::TooLarge));
    }
    // A later format may look different in every other place: it is asked for first.
    let any: serde_json::Value =
        serde_json::from_str(json).map_err(|error| fault(String::new(), FaultKind::Form(error.to_string())))?;
    if any.get("format").and_then(serde_json::Value::as_u64).is_some_and(|format| format != u64::from(FORMAT)) {
        return Err(fault("/format".to_owned(), FaultKind::UnknownFormat));
    }
    // From the text once more: what stands there twice is one in the value.
    let mut reader = serde_json::Deserializer::from_str(json);
    let definition: Definition = serde_path_to_error::deserialize(&mut reader).map_err(|error| {
        let path = pointer(error.path());
        fault(path, FaultKind::Form(said(&error.into_inner())))
    })?;
    let fields = placed(&definition);
    if fields.len() > MAX_FIELDS {
        return Err(fault("/sections".to_owned(), FaultKind::TooLarge));
    }
    let mut faults = check::check(&definition, &fields);
    let order = match check::order(&definition, &fields) {
        Ok(order) => order,
        Err(cycle) => {
            faults.push(cycle);
            Vec::new()
        }
    };
    if faults.is_empty() { Ok(Form { definition, fields, order }) } else { Err(Refused(faults)) }
}

/// Without line and column: the path says where.
fn said(error: &serde_json::Error) -> String {
    let text = error.to_string();
    text.split(" at line ").next().unwrap_or_default().to_owned()
}

fn pointer(path: &serde_path_to_error::Path) -> String {
    let mut pointer = String::new();
    for segment in path {
        let part = match segment {
            Segment::Seq { index } => index.to_string(),
            Segment::Map { key } => key.clone(),
            Segment::Enum { .. } | Segment::Unknown => continue,
        };
        pointer.push('/');
        pointer.push_str(&part.replace('~', "~0").replace('/', "~1"));
    }
    pointer
}

pub(crate) fn placed(definition: &Definition) -> Vec<Placed> {
    let mut all = Vec::new();
    for (section, of) in definition.sections.iter().enumerate() {
        for (position, field) in of.fields.iter().enumerate() {
            let path = format!("/sections/{section}/fields/{position}");
            let group = (field.kind == FieldKind::Group).then_some(all.len());
            let alone = Field { fields: field.fields.is_some().then(Vec::new), ..field.clone() };
            all.push(Placed { section, group: None, path: path.clone(), field: alone });
            for (position, member) in field.fields.iter().flatten().enumerate() {
                let path = format!("{path}/fields/{position}");
                all.push(Placed { section, group, path, field: member.clone() });
            }
        }
    }
    all
}
