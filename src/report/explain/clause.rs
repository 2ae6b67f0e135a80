//! A clause under carets.

use super::Page;
use crate::report::alert::Clause;
use crate::report::terminal::Ink;

/// The least of the pattern that is shown on either side of the clause.
const AROUND: usize = 12;
const INDENT: usize = 4;

impl Page {
    pub(super) fn clause(&mut self, clause: &Clause) {
        if clause.filter.is_empty() {
            self.heading("lost at this clause");
        } else {
            self.heading(&format!(
                "lost at this clause of metric filter {}",
                clause.filter
            ));
        }
        let (line, column, width) = excerpt(clause, self.screen.width.saturating_sub(INDENT));
        self.line(INDENT, &line);
        let carets = self.screen.paint(Ink::Red, &"^".repeat(width.max(1)));
        self.line(INDENT + column, &carets);
    }
}

/// The pattern, cut to `room` around the clause where it is longer, and where the clause
/// stands in it: its column and width. The clause itself is never cut.
fn excerpt(clause: &Clause, room: usize) -> (String, usize, usize) {
    let width = clause.text.chars().count();
    let spare = room.saturating_sub(width).max(2 * AROUND);
    let (before, after) = (clause.before.chars().count(), clause.after.chars().count());
    // What one side does not need, the other may have.
    let left = before.min((spare / 2).max(spare.saturating_sub(after)));
    let right = after.min(spare.saturating_sub(left));
    let mut head: String = clause.before.chars().skip(before - left).collect();
    if left < before {
        head = format!("…{}", head.chars().skip(1).collect::<String>());
    }
    let mut tail: String = clause.after.chars().take(right).collect();
    if right < after {
        tail.pop();
        tail.push('…');
    }
    let line = format!("{head}{}{tail}", clause.text);
    (line, head.chars().count(), width)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn clause(before: &str, text: &str, after: &str) -> Clause {
        Clause {
            filter: String::new(),
            before: before.to_owned(),
            text: text.to_owned(),
            after: after.to_owned(),
            fields: Vec::new(),
        }
    }

    #[test]
    fn a_short_pattern_is_whole() {
        let shown = excerpt(&clause("{ ", "$.ä = 1", " }"), 80);
        assert_eq!(shown, ("{ $.ä = 1 }".to_owned(), 2, 7));
        assert_eq!(excerpt(&clause("", "", ""), 0), (String::new(), 0, 0));
    }

    #[test]
    fn a_long_pattern_is_cut_on_both_sides_and_the_clause_never() {
        let (line, column, width) = excerpt(&clause(&"a".repeat(99), "bcd", &"e".repeat(99)), 40);
        assert_eq!(line, "…aaaaaaaaaaaaaaaaabcdeeeeeeeeeeeeeeeeee…");
        assert_eq!((column, width), (18, 3));
        let (line, column, _) = excerpt(&clause(&"a".repeat(99), "bcd", "e"), 40);
        assert_eq!((line.chars().count(), column), (40, 36));
        let (line, _, width) = excerpt(&clause(&"a".repeat(99), &"b".repeat(99), "e"), 40);
        assert_eq!((line.chars().count(), width), (99 + 23 + 1, 99));
    }
}
