//! Templates: the built-in ones, embedded from `templates/`, and the user's own.
//!
//! Whatever a template is given has been made safe to show first: other people wrote
//! resource names and error messages, and no template should have to think of that.
//! Escaping for HTML and XML is Tera's, by the suffix of the template's name.
//!
//! A user's template is given
//! - `report`: what `report.json` holds, under the same names,
//! - `page` and `junit`: what the built-in `report.html` and `junit.xml` are given, so
//!   that a template can say `{% extends "report.html" %}` and override a block,
//! - `json`: `report.json` as text,
//!
//! and the filter `json_encode`. Tera's maps have no order: a template that walks one
//! should sort its keys (`report.calls.byOperation | keys | sort`).

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::io::{self, Write};
use std::path::Path;

use rust_embed::RustEmbed;
use serde::Serialize;
use serde_json::Value;
use tera::{Context, Kwargs, State, Tera};

use super::format::Format;
use super::model::Report;
use super::{html, json, junit};
use crate::text;

#[derive(RustEmbed)]
#[folder = "templates/"]
struct BuiltIn;

/// Why a report could not be rendered.
#[derive(Debug, thiserror::Error)]
pub enum RenderError {
    /// A built-in template does not fit the model: our mistake.
    #[error("built-in template `{name}` failed; this is a bug in auditrail: {problem}")]
    BuiltIn {
        /// The template.
        name: String,
        /// What Tera says.
        problem: String,
    },
    /// The user's template has a mistake.
    #[error("template `{name}`: {problem}")]
    Template {
        /// The template's file.
        name: String,
        /// What Tera says, with the place.
        problem: String,
    },
    /// The user's template cannot be read.
    #[error("cannot read template `{path}`: {source}")]
    Unreadable {
        /// The file.
        path: String,
        /// What the system says.
        source: io::Error,
    },
}

/// A template that the user brought along.
#[derive(Debug, Clone)]
pub struct UserTemplate {
    file_name: String,
    source: String,
}

impl UserTemplate {
    /// Reads the template and checks that it parses, so that a mistake shows before the
    /// scan and not after it.
    pub fn load(path: &Path) -> Result<Self, RenderError> {
        let source = std::fs::read_to_string(path).map_err(|source| RenderError::Unreadable {
            path: path.display().to_string(),
            source,
        })?;
        let file_name = path.file_name().unwrap_or(path.as_os_str());
        Self::new(&file_name.to_string_lossy(), source)
    }

    /// A template from its text. What is rendered from it is a file called `file_name`,
    /// and the suffix of that name decides on escaping.
    pub fn new(file_name: &str, source: impl Into<String>) -> Result<Self, RenderError> {
        let template = Self {
            file_name: file_name.to_owned(),
            source: source.into(),
        };
        template.engine().map(|_| template)
    }

    /// The name of the file that is rendered from it.
    pub fn file_name(&self) -> &str {
        &self.file_name
    }

    /// The name inside Tera; apart from the built-in ones, so that a user's
    /// `report.html` can extend ours.
    fn tera_name(&self) -> String {
        format!("user/{}", self.file_name)
    }

    fn engine(&self) -> Result<Tera, RenderError> {
        let mut tera = built_in()?;
        tera.add_raw_template(&self.tera_name(), &self.source)
            .map_err(|e| self.error(&e))?;
        Ok(tera)
    }

    fn error(&self, error: &tera::Error) -> RenderError {
        RenderError::Template {
            name: self.file_name.clone(),
            problem: describe(error),
        }
    }

    /// Renders `report`.
    pub fn render(&self, report: &Report) -> Result<String, RenderError> {
        let mut context = Context::new();
        let values = insert(&mut context, "report", report)
            .and_then(|()| insert(&mut context, "page", &html::Page::new(report)))
            .and_then(|()| insert(&mut context, "junit", &junit::Suites::new(report)))
            .and_then(|()| insert_json(&mut context, report));
        values.map_err(|e| self.error(&e))?;
        self.engine()?
            .render(&self.tera_name(), &context)
            .map_err(|e| self.error(&e))
    }
}

/// Renders `report` in a built-in format.
pub fn render(report: &Report, format: Format) -> Result<String, RenderError> {
    let name = format.file_name();
    let mut context = Context::new();
    let values = match format {
        Format::Html => insert(&mut context, "page", &html::Page::new(report)),
        Format::Json => insert_json(&mut context, report),
        Format::Junit => insert(&mut context, "junit", &junit::Suites::new(report)),
    };
    let fail = |e: tera::Error| built_in_error(name, &e);
    values.map_err(fail)?;
    built_in()?.render(name, &context).map_err(fail)
}

/// The text of an embedded file; empty if there is none of that name.
pub(super) fn source(name: &str) -> String {
    BuiltIn::get(name).map_or_else(String::new, |file| {
        String::from_utf8_lossy(&file.data).into_owned()
    })
}

fn built_in() -> Result<Tera, RenderError> {
    let mut tera = Tera::new();
    tera.set_escape_fn(escape);
    tera.register_filter("json_encode", json_encode);
    let templates: Vec<_> = BuiltIn::iter().map(|n| (source(&n), n)).collect();
    tera.add_raw_templates(templates.iter().map(|(text, name)| (name, text.as_str())))
        .map_err(|e| built_in_error("templates", &e))?;
    Ok(tera)
}

