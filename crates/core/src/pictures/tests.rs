use cds_wire::ipc::PagePoint;
use image::{Rgb, RgbImage, RgbaImage};

use super::*;

/// Red above, blue below, so that it is seen which side is up.
fn two_colours(width: u32, height: u32) -> RgbImage {
    RgbImage::from_fn(width, height, |_, y| if y < height / 2 { Rgb([220, 20, 20]) } else { Rgb([20, 20, 220]) })
}

/// What no encoder makes small.
fn noise(width: u32, height: u32) -> RgbImage {
    let mixed =
        |x: u32, y: u32| (x.wrapping_mul(2_654_435_761) ^ y.wrapping_mul(2_246_822_519)).wrapping_mul(3_266_489_917);
    RgbImage::from_fn(width, height, |x, y| Rgb([0, 8, 16].map(|shift| (mixed(x, y) >> (shift + 5)) as u8)))
}

fn file(picture: &RgbImage, format: ImageFormat) -> Vec<u8> {
    let mut bytes = Vec::new();
    picture.write_to(&mut Cursor::new(&mut bytes), format).expect("encoded");
    bytes
}

/// Exif that says which side is up, with something personal behind it.
fn exif(orientation: u8) -> Vec<u8> {
    let tiff = b"MM\0\x2a\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0";
    [tiff.as_slice(), &[orientation], b"\0\0\0\0\0\0GPS 22.66N 106.26E"].concat()
}

fn segment(marker: u8, body: &[u8]) -> Vec<u8> {
    let length = u16::try_from(body.len() + 2).expect("short").to_be_bytes();
    [[0xff, marker].as_slice(), &length, body].concat()
}

#[test]
fn a_jpeg_of_nothing_but_filling_is_damaged_however_long_it_is() {
    let filling = [[0xff, 0xd8].as_slice(), &[0xff, 0].repeat(1_000_000)].concat();
    assert_eq!(prepare(&filling, None).err(), Some(NoPaper::Damaged));
}

/// A JPEG as a phone writes it: Exif, profile and comment before the picture, a film after it.
fn from_a_phone(jpeg: &[u8], orientation: u8) -> Vec<u8> {
    let exif = segment(0xe1, &[b"Exif\0\0".as_slice(), &exif(orientation)].concat());
    let beside = [exif, segment(0xe2, b"ICC_PROFILE\0\x01\x01profile"), segment(0xfe, b"GPS of a comment")].concat();
    [&jpeg[..2], &beside, &jpeg[2..], b"GPS of a film"].concat()
}

fn chunk(name: &[u8; 4], body: &[u8]) -> Vec<u8> {
    let length = u32::try_from(body.len()).expect("short").to_be_bytes();
    // Check sums of chunks that are dropped are not looked at.
    [&length, name.as_slice(), body, &[0; 4]].concat()
}

fn png_with(png: &[u8], chunks: &[Vec<u8>]) -> Vec<u8> {
    // After the header: 8 bytes of signature, 25 of IHDR.
    [&png[..33], &chunks.concat(), &png[33..], b"GPS"].concat()
}

fn corners(points: [(u32, u32); 4]) -> PageCorners {
    let [top_left, top_right, bottom_right, bottom_left] = points.map(|(x, y)| PagePoint { x, y });
    PageCorners { top_left, top_right, bottom_right, bottom_left }
}

fn shown(kept: &Prepared) -> RgbImage {
    decode(&kept.content).expect("a picture").into_rgb8()
}

fn is(pixel: &Rgb<u8>, colour: [u8; 3]) -> bool {
    pixel.0.iter().zip(colour).all(|(a, b)| a.abs_diff(b) < 40)
}

fn holds(file: &[u8], words: &[u8]) -> bool {
    file.windows(words.len()).any(|window| window == words)
}

const RED: [u8; 3] = [220, 20, 20];
const BLUE: [u8; 3] = [20, 20, 220];

#[test]
fn what_is_small_upright_and_bare_stays_as_it_is_and_gets_a_thumbnail() {
    for (format, media_type) in [(ImageFormat::Jpeg, "image/jpeg"), (ImageFormat::Png, "image/png")] {
        let file = file(&two_colours(640, 480), format);
        let kept = prepare(&file, None).expect("a paper");
        assert_eq!((kept.media_type, &kept.content), (media_type, &file));
        let small = decode(&kept.thumbnail.expect("a thumbnail")).expect("a picture");
        assert_eq!((small.width(), small.height()), (160, 120));
    }
}

#[test]
fn what_stands_beside_a_picture_is_left_out_and_the_picture_stays_bit_for_bit() {
    let jpeg = file(&two_colours(64, 48), ImageFormat::Jpeg);
    assert_eq!(prepare(&from_a_phone(&jpeg, 1), None).expect("a paper").content, jpeg);
    let png = file(&two_colours(64, 48), ImageFormat::Png);
    let chunks = [chunk(b"tEXt", b"Comment\0GPS"), chunk(b"iCCP", b"p\0\0broken"), chunk(b"tIME", &[0; 7])];
    assert_eq!(prepare(&png_with(&png, &chunks), None).expect("a paper").content, png);
}

