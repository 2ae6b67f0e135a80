//! What can be wrong with a pattern, one variant per mistake, and what to write instead.

use std::ops::Range;

use thiserror::Error;

/// A mistake in a pattern and its place.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("{kind}")]
pub struct ParseError {
    /// Byte offsets into the pattern as it was given, always between characters.
    pub span: Range<usize>,
    /// The mistake.
    pub kind: ErrorKind,
}

impl ParseError {
    pub(super) fn new(span: Range<usize>, kind: ErrorKind) -> Self {
        Self { span, kind }
    }

    /// The same error in a text that begins `offset` bytes earlier.
    pub(super) fn shifted(mut self, offset: usize) -> Self {
        self.span.start += offset;
        self.span.end += offset;
        self
    }

    /// What to write instead, where that can be told.
    pub fn advice(&self) -> Option<String> {
        self.kind.advice()
    }
}

/// The mistakes. All of them are the author's of the pattern: `CloudWatch` Logs refuses it too.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum ErrorKind {
    /// More characters than `PutMetricFilter` takes.
    #[error("the pattern has {0} characters and CloudWatch Logs takes 1024 at most")]
    TooLong(usize),
    /// More regexes than one pattern may have.
    #[error("a pattern takes two regexes at most")]
    TooManyRegexes,
    /// More selectors with a wildcard than one pattern may have.
    #[error("a pattern takes three selectors with a wildcard at most")]
    TooManyWildcardSelectors,
    /// The first character asks for another last character.
    #[error("a pattern that starts with `{open}` must end with `{close}`")]
    UnclosedPattern {
        /// The first character.
        open: char,
        /// The last character it asks for.
        close: char,
    },
    /// A double quote without its partner.
    #[error("the double quote is never closed")]
    UnclosedQuote,

    /// A bare term with characters that only a quoted one may have.
    #[error("the term `{0}` has characters that need double quotes")]
    UnquotedTerm(String),
    /// The term `""`.
    #[error("the term `\"\"` is empty")]
    EmptyTerm,
    /// Two terms without a space between them.
    #[error("`{0}` is not separated from the term before it")]
    UnseparatedTerm(String),
    /// A `-` or `?` with nothing to apply to.
    #[error("`{0}` is not followed by a term")]
    LonelySign(char),
    /// A regex beside terms.
    #[error("a regex cannot stand beside or in place of a term")]
    RegexAsTerm,
    /// A JSON condition without its braces.
    #[error("the condition on `{0}` is not enclosed in braces")]
    BareCondition(String),

    /// Single or typographic quotes in place of double quotes.
    #[error("`{0}` is not in double quotes")]
    OtherQuotes(String),
    /// A backslash before a quote, left over from another language's string.
    #[error("there is a backslash before a double quote")]
    EscapedQuote,

    /// `%%`.
    #[error("the regex is empty")]
    EmptyRegex,
    /// A percent sign without its partner.
    #[error("the regex has no closing `%`")]
    UnclosedRegex,
    /// A character that the dialect does not take, escaped or not.
    #[error("the character `{0}` is not allowed in a regex")]
    RegexCharacter(char),
    /// A backslash before something that cannot be escaped.
    #[error("the escape `{0}` is not supported in a regex")]
    RegexEscape(String),
    /// A repetition at the start or after `|`.
    #[error("the repetition `{0}` has nothing to repeat")]
    RegexNothingToRepeat(String),
    /// A repetition of a repetition.
    #[error("the repetition `{0}` follows another repetition")]
    RegexDoubleRepeat(String),
    /// Counts that are reversed or too large.
    #[error("the counts of `{0}` are reversed or too large")]
    RegexCounts(String),
    /// A range whose end is before its start, or no character.
    #[error("`{0}` is not a range of characters")]
    RegexRange(String),
    /// A bracket expression without its end.
    #[error("the bracket expression has no closing `]`")]
    RegexUnclosedClass,
    /// A named class that does not exist.
    #[error("there is no character class `{0}`")]
    RegexClassName(String),
    /// A regex that would take too much memory.
    #[error("the regex is too large once its repetitions are counted out")]
    RegexTooBig,

    /// A condition is missing, for example in `{ }` or after `&&`.
    #[error("a condition is missing")]
    MissingCondition,
    /// A condition on something that is no selector.
    #[error("`{0}` is not a selector")]
    NotASelector(String),
    /// `$` without a field.
    #[error("`$` alone selects no field")]
    RootSelector,
    /// A selector that goes on in an unknown way.
    #[error("a field name is missing in the selector")]
    MissingName,
    /// `['']`.
    #[error("the field name in the brackets is empty")]
    EmptyName,
    /// Brackets with something other than an index, `*` or a name in single quotes.
    #[error("`{0}` is neither an index nor `*` nor a name in single quotes")]
    BracketContent(String),
    /// An index beyond 31 bits.
    #[error("the index `{0}` is too large")]
    IndexTooLarge(String),
    /// More than one wildcard in a selector.
    #[error("a selector takes one wildcard at most")]
    TooManyWildcards,

    /// `==`.
    #[error("`==` is not an operator")]
    DoubleEquals,
    /// Any other operator that does not exist.
    #[error("`{0}` is not an operator")]
    UnknownOperator(String),
    /// A selector with nothing asked of it.
    #[error("an operator is missing after the selector")]
    MissingOperator,
    /// `$.fieldNOT EXISTS`.
    #[error("`NOT` is not separated from the selector")]
    GluedNot,
    /// `EXISTS` without `NOT`.
    #[error("`EXISTS` is only known as `NOT EXISTS`")]
    ExistsAlone,
    /// `IS NOT`.
    #[error("`IS NOT` is not an operator")]
    IsNot,
    /// `IS` before something else than its three words.
    #[error("`IS` is not followed by `NULL`, `TRUE` or `FALSE`")]
    IsWhat,
    /// `NOT` before something else than `EXISTS`.
    #[error("`NOT` is not followed by `EXISTS`")]
    NotWhat,
    /// `!` or `NOT` before a condition.
    #[error("a condition cannot be negated")]
    Negation,
    /// `<` and the like before something that is no bare number.
    #[error("`{0}` compares with bare numbers only")]
    OrderOfText(&'static str),
    /// A comparison without a value.
    #[error("a value is missing after the operator")]
    MissingValue,
    /// `= null`.
    #[error("`null` cannot be compared with")]
    NullValue,
    /// A bare value with characters that only a quoted one may have.
    #[error("the value `{0}` has characters that need double quotes")]
    UnquotedValue(String),
    /// A number whose exponent is no 32-bit integer.
    #[error("the exponent of `{0}` is out of range")]
    ExponentOutOfRange(String),

    /// Two conditions with nothing or something unknown between them.
    #[error("`&&` or `||` is missing before `{0}`")]
    MissingConnective(String),
    /// `AND`, `OR`, `&`, `|` or a comma.
    #[error("`{written}` does not join conditions")]
    WrongConnective {
        /// What stands there.
        written: String,
        /// `&&` or `||`.
        instead: &'static str,
    },
    /// An opening parenthesis without its partner.
    #[error("the parenthesis is never closed")]
    UnclosedParenthesis,
    /// A closing parenthesis without its partner.
    #[error("the parenthesis was never opened")]
    UnopenedParenthesis,

    /// A name of a word that is no name.
    #[error("`{0}` is not a field name")]
    FieldName(String),
    /// Two entries of a space pattern without a comma.
    #[error("a comma is missing before `{0}`")]
    MissingComma(String),
    /// Two entries of the same name.
    #[error("the field `{0}` is named twice")]
    DuplicateField(String),
    /// One entry with conditions on two names.
    #[error("one entry has conditions on both `{0}` and `{1}`")]
    MixedFields(String, String),
    /// `...` more than once.
    #[error("`...` is given twice")]
    DuplicateEllipsis,
    /// `IS` or `NOT` in a space pattern.
    #[error("`{0}` is only known in JSON patterns")]
    JsonOnly(String),
}

