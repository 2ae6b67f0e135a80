//! Delivery chains as lines: what the routes share, and below it each route.

use super::Page;
use crate::report::alert::{Chain, Link, Route, State};
use crate::report::terminal::Ink;
use crate::text::{count, shorten};

/// As many routes of a chain are shown; more are told by their number.
const ROUTES: usize = 12;
/// A longer name is cut.
const NAME: usize = 80;
/// A detail of a link that holds stands beside it if it is not longer.
const DETAIL: usize = 40;

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
        self.line(10, &self.screen.paint(Ink::Dim, &pattern));
    }

    /// Links in their order, and what is known of those that do not hold.
    fn row(&mut self, indent: usize, before: &str, links: &[Link]) {
        let mut items = Vec::new();
        for (at, link) in links.iter().enumerate() {
            let arrow = if at > 0 { "-> " } else { before };
            let label = link.label();
            let label = shorten(&label, NAME);
            let detail = if is_beside(link) {
                format!(" ({})", link.detail)
            } else {
                String::new()
            };
            let text = format!("{arrow}{label} {}{detail}", link.state.sign());
            items.push((text, ink(link.state)));
        }
        self.flow(indent, 2, &items, " ");
        for link in links {
            if link.state != State::Holds || !(link.detail.is_empty() || is_beside(link)) {
                self.told(indent + 4, link);
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

/// Whether the link's detail stands on its line.
fn is_beside(link: &Link) -> bool {
    let length = link.detail.chars().count();
    link.state == State::Holds && (1..=DETAIL).contains(&length)
}

/// What holds needs no colour.
fn ink(state: State) -> Option<Ink> {
    match state {
        State::Holds => None,
        State::Broken => Some(Ink::Red),
        State::NotSeen | State::NotJudged => Some(Ink::Yellow),
    }
}
