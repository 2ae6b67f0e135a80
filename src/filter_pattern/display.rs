//! The normal form of patterns: what parses back to the same tree.
//!
//! It has spaces for the reader. Only when these would carry a pattern beyond the length that AWS
//! takes are they left out; the compact form is never longer than what was parsed.

use std::fmt::{self, Display, Formatter, Write};

use super::ast::{
    Ast, Comparison, Entry, Expr, Field, FieldTest, JsonCondition, JsonTest, Role, Selector, Space,
    Step, Term, Value,
};
use super::parser::MAX_CHARACTERS;
use super::{Glob, Number, Regex, Text};

#[derive(Clone, Copy, PartialEq, Eq)]
enum Layout {
    Readable,
    Compact,
}

impl Layout {
    /// White space that only readers need.
    fn space(self) -> &'static str {
        match self {
            Self::Readable => " ",
            Self::Compact => "",
        }
    }
}

impl Display for Ast {
    fn fmt(&self, out: &mut Formatter<'_>) -> fmt::Result {
        let mut readable = String::new();
        pattern(self, &mut readable, Layout::Readable)?;
        if readable.chars().count() <= MAX_CHARACTERS {
            out.write_str(&readable)
        } else {
            pattern(self, out, Layout::Compact)
        }
    }
}

fn pattern(ast: &Ast, out: &mut dyn Write, layout: Layout) -> fmt::Result {
    let space = layout.space();
    match ast {
        Ast::All => Ok(()),
        Ast::Terms(terms) => write_terms(terms, out, layout),
        Ast::Regex(regex) => write!(out, "{regex}"),
        Ast::Json(expr) => {
            write!(out, "{{{space}")?;
            expression(expr, out, layout, &|condition, out| {
                json_condition(condition, out, layout)
            })?;
            write!(out, "{space}}}")
        }
        Ast::Space(entries) => write_space(entries, out, layout),
    }
}

fn write_terms(terms: &[Term], out: &mut dyn Write, layout: Layout) -> fmt::Result {
    for (at, term) in terms.iter().enumerate() {
        // A sign is a separator by itself.
        let space = if term.role == Role::Required {
            " "
        } else {
            layout.space()
        };
        out.write_str(if at > 0 { space } else { "" })?;
        write!(out, "{term}")?;
    }
    Ok(())
}

impl Display for Term {
    fn fmt(&self, out: &mut Formatter<'_>) -> fmt::Result {
        out.write_str(match self.role {
            Role::Required => "",
            Role::Optional => "?",
            Role::Excluded { detached: false } => "-",
            Role::Excluded { detached: true } => "- ",
        })?;
        self.text.fmt(out)
    }
}

type WriteCondition<'a, C> = &'a dyn Fn(&C, &mut dyn Write) -> fmt::Result;

fn expression<C>(
    expr: &Expr<C>,
    out: &mut dyn Write,
    layout: Layout,
    write: WriteCondition<'_, C>,
) -> fmt::Result {
    let (parts, connective) = match expr {
        Expr::Cond(condition) => return write(condition, out),
        Expr::And(parts) => (parts, "&&"),
        Expr::Or(parts) => (parts, "||"),
    };
    let space = layout.space();
    for (at, part) in parts.iter().enumerate() {
        if at > 0 {
            write!(out, "{space}{connective}{space}")?;
        }
        // Only an alternative inside a conjunction would be read differently without them.
        if matches!((expr, part), (Expr::And(_), Expr::Or(_))) {
            out.write_char('(')?;
            expression(part, out, layout, write)?;
            out.write_char(')')?;
        } else {
            expression(part, out, layout, write)?;
        }
    }
    Ok(())
}

impl Display for JsonCondition {
    fn fmt(&self, out: &mut Formatter<'_>) -> fmt::Result {
        json_condition(self, out, Layout::Readable)
    }
}

