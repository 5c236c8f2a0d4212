//! Ways to file, each with its time limit and fees, as the national catalogue has them.

use cds_wire::procedure::{Channel, ChannelKind, Fee, ProcedureFlag, TimeLimit, TimeUnit};
use serde::Deserialize;

use super::record::Marks;
use crate::import::sums::names_a_sum;
use crate::import::{Mark, RefusalReason, line, text};

/// A longer time limit cannot be meant; the longest seen is 1,500 days.
const MAX_TIME: f64 = 10_000.0;
/// A larger fee cannot be meant; the largest seen is 150 million đồng.
const MAX_FEE: f64 = 1e12;
/// The columns' headings that stand before ways to file printed as running text.
const CHANNELS_HEADING: &str = "Hình thức nộp Thời hạn giải quyết Phí, lệ phí Mô tả";

#[derive(Deserialize)]
pub(super) struct RecordChannel {
    channel: String,
    #[serde(default)]
    time_value: Option<f64>,
    #[serde(default)]
    time_unit: Option<String>,
    #[serde(default)]
    time_text: Option<String>,
    #[serde(default)]
    time_unit_uncertain: bool,
    #[serde(default)]
    fees: Vec<RecordFee>,
    #[serde(default)]
    note: Option<String>,
}

#[derive(Deserialize)]
struct RecordFee {
    #[serde(default)]
    amount: Option<f64>,
    #[serde(default)]
    currency: Option<String>,
    #[serde(default)]
    free_label: bool,
    #[serde(default)]
    note: Option<String>,
}

/// The way to file that is printed.
pub(super) fn channel(printed: RecordChannel, marks: &mut Marks) -> Result<Channel, RefusalReason> {
    let channel = match printed.channel.as_str() {
        "truc_tuyen" => ChannelKind::Online,
        "buu_chinh" => ChannelKind::Post,
        "truc_tiep" => ChannelKind::InPerson,
        _ => return Err(RefusalReason::UnknownChannel),
    };
    let fees = printed.fees.into_iter().map(|printed| fee(printed, marks)).collect::<Result<_, _>>()?;
    marks.add_if(printed.time_unit_uncertain, ProcedureFlag::TimeUnitUncertain);
    let time = time_limit(printed.time_value, line(printed.time_unit), text(printed.time_text))?;
    let bare = time.as_ref().is_some_and(|time| time.unit.is_none() && time.text.is_none());
    marks.add_if(bare, ProcedureFlag::TimeUnitMissing);
    Ok(Channel { channel, time, fees, note: text(printed.note) })
}

/// A unit that is none was torn from a sentence with the number before it: both become the text they were.
fn time_limit(
    value: Option<f64>,
    unit: Option<String>,
    text: Option<String>,
) -> Result<Option<TimeLimit>, RefusalReason> {
    if value.is_some_and(|value| !(0.0..=MAX_TIME).contains(&value)) {
        return Err(RefusalReason::AbsurdTime);
    }
    let known = match unit.as_deref() {
        Some("gio") => Some(TimeUnit::Hour),
        Some("ngay_lam_viec") => Some(TimeUnit::WorkingDay),
        Some("ngay") => Some(TimeUnit::Day),
        Some("thang") => Some(TimeUnit::Month),
        _ => None,
    };
    Ok(match (value, known, unit, text) {
        (value, None, Some(unit), text) => {
            let number = value.map(|value| value.to_string()).unwrap_or_default();
            let gap = if unit.starts_with('/') { "" } else { " " };
            let printed = format!("{number}{gap}{unit}");
            let printed = printed.trim_start();
            let text = text.map_or_else(|| printed.to_owned(), |text| format!("{printed}. {text}"));
            Some(TimeLimit { value: None, unit: None, text: Some(text) })
        }
        (None, _, _, None) => None,
        (value, unit, _, text) => Some(TimeLimit { value, unit: value.and(unit), text }),
    })
}

