//! The paper code on a page to be printed: A6, so that it fits into a wallet beside the card.
//!
//! The page is Vietnamese whatever the app's language is, as those who check it are. Its code is drawn as squares and
//! its text as text, so both are sharp on any printer.

mod font;
#[cfg(test)]
mod tests;

use cds_vn::date::format_day;
use cds_wire::UnixMillis;
use cds_wire::portal::Sex;
use pdf_writer::{Content, Finish, Pdf, Rect, Ref, Str, TextStr};
use unicode_normalization::UnicodeNormalization;

use self::font::Font;
use crate::Error;
use crate::code_picture::Modules;

/// A6 in points: 105 × 148 mm.
const WIDTH: f32 = 297.64;
const HEIGHT: f32 = 419.53;
/// Where printers can no longer print, and scissors cut.
const MARGIN: f32 = 20.0;
/// The frame along which the page is cut where the paper is larger.
const FRAME: f32 = 4.0;
/// The side of the code with its quiet zone: a module is almost a millimetre.
const CODE: f32 = 184.0;

const REGULAR: &[u8] = include_bytes!("../../../assets/print/be-vietnam-pro-400.ttf");
const BOLD: &[u8] = include_bytes!("../../../assets/print/be-vietnam-pro-600.ttf");

const TITLE: &str = "Mã định danh trên giấy";
const TRIAL: &str = "THỬ NGHIỆM";
const BIRTH: &str = "Ngày sinh";
const SEX: &str = "Giới tính";
const LAST4: &str = "Số định danh, 4 số cuối";
const ISSUER: &str = "Nơi ký xác nhận";
const VALID: &str = "Phát hành – hết hạn";
const PROVES: &str = "Mã cho biết tên, ngày sinh, giới tính và bốn số cuối đúng là do tỉnh ký xác nhận. Mã không xác nhận \
                      người cầm giấy chính là người có tên: hãy so với thẻ căn cước hoặc với chính người đó.";
const FINDER: &str = "Ai cầm tờ giấy này cũng đọc được các dữ liệu trên đây.";
const SIZE: &str = "Khổ A6 (105 × 148 mm). Máy in khổ A4: in đúng cỡ 100%, rồi cắt theo khung.";

/// What stands on the page.
pub(crate) struct CodePage<'a> {
    /// The text of the code.
    pub(crate) text: &'a str,
    pub(crate) name: &'a str,
    /// `yyyy-MM-dd`.
    pub(crate) birth_date: Option<&'a str>,
    pub(crate) sex: Option<Sex>,
    pub(crate) last4: &'a str,
    /// Who signed it, where this device knows.
    pub(crate) issuer: Option<&'a str>,
    pub(crate) issued_at: UnixMillis,
    pub(crate) expires_at: UnixMillis,
    pub(crate) trial: bool,
}

impl CodePage<'_> {
    /// The page as a PDF. Nothing of the citizen's is in its title or its other data about itself.
    pub(crate) fn pdf(&self) -> Result<Vec<u8>, Error> {
        let [catalog, pages, page, content, about, regular, bold] = [1, 2, 3, 4, 5, 10, 20].map(Ref::new);
        let sheet = self.draw()?;
        let mut pdf = Pdf::new();
        pdf.catalog(catalog).pages(pages).lang(TextStr("vi-VN"));
        pdf.document_info(about).title(TextStr(TITLE));
        pdf.pages(pages).kids([page]).count(1);
        let mut written = pdf.page(page);
        written.parent(pages).media_box(Rect::new(0.0, 0.0, WIDTH, HEIGHT)).contents(content);
        let mut resources = written.resources();
        resources.fonts().pair(sheet.regular.name, regular).pair(sheet.bold.name, bold);
        resources.finish();
        written.finish();
        sheet.regular.embed(&mut pdf, regular)?;
        sheet.bold.embed(&mut pdf, bold)?;
        pdf.stream(content, &sheet.content.finish());
        Ok(pdf.finish())
    }

    fn draw(&self) -> Result<Sheet, Error> {
        let mut sheet = Sheet::new()?;
        sheet.content.set_stroke_gray(0.6).set_line_width(0.5);
        sheet.content.rect(FRAME, FRAME, WIDTH - 2.0 * FRAME, HEIGHT - 2.0 * FRAME).stroke();
        sheet.text(Weight::Bold, 11.0, 15.0, TITLE);
        if self.trial {
            sheet.beside(Weight::Bold, 11.0, TRIAL);
        }
        sheet.code(&Modules::of(self.text)?);
        sheet.name(&self.name.nfc().collect::<String>());
        for (term, value) in self.facts() {
            sheet.text(Weight::Regular, 10.0, 16.0, term);
            sheet.beside(Weight::Bold, 11.5, &value);
        }
        sheet.down(3.0);
        for words in [PROVES, FINDER] {
            sheet.paragraph(8.0, 10.0, words);
        }
        sheet.content.set_fill_gray(0.3);
        sheet.paragraph(7.0, 9.0, SIZE);
        Ok(sheet)
    }

    fn facts(&self) -> Vec<(&'static str, String)> {
        let sex = self.sex.map(|sex| match sex {
            Sex::Male => "Nam",
            Sex::Female => "Nữ",
        });
        [
            self.birth_date.map(|iso| (BIRTH, iso.rsplit('-').collect::<Vec<_>>().join("/"))),
            sex.map(|sex| (SEX, sex.to_owned())),
            Some((LAST4, format!("•••• {}", self.last4))),
            self.issuer.map(|issuer| (ISSUER, issuer.nfc().collect())),
            Some((VALID, format!("{} – {}", format_day(self.issued_at), format_day(self.expires_at)))),
        ]
        .into_iter()
        .flatten()
        .collect()
    }
}

