//! The API's description (OpenAPI 3.1), generated from the handlers and the wire types.
//!
//! `docs/openapi.json` is this document, and a test keeps it so. What a derive cannot know is put right afterwards:
//! personal values travel as the plain value, instants have a name, doc comments link by Rust paths, and bodies of
//! commands and data of changes travel inside a field whose form another field names.

mod plain;

use std::collections::BTreeMap;

use cds_wire::alert::AlertRecord;
use cds_wire::dossier::DossierRecord;
use cds_wire::family::{DependantAdd, DependantRecord};
use cds_wire::fee::FeeRecord;
use cds_wire::paper::PaperRecord;
use cds_wire::petition::{MAX_PHOTOS, MAX_PLACE, MAX_TEXT, PetitionRecord, PetitionSubmit};
use cds_wire::portal::command::command_type;
use cds_wire::portal::{
    CATALOGUE_PATH, CatalogueRecord, CommandResult, CredentialRecord, DeviceRecord, DossierRate, DossierSubmit,
    DossierSupplement, DossierWithdraw, FeePay, HolidaysRecord, Nothing, PAYMENT_NOTICE_PATH, PaperAdd, Problem,
    ProfileRecord, RecoveryNotice, SCHEMA, STATUS_PATH, Sex, StatusRecord, TRUST_PATH, TrustRecord,
};
use cds_wire::procedure::{DeltaHeader, PackHeader, Procedure};
use serde_json::Value;
use utoipa::ToSchema;
use utoipa::openapi::security::{HttpAuthScheme, HttpBuilder, SecurityScheme};
use utoipa::openapi::{ComponentsBuilder, Info, InfoBuilder, LicenseBuilder, RefOr, Schema};

/// The document, as indented JSON that ends with a line feed.
///
/// # Errors
///
/// It has no JSON form. A test holds that it has one.
pub fn document() -> serde_json::Result<String> {
    let mut api = crate::api::routes().into_openapi();
    api.info = info();
    let forms = command_bodies().into_iter().chain(records()).chain(others());
    let components = ComponentsBuilder::from(api.components.take().unwrap_or_default())
        .schemas_from_iter(forms.flat_map(|form| form.schemas))
        .security_scheme("token", token());
    api.components = Some(components.build());

    let mut document = serde_json::to_value(&api)?;
    plain::schemas(&mut document);
    plain::words(&mut document, &terms());
    list(&mut document, "Command", "body", command_bodies());
    list(&mut document, "Change", "data", records());
    Ok(serde_json::to_string_pretty(&document)? + "\n")
}

fn info() -> Info {
    let license = LicenseBuilder::new().name("Apache License 2.0").identifier(Some("Apache-2.0")).build();
    InfoBuilder::new()
        .title("Công Dân Số: provincial portal gateway")
        .version(env!("CARGO_PKG_VERSION"))
        .description(Some(
            "What the citizen's app and a province's portal say to each other.\n\n\
             An answer without one of the media types named here did not come from a portal, whatever its status. \
             A path or method that is not named here is refused with 404 and `not_found`. Readers pass over fields \
             that they do not know.",
        ))
        .license(Some(license))
        .build()
}

fn token() -> SecurityScheme {
    let token = HttpBuilder::new().scheme(HttpAuthScheme::Bearer);
    SecurityScheme::Http(token.description(Some("The `token` of `SignedIn`, which names the device.")).build())
}

/// A form that travels inside another, under a label: the kind of a change, the type of a command.
struct Form {
    label: &'static str,
    name: String,
    schemas: Vec<(String, RefOr<Schema>)>,
}

fn form<T: ToSchema>(label: &'static str) -> Form {
    let mut schemas = vec![(T::name().into_owned(), T::schema())];
    T::schemas(&mut schemas);
    Form { label, name: T::name().into_owned(), schemas }
}

fn command_bodies() -> Vec<Form> {
    vec![
        form::<DossierSubmit>(command_type::DOSSIER_SUBMIT),
        form::<DossierSupplement>(command_type::DOSSIER_SUPPLEMENT),
        form::<DossierWithdraw>(command_type::DOSSIER_WITHDRAW),
        form::<DossierRate>(command_type::DOSSIER_RATE),
        form::<PetitionSubmit>(command_type::PETITION_SUBMIT),
        form::<FeePay>(command_type::FEE_PAY),
        form::<PaperAdd>(command_type::PAPER_ADD),
        form::<Nothing>(command_type::PAPER_REMOVE),
        form::<DependantAdd>(command_type::DEPENDANT_ADD),
        form::<Nothing>(command_type::DEPENDANT_REMOVE),
        form::<Nothing>(command_type::CANCEL),
    ]
}

