//! The one system call that makes a TUN device. Nothing safe wraps it: the kernel reads a structure whose form depends
//! on the call, and the compiler cannot check that against the number.

use std::fs::{File, OpenOptions};
use std::io;

use rustix::ioctl::{Setter, ioctl};

/// `TUNSETIFF` of linux/if_tun.h.
const TUNSETIFF: u32 = 0x4004_54ca;
/// Whole IP packets, and nothing before them: `IFF_TUN | IFF_NO_PI`.
const FLAGS: u16 = 0x1001;

/// `struct ifreq` of linux/if.h, 40 bytes, as this call reads it.
#[repr(C)]
struct Request {
    name: [u8; 16],
    flags: u16,
    rest: [u8; 22],
}

/// Makes a TUN device of this name in the namespace of the calling thread, to be read without waiting. It goes with the file.
pub(super) fn open(name: &str) -> io::Result<File> {
    let file = OpenOptions::new().read(true).write(true).open("/dev/net/tun")?;
    let mut request = Request { name: [0; 16], flags: FLAGS, rest: [0; 22] };
    if name.len() >= request.name.len() {
        return Err(io::ErrorKind::InvalidInput.into());
    }
    request.name.iter_mut().zip(name.bytes()).for_each(|(to, from)| *to = from);
    // SAFETY: TUNSETIFF reads a `struct ifreq`, which `Request` is, and writes to nothing that Rust keeps.
    unsafe { ioctl(&file, Setter::<TUNSETIFF, Request>::new(request)) }?;
    rustix::io::ioctl_fionbio(&file, true)?;
    Ok(file)
}
