//! Required events by filters, as aligned text.

use std::fmt::Write as _;

use super::Page;
use crate::report::alert::Matrix;
use crate::text::shorten;

/// A longer name of a filter is cut: the cells below it are short.
const HEAD: usize = 24;

impl Page {
    /// Shows `matrix` if it fits the screen; the events that are missed are listed anyway.
    pub(super) fn matrix(&mut self, matrix: &Matrix) {
        const INDENT: usize = 4;
        let heads: Vec<_> = matrix
            .filters
            .iter()
            .map(|name| shorten(name, HEAD))
            .collect();
        // The widest cell is `? unknown`.
        let columns: Vec<usize> = heads.iter().map(|h| h.chars().count().max(9)).collect();
        let events = matrix.rows.iter().map(|(event, _)| event.chars().count());
        let first = events.max().unwrap_or(0);
        let width = INDENT + first + columns.iter().map(|w| w + 2).sum::<usize>();
        if matrix.rows.is_empty() || matrix.filters.is_empty() || width > self.screen.width {
            return;
        }
        self.heading("how much of each required event a filter selects");
        let row = |head: &str, cells: &[String]| {
            let mut line = format!("{head:first$}");
            for (cell, width) in cells.iter().zip(&columns) {
                // Writing to a string cannot fail.
                let _ = write!(line, "  {cell:width$}");
            }
            line
        };
        let heads: Vec<String> = heads.iter().map(ToString::to_string).collect();
        self.line(INDENT, &row("", &heads));
        for (event, cells) in &matrix.rows {
            let cells: Vec<String> = cells
                .iter()
                .map(|c| format!("{} {}", c.sign(), c.word()))
                .collect();
            self.line(INDENT, &row(event, &cells));
        }
    }
}
