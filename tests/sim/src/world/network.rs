//! The network: requests and answers on their way, and what becomes of them there.

use std::time::Duration;

use anyhow::Result;
use cds_core::sync::Event;
use cds_core::transport::{self, NoAnswer, Reply, Timing};
use cds_portal::plain::{self, Answer, Method};
use cds_wire::portal::{
    Command, MEDIA_TYPE, PROBLEM_MEDIA_TYPE, Problem, ProblemCode, SYNC_PATH, SyncRequest, SyncResponse,
};

use super::World;

/// Something on its way.
pub(super) struct Flight {
    pub(super) device: usize,
    /// The synchronisation that waits for it; where that is over, nobody does.
    pub(super) session: u64,
    pub(super) request: transport::Request,
    pub(super) stage: Stage,
}

/// How far it is.
pub(super) enum Stage {
    /// On its way to the portal.
    Request,
    /// Nobody waits for its answer any more.
    Late,
    /// Half of its body has arrived.
    Half(plain::Upload, Vec<u8>),
    /// On its way back.
    Answer(Reply),
}

impl World {
    /// Something arrives, or does not.
    pub(super) fn deliver(&mut self) -> Result<()> {
        let flight = self.flights.swap_remove(self.dice.below(self.flights.len()));
        let Flight { device, session, request, stage } = flight;
        match stage {
            Stage::Request => self.request_travels(device, session, request),
            Stage::Late => {
                self.fault("late request arrives");
                self.ask(device, &request).map(drop)
            }
            Stage::Half(mut upload, rest) => {
                self.fault("late request arrives");
                let environment = &self.province.environment;
                let went = upload.piece(environment, &rest).map(|()| upload.finish(environment));
                self.trace.line(format!("  the rest of an upload: {}", went.unwrap_or_else(|answer| answer).status));
                self.look_at_portal(device)
            }
            Stage::Answer(reply) => self.answer_travels(device, session, reply),
        }
    }

    fn request_travels(&mut self, device: usize, session: u64, mut request: transport::Request) -> Result<()> {
        let is_sync = request.path == SYNC_PATH;
        let is_upload = request.method == transport::Method::Patch;
        // What was damaged once may be damaged again, from its beginning.
        if is_upload && request.upload_offset == Some(0) && !self.calm && self.cursed.remove(&request.path) {
            return self.damage(device, session, request);
        }
        if self.calm || !self.dice.chance(300) {
            return self.arrive(device, session, &request);
        }
        match self.dice.below(19) {
            0 => self.fails(device, session, NoAnswer::Unreachable, "request lost"),
            1 | 2 => self.fails(device, session, NoAnswer::NotSent, "request not sent"),
            3 => self.fails(device, session, NoAnswer::Certificate, "certificate foreign"),
            4 => {
                self.later(device, request);
                self.fails(device, session, NoAnswer::Unreachable, "request delayed")
            }
            5 => {
                self.later(device, request);
                self.fails(device, session, NoAnswer::Stalled, "request stalled")
            }
            6 => {
                self.later(device, request.clone());
                self.fault("request duplicated");
                self.arrive(device, session, &request)
            }
            7 | 8 => {
                if is_upload {
                    request.body.truncate(self.dice.below(request.body.len()));
                    self.ask(device, &request)?;
                }
                self.fails(device, session, NoAnswer::Unreachable, "request cut in its body")
            }
            9 => {
                // The portal took it; something in between answers for it.
                self.ask(device, &request)?;
                let page = reply(503, "text/html", b"<html>Service Unavailable</html>".to_vec(), None);
                self.answers(device, session, page, "answer lost after an error in between")
            }
            10 | 11 if is_upload => self.take_over(device, session, &request),
            12..15 if is_upload => {
                if self.dice.chance(500) {
                    self.cursed.insert(request.path.clone());
                }
                self.damage(device, session, request)
            }
            10 | 11 if is_sync => self.with_cursor(device, session, request, "cursor forged"),
            12 if is_sync => self.with_cursor(device, session, request, "cursor of another account"),
            _ => self.somebody_else_answers(device, session),
        }
    }

    fn damage(&mut self, device: usize, session: u64, mut request: transport::Request) -> Result<()> {
        let at = self.dice.below(request.body.len());
        if let Some(byte) = request.body.get_mut(at) {
            *byte ^= 1;
        }
        self.fault("upload damaged");
        self.arrive(device, session, &request)
    }

