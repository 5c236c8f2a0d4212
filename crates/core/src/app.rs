//! One running app: the stages from "nobody has signed in" to "the vault is open".

use std::fmt;
use std::sync::{Arc, Mutex};

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use cds_identity::{Context, DeviceKey, sign_in_message};
use cds_vn::personal_number::PersonalNumber;
use cds_vn::{date, phone};
use cds_wire::Sensitive;
use cds_wire::ipc::{
    AppStatus, DossierList, ErrorCode, Language, OtpRequested, RequestOtpArgs, SecretKind, SignInArgs, SignInDone,
    Stage, SyncReport,
};
use cds_wire::portal::{DeviceEnrolment, OTP_PATH, OtpRequest, OtpSent, SIGN_IN_PATH, SignInRequest, SignedIn};

use crate::account::Account;
use crate::clock::Clock;
use crate::keystore::Keystore;
use crate::rng::Rng;
use crate::store::vault::Enrolment;
use crate::sync::lock;
use crate::transport::Transport;
use crate::{Error, Home, KdfParams, keystore, portal_client, rng, secret};

/// What the core takes from outside.
#[derive(Clone)]
pub struct Environment {
    /// Time.
    pub clock: Arc<dyn Clock>,
    /// Randomness.
    pub rng: Arc<dyn Rng>,
    /// The way to the portal.
    pub transport: Arc<dyn Transport>,
    /// The operating system's keystore.
    pub keystore: Arc<dyn Keystore>,
    /// What locking a new vault costs.
    pub kdf: KdfParams,
    /// The portal runs on this machine: a test, and the interface says so.
    pub test_portal: bool,
}

impl fmt::Debug for Environment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Environment").field("kdf", &self.kdf).finish_non_exhaustive()
    }
}

/// The app over one home folder. Calls may come from any thread.
#[derive(Debug)]
pub struct App {
    home: Home,
    environment: Environment,
    state: Mutex<State>,
}

#[derive(Debug)]
enum State {
    Shut,
    /// Signed in at the portal; the vault is yet to be made.
    SignedIn(SecretKind, Box<Enrolment>),
    Open(Arc<Account>),
}

impl App {
    /// An app over `home`, with its vault shut.
    pub fn new(home: Home, environment: Environment) -> Self {
        Self { home, environment, state: Mutex::new(State::Shut) }
    }

    /// Where the app stands. Needs neither network nor an open vault.
    pub fn status(&self) -> Result<AppStatus, Error> {
        let stage = match &*lock(&self.state)? {
            State::Open(_) => Stage::Unlocked,
            State::SignedIn(kind, _) => Stage::ChoosingSecret { secret: *kind },
            State::Shut => match self.home.account()? {
                Some(folder) => Stage::Locked { secret: Account::secret_kind(&folder)? },
                None => Stage::SignedOut,
            },
        };
        Ok(AppStatus { language: self.home.settings().language, stage, test_portal: self.environment.test_portal })
    }

    /// Chooses the interface's language and keeps it on the device.
    pub fn set_language(&self, language: Language) -> Result<(), Error> {
        let settings = crate::home::Settings { language };
        self.home.set_settings(settings)
    }

    /// Asks the portal to send a one-time password.
    pub fn request_otp(&self, args: &RequestOtpArgs) -> Result<OtpRequested, Error> {
        let request = OtpRequest { personal_number: number(&args.personal_number)?, phone: phone_of(&args.phone)? };
        let answer = portal_client::call::<OtpSent>(&*self.environment.transport, OTP_PATH, None, &request)?;
        Ok(OtpRequested { expires_in_s: answer.value.expires_in_s })
    }

    /// Signs in with a one-time password. The token stays in memory until [`create_vault`](Self::create_vault): a crash
    /// between loses nothing the citizen made, and signing in again replaces it.
    pub fn sign_in(&self, args: &SignInArgs) -> Result<SignInDone, Error> {
        let mut state = lock(&self.state)?;
        if matches!(&*state, State::Open(_)) || self.home.account()?.is_some() {
            return Err(Error::NotReady);
        }
        let environment = &self.environment;
        let device_key = DeviceKey::from_seed(&rng::bytes(&*environment.rng)?);
        let request = sign_in_request(args, &device_key)?;
        let answer = portal_client::call::<SignedIn>(&*environment.transport, SIGN_IN_PATH, None, &request)?;
        let SignedIn { token, account, device, name, province } = answer.value;
        let probe = rng::hex_id(&*environment.rng)?;
        let secret = if keystore::works(&*environment.keystore, &probe) {
            SecretKind::Pin
        } else {
            tracing::warn!("no keystore serves: a passphrase will lock the vault");
            SecretKind::Passphrase
        };
        let enrolment = Enrolment { account, device, token, name, province, device_key };
        *state = State::SignedIn(secret, Box::new(enrolment));
        Ok(SignInDone { secret })
    }

