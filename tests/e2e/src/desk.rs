//! A desktop with a portal, a home folder of the app, and files to choose.

use std::path::PathBuf;

use anyhow::Result;

use crate::{Desktop, Keystore, Portal, Start, Theme, Window, paper_pdf, photo};

/// Where a citizen sits.
#[derive(Debug)]
pub struct Desk {
    /// The desktop, with a keystore.
    pub desktop: Desktop,
    /// The portal.
    pub portal: Portal,
    /// Home folder of the app.
    pub home: PathBuf,
    /// A photograph.
    pub photo: PathBuf,
    /// A PDF, the one file that is chosen.
    pub paper: PathBuf,
}

impl Desk {
    /// Sets it up; the words are in both files.
    pub fn begin(words: &str) -> Result<Self> {
        let desktop = Desktop::start(Keystore::Unlocked, Theme::Light)?;
        let portal = Portal::start(&desktop.path("portal"))?;
        let out = desktop.path("out");
        std::fs::create_dir_all(&out)?;
        let (picture, paper) = (out.join("photo.jpg"), out.join("paper.pdf"));
        photo(&picture, words)?;
        paper_pdf(&paper, words)?;
        Ok(Self { home: desktop.path("app"), desktop, portal, photo: picture, paper })
    }

    /// Opens the app; the first three times that it lets a file be chosen, the PDF is.
    pub async fn open(&self) -> Result<Window> {
        let pick = [self.paper.as_path(); 3];
        Window::open(&self.desktop, &self.home, &self.portal, &Start { pick: &pick, ..Start::default() }).await
    }
}
