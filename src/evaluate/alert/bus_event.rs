//! Events that services send to EventBridge themselves: which ones there can be.

use std::sync::Arc;

use crate::coverage::{Field, Kinds, Language, Shape, Universe, Values};
use crate::target::Account;

/// All events that services send in `account`.
///
/// Source: EventBridge Events Reference, "AWS service event metadata". What stands in `detail`
/// is the service's own; a requirement says what is known of it.
pub fn universe(account: &Account) -> Arc<Universe> {
    let fields = vec![
        constant("version", "0"),
        text("id", &["6a7e8feb-b491-4cf7-a9f1-bf3703467718"]),
        text("detail-type", &[]),
        text("source", &[]),
        constant("account", account.as_str()),
        text("time", &["2026-01-01T12:00:00Z"]),
        text("region", &[]),
        of_kinds("resources", Kinds::ARRAY),
        of_kinds("detail", Kinds::OBJECT),
    ];
    let shape = Shape {
        fields,
        // There is nothing beside these.
        closed: vec![Vec::new()],
        doubt: None,
    };
    Arc::new(Universe {
        shapes: vec![shape],
        believable: Vec::new(),
        free_text: Vec::new(),
    })
}

fn field(name: &str, values: Values, usual: &[&str]) -> Field {
    Field {
        path: vec![name.to_owned()],
        sure: values.clone(),
        possible: values,
        doubt: None,
        usual: usual.iter().map(|text| (*text).to_owned()).collect(),
        prefer: None,
    }
}

fn constant(name: &str, text: &str) -> Field {
    field(name, Values::text(&Language::only(text)), &[text])
}

fn text(name: &str, usual: &[&str]) -> Field {
    field(name, Values::of(Kinds::TEXT), usual)
}

fn of_kinds(name: &str, kinds: Kinds) -> Field {
    field(name, Values::of(kinds), &[])
}
