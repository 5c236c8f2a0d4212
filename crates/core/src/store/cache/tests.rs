//! The mirror, page by page.

use super::*;
use cds_wire::Sensitive;
use serde_json::json;

fn open() -> (tempfile::TempDir, Cache) {
    let folder = tempfile::tempdir().expect("a folder");
    let key = Key::from_bytes(&[7; 32]).expect("a key");
    let cache = Cache::open(&folder.path().join("cache.db"), &key).expect("the cache opens");
    (folder, cache)
}

fn page(cursor: &str, has_more: bool, changes: Vec<Change>) -> SyncResponse {
    SyncResponse {
        now: 0,
        cursor: cursor.to_owned(),
        has_more,
        last_seq: 0,
        safe_seq: None,
        numbers: None,
        results: Vec::new(),
        changes,
        uploads: Vec::new(),
        reset: None,
        retry_after: None,
    }
}

fn put(kind: &str, id: &str, data: serde_json::Value) -> Change {
    Change {
        lane: 1,
        kind: kind.to_owned(),
        id: id.to_owned(),
        ver: 1,
        op: ChangeOp::Put,
        data: Some(Sensitive::new(data)),
    }
}

fn dossier(status: u8) -> serde_json::Value {
    json!({ "code": null, "procedure_code": "1.001193", "procedure_name": "Đăng ký khai sinh",
            "status": status, "updated_at": 5 })
}

fn ids(cache: &Cache) -> Vec<String> {
    let dossiers = cache.entities::<DossierRecord>("dossier").expect("read");
    dossiers.into_iter().map(|(id, _)| id).collect()
}

fn unread(cache: &Cache, kind: &str) -> Vec<Value> {
    let mut statement =
        cache.0.prepare("SELECT unread FROM entity WHERE kind = ?1 AND unread IS NOT NULL").expect("SQL");
    let texts = statement.query_map([kind], |row| row.get::<_, String>(0)).expect("read");
    texts.map(|text| serde_json::from_str(&text.expect("a row")).expect("JSON")).collect()
}

#[test]
fn a_page_moves_rows_cursor_and_contact_together() {
    let (_folder, mut cache) = open();
    cache.apply(&page("c1", true, vec![put("dossier", "a", dossier(4))]), 10).expect("applied");
    assert_eq!(ids(&cache), ["a"]);
    assert_eq!(cache.contact().expect("read"), Contact { complete: false, last: Some(10), in_step: None });
    cache.apply(&page("c2", false, vec![]), 12).expect("applied");
    assert_eq!(cache.cursor().expect("read").as_deref(), Some("c2"));
    assert!(cache.contact().expect("read").complete);
}

#[test]
fn the_contents_of_a_paper_go_with_its_row_once_the_pull_is_complete() {
    let (_folder, mut cache) = open();
    let digest = |bytes: &[u8]| crate::store::blobs::digest(bytes);
    let paper = |content: &[u8], thumbnail: &[u8]| {
        let blob = |bytes: &[u8]| json!({ "sha256": digest(bytes), "size": bytes.len(), "media_type": "image/jpeg" });
        json!({ "kind": "other", "title": "Giấy", "source": "own_upload", "added_at": 1, "content": blob(content),
                "thumbnail": blob(thumbnail) })
    };
    let papers = vec![put("paper", "a", paper(b"of a", b"small")), put("paper", "b", paper(b"of b", b"small"))];
    cache.apply(&page("c1", false, papers.clone()), 10).expect("applied");
    for content in [b"of a".as_slice(), b"of b", b"small"] {
        cache.keep_whole(&digest(content), content).expect("kept");
    }
    let again = |cursor, has_more, changes, reset| SyncResponse { reset, ..page(cursor, has_more, changes) };
    let begun = again("c2", true, vec![], Some(cds_wire::portal::Reset::Expired));
    cache.apply(&begun, 11).expect("applied");
    assert_eq!(cache.contents().expect("read"), 3, "it may still come");
    cache.apply(&again("c3", false, papers.into_iter().skip(1).collect(), None), 12).expect("applied");
    assert_eq!(cache.content(&digest(b"of a")).expect("read"), None);
    assert_eq!(cache.content(&digest(b"small")).expect("read").as_deref(), Some(b"small".as_slice()), "b has it too");
    assert_eq!((cache.contents().expect("read"), cache.names("paper", "a").expect("read")), (2, false));
}

