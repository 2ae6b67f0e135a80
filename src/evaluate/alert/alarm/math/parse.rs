//! Reads metric math.

use super::{Expression, Reduction};

/// How deep an expression may nest.
const DEEPEST: usize = 32;

/// Reads `source` into an expression; otherwise what in it is not decided.
pub(super) fn parse(source: &str) -> Result<Expression, String> {
    let mut parser = Parser {
        source,
        rest: source,
        depth: 0,
    };
    let expression = parser.sum()?;
    if parser.rest.trim_start().is_empty() {
        Ok(expression)
    } else {
        Err(parser.undecided())
    }
}

struct Parser<'s> {
    source: &'s str,
    rest: &'s str,
    depth: usize,
}

impl<'s> Parser<'s> {
    fn undecided(&self) -> String {
        format!("auditrail does not judge the metric math `{}`", self.source)
    }

    fn takes(&mut self, token: char) -> bool {
        let after = self.rest.trim_start().strip_prefix(token);
        self.rest = after.unwrap_or(self.rest);
        after.is_some()
    }

    fn needs(&mut self, token: char) -> Result<(), String> {
        if self.takes(token) {
            Ok(())
        } else {
            Err(self.undecided())
        }
    }

    /// The longest start of the rest that is made of such characters.
    fn word(&mut self, of: impl Fn(char) -> bool) -> &'s str {
        let rest = self.rest.trim_start();
        let end = rest.find(|c| !of(c)).unwrap_or(rest.len());
        let (word, rest) = rest.split_at_checked(end).unwrap_or((rest, ""));
        self.rest = rest;
        word
    }

    fn sum(&mut self) -> Result<Expression, String> {
        self.depth += 1;
        if self.depth > DEEPEST {
            return Err(self.undecided());
        }
        let mut sum = self.operand()?;
        let mut terms = 1;
        while self.takes('+') {
            // The tree leans to one side, as deep as there are terms; CloudWatch takes
            // ten metrics in an alarm.
            terms += 1;
            if terms > DEEPEST {
                return Err(self.undecided());
            }
            sum = Expression::Plus(Box::new(sum), Box::new(self.operand()?));
        }
        self.depth -= 1;
        Ok(sum)
    }

    fn operand(&mut self) -> Result<Expression, String> {
        if self.takes('(') {
            let inner = self.sum()?;
            self.needs(')')?;
            return Ok(inner);
        }
        if self.takes('[') {
            let mut items = vec![self.sum()?];
            while self.takes(',') {
                items.push(self.sum()?);
            }
            self.needs(']')?;
            return Ok(Expression::List(items));
        }
        let word = self.word(|c| c.is_ascii_alphanumeric() || c == '_' || c == '.');
        match word.chars().next() {
            Some('0'..='9' | '.') => self.number(word).map(Expression::Number),
            // An id begins with a lowercase letter.
            Some('a'..='z') => Ok(Expression::Id(word.to_owned())),
            Some('A'..='Z') => self.function(word),
            _ => Err(self.undecided()),
        }
    }

    fn number(&self, word: &str) -> Result<f64, String> {
        let number = word.parse().ok().filter(|n: &f64| n.is_finite());
        number.ok_or_else(|| self.undecided())
    }

    fn function(&mut self, name: &str) -> Result<Expression, String> {
        self.needs('(')?;
        let made = match (name, Reduction::parse(name)) {
            ("METRICS", _) => Expression::Metrics,
            ("FILL", _) => {
                let what = Box::new(self.sum()?);
                self.needs(',')?;
                let sign = if self.takes('-') { -1.0 } else { 1.0 };
                let word = self.word(|c| c.is_ascii_digit() || c == '.');
                Expression::Fill(what, sign * self.number(word)?)
            }
            (_, Some(reduction)) => Expression::Reduce(reduction, Box::new(self.sum()?)),
            _ => return Err(self.undecided()),
        };
        self.needs(')')?;
        Ok(made)
    }
}
