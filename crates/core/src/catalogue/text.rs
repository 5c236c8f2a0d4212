//! A procedure's page as plain text: to be shared, printed, or read where there is no window.
//!
//! Vietnamese whatever the app's language is, as the record is. Every text of the record stands in it as the record has
//! it, however long: a label beside a note that contradicts it, a remark among papers, a number without a unit.

use std::fmt::Write as _;

use cds_vn::date::show_iso;
use cds_vn::number::grouped;
use cds_wire::ipc::OutsideValidity;
use cds_wire::procedure::{
    Channel, ChannelKind, Fee, PaperGroup, Procedure, ProcedureFlag, RequiredPaper, TimeLimit, TimeUnit,
};

/// The whole page. `built_in` is the day of the catalogue where it is the one that travels inside the app.
pub(crate) fn text(procedure: &Procedure, outside: Option<OutsideValidity>, built_in: Option<&str>) -> String {
    let mut page = Page(String::new());
    page.line(&procedure.name);
    if let Some(day) = built_in {
        page.labelled("Nguồn", Some(&format!("bản kèm theo ứng dụng, ngày {}", show_iso(day))));
    }
    page.labelled("Mã thủ tục", Some(&procedure.code));
    if let Some(number) = procedure.essential {
        page.labelled("Dịch vụ công thiết yếu số", Some(&number.to_string()));
    }
    page.labelled("Lĩnh vực", procedure.field.as_deref());
    page.labelled("Cấp thực hiện", several(&procedure.levels).as_deref());
    page.labelled("Đối tượng", several(&procedure.audience).as_deref());
    page.labelled("Cơ quan thực hiện", procedure.agency.as_deref());
    page.labelled("Quyết định công bố", procedure.decision.as_deref());
    page.labelled("Sự kiện", several(&procedure.life_events).as_deref());
    page.labelled("Còn gọi là", several(&procedure.synonyms).as_deref());
    page.labelled("Lưu ý", outside.map(not_to_be_filed));
    page.labelled("Áp dụng từ ngày", procedure.valid_from.as_deref().map(show_iso).as_deref());
    page.labelled("Áp dụng đến hết ngày", procedure.valid_to.as_deref().map(show_iso).as_deref());
    page.labelled("Chỉ áp dụng tại tỉnh, thành phố có mã", procedure.province.as_deref());
    page.labelled("Đã được thay bằng thủ tục", procedure.superseded_by.as_deref());
    for flag in &procedure.flags {
        page.labelled("Lưu ý", warning(*flag));
    }
    page.part("Cách nộp", &procedure.channels, channel);
    page.part("Giấy tờ", &procedure.papers, group);
    page.text("Điều kiện", procedure.conditions.as_deref());
    page.text("Các bước", procedure.steps.as_deref());
    page.part("Kết quả", &procedure.results, |page, result| page.item(result));
    page.part("Căn cứ pháp lý", &procedure.legal, |page, law| page.item(law));
    page.0
}

fn not_to_be_filed(outside: OutsideValidity) -> &'static str {
    match outside {
        OutsideValidity::NotYet => "thủ tục chưa được áp dụng, chưa nộp được",
        OutsideValidity::NoLonger => "thủ tục đã hết hiệu lực, không còn nộp được",
    }
}

fn channel(page: &mut Page, channel: &Channel) {
    page.item(match channel.channel {
        ChannelKind::Online => "Trực tuyến",
        ChannelKind::Post => "Bưu chính công ích",
        ChannelKind::InPerson => "Trực tiếp",
    });
    page.labelled("Thời hạn", channel.time.as_ref().map(time).as_deref());
    for one in &channel.fees {
        page.labelled("Phí, lệ phí", Some(&fee(one)));
    }
    page.labelled("Ghi chú", channel.note.as_deref());
}

fn time(limit: &TimeLimit) -> String {
    let unit = match limit.unit {
        Some(TimeUnit::Hour) => "giờ làm việc",
        Some(TimeUnit::WorkingDay) => "ngày làm việc",
        Some(TimeUnit::Day) => "ngày",
        Some(TimeUnit::Month) => "tháng",
        None => "(không ghi đơn vị)",
    };
    let value = limit.value.map(|value| format!("{} {unit}", value.to_string().replace('.', ",")));
    value.into_iter().chain(limit.text.clone()).collect::<Vec<_>>().join(". ")
}

fn fee(fee: &Fee) -> String {
    let amount = fee.amount.map(|amount| format!("{} đ", grouped(&amount.to_string())));
    let free = fee.free.then(|| "Miễn phí".to_owned());
    amount.into_iter().chain(free).chain(fee.note.clone()).collect::<Vec<_>>().join(". ")
}