impl ErrorKind {
    fn advice(&self) -> Option<String> {
        self.advice_with_input().or_else(|| {
            let fixed = self.fixed_advice()?;
            Some(fixed.to_owned())
        })
    }

    fn advice_with_input(&self) -> Option<String> {
        Some(match self {
            Self::UnclosedPattern { close, .. } => {
                format!("end with `{close}`, or put the whole text in double quotes to look for it")
            }
            Self::UnquotedTerm(text) | Self::UnquotedValue(text) => {
                format!("write `\"{}\"`", text.replace(['"', '\\'], ""))
            }
            Self::OtherQuotes(text) => {
                let quotes = ['\'', '`', '\u{2018}', '\u{2019}', '\u{201c}', '\u{201d}'];
                format!("write `\"{}\"`", text.trim_matches(quotes))
            }
            Self::BareCondition(selector) => {
                format!("enclose the whole pattern in braces: `{{ {selector} ... }}`")
            }
            Self::RegexCharacter(c) if c.is_ascii() => {
                format!("write `\\x{:02x}`", u32::from(*c))
            }
            Self::RegexEscape(text) if text == "\\" => "write `\\\\`".to_owned(),
            Self::RegexEscape(text) | Self::RegexNothingToRepeat(text) => {
                let operator = text.trim_start_matches('\\');
                format!("to look for the text itself, write `{}`", escaped(operator))
            }
            Self::NotASelector(text) => {
                let name = text.trim_start_matches(['$', '.']);
                format!("selectors start with `$.`: write `$.{name}`")
            }
            Self::WrongConnective { instead, .. } => format!("write `{instead}`"),
            Self::MissingComma(text) => format!("write `, {text}`"),
            _ => return None,
        })
    }