#[test]
fn a_preview_inside_the_jfif_segment_goes_too() {
    let jpeg = file(&two_colours(64, 48), ImageFormat::Jpeg);
    let jfif = [b"JFIF\0\x01\x02\0\0\x01\0\x01\x03\x03".as_slice(), b"the whole page, as it was.."].concat();
    let with_preview = [&jpeg[..2], &segment(0xe0, &jfif), &jpeg[20..]].concat();
    let kept = prepare(&with_preview, None).expect("a paper");
    assert!(!holds(&kept.content, b"the whole page") && is(shown(&kept).get_pixel(5, 5), RED));
}

#[test]
fn a_photo_is_turned_upright_as_its_exif_says_and_keeps_none_of_it() {
    // As a sensor saw them: where the picture's upper edge lies when that side is up.
    let sideways = image::imageops::rotate270(&two_colours(48, 64));
    let upside_down = image::imageops::rotate180(&two_colours(48, 64));
    for (picture, orientation) in [(sideways, 6), (upside_down, 3)] {
        let jpeg = from_a_phone(&file(&picture, ImageFormat::Jpeg), orientation);
        let png = png_with(&file(&picture, ImageFormat::Png), &[chunk(b"eXIf", &exif(orientation))]);
        for (file, media_type) in [(jpeg, "image/jpeg"), (png, "image/png")] {
            let kept = prepare(&file, None).expect("a paper");
            let upright = shown(&kept);
            assert_eq!((kept.media_type, upright.width(), upright.height()), (media_type, 48, 64));
            assert!(is(upright.get_pixel(24, 8), RED) && is(upright.get_pixel(24, 56), BLUE), "{orientation}");
            assert!(!holds(&kept.content, b"GPS") && !holds(&kept.content, b"Exif") && !holds(&kept.content, b"eXIf"));
        }
    }
}

#[test]
fn the_page_between_its_corners_is_cut_out_and_laid_flat() {
    let mut photo = RgbImage::from_pixel(400, 300, Rgb([20, 200, 20]));
    // A page seen from below: narrower above. Its upper half is red, as far as the camera sees halves.
    for y in 50..250 {
        let inset = (250 - y) / 5;
        for x in 100 + inset..300 - inset {
            photo.put_pixel(x, y, if y < 140 { Rgb(RED) } else { Rgb(BLUE) });
        }
    }
    let page = corners([(140, 50), (260, 50), (300, 250), (100, 250)]);
    let kept = prepare(&file(&photo, ImageFormat::Png), Some(&page)).expect("a paper");
    let flat = shown(&kept);
    assert_eq!((flat.width(), flat.height()), (200, 204));
    for (x, y, colour) in [(4, 4, RED), (195, 4, RED), (4, 199, BLUE), (195, 199, BLUE)] {
        assert!(is(flat.get_pixel(x, y), colour), "{x} {y}: {:?}", flat.get_pixel(x, y));
    }
    let upright = corners([(150, 60), (250, 60), (250, 100), (150, 100)]);
    let kept = prepare(&file(&photo, ImageFormat::Png), Some(&upright)).expect("a paper");
    assert_eq!(shown(&kept), image::imageops::crop_imm(&photo, 150, 60, 100, 40).to_image(), "pixel for pixel");
}

#[test]
fn corners_are_those_of_the_upright_picture() {
    let sideways = from_a_phone(&file(&image::imageops::rotate270(&two_colours(48, 64)), ImageFormat::Jpeg), 6);
    let lower = corners([(0, 40), (48, 40), (48, 64), (0, 64)]);
    let kept = prepare(&sideways, Some(&lower)).expect("a paper");
    let cut = shown(&kept);
    assert_eq!((cut.width(), cut.height()), (48, 24));
    assert!(cut.pixels().all(|pixel| is(pixel, BLUE)));
}

#[test]
fn corners_of_no_page_in_the_picture_are_refused() {
    let picture = file(&two_colours(200, 100), ImageFormat::Jpeg);
    let outside = [(0, 0), (201, 0), (200, 100), (0, 100)];
    let other_way_round = [(0, 0), (0, 100), (200, 100), (200, 0)];
    let crossed = [(0, 0), (200, 100), (200, 0), (0, 100)];
    let bent_in = [(0, 0), (200, 0), (40, 30), (0, 100)];
    let a_line = [(0, 0), (100, 0), (200, 0), (50, 0)];
    let a_speck = [(0, 0), (10, 0), (10, 10), (0, 10)];
    let from_its_edge = [(90, 0), (110, 0), (200, 100), (0, 100)].map(|(x, y)| (x, y / 2 + 20));
    for points in [outside, other_way_round, crossed, bent_in, a_line, a_speck, from_its_edge, [(u32::MAX, 0); 4]] {
        assert_eq!(prepare(&picture, Some(&corners(points))), Err(NoPaper::NoPage), "{points:?}");
    }
    let all = corners([(0, 0), (200, 0), (200, 100), (0, 100)]);
    assert_eq!(prepare(&pdf(""), Some(&all)), Err(NoPaper::NoPage));
}

