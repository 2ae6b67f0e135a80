//! Other ways to build a chain that holds: `tests/data/alert/whole.json`.

use rayon::prelude::*;
use serde::Deserialize;
use serde_json::Map;

use super::scene::{Edits, RULES, Scene, data, data_file, objection};
use crate::finding::Status;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Whole {
    name: String,
    rule: String,
    /// A part of the only remark.
    remark: Option<String>,
    /// Further accounts that were looked at.
    #[serde(default)]
    accounts: Vec<String>,
    edit: Edits,
}

impl Whole {
    fn objection(&self) -> Option<String> {
        let rule = &RULES.rules[&self.rule];
        let mut scene = Scene::of(&self.rule).edited(&self.edit, rule);
        scene.accounts.clone_from(&self.accounts);
        let finding = scene.judged(rule, &Map::new());
        let remarks = match (&self.remark, finding.remarks.as_slice()) {
            (None, []) => true,
            (Some(part), [only]) => only.contains(part),
            _ => false,
        };
        let wrong = objection(&finding, Status::Pass, None, "reach");
        wrong.or_else(|| (!remarks).then(|| format!("{:?}", finding.remarks)))
    }
}

#[test]
fn chains_that_hold_in_other_ways_ring() {
    let all: Vec<Whole> = data(include_str!(data_file!("whole.json")));
    let wrong: Vec<String> = all
        .par_iter()
        .filter_map(|whole| Some(format!("{}: {}", whole.name, whole.objection()?)))
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
