//! Texts and members put into an event, so that its text is as assumed.

use serde_json::Value;

use super::machine::Language;
use super::message::demand;
use super::store::{Store, Theory};
use super::texts::{Demand, TextSet};

/// `event` with something put into it that makes its text as assumed, as far as that is
/// possible; `None` where nothing needs to be put in, or nothing can be.
pub(super) fn filled(
    theory: &mut Theory<'_>,
    store: &Store,
    event: &Value,
    free_text: &[Vec<String>],
) -> Option<Value> {
    let text = event.to_string();
    let demand = demand(theory, store);
    if demand.is_empty() || theory.machines.meets(&demand, &text) == Ok(true) {
        return None;
    }
    let terms = terms(&demand);
    let mut written = free_text
        .iter()
        .filter_map(|path| with_text(event, path, &terms));
    let meets = |event: &Value| theory.machines.meets(&demand, &event.to_string()) == Ok(true);
    if let Some(event) = written.find(meets) {
        return Some(event);
    }
    let places = free_text
        .iter()
        .filter_map(|path| with_any_text(event, path));
    let inner = text
        .strip_prefix('{')
        .and_then(|text| text.strip_suffix('}'))?;
    let members = match inner {
        "" => vec![format!("\\{{{MEMBER}\\}}")],
        inner => {
            let inner = regex_syntax::escape(inner);
            vec![
                format!("\\{{{inner},{MEMBER}\\}}"),
                format!("\\{{{MEMBER},{inner}\\}}"),
            ]
        }
    };
    for language in places.chain(members) {
        theory.machines.effort.spend(COST * text.len()).ok()?;
        let whole = TextSet::Language(Language::new(&language));
        let mut demand = Demand {
            inside: demand.inside.clone(),
            outside: demand.outside.clone(),
        };
        demand.inside.push(&whole);
        if let Ok(Some(text)) = theory.machines.find(&demand, &[]) {
            return serde_json::from_str(&text).ok();
        }
    }
    None
}

/// What is asked for by terms, one after the other.
fn terms(demand: &Demand<'_>) -> String {
    let parts = demand.inside.iter().filter_map(|set| match set {
        TextSet::Glob(parts) => Some(parts),
        _ => None,
    });
    let terms = parts.flatten().filter(|part| !part.is_empty());
    terms.map(String::as_str).collect::<Vec<_>>().join(" ")
}

/// What building an automaton takes, for each byte of a text.
const COST: usize = 20;

/// Characters that stand for themselves in JSON.
const PLAIN: &str = r"[ !#-\[\]-~]";

/// A member with any name and a simple value.
const MEMBER: &str = r#""[ !#-\[\]-~]*":(?:"[ !#-\[\]-~]*"|true|false|null|[1-9][0-9]{0,3})"#;

/// `event` with a text at `path`, if the object around it is there.
fn with_text(event: &Value, path: &[String], text: &str) -> Option<Value> {
    let mut event = event.clone();
    let (last, parents) = path.split_last()?;
    let mut names = parents.iter();
    let parent = names.try_fold(&mut event, |at, name| at.get_mut(name))?;
    parent
        .as_object_mut()?
        .insert(last.clone(), Value::from(text));
    Some(event)
}

/// What the text of `event` can be with any plain text at `path`, as a regex.
fn with_any_text(event: &Value, path: &[String]) -> Option<String> {
    /// What no event has in it.
    const MARK: &str = "\u{f8ff}";
    let text = with_text(event, path, MARK)?.to_string();
    let (before, after) = text.split_once(MARK)?;
    let escape = regex_syntax::escape;
    Some(format!("{}{PLAIN}*{}", escape(before), escape(after)))
}
