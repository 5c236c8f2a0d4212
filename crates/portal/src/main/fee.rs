//! Fees at the office and payments at the platform's double: `cds-portal fee` and `platform`.

use std::io::Write;
use std::path::{Path, PathBuf};

use cds_portal::environment::{Clock, OsRng, SystemClock};
use cds_portal::office::{self, NewFee, OfficeFee};
use cds_portal::payment::{Deed, PlatformDouble, Transferred, notice, notify};
use cds_portal::{PLATFORM, demo};
use cds_wire::fee::FeeRecord;
use clap::{Args, Subcommand, ValueEnum};

use super::open;

const DAY_MS: i64 = 24 * 60 * 60 * 1000;

#[derive(Subcommand)]
pub(crate) enum Fee {
    /// Ask the citizen of a dossier for a fee; the dossier waits for payment. Prints the fee's id.
    Ask {
        /// The dossier's code or id.
        dossier: String,
        /// How much, in đồng.
        #[arg(long)]
        amount: u64,
        /// What it is for, in Vietnamese.
        #[arg(long)]
        name: String,
        /// How many days the office waits for it.
        #[arg(long)]
        days: Option<u16>,
        /// Folder of the database.
        #[arg(long)]
        data: PathBuf,
    },
    /// Ask for another amount; not while a payment waits.
    Change {
        /// The fee's id, or the code of a dossier with one open fee.
        fee: String,
        /// How much, in đồng.
        #[arg(long)]
        amount: u64,
        /// Folder of the database.
        #[arg(long)]
        data: PathBuf,
    },
    /// Ask for it no longer. Money that still comes for it goes back.
    Cancel {
        /// The fee's id, or the code of a dossier with one open fee.
        fee: String,
        /// Folder of the database.
        #[arg(long)]
        data: PathBuf,
    },
    /// Give the money of a paid fee back.
    Refund {
        /// The fee's id, or the code of a dossier with one fee.
        fee: String,
        /// Folder of the database.
        #[arg(long)]
        data: PathBuf,
    },
    /// List all fees with id, state, amount and the dossier's code.
    List {
        /// Folder of the database.
        #[arg(long)]
        data: PathBuf,
    },
}

impl Fee {
    pub(crate) fn run(self) -> anyhow::Result<()> {
        let done = match self {
            Self::Ask { dossier, amount, name, days, data } => {
                let due_at = days.map(|days| SystemClock.now() + i64::from(days) * DAY_MS);
                let payee = demo::payments(&data)?.payee;
                let fee = NewFee { name: name.as_str().into(), amount, due_at, payee };
                office::ask_fee(&open(&data)?, &OsRng, &SystemClock, &dossier, fee)?
            }
            Self::Change { fee, amount, data } => office::change_fee(&open(&data)?, &SystemClock, &fee, amount)?,
            Self::Cancel { fee, data } => office::cancel_fee(&open(&data)?, &SystemClock, &fee)?,
            Self::Refund { fee, data } => {
                let platform = demo::payments(&data)?.platform;
                office::refund_fee(&open(&data)?, &*platform, &SystemClock, &fee)?
            }
            Self::List { data } => {
                return office::fees(&open(&data)?)?.iter().try_for_each(line);
            }
        };
        line(&done)
    }
}

fn line(OfficeFee { id, record }: &OfficeFee) -> anyhow::Result<()> {
    let FeeRecord { state, amount, purpose, name, .. } = record;
    let (state, purpose, name) = (office::fee_state(*state), purpose.reveal(), name.reveal());
    Ok(writeln!(std::io::stdout(), "{id}  {state:<9}  {amount:>12} đ  {purpose:<24}  {name}")?)
}

#[derive(Subcommand)]
pub(crate) enum Platform {
    /// A payer's bank reads a VietQR text and makes the transfer that it says.
    Pay(Pay),
    /// All transfers on their way arrive.
    Settle {
        #[command(flatten)]
        at: At,
    },
    /// List orders and transfers.
    List {
        /// Folder of the database.
        #[arg(long)]
        data: PathBuf,
    },
}

#[derive(Args)]
pub(crate) struct Pay {
    /// The text of the code.
    #[arg(long)]
    qr: String,
    /// What becomes of the transfer.
    #[arg(long = "as", value_enum)]
    outcome: Outcome,
    #[command(flatten)]
    at: At,
}

#[derive(Args)]
pub(crate) struct At {
    /// Address of the portal that is told, http://HOST:PORT; without it the portal learns of it by asking.
    #[arg(long)]
    portal: Option<String>,
    /// Folder of the database.
    #[arg(long)]
    data: PathBuf,
}

/// What becomes of a transfer, and of the platform's word about it.
#[derive(Clone, Copy, ValueEnum)]
enum Outcome {
    /// It arrives, and the portal is told.
    Success,
    /// The bank does not carry it out.
    Failure,
    /// It is on its way until `platform settle`.
    Late,
    /// It arrives, and the portal is not told.
    Lost,
    /// It arrives, and the portal is told twice.
    Twice,
    /// It arrives with half of the amount.
    Short,
}

impl Platform {
    pub(crate) fn run(self) -> anyhow::Result<()> {
        match self {
            Self::Pay(Pay { qr, outcome, at }) => {
                let platform = ledger(&at.data)?;
                let (deed, told) = match outcome {
                    Outcome::Success => (Deed::Success, 1),
                    Outcome::Failure => (Deed::Failure, 1),
                    Outcome::Late => (Deed::Late, 0),
                    Outcome::Lost => (Deed::Success, 0),
                    Outcome::Twice => (Deed::Success, 2),
                    Outcome::Short => (Deed::Short, 1),
                };
                let Transferred { order, amount } = platform.pay(&qr, deed, SystemClock.now())?;
                let to = order.as_deref().unwrap_or("no order yet");
                writeln!(std::io::stdout(), "{amount} đ transferred; order: {to}")?;
                (0..told).try_for_each(|_| tell(&platform, &at, order.as_deref()))
            }
            Self::Settle { at } => {
                let platform = ledger(&at.data)?;
                for order in platform.arrive(SystemClock.now())? {
                    writeln!(std::io::stdout(), "order: {order}")?;
                    tell(&platform, &at, Some(&order))?;
                }
                Ok(())
            }
            Self::List { data } => {
                let (platform, now) = (ledger(&data)?, SystemClock.now());
                let mut out = std::io::stdout().lock();
                for order in platform.orders(now)? {
                    let (key, state, amount, purpose) = (order.key, order.state, order.amount, order.purpose);
                    writeln!(out, "order     {key}  {state:<10}  {amount:>12} đ  {purpose}")?;
                }
                for transfer in platform.transfers(now)? {
                    let (came, amount, purpose) = (transfer.came, transfer.amount, transfer.purpose);
                    writeln!(out, "transfer  {:<36}  {came:?}  {amount:>12} đ  {purpose}", "")?;
                }
                Ok(())
            }
        }
    }
}

fn ledger(data: &Path) -> anyhow::Result<PlatformDouble> {
    Ok(PlatformDouble::open(&data.join(PLATFORM), &OsRng)?)
}

/// Tells the portal of an order, where there are both. One that does not answer will ask.
fn tell(platform: &PlatformDouble, at: &At, order: Option<&str>) -> anyhow::Result<()> {
    if let (Some(portal), Some(order)) = (&at.portal, order) {
        notify(portal, &notice(&platform.secret()?, order))?;
    }
    Ok(())
}
