//! The JSON Schemas of rule files, cases and frameworks, and the check of a file
//! against its schema, which finds all that is wrong with its shape at once.

use std::cmp::Reverse;
use std::sync::LazyLock;

use jsonschema::error::{TypeKind, ValidationErrorKind};
use jsonschema::{ValidationError, Validator};
use schemars::{JsonSchema, schema_for};
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use super::diagnostic::Diagnostic;
use super::file::{CasesFile, FrameworkFile, RuleFile};
use super::yaml::Document;

/// The schema of rule files.
pub fn of_rules() -> Value {
    schema::<RuleFile>("A rule of auditrail")
}

/// The schema of the files of cases.
pub fn of_cases() -> Value {
    schema::<CasesFile>("The cases of a rule of auditrail")
}

/// The schema of frameworks.
pub fn of_frameworks() -> Value {
    schema::<FrameworkFile>("A framework of auditrail")
}

fn schema<T: JsonSchema>(title: &str) -> Value {
    let mut schema = schema_for!(T).to_value();
    if let Some(object) = schema.as_object_mut() {
        object.insert("title".to_owned(), json!(title));
    }
    schema
}

static RULE: LazyLock<Option<Validator>> = LazyLock::new(|| validator(&of_rules()));
static CASES: LazyLock<Option<Validator>> = LazyLock::new(|| validator(&of_cases()));
static FRAMEWORK: LazyLock<Option<Validator>> = LazyLock::new(|| validator(&of_frameworks()));

/// A schema that does not compile is a mistake of ours, which a test finds; reading
/// then falls back to serde's own errors, one at a time.
fn validator(schema: &Value) -> Option<Validator> {
    jsonschema::validator_for(schema).ok()
}

/// A file format with a schema.
pub trait Schema: DeserializeOwned {
    /// Its validator.
    fn validator() -> Option<&'static Validator>;
}

impl Schema for RuleFile {
    fn validator() -> Option<&'static Validator> {
        RULE.as_ref()
    }
}

impl Schema for CasesFile {
    fn validator() -> Option<&'static Validator> {
        CASES.as_ref()
    }
}

impl Schema for FrameworkFile {
    fn validator() -> Option<&'static Validator> {
        FRAMEWORK.as_ref()
    }
}

/// The contents of `document`.
///
/// # Errors
/// Everything that is not of the right shape.
pub fn read<T: Schema>(document: &Document) -> Result<T, Vec<Diagnostic>> {
    let mut problems: Vec<Diagnostic> = T::validator()
        .into_iter()
        .flat_map(|validator| validator.iter_errors(&document.json))
        .flat_map(|error| explain(document, &error))
        .collect();
    if problems.is_empty() {
        match T::deserialize(&document.json) {
            Ok(value) => return Ok(value),
            Err(error) => problems.push(document.problem("", error.to_string())),
        }
    }
    Err(problems)
}

fn explain(document: &Document, error: &ValidationError<'_>) -> Vec<Diagnostic> {
    let at = error.instance_path().to_string();
    match error.kind() {
        ValidationErrorKind::AdditionalProperties { unexpected } => unexpected
            .iter()
            .map(|name| unknown_field(document, &at, name, error))
            .collect(),
        ValidationErrorKind::Required { property } => {
            let name = property.as_str().unwrap_or_default();
            vec![document.problem(&at, format!("the field `{name}` is missing"))]
        }
        ValidationErrorKind::Enum { options } => {
            vec![document.problem(&at, not_one_of(error.instance(), &names(options)))]
        }
        ValidationErrorKind::Constant { expected_value } => {
            vec![document.problem(&at, format!("must be `{expected_value}`"))]
        }
        ValidationErrorKind::OneOfNotValid { context } | ValidationErrorKind::AnyOf { context } => {
            match only_branch(error, context) {
                Some(branch) => branch.iter().flat_map(|e| explain(document, e)).collect(),
                None => vec![document.problem(&at, none_fits(error.instance(), context))],
            }
        }
        ValidationErrorKind::Type { kind } => {
            let message = format!(
                "must be {}, not {}",
                types(kind),
                describe(error.instance())
            );
            vec![document.problem(&at, message)]
        }
        ValidationErrorKind::MinLength { .. }
        | ValidationErrorKind::MinItems { .. }
        | ValidationErrorKind::MinProperties { .. } => {
            vec![document.problem(&at, "must not be empty")]
        }
        _ => vec![document.problem(&at, error.to_string())],
    }
}

