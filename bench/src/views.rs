//! How long screens wait for what they show, of an account with 40 dossiers, 100 papers and the whole catalogue.
//!
//! Ours is the core's [`App`] over real SQLCipher files, filled through the portal: what the shell calls for each screen,
//! without the crossing to the webview. The peer reads the same rows, whole and in the same turn, by plain SQL from an
//! unencrypted database: the least that any program over SQLite pays. Two more papers are the citizen's own and two drafts
//! are begun, so that both of our databases are read.

use std::collections::BTreeMap;
use std::hint::black_box;
use std::path::Path;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, ensure};
use cds_core::{App, IdleLimits};
use cds_portal::catalogue;
use cds_portal::demo::{NATIONAL, national};
use cds_vn::text::fold;
use cds_wire::ipc::BeginDraftArgs;
use cds_wire::paper::PaperKind;
use cds_wire::procedure::Procedure;
use rusqlite::{Connection, params};

use crate::sync::client::{self, PASSPHRASE};
use crate::sync::data::{self, Entity};
use crate::sync::template::Portal;

const SEED: u64 = 1;
/// Each view is asked for so often, the two taking turns, after one time that is not counted.
const TURNS: usize = 200;
const WANTED_P99: Duration = Duration::from_millis(100);
/// The procedure whose form is filled in.
const PROCEDURE: &str = "1.001193";
/// What is typed and found.
const TYPED: &str = "dang ky khai sinh";

type Ask<'a> = Box<dyn Fn() -> Result<usize> + 'a>;

/// Prints the table; fails where a view takes longer than wanted.
pub(crate) fn run() -> Result<()> {
    let folder = tempfile::tempdir()?;
    let procedures = national(NATIONAL, SEED);
    let entities = data::entities(SEED)?;
    let portal = Portal::start(&folder.path().join("portal"))?;
    portal.add_citizen(SEED, &entities)?;
    catalogue::publish(portal.storage(), &portal.environment.keys, &procedures)?;
    let home = folder.path().join("home");
    portal.sign_in(&home, SEED)?.sync()?;
    // As after a start: nothing is remembered but what lies on the disk.
    let app = client::app(&home, &portal.local.url(), IdleLimits::default())?;
    app.unlock(&PASSPHRASE.into())?;
    for number in 0..2 {
        app.add_paper(PaperKind::Other, &format!("Giấy {number}").as_str().into(), &data::file(number, 40_000))?;
    }
    let begin = || {
        app.begin_draft(&BeginDraftArgs { procedure: PROCEDURE.to_owned(), commune: None, person: None, again: false })
    };
    let (draft, _) = (begin()?.id, begin()?);
    drop(portal);

    let all = procedures;
    let peer = Peer::fill(&folder.path().join("peer.db"), &entities, &all)?;
    let life_event = app.life_events()?.first().cloned().context("a life event")?;
    let dossier =
        app.dossiers()?.dossiers.iter().find(|dossier| dossier.code.is_some()).context("a dossier")?.id.clone();
    let code = longest(&all)?;
    let ours: [(&str, Ask<'_>, Ask<'_>); 9] = [
        ("dossiers()", Box::new(|| Ok(app.dossiers()?.dossiers.len())), Box::new(|| peer.of_kind("dossier"))),
        ("dossier()", Box::new(|| Ok(app.dossier(&dossier)?.steps.len())), Box::new(|| peer.one("dossier", &dossier))),
        ("papers()", Box::new(|| Ok(app.papers()?.len())), Box::new(|| peer.of_kind("paper"))),
        ("search()", Box::new(|| Ok(app.search(TYPED)?.hits.len())), Box::new(|| peer.like(TYPED))),
        ("procedure()", Box::new(|| Ok(app.procedure(&code)?.name.len())), Box::new(|| peer.procedure(&code))),
        ("draft_form()", Box::new(|| Ok(form(&app, &draft)?)), Box::new(|| peer.procedure(PROCEDURE))),
        (
            "preflight()",
            Box::new(|| Ok(1 + app.preflight(&draft)?.obstacles.len())),
            Box::new(|| peer.procedure(PROCEDURE)),
        ),
        ("life_events()", Box::new(|| Ok(app.life_events()?.len())), Box::new(|| peer.life_events())),
        (
            "procedures_of()",
            Box::new(|| Ok(app.procedures_of(&life_event)?.len())),
            Box::new(|| peer.procedures_of(&life_event)),
        ),
    ];
    println!(
        "{} dossiers, {} papers, {} procedures (seed {SEED}); {TURNS} turns, ms\n",
        app.dossiers()?.dossiers.len(),
        app.papers()?.len(),
        all.len()
    );
    println!(
        "| View | Ours p50 | p99 | Plain SQL p50 | p99 | p50 ÷ plain SQL's |\n| --- | --- | --- | --- | --- | --- |"
    );
    let mut slowest = Duration::ZERO;
    for (name, ours, theirs) in &ours {
        slowest = slowest.max(row(name, ours, theirs)?);
    }
    ensure!(slowest <= WANTED_P99, "p99 is {slowest:.1?}, wanted are at most {WANTED_P99:?}");
    Ok(())
}

