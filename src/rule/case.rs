//! The cases beside a rule: resources with the verdict that they must get.

use jiff::Timestamp;
use serde::Deserialize;
use serde_json::{Map, Value};

use super::definition::{Check, Rule};
use super::diagnostic::Diagnostic;
use super::file::{CaseFile, CasesFile};
use super::parameter::bind;
use super::yaml::Document;
use crate::inventory::body::{AccountBody, RegionBody};
use crate::inventory::{Asked, CallCounts, GAP_KEY, Gap, Inventory, NotSeen, Resource};
use crate::kind::{Kind, Scope};
use crate::target::{Account, Partition, Region, Target};
use crate::verdict::Status;

/// A case: a small inventory, and the verdict on it.
#[derive(Debug)]
pub struct Case {
    /// What it shows.
    pub name: String,
    /// What there is.
    pub inventory: Inventory,
    /// The id of the judged resource, if the case gives one: others of the kind may stand
    /// beside it.
    pub judged: Option<String>,
    /// Parameters that differ from the rule's defaults.
    pub parameters: Map<String, Value>,
    /// The verdict.
    pub expect: Status,
    /// A part of the message.
    pub message: Option<String>,
    /// A part of one of the remarks.
    pub remark: Option<String>,
    /// How many remarks there are.
    pub remarks: Option<usize>,
    /// Where it is written.
    pub place: Diagnostic,
}

/// The account of every case.
const ACCOUNT: &str = "123456789012";
/// The region of every case.
const REGION: &str = "us-east-1";

/// Checks the cases of `rule`.
///
/// # Errors
/// All problems.
pub fn cases(
    rule: &Rule,
    file: CasesFile,
    document: &Document,
) -> Result<Vec<Case>, Vec<Diagnostic>> {
    let mut cases = Vec::new();
    let mut problems = Vec::new();
    for (index, case) in file.cases.into_iter().enumerate() {
        match self::case(rule, case, document, &format!("/cases/{index}")) {
            Ok(case) => cases.push(case),
            Err(more) => problems.extend(more),
        }
    }
    for status in verdicts(rule) {
        if problems.is_empty() && !cases.iter().any(|case| case.expect == status) {
            let message = format!("no case expects `{status}`");
            let problem = document.problem("/cases", message);
            problems.push(problem.help("a rule needs a case for every verdict that it can give"));
        }
    }
    if problems.is_empty() {
        Ok(cases)
    } else {
        Err(problems)
    }
}

fn case(
    rule: &Rule,
    file: CaseFile,
    document: &Document,
    at: &str,
) -> Result<Case, Vec<Diagnostic>> {
    let mut builder = Builder::new(rule, &file, document, at);
    builder.judged(file.resource);
    let judged = builder.judged_id();
    for (kind, bodies) in file.with {
        builder.listed(kind, bodies);
    }
    let parameters = match bind(&rule.parameters, &file.parameters) {
        Ok(parameters) => parameters,
        Err(errors) => {
            for error in errors {
                builder.refuse("/parameters", &error.to_string());
            }
            Map::new()
        }
    };
    if builder.problems.is_empty() {
        builder.inventory.sort();
        Ok(Case {
            name: file.name,
            inventory: builder.inventory,
            judged,
            parameters,
            expect: file.expect,
            message: file.message,
            remark: file.remark,
            remarks: file.remarks,
            place: document.problem(at, ""),
        })
    } else {
        Err(builder.problems)
    }
}

/// The verdicts of `rule` that must have a case.
fn verdicts(rule: &Rule) -> Vec<Status> {
    let may_pass = !matches!(rule.check, Check::Manual);
    let may_fail = matches!(rule.check, Check::Alert(_) | Check::Watched(_))
        || !rule.message.fail.pieces.is_empty();
    let can_be_hidden = !rule.needs(&Map::new()).is_empty();
    [
        (Status::Pass, may_pass),
        (Status::Fail, may_fail),
        (Status::Manual, !rule.manual.is_empty()),
        (Status::Unknown, can_be_hidden),
    ]
    .into_iter()
    .filter_map(|(status, possible)| possible.then_some(status))
    .collect()
}

/// A case holds all that its rule looks at.
fn rule_asks(rule: &Rule, parameters: &Map<String, Value>) -> Asked {
    let mut asked = Asked::new();
    for (kind, call) in rule.needs(parameters) {
        asked.entry(kind).or_default().insert(call.asked_as());
    }
    asked
}

struct Builder<'a> {
    rule: &'a Rule,
    parameters: Map<String, Value>,
    document: &'a Document,
    at: &'a str,
    account: Account,
    inventory: Inventory,
    problems: Vec<Diagnostic>,
}

impl<'a> Builder<'a> {
    fn new(rule: &'a Rule, file: &CaseFile, document: &'a Document, at: &'a str) -> Self {
        let account = Account::new(ACCOUNT);
        let mut problems = Vec::new();
        let now: Timestamp = file.now.parse().unwrap_or_else(|error| {
            let message = format!("not a time: {error}");
            problems.push(document.problem(&format!("{at}/now"), message));
            Timestamp::UNIX_EPOCH
        });
        let inventory = Inventory {
            started_at: now,
            finished_at: now,
            targets: vec![Target {
                partition: Partition::new(&file.partition),
                account: account.clone(),
                regions: vec![Region::new(REGION)],
                not_opted_in: Vec::new(),
            }],
            asked: rule_asks(rule, &file.parameters),
            calls: CallCounts::default(),
            resources: Vec::new(),
            gaps: Vec::new(),
        };
        let mut builder = Self {
            rule,
            parameters: file.parameters.clone(),
            document,
            at,
            account,
            inventory,
            problems,
        };
        builder.target(&file.partition);
        builder
    }

