//! Expressions that a rule gives a name (`let`), so that its conditions and messages can
//! say the same thing twice without writing it twice.
//!
//! A name stands for its expression as it is written: it may use the variable of the loop
//! that it is used in. Names may use each other, but not themselves.

use std::collections::BTreeMap;

use cel::common::ast::{EntryExpr, Expr, IdedEntryExpr, IdedExpr};

use super::condition::{ConditionError, parse};

/// How many parts an expression may have once all names in it are replaced. The largest
/// built-in one has a few hundred.
const PARTS: usize = 20_000;

/// The named expressions of a rule, with the names in them replaced.
#[derive(Debug, Default)]
pub struct Abbreviations(BTreeMap<String, IdedExpr>);

/// What is wrong with the expression of a name.
#[derive(Debug)]
pub struct AbbreviationError {
    /// The name.
    pub name: String,
    /// The problem.
    pub problem: ConditionError,
}

impl Abbreviations {
    /// Compiles the expressions that `written` names.
    ///
    /// # Errors
    /// All that is wrong with them.
    pub fn compile(written: &BTreeMap<String, String>) -> Result<Self, Vec<AbbreviationError>> {
        let mut parsed = BTreeMap::new();
        let mut problems = Vec::new();
        for (name, source) in written {
            match parse(source) {
                Ok(expr) => {
                    parsed.insert(name.clone(), expr);
                }
                Err(errors) => problems.extend(errors.into_iter().map(|problem| {
                    let name = name.clone();
                    AbbreviationError { name, problem }
                })),
            }
        }
        if !problems.is_empty() {
            return Err(problems);
        }
        let unfinished = Self(parsed);
        let mut finished = BTreeMap::new();
        for (name, expr) in &unfinished.0 {
            let mut expr = expr.clone();
            match unfinished.replace_all(&mut expr, &[name]) {
                Ok(()) => {
                    finished.insert(name.clone(), expr);
                }
                Err(message) => problems.push(AbbreviationError {
                    name: name.clone(),
                    problem: ConditionError { offset: 0, message },
                }),
            }
        }
        if problems.is_empty() {
            Ok(Self(finished))
        } else {
            Err(problems)
        }
    }

    /// Puts the expressions in place of their names in `expr`.
    ///
    /// # Errors
    /// If it grows beyond all bounds.
    pub fn expand(&self, expr: &mut IdedExpr) -> Result<(), String> {
        self.replace_all(expr, &[])
    }

    fn replace_all(&self, expr: &mut IdedExpr, inside: &[&str]) -> Result<(), String> {
        let mut parts = 0;
        self.replace(expr, inside, &mut Vec::new(), &mut parts)
    }

    /// `inside` are the names whose expressions are being replaced, `bound` the variables of
    /// the loops around `expr`.
    fn replace(
        &self,
        expr: &mut IdedExpr,
        inside: &[&str],
        bound: &mut Vec<String>,
        parts: &mut usize,
    ) -> Result<(), String> {
        *parts += 1;
        if *parts > PARTS {
            return Err(format!(
                "grows beyond {PARTS} parts when its names are replaced"
            ));
        }
        if let Expr::Ident(name) = &expr.expr
            && !bound.contains(name)
            && let Some((name, named)) = self.0.get_key_value(name)
        {
            if inside.contains(&name.as_str()) {
                return Err(format!("`{name}` stands for itself"));
            }
            *expr = named.clone();
            let inside = [inside, &[name]].concat();
            return self.replace(expr, &inside, bound, parts);
        }
        let outside = bound.len();
        if let Expr::Comprehension(c) = &mut expr.expr {
            self.replace(&mut c.iter_range, inside, bound, parts)?;
            self.replace(&mut c.accu_init, inside, bound, parts)?;
            bound.extend([c.iter_var.clone(), c.accu_var.clone()]);
            bound.extend(c.iter_var2.clone());
            for part in [&mut c.loop_cond, &mut c.loop_step, &mut c.result] {
                self.replace(part, inside, bound, parts)?;
            }
            bound.truncate(outside);
            return Ok(());
        }
        for part in children(&mut expr.expr) {
            self.replace(part, inside, bound, parts)?;
        }
        Ok(())
    }
}

