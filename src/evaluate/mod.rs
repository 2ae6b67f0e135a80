//! Judging: rules and an inventory in, findings out. Pure: the same in, the same bytes
//! out.

mod alert;
#[cfg(test)]
mod functions;
mod judge;
pub mod oracle;
mod owner;
mod rows;
mod seen;
mod truth;
mod value;

use std::collections::{BTreeMap, BTreeSet};

use rayon::prelude::*;
use serde_json::Value;

use crate::finding::Finding;
use crate::inventory::Inventory;
use crate::kind::Kind;
use crate::rule::{self, Bound, Check, Rule};
use crate::target::{Region, Target};

use alert::{Chains, Watchers};
use judge::Case;
use oracle::Verification;
use rows::{Row, View};
use truth::Scope;
use value::Node;

/// Judges `inventory` by the rules in `bindings`. Ages are measured against the time at
/// which the inventory was complete.
pub fn run(bindings: &[Bound<'_>], inventory: &Inventory) -> Vec<Finding> {
    run_verified(bindings, inventory, None)
}

/// The same where our reading of filter patterns has been put to the test: what a metric
/// filter matches whose pattern AWS reads otherwise is open, so an alert that depends on it
/// is unknown.
pub fn run_verified(
    bindings: &[Bound<'_>],
    inventory: &Inventory,
    verification: Option<&Verification>,
) -> Vec<Finding> {
    let mut view = View::new(inventory);
    let deliveries: BTreeSet<Kind> = (bindings.iter())
        .flat_map(|bound| bound.rule.deliveries())
        .collect();
    let signals = bindings.iter().any(|bound| bound.rule.signals());
    let alerts = bindings
        .iter()
        .any(|bound| matches!(bound.rule.check, Check::Alert(_) | Check::Watched(_)))
        || !deliveries.is_empty()
        || signals;
    let chains: Vec<Chains> = inventory
        .targets
        .iter()
        .map(|target| {
            if !alerts {
                return Chains::default();
            }
            let mut chains = Chains::new(inventory, target);
            if let Some(verification) = verification {
                verification.doubt(&mut chains);
            }
            chains
        })
        .collect();
    for kind in deliveries {
        alert::add_deliveries(&mut view, kind, &chains);
    }
    if signals {
        alert::add_signals(&mut view, &chains);
    }
    let tasks: Vec<(&Bound<'_>, &Target, &Chains)> = bindings
        .iter()
        .flat_map(|bound| {
            let targets = inventory.targets.iter().zip(&chains);
            targets.map(move |(target, chains)| (bound, target, chains))
        })
        .collect();
    let mut findings: Vec<Finding> = tasks
        .par_iter()
        .flat_map(|(bound, target, chains)| judge_rule(&view, bound, target, chains))
        .collect();
    findings.par_sort_by(|a, b| a.sort_key().cmp(&b.sort_key()));
    findings
}

/// What is wrong with the verdict on `case` of `rule`, or nothing.
pub fn objection(rule: &Rule, case: &rule::Case) -> Option<String> {
    let bound = Bound {
        rule,
        parameters: case.parameters.clone(),
    };
    let mut findings = run(&[bound], &case.inventory);
    if let Some(judged) = &case.judged {
        findings.retain(|finding| finding.resource.id == *judged);
    }
    match findings.as_slice() {
        [finding] => case.objection(finding.status, &finding.message, &finding.remarks),
        many => Some(format!(
            "{}: expected one finding, got {}",
            case.name,
            many.len()
        )),
    }
}

/// One rule in one account.
fn judge_rule(
    view: &View<'_>,
    bound: &Bound<'_>,
    target: &Target,
    chains: &Chains,
) -> Vec<Finding> {
    let rule = bound.rule;
    let parameters = rule.with_defaults(&bound.parameters);
    let watchers = match rule.check {
        Check::Watched(_) => Watchers::new(chains),
        _ => Watchers::default(),
    };
    let case = Case {
        bound,
        target,
        chains,
        watchers: &watchers,
        parameters: &parameters,
    };
    let rows = view.rows(rule.judges, target);
    let needs = rule.needs(&bound.parameters).into_iter();
    let missing: BTreeSet<String> = needs
        .filter(|(kind, call)| !view.inventory.was_asked(*kind, *call))
        .map(|(_, call)| call.to_string())
        .collect();
    let missing = Vec::from_iter(missing);
    if !missing.is_empty() {
        return rows
            .into_iter()
            .map(|row| judge::not_asked(&case, row, &missing))
            .collect();
    }
    let params = Node::from(&Value::Object(parameters.clone()));
    let lists = Lists::new(view, &case, &rows);
    rows.par_chunks(CHUNK)
        .flat_map_iter(|rows| {
            let mut scopes = Scopes::new(view, &case, &params, &lists);
            rows.iter()
                .map(|row| scopes.judge(*row))
                .collect::<Vec<_>>()
        })
        .collect()
}

/// Rows that one thread judges in a row, with one set of variables.
const CHUNK: usize = 256;

/// The lists that a rule looks at, for each region that has a row.
struct Lists(BTreeMap<Option<Region>, Vec<(Kind, Node)>>);

impl Lists {
    fn new(view: &View<'_>, case: &Case<'_>, rows: &[Row<'_>]) -> Self {
        let mut lists = BTreeMap::new();
        for row in rows {
            let region = row.region();
            lists.entry(region.cloned()).or_insert_with(|| {
                let kinds = case.bound.rule.uses.iter();
                kinds
                    .map(|kind| (*kind, list(view, *kind, case, region)))
                    .collect()
            });
        }
        Self(lists)
    }
}

/// What a rule over a regional kind sees is that of the region; a rule over the account
/// sees all, though a trail for example has a home region.
fn list(view: &View<'_>, kind: Kind, case: &Case<'_>, region: Option<&Region>) -> Node {
    let regional = case.bound.rule.judges.scope() == crate::kind::Scope::Region;
    let region = region.filter(|_| regional);
    view.list(kind, &case.target.account, region)
}

/// The variables of a rule, rebuilt where a row is in another region than the last.
struct Scopes<'a> {
    case: &'a Case<'a>,
    params: &'a Node,
    lists: &'a Lists,
    now: cel::Value,
    current: Option<(Option<Region>, Scope)>,
}

impl<'a> Scopes<'a> {
    fn new(view: &View<'_>, case: &'a Case<'a>, params: &'a Node, lists: &'a Lists) -> Self {
        // A time always has a CEL value; null would make conditions on it mistakes.
        let now = truth::timestamp(view.inventory.finished_at).unwrap_or(cel::Value::Null);
        Self {
            case,
            params,
            lists,
            now,
            current: None,
        }
    }

    fn judge(&mut self, row: Row<'_>) -> Finding {
        let region = row.region();
        let mut scope = match self.current.take() {
            Some((of, scope)) if of.as_ref() == region => scope,
            _ => self.scope(region),
        };
        let finding = judge::judge(self.case, row, &mut scope);
        self.current = Some((region.cloned(), scope));
        finding
    }

    fn scope(&self, region: Option<&Region>) -> Scope {
        let target = serde_json::json!({
            "account": self.case.target.account,
            "partition": self.case.target.partition,
            "region": region,
        });
        let mut scope = Scope::new(&self.now, &Node::from(&target), self.params);
        let lists = self.lists.0.get(&region.cloned());
        for (kind, node) in lists.into_iter().flatten() {
            scope.set(kind.variable(), node);
        }
        scope
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::finding::Status;
    use crate::inventory::{Asked, CallCounts, Gap, NotSeen, Reason, Resource, body};
    use crate::kind::call;
    use crate::rule::{RuleSet, Selection};
    use crate::target::{Account, Partition};

    #[test]
    fn every_built_in_rule_has_cases_and_passes_them() {
        let rules = RuleSet::load_with_cases(&[]).unwrap_or_else(|problems| panic!("{problems}"));
        assert!(!rules.rules.is_empty());
        let mut wrong = Vec::new();
        for (id, rule) in &rules.rules {
            match rules.cases.get(id) {
                None => wrong.push(format!("{id}: no cases")),
                Some(cases) => wrong.extend(
                    cases
                        .iter()
                        .filter_map(|case| objection(rule, case))
                        .map(|objection| format!("{id}: {objection}")),
                ),
            }
        }
        assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    }

    /// An audit of two regions of an account, in which `asked` was asked.
    fn inventory(asked: &[&str], resources: Vec<Resource>, gaps: Vec<Gap>) -> Inventory {
        let now = "2026-01-01T00:00:00Z".parse().unwrap();
        let mut inventory = Inventory {
            started_at: now,
            finished_at: now,
            targets: vec![Target {
                partition: Partition::new("aws"),
                account: account(),
                regions: vec![Region::new("eu-west-1"), Region::new("us-east-1")],
                not_opted_in: Vec::new(),
            }],
            asked: everywhere(asked),
            calls: CallCounts::default(),
            resources,
            gaps,
        };
        inventory.sort();
        inventory
    }

    /// `calls`, asked of every kind.
    fn everywhere(calls: &[&str]) -> Asked {
        let calls: BTreeSet<String> = calls.iter().map(|call| (*call).to_owned()).collect();
        let kinds = Kind::ALL.iter();
        kinds.map(|kind| (*kind, calls.clone())).collect()
    }

    fn account() -> Account {
        Account::new("123456789012")
    }

    fn group(id: &str, region: &str) -> Resource {
        let group = body::SecurityGroup {
            group_id: Some(id.to_owned()),
            ..body::SecurityGroup::default()
        };
        Resource::new(&account(), Some(&Region::new(region)), &group)
    }

    const SG: [&str; 2] = [
        "ec2:DescribeSecurityGroups",
        "ec2:GetManagedPrefixListEntries",
    ];

    /// Status, region and resource of each finding of `sg-no-public-ssh`.
    fn judged(inventory: &Inventory) -> Vec<(Status, String, String)> {
        let rules = RuleSet::load(&[]).unwrap();
        let selection = Selection {
            rules: vec!["sg-no-public-ssh".to_owned()],
            ..Selection::default()
        };
        let selected = rules.select(&selection).unwrap();
        let findings = run(&selected.bindings, inventory);
        assert_eq!(findings, run(&selected.bindings, inventory));
        findings
            .into_iter()
            .map(|f| (f.status, f.region.to_string(), f.resource.id))
            .collect()
    }

    #[test]
    fn every_region_that_was_asked_for_has_a_row() {
        let gap = Gap {
            account: account(),
            region: Some(Region::new("us-east-1")),
            kind: Kind::SecurityGroup,
            resource: None,
            call: NotSeen::new(call::DESCRIBE_SECURITY_GROUPS, Reason::Denied, ""),
        };
        let row = |status, region: &str, id: &str| (status, region.to_owned(), id.to_owned());
        // Nothing there, something there, something not seen, and both.
        assert_eq!(
            judged(&inventory(&SG, vec![group("sg-1", "eu-west-1")], vec![])),
            [
                row(Status::Pass, "eu-west-1", "sg-1"),
                row(Status::NotApplicable, "us-east-1", "us-east-1"),
            ]
        );
        let groups = vec![group("sg-1", "eu-west-1"), group("sg-2", "us-east-1")];
        assert_eq!(
            judged(&inventory(&SG, groups, vec![gap])),
            [
                row(Status::Pass, "eu-west-1", "sg-1"),
                row(Status::Unknown, "us-east-1", "us-east-1"),
                row(Status::Pass, "us-east-1", "sg-2"),
            ]
        );
    }

    #[test]
    fn a_region_that_several_calls_hide_is_one_row() {
        let gap = |call| Gap {
            account: account(),
            region: Some(Region::new("us-east-1")),
            kind: Kind::SecurityGroup,
            resource: None,
            call: NotSeen::new(call, Reason::Denied, ""),
        };
        let gaps = [
            call::DESCRIBE_SECURITY_GROUPS,
            call::GET_MANAGED_PREFIX_LIST_ENTRIES,
        ];
        let rows = judged(&inventory(&SG, vec![], gaps.map(gap).to_vec()));
        assert_eq!(rows.len(), 2, "{rows:?}");
    }

    #[test]
    fn what_was_never_asked_is_unknown_and_not_absent() {
        let rows = judged(&inventory(
            &SG[..1],
            vec![group("sg-1", "eu-west-1")],
            vec![],
        ));
        assert_eq!(rows.len(), 2);
        assert!(
            rows.iter().all(|(status, ..)| *status == Status::Unknown),
            "{rows:?}"
        );
    }

    #[test]
    fn a_fingerprint_is_of_the_rule_its_parameters_and_the_resource() {
        let rules = RuleSet::load(&[]).unwrap();
        let rule = &rules.rules["sg-no-public-ssh"];
        let print = |port: Option<i64>, id: &str| {
            let parameters = port.map(|port| ("port".to_owned(), port.into()));
            let bound = Bound {
                rule,
                parameters: parameters.into_iter().collect(),
            };
            let inventory = inventory(&SG, vec![group(id, "eu-west-1")], vec![]);
            run(&[bound], &inventory)[0].fingerprint.clone()
        };
        assert_eq!(print(None, "sg-1"), print(None, "sg-1"));
        assert_ne!(print(None, "sg-1"), print(Some(23), "sg-1"));
        assert_ne!(print(None, "sg-1"), print(None, "sg-2"));
        assert_eq!(print(None, "sg-1").len(), 32);
    }
}