fn records() -> Vec<Form> {
    vec![
        form::<AlertRecord>(AlertRecord::KIND),
        form::<CatalogueRecord>(CatalogueRecord::KIND),
        form::<CommandResult>(CommandResult::KIND),
        form::<CredentialRecord>(CredentialRecord::KIND),
        form::<DependantRecord>(DependantRecord::KIND),
        form::<DeviceRecord>(DeviceRecord::KIND),
        form::<DossierRecord>(DossierRecord::KIND),
        form::<FeeRecord>(FeeRecord::KIND),
        form::<HolidaysRecord>(HolidaysRecord::KIND),
        form::<PaperRecord>(PaperRecord::KIND),
        form::<PetitionRecord>(PetitionRecord::KIND),
        form::<ProfileRecord>(ProfileRecord::KIND),
        form::<RecoveryNotice>(RecoveryNotice::KIND),
        form::<StatusRecord>(StatusRecord::KIND),
        form::<TrustRecord>(TrustRecord::KIND),
    ]
}

/// Forms that no route names: lines of the catalogue pack, refusals, and what only stands behind `Sensitive`.
fn others() -> Vec<Form> {
    vec![form::<PackHeader>(""), form::<DeltaHeader>(""), form::<Procedure>(""), form::<Problem>(""), form::<Sex>("")]
}

/// What the Rust names in doc comments are on the wire.
fn terms() -> BTreeMap<String, String> {
    let types: Vec<&str> = command_bodies().iter().map(|body| body.label).collect();
    let mut terms: BTreeMap<String, String> =
        records().into_iter().map(|record| (format!("{}::KIND", record.name), record.label.to_owned())).collect();
    let fixed = [
        ("CATALOGUE_PATH", CATALOGUE_PATH.to_owned()),
        ("STATUS_PATH", STATUS_PATH.to_owned()),
        ("TRUST_PATH", TRUST_PATH.to_owned()),
        ("PAYMENT_NOTICE_PATH", PAYMENT_NOTICE_PATH.to_owned()),
        ("SCHEMA", SCHEMA.to_string()),
        ("Command::blobs", "blobs` of `Command".to_owned()),
        ("command_type", types.join("`, `")),
        ("command_type::DOSSIER_SUBMIT", command_type::DOSSIER_SUBMIT.to_owned()),
        ("command_type::DOSSIER_SUPPLEMENT", command_type::DOSSIER_SUPPLEMENT.to_owned()),
        ("command_type::DOSSIER_WITHDRAW", command_type::DOSSIER_WITHDRAW.to_owned()),
        ("command_type::PETITION_SUBMIT", command_type::PETITION_SUBMIT.to_owned()),
        ("command_type::FEE_PAY", command_type::FEE_PAY.to_owned()),
        ("command_type::PAPER_ADD", command_type::PAPER_ADD.to_owned()),
        ("MAX_TEXT", MAX_TEXT.to_string()),
        ("MAX_PLACE", MAX_PLACE.to_string()),
        ("MAX_PHOTOS", MAX_PHOTOS.to_string()),
        ("command_type::DEPENDANT_ADD", command_type::DEPENDANT_ADD.to_owned()),
        ("crate::portal::command::command_type::DEPENDANT_ADD", command_type::DEPENDANT_ADD.to_owned()),
        (
            "stream",
            "dossier/<dossier id>`, `petition/<petition id>`, `paper/<paper id>` or `dependant/<dependant id>"
                .to_owned(),
        ),
    ];
    terms.extend(fixed.map(|(rust, wire)| (rust.to_owned(), wire)));
    terms
}

/// Adds to a field's description which form goes with which label.
fn list(document: &mut Value, schema: &str, field: &str, forms: Vec<Form>) {
    let pointer = format!("/components/schemas/{schema}/properties/{field}/description");
    if let Some(Value::String(description)) = document.pointer_mut(&pointer) {
        for Form { label, name, .. } in forms {
            description.push_str(&format!("\n- `{label}`: `{name}`"));
        }
    }
}