    /// The account and its region, which every inventory holds.
    fn target(&mut self, partition: &str) {
        let account = AccountBody {
            account_id: ACCOUNT.to_owned(),
            partition: partition.to_owned(),
        };
        let region = RegionBody {
            region_name: REGION.to_owned(),
        };
        self.inventory.resources.extend([
            Resource::new(&self.account, None, &account),
            Resource::new(&self.account, Some(&Region::new(REGION)), &region),
        ]);
    }

    fn refuse(&mut self, below: &str, message: &str) {
        let at = format!("{}{below}", self.at);
        self.problems.push(self.document.problem(&at, message));
    }

    fn judged(&mut self, body: Option<Value>) {
        let kind = self.rule.judges;
        let always_there = matches!(kind, Kind::Account | Kind::Region);
        match body {
            Some(_) if always_there => {
                self.refuse(
                    "/resource",
                    &format!("leave `resource` out: there is always one {kind}"),
                );
            }
            Some(body) => self.resource(kind, body, "/resource"),
            None => {}
        }
    }

    /// The id of the resource that is there.
    fn judged_id(&self) -> Option<String> {
        let mut all = self.inventory.of_kind(self.rule.judges);
        all.next().map(|resource| resource.id.clone())
    }

    fn listed(&mut self, kind: Kind, bodies: Vec<Value>) {
        let below = format!("/with/{kind}");
        if !self.rule.kinds_under(&self.parameters).contains(&kind) {
            self.refuse(&below, &format!("the rule does not look at `{kind}`"));
        }
        for (index, body) in bodies.into_iter().enumerate() {
            self.resource(kind, body, &format!("{below}/{index}"));
        }
    }

    fn resource(&mut self, kind: Kind, mut body: Value, below: &str) {
        if let Some(gap) = body.get_mut(GAP_KEY) {
            match NotSeen::deserialize(gap.take()) {
                Ok(call) => self.inventory.gaps.push(Gap {
                    account: self.account.clone(),
                    region: region_of(kind, &Value::Null),
                    kind,
                    resource: None,
                    call,
                }),
                Err(error) => self.refuse(below, &error.to_string()),
            }
            return;
        }
        if let Err(message) = self.has_all_facets(kind, &body) {
            self.refuse(below, &message);
        }
        let body = with_usual_details(kind, body);
        let region = region_of(kind, &body);
        match Resource::from_cli(kind, &self.account, region.as_ref(), body) {
            Ok(resource) if self.inventory.resources.contains(&resource) => {
                self.refuse(below, &format!("the same {kind} stands here twice"));
            }
            Ok(resource) => self.inventory.resources.push(resource),
            Err(message) => self.refuse(below, &message),
        }
    }

    /// What a call of its own fills would be there in a scan: a case that forgets it
    /// would judge something that cannot be.
    fn has_all_facets(&self, kind: Kind, body: &Value) -> Result<(), String> {
        let needs = self.rule.needs(&self.parameters);
        let facets = kind.facets().iter().filter(|facet| facet.everywhere);
        for facet in facets.filter(|facet| needs.contains(&(kind, facet.call))) {
            for key in facet.keys {
                if body.get(key).is_none() {
                    return Err(format!(
                        "the rule looks at `{key}` ({}); give it",
                        facet.call
                    ));
                }
            }
        }
        Ok(())
    }
}

/// `body` with the details that almost all resources of its kind have alike, where it leaves
/// them out: a topic has SNS's own policy and no key, its subscriptions have no filter policy.
fn with_usual_details(kind: Kind, mut body: Value) -> Value {
    let (Kind::Topic, Some(topic)) = (kind, body.as_object_mut()) else {
        return body;
    };
    let subscriptions = topic.get_mut("Subscriptions").and_then(Value::as_array_mut);
    for subscription in subscriptions.into_iter().flatten() {
        if let Some(subscription) = subscription.as_object_mut()
            && !subscription.contains_key(GAP_KEY)
        {
            subscription
                .entry("Attributes")
                .or_insert_with(|| Map::new().into());
        }
    }
    topic
        .entry("Attributes")
        .or_insert_with(|| Map::new().into());
    topic.entry("Key").or_insert(Value::Null);
    body
}

fn region_of(kind: Kind, body: &Value) -> Option<Region> {
    let home = body.get("HomeRegion").and_then(Value::as_str);
    match (home, kind.scope()) {
        (Some(home), _) => Some(Region::new(home)),
        (None, Scope::Region) => Some(Region::new(REGION)),
        (None, Scope::Account) => match kind {
            Kind::Trail => Some(Region::new(REGION)),
            _ => None,
        },
    }
}

impl Case {
    /// What is wrong with a verdict on the case, or nothing.
    pub fn objection(&self, status: Status, message: &str, remarks: &[String]) -> Option<String> {
        let name = &self.name;
        if status != self.expect {
            return Some(format!(
                "{name}: expected {}, got {status}: {message}",
                self.expect
            ));
        }
        if let Some(part) = self
            .message
            .as_ref()
            .filter(|part| !message.contains(*part))
        {
            return Some(format!("{name}: `{part}` is not in the message: {message}"));
        }
        if let Some(expected) = self.remarks.filter(|expected| *expected != remarks.len()) {
            let found = remarks.join(" / ");
            return Some(format!("{name}: expected {expected} remarks, got: {found}"));
        }
        let part = self.remark.as_ref()?;
        (!remarks.iter().any(|remark| remark.contains(part)))
            .then(|| format!("{name}: `{part}` is in no remark: {}", remarks.join(" / ")))
    }
}