fn unknown_field(
    document: &Document,
    at: &str,
    name: &str,
    error: &ValidationError<'_>,
) -> Diagnostic {
    let pointer = format!("{at}/{}", name.replace('~', "~0").replace('/', "~1"));
    let problem = document.problem_with_key(&pointer, format!("there is no field `{name}` here"));
    let known = error
        .instance()
        .as_object()
        .map(|object| object.keys().cloned().collect::<Vec<_>>())
        .unwrap_or_default();
    let fields = all_fields();
    match nearest(
        name,
        fields
            .iter()
            .map(String::as_str)
            .filter(|f| !known.iter().any(|k| k == f)),
    ) {
        Some(near) => problem.help(format!("did you mean `{near}`?")),
        None => problem.help("`auditrail rules schema` prints all fields"),
    }
}

/// Every field name of every file format.
fn all_fields() -> Vec<String> {
    fn gather(schema: &Value, names: &mut Vec<String>) {
        match schema {
            Value::Object(object) => {
                if let Some(Value::Object(properties)) = object.get("properties") {
                    names.extend(properties.keys().cloned());
                }
                object.values().for_each(|value| gather(value, names));
            }
            Value::Array(items) => items.iter().for_each(|value| gather(value, names)),
            _ => {}
        }
    }
    let mut names = Vec::new();
    for schema in [of_rules(), of_cases(), of_frameworks()] {
        gather(&schema, &mut names);
    }
    names.sort();
    names.dedup();
    names
}

/// The candidate that a slip of the keyboard turned into `name`: at most a third of its
/// letters differ.
pub fn nearest<'a>(name: &str, candidates: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    candidates
        .map(|candidate| (strsim::damerau_levenshtein(name, candidate), candidate))
        .filter(|(distance, _)| *distance <= name.chars().count().div_ceil(3))
        // Of several, the one with the same beginning: versions differ at their ends.
        .min_by_key(|(distance, candidate)| (*distance, Reverse(shared_start(name, candidate))))
        .map(|(_, candidate)| candidate)
}

fn shared_start(a: &str, b: &str) -> usize {
    a.chars().zip(b.chars()).take_while(|(a, b)| a == b).count()
}

fn names(options: &Value) -> Vec<String> {
    let options = options.as_array().cloned().unwrap_or_default();
    let options = options.iter().filter_map(Value::as_str);
    options.map(str::to_owned).collect()
}

fn not_one_of(instance: &Value, options: &[String]) -> String {
    let options: Vec<String> = options.iter().map(|o| format!("`{o}`")).collect();
    format!(
        "{} is not one of {}",
        describe(instance),
        options.join(", ")
    )
}

/// The errors of the branch that was meant, where the value is of the type of one only:
/// what is wrong inside an optional mapping is not that it should have been left out.
fn only_branch<'e>(
    error: &ValidationError<'_>,
    context: &'e [Vec<ValidationError<'static>>],
) -> Option<&'e [ValidationError<'static>]> {
    let mut meant = context.iter().filter(|branch| {
        !branch.iter().any(|inner| {
            matches!(inner.kind(), ValidationErrorKind::Type { .. })
                && inner.instance_path() == error.instance_path()
        })
    });
    let branch = meant.next()?;
    meant.next().is_none().then_some(branch)
}

