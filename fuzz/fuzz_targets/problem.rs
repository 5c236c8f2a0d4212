//! Refusals, and answers to what comes before the first synchronisation.

#![no_main]

use cds_wire::portal::{OtpRequest, OtpSent, Problem, RecoveryAnswer, SignInRequest, SignedIn, Trust};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    if let Some(problem) = cds_fuzz::read::<Problem>(data) {
        assert!((400..=599).contains(&problem.code.status()));
    }
    cds_fuzz::read::<OtpRequest>(data);
    cds_fuzz::read::<OtpSent>(data);
    cds_fuzz::read::<SignInRequest>(data);
    cds_fuzz::read::<SignedIn>(data);
    cds_fuzz::read::<RecoveryAnswer>(data);
    cds_fuzz::read::<Trust>(data);
});
