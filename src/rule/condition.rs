//! CEL expressions of rules: compiled, and asked what they look at.

use std::collections::BTreeSet;

use cel::common::ast::{EntryExpr, Expr, IdedExpr, LiteralValue};

use super::abbreviation::Abbreviations;
use super::function::{self, ENVIRONMENT};

/// A compiled expression.
#[derive(Debug)]
pub struct Condition {
    /// As the rule's author wrote it.
    pub source: String,
    expression: IdedExpr,
    fields: BTreeSet<String>,
    variables: BTreeSet<String>,
    paths: BTreeSet<Vec<String>>,
}

/// Why an expression does not compile, and at which byte of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConditionError {
    /// Bytes from the start of the expression.
    pub offset: usize,
    /// What is wrong.
    pub message: String,
}

impl Condition {
    /// Compiles `source`, in which the names in `variables` may be used.
    ///
    /// # Errors
    /// All that is wrong with it.
    pub fn compile(source: &str, variables: &[&str]) -> Result<Self, Vec<ConditionError>> {
        Self::compile_with(source, variables, &Abbreviations::default())
    }

    /// The same with the names of `abbreviations`.
    ///
    /// # Errors
    /// All that is wrong with it.
    pub fn compile_with(
        source: &str,
        variables: &[&str],
        abbreviations: &Abbreviations,
    ) -> Result<Self, Vec<ConditionError>> {
        let mut expression = parse(source)?;
        abbreviations.expand(&mut expression).map_err(|message| {
            let offset = 0;
            vec![ConditionError { offset, message }]
        })?;
        let mut uses = Uses::default();
        uses.look_at(&expression, &mut Vec::new());
        let unknown: Vec<ConditionError> = uses
            .variables
            .iter()
            .filter(|name| !variables.contains(&name.as_str()))
            .map(|name| ConditionError {
                offset: word(source, name),
                message: format!("there is no variable `{name}` here"),
            })
            .collect();
        if !unknown.is_empty() {
            return Err(unknown);
        }
        if uses.list_on_the_left {
            return Err(vec![ConditionError {
                offset: 0,
                message: "a list on the left of `==` is never equal to one of AWS's; \
                          write it on the right, or compare `size()`"
                    .to_owned(),
            }]);
        }
        Ok(Self {
            source: source.to_owned(),
            expression,
            fields: uses.fields,
            variables: uses.variables,
            paths: uses.paths,
        })
    }

    /// The compiled expression, for whoever evaluates it.
    pub fn expression(&self) -> &IdedExpr {
        &self.expression
    }

    /// Every field name that stands anywhere in the expression, as `.name` or
    /// `["name"]`.
    pub fn fields(&self) -> &BTreeSet<String> {
        &self.fields
    }

    /// The variables that it uses, without those of its own macros.
    pub fn variables(&self) -> &BTreeSet<String> {
        &self.variables
    }

    /// The paths below `resource` that it looks at, up to the first list or function:
    /// `resource.Status.IsLogging` is `["Status", "IsLogging"]`.
    pub fn resource_paths(&self) -> &BTreeSet<Vec<String>> {
        &self.paths
    }
}

/// Parses `source`.
///
/// # Errors
/// All that is wrong with its syntax.
pub fn parse(source: &str) -> Result<IdedExpr, Vec<ConditionError>> {
    let program = ENVIRONMENT.compile(source).map_err(|e| {
        let errors = e.errors.iter().map(|e| ConditionError {
            offset: offset(source, e.pos),
            message: format!("not valid CEL: {}", e.msg.trim()),
        });
        errors.collect::<Vec<_>>()
    })?;
    Ok(program.expression().clone())
}

/// The byte at `(line, column)`, both from 1.
fn offset(source: &str, (line, column): (isize, isize)) -> usize {
    let line = usize::try_from(line).unwrap_or(1).saturating_sub(1);
    let column = usize::try_from(column).unwrap_or(1).saturating_sub(1);
    let start: usize = source.split_inclusive('\n').take(line).map(str::len).sum();
    (start + column).min(source.len())
}

