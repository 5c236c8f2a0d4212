//! Giving a paper out of the vault, which only an open one does.

use super::App;
use crate::Error;

impl App {
    /// What a paper is called as a file. Nobody is named in it, nor what the paper is.
    pub fn shared_name(&self, id: &str) -> Result<&'static str, Error> {
        let papers = self.papers()?;
        let paper = papers.iter().find(|paper| paper.id == id).ok_or(Error::NotFound)?;
        Ok(match paper.media_type.as_str() {
            "image/jpeg" => "giay-to.jpg",
            "image/png" => "giay-to.png",
            _ => "giay-to.pdf",
        })
    }

    /// A paper as a file that anyone can read, for a place that the citizen has chosen. One that is only at the portal is
    /// fetched first.
    pub fn share_paper(&self, id: &str) -> Result<Vec<u8>, Error> {
        Ok(self.paper_content(id)?.0)
    }
}
