//! Operations that patterns name: the best examples of any operation.

use std::collections::BTreeSet;

use super::Records;
use super::operation;
use crate::coverage::Universe;
use crate::filter_pattern::{Ast, Comparison, JsonTest, Pattern, Value};

impl Records {
    /// `universe` with the operations that `patterns` compare `eventName` with among its
    /// believable ones; none where there is none to add, or where the operation is not free.
    pub fn naming<'p>(
        &self,
        universe: &Universe,
        patterns: impl Iterator<Item = &'p Pattern>,
    ) -> Option<Universe> {
        if universe.believable.is_empty() {
            return None;
        }
        let mut named = BTreeSet::new();
        for pattern in patterns {
            named.extend(names(pattern));
        }
        let known: BTreeSet<&String> = (universe.believable.iter().flatten())
            .map(|(_, text)| text)
            .collect();
        let more: Vec<_> = named
            .into_iter()
            .filter(|name| !known.contains(name))
            .map(|name| self.with_source(name))
            .collect();
        if more.is_empty() {
            return None;
        }
        let mut universe = universe.clone();
        universe.believable.extend(more);
        Some(universe)
    }

    /// The operation, and its service and region where they are known.
    fn with_source(&self, name: String) -> Vec<(Vec<String>, String)> {
        let source = operation::source_of(&name);
        let home = source.and_then(|source| self.home_region(source));
        let mut texts = vec![(vec!["eventName".to_owned()], name)];
        let more = [("eventSource", source), ("awsRegion", home)];
        for (field, text) in more {
            texts.extend(text.map(|text| (vec![field.to_owned()], text.to_owned())));
        }
        texts
    }
}

/// The operations that a pattern names; for one that ends in an asterisk one that begins so.
fn names(pattern: &Pattern) -> Vec<String> {
    let mut names = Vec::new();
    let Ast::Json(expr) = pattern.ast() else {
        return names;
    };
    expr.each(&mut |condition| {
        let (JsonTest::Compare(Comparison::Equals(value) | Comparison::Differs(value)), true) =
            (&condition.test, condition.is_on(&["eventName"]))
        else {
            return;
        };
        match value {
            Value::Text(text) => names.push(text.value().into_owned()),
            Value::Glob(glob) => {
                let name = glob.segments().concat();
                let begins = name.starts_with(|c: char| c.is_ascii_uppercase());
                names.extend(begins.then(|| format!("{name}Example")));
            }
            Value::Number(_) | Value::Regex(_) => {}
        }
    });
    names
}
