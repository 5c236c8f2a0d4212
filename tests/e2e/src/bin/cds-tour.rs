//! `cds-tour FOLDER`: walks through the app in a virtual display, checks each page and leaves screenshots.

#![expect(clippy::print_stdout, reason = "the tour tells where it is")]

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context, Result};
use cds_e2e::{Desktop, Keystore, Portal, Theme, Window, built};

/// A phone of 5 inches, the same with text twice as large, and a counter's desktop: width, height, text in percent.
const SIZES: [(&str, u32, u32, u32); 3] =
    [("phone", 360, 740, 100), ("phone-large-text", 360, 740, 200), ("desktop", 1366, 768, 100)];
const NUMBER: &str = "004090000001";
const PHONE: &str = "0900000001";
const PIN: &str = "135790";

#[tokio::main]
async fn main() -> ExitCode {
    match tour().await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            println!("    {error:#}");
            ExitCode::FAILURE
        }
    }
}

async fn tour() -> Result<()> {
    let folder = std::env::args_os().nth(1).map(PathBuf::from).context("name a folder for the screenshots")?;
    if folder.exists() {
        std::fs::remove_dir_all(&folder)?;
    }
    std::fs::create_dir_all(&folder)?;
    let mut tour = Tour { folder, steps: 0, step_in_walk: 0, pictures: 0 };
    tour.walk(Theme::Light).await?;
    tour.walk(Theme::Dark).await?;
    println!("    {} steps confirmed, {} screenshots", tour.steps, tour.pictures);
    Ok(())
}

struct Tour {
    folder: PathBuf,
    steps: u32,
    step_in_walk: u32,
    pictures: u32,
}

impl Tour {
    async fn walk(&mut self, theme: Theme) -> Result<()> {
        let name = if theme == Theme::Light { "light" } else { "dark" };
        let desktop = Desktop::start(Keystore::Unlocked, theme)?;
        let mut portal = Portal::start(&desktop.path("portal"))?;
        let home = desktop.path("app");
        let window = Window::open(&desktop, &home, &portal).await?;
        let dark = window.ask("return matchMedia('(prefers-color-scheme: dark)').matches").await?;
        anyhow::ensure!(dark == (theme == Theme::Dark), "the page does not follow the desktop's {name} colours");
        self.step_in_walk = 0;

        self.step(&window, name, "sign-in", "Số định danh cá nhân").await?;
        window.type_into("personal-number", "00409").await?;
        window.type_into("phone", PHONE).await?;
        window.type_into("issued", "20/05/2021").await?;
        window.click("continue").await?;
        self.step(&window, name, "sign-in-wrong", "Số định danh chưa đúng").await?;
        window.sign_in(&portal, NUMBER, PHONE).await?;
        self.step(&window, name, "choose-pin", "Đặt mã PIN").await?;
        window.choose_secret(PIN).await?;
        window.wait_text("3 hồ sơ").await?;
        self.step(&window, name, "dossiers", "Đăng ký khai sinh").await?;
        window.click("language").await?;
        self.step(&window, name, "dossiers-en", "My dossiers").await?;
        window.click("language").await?;
        portal.stop();
        window.click("sync").await?;
        self.step(&window, name, "dossiers-offline", "Không liên lạc được với cổng").await?;
        window.click("lock").await?;
        self.step(&window, name, "lock-screen", "Không cần mạng để mở khóa").await?;
        window.close().await?;

        // Filed without a window and without a portal: the window shows that it waits.
        let pin = desktop.path("pin");
        std::fs::write(&pin, PIN)?;
        let mut cds = desktop.command(built("cds")?);
        cds.arg("--home").arg(&home).args(["--portal", &portal.url(), "--pin-file"]).arg(&pin);
        let filed = cds.args(["submit", "--procedure", "1.004194", "--set", "ho_ten=Lý A Thí"]).output()?;
        anyhow::ensure!(filed.status.success(), "{}", String::from_utf8_lossy(&filed.stderr));

        let window = Window::open(&desktop, &home, &portal).await?;
        window.unlock("097531").await?;
        self.step(&window, name, "lock-screen-wrong", "chưa đúng. Dữ liệu").await?;
        window.unlock(PIN).await?;
        self.step(&window, name, "dossiers-unlocked-offline", "Cấp lại giấy phép lái xe").await?;
        self.step(&window, name, "dossier-waiting", "Chờ gửi").await?;
        window.close().await
    }

    /// Confirms from the page itself where the tour is, checks the page, and takes its picture at each size.
    async fn step(&mut self, window: &Window, theme: &str, name: &str, expected: &str) -> Result<()> {
        self.step_in_walk += 1;
        window.wait_text(expected).await.with_context(|| format!("at step {name}"))?;
        for (device, width, height, percent) in SIZES {
            window.resize(width, height).await?;
            window.check_page().await.with_context(|| format!("at step {name}, {device}, {theme}"))?;
            window.resize_text(percent).await.with_context(|| format!("at step {name}, {device}, {theme}"))?;
            let file = format!("{:02}-{name}-{device}-{theme}.png", self.step_in_walk);
            window.screenshot(&Path::new(&self.folder).join(file)).await?;
            window.resize_text(100).await?;
            self.pictures += 1;
        }
        self.steps += 1;
        println!("    {theme}: {name}: the page shows {expected:?}");
        Ok(())
    }
}