fn built_in_error(name: &str, error: &tera::Error) -> RenderError {
    RenderError::BuiltIn {
        name: name.to_owned(),
        problem: describe(error),
    }
}

/// The error with all its causes on it.
fn describe(error: &tera::Error) -> String {
    let mut text = error.to_string();
    let mut cause = std::error::Error::source(error);
    while let Some(error) = cause {
        text.push_str(": ");
        text.push_str(&error.to_string());
        cause = error.source();
    }
    text
}

fn insert(
    context: &mut Context,
    name: &'static str,
    value: &impl Serialize,
) -> tera::TeraResult<()> {
    let mut value = serde_json::to_value(value).map_err(tera::Error::message)?;
    make_safe(&mut value);
    context.insert_value(name, tera::Value::try_from_serializable(&value)?);
    Ok(())
}

/// JSON has escapes of its own for what `make_safe` takes out, and machines want the
/// names as they are.
fn insert_json(context: &mut Context, report: &Report) -> tera::TeraResult<()> {
    let text = json::to_string(report).map_err(tera::Error::message)?;
    context.insert_value("json", tera::Value::from(text));
    Ok(())
}

/// Escapes for HTML and XML by name alone: some readers of `JUnit` know no `&#39;`.
fn escape(text: &str, out: &mut dyn Write) -> io::Result<()> {
    let mut rest = text;
    while let Some(at) = rest.find(['&', '<', '>', '"', '\'']) {
        let (plain, special) = rest.split_at(at);
        out.write_all(plain.as_bytes())?;
        let mut chars = special.chars();
        out.write_all(match chars.next() {
            Some('&') => b"&amp;",
            Some('<') => b"&lt;",
            Some('>') => b"&gt;",
            Some('"') => b"&quot;",
            _ => b"&apos;",
        })?;
        rest = chars.as_str();
    }
    out.write_all(rest.as_bytes())
}

/// `{{ value | json_encode }}`, with sorted keys: Tera's maps have no order.
fn json_encode(value: &tera::Value, _: Kwargs, _: &State) -> tera::TeraResult<String> {
    let mut value = serde_json::to_value(value).map_err(tera::Error::message)?;
    value.sort_all_objects();
    serde_json::to_string(&value).map_err(tera::Error::message)
}

/// Makes every string in `value` safe to show, keys too.
fn make_safe(value: &mut Value) {
    match value {
        Value::String(text) => {
            if let Cow::Owned(safe) = safe_lines(text) {
                *text = safe;
            }
        }
        Value::Array(items) => items.iter_mut().for_each(make_safe),
        Value::Object(fields) => {
            if fields
                .keys()
                .any(|key| matches!(safe_lines(key), Cow::Owned(_)))
            {
                // A map, because two hostile keys may become the same safe one.
                let safe: BTreeMap<String, Value> = std::mem::take(fields)
                    .into_iter()
                    .map(|(key, value)| (safe_lines(&key).into_owned(), value))
                    .collect();
                fields.extend(safe);
            }
            fields.values_mut().for_each(make_safe);
        }
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

/// [`text::sanitise`] for text that may have several lines, such as a rule's remedy.
fn safe_lines(text: &str) -> Cow<'_, str> {
    if !text.contains(['\n', '\t']) {
        return text::sanitise(text);
    }
    let line = |line| text::sanitise(line).into_owned();
    let text = text.replace('\t', "    ").replace("\r\n", "\n");
    Cow::Owned(text.split('\n').map(line).collect::<Vec<_>>().join("\n"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn no_control_character_reaches_a_template() {
        let mut value = json!({"a\u{1b}": ["x\u{7}\r\n\ty\u{202e}", 1, null]});
        make_safe(&mut value);
        assert_eq!(
            value,
            json!({"a\\u{1b}": ["x\\u{7}\n    y\\u{202e}", 1, null]})
        );
    }

    #[test]
    fn escapes_are_named() {
        let mut out = Vec::new();
        escape("ä<a b='&\">]]></a>ö", &mut out).unwrap();
        let text = String::from_utf8(out).unwrap();
        assert_eq!(text, "ä&lt;a b=&apos;&amp;&quot;&gt;]]&gt;&lt;/a&gt;ö");
    }

    #[test]
    fn a_template_with_a_mistake_is_refused_before_it_is_used() {
        let error = UserTemplate::new("x.html", "a\n{{ report.").unwrap_err();
        let text = error.to_string();
        assert!(text.starts_with("template `x.html`: "), "{text}");
        let error = UserTemplate::new("x.html", "{{ report | nofilter }}").unwrap_err();
        assert!(error.to_string().contains("nofilter"), "{error}");
    }

    #[test]
    fn a_missing_template_names_its_path() {
        let error = UserTemplate::load(Path::new("/nowhere/t.html")).unwrap_err();
        assert!(error.to_string().contains("`/nowhere/t.html`"), "{error}");
    }
}
