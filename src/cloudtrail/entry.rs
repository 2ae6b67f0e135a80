//! How the tables of the model are written.

use crate::coverage::{Field as EventField, Kinds, Language, Values};

/// The names of a path such as `userIdentity.type`.
pub(super) fn path(dotted: &str) -> Vec<String> {
    dotted.split('.').map(str::to_owned).collect()
}

/// A field that has one of `values`.
pub(super) fn field(dotted: &str, values: Values) -> EventField {
    EventField {
        path: path(dotted),
        possible: values.clone(),
        sure: values,
        doubt: None,
        usual: Vec::new(),
        prefer: None,
    }
}

/// A text of a language.
pub(super) fn text(dotted: &str, texts: &Language) -> EventField {
    field(dotted, Values::text(texts))
}

/// One text.
pub(super) fn constant(dotted: &str, text: &str) -> EventField {
    field(dotted, Values::text(&Language::only(text))).usual(&[text])
}

/// A field that is never there.
pub(super) fn absent(dotted: &str) -> EventField {
    field(dotted, Values::of(Kinds::MISSING))
}

/// A field that may be there, with anything of these kinds.
pub(super) fn maybe(dotted: &str, kinds: Kinds) -> EventField {
    field(dotted, Values::of(Kinds::MISSING | kinds))
}

/// More about a field.
pub(super) trait More: Sized {
    /// Believable texts, the most usual first.
    fn usual(self, texts: &[&str]) -> Self;
    /// The field may be missing as well.
    fn optional(self) -> Self;
    /// What an example has there.
    fn prefer(self, kinds: Kinds) -> Self;
    /// More may occur than what certainly does, as said in `doubt`.
    fn possibly(self, values: Values, doubt: &str) -> Self;
}

impl More for EventField {
    fn usual(mut self, texts: &[&str]) -> Self {
        self.usual = texts.iter().map(|text| (*text).to_owned()).collect();
        self
    }

    fn optional(mut self) -> Self {
        self.sure = self.sure.or(Kinds::MISSING);
        self.possible = self.possible.or(Kinds::MISSING);
        self
    }

    fn prefer(mut self, kinds: Kinds) -> Self {
        self.prefer = Some(kinds);
        self
    }

    fn possibly(mut self, values: Values, doubt: &str) -> Self {
        self.possible = values;
        self.doubt = Some(doubt.to_owned());
        self
    }
}
