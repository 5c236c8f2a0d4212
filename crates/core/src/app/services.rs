//! What the province offers and says: procedures, alerts; and the account's devices.

use cds_vn::date::iso_day;
use cds_wire::alert::AlertRecord;
use cds_wire::ipc::{
    AlertList, AlertSummary, DeviceSummary, FilterChoices, OutsideValidity, ProcedureHit, SearchFilter, SearchResults,
};
use cds_wire::portal::DeviceRecord;
use cds_wire::procedure::Procedure;

use super::App;
use crate::catalogue::Among;
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
        let account = self.account()?;
        let (province, day) = (self.province(), self.day());
        let among = Among { filter, province: province.as_deref(), day: &day };
        let hits = account.mirror.with(|cache| catalogue::search(cache.connection(), text, &among, MAX_HITS))?;
        let state = account.mirror.with(|cache| catalogue::state(cache.connection()))?;
        Ok(SearchResults { hits, catalogue_version: state.map(|state| state.version) })
    }

    /// The fields and levels by which a search can be narrowed.
    pub fn filter_choices(&self) -> Result<FilterChoices, Error> {
        self.account()?.mirror.with(|cache| catalogue::choices(cache.connection()))
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
        let found = self.account()?.mirror.with(|cache| catalogue::procedure(cache.connection(), code))?;
        found.ok_or(Error::NotFound)
    }

    /// The page of a procedure as plain text, to be shared or printed.
    pub fn procedure_text(&self, code: &str) -> Result<String, Error> {
        let procedure = self.procedure(code)?;
        let outside = OutsideValidity::of(&self.day(), procedure.valid_from.as_deref(), procedure.valid_to.as_deref());
        Ok(catalogue::text(&procedure, outside))
    }

    /// The life events that procedures belong to, such as `Có con nhỏ`: the way in for who does not know a name.
    pub fn life_events(&self) -> Result<Vec<String>, Error> {
        self.account()?.mirror.with(|cache| catalogue::life_events(cache.connection()))
    }

    /// The procedures of a life event.
    pub fn procedures_of(&self, life_event: &str) -> Result<Vec<ProcedureHit>, Error> {
        let (filter, province, day) = (SearchFilter::default(), self.province(), self.day());
        let among = Among { filter: &filter, province: province.as_deref(), day: &day };
        self.account()?.mirror.with(|cache| catalogue::of_life_event(cache.connection(), life_event, &among))
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
