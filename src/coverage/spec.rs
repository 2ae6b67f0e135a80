//! What the shape of an event says about its places.

use super::atom::{Key, Tree};
use super::machine::Language;
use super::texts::TextSet;
use super::universe::{Kinds, Mode, Shape, Values};

/// What is known of a node whatever is assumed.
#[derive(Debug, Clone)]
pub(super) struct Spec {
    /// What certainly, or what possibly, occurs.
    pub(super) values: Values,
    /// Its texts as a set.
    pub(super) language: Option<TextSet>,
    /// Believable texts.
    pub(super) usual: Vec<String>,
    /// What an example has there, where it may.
    pub(super) prefer: Option<Kinds>,
    /// If it is an object, it has no members but those that are known of.
    pub(super) closed: bool,
}

impl Spec {
    /// Anything.
    pub(super) fn free() -> Self {
        Self::of(Values::of(Kinds::ANY))
    }

    /// What is known of each place of an event of a shape.
    pub(super) fn of_shape(shape: &Shape, mode: Mode, tree: &Tree) -> Vec<Self> {
        let mut specs = vec![Self::free(); tree.len()];
        if mode == Mode::Sure {
            let closed = shape.closed.iter().filter_map(|path| tree.find(path));
            for id in closed {
                if let Some(spec) = specs.get_mut(id.0) {
                    spec.closed = true;
                }
                let members = tree.get(id).into_iter().flat_map(|node| &node.below);
                for member in members.filter(|id| matches!(tree.key(**id), Some(Key::Name(_)))) {
                    if let Some(spec) = specs.get_mut(member.0) {
                        spec.values = Values::of(Kinds::MISSING);
                    }
                }
            }
        }
        for field in &shape.fields {
            let values = match mode {
                Mode::Sure => &field.sure,
                Mode::Possible => &field.possible,
            };
            let found = tree.find(&field.path);
            if let Some(spec) = found.and_then(|id| specs.get_mut(id.0)) {
                *spec = Self {
                    usual: field.usual.clone(),
                    prefer: field.prefer,
                    closed: spec.closed,
                    ..Self::of(values.clone())
                };
            }
        }
        specs
    }

    pub(super) fn of(values: Values) -> Self {
        Self {
            language: values.texts.as_ref().map(Language::texts),
            values,
            usual: Vec::new(),
            prefer: None,
            closed: false,
        }
    }
}
