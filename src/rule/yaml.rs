//! YAML as a JSON value whose every part knows where in the file it stands.

use std::collections::BTreeMap;
use std::fmt;
use std::ops::Range;
use std::sync::Arc;

use serde::de::{Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Value};
use serde_saphyr::{Location, Spanned};

use super::diagnostic::{Diagnostic, Source};

/// A parsed file.
pub struct Document {
    source: Arc<Source>,
    /// The contents.
    pub json: Value,
    values: BTreeMap<String, Range<usize>>,
    keys: BTreeMap<String, Range<usize>>,
}

impl Document {
    /// Parses `source`.
    ///
    /// # Errors
    /// The first place where it is not YAML; a key that stands twice is one.
    pub fn parse(source: &Arc<Source>) -> Result<Self, Diagnostic> {
        // YAML 1.2: `no`, `on` and `y` are texts.
        let options = serde_saphyr::options! { strict_booleans: true };
        let tree: Tree = serde_saphyr::from_str_with_options(&source.text, options)
            .map_err(|e| not_yaml(source, &e))?;
        let mut document = Self {
            source: Arc::clone(source),
            json: Value::Null,
            values: BTreeMap::new(),
            keys: BTreeMap::new(),
        };
        document.json = document.enter(tree, &mut String::new());
        Ok(document)
    }

    /// A problem with the value at the JSON pointer `at`, or with what encloses it
    /// where there is no such value.
    pub fn problem(&self, at: &str, message: impl Into<String>) -> Diagnostic {
        Diagnostic::new(&self.source, self.span(at), message)
    }

    /// A problem with the key at the JSON pointer `at`.
    pub fn problem_with_key(&self, at: &str, message: impl Into<String>) -> Diagnostic {
        let span = self.keys.get(at).cloned();
        let span = span.unwrap_or_else(|| self.span(at));
        Diagnostic::new(&self.source, span, message)
    }

    /// A problem at the byte `offset` of the text at the JSON pointer `at`. Block
    /// scalars fold white space; what is not white space keeps its order, and by that
    /// the place is found.
    pub fn problem_inside(
        &self,
        at: &str,
        offset: usize,
        message: impl Into<String>,
    ) -> Diagnostic {
        let span = self.span(at);
        let text = self.json.pointer(at).and_then(Value::as_str);
        let start = text
            .and_then(|text| text.get(..offset.min(text.len())))
            .and_then(|before| {
                self.find(&span, before.chars().filter(|c| !c.is_whitespace()).count())
            });
        let span = start.map_or(span, |start| start..start);
        Diagnostic::new(&self.source, span, message)
    }

    /// The byte at which the `skip`-th character that is not white space stands, counted
    /// from the start of the scalar's text in `span`.
    fn find(&self, span: &Range<usize>, skip: usize) -> Option<usize> {
        let scalar = self.source.text.get(span.start..)?;
        let body = match scalar.chars().next()? {
            '|' | '>' => scalar.find('\n')? + 1,
            '"' | '\'' => 1,
            _ => 0,
        };
        let mut visible = scalar
            .char_indices()
            .skip_while(|(at, _)| *at < body)
            .filter(|(_, c)| !c.is_whitespace());
        visible.nth(skip).map(|(at, _)| span.start + at)
    }

    fn span(&self, at: &str) -> Range<usize> {
        let mut at = at;
        loop {
            if let Some(span) = self.values.get(at) {
                return span.clone();
            }
            match at.rfind('/') {
                Some(cut) => at = at.get(..cut).unwrap_or_default(),
                None => return 0..0,
            }
        }
    }

    fn enter(&mut self, tree: Tree, at: &mut String) -> Value {
        self.values
            .insert(at.clone(), self.bytes(tree.0.referenced));
        match tree.0.value {
            Branch::Scalar(value) => value,
            Branch::List(items) => {
                let items = items.into_iter().enumerate();
                Value::Array(
                    items
                        .map(|(index, item)| self.step(&index.to_string(), item, at))
                        .collect(),
                )
            }
            Branch::Map(entries) => {
                let mut map = Map::new();
                for (key, item) in entries {
                    let pointer = format!("{at}/{}", escape(&key.value));
                    self.keys.insert(pointer, self.bytes(key.referenced));
                    let value = self.step(&key.value, item, at);
                    map.insert(key.value, value);
                }
                Value::Object(map)
            }
        }
    }

    fn step(&mut self, key: &str, item: Tree, at: &mut String) -> Value {
        let length = at.len();
        at.push('/');
        at.push_str(&escape(key));
        let value = self.enter(item, at);
        at.truncate(length);
        value
    }

    fn bytes(&self, location: Location) -> Range<usize> {
        bytes(&self.source.text, location)
    }
}

/// A key as a JSON pointer writes it.
pub fn escape(key: &str) -> String {
    key.replace('~', "~0").replace('/', "~1")
}

fn bytes(text: &str, location: Location) -> Range<usize> {
    let index = |n: Option<u64>| n.and_then(|n| usize::try_from(n).ok());
    let start = index(location.span().byte_offset());
    // Where YAML itself is broken, only line and column are told.
    let start = start.unwrap_or_else(|| at(text, location.line(), location.column()));
    let length = index(location.span().byte_len()).unwrap_or(0);
    // A mapping or a block has no length of its own: its first line stands for it.
    let line = text
        .get(start..)
        .and_then(|rest| rest.lines().next())
        .map_or(0, |line| line.trim_end().len());
    start..start + if length == 0 { line } else { length.min(line) }
}

