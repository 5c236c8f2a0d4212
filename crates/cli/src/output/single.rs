//! One thing at a time.

use std::process::ExitCode;

use cds_vn::date::format_instant;
use cds_wire::Sensitive;
use cds_wire::ipc::{CodeChecked, CodeResult, CodeShown, DossierDetail, LiveCodeShown, PaperSummary, Saved, TimeLeft};

use super::lists::{dossier_line, status_of};
use super::{Failure, Output, code_of, print, print_json};

impl Output {
    pub(crate) fn dossier(self, dossier: &DossierDetail) -> Result<(), Failure> {
        if self.json {
            return print_json(dossier);
        }
        dossier_line(&dossier.summary)?;
        let dates = [("filed", dossier.filed_at), ("due", dossier.due_at)];
        for (what, at) in dates.into_iter().filter_map(|(what, at)| Some((what, at?))) {
            print(&format!("{what} {}", format_instant(at)))?;
        }
        if let Some(TimeLeft { late, days, minutes, paused }) = dossier.time_left {
            let which = if late { "late by" } else { "left" };
            let waits = if paused { ", not counted while the office waits for you" } else { "" };
            print(&format!("{which} {days} working days {} h {:02} min{waits}", minutes / 60, minutes % 60))?;
        }
        if let Some(agency) = &dossier.agency {
            print(agency)?;
        }
        for step in &dossier.steps {
            let note = step.note.as_ref().map(|note| format!("  {}", note.reveal())).unwrap_or_default();
            print(&format!("  {}  {}{note}", format_instant(step.at), status_of(step.status)))?;
        }
        for (name, value) in &dossier.fields {
            print(&format!("  {name}: {}", value.reveal()))?;
        }
        for name in &dossier.attachments {
            print(&format!("  + {name}"))?;
        }
        for name in &dossier.wanted {
            print(&format!("wanted: {name}"))?;
        }
        if let Some(written) = &dossier.summary.supplement {
            let reason = written.reason.as_deref().map(|reason| format!(" ({reason})")).unwrap_or_default();
            print(&format!("a supplement is being written: {}{reason}", written.draft))?;
        }
        for paper in &dossier.results {
            print(&format!("result: {}  {}", paper.id, paper.title.reveal()))?;
        }
        if let Some(rating) = &dossier.rating {
            let comment = rating.comment.as_ref().map(|said| format!(": {}", said.reveal())).unwrap_or_default();
            print(&format!("rated {} of 5{comment}", rating.stars))?;
        }
        self.fees(&dossier.fees)?;
        for entry in &dossier.waiting {
            print(&format!("waiting to be sent: {}  {}", entry.command_type, entry.id))?;
        }
        match &dossier.receipt {
            Some(receipt) => print(&format!("receipt verified: received {}", format_instant(receipt.received_at))),
            None => Ok(()),
        }
    }

    pub(crate) fn saved(self, saved: &Saved) -> Result<(), Failure> {
        if self.json {
            return print_json(saved);
        }
        print(&format!("{}: safe on this device, waiting to be sent", saved.id))
    }

    /// What became of a paper that was to be deleted.
    pub(crate) fn deleted(self, asked: Option<&Saved>) -> Result<(), Failure> {
        match asked {
            _ if self.json => print_json(&asked),
            Some(command) => print(&format!("{}: waits to be sent; the portal is to delete it", command.id)),
            None => print("deleted: the portal had nothing of it"),
        }
    }

    pub(crate) fn paper(self, paper: &PaperSummary) -> Result<(), Failure> {
        if self.json {
            return print_json(paper);
        }
        let reason = paper.reason.as_deref().map(|reason| format!(" ({reason})")).unwrap_or_default();
        let expiry = paper.expiry.map(|expiry| format!(" ({})", code_of(&expiry))).unwrap_or_default();
        let lines = [
            ("name", Some(paper.title.reveal().clone())),
            ("kind", Some(code_of(&paper.kind))),
            ("number", paper.number.as_ref().map(|number| number.reveal().clone())),
            ("good until", paper.expires_on.as_ref().map(|day| format!("{day}{expiry}"))),
            ("source", Some(code_of(&paper.source))),
            ("state", Some(format!("{}{reason}", code_of(&paper.state)))),
            ("deleted by", paper.cancellable.clone()),
            ("file", Some(format!("{}, {} bytes", paper.media_type, paper.size))),
            ("added", Some(format_instant(paper.added_at))),
        ];
        let mut said = lines.into_iter().filter_map(|(what, said)| Some((what, said?)));
        said.try_for_each(|(what, said)| print(&format!("{what:<11} {said}")))
    }

