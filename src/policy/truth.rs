//! The value of a test inside a policy: Kleene's three, the third with its reason.

/// Yes, no, or open and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Truth {
    Yes,
    No,
    /// What keeps the question open, as the end of a sentence.
    Open(String),
}

impl Truth {
    pub(super) fn open(why: impl Into<String>) -> Self {
        Self::Open(why.into())
    }

    /// Whether all hold; the first open one keeps the whole open, unless one does not hold.
    pub(super) fn all(tests: impl IntoIterator<Item = Self>) -> Self {
        let mut whole = Self::Yes;
        for test in tests {
            match test {
                Self::No => return Self::No,
                Self::Open(_) if whole == Self::Yes => whole = test,
                Self::Yes | Self::Open(_) => {}
            }
        }
        whole
    }

    /// Whether any holds.
    pub(super) fn any(tests: impl IntoIterator<Item = Self>) -> Self {
        let tests = tests.into_iter().map(|test| !test);
        !Self::all(tests)
    }
}

impl From<bool> for Truth {
    fn from(value: bool) -> Self {
        if value { Self::Yes } else { Self::No }
    }
}

impl std::ops::Not for Truth {
    type Output = Self;

    fn not(self) -> Self {
        match self {
            Self::Yes => Self::No,
            Self::No => Self::Yes,
            open @ Self::Open(_) => open,
        }
    }
}
