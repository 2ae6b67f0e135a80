//! Formulas over atoms.

use super::atom::AtomId;

/// A formula without negations but before atoms.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) enum Formula {
    /// Always the case.
    True,
    /// Never the case.
    False,
    /// The atom holds, or with `false` does not.
    Literal(AtomId, bool),
    /// All of these; none of them is `And`, `True` or `False`.
    And(Vec<Formula>),
    /// One of these; none of them is `Or`, `True` or `False`.
    Or(Vec<Formula>),
}

impl Formula {
    pub(super) fn all(parts: impl IntoIterator<Item = Self>) -> Self {
        let mut flat = Vec::new();
        for part in parts {
            match part {
                Self::True => {}
                Self::False => return Self::False,
                Self::And(inner) => flat.extend(inner),
                other => flat.push(other),
            }
        }
        match flat.len() {
            0 => Self::True,
            1 => flat.pop().unwrap_or(Self::True),
            _ => Self::And(flat),
        }
    }

    pub(super) fn any(parts: impl IntoIterator<Item = Self>) -> Self {
        let mut flat = Vec::new();
        for part in parts {
            match part {
                Self::False => {}
                Self::True => return Self::True,
                Self::Or(inner) => flat.extend(inner),
                other => flat.push(other),
            }
        }
        match flat.len() {
            0 => Self::False,
            1 => flat.pop().unwrap_or(Self::False),
            _ => Self::Or(flat),
        }
    }

    /// The opposite.
    pub(super) fn not(&self) -> Self {
        match self {
            Self::True => Self::False,
            Self::False => Self::True,
            Self::Literal(atom, holds) => Self::Literal(*atom, !holds),
            Self::And(parts) => Self::any(parts.iter().map(Self::not)),
            Self::Or(parts) => Self::all(parts.iter().map(Self::not)),
        }
    }

    /// The formula with its parts in an order that does not depend on how it was written.
    pub(super) fn sorted(&self) -> Self {
        let sort = |parts: &[Self]| {
            let mut parts: Vec<Self> = parts.iter().map(Self::sorted).collect();
            parts.sort();
            parts.dedup();
            parts
        };
        match self {
            Self::And(parts) => Self::all(sort(parts)),
            Self::Or(parts) => Self::any(sort(parts)),
            other => other.clone(),
        }
    }

    /// Calls `visit` with each literal.
    pub(super) fn each(&self, visit: &mut impl FnMut(AtomId, bool)) {
        match self {
            Self::True | Self::False => {}
            Self::Literal(atom, holds) => visit(*atom, *holds),
            Self::And(parts) | Self::Or(parts) => parts.iter().for_each(|part| part.each(visit)),
        }
    }

    /// The formula with another one for each literal.
    pub(super) fn replaced(&self, other: &mut impl FnMut(AtomId, bool) -> Self) -> Self {
        match self {
            Self::True => Self::True,
            Self::False => Self::False,
            Self::Literal(atom, holds) => other(*atom, *holds),
            Self::And(parts) => Self::all(parts.iter().map(|part| part.replaced(other))),
            Self::Or(parts) => Self::any(parts.iter().map(|part| part.replaced(other))),
        }
    }

    /// The formula with what is known of its atoms put in.
    pub(super) fn given(&self, known: &mut impl FnMut(AtomId) -> Option<bool>) -> Self {
        match self {
            Self::True => Self::True,
            Self::False => Self::False,
            Self::Literal(atom, holds) => match known(*atom) {
                Some(truth) if truth == *holds => Self::True,
                Some(_) => Self::False,
                None => self.clone(),
            },
            // Stops at the first part that decides.
            Self::And(parts) => {
                let mut left = Vec::new();
                for part in parts {
                    match part.given(known) {
                        Self::False => return Self::False,
                        other => left.push(other),
                    }
                }
                Self::all(left)
            }
            Self::Or(parts) => {
                let mut left = Vec::new();
                for part in parts {
                    match part.given(known) {
                        Self::True => return Self::True,
                        other => left.push(other),
                    }
                }
                Self::any(left)
            }
        }
    }
}
