//! Patterns and requirements as formulas over atoms, by one reading of the language.

mod event;

use super::atom::{Atoms, Key, NodeId, Numbers, Place, ROOT, Test};
use super::formula::Formula;
use super::machine::Language;
use super::texts::TextSet;
use super::universe::Kinds;
use super::{Condition, Deployed, Matcher, Requirement};
use crate::filter_pattern::Regex;
use crate::filter_pattern::reading::{Ambiguity, Reading, has_non_ascii_name, is_blank, keyword};
use crate::filter_pattern::{
    Ast, Comparison, Entry, Expr, FieldTest, JsonCondition, JsonTest, Role, Space, Step, Term,
    Value,
};

/// Builds formulas by one reading.
pub(super) struct Builder<'a> {
    pub(super) atoms: &'a mut Atoms,
    pub(super) reading: Reading<'a>,
}

impl Builder<'_> {
    /// The events that are required.
    pub(super) fn requirement(&mut self, requirement: &Requirement) -> Formula {
        match requirement {
            Requirement::Pattern(pattern) => self.ast(pattern.ast()),
            Requirement::Fields(fields) => self.fields(fields),
        }
    }

    /// The events that a deployed pattern matches where it counts.
    pub(super) fn deployed(&mut self, deployed: &Deployed<'_>) -> Formula {
        let pattern = match deployed.matcher {
            Matcher::Filter(pattern) => self.ast(pattern.ast()),
            Matcher::Event(pattern) => self.event(pattern),
        };
        let narrowed = self.fields(&deployed.only);
        Formula::all([pattern, narrowed])
    }

    /// Conditions that all hold.
    pub(super) fn fields(&mut self, fields: &[(Vec<String>, Condition)]) -> Formula {
        let conditions: Vec<Formula> = fields
            .iter()
            .map(|(path, condition)| self.condition(path, condition))
            .collect();
        Formula::all(conditions)
    }

    fn condition(&mut self, path: &[String], condition: &Condition) -> Formula {
        let place = Place::Node(self.atoms.tree.at(path));
        // Unlike in patterns, a number is not its text.
        let mut is = |texts: TextSet| {
            Formula::Literal(self.atoms.of(place.clone(), Test::text(texts)), true)
        };
        match condition {
            Condition::Is(text) => is(TextSet::One(text.clone())),
            Condition::IsNot(text) => is(TextSet::One(text.clone())).not(),
            Condition::StartsWith(text) => is(TextSet::Glob(vec![text.clone(), String::new()])),
            Condition::EndsWith(text) => is(TextSet::Glob(vec![String::new(), text.clone()])),
            // One language, however long the list: a search goes through fewer questions.
            Condition::EndsWithOneOf(ends) => is(Language::ending(ends).texts()),
            Condition::StartsWithNoneOf(starts) => is(Language::starting(starts).texts()).not(),
            Condition::OneOf(texts) => {
                let each: Vec<_> = texts.iter().map(|t| is(TextSet::One(t.clone()))).collect();
                Formula::any(each)
            }
            Condition::NoneOf(texts) => {
                let each: Vec<_> = texts.iter().map(|t| is(TextSet::One(t.clone()))).collect();
                Formula::any(each).not()
            }
            Condition::Exists(exists) => {
                Formula::Literal(self.atoms.of(place, Test::EXISTS), *exists)
            }
        }
    }

    fn ast(&mut self, ast: &Ast) -> Formula {
        match ast {
            Ast::All => Formula::True,
            Ast::Terms(terms) => self.terms(terms),
            Ast::Regex(regex) => {
                let texts = self.regex(regex);
                self.message(Test::Message(texts))
            }
            Ast::Json(expr) => self.expr(expr),
            Ast::Space(space) => self.space(space),
        }
    }

    fn message(&mut self, test: Test) -> Formula {
        Formula::Literal(self.atoms.of(Place::Message, test), true)
    }

    fn terms(&mut self, terms: &[Term]) -> Formula {
        let mut occurs = |term: &Term| {
            if self.reading.choice(Ambiguity::BlankTerm) == 1 && is_blank(&term.text) {
                return Formula::True;
            }
            let text = term.text.read(self.reading.choice(Ambiguity::QuotedEscape));
            let parts = vec![String::new(), text.into_owned(), String::new()];
            self.message(Test::Message(TextSet::Glob(parts)))
        };
        if terms.iter().all(|term| term.role == Role::Optional) {
            let each: Vec<Formula> = terms.iter().map(&mut occurs).collect();
            return Formula::any(each);
        }
        let mut all = Vec::with_capacity(terms.len());
        for term in terms {
            let found = occurs(term);
            match term.role {
                Role::Required => all.push(found),
                Role::Optional => {}
                Role::Excluded { .. } => all.push(found.not()),
            }
        }
        if self.reading.choice(Ambiguity::DetachedMinus) == 1 {
            for (term, part) in terms
                .iter()
                .filter(|t| t.role != Role::Optional)
                .zip(&mut all)
            {
                if term.role == (Role::Excluded { detached: true }) {
                    *part = part.not();
                }
            }
        }
        Formula::all(all)
    }

    fn space(&mut self, space: &Space) -> Formula {
        // A JSON text always has a word, so these match whatever it is.
        let free = |entry: &Entry| match entry {
            Entry::Ellipsis | Entry::Unnamed => true,
            Entry::Field(field) => field.test == Expr::Cond(FieldTest::Any),
        };
        if space.entries.len() <= 1 && space.entries.iter().all(free) {
            return Formula::True;
        }
        let number = self.atoms.space(space);
        self.message(Test::Space(number))
    }

    fn expr(&mut self, expr: &Expr<JsonCondition>) -> Formula {
        match expr {
            Expr::Cond(condition) => self.json(condition),
            Expr::And(parts) => {
                let parts: Vec<Formula> = parts.iter().map(|part| self.expr(part)).collect();
                Formula::all(parts)
            }
            Expr::Or(parts) => {
                let parts: Vec<Formula> = parts.iter().map(|part| self.expr(part)).collect();
                Formula::any(parts)
            }
        }
    }

    fn json(&mut self, condition: &JsonCondition) -> Formula {
        if has_non_ascii_name(condition) {
            match self.reading.choice(Ambiguity::NonAsciiName) {
                1 => return Formula::True,
                2 => return Formula::False,
                _ => {}
            }
        }
        let place = self.place(&condition.selector.steps);
        match &place {
            Place::Some { container, .. } => self.wild(&place, *container, &condition.test),
            _ => self.plain(&place, &condition.test),
        }
    }

    fn place(&mut self, steps: &[Step]) -> Place {
        let key = |step: &Step| match step {
            Step::Member { name, .. } => Some(Key::Name(name.clone())),
            Step::Index(index) => Some(Key::Index(*index)),
            Step::Wildcard => None,
        };
        let mut node = ROOT;
        for (at, step) in steps.iter().enumerate() {
            let Some(key) = key(step) else {
                let rest = steps.iter().skip(at + 1).filter_map(key).collect();
                return Place::Some {
                    container: node,
                    rest,
                };
            };
            node = self.atoms.tree.step(node, key);
        }
        Place::Node(node)
    }

    fn literal(&mut self, place: &Place, test: Test) -> Formula {
        Formula::Literal(self.atoms.of(place.clone(), test), true)
    }

    fn plain(&mut self, place: &Place, test: &JsonTest) -> Formula {
        match test {
            JsonTest::NotExists => self.literal(place, Test::EXISTS).not(),
            JsonTest::IsNull => self.null(place),
            JsonTest::IsTrue => self.literal(place, Test::Kind(Kinds::TRUE)),
            JsonTest::IsFalse => self.literal(place, Test::Kind(Kinds::FALSE)),
            JsonTest::Compare(Comparison::Order(order, number)) => {
                self.literal(place, Test::Order(*order, number.decimal().clone()))
            }
            JsonTest::Compare(Comparison::Equals(value)) => {
                let test = self.equals(value);
                self.literal(place, test)
            }
            JsonTest::Compare(Comparison::Differs(value)) => {
                let test = self.equals(value);
                // What cannot be compared does not differ either.
                let comparable = match test {
                    Test::Is { .. } => Test::SCALAR,
                    _ => Test::EXISTS,
                };
                let comparable = self.literal(place, comparable);
                let equal = self.literal(place, test);
                if let Formula::Literal(atom, _) = equal {
                    self.atoms.excludes(atom);
                }
                Formula::all([comparable, equal.not()])
            }
        }
    }

    /// `null`, or an array with a `null` in it.
    fn null(&mut self, place: &Place) -> Formula {
        let null = self.literal(place, Test::Kind(Kinds::NULL));
        let Place::Node(container) = *place else {
            return null;
        };
        let array = self.literal(place, Test::Kind(Kinds::ARRAY));
        let rest = Vec::new();
        let within = Place::Some { container, rest };
        let within = self.literal(&within, Test::Kind(Kinds::NULL));
        Formula::any([null, Formula::all([array, within])])
    }

    fn wild(&mut self, place: &Place, container: NodeId, test: &JsonTest) -> Formula {
        match test {
            JsonTest::Compare(Comparison::Differs(value)) => {
                let test = self.equals(value);
                let equal = self.literal(place, test);
                let there = match container {
                    ROOT => Formula::True,
                    other => self.literal(&Place::Node(other), Test::EXISTS),
                };
                Formula::all([there, equal.not()])
            }
            other => self.plain(place, other),
        }
    }

    fn equals(&mut self, value: &Value) -> Test {
        if let Value::Text(text) = value
            && self.reading.choice(Ambiguity::KeywordValue) == 1
        {
            match keyword(text) {
                Some(JsonTest::IsNull) => return Test::Kind(Kinds::NULL),
                Some(JsonTest::IsTrue) => return Test::Kind(Kinds::TRUE),
                Some(_) => return Test::Kind(Kinds::FALSE),
                None => {}
            }
        }
        let escapes = self.reading.choice(Ambiguity::QuotedEscape);
        let texts = match value {
            Value::Number(number) => TextSet::One(number.source().to_owned()),
            Value::Text(text) => TextSet::One(text.read(escapes).into_owned()),
            Value::Glob(glob) => match glob.read(self.reading) {
                // Where inner asterisks are literal there may be no other.
                mut parts if parts.len() == 1 => TextSet::One(parts.pop().unwrap_or_default()),
                parts => TextSet::Glob(parts),
            },
            Value::Regex(regex) => self.regex(regex),
        };
        match value {
            Value::Number(number) => Test::Is {
                texts,
                numbers: Numbers::ByValue(number.decimal().clone()),
            },
            _ => Test::is(texts),
        }
    }

    fn regex(&self, regex: &Regex) -> TextSet {
        TextSet::Regex {
            translated: regex.translation(self.reading).to_owned(),
            early_end: self.reading.choice(Ambiguity::RegexEnd) == 1 && regex.has_end_anchor(),
        }
    }
}
