//! The calls, in an order that touches every kind of write.

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use cds_core::clock::SystemClock;
use cds_core::keystore::NoKeystore;
use cds_core::rng::OsRng;
use cds_core::transport::{HttpTransport, PlainHttp, TlsRoots, Transport};
use cds_core::{App, Environment, Error, Home, IdleLimits, KdfParams};
use cds_wire::ipc::DraftArgs;
use cds_wire::paper::PaperKind;

use crate::Promise;

/// Length of a paper, in bytes: some pages of a database, and more than one piece of a content.
const PAPER: usize = 70_000;

/// One telling of the story over a home folder.
pub struct Story<'a> {
    home: &'a Path,
    portal: &'a str,
    passphrase: &'a str,
    /// Tells this telling from others: what is written is of this number.
    number: u32,
    /// The draft that is written on in every telling.
    kept: Option<&'a str>,
}

impl<'a> Story<'a> {
    /// A telling, by the account in `home`.
    pub fn new(home: &'a Path, portal: &'a str, passphrase: &'a str, number: u32, kept: Option<&'a str>) -> Self {
        Self { home, portal, passphrase, number, kept }
    }

    /// The app over this home, with its vault shut.
    pub fn app(&self) -> Result<App, Error> {
        self.app_over(Arc::new(HttpTransport::new(self.portal, TlsRoots::default(), PlainHttp::ThisMachine)?))
    }

    /// The same over another way to the portal.
    pub fn app_over(&self, transport: Arc<dyn Transport>) -> Result<App, Error> {
        let environment = Environment {
            clock: Arc::new(SystemClock::default()),
            rng: Arc::new(OsRng),
            transport,
            keystore: Arc::new(NoKeystore),
            kdf: KdfParams::FOR_TESTS,
            lock_patience: Duration::ZERO,
            idle: IdleLimits::default(),
            root: None,
            test_portal: true,
        };
        Ok(App::new(Home::open(self.home)?, environment))
    }

    /// The same, opened.
    pub fn opened(&self) -> Result<App, Error> {
        let app = self.app()?;
        app.unlock(&self.passphrase.into())?;
        Ok(app)
    }

    /// Tells it from the opening on, each promise as it is made.
    pub fn tell(&self, promise: &mut dyn FnMut(Promise)) -> Result<(), Error> {
        self.go_on(&self.opened()?, promise)
    }

    /// Tells it in an open app: writes on a draft that stays, files a dossier with a paper, keeps a paper, and brings the
    /// device and the portal in step, twice.
    pub fn go_on(&self, app: &App, promise: &mut dyn FnMut(Promise)) -> Result<(), Error> {
        if let Some(kept) = self.kept {
            promise(Promise::Writing(kept.to_owned()));
        }
        let kept = app.save_draft(&self.form(self.kept))?.id;
        promise(Promise::Draft(kept, self.number));
        let draft = app.save_draft(&self.form(None))?.id;
        promise(Promise::Draft(draft.clone(), self.number));
        app.attach(&draft, "giay_chung_sinh", &paper(self.number))?;
        promise(Promise::Attached(draft.clone(), self.number));
        let command = app.confirm(&draft)?.id;
        promise(Promise::Confirmed(draft, command));
        let content = self.number + 1_000_000;
        let kept = app.add_paper(PaperKind::Other, &"Giấy tờ".into(), &paper(content))?.id;
        promise(Promise::Paper(kept, content));
        for _ in 0..2 {
            app.sync()?;
            promise(Promise::InStep);
        }
        Ok(())
    }

    fn form(&self, id: Option<&str>) -> DraftArgs {
        DraftArgs {
            id: id.map(str::to_owned),
            procedure: "1.001193".to_owned(),
            commune: None,
            fields: [("ho_ten".to_owned(), self.number.to_string().as_str().into())].into(),
        }
    }
}

/// The paper of a number.
pub fn paper(number: u32) -> Vec<u8> {
    let filling = format!("% {number}\n").into_bytes().into_iter().cycle().take(PAPER);
    let page =
        *b"%PDF-1.4\n1 0 obj <</Type/Catalog/Pages 2 0 R>> endobj 2 0 obj <</Type/Pages/Kids[3 0 R]/Count 1>> endobj \
                  3 0 obj <</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>> endobj\n";
    page.into_iter().chain(filling).chain(*b"\ntrailer <</Root 1 0 R>>\n%%EOF").collect()
}