/// The byte at `line` and `column`, both from 1.
fn at(text: &str, line: u64, column: u64) -> usize {
    let before = |n: u64| usize::try_from(n.saturating_sub(1)).unwrap_or(usize::MAX);
    let mut lines = text.split_inclusive('\n');
    let start: usize = lines.by_ref().take(before(line)).map(str::len).sum();
    let characters = lines.next().unwrap_or_default().chars();
    start
        + characters
            .take(before(column))
            .map(char::len_utf8)
            .sum::<usize>()
}

fn not_yaml(source: &Arc<Source>, error: &serde_saphyr::Error) -> Diagnostic {
    let location = error.without_snippet().location();
    let location = location.unwrap_or(Location::UNKNOWN);
    let message = error.without_snippet().to_string();
    let message = message.lines().next().unwrap_or_default();
    Diagnostic::new(
        source,
        bytes(&source.text, location),
        format!("not valid YAML: {message}"),
    )
}

#[derive(serde::Deserialize)]
#[serde(transparent)]
struct Tree(Spanned<Branch>);

enum Branch {
    Scalar(Value),
    List(Vec<Tree>),
    Map(Vec<(Spanned<String>, Tree)>),
}

impl<'de> Deserialize<'de> for Branch {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(BranchVisitor)
    }
}

struct BranchVisitor;

impl<'de> Visitor<'de> for BranchVisitor {
    type Value = Branch;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a scalar, a list or a mapping")
    }

    fn visit_unit<E>(self) -> Result<Branch, E> {
        Ok(Branch::Scalar(Value::Null))
    }

    fn visit_none<E>(self) -> Result<Branch, E> {
        Ok(Branch::Scalar(Value::Null))
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<Branch, D::Error> {
        deserializer.deserialize_any(self)
    }

    fn visit_bool<E>(self, value: bool) -> Result<Branch, E> {
        Ok(Branch::Scalar(value.into()))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Branch, E> {
        Ok(Branch::Scalar(value.into()))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Branch, E> {
        Ok(Branch::Scalar(value.into()))
    }

    fn visit_f64<E>(self, value: f64) -> Result<Branch, E> {
        Ok(Branch::Scalar(value.into()))
    }

    fn visit_str<E>(self, value: &str) -> Result<Branch, E> {
        Ok(Branch::Scalar(value.into()))
    }

    fn visit_string<E>(self, value: String) -> Result<Branch, E> {
        Ok(Branch::Scalar(value.into()))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Branch, A::Error> {
        let mut items = Vec::new();
        while let Some(item) = list.next_element()? {
            items.push(item);
        }
        Ok(Branch::List(items))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Branch, A::Error> {
        let mut entries = Vec::new();
        while let Some(entry) = map.next_entry()? {
            entries.push(entry);
        }
        Ok(Branch::Map(entries))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn document(text: &str) -> Result<Document, Diagnostic> {
        Document::parse(&Arc::new(Source {
            name: "x.yaml".into(),
            text: text.into(),
        }))
    }

    #[test]
    fn every_value_and_key_has_its_place() {
        let doc = document("a: 1\nb:\n  - c: true\n    d: null\n  - \"e\"\n").unwrap();
        assert_eq!(
            doc.json,
            serde_json::json!({"a": 1, "b": [{"c": true, "d": null}, "e"]})
        );
        assert_eq!(doc.problem("/b/0/c", "").line_column(), (3, 8));
        assert_eq!(doc.problem("/b/1", "").line_column(), (5, 5));
        assert_eq!(doc.problem_with_key("/b/0/d", "").line_column(), (4, 5));
        assert_eq!(
            doc.problem("/b/7/z", "").line_column(),
            doc.problem("/b", "").line_column()
        );
    }

    #[test]
    fn places_inside_scalars_are_found_in_every_style() {
        for (text, line, column) in [
            ("x: ab  cd\n", 1, 8),
            ("x: \"ab cd\"\n", 1, 8),
            ("x: |\n  ab\n  cd\n", 3, 3),
            ("x: >-\n  ab\n  cd\n", 3, 3),
        ] {
            let doc = document(text).unwrap();
            let at = doc.json["x"].as_str().unwrap().find('c').unwrap();
            let problem = doc.problem_inside("/x", at, "");
            assert_eq!(problem.line_column(), (line, column), "{text}");
        }
    }

    #[test]
    fn only_true_and_false_are_truths() {
        let doc = document("a: no\nb: on\nc: true\n").unwrap();
        assert_eq!(
            doc.json,
            serde_json::json!({"a": "no", "b": "on", "c": true})
        );
    }

    #[test]
    fn what_is_not_yaml_is_a_problem_with_a_place() {
        let problem = document("a: 1\na: 2\n").err().unwrap();
        assert_eq!(problem.line_column().0, 2, "{}", problem.render(false));
        let problem = document("a: 1\nb: [1\n").err().unwrap();
        assert_eq!(problem.line_column(), (2, 4), "{}", problem.render(false));
        assert!(document("").is_ok_and(|d| d.json.is_null()));
    }
}
