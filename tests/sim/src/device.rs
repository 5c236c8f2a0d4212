//! A citizen's device: databases in memory, a synchronisation that may be under way, and what the citizen knows of it.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Mutex;

use anyhow::{Context, Result, bail};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use cds_core::Error;
use cds_core::simulated::{Databases, DraftContent};
use cds_core::store::mirror::Mirror;
use cds_core::store::vault::Enrolment;
use cds_core::sync::{Engine, Link};
use cds_core::trust::{TrustLists, Trusted};
use cds_identity::{Context as Signing, DeviceKey, StatusList, TrustList, sign_in_message};
use cds_portal::plain::{Answer, Method, Request, answer};
use cds_wire::portal::{DeviceEnrolment, OTP_PATH, OtpRequest, SIGN_IN_PATH, SignInRequest, SignedIn};
use cds_wire::{Bytes, Digest, UnixMillis};

use crate::dice::Dice;
use crate::province::{Person, Province};

/// One device.
pub struct Device {
    /// Whose it is: the citizen's place among the province's people.
    pub citizen: usize,
    /// Its databases.
    pub databases: Databases,
    /// Whom it believes.
    pub trust: Believed,
    /// A synchronisation that waits for the network.
    pub engine: Option<Engine>,
    /// Rises when a synchronisation ends or the app closes: what was under way is nobody's then.
    pub session: u64,
    /// What it knows of the link.
    pub link: Link,
    /// How far its wall clock is off, in milliseconds.
    pub clock_off: UnixMillis,
    /// The portal wants it to sign in.
    pub signed_out: bool,
    /// The drafts as the citizen left them.
    pub drafts: BTreeMap<String, DraftContent>,
    /// What it has said to be received, and when by the true clock.
    pub received: BTreeMap<String, UnixMillis>,
    /// Whether the portal spoke of a backup in its last two answers: where it did not, 35 days count.
    pub told_of_backup: [bool; 2],
    /// What was let go of.
    pub let_go: BTreeSet<String>,
    /// Contents that have moved from the vault to the cache, and the paper of each.
    pub moved: BTreeMap<Digest, String>,
    /// The cache as a power cut would leave it.
    pub flushed: Option<Mirror>,
    /// An older copy of all of it.
    pub older: Option<Box<Older>>,
}

/// A copy of a device that may come back.
pub struct Older {
    databases: Databases,
    drafts: BTreeMap<String, DraftContent>,
    received: BTreeMap<String, UnixMillis>,
}

impl Device {
    /// A new device of a citizen's, signed in.
    pub fn begin(province: &Province, citizen: usize, dice: &mut Dice) -> Result<Self> {
        let mut device = Self {
            citizen,
            databases: Databases::new()?,
            trust: Believed::default(),
            engine: None,
            session: 0,
            link: Link::default(),
            clock_off: 0,
            signed_out: false,
            drafts: BTreeMap::new(),
            received: BTreeMap::new(),
            moved: BTreeMap::new(),
            told_of_backup: [false; 2],
            let_go: BTreeSet::new(),
            flushed: None,
            older: None,
        };
        let person = province.people.get(citizen).context("nobody of that number")?;
        let mut seed = [0; 32];
        dice.fill(&mut seed);
        let (signed_in, key) = sign_in(province, person, DeviceKey::from_seed(&seed), None)?;
        device.keep(person, signed_in, key)?;
        Ok(device)
    }

    /// The citizen signs in again, as the app does it: with a new key where the device's numbers are another's too. Where the
    /// answer is `lost`, nothing of it arrives here.
    pub fn sign_in_again(&mut self, province: &Province, dice: &mut Dice, lost: bool) -> Result<()> {
        let person = province.people.get(self.citizen).context("nobody of that number")?;
        let (_, id, old_key) = self.databases.identity()?;
        let forked = self.databases.is_forked()?;
        let mut seed = [0; 32];
        dice.fill(&mut seed);
        let key = if forked { DeviceKey::from_seed(&seed) } else { old_key };
        let (signed_in, key) = sign_in(province, person, key, (!forked).then_some(id))?;
        if !lost {
            self.keep(person, signed_in, key)?;
            self.signed_out = false;
        }
        Ok(())
    }

    fn keep(&mut self, person: &Person, answer: SignedIn, device_key: DeviceKey) -> Result<()> {
        self.trust.learn(&answer.trust.root, &answer.trust.list)?;
        self.databases.enrol(&Enrolment {
            account: answer.account,
            device: answer.device,
            token: answer.token,
            name: answer.name,
            personal_number: person.number.as_str().into(),
            province: answer.province,
            device_key,
            recovery_key: answer.recovery_key,
        })?;
        Ok(())
    }

    /// What the device's wall clock says.
    pub fn now(&self, province: &Province) -> UnixMillis {
        province.clock.millis() + self.clock_off
    }

    /// The app closes, or the system ends it: what was under way is gone.
    pub fn close(&mut self) {
        self.engine = None;
        self.session += 1;
    }

