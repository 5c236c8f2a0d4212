use image::DynamicImage;

use super::*;
use crate::pages;

/// As long as a paper code is.
fn text() -> String {
    format!("CDS1:{}", "6BFOXN*TS0BI$ZD-PHQ7I9AD66V5B22CH9M9ESI9XBHXK-".repeat(8))
}

fn page<'a>(text: &'a str, name: &'a str) -> CodePage<'a> {
    CodePage {
        text,
        name,
        birth_date: Some("1990-02-03"),
        sex: Some(Sex::Female),
        last4: "0001",
        issuer: Some("Tỉnh Cao Bằng"),
        issued_at: 1_791_478_740_000,
        expires_at: 1_791_478_740_000 + 400 * 24 * 3_600_000,
        trial: true,
    }
}

/// The hexadecimal number between `<` and `>`.
fn hex(text: &str) -> Option<u32> {
    u32::from_str_radix(text.strip_prefix('<')?.strip_suffix('>')?, 16).ok()
}

/// The letters that the page's fonts say their glyphs stand for.
fn letters(pdf: &[u8]) -> String {
    let text = String::from_utf8_lossy(pdf);
    let mut letters = String::new();
    for line in text.lines() {
        if let Some((glyph, letter)) = line.split_once(' ')
            && hex(glyph).is_some()
        {
            letters.extend(hex(letter).and_then(char::from_u32));
        }
    }
    letters
}

#[test]
fn the_page_is_a6_and_its_code_is_read_again_from_it() {
    let text = text();
    let pdf = page(&text, "Lý A Thí").pdf().expect("written");
    let drawn = pages::draw(&pdf, "application/pdf", 0, 1240).expect("drawn");
    assert_eq!((drawn.width, drawn.height, drawn.pages), (1240, 1747, 1), "105 by 148 mm at 300 dots an inch");
    assert_eq!(crate::codes::read_codes(&drawn.jpeg).expect("a picture"), [text.as_str()]);
    // Also from a cheap printer's coarse dots.
    let coarse = pages::draw(&pdf, "application/pdf", 0, 500).expect("drawn");
    assert_eq!(crate::codes::read_codes(&coarse.jpeg).expect("a picture"), [text.as_str()]);
}

/// What the file says about itself: the object that holds its title.
fn about(pdf: &[u8]) -> String {
    let file = String::from_utf8_lossy(pdf).into_owned();
    let objects: Vec<&str> = file.split("endobj").filter(|object| object.contains("/Title")).collect();
    assert_eq!(objects.len(), 1, "there is one");
    objects.concat()
}

#[test]
fn its_words_are_text_with_every_mark_and_its_data_about_itself_names_nobody() {
    let text = text();
    let pdf = page(&text, "Nguyễn Thị Phượng Ốc Ỷ Đậu").pdf().expect("written");
    let letters = letters(&pdf);
    for letter in "ễịượỐỶĐậỉằữ".chars() {
        assert!(letters.contains(letter), "{letter} is not among {letters}");
    }
    assert!(!letters.contains('Á'), "only what is used is embedded");
    assert!(pdf.len() < 60_000, "{} bytes", pdf.len());
    let another = page(&text, "Lý A Thí").pdf().expect("written");
    assert_eq!(about(&pdf), about(&another), "what it says of itself is the same whoever it is for");
}

#[test]
fn a_name_of_any_length_leaves_place_for_what_stands_below_it() {
    let (text, long) = (text(), "Nguyễn Hoàng Phương Quỳnh ".repeat(6));
    for name in ["Lý A Thí", long.as_str(), "Họ\u{302}", ""] {
        let mut sheet = page(&text, name).draw().expect("drawn");
        assert!(sheet.y > FRAME + 4.0, "{name}: {}", sheet.y);
        assert!(sheet.bold.encode("\u{20000}") == [0, 0], "what the font lacks is its box");
    }
}

#[test]
fn without_lists_the_page_says_only_what_this_device_knows() {
    let text = text();
    let less = CodePage { birth_date: None, sex: None, issuer: None, trial: false, ..page(&text, "Lý A Thí") };
    assert_eq!(less.facts().len(), 2);
    let pdf = less.pdf().expect("written");
    let picture =
        |pdf: &[u8]| pages::first_page(pdf, 400).expect("whole").map(DynamicImage::into_luma8).expect("drawn");
    assert_ne!(picture(&pdf), picture(&page(&text, "Lý A Thí").pdf().expect("written")));
}
