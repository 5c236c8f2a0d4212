//! One thing at a time.

use std::process::ExitCode;

use cds_vn::date::format_instant;
use cds_wire::Sensitive;
use cds_wire::ipc::{CodeChecked, CodeResult, CodeShown, DossierDetail, Saved};

use super::lists::{dossier_line, status_of};
use super::{Failure, Output, print, print_json};

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

    pub(crate) fn code(self, code: &CodeShown) -> Result<(), Failure> {
        if self.json {
            return print_json(code);
        }
        let trial = if code.trial { " (for trial)" } else { "" };
        print(&format!("{}, number ending in {}{trial}", code.name.reveal(), code.last4.reveal()))?;
        print(&format!("issued {}, valid to {}", format_instant(code.issued_at), format_instant(code.expires_at)))?;
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
                if checked.result == CodeResult::LiveStatusOld {
                    print("Whether it was withdrawn lately is not known here")?;
                }
                print("It does not show that the person before you is its holder: compare the person")?;
            }
            CodeResult::GenuinePaper => {
                signed(checked, "genuine paper code")?;
                print("It does not show that the person before you is its holder: compare with a card or the person")?;
            }
            CodeResult::CannotTell => print(&format!("cannot tell: {reasons}"))?,
            CodeResult::Invalid => print(&format!("invalid: {reasons}"))?,
        }
        Ok(code)
    }

    pub(crate) fn trust(self, name: &str) -> Result<(), Failure> {
        if self.json { print_json(&name) } else { print(&format!("codes signed by {name} can be checked now")) }
    }
}

/// What the province says in a code.
fn signed(checked: &CodeChecked, what: &str) -> Result<(), Failure> {
    let shown = |value: &Option<Sensitive>| value.as_ref().map(Sensitive::reveal).cloned().unwrap_or_default();
    let issuer = checked.issuer.clone().unwrap_or_default();
    let trial = if checked.trial { " (for trial)" } else { "" };
    print(&format!("{what} of {}, signed by {issuer}{trial}", shown(&checked.name)))?;
    print(&format!("born {}, number ending in {}", shown(&checked.birth_date), shown(&checked.last4)))
}