#[test]
fn a_page_too_large_becomes_a_jpeg_within_the_limit_that_uses_most_of_it() {
    let picture = noise(1000, 800);
    let jpeg = file(&picture, ImageFormat::Jpeg);
    let png = file(&picture, ImageFormat::Png);
    assert!(jpeg.len() > MAX_PAGE && png.len() > MAX_PAGE);
    for large in [jpeg, png] {
        let kept = prepare(&large, None).expect("a paper");
        assert_eq!(kept.media_type, "image/jpeg");
        assert!(kept.content.len() <= MAX_PAGE && kept.content.len() > MAX_PAGE * 7 / 10, "{}", kept.content.len());
        let again = prepare(&kept.content, None).expect("a paper");
        assert_eq!(again.content, kept.content, "what was kept once is kept");
    }
}

#[test]
fn what_is_see_through_is_paper() {
    let mut picture = RgbaImage::from_pixel(900, 700, image::Rgba([0, 0, 0, 0]));
    let noise = noise(900, 600);
    for (x, y, pixel) in noise.enumerate_pixels() {
        picture.put_pixel(x, y, image::Rgba([pixel.0[0], pixel.0[1], pixel.0[2], 255]));
    }
    let mut png = Vec::new();
    picture.write_to(&mut Cursor::new(&mut png), ImageFormat::Png).expect("encoded");
    let kept = prepare(&png, None).expect("a paper");
    let shown = shown(&kept);
    assert!(is(shown.get_pixel(shown.width() / 2, shown.height() - 8), [255; 3]));
}

/// A PDF of one empty page, with something more in its trailer.
fn pdf(trailer: &str) -> Vec<u8> {
    format!(
        "%PDF-1.7\n1 0 obj <</Type/Catalog/Pages 2 0 R>> endobj\n2 0 obj <</Type/Pages/Kids[3 0 R]/Count 1>> endobj\n\
         3 0 obj <</Type/Page/Parent 2 0 R/MediaBox[0 0 90 90]>> endobj\ntrailer <</Root 1 0 R{trailer}>>\n%%EOF\n"
    )
    .into_bytes()
}

#[test]
fn a_pdf_is_kept_as_it_is() {
    let kept = prepare(&pdf(""), None).expect("a paper");
    assert_eq!((kept.media_type, &kept.content), ("application/pdf", &pdf("")));
    assert!(kept.thumbnail.is_some());
}

#[test]
fn a_broken_pdf_and_one_with_a_password_are_told_apart() {
    let whole = pdf("");
    for broken in [&whole[..whole.len() - 20], b"%PDF-1.7\n%%EOF", b"%PDF-1.7\n1 0 obj <</Type/Catalog>> endobj\n%%EOF"]
    {
        assert_eq!(prepare(broken, None), Err(NoPaper::Damaged));
    }
    let keys = "00112233445566778899aabbccddeeff".repeat(2);
    let locked = pdf(&format!("/ID[<00><00>]/Encrypt<</Filter/Standard/V 2/R 3/Length 128/P -4/O<{keys}>/U<{keys}>>>"));
    assert_eq!(prepare(&locked, None), Err(NoPaper::HasPassword));
    let by_certificate = pdf("/Encrypt<</Filter/Adobe.PubSec/V 4/SubFilter/adbe.pkcs7.s5>>");
    assert_eq!(prepare(&by_certificate, None), Err(NoPaper::HasPassword));
}

#[test]
fn what_is_empty_something_else_or_cut_short_is_told() {
    assert_eq!(prepare(b"", None), Err(NoPaper::Empty));
    for other in [b"hello".as_slice(), b"GIF89a\x01\0\x01\0", b"%PD"] {
        assert_eq!(prepare(other, None), Err(NoPaper::Unreadable));
    }
    for format in [ImageFormat::Jpeg, ImageFormat::Png] {
        let whole = file(&noise(64, 48), format);
        for length in [9, 60, 200, whole.len() / 2, whole.len() - 1] {
            assert_eq!(prepare(&whole[..length], None), Err(NoPaper::Damaged), "{format:?} {length}");
        }
    }
    let mut png = file(&noise(64, 48), ImageFormat::Png);
    png[2000] ^= 1;
    assert_eq!(prepare(&png, None), Err(NoPaper::Damaged), "its check sum is wrong");
}

