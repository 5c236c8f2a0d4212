//! The command line.

mod devices;
mod family;
mod fees;
mod papers;
mod petition;
mod supplement;
mod values;

use std::path::PathBuf;

use cds_wire::ipc::PageCorners;
use cds_wire::procedure::ChannelKind;
use clap::{Args, Parser, Subcommand};

pub(crate) use devices::{Aside, Devices};
pub(crate) use family::Family;
pub(crate) use fees::Fee;
pub(crate) use papers::{AddPaper, Paper};
pub(crate) use petition::Petition;
pub(crate) use supplement::Supplement;
use values::{channel_kind, corners, pair, rectangle, row};

/// Công Dân Số without a window.
#[derive(Parser)]
#[command(name = "cds", version)]
pub(crate) struct Arguments {
    /// Home folder: the account, its vault and its cache.
    #[arg(long, env = "CDS_HOME")]
    pub(crate) home: Option<PathBuf>,
    /// Address of the portal: http to this machine, or https with a root certificate built in or named by --tls-roots.
    #[arg(long, env = "CDS_PORTAL", default_value = "http://127.0.0.1:8400")]
    pub(crate) portal: String,
    /// PEM file of the certificates that may vouch for the portal, in place of those that were built in.
    #[arg(long)]
    pub(crate) tls_roots: Option<PathBuf>,
    /// Speak plain http to other machines too: for tests and measurements over an emulated link.
    #[arg(long)]
    pub(crate) plain_http_for_tests: bool,
    /// Print JSON.
    #[arg(long)]
    pub(crate) json: bool,
    /// File whose first line is the PIN or passphrase; without it the PIN is asked for.
    #[arg(long)]
    pub(crate) pin_file: Option<PathBuf>,
    #[command(subcommand)]
    pub(crate) command: Command,
}

#[derive(Subcommand)]
pub(crate) enum Command {
    /// Sign in and make the vault; where there is one, sign in again and keep it.
    Login(Login),
    /// Send what waits and bring the cache in step with the portal.
    Sync,
    /// List the dossiers: drafts, what waits, and what the portal shows.
    Dossiers,
    /// Show a dossier with its time line.
    Dossier {
        /// The dossier's id or code.
        id: String,
    },
    /// File a dossier. It is safe on this device when this ends, and goes with the next sync.
    Submit(Submit),
    /// Show the form of a procedure: its fields, under the names that `draft set` takes. Needs no account.
    Form {
        /// Code of the procedure.
        procedure: String,
    },
    /// Fill in a draft by its form.
    #[command(subcommand)]
    Draft(Draft),
    /// Tell all that a draft would be refused for. Ends with 3 where there is anything.
    Preflight {
        /// The draft's id.
        draft: String,
    },
    /// List the petitions: drafts, what waits, and what the portal shows.
    Petitions,
    /// Begin a petition, or show one. It is filled in with `draft set` and filed with `submit --draft`.
    #[command(subcommand)]
    Petition(Petition),
    /// List what was confirmed and where it stands.
    Outbox,
    /// Take back what was confirmed, while the portal has not received it.
    Cancel {
        /// The id in the outbox.
        id: String,
    },
    /// Ask the office to withdraw a dossier, while its result is not there.
    Withdraw {
        /// The dossier's id or code.
        id: String,
        /// Why; the office reads it.
        #[arg(long, default_value = "")]
        reason: String,
    },
    /// Add to a dossier what its office asks for.
    Supplement(Supplement),
    /// Say how a dossier was handled, once, when it has a result.
    Rate {
        /// The dossier's id or code.
        id: String,
        /// From 1, very dissatisfied, to 5, very satisfied.
        #[arg(long, value_parser = clap::value_parser!(u8).range(1..=5))]
        stars: u8,
        /// More of it; the office reads it.
        #[arg(long, default_value = "")]
        comment: String,
    },
    /// List the fees of the dossiers.
    Fees,
    /// Show a fee, pay it, or print its receipt.
    #[command(subcommand)]
    Fee(Fee),
    /// List the papers.
    Papers {
        /// Those alone in whose name, kind or number these words occur, with or without marks.
        #[arg(long)]
        search: Option<String>,
        /// Those of this person of the family alone, by id.
        #[arg(long)]
        person: Option<String>,
    },
    /// List the citizen's family, add somebody with consent, or remove somebody.
    Family {
        #[command(subcommand)]
        act: Option<Family>,
    },
    /// Keep a paper, show one, write one to a file, or delete one.
    #[command(subcommand)]
    Paper(Paper),
    /// Show the identity code, or check one.
    #[command(subcommand)]
    Code(Code),
    /// Whom this device believes.
    #[command(subcommand)]
    Trust(Trust),
    /// Find procedures. Before signing in, among the essential services.
    Search {
        /// Words, with or without marks, or a code.
        text: Vec<String>,
        /// Only of this field, such as "Hộ tịch".
        #[arg(long)]
        field: Option<String>,
        /// Only those that this level handles, such as "Cấp xã".
        #[arg(long)]
        level: Option<String>,
        /// Only those that can be filed so: online, post or in_person.
        #[arg(long, value_parser = channel_kind)]
        channel: Option<ChannelKind>,
        /// List the fields and levels that there are instead.
        #[arg(long, conflicts_with_all = ["text", "field", "level", "channel"])]
        choices: bool,
    },
    /// Show a procedure. Before signing in, one of the essential services.
    Procedure {
        /// Its code.
        code: String,
        /// As the text that can be shared: what is printed also without this, but never JSON.
        #[arg(long)]
        text: bool,
    },
    /// List the province's alerts.
    Alerts,
    /// Change the PIN or passphrase.
    ChangePin {
        /// File whose first line is the new one; without it it is asked for.
        #[arg(long)]
        new_pin_file: Option<PathBuf>,
    },
    /// Get in again with the portal's help where the PIN is forgotten: 24 hours after it was first asked for, or at once
    /// where an officer has released it. Asks for no PIN but the new one.
    Recover(Recover),
    /// List the account's devices, or end another one.
    Devices {
        #[command(subcommand)]
        act: Option<Devices>,
    },
    /// List the vaults of this citizen's that were set aside, delete one, or bring one back.
    Aside {
        #[command(subcommand)]
        act: Option<Aside>,
    },
    /// Sign out and remove what is on this device.
    Logout {
        /// Keep what was not sent sealed in the vault, to be sent after signing in again.
        #[arg(long, conflicts_with = "discard")]
        keep: bool,
        /// Delete also what was not sent.
        #[arg(long)]
        discard: bool,
    },
    /// Read the QR codes in a picture.
    ReadCodes {
        /// A JPEG or PNG file.
        image: PathBuf,
    },
}