    fn somebody_else_answers(&mut self, device: usize, session: u64) -> Result<()> {
        let html = || b"<!DOCTYPE html><title>Dang nhap Wi-Fi</title>".to_vec();
        let problem = |code: ProblemCode| {
            let problem = Problem { code, status: code.status(), title: "The portal failed.".to_owned() };
            serde_json::to_vec(&problem).unwrap_or_default()
        };
        let (page, name) = match self.dice.below(7) {
            0 => (reply(200, "text/html", html(), None), "hotspot 200 text/html"),
            1 => (reply(200, MEDIA_TYPE, b"{\"portal\":\"wifi\"}".to_vec(), None), "hotspot 200 in our media type"),
            2 => (reply(302, "text/html", html(), None), "hotspot 302"),
            3 => (reply(511, "text/html", html(), None), "hotspot 511"),
            4 => (reply(500, PROBLEM_MEDIA_TYPE, problem(ProblemCode::Internal), None), "portal 500"),
            5 => (reply(503, "text/plain", b"busy".to_vec(), Some(20)), "portal 503 with Retry-After"),
            _ => {
                let page = reply(429, PROBLEM_MEDIA_TYPE, problem(ProblemCode::TooManyRequests), Some(30));
                (page, "portal 429 with Retry-After")
            }
        };
        self.answers(device, session, page, name)
    }

    fn answer_travels(&mut self, device: usize, session: u64, reply: Reply) -> Result<()> {
        if !self.calm && self.dice.chance(120) {
            let name = if self.dice.chance(500) { "answer lost" } else { "answer cut in its body" };
            return self.fails(device, session, NoAnswer::Unreachable, name);
        }
        if self.device(device)?.session == session
            && let Ok(page) = serde_json::from_slice::<SyncResponse>(&reply.body)
        {
            let told = &mut self.device_mut(device)?.told_of_backup;
            *told = [told[1], page.safe_seq.is_some()];
        }
        self.hears(device, session, Ok(reply))
    }

    /// Half of a piece arrives, and the connection goes quiet; the other half arrives when it will.
    fn take_over(&mut self, device: usize, session: u64, request: &transport::Request) -> Result<()> {
        let environment = &self.province.environment;
        let announced = request.body.len() as u64;
        let (first, rest) = request.body.split_at(request.body.len() / 2);
        if let Ok(mut upload) = plain::Upload::begin(environment, &asked(request), announced)
            && upload.piece(environment, first).is_ok()
        {
            let stage = Stage::Half(upload, rest.to_vec());
            self.flights.push(Flight { device, session, request: request.clone(), stage });
        }
        self.fails(device, session, NoAnswer::Stalled, "upload taken over")
    }

    fn with_cursor(
        &mut self,
        device: usize,
        session: u64,
        mut request: transport::Request,
        name: &'static str,
    ) -> Result<()> {
        let mut sync: SyncRequest = serde_json::from_slice(&request.body)?;
        let other =
            self.devices.iter().find(|other| Some(other.citizen) != self.devices.get(device).map(|d| d.citizen));
        let theirs = match (name, other) {
            ("cursor of another account", Some(other)) => other.databases.shown()?.cursor,
            _ => None,
        };
        sync.cursor = match (sync.cursor, theirs) {
            (Some(_), Some(theirs)) => Some(theirs),
            (Some(cursor), None) => {
                let at = self.dice.below(cursor.len());
                let forged = |(i, c): (usize, char)| if i == at { if c == 'A' { 'B' } else { 'A' } } else { c };
                Some(cursor.chars().enumerate().map(forged).collect())
            }
            (None, _) => return self.arrive(device, session, &request),
        };
        request.body = serde_json::to_vec(&sync)?;
        self.fault(name);
        self.arrive(device, session, &request)
    }

    fn later(&mut self, device: usize, request: transport::Request) {
        self.flights.push(Flight { device, session: 0, request, stage: Stage::Late });
    }

    fn fails(&mut self, device: usize, session: u64, why: NoAnswer, name: &str) -> Result<()> {
        self.fault(name);
        self.hears(device, session, Err(why))
    }

    fn answers(&mut self, device: usize, session: u64, page: Reply, name: &str) -> Result<()> {
        self.fault(name);
        self.hears(device, session, Ok(page))
    }

    fn hears(&mut self, device: usize, session: u64, sent: Result<Reply, NoAnswer>) -> Result<()> {
        if self.device(device)?.session != session {
            return Ok(());
        }
        let wanted = !self.calm && self.dice.chance(80);
        self.tell(device, Event::Answered { sent, wanted })
    }

    /// The request arrives whole, and its answer sets out.
    fn arrive(&mut self, device: usize, session: u64, request: &transport::Request) -> Result<()> {
        let Answer { status, media_type, upload_offset, retry_after, body } = self.ask(device, request)?;
        let took = Duration::from_millis(200 + self.dice.throw() % 400);
        let timing = Timing {
            dialled: None,
            sent: request.body.len() as u64,
            received: body.len() as u64,
            answered: took + Duration::from_millis(request.body.len() as u64 / 12),
            came: Duration::from_millis(body.len() as u64 / 12),
        };
        let retry_after = retry_after.map(Duration::from_secs);
        let reply = Reply { status, media_type: media_type.to_owned(), upload_offset, retry_after, body, timing };
        self.flights.push(Flight { device, session, request: request.clone(), stage: Stage::Answer(reply) });
        Ok(())
    }

