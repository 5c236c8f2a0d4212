//! Another PIN; and getting in again where the PIN is forgotten, the keystore was emptied, or both are lost.

use std::path::PathBuf;
use std::sync::Arc;

use cds_wire::Sensitive;
use cds_wire::ipc::{SecretKind, SignInArgs, SignInDone, StartOverArgs, WayIn};
use cds_wire::portal::{RECOVERY_PATH, RecoveryAnswer, RecoveryRequest, SIGN_IN_PATH, SignedIn};

use super::sign_in::{enrolment, new_key, sign_in_request};
use super::{App, State};
use crate::account::{Account, RecoveryAsked};
use crate::header::Header;
use crate::mutex::lock;
use crate::{Error, keystore, portal_client, rng, secret};

impl App {
    /// Changes the PIN or passphrase of the open vault. The old one is asked for, and counted, as at the lock screen.
    pub fn change_secret(&self, old: &Sensitive, chosen: &Sensitive) -> Result<(), Error> {
        let _one_at_a_time = lock(&self.changing)?;
        let account = self.account()?;
        if account.guest {
            return Err(Error::NotReady);
        }
        let chosen = secret::normalise(chosen.reveal());
        secret::check_new(Account::secret_kind(account.folder())?, &chosen)?;
        let vault_key = Account::unwrap_key(account.folder(), &self.environment, &secret::normalise(old.reveal()))?;
        account.lock_anew(&self.environment, &chosen, &vault_key, None)
    }

    /// Opens the vault with the portal's help and locks it with a new PIN. The citizen signs in once more; the portal
    /// releases its half 24 hours after it was first asked, or at once where an officer has said so. Until then this ends
    /// in [`Error::RecoveryWaiting`] and nothing has changed. `old_pin` is needed where the keystore was emptied.
    pub fn recover(&self, args: &SignInArgs, old_pin: Option<&Sensitive>, chosen: &Sensitive) -> Result<(), Error> {
        let _one_at_a_time = lock(&self.changing)?;
        let folder = self.shut_account()?;
        if Account::secret_kind(&folder)? != SecretKind::Pin {
            return Err(Error::NotReady);
        }
        let chosen = secret::normalise(chosen.reveal());
        secret::check_new(SecretKind::Pin, &chosen)?;
        // All that can fail on this device comes before the portal is asked: what it releases, it releases once a day.
        let locked = Account::take_lock(&folder, &self.environment)?;
        let old_pin = old_pin.map(|pin| secret::normalise(pin.reveal()));
        let old_pin = old_pin.as_ref().map(|pin| pin.as_str());
        let sealed = Account::open_for_recovery(&folder, &self.environment, old_pin)?;
        keystore::works(&*self.environment.keystore, &rng::hex_id(&*self.environment.rng)?)?;

        let transport = &*self.environment.transport;
        let device_key = new_key(&self.environment)?;
        let request = sign_in_request(args, &device_key)?;
        let signed_in = portal_client::call::<SignedIn>(transport, SIGN_IN_PATH, None, &request)?;
        let token = signed_in.token.clone();
        if Header::read(&folder)?.is_of(&signed_in.account) == Some(false) {
            // Their key opens nothing here, and asking for it would start their wait and alarm their devices.
            self.end_session(&token);
            return Err(Error::AnotherCitizen);
        }
        let answer = portal_client::call::<RecoveryAnswer>(transport, RECOVERY_PATH, Some(&token), &RecoveryRequest {});
        let (private_key, recovery_key) = match answer? {
            RecoveryAnswer::Released { private_key, recovery_key } => (private_key, recovery_key),
            RecoveryAnswer::Waiting { release_at } => {
                self.end_session(&token);
                if let Err(error) = (RecoveryAsked { release_at }).write(&folder) {
                    tracing::warn!(%error, "that a recovery was asked for is not noted");
                }
                return Err(Error::RecoveryWaiting { release_at });
            }
        };
        let vault_key = sealed.open(&private_key.reveal().0).inspect_err(|_| self.end_session(&token))?;
        let account = Account::open_locked(&folder, &vault_key, locked)?;
        account.lock_anew(&self.environment, &chosen, &vault_key, Some(&recovery_key.0))?;
        self.trust().learn(&signed_in.trust)?;
        let before = account.vault()?.sender()?;
        account.vault()?.set_enrolment(&enrolment(signed_in, &request.personal_number, device_key))?;
        self.open(Arc::new(account))?;
        // This device has another name now: under the old one it is not to stand in the list as signed in.
        if let Some(before) = before {
            self.end_session(&before.token);
        }
        Ok(())
    }

    /// What helps who cannot open the vault. Asks the keystore, and fails where that does not answer now.
    pub fn way_in(&self) -> Result<WayIn, Error> {
        if matches!(&*lock(&self.state)?, State::Open(_) | State::SignedIn(..)) {
            return Err(Error::NotReady);
        }
        Account::way_in(&self.home.account()?.ok_or(Error::NotReady)?, &self.environment)
    }

    /// Signs in where nothing opens the vault any more, neither a PIN nor the portal's help: it is set aside, unopened, once
    /// the portal has taken the sign-in of the vault's own citizen. [`create_vault`](Self::create_vault) makes a new one,
    /// which tells what is lost. Where the portal could still help, the citizen must have given the vault up.
    pub fn start_over(&self, args: &StartOverArgs) -> Result<SignInDone, Error> {
        let _one_at_a_time = lock(&self.changing)?;
        let folder = self.shut_account()?;
        // Nobody else is to have it open; it must not be open itself while its folder is renamed.
        drop(Account::take_lock(&folder, &self.environment)?);
        if Account::way_in(&folder, &self.environment)? == WayIn::Recovery && !args.give_up {
            return Err(Error::RecoveryPossible);
        }
        self.begin(&args.sign_in, |enrolment| {
            // Since then another program may have opened it.
            let locked = Account::take_lock(&folder, &self.environment)?;
            let mut header = Header::read(&folder)?;
            if header.is_of(&enrolment.account) == Some(false) {
                return Err(Error::AnotherCitizen);
            }
            if header.note_owner(&enrolment.account) {
                header.write(&folder)?;
            }
            drop(locked);
            tracing::warn!("a vault is set aside");
            self.home.set_aside(&folder)
        })
    }

    /// The account's folder where it is shut. What is still sent behind the lock screen ends here.
    fn shut_account(&self) -> Result<PathBuf, Error> {
        if matches!(&*lock(&self.state)?, State::Sending(..)) {
            self.lock()?;
        }
        match &*lock(&self.state)? {
            State::Shut(_) => self.home.account()?.ok_or(Error::NotReady),
            _ => Err(Error::NotReady),
        }
    }
}
