//! Draws a page of a paper for the screen: photos made as small as they are shown, PDF pages rendered in this process.
//!
//! A paper comes from anywhere, so drawing it may fail but must not take the app with it: sizes are bounded, a PDF is drawn
//! on a thread of its own and given up after a while, and where the renderer gives up on a file in its own way, that is the
//! file's fault and said so. One picture is drawn at a time, since a phone has no memory for two.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, mpsc};
use std::time::Duration;

use hayro::hayro_interpret::InterpreterSettings;
use hayro::hayro_syntax::{DecryptionError, LoadPdfError, Pdf};
use hayro::vello_cpu::color::palette::css::WHITE;
use hayro::{PixmapSettings, RenderCache, RenderSettings};
use image::codecs::jpeg::JpegEncoder;
use image::imageops::FilterType;
use image::{DynamicImage, RgbImage};

use crate::Error;
use crate::mutex::lock;
use crate::pictures::{self, NoPaper};

/// Widest picture drawn, in pixels: a desktop's page on a screen of double density.
const MAX_WIDTH: u32 = 2_400;
/// Smallest width that makes sense.
const MIN_WIDTH: u32 = 64;
/// Largest side of a drawn page, in pixels; a page of a PDF may be a strip.
const MAX_SIDE: f32 = 6_000.0;
/// JPEG quality: text of 10 points stays readable.
const QUALITY: u8 = 82;

static DRAWING: Mutex<()> = Mutex::new(());

/// A drawn page.
pub(crate) struct Drawn {
    pub(crate) jpeg: Vec<u8>,
    pub(crate) width: u32,
    pub(crate) height: u32,
    /// How many pages the paper has.
    pub(crate) pages: u32,
}

/// Draws a page, counted from 0, about `width` pixels wide.
pub(crate) fn draw(content: &[u8], media_type: &str, page: u32, width: u32) -> Result<Drawn, Error> {
    let width = width.clamp(MIN_WIDTH, MAX_WIDTH);
    let _one_at_a_time = lock(&DRAWING)?;
    if media_type == "application/pdf" {
        let (picture, pages) = pdf_page(content, page, width)?;
        return encode(&picture, pages);
    }
    if page > 0 {
        return Err(Error::NotFound);
    }
    let picture = pictures::decode(content)?;
    let picture = match picture.width() > width {
        true => picture.resize(width, u32::MAX, FilterType::Triangle),
        false => picture,
    };
    encode(&picture.into_rgb8(), 1)
}

/// The first page of a PDF, small; none where it cannot be drawn although the file is whole. Fails where it is not.
pub(crate) fn first_page(content: &[u8], side: u32) -> Result<Option<DynamicImage>, NoPaper> {
    let content = Arc::new(content.to_vec());
    let opened = Arc::clone(&content);
    // What the reader gives up on in its own way may be whole: only what it has an answer for is refused.
    match apart(move || open(opened).map(|_| ())) {
        Some(Ok(())) => {}
        None | Some(Err(NoPaper::Unreadable)) => return Ok(None),
        Some(Err(error)) => return Err(error),
    }
    let drawn = apart(move || render(content, 0, side.max(MIN_WIDTH)));
    Ok(drawn.and_then(Result::ok).map(|(picture, _)| DynamicImage::ImageRgb8(picture)))
}

/// Opens a PDF that has a page and asks for no password.
fn open(content: Arc<Vec<u8>>) -> Result<Pdf, NoPaper> {
    let pdf = Pdf::new(Arc::clone(&content)).map_err(|error| match error {
        LoadPdfError::Decryption(DecryptionError::PasswordProtected | DecryptionError::UnsupportedAlgorithm) => {
            NoPaper::HasPassword
        }
        // Other readers open it.
        LoadPdfError::Decryption(_) => NoPaper::Unreadable,
        // In a way that the reader does not know.
        LoadPdfError::Invalid if content.windows(8).any(|window| window == b"/Encrypt") => NoPaper::HasPassword,
        LoadPdfError::Invalid => NoPaper::Damaged,
    })?;
    if pdf.pages().is_empty() { Err(NoPaper::Damaged) } else { Ok(pdf) }
}

/// A page that is not drawn in this time never will be: a pattern may ask for more tiles than there are atoms.
const PATIENCE: Duration = Duration::from_secs(20);
/// Threads that were given up and may still be drawing; no more pages are drawn beside so many.
const MAX_GIVEN_UP: usize = 2;
/// Nested objects are read by recursion.
const STACK: usize = 16 * 1024 * 1024;

static GIVEN_UP: AtomicUsize = AtomicUsize::new(0);

fn pdf_page(content: &[u8], page: u32, width: u32) -> Result<(RgbImage, u32), Error> {
    let content = Arc::new(content.to_vec());
    apart(move || render(content, page, width)).unwrap_or(Err(NoPaper::Unreadable.into()))
}

/// Does it on a thread of its own; none where that panics or takes too long, or too many such threads still run.
fn apart<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> Option<T> {
    if GIVEN_UP.load(Ordering::Relaxed) >= MAX_GIVEN_UP {
        return None;
    }
    let (done, result) = mpsc::channel();
    let work = move || {
        let result = catch_unwind(AssertUnwindSafe(work)).ok();
        // Nobody listens any more where this was given up; then it no longer counts.
        if done.send(result).is_err() {
            GIVEN_UP.fetch_sub(1, Ordering::Relaxed);
        }
    };
    std::thread::Builder::new().name("page".to_owned()).stack_size(STACK).spawn(work).ok()?;
    result.recv_timeout(PATIENCE).unwrap_or_else(|_| {
        GIVEN_UP.fetch_add(1, Ordering::Relaxed);
        None
    })
}

