//! The clause of a filter pattern that loses an event, marked in its pattern.

use serde::Deserialize;
use serde_json::Value;

use super::{line, shaped};
use crate::filter_pattern::{Ast, Pattern, Selector};

/// A clause, and the pattern around it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::report) struct Clause {
    /// The metric filter's name.
    pub filter: String,
    /// The pattern before the clause; empty if the pattern is not known.
    pub before: String,
    /// The clause.
    pub text: String,
    /// The pattern after it.
    pub after: String,
    /// The fields that it asks about.
    pub fields: Vec<Selector>,
}

#[derive(Deserialize)]
struct RawClause {
    filter: Option<String>,
    clause: Option<String>,
    start: Option<usize>,
    end: Option<usize>,
}

impl Clause {
    /// Reads `clause`, whose place is in one of `patterns`, each with its filter's name.
    pub fn read(value: &Value, patterns: &[(&str, &str)]) -> Option<Self> {
        let raw: RawClause = shaped(value)?;
        let filter = raw.filter.as_deref().unwrap_or_default();
        let of_filter = patterns.iter().filter(|(name, _)| *name == filter);
        let parts = of_filter.filter_map(|(_, pattern)| raw.cut(pattern));
        // Two log groups may have filters of one name: then the one that fits the text.
        let said = |(_, text, _): &(&str, &str, &str)| Some(*text) == raw.clause.as_deref();
        let parts: Vec<_> = parts.collect();
        let fitting = parts.iter().find(|p| said(p)).or(match raw.clause {
            Some(_) => None,
            None => parts.first(),
        });
        let (before, text, after) = match (fitting, &raw.clause) {
            (Some(parts), _) => *parts,
            (None, Some(clause)) => ("", clause.as_str(), ""),
            (None, None) => return None,
        };
        Some(Self {
            filter: line(filter),
            before: spaced(before),
            text: spaced(text),
            after: spaced(after),
            fields: fields(text),
        })
    }
}

impl RawClause {
    /// The pattern before, in and after the clause's place; none if the place is not in
    /// the pattern, or within a letter.
    fn cut<'p>(&self, pattern: &'p str) -> Option<(&'p str, &'p str, &'p str)> {
        let (start, end) = (self.start?, self.end?);
        let (before, text) = (pattern.get(..start)?, pattern.get(start..end)?);
        Some((before, text, pattern.get(end..)?))
    }
}

/// On one line; the line breaks of a pattern mean no more than spaces.
fn spaced(text: &str) -> String {
    line(&text.replace(['\n', '\r', '\t'], " "))
}

/// The fields that conditions on a JSON message ask about.
fn fields(clause: &str) -> Vec<Selector> {
    let mut fields = Vec::new();
    let clause = clause.trim();
    let pattern = Pattern::parse(clause).or_else(|_| Pattern::parse(&format!("{{ {clause} }}")));
    if let Ok(Ast::Json(expr)) = pattern.as_ref().map(Pattern::ast) {
        expr.each(&mut |condition| fields.push(condition.selector.clone()));
    }
    fields
}
