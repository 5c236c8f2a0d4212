//! Several photographed pages as one paper: a PDF that holds the JPEG of each as it is, with nothing about itself.

use pdf_writer::{Content, Filter, Finish, Name, Pdf, Rect, Ref};

use super::{MAX_PAGE, NoPaper, PageFile, Prepared, decode, jpeg, on_white, prepare, shrink};

/// A4 in points; a page is as large as fits onto it, upright or lying.
const A4: (f32, f32) = (595.28, 841.89);

/// Makes one paper of files: of a single one what is kept of it, of several pictures a PDF.
pub fn prepare_pages(files: &[PageFile<'_>]) -> Result<Prepared, NoPaper> {
    if let [only] = files {
        return prepare(only.file, only.corners.as_ref());
    }
    let pages = files.iter().map(|file| {
        let page = prepare(file.file, file.corners.as_ref())?;
        match page.media_type {
            "application/pdf" => Err(NoPaper::NotPictures),
            _ => Ok(page),
        }
    });
    let pages = pages.collect::<Result<Vec<_>, _>>()?;
    let thumbnail = pages.first().ok_or(NoPaper::Empty)?.thumbnail.clone();
    let sheets = pages.into_iter().map(|page| Sheet::of(page.content)).collect::<Result<Vec<_>, _>>()?;
    Ok(Prepared { media_type: "application/pdf", content: pdf(&sheets), thumbnail })
}

/// A page's JPEG and what the PDF must say of it.
struct Sheet {
    jpeg: Vec<u8>,
    frame: jpeg::Frame,
}

impl Sheet {
    /// A PNG, or a JPEG in a printer's colours, becomes a plain JPEG first.
    fn of(content: Vec<u8>) -> Result<Self, NoPaper> {
        if let Some(frame) = jpeg::frame(&content)
            && matches!(frame.colours, 1 | 3)
        {
            return Ok(Self { jpeg: content, frame });
        }
        let again = shrink::to_jpeg(on_white(decode(&content)?), MAX_PAGE).ok_or(NoPaper::Unreadable)?;
        let frame = jpeg::frame(&again).ok_or(NoPaper::Unreadable)?;
        Ok(Self { jpeg: again, frame })
    }

    fn points(&self) -> (f32, f32) {
        let (wide, high) = (f32::from(self.frame.width), f32::from(self.frame.height));
        let (across, down) = if wide > high { (A4.1, A4.0) } else { A4 };
        let scale = (across / wide).min(down / high);
        (wide * scale, high * scale)
    }
}

fn pdf(sheets: &[Sheet]) -> Vec<u8> {
    const PICTURE: Name<'_> = Name(b"P");
    let mut pdf = Pdf::new();
    let [catalog, tree] = [1, 2].map(Ref::new);
    let numbers = || (3..).step_by(3).map(|first| [first, first + 1, first + 2].map(Ref::new)).zip(sheets);
    pdf.catalog(catalog).pages(tree);
    pdf.pages(tree).kids(numbers().map(|([page, _, _], _)| page)).count(numbers().count() as i32);
    for ([page, content, picture], sheet) in numbers() {
        let (wide, high) = sheet.points();
        let mut written = pdf.page(page);
        written.parent(tree).media_box(Rect::new(0.0, 0.0, wide, high)).contents(content);
        written.resources().x_objects().pair(PICTURE, picture);
        written.finish();
        let mut drawn = Content::new();
        drawn.transform([wide, 0.0, 0.0, high, 0.0, 0.0]).x_object(PICTURE);
        pdf.stream(content, &drawn.finish());
        let mut image = pdf.image_xobject(picture, &sheet.jpeg);
        image.filter(Filter::DctDecode);
        image.width(sheet.frame.width.into()).height(sheet.frame.height.into()).bits_per_component(8);
        match sheet.frame.colours {
            1 => image.color_space().device_gray(),
            _ => image.color_space().device_rgb(),
        };
    }
    pdf.finish()
}
