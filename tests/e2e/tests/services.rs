//! What a citizen comes for, by hand in the real window: found, filled in, filed and killed with no portal, mended, paid,
//! received and rated. What `tests/services.sh` does with two programs alone.
#![cfg(unix)]

use anyhow::{Result, ensure};
use cds_e2e::{Desk, FIRST, Language, Window};

const STAY: &str = "Đăng ký tạm trú";
/// Kept papers that go with it; the first is what the form asks for.
const KEPT: [&str; 2] = ["Xác nhận thông tin về cư trú", "Thẻ căn cước"];
/// What the form calls the paper that it asks for.
const PROOF: &str = "Giấy tờ chứng minh chỗ ở hợp pháp";
const WANTED: &str = "Hợp đồng có chữ ký";
const FEE: &str = "Lệ phí đăng ký tạm trú";
const RESULT: &str = "Giấy xác nhận đăng ký tạm trú";

/// On a phone no wider than this all of it holds.
async fn open(desk: &Desk) -> Result<Window> {
    let window = desk.open().await?;
    window.resize(320, 640).await?;
    Ok(window)
}

#[tokio::test]
async fn a_dossier_is_filed_mended_paid_received_and_rated_in_the_real_window() -> Result<()> {
    let mut desk = Desk::begin("services")?;
    let window = open(&desk).await?;
    window.enter(&desk.portal, &FIRST).await?;
    for title in KEPT {
        window.open_paper(title).await?;
    }

    desk.portal.stop();
    window.sync().await?;
    fills_in_and_confirms(&desk, &window).await?;
    window.kill().await?;
    let window = open(&desk).await?;
    window.come_in().await?;
    window.open_dossier(STAY).await?;
    window.wait_text(&Language::Vi.text("state-waiting")?).await?;
    for text in ["Số 7, xóm Lũng Đẩy", PROOF] {
        window.wait_text(text).await?;
    }

    desk.portal.start_again()?;
    window.sync().await?;
    let code = desk.portal.filed(STAY).await?;
    window.wait("#receipt").await?;
    window.wait_text(&code).await?;

    supplies_what_is_asked_for(&mut desk, &window, &code).await?;
    pays_late(&desk, &window, &code).await?;
    has_the_result(&mut desk, &window, &code).await?;
    window.close().await
}

/// Searched, read and filled in; two kept papers and a new photo go with it.
async fn fills_in_and_confirms(desk: &Desk, window: &Window) -> Result<()> {
    window.find_procedure(STAY).await?;
    window.click("file").await?;
    window.wait("#field-hoten").await?;
    ensure!(window.value("field-hoten").await? == FIRST.name, "the form knows the citizen");
    window.choose("field-tinhTT", "04").await?;
    window.wait("select#field-xaTT option:nth-child(3)").await?;
    let commune = window.ask("return document.querySelector('#field-xaTT').options[2].value").await?;
    window.choose("field-xaTT", commune.as_str().unwrap_or_default()).await?;
    for (field, answer) in [("diachiTT", "Số 7, xóm Lũng Đẩy"), ("tungay", "01/12/2026"), ("denngay", "30/11/2027")]
    {
        window.type_into(&format!("field-{field}"), answer).await?;
    }
    window.choose("field-loaicho", "muon").await?;
    window.click("field-laChuHo-YES").await?;
    window.attach_kept(0, KEPT[0]).await?;
    window.attach_kept(1, KEPT[1]).await?;
    window.has_focus("detach-1").await?;
    window.choose_file("attach-photo-2", &desk.photo).await?;
    window.wait("#detach-2").await?;
    // Of two others the first is taken off and attached again: what was pressed has gone, and the focus is at its place.
    window.click("detach-1").await?;
    window.wait_gone("#detach-2").await?;
    window.has_focus("attach-file-2").await?;
    window.attach_kept(2, KEPT[1]).await?;
    window.has_focus("detach-1").await?;
    // The page is cut out of what was just photographed.
    window.click("cut-2").await?;
    window.click("crop-cut").await?;
    window.wait_gone("#crop").await?;
    window.wait("#cut-2").await?;
    window.has_focus("detach-2").await?;
    window.saved().await?;
    window.click("review").await?;
    window.wait("#confirm").await?;
    window.wait("#preflight-size").await?;
    window.check_page(Language::Vi).await?;
    window.click("confirm").await?;
    window.wait("#standing").await
}