fn group(page: &mut Page, group: &PaperGroup) {
    if let Some(case) = &group.case {
        page.line(case);
    }
    for RequiredPaper { name, originals, copies, remark } in &group.papers {
        match (*remark, originals, copies) {
            (true, ..) | (_, 0, 0) => page.item(name),
            (_, originals, 0) => page.item(&format!("{name} (bản chính: {originals})")),
            (_, 0, copies) => page.item(&format!("{name} (bản sao: {copies})")),
            (_, originals, copies) => page.item(&format!("{name} (bản chính: {originals}, bản sao: {copies})")),
        }
    }
}

fn warning(flag: ProcedureFlag) -> Option<&'static str> {
    match flag {
        ProcedureFlag::DetailSuspect => Some("nội dung chi tiết có thể là của thủ tục khác"),
        ProcedureFlag::TimeUnitUncertain => Some("đơn vị của thời hạn chưa chắc chắn"),
        ProcedureFlag::TimeUnitMissing => Some("có thời hạn không ghi đơn vị"),
        ProcedureFlag::FeeContradicted => Some("nhãn ghi miễn phí nhưng ghi chú nêu số tiền"),
        ProcedureFlag::FallbackPage => Some("nội dung lấy từ trang thay thế"),
    }
}

fn several(texts: &[String]) -> Option<String> {
    (!texts.is_empty()).then(|| texts.join("; "))
}

/// The page so far.
struct Page(String);

impl Page {
    fn line(&mut self, text: &str) {
        self.0.push_str(text);
        self.0.push('\n');
    }

    fn item(&mut self, text: &str) {
        let _ = writeln!(self.0, "- {text}");
    }

    fn labelled(&mut self, label: &str, text: Option<&str>) {
        if let Some(text) = text {
            let _ = writeln!(self.0, "{label}: {text}");
        }
    }

    fn heading(&mut self, heading: &str) {
        let _ = writeln!(self.0, "\n{}", heading.to_uppercase());
    }

    fn text(&mut self, heading: &str, text: Option<&str>) {
        if let Some(text) = text {
            self.heading(heading);
            self.line(text);
        }
    }

    fn part<T>(&mut self, heading: &str, entries: &[T], write: fn(&mut Self, &T)) {
        if !entries.is_empty() {
            self.heading(heading);
        }
        entries.iter().for_each(|entry| write(self, entry));
    }
}

#[cfg(test)]
mod tests {
    use super::super::fixture::procedure;
    use super::*;

    #[test]
    fn a_page_says_what_the_record_says_and_what_is_doubtful() {
        let mut record = procedure("1.001193", "Đăng ký khai sinh");
        record.levels = vec!["Cấp xã".to_owned(), "Cấp tỉnh".to_owned()];
        record.valid_to = Some("2026-12-31".to_owned());
        record.flags = vec![ProcedureFlag::FeeContradicted];
        let fee = Fee { amount: Some(1_008_000), free: true, note: Some("8.000 đồng/bản".to_owned()) };
        let time = Some(TimeLimit { value: Some(0.5), unit: None, text: None });
        record.channels = vec![Channel { channel: ChannelKind::Online, time, fees: vec![fee], note: None }];
        let paper = |name: &str, originals, copies| RequiredPaper {
            name: name.to_owned(),
            originals,
            copies,
            remark: originals + copies == 0,
        };
        let papers = vec![paper("Tờ khai", 1, 2), paper("Xuất trình căn cước", 0, 0)];
        record.papers = vec![PaperGroup { case: Some("Nộp thay".to_owned()), papers }];
        record.steps = Some("Bước 1\nBước 2".to_owned());
        let expected = "Đăng ký khai sinh\nMã thủ tục: 1.001193\nCấp thực hiện: Cấp xã; Cấp tỉnh\n\
             Lưu ý: thủ tục đã hết hiệu lực, không còn nộp được\nÁp dụng đến hết ngày: 31/12/2026\nLưu ý: nhãn ghi miễn phí nhưng ghi chú nêu số tiền\n\n\
             CÁCH NỘP\n- Trực tuyến\nThời hạn: 0,5 (không ghi đơn vị)\n\
             Phí, lệ phí: 1.008.000 đ. Miễn phí. 8.000 đồng/bản\n\n\
             GIẤY TỜ\nNộp thay\n- Tờ khai (bản chính: 1, bản sao: 2)\n- Xuất trình căn cước\n\n\
             CÁC BƯỚC\nBước 1\nBước 2\n";
        assert_eq!(text(&record, Some(OutsideValidity::NoLonger), None), expected);
    }
}
