//! Reads the rules of composite alarms.

use super::Rule;
use crate::evaluate::alert::alarm::state::State;

/// How deep parentheses may nest, and how many parts a rule may have. CloudWatch takes a
/// hundred alarms in a rule.
const DEEPEST: usize = 64;
const MOST_PARTS: usize = 1000;

/// Reads `source`; otherwise why it is no rule that auditrail knows.
pub(super) fn parse(source: &str) -> Result<Rule, String> {
    let mut parser = Parser {
        source,
        rest: source,
        depth: 0,
        parts: 0,
    };
    let rule = parser.or()?;
    if parser.rest.trim_start().is_empty() {
        Ok(rule)
    } else {
        Err(parser.problem())
    }
}

struct Parser<'s> {
    source: &'s str,
    rest: &'s str,
    depth: usize,
    parts: usize,
}

impl<'s> Parser<'s> {
    fn problem(&self) -> String {
        format!(
            "auditrail does not understand rule `{}` from `{}` on",
            self.source,
            self.rest.trim_start()
        )
    }

    fn takes(&mut self, token: char) -> bool {
        let after = self.rest.trim_start().strip_prefix(token);
        self.rest = after.unwrap_or(self.rest);
        after.is_some()
    }

    /// The next word, and the rest after it.
    fn word(&self) -> (&'s str, &'s str) {
        let rest = self.rest.trim_start();
        let end = rest.find(|c: char| !c.is_ascii_alphabetic() && c != '_');
        rest.split_at_checked(end.unwrap_or(rest.len()))
            .unwrap_or((rest, ""))
    }

    fn takes_word(&mut self, wanted: &str) -> bool {
        let (word, rest) = self.word();
        let taken = word.eq_ignore_ascii_case(wanted);
        if taken {
            self.rest = rest;
        }
        taken
    }

    fn or(&mut self) -> Result<Rule, String> {
        let mut rule = self.and()?;
        while self.takes_word("OR") {
            rule = Rule::Or(Box::new(rule), Box::new(self.and()?));
        }
        Ok(rule)
    }

    fn and(&mut self) -> Result<Rule, String> {
        let mut rule = self.not()?;
        while self.takes_word("AND") {
            rule = Rule::And(Box::new(rule), Box::new(self.not()?));
        }
        Ok(rule)
    }

    fn not(&mut self) -> Result<Rule, String> {
        let mut negated = false;
        while self.takes_word("NOT") {
            negated = !negated;
        }
        let rule = self.part()?;
        Ok(if negated {
            Rule::Not(Box::new(rule))
        } else {
            rule
        })
    }

    fn part(&mut self) -> Result<Rule, String> {
        self.parts += 1;
        if self.parts > MOST_PARTS {
            return Err(self.problem());
        }
        if self.takes('(') {
            self.depth += 1;
            if self.depth > DEEPEST {
                return Err(self.problem());
            }
            let rule = self.or()?;
            self.depth -= 1;
            return if self.takes(')') {
                Ok(rule)
            } else {
                Err(self.problem())
            };
        }
        for (word, value) in [("TRUE", true), ("FALSE", false)] {
            if self.takes_word(word) {
                return Ok(Rule::Constant(value));
            }
        }
        for state in [State::Alarm, State::Ok, State::InsufficientData] {
            if self.takes_word(state.name()) {
                return Ok(Rule::Is(state, self.name()?));
            }
        }
        Err(self.problem())
    }

    /// The name or ARN in parentheses.
    fn name(&mut self) -> Result<String, String> {
        if !self.takes('(') {
            return Err(self.problem());
        }
        if self.takes('"') {
            let Some((name, rest)) = self.rest.split_once('"') else {
                return Err(self.problem());
            };
            self.rest = rest;
            return if self.takes(')') {
                Ok(name.to_owned())
            } else {
                Err(self.problem())
            };
        }
        match self.rest.split_once(')') {
            Some((name, rest)) if !name.trim().is_empty() && !name.contains(['(', '"']) => {
                self.rest = rest;
                Ok(name.trim().to_owned())
            }
            _ => Err(self.problem()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn is(name: &str) -> Rule {
        Rule::Is(State::Alarm, name.to_owned())
    }

    fn and(left: Rule, right: Rule) -> Rule {
        Rule::And(Box::new(left), Box::new(right))
    }

    #[test]
    fn not_binds_before_and_before_or() {
        let not_b = Rule::Not(Box::new(is("b")));
        let expected = Rule::Or(Box::new(is("a")), Box::new(and(not_b, is("c"))));
        assert_eq!(parse("ALARM(a) OR NOT ALARM(b) AND ALARM(c)"), Ok(expected));
    }

    #[test]
    fn names_may_have_anything_in_quotes() {
        let rule = parse("ALARM(\"a (b) AND c\")");
        assert_eq!(rule, Ok(is("a (b) AND c")));
        let rule = parse("ALARM( a b )AND\n\tOK(d)");
        let ok = Rule::Is(State::Ok, "d".to_owned());
        assert_eq!(rule, Ok(and(is("a b"), ok)));
    }

    #[test]
    fn broken_rules_are_problems() {
        for rule in [
            "",
            "ALARM",
            "ALARM(",
            "ALARM()",
            "ALARM(a",
            "ALARM(\"a)",
            "ALARM(\"a\"",
            "ALARM(a))",
            "(ALARM(a)",
            "ALARM(a) AND",
            "ALARM(a) ALARM(b)",
            "AND ALARM(a)",
            "NOT",
            "MAYBE(a)",
            "AT_LEAST(1, ALARM, (a, b))",
            "é",
        ] {
            assert!(parse(rule).is_err(), "{rule}");
        }
        assert!(parse(&"(".repeat(100_000)).is_err());
        assert!(parse(&"TRUE OR ".repeat(100_000)).is_err());
    }
}
