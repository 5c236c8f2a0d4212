//! Values of arguments, read from what is typed.

use cds_wire::ipc::{PageCorners, PagePoint};
use cds_wire::paper::PaperKind;
use cds_wire::procedure::ChannelKind;

pub(super) fn pair(text: &str) -> Result<(String, String), &'static str> {
    match text.split_once('=') {
        Some((key, value)) if !key.is_empty() => Ok((key.to_owned(), value.to_owned())),
        _ => Err("write it as NAME=VALUE"),
    }
}

pub(super) fn row(text: &str) -> Result<(String, u32), &'static str> {
    let parts = text.split_once('.').and_then(|(group, row)| Some((group.to_owned(), row.parse().ok()?)));
    parts.ok_or("write it as GROUP.ROW")
}

pub(super) fn channel_kind(text: &str) -> Result<ChannelKind, &'static str> {
    serde_json::from_value(serde_json::Value::String(text.to_owned())).map_err(|_| "online, post or in_person")
}

pub(super) fn rectangle(text: &str) -> Result<PageCorners, &'static str> {
    let [x, y, width, height] = numbers(text).ok_or("write it as X,Y,W,H in whole pixels")?;
    let (right, bottom) = (x.saturating_add(width), y.saturating_add(height));
    Ok(PageCorners {
        top_left: PagePoint { x, y },
        top_right: PagePoint { x: right, y },
        bottom_right: PagePoint { x: right, y: bottom },
        bottom_left: PagePoint { x, y: bottom },
    })
}

pub(super) fn corners(text: &str) -> Result<PageCorners, &'static str> {
    let [ax, ay, bx, by, cx, cy, dx, dy] = numbers(text).ok_or("write it as X,Y,X,Y,X,Y,X,Y in whole pixels")?;
    Ok(PageCorners {
        top_left: PagePoint { x: ax, y: ay },
        top_right: PagePoint { x: bx, y: by },
        bottom_right: PagePoint { x: cx, y: cy },
        bottom_left: PagePoint { x: dx, y: dy },
    })
}

fn numbers<const N: usize>(text: &str) -> Option<[u32; N]> {
    let numbers: Option<Vec<u32>> = text.split(',').map(|number| number.trim().parse().ok()).collect();
    numbers?.try_into().ok()
}

pub(super) fn paper_kind(text: &str) -> Result<PaperKind, &'static str> {
    serde_json::from_value(serde_json::Value::String(text.to_owned())).map_err(|_| "see --help for the kinds")
}