fn json_condition(condition: &JsonCondition, out: &mut dyn Write, layout: Layout) -> fmt::Result {
    selector(&condition.selector, out, layout)?;
    let keywords = match &condition.test {
        JsonTest::Compare(test) => return comparison(test, out, layout),
        JsonTest::IsNull => "IS NULL",
        JsonTest::IsTrue => "IS TRUE",
        JsonTest::IsFalse => "IS FALSE",
        JsonTest::NotExists => "NOT EXISTS",
    };
    // A name would take in the keyword; brackets and wildcards end by themselves.
    let space = match condition.selector.steps.last() {
        Some(step) if step.is_bracket() => layout.space(),
        _ => " ",
    };
    write!(out, "{space}{keywords}")
}

impl Display for Selector {
    fn fmt(&self, out: &mut Formatter<'_>) -> fmt::Result {
        selector(self, out, Layout::Readable)
    }
}

fn selector(selector: &Selector, out: &mut dyn Write, layout: Layout) -> fmt::Result {
    out.write_char('$')?;
    for (at, step) in selector.steps.iter().enumerate() {
        // Brackets follow directly, except after the root.
        let dot = if at == 0 { "." } else { "" };
        match step {
            Step::Member {
                name,
                bracketed: true,
            } => write!(out, "{dot}['{name}']")?,
            Step::Member { name, .. } => write!(out, ".{name}")?,
            Step::Index(index) => write!(out, "{dot}[{index}]")?,
            Step::Wildcard if at == 0 || layout == Layout::Compact => out.write_str(".*")?,
            Step::Wildcard => out.write_str("[*]")?,
        }
    }
    Ok(())
}

/// The operator and the value, with the space before them.
impl Display for Comparison {
    fn fmt(&self, out: &mut Formatter<'_>) -> fmt::Result {
        comparison(self, out, Layout::Readable)
    }
}

fn comparison(comparison: &Comparison, out: &mut dyn Write, layout: Layout) -> fmt::Result {
    let space = layout.space();
    match comparison {
        Comparison::Equals(value) => write!(out, "{space}={space}{value}"),
        Comparison::Differs(value) => write!(out, "{space}!={space}{value}"),
        Comparison::Order(order, number) => {
            write!(out, "{space}{}{space}{number}", order.symbol())
        }
    }
}

fn write_space(pattern: &Space, out: &mut dyn Write, layout: Layout) -> fmt::Result {
    out.write_char('[')?;
    for (at, entry) in pattern.entries.iter().enumerate() {
        if at > 0 {
            write!(out, ",{}", layout.space())?;
        }
        match entry {
            Entry::Ellipsis => out.write_str("...")?,
            Entry::Unnamed => {}
            Entry::Field(entry) => field(entry, out, layout)?,
        }
    }
    out.write_char(']')
}

impl Display for Field {
    fn fmt(&self, out: &mut Formatter<'_>) -> fmt::Result {
        field(self, out, Layout::Readable)
    }
}

fn field(field: &Field, out: &mut dyn Write, layout: Layout) -> fmt::Result {
    expression(&field.test, out, layout, &|test, out| {
        out.write_str(&field.name)?;
        match test {
            FieldTest::Any => Ok(()),
            FieldTest::Compare(test) => comparison(test, out, layout),
        }
    })
}

impl Display for Value {
    fn fmt(&self, out: &mut Formatter<'_>) -> fmt::Result {
        match self {
            Self::Number(number) => number.fmt(out),
            Self::Text(text) => text.fmt(out),
            Self::Glob(glob) => glob.fmt(out),
            Self::Regex(regex) => regex.fmt(out),
        }
    }
}

impl Display for Text {
    fn fmt(&self, out: &mut Formatter<'_>) -> fmt::Result {
        if self.quoted {
            write!(out, "\"{}\"", self.source)
        } else {
            out.write_str(&self.source)
        }
    }
}

impl Display for Glob {
    fn fmt(&self, out: &mut Formatter<'_>) -> fmt::Result {
        self.text.fmt(out)
    }
}

impl Display for Number {
    fn fmt(&self, out: &mut Formatter<'_>) -> fmt::Result {
        out.write_str(self.source())
    }
}

impl Display for Regex {
    fn fmt(&self, out: &mut Formatter<'_>) -> fmt::Result {
        write!(out, "%{}%", self.source())
    }
}
