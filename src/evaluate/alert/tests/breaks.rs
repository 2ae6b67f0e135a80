//! One thing broken at a time, for every rule: `tests/data/alert/breaks.json`.

use rayon::prelude::*;
use serde::Deserialize;
use serde_json::Map;

use super::scene::{Edits, Scene, alert_rules, data, data_file, objection};
use crate::finding::Status;
use crate::rule::Rule;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Broken {
    name: String,
    /// The link that is broken.
    fails: Option<String>,
    /// Nobody knows whether it is.
    #[serde(default)]
    unknown: bool,
    /// A part of the message.
    says: String,
    /// The rules whose events still get through.
    #[serde(default)]
    unless: Vec<String>,
    edit: Edits,
}

fn breaks() -> Vec<Broken> {
    data(include_str!(data_file!("breaks.json")))
}

/// What every rule says of the whole chain, and of the whole chain mended.
fn whole(rule: &Rule, scene: &Scene) -> Option<String> {
    let finding = scene.judged(rule, &Map::new());
    // CIS prints some patterns that match other events as well.
    let remarks = finding.remarks.iter();
    let unexpected = remarks
        .filter(|remark| !remark.contains("also matches"))
        .count();
    let objection = objection(&finding, Status::Pass, None, "reach");
    objection.or_else(|| (unexpected > 0).then(|| format!("{:?}", finding.remarks)))
}

impl Broken {
    fn judged(&self, rule: &Rule, scene: &Scene) -> Option<String> {
        let broken = scene.edited(&self.edit, rule);
        assert_ne!(broken, *scene, "{}", self.name);
        let finding = broken.judged(rule, &Map::new());
        let (status, link, part) = match (&self.fails, self.unknown) {
            _ if self.unless.contains(&rule.id) => (Status::Pass, None, "reach"),
            (Some(link), false) => (Status::Fail, Some(&**link), &*self.says),
            (None, true) => (Status::Unknown, None, &*self.says),
            _ => panic!("{}: fails or is unknown", self.name),
        };
        objection(&finding, status, link, part)
    }

    /// Whether putting back what was there mends it.
    fn mended(&self, rule: &Rule, scene: &Scene) -> bool {
        let mut mended = scene.edited(&self.edit, rule);
        for pointer in self.edit.keys() {
            // Places that were not there are taken back with what is above them.
            let mut place = pointer.as_str();
            while place.ends_with("/-") || scene.at(place).is_null() {
                place = place.rsplit_once('/').unwrap().0;
            }
            mended.put(place, scene.at(place));
        }
        mended == *scene
    }
}

#[test]
fn a_chain_with_one_broken_link_rings_nobody() {
    let breaks = breaks();
    let rules = alert_rules();
    assert_eq!(rules.len(), 15);
    let wrong: Vec<String> = rules
        .into_par_iter()
        .flat_map_iter(|rule| {
            let scene = Scene::of(&rule.id);
            let before = whole(rule, &scene).map(|why| format!("{}: whole: {why}", rule.id));
            let each = breaks.iter().filter_map(|broken| {
                let why = broken.judged(rule, &scene)?;
                Some(format!("{}: {}: {why}", rule.id, broken.name))
            });
            before.into_iter().chain(each).collect::<Vec<_>>()
        })
        .collect();
    assert!(wrong.is_empty(), "{}\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn what_was_broken_can_be_mended() {
    let rule = alert_rules()[0];
    let scene = Scene::of(&rule.id);
    for broken in breaks() {
        assert!(broken.mended(rule, &scene), "{}", broken.name);
    }
}
