//! Which certificates may vouch for the portal.

use std::sync::Arc;

use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, ServerName};
use rustls::{ClientConfig, RootCertStore};
use tokio_rustls::TlsConnector;

use crate::Error;

/// The certificates that may vouch for the portal.
#[derive(Debug, Clone, Default)]
pub struct TlsRoots(Vec<CertificateDer<'static>>);

impl TlsRoots {
    /// Reads PEM certificates; text without any gives no roots, and then no `https` portal is reached.
    pub fn from_pem(pem: &[u8]) -> Result<Self, Error> {
        let read: Result<Vec<_>, _> = CertificateDer::pem_slice_iter(pem).collect();
        read.map(Self).map_err(|_| Error::PortalAddress("a root certificate is damaged"))
    }

    /// Whether there is none.
    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

/// What a TLS connection begins with. It lives as long as the transport, and with it the tickets by which a later
/// connection resumes the session of an earlier one: no certificates, and half the bytes.
pub(super) struct Tls {
    pub(super) connector: TlsConnector,
    pub(super) name: ServerName<'static>,
}

impl Tls {
    /// For the portal of this name or address.
    pub(super) fn new(host: &str, roots: TlsRoots) -> Result<Self, Error> {
        let mut store = RootCertStore::empty();
        for root in roots.0 {
            store.add(root).map_err(|_| Error::PortalAddress("a root certificate is damaged"))?;
        }
        let config = ClientConfig::builder_with_provider(Arc::new(rustls::crypto::ring::default_provider()))
            .with_safe_default_protocol_versions()
            .map_err(|_| Error::Internal("TLS has no protocol version"))?
            .with_root_certificates(store)
            .with_no_client_auth();
        let name = ServerName::try_from(host.to_owned()).map_err(|_| Error::PortalAddress("its name is no host"))?;
        Ok(Self { connector: TlsConnector::from(Arc::new(config)), name })
    }
}

/// Whether rustls refused the certificate. An `io::Error` hides what it wraps, and may wrap another.
pub(super) fn is_of_certificate(error: &std::io::Error) -> bool {
    let Some(wrapped) = error.get_ref() else { return false };
    match wrapped.downcast_ref() {
        Some(rustls::Error::InvalidCertificate(_)) => true,
        Some(_) => false,
        None => wrapped.downcast_ref().is_some_and(is_of_certificate),
    }
}
