//! What a key is used for.

/// The use of one signature. The bytes signed are the context's label, a zero byte, then the message.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Context {
    /// A device proves that it holds its key while signing in.
    SignIn,
    /// A device signs a command of the citizen's.
    Command,
}

impl Context {
    /// Every context.
    pub const ALL: [Self; 2] = [Self::SignIn, Self::Command];

    /// The label that stands before what is signed.
    pub const fn label(self) -> &'static str {
        match self {
            Self::SignIn => "cds/sign-in/1",
            Self::Command => "cds/command/1",
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
