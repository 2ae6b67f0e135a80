//! A reader of JSON messages that keeps what the filter language can see.
//!
//! A general JSON value drops the text of numbers and the earlier of two equal keys, and refuses
//! numbers beyond a double; all three decide patterns.

use std::collections::HashMap;

use super::number::{self, Decimal};

/// Deeper documents count as no JSON, which bounds the stack.
const MAX_DEPTH: usize = 128;

/// A JSON value.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Json {
    Null,
    Bool(bool),
    Number(JsonNumber),
    String(String),
    Array(Vec<Json>),
    Object(Object),
}

/// A JSON number by its text.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct JsonNumber(String);

impl JsonNumber {
    /// Reads the text of a JSON number.
    pub(crate) fn new(text: &str) -> Option<Self> {
        let mut reader = Reader {
            rest: text,
            repeated_keys: false,
            huge_numbers: false,
        };
        match reader.value(0)? {
            Json::Number(number) if reader.rest.is_empty() => Some(number),
            _ => None,
        }
    }

    /// Whether it is an integer beyond 64 bits or not finite as a double.
    pub(crate) fn is_huge(&self) -> bool {
        if number::is_integer(&self.0) {
            self.0.parse::<i64>().is_err()
        } else {
            self.double().is_none_or(f64::is_infinite)
        }
    }

    /// The value; `None` when it takes no part in comparisons.
    pub(crate) fn decimal(&self, as_double: bool) -> Option<Decimal> {
        if as_double && self.is_huge() {
            number::measure_double(self.double()?)
        } else {
            number::measure(&self.0)
        }
    }

    /// The text Java gives the number; `None` when it takes no part in comparisons.
    pub(crate) fn text(&self, as_double: bool) -> Option<String> {
        let huge = self.is_huge();
        if number::is_integer(&self.0) && !(huge && as_double) {
            return Some(if self.0 == "-0" { "0" } else { &self.0 }.to_owned());
        }
        if huge && !as_double {
            return None;
        }
        self.double().map(number::java_text)
    }

    fn double(&self) -> Option<f64> {
        self.0.parse().ok()
    }
}

/// A JSON object whose keys are distinct; of equal keys the last one counts.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct Object {
    members: Vec<(String, Json)>,
    /// For keys given more than once: the first value.
    first: HashMap<String, Json>,
}

impl Object {
    fn new(all: Vec<(String, Json)>) -> Self {
        let mut object = Self::default();
        let mut places: HashMap<String, usize> = HashMap::with_capacity(all.len());
        for (key, value) in all {
            let place = places.get(&key).and_then(|at| object.members.get_mut(*at));
            if let Some((_, current)) = place {
                let earlier = std::mem::replace(current, value);
                object.first.entry(key).or_insert(earlier);
            } else {
                places.insert(key.clone(), object.members.len());
                object.members.push((key, value));
            }
        }
        object
    }

    pub(super) fn get(&self, key: &str, first_counts: bool) -> Option<&Json> {
        let earlier = self.first.get(key).filter(|_| first_counts);
        earlier.or_else(|| {
            let found = self.members.iter().find(|(name, _)| name == key);
            found.map(|(_, value)| value)
        })
    }

    pub(super) fn values(&self, first_counts: bool) -> impl Iterator<Item = &Json> {
        self.members.iter().map(move |(key, value)| {
            let earlier = self.first.get(key).filter(|_| first_counts);
            earlier.unwrap_or(value)
        })
    }
}

/// A message read as a JSON object.
#[derive(Debug, Clone)]
pub(super) struct Document {
    pub(super) root: Json,
    pub(super) repeated_keys: bool,
    pub(super) huge_numbers: bool,
}

/// Reads a message that is one JSON object with nothing after it.
pub(super) fn read(text: &str) -> Option<Document> {
    let mut reader = Reader {
        rest: text,
        repeated_keys: false,
        huge_numbers: false,
    };
    let root = reader.value(0)?;
    reader.skip_space();
    (reader.rest.is_empty() && matches!(root, Json::Object(_))).then_some(Document {
        root,
        repeated_keys: reader.repeated_keys,
        huge_numbers: reader.huge_numbers,
    })
}