#[derive(Args)]
pub(crate) struct Submit {
    /// Code of the procedure, such as 1.001193.
    #[arg(long, required_unless_present = "draft")]
    pub(crate) procedure: Option<String>,
    /// File this draft, as it is and with what is given here.
    #[arg(long, conflicts_with = "procedure")]
    pub(crate) draft: Option<String>,
    /// Code of the commune whose office is to handle it; without it, the citizen's own.
    #[arg(long)]
    pub(crate) commune: Option<String>,
    /// A field of the form.
    #[arg(long = "set", value_name = "KEY=VALUE", value_parser = pair)]
    pub(crate) fields: Vec<(String, String)>,
    /// A paper that goes with it.
    #[arg(long = "attach", value_name = "NAME=FILE", value_parser = pair)]
    pub(crate) attachments: Vec<(String, String)>,
}

#[derive(Subcommand)]
pub(crate) enum Draft {
    /// Begin one in the newest form of its procedure, and fill in what is known.
    New {
        /// Code of the procedure.
        procedure: String,
        /// Code of the commune whose office is to handle it; without it, the citizen's own.
        #[arg(long)]
        commune: Option<String>,
        /// Whom of the family it is about, by id; without it, the citizen.
        #[arg(long)]
        person: Option<String>,
    },
    /// Fill in fields, and attach papers.
    Set {
        /// The draft's id.
        id: String,
        /// Fields; a row of a group has its number in the name, from 0: con.0.hoten=…
        #[arg(value_name = "NAME=VALUE", value_parser = pair)]
        fields: Vec<(String, String)>,
        /// A paper, under the name that the form gives it.
        #[arg(long = "attach", value_name = "NAME=FILE", value_parser = pair)]
        attachments: Vec<(String, String)>,
        /// A kept paper, under the name that the form gives it.
        #[arg(long = "paper", value_name = "NAME=PAPER_ID", value_parser = pair)]
        papers: Vec<(String, String)>,
        /// Take a row of a group out first, from 0: con.0
        #[arg(long, value_name = "GROUP.ROW", value_parser = row)]
        remove_row: Option<(String, u32)>,
    },
    /// Fill in what is known where it is still empty: from the profile, a card, earlier dossiers.
    Prefill {
        /// The draft's id.
        id: String,
        /// File with the text in the QR code of the citizen's identity card.
        #[arg(long)]
        card: Option<PathBuf>,
    },
    /// Show one with its form.
    Show {
        /// The draft's id.
        id: String,
    },
    /// List the drafts.
    List,
    /// Make a second draft of one.
    Copy {
        /// The draft's id.
        id: String,
    },
    /// Delete one.
    Delete {
        /// The draft's id.
        id: String,
    },
}

