//! What a key is used for.

/// The use of one signature.
///
/// A device signs the context's label, a zero byte, then the message. The province signs COSE_Sign1 objects, in which the
/// label is the external data of what is signed (RFC 9052, section 4.4); such bytes begin with a CBOR array, labels with a
/// letter, so that neither can be taken for the other.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Context {
    /// A device proves that it holds its key while signing in.
    SignIn,
    /// A device signs a command of the citizen's.
    Command,
    /// The province signs a credential of a citizen.
    Credential,
    /// The portal signs what became of a command.
    Receipt,
    /// The province's root signs the list of its keys.
    Trust,
    /// The portal signs a catalogue pack.
    Pack,
    /// A device signs the time at which it shows its credential.
    LiveCode,
    /// The province signs the list of credentials that no longer count.
    Status,
}

impl Context {
    /// Every context.
    pub const ALL: [Self; 8] = [
        Self::SignIn,
        Self::Command,
        Self::Credential,
        Self::Receipt,
        Self::Trust,
        Self::Pack,
        Self::LiveCode,
        Self::Status,
    ];

    /// The label that stands before what is signed.
    pub const fn label(self) -> &'static str {
        match self {
            Self::SignIn => "cds/sign-in/1",
            Self::Command => "cds/command/1",
            Self::Credential => "cds/credential/1",
            Self::Receipt => "cds/receipt/1",
            Self::Trust => "cds/trust/1",
            Self::Pack => "cds/pack/1",
            Self::LiveCode => "cds/live/1",
            Self::Status => "cds/status/1",
        }
    }

    /// The bytes that are signed for `message`.
    pub(crate) fn bind(self, message: &[u8]) -> Vec<u8> {
        let label = self.label().as_bytes();
        let mut bound = Vec::with_capacity(label.len() + 1 + message.len());
        bound.extend_from_slice(label);
        bound.push(0);
        bound.extend_from_slice(message);
        bound
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_label_is_the_beginning_of_another() {
        for a in Context::ALL {
            for b in Context::ALL {
                let prefix = b.bind(b"").starts_with(&a.bind(b""));
                assert_eq!(prefix, a == b, "{} against {}", a.label(), b.label());
            }
        }
    }
}
