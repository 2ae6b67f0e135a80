//! The regex dialect of filter patterns, checked first and then run by a linear-time engine.

mod class;
mod dialect;

use std::fmt;

use regex_automata::meta;

use super::error::{ErrorKind, ParseError};
use super::reading::{Ambiguity, Reading};
use dialect::Braces;

/// The bytes that one compiled regex may take; far above what 1,024 characters need in practice.
const SIZE_LIMIT: usize = 4 << 20;

/// A regex between percent signs.
///
/// The accepted characters are those of AWS's page on supported regex syntax. Classes such as
/// `\d` are ASCII, `.` does not match a newline, and a match may start anywhere.
#[derive(Clone)]
pub struct Regex {
    source: String,
    translated: String,
    end_anchor: bool,
    compiled: meta::Regex,
    /// The same regex with `{,n}` and `{m, n}` as repetitions, where that differs and compiles.
    loose: Option<Loose>,
}

/// The other reading of the braces.
#[derive(Clone)]
struct Loose {
    translated: String,
    compiled: meta::Regex,
}

impl Regex {
    /// Checks and compiles the text between the percent signs.
    ///
    /// # Errors
    ///
    /// The first mistake, its span counted from the start of `source`.
    pub fn new(source: &str) -> Result<Self, ParseError> {
        let strict = dialect::translate(source, Braces::Strict)?;
        let too_big = || ParseError::new(0..source.len(), ErrorKind::RegexTooBig);
        let compiled = compile(&strict.text).ok_or_else(too_big)?;
        let loose = dialect::translate(source, Braces::Loose).ok();
        let loose = loose.filter(|loose| loose.text != strict.text);
        Ok(Self {
            source: source.to_owned(),
            translated: strict.text,
            end_anchor: strict.end_anchor,
            compiled,
            loose: loose.and_then(|loose| {
                let compiled = compile(&loose.text)?;
                let translated = loose.text;
                Some(Loose {
                    translated,
                    compiled,
                })
            }),
        })
    }

    /// The regex as written.
    pub fn source(&self) -> &str {
        &self.source
    }

    /// The same regex in the syntax of the `regex-syntax` crate, Unicode mode, without look-around
    /// other than the anchors of the whole text.
    pub fn translated(&self) -> &str {
        &self.translated
    }

    /// Whether there are braces such as `{,n}` or `{m, n}` that other engines would repeat by.
    pub fn has_loose_braces(&self) -> bool {
        self.loose.is_some()
    }

    /// Whether there is a `$` that anchors.
    pub fn has_end_anchor(&self) -> bool {
        self.end_anchor
    }

    /// [`Self::translated`] by a reading of the braces.
    pub(crate) fn translation(&self, reading: Reading<'_>) -> &str {
        let loose = self.loose(reading);
        loose.map_or(&self.translated, |loose| &loose.translated)
    }

    fn loose(&self, reading: Reading<'_>) -> Option<&Loose> {
        let loose = self.loose.as_ref();
        loose.filter(|_| reading.choice(Ambiguity::RegexBraces) == 1)
    }

    pub(super) fn is_match(&self, text: &str, reading: Reading<'_>) -> bool {
        let loose = self.loose(reading);
        let regex = loose.map_or(&self.compiled, |loose| &loose.compiled);
        // An end before a final newline is an end once that newline is gone.
        let early_end = reading.choice(Ambiguity::RegexEnd) == 1 && self.end_anchor;
        let shortened = text.strip_suffix('\n').filter(|_| early_end);
        regex.is_match(text) || shortened.is_some_and(|text| regex.is_match(text))
    }
}

fn compile(translated: &str) -> Option<meta::Regex> {
    let config = meta::Config::new()
        .nfa_size_limit(Some(SIZE_LIMIT))
        .onepass(false)
        .dfa(false);
    meta::Builder::new()
        .configure(config)
        .build(translated)
        .ok()
}

impl PartialEq for Regex {
    fn eq(&self, other: &Self) -> bool {
        self.source == other.source
    }
}

impl Eq for Regex {}

impl fmt::Debug for Regex {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.debug_tuple("Regex").field(&self.source).finish()
    }
}
