//! Freezing and sending: a command gets its number and signature when it first goes into a request, and keeps them.

use std::collections::BTreeSet;

use cds_identity::{CommandParts, Context, command_hash};
use cds_wire::portal::command::{command_type, limit};
use cds_wire::portal::{Base, Command, Offer, ReceivedAs};
use cds_wire::{Bytes, Digest, Sensitive, UnixMillis};
use rusqlite::{Connection, Row, params};

use super::account::next_seq;
use super::outbox::give_back;
use super::removal::NO_BODY;
use super::{Sender, Vault, cancel_id, signed};
use crate::store::{StoreError, blobs};

/// Most commands in one request.
const MAX_COMMANDS: usize = 50;

/// What goes into a request.
#[derive(Debug, Default)]
pub(crate) struct Outgoing {
    pub(crate) commands: Vec<Command>,
    pub(crate) offers: Vec<Offer>,
    /// Commands that go out for the first time.
    pub(crate) new: usize,
    /// The lowest number that was given for this request.
    pub(crate) first_new: Option<u64>,
    /// More commands wait than one request carries.
    pub(crate) more: bool,
}

impl Vault {
    /// The commands to send now, frozen: those without an answer, those in `again` that the portal has forgotten (with
    /// their receipts), and as many new ones as fit into `most` bytes of bodies; one goes however long. On the disk before
    /// they go out.
    ///
    /// A command that a cancellation without an answer names stays behind until that has one: the portal, which may not
    /// have seen the command yet, then hears of the cancellation first.
    pub(crate) fn outgoing(
        &mut self,
        sender: &Sender,
        again: &BTreeSet<String>,
        most: usize,
    ) -> Result<Outgoing, StoreError> {
        let transaction = self.transaction()?;
        let rows = rows(&transaction, OWN)?;
        let unanswered = |row: &Stored| matches!(row.state.as_str(), "sent" | "waiting") || row.is_to_be_known_anew();
        let being_cancelled: BTreeSet<String> =
            rows.iter().filter(|row| unanswered(row)).filter_map(|row| row.supersedes.clone()).collect();
        let mut outgoing = Outgoing::default();
        let mut bytes = 0;
        for row in rows {
            let forgotten = !unanswered(&row) && again.contains(&row.id) && !row.body.is_empty();
            if !(unanswered(&row) || forgotten) || being_cancelled.contains(&row.id) {
                continue;
            }
            bytes += row.body.len();
            if !outgoing.commands.is_empty() && (outgoing.commands.len() >= MAX_COMMANDS || bytes > most) {
                outgoing.more = true;
                break;
            }
            let is_new = row.seq.is_none();
            outgoing.new += usize::from(is_new);
            // What came back to the citizen is theirs again, and a paper or dependant that was deleted is no more: under its number goes the
            // word that it is not to be applied.
            let returned = forgotten && row.state == "returned";
            let row = if returned || row.added_what_is_no_more() { inert(&transaction, row)? } else { row };
            let blobs = digests(&transaction, &row.id)?;
            let command = frozen(&transaction, sender, row, blobs)?;
            if is_new {
                outgoing.first_new.get_or_insert(command.seq);
            }
            outgoing.commands.push(command);
        }
        outgoing.commands.sort_by_key(|command| command.seq);
        outgoing.offers = offers(&transaction, &outgoing.commands)?;
        transaction.commit()?;
        Ok(outgoing)
    }

    /// Takes back what [`outgoing`](Self::outgoing) has frozen from number `first` on, for a request of which nothing has
    /// left this device: it can be changed and cancelled again, and its numbers go to others. What the citizen has
    /// cancelled meanwhile is a draft again, without asking the portal, which has never heard of it.
    pub(crate) fn thaw(&mut self, first: u64, now: UnixMillis) -> Result<(), StoreError> {
        let transaction = self.transaction()?;
        transaction.execute(
            "UPDATE command SET state = 'waiting', seq = NULL, device = NULL, hash = NULL, signature = NULL
             WHERE seq >= ?1 AND state = 'sent' AND device = (SELECT device FROM account)",
            [signed(first)],
        )?;
        transaction.execute("UPDATE account SET next_seq = ?1", [signed(first)])?;
        for command in cancelled(&transaction)? {
            give_back(&transaction, &command, None, now)?;
            // Nor need the portal delete a paper that it has never heard of.
            transaction.execute(
                "DELETE FROM command WHERE type = 'paper.remove' AND seq IS NULL AND NOT sent_before
                     AND stream = (SELECT stream FROM command WHERE id = ?1)",
                [&command],
            )?;
            transaction.execute("DELETE FROM command WHERE ?1 IN (id, supersedes)", [&command])?;
        }
        blobs::drop_unneeded(&transaction)?;
        Ok(transaction.commit()?)
    }

