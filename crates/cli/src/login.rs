//! `cds login` and `cds recover`.

use std::fs;
use std::io::{self, BufRead, Write};
use std::path::Path;

use cds_core::App;
use cds_vn::phone;
use cds_wire::Sensitive;
use cds_wire::ipc::{RequestOtpArgs, SecretKind, SignInArgs, SignInDone, StartOverArgs};

use crate::arguments::{Login, Recover};
use crate::output::Failure;

/// Signs in and makes the vault under the secret given; where there is a vault, opens it and signs in again.
pub(crate) fn login(
    app: &App,
    login: &Login,
    first: bool,
    secret: impl FnOnce() -> Result<Sensitive, Failure>,
) -> Result<(), Failure> {
    let mut secret = Some(secret);
    if !first && let Some(secret) = secret.take() {
        app.unlock(&secret()?)?;
    }
    let args = sign_in_args(app, login)?;
    let Some(secret) = secret else { return Ok(app.sign_in_again(&args)?) };
    let done = app.sign_in(&args)?;
    make_vault(app, &done, secret)
}

/// Opens the vault with the portal's help, or sets it aside and makes a new one.
pub(crate) fn recover(
    app: &App,
    recover: &Recover,
    old: impl FnOnce() -> Result<Sensitive, Failure>,
    new: impl FnOnce() -> Result<Sensitive, Failure>,
) -> Result<(), Failure> {
    let old = if recover.old_pin { Some(old()?) } else { None };
    let args = sign_in_args(app, &recover.who)?;
    if recover.start_over {
        let done = app.start_over(&StartOverArgs { sign_in: args, give_up: recover.give_up })?;
        return make_vault(app, &done, new);
    }
    Ok(app.recover(&args, old.as_ref(), &new()?)?)
}

/// Makes the vault after a sign-in.
fn make_vault(
    app: &App,
    done: &SignInDone,
    secret: impl FnOnce() -> Result<Sensitive, Failure>,
) -> Result<(), Failure> {
    if done.secret == SecretKind::Passphrase {
        let note = "This device has no keystore: a passphrase of at least 10 characters takes the PIN's place.";
        writeln!(io::stderr(), "{note}")?;
    }
    Ok(app.create_vault(&secret()?)?)
}

/// What a citizen types, with the one-time password they were given or are sent now.
fn sign_in_args(app: &App, login: &Login) -> Result<SignInArgs, Failure> {
    let personal_number: Sensitive = login.id.as_str().into();
    let phone: Sensitive = login.phone.as_str().into();
    let otp = match &login.otp {
        Some(otp) => otp.clone(),
        None => {
            app.request_otp(&RequestOtpArgs { personal_number: personal_number.clone(), phone: phone.clone() })?;
            match &login.otp_file {
                Some(path) => last_otp(path, &login.phone)?,
                None => ask("One-time password")?,
            }
        }
    };
    let card_issue_date = login.issued.as_str().into();
    Ok(SignInArgs { personal_number, phone, card_issue_date, otp: Sensitive::new(otp) })
}

/// The newest one-time password that the demonstration portal sent to this phone.
fn last_otp(path: &Path, typed_phone: &str) -> Result<String, Failure> {
    let phone = phone::parse(typed_phone).map_err(|error| Failure::Value(error.to_string()))?;
    let outbox = fs::read_to_string(path)
        .map_err(|error| Failure::Value(format!("{} cannot be read: {}", path.display(), error.kind())))?;
    outbox
        .lines()
        .rev()
        .filter_map(|line| serde_json::from_str::<serde_json::Value>(line).ok())
        .find(|line| line.get("phone").and_then(serde_json::Value::as_str) == Some(&phone))
        .and_then(|line| Some(line.get("otp")?.as_str()?.to_owned()))
        .ok_or_else(|| Failure::Value("the outbox file holds no one-time password for this phone".to_owned()))
}

/// Asks on standard error and reads a line from standard input.
pub(crate) fn ask(what: &str) -> Result<String, Failure> {
    write!(io::stderr(), "{what}: ")?;
    let mut line = String::new();
    io::stdin().lock().read_line(&mut line)?;
    Ok(line.trim().to_owned())
}