struct Reader<'a> {
    rest: &'a str,
    repeated_keys: bool,
    huge_numbers: bool,
}

impl Reader<'_> {
    fn skip_space(&mut self) {
        self.rest = self.rest.trim_start_matches([' ', '\t', '\n', '\r']);
    }

    fn eat(&mut self, token: &str) -> Option<()> {
        self.rest = self.rest.strip_prefix(token)?;
        Some(())
    }

    fn value(&mut self, depth: usize) -> Option<Json> {
        self.skip_space();
        match self.rest.chars().next()? {
            '{' => self.object(depth + 1),
            '[' => self.array(depth + 1),
            '"' => self.string().map(Json::String),
            't' => self.eat("true").map(|()| Json::Bool(true)),
            'f' => self.eat("false").map(|()| Json::Bool(false)),
            'n' => self.eat("null").map(|()| Json::Null),
            _ => self.number(),
        }
    }

    fn object(&mut self, depth: usize) -> Option<Json> {
        let mut members = vec![];
        self.sequence(depth, "{", "}", |reader| {
            reader.skip_space();
            let key = reader.string()?;
            reader.skip_space();
            reader.eat(":")?;
            members.push((key, reader.value(depth)?));
            Some(())
        })?;
        let object = Object::new(members);
        self.repeated_keys |= !object.first.is_empty();
        Some(Json::Object(object))
    }

    fn array(&mut self, depth: usize) -> Option<Json> {
        let mut elements = vec![];
        self.sequence(depth, "[", "]", |reader| {
            elements.push(reader.value(depth)?);
            Some(())
        })?;
        Some(Json::Array(elements))
    }

    fn sequence(
        &mut self,
        depth: usize,
        open: &str,
        close: &str,
        mut item: impl FnMut(&mut Self) -> Option<()>,
    ) -> Option<()> {
        if depth > MAX_DEPTH {
            return None;
        }
        self.eat(open)?;
        self.skip_space();
        if self.eat(close).is_some() {
            return Some(());
        }
        loop {
            item(self)?;
            self.skip_space();
            if self.eat(close).is_some() {
                return Some(());
            }
            self.eat(",")?;
        }
    }

    fn number(&mut self) -> Option<Json> {
        let is_part = |c: char| c.is_ascii_digit() || matches!(c, '+' | '-' | '.' | 'e' | 'E');
        let end = self.rest.find(|c| !is_part(c)).unwrap_or(self.rest.len());
        let (text, rest) = self.rest.split_at_checked(end)?;
        if !is_json_number(text) {
            return None;
        }
        self.rest = rest;
        let number = JsonNumber(text.to_owned());
        self.huge_numbers |= number.is_huge();
        Some(Json::Number(number))
    }

    fn string(&mut self) -> Option<String> {
        self.eat("\"")?;
        let mut text = String::new();
        loop {
            let stop = |c: char| matches!(c, '"' | '\\') || c < ' ';
            let (plain, rest) = self.rest.split_at_checked(self.rest.find(stop)?)?;
            text.push_str(plain);
            self.rest = rest;
            if self.eat("\"").is_some() {
                return Some(text);
            }
            self.eat("\\")?;
            text.push(self.escape()?);
        }
    }

    fn escape(&mut self) -> Option<char> {
        Some(match self.take_char()? {
            c @ ('"' | '\\' | '/') => c,
            'n' => '\n',
            't' => '\t',
            'r' => '\r',
            'b' => '\u{8}',
            'f' => '\u{c}',
            'u' => self.code_point()?,
            _ => return None,
        })
    }

    fn take_char(&mut self) -> Option<char> {
        let mut chars = self.rest.chars();
        let c = chars.next();
        self.rest = chars.as_str();
        c
    }

    /// A code point; half of a pair without the other half becomes the replacement character.
    fn code_point(&mut self) -> Option<char> {
        let high = self.code_unit()?;
        if (0xd800..0xdc00).contains(&high) {
            let before = self.rest;
            let low = self.eat("\\u").and_then(|()| self.code_unit());
            if let Some(low) = low.filter(|low| (0xdc00..0xe000).contains(low)) {
                return char::from_u32(0x10000 + ((high - 0xd800) << 10) + (low - 0xdc00));
            }
            self.rest = before;
        }
        Some(char::from_u32(high).unwrap_or(char::REPLACEMENT_CHARACTER))
    }

    fn code_unit(&mut self) -> Option<u32> {
        let mut code = 0;
        for _ in 0..4 {
            code = code * 16 + self.take_char()?.to_digit(16)?;
        }
        Some(code)
    }
}