    /// Results up to here are in the vault: every number of this device up to it is final.
    pub(crate) fn ack_seq(&self) -> Result<u64, StoreError> {
        let ack: i64 = self.0.query_row(
            "SELECT coalesce(min(seq), (SELECT next_seq FROM account)) - 1 FROM command
             WHERE device = (SELECT device FROM account)
                 AND (state = 'deferred' OR state = 'sent' AND receipt IS NULL)",
            [],
            |row| row.get(0),
        )?;
        Ok(ack.unsigned_abs())
    }

    /// Commands of this device above `last_seq` that are not named in `named`: the portal does not know them any more.
    pub(crate) fn forgotten(&self, last_seq: u64, named: &BTreeSet<String>) -> Result<BTreeSet<String>, StoreError> {
        let mut statement = self.0.prepare(
            "SELECT id FROM command WHERE device = (SELECT device FROM account) AND seq > ?1 AND body <> ''",
        )?;
        let ids =
            statement.query_map([signed(last_seq)], |row| row.get(0))?.collect::<Result<BTreeSet<String>, _>>()?;
        Ok(ids.difference(named).cloned().collect())
    }
}

/// What waits, was never sent under any device's signature, and is cancelled.
fn cancelled(connection: &Connection) -> Result<Vec<String>, StoreError> {
    let mut statement = connection.prepare(
        "SELECT id FROM command WHERE state = 'waiting' AND seq IS NULL AND NOT sent_before
             AND id IN (SELECT supersedes FROM command WHERE state = 'waiting' AND seq IS NULL AND NOT sent_before)",
    )?;
    let ids = statement.query_map([], |row| row.get(0))?.collect::<Result<_, _>>()?;
    Ok(ids)
}

struct Stored {
    id: String,
    seq: Option<i64>,
    state: String,
    command_type: String,
    stream: String,
    base: Option<Base>,
    supersedes: Option<String>,
    body: String,
    signature: Option<Vec<u8>>,
    receipt: Option<Vec<u8>>,
    received_as: Option<ReceivedAs>,
}

impl Stored {
    /// It was received under other numbers than it has now, and is still here as a whole.
    fn is_to_be_known_anew(&self) -> bool {
        self.state == "received" && self.received_as.is_some() && !self.body.is_empty()
    }

    /// It added a paper or a dependant of whom nothing is left here.
    fn added_what_is_no_more(&self) -> bool {
        matches!(self.command_type.as_str(), command_type::PAPER_ADD | command_type::DEPENDANT_ADD)
            && self.body == NO_BODY
    }
}

/// What this device is to send or has sent.
const OWN: &str = "seq IS NULL OR device = (SELECT device FROM account)";