fn render(content: Arc<Vec<u8>>, page: u32, width: u32) -> Result<(RgbImage, u32), Error> {
    let pdf = open(content)?;
    let pages = pdf.pages();
    let count = u32::try_from(pages.len()).unwrap_or(u32::MAX);
    let wanted = usize::try_from(page).ok().and_then(|page| pages.get(page)).ok_or(Error::NotFound)?;
    let (wide, high) = wanted.render_dimensions();
    if !(wide > 0.0 && high > 0.0) {
        return Err(NoPaper::Unreadable.into());
    }
    let scale = (width as f32 / wide).min(MAX_SIDE / wide).min(MAX_SIDE / high);
    let settings = PixmapSettings { x_scale: scale, y_scale: scale, bg_color: WHITE };
    let pixmap = hayro::render(
        wanted,
        &RenderCache::new(),
        &InterpreterSettings::default(),
        &RenderSettings::default(),
        &settings,
    );
    // On white every pixel is opaque: premultiplied or not is the same.
    let (wide, high) = (u32::from(pixmap.width()), u32::from(pixmap.height()));
    let rgb = pixmap.data_as_u8_slice().chunks_exact(4).flat_map(|pixel| pixel.iter().copied().take(3)).collect();
    let picture = RgbImage::from_raw(wide, high, rgb).ok_or(Error::Internal("a drawn page has a size of its own"))?;
    Ok((picture, count))
}

fn encode(picture: &RgbImage, pages: u32) -> Result<Drawn, Error> {
    let mut jpeg = Vec::new();
    picture
        .write_with_encoder(JpegEncoder::new_with_quality(&mut jpeg, QUALITY))
        .map_err(|_| Error::Internal("a page could not be encoded"))?;
    Ok(Drawn { jpeg, width: picture.width(), height: picture.height(), pages })
}

#[cfg(test)]
mod tests {
    use super::*;
    use cds_wire::ipc::ErrorCode;

    /// A PDF of two pages of 200 × 100 points; the first has a black square in its lower left corner.
    fn pdf() -> Vec<u8> {
        let square = "0 0 50 50 re f";
        let objects = [
            "<< /Type /Catalog /Pages 2 0 R >>".to_owned(),
            "<< /Type /Pages /Kids [3 0 R 4 0 R] /Count 2 >>".to_owned(),
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 200 100] /Contents 5 0 R >>".to_owned(),
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 200 100] >>".to_owned(),
            format!("<< /Length {} >>\nstream\n{square}\nendstream", square.len()),
        ];
        let mut text = "%PDF-1.4\n".to_owned();
        let mut places = Vec::new();
        for (number, object) in (1..).zip(&objects) {
            places.push(text.len());
            text += &format!("{number} 0 obj\n{object}\nendobj\n");
        }
        let table = text.len();
        text += &format!("xref\n0 {}\n0000000000 65535 f \n", objects.len() + 1);
        for place in places {
            text += &format!("{place:010} 00000 n \n");
        }
        text += &format!("trailer\n<< /Size {} /Root 1 0 R >>\nstartxref\n{table}\n%%EOF\n", objects.len() + 1);
        text.into_bytes()
    }

    fn code(result: Result<Drawn, Error>) -> ErrorCode {
        result.map(|_| ()).expect_err("an error").code()
    }

    #[test]
    fn a_page_of_a_pdf_is_drawn_as_wide_as_it_is_shown() {
        let first = draw(&pdf(), "application/pdf", 0, 400).expect("drawn");
        assert_eq!((first.width, first.height, first.pages), (400, 200, 2));
        let picture = pictures::decode(&first.jpeg).expect("a picture").into_rgb8();
        assert!(picture.get_pixel(20, 180).0.iter().all(|part| *part < 40), "the square is black");
        assert!(picture.get_pixel(300, 20).0.iter().all(|part| *part > 215), "the paper is white");
        let second = draw(&pdf(), "application/pdf", 1, 100).expect("drawn");
        assert_eq!((second.width, second.pages), (100, 2));
        assert_eq!(code(draw(&pdf(), "application/pdf", 2, 100)), ErrorCode::NotFound);
    }

    #[test]
    fn a_photo_is_made_as_small_as_it_is_shown_and_never_larger() {
        let mut photo = Vec::new();
        let picture = RgbImage::from_fn(800, 600, |x, _| image::Rgb([(x % 256) as u8, 80, 90]));
        picture.write_to(&mut std::io::Cursor::new(&mut photo), image::ImageFormat::Png).expect("encoded");
        let small = draw(&photo, "image/png", 0, 400).expect("drawn");
        assert_eq!((small.width, small.height, small.pages), (400, 300, 1));
        assert_eq!(draw(&photo, "image/png", 0, 2_000).expect("drawn").width, 800);
        assert_eq!(code(draw(&photo, "image/png", 1, 400)), ErrorCode::NotFound);
    }

    #[test]
    fn what_cannot_be_drawn_is_named_and_takes_nothing_with_it() {
        let whole = pdf();
        for broken in [b"%PDF-1.4\n%%EOF".as_slice(), &whole[..60], b""] {
            assert_eq!(code(draw(broken, "application/pdf", 0, 400)), ErrorCode::FileDamaged);
        }
        assert_eq!(code(draw(b"hello", "image/jpeg", 0, 400)), ErrorCode::FileUnreadable);
    }

    #[test]
    fn what_the_renderer_gives_up_on_in_its_own_way_is_no_picture_and_no_fault_of_ours() {
        assert_eq!(apart(|| 7), Some(7));
        assert_eq!(apart(|| [1][std::hint::black_box(1)]), None);
    }

    #[test]
    fn the_first_page_is_drawn_small() {
        let first = first_page(&pdf(), 160).expect("whole").expect("drawn");
        assert_eq!((first.width(), first.height()), (160, 80));
    }
}