#[test]
fn applying_a_page_twice_changes_nothing() {
    let (_folder, mut cache) = open();
    let changes = page("c1", false, vec![put("dossier", "a", dossier(4)), put("dossier", "b", dossier(10))]);
    cache.apply(&changes, 10).expect("applied");
    let once = cache.entities::<DossierRecord>("dossier").expect("read");
    cache.apply(&changes, 10).expect("applied");
    assert_eq!(cache.entities::<DossierRecord>("dossier").expect("read"), once);
}

#[test]
fn what_this_version_cannot_read_is_kept_as_it_came() {
    let (_folder, mut cache) = open();
    let unknown = json!({ "seen": 3, "text": "Mưa lớn" });
    let changes = vec![put("petition", "x", unknown.clone()), put("dossier", "y", dossier(11))];
    cache.apply(&page("c1", false, changes), 0).expect("applied");
    assert!(ids(&cache).is_empty());
    assert_eq!(unread(&cache, "petition"), [unknown]);

    cache.apply(&page("c2", false, vec![put("dossier", "y", dossier(9))]), 0).expect("applied");
    assert_eq!((ids(&cache).as_slice(), unread(&cache, "dossier").len()), (["y".to_owned()].as_slice(), 0));
}

#[test]
fn a_version_that_can_read_it_reads_what_waited() {
    let (_folder, mut cache) = open();
    cache.apply(&page("c1", false, vec![put("dossier", "y", dossier(4))]), 0).expect("applied");
    cache.0.execute("UPDATE entity SET unread = replace(data, ':4', ':9')", []).expect("as an older version left it");
    cache.read_again().expect("read");
    let (_, record) = cache.entity::<DossierRecord>("dossier", "y").expect("read").expect("there");
    assert_eq!((record.status.number(), unread(&cache, "dossier").len()), (9, 0));
}

#[test]
fn a_page_that_begins_anew_replaces_what_was_there_once_it_is_complete() {
    let (_folder, mut cache) = open();
    let both = vec![put("dossier", "a", dossier(4)), put("dossier", "b", dossier(4))];
    cache.apply(&page("c1", false, both), 0).expect("applied");
    let mut anew = page("c2", true, vec![put("dossier", "b", dossier(9))]);
    anew.reset = Some(cds_wire::portal::Reset::Diverged);
    cache.apply(&anew, 0).expect("applied");
    assert_eq!(ids(&cache), ["a", "b"], "readable until all of it is there");
    cache.apply(&page("c3", false, vec![]), 0).expect("applied");
    assert_eq!(ids(&cache), ["b"]);
}

#[test]
fn what_the_portal_no_longer_has_goes_when_a_new_pull_is_complete() {
    let (_folder, mut cache) = open();
    let both = vec![put("dossier", "a", dossier(4)), put("dossier", "b", dossier(4))];
    cache.apply(&page("c1", false, both), 0).expect("applied");
    cache.forget_cursor().expect("forgotten");
    cache.apply(&page("c2", true, vec![put("dossier", "a", dossier(9))]), 0).expect("applied");
    assert_eq!(ids(&cache), ["a", "b"], "readable until the pull is complete");
    cache.apply(&page("c3", false, vec![]), 0).expect("applied");
    assert_eq!(ids(&cache), ["a"]);
}

#[test]
fn a_state_that_cannot_be_read_leaves_the_last_one_that_could() {
    let (_folder, mut cache) = open();
    cache.apply(&page("c1", false, vec![put("dossier", "a", dossier(4))]), 0).expect("applied");
    cache.forget_cursor().expect("forgotten");
    cache.apply(&page("c2", false, vec![put("dossier", "a", dossier(11))]), 0).expect("applied");
    assert_eq!(ids(&cache), ["a"]);
}

#[test]
fn a_removed_dossier_goes() {
    let (_folder, mut cache) = open();
    cache.apply(&page("c1", false, vec![put("dossier", "a", dossier(4))]), 0).expect("applied");
    let del = Change { op: ChangeOp::Del, data: None, ..put("dossier", "a", json!(null)) };
    cache.apply(&page("c2", false, vec![del]), 0).expect("applied");
    assert!(ids(&cache).is_empty());
}
