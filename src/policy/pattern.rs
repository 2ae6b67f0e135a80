//! Texts with wildcards and variables: `arn:aws:s3:::home/${aws:username}/*`.

use super::request::{Context, Known};
use super::truth::Truth;

/// A text of a policy, cut into its parts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Pattern {
    parts: Vec<Part>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Part {
    Char(char),
    /// `?`
    One,
    /// `*`
    Many,
    Variable {
        key: String,
        default: Option<String>,
    },
    /// `${` that goes on as no variable does.
    Broken(String),
}

/// One character to match.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Token {
    /// This character.
    Char(char),
    /// Any one character.
    One,
    /// Any characters, or none.
    Many,
}

/// A pattern with its variables replaced.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Filled {
    Tokens(Vec<Token>),
    /// A variable has no value in this request.
    Nothing,
    /// A variable's value is not known.
    Open(String),
}

impl Pattern {
    /// A pattern without variables: those came with version 2012-10-17.
    pub(super) fn plain(text: &str) -> Self {
        let parts = text.chars().map(Part::of).collect();
        Self { parts }
    }

    /// A pattern with variables.
    pub(super) fn with_variables(text: &str) -> Self {
        let mut parts = Vec::new();
        let mut rest = text;
        while let Some((before, after)) = rest.split_once("${") {
            parts.extend(before.chars().map(Part::of));
            let Some((inside, after)) = after.split_once('}') else {
                parts.push(Part::Broken(format!("${{{after}")));
                return Self { parts };
            };
            parts.push(variable(inside));
            rest = after;
        }
        parts.extend(rest.chars().map(Part::of));
        Self { parts }
    }

    pub(super) fn has_variables(&self) -> bool {
        let is_variable = |part: &Part| matches!(part, Part::Variable { .. } | Part::Broken(_));
        self.parts.iter().any(is_variable)
    }

    /// The pattern for no request in particular, with `stand_in` of its key (or of what
    /// is broken) for each variable.
    pub(super) fn tokens(&self, stand_in: impl Fn(&str) -> Token) -> Vec<Token> {
        let token = |part: &Part| match part {
            Part::Char(c) => Token::Char(*c),
            Part::One => Token::One,
            Part::Many => Token::Many,
            Part::Variable { key, .. } | Part::Broken(key) => stand_in(key),
        };
        self.parts.iter().map(token).collect()
    }

    /// The pattern for one request. What a variable brings in is literal.
    pub(super) fn fill(&self, context: &Context) -> Filled {
        let mut tokens = Vec::with_capacity(self.parts.len());
        for part in &self.parts {
            match part {
                Part::Char(c) => tokens.push(Token::Char(*c)),
                Part::One => tokens.push(Token::One),
                Part::Many => tokens.push(Token::Many),
                Part::Broken(text) => {
                    return Filled::Open(format!("`{text}` is not a policy variable"));
                }
                Part::Variable { key, default } => match (context.get(key), default) {
                    (Known::Values(values), _) => match values.as_slice() {
                        [value] => tokens.extend(value.chars().map(Token::Char)),
                        _ => return Filled::Open(format!("`{key}` has several values")),
                    },
                    (Known::Absent, Some(default)) => {
                        tokens.extend(default.chars().map(Token::Char));
                    }
                    (Known::Absent, None) => return Filled::Nothing,
                    (Known::Unknown, _) => return Filled::Open(not_known(key)),
                },
            }
        }
        Filled::Tokens(tokens)
    }

    /// Whether `text` matches; with `ignore_case`, letters in either case.
    ///
    /// An unfillable pattern is [`Truth::No`]; see [`Pattern::is_unfillable`].
    pub(super) fn matches(&self, text: &str, context: &Context, ignore_case: bool) -> Truth {
        match self.fill(context) {
            Filled::Tokens(tokens) if ignore_case => is_match(&folded(&tokens), &fold(text)).into(),
            Filled::Tokens(tokens) => is_match(&tokens, text).into(),
            Filled::Nothing => Truth::No,
            Filled::Open(why) => Truth::Open(why),
        }
    }

    /// Whether a variable has no value in this request. Such a pattern matches nothing, and
    /// what its negation says is not documented.
    pub(super) fn is_unfillable(&self, context: &Context) -> bool {
        self.fill(context) == Filled::Nothing
    }
}

impl Part {
    fn of(c: char) -> Self {
        match c {
            '*' => Self::Many,
            '?' => Self::One,
            c => Self::Char(c),
        }
    }
}

/// The reason for a key that cannot be told.
pub(super) fn not_known(key: &str) -> String {
    format!("the value of `{key}` is not known")
}

/// What is between the braces of `${…}`: a special character, a key, or a key and a default.
fn variable(inside: &str) -> Part {
    let special = ["*", "?", "$"].contains(&inside);
    if let (true, Some(c)) = (special, inside.chars().next()) {
        return Part::Char(c);
    }
    let (key, default) = match inside.split_once(',') {
        Some((key, default)) => (key, Some(default.trim())),
        None => (inside, None),
    };
    let unquoted = default.map(|text| text.strip_prefix('\'')?.strip_suffix('\''));
    match unquoted {
        _ if key.is_empty() || key.contains(char::is_whitespace) => Part::Broken(inside.to_owned()),
        Some(None) => Part::Broken(inside.to_owned()),
        Some(Some(default)) => Part::Variable {
            key: key.to_owned(),
            default: Some(default.to_owned()),
        },
        None => Part::Variable {
            key: key.to_owned(),
            default: None,
        },
    }
}

/// The text with letters of either case made equal, each by itself as in a pattern.
pub(super) fn fold(text: &str) -> String {
    text.chars().flat_map(char::to_lowercase).collect()
}

/// The tokens with letters of either case made equal, as [`fold`] does.
pub(super) fn folded(tokens: &[Token]) -> Vec<Token> {
    let fold = |token: &Token| match token {
        Token::Char(c) => c.to_lowercase().map(Token::Char).collect(),
        other => vec![*other],
    };
    tokens.iter().flat_map(fold).collect()
}

/// Whether the tokens stand for the whole of `text`.
///
/// On a mismatch only the last `*` is tried further, which is enough and keeps the work below
/// the product of both lengths.
pub(super) fn is_match(tokens: &[Token], text: &str) -> bool {
    let text: Vec<char> = text.chars().collect();
    let (mut at, mut next) = (0, 0);
    // The token after the last `*`, and the character from which it is being tried.
    let mut retry: Option<(usize, usize)> = None;
    loop {
        match (tokens.get(next), text.get(at)) {
            (None, None) => return true,
            (Some(Token::Many), _) => {
                next += 1;
                retry = Some((next, at));
            }
            (Some(Token::One), Some(_)) => (at, next) = (at + 1, next + 1),
            (Some(Token::Char(wanted)), Some(found)) if wanted == found => {
                (at, next) = (at + 1, next + 1);
            }
            // The text is used up before the pattern: a later start would be shorter still.
            (_, None) => return false,
            (_, Some(_)) => match retry {
                Some((token, start)) => {
                    retry = Some((token, start + 1));
                    (at, next) = (start + 1, token);
                }
                None => return false,
            },
        }
    }
}
