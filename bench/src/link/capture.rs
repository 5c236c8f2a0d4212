//! Packets written down in the format of pcap, to be read with tcpdump or Wireshark.

use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::Path;
use std::time::Duration;

/// `LINKTYPE_RAW`: each packet begins with its IP header.
const RAW: u32 = 101;

pub(super) struct Capture(BufWriter<File>);

impl Capture {
    pub(super) fn begin(path: &Path) -> io::Result<Self> {
        let mut file = BufWriter::new(File::create(path)?);
        // Magic number, version 2.4, time zone, accuracy, longest packet, link type.
        for word in [0xa1b2_c3d4_u32, 0x0004_0002, 0, 0, 0xffff, RAW] {
            file.write_all(&word.to_le_bytes())?;
        }
        Ok(Self(file))
    }

    /// Writes a packet, `at` since the link was set.
    pub(super) fn packet(&mut self, at: Duration, packet: &[u8]) -> io::Result<()> {
        let length = u32::try_from(packet.len()).unwrap_or(u32::MAX);
        let seconds = u32::try_from(at.as_secs()).unwrap_or(u32::MAX);
        for word in [seconds, at.subsec_micros(), length, length] {
            self.0.write_all(&word.to_le_bytes())?;
        }
        self.0.write_all(packet)?;
        self.0.flush()
    }
}