fn fee(printed: RecordFee, marks: &mut Marks) -> Result<Fee, RefusalReason> {
    let amount = printed.amount.filter(|amount| !(printed.free_label && *amount == 0.0));
    if amount.is_some_and(|amount| !(0.0..=MAX_FEE).contains(&amount) || amount.fract() != 0.0) {
        return Err(RefusalReason::AbsurdFee);
    }
    let note = text(printed.note);
    marks.add_if(printed.free_label && note.as_deref().is_some_and(names_a_sum), ProcedureFlag::FeeContradicted);
    match (amount, line(printed.currency).filter(|currency| currency != "VND")) {
        // Some fees are in dollars. There is no field for them: they are said in words.
        (Some(amount), Some(currency)) => {
            let note = note.unwrap_or_default();
            let sum = format!("{amount} {currency}");
            let gap = if note.is_empty() || note.starts_with('/') { "" } else { ". " };
            let named = note.contains(&currency);
            let note = if named { note } else { format!("{sum}{gap}{note}") };
            Ok(Fee { amount: None, free: printed.free_label, note: Some(note) })
        }
        (amount, _) => Ok(Fee { amount: amount.and_then(whole), free: printed.free_label, note }),
    }
}

/// A checked amount as a whole number of đồng, read from its own digits.
fn whole(amount: f64) -> Option<u64> {
    amount.to_string().parse().ok()
}

