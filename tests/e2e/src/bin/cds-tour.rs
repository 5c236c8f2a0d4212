//! `cds-tour FOLDER [light|dark|vi|en …|extremes]`: walks through every screen of the app in a virtual display, checks each
//! and leaves screenshots. Of the themes and languages named, only those are walked through; with `extremes`, the ten most
//! extreme procedures alone.

#![expect(clippy::print_stdout, reason = "the tour tells where it is")]

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context, Result, ensure};
use cds_e2e::{Language, Screen, Theme, Window, contact_sheet, extremes, walk};

/// A phone of 5 inches, also with the largest text, a tablet and a counter's desktop: width, height, and text in percent.
const DEVICES: [(&str, u32, u32, u32); 4] =
    [("phone", 360, 740, 100), ("phone-200", 360, 740, 200), ("tablet", 820, 1180, 100), ("desktop", 1366, 768, 100)];

/// Screens of which the top shows nothing new: they are pictured where what they are known by stands.
const FURTHER_DOWN: [&str; 23] = [
    "form-choose-paper",
    "form-filled",
    "form-delete",
    "official-row",
    "official-row-remove",
    "official-blocked",
    "dossier-received",
    "dossier-cancel",
    "dossier-withdraw",
    "sign-out-discard",
    "start-over-ask",
    "storage-set-aside",
    "devices-revoke",
    "procedure-text",
    "form-groups",
    "add-paper-page",
    "add-paper-crop",
    "dossier-fee",
    "dossier-fee-code",
    "dossier-fee-paid",
    "dossier-result",
    "family-member",
    "family-remove",
];

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
    let named: Vec<String> = std::env::args().skip(2).collect();
    let known = ["light", "dark", "vi", "en", "extremes"];
    let unknown = named.iter().find(|name| !known.contains(&name.as_str()));
    ensure!(unknown.is_none(), "{unknown:?} is neither a theme nor a language; the tour knows {known:?}");
    let wanted = |name: &str, others: &str| named.iter().any(|it| it == name) || !named.iter().any(|it| it == others);
    let mut tour = Tour { folder, sheets: BTreeMap::new(), steps: 0 };
    if named.iter().any(|name| name == "extremes") {
        tour.extremes(Theme::Light, Language::Vi).await?;
        return tour.lay_out();
    }
    for (theme, name, other) in [(Theme::Light, "light", "dark"), (Theme::Dark, "dark", "light")] {
        for (language, tag, other_tag) in [(Language::Vi, "vi", "en"), (Language::En, "en", "vi")] {
            if wanted(name, other) && wanted(tag, other_tag) {
                tour.walk(theme, language).await?;
                // Their texts are the portal's: one theme and one language show what there is to see.
                if (name, tag) == ("light", "vi") {
                    tour.extremes(theme, language).await?;
                }
            }
        }
    }
    tour.lay_out()
}

struct Tour {
    folder: PathBuf,
    /// The screenshots by what they have in common: device, theme and language.
    sheets: BTreeMap<String, Vec<PathBuf>>,
    steps: u32,
}

impl Tour {
    async fn walk(&mut self, theme: Theme, language: Language) -> Result<()> {
        let mut number = 0;
        walk(theme, language, async |window: &Window, screen: &Screen, expected: &str| {
            number += 1;
            self.picture(number, theme, language, window, screen, expected).await
        })
        .await
    }

    /// The ten most extreme procedures.
    async fn extremes(&mut self, theme: Theme, language: Language) -> Result<()> {
        let mut number = 900;
        extremes(theme, language, async |window: &Window, screen: &Screen, expected: &str| {
            number += 1;
            self.picture(number, theme, language, window, screen, expected).await
        })
        .await
    }

    async fn picture(
        &mut self,
        number: u32,
        theme: Theme,
        language: Language,
        window: &Window,
        screen: &Screen,
        expected: &str,
    ) -> Result<()> {
        let Screen { name: screen, element } = screen;
        let name = if theme == Theme::Light { "light" } else { "dark" };
        for (device, width, height, text) in DEVICES {
            let sheet = format!("{device}-{name}-{}", language.tag());
            window.resize(width, height).await?;
            window.check_page(language).await.with_context(|| sheet.clone())?;
            window.ask(&format!("return document.documentElement.dataset.text = '{text}'")).await?;
            let file = self.folder.join(format!("{number:02}-{screen}-{sheet}.png"));
            if FURTHER_DOWN.contains(screen) {
                let into_sight = format!("document.querySelector('{element}').scrollIntoView({{ block: 'center' }})");
                window.ask(&into_sight).await?;
            }
            window.screenshot(&file).await?;
            window.ask("return document.documentElement.dataset.text = '100'").await?;
            self.sheets.entry(sheet).or_default().push(file);
        }
        self.steps += 1;
        println!("    {name} {}: {screen}: the page shows {expected:?}", language.tag());
        Ok(())
    }

    /// Lays the screenshots out: a contact sheet for each device, theme and language, and a page that shows them all.
    fn lay_out(&self) -> Result<()> {
        let mut page =
            String::from("<!doctype html>\n<html lang=\"en\">\n<meta charset=\"utf-8\">\n<title>Tour</title>\n");
        let mut pictures = 0;
        for (sheet, files) in &self.sheets {
            let contact = format!("contact-{sheet}.png");
            contact_sheet(files, &self.folder.join(&contact))?;
            page.push_str(&format!("<h2 id=\"{sheet}\"><a href=\"{contact}\">{sheet}</a></h2>\n"));
            for file in files {
                let name = file.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
                let alt = Path::new(&name).file_stem().map(|stem| stem.to_string_lossy()).unwrap_or_default();
                page.push_str(&format!(
                    "<a href=\"{name}\"><img src=\"{name}\" alt=\"{alt}\" title=\"{alt}\" width=\"240\" loading=\"lazy\"></a>\n"
                ));
                pictures += 1;
            }
        }
        std::fs::write(self.folder.join("index.html"), page)?;
        println!("    {} steps confirmed, {pictures} screenshots, {} contact sheets", self.steps, self.sheets.len());
        println!("    open {}", self.folder.join("index.html").display());
        Ok(())
    }
}
