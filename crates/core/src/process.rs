//! What the system may write of this program's memory: nothing.

use std::io;

/// Keeps the program's memory, and with it keys and what was typed, out of core dumps, and other programs of the same user
/// from reading it. To be called before anything else; where the system refuses, the log says so and the program goes on.
pub fn keep_memory_private() {
    if let Err(error) = forbid_dumps() {
        tracing::warn!(kind = %error.kind(), "core dumps stay as the system has them");
    }
}

fn forbid_dumps() -> io::Result<()> {
    #[cfg(unix)]
    {
        use rustix::process::{Resource, Rlimit, setrlimit};
        // For what this program starts, such as the webview's processes, in which a PIN is typed.
        setrlimit(Resource::Core, Rlimit { current: Some(0), maximum: Some(0) })?;
    }
    // A limit of 0 does not keep a dump from a collector that takes it through a pipe; this does.
    #[cfg(any(target_os = "linux", target_os = "android"))]
    rustix::process::set_dumpable_behavior(rustix::process::DumpableBehavior::NotDumpable)?;
    Ok(())
}

#[cfg(all(test, target_os = "linux"))]
mod tests {
    use rustix::process::{DumpableBehavior, dumpable_behavior};

    use super::*;

    #[test]
    fn no_core_dump_is_written_of_this_program_or_of_what_it_starts() {
        assert_eq!(dumpable_behavior(), Ok(DumpableBehavior::Dumpable), "as a program begins");
        keep_memory_private();
        let limits = std::fs::read_to_string("/proc/self/limits").expect("the limits");
        let core = limits.lines().find(|line| line.starts_with("Max core file size")).expect("its line");
        assert_eq!(core.split_whitespace().collect::<Vec<_>>()[4..], ["0", "0", "bytes"]);
        assert_eq!(dumpable_behavior(), Ok(DumpableBehavior::NotDumpable));
    }
}
