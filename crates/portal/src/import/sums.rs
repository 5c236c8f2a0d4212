//! Sums of money in running text.

use cds_vn::text::fold;

/// From here on a bare number before đồng is money; below it is more likely a clause ("khoản 5 đồng thời").
const SMALLEST_SUM: u64 = 1_000;

/// Whether a note names a sum that is not nothing, such as `135.000 đồng/lần`, `5 triệu đồng` or `10 USD`.
pub(super) fn names_a_sum(note: &str) -> bool {
    let folded = fold(note);
    let mut rest = folded.as_str();
    while let Some(start) = rest.find(|c: char| c.is_ascii_digit()) {
        let (_, from_number) = rest.split_at(start);
        let end =
            from_number.find(|c: char| !(c.is_ascii_digit() || c == '.' || c == ',')).unwrap_or(from_number.len());
        let (number, after) = from_number.split_at(end);
        // Points and commas both part thousands; a sentence may end behind the number.
        let value = number
            .chars()
            .filter_map(|c| c.to_digit(10))
            .fold(0_u64, |value, digit| value.saturating_mul(10).saturating_add(u64::from(digit)));
        if is_money(value, without_unit(after).trim_start()) {
            return true;
        }
        rest = after;
    }
    false
}

/// What follows `/lần` in `15000000/lần Đồng`.
fn without_unit(after: &str) -> &str {
    let unit = after.strip_prefix('/');
    unit.map_or(after, |unit| unit.trim_start_matches(|c: char| c.is_alphabetic()))
}

fn is_money(value: u64, after: &str) -> bool {
    let word = |word: &str| after.strip_prefix(word).filter(|next| !next.starts_with(char::is_alphanumeric));
    if value == 0 {
        return false;
    }
    if ["usd", "nghin dong", "ngan dong", "trieu dong", "ty dong"].iter().any(|unit| word(unit).is_some()) {
        return true;
    }
    let dong = word("dong").is_some_and(|next| !next.trim_start().starts_with("thoi"));
    value >= SMALLEST_SUM && (dong || ["d", "vnd", "viet nam dong"].iter().any(|unit| word(unit).is_some()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(note: &str, expected: bool) {
        assert_eq!(names_a_sum(note), expected, "{note}");
    }

    #[test]
    fn sums_are_found_as_offices_write_them() {
        check("- Lệ phí cấp giấy phép: 135.000 đồng/lần.", true);
        check("250.000 đ/lần Đồng", true);
        check("15000000/lần Đồng", true);
        check("7,000 Việt Nam Đồng", true);
        check("Mức phí 2.500.000đồng/hồ sơ", true);
        check("10 USD/người", true);
        check("5 triệu đồng", true);
        check("20.000 VNĐ", true);
    }

    #[test]
    fn numbers_of_other_things_are_no_sums() {
        check("Thông tư số 85/2019/TT-BTC và Thông tư số 106/2021/TT-BTC", false);
        check("Theo khoản 5 đồng thời khoản 6", false);
        check("Năm 2025 đồng thời áp dụng", false);
        check("Lệ phí: 0 đồng", false);
        check("Từ 70 tuổi; 5% của mức thu", false);
        check("Đồng (Mức lệ phí do Hội đồng nhân dân tỉnh quyết định)", false);
        check("30.000 đồng bào", true);
    }
}
