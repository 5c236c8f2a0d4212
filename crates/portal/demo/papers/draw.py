#!/usr/bin/env python3
"""Draws the papers of the demonstration's synthetic citizens into this folder.

Run it here: `pip install pillow && python3 draw.py` (needs the DejaVu fonts, Debian package fonts-dejavu-core). Nobody
in these papers exists, their layout is nobody's, and every page says so. The same input gives the same files.
"""

import zlib

from PIL import Image, ImageDraw, ImageFont

MARK = "MẪU – DỮ LIỆU TỔNG HỢP"
STATE = ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập – Tự do – Hạnh phúc")
INK, FAINT, RED = (28, 34, 44), (96, 104, 116), (176, 32, 36)


def font(size, bold=False, serif=False):
    return ImageFont.truetype(f"DejaVuS{'erif' if serif else 'ans'}{'-Bold' if bold else ''}.ttf", size)


def text(draw, at, words, size, bold=False, serif=False, fill=INK, anchor="la", width=None):
    """One line, drawn smaller where it would be wider than `width`."""
    face = font(size, bold, serif)
    while width and draw.textlength(words, face) > width:
        size -= 1
        face = font(size, bold, serif)
    draw.text(at, words, font=face, fill=fill, anchor=anchor)


def wrapped(draw, at, words, size, width, serif=False, fill=INK):
    """Words broken into lines; answers with the height below them."""
    face, (x, y), line = font(size, serif=serif), at, ""
    for word in words.split():
        longer = f"{line} {word}".strip()
        if line and draw.textlength(longer, face) > width:
            draw.text((x, y), line, font=face, fill=fill)
            y, line = y + round(size * 1.45), word
        else:
            line = longer
    draw.text((x, y), line, font=face, fill=fill)
    return y + round(size * 1.45)


