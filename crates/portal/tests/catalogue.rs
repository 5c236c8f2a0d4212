//! Importing with `cds-portal` while the portal serves, and downloading the pack as a device does.

#![expect(clippy::expect_used, reason = "a test fails by panicking")]

use std::process::{Command, Output};

use cds_portal::local::LocalPortal;
use cds_portal::storage::{StorageError, Tx};
use cds_portal::{DATABASE, SqliteStorage, Storage};
use cds_wire::portal::*;
use reqwest::blocking::{Client, Response};

const RECORDS: &str = r#"{ "procedures": [
    { "code": "1.000001", "name": "Thủ tục một", "fallback_page": true },
    { "code": "1.000002", "name": "" },
    { "code": "1.000003", "name": "Thủ tục ba" }
] }"#;

struct Fixture {
    folder: tempfile::TempDir,
    portal: LocalPortal,
    client: Client,
}

impl Fixture {
    #[expect(clippy::disallowed_methods, reason = "the test is the client")]
    fn start() -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let portal = LocalPortal::start(folder.path()).expect("the portal starts");
        let _ = rustls::crypto::ring::default_provider().install_default();
        let client = Client::builder().tls_certs_only([]).build().expect("a client");
        Self { folder, portal, client }
    }

    /// Reads from the portal's database beside it.
    fn stored<T>(&self, read: impl FnOnce(&dyn Tx) -> Result<T, StorageError>) -> T {
        let storage = SqliteStorage::open(&self.folder.path().join(DATABASE)).expect("the database opens");
        let storage: &dyn Storage = &storage;
        storage.read(read).expect("read")
    }

    fn import(&self, what: &str, content: &str) -> Output {
        let file = self.folder.path().join("records.json");
        std::fs::write(&file, content).expect("written");
        let mut command = Command::new(env!("CARGO_BIN_EXE_cds-portal"));
        let command = command.args(["import", what]).arg(file).arg("--data").arg(self.folder.path());
        command.output().expect("cds-portal runs")
    }

    fn get(&self, digest: &str, headers: &[(&str, &str)]) -> Response {
        let url = format!("{}{CATALOGUE_PATH}/{digest}", self.portal.url());
        let request = self.client.get(url);
        headers.iter().fold(request, |request, (name, value)| request.header(*name, *value)).send().expect("an answer")
    }
}

fn header<'a>(answer: &'a Response, name: &str) -> &'a str {
    answer.headers()[name].to_str().expect("text")
}

#[test]
fn an_import_says_what_became_of_every_record() {
    let fixture = Fixture::start();
    let output = fixture.import("procedures", RECORDS);
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    for line in
        ["2 procedures taken, 1 refused", "details from a page that stands in", "refused 1.000002: it has no name"]
    {
        assert!(said.contains(line), "{said}");
    }
    let (_, procedures) = fixture.stored(|tx| tx.procedures());
    let codes: Vec<&str> = procedures.iter().map(|procedure| procedure.code.as_str()).collect();
    assert!(codes.contains(&"1.000001") && codes.contains(&"1.000003") && !codes.contains(&"1.000002"));
}

#[test]
fn an_import_that_takes_nothing_fails_and_changes_nothing() {
    let fixture = Fixture::start();
    let before = fixture.stored(|tx| tx.current_pack());
    for content in [r#"{ "procedures": [{ "name": "Không mã" }] }"#, "không phải JSON"] {
        assert!(!fixture.import("procedures", content).status.success(), "{content}");
    }
    assert_eq!(fixture.stored(|tx| tx.current_pack()), before);
}

#[test]
fn units_are_imported() {
    let fixture = Fixture::start();
    let output = fixture.import(
        "units",
        r#"{ "province": { "code": "99", "full_name": "Tỉnh A" },
             "communes": [{ "code": "99001", "full_name": "Xã B" }, { "code": "9", "full_name": "Xã C" }] }"#,
    );
    assert!(output.status.success());
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(said.contains("2 units taken, 1 refused"), "{said}");
    let units = fixture.stored(|tx| tx.units());
    assert!(units.iter().any(|unit| unit.code == "99001" && unit.province.as_deref() == Some("99")));
}

#[test]
fn the_pack_is_downloaded_whole_or_from_where_a_download_broke_off() {
    let fixture = Fixture::start();
    fixture.import("procedures", RECORDS);
    let pack = fixture.stored(|tx| tx.current_pack()).expect("a pack");
    let digest = pack.sha256.to_string();

    let whole = fixture.get(&digest, &[]);
    assert_eq!((whole.status().as_u16(), header(&whole, "content-type")), (200, BLOB_MEDIA_TYPE));
    assert_eq!(header(&whole, "accept-ranges"), "bytes");
    assert!(header(&whole, "cache-control").contains("immutable"));
    let etag = header(&whole, "etag").to_owned();
    assert_eq!(etag, format!("\"{digest}\""));
    let bytes = whole.bytes().expect("a body");
    assert_eq!(bytes.len() as u64, pack.size);

    let rest = fixture.get(&digest, &[("range", "bytes=20-"), ("if-range", &etag)]);
    assert_eq!(rest.status().as_u16(), 206);
    assert_eq!(header(&rest, "content-range"), format!("bytes 20-{}/{}", pack.size - 1, pack.size));
    assert_eq!(rest.bytes().expect("a body"), bytes[20..]);

    let other = fixture.get(&digest, &[("range", "bytes=20-"), ("if-range", "\"other\"")]);
    assert_eq!((other.status().as_u16(), other.bytes().expect("a body")), (200, bytes));
}

#[test]
fn what_is_not_there_is_refused_with_its_code() {
    let fixture = Fixture::start();
    fixture.import("procedures", RECORDS);
    let digest = fixture.stored(|tx| tx.current_pack()).expect("a pack").sha256.to_string();
    let check = |answer: Response, expected: ProblemCode| {
        assert_eq!(header(&answer, "content-type"), PROBLEM_MEDIA_TYPE);
        let problem: Problem = serde_json::from_slice(&answer.bytes().expect("a body")).expect("a problem");
        assert_eq!(problem.code, expected);
    };
    check(fixture.get(&digest, &[("range", "bytes=99999999-")]), ProblemCode::RangeUnsatisfiable);
    check(fixture.get("AAAA", &[]), ProblemCode::NotFound);
    check(fixture.get(&"A".repeat(43), &[]), ProblemCode::NotFound);
}

#[test]
fn a_closed_procedure_leaves_the_catalogue_and_one_that_is_not_there_is_named() {
    let fixture = Fixture::start();
    let (version, before) = fixture.stored(|tx| tx.procedures());
    let close = |code: &str| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_cds-portal"));
        let command = command.args(["procedure", "close", code, "--data"]).arg(fixture.folder.path());
        command.output().expect("cds-portal runs")
    };
    assert!(close("1.004194").status.success());
    let (next, after) = fixture.stored(|tx| tx.procedures());
    assert_eq!((next, after.len()), (version + 1, before.len() - 1));
    assert!(after.iter().all(|procedure| procedure.code != "1.004194"));
    let again = close("1.004194");
    assert!(!again.status.success());
    assert!(String::from_utf8_lossy(&again.stderr).contains("no procedure of this code"));
}
