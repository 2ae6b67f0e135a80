//! Which clause of a pattern loses an event.

use super::ast::{Ast, Expr, JsonCondition, Role, Selector, Span, Step};
use super::matches::json;
use super::reading::Reading;
use super::{Event, Pattern};

/// A clause that would have to hold and does not.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Clause {
    /// Where it stands in the text that was parsed.
    pub span: Span,
    /// The field that it asks about; none for a term.
    pub selector: Option<Selector>,
}

impl Clause {
    /// The names on the way to the field that it asks about; none where the way is not one of
    /// names alone.
    pub fn path(&self) -> Option<Vec<String>> {
        self.selector.as_ref()?.names()
    }

    /// Whether it asks about the field at a path of names.
    pub fn is_on(&self, path: &[&str]) -> bool {
        self.path().is_some_and(|names| names == path)
    }
}

impl JsonCondition {
    /// Whether it is about the field at a path of names.
    pub fn is_on(&self, path: &[&str]) -> bool {
        let steps = &self.selector.steps;
        let same = |(step, name): (&Step, &&str)| match step {
            Step::Member { name: own, .. } => own == name,
            Step::Index(_) | Step::Wildcard => false,
        };
        steps.len() == path.len() && steps.iter().zip(path).all(same)
    }

    /// Whether it holds for an event, by the readings that [`Pattern::matches`] takes.
    pub fn holds(&self, event: &Event<'_>) -> bool {
        let root = event.root();
        root.is_some_and(|root| json::holds(self, root, Reading::DEFAULT))
    }
}

impl Selector {
    /// The names on the way; none where it is not one of names alone.
    pub fn names(&self) -> Option<Vec<String>> {
        let steps = self.steps.iter();
        let names = steps.map(|step| match step {
            Step::Member { name, .. } => Some(name.clone()),
            Step::Index(_) | Step::Wildcard => None,
        });
        names.collect()
    }
}

/// The clauses of `pattern` that lose `event`: the smallest number of them that, were they
/// true, would make the pattern match. None for an event that it does match, and for kinds of
/// patterns that have no clauses.
pub fn blame(pattern: &Pattern, event: &Event<'_>) -> Vec<Clause> {
    match pattern.ast() {
        Ast::Json(expr) => {
            let Some(root) = event.root() else {
                return Vec::new();
            };
            let holds = |condition: &JsonCondition| json::holds(condition, root, Reading::DEFAULT);
            lost_in(expr, &holds)
        }
        Ast::Terms(terms) => {
            let occurs = |text: &str| event.text().contains(text);
            let lost = terms.iter().filter(|term| match term.role {
                Role::Required => !occurs(&term.text.value()),
                Role::Excluded { .. } => occurs(&term.text.value()),
                Role::Optional => false,
            });
            lost.map(|term| Clause {
                span: term.span,
                selector: None,
            })
            .collect()
        }
        Ast::All | Ast::Regex(_) | Ast::Space(_) => Vec::new(),
    }
}

fn lost_in(expr: &Expr<JsonCondition>, holds: &dyn Fn(&JsonCondition) -> bool) -> Vec<Clause> {
    match expr {
        Expr::Cond(condition) if holds(condition) => Vec::new(),
        Expr::Cond(condition) => vec![Clause {
            span: condition.span,
            selector: Some(condition.selector.clone()),
        }],
        Expr::And(parts) => parts.iter().flat_map(|part| lost_in(part, holds)).collect(),
        Expr::Or(parts) => {
            let lost = parts.iter().map(|part| lost_in(part, holds));
            lost.min_by_key(Vec::len).unwrap_or_default()
        }
    }
}

/// Whether `pattern` may match an event with these texts at its top level: false only if it
/// certainly does not, whatever else is in the event. A quick look before a proof.
pub fn may_match(pattern: &Pattern, known: &[(&str, &str)]) -> bool {
    match pattern.ast() {
        Ast::Json(expr) if pattern.doubts().is_empty() => possible(expr, known) != Some(false),
        _ => true,
    }
}

/// Kleene's logic: `None` where it depends on more than is known.
fn possible(expr: &Expr<JsonCondition>, known: &[(&str, &str)]) -> Option<bool> {
    match expr {
        Expr::Cond(condition) => {
            let (_, text) = known.iter().find(|(name, _)| condition.is_on(&[name]))?;
            Some(json::holds_for_text(condition, text))
        }
        Expr::And(parts) => {
            let mut all = Some(true);
            for part in parts {
                match possible(part, known) {
                    Some(false) => return Some(false),
                    None => all = None,
                    Some(true) => {}
                }
            }
            all
        }
        Expr::Or(parts) => {
            let mut any = Some(false);
            for part in parts {
                match possible(part, known) {
                    Some(true) => return Some(true),
                    None => any = None,
                    Some(false) => {}
                }
            }
            any
        }
    }
}
