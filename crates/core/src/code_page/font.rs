//! A font of the page: how wide words are, and the glyphs that were used, embedded with what they stand for.

use std::collections::BTreeMap;

use pdf_writer::types::{CidFontType, FontFlags, SystemInfo, UnicodeCmap};
use pdf_writer::{Finish, Name, Pdf, Rect, Ref, Str};
use skrifa::instance::{LocationRef, Size};
use skrifa::{FontRef, GlyphId, MetadataProvider};
use subsetter::GlyphRemapper;

use crate::Error;

/// Glyphs are numbered as the embedded font numbers them.
const IDENTITY: SystemInfo<'static> = SystemInfo { registry: Str(b"Adobe"), ordering: Str(b"Identity"), supplement: 0 };
/// Widths in a PDF are thousandths of the size.
const EM: f32 = 1000.0;

pub(super) struct Font {
    data: &'static [u8],
    face: FontRef<'static>,
    /// What the font is called on the page.
    pub(super) name: Name<'static>,
    /// What it is called as a subset: six letters, and its own name.
    base: Name<'static>,
    used: GlyphRemapper,
    meaning: BTreeMap<u16, char>,
}

impl Font {
    pub(super) fn new(data: &'static [u8], name: &'static str, base: &'static str) -> Result<Self, Error> {
        let face = FontRef::new(data).map_err(|_| Error::Internal("a font of the page cannot be read"))?;
        let (name, base) = (Name(name.as_bytes()), Name(base.as_bytes()));
        Ok(Self { data, face, name, base, used: GlyphRemapper::new(), meaning: BTreeMap::new() })
    }

    /// How wide a text is, in points.
    pub(super) fn width(&self, text: &str, size: f32) -> f32 {
        text.chars().map(|letter| self.advance(self.glyph(letter))).sum::<f32>() * size / EM
    }

    /// The text as the embedded font numbers its glyphs. A letter that the font lacks becomes its empty box.
    pub(super) fn encode(&mut self, text: &str) -> Vec<u8> {
        let mut bytes = Vec::with_capacity(2 * text.len());
        for letter in text.chars() {
            let new = u16::try_from(self.glyph(letter).to_u32()).map_or(0, |old| self.used.remap(old));
            if new > 0 {
                self.meaning.entry(new).or_insert(letter);
            }
            bytes.extend(new.to_be_bytes());
        }
        bytes
    }

    /// Writes the font with the glyphs that were used, under five numbers from `first` on.
    pub(super) fn embed(&self, pdf: &mut Pdf, first: Ref) -> Result<(), Error> {
        let id = |offset: i32| Ref::new(first.get() + offset);
        let (cid_font, descriptor, file, unicode) = (id(1), id(2), id(3), id(4));
        let subset = subsetter::subset(self.data, 0, &self.used)
            .map_err(|_| Error::Internal("a font of the page cannot be made smaller"))?;

        let mut font = pdf.type0_font(first);
        font.base_font(self.base).encoding_predefined(Name(b"Identity-H"));
        font.descendant_font(cid_font).to_unicode(unicode);
        font.finish();

        let mut cid = pdf.cid_font(cid_font);
        cid.subtype(CidFontType::Type2).base_font(self.base).system_info(IDENTITY);
        cid.font_descriptor(descriptor).default_width(0.0).cid_to_gid_map_predefined(Name(b"Identity"));
        let widths = self.used.remapped_gids().map(|old| self.advance(GlyphId::from(old)));
        cid.widths().consecutive(0, widths);
        cid.finish();

        let metrics = self.face.metrics(Size::new(EM), LocationRef::default());
        let bounds = metrics.bounds.unwrap_or_default();
        let mut about = pdf.font_descriptor(descriptor);
        about.name(self.base).flags(FontFlags::SYMBOLIC).italic_angle(0.0).stem_v(90.0);
        about.bbox(Rect::new(bounds.x_min, bounds.y_min, bounds.x_max, bounds.y_max));
        about.ascent(metrics.ascent).descent(metrics.descent);
        about.cap_height(metrics.cap_height.unwrap_or(metrics.ascent)).font_file2(file);
        about.finish();

        pdf.stream(file, &subset).pair(Name(b"Length1"), i32::try_from(subset.len()).unwrap_or(i32::MAX));
        let mut meaning = UnicodeCmap::new(Name(b"Meaning"), IDENTITY);
        for (glyph, letter) in &self.meaning {
            meaning.pair(*glyph, *letter);
        }
        pdf.cmap(unicode, &meaning.finish());
        Ok(())
    }

    fn glyph(&self, letter: char) -> GlyphId {
        self.face.charmap().map(letter).unwrap_or(GlyphId::NOTDEF)
    }

    fn advance(&self, glyph: GlyphId) -> f32 {
        let metrics = self.face.glyph_metrics(Size::new(EM), LocationRef::default());
        metrics.advance_width(glyph).unwrap_or_default()
    }
}
