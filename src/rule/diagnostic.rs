//! Problems in rule files, each with its place: all of all files are gathered before
//! anything is said.

use std::fmt;
use std::ops::Range;
use std::sync::Arc;

use annotate_snippets::{AnnotationKind, Level, Renderer, Snippet};

/// A file as it was read: the name that problems show, and its text.
#[derive(Debug, PartialEq, Eq)]
pub struct Source {
    /// The path as the user would type it, or the name of a built-in file.
    pub name: String,
    /// The whole text.
    pub text: String,
}

/// Something wrong in a file, by the fault of who wrote it.
#[derive(Debug, Clone)]
pub struct Diagnostic {
    /// The file.
    pub source: Arc<Source>,
    /// The bytes that are wrong.
    pub span: Range<usize>,
    /// What is wrong: lowercase, no full stop, the user's words in backticks.
    pub message: String,
    /// What to do about it.
    pub help: Option<String>,
}

impl Diagnostic {
    /// `message` about the bytes `span` of `source`.
    pub fn new(source: &Arc<Source>, span: Range<usize>, message: impl Into<String>) -> Self {
        Self {
            source: Arc::clone(source),
            span: clamp(&source.text, span),
            message: message.into(),
            help: None,
        }
    }

    /// The same with advice.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// Line and column of the first wrong character, both from 1.
    pub fn line_column(&self) -> (usize, usize) {
        let before = self
            .source
            .text
            .get(..self.span.start)
            .unwrap_or(&self.source.text);
        let line = before.matches('\n').count() + 1;
        let column = before.rsplit('\n').next().unwrap_or_default();
        (line, column.chars().count() + 1)
    }

    /// The problem with its line of the file and a caret under what is wrong.
    pub fn render(&self, color: bool) -> String {
        let snippet = Snippet::source(&self.source.text)
            .path(&self.source.name)
            .annotation(AnnotationKind::Primary.span(self.span.clone()));
        let mut report = vec![
            Level::ERROR
                .primary_title(self.message.as_str())
                .element(snippet),
        ];
        if let Some(help) = &self.help {
            report.push(
                Level::HELP
                    .secondary_title(help.as_str())
                    .elements(std::iter::empty::<annotate_snippets::Element<'_>>()),
            );
        }
        let renderer = if color {
            Renderer::styled()
        } else {
            Renderer::plain()
        };
        renderer.render(&report)
    }
}

/// `span` moved inside `text` and onto the edges of characters, at least one character
/// long where the text is not at its end.
fn clamp(text: &str, span: Range<usize>) -> Range<usize> {
    let start = text.floor_char_boundary(span.start.min(text.len()));
    let end = text.ceil_char_boundary(span.end.clamp(start, text.len()));
    if end > start {
        return start..end;
    }
    let next = text.get(start..).and_then(|rest| rest.chars().next());
    start..start + next.map_or(0, char::len_utf8)
}

/// All problems of a load, in the order of the files.
#[derive(Debug, Clone, Default)]
pub struct Diagnostics(pub Vec<Diagnostic>);

impl Diagnostics {
    /// `Ok` if there is no problem.
    pub fn into_result<T>(self, value: T) -> Result<T, Self> {
        if self.0.is_empty() {
            Ok(value)
        } else {
            Err(self)
        }
    }

    /// All problems, each with its line and a caret.
    pub fn render(&self, color: bool) -> String {
        let mut sorted: Vec<&Diagnostic> = self.0.iter().collect();
        sorted.sort_by(|a, b| (&a.source.name, a.span.start).cmp(&(&b.source.name, b.span.start)));
        let rendered: Vec<String> = sorted.iter().map(|d| d.render(color)).collect();
        rendered.join("\n\n")
    }
}

impl fmt::Display for Diagnostics {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.render(false))
    }
}

impl std::error::Error for Diagnostics {}

#[cfg(test)]
mod tests {
    use super::*;

    fn source(text: &str) -> Arc<Source> {
        Arc::new(Source {
            name: "a/b.yaml".into(),
            text: text.into(),
        })
    }

    #[test]
    fn a_problem_shows_file_line_column_and_a_caret() {
        let problem = Diagnostic::new(&source("title: x\nseverty: low\n"), 9..16, "no such field")
            .help("did you mean `severity`?");
        assert_eq!(problem.line_column(), (2, 1));
        let text = problem.render(false);
        assert!(text.contains("a/b.yaml:2:1"), "{text}");
        assert!(text.contains("^^^^^^^"), "{text}");
        assert!(text.contains("did you mean `severity`?"), "{text}");
    }

    #[test]
    fn spans_outside_the_text_or_inside_a_character_are_moved() {
        assert_eq!(Diagnostic::new(&source("ä"), 1..1, "").span, 0..2);
        assert_eq!(Diagnostic::new(&source("ab"), 7..9, "").span, 2..2);
    }
}
