//! A pattern taken apart into what it asks of the envelope of an event and of its `detail`.

use std::fmt;

use super::ast::{Content, Matchers, Member, Object};
use super::{Ambiguity, EventPattern};

/// The field of an event that holds what the source of the event says; all others are the
/// envelope (user guide, "Events").
const DETAIL: &str = "detail";

/// One way through the `$or`s at the top of a pattern.
#[derive(Debug, Clone, PartialEq)]
pub struct Part<'p> {
    /// What is asked of the envelope: the names that lead to a field, and its matchers. All have
    /// to match. `detail` itself is among them where a pattern asks for its being there.
    pub envelope: Vec<(Vec<&'p str>, &'p Matchers)>,
    /// What is asked of the fields of `detail`, as a pattern of its own. Where nothing is, it
    /// selects every object.
    pub detail: EventPattern,
}

/// Why a pattern cannot be taken apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Inseparable {
    /// What a field is asked is not decided.
    Open(Ambiguity),
    /// A field of the envelope other than `detail` has an `$or` in it.
    Nested,
}

impl fmt::Display for Inseparable {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Open(question) => question.fmt(out),
            Self::Nested => out.write_str("a field beside `detail` has an `$or` in it"),
        }
    }
}

impl EventPattern {
    /// The ways through the `$or`s at the top: an event is selected if one of them selects it,
    /// which is the case if its envelope and its `detail` are as that one asks.
    ///
    /// # Errors
    ///
    /// Where a field is named twice or with a dot, so that it is open what is asked of it, and
    /// where fields of the envelope have `$or`s of their own.
    pub fn parts(&self) -> Result<Vec<Part<'_>>, Inseparable> {
        if self.doubts().contains(&Ambiguity::RepeatedName) {
            return Err(Inseparable::Open(Ambiguity::RepeatedName));
        }
        let mut ways = vec![Vec::new()];
        expand(&self.root, &mut ways);
        ways.into_iter().map(|fields| part(&fields)).collect()
    }

    /// What the pattern asks of the fields of `detail`, where it has no `$or` at the top.
    ///
    /// # Errors
    ///
    /// As [`EventPattern::parts`]; and with `None` where there are several.
    pub fn detail(&self) -> Result<Option<Self>, Inseparable> {
        let mut parts = self.parts()?;
        let only = parts.pop().filter(|_| parts.is_empty());
        Ok(only.map(|part| part.detail))
    }
}

type Fields<'p> = Vec<(&'p str, &'p Content)>;

fn expand<'p>(object: &'p Object, ways: &mut Vec<Fields<'p>>) {
    for member in &object.members {
        match member {
            Member::Field { name, content } => {
                for way in ways.iter_mut() {
                    way.push((name, content));
                }
            }
            Member::Or(alternatives) => {
                let before = std::mem::take(ways);
                for alternative in alternatives {
                    let mut own = before.clone();
                    expand(alternative, &mut own);
                    ways.extend(own);
                }
            }
        }
    }
}

fn part<'p>(fields: &[(&'p str, &'p Content)]) -> Result<Part<'p>, Inseparable> {
    let mut envelope = Vec::new();
    let mut detail = Object::default();
    for (name, content) in fields {
        if name.contains('.') {
            return Err(Inseparable::Open(Ambiguity::DottedName));
        }
        match content {
            Content::Object(object) if *name == DETAIL => merge(&mut detail, object)?,
            Content::Object(object) => leaves(object, &mut vec![*name], &mut envelope)?,
            Content::Leaf(matchers) => envelope.push((vec![*name], matchers)),
        }
    }
    Ok(Part {
        envelope,
        detail: EventPattern::of(detail),
    })
}

/// Puts the members of one object beside those of another, objects of the same name together.
fn merge(into: &mut Object, more: &Object) -> Result<(), Inseparable> {
    for member in &more.members {
        let same = into
            .members
            .iter_mut()
            .find(|own| own.key() == member.key());
        match (same, member) {
            (None, member) => into.members.push(member.clone()),
            (
                Some(Member::Field {
                    content: Content::Object(own),
                    ..
                }),
                Member::Field {
                    content: Content::Object(object),
                    ..
                },
            ) => merge(own, object)?,
            (Some(_), _) => return Err(Inseparable::Open(Ambiguity::RepeatedName)),
        }
    }
    Ok(())
}

fn leaves<'p>(
    object: &'p Object,
    steps: &mut Vec<&'p str>,
    found: &mut Vec<(Vec<&'p str>, &'p Matchers)>,
) -> Result<(), Inseparable> {
    for member in &object.members {
        let Member::Field { name, content } = member else {
            return Err(Inseparable::Nested);
        };
        steps.push(name);
        match content {
            Content::Object(object) => leaves(object, steps, found)?,
            Content::Leaf(matchers) => found.push((steps.clone(), matchers)),
        }
        steps.pop();
    }
    Ok(())
}
