//! EventBridge: event buses, their rules, and where these deliver.

use std::sync::Arc;

use aws_sdk_eventbridge::types;

use super::by_token::by_token;
use super::scan::{Scan, at_once, in_turn};
use super::{event_buses, event_targets, sns};
use crate::inventory::{NotSeen, Seen, body};
use crate::kind::{Call, Kind, call};
use crate::target::Region;

/// The largest page of rules, and of targets, that AWS gives.
const PAGE: i32 = 100;

/// What a bus leads to.
const KINDS: &[Kind] = &[
    Kind::EventBus,
    Kind::EventRule,
    Kind::EventTarget,
    Kind::Topic,
];

/// Puts what is planned of the event buses of `region` into the inventory, their rules and
/// the targets of these.
pub(super) async fn collect(scan: Arc<Scan>, region: Region) {
    if !asks(&scan, call::LIST_EVENT_BUSES) {
        return;
    }
    let answer = event_buses::list(&scan, &region).await;
    let (buses, cut) = answer.as_ref();
    if let Some(gap) = cut {
        scan.missed_by(&region, KINDS, call::LIST_EVENT_BUSES, gap);
    }
    for bus in buses {
        scan.found(Some(&region), bus);
    }
    if asks(&scan, call::LIST_RULES) {
        let names = buses.iter().filter_map(|bus| bus.name.clone());
        at_once(names.map(|bus| rules_of(Arc::clone(&scan), region.clone(), bus))).await;
    }
}

/// Whether a rule needs `call` for what buses lead to: their policies are another matter.
fn asks(scan: &Scan, call: Call) -> bool {
    KINDS.iter().any(|kind| scan.asks_of(*kind, call))
}

async fn rules_of(scan: Arc<Scan>, region: Region, bus: String) {
    let client = scan.aws.events(&region);
    let (rules, cut) = by_token(async |token| {
        let request = client.list_rules().event_bus_name(&bus);
        let request = request.limit(PAGE).set_next_token(token);
        let page = scan
            .ask(Some(&region), call::LIST_RULES, request.send())
            .await?;
        // A bus that is gone by now has no rules.
        let page = page.map(|p| (p.rules, p.next_token));
        let (rules, next) = page.unwrap_or_default();
        Ok((rules.unwrap_or_default(), next))
    })
    .await;
    if let Some(gap) = cut {
        scan.missed_by(&region, KINDS, call::LIST_RULES, &gap);
    }
    let asks = asks(&scan, call::LIST_TARGETS_BY_RULE);
    in_turn(rules, move |found| {
        let (scan, region, bus) = (Arc::clone(&scan), region.clone(), bus.clone());
        async move {
            let rule = rule(found, &bus);
            if asks {
                Box::pin(complete(scan, region, bus, rule)).await;
            } else {
                scan.found(Some(&region), &rule);
            }
        }
    })
    .await;
}

/// Puts a rule into the inventory unless it is gone by now, and what it delivers to.
async fn complete(scan: Arc<Scan>, region: Region, bus: String, mut rule: body::EventRule) {
    let name = rule.name.clone().unwrap_or_default();
    let (targets, cut) = targets_of(&scan, &region, &bus, &name).await;
    let Some(targets) = targets else { return };
    if let Some(gap) = &cut {
        let behind = [Kind::EventTarget, Kind::Topic];
        scan.missed_by(&region, &behind, call::LIST_TARGETS_BY_RULE, gap);
    }
    let arns = targets.iter().filter_map(|target| target.arn.clone());
    let (topics, others): (Vec<String>, Vec<String>) = arns.partition(|arn| sns::is_topic(arn));
    if scan.asks_of(Kind::EventRule, call::LIST_TARGETS_BY_RULE) {
        if let Some(gap) = &cut {
            scan.missed_of(Some(&region), &rule, gap);
        }
        rule.targets = Some(cut.map_or(Seen::Value(targets), Seen::NotSeen));
    }
    scan.found(Some(&region), &rule);
    tokio::join!(
        async {
            if scan.asks_of(Kind::Topic, call::LIST_TARGETS_BY_RULE) {
                sns::collect(&scan, topics).await;
            }
        },
        event_targets::collect(&scan, others),
    );
}

/// The targets of a rule, and what cut their list short. None if there is no such rule.
async fn targets_of(
    scan: &Scan,
    region: &Region,
    bus: &str,
    rule: &str,
) -> (Option<Vec<body::RuleTarget>>, Option<NotSeen>) {
    let client = scan.aws.events(region);
    let (targets, cut) = by_token(async |token| {
        let request = client
            .list_targets_by_rule()
            .event_bus_name(bus)
            .rule(rule)
            .limit(PAGE)
            .set_next_token(token);
        let call = call::LIST_TARGETS_BY_RULE;
        let page = scan.ask(Some(region), call, request.send()).await?;
        Ok(match page {
            Some(page) => {
                let targets = page.targets.unwrap_or_default().into_iter();
                (targets.map(|t| Some(target(t))).collect(), page.next_token)
            }
            None => (vec![None], None),
        })
    })
    .await;
    (targets.into_iter().collect(), cut)
}

fn rule(r: types::Rule, bus: &str) -> body::EventRule {
    body::EventRule {
        name: r.name,
        arn: r.arn,
        event_pattern: r.event_pattern,
        state: r.state.map(|state| state.as_str().to_owned()),
        description: r.description,
        schedule_expression: r.schedule_expression,
        role_arn: r.role_arn,
        managed_by: r.managed_by,
        event_bus_name: r.event_bus_name.or_else(|| Some(bus.to_owned())),
        targets: None,
    }
}

fn target(t: types::Target) -> body::RuleTarget {
    body::RuleTarget {
        id: Some(t.id),
        arn: Some(t.arn),
        role_arn: t.role_arn,
        input: t.input,
        input_path: t.input_path,
    }
}
