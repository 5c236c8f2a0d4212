//! The way through every screen of the app, for the tests and for the tour.
//!
//! One walk is one citizen's day in one theme and one language, so that each screen is reached as a person reaches it. At
//! each screen the page is known by an element and by its text before the visitor is called.

mod apart;
mod checks;
mod entrance;
mod extremes;
mod filing;
mod official;
mod places;
mod services;
mod ways_in;

pub use extremes::extremes;

use std::path::PathBuf;

use anyhow::{Context, Result, ensure};

use crate::{Desktop, Keystore, Language, Portal, Shown, Start, Theme, Window, paper_pdf, photo};

/// The procedure that is read.
const PROCEDURE: &str = "Thủ tục đăng ký khai sinh";
/// One that has no form of its own, and is filled in.
const GENERIC: &str = "Cấp hộ chiếu phổ thông ở trong nước (thực hiện tại cấp tỉnh)";
/// One that has one: with conditions, a group and a paper.
const OFFICIAL: &str = "Đăng ký tạm trú";
/// What the code on the first citizen's card says.
const CARD: &str = "004090000001||Lý A Thí|02091990|Nam|Xóm Lũng Đẩy, Xã Quảng Uyên, Cao Bằng|20052021";
/// The one that is filed and waits.
const WAITS: &str = "Khai báo tạm vắng";
/// The one that the office ends while it waits, and its code.
const RETURNED: (&str, &str) = ("Thủ tục đăng ký kết hôn", "1.000894");

/// Where a walk is: what it needs, and what is called at each screen.
struct Walk<V> {
    desktop: Desktop,
    portal: Portal,
    home: PathBuf,
    theme: Theme,
    language: Language,
    files: [PathBuf; 2],
    visit: V,
}

/// A screen on the way.
#[derive(Debug, Clone, Copy)]
pub struct Screen {
    /// Its name.
    pub name: &'static str,
    /// What it is known by, as a CSS selector.
    pub element: &'static str,
}

/// Walks through every screen; at each, `visit` is called with the window, the screen and the text that the page shows
/// there.
pub async fn walk<V>(theme: Theme, language: Language, visit: V) -> Result<()>
where
    V: AsyncFnMut(&Window, &Screen, &str) -> Result<()>,
{
    let desktop = Desktop::start(Keystore::Unlocked, theme)?;
    let portal = Portal::start(&desktop.path("portal"))?;
    let home = desktop.path("app");
    let out = desktop.path("out");
    std::fs::create_dir_all(&out)?;
    let files = [out.join("photo.jpg"), out.join("paper.pdf")];
    let [picture, paper] = &files;
    photo(picture, "walk")?;
    paper_pdf(paper, "walk")?;
    // One more than the first screen has place for.
    portal.warn("Sương mù dày đặc trên đèo Mã Phục")?;
    let mut walk = Walk { desktop, portal, home, theme, language, files, visit };

    let window = walk.open(None).await?;
    let dark = window.ask("return matchMedia('(prefers-color-scheme: dark)').matches").await?;
    ensure!(dark == (theme == Theme::Dark), "the page does not follow the desktop's colours");
    walk.entrance(&window).await?;
    walk.first_places(&window).await?;
    walk.papers(&window).await?;
    walk.page_cut_out(&window).await?;
    walk.form(&window).await?;
    walk.official(&window).await?;
    walk.without_portal(&window).await?;
    walk.with_portal_again(&window).await?;
    walk.served(&window).await?;
    walk.petition(&window).await?;
    walk.family(&window).await?;
    walk.personal(&window).await?;
    window.close().await?;
    walk.damaged().await?;
    walk.lock_screen().await?;
    walk.idle().await?;
    walk.waiting().await?;
    walk.recovery().await?;
    walk.anew().await?;
    walk.guest().await
}

impl<V> Walk<V>
where
    V: AsyncFnMut(&Window, &Screen, &str) -> Result<()>,
{
    /// Opens the app; whenever it lets a file be chosen, the PDF is.
    async fn open(&self, idle: Option<[u32; 3]>) -> Result<Window> {
        let [_, paper] = &self.files;
        let pick = [paper.as_path(); 3];
        Window::open(&self.desktop, &self.home, &self.portal, &Start { pick: &pick, idle, ..Start::default() }).await
    }

    /// Waits until the page has this element and shows this, and calls the visitor.
    async fn at(&mut self, window: &Window, name: &'static str, element: &'static str, shown: Shown) -> Result<()> {
        let expected = shown.text(self.language)?;
        window.wait(element).await.with_context(|| format!("at {name}"))?;
        window.wait_text(&expected).await.with_context(|| format!("at {name}"))?;
        (self.visit)(window, &Screen { name, element }, &expected).await.with_context(|| format!("at {name}"))
    }
}
