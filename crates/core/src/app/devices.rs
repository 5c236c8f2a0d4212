//! The account's devices: ending another one, and being ended.

use std::sync::{Arc, Weak};

use cds_wire::portal::{DeviceEnded, ProblemCode, REVOKE_DEVICE_PATH, RevokeDeviceRequest};

use super::{App, State};
use crate::account::Account;
use crate::mutex::lock;
use crate::{Error, portal_client};

impl App {
    /// Ends another device of the account for good: the portal takes nothing from it any more, and at its next contact it
    /// drops what it has of the portal's. This device ends by signing out.
    pub fn revoke_device(&self, id: &str) -> Result<(), Error> {
        let account = self.account()?;
        let sender = account.vault()?.sender()?.ok_or(Error::Refused(ProblemCode::Unauthorized))?;
        let transport = &*self.environment.transport;
        let request = RevokeDeviceRequest { device: id.to_owned() };
        let ended = portal_client::call::<DeviceEnded>(transport, REVOKE_DEVICE_PATH, Some(&sender.token), &request);
        // The list comes with the changes; and where it is this device that was ended, so does that.
        self.heart.want_sync(&*self.environment.clock);
        match ended {
            Ok(DeviceEnded {}) => Ok(()),
            Err(Error::Refused(ProblemCode::NotFound)) => Err(Error::NotFound),
            Err(error) => Err(error),
        }
    }

    /// The portal says that this device, `device` in the vault, was revoked: the screens lock, and the token goes, with the
    /// credential and the cache. What only this device has stays sealed in the vault; whoever can open it may sign in again,
    /// as a new device.
    pub(super) fn end_revoked(&self, account: &Account, device: &str) -> Result<(), Error> {
        let _one_at_a_time = lock(&self.changing)?;
        let _no_sync_meanwhile = lock(&account.syncing)?;
        if account.vault()?.device()?.1 != device {
            // Signed in anew a moment ago.
            return Ok(());
        }
        tracing::warn!("this device was revoked");
        account.set_let_go(true);
        {
            let mut state = lock(&self.state)?;
            let held = match &*state {
                State::Open(held) | State::Sending(held, _) if std::ptr::eq(&**held, account) => Some(held),
                _ => None,
            };
            let left = held.map(|held| if account.guest { Weak::new() } else { Arc::downgrade(held) });
            if let Some(left) = left {
                *state = State::Shut(left);
            }
        }
        self.heart.data_changed();
        let _no_fetch_meanwhile = account.line.take()?;
        // The token goes last: cut short before, the next contact tells it again.
        account.mirror.remove()?;
        Ok(account.vault()?.end_for_good()?)
    }
}
