//! What the province offers and says: procedures, alerts; and the account's devices.

use cds_vn::date::iso_day;
use cds_wire::alert::AlertRecord;
use cds_wire::ipc::{
    AlertList, AlertSummary, CatalogueShown, DeviceSummary, FilterChoices, OutsideValidity, ProcedureHit, SearchFilter,
    SearchResults,
};
use cds_wire::portal::DeviceRecord;
use cds_wire::procedure::Procedure;

use rusqlite::Connection;

use super::App;
use crate::catalogue::Among;
use crate::mutex::lock;
use crate::store::{Cache, StoreError};
use crate::trust::TrustLists;
use crate::{Error, catalogue};

/// Most hits of one search.
const MAX_HITS: usize = 50;

impl App {
    /// Procedures that fit the words, best first.
    pub fn search(&self, text: &str) -> Result<SearchResults, Error> {
        self.search_among(text, &SearchFilter::default())
    }

    /// The same among those that the filter lets through.
    pub fn search_among(&self, text: &str, filter: &SearchFilter) -> Result<SearchResults, Error> {
        let (province, day) = (self.province(), self.day());
        let among = Among { filter, province: province.as_deref(), day: &day };
        self.in_catalogue(|connection| {
            let hits = catalogue::search(connection, text, &among, MAX_HITS)?;
            Ok(SearchResults { hits, catalogue_version: catalogue::shown(connection)?.version })
        })
    }

    /// Which catalogue is searched and read.
    pub fn catalogue(&self) -> Result<CatalogueShown, Error> {
        self.in_catalogue(catalogue::shown)
    }

    /// Reads from the catalogue of the open account; where none is open, from that of the essential services, which travels
    /// inside the app.
    fn in_catalogue<T>(&self, work: impl Fn(&Connection) -> Result<T, StoreError>) -> Result<T, Error> {
        match self.account() {
            Err(Error::NotReady) => {}
            account => return account?.mirror.with(|cache| work(cache.connection())),
        }
        let mut built_in = lock(&self.built_in)?;
        let mut cache = match built_in.take() {
            Some(cache) => cache,
            None => Cache::of_essential_services()?,
        };
        let done = work(cache.connection());
        *built_in = Some(cache);
        Ok(done?)
    }

    /// The fields and levels by which a search can be narrowed.
    pub fn filter_choices(&self) -> Result<FilterChoices, Error> {
        self.in_catalogue(catalogue::choices)
    }

    /// The code of the province whose portal this is, 2 digits; none before its trust list is here.
    pub(super) fn province(&self) -> Option<String> {
        let province = self.trust().of_province().into_iter().next()?.list.issuer;
        province.strip_prefix("VN-").map(str::to_owned)
    }

    /// This day in Vietnam, `yyyy-MM-dd`.
    fn day(&self) -> String {
        iso_day(self.environment.clock.now())
    }

    /// A procedure in full.
    pub fn procedure(&self, code: &str) -> Result<Procedure, Error> {
        self.in_catalogue(|connection| catalogue::procedure(connection, code))?.ok_or(Error::NotFound)
    }

    /// The page of a procedure as plain text, to be shared or printed.
    pub fn procedure_text(&self, code: &str) -> Result<String, Error> {
        let procedure = self.procedure(code)?;
        let outside = OutsideValidity::of(&self.day(), procedure.valid_from.as_deref(), procedure.valid_to.as_deref());
        let built_in = self.catalogue()?.built_in;
        Ok(catalogue::text(&procedure, outside, built_in.as_deref()))
    }

    /// The life events that procedures belong to, such as `Có con nhỏ`: the way in for who does not know a name.
    pub fn life_events(&self) -> Result<Vec<String>, Error> {
        self.in_catalogue(catalogue::life_events)
    }

    /// The procedures of a life event.
    pub fn procedures_of(&self, life_event: &str) -> Result<Vec<ProcedureHit>, Error> {
        let (filter, province, day) = (SearchFilter::default(), self.province(), self.day());
        let among = Among { filter: &filter, province: province.as_deref(), day: &day };
        self.in_catalogue(|connection| catalogue::of_life_event(connection, life_event, &among))
    }

    /// Alerts of the province and the citizen's commune: those that hold first, then by level, then newest.
    pub fn alerts(&self) -> Result<AlertList, Error> {
        let account = self.account()?;
        let now = self.environment.clock.now();
        let records = account.mirror.with(|cache| cache.entities::<AlertRecord>(AlertRecord::KIND))?;
        let mut alerts: Vec<AlertSummary> = records
            .into_iter()
            .map(|(id, alert)| AlertSummary { id, expired: alert.expires_at <= now, alert })
            .collect();
        alerts.sort_by_key(|entry| (entry.expired, std::cmp::Reverse((entry.alert.level, entry.alert.sent_at))));
        Ok(AlertList { alerts, last_contact: account.mirror.with(|cache| cache.contact())?.last, now })
    }

    /// The account's devices, this one first, then the newest.
    pub fn devices(&self) -> Result<Vec<DeviceSummary>, Error> {
        let account = self.account()?;
        let (_, this, _) = account.vault()?.device()?;
        let records = account.mirror.with(|cache| cache.entities::<DeviceRecord>(DeviceRecord::KIND))?;
        let mut devices: Vec<DeviceSummary> = records
            .into_iter()
            .map(|(id, record)| DeviceSummary {
                this: id == this,
                id,
                platform: record.platform,
                enrolled_at: record.enrolled_at,
                ended_at: record.ended_at,
            })
            .collect();
        devices.sort_by_key(|device| (!device.this, std::cmp::Reverse(device.enrolled_at)));
        Ok(devices)
    }
}
