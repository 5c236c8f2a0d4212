//! The first run in the real window, with a keystore and without one, and how it is kept.

use cds_e2e::{Desktop, FIRST, Keystore, Language, PIN, Portal, Start, Theme, Window};

#[tokio::test]
async fn a_citizen_signs_in_and_reads_dossiers_with_the_portal_gone() -> anyhow::Result<()> {
    let desktop = Desktop::start(Keystore::Unlocked, Theme::Light)?;
    let mut portal = Portal::start(&desktop.path("portal"))?;
    let home = desktop.path("app");

    let window = Window::open(&desktop, &home, &portal, &Start::default()).await?;
    window.skip_intro().await?;
    window.sign_in(&portal, &FIRST).await?;
    window.choose_secret("123456").await?;
    window.wait_text(&Language::Vi.text("error-pin-is-run")?).await?;
    window.choose_secret(PIN).await?;
    window.see_dossiers(&FIRST).await?;
    for title in ["Đăng ký khai sinh", "Đăng ký thường trú", "Cấp lại giấy phép lái xe"] {
        window.row("dossier", title).await?;
    }
    window.go("personal").await?;
    window.click("open-display").await?;
    window.click("language-en").await?;
    window.wait("html[lang=en]").await?;
    window.click("theme-dark").await?;
    window.wait("html[data-theme=dark]").await?;
    window.click("text-largest").await?;
    window.wait("html[data-text='200']").await?;
    window.resize(320, 640).await?;
    let script = "const root = document.documentElement;
        return [getComputedStyle(root).fontSize, root.scrollWidth - root.clientWidth];";
    let largest = window.ask(script).await?;
    anyhow::ensure!(largest == serde_json::json!(["32px", 0]), "size, and px wider than the window: {largest}");
    portal.stop();
    window.sync().await?;
    window.wait_text(&Language::En.text("connection-offline")?).await?;
    // What is asked of the office now waits.
    window.open_dossier("Đăng ký khai sinh").await?;
    window.wait_text(&Language::En.text("time-left-paused")?).await?;
    window.open_dossier("Đăng ký thường trú").await?;
    window.click("withdraw").await?;
    window.type_into("withdraw-reason", "Đã chuyển nơi ở").await?;
    window.click("withdraw-yes").await?;
    window.wait_gone("#withdraw-yes").await?;
    window.wait_text(&Language::En.text("command-dossier-withdraw")?).await?;
    window.close().await?;

    // The app starts again with no portal: how it looks is kept, a wrong PIN opens nothing, the right one the cache.
    let window = Window::open(&desktop, &home, &portal, &Start::default()).await?;
    window.wait("html[lang=en][data-theme=dark][data-text='200'] #secret").await?;
    window.wait_text(&Language::En.text("unlock-title")?).await?;
    window.unlock("097531").await?;
    window.wait_text(&Language::En.text("error-wrong-secret")?).await?;
    let focused = window.ask("return document.activeElement.id").await?;
    anyhow::ensure!(focused == "secret", "a refused field takes the focus, not {focused}");
    window.shows_none_of(&["Đăng ký khai sinh", FIRST.name]).await?;
    window.come_in().await?;
    window.see_dossiers(&FIRST).await?;

    // The portal comes back at its address with news from the office.
    anyhow::ensure!(
        !window.text().await?.contains(&Language::En.text("status-returned")?),
        "nothing was handed over yet"
    );
    portal.start_again()?;
    portal.advance("H14.21-260915-0342", 10, None)?;
    window.sync().await?;
    window.wait_text(&Language::En.text("status-returned")?).await?;
    window.wait_text(&Language::En.text("status-withdrawal-requested")?).await?;
    window.click("lock").await?;
    window.wait("#secret").await?;
    window.shows_none_of(&["Đăng ký khai sinh", FIRST.name]).await?;
    window.close().await?;

    // What app, webview and keystore left behind holds nothing that can be read.
    desktop.nothing_readable(&["Xin chụp lại rõ cả bốn góc", FIRST.name, "H14.40.02", FIRST.number, FIRST.phone, PIN])
}

