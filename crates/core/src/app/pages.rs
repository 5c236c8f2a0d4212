//! Papers as pictures for the screen.

use cds_wire::Bytes;
use cds_wire::ipc::{PageShown, PaperPageArgs};

use super::App;
use crate::{Error, pages};

impl App {
    /// One page of a paper, drawn for the screen. One that is only at the portal is fetched first, and then stays here.
    pub fn paper_page(&self, args: &PaperPageArgs) -> Result<PageShown, Error> {
        let fetched_before = self.account()?.mirror.with(|cache| cache.contents())?;
        let (content, media_type) = self.paper_content(&args.id)?;
        if self.account()?.mirror.with(|cache| cache.contents())? != fetched_before {
            self.heart.data_changed();
        }
        let drawn = pages::draw(&content, &media_type, args.page, args.width)?;
        Ok(PageShown {
            picture: Bytes(drawn.jpeg),
            media_type: "image/jpeg".to_owned(),
            page: args.page,
            pages: drawn.pages,
            width: drawn.width,
            height: drawn.height,
        })
    }
}