    /// The portal answers; what it does is looked at.
    pub(super) fn ask(&mut self, device: usize, request: &transport::Request) -> Result<Answer> {
        let is_sync = request.path == SYNC_PATH;
        if is_sync && let Some(bearer) = &request.bearer {
            let sync: SyncRequest = serde_json::from_slice(&request.body)?;
            self.oracle.check_request(&self.province, bearer.reveal(), &sync)?;
            let cursor = sync.cursor.as_deref().unwrap_or("the beginning");
            self.trace.line(format!("  device {device} asks from {cursor}, knows results up to {}", sync.ack_seq));
            for command in &sync.commands {
                let Command { seq, id, command_type, receipt, .. } = command;
                let receipt = if receipt.is_some() { ", with its receipt" } else { "" };
                self.trace.line(format!("    {seq}: {command_type} {id}{receipt}"));
            }
        } else {
            self.trace.line(format!("  device {device}: {:?} {} bytes", request.method, request.body.len()));
        }
        let answer = match (is_sync, self.page) {
            (true, Some(page)) => {
                let mut small = request.clone();
                let sync: SyncRequest = serde_json::from_slice(&request.body)?;
                small.body = serde_json::to_vec(&SyncRequest { max_bytes: page.min(sync.max_bytes), ..sync })?;
                plain::answer(&self.province.environment, &asked(&small))
            }
            _ => plain::answer(&self.province.environment, &asked(request)),
        };
        self.trace.line(format!("  the portal answers {} with {} bytes", answer.status, answer.body.len()));
        self.look_at_portal(device)?;
        if is_sync && answer.status == 200 {
            let page: SyncResponse = serde_json::from_slice(&answer.body)?;
            self.trace.line(format!("  up to {} final, up to {:?} safe", page.last_seq, page.safe_seq));
            self.note_page(device, &page)?;
        } else if answer.media_type == PROBLEM_MEDIA_TYPE {
            let problem: Problem = serde_json::from_slice(&answer.body)?;
            let code = serde_json::to_value(problem.code)?;
            let code = code.as_str().unwrap_or_default();
            self.tally.count("problem", code);
            if problem.code == ProblemCode::CursorInvalid {
                self.tally.count("reset", code);
            }
        }
        Ok(answer)
    }

    pub(super) fn look_at_portal(&mut self, device: usize) -> Result<()> {
        let citizen = self.device(device)?.citizen;
        self.oracle.check_portal(&self.province, citizen)
    }

    fn note_page(&mut self, device: usize, page: &SyncResponse) -> Result<()> {
        for result in &page.results {
            self.note_result(result)?;
            self.oracle.check_result(result)?;
        }
        if let Some(reset) = page.reset {
            self.tally.count("reset", serde_json::to_value(reset)?.as_str().unwrap_or_default());
        }
        if page.uploads.iter().any(|upload| !upload.have && upload.url.is_none()) {
            self.fault("quota full");
        }
        let citizen = self.device(device)?.citizen;
        self.oracle.note_answer(&self.province, citizen, page)
    }

    pub(super) fn note_result(&mut self, result: &cds_wire::portal::CommandResult) -> Result<()> {
        let status = serde_json::to_value(result.status)?;
        let code = serde_json::to_value(result.code)?;
        let name = [status.as_str().unwrap_or_default(), code.as_str().unwrap_or_default()].join(" ");
        self.trace.line(format!("    {}: {} {}", result.seq, result.id, name.trim_end()));
        self.tally.count("result", name.trim_end());
        Ok(())
    }
}

fn asked(request: &transport::Request) -> plain::Request<'_> {
    plain::Request {
        method: match request.method {
            transport::Method::Get => Method::Get,
            transport::Method::Head => Method::Head,
            transport::Method::Post => Method::Post,
            transport::Method::Patch => Method::Patch,
        },
        path: &request.path,
        bearer: request.bearer.as_ref().map(|bearer| bearer.reveal().as_str()),
        upload_offset: request.upload_offset,
        range: request.range.as_ref(),
        body: &request.body,
    }
}

fn reply(status: u16, media_type: &str, body: Vec<u8>, retry_after: Option<u64>) -> Reply {
    let retry_after = retry_after.map(Duration::from_secs);
    let timing = Timing::default();
    Reply { status, media_type: media_type.to_owned(), upload_offset: None, retry_after, body, timing }
}
