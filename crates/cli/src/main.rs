//! `cds`: the core without a window, for scripts, tests and measurements.
//!
//! Exit codes: 0 done; 1 a fault of the program or the device; 2 wrong usage; 3 a value or file that is not valid; 4 no
//! network, or what answered is not the portal; 5 the portal refused; 6 wrong PIN or passphrase; 7 another program has the
//! account open; 8 not signed in; 9 there is no such dossier, petition, paper or command, or its state does not allow it; 10
//! something was not sent; 13 the PIN was tried wrongly too often and must wait. `code verify` ends with 0 for a live or a genuine
//! code, 11 where it cannot tell, 12 for an invalid one.

#[cfg(seeded_bugs)]
compile_error!("bugs that were put in on purpose are for `cargo xtask mutants` alone");

mod arguments;
mod draft;
mod family;
mod fee;
mod login;
mod output;
mod paper;
mod submit;
mod supplement;

use std::fs::{self, OpenOptions};
use std::io::Write;
use std::path::Path;
use std::process::ExitCode;

use cds_core::codes::read_codes;
use cds_core::transport::{PlainHttp, TlsRoots};
use cds_core::{App, Environment, Error, Home};
use cds_wire::Sensitive;
use cds_wire::ipc::{RateArgs, SearchFilter, Stage, Unsent};
use clap::Parser;
use tracing_subscriber::EnvFilter;

use arguments::{Arguments, Aside, Code, Command, Devices, Paper, Petition, Trust};
use output::{Failure, Output};

/// The certificates that may vouch for the portal; none in a development build.
const TLS_ROOTS: &[u8] = include_bytes!("../../../assets/trust/tls-roots.pem");
/// The largest file read: no paper and no picture of a code is larger, and a film chosen by mistake is not read at all.
const MAX_FILE: u64 = 32 * 1024 * 1024;

fn main() -> ExitCode {
    let filter = EnvFilter::try_from_default_env().unwrap_or_else(|_| EnvFilter::new("warn"));
    tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr).init();
    cds_core::process::keep_memory_private();
    let arguments = Arguments::parse();
    let output = Output { json: arguments.json };
    match run(&arguments, output) {
        Ok(code) => code,
        Err(failure) => output.failure(&failure),
    }
}

fn run(arguments: &Arguments, output: Output) -> Result<ExitCode, Failure> {
    match without_account(arguments, output)? {
        Some(code) => Ok(code),
        None => with_account(arguments, output).map(|()| ExitCode::SUCCESS),
    }
}

/// What needs no account, hence no PIN; none where the command does.
fn without_account(arguments: &Arguments, output: Output) -> Result<Option<ExitCode>, Failure> {
    match &arguments.command {
        Command::ReadCodes { image } => output.codes(&read_codes(&read_file(image)?).map_err(Error::from)?)?,
        Command::Code(Code::Verify { text, image }) => {
            let text = match (text, image) {
                (Some(text), _) => text.clone(),
                (None, Some(image)) => code_in(image)?,
                (None, None) => return Err(Failure::Value("give --text or --image".to_owned())),
            };
            return output.code_checked(&open(arguments)?.check_code(&text)).map(Some);
        }
        Command::Code(Code::History { shown: false }) => output.checks(&open(arguments)?.code_history()?.checked)?,
        Command::Trust(Trust::Add { file }) => output.trust(&open(arguments)?.add_trust(&read_file(file)?)?)?,
        Command::Form { procedure } => output.form(&open(arguments)?.form(procedure)?)?,
        Command::Search { .. } | Command::Procedure { .. } => {
            let app = open(arguments)?;
            if app.stage()? != Stage::SignedOut {
                return Ok(None);
            }
            services(&app, &arguments.command, output)?;
        }
        _ => return Ok(None),
    }
    Ok(Some(ExitCode::SUCCESS))
}