    fn fixed_advice(&self) -> Option<&'static str> {
        Some(match self {
            Self::TooLong(_) | Self::TooManyRegexes | Self::TooManyWildcardSelectors => {
                "split the pattern into several metric filters of one metric"
            }
            Self::UnclosedQuote => "close the quote, or write `\\\"` for a quote inside the text",
            Self::EmptyTerm => "leave the pattern empty to match every event",
            Self::UnseparatedTerm(_) => "put a space between the terms",
            Self::LonelySign(_) => "put the sign right before its term, or in double quotes",
            Self::RegexAsTerm => "make the regex the whole pattern: `%first|second%`",
            Self::EscapedQuote => "write the double quotes without backslashes",
            Self::RegexCharacter(_) => "write `.` in its place",
            Self::RegexDoubleRepeat(_) => "use one repetition",
            Self::RegexUnclosedClass => "to look for a bracket itself, write `\\[`",
            Self::RootSelector => "name a field after a dot: `$.field` or `$.['field']`",
            Self::BracketContent(_) => "write `[0]`, `[*]` or `['name']`",
            Self::DoubleEquals => "write `=`",
            Self::UnknownOperator(_) | Self::MissingOperator => {
                "use `=`, `!=`, `<`, `<=`, `>`, `>=`, `IS NULL`, `IS TRUE`, `IS FALSE` or `NOT EXISTS`"
            }
            Self::ExistsAlone | Self::IsNot => {
                "write `= *`, which holds for every string and number"
            }
            Self::IsWhat => "write `IS NULL`, `IS TRUE` or `IS FALSE`",
            Self::NotWhat => "write `NOT EXISTS`, or use `!=`",
            Self::Negation => "negate each operator: `!=` for `=`, and `||` for `&&`",
            Self::OrderOfText(_) => "write a number without quotes, such as `10`",
            Self::NullValue => "write `IS NULL` in a JSON pattern, or `\"null\"` for the text",
            Self::GluedNot => "put a space before `NOT`",
            Self::MissingValue => {
                "write a number, a word, text in double quotes or a regex in percent signs"
            }
            Self::MissingName => "write the name right after the dot, or in brackets: `['name']`",
            Self::MissingConnective(_) => "join the conditions with `&&` or `||`",
            Self::MixedFields(..) => "give each field an entry of its own",
            Self::JsonOnly(_) => "compare with `=` or `!=`",
            Self::FieldName(_) => "use letters, digits and `_`, and no digit first",
            _ => return None,
        })
    }
}

/// The text as a regex that stands for it.
fn escaped(text: &str) -> String {
    let escape = |c: char| match c {
        _ if c.is_ascii_alphanumeric() => c.to_string(),
        _ if "()!&%\"'<>~`".contains(c) => format!("\\x{:02x}", u32::from(c)),
        _ => format!("\\{c}"),
    };
    text.chars().map(escape).collect()
}
