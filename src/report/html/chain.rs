//! Delivery chains as a drawing: where each box and arrow stands. The template
//! `alert.html` turns it into SVG, so that escaping is the same as everywhere.

use serde::Serialize;

use crate::report::alert::{Link, State, outcome};
use crate::text::shorten;

// Measures are CSS pixels. Eight links, all that a route has, fit the page's full width.
const BOX_WIDTH: usize = 112;
const BOX_HEIGHT: usize = 72;
const ARROW: usize = 20;
const CAPTION: usize = 20;
const ROW_HEIGHT: usize = CAPTION + BOX_HEIGHT + 14;
/// Columns of the fixed-width letters in a line of a box, and such lines.
const LINE: usize = 15;
const LINES: usize = 2;

/// An SVG image.
#[derive(Debug, Serialize)]
pub(super) struct Drawing {
    /// For the names of title and description.
    id: String,
    width: usize,
    height: usize,
    title: String,
    /// The same in words, for those who do not see it.
    description: String,
    rows: Vec<Row>,
}

/// A route from left to right.
#[derive(Debug, Serialize)]
struct Row {
    /// Where the baseline of its caption is.
    y: usize,
    state: &'static str,
    caption: String,
    boxes: Vec<Box>,
    arrows: Vec<Arrow>,
}

/// A link.
#[derive(Debug, Serialize)]
struct Box {
    x: usize,
    y: usize,
    width: usize,
    height: usize,
    /// A class of the style sheet.
    state: &'static str,
    sign: &'static str,
    word: &'static str,
    kind: String,
    /// Its name, in the lines that it takes; what was found where there is no name.
    lines: Vec<String>,
    /// Everything, for the pointer.
    title: String,
}

/// An arrow into a box.
#[derive(Debug, Serialize)]
struct Arrow {
    state: &'static str,
    /// An SVG path.
    path: String,
}

impl Drawing {
    /// Draws `rows`, of which the first is route number `first` of `total`.
    pub fn new(rows: &[Vec<&Link>], first: usize, total: usize, id: String) -> Self {
        let longest = rows.iter().map(Vec::len).max().unwrap_or(0);
        let place = |at: usize| first + at;
        let words = rows.iter().enumerate();
        let words = words.map(|(at, row)| in_words(row, place(at), total));
        let drawn = rows.iter().enumerate();
        let drawn = drawn.map(|(at, row)| Row::new(row, at, place(at), total));
        Self {
            id,
            width: longest * (ARROW + BOX_WIDTH),
            height: rows.len() * ROW_HEIGHT,
            title: match total {
                1 => "The delivery chain".to_owned(),
                _ => format!("The delivery chain in {total} routes"),
            },
            description: words.collect::<Vec<_>>().join(". "),
            rows: drawn.collect(),
        }
    }
}

impl Row {
    fn new(row: &[&Link], at: usize, place: usize, total: usize) -> Self {
        let top = at * ROW_HEIGHT + CAPTION;
        let mut way = State::Holds;
        let mut boxes = Vec::new();
        let mut arrows = Vec::new();
        for (at, link) in row.iter().enumerate() {
            let x = at * (ARROW + BOX_WIDTH);
            arrows.push(Arrow::new(x, top + BOX_HEIGHT / 2, way, link.state));
            boxes.push(Box::new(link, x + ARROW, top));
            // Behind a link that does not hold nothing arrives, or nobody knows.
            if way == State::Holds {
                way = link.state;
            }
        }
        Self {
            y: top - 6,
            state: class(outcome(row).0),
            caption: caption(row, place, total),
            boxes,
            arrows,
        }
    }
}

impl Box {
    fn new(link: &Link, x: usize, y: usize) -> Self {
        Self {
            x,
            y,
            width: BOX_WIDTH,
            height: BOX_HEIGHT,
            state: class(link.state),
            sign: link.state.sign(),
            word: link.state.word(),
            kind: shorten(&link.kind, LINE + 2).into_owned(),
            lines: match link.name.as_str() {
                "" => in_lines(&link.detail.replace('`', "")),
                name => in_lines(short_name(name)),
            },
            title: told(link, usize::MAX),
        }
    }
}

