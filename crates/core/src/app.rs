//! One running app: the stages from "nobody has signed in" to "the vault is open".

use std::sync::{Arc, Mutex, Weak};

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

use zeroize::Zeroizing;

use crate::account::Account;
use crate::home::Settings;
use crate::keystore::KeystoreError;
use crate::mutex::lock;
use crate::store::vault::Enrolment;
use crate::{Environment, Error, Home, keystore, portal_client, rng, secret};

/// The app over one home folder. Calls may come from any thread.
#[derive(Debug)]
pub struct App {
    home: Home,
    environment: Environment,
    /// Held for moments only, so that the app always answers where it stands.
    state: Mutex<State>,
    /// One change of stage at a time; held while network or keystore are waited for.
    changing: Mutex<()>,
}

#[derive(Debug)]
enum State {
    /// The vault is shut. The account is still there while a synchronisation that began before holds it.
    Shut(Weak<Account>),
    /// Signed in at the portal; the vault is yet to be made.
    SignedIn(SecretKind, Arc<Enrolment>),
    Open(Arc<Account>),
}

impl App {
    /// An app over `home`, with its vault shut.
    pub fn new(home: Home, environment: Environment) -> Self {
        Self { home, environment, state: Mutex::new(State::Shut(Weak::new())), changing: Mutex::new(()) }
    }

    /// Where the app stands. Needs neither network nor an open vault.
    pub fn status(&self) -> Result<AppStatus, Error> {
        let stage = match &*lock(&self.state)? {
            State::Open(_) => Stage::Unlocked,
            State::SignedIn(kind, _) => Stage::ChoosingSecret { secret: *kind },
            State::Shut(_) => match self.home.account()? {
                Some(folder) => Stage::Locked { secret: Account::secret_kind(&folder)? },
                None => Stage::SignedOut,
            },
        };
        Ok(AppStatus { language: self.home.settings().language, stage, test_portal: self.environment.test_portal })
    }

    /// Chooses the interface's language and keeps it on the device.
    pub fn set_language(&self, language: Language) -> Result<(), Error> {
        let _one_at_a_time = lock(&self.state)?;
        self.home.set_settings(Settings { language })
    }

    /// Asks the portal to send a one-time password.
    pub fn request_otp(&self, args: &RequestOtpArgs) -> Result<OtpRequested, Error> {
        let request = OtpRequest { personal_number: number(&args.personal_number)?, phone: phone_of(&args.phone)? };
        let answer = portal_client::call::<OtpSent>(&*self.environment.transport, OTP_PATH, None, &request)?;
        Ok(OtpRequested { expires_in_s: answer.value.expires_in_s })
    }

    /// Signs in with a one-time password. The token stays in memory until [`create_vault`](Self::create_vault): a crash
    /// between loses nothing the citizen made; they sign in again.
    pub fn sign_in(&self, args: &SignInArgs) -> Result<SignInDone, Error> {
        let _one_at_a_time = lock(&self.changing)?;
        if matches!(&*lock(&self.state)?, State::Open(_)) || self.home.account()?.is_some() {
            return Err(Error::NotReady);
        }
        let environment = &self.environment;
        let seed = Zeroizing::new(rng::bytes(&*environment.rng)?);
        let device_key = DeviceKey::from_seed(&seed);
        let request = sign_in_request(args, &device_key)?;
        // Before the one-time password is spent: a locked keystore can be unlocked first.
        let probe = rng::hex_id(&*environment.rng)?;
        let secret = match keystore::works(&*environment.keystore, &probe) {
            Ok(()) => SecretKind::Pin,
            Err(KeystoreError::Locked) => return Err(KeystoreError::Locked.into()),
            Err(error) => {
                tracing::warn!(%error, "no keystore serves: a passphrase will lock the vault");
                SecretKind::Passphrase
            }
        };
        let answer = portal_client::call::<SignedIn>(&*environment.transport, SIGN_IN_PATH, None, &request)?;
        let SignedIn { token, account, device, name, province } = answer.value;
        let enrolment = Enrolment { account, device, token, name, province, device_key };
        *lock(&self.state)? = State::SignedIn(secret, Arc::new(enrolment));
        Ok(SignInDone { secret })
    }

    /// Makes the vault for the citizen who has just signed in, locked with the PIN or passphrase they chose.
    pub fn create_vault(&self, chosen: &Sensitive) -> Result<(), Error> {
        let _one_at_a_time = lock(&self.changing)?;
        let (kind, enrolment) = match &*lock(&self.state)? {
            State::SignedIn(kind, enrolment) => (*kind, Arc::clone(enrolment)),
            _ => return Err(Error::NotReady),
        };
        let chosen = secret::normalise(chosen.reveal());
        secret::check_new(kind, &chosen)?;
        let created = Account::create(&self.home, &self.environment, kind, &chosen, &enrolment);
        let mut state = lock(&self.state)?;
        match created {
            Ok(account) => {
                *state = State::Open(Arc::new(account));
                Ok(())
            }
            Err(error) => {
                if self.home.account()?.is_some() {
                    // The account is whole and only did not open, or another process made one: unlock is what is next.
                    *state = State::Shut(Weak::new());
                }
                Err(error)
            }
        }
    }

    /// Opens the vault. A wrong PIN or passphrase leaves everything as it was.
    pub fn unlock(&self, typed: &Sensitive) -> Result<(), Error> {
        let _one_at_a_time = lock(&self.changing)?;
        let still_held = match &*lock(&self.state)? {
            State::Open(_) => return Ok(()),
            State::Shut(account) => account.clone(),
            State::SignedIn(..) => return Err(Error::NotReady),
        };
        let folder = self.home.account()?.ok_or(Error::NotReady)?;
        let typed = secret::normalise(typed.reveal());
        let key = Account::unwrap_key(&folder, &self.environment, &typed)?;
        let account = match still_held.upgrade() {
            Some(account) => account,
            None => Arc::new(Account::open(&folder, &self.environment, &key)?),
        };
        *lock(&self.state)? = State::Open(account);
        Ok(())
    }

    /// Shuts the vault. A synchronisation under way ends first and then drops its hold on it.
    pub fn lock(&self) -> Result<(), Error> {
        let mut state = lock(&self.state)?;
        if let State::Open(account) = &*state {
            *state = State::Shut(Arc::downgrade(account));
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
