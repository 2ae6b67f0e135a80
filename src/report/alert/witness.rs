//! A record that ought to ring and does not, as indented JSON with the fields marked that
//! a clause asks about.

use serde_json::Value;

use super::line;
use crate::filter_pattern::{Selector, Step};

/// A CloudTrail record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::report) struct Witness {
    /// Its indented JSON, and which lines belong to a marked field.
    pub lines: Vec<(String, bool)>,
    /// The fields of the clause that the record does not have.
    pub absent: Vec<String>,
    /// The record as one line of JSON.
    pub json: String,
}

impl Witness {
    /// Reads a record; `fields` are to be marked.
    pub fn read(value: &Value, fields: &[Selector]) -> Option<Self> {
        value.as_object()?;
        let mut lines = Vec::new();
        let mut print = Print {
            lines: &mut lines,
            found: vec![false; fields.len()],
        };
        let markers = fields.iter().enumerate();
        let markers: Vec<Marker<'_>> = markers.map(|(n, field)| (n, &field.steps[..])).collect();
        print.value("", value, "", 0, &markers);
        let found = print.found;
        let absent = fields.iter().zip(found).filter(|(_, found)| !found);
        let mut absent: Vec<String> = absent.map(|(field, _)| line(&field.to_string())).collect();
        absent.dedup();
        Some(Self {
            lines,
            absent,
            json: line(&value.to_string()),
        })
    }
}

/// The number of a field, and the steps that are left of its path.
type Marker<'f> = (usize, &'f [Step]);

struct Print<'l> {
    lines: &'l mut Vec<(String, bool)>,
    /// Which fields were met.
    found: Vec<bool>,
}

impl Print<'_> {
    /// Prints `value` after `head` and before `tail`, marked where one of `markers` ends.
    fn value(
        &mut self,
        head: &str,
        value: &Value,
        tail: &str,
        depth: usize,
        markers: &[Marker<'_>],
    ) {
        let mut marked = false;
        for (number, steps) in markers {
            if steps.is_empty() {
                marked = true;
                if let Some(found) = self.found.get_mut(*number) {
                    *found = true;
                }
            }
        }
        let from = self.lines.len();
        match value {
            Value::Object(fields) if !fields.is_empty() => {
                self.line(depth, &format!("{head}{{"));
                for (at, (key, value)) in fields.iter().enumerate() {
                    let inner = steps(markers, |step| match step {
                        Step::Member { name, .. } => name == key,
                        Step::Wildcard => true,
                        Step::Index(_) => false,
                    });
                    let head = format!("{}: ", Value::from(key.as_str()));
                    let tail = comma(at, fields.len());
                    self.value(&head, value, tail, depth + 1, &inner);
                }
                self.line(depth, &format!("}}{tail}"));
            }
            Value::Array(items) if !items.is_empty() => {
                self.line(depth, &format!("{head}["));
                for (at, value) in items.iter().enumerate() {
                    let inner = steps(markers, |step| match step {
                        Step::Index(n) => usize::try_from(*n) == Ok(at),
                        Step::Wildcard => true,
                        Step::Member { .. } => false,
                    });
                    self.value("", value, comma(at, items.len()), depth + 1, &inner);
                }
                self.line(depth, &format!("]{tail}"));
            }
            plain => self.line(depth, &format!("{head}{plain}{tail}")),
        }
        if marked {
            let printed = self.lines.iter_mut().skip(from);
            printed.for_each(|(_, marked)| *marked = true);
        }
    }

    fn line(&mut self, depth: usize, text: &str) {
        let text = format!("{}{}", "  ".repeat(depth), line(text));
        self.lines.push((text, false));
    }
}

/// What follows an item: a comma after all but the last.
fn comma(at: usize, len: usize) -> &'static str {
    if at + 1 < len { "," } else { "" }
}

/// The markers one level down, of those whose next step `leads` there.
fn steps<'f>(markers: &[Marker<'f>], leads: impl Fn(&Step) -> bool) -> Vec<Marker<'f>> {
    let next = markers.iter().filter_map(|(number, steps)| {
        let (step, rest) = steps.split_first()?;
        leads(step).then_some((*number, rest))
    });
    next.collect()
}