/// The office asks for a paper; it is answered with no portal.
async fn supplies_what_is_asked_for(desk: &mut Desk, window: &Window, code: &str) -> Result<()> {
    desk.portal.ask_for_paper(code, "Thiếu hợp đồng", WANTED)?;
    window.sync().await?;
    window.wait_text(WANTED).await?;
    desk.portal.stop();
    window.click("add-papers").await?;
    window.wait_text("Thiếu hợp đồng").await?;
    window.click("attach-file-0").await?;
    window.wait("#detach-0").await?;
    window.check_page(Language::Vi).await?;
    window.type_into("field-ghi_chu", "Hợp đồng ký hôm qua").await?;
    window.saved().await?;
    window.confirm().await?;
    window.wait_text(&Language::Vi.text("supplement-waiting")?).await?;
    desk.portal.start_again()?;
    window.sync().await?;
    desk.portal.reaches(code, 4).await?;
    window.wait_text(&Language::Vi.text("next-processing")?).await
}

/// A fee is asked for; its code is one that any bank reads, and the money comes late.
async fn pays_late(desk: &Desk, window: &Window, code: &str) -> Result<()> {
    let fee = desk.portal.ask_for_fee(code, 15_000, FEE)?;
    window.sync().await?;
    window.wait_text(FEE).await?;
    window.wait_text("15.000").await?;
    window.click(&format!("pay-{fee}")).await?;
    window.wait_picture("fee-picture").await?;
    ensure!(!window.has(&format!("#pay-{fee}")).await?, "no second payment is offered");
    let picture = desk.desktop.path("out").join("fee.png");
    std::fs::write(&picture, window.picture("fee-picture").await?)?;
    let text = desk.desktop.code_in(&picture)?;
    window.wait_text(&text).await?;
    ensure!(text.contains(code), "the transfer names the dossier: {text}");
    window.check_page(Language::Vi).await?;
    window.sync().await?;
    window.wait("[data-fee=Pending]").await?;
    desk.portal.pay_late(&text)?;
    window.sync().await?;
    window.wait("[data-fee=Pending]").await?;
    desk.portal.settle()?;
    window.sync().await?;
    window.wait("[data-fee=Paid]").await?;
    window.wait_text(&Language::Vi.text("fee-receipt")?).await?;
    window.check_page(Language::Vi).await
}

/// The result comes as a paper, opens with no portal, and the dossier is rated once.
async fn has_the_result(desk: &mut Desk, window: &Window, code: &str) -> Result<()> {
    desk.portal.deliver(code, &desk.photo, RESULT)?;
    window.sync().await?;
    window.wait("#result-0").await?;
    window.open_paper(RESULT).await?;
    desk.portal.stop();
    window.open_paper(RESULT).await?;
    window.wait_text(&Language::Vi.text("source-dossier-result")?).await?;
    window.open_dossier(code).await?;
    window.check_page(Language::Vi).await?;
    window.click("stars-5").await?;
    window.type_into("rating-comment", "Cảm ơn").await?;
    window.click("rate").await?;
    window.wait_text(&Language::Vi.text("rating-waiting")?).await?;
    desk.portal.start_again()?;
    window.sync().await?;
    window.wait_text(&Language::Vi.text("rating-5")?).await?;
    ensure!(!window.has("#rate").await?, "it is rated once");
    Ok(())
}

/// A petition with a photograph, written and sent with no portal, and answered.
#[tokio::test]
async fn a_petition_is_written_sent_and_answered_in_the_real_window() -> Result<()> {
    let mut desk = Desk::begin("services")?;
    let window = open(&desk).await?;
    window.enter(&desk.portal, &FIRST).await?;
    desk.portal.stop();
    window.go("home").await?;
    window.click("send-petition").await?;
    window.wait("#field-noi_dung").await?;
    window.choose("field-linh_vuc", "environment").await?;
    window.type_into("field-dia_diem", "Cầu Bằng Giang").await?;
    window.type_into("field-noi_dung", "Rác đổ ven sông").await?;
    window.choose_file("attach-photo-0", &desk.photo).await?;
    window.wait("#detach-0").await?;
    window.saved().await?;
    window.check_page(Language::Vi).await?;
    window.click("review").await?;
    window.wait("#confirm").await?;
    window.click("confirm").await?;
    window.wait("#standing").await?;
    window.wait_text(&Language::Vi.text("state-waiting")?).await?;
    window.check_page(Language::Vi).await?;
    desk.portal.start_again()?;
    window.sync().await?;
    window.wait("#receipt").await?;
    desk.portal.answer_petition("Đã dọn xong.")?;
    window.sync().await?;
    window.wait_text("Đã dọn xong.").await?;
    window.close().await
}