/// The byte at which `name` first stands as a word of its own.
fn word(source: &str, name: &str) -> usize {
    let part = |c: Option<char>| c.is_some_and(|c| c.is_alphanumeric() || c == '_' || c == '.');
    source
        .match_indices(name)
        .find(|(at, _)| {
            let before = source.get(..*at).and_then(|s| s.chars().next_back());
            let after = source.get(at + name.len()..).and_then(|s| s.chars().next());
            !part(before) && !after.is_some_and(|c| c.is_alphanumeric() || c == '_')
        })
        .map_or(0, |(at, _)| at)
}

#[derive(Default)]
struct Uses {
    list_on_the_left: bool,
    fields: BTreeSet<String>,
    variables: BTreeSet<String>,
    paths: BTreeSet<Vec<String>>,
}

impl Uses {
    fn look_at<'e>(&mut self, expr: &'e IdedExpr, bound: &mut Vec<&'e str>) {
        if let Some(path) = resource_path(expr) {
            self.paths.insert(path);
        }
        match &expr.expr {
            Expr::Ident(name) => {
                if !bound.contains(&name.as_str()) && !is_type(name) {
                    self.variables.insert(name.clone());
                }
            }
            Expr::Select(select) => {
                self.fields.insert(select.field.clone());
                self.look_at(&select.operand, bound);
            }
            Expr::Call(call) => {
                let equality = ["_==_", "_!=_"].contains(&call.func_name.as_str());
                // CEL asks the left side alone whether both are equal, and its own lists
                // do not know ours. What a function returns is compared with what is
                // written beside it.
                if equality && let [left, right] = call.args.as_slice() {
                    self.list_on_the_left |= is_built_here(left)
                        || is_returned(left) && !is_built_here(right) && !is_returned(right);
                }
                for arg in call.target.iter().map(AsRef::as_ref).chain(&call.args) {
                    if let Expr::Literal(LiteralValue::String(key)) = &arg.expr {
                        self.fields.insert(key.inner().to_owned());
                    }
                    self.look_at(arg, bound);
                }
            }
            Expr::Comprehension(c) => {
                self.look_at(&c.iter_range, bound);
                self.look_at(&c.accu_init, bound);
                let outside = bound.len();
                bound.extend([c.iter_var.as_str(), c.accu_var.as_str()]);
                bound.extend(c.iter_var2.as_deref());
                for part in [&c.loop_cond, &c.loop_step, &c.result] {
                    self.look_at(part, bound);
                }
                bound.truncate(outside);
            }
            Expr::List(list) => {
                for element in &list.elements {
                    self.look_at(element, bound);
                }
            }
            Expr::Map(map) => self.look_at_entries(&map.entries, bound),
            Expr::Struct(fields) => self.look_at_entries(&fields.entries, bound),
            Expr::Literal(_) | Expr::Unspecified => {}
        }
    }

    fn look_at_entries<'e>(
        &mut self,
        entries: &'e [cel::common::ast::IdedEntryExpr],
        bound: &mut Vec<&'e str>,
    ) {
        for entry in entries {
            match &entry.expr {
                EntryExpr::StructField(field) => self.look_at(&field.value, bound),
                EntryExpr::MapEntry(entry) => {
                    self.look_at(&entry.key, bound);
                    self.look_at(&entry.value, bound);
                }
            }
        }
    }
}

/// Whether the expression makes a list or a map of its own.
fn is_built_here(expr: &IdedExpr) -> bool {
    match &expr.expr {
        Expr::List(_) | Expr::Map(_) => true,
        // `map` and `filter` gather a list; `exists` and `all` a truth.
        Expr::Comprehension(c) => matches!(c.accu_init.expr, Expr::List(_) | Expr::Map(_)),
        _ => false,
    }
}