/// Ways to file that stand in one text are not taken apart: the first way named, and all of the text as its note.
pub(super) fn channel_from_text(printed: Option<String>, marks: &mut Marks) -> Option<Channel> {
    let printed = line(printed)?;
    let rest = printed.strip_prefix(CHANNELS_HEADING).unwrap_or(&printed).trim_start();
    let kinds = [
        ("Trực tiếp", ChannelKind::InPerson),
        ("Trực tuyến", ChannelKind::Online),
        ("Dịch vụ bưu chính", ChannelKind::Post),
    ];
    let (channel, note) = kinds
        .into_iter()
        .find_map(|(words, kind)| rest.strip_prefix(words).map(|note| (kind, note)))
        .unwrap_or((ChannelKind::InPerson, rest));
    marks.add(Mark::ChannelsAsText);
    Some(Channel { channel, time: None, fees: Vec::new(), note: text(Some(note.to_owned())) })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::import::procedures::record::tests::read;
    use serde_json::{Value, json};

    fn read_channel(channel: Value) -> (Channel, Vec<Mark>) {
        let (procedure, marks) = read(json!({ "channels": [channel] }));
        (procedure.channels.into_iter().next().expect("a channel"), marks)
    }

    fn check_time(
        fields: Value,
        expected: Option<(Option<f64>, Option<TimeUnit>, Option<&str>)>,
        flags: &[ProcedureFlag],
    ) {
        let mut channel = json!({ "channel": "truc_tiep", "fees": [], "note": null });
        channel.as_object_mut().expect("an object").extend(fields.as_object().expect("an object").clone());
        let (channel, marks) = read_channel(channel);
        let time = channel.time.as_ref().map(|time| (time.value, time.unit, time.text.as_deref()));
        assert_eq!(time, expected, "{fields}");
        assert_eq!(marks, flags.iter().map(|flag| Mark::Flag(*flag)).collect::<Vec<_>>(), "{fields}");
    }

    #[test]
    fn time_limits_are_read_as_printed() {
        use ProcedureFlag::{TimeUnitMissing, TimeUnitUncertain};
        check_time(
            json!({ "time_value": 7.5, "time_unit": "ngay_lam_viec" }),
            Some((Some(7.5), Some(TimeUnit::WorkingDay), None)),
            &[],
        );
        check_time(json!({ "time_value": 8, "time_unit": "gio" }), Some((Some(8.0), Some(TimeUnit::Hour), None)), &[]);
        check_time(
            json!({ "time_value": 3, "time_unit": "thang" }),
            Some((Some(3.0), Some(TimeUnit::Month), None)),
            &[],
        );
        check_time(
            json!({ "time_value": 3, "time_unit": "ngay", "time_unit_uncertain": true }),
            Some((Some(3.0), Some(TimeUnit::Day), None)),
            &[TimeUnitUncertain],
        );
        check_time(json!({ "time_value": 1, "time_unit": null }), Some((Some(1.0), None, None)), &[TimeUnitMissing]);
        check_time(json!({ "time_value": null, "time_unit": null }), None, &[]);
        check_time(json!({ "time_value": null, "time_unit": null, "time_text": "N/A" }), None, &[]);
        check_time(
            json!({ "time_value": null, "time_unit": null, "time_text": "Không quy định ngày" }),
            Some((None, None, Some("Không quy định ngày"))),
            &[],
        );
        check_time(
            json!({ "time_value": 1, "time_unit": "/12 hàng năm ngày" }),
            Some((None, None, Some("1/12 hàng năm ngày"))),
            &[],
        );
        check_time(json!({ "time_value": 2, "time_unit": "tuần" }), Some((None, None, Some("2 tuần"))), &[]);
    }

    fn check_fee(printed: Value, expected: (Option<u64>, bool, Option<&str>), contradicted: bool) {
        let (channel, marks) = read_channel(json!({ "channel": "truc_tuyen", "fees": [printed] }));
        let fee = &channel.fees[0];
        assert_eq!((fee.amount, fee.free, fee.note.as_deref()), expected, "{printed}");
        assert_eq!(marks.contains(&Mark::Flag(ProcedureFlag::FeeContradicted)), contradicted, "{printed}");
    }

    #[test]
    fn fees_keep_their_note_and_say_where_it_contradicts_the_label() {
        check_fee(json!({ "amount": 0, "free_label": true, "note": null }), (None, true, None), false);
        check_fee(
            json!({ "amount": 0, "free_label": true, "note": "Lệ phí: 135.000 đồng/lần." }),
            (None, true, Some("Lệ phí: 135.000 đồng/lần.")),
            true,
        );
        check_fee(
            json!({ "amount": 0, "free_label": true, "note": "Chưa quy định." }),
            (None, true, Some("Chưa quy định.")),
            false,
        );
        check_fee(
            json!({ "amount": 150_000_000, "currency": "VND", "note": "/lần" }),
            (Some(150_000_000), false, Some("/lần")),
            false,
        );
    }

    #[test]
    fn fees_in_dollars_are_said_in_words() {
        check_fee(json!({ "amount": 10, "currency": "USD", "note": "/lần" }), (None, false, Some("10 USD/lần")), false);
        check_fee(
            json!({ "amount": 10, "currency": "USD", "note": "10 USD/người" }),
            (None, false, Some("10 USD/người")),
            false,
        );
        check_fee(json!({ "amount": 100, "currency": "USD", "note": null }), (None, false, Some("100 USD")), false);
    }

    #[test]
    fn ways_to_file_that_stand_in_one_text_become_its_first() {
        let check = |printed: &str, kind: ChannelKind, note: &str| {
            let (procedure, marks) = read(json!({ "channels": [], "channels_raw": printed }));
            let channel = &procedure.channels[0];
            assert_eq!((channel.channel, channel.note.as_deref()), (kind, Some(note)), "{printed}");
            assert_eq!(marks, [Mark::ChannelsAsText]);
        };
        let heading = CHANNELS_HEADING;
        check(&format!("{heading} Trực tiếp 1 Không quy định."), ChannelKind::InPerson, "1 Không quy định.");
        check(&format!("{heading} Trực tuyến Theo kế hoạch"), ChannelKind::Online, "Theo kế hoạch");
        check("Nộp tại trường", ChannelKind::InPerson, "Nộp tại trường");
        let (none, marks) = read(json!({ "channels": [] }));
        assert!(none.channels.is_empty() && marks.is_empty());
    }
}
