//! An alert's evidence as plain lines, for logs.

use super::{Chain, Link, Proof};
use crate::text::count;

/// As many routes are told; more are counted.
const MOST: usize = 50;

impl Proof {
    /// The chains with a line for each route, what is lost and where, and what mends it.
    pub fn to_lines(&self) -> Vec<String> {
        let mut lines = Vec::new();
        let rows: Vec<Vec<&Link>> = self.chains.iter().flat_map(Chain::rows).collect();
        for row in rows.iter().take(MOST) {
            lines.push(format!("Chain: {}", links(row)));
        }
        if let Some(more @ 1..) = rows.len().checked_sub(MOST) {
            lines.push(format!("Chain: {}", count(more, "more route")));
        }
        if let Some(link) = &self.first_broken {
            lines.push(format!("First broken link: {}", told(link)));
        }
        if !self.missed.is_empty() {
            lines.push(format!("Missed: {}", self.missed.join(", ")));
        }
        if let Some(clause) = &self.clause {
            lines.push(format!("Lost at: {} in {}", clause.text, clause.filter));
        }
        if let Some(matrix) = &self.matrix {
            for (event, cells) in &matrix.rows {
                let cells = cells.iter().zip(&matrix.filters);
                let cells: Vec<_> = cells.map(|(c, f)| format!("{f} {}", c.word())).collect();
                lines.push(format!("Selected of {event}: {}", cells.join(", ")));
            }
        }
        if let Some(witness) = &self.witness {
            lines.push(format!("Witness: {}", witness.json));
        }
        for repair in &self.repairs {
            lines.push(format!("Mend {}: {}", repair.link, repair.what));
            lines.extend(repair.command.iter().cloned());
        }
        lines
    }
}

fn links(row: &[&Link]) -> String {
    let links: Vec<String> = row
        .iter()
        .map(|link| format!("{} {}", told(link), link.state.sign()))
        .collect();
    links.join(" -> ")
}

fn told(link: &Link) -> String {
    if link.detail.is_empty() {
        return link.label();
    }
    format!("{} ({})", link.label(), link.detail)
}