#[tokio::test]
async fn a_page_whose_process_was_ended_begins_anew_and_nothing_that_was_written_is_lost() -> anyhow::Result<()> {
    let desktop = Desktop::start(Keystore::Unlocked, Theme::Light)?;
    let portal = Portal::start(&desktop.path("portal"))?;
    let home = desktop.path("app");
    let window = Window::open(&desktop, &home, &portal, &Start::default()).await?;
    window.enter(&portal, &FIRST).await?;
    window.begin_form("Khai báo tạm vắng").await?;
    window.ask_for("Tạm trú một năm").await?;
    window.lose_page().await?;
    window.kill().await?;
    let window = Window::open(&desktop, &home, &portal, &Start::default()).await?;
    window.come_in().await?;
    window.go_on_with("Khai báo tạm vắng").await?;
    anyhow::ensure!(window.value("field-noi_dung").await? == "Tạm trú một năm", "the draft is there");
    window.close().await
}

#[tokio::test]
async fn without_a_keystore_a_passphrase_takes_the_pins_place() -> anyhow::Result<()> {
    let desktop = Desktop::start(Keystore::None, Theme::Dark)?;
    let portal = Portal::start(&desktop.path("portal"))?;
    let home = desktop.path("app");
    let window = Window::open(&desktop, &home, &portal, &Start::default()).await?;
    window.skip_intro().await?;
    window.sign_in(&portal, &FIRST).await?;
    window.wait_text(&Language::Vi.text("choose-passphrase-title")?).await?;
    window.check_page(Language::Vi).await?;
    window.choose_secret(PIN).await?;
    window.wait_text(&Language::Vi.text("error-passphrase-too-short")?).await?;
    window.choose_secret("mưa rừng xanh").await?;
    window.see_dossiers(&FIRST).await?;
    window.click("lock").await?;
    // Nobody but its citizen knows a passphrase: there is no help, and that is said before anything is lost.
    window.click("forgotten").await?;
    window.wait("#start-over-lost").await?;
    window.wait_text(&Language::Vi.text("start-over-passphrase")?).await?;
    window.click("back").await?;
    window.unlock("mưa rừng xanh").await?;
    window.see_dossiers(&FIRST).await?;
    window.close().await
}

#[tokio::test]
async fn the_page_runs_nothing_foreign() -> anyhow::Result<()> {
    let desktop = Desktop::start(Keystore::None, Theme::Light)?;
    let portal = Portal::start(&desktop.path("portal"))?;
    let window = Window::open(&desktop, &desktop.path("app"), &portal, &Start::default()).await?;
    window.wait("h1").await?;
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

#[tokio::test]
async fn a_page_that_has_stopped_says_so_and_begins_anew() -> anyhow::Result<()> {
    let desktop = Desktop::start(Keystore::None, Theme::Light)?;
    let portal = Portal::start(&desktop.path("portal"))?;
    let window = Window::open(&desktop, &desktop.path("app"), &portal, &Start::default()).await?;
    window.wait("#intro-skip").await?;
    anyhow::ensure!(!window.has("#fault:not([hidden])").await?, "nothing has stopped yet");
    // What the webview tells the page where the module traps.
    let trap = "window.old = true;
        const module = Uint8Array.of(0, 97, 115, 109, 1, 0, 0, 0, 1, 4, 1, 96, 0, 0, 3, 2, 1, 0, 7, 5, 1, 1, 97, 0, 0,
            10, 5, 1, 3, 0, 0, 11);
        setTimeout(() => new WebAssembly.Instance(new WebAssembly.Module(module)).exports.a(), 0);";
    window.ask(trap).await?;
    window.wait("#fault:not([hidden])").await?;
    window.wait_text(&Language::Vi.text("fault")?).await?;
    window.check_page(Language::Vi).await?;
    window.click("fault-reload").await?;
    window.wait("#fault[hidden]").await?;
    window.wait("#intro-skip").await?;
    anyhow::ensure!(window.ask("return window.old ?? false").await? == false, "the page is a new one");
    window.close().await
}
