//! Delivery chains as lines: what the routes share, and below it each route.

use super::Page;
use crate::report::alert::{Chain, Link, Route, State};
use crate::report::terminal::Ink;
use crate::text::{count, shorten};

/// As many routes of a chain are shown; more are told by their number.
const ROUTES: usize = 12;
/// A longer name is cut.
const NAME: usize = 64;

impl Page {
    pub(super) fn chains(&mut self, chains: &[Chain]) {
        if chains.is_empty() {
            return;
        }
        self.heading("delivery chains");
        for chain in chains {
            self.row(4, "", &chain.links);
            let mut pattern = None;
            for route in chain.routes.iter().take(ROUTES) {
                self.row(6, "-> ", &route.links);
                // The routes of a filter have one pattern.
                if route.pattern.is_some() && route.pattern != pattern {
                    pattern.clone_from(&route.pattern);
                    self.pattern(route);
                }
            }
            let more = chain.routes.len().saturating_sub(ROUTES);
            if more > 0 {
                let more = format!("and {}; `--json` has them all", count(more, "more route"));
                self.line(6, &more);
            }
        }
    }

    fn pattern(&mut self, route: &Route) {
        let pattern = route.pattern.as_deref().unwrap_or_default();
        let pattern = format!("pattern {pattern}");
        self.line(9, &self.screen.paint(Ink::Dim, &pattern));
    }

    /// Links in their order, and what is known of those that do not hold.
    fn row(&mut self, indent: usize, before: &str, links: &[Link]) {
        let mut items = Vec::new();
        for (at, link) in links.iter().enumerate() {
            let arrow = if at > 0 { "-> " } else { before };
            let label = link.label();
            let label = shorten(&label, NAME);
            let text = format!("{arrow}{label} {}", link.state.sign());
            items.push((text, ink(link.state)));
        }
        self.flow(indent, &items, " ");
        for link in links {
            if link.state != State::Holds || !link.detail.is_empty() {
                self.told(indent + 3, link);
            }
        }
    }

    fn told(&mut self, indent: usize, link: &Link) {
        let word = link.state.word();
        let word = ink(link.state).map_or_else(|| word.to_owned(), |i| self.screen.paint(i, word));
        let detail = if link.detail.is_empty() {
            String::new()
        } else {
            format!(" - {}", link.detail)
        };
        self.line(indent, &format!("{} {word}{detail}", link.kind));
    }
}

/// What holds needs no colour.
fn ink(state: State) -> Option<Ink> {
    match state {
        State::Holds => None,
        State::Broken => Some(Ink::Red),
        State::NotSeen | State::NotJudged => Some(Ink::Yellow),
    }
}