/// The parts of an expression that binds no variable.
fn children(expr: &mut Expr) -> Vec<&mut IdedExpr> {
    match expr {
        Expr::Select(select) => vec![&mut select.operand],
        Expr::Call(call) => {
            let target = call.target.iter_mut().map(AsMut::as_mut);
            target.chain(&mut call.args).collect()
        }
        Expr::List(list) => list.elements.iter_mut().collect(),
        Expr::Map(map) => entries(&mut map.entries),
        Expr::Struct(fields) => entries(&mut fields.entries),
        Expr::Comprehension(_) | Expr::Ident(_) | Expr::Literal(_) | Expr::Unspecified => {
            Vec::new()
        }
    }
}

fn entries(entries: &mut [IdedEntryExpr]) -> Vec<&mut IdedExpr> {
    let parts = entries.iter_mut().flat_map(|entry| match &mut entry.expr {
        EntryExpr::StructField(field) => vec![&mut field.value],
        EntryExpr::MapEntry(entry) => vec![&mut entry.key, &mut entry.value],
    });
    parts.collect()
}

#[cfg(test)]
mod tests {
    use super::super::condition::Condition;
    use super::*;

    fn lets(written: &[(&str, &str)]) -> Result<Abbreviations, Vec<AbbreviationError>> {
        let written = written.iter();
        let written = written.map(|(name, source)| ((*name).to_owned(), (*source).to_owned()));
        Abbreviations::compile(&written.collect())
    }

    fn compile(source: &str, written: &[(&str, &str)]) -> Condition {
        Condition::compile_with(source, &["resource"], &lets(written).unwrap()).unwrap()
    }

    #[test]
    fn a_name_stands_for_its_expression() {
        let named = compile(
            "open && resource.Rules.exists(r, wide)",
            &[
                ("open", "resource.Open == true || closed == false"),
                ("closed", "resource.Closed"),
                ("wide", "r.Cidr == '0.0.0.0/0'"),
            ],
        );
        let written = compile(
            "(resource.Open == true || resource.Closed == false) \
             && resource.Rules.exists(r, r.Cidr == '0.0.0.0/0')",
            &[],
        );
        assert_eq!(named.fields(), written.fields());
        assert_eq!(named.resource_paths(), written.resource_paths());
        assert_eq!(named.variables(), written.variables());
    }

    #[test]
    fn a_loops_own_variable_is_not_replaced() {
        let condition = compile("resource.L.exists(open, open.A)", &[("open", "resource.B")]);
        assert!(!condition.fields().contains("B"));
    }

    #[test]
    fn a_name_that_stands_for_itself_is_refused() {
        let problems = lets(&[("a", "b + 1"), ("b", "a + 1"), ("c", "1")]).unwrap_err();
        let names: Vec<&str> = problems.iter().map(|p| p.name.as_str()).collect();
        assert_eq!(names, ["a", "b"]);
        assert_eq!(problems[0].problem.message, "`a` stands for itself");
    }

    #[test]
    fn a_loops_variable_outside_of_its_loop_is_refused() {
        let lets = lets(&[("wide", "r.Cidr == '0.0.0.0/0'")]).unwrap();
        let problems = Condition::compile_with("wide", &["resource"], &lets).unwrap_err();
        assert_eq!(problems[0].message, "there is no variable `r` here");
    }

    #[test]
    fn names_that_grow_without_end_are_refused() {
        let names: Vec<String> = (0..40).map(|n| format!("n{n}")).collect();
        let written: Vec<(&str, String)> = names
            .iter()
            .enumerate()
            .map(|(n, name)| match n {
                0 => (name.as_str(), "[1]".to_owned()),
                n => (name.as_str(), format!("n{0} + n{0}", n - 1)),
            })
            .collect();
        let written: Vec<(&str, &str)> = written.iter().map(|(n, s)| (*n, s.as_str())).collect();
        let problems = lets(&written).unwrap_err();
        assert!(problems[0].problem.message.starts_with("grows beyond"));
    }
}
