//! A TCP connection whose every byte is noted, and whose send buffer is as long as the link is fast.
//!
//! The system takes what is written into a buffer of its own, by default hundreds of kilobytes: on a slow link everything
//! is "written" at once, and whether it moves cannot be seen. So the buffer begins at [`SMALLEST`], twice what EDGE has on
//! its way (50 kbit/s and a round trip of 0.85 s with a segment in it: 5.3 kB), of which the system keeps a third for
//! itself, and doubles when the link has moved all of it within a second. It holds between one and two seconds of the
//! link then, and a fast link is not held back. Linux looks at the buffer's size only when it begins a new segment of up to
//! 64 kB: one long write goes in whole, however short the buffer (32 kB were seen in one of 8 kB). So what is written at once
//! is a quarter of it.

use std::io;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use socket2::SockRef;
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio_rustls::client::TlsStream;

use super::dial::Tcp;
use super::gauge::Gauge;

/// Bytes of the send buffer at first.
const SMALLEST: u32 = 12 * 1024;
/// Bytes beyond which it does not grow.
const LARGEST: u32 = 1024 * 1024;
const FILLED_WITHIN: Duration = Duration::from_secs(1);
/// What to ask for to get [`SMALLEST`].
pub(super) const SMALLEST_ASKED_FOR: u32 = asked_for(SMALLEST);

/// What to ask the system for: Linux gives twice that, for what it keeps beside the bytes, which is little here.
const fn asked_for(size: u32) -> u32 {
    if cfg!(any(target_os = "linux", target_os = "android")) { size / 2 } else { size }
}

/// A TCP connection.
pub(super) struct Socket {
    tcp: Tcp,
    gauge: Arc<Gauge>,
    buffer: SendBuffer,
}

impl Socket {
    /// A connection just made, with the send buffer of [`SMALLEST_ASKED_FOR`].
    pub(super) fn new(tcp: Tcp, gauge: Arc<Gauge>) -> Self {
        Self { tcp, gauge, buffer: SendBuffer::default() }
    }

    fn wrote(&mut self, written: Poll<io::Result<usize>>) -> Poll<io::Result<usize>> {
        match &written {
            Poll::Ready(Ok(bytes)) => {
                if self.gauge.nothing_sent() {
                    self.buffer.emptied();
                }
                self.gauge.sent(*bytes);
                if let Some(size) = self.buffer.took(*bytes, self.gauge.now()) {
                    // Where the system does not grow it, the link is slower than it could be and nothing else.
                    let _ = SockRef::from(&self.tcp).set_send_buffer_size(asked_for(size) as usize);
                }
            }
            Poll::Ready(Err(_)) => {}
            Poll::Pending => self.buffer.filled(self.gauge.now()),
        }
        written
    }
}

impl Drop for Socket {
    fn drop(&mut self) {
        if self.gauge.is_cut() {
            // Without this the system goes on sending what nobody waits for, before what the next connection sends.
            let _ = SockRef::from(&self.tcp).set_linger(Some(Duration::ZERO));
        }
    }
}

impl AsyncRead for Socket {
    fn poll_read(mut self: Pin<&mut Self>, cx: &mut Context<'_>, buf: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        let before = buf.filled().len();
        ready!(Pin::new(&mut self.tcp).poll_read(cx, buf))?;
        let bytes = buf.filled().len() - before;
        if bytes > 0 {
            self.gauge.received(bytes);
        }
        Poll::Ready(Ok(()))
    }
}

impl AsyncWrite for Socket {
    fn poll_write(mut self: Pin<&mut Self>, cx: &mut Context<'_>, buf: &[u8]) -> Poll<io::Result<usize>> {
        let part = buf.get(..self.buffer.portion()).unwrap_or(buf);
        let written = Pin::new(&mut self.tcp).poll_write(cx, part);
        self.wrote(written)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        bufs: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        let parts = first_of(bufs, self.buffer.portion());
        let written = Pin::new(&mut self.tcp).poll_write_vectored(cx, &parts);
        self.wrote(written)
    }

    fn is_write_vectored(&self) -> bool {
        self.tcp.is_write_vectored()
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.tcp).poll_flush(cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.tcp).poll_shutdown(cx)
    }
}