fn form(app: &App, draft: &str) -> Result<usize> {
    Ok(app.draft_form(draft)?.view.context("a form")?.sections.len())
}

/// The procedure with the most to read.
fn longest(procedures: &[Procedure]) -> Result<String> {
    let length = |procedure: &&Procedure| serde_json::to_string(procedure).map_or(0, |json| json.len());
    Ok(procedures.iter().max_by_key(length).context("a procedure")?.code.clone())
}

/// Times both; the 99th hundredth of ours.
fn row(name: &str, ours: &Ask<'_>, theirs: &Ask<'_>) -> Result<Duration> {
    let (mut our_times, mut their_times) = (Vec::new(), Vec::new());
    for turn in 0..=TURNS {
        let started = Instant::now();
        let found = black_box(ours()?);
        let between = Instant::now();
        let read = black_box(theirs()?);
        let ended = Instant::now();
        ensure!(found > 0 && read > 0, "{name} shows nothing");
        if turn > 0 {
            our_times.push(between - started);
            their_times.push(ended - between);
        }
    }
    let (p50, p99) = spread(&mut our_times);
    let (their_p50, their_p99) = spread(&mut their_times);
    let ms = |time: Duration| time.as_secs_f64() * 1e3;
    let ratio = p50.as_secs_f64() / their_p50.as_secs_f64();
    println!("| {name} | {:.2} | {:.2} | {:.2} | {:.2} | {ratio:.1} |", ms(p50), ms(p99), ms(their_p50), ms(their_p99));
    Ok(p99)
}

/// Half of the times, and 99 of 100, are at most this.
fn spread(times: &mut [Duration]) -> (Duration, Duration) {
    times.sort();
    let at = |part: f64| times.get((times.len().saturating_sub(1) as f64 * part).ceil() as usize);
    (at(0.5).copied().unwrap_or_default(), at(0.99).copied().unwrap_or_default())
}

/// The same rows in plain SQLite.
struct Peer(Connection);

impl Peer {
    fn fill(path: &Path, entities: &[Entity], procedures: &[Procedure]) -> Result<Self> {
        let mut connection = Connection::open(path)?;
        let transaction = connection.transaction()?;
        transaction.execute_batch(
            "CREATE TABLE entity (kind TEXT, id TEXT, data TEXT, PRIMARY KEY (kind, id)) WITHOUT ROWID;
             CREATE TABLE procedure (code TEXT PRIMARY KEY, name TEXT, folded TEXT, data TEXT);
             CREATE TABLE life_event (name TEXT, code TEXT, PRIMARY KEY (name, code)) WITHOUT ROWID;",
        )?;
        for Entity { kind, id, data, .. } in entities {
            transaction.execute("INSERT INTO entity VALUES (?1, ?2, ?3)", params![kind, id, data.to_string()])?;
        }
        let mut seen = BTreeMap::new();
        for procedure in procedures {
            if seen.insert(procedure.code.clone(), ()).is_some() {
                continue;
            }
            let data = serde_json::to_string(procedure)?;
            let row = params![procedure.code, procedure.name, fold(&procedure.name), data];
            transaction.execute("INSERT INTO procedure VALUES (?1, ?2, ?3, ?4)", row)?;
            for event in &procedure.life_events {
                transaction.execute("INSERT OR IGNORE INTO life_event VALUES (?1, ?2)", [event, &procedure.code])?;
            }
        }
        // The demonstration's own, which the portal has besides.
        let row = [PROCEDURE, "Thủ tục đăng ký khai sinh", "thu tuc dang ky khai sinh"];
        transaction.execute("INSERT OR IGNORE INTO procedure VALUES (?1, ?2, ?3, ?2)", row)?;
        transaction.commit()?;
        Ok(Self(connection))
    }

    fn rows(&self, sql: &str, given: &[&str]) -> Result<usize> {
        let mut statement = self.0.prepare_cached(sql)?;
        let rows = statement.query_map(rusqlite::params_from_iter(given), |row| row.get::<_, String>(0))?;
        Ok(rows.collect::<Result<Vec<_>, _>>()?.len())
    }

    fn of_kind(&self, kind: &str) -> Result<usize> {
        self.rows("SELECT data FROM entity WHERE kind = ?1 ORDER BY id", &[kind])
    }

    fn one(&self, kind: &str, id: &str) -> Result<usize> {
        self.rows("SELECT data FROM entity WHERE kind = ?1 AND id = ?2", &[kind, id])
    }

    fn like(&self, text: &str) -> Result<usize> {
        let pattern = format!("%{}%", fold(text));
        self.rows("SELECT name FROM procedure WHERE folded LIKE ?1 LIMIT 50", &[&pattern])
    }

    fn procedure(&self, code: &str) -> Result<usize> {
        self.rows("SELECT data FROM procedure WHERE code = ?1", &[code])
    }

    fn life_events(&self) -> Result<usize> {
        self.rows("SELECT DISTINCT name FROM life_event", &[])
    }

    fn procedures_of(&self, event: &str) -> Result<usize> {
        let sql = "SELECT procedure.name FROM life_event JOIN procedure USING (code) WHERE life_event.name = ?1";
        self.rows(sql, &[event])
    }
}
