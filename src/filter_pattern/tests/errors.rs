//! Each mistake is named, pointed at, and answered with advice.

use crate::filter_pattern::{ErrorKind, ParseError, Pattern};

fn error(pattern: &str) -> ParseError {
    Pattern::parse(pattern).expect_err(pattern)
}

/// A pattern, the part of it that the error points at, and the message.
const MISTAKES: &[(&str, &str, &str)] = &[
    (
        "{ $.a = 1",
        "{ $.a = 1",
        "a pattern that starts with `{` must end with `}`",
    ),
    (
        "[a",
        "[a",
        "a pattern that starts with `[` must end with `]`",
    ),
    ("%", "%", "a pattern that starts with `%` must end with `%`"),
    (" \"a", "\"a", "the double quote is never closed"),
    (
        "a disk* b",
        "disk*",
        "the term `disk*` has characters that need double quotes",
    ),
    ("\"\"", "\"\"", "the term `\"\"` is empty"),
    (
        "\"a\"b",
        "b",
        "`b` is not separated from the term before it",
    ),
    ("a ? b", "?", "`?` is not followed by a term"),
    ("a --b", "-", "`-` is not followed by a term"),
    (
        "ERR %W%",
        "%W%",
        "a regex cannot stand beside or in place of a term",
    ),
    (
        "%a% %b%",
        "% %b%",
        "a regex cannot stand beside or in place of a term",
    ),
    (
        "$.a = 1",
        "$.a",
        "the condition on `$.a` is not enclosed in braces",
    ),
    ("'a b' c", "'a b'", "`'a b'` is not in double quotes"),
    (
        "\\\"a\\\"",
        "\\\"a\\\"",
        "there is a backslash before a double quote",
    ),
    ("%%", "", "the regex is empty"),
    ("%a(b%", "(", "the character `(` is not allowed in a regex"),
    ("%é%", "é", "the character `é` is not allowed in a regex"),
    (
        "%a\\pb%",
        "\\p",
        "the escape `\\p` is not supported in a regex",
    ),
    ("%a|*%", "*", "the repetition `*` has nothing to repeat"),
    (
        "%a++%",
        "+",
        "the repetition `+` follows another repetition",
    ),
    (
        "%a{3,2}%",
        "{3,2}",
        "the counts of `{3,2}` are reversed or too large",
    ),
    ("%[z-a]%", "z-a", "`z-a` is not a range of characters"),
    ("%x[a%", "[a", "the bracket expression has no closing `]`"),
    ("%[[:x:]]%", "[:x:]", "there is no character class `[:x:]`"),
    (
        "{ $.a = %.{60000}% }",
        ".{60000}",
        "the regex is too large once its repetitions are counted out",
    ),
    ("{ $.a % 1 }", "% 1 ", "the regex has no closing `%`"),
    ("{}", "", "a condition is missing"),
    ("{ $.a = 1 && }", "", "a condition is missing"),
    ("{ () }", ")", "a condition is missing"),
    ("{ a = 1 }", "a", "`a` is not a selector"),
    ("{ $a = 1 }", "$a", "`$a` is not a selector"),
    ("{ $['a'] = 1 }", "$", "`$` alone selects no field"),
    (
        "{ $..a = 1 }",
        ".",
        "a field name is missing in the selector",
    ),
    (
        "{ $.a[''] = 1 }",
        "['']",
        "the field name in the brackets is empty",
    ),
    (
        "{ $.a[-1] = 1 }",
        "[-1]",
        "`[-1]` is neither an index nor `*` nor a name in single quotes",
    ),
    (
        "{ $.a[2147483648] = 1 }",
        "2147483648",
        "the index `2147483648` is too large",
    ),
    (
        "{ $.a[*].b.* = 1 }",
        "$.a[*].b.*",
        "a selector takes one wildcard at most",
    ),
    (
        "{ $.a.*=1 || $.b.*=1 || $.c.*=1 || $.d.*=1 }",
        "$.d.*",
        "a pattern takes three selectors with a wildcard at most",
    ),
    (
        "{ $.a = %a% || $.a = %b% || $.a = %c% }",
        "%c%",
        "a pattern takes two regexes at most",
    ),
    ("{ $.a == 1 }", "==", "`==` is not an operator"),
    ("{ $.a <> 1 }", "<>", "`<>` is not an operator"),
    ("{ $.a IN [\"x\"] }", "IN", "`IN` is not an operator"),
    ("{ $.a }", "", "an operator is missing after the selector"),
    (
        "{ $.a EXISTS }",
        "EXISTS",
        "`EXISTS` is only known as `NOT EXISTS`",
    ),
    (
        "{ $.aNOT EXISTS }",
        "EXISTS",
        "`NOT` is not separated from the selector",
    ),
    (
        "{ $.a IS NOT NULL }",
        "IS NOT",
        "`IS NOT` is not an operator",
    ),
    (
        "{ $.a IS EMPTY }",
        "IS",
        "`IS` is not followed by `NULL`, `TRUE` or `FALSE`",
    ),
    (
        "{ $.a NOT NULL }",
        "NOT",
        "`NOT` is not followed by `EXISTS`",
    ),
    ("{ !($.a = 1) }", "!", "a condition cannot be negated"),
    ("{ NOT ($.a = 1) }", "NOT", "a condition cannot be negated"),
    (
        "{ $.a >= \"1\" }",
        "\"1\"",
        "`>=` compares with bare numbers only",
    ),
    ("{ $.a = }", "", "a value is missing after the operator"),
    ("{ $.a = null }", "null", "`null` cannot be compared with"),
    (
        "{ $.a = arn:aws:s3 }",
        "arn:aws:s3",
        "the value `arn:aws:s3` has characters that need double quotes",
    ),
    (
        "{ ($.a = Failed authentication) && $.b = 1 }",
        "Failed authentication",
        "the value `Failed authentication` has characters that need double quotes",
    ),
    (
        "{ $.a = 'x y' }",
        "'x y'",
        "`'x y'` is not in double quotes",
    ),
    (
        "{ $.a = \\\"x\\\" }",
        "\\\"x\\\"",
        "there is a backslash before a double quote",
    ),
    (
        "{ $.a = 1e2147483648 }",
        "1e2147483648",
        "the exponent of `1e2147483648` is out of range",
    ),
    (
        "{ ($.a = 1) ($.b = 2) }",
        "(",
        "`&&` or `||` is missing before `(`",
    ),
    (
        "{ $.a = 1 AND $.b = 2 }",
        "AND",
        "`AND` does not join conditions",
    ),
    ("{ $.a = 1 | $.b = 2 }", "|", "`|` does not join conditions"),
    ("{ $.a = 1, $.b = 2 }", ",", "`,` does not join conditions"),
    ("{ (($.a = 1) }", "(", "the parenthesis is never closed"),
    ("{ $.a = 1) }", ")", "the parenthesis was never opened"),
    ("[1a]", "1a", "`1a` is not a field name"),
    ("[=1]", "=", "`=` is not a field name"),
    ("[a b]", "b", "a comma is missing before `b`"),
    ("[a, b, a=1]", "a=1", "the field `a` is named twice"),
    (
        "[a=1 || b=2, c]",
        "b",
        "one entry has conditions on both `a` and `b`",
    ),
    ("[..., a, ...]", "...", "`...` is given twice"),
    ("[a IS NULL]", "IS", "`IS` is only known in JSON patterns"),
];

