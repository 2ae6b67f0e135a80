//! Terms occur anywhere in the raw message, inside of words too, and case matters.

use crate::filter_pattern::ast::{Role, Term};
use crate::filter_pattern::reading::{Ambiguity, Reading, is_blank};

pub(super) fn matches(terms: &[Term], message: &str, reading: Reading<'_>) -> bool {
    let occurs = |term: &Term| {
        let blank_is_all = reading.choice(Ambiguity::BlankTerm) == 1 && is_blank(&term.text);
        let text = term.text.read(reading.choice(Ambiguity::QuotedEscape));
        blank_is_all || message.contains(text.as_ref())
    };
    let optional = |term: &Term| term.role == Role::Optional;
    if terms.iter().all(optional) {
        return terms.iter().any(occurs);
    }
    let detached_is_required = reading.choice(Ambiguity::DetachedMinus) == 1;
    terms.iter().all(|term| match term.role {
        Role::Required => occurs(term),
        Role::Optional => true,
        Role::Excluded { detached } if detached && detached_is_required => occurs(term),
        Role::Excluded { .. } => !occurs(term),
    })
}
