//! What files are taken, and what is kept of them.

use crate::*;

#[test]
fn a_file_too_large_or_no_paper_is_named_and_nothing_is_kept() {
    let fixture = Fixture::start();
    check(&fixture.login(), 0);
    let film = fixture.path("film.mp4");
    std::fs::File::create(&film).and_then(|file| file.set_len(200 * 1024 * 1024)).expect("a large file");
    let scan = fixture.path("scan.pdf");
    std::fs::write(&scan, [b"%PDF-1.4\n".as_slice(), &vec![b' '; 7 * 1024 * 1024], b"%%EOF"].concat())
        .expect("written");
    let add = |path: &Path| fixture.cds(NOWHERE, &["paper", "add", path.to_str().expect("text"), "--kind", "other"]);
    for (path, sentence) in
        [(&film, "larger than 6 MB"), (&scan, "larger than 6 MB"), (&fixture.path("pin"), "no JPEG or PNG")]
    {
        let output = add(path);
        check(&output, 3);
        assert!(String::from_utf8_lossy(&output.stderr).lines().last().is_some_and(|last| last.contains(sentence)));
    }
    assert_eq!(check(&fixture.cds(NOWHERE, &["--json", "papers"]), 0), "[]\n");
    assert_eq!(check(&fixture.cds(NOWHERE, &["--json", "outbox"]), 0), "[]\n");
}

#[test]
fn of_a_picture_the_part_that_is_the_page_is_kept_and_a_locked_pdf_is_told() {
    let fixture = Fixture::start();
    check(&fixture.login(), 0);
    let icon = concat!(env!("CARGO_MANIFEST_DIR"), "/../../icons/icon.png");
    let add = ["--json", "paper", "add", icon, "--kind", "other"];
    let kept = check(&fixture.cds(NOWHERE, &[&add[..], &["--crop", "40,50,300,200"]].concat()), 0);
    let saved: serde_json::Value = serde_json::from_str(&kept).expect("JSON");
    let out = fixture.path("out.png");
    let export = ["paper", "export", saved["id"].as_str().expect("an id"), out.to_str().expect("text")];
    check(&fixture.cds(NOWHERE, &export), 0);
    let size = std::fs::read(&out).expect("written").get(16..24).map(<[u8]>::to_vec);
    assert_eq!(size.as_deref(), Some([0, 0, 1, 44, 0, 0, 0, 200].as_slice()), "300 by 200");
    let fails = |arguments: &[&str], exit, code: &str| {
        let output = fixture.cds(NOWHERE, arguments);
        check(&output, exit);
        assert!(String::from_utf8_lossy(&output.stderr).contains(code), "{code}");
    };
    fails(&[&add[..], &["--corners", "0,0,9000,0,9000,200,0,200"]].concat(), 3, r#"{"code":"page_not_found"}"#);
    fails(&[&add[..], &["--crop", "1,2,3"]].concat(), 2, "X,Y,W,H");
    let locked = fixture.path("locked.pdf");
    std::fs::write(&locked, "%PDF-1.7\ntrailer <</Encrypt<</Filter/Standard>>>>\n%%EOF").expect("written");
    fails(
        &["--json", "paper", "add", locked.to_str().expect("text"), "--kind", "other"],
        3,
        r#"{"code":"pdf_has_password"}"#,
    );
}

/// A PDF of one empty page, with something between.
#[cfg(unix)]
pub(crate) fn pdf(between: &[u8]) -> Vec<u8> {
    let page =
        b"%PDF-1.4\n1 0 obj <</Type/Catalog/Pages 2 0 R>> endobj 2 0 obj <</Type/Pages/Kids[3 0 R]/Count 1>> endobj \
                 3 0 obj <</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>> endobj\n";
    [page, between, b"trailer <</Root 1 0 R>>\n%%EOF"].concat()
}