/// Whether the expression is a list or a map that a function of ours returns.
fn is_returned(expr: &IdedExpr) -> bool {
    match &expr.expr {
        Expr::Call(call) => function::LISTS_AND_MAPS.contains(&call.func_name.as_str()),
        _ => false,
    }
}

/// Names that CEL resolves to types rather than to variables.
fn is_type(name: &str) -> bool {
    matches!(
        name,
        "bool"
            | "int"
            | "uint"
            | "double"
            | "string"
            | "bytes"
            | "list"
            | "map"
            | "null_type"
            | "type"
            | "math"
            | "strings"
            | "lists"
    )
}

/// `["a", "b"]` for `resource.a.b`.
fn resource_path(expr: &IdedExpr) -> Option<Vec<String>> {
    let mut path = Vec::new();
    let mut expr = expr;
    while let Expr::Select(select) = &expr.expr {
        path.push(select.field.clone());
        expr = &select.operand;
    }
    let Expr::Ident(root) = &expr.expr else {
        return None;
    };
    path.reverse();
    (root == "resource" && !path.is_empty()).then_some(path)
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;

    #[test]
    fn it_knows_what_it_looks_at() {
        let condition = Condition::compile(
            "resource.Status.IsLogging && trails.exists(t, t.KmsKeyId == params.key)",
            &["resource", "trails", "params"],
        )
        .unwrap();
        let fields: Vec<&str> = condition.fields().iter().map(String::as_str).collect();
        assert_eq!(fields, ["IsLogging", "KmsKeyId", "Status", "key"]);
        let variables: Vec<&str> = condition.variables().iter().map(String::as_str).collect();
        assert_eq!(variables, ["params", "resource", "trails"]);
        assert!(
            condition
                .resource_paths()
                .contains(&vec!["Status".to_owned(), "IsLogging".to_owned()])
        );
    }

    #[test]
    fn fields_named_in_brackets_count() {
        let condition = Condition::compile("resource['Status'] == null", &["resource"]).unwrap();
        assert!(condition.fields().contains("Status"));
    }

    #[test]
    fn problems_have_their_place() {
        let problems = Condition::compile("true &&\n  resource.a ==", &["resource"]).unwrap_err();
        assert_eq!(problems[0].offset, "true &&\n  resource.a ==".len());
        let problems = Condition::compile("true && resorce.a", &["resource"]).unwrap_err();
        assert_eq!(problems[0].offset, 8);
        assert_eq!(problems[0].message, "there is no variable `resorce` here");
    }

    #[test]
    fn equalities_that_never_hold_are_refused() {
        for source in [
            "[] == resource.a",
            "resource.a.map(x, x) != resource.b",
            "full_access(resource.a) == resource.b",
        ] {
            assert!(
                Condition::compile(source, &["resource"]).is_err(),
                "{source}"
            );
        }
        for source in [
            "resource.a == []",
            "full_access(resource.a) == []",
            "full_access(resource.a) != nearly_full_access(resource.a)",
            "resource.a.all(x, x) == true",
            "size(resource.a.map(x, x)) == 0",
        ] {
            assert!(
                Condition::compile(source, &["resource"]).is_ok(),
                "{source}"
            );
        }
    }

    #[test]
    fn the_functions_are_there() {
        for source in [
            "arn('arn:aws:logs:eu-west-1:1:log-group:x').region == 'eu-west-1'",
            "['a', 'b'].join(', ') == 'a, b'",
            "'A'.lowerAscii() == 'a'",
            "size([1, 1].distinct()) == 1",
            "timestamp('2026-01-02T00:00:00Z') - timestamp('2026-01-01T00:00:00Z') == duration('24h')",
        ] {
            let condition = Condition::compile(source, &[]).unwrap();
            let context = cel::Context::with_env(Arc::clone(&ENVIRONMENT));
            let result = cel::Value::resolve_val(condition.expression(), &context);
            let result = result.and_then(|value| cel::Value::try_from(&*value));
            assert_eq!(result, Ok(cel::Value::Bool(true)), "{source}");
        }
    }
}
