//! Signing in: for the first time, as a guest, and again.

use std::sync::{Arc, Weak};

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use cds_identity::{Context, DeviceKey, sign_in_message};
use cds_vn::personal_number::PersonalNumber;
use cds_vn::{date, phone};
use cds_wire::Sensitive;
use cds_wire::ipc::{ErrorCode, OtpRequested, RequestOtpArgs, SecretKind, SignInArgs, SignInDone};
use cds_wire::portal::{
    DeviceEnrolment, OTP_PATH, OtpRequest, OtpSent, ProblemCode, SIGN_IN_PATH, SignInRequest, SignedIn,
};
use zeroize::Zeroizing;

use super::{App, State};
use crate::account::Account;
use crate::idle::LastSeen;
use crate::keystore::KeystoreError;
use crate::mutex::lock;
use crate::store::vault::Enrolment;
use crate::{Environment, Error, keystore, portal_client, rng, secret};

impl App {
    /// Asks the portal to send a one-time password.
    pub fn request_otp(&self, args: &RequestOtpArgs) -> Result<OtpRequested, Error> {
        let request = OtpRequest { personal_number: number(&args.personal_number)?, phone: phone_of(&args.phone)? };
        let answer = portal_client::call::<OtpSent>(&*self.environment.transport, OTP_PATH, None, &request)?;
        Ok(OtpRequested { expires_in_s: answer.expires_in_s })
    }

    /// Signs in with a one-time password. The token stays in memory until [`create_vault`](Self::create_vault): a crash
    /// between loses nothing the citizen made; they sign in again.
    pub fn sign_in(&self, args: &SignInArgs) -> Result<SignInDone, Error> {
        let _one_at_a_time = lock(&self.changing)?;
        if matches!(&*lock(&self.state)?, State::Open(_)) || self.home.account()?.is_some() {
            return Err(Error::NotReady);
        }
        self.begin(args, |_| Ok(()))
    }

    /// Signs in at the portal, after which [`create_vault`](Self::create_vault) must follow. What makes room for the new
    /// vault is done once the portal has agreed.
    pub(super) fn begin(
        &self,
        args: &SignInArgs,
        make_room: impl FnOnce(&Enrolment) -> Result<(), Error>,
    ) -> Result<SignInDone, Error> {
        let environment = &self.environment;
        // What is typed wrongly is told before the keystore is asked for anything.
        sign_in_request(args, &new_key(environment)?)?;
        // Before the one-time password is spent: a locked keystore can be unlocked first, and one that hangs may be asking
        // for the password that unlocks it.
        let probe = rng::hex_id(&*environment.rng)?;
        let secret = match keystore::works(&*environment.keystore, &probe) {
            Ok(()) => SecretKind::Pin,
            Err(error @ (KeystoreError::Locked | KeystoreError::Hanging)) => return Err(error.into()),
            Err(error) => {
                tracing::warn!(%error, "no keystore serves: a passphrase will lock the vault");
                SecretKind::Passphrase
            }
        };
        let enrolment = self.enrol(args)?;
        make_room(&enrolment).inspect_err(|_| self.end_session(&enrolment.token))?;
        *lock(&self.state)? = State::SignedIn(secret, Arc::new(enrolment));
        // Whoever walks off before choosing a PIN is locked out like anyone else.
        let seen = LastSeen::now(&*environment.clock);
        self.heart.change(|beat| beat.last_seen = seen);
        Ok(SignInDone { secret })
    }

    /// Signs in as a guest, on a shared desktop: the key is in memory only, and nothing of it outlives the session. The
    /// account of whoever the device belongs to stays shut.
    pub fn sign_in_guest(&self, args: &SignInArgs) -> Result<(), Error> {
        let _one_at_a_time = lock(&self.changing)?;
        if matches!(&*lock(&self.state)?, State::Open(_) | State::Sending(..)) {
            return Err(Error::NotReady);
        }
        let enrolment = self.enrol(args)?;
        let account = Account::create_guest(&self.home, &self.environment, &enrolment)?;
        self.open(Arc::new(account))
    }

    /// Makes a new device of this one at the portal.
    fn enrol(&self, args: &SignInArgs) -> Result<Enrolment, Error> {
        let device_key = new_key(&self.environment)?;
        let request = sign_in_request(args, &device_key)?;
        let answer = portal_client::call::<SignedIn>(&*self.environment.transport, SIGN_IN_PATH, None, &request)?;
        self.trust().learn(&answer.trust)?;
        Ok(enrolment(answer, &request.personal_number, device_key))
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
        match Account::create(&self.home, &self.environment, kind, &chosen, &enrolment) {
            Ok(account) => self.open(Arc::new(account)),
            Err(error) => {
                if self.home.account()?.is_some() {
                    // The account is whole and only did not open, or another process made one: unlock is what is next.
                    *lock(&self.state)? = State::Shut(Weak::new());
                }
                Err(error)
            }
        }
    }

    /// Signs in again with the vault open: the portal no longer took this device's token, or knows other commands under
    /// its numbers. The vault and all that waits in it stay.
    pub fn sign_in_again(&self, args: &SignInArgs) -> Result<(), Error> {
        let _one_at_a_time = lock(&self.changing)?;
        let account = self.account()?;
        let _no_sync_meanwhile = lock(&account.syncing)?;
        let (known_account, device, old_key) = account.vault()?.device()?;
        let forked = account.vault()?.is_forked()?;
        let device_key = if forked { new_key(&self.environment)? } else { old_key };
        let mut request = sign_in_request(args, &device_key)?;
        request.device.id = (!forked).then_some(device);
        let answer = portal_client::call::<SignedIn>(&*self.environment.transport, SIGN_IN_PATH, None, &request)?;
        let trust = answer.trust.clone();
        let enrolment = enrolment(answer, &request.personal_number, device_key);
        if enrolment.account != known_account {
            // Another citizen's dossiers must never leave under this one's name.
            self.end_session(&enrolment.token);
            return Err(Error::Refused(ProblemCode::SignInRefused));
        }
        self.trust().learn(&trust)?;
        account.vault()?.set_enrolment(&enrolment)?;
        self.heart.want_sync(&*self.environment.clock);
        Ok(())
    }
}

pub(super) fn new_key(environment: &Environment) -> Result<DeviceKey, Error> {
    let seed = Zeroizing::new(rng::bytes(&*environment.rng)?);
    Ok(DeviceKey::from_seed(&seed))
}

pub(super) fn enrolment(answer: SignedIn, personal_number: &Sensitive, device_key: DeviceKey) -> Enrolment {
    Enrolment {
        account: answer.account,
        device: answer.device,
        token: answer.token,
        name: answer.name,
        personal_number: personal_number.clone(),
        province: answer.province,
        device_key,
        recovery_key: answer.recovery_key,
    }
}

pub(super) fn sign_in_request(args: &SignInArgs, device_key: &DeviceKey) -> Result<SignInRequest, Error> {
    let personal_number = number(&args.personal_number)?;
    let otp = otp_of(&args.otp)?;
    let message = sign_in_message(personal_number.reveal(), otp.reveal());
    let card_issue_date =
        date::parse_to_iso(args.card_issue_date.reveal()).map_err(|_| Error::Field(ErrorCode::DateInvalid))?;
    Ok(SignInRequest {
        phone: phone_of(&args.phone)?,
        card_issue_date: Some(Sensitive::new(card_issue_date)),
        device: DeviceEnrolment {
            id: None,
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
