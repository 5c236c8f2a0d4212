//! The command line of fees.

use std::path::PathBuf;

use clap::Subcommand;

#[derive(Subcommand)]
pub(crate) enum Fee {
    /// Show one with the VietQR text of its transfer, as long as money for it is expected.
    Show {
        /// The fee's id, from `fees`.
        id: String,
        /// Write the VietQR code as a picture.
        #[arg(long)]
        png: Option<PathBuf>,
    },
    /// Say that you pay it: safe on this device when this ends, and sent with the next sync. The transfer itself is made
    /// with a bank's app. Ends with 9 where a payment of it waits.
    Pay {
        /// The fee's id, from `fees`.
        id: String,
        /// How much it is said to be, in đồng; without it, what `fee show` shows.
        #[arg(long)]
        amount: Option<u64>,
    },
    /// Print the receipt of a fee that was paid, to be kept.
    Receipt {
        /// The fee's id, from `fees`.
        id: String,
    },
}
