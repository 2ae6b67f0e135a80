//! TOML whose every key and value knows where in the file it stands.

use std::ops::Range;
use std::sync::Arc;

use serde_json::Value;
use toml::de::{DeInteger, DeTable, DeValue};

use crate::rule::{Diagnostic, Diagnostics, Source, schema::nearest};

/// The tables of the file.
pub const TABLES: [&str; 2] = ["scan", "parameters"];

/// A file that is TOML, and what is wrong with it beyond that.
#[derive(Debug)]
pub struct Document {
    source: Arc<Source>,
    tables: Vec<(&'static str, Vec<Entry>)>,
    /// What is wrong, as far as it has been looked at.
    pub problems: Vec<Diagnostic>,
}

/// A key and its value.
#[derive(Debug, Clone)]
pub struct Entry {
    /// The key.
    pub key: String,
    /// Where the key stands.
    pub key_span: Range<usize>,
    /// The value.
    pub value: Node,
}

/// A value.
#[derive(Debug, Clone)]
pub struct Node {
    /// What it is.
    pub of: Shape,
    /// Where it stands.
    pub span: Range<usize>,
}

/// What a value is.
#[derive(Debug, Clone)]
pub enum Shape {
    /// A text, a whole number that fits 64 bits, or a truth.
    Scalar(Value),
    /// A list.
    List(Vec<Node>),
    /// A table.
    Table(Vec<Entry>),
    /// What no option and no parameter takes: a date, a fraction, a number too large.
    Other,
}

impl Document {
    /// Reads `source`.
    ///
    /// # Errors
    /// All that is not TOML.
    pub fn parse(source: &Arc<Source>) -> Result<Self, Diagnostics> {
        let (root, errors) = DeTable::parse_recoverable(&source.text);
        let problem = |error: &toml::de::Error| {
            let end = source.text.len();
            let span = error.span().unwrap_or(end..end);
            Diagnostic::new(source, span, format!("not valid TOML: {}", error.message()))
        };
        Diagnostics(errors.iter().map(problem).collect()).into_result(())?;
        let mut document = Self {
            source: Arc::clone(source),
            tables: Vec::new(),
            problems: Vec::new(),
        };
        for entry in entries(root.get_ref()) {
            document.table(entry);
        }
        Ok(document)
    }

    fn table(&mut self, entry: Entry) {
        let Some(name) = TABLES.into_iter().find(|name| *name == entry.key) else {
            let message = format!("there is no table `{}` here", entry.key);
            self.unknown(&entry, message, TABLES.into_iter());
            return;
        };
        match entry.value.of {
            Shape::Table(entries) => self.tables.push((name, entries)),
            _ => self.refuse(entry.value.span, format!("`{name}` must be a table")),
        }
    }

    /// The entries of the table `name`; none if it is not there.
    pub fn take(&mut self, name: &str) -> Vec<Entry> {
        let mut tables = self.tables.iter_mut();
        let table = tables.find(|(table, _)| *table == name);
        table
            .map(|(_, entries)| std::mem::take(entries))
            .unwrap_or_default()
    }

    /// Notes that the bytes `span` are wrong.
    pub fn refuse(&mut self, span: Range<usize>, message: String) {
        self.problems
            .push(Diagnostic::new(&self.source, span, message));
    }

    /// Notes that the key of `entry` is none of `known`.
    pub fn unknown<'k>(
        &mut self,
        entry: &Entry,
        message: String,
        known: impl Iterator<Item = &'k str>,
    ) {
        let problem = Diagnostic::new(&self.source, entry.key_span.clone(), message);
        self.problems.push(suggest(problem, &entry.key, known));
    }
}

/// `problem` with what may have been meant by `word`.
pub fn suggest<'k>(
    problem: Diagnostic,
    word: &str,
    known: impl Iterator<Item = &'k str>,
) -> Diagnostic {
    match nearest(word, known) {
        Some(near) => problem.help(format!("did you mean `{near}`?")),
        None => problem,
    }
}

impl Node {
    /// The value as JSON; null, which nothing takes, for what it has no word for.
    pub fn json(&self) -> Value {
        match &self.of {
            Shape::Scalar(value) => value.clone(),
            Shape::List(items) => items.iter().map(Self::json).collect(),
            Shape::Table(_) | Shape::Other => Value::Null,
        }
    }
}

fn entries(table: &DeTable<'_>) -> Vec<Entry> {
    let mut entries: Vec<Entry> = table
        .iter()
        .map(|(key, value)| Entry {
            key: key.get_ref().clone().into_owned(),
            key_span: key.span(),
            value: node(value.get_ref(), value.span()),
        })
        .collect();
    // In the order of the file, which is the order in which people mend it.
    entries.sort_by_key(|entry| entry.key_span.start);
    entries
}

fn node(value: &DeValue<'_>, span: Range<usize>) -> Node {
    let of = match value {
        DeValue::String(text) => Shape::Scalar(text.as_ref().into()),
        DeValue::Integer(number) => integer(number).map_or(Shape::Other, Shape::Scalar),
        DeValue::Boolean(truth) => Shape::Scalar((*truth).into()),
        DeValue::Array(items) => {
            let items = items.iter();
            let items = items.map(|item| node(item.get_ref(), item.span()));
            Shape::List(items.collect())
        }
        DeValue::Table(table) => Shape::Table(entries(table)),
        DeValue::Float(_) | DeValue::Datetime(_) => Shape::Other,
    };
    Node { of, span }
}

fn integer(number: &DeInteger<'_>) -> Option<Value> {
    let number = i64::from_str_radix(number.as_str(), number.radix());
    number.ok().map(Value::from)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(text: &str) -> Result<Document, Diagnostics> {
        Document::parse(&Arc::new(Source {
            name: "auditrail.toml".into(),
            text: text.into(),
        }))
    }

    #[test]
    fn all_that_is_not_toml_is_said_with_its_place() {
        let problems = parse("[scan]\nrule = [\nx = 1 2\n").unwrap_err();
        let places: Vec<_> = problems.0.iter().map(Diagnostic::line_column).collect();
        assert!(places.iter().all(|(line, _)| *line > 1), "{problems}");
        assert!(
            problems.to_string().contains("not valid TOML"),
            "{problems}"
        );
        let twice = parse("[scan]\nlevel = 1\nlevel = 2\n").unwrap_err();
        assert_eq!(twice.0[0].line_column().0, 3, "{twice}");
    }

    #[test]
    fn tables_are_known() {
        let document = parse("scan = 1\n[parameter]\n").unwrap();
        let said: Vec<_> = document.problems.iter().map(|p| &p.message).collect();
        assert_eq!(
            said,
            [
                "`scan` must be a table",
                "there is no table `parameter` here"
            ]
        );
        let help = document.problems[1].help.as_deref();
        assert_eq!(help, Some("did you mean `parameters`?"));
    }

    #[test]
    fn values_know_what_they_are() {
        let text = "[parameters]\na = 0x1F\nb = [1, 'x', true]\nc = 1.5\nd = 2020-01-01\ne = 99999999999999999999\n";
        let entries = parse(text).unwrap().take("parameters");
        let values: Vec<Value> = entries.iter().map(|entry| entry.value.json()).collect();
        let null = Value::Null;
        let list = serde_json::json!([1, "x", true]);
        assert_eq!(values, [31.into(), list, null.clone(), null.clone(), null]);
    }
}
