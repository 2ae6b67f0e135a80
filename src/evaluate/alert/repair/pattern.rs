//! Patterns that match more.

use crate::coverage::Condition;
use crate::evaluate::alert::requirement::Item;
use crate::filter_pattern::{Ast, Clause, Expr, JsonCondition, Pattern};

/// The longest pattern that AWS takes.
const LONGEST: usize = 1024;

/// `pattern` without the clauses that lose an event; none if that is all of it.
pub fn without(pattern: &Pattern, lost: &[Clause]) -> Option<String> {
    let Ast::Json(expr) = pattern.ast() else {
        return None;
    };
    let left = weaker(expr, lost)?;
    // Its normal form.
    Some(Ast::Json(left).to_string())
}

/// The expression with the clauses taken to hold; none if it then always does.
fn weaker(expr: &Expr<JsonCondition>, lost: &[Clause]) -> Option<Expr<JsonCondition>> {
    match expr {
        Expr::Cond(condition) => {
            let own = condition.span.range();
            let is_lost = lost.iter().any(|clause| clause.span.range() == own);
            (!is_lost).then(|| expr.clone())
        }
        Expr::And(parts) => {
            let left: Vec<_> = parts.iter().filter_map(|part| weaker(part, lost)).collect();
            (!left.is_empty()).then(|| Expr::all_of(left))
        }
        Expr::Or(parts) => {
            let left: Option<Vec<_>> = parts.iter().map(|part| weaker(part, lost)).collect();
            left.map(Expr::any_of)
        }
    }
}

/// `source`, a JSON pattern, that matches `items` as well; none where it gets too long.
pub fn with(source: &str, items: &[&Item]) -> Option<String> {
    let inner = source.trim().strip_prefix('{')?.strip_suffix('}')?.trim();
    let text = format!("{{ ({inner}) || {} }}", alternatives(items));
    (text.len() <= LONGEST && Pattern::parse(&text).is_ok()).then_some(text)
}

/// A pattern that matches `items`; none where it gets too long.
pub fn of(items: &[&Item]) -> Option<String> {
    let text = format!("{{ {} }}", alternatives(items));
    (text.len() <= LONGEST && Pattern::parse(&text).is_ok()).then_some(text)
}

/// Each item, those that differ in the operation alone put together.
fn alternatives(items: &[&Item]) -> String {
    let mut groups: Vec<(Vec<String>, Vec<&str>)> = Vec::new();
    for item in items {
        let fields = item.fields.iter();
        let fields = fields.filter(|(path, _)| {
            let name = path.join(".");
            name != "eventName" && name != "awsRegion" || item.name.is_none()
        });
        let clauses: Vec<String> = fields.map(|(path, c)| clause(path, c)).collect();
        let name = item.name.as_deref();
        match groups.iter_mut().find(|(others, _)| *others == clauses) {
            Some((_, names)) => names.extend(name),
            None => groups.push((clauses, name.into_iter().collect())),
        }
    }
    let texts: Vec<String> = groups
        .into_iter()
        .map(|(mut clauses, names)| {
            let names: Vec<String> = names
                .iter()
                .map(|name| format!("$.eventName = {}", quoted(name)))
                .collect();
            if !names.is_empty() {
                clauses.push(joined(&names, " || "));
            }
            joined(&clauses, " && ")
        })
        .collect();
    texts.join(" || ")
}

fn joined(parts: &[String], with: &str) -> String {
    match parts {
        [one] => one.clone(),
        many => format!("({})", many.join(with)),
    }
}

fn clause(path: &[String], condition: &Condition) -> String {
    let field = format!("$.{}", path.join("."));
    let each = |texts: &[String], op: &str, with: &str| {
        let parts: Vec<String> = texts
            .iter()
            .map(|text| format!("{field} {op} {}", quoted(text)))
            .collect();
        joined(&parts, with)
    };
    let globs = |texts: &[String], before: &str, after: &str| -> Vec<String> {
        let texts = texts.iter();
        texts.map(|text| format!("{before}{text}{after}")).collect()
    };
    match condition {
        Condition::Is(text) => format!("{field} = {}", quoted(text)),
        Condition::IsNot(text) => format!("{field} != {}", quoted(text)),
        Condition::Exists(true) => format!("{field} = \"*\""),
        Condition::Exists(false) => format!("{field} NOT EXISTS"),
        Condition::StartsWith(text) => format!("{field} = {}", quoted(&format!("{text}*"))),
        Condition::EndsWith(text) => format!("{field} = {}", quoted(&format!("*{text}"))),
        Condition::EndsWithOneOf(texts) => each(&globs(texts, "*", ""), "=", " || "),
        Condition::StartsWithNoneOf(texts) => each(&globs(texts, "", "*"), "!=", " && "),
        Condition::OneOf(texts) => each(texts, "=", " || "),
        Condition::NoneOf(texts) => each(texts, "!=", " && "),
    }
}

fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::filter_pattern::{Event, blame};
    use serde_json::json;

    #[test]
    fn a_losing_clause_is_left_out() {
        let source = r#"{ ($.eventName = A || $.eventName = B) && $.ip = "10.*" }"#;
        let pattern = Pattern::parse(source).unwrap();
        let event = json!({"eventName": "A", "ip": "203.0.113.10"});
        let lost = blame(&pattern, &Event::from_value(&event));
        let left = without(&pattern, &lost).unwrap();
        assert!(
            !left.contains("ip") && Pattern::parse(&left).is_ok(),
            "{left}"
        );
        let all = Pattern::parse("{ $.a = x }").unwrap();
        let lost = blame(&all, &Event::from_value(&json!({})));
        assert_eq!(without(&all, &lost), None);
    }

    #[test]
    fn quotes_and_backslashes_are_escaped() {
        let path = vec!["a".to_owned()];
        let text = format!(
            "{{ {} }}",
            clause(&path, &Condition::Is(r#"x"\"#.to_owned()))
        );
        assert!(Pattern::parse(&text).is_ok(), "{text}");
    }
}
