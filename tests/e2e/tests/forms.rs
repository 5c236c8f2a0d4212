//! A procedure's own form, in the real window.
#![cfg(unix)]

use std::path::{Path, PathBuf};

use anyhow::{Result, ensure};
use cds_e2e::{Desktop, FIRST, Keystore, Language, Portal, Start, Theme, Window, paper_pdf};

/// A procedure with a form of its own: one that has conditions, a group and a paper.
const STAY: &str = "Đăng ký tạm trú";
/// What the form calls its paper.
const PROOF: &str = "Giấy tờ chứng minh chỗ ở hợp pháp";
/// One in which a field comes and goes among others.
const GUESTS: &str = "Thông báo lưu trú";
/// One without.
const GENERIC: &str = "Khai báo tạm vắng";
const SCREEN: &str = "#field-hoten";

async fn open(desktop: &Desktop, home: &Path, portal: &Portal, paper: &Path) -> Result<Window> {
    Window::open(desktop, home, portal, &Start { pick: &[paper], ..Start::default() }).await
}

#[tokio::test]
async fn a_procedures_page_is_copied_as_text_and_pasted_elsewhere() -> Result<()> {
    let desktop = Desktop::start(Keystore::Unlocked, Theme::Light)?;
    let portal = Portal::start(&desktop.path("portal"))?;
    let window = Window::open(&desktop, &desktop.path("app"), &portal, &Start::default()).await?;
    window.enter(&portal, &FIRST).await?;
    window.find_procedure(STAY).await?;
    window.click("share-procedure").await?;
    window.wait_text("Mã thủ tục: 1.004194").await?;
    let shown = window.ask("return document.getElementById('procedure-text').textContent").await?;
    window.click("copy-procedure").await?;
    window.wait_text(&Language::Vi.text("copy-done")?).await?;
    window.begin_form(GENERIC).await?;
    window.paste_into("field-noi_dung").await?;
    let pasted = window.value("field-noi_dung").await?;
    ensure!(shown.as_str() == Some(&pasted), "copied: {shown}\npasted: {pasted}");

    // A field that goes leaves those after it as they are, with the focus and what is being typed.
    window.find_procedure(GUESTS).await?;
    window.click("file").await?;
    window.wait("#field-tencoso").await?;
    window.ask("document.querySelector('#field-hotenTB').dataset.old = '1'").await?;
    window.choose("field-loaicoso", "ho_gia_dinh").await?;
    window.wait_gone("#field-tencoso").await?;
    ensure!(window.has("#field-hotenTB[data-old]").await?, "the field after one that has gone was made anew");
    window.close().await
}

#[tokio::test]
async fn a_form_of_its_own_is_filled_in_mended_and_confirmed_with_no_portal() -> Result<()> {
    let desktop = Desktop::start(Keystore::Unlocked, Theme::Light)?;
    let mut portal = Portal::start(&desktop.path("portal"))?;
    let (home, out): (PathBuf, PathBuf) = (desktop.path("app"), desktop.path("out"));
    std::fs::create_dir_all(&out)?;
    let paper = out.join("paper.pdf");
    paper_pdf(&paper, "a contract")?;
    let window = open(&desktop, &home, &portal, &paper).await?;
    window.enter(&portal, &FIRST).await?;
    portal.stop();

    window.find_procedure(STAY).await?;
    window.click("file").await?;
    begins_with_what_is_known(&window).await?;
    comes_and_goes_with_the_answers(&window).await?;
    tells_a_problem_when_a_field_is_left(&window).await?;
    has_rows(&window).await?;
    window.saved().await?;
    window.kill().await?;

    let window = open(&desktop, &home, &portal, &paper).await?;
    window.come_in().await?;
    window.click_row("todo", STAY).await?;
    window.wait(SCREEN).await?;
    let mended = window.value("field-denngay").await?;
    ensure!(mended == "30/11/2027", "what was mended is there: {mended:?}");
    ensure!(window.value("field-tienthue").await?.starts_with("1.500.000"), "so is what was typed before");
    ensure!(window.value("field-thanhvien-0-hoten").await? == "Ly Thi Mai", "and the row that was kept");
    is_checked_and_confirmed(&window).await?;

    portal.start_again()?;
    window.sync().await?;
    portal.filed(STAY).await?;
    window.close().await
}

/// The form is filled in from the province's record, says so, and can be copied.
async fn begins_with_what_is_known(window: &Window) -> Result<()> {
    window.wait(SCREEN).await?;
    window.wait_text(&Language::Vi.text("form-source-profile")?).await?;
    ensure!(window.value("field-hoten").await? == FIRST.name, "the form knows the citizen");
    ensure!(window.value("field-ngaysinh").await? == "02/09/1990", "a day is written as people write it");
    let unmarked = "return document.querySelectorAll('[aria-invalid=true], .field-error').length";
    ensure!(window.ask(unmarked).await? == 0, "nothing is wrong with a form that is begun");
    // By keys alone.
    window.reach_and_type("field-email", "thi@vidu.vn").await?;
    window.saved().await?;
    window.ask("document.querySelector('#field-hoten').dataset.old = '1'").await?;
    window.click("copy-draft").await?;
    window.wait("#field-hoten:not([data-old])").await?;
    ensure!(window.value("field-email").await? == "thi@vidu.vn", "the copy has what was typed");
    window.click("delete-draft").await?;
    window.click("delete-draft-yes").await?;
    window.wait_gone(SCREEN).await?;
    window.go("home").await?;
    window.click_row("todo", STAY).await?;
    window.wait(SCREEN).await
}