def paper(width, height, ground):
    """An empty page with the mark across it."""
    page = Image.new("RGB", (width, height), ground)
    faint = tuple(round(part * 0.95) for part in ground)
    strip = Image.new("RGB", (width * 2, 60), ground)
    text(ImageDraw.Draw(strip), (width, 30), "   ".join([MARK] * 5), 26, bold=True, fill=faint, anchor="mm")
    strip = strip.rotate(22, expand=True, fillcolor=ground)
    for top in range(-height, height, 250):
        where = ((width - strip.width) // 2, top + height // 2 - strip.height // 2)
        page.paste(strip, where, strip.convert("L").point(lambda light, edge=sum(ground) / 3 - 3: 255 * (light < edge)))
    return page


def band(draw, width, height, tall=44):
    """The mark in full at the foot."""
    draw.rectangle((0, height - tall, width, height), fill=RED)
    text(draw, (width / 2, height - tall / 2), MARK, round(tall * 0.55), bold=True, fill="white", anchor="mm")


def silhouette(draw, left, top, width, height):
    """Where a photograph would be."""
    draw.rectangle((left, top, left + width, top + height), fill=(222, 228, 234), outline=(170, 178, 188), width=2)
    middle, head = left + width / 2, width * 0.2
    face = (middle - head, top + height * 0.2, middle + head, top + height * 0.2 + head * 2.3)
    draw.ellipse(face, fill=(150, 160, 172))
    shoulders = (left + width * 0.16, top + height * 0.62, left + width * 0.84, top + height * 1.3)
    draw.pieslice(shoulders, 180, 360, fill=(150, 160, 172))


def card(colour, ground, title, subtitle, fields, photo=True):
    """A card in the proportions of ISO/IEC 7810 ID-1."""
    width, height = 860, 542
    page = paper(width, height, ground)
    draw = ImageDraw.Draw(page)
    draw.rectangle((0, 0, width, 84), fill=colour)
    text(draw, (width / 2, 28), STATE[0], 21, bold=True, fill="white", anchor="mm")
    text(draw, (width / 2, 58), STATE[1], 18, fill="white", anchor="mm")
    text(draw, (width / 2, 122), title, 34, bold=True, fill=colour, anchor="mm", width=width - 80)
    text(draw, (width / 2, 158), subtitle, 17, fill=FAINT, anchor="mm", width=width - 80)
    left = 300 if photo else 52
    if photo:
        silhouette(draw, 48, 186, 208, 270)
    step = min(56, 290 // len(fields))
    for row, (label, value) in enumerate(fields):
        top = 186 + row * step
        text(draw, (left, top), label, 15, fill=FAINT)
        text(draw, (left, top + 18), value, 24, bold=True, width=width - left - 40)
    band(draw, width, height)
    return page


def identity(number, name, birth, commune, until):
    return card((24, 92, 104), (236, 246, 244), "CĂN CƯỚC", "Mẫu trình diễn, không có giá trị sử dụng", [
        ("Số định danh cá nhân", number), ("Họ, chữ đệm và tên", name), ("Ngày sinh – Giới tính", f"{birth} – Nam"),
        ("Nơi cư trú", f"{commune}, tỉnh Cao Bằng"), ("Có giá trị đến", until)])


def sheet(office, title, under, fields, closing, size=(700, 840), ground=(252, 250, 243)):
    """A document on an upright page; fields without a label are sentences."""
    width, height = size
    page = paper(width, height, ground)
    draw = ImageDraw.Draw(page)
    unit = width / 700
    scaled = lambda value: round(value * unit)
    text(draw, (scaled(48), scaled(44)), office, scaled(16), bold=True, serif=True, width=scaled(262))
    text(draw, (scaled(490), scaled(44)), STATE[0], scaled(15), bold=True, serif=True, anchor="ma", width=scaled(345))
    text(draw, (scaled(490), scaled(70)), STATE[1], scaled(15), serif=True, anchor="ma")
    draw.line((scaled(400), scaled(96), scaled(580), scaled(96)), fill=INK, width=max(1, scaled(1)))
    wide = width - scaled(90)
    text(draw, (width / 2, scaled(158)), title, scaled(28), bold=True, serif=True, fill=RED, anchor="ma", width=wide)
    text(draw, (width / 2, scaled(204)), under, scaled(15), serif=True, fill=FAINT, anchor="ma", width=wide)
    top = scaled(256)
    for label, value in fields:
        if label:
            text(draw, (scaled(56), top), label, scaled(16), serif=True, fill=FAINT)
            top = wrapped(draw, (scaled(270), top), value, scaled(17), scaled(380), serif=True) + scaled(14)
        else:
            top = wrapped(draw, (scaled(56), top), value, scaled(17), scaled(590), serif=True) + scaled(14)
    if closing:
        place, who = closing
        wide = scaled(340)
        text(draw, (scaled(500), height - scaled(220)), place, scaled(15), serif=True, anchor="ma", width=wide)
        text(draw, (scaled(500), height - scaled(194)), who, scaled(16), bold=True, serif=True, anchor="ma", width=wide)
        box = (scaled(420), height - scaled(160), scaled(580), height - scaled(84))
        draw.rounded_rectangle(box, scaled(8), outline=RED, width=max(2, scaled(2)))
        text(draw, (scaled(500), height - scaled(132)), "DẤU MẪU", scaled(17), bold=True, fill=RED, anchor="mm")
        text(draw, (scaled(500), height - scaled(108)), "không có giá trị", scaled(13), fill=RED, anchor="mm")
    band(draw, width, height, scaled(44))
    return page


def pdf(name, pages):
    """A PDF whose pages are grey pictures of 16 levels, compressed with Flate; no date, no producer."""
    objects = [b"<< /Type /Catalog /Pages 2 0 R >>", b""]
    kids = []
    for page in pages:
        width, height = page.size
        grey = page.convert("L").point(lambda light: min(15, round(light / 16)))
        levels, rows = grey.tobytes(), bytearray()
        for start in range(0, width * height, width):
            row = levels[start:start + width] + b"\0" * (width % 2)
            rows += bytes(high << 4 | low for high, low in zip(row[::2], row[1::2]))
        data, drawing = zlib.compress(bytes(rows), 9), b"q 595 0 0 842 0 0 cm /P Do Q"
        first = len(objects) + 1
        kids.append(f"{first} 0 R")
        objects += [
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents {first + 1} 0 R "
            f"/Resources << /XObject << /P {first + 2} 0 R >> >> >>".encode(),
            b"<< /Length %d >>\nstream\n%s\nendstream" % (len(drawing), drawing),
            f"<< /Type /XObject /Subtype /Image /Width {width} /Height {height} /ColorSpace /DeviceGray "
            f"/BitsPerComponent 4 /Filter /FlateDecode /Length {len(data)} >>\nstream\n".encode() + data
            + b"\nendstream",
        ]
    objects[1] = f"<< /Type /Pages /Kids [{' '.join(kids)}] /Count {len(kids)} >>".encode()
    out, offsets = bytearray(b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n"), []
    for number, content in enumerate(objects, 1):
        offsets.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    out += b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, start)
    with open(name, "wb") as file:
        file.write(out)


def jpeg(name, page):
    page.save(name, quality=48, optimize=True)


def main():
    jpeg("1-can-cuoc.jpg", identity("004090000001", "LÝ A THÍ", "02/09/1990", "Xã Quảng Uyên", "02/09/2030"))
    jpeg("2-can-cuoc.jpg", identity("004090000002", "NÔNG VĂN HOÀ", "14/03/1990", "Phường Thục Phán", "14/03/2030"))
    jpeg("4-can-cuoc.jpg", identity("004090000004", "HOÀNG VĂN PÁO", "07/05/1990", "Xã Bảo Lạc", "07/05/2030"))
    insurance = card((30, 104, 170), (238, 244, 251), "THẺ BẢO HIỂM Y TẾ", "Mẫu trình diễn, không có giá trị sử dụng", [
        ("Mã số", "0000 0000 01"), ("Họ và tên", "LÝ A THÍ"),
        ("Số định danh cá nhân", "004090000001"), ("Nơi đăng ký khám bệnh ban đầu", "Trạm Y tế xã Quảng Uyên"),
        ("Giá trị sử dụng", "01/01/2026 – 31/12/2026")], photo=False)
    insurance.quantize(48, dither=Image.Dither.NONE).save("1-the-bhyt.png", optimize=True)
    jpeg("3-giay-phep-lai-xe.jpg", card((150, 96, 22), (252, 246, 232), "GIẤY PHÉP LÁI XE",
        "Mẫu trình diễn, không có giá trị sử dụng", [
            ("Số", "000000000003"), ("Họ và tên", "Y BHĂM ÊBAN"), ("Số định danh cá nhân", "004090000003"),
            ("Hạng", "B – ô tô chở người đến 8 chỗ"), ("Có giá trị đến", "18/10/2035")]))
    jpeg("1-giay-chung-sinh.jpg", sheet("TRẠM Y TẾ XÃ QUẢNG UYÊN", "GIẤY CHỨNG SINH", "Số: 00/MẪU", [
        ("Họ và tên mẹ:", "LỤC THỊ MẪU"), ("Họ và tên cha:", "LÝ A THÍ"), ("Số định danh của cha:", "004090000001"),
        ("Nơi cư trú:", "Xã Quảng Uyên, tỉnh Cao Bằng"), ("Sinh con lúc:", "05 giờ 40, ngày 25/10/2026"),
        ("Tại:", "Trạm Y tế xã Quảng Uyên"), ("Giới tính, cân nặng:", "Nữ, 3.100 g"),
        ("Dự định đặt tên con:", "LÝ THỊ MẪU")],
        ("Quảng Uyên, ngày 26/10/2026", "NGƯỜI ĐỠ ĐẺ")))
    jpeg("3-giay-chung-nhan-dat.jpg", sheet("SỔ MẪU 00000003", "GIẤY CHỨNG NHẬN",
        "QUYỀN SỬ DỤNG ĐẤT, QUYỀN SỞ HỮU TÀI SẢN GẮN LIỀN VỚI ĐẤT", [
        ("Người sử dụng đất:", "Ông Y BHĂM ÊBAN"), ("Số định danh cá nhân:", "004090000003"),
        ("Thửa đất, tờ bản đồ:", "thửa 000, tờ 00 (mẫu)"), ("Địa chỉ:", "Xã Trùng Khánh, tỉnh Cao Bằng"),
        ("Diện tích:", "200,0 m² (hai trăm mét vuông)"), ("Loại đất:", "Đất ở tại nông thôn"),
        ("Thời hạn:", "Lâu dài")],
        ("Cao Bằng, ngày 12/06/2018", "CƠ QUAN CẤP"), ground=(253, 241, 240)))
    jpeg("5-giay-khai-sinh.jpg", sheet("UBND XÃ HÀ QUẢNG", "GIẤY KHAI SINH", "Số: 00/MẪU", [
        ("Họ, chữ đệm, tên:", "NHÌNH"), ("Ngày sinh:", "01/01/1990"),
        ("Giới tính, dân tộc:", "Nam, Mông"), ("Số định danh cá nhân:", "004090000005"),
        ("Nơi sinh:", "Hà Quảng, Cao Bằng"),
        ("Họ, chữ đệm, tên mẹ:", "VỪ THỊ MẪU"), ("Họ, chữ đệm, tên cha:", "SÙNG VĂN MẪU")],
        ("Hà Quảng, ngày 15/03/2021", "NGƯỜI KÝ GIẤY KHAI SINH")))
    jpeg("6-bang-tot-nghiep.jpg", sheet("SỞ GD&ĐT CAO BẰNG", "BẰNG TỐT NGHIỆP", "TRUNG HỌC PHỔ THÔNG", [
        ("Cấp cho:", "TRẦN ĐẶNG THÁI DƯƠNG"), ("Ngày sinh:", "19/08/1990"), ("Số định danh cá nhân:", "004090000006"),
        ("Học sinh trường:", "THPT Mẫu, tỉnh Cao Bằng"), ("Kỳ thi:", "Tháng 6 năm 2008"),
        ("Số hiệu bằng:", "A 00000006")],
        ("Cao Bằng, ngày 20/07/2008", "GIÁM ĐỐC"), ground=(244, 247, 252)))
    size, white = (800, 1131), (255, 255, 255)
    pdf("1-xac-nhan-cu-tru.pdf", [
        sheet("CÔNG AN XÃ QUẢNG UYÊN", "XÁC NHẬN THÔNG TIN VỀ CƯ TRÚ", "Trang 1 / 2", [
            ("Họ, chữ đệm và tên:", "LÝ A THÍ"), ("Ngày sinh, giới tính:", "02/09/1990, Nam"),
            ("Số định danh cá nhân:", "004090000001"), ("Nơi thường trú:", "Xã Quảng Uyên, tỉnh Cao Bằng"),
            ("Nơi tạm trú:", "Không"), ("Nơi ở hiện tại:", "Xã Quảng Uyên, tỉnh Cao Bằng"), ("Chủ hộ:", "LÝ A MẪU"),
            ("Quan hệ với chủ hộ:", "Con")], None, size, white),
        sheet("CÔNG AN XÃ QUẢNG UYÊN", "THÀNH VIÊN TRONG HỘ", "Trang 2 / 2", [
            ("Chủ hộ:", "LÝ A MẪU"), ("Con:", "LÝ A THÍ"), ("Con dâu:", "LỤC THỊ MẪU"),
            ("", "Giấy này chỉ để trình diễn. Không có người nào trong danh sách là người thật.")],
            ("Quảng Uyên, ngày 19/08/2026", "TRƯỞNG CÔNG AN XÃ"), size, white)])
    pdf("2-tinh-trang-hon-nhan.pdf", [
        sheet("UBND PHƯỜNG THỤC PHÁN", "GIẤY XÁC NHẬN TÌNH TRẠNG HÔN NHÂN", "Số: 00/MẪU", [
            ("Xác nhận ông:", "NÔNG VĂN HOÀ"), ("Ngày sinh:", "14/03/1990"), ("Số định danh cá nhân:", "004090000002"),
            ("Nơi cư trú:", "Phường Thục Phán, tỉnh Cao Bằng"), ("Tình trạng hôn nhân:", "Chưa đăng ký kết hôn với ai"),
            ("Giấy dùng để:", "Đăng ký kết hôn"), ("Có giá trị đến:", "25/01/2027")],
            ("Thục Phán, ngày 25/07/2026", "CHỦ TỊCH"), size, white)])


if __name__ == "__main__":
    main()