/// Where in a picture the page is; with several pictures, in each.
#[derive(Args)]
pub(crate) struct Page {
    /// Keep this part of the picture: pixels from the left and the upper edge of the upright picture, width, height.
    #[arg(long, value_name = "X,Y,W,H", value_parser = rectangle, conflicts_with = "corners")]
    crop: Option<PageCorners>,
    /// Keep what lies between the page's corners, laid flat: upper left, upper right, lower right, lower left.
    #[arg(long, value_name = "X,Y,X,Y,X,Y,X,Y", value_parser = corners)]
    corners: Option<PageCorners>,
}

impl Page {
    pub(crate) fn corners(&self) -> Option<PageCorners> {
        self.crop.or(self.corners)
    }
}

#[derive(Subcommand)]
pub(crate) enum Code {
    /// Show the paper code, or the live code of this moment.
    Show {
        /// The live code: good for a minute, made on this device without a network.
        #[arg(long)]
        live: bool,
        /// Write it as a picture.
        #[arg(long)]
        png: Option<PathBuf>,
    },
    /// Write an A6 page with the paper code, as a PDF to be printed. Whoever has it can read it.
    Page {
        /// The file.
        #[arg(long)]
        out: PathBuf,
    },
    /// Check a code that somebody shows. Needs no account.
    Verify {
        /// The code's text.
        #[arg(long, required_unless_present = "image", conflicts_with = "image")]
        text: Option<String>,
        /// A picture of it.
        #[arg(long)]
        image: Option<PathBuf>,
    },
    /// List the codes that were checked here in the last 30 days. Needs no account.
    History {
        /// When this citizen's live code was shown instead.
        #[arg(long)]
        shown: bool,
    },
}

#[derive(Subcommand)]
pub(crate) enum Trust {
    /// Add the trust file of a province, to check its codes. Needs no account.
    Add {
        /// The file, from `cds-portal trust export`.
        file: PathBuf,
    },
}

#[derive(Args)]
pub(crate) struct Login {
    /// Personal number: 12 digits.
    #[arg(long)]
    pub(crate) id: String,
    /// Phone number registered with the province.
    #[arg(long)]
    pub(crate) phone: String,
    /// Issue date of the identity card, dd/MM/yyyy or yyyy-MM-dd.
    #[arg(long)]
    pub(crate) issued: String,
    /// The one-time password; without it one is requested and asked for. What stands on a command line can be read by
    /// other users of the machine while it runs.
    #[arg(long, conflicts_with = "otp_file")]
    pub(crate) otp: Option<String>,
    /// Request a one-time password and read it from the demonstration portal's outbox file.
    #[arg(long)]
    pub(crate) otp_file: Option<PathBuf>,
}

#[derive(Args)]
pub(crate) struct Recover {
    #[command(flatten)]
    pub(crate) who: Login,
    /// File whose first line is the new PIN; without it it is asked for.
    #[arg(long)]
    pub(crate) new_pin_file: Option<PathBuf>,
    /// The keystore was emptied: the old PIN takes its place, from --pin-file or asked for.
    #[arg(long)]
    pub(crate) old_pin: bool,
    /// PIN and keystore are both lost: set the vault aside, unopened, and begin a new one.
    #[arg(long, conflicts_with = "old_pin")]
    pub(crate) start_over: bool,
    /// Begin a new one although the portal could still help to open the old one. What was not sent can then not be read.
    #[arg(long, requires = "start_over")]
    pub(crate) give_up: bool,
}