async fn comes_and_goes_with_the_answers(window: &Window) -> Result<()> {
    window.choose("field-tinhTT", "04").await?;
    window.wait("select#field-xaTT option:nth-child(3)").await?;
    let commune = window.ask("return document.querySelector('#field-xaTT').options[2].value").await?;
    window.choose("field-xaTT", commune.as_str().unwrap_or_default()).await?;
    window.type_into("field-diachiTT", "Số 7, xóm Lũng Đẩy").await?;
    window.choose("field-loaicho", "thue").await?;
    window.wait("#field-tienthue").await?;
    window.type_into("field-tienthue", "1.500.000").await?;
    window.choose("field-loaicho", "muon").await?;
    window.wait_gone("#field-tienthue").await?;
    window.choose("field-loaicho", "thue").await?;
    window.wait("#field-tienthue").await?;
    ensure!(window.value("field-tienthue").await? == "1.500.000", "what does not apply is not lost");
    window.click("field-laChuHo-NO").await?;
    window.wait("#field-hotenChuHo").await?;
    window.click("field-laChuHo-YES").await?;
    window.wait_gone("#field-hotenChuHo").await
}

async fn tells_a_problem_when_a_field_is_left(window: &Window) -> Result<()> {
    let impossible = Language::Vi.text("problem-date-impossible")?;
    window.type_into("field-tungay", "1.12.2026").await?;
    window.type_into("field-denngay", "31/02/2027").await?;
    ensure!(!window.text().await?.contains(&impossible), "nothing is said while one types");
    window.press(&["\u{e004}"]).await?;
    window.wait("#field-denngay-error").await?;
    window.wait_text(&impossible).await?;
    window.type_into("field-denngay", "30/11/2027").await?;
    window.wait_gone("#field-denngay-error").await
}

/// Two rows are added and filled in by keys; the first is taken out.
async fn has_rows(window: &Window) -> Result<()> {
    let focused = "return document.activeElement.id === arguments[0]";
    for (row, name) in ["Ly A Pao", "Ly Thi Mai"].into_iter().enumerate() {
        window.click("add-thanhvien").await?;
        let id = format!("field-thanhvien-{row}-hoten");
        window.until("the new row has not the focus", focused, &[id.as_str().into()]).await?;
        window.press(&[name]).await?;
        window.saved().await?;
    }
    window.wait_text("Người cùng tạm trú 2").await?;
    window.click("remove-thanhvien-0").await?;
    window.click("remove-thanhvien-0-yes").await?;
    window.wait_gone("#field-thanhvien-1-hoten").await?;
    ensure!(window.value("field-thanhvien-0-hoten").await? == "Ly Thi Mai", "the row after it moves up");
    let count = "return document.getElementById('field-sothanhvien').innerText.trim() === '1'";
    window.until("the rows are not counted", count, &[]).await.map(drop)
}

/// The check names what is missing and leads there; mended, the form is looked over and filed.
async fn is_checked_and_confirmed(window: &Window) -> Result<()> {
    window.click("review").await?;
    window.wait_text(&Language::Vi.text("preflight-blocked")?).await?;
    ensure!(!window.has("#confirm").await?, "what is not ready cannot be filed");
    window.wait_text(&format!("{PROOF}: {}", Language::Vi.text("problem-file-missing")?)).await?;
    window.wait_text("Người cùng tạm trú 1 – Giới tính").await?;
    window.click_row("mend", PROOF).await?;
    ensure!(window.ask("return document.activeElement.id").await? == "field-chungminhcho", "it leads to the field");
    window.click("attach-file-0").await?;
    window.wait("#detach-0").await?;
    window.type_into("field-thanhvien-0-ngaysinh", "1965").await?;
    window.click("field-thanhvien-0-gioitinh-2").await?;
    window.type_into("field-thanhvien-0-quanhe", "Mẹ").await?;
    window.wait_text(&Language::Vi.text("preflight-clear")?).await?;
    window.click("review").await?;
    window.wait("#confirm").await?;
    for text in ["Tôi cam đoan", "Số 7, xóm Lũng Đẩy", "Ly Thi Mai", "Thuê", PROOF, "01/12/2026"] {
        window.wait_text(text).await?;
    }
    window.wait("#preflight-size").await?;
    window.click("confirm").await?;
    window.wait("#standing").await?;
    window.wait_text(&Language::Vi.text("state-waiting")?).await?;
    // What was filed is shown by its form.
    window.wait_text("Tiền thuê mỗi tháng").await
}