fn rows(connection: &Connection, which: &str) -> Result<Vec<Stored>, StoreError> {
    let mut statement = connection.prepare(&format!(
        "SELECT id, seq, state, type, stream, base_entity, base_ver, supersedes, body, signature, receipt,
             received_device, received_seq
         FROM command WHERE {which} ORDER BY position"
    ))?;
    let rows = statement.query_map([], |row: &Row<'_>| {
        let base: Option<(String, i64)> = match row.get::<_, Option<String>>(5)? {
            Some(entity) => Some((entity, row.get(6)?)),
            None => None,
        };
        let received_as = match row.get::<_, Option<String>>(11)? {
            Some(device) => Some(ReceivedAs { device, seq: row.get::<_, i64>(12)?.unsigned_abs() }),
            None => None,
        };
        Ok(Stored {
            id: row.get(0)?,
            seq: row.get(1)?,
            state: row.get(2)?,
            command_type: row.get(3)?,
            stream: row.get(4)?,
            base: base.map(|(entity, ver)| Base { entity, ver: ver.unsigned_abs() }),
            supersedes: row.get(7)?,
            body: row.get(8)?,
            signature: row.get(9)?,
            receipt: row.get(10)?,
            received_as,
        })
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// Puts a cancellation of the command in its place, under its number, to be signed anew.
fn inert(connection: &Connection, row: Stored) -> Result<Stored, StoreError> {
    let id = cancel_id(&row.id);
    connection.execute("DELETE FROM command_blob WHERE command = ?1", [&row.id])?;
    connection.execute(
        "UPDATE command SET id = ?2, type = ?3, supersedes = ?1, base_entity = NULL, base_ver = NULL, body = '{}',
             signature = NULL, receipt = NULL, received_device = NULL, received_seq = NULL, state = 'sent', code = NULL WHERE id = ?1",
        params![row.id, id, command_type::CANCEL],
    )?;
    Ok(Stored {
        id,
        command_type: command_type::CANCEL.to_owned(),
        supersedes: Some(row.id),
        base: None,
        body: "{}".to_owned(),
        signature: None,
        receipt: None,
        received_as: None,
        ..row
    })
}

/// Gives the commands that were received and whose bodies are still here numbers and signatures of a device that was not
/// theirs, in the order in which they were confirmed: also those for which a restored portal waits once more. Their
/// receipts stay.
pub(super) fn sign_received_anew(connection: &Connection, sender: &Sender) -> Result<(), StoreError> {
    for row in rows(connection, "receipt IS NOT NULL AND state IN ('received', 'waiting') AND body <> ''")? {
        // What was added and is no more need not be known anew: nothing of it is left to be sent.
        if row.state == "received" && row.added_what_is_no_more() {
            continue;
        }
        let blobs = digests(connection, &row.id)?;
        freeze(connection, sender, &Stored { seq: None, ..row }, &blobs)?;
    }
    Ok(())
}

fn frozen(connection: &Connection, sender: &Sender, row: Stored, blobs: Vec<Digest>) -> Result<Command, StoreError> {
    let (seq, signature) = match (row.seq, &row.signature) {
        (Some(seq), Some(signature)) => (seq.unsigned_abs(), signature.clone()),
        _ => freeze(connection, sender, &row, &blobs)?,
    };
    Ok(Command {
        seq,
        id: row.id,
        stream: row.stream,
        command_type: row.command_type,
        base: row.base,
        supersedes: row.supersedes,
        blobs,
        body: Sensitive::new(row.body),
        sig: Bytes(signature),
        received_as: row.received_as.filter(|_| row.receipt.is_some()),
        receipt: row.receipt.map(Bytes),
    })
}

fn freeze(
    connection: &Connection,
    sender: &Sender,
    row: &Stored,
    blobs: &[Digest],
) -> Result<(u64, Vec<u8>), StoreError> {
    let seq = match row.seq {
        Some(seq) => seq.unsigned_abs(),
        None => next_seq(connection)?,
    };
    let digests: Vec<[u8; 32]> = blobs.iter().map(|digest| digest.0).collect();
    let hash = command_hash(&CommandParts {
        account: &sender.account,
        device: &sender.device,
        seq,
        id: &row.id,
        stream: &row.stream,
        command_type: &row.command_type,
        base: row.base.as_ref().map(|base| (base.entity.as_str(), base.ver)),
        supersedes: row.supersedes.as_deref(),
        blobs: &digests,
        body: &row.body,
    });
    let signature = sender.key.sign(Context::Command, &hash).to_vec();
    connection.execute(
        "UPDATE command SET seq = ?2, device = ?3, hash = ?4, signature = ?5,
             state = CASE state WHEN 'waiting' THEN 'sent' ELSE state END WHERE id = ?1",
        params![row.id, signed(seq), sender.device, hash, signature],
    )?;
    Ok((seq, signature))
}

fn digests(connection: &Connection, command: &str) -> Result<Vec<Digest>, StoreError> {
    let mut statement =
        connection.prepare_cached("SELECT sha256 FROM command_blob WHERE command = ?1 ORDER BY position")?;
    let digests = statement.query_map([command], |row| row.get(0).map(Digest))?.collect::<Result<_, _>>()?;
    Ok(digests)
}

/// The contents that these commands, and those that wait at the portal, need and this device holds; small ones first:
/// thumbnails go before what they stand for. What is taken back before the portal has asked for it stays here.
fn offers(connection: &Connection, commands: &[Command]) -> Result<Vec<Offer>, StoreError> {
    let mut statement =
        connection.prepare("SELECT supersedes FROM command WHERE supersedes IS NOT NULL AND state <> 'returned'")?;
    let taken_back = statement.query_map([], |row| row.get(0))?.collect::<Result<BTreeSet<String>, _>>()?;
    let sent = commands.iter().filter(|command| !taken_back.contains(&command.id));
    let mut wanted: BTreeSet<Digest> = sent.flat_map(|command| command.blobs.iter().copied()).collect();
    // What the portal says that it waits for, it gets, whatever it has forgotten of a cancellation.
    let mut statement = connection.prepare(
        "SELECT DISTINCT command_blob.sha256 FROM command JOIN command_blob ON command_blob.command = command.id
         WHERE command.state = 'deferred'",
    )?;
    for digest in statement.query_map([], |row| row.get(0).map(Digest))? {
        wanted.insert(digest?);
    }
    let mut offers = Vec::new();
    for sha256 in wanted {
        offers.extend(blobs::size(connection, &sha256)?.map(|size| Offer { sha256, size }));
    }
    offers.sort_by_key(|offer| (offer.size, offer.sha256));
    // The rest is offered once these are through.
    offers.truncate(limit::OFFERS);
    Ok(offers)
}