impl Arrow {
    /// The arrow that ends at `x + ARROW`; `way` is the state of all before it.
    fn new(x: usize, y: usize, way: State, into: State) -> Self {
        let end = x + ARROW - 2;
        let head = format!("M{} {}L{end} {y}L{} {}", end - 5, y - 4, end - 5, y + 4);
        let (state, path) = match (way, into) {
            (State::Holds, State::Holds) => ("holds", format!("M{} {y}H{end}{head}", x + 1)),
            // Torn in the middle, with a cross in the gap.
            (State::Holds, State::Broken) => {
                let (left, right) = (x + 6, x + 14);
                let (up, down) = (y - 4, y + 4);
                let cross = format!("M{left} {up}L{right} {down}M{right} {up}L{left} {down}");
                (
                    "broken",
                    format!("M{} {y}h3{cross}M{} {y}h3", x + 1, x + 16),
                )
            }
            (State::Holds | State::NotSeen | State::NotJudged, _) => {
                ("open", format!("M{} {y}H{end}{head}", x + 1))
            }
            (State::Broken, _) => ("idle", format!("M{} {y}H{end}{head}", x + 1)),
        };
        Self { state, path }
    }
}

/// The style sheet's class for a state.
pub(super) fn class(state: State) -> &'static str {
    match state {
        State::Holds => "holds",
        State::Broken => "broken",
        State::NotSeen => "not-seen",
        State::NotJudged => "not-judged",
    }
}

/// Which route it is, and how far it holds.
pub(super) fn caption(row: &[&Link], place: usize, total: usize) -> String {
    let (_, outcome) = outcome(row);
    if total == 1 {
        let mut letters = outcome.chars();
        let first = letters.next().into_iter().flat_map(char::to_uppercase);
        return first.chain(letters).collect();
    }
    format!("Route {place}: {outcome}")
}

fn in_words(row: &[&Link], place: usize, total: usize) -> String {
    const NAME: usize = 80;
    let links: Vec<String> = row.iter().map(|link| told(link, NAME)).collect();
    format!("{}: {}", caption(row, place, total), links.join("; "))
}

fn told(link: &Link, limit: usize) -> String {
    let label = link.label();
    let mut text = format!("{} {}", shorten(&label, limit), link.state.word());
    if !link.detail.is_empty() {
        text.push_str(" - ");
        text.push_str(&shorten(&link.detail, limit));
    }
    text
}

/// What tells an ARN from its neighbours is its end.
fn short_name(name: &str) -> &str {
    let end = || name.rsplit(':').next().filter(|end| !end.is_empty());
    match name.strip_prefix("arn:") {
        Some(_) => end().unwrap_or(name),
        None => name,
    }
}

/// `name` in at most [`LINES`] lines of [`LINE`] columns. A letter beyond ASCII may take two.
fn in_lines(name: &str) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    let mut line = String::new();
    let mut room = LINE;
    for letter in name.chars() {
        let width = if letter.is_ascii() { 1 } else { 2 };
        if width > room {
            lines.push(std::mem::take(&mut line));
            room = LINE;
            if lines.len() == LINES {
                break;
            }
        }
        line.push(letter);
        room -= width;
    }
    if lines.len() == LINES {
        if let Some(last) = lines.last_mut() {
            last.pop();
            last.push('…');
        }
    } else if !line.is_empty() {
        lines.push(line);
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_cut_to_the_box() {
        assert_eq!(in_lines(""), Vec::<String>::new());
        assert_eq!(in_lines("cis-trail"), ["cis-trail"]);
        assert_eq!(
            in_lines("security-group-rule-changes"),
            ["security-group-", "rule-changes"]
        );
        assert_eq!(in_lines(&"x".repeat(30)), ["x".repeat(15), "x".repeat(15)]);
        let long = in_lines(&"x".repeat(10_000));
        assert_eq!(long, ["x".repeat(15), format!("{}…", "x".repeat(14))]);
        assert_eq!(in_lines(&"漢".repeat(9)), ["漢".repeat(7), "漢".repeat(2)]);
    }

    #[test]
    fn an_arn_is_known_by_its_end() {
        assert_eq!(short_name("arn:aws:sns:eu-west-1:1:alerts"), "alerts");
        assert_eq!(short_name("arn:"), "arn:");
        assert_eq!(short_name("Security:Root"), "Security:Root");
    }
}