    pub(crate) fn code(self, code: &CodeShown) -> Result<(), Failure> {
        if self.json {
            return print_json(code);
        }
        let trial = if code.trial { " (for trial)" } else { "" };
        print(&format!("{}, number ending in {}{trial}", code.name.reveal(), code.last4.reveal()))?;
        print(&format!("issued {}, valid to {}", format_instant(code.issued_at), format_instant(code.expires_at)))?;
        print(code.text.reveal())
    }

    pub(crate) fn live_code(self, code: &LiveCodeShown) -> Result<(), Failure> {
        if self.json {
            return print_json(code);
        }
        let trial = if code.trial { " (for trial)" } else { "" };
        print(&format!("{}, number ending in {}{trial}", code.name.reveal(), code.last4.reveal()))?;
        let (issued, contact) = (format_instant(code.issued_at), code.last_contact.map(format_instant));
        let contact = contact.map(|contact| format!(", as of {contact}")).unwrap_or_default();
        print(&format!("issued {issued}, valid to {}{contact}", format_instant(code.expires_at)))?;
        print(&format!(
            "live at {}, to be made anew by {}",
            format_instant(code.stamped_at),
            format_instant(code.renew_at)
        ))?;
        print(code.text.reveal())
    }

    /// What checking a code came to; the exit code says it to scripts.
    pub(crate) fn code_checked(self, checked: &CodeChecked) -> Result<ExitCode, Failure> {
        let code = match checked.result {
            CodeResult::Live | CodeResult::LiveStatusOld | CodeResult::GenuinePaper => ExitCode::SUCCESS,
            CodeResult::CannotTell => ExitCode::from(11),
            CodeResult::Invalid => ExitCode::from(12),
        };
        if self.json {
            print_json(checked)?;
            return Ok(code);
        }
        let reasons = checked.reasons.join(", ");
        match checked.result {
            CodeResult::Live | CodeResult::LiveStatusOld => {
                signed(checked, "valid, live code")?;
                if let Some(ahead) = checked.clock_off_s {
                    let way = if ahead < 0 { "behind" } else { "ahead" };
                    print(&format!("The holder's clock is {} minutes {way} of this one's", (ahead.abs() + 30) / 60))?;
                }
                status(checked)?;
                print("It does not show that the person before you is its holder: compare the person")?;
            }
            CodeResult::GenuinePaper => {
                signed(checked, "genuine paper code")?;
                status(checked)?;
                print("It does not show that the person before you is its holder: compare with a card or the person")?;
            }
            CodeResult::CannotTell => match checked.wait_s {
                Some(wait) => print(&format!("cannot tell yet: scan again in {wait} s"))?,
                None => print(&format!("cannot tell: {reasons}"))?,
            },
            CodeResult::Invalid => print(&format!("invalid: {reasons}"))?,
        }
        Ok(code)
    }

    pub(crate) fn trust(self, name: &str) -> Result<(), Failure> {
        if self.json { print_json(&name) } else { print(&format!("codes signed by {name} can be checked now")) }
    }
}

/// How well it is known that the code was not withdrawn.
fn status(checked: &CodeChecked) -> Result<(), Failure> {
    let said = match (checked.status_issued_at, checked.status_days) {
        (None, _) => "Whether it was withdrawn is not known here: there is no status list".to_owned(),
        (Some(_), Some(days)) => {
            format!("The status list is {days} days old: whether it was withdrawn since is not known here")
        }
        (Some(at), None) => format!("Not withdrawn as of {}", format_instant(at)),
    };
    print(&said)
}

/// What the province says in a code.
fn signed(checked: &CodeChecked, what: &str) -> Result<(), Failure> {
    let shown = |value: &Option<Sensitive>| value.as_ref().map(Sensitive::reveal).cloned().unwrap_or_default();
    let issuer = checked.issuer.clone().unwrap_or_default();
    let trial = if checked.trial { " (for trial)" } else { "" };
    print(&format!("{what} of {}, signed by {issuer}{trial}", shown(&checked.name)))?;
    print(&format!("born {}, number ending in {}", shown(&checked.birth_date), shown(&checked.last4)))
}
