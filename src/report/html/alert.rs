//! What the page shows of an alert's evidence: the chain as a drawing and in words, the
//! record that is lost and where, which filter selects what, and what mends it.

use serde::Serialize;

use super::chain::{Drawing, caption, class};
use super::rules::{Part, prose};
use crate::report::alert::{Chain, Clause, Link, Matrix, Proof, Repair, State, Witness};
use crate::text::count;

/// Routes beyond this number are folded away.
const OPEN: usize = 8;
/// Routes beyond this number are told by their number alone.
const MOST: usize = 100;
/// As many links that do not hold are told outside of the routes.
const TROUBLES: usize = 12;
/// A matrix is cut to as many filters, and to as many events.
const COLUMNS: usize = 30;
const EVENTS: usize = 200;

/// The evidence of an alert.
#[derive(Debug, Serialize)]
pub(super) struct AlertView {
    first_broken: Option<BrokenView>,
    drawing: Option<Drawing>,
    /// The routes that are folded away.
    more: Option<Drawing>,
    more_label: String,
    /// The links of the shown routes that do not hold, each once.
    troubles: Vec<LinkView>,
    words: Vec<RouteView>,
    /// What is shown nowhere here.
    left_out: String,
    clause: Option<ClauseView>,
    missed_title: String,
    missed: Vec<String>,
    matrix: Option<MatrixView>,
    witness: Option<WitnessView>,
    repairs: Vec<RepairView>,
}

#[derive(Debug, Serialize)]
struct BrokenView {
    state: &'static str,
    sign: &'static str,
    label: String,
    why: Vec<Part>,
}

/// A route in words.
#[derive(Debug, Serialize)]
struct RouteView {
    caption: String,
    links: Vec<LinkView>,
    pattern: Option<String>,
}

#[derive(Debug, Serialize)]
struct LinkView {
    state: &'static str,
    sign: &'static str,
    word: &'static str,
    kind: String,
    name: String,
    detail: Vec<Part>,
}

#[derive(Debug, Serialize)]
struct ClauseView {
    filter: String,
    before: String,
    text: String,
    after: String,
}

#[derive(Debug, Serialize)]
struct MatrixView {
    filters: Vec<String>,
    rows: Vec<MatrixRow>,
    left_out: String,
}

#[derive(Debug, Serialize)]
struct MatrixRow {
    event: String,
    cells: Vec<CellView>,
}

#[derive(Debug, Serialize)]
struct CellView {
    sign: &'static str,
    word: &'static str,
}

#[derive(Debug, Serialize)]
struct WitnessView {
    /// The text in pieces, line breaks included.
    pieces: Vec<Piece>,
    absent: Vec<String>,
}

#[derive(Debug, Serialize)]
struct Piece {
    text: String,
    marked: bool,
}

#[derive(Debug, Serialize)]
struct RepairView {
    link: String,
    what: Vec<Part>,
    command: String,
}

impl AlertView {
    /// The view of `proof`; ids of elements start with `id`.
    pub(super) fn new(proof: &Proof, id: &str) -> Self {
        let rows: Vec<Vec<&Link>> = proof.chains.iter().flat_map(Chain::rows).collect();
        let total = rows.len();
        let shown = rows.get(..total.min(MOST)).unwrap_or_default();
        let (open, folded) = shown.split_at(shown.len().min(OPEN));
        let draw = |rows: &[Vec<&Link>], first: usize, part: &str| {
            (!rows.is_empty()).then(|| Drawing::new(rows, first, total, format!("{id}-{part}")))
        };
        let patterns = proof.chains.iter().flat_map(patterns);
        let words = shown.iter().zip(patterns).enumerate();
        Self {
            first_broken: proof.first_broken.as_ref().map(broken),
            drawing: draw(open, 1, "chain"),
            more: draw(folded, OPEN + 1, "more"),
            more_label: count(folded.len(), "more route"),
            troubles: troubles(shown, proof.first_broken.as_ref()),
            words: words
                .map(|(at, (row, pattern))| route(row, pattern, caption(row, at + 1, total)))
                .collect(),
            left_out: left_out(total, MOST, "route"),
            clause: proof.clause.as_ref().map(clause),
            missed_title: proof.missed_title(),
            missed: proof.missed.clone(),
            matrix: proof.matrix.as_ref().and_then(matrix),
            witness: proof.witness.as_ref().map(witness),
            repairs: proof.repairs.iter().map(repair).collect(),
        }
    }
}