/// The header of a PNG alone decides.
fn png_of(width: u32, height: u32, depth: u8, colour: u8) -> Vec<u8> {
    let mut png = file(&two_colours(8, 8), ImageFormat::Png);
    png[16..20].copy_from_slice(&width.to_be_bytes());
    png[20..24].copy_from_slice(&height.to_be_bytes());
    (png[24], png[25]) = (depth, colour);
    let sum = crc(&png[12..29]).to_be_bytes();
    png[29..33].copy_from_slice(&sum);
    png
}

fn crc(bytes: &[u8]) -> u32 {
    let step = |crc: u32, _| if crc & 1 == 1 { (crc >> 1) ^ 0xedb8_8320 } else { crc >> 1 };
    !bytes.iter().fold(u32::MAX, |crc, byte| (0..8).fold(crc ^ u32::from(*byte), step))
}

#[test]
fn a_bomb_is_refused_before_it_is_opened() {
    // A side, all pixels, and bytes a pixel.
    for (width, height, depth, colour) in
        [(60_000, 60_000, 8, 2), (9_000, 10, 8, 2), (8_000, 8_000, 1, 0), (7_000, 7_000, 16, 6)]
    {
        assert_eq!(prepare(&png_of(width, height, depth, colour), None), Err(NoPaper::TooLarge), "{width} {height}");
    }
    let mut jpeg = file(&two_colours(16, 16), ImageFormat::Jpeg);
    let size = jpeg.windows(2).position(|pair| pair == [0xff, 0xc0]).expect("a frame") + 5;
    jpeg[size..size + 4].copy_from_slice(&[0xff, 0xff, 0xff, 0xff]);
    assert_eq!(prepare(&jpeg, None), Err(NoPaper::TooLarge));
    let scan = segment(0xda, &[1, 1, 0, 0, 0, 0]);
    let end = jpeg.len() - 2;
    let again_and_again = [&jpeg[..end], &scan.repeat(1000), &jpeg[end..]].concat();
    assert_eq!(prepare(&again_and_again, None), Err(NoPaper::TooLarge));
    // A text that would take 64 MB is dropped unread.
    let png = file(&two_colours(64, 48), ImageFormat::Png);
    let text = [b"Comment\0\0".as_slice(), &vec![0; 70_000]].concat();
    assert_eq!(prepare(&png_with(&png, &[chunk(b"zTXt", &text)]), None).expect("a paper").content, png);
}

#[test]
fn several_pictures_become_one_pdf_that_holds_each_jpeg_as_it_is() {
    let jpeg = file(&two_colours(64, 48), ImageFormat::Jpeg);
    let grey = {
        let mut bytes = Vec::new();
        let picture = image::GrayImage::from_pixel(30, 60, image::Luma([90]));
        picture.write_to(&mut Cursor::new(&mut bytes), ImageFormat::Jpeg).expect("encoded");
        bytes
    };
    let png = file(&two_colours(48, 64), ImageFormat::Png);
    let files = [jpeg.as_slice(), &grey, &png, &from_a_phone(&jpeg, 3)];
    let pages = files.map(|file| PageFile { file, corners: None });
    let paper = prepare_pages(&pages).expect("a paper");
    assert_eq!(paper.media_type, "application/pdf");
    assert!(holds(&paper.content, &jpeg) && holds(&paper.content, &grey) && !holds(&paper.content, b"GPS"));
    assert_eq!(prepare_pages(&pages).as_ref(), Ok(&paper), "the same from the same");
    let drawn = |page| {
        let drawn = pages::draw(&paper.content, "application/pdf", page, 400).expect("drawn");
        (drawn.pages, drawn.height, decode(&drawn.jpeg).expect("a picture").into_rgb8())
    };
    for (page, height, above, below) in
        [(0, 300, RED, BLUE), (1, 800, [90; 3], [90; 3]), (2, 534, RED, BLUE), (3, 300, BLUE, RED)]
    {
        let (pages, high, picture) = drawn(page);
        assert_eq!((pages, high.abs_diff(height) < 2), (4, true), "{page}: {high}");
        assert!(is(picture.get_pixel(200, 20), above) && is(picture.get_pixel(200, high - 20), below), "{page}");
    }
    assert_eq!(prepare(&paper.content, None).expect("a paper").content, paper.content, "a PDF like any other");
}

#[test]
fn pages_are_pictures_and_there_is_one_at_least() {
    let page = PageFile { file: &pdf(""), corners: None };
    assert_eq!(prepare_pages(&[page, page]), Err(NoPaper::NotPictures));
    assert_eq!(prepare_pages(&[page]).map(|paper| paper.media_type), Ok("application/pdf"));
    assert_eq!(prepare_pages(&[]), Err(NoPaper::Empty));
}