fn with_account(arguments: &Arguments, output: Output) -> Result<(), Failure> {
    let app = open(arguments)?;
    let signed_out = app.stage()? == Stage::SignedOut;
    if let Command::Login(login) = &arguments.command {
        return login::login(&app, login, signed_out, || secret(arguments));
    }
    if signed_out {
        return Err(Error::NotReady.into());
    }
    if let Command::Recover(recover) = &arguments.command {
        let new = || new_secret(recover.new_pin_file.as_deref());
        return login::recover(&app, recover, || secret(arguments), new);
    }
    let typed = secret(arguments)?;
    app.unlock(&typed)?;
    match &arguments.command {
        Command::ChangePin { new_pin_file } => Ok(app.change_secret(&typed, &new_secret(new_pin_file.as_deref())?)?),
        Command::Sync => output.sync(&app.sync()?),
        Command::Dossiers => output.dossiers(&app.dossiers()?),
        Command::Dossier { id } => output.dossier(&app.dossier(id)?),
        Command::Submit(submit) => output.saved(&submit::submit(&app, submit)?),
        Command::Draft(act) => draft::draft(&app, act, output),
        Command::Preflight { draft } => {
            let checked = app.preflight(draft)?;
            output.preflight(&checked)?;
            if checked.ready { Ok(()) } else { Err(Error::NotReadyToFile.into()) }
        }
        Command::Petitions => output.petitions(&app.petitions()?),
        Command::Petition(Petition::New) => output.draft_id(&app.begin_petition()?),
        Command::Petition(Petition::Show { id }) => output.petition(&app.petition(id)?),
        Command::Outbox => output.outbox(&app.outbox()?),
        Command::Cancel { id } => Ok(app.cancel(id)?),
        Command::Withdraw { id, reason } => output.saved(&app.withdraw(id, &Sensitive::new(reason.clone()))?),
        Command::Fees => output.fees(&app.fees()?),
        Command::Fee(act) => fee::fee(&app, act, output),
        Command::Supplement(supplement) => {
            let saved = supplement::supplement(&app, supplement)?;
            if supplement.draft_only { output.draft_id(&saved) } else { output.saved(&saved) }
        }
        Command::Rate { id, stars, comment } => {
            let comment = Sensitive::from(comment.as_str());
            output.saved(&app.rate(&RateArgs { id: id.clone(), stars: *stars, comment })?)
        }
        Command::Papers { search, person } => {
            let mut papers = app.find_papers(search.as_deref().unwrap_or_default())?;
            papers.retain(|paper| person.is_none() || paper.person.as_ref().map(|of| &of.id) == person.as_ref());
            output.papers(&papers)
        }
        Command::Family { act } => family::family(&app, act.as_ref(), output),
        Command::Paper(Paper::Add(add)) => output.saved(&paper::add(&app, add)?),
        Command::Paper(Paper::Show { id }) => output.paper(&paper::find(&app, id)?),
        Command::Paper(Paper::Export { id, file }) => write_file(file, &app.paper_content(id)?.0),
        Command::Paper(Paper::Delete { id, yes }) => paper::delete(&app, id, *yes, output),
        Command::Code(Code::Show { live: true, png }) => {
            let code = app.live_code()?;
            if let Some(png) = png {
                write_file(png, &code.picture.0)?;
            }
            output.live_code(&code)
        }
        Command::Code(Code::Page { out }) => write_file(out, &app.paper_code_page()?),
        Command::Code(Code::History { shown: true }) => output.showings(&app.code_history()?.shown),
        Command::Code(Code::Show { live: false, png }) => {
            let code = app.show_code()?;
            if let Some(png) = png {
                write_file(png, &code.picture.0)?;
            }
            output.code(&code)
        }
        Command::Procedure { .. } | Command::Search { .. } => services(&app, &arguments.command, output),
        Command::Alerts => output.alerts(&app.alerts()?),
        Command::Devices { act: None } => output.devices(&app.devices()?),
        Command::Devices { act: Some(Devices::Revoke { id }) } => Ok(app.revoke_device(id)?),
        Command::Aside { act: None } => output.set_aside(&app.set_aside()?),
        Command::Aside { act: Some(Aside::Drop { id }) } => Ok(app.drop_set_aside(id)?),
        Command::Aside { act: Some(Aside::BringBack { id, its_pin_file }) } => {
            let its = first_line(its_pin_file.as_deref(), "Its PIN or passphrase (shown as typed)")?;
            Ok(app.bring_back(id, &its)?)
        }
        Command::Logout { keep, discard } => Ok(app.sign_out(match (keep, discard) {
            (true, _) => Unsent::Keep,
            (_, true) => Unsent::Discard,
            _ => Unsent::Refuse,
        })?),
        Command::Login(_)
        | Command::Recover(_)
        | Command::ReadCodes { .. }
        | Command::Form { .. }
        | Command::Code(Code::Verify { .. } | Code::History { shown: false })
        | Command::Trust(_) => Ok(()),
    }
}