/// The first bytes of several buffers, at most so many.
fn first_of<'a>(bufs: &'a [io::IoSlice<'_>], mut most: usize) -> Vec<io::IoSlice<'a>> {
    let mut parts = Vec::with_capacity(bufs.len());
    for buf in bufs {
        let part = buf.get(..most).unwrap_or(buf);
        most -= part.len();
        parts.push(io::IoSlice::new(part));
        if most == 0 {
            break;
        }
    }
    parts
}

/// How long the send buffer is, and how fast it was filled since it was full.
struct SendBuffer {
    size: u32,
    full: Option<Duration>,
    took: u64,
}

impl Default for SendBuffer {
    fn default() -> Self {
        Self { size: SMALLEST, full: None, took: 0 }
    }
}

impl SendBuffer {
    /// Bytes to write at once.
    fn portion(&self) -> usize {
        usize::try_from(self.size / 4).unwrap_or(usize::MAX)
    }

    /// An exchange begins: what was written before has left.
    fn emptied(&mut self) {
        (self.full, self.took) = (None, 0);
    }

    /// It takes no more for now.
    fn filled(&mut self, now: Duration) {
        self.full.get_or_insert(now);
    }

    /// It took bytes; gives the size that it should have, where that is another.
    fn took(&mut self, bytes: usize, now: Duration) -> Option<u32> {
        // Until it was full once, it tells nothing of the link.
        let since = self.full?;
        self.took += bytes as u64;
        if self.took < u64::from(self.size) {
            return None;
        }
        (self.full, self.took) = (Some(now), 0);
        if self.size >= LARGEST || now.saturating_sub(since) >= FILLED_WITHIN {
            return None;
        }
        self.size = (self.size * 2).min(LARGEST);
        Some(self.size)
    }
}

/// What HTTP is spoken over.
pub(super) enum Stream {
    /// Plain.
    Plain(Socket),
    /// TLS.
    Tls(Box<TlsStream<Socket>>),
}

impl Stream {
    fn gauge(&self) -> &Gauge {
        match self {
            Self::Plain(socket) => &socket.gauge,
            Self::Tls(tls) => &tls.get_ref().0.gauge,
        }
    }

    fn inner(self: Pin<&mut Self>) -> Pin<&mut dyn ReadWrite> {
        match self.get_mut() {
            Self::Plain(socket) => Pin::new(socket),
            Self::Tls(tls) => Pin::new(tls.as_mut()),
        }
    }
}

trait ReadWrite: AsyncRead + AsyncWrite + Unpin {}

impl<T: AsyncRead + AsyncWrite + Unpin> ReadWrite for T {}

impl AsyncRead for Stream {
    fn poll_read(mut self: Pin<&mut Self>, cx: &mut Context<'_>, buf: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        let before = buf.filled().len();
        ready!(self.as_mut().inner().poll_read(cx, buf))?;
        if buf.filled().len() > before {
            self.gauge().answered();
        }
        Poll::Ready(Ok(()))
    }
}

impl AsyncWrite for Stream {
    fn poll_write(self: Pin<&mut Self>, cx: &mut Context<'_>, buf: &[u8]) -> Poll<io::Result<usize>> {
        self.inner().poll_write(cx, buf)
    }

    fn poll_write_vectored(
        self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        bufs: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        self.inner().poll_write_vectored(cx, bufs)
    }

    fn is_write_vectored(&self) -> bool {
        match self {
            Self::Plain(socket) => socket.is_write_vectored(),
            Self::Tls(tls) => tls.is_write_vectored(),
        }
    }

    fn poll_flush(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        self.inner().poll_flush(cx)
    }

    fn poll_shutdown(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        self.inner().poll_shutdown(cx)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The buffer's size after a link that moves `rate` bytes a second has taken ten times as many.
    fn check(rate: u64, expected: std::ops::Range<u32>) {
        let mut buffer = SendBuffer::default();
        assert_eq!(buffer.took(SMALLEST as usize, Duration::ZERO), None, "the first bytes only fill it");
        buffer.filled(Duration::ZERO);
        let (mut moved, mut size) = (0, SMALLEST);
        while moved < rate * 10 {
            moved += 1000;
            size = buffer.took(1000, Duration::from_micros(moved * 1_000_000 / rate)).unwrap_or(size);
        }
        assert!(expected.contains(&size), "{size} at {rate} bytes a second");
    }

    #[test]
    fn no_more_is_written_at_once_than_a_part_of_the_buffer() {
        let bufs = [b"first".as_slice(), b"", b"second", b"third"].map(io::IoSlice::new);
        let check = |most, expected: &[u8]| {
            let parts: Vec<u8> = first_of(&bufs, most).iter().flat_map(|part| part.to_vec()).collect();
            assert_eq!(parts, expected);
        };
        check(3, b"fir");
        check(5, b"first");
        check(8, b"firstsec");
        check(100, b"firstsecondthird");
    }

    #[test]
    fn filling_an_empty_buffer_is_no_sign_of_a_fast_link() {
        let mut buffer = SendBuffer::default();
        for piece in 0..20 {
            let begun = Duration::from_secs(10 * piece);
            buffer.emptied();
            assert_eq!(buffer.took(SMALLEST as usize * 2, begun), None);
            buffer.filled(begun);
            assert_eq!(buffer.took(SMALLEST as usize, begun + Duration::from_millis(1300)), None);
        }
    }

    #[test]
    fn the_send_buffer_holds_a_second_or_two_of_the_link() {
        check(1_250, SMALLEST..SMALLEST + 1);
        check(6_250, SMALLEST..SMALLEST + 1);
        check(20_000, 20_000..40_000);
        check(100_000, 100_000..200_000);
        check(100_000_000, LARGEST..LARGEST + 1);
    }
}