#[derive(Clone, Copy)]
enum Weight {
    Regular,
    Bold,
}

/// The page while it is drawn, from its upper edge down.
struct Sheet {
    content: Content,
    regular: Font,
    bold: Font,
    /// The baseline of the last line, in points from the lower edge.
    y: f32,
}

impl Sheet {
    fn new() -> Result<Self, Error> {
        Ok(Self {
            content: Content::new(),
            regular: Font::new(REGULAR, "Regular", "CDSAAA+BeVietnamPro-Regular")?,
            bold: Font::new(BOLD, "Bold", "CDSAAB+BeVietnamPro-SemiBold")?,
            y: HEIGHT - MARGIN,
        })
    }

    fn down(&mut self, by: f32) {
        self.y -= by;
    }

    fn font(&self, weight: Weight) -> &Font {
        match weight {
            Weight::Regular => &self.regular,
            Weight::Bold => &self.bold,
        }
    }

    /// A line below the last one.
    fn text(&mut self, weight: Weight, size: f32, height: f32, text: &str) {
        self.down(height);
        self.write(weight, size, MARGIN, text);
    }

    /// Words at the right end of the last line, smaller where the line has no more place.
    fn beside(&mut self, weight: Weight, mut size: f32, text: &str) {
        let place = WIDTH - 2.0 * MARGIN - 126.0;
        let width = self.font(weight).width(text, size);
        if width > place {
            size *= place / width;
        }
        let x = WIDTH - MARGIN - self.font(weight).width(text, size);
        self.write(weight, size, x, text);
    }

    /// The holder's name: as large as fits into two lines.
    fn name(&mut self, name: &str) {
        let mut size = 20.0_f32;
        let mut lines = wrap(&self.bold, size, name);
        while lines.len() > 2 && size > 8.0 {
            size -= 1.0;
            lines = wrap(&self.bold, size, name);
        }
        for line in lines {
            self.down(size * 1.2);
            let x = (WIDTH - self.bold.width(&line, size)) / 2.0;
            self.write(Weight::Bold, size, x, &line);
        }
        self.down(4.0);
    }

    fn paragraph(&mut self, size: f32, height: f32, words: &str) {
        for line in wrap(&self.regular, size, words) {
            self.text(Weight::Regular, size, height, &line);
        }
        self.down(2.0);
    }

    /// The code, all in one path, so that there are no seams between its squares. One unit is one module there.
    fn code(&mut self, modules: &Modules) {
        self.down(4.0 + CODE);
        let side = modules.side();
        let module = CODE / side as f32;
        self.content.save_state();
        self.content.transform([module, 0.0, 0.0, -module, (WIDTH - CODE) / 2.0, self.y + CODE]);
        for row in 0..side {
            let mut column = 0;
            while column < side {
                let dark = (column..side).take_while(|column| modules.is_dark(*column, row)).count() as u32;
                if dark > 0 {
                    self.content.rect(column as f32, row as f32, dark as f32, 1.0);
                }
                column += dark + 1;
            }
        }
        self.content.fill_nonzero().restore_state();
    }

    fn write(&mut self, weight: Weight, size: f32, x: f32, text: &str) {
        let font = match weight {
            Weight::Regular => &mut self.regular,
            Weight::Bold => &mut self.bold,
        };
        let glyphs = font.encode(text);
        self.content.begin_text().set_font(font.name, size).next_line(x, self.y);
        self.content.show(Str(&glyphs)).end_text();
    }
}

/// Lines no wider than the page. A word that is wider stays whole.
fn wrap(font: &Font, size: f32, words: &str) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in words.split_whitespace() {
        match lines.last_mut() {
            Some(line) if font.width(&format!("{line} {word}"), size) <= WIDTH - 2.0 * MARGIN => {
                line.push(' ');
                line.push_str(word);
            }
            _ => lines.push(word.to_owned()),
        }
    }
    lines
}