#[test]
fn mistakes_are_named_and_pointed_at() {
    for (pattern, culprit, message) in MISTAKES {
        let error = error(pattern);
        assert_eq!(error.to_string(), *message, "{pattern}");
        assert_eq!(pattern.get(error.span), Some(*culprit), "{pattern}");
    }
}

#[test]
fn messages_keep_the_law() {
    for (pattern, ..) in MISTAKES {
        let error = error(pattern);
        for text in [Some(error.to_string()), error.advice()]
            .into_iter()
            .flatten()
        {
            assert!(!text.starts_with(char::is_uppercase), "{text}");
            assert!(!text.ends_with('.') && !text.is_empty(), "{text}");
        }
    }
}

#[test]
fn the_length_counts_characters() {
    let longest = "é".repeat(1024);
    assert!(Pattern::parse(&longest).is_ok());
    let error = error(&format!("{longest}x"));
    assert_eq!(error.kind, ErrorKind::TooLong(1025));
    assert_eq!(error.span, 2048..2049);
    assert!(Pattern::parse(&" ".repeat(1025)).is_err());
}

#[test]
fn what_to_write_instead() {
    let advice = |pattern| error(pattern).advice().unwrap_or_default();
    let exact = [
        ("{ $.a == 1 }", "write `=`"),
        ("{ $.a = 1 AND $.b = 2 }", "write `&&`"),
        ("{ $.a = 1 or $.b = 2 }", "write `||`"),
        ("{ $.a = a:b }", "write `\"a:b\"`"),
        ("{ $.a = 10.0.0.0/8 }", "write `\"10.0.0.0/8\"`"),
        ("{ $.a = x=y }", "write `\"x=y\"`"),
        ("{ $.a = a b c || $.b = 1 }", "write `\"a b c\"`"),
        (
            "{ $.a = AcceptHandshake\") || ($.b = \"x\") }",
            "write `\"AcceptHandshake\"`",
        ),
        ("{ $.a = 'x' }", "write `\"x\"`"),
        ("{ $.a = “x” }", "write `\"x\"`"),
        ("user@host", "write `\"user@host\"`"),
        ("'no such' user", "write `\"no such\"`"),
        ("%a(b%", "write `\\x28`"),
        ("%é%", "write `.` in its place"),
        ("[a b]", "write `, b`"),
        (
            "{ $eventName = x }",
            "selectors start with `$.`: write `$.eventName`",
        ),
        (
            "{ status = 401 }",
            "selectors start with `$.`: write `$.status`",
        ),
        (
            "{ $.a IS NOT NULL }",
            "write `= *`, which holds for every string and number",
        ),
        ("{ $.aNOT EXISTS }", "put a space before `NOT`"),
        ("%*error*%", "to look for the text itself, write `\\*`"),
        ("%a\\%", "write `\\\\`"),
    ];
    for (pattern, expected) in exact {
        assert_eq!(advice(pattern), expected, "{pattern}");
    }
    assert!(advice("{ $.a = null }").starts_with("write `IS NULL`"));
}

#[test]
fn parentheses_cost_no_stack() {
    let small_stack = std::thread::Builder::new().stack_size(256 << 10);
    let run = || {
        let unclosed = format!("{{{}}}", "(".repeat(1000));
        assert_eq!(error(&unclosed).kind, ErrorKind::MissingCondition);
        let deep = format!("{{{}$.a=1{}}}", "(".repeat(500), ")".repeat(500));
        let pattern = Pattern::parse(&deep).unwrap();
        assert_eq!(pattern.to_string(), "{ $.a = 1 }");
        let alternating = "$.a=1||($.a=1&&(".repeat(40);
        let deep = format!("{{{alternating}$.a=1{}}}", ")".repeat(80));
        let pattern = Pattern::parse(&deep).unwrap();
        assert_eq!(
            Pattern::parse(&pattern.to_string()).unwrap().ast(),
            pattern.ast()
        );
    };
    small_stack.spawn(run).unwrap().join().unwrap();
}
