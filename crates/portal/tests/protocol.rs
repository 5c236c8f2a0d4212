//! The example in `docs/protocol.md`: a portal with a clock, randomness and keys of its own says exactly this.
//!
//! With `CDS_WRITE_PROTOCOL` set, the example is written into the document anew.

#![expect(clippy::expect_used, clippy::indexing_slicing, reason = "a test fails by panicking")]

#[path = "protocol/citizen.rs"]
mod citizen;
#[path = "protocol/document.rs"]
mod document;
#[path = "protocol/http.rs"]
mod http;
#[path = "protocol/limits.rs"]
mod limits;
#[path = "protocol/province.rs"]
mod province;

use cds_identity::{Context, DevicePublicKey, Receipt, TrustList, sign_in_message};
use cds_wire::portal::{SignInRequest, SignedIn, SyncRequest, SyncResponse};
use serde::de::DeserializeOwned;
use sha2::{Digest, Sha256};

use document::Document;
use http::Message;
use province::Province;

fn body<T: DeserializeOwned>(document: &Document, block: &str) -> T {
    serde_json::from_str(&Message::parse(document.block(block)).body).expect(block)
}

fn base64url(text: &str) -> Vec<u8> {
    use base64::Engine;
    base64::engine::general_purpose::URL_SAFE_NO_PAD.decode(text).expect("base64url")
}

#[test]
fn the_example_is_what_a_client_and_the_portal_say() {
    let said = citizen::conversation();
    if std::env::var_os("CDS_WRITE_PROTOCOL").is_some() {
        Document::read().write(&said);
    }
    let document = Document::read();
    assert_eq!(document.names(), said.iter().map(|(name, _)| name.as_str()).collect::<Vec<_>>());
    for (name, text) in &said {
        let same = document.block(name) == text;
        assert!(
            same,
            "`{name}` differs from docs/protocol.md: set CDS_WRITE_PROTOCOL and run this test, then look\n{text}"
        );
    }
}

#[test]
fn whoever_sends_the_examples_requests_gets_its_answers() {
    let document = Document::read();
    let province = Province::open();
    let mut replayed = 0;
    for name in document.names() {
        let Some(step) = name.strip_suffix(" request") else { continue };
        let answer = province.ask(&Message::parse(document.block(name)));
        assert_eq!(answer.text(), *document.block(&format!("{step} answer")), "{step}");
        replayed += 1;
    }
    assert_eq!(replayed, 10);
}

#[test]
fn the_examples_hash_signatures_and_receipt_are_what_the_document_says() {
    let document = Document::read();
    let sign_in: SignInRequest = body(&document, "sign-in request");
    let key = DevicePublicKey::from_bytes(&base64url(&sign_in.device.public_key)).expect("a key");
    let message = sign_in_message(sign_in.personal_number.reveal(), sign_in.otp.reveal());
    key.verify(Context::SignIn, &message, &base64url(&sign_in.device.proof)).expect("the device's proof");

    let signed_in: SignedIn = body(&document, "sign-in answer");
    let filing: SyncRequest = body(&document, "filing request");
    let command = &filing.commands[0];
    let hash = citizen::hash(&signed_in, command);
    key.verify(Context::Command, &hash, &command.sig.0).expect("the device's signature");
    // What is hashed, from the document's own listing.
    let listing = document.block("command hash");
    let (parts, hex) = listing.split_once("\nSHA-256: ").expect("the hash");
    let mut hashed = Vec::new();
    for line in parts.lines() {
        let word = line.split_whitespace().next().expect("bytes");
        let digits = word.as_bytes().chunks(2).map(|byte| std::str::from_utf8(byte).expect("ASCII"));
        hashed.extend(digits.map(|byte| u8::from_str_radix(byte, 16).expect("hex")));
    }
    assert_eq!(Sha256::digest(&hashed).as_slice(), hash);
    assert_eq!(hex, citizen::hex(&hash));

    let result: SyncResponse = body(&document, "result answer");
    let root = signed_in.trust.root.0.as_slice().try_into().expect("32 bytes");
    let list = TrustList::verify(&signed_in.trust.list.0, root).expect("the province's list");
    let receipt = result.results[0].receipt.as_ref().expect("a receipt");
    let receipt = Receipt::verify(&receipt.0, &list).expect("a receipt of the province");
    assert_eq!((receipt.command_hash, receipt.account.as_str()), (hash, signed_in.account.as_str()));
}
