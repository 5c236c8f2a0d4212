//! Signing out.

use std::sync::{Arc, Weak};

use cds_wire::Sensitive;
use cds_wire::ipc::Unsent;
use cds_wire::portal::{SIGN_OUT_PATH, SignOutRequest, SignedOut};

use super::{App, State};
use crate::account;
use crate::mutex::lock;
use crate::{Error, portal_client};

impl App {
    /// Signs out: the portal forgets this device's token, and the cache goes. The vault goes too, with its keystore entry,
    /// unless something unsent is kept sealed in it.
    ///
    /// Without a network this device forgets all the same; the portal's token then ends when it is revoked or expires.
    pub fn sign_out(&self, unsent: Unsent) -> Result<(), Error> {
        let _one_at_a_time = lock(&self.changing)?;
        let account = self.account()?;
        if unsent == Unsent::Refuse && account.vault()?.holds_only_copies()? {
            return Err(Error::Unsent);
        }
        account.set_let_go(true);
        let _no_sync_meanwhile = lock(&account.syncing)?;
        let no_fetch_meanwhile = account.line.take()?;
        let sender = {
            let mut state = lock(&self.state)?;
            // Locked while this waited: it takes the PIN again.
            if !matches!(&*state, State::Open(open) if Arc::ptr_eq(open, &account)) {
                return Err(Error::NotReady);
            }
            let vault = account.vault()?;
            let waiting = vault.holds_only_copies()?;
            if waiting && unsent == Unsent::Refuse {
                account.set_let_go(false);
                // What was let go goes on.
                self.heart.want_sync(&*self.environment.clock);
                return Err(Error::Unsent);
            }
            let sender = vault.sender()?;
            vault.sign_out()?;
            // Nothing is confirmed any more in what is about to go.
            *state = State::Shut(Arc::downgrade(&account));
            sender.map(|sender| (sender, waiting))
        };
        if let Some((sender, _)) = &sender {
            self.end_session(&sender.token);
        }
        let waiting = sender.is_some_and(|(_, waiting)| waiting);
        self.heart.data_changed();
        if waiting && unsent == Unsent::Keep && !account.guest {
            return account.mirror.remove();
        }
        let folder = account.folder().to_owned();
        let (guest, entries) = (account.guest, account.keystore_entries());
        *lock(&self.state)? = State::Shut(Weak::new());
        drop((no_fetch_meanwhile, _no_sync_meanwhile));
        drop(account);
        if !guest {
            self.home.remove_account(&folder)?;
            for entry in entries {
                account::forget(&*self.environment.keystore, &entry);
            }
        }
        Ok(())
    }

    /// Tells the portal that a session ends; without a network it ends when it expires.
    pub(super) fn end_session(&self, token: &Sensitive) {
        let transport = &*self.environment.transport;
        let told = portal_client::call::<SignedOut>(transport, SIGN_OUT_PATH, Some(token), &SignOutRequest {});
        if let Err(error) = told {
            tracing::warn!(%error, "the portal could not be told of the sign-out");
        }
    }
}
