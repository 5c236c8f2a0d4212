//! Power cuts and full disks, at one step after another of the whole story.

use cds_vfs::{Disk, Fault};
use cds_wire::ipc::ErrorCode;

use crate::fixture::Fixture;

/// Tells the story with the power cut at every `stride`-th step; returns how many cuts there were.
fn cut_power(first: u64, stride: usize) -> u64 {
    let mut fixture = Fixture::start();
    let disk = Disk::below(&fixture.home()).expect("a disk");
    for (points, at) in (0..).zip((first..).step_by(stride)) {
        fixture.backup();
        disk.fail(Fault::PowerCut { at, seed: points });
        let told = fixture.tell(|story, promise| story.tell(promise));
        let when = format!("after a power cut at step {at}");
        if !disk.mend() {
            told.expect("nothing went wrong");
            return points;
        }
        let app = fixture.opened();
        fixture.check_here(&app, &when);
        fixture.check_arrived(&app, &when);
    }
    unreachable!()
}

#[test]
fn after_a_power_cut_at_any_step_what_was_confirmed_is_there_and_arrives_once() {
    let points = cut_power(1, 8);
    println!("{points} power cuts");
    assert!(points >= 50, "{points} power cuts");
}

#[test]
fn on_a_full_disk_calls_fail_with_a_code_and_everything_goes_on_once_there_is_room() {
    let mut fixture = Fixture::start();
    let disk = Disk::below(&fixture.home()).expect("a disk");
    let mut points = 0;
    for at in (1..).step_by(14) {
        fixture.backup();
        // Every other time the app stays open until there is room again.
        let app = (points % 2 == 0).then(|| fixture.opened());
        disk.fail(Fault::Full { at });
        let told = fixture.tell(|story, promise| match &app {
            Some(app) => story.go_on(app, promise),
            None => story.tell(promise),
        });
        let when = format!("after a disk full from step {at}");
        if !disk.mend() {
            told.expect("nothing went wrong");
            if at > 400 {
                break;
            }
            continue;
        }
        if let Err(error) = told {
            assert_eq!(error.code(), ErrorCode::StorageFailed, "{when}: {error}");
        }
        points += 1;
        let app = app.unwrap_or_else(|| fixture.opened());
        fixture.check_here(&app, &when);
        fixture.check_arrived(&app, &when);
    }
    println!("{points} full disks");
    assert!(points >= 24, "{points} full disks");
}
