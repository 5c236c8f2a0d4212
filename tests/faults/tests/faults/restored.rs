//! The portal restored from a backup, with the real programs.
