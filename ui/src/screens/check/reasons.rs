//! Why a code was not accepted, and what to do then: a line for each reason that the core names.

use crate::texts::Texts;

/// Why, in one line: of the first reason that has words.
pub(super) fn why(texts: &Texts, reasons: &[String]) -> String {
    reasons.iter().find_map(|reason| sentences(texts, reason)).map(|(why, _)| why).unwrap_or_default()
}

/// What to do, for each reason that calls for something.
pub(super) fn advice(texts: &Texts, reasons: &[String]) -> Vec<String> {
    reasons.iter().filter_map(|reason| sentences(texts, reason)).map(|(_, advice)| advice).collect()
}

/// Why and what to do. What goes with a code that counts is told elsewhere.
fn sentences(texts: &Texts, reason: &str) -> Option<(String, String)> {
    let sentences = match reason {
        "scan_again" => (texts.check_why_scan_again(), texts.check_do_scan_again()),
        "not_a_code" => (texts.check_why_not_a_code(), texts.check_do_right_code()),
        "damaged" => (texts.check_why_damaged(), texts.check_do_again()),
        "unknown_version" | "unknown_critical" => (texts.check_why_newer(), texts.check_do_update()),
        "no_trust_list" => (texts.check_why_no_list(), texts.check_do_no_list()),
        "unknown_issuer" => (texts.check_why_unknown_issuer(), texts.check_do_other_proof()),
        "unknown_key" => (texts.check_why_unknown_key(), texts.check_do_refresh()),
        "not_yet_valid" => (texts.check_why_not_yet(), texts.check_do_own_clock()),
        "clock_wrong" => (texts.check_why_clock_wrong(), texts.check_do_own_clock()),
        "clocks_apart" => (texts.check_why_clocks_apart(), texts.check_do_clocks()),
        "signature_wrong" => (texts.check_why_signature(), texts.check_do_refuse()),
        "key_use_wrong" | "issuer_wrong" | "outside_key_period" => (texts.check_why_key(), texts.check_do_refuse()),
        "device_credential_on_paper" => (texts.check_why_copy(), texts.check_do_live()),
        "paper_credential_in_live_code" | "device_wrong" => (texts.check_why_device(), texts.check_do_refuse()),
        "revoked" => (texts.check_why_revoked(), texts.check_do_revoked()),
        "expired" => (texts.check_why_expired(), texts.check_do_expired()),
        "picture" => (texts.check_why_picture(), texts.check_do_live()),
        _ => return None,
    };
    Some(sentences)
}
