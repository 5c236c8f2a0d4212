//! The citizen's path in the real window.

use std::path::Path;

use cds_e2e::{Desktop, Keystore, Portal, Theme, Window};

const NUMBER: &str = "004090000001";
const PHONE: &str = "0900000001";
const PIN: &str = "135790";

#[tokio::test]
async fn a_citizen_signs_in_and_reads_dossiers_with_the_portal_gone() -> anyhow::Result<()> {
    let desktop = Desktop::start(Keystore::Unlocked, Theme::Light)?;
    let mut portal = Portal::start(&desktop.path("portal"))?;
    let home = desktop.path("app");

    let window = Window::open(&desktop, &home, &portal).await?;
    window.wait_text("Đăng nhập").await?;
    window.check_page().await?;
    window.sign_in(&portal, NUMBER, PHONE).await?;
    window.wait_text("Đặt mã PIN").await?;
    window.choose_secret("123456").await?;
    window.wait_text("quá dễ đoán").await?;
    window.choose_secret(PIN).await?;
    window.wait_text("3 hồ sơ").await?;
    window.check_page().await?;
    for title in ["Đăng ký khai sinh", "Đăng ký thường trú", "Cấp lại giấy phép lái xe", "Cần bạn làm"]
    {
        window.wait_text(title).await?;
    }
    window.click("language").await?;
    window.wait_text("3 dossiers").await?;
    window.check_page().await?;
    portal.stop();
    window.click("sync").await?;
    window.wait_text("The portal cannot be reached.").await?;
    window.close().await?;

    // The app starts again with no portal: the language is kept, a wrong PIN opens nothing, the right one the cache.
    let window = Window::open(&desktop, &home, &portal).await?;
    window.wait_text("Unlocking needs no network.").await?;
    window.check_page().await?;
    window.unlock("097531").await?;
    window.wait_text("The PIN or passphrase is wrong.").await?;
    let focused = window.ask("return document.activeElement.id").await?;
    anyhow::ensure!(focused == "secret", "a refused field takes the focus, not {focused}");
    anyhow::ensure!(!window.text().await?.contains("khai sinh"), "a wrong PIN shows nothing");
    window.unlock(PIN).await?;
    window.wait_text("Đăng ký khai sinh").await?;

    // The portal comes back at its address with news from the office, and what was said of its absence goes.
    window.wait("[data-code=NoNetwork]").await?;
    anyhow::ensure!(!window.text().await?.contains("Result handed over"), "nothing was handed over yet");
    portal.start_again()?;
    portal.advance("H14.21-260915-0342", 10)?;
    window.click("sync").await?;
    window.wait_text("Result handed over").await?;
    window.wait_gone("[data-code]").await?;
    window.click("lock").await?;
    window.wait_text("Unlocking needs no network.").await?;
    anyhow::ensure!(!window.text().await?.contains("khai sinh"), "a locked window shows nothing");
    window.close().await?;

    // What app, webview and keystore left behind holds nothing that can be read.
    for folder in ["app", "home", "data", "config", "cache", "runtime", "tmp"] {
        nothing_readable_below(&desktop.path(folder))?;
    }
    Ok(())
}

fn nothing_readable_below(folder: &Path) -> anyhow::Result<()> {
    for entry in std::fs::read_dir(folder)? {
        let (path, kind) = entry.and_then(|entry| Ok((entry.path(), entry.file_type()?)))?;
        if kind.is_dir() {
            nothing_readable_below(&path)?;
        } else if kind.is_file() {
            let bytes = std::fs::read(&path)?;
            for word in ["khai sinh", "Lý A Thí", "H14.40.02", NUMBER, PHONE, PIN] {
                let found = bytes.windows(word.len()).any(|window| window == word.as_bytes());
                anyhow::ensure!(!found, "{word:?} can be read in {}", path.display());
            }
        }
    }
    Ok(())
}

#[tokio::test]
async fn without_a_keystore_a_passphrase_takes_the_pins_place() -> anyhow::Result<()> {
    let desktop = Desktop::start(Keystore::None, Theme::Dark)?;
    let portal = Portal::start(&desktop.path("portal"))?;
    let home = desktop.path("app");
    let window = Window::open(&desktop, &home, &portal).await?;
    window.sign_in(&portal, NUMBER, PHONE).await?;
    window.wait_text("Đặt cụm mật khẩu").await?;
    window.check_page().await?;
    window.choose_secret(PIN).await?;
    window.wait_text("ngắn hơn 10 ký tự").await?;
    window.choose_secret("mưa rừng xanh").await?;
    window.wait_text("3 hồ sơ").await?;
    window.close().await
}

#[tokio::test]
async fn the_keyboard_alone_signs_in_and_the_page_runs_nothing_foreign() -> anyhow::Result<()> {
    let desktop = Desktop::start(Keystore::None, Theme::Light)?;
    let portal = Portal::start(&desktop.path("portal"))?;
    let window = Window::open(&desktop, &desktop.path("app"), &portal).await?;
    window.resize(320, 640).await?;
    window.wait_text("Đăng nhập").await?;
    window.check_page().await?;
    window.wait("#personal-number").await?;
    window.press(&["\u{e004}", NUMBER, "\u{e004}", PHONE, "\u{e004}", "20/05/2021", "\u{e007}"]).await?;
    window.wait("#otp").await?;
    window.check_page().await?;
    window.press(&["\u{e004}", &portal.last_otp(PHONE)?, "\u{e007}"]).await?;
    window.wait("#secret-again").await?;
    let focused = window.ask("return document.activeElement.tagName").await?;
    anyhow::ensure!(focused == "H1", "a new screen's heading takes the focus, not {focused}");

    let foreign = "const script = document.createElement('script');
        script.textContent = 'window.foreign = 1';
        document.head.append(script);
        const style = document.createElement('style');
        style.textContent = 'h1 { display: none }';
        document.head.append(style);
        return [window.foreign ?? 0, getComputedStyle(document.querySelector('h1')).display, typeof window.__TAURI__]";
    let found = window.ask(foreign).await?;
    anyhow::ensure!(found == serde_json::json!([0, "block", "undefined"]), "the policy lets through: {found}");
    window.close().await
}
