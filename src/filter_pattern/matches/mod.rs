//! Matching a tree against an event, by one reading of what AWS leaves open.

mod compare;
pub(super) mod json;
mod space;
mod terms;

use super::ast::Ast;
use super::event::Event;
use super::reading::Reading;

pub(crate) fn matches(ast: &Ast, event: &Event<'_>, reading: Reading<'_>) -> bool {
    match ast {
        Ast::All => true,
        Ast::Terms(terms) => terms::matches(terms, event.text(), reading),
        Ast::Regex(regex) => regex.is_match(event.text(), reading),
        Ast::Json(expr) => event
            .root()
            .is_some_and(|root| expr.holds(&mut |condition| json::holds(condition, root, reading))),
        Ast::Space(space) => space::matches(space, event.text(), reading),
    }
}
