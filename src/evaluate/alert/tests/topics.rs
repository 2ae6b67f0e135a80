//! What a topic is like, and whether an alarm's notification gets through:
//! `tests/data/alert/topics.json`.

use serde::Deserialize;
use serde_json::{Map, Value, json};

use super::scene::{RULES, Scene, data, data_file};
use crate::finding::Status;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Vector {
    name: String,
    /// Not said where it is not known.
    delivers: Option<bool>,
    /// What the alarm does.
    actions: Value,
    topics: Value,
}

#[test]
fn topics_deliver_or_do_not() {
    let rule = &RULES.rules["monitor-nacl-changes"];
    let all: Vec<Vector> = data(include_str!(data_file!("topics.json")));
    let mut wrong = Vec::new();
    for vector in all {
        let mut scene = Scene::of(&rule.id);
        scene.put("/alarm/0/AlarmActions", vector.actions);
        scene.put("/topic", vector.topics);
        let finding = scene.judged(rule, &Map::new());
        let expected = match vector.delivers {
            Some(true) => Status::Pass,
            Some(false) => Status::Fail,
            None => Status::Unknown,
        };
        let link = finding.evidence.get("firstBrokenLink");
        let late = [json!("topic"), json!("subscription")];
        let at = link.is_none_or(|link| late.contains(&link["link"]));
        if finding.status != expected || !at {
            wrong.push(format!(
                "{}: {} {}",
                vector.name, finding.status, finding.message
            ));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