/// Finds or shows procedures: of the account's catalogue, or of the essential services where nobody has signed in.
fn services(app: &App, command: &Command, output: Output) -> Result<(), Failure> {
    match command {
        Command::Procedure { code, text } => output.procedure(app, code, *text),
        Command::Search { choices: true, .. } => output.choices(&app.filter_choices()?),
        Command::Search { text, field, level, channel, .. } => {
            let filter = SearchFilter { field: field.clone(), level: level.clone(), channel: *channel };
            output.hits(&app.search_among(&text.join(" "), &filter)?, &app.catalogue()?)
        }
        _ => Ok(()),
    }
}

fn open(arguments: &Arguments) -> Result<App, Failure> {
    let home =
        arguments.home.as_deref().ok_or_else(|| Failure::Value("name the home folder: --home DIR".to_owned()))?;
    let roots = match &arguments.tls_roots {
        Some(path) => TlsRoots::from_pem(&read_file(path)?)?,
        None => TlsRoots::from_pem(TLS_ROOTS)?,
    };
    let plain = if arguments.plain_http_for_tests { PlainHttp::ForTests } else { PlainHttp::ThisMachine };
    let environment = Environment::of_this_system(&arguments.portal, roots, plain)?;
    Ok(App::new(Home::open(home)?, environment))
}

/// The one identity code in a picture; any other code is handed on, to be told as what it is.
fn code_in(image: &Path) -> Result<String, Failure> {
    let codes = read_codes(&read_file(image)?).map_err(Error::from)?;
    let mut ours: Vec<&String> = codes.iter().filter(|code| code.starts_with("CDS")).collect();
    match (ours.pop(), ours.is_empty(), codes.first()) {
        (Some(code), true, _) => Ok(code.clone()),
        (Some(_), false, _) => Err(Failure::Value("the picture holds several identity codes: show one".to_owned())),
        (None, _, Some(other)) => Ok(other.clone()),
        (None, _, None) => Err(Failure::Value("no QR code can be read in the picture".to_owned())),
    }
}

/// The PIN or passphrase: the first line of the file named, or asked for.
fn secret(arguments: &Arguments) -> Result<Sensitive, Failure> {
    first_line(arguments.pin_file.as_deref(), "PIN or passphrase (shown as typed)")
}

fn new_secret(file: Option<&Path>) -> Result<Sensitive, Failure> {
    first_line(file, "New PIN or passphrase (shown as typed)")
}

fn first_line(file: Option<&Path>, question: &str) -> Result<Sensitive, Failure> {
    let text = match file {
        Some(path) => String::from_utf8_lossy(&read_file(path)?).into_owned(),
        None => login::ask(question)?,
    };
    Ok(text.lines().next().unwrap_or_default().into())
}

pub(crate) fn read_file(path: &Path) -> Result<Vec<u8>, Failure> {
    let unreadable =
        |error: std::io::Error| Failure::Value(format!("{} cannot be read: {}", path.display(), error.kind()));
    if fs::metadata(path).map_err(unreadable)?.len() > MAX_FILE {
        return Err(Error::FileTooLarge.into());
    }
    fs::read(path).map_err(unreadable)
}

/// Writes a new file that only its owner may read.
fn write_file(path: &Path, bytes: &[u8]) -> Result<(), Failure> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let written = options.open(path).and_then(|mut file| file.write_all(bytes).and_then(|()| file.sync_all()));
    written.map_err(|error| Failure::Value(format!("{} cannot be written: {}", path.display(), error.kind())))
}