    /// The cache is gone, and with it the papers that were there alone.
    pub fn lose_mirror(&mut self) -> Result<()> {
        self.moved.clear();
        Ok(self.databases.lose_mirror()?)
    }

    /// A second device with the same vault, cache, key and numbers.
    pub fn cloned(&self) -> Result<Self> {
        Ok(Self {
            citizen: self.citizen,
            databases: self.databases.copy()?,
            trust: self.trust.copy()?,
            engine: None,
            session: 0,
            link: Link::default(),
            clock_off: self.clock_off,
            signed_out: self.signed_out,
            drafts: self.drafts.clone(),
            received: self.received.clone(),
            moved: self.moved.clone(),
            told_of_backup: self.told_of_backup,
            let_go: self.let_go.clone(),
            flushed: None,
            older: None,
        })
    }

    /// Keeps a copy aside.
    pub fn copy_aside(&mut self) -> Result<()> {
        let (drafts, received) = (self.drafts.clone(), self.received.clone());
        self.older = Some(Box::new(Older { databases: self.databases.copy()?, drafts, received }));
        Ok(())
    }

    /// Comes back as the copy that was kept aside; false where none was.
    pub fn put_back(&mut self) -> bool {
        let Some(older) = self.older.take() else { return false };
        self.close();
        let Older { databases, drafts, received } = *older;
        (self.databases, self.drafts, self.received, self.flushed) = (databases, drafts, received, None);
        self.moved.clear();
        self.let_go.clear();
        self.told_of_backup = [false; 2];
        true
    }
}

/// Signs a citizen in on a device with this key, and with the id that it has.
pub fn sign_in(
    province: &Province,
    person: &Person,
    key: DeviceKey,
    id: Option<String>,
) -> Result<(SignedIn, DeviceKey)> {
    let otp = OtpRequest { personal_number: person.number.as_str().into(), phone: person.phone.as_str().into() };
    let sent = post(province, OTP_PATH, &serde_json::to_vec(&otp)?);
    if sent.status != 200 {
        bail!("no one-time password: {}", String::from_utf8_lossy(&sent.body));
    }
    let otp = province.phones.last(&person.phone)?;
    let request = SignInRequest {
        personal_number: person.number.as_str().into(),
        phone: person.phone.as_str().into(),
        otp: otp.as_str().into(),
        card_issue_date: Some(person.card_date.as_str().into()),
        device: DeviceEnrolment {
            id,
            public_key: URL_SAFE_NO_PAD.encode(key.public_key().to_bytes()),
            proof: URL_SAFE_NO_PAD.encode(key.sign(Signing::SignIn, &sign_in_message(&person.number, &otp))),
            platform: "linux".to_owned(),
        },
    };
    let signed_in = post(province, SIGN_IN_PATH, &serde_json::to_vec(&request)?);
    if signed_in.status != 200 {
        bail!("not signed in: {}", String::from_utf8_lossy(&signed_in.body));
    }
    Ok((serde_json::from_slice(&signed_in.body)?, key))
}

fn post(province: &Province, path: &str, body: &[u8]) -> Answer {
    let method = Method::Post;
    answer(&province.environment, &Request { method, path, bearer: None, upload_offset: None, range: None, body })
}

/// The trust lists of a device, in memory.
#[derive(Debug, Default)]
pub struct Believed(Mutex<Vec<Trusted>>);

impl Believed {
    fn learn(&self, root: &Bytes, list: &Bytes) -> Result<()> {
        let root: [u8; 32] = root.0.as_slice().try_into().context("a root is 32 bytes")?;
        let list = TrustList::verify(&list.0, &root).context("the province's own list")?;
        let mut lists = self.0.lock().map_err(|_| anyhow::anyhow!("a poisoned lock"))?;
        if lists.first().is_none_or(|known| known.list.serial < list.serial) {
            *lists = vec![Trusted { list, root, trial: true, status: None }];
        }
        Ok(())
    }

    fn copy(&self) -> Result<Self> {
        Ok(Self(Mutex::new(self.0.lock().map_err(|_| anyhow::anyhow!("a poisoned lock"))?.clone())))
    }
}

impl TrustLists for Believed {
    fn lists(&self) -> Vec<Trusted> {
        self.0.lock().map(|lists| lists.clone()).unwrap_or_default()
    }

    fn of_province(&self) -> Vec<Trusted> {
        self.lists()
    }

    fn renew(&self, list: &Bytes) -> Result<(), Error> {
        for known in self.lists() {
            // One that does not verify changes nothing.
            let _ = self.learn(&Bytes(known.root.to_vec()), list);
        }
        Ok(())
    }

    fn renew_status(&self, list: &Bytes) -> Result<(), Error> {
        let Ok(mut lists) = self.0.lock() else { return Ok(()) };
        for known in lists.iter_mut() {
            let Ok(status) = StatusList::verify(&list.0, &known.list) else { continue };
            if known.status.as_ref().is_none_or(|before| before.serial < status.serial) {
                known.status = Some(status);
            }
        }
        Ok(())
    }
}
