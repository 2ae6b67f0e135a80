//! `[scan]`: defaults of options.

use std::ffi::{OsStr, OsString};
use std::ops::Range;
use std::path::Path;

use clap::Command;
use clap::error::{ContextKind, ContextValue};
use serde_json::Value;

use super::document::{Document, Entry, Node, Shape};

/// An option that the file sets.
#[derive(Debug, Clone)]
pub struct Setting {
    /// Its name, as on the command line.
    pub name: &'static str,
    /// Its values.
    pub values: Vec<Given>,
}

/// A value of the file.
#[derive(Debug, Clone)]
pub struct Given {
    /// As it would be typed; a path is one from the working directory.
    pub text: OsString,
    /// Where it stands.
    pub span: Range<usize>,
}

impl Setting {
    /// Whether it counts for the subcommand `name`.
    pub fn is_for(&self, name: &str) -> bool {
        // Who asks for one rule by its name wants to see it.
        !(name == "explain" && self.name == "level")
    }
}

/// How an option is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Type {
    Text,
    Number,
    Switch,
    Path,
    /// A list, or one of what it is a list of.
    Texts,
    Paths,
}

/// The options of `scan` that a file may set: all that say how to audit, and none that say
/// what to do this once.
const OPTIONS: [(&str, Type); 17] = [
    ("framework", Type::Texts),
    ("rule", Type::Texts),
    ("skip", Type::Texts),
    ("min-severity", Type::Text),
    ("level", Type::Number),
    ("rules", Type::Paths),
    ("profile", Type::Text),
    ("regions", Type::Texts),
    ("endpoint-url", Type::Text),
    ("format", Type::Texts),
    ("output", Type::Path),
    ("template", Type::Paths),
    ("fail-on", Type::Text),
    ("allow-unknown", Type::Switch),
    ("concurrency", Type::Number),
    ("timeout", Type::Number),
    ("no-progress", Type::Switch),
];

/// The options that `document` sets, each with values that `scan` takes. Paths are relative
/// to `folder`.
pub fn settings(document: &mut Document, folder: &Path, scan: &Command) -> Vec<Setting> {
    let mut settings = Vec::new();
    for entry in document.take("scan") {
        let Some((name, of)) = OPTIONS.iter().find(|(name, _)| *name == entry.key) else {
            unknown(document, &entry, scan);
            continue;
        };
        if let Some(values) = values(document, *of, &entry, folder) {
            for value in &values {
                if let Some(problem) = refused(scan, name, &value.text) {
                    document.refuse(value.span.clone(), problem);
                }
            }
            // An empty list sets nothing.
            if !values.is_empty() {
                settings.push(Setting { name, values });
            }
        }
    }
    settings
}

fn unknown(document: &mut Document, entry: &Entry, scan: &Command) {
    let key = &entry.key;
    let mut options = scan.get_arguments();
    if options.any(|option| option.get_long() == Some(key)) {
        let message = format!("`{key}` is for the command line alone");
        document.refuse(entry.key_span.clone(), message);
    } else {
        let message = format!("there is no option `{key}` here");
        let known = OPTIONS.iter().map(|(name, _)| *name);
        document.unknown(entry, message, known);
    }
}

/// The values of `entry`, if they are of the type `of`.
fn values(document: &mut Document, of: Type, entry: &Entry, folder: &Path) -> Option<Vec<Given>> {
    let items: &[Node] = match &entry.value.of {
        Shape::List(items) if matches!(of, Type::Texts | Type::Paths) => items,
        _ => std::slice::from_ref(&entry.value),
    };
    let mut values = Vec::new();
    for item in items {
        let Some(text) = text(of, item) else {
            let message = format!("`{}` must be {}", entry.key, describe(of));
            document.refuse(item.span.clone(), message);
            return None;
        };
        let is_path = matches!(of, Type::Path | Type::Paths) && text != "-";
        values.push(Given {
            text: if is_path {
                folder.join(text).into_os_string()
            } else {
                text.into()
            },
            span: item.span.clone(),
        });
    }
    Some(values)
}

fn text(of: Type, item: &Node) -> Option<String> {
    let Shape::Scalar(value) = &item.of else {
        return None;
    };
    match (of, value) {
        (Type::Number, Value::Number(number)) => Some(number.to_string()),
        (Type::Switch, Value::Bool(truth)) => Some(truth.to_string()),
        (Type::Number | Type::Switch, _) => None,
        (_, Value::String(text)) => Some(text.clone()),
        _ => None,
    }
}

fn describe(of: Type) -> &'static str {
    match of {
        Type::Text => "a text",
        Type::Number => "a whole number",
        Type::Switch => "`true` or `false`",
        Type::Path => "the path of a folder",
        Type::Texts => "a list of texts",
        Type::Paths => "a list of paths",
    }
}

/// Why `scan` does not take `--name=value`, if it does not: the option's own words.
fn refused(scan: &Command, name: &str, value: &OsStr) -> Option<String> {
    let mut typed = OsString::from(format!("--{name}="));
    typed.push(value);
    let typed = [scan.get_name().into(), typed];
    let error = scan.clone().try_get_matches_from(typed).err()?;
    let why = match (error.get(ContextKind::ValidValue), error_source(&error)) {
        (Some(ContextValue::Strings(valid)), _) if !valid.is_empty() => {
            format!("one of {}", valid.join(", "))
        }
        (_, Some(source)) => source,
        _ if value.is_empty() => "it must not be empty".to_owned(),
        _ => error.kind().to_string(),
    };
    Some(format!("`{name}` cannot be `{}`: {why}", value.display()))
}

fn error_source(error: &clap::Error) -> Option<String> {
    std::error::Error::source(error).map(ToString::to_string)
}
