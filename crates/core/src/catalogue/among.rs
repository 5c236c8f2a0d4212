//! Which procedures a search is among: those of the citizen's province, of a field, a level, a way to file.

use cds_wire::ipc::{FilterChoices, OutsideValidity, ProcedureHit, SearchFilter};
use cds_wire::procedure::{Channel, ChannelKind, Procedure};
use rusqlite::{Connection, Row, Transaction, named_params, params};

use crate::store::StoreError;

/// Columns of a hit, of a procedure `p` with its scope `s`. A catalogue that an older version imported has no scopes.
pub(super) const HITS: &str = "SELECT p.code, p.name, p.field, p.essential, p.superseded_by, s.valid_from, s.valid_to
     FROM procedure p LEFT JOIN procedure_scope s ON s.id = p.id";
/// The condition on the scope `s`, with the parameters of [`Among::parameters`].
pub(super) const CONDITION: &str = "(:province IS NULL OR s.province IS NULL OR s.province = :province)
     AND (:field IS NULL OR s.field = :field)
     AND (:level IS NULL OR instr(s.levels, char(10) || :level || char(10)) > 0)
     AND (:channel IS NULL OR s.channels & :channel <> 0)";

/// Which procedures are looked among, and on which day.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Among<'a> {
    /// What the citizen narrowed the search by.
    pub(crate) filter: &'a SearchFilter,
    /// The citizen's province, 2 digits; none where it is not known: then those of every province are offered.
    pub(crate) province: Option<&'a str>,
    /// This day in Vietnam, `yyyy-MM-dd`.
    pub(crate) day: &'a str,
}

impl Among<'_> {
    /// Nothing but the province narrows the search.
    pub(super) fn is_open(&self) -> bool {
        *self.filter == SearchFilter::default()
    }

    pub(super) fn channel(&self) -> Option<i64> {
        self.filter.channel.map(bit)
    }

    /// A row of [`HITS`].
    pub(super) fn hit(&self, row: &Row<'_>) -> rusqlite::Result<ProcedureHit> {
        let (from, to): (Option<String>, Option<String>) = (row.get(5)?, row.get(6)?);
        Ok(ProcedureHit {
            code: row.get(0)?,
            name: row.get(1)?,
            field: row.get(2)?,
            essential: row.get(3)?,
            superseded_by: row.get(4)?,
            outside: OutsideValidity::of(self.day, from.as_deref(), to.as_deref()),
        })
    }

    /// The hits of a statement over [`HITS`] and [`CONDITION`] with `:text` and `:limit` besides.
    pub(super) fn hits(
        &self,
        connection: &Connection,
        sql: &str,
        text: Option<&str>,
        limit: usize,
    ) -> Result<Vec<ProcedureHit>, StoreError> {
        let mut statement = connection.prepare_cached(&format!("{HITS} WHERE {CONDITION} AND {sql} LIMIT :limit"))?;
        let parameters = named_params! {
            ":province": self.province,
            ":field": self.filter.field,
            ":level": self.filter.level,
            ":channel": self.channel(),
            ":text": text,
            ":limit": i64::try_from(limit).unwrap_or(i64::MAX),
        };
        let hits = statement.query_map(parameters, |row| self.hit(row))?.collect::<Result<_, _>>()?;
        Ok(hits)
    }
}

/// The fields and levels there are.
pub(crate) fn choices(connection: &Connection) -> Result<FilterChoices, StoreError> {
    let list = |sql: &str| -> Result<Vec<String>, StoreError> {
        let mut statement = connection.prepare_cached(sql)?;
        let list = statement.query_map([], |row| row.get(0))?.collect::<Result<_, _>>()?;
        Ok(list)
    };
    let mut fields = list("SELECT DISTINCT field FROM procedure_scope WHERE field IS NOT NULL")?;
    fields.sort_by_cached_key(|field| cds_vn::text::fold(field));
    let mut counted: Vec<(String, usize)> = Vec::new();
    for levels in list("SELECT levels FROM procedure_scope")? {
        for level in levels.split('\n').filter(|level| !level.is_empty()) {
            match counted.iter_mut().find(|(known, _)| known == level) {
                Some((_, count)) => *count += 1,
                None => counted.push((level.to_owned(), 1)),
            }
        }
    }
    counted.sort_by(|(one, few), (other, many)| many.cmp(few).then_with(|| one.cmp(other)));
    Ok(FilterChoices { fields, levels: counted.into_iter().map(|(level, _)| level).collect() })
}

/// Keeps what a procedure is found by.
pub(super) fn insert(
    transaction: &Transaction<'_>,
    id: i64,
    procedure: &Procedure,
    line: &[u8; 32],
) -> Result<(), StoreError> {
    let levels: String = procedure.levels.iter().map(|level| format!("\n{level}\n")).collect();
    let mut kinds: Vec<i64> = procedure.channels.iter().map(|Channel { channel, .. }| bit(*channel)).collect();
    kinds.sort_unstable();
    kinds.dedup();
    transaction
        .prepare_cached(
            "INSERT INTO procedure_scope (id, field, levels, channels, valid_from, valid_to, province, line)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
        )?
        .execute(params![
            id,
            procedure.field,
            levels,
            kinds.into_iter().sum::<i64>(),
            procedure.valid_from,
            procedure.valid_to,
            procedure.province,
            line,
        ])?;
    Ok(())
}

fn bit(channel: ChannelKind) -> i64 {
    match channel {
        ChannelKind::Online => 1,
        ChannelKind::Post => 2,
        ChannelKind::InPerson => 4,
    }
}
