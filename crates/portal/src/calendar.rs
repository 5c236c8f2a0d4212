//! Days as offices in Vietnam count them.

use cds_wire::UnixMillis;

const DAY_MS: i64 = 24 * 60 * 60 * 1000;
/// Vietnam is seven hours ahead of UTC, the whole year.
const ZONE_MS: i64 = 7 * 60 * 60 * 1000;

/// `yyMMdd` of an instant, as it stands in dossier codes.
pub(crate) fn short_day(at: UnixMillis) -> String {
    let (year, month, day) = civil((at + ZONE_MS).div_euclid(DAY_MS));
    format!("{:02}{month:02}{day:02}", year.rem_euclid(100))
}

/// Year, month and day of the proleptic Gregorian calendar from days since 1970-01-01.
///
/// Hinnant's algorithm: years begin in March, so that the leap day is the last.
const fn civil(days: i64) -> (i64, i64, i64) {
    let days = days + 719_468;
    let era = days.div_euclid(146_097);
    let of_era = days.rem_euclid(146_097);
    let year_of_era = (of_era - of_era / 1_460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let from_march = (5 * of_year + 2) / 153;
    let day = of_year - (153 * from_march + 2) / 5 + 1;
    let month = if from_march < 10 { from_march + 3 } else { from_march - 9 };
    let year = year_of_era + era * 400 + if month <= 2 { 1 } else { 0 };
    (year, month, day)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_instant_has_the_day_that_it_is_in_vietnam() {
        let check = |at: UnixMillis, expected: &str| assert_eq!(short_day(at), expected);
        check(0, "700101");
        check(17 * 3_600_000 - 1, "700101");
        check(17 * 3_600_000, "700102");
        check(951_782_400_000, "000229");
        check(1_709_164_800_000, "240229");
        check(1_795_305_600_000, "261122");
        check(4_107_542_400_000, "000301");
    }
}
