//! A4 with ten-point text, as a printer at 300 dots an inch lays it down.

use ab_glyph::{Font, FontRef, PxScale, ScaleFont, point};
use anyhow::Result;
use cds_bench::random::Random;
use image::{GrayImage, Luma};

const FONT: &[u8] = include_bytes!("../../../assets/print/be-vietnam-pro-400.ttf");
const DOTS: f32 = 300.0;
/// A4 in dots.
pub const WIDTH: u32 = 2480;
pub const HEIGHT: u32 = 3508;
/// 20 mm.
const MARGIN: f32 = 236.0;
const SIZE: f32 = 10.0 * DOTS / 72.0;
const LINE: f32 = 1.4 * SIZE;
const PAPER: u8 = 255;
const INK: u8 = 20;

/// What is written on it, with every mark of the language and what stands on papers: names, dates, numbers, sums.
const SENTENCES: &[&str] = &[
    "Người yêu cầu đăng ký khai sinh nộp tờ khai theo mẫu và giấy chứng sinh tại bộ phận một cửa của xã.",
    "Trường hợp không có giấy chứng sinh thì nộp văn bản của người làm chứng xác nhận về việc sinh.",
    "Công chức tư pháp – hộ tịch kiểm tra, ghi vào sổ và trình Chủ tịch ký trong ngày làm việc.",
    "Nếu nhận hồ sơ sau 15 giờ thì kết quả được trả trong ngày làm việc tiếp theo.",
    "Tôi cam đoan những nội dung khai trên đây là đúng sự thật và chịu trách nhiệm trước pháp luật.",
    "Thửa đất giáp đường mòn phía đông, suối Khuổi Rịa phía bắc, ruộng bậc thang phía tây.",
    "Bản sao được chứng thực từ bản chính có giá trị sử dụng thay cho bản chính trong các giao dịch.",
    "Mỗi kỳ nghỉ hè, nhà trường tổ chức lớp ôn tập miễn phí cho học sinh ở các xóm vùng cao.",
    "Giấy phép có thời hạn mười năm kể từ ngày cấp; người được cấp phải xuất trình khi được hỏi.",
    "Quỹ bảo hiểm xã hội chi trả đủ một lần, qua tài khoản ngân hàng hoặc bằng tiền mặt.",
    "Ở những nơi sóng yếu, cán bộ đến tận nhà để giúp bà con điền biểu mẫu và chụp giấy tờ.",
];
const FAMILY: &[&str] = &["Nguyễn", "Hoàng", "Nông", "Lý", "Đặng", "Bế", "Triệu", "Phùng", "Sầm"];
const GIVEN: &[&str] = &["Thị Hằng", "Văn Dũng", "A Thí", "Thị Ngọc Ánh", "Quốc Khánh", "Mỹ Duyên", "Đức Thịnh"];

/// The text, one line after another, and the page.
pub fn page(random: &mut Random) -> Result<(String, GrayImage)> {
    let font = FontRef::try_from_slice(FONT)?;
    // Its em, not its line, is ten points.
    let scale = PxScale::from(SIZE * font.height_unscaled() / font.units_per_em().unwrap_or(1000.0));
    let scaled = font.as_scaled(scale);
    let mut sheet = GrayImage::from_pixel(WIDTH, HEIGHT, Luma([PAPER]));
    let mut text = String::new();
    let mut y = MARGIN + SIZE;
    let (mut line, mut width) = (String::new(), 0.0);
    let space = scaled.h_advance(scaled.glyph_id(' '));
    'page: loop {
        for word in sentence(random).split(' ') {
            let long: f32 = word.chars().map(|letter| scaled.h_advance(scaled.glyph_id(letter))).sum();
            if width + long > WIDTH as f32 - 2.0 * MARGIN {
                draw(&mut sheet, &font, scale, &line, y);
                text += line.trim_end();
                text.push('\n');
                (line, width) = (String::new(), 0.0);
                y += LINE;
                if y > HEIGHT as f32 - MARGIN {
                    break 'page;
                }
            }
            line += word;
            line.push(' ');
            width += long + space;
        }
    }
    Ok((text, sheet))
}

fn sentence(random: &mut Random) -> String {
    match random.below(3) {
        0 => format!(
            "Ông (bà) {} {}, sinh ngày {:02}/{:02}/{}, số định danh 0040{:08}, nộp {}.{:03}.000 đồng.",
            random.of(FAMILY),
            random.of(GIVEN),
            random.below(28) + 1,
            random.below(12) + 1,
            random.below(70) + 1940,
            random.below(100_000_000),
            random.below(9) + 1,
            random.below(1000),
        ),
        _ => random.of(SENTENCES).to_owned(),
    }
}

fn draw(sheet: &mut GrayImage, font: &FontRef<'_>, scale: PxScale, line: &str, y: f32) {
    let scaled = font.as_scaled(scale);
    let mut x = MARGIN;
    for letter in line.chars() {
        let id = scaled.glyph_id(letter);
        if let Some(outline) = font.outline_glyph(id.with_scale_and_position(scale, point(x, y))) {
            let place = outline.px_bounds().min;
            outline.draw(|across, down, covered| {
                let at = (place.x as i64 + i64::from(across), place.y as i64 + i64::from(down));
                if let (Ok(x), Ok(y)) = (u32::try_from(at.0), u32::try_from(at.1))
                    && let Some(pixel) = sheet.get_pixel_mut_checked(x, y)
                {
                    let shade = f32::from(PAPER) - covered.clamp(0.0, 1.0) * f32::from(PAPER - INK);
                    pixel.0[0] = pixel.0[0].min(shade as u8);
                }
            });
        }
        x += scaled.h_advance(id);
    }
}
