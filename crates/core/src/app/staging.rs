//! A paper that is put together page by page.
//!
//! The pages wait in the vault and not in the window's memory: one that was photographed is still there after a crash, a
//! lock or a phone that ended the app behind the camera, and no message between window and core grows with their number.

use cds_wire::Bytes;
use cds_wire::ipc::{
    AddPaperArgs, ChangeStagedArgs, PageShown, Saved, StagePhotoArgs, StagedChange, StagedPage, StagedPictureArgs,
};

use super::{App, papers};
use crate::pictures::{self, NoPaper, PageFile};
use crate::store::vault::{self, NewPage};
use crate::{Error, pages};

/// Most pages: so many of the largest are as much as the portal takes.
const MAX_PAGES: usize = 15;

impl App {
    /// Takes a file as the next page of the paper that is being put together, on the disk before this returns. A PDF is a
    /// paper of its own.
    pub fn stage_file(&self, file: &[u8]) -> Result<(), Error> {
        papers::check_file(file)?;
        let account = self.account()?;
        let there = account.vault()?.staged()?;
        let page = pictures::stage(file)?;
        if !there.is_empty() && (is_pdf(page.media_type) || there.iter().any(|page| is_pdf(&page.media_type))) {
            return Err(NoPaper::NotPictures.into());
        }
        if there.len() >= MAX_PAGES {
            return Err(Error::FileTooLarge);
        }
        let page = NewPage { media_type: page.media_type, content: &page.content, size: page.size };
        account.vault()?.stage(&page)?;
        self.heart.data_changed();
        Ok(())
    }

    /// Takes a picture that was taken in the webview as the next page.
    pub fn stage_photo(&self, args: &StagePhotoArgs) -> Result<(), Error> {
        papers::check_photo(&args.photo)?;
        self.stage_file(&args.photo.0)
    }

    /// The pages in their order.
    pub fn staged(&self) -> Result<Vec<StagedPage>, Error> {
        let pages = self.account()?.vault()?.staged()?.into_iter();
        Ok(pages
            .map(|page| StagedPage {
                number: page.number,
                width: page.size.0,
                height: page.size.1,
                corners: page.corners,
            })
            .collect())
    }

    /// A page drawn for the screen, as it is kept or all of it.
    pub fn staged_picture(&self, args: &StagedPictureArgs) -> Result<PageShown, Error> {
        let account = self.account()?;
        let there = account.vault()?.staged()?;
        let pages = there.len();
        let (at, page) =
            there.iter().enumerate().find(|(_, page)| page.number == args.number).ok_or(Error::NotFound)?;
        let content = account.vault()?.content(&page.sha256)?.ok_or(Error::NotFound)?;
        let drawn = match page.corners.filter(|_| !args.whole) {
            Some(corners) => {
                let cut = pictures::prepare(&content, Some(&corners))?;
                pages::draw(&cut.content, cut.media_type, 0, args.width)?
            }
            None => pages::draw(&content, &page.media_type, 0, args.width)?,
        };
        Ok(PageShown {
            picture: Bytes(drawn.jpeg),
            media_type: "image/jpeg".to_owned(),
            page: u32::try_from(at).unwrap_or(u32::MAX),
            pages: u32::try_from(pages).unwrap_or(u32::MAX),
            width: drawn.width,
            height: drawn.height,
        })
    }

    /// Cuts a page out, moves it or gives it up.
    ///
    /// # Errors
    ///
    /// [`NoPaper::NoPage`] where the corners are not those of a page in the picture.
    pub fn change_staged(&self, args: &ChangeStagedArgs) -> Result<(), Error> {
        let account = self.account()?;
        let number = args.number;
        let there = match args.change {
            StagedChange::Cut(corners) => {
                let page = page_of(&account.vault()?.staged()?, number)?;
                let content = account.vault()?.content(&page)?.ok_or(Error::NotFound)?;
                // Refused now, while the citizen looks at it.
                pictures::prepare(&content, Some(&corners))?;
                account.vault()?.crop_staged(number, Some(&corners))?
            }
            StagedChange::Whole => account.vault()?.crop_staged(number, None)?,
            StagedChange::Earlier => account.vault()?.move_staged(number)?,
            StagedChange::Remove => account.vault()?.unstage(number)?,
        };
        self.heart.data_changed();
        if there { Ok(()) } else { Err(Error::NotFound) }
    }

    /// Keeps the pages as a paper; they wait no longer then. One that comes meanwhile does.
    pub fn keep_staged(&self, about: &AddPaperArgs) -> Result<Saved, Error> {
        let account = self.account()?;
        let there = account.vault()?.staged()?;
        let contents = there
            .iter()
            .map(|page| account.vault()?.content(&page.sha256)?.ok_or(Error::NotFound))
            .collect::<Result<Vec<_>, Error>>()?;
        let files: Vec<_> =
            contents.iter().zip(&there).map(|(file, page)| PageFile { file, corners: page.corners }).collect();
        let read: Vec<_> = there.iter().map(|page| (page.number, page.sha256)).collect();
        self.keep(about, &files, &read)
    }
}

fn page_of(pages: &[vault::StagedPage], number: u32) -> Result<cds_wire::Digest, Error> {
    pages.iter().find(|page| page.number == number).map(|page| page.sha256).ok_or(Error::NotFound)
}

fn is_pdf(media_type: &str) -> bool {
    media_type == "application/pdf"
}
