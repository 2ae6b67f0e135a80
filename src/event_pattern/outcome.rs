//! What a pattern says about an event, and the questions AWS leaves open.

use std::fmt;

/// What a pattern says about an event.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// It selects the event by every reading.
    Match,
    /// It does not select the event by any reading.
    NoMatch,
    /// The answer depends on a question that AWS leaves open.
    Contested(Ambiguity),
}

impl Outcome {
    /// Whether the event may be selected.
    pub fn is_possible(self) -> bool {
        self != Self::NoMatch
    }

    /// One of two.
    #[must_use]
    pub(super) fn or(self, other: Self) -> Self {
        match (self, other) {
            (Self::Match, _) | (_, Self::Match) => Self::Match,
            (Self::NoMatch, other) => other,
            (contested, _) => contested,
        }
    }

    /// Both.
    #[must_use]
    pub(super) fn and(self, other: Self) -> Self {
        match (self, other) {
            (Self::NoMatch, _) | (_, Self::NoMatch) => Self::NoMatch,
            (Self::Match, other) => other,
            (contested, _) => contested,
        }
    }

    /// The opposite.
    #[must_use]
    pub(super) fn not(self) -> Self {
        match self {
            Self::Match => Self::NoMatch,
            Self::NoMatch => Self::Match,
            Self::Contested(question) => Self::Contested(question),
        }
    }

    /// The same, if it is certain that it counts.
    #[must_use]
    pub(super) fn doubted(self, question: Ambiguity) -> Self {
        match self {
            Self::Match => Self::Contested(question),
            other => other,
        }
    }
}

impl From<bool> for Outcome {
    fn from(holds: bool) -> Self {
        if holds { Self::Match } else { Self::NoMatch }
    }
}

/// A question on which the user guide and event-ruler differ, or versions of event-ruler do, or
/// on which both are silent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Ambiguity {
    /// `5` and `5.0`: whether they are equal.
    NumberText,
    /// Numbers beyond five billions or with more than six digits after the point.
    NumberLimits,
    /// `"10.0.0.1"`: whether other ways to write the address are the same text.
    AddressText,
    /// `010.0.0.1`, `::ffff:10.0.0.1`: whether they are IPv4 addresses.
    AddressForm,
    /// `10.0.0.7/24`: whether the network begins before that address.
    CidrHostBits,
    /// Upper and lower case of letters beyond ASCII.
    NonAsciiCase,
    /// `{"a.b": …}` and `{"a": {"b": …}}`: whether they are the same field.
    DottedName,
    /// `[]` and `{}`: whether something is there.
    EmptyContainer,
    /// `{"exists": false}` beside fields of the same list: in which of its elements.
    AbsenceInList,
    /// A field that the pattern names twice.
    RepeatedName,
    /// Lists with too many elements to try all combinations.
    ManyElements,
}

impl fmt::Display for Ambiguity {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(match self {
            Self::NumberText => {
                "the EventBridge user guide compares numbers as they are written and event-ruler \
                 by their value"
            }
            Self::NumberLimits => {
                "EventBridge compares numbers up to 5e9 with six digits after the point, and AWS \
                 does not say what it does with others"
            }
            Self::AddressText => {
                "the EventBridge user guide compares texts letter by letter, and event-ruler those \
                 that are IP addresses by the address"
            }
            Self::AddressForm => {
                "AWS does not say whether EventBridge takes the event's text for an IPv4 address"
            }
            Self::CidrHostBits => {
                "the `cidr` has bits beyond its mask, and versions of event-ruler differ on where \
                 the network begins then"
            }
            Self::NonAsciiCase => {
                "AWS does not say which letters beyond ASCII are equal but for their case"
            }
            Self::DottedName => {
                "event-ruler takes a dot in a name for a step into an object, and says not to rely \
                 on it"
            }
            Self::EmptyContainer => {
                "AWS does not say whether an empty list or object counts as existing"
            }
            Self::AbsenceInList => {
                "AWS does not say in which elements of a list a field must not exist when the \
                 pattern asks for other fields of the elements"
            }
            Self::RepeatedName => {
                "the pattern names a field twice, and AWS does not say which of the two counts"
            }
            Self::ManyElements => {
                "the lists of the event have too many elements to try all combinations"
            }
        })
    }
}