/// A sentence on what is beyond `most`; empty if nothing is.
fn left_out(total: usize, most: usize, noun: &str) -> String {
    match total.saturating_sub(most) {
        0 => String::new(),
        n => format!("{} in report.json", count(n, &format!("more {noun}"))),
    }
}

/// The pattern behind each row of `chain`.
fn patterns(chain: &Chain) -> Vec<Option<&String>> {
    if chain.routes.is_empty() {
        return vec![None];
    }
    let routes = chain.routes.iter();
    routes.map(|route| route.pattern.as_ref()).collect()
}

fn broken(link: &Link) -> BrokenView {
    BrokenView {
        state: class(link.state),
        sign: link.state.sign(),
        label: link.label(),
        why: prose(&link.detail),
    }
}

/// The links that do not hold and say why, each once; `first`, which is told apart, not at
/// all.
fn troubles(rows: &[Vec<&Link>], first: Option<&Link>) -> Vec<LinkView> {
    let mut links: Vec<&Link> = Vec::new();
    for link in rows.iter().flatten() {
        let told = first.is_some_and(|first| first.detail == link.detail);
        let tells = link.state != State::Holds && !link.detail.is_empty() && !told;
        if tells && links.len() < TROUBLES && !links.contains(link) {
            links.push(link);
        }
    }
    links.into_iter().map(LinkView::new).collect()
}

impl LinkView {
    fn new(link: &Link) -> Self {
        Self {
            state: class(link.state),
            sign: link.state.sign(),
            word: link.state.word(),
            kind: link.kind.clone(),
            name: link.name.clone(),
            detail: prose(&link.detail),
        }
    }
}

fn route(row: &[&Link], pattern: Option<&String>, caption: String) -> RouteView {
    RouteView {
        caption,
        links: row.iter().map(|link| LinkView::new(link)).collect(),
        pattern: pattern.cloned(),
    }
}

fn clause(clause: &Clause) -> ClauseView {
    ClauseView {
        filter: clause.filter.clone(),
        before: clause.before.clone(),
        text: clause.text.clone(),
        after: clause.after.clone(),
    }
}

fn matrix(matrix: &Matrix) -> Option<MatrixView> {
    if matrix.filters.is_empty() || matrix.rows.is_empty() {
        return None;
    }
    let rows = matrix.rows.iter().take(EVENTS).map(|(event, cells)| {
        let cells = cells.iter().take(COLUMNS).map(|cell| CellView {
            sign: cell.sign(),
            word: cell.word(),
        });
        MatrixRow {
            event: event.clone(),
            cells: cells.collect(),
        }
    });
    let mut left: Vec<String> = Vec::new();
    left.push(left_out(matrix.rows.len(), EVENTS, "event"));
    left.push(left_out(matrix.filters.len(), COLUMNS, "filter"));
    left.retain(|text| !text.is_empty());
    Some(MatrixView {
        filters: matrix.filters.iter().take(COLUMNS).cloned().collect(),
        rows: rows.collect(),
        left_out: left.join("; "),
    })
}

fn witness(witness: &Witness) -> WitnessView {
    let mut pieces: Vec<Piece> = Vec::new();
    let mut push = |text: &str, marked: bool| match pieces.last_mut() {
        Some(piece) if piece.marked == marked => piece.text.push_str(text),
        _ => pieces.push(Piece {
            text: text.to_owned(),
            marked,
        }),
    };
    for (line, marked) in &witness.lines {
        let text = line.trim_start();
        // What indents a line is no part of the field.
        push(line.strip_suffix(text).unwrap_or_default(), false);
        push(text, *marked);
        push("\n", false);
    }
    WitnessView {
        pieces,
        absent: witness.absent.clone(),
    }
}

fn repair(repair: &Repair) -> RepairView {
    RepairView {
        link: repair.link.clone(),
        what: prose(&repair.what),
        command: repair.command.join("\n"),
    }
}