/// JSON is stricter than patterns: no `+`, no leading zero, digits on both sides of the point.
fn is_json_number(text: &str) -> bool {
    let unsigned = text.strip_prefix('-').unwrap_or(text);
    let mantissa = unsigned.split(['e', 'E']).next().unwrap_or_default();
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, "0"));
    let no_leading_zero = whole == "0" || whole.starts_with(|c: char| matches!(c, '1'..='9'));
    no_leading_zero && !fraction.is_empty() && !unsigned.starts_with('-') && number::is_number(text)
}

#[cfg(test)]
mod tests {
    use super::{Json, read};

    fn field(message: &str) -> Option<Json> {
        match read(message)?.root {
            Json::Object(object) => object.get("a", false).cloned(),
            _ => None,
        }
    }

    #[test]
    fn only_whole_objects_are_read() {
        for bad in [
            "",
            "1",
            "[1]",
            "{} x",
            "{\"a\":1,}",
            "{a:1}",
            "{\"a\" 1}",
            "{",
            "\"",
            "nul",
        ] {
            assert!(read(bad).is_none(), "{bad}");
        }
        assert!(read(" {\n} ").is_some());
    }

    #[test]
    fn numbers_are_strict() {
        for bad in [
            "01", "+1", ".5", "1.", "1e", "--1", "1.e5", "-", "1-2", "NaN",
        ] {
            assert!(read(&format!("{{\"a\":{bad}}}")).is_none(), "{bad}");
        }
        for good in [
            "0",
            "-0",
            "1.5",
            "1e5",
            "-1.5E-7",
            "1e309",
            "123456789012345678901234567890",
        ] {
            assert!(read(&format!("{{\"a\":{good}}}")).is_some(), "{good}");
        }
    }

    #[test]
    fn strings_are_unescaped() {
        let text = field(r#"{"a":"\u0041\n\"\\\/\ud83d\ude00\ud83dx"}"#);
        assert_eq!(
            text,
            Some(Json::String("A\n\"\\/\u{1f600}\u{fffd}x".into()))
        );
        assert_eq!(field("{\"a\":\"raw\ttab\"}"), None);
        assert_eq!(field(r#"{"a":"\x"}"#), None);
    }

    #[test]
    fn repeated_keys_and_huge_numbers_are_noticed() {
        let document = read(r#"{"a":{"k":1,"k":2}}"#).unwrap();
        assert!(document.repeated_keys && !document.huge_numbers);
        assert!(read(r#"{"a":9223372036854775808}"#).unwrap().huge_numbers);
        assert!(read(r#"{"a":1e309}"#).unwrap().huge_numbers);
        assert!(
            !read(r#"{"a":9223372036854775807, "b":1e308}"#)
                .unwrap()
                .huge_numbers
        );
    }

    #[test]
    fn depth_is_bounded() {
        let nested = |depth| ["{\"a\":".repeat(depth), "}".repeat(depth)].join("1");
        assert!(read(&nested(128)).is_some());
        assert!(read(&nested(129)).is_none());
        assert!(read(&"{\"a\":[".repeat(100_000)).is_none());
    }
}