    /// Makes the vault for the citizen who has just signed in, locked with the PIN or passphrase they chose.
    pub fn create_vault(&self, secret: &Sensitive) -> Result<(), Error> {
        let mut state = lock(&self.state)?;
        let State::SignedIn(kind, enrolment) = &*state else { return Err(Error::NotReady) };
        secret::check_new(*kind, secret.reveal())?;
        let account = Account::create(&self.home, &self.environment, *kind, secret.reveal(), enrolment)?;
        *state = State::Open(Arc::new(account));
        Ok(())
    }

    /// Opens the vault. A wrong PIN or passphrase leaves everything as it was.
    pub fn unlock(&self, secret: &Sensitive) -> Result<(), Error> {
        let mut state = lock(&self.state)?;
        if matches!(&*state, State::Open(_)) {
            return Ok(());
        }
        let folder = self.home.account()?.ok_or(Error::NotReady)?;
        let account = Account::unlock(&folder, &self.environment, secret.reveal())?;
        *state = State::Open(Arc::new(account));
        Ok(())
    }

    /// Shuts the vault. A synchronisation under way ends first and then drops its hold on it.
    pub fn lock(&self) -> Result<(), Error> {
        let mut state = lock(&self.state)?;
        if matches!(&*state, State::Open(_)) {
            *state = State::Shut;
        }
        Ok(())
    }

    /// The citizen's dossiers, from the cache.
    pub fn dossiers(&self) -> Result<DossierList, Error> {
        self.account()?.dossiers(&self.environment)
    }

    /// Brings the cache in step with the portal.
    pub fn sync(&self) -> Result<SyncReport, Error> {
        self.account()?.sync(&self.environment)
    }

    fn account(&self) -> Result<Arc<Account>, Error> {
        match &*lock(&self.state)? {
            State::Open(account) => Ok(Arc::clone(account)),
            _ => Err(Error::NotReady),
        }
    }
}

fn sign_in_request(args: &SignInArgs, device_key: &DeviceKey) -> Result<SignInRequest, Error> {
    let personal_number = number(&args.personal_number)?;
    let otp = otp_of(&args.otp)?;
    let message = sign_in_message(personal_number.reveal(), otp.reveal());
    let card_issue_date =
        date::parse_to_iso(args.card_issue_date.reveal()).map_err(|_| Error::Field(ErrorCode::DateInvalid))?;
    Ok(SignInRequest {
        phone: phone_of(&args.phone)?,
        card_issue_date: Sensitive::new(card_issue_date),
        device: DeviceEnrolment {
            public_key: URL_SAFE_NO_PAD.encode(device_key.public_key().to_bytes()),
            proof: URL_SAFE_NO_PAD.encode(device_key.sign(Context::SignIn, &message)),
            platform: std::env::consts::OS.to_owned(),
        },
        personal_number,
        otp,
    })
}

fn number(typed: &Sensitive) -> Result<Sensitive, Error> {
    let number = PersonalNumber::parse(typed.reveal()).map_err(|_| Error::Field(ErrorCode::PersonalNumberInvalid))?;
    Ok(number.as_str().into())
}

fn phone_of(typed: &Sensitive) -> Result<Sensitive, Error> {
    phone::parse(typed.reveal()).map(Sensitive::new).map_err(|_| Error::Field(ErrorCode::PhoneInvalid))
}

fn otp_of(typed: &Sensitive) -> Result<Sensitive, Error> {
    let digits: String = typed.reveal().chars().filter(|c| !c.is_whitespace()).collect();
    if digits.len() == 6 && digits.bytes().all(|b| b.is_ascii_digit()) {
        Ok(Sensitive::new(digits))
    } else {
        Err(Error::Field(ErrorCode::OtpInvalid))
    }
}
