//! An account with one whole delivery chain, `tests/data/alert/chain.json`, and changes to it.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use serde::Deserialize;
use serde_json::{Map, Value, json};

use crate::evaluate::run;
use crate::finding::{Finding, Status};
use crate::inventory::body::{AccountBody, RegionBody};
use crate::inventory::{CallCounts, GAP_KEY, Gap, Inventory, NotSeen, Resource, everything};
use crate::kind::Kind;
use crate::rule::{Bound, Check, EventSet, Rule, RuleSet};
use crate::target::{Account, Partition, Region, Target};

/// The account of the chain.
pub const ACCOUNT: &str = "123456789012";
/// Its region.
pub const REGION: &str = "us-east-1";
/// The time of the audit: a few minutes after the trail has delivered.
const NOW: &str = "2026-03-01T12:00:00Z";

/// The built-in rules.
pub static RULES: LazyLock<RuleSet> = LazyLock::new(|| RuleSet::load(&[]).unwrap());

/// The path of a file of test data, for `include_str!`.
macro_rules! data_file {
    ($name:literal) => {
        concat!(env!("CARGO_MANIFEST_DIR"), "/tests/data/alert/", $name)
    };
}
pub(crate) use data_file;

static CHAIN: LazyLock<Value> = LazyLock::new(|| data(include_str!(data_file!("chain.json"))));

/// What a file of test data says.
pub fn data<'d, T: Deserialize<'d>>(text: &'d str) -> T {
    serde_json::from_str(text).unwrap()
}

/// Places of a scene, as JSON pointers, and what is put there. `-` at the end appends.
pub type Edits = BTreeMap<String, Value>;

/// What there is in an account, by kind, as the AWS CLI prints it.
#[derive(Debug, Clone, PartialEq)]
pub struct Scene {
    parts: Value,
    /// Further accounts that were looked at.
    pub accounts: Vec<String>,
    /// The regions that were looked at.
    pub regions: Vec<&'static str>,
}

impl Scene {
    /// The whole chain, with a filter of this pattern.
    pub fn with(pattern: &str) -> Self {
        let mut scene = Self {
            parts: CHAIN.clone(),
            accounts: Vec::new(),
            regions: vec![REGION],
        };
        scene.put("/metric-filter/0/filterPattern", json!(pattern));
        scene
    }

    /// The whole chain for a rule, with the newest pattern that CIS prints.
    pub fn of(rule: &str) -> Self {
        Self::with(&super::cis::newest(rule))
    }

    /// What stands at a place.
    pub fn at(&self, pointer: &str) -> Value {
        self.parts.pointer(pointer).cloned().unwrap_or_default()
    }

    /// Puts something at a place, which need not be there; its parent must.
    #[track_caller]
    pub fn put(&mut self, pointer: &str, value: Value) {
        let (parent, key) = pointer.rsplit_once('/').unwrap();
        let parent = self
            .parts
            .pointer_mut(parent)
            .unwrap_or_else(|| panic!("{pointer}"));
        let key = key.replace("~1", "/");
        match parent {
            Value::Object(object) => {
                object.insert(key, value);
            }
            Value::Array(list) if key == "-" => list.push(value),
            Value::Array(list) => list[key.parse::<usize>().unwrap()] = value,
            other => panic!("{pointer}: {other}"),
        }
    }

    /// The same with `edits`, in which `$source` and `$name` stand for an operation of `rule`.
    pub fn edited(&self, edits: &Edits, rule: &Rule) -> Self {
        let mut scene = self.clone();
        for (pointer, value) in edits {
            scene.put(pointer, filled(value, rule));
        }
        scene
    }

    /// As if it had been collected.
    pub fn inventory(&self) -> Inventory {
        let now = NOW.parse().unwrap();
        let others = self.accounts.iter().map(String::as_str);
        let accounts = [ACCOUNT].into_iter().chain(others);
        let mut inventory = Inventory {
            started_at: now,
            finished_at: now,
            targets: accounts.map(|account| self.target(account)).collect(),
            asked: everything(),
            calls: CallCounts::default(),
            resources: Vec::new(),
            gaps: Vec::new(),
        };
        for target in &inventory.targets {
            let account = AccountBody {
                account_id: target.account.to_string(),
                partition: "aws".to_owned(),
            };
            let resource = Resource::new(&target.account, None, &account);
            inventory.resources.push(resource);
            inventory
                .resources
                .extend(target.regions.iter().map(|region| {
                    let body = RegionBody {
                        region_name: region.to_string(),
                    };
                    Resource::new(&target.account, Some(region), &body)
                }));
        }
        for (kind, bodies) in self.parts.as_object().unwrap() {
            let kind: Kind = serde_json::from_value(json!(kind)).unwrap();
            for body in bodies.as_array().unwrap() {
                collect(&mut inventory, kind, body.clone());
            }
        }
        inventory.sort();
        inventory
    }