/// Why no branch fits: the constants of the branches are what could have been written.
fn none_fits(instance: &Value, context: &[Vec<ValidationError<'static>>]) -> String {
    let mut options = Vec::new();
    let mut wanted = Vec::new();
    for error in context.iter().flatten() {
        match error.kind() {
            ValidationErrorKind::Constant { expected_value } => {
                options.extend(expected_value.as_str().map(str::to_owned));
            }
            ValidationErrorKind::Enum { options: more } => options.extend(names(more)),
            ValidationErrorKind::Required { property } => {
                wanted.extend(property.as_str().map(|p| format!("with `{p}`")));
            }
            ValidationErrorKind::Type { kind } => wanted.push(types(kind)),
            _ => {}
        }
    }
    if options.is_empty() {
        wanted.dedup();
        format!(
            "must be {}, not {}",
            wanted.join(" or "),
            describe(instance)
        )
    } else {
        not_one_of(instance, &options)
    }
}

fn types(kind: &TypeKind) -> String {
    match kind {
        TypeKind::Single(one) => article(&one.to_string()),
        TypeKind::Multiple(many) => {
            // That an optional field may be left out helps nobody who has filled it in.
            let many = many.iter().map(|t| t.to_string()).filter(|t| t != "null");
            let many: Vec<String> = many.map(|t| article(&t)).collect();
            many.join(" or ")
        }
    }
}

fn article(json_type: &str) -> String {
    match json_type {
        "string" => "a text",
        "integer" => "a whole number",
        "number" => "a number",
        "boolean" => "`true` or `false`",
        "array" => "a list",
        "object" => "a mapping",
        _ => "empty",
    }
    .to_owned()
}

fn describe(value: &Value) -> String {
    match value {
        Value::String(text) => format!("`{text}`"),
        Value::Null => "empty".to_owned(),
        Value::Array(_) => "a list".to_owned(),
        Value::Object(_) => "a mapping".to_owned(),
        other => format!("`{other}`"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rule::diagnostic::Source;
    use std::sync::Arc;

    fn problems(text: &str) -> Vec<String> {
        let source = Arc::new(Source {
            name: "x.yaml".into(),
            text: text.into(),
        });
        let document = Document::parse(&source).unwrap();
        let problems = read::<RuleFile>(&document).err().unwrap_or_default();
        let mut problems: Vec<_> = problems
            .iter()
            .map(|p| {
                let (line, column) = p.line_column();
                let help = p.help.as_deref().unwrap_or_default();
                format!("{line}:{column} {} {help}", p.message)
            })
            .collect();
        problems.sort();
        problems
    }

    #[test]
    fn the_schemas_compile() {
        assert!(RULE.is_some() && CASES.is_some() && FRAMEWORK.is_some());
    }

    #[test]
    fn all_problems_of_a_file_are_found_at_once_each_with_its_place() {
        let found = problems(
            "title: x\nseverty: low\nservice: ''\njudges: trial\nwhy: [x]\nfix: {consol: x}\nuses: [trail, sqs]\n",
        );
        let expected = [
            "1:1 the field `severity` is missing",
            "2:1 there is no field `severty` here did you mean `severity`?",
            "3:10 must not be empty",
            "4:9 `trial` is not one of",
            "5:6 must be a text, not a list",
            "6:7 there is no field `consol` here did you mean `console`?",
            "7:15 `sqs` is not one of",
        ];
        assert_eq!(found.len(), expected.len(), "{found:#?}");
        for (found, expected) in found.iter().zip(expected) {
            assert!(found.starts_with(expected), "{found} / {expected}");
        }
    }

    #[test]
    fn slips_are_recognised() {
        assert_eq!(
            nearest("titel", ["title", "pass"].into_iter()),
            Some("title")
        );
        let versions = ["x-4.0.1", "x-7.0.0"];
        assert_eq!(nearest("x-7.0.1", versions.into_iter()), Some("x-7.0.0"));
        assert_eq!(nearest("xyz", ["title", "pass"].into_iter()), None);
    }
}
