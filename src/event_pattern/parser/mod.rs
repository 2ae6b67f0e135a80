//! From JSON to the tree.

mod operator;

use super::ast::{Content, Matcher, Matchers, Member, OR, Object};
use super::error::{ErrorKind, ParseError};
use super::source::Source;

pub(super) use operator::OPERATORS;

/// The characters that `PutRule` takes (API reference, `EventPattern`: maximum length).
const LONGEST: usize = 4096;

/// The combinations of `$or` that a rule may have (user guide, "Comparison operators", or
/// matching).
const COMBINATIONS: usize = 1000;

/// Names that no field in `$or` may have: operators of today, and those event-ruler keeps for
/// later (its `Constants.java`).
const RESERVED: &[&str] = &[
    "exactly",
    "equals-ignore-case",
    "prefix",
    "suffix",
    "anything-but",
    "exists",
    "wildcard",
    "numeric",
    "cidr",
    "=",
    "<",
    "<=",
    ">",
    ">=",
    "regex",
    "not-wildcard",
    "not-equals-ignore-case",
    "date-after",
    "date-on-or-after",
    "date-before",
    "date-on-or-before",
    "in-date-range",
    "ip-address-in-range",
    "ip-address-not-in-range",
];

type Result<T> = std::result::Result<T, ParseError>;

/// Reads a pattern.
pub(super) fn parse(source: &str) -> Result<Object> {
    let whole = |kind| ParseError {
        pointer: String::new(),
        kind,
    };
    let length = source.chars().count();
    if length > LONGEST {
        return Err(whole(ErrorKind::TooLong(length)));
    }
    let json: Source =
        serde_json::from_str(source).map_err(|error| whole(ErrorKind::Json(error.to_string())))?;
    let Source::Object(members) = &json else {
        return Err(whole(ErrorKind::NotAnObject(json.kind())));
    };
    let read = |or_is_operator| {
        let mut parser = Parser {
            or_is_operator,
            pointer: String::new(),
        };
        parser.object(members, false)
    };
    match read(true) {
        Ok(object) => match combinations(&object) {
            count if count > COMBINATIONS => Err(whole(ErrorKind::Combinations(count))),
            _ => Ok(object),
        },
        // As event-ruler: a pattern that is none with `$or` as an operator may be one with
        // fields of that name.
        Err(error) if json.has_key(OR) => read(false).map_err(|_| error),
        Err(error) => Err(error),
    }
}

/// How many ways lead through the `$or`s.
fn combinations(object: &Object) -> usize {
    let of_member = |member: &Member| match member {
        Member::Field {
            content: Content::Object(object),
            ..
        } => combinations(object),
        Member::Field { .. } => 1,
        Member::Or(alternatives) => alternatives.iter().fold(0, |sum: usize, object| {
            sum.saturating_add(combinations(object))
        }),
    };
    let members = object.members.iter().map(of_member);
    members.fold(1, usize::saturating_mul)
}

struct Parser {
    or_is_operator: bool,
    /// Where the parser is.
    pointer: String,
}

impl Parser {
    fn error<T>(&self, kind: ErrorKind) -> Result<T> {
        Err(ParseError {
            pointer: self.pointer.clone(),
            kind,
        })
    }

    /// Does something one step further down.
    fn at<T>(&mut self, step: &str, read: impl FnOnce(&mut Self) -> Result<T>) -> Result<T> {
        let length = self.pointer.len();
        self.pointer.push('/');
        self.pointer
            .push_str(&step.replace('~', "~0").replace('/', "~1"));
        let result = read(self);
        self.pointer.truncate(length);
        result
    }

    fn object(&mut self, members: &[(String, Source)], in_or: bool) -> Result<Object> {
        if members.is_empty() {
            return self.error(ErrorKind::EmptyObject);
        }
        let members = members
            .iter()
            .map(|(name, value)| self.at(name, |parser| parser.member(name, value, in_or)));
        Ok(Object {
            members: members.collect::<Result<_>>()?,
        })
    }

    fn member(&mut self, name: &str, value: &Source, in_or: bool) -> Result<Member> {
        if self.or_is_operator && name == OR {
            return self.alternatives(value).map(Member::Or);
        }
        if in_or && RESERVED.contains(&name) {
            return self.error(ErrorKind::ReservedName(name.to_owned()));
        }
        let content = match value {
            Source::Object(members) => Content::Object(self.object(members, in_or)?),
            Source::List(values) => Content::Leaf(self.matchers(values)?),
            other => return self.error(ErrorKind::NotAList(other.kind())),
        };
        Ok(Member::Field {
            name: name.to_owned(),
            content,
        })
    }

    fn alternatives(&mut self, value: &Source) -> Result<Vec<Object>> {
        let Source::List(alternatives) = value else {
            return self.error(ErrorKind::Alternatives(value.kind()));
        };
        if alternatives.len() < 2 {
            return self.error(ErrorKind::OneAlternative);
        }
        let mut objects = Vec::with_capacity(alternatives.len());
        for (at, alternative) in alternatives.iter().enumerate() {
            objects.push(self.at(&at.to_string(), |parser| match alternative {
                Source::Object(members) => parser.object(members, true),
                other => parser.error(ErrorKind::Alternatives(other.kind())),
            })?);
        }
        Ok(objects)
    }

    fn matchers(&mut self, values: &[Source]) -> Result<Matchers> {
        if values.is_empty() {
            return self.error(ErrorKind::EmptyList);
        }
        let mut matchers = Vec::with_capacity(values.len());
        for (at, value) in values.iter().enumerate() {
            matchers.push(self.at(&at.to_string(), |parser| parser.matcher(value))?);
        }
        Ok(Matchers(matchers))
    }

    fn matcher(&mut self, value: &Source) -> Result<Matcher> {
        Ok(match value {
            Source::Null => Matcher::Null,
            Source::Bool(value) => Matcher::Bool(*value),
            Source::Number(number) => Matcher::Number(number.clone()),
            Source::Text(text) => Matcher::Text(text.clone()),
            Source::List(_) => return self.error(ErrorKind::NestedList),
            Source::Object(members) => match members.as_slice() {
                [] => return self.error(ErrorKind::NoOperator),
                [(name, operand)] => self.at(name, |parser| parser.operator(name, operand))?,
                _ => return self.error(ErrorKind::SeveralOperators),
            },
        })
    }
}