    fn target(&self, account: &str) -> Target {
        let regions = self.regions.iter();
        Target {
            partition: Partition::new("aws"),
            account: Account::new(account),
            regions: regions.map(|region| Region::new(*region)).collect(),
            not_opted_in: Vec::new(),
        }
    }

    /// The verdict of a rule on the first account.
    pub fn judged(&self, rule: &Rule, parameters: &Map<String, Value>) -> Finding {
        let bound = Bound {
            rule,
            parameters: parameters.clone(),
        };
        let findings = run(&[bound], &self.inventory());
        let mut own = findings.into_iter();
        own.find(|f| f.account.as_str() == ACCOUNT).unwrap()
    }
}

/// Puts a body into an inventory, or what stands for those that were not seen. `@account` and
/// `@region` say where it was found, if that is elsewhere.
fn collect(inventory: &mut Inventory, kind: Kind, mut body: Value) {
    let mut place = |key: &str| {
        let found = body.as_object_mut().unwrap().shift_remove(key)?;
        Some(found.as_str().unwrap().to_owned())
    };
    let account = place("@account").unwrap_or_else(|| ACCOUNT.to_owned());
    let region = place("@region").unwrap_or_else(|| REGION.to_owned());
    let (account, region) = (Account::new(account), Region::new(region));
    if let Some(gap) = body.get(GAP_KEY) {
        inventory.gaps.push(Gap {
            account,
            region: Some(region),
            kind,
            resource: None,
            call: NotSeen::deserialize(gap).unwrap(),
        });
        return;
    }
    let body = written(body);
    let resource = Resource::from_cli(kind, &account, Some(&region), body.clone());
    let resource = resource.unwrap_or_else(|problem| panic!("{problem}: {body}"));
    inventory.resources.push(resource);
}

/// With objects for `{"$json": …}` as texts, as AWS gives policies.
fn written(value: Value) -> Value {
    match value {
        Value::Object(object) => match object.get("$json") {
            Some(json) => json!(json.to_string()),
            None => Value::Object(object.into_iter().map(|(k, v)| (k, written(v))).collect()),
        },
        Value::Array(list) => list.into_iter().map(written).collect(),
        other => other,
    }
}

fn filled(value: &Value, rule: &Rule) -> Value {
    match value {
        Value::String(text) if text == "$source" => json!(operation(rule).0),
        Value::String(text) if text == "$name" => json!(operation(rule).1),
        Value::Object(object) => object
            .iter()
            .map(|(key, value)| (key.clone(), filled(value, rule)))
            .collect(),
        Value::Array(list) => list.iter().map(|value| filled(value, rule)).collect(),
        other => other.clone(),
    }
}

/// The event sets that a rule requires.
pub fn required(rule: &Rule) -> &[EventSet] {
    match &rule.check {
        Check::Alert(alert) => &alert.required,
        Check::Pass(_) | Check::Watched(_) | Check::Manual => &[],
    }
}

/// The operations that a rule names.
pub fn names(rule: &Rule) -> Vec<String> {
    let parameters = rule.with_defaults(&Map::new());
    let sets = required(rule).iter();
    let names = sets.filter_map(|set| set.names.resolve(&parameters));
    names.flatten().collect()
}

/// An operation whose events a rule requires.
fn operation(rule: &Rule) -> (String, String) {
    let source = required(rule).first().and_then(|set| set.source.clone());
    let name = names(rule).into_iter().next();
    (
        source.unwrap_or_else(|| "kms.amazonaws.com".to_owned()),
        name.unwrap_or_else(|| "Decrypt".to_owned()),
    )
}

/// The built-in alert rules for which benchmarks print a pattern; the others have their cases.
pub fn alert_rules() -> Vec<&'static Rule> {
    let rules = RULES.rules.values();
    let alerts = rules.filter(|rule| matches!(rule.check, Check::Alert(_)));
    let printed = alerts.filter(|rule| super::cis::is_printed(&rule.id));
    printed.collect()
}

/// What is wrong with a verdict that should be this one, at this link.
pub fn objection(
    finding: &Finding,
    status: Status,
    link: Option<&str>,
    part: &str,
) -> Option<String> {
    let first = finding.evidence.get("firstBrokenLink");
    let found = first.and_then(|first| first["link"].as_str());
    let right = finding.status == status && found == link && finding.message.contains(part);
    (!right).then(|| {
        let link = found.unwrap_or("no link");
        format!(
            "{} at {link}: {} {:?}",
            finding.status, finding.message, finding.remarks
        )
    })
}
