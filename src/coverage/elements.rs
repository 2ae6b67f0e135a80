//! Conditions with a wildcard as conditions on single elements.
//!
//! Some element is as asked if one of those is that conditions name, or another one: a node of
//! its own for each such condition. No element is as asked if none of all these nodes is. That
//! is no approximation: of an event that meets the conditions, each of those nodes can be taken
//! to be the element that is as asked, or not to be there; and an event that has just these
//! elements has no others that could be as asked.

use std::collections::HashMap;

use super::TooHard;
use super::atom::{AtomId, Atoms, Key, NodeId, Place};
use super::formula::Formula;

/// How many conditions on single elements may come out of it.
const MOST: usize = 20_000;

/// A condition with a wildcard.
struct Wild {
    atom: AtomId,
    container: NodeId,
    rest: Vec<Key>,
    /// Whether some element is asked for.
    asked: bool,
    /// Whether no element may be so.
    excluded: bool,
    /// The element that it speaks of if it is none that another condition names.
    other: Option<NodeId>,
}

/// Takes the conditions with a wildcard out of the formulas.
pub(super) fn expand(atoms: &mut Atoms, formulas: &mut [Formula]) -> Result<(), TooHard> {
    let mut wilds = wilds(atoms, formulas);
    if wilds.is_empty() {
        return Ok(());
    }
    for (number, wild) in wilds.iter_mut().enumerate() {
        if wild.asked {
            wild.other = Some(atoms.tree.step(wild.container, Key::Other(number)));
        }
    }
    // From the top: the way from an element may name elements of a container further below.
    wilds.sort_by_key(|wild| atoms.tree.path(wild.container).len());
    let mut made = HashMap::new();
    let mut many = 0;
    for wild in &wilds {
        let Some(container) = atoms.tree.get(wild.container) else {
            continue;
        };
        let elements = container.below.clone();
        many += elements.len();
        if many > MOST {
            return Err(TooHard::Elements);
        }
        let mut found = Vec::new();
        let mut none = Vec::new();
        for element in elements {
            let is_other = matches!(atoms.tree.key(element), Some(Key::Other(_)));
            let may_be_found = wild.asked && (!is_other || wild.other == Some(element));
            if !may_be_found && !wild.excluded {
                continue;
            }
            let literal = literal(atoms, wild, element);
            if may_be_found && is_other {
                found.insert(0, literal.clone());
            } else if may_be_found {
                found.push(literal.clone());
            }
            none.push(literal.not());
        }
        made.insert(wild.atom, (Formula::any(found), Formula::all(none)));
    }
    for formula in formulas {
        *formula = formula.replaced(&mut |atom, holds| match made.get(&atom) {
            Some((found, _)) if holds => found.clone(),
            Some((_, none)) => none.clone(),
            None => Formula::Literal(atom, holds),
        });
    }
    Ok(())
}

/// The conditions with a wildcard, in their order.
fn wilds(atoms: &Atoms, formulas: &[Formula]) -> Vec<Wild> {
    let mut wilds: Vec<Wild> = Vec::new();
    let mut visit = |atom: AtomId, holds: bool| {
        let Some(Place::Some { container, rest }) = atoms.get(atom).map(|atom| &atom.place) else {
            return;
        };
        let at = wilds.iter().position(|wild| wild.atom == atom);
        let at = at.unwrap_or_else(|| {
            wilds.push(Wild {
                atom,
                container: *container,
                rest: rest.clone(),
                asked: false,
                excluded: false,
                other: None,
            });
            wilds.len() - 1
        });
        if let Some(wild) = wilds.get_mut(at) {
            wild.asked |= holds;
            wild.excluded |= !holds;
        }
    };
    for formula in formulas {
        formula.each(&mut visit);
    }
    wilds
}

/// The condition on a single element.
fn literal(atoms: &mut Atoms, wild: &Wild, element: NodeId) -> Formula {
    let keys = wild.rest.iter();
    let node = keys.fold(element, |node, key| atoms.tree.step(node, key.clone()));
    let test = atoms.get(wild.atom).map(|atom| atom.test.clone());
    test.map_or(Formula::True, |test| {
        Formula::Literal(atoms.of(Place::Node(node), test), true)
    })
}
