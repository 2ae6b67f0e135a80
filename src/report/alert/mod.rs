//! The evidence of an alert finding, read from the report's JSON for those who show it: the
//! delivery chains, what rings nobody, and how to mend it.
//!
//! A report may be older or newer than this program, or edited. So every key may be absent,
//! unknown keys are passed over, and a value of another shape than expected is left for
//! those who show evidence as it is. Every text in here is safe to show on one line.

mod chain;
mod clause;
mod matrix;
mod plain;
mod repair;
mod witness;

#[cfg(test)]
mod tests;

use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

pub(super) use chain::{Chain, Link, Route, State, outcome};
pub(super) use clause::Clause;
pub(super) use matrix::Matrix;
pub(super) use repair::Repair;
pub(super) use witness::Witness;

use crate::text::{count, sanitise};

/// What the evidence of an alert finding says.
#[derive(Debug, Default)]
pub(super) struct Proof {
    /// The delivery chains, one for each trail.
    pub chains: Vec<Chain>,
    /// The first link that does not hold; its detail is the reason.
    pub first_broken: Option<Link>,
    /// The required events that ring nobody.
    pub missed: Vec<String>,
    /// A record that is required and rings nobody.
    pub witness: Option<Witness>,
    /// The clause of a filter pattern that loses the witness.
    pub clause: Option<Clause>,
    /// Which required events each filter selects.
    pub matrix: Option<Matrix>,
    /// What mends it.
    pub repairs: Vec<Repair>,
}

/// Evidence as pairs, in its order.
pub(super) type Rest<'e> = Vec<(&'e String, &'e Value)>;

impl Proof {
    /// Reads `evidence`: what it proves of an alert, where it is that of an alert, and
    /// what is left to be shown as it is.
    pub fn read(evidence: &Map<String, Value>) -> (Option<Self>, Rest<'_>) {
        let mut rest = Rest::from_iter(evidence);
        let chains = take(&mut rest, "chains", chain::read);
        let first_broken = take(&mut rest, "firstBrokenLink", chain::read_break);
        if chains.is_none() && first_broken.is_none() {
            // Other rules may use these names for something else.
            return (None, Rest::from_iter(evidence));
        }
        let patterns = chains.as_deref().map_or_else(Vec::new, chain::patterns);
        let clause = take(&mut rest, "clause", |v| Clause::read(v, &patterns));
        let fields = clause.as_ref().map_or(&[][..], |clause| &clause.fields);
        let witness = take(&mut rest, "witness", |v| Witness::read(v, fields))
            // What reports called it before there was a proof.
            .or_else(|| take(&mut rest, "missedExample", |v| Witness::read(v, fields)));
        let proof = Self {
            first_broken,
            missed: take(&mut rest, "missed", lines).unwrap_or_default(),
            witness,
            matrix: take(&mut rest, "matrix", Matrix::read),
            repairs: take(&mut rest, "repairs", repair::read).unwrap_or_default(),
            clause,
            chains: chains.unwrap_or_default(),
        };
        (Some(proof), rest)
    }

    /// What the missed events are, and how many.
    pub fn missed_title(&self) -> String {
        let verb = if self.missed.len() == 1 {
            "rings"
        } else {
            "ring"
        };
        let events = count(self.missed.len(), "required event");
        format!("{events} that {verb} nobody")
    }
}

/// What `read` makes of the value under `key`, which then is no longer in `rest`.
fn take<T>(rest: &mut Rest<'_>, key: &str, read: impl FnOnce(&Value) -> Option<T>) -> Option<T> {
    let at = rest.iter().position(|(name, _)| *name == key)?;
    let value = read(rest.get(at)?.1)?;
    rest.remove(at);
    Some(value)
}

/// `value` as a `T`; none if it has another shape.
fn shaped<T: DeserializeOwned>(value: &Value) -> Option<T> {
    T::deserialize(value).ok()
}

fn line(text: &str) -> String {
    sanitise(text).into_owned()
}

fn lines(value: &Value) -> Option<Vec<String>> {
    let texts: Vec<String> = shaped(value)?;
    Some(texts.iter().map(|text| line(text)).collect())
}
