//! Who publishes to a topic.

use super::parts::{Chains, Place};
use crate::inventory::body::{Alarm, EventRule, EventSubscription};
use crate::policy::publish::{Service, Source};

/// What publishes to a topic, with all that policies may ask about it.
#[derive(Debug, Clone)]
pub struct Publisher {
    /// The service.
    pub service: Service,
    /// What it is called in a sentence: ``alarm `x` ``.
    pub what: String,
    /// Where it stands.
    pub place: Place,
    arn: String,
    subjects: Vec<String>,
    by_example: bool,
}

/// What an event subscription without a list of sources may be about, as ARNs call it.
///
/// Source: RDS user guide, "Amazon Resource Names (ARNs) in Amazon RDS".
const SUBJECTS: [(&str, &str); 8] = [
    ("db-instance", "db"),
    ("db-parameter-group", "pg"),
    ("db-security-group", "secgrp"),
    ("db-snapshot", "snapshot"),
    ("db-cluster", "cluster"),
    ("db-cluster-snapshot", "cluster-snapshot"),
    ("db-proxy", "db-proxy"),
    ("custom-engine-version", "cev"),
];

/// A name that nothing has: a policy that lets it through asks for no particular one.
const ANY_NAME: &str = "auditrail-any";

impl Publisher {
    /// The alarm `alarm` in `place`.
    pub fn alarm(chains: &Chains, alarm: &Alarm, place: &Place) -> Self {
        let name = alarm.alarm_name.as_deref().unwrap_or_default();
        let arn = || arn(chains, place, "cloudwatch", &format!("alarm:{name}"));
        Self {
            service: Service::CloudWatch,
            what: format!("alarm `{name}`"),
            place: place.clone(),
            arn: alarm.alarm_arn.clone().unwrap_or_else(arn),
            subjects: Vec::new(),
            by_example: false,
        }
    }

    /// The event rule `rule` in `place`.
    pub fn event_rule(chains: &Chains, rule: &EventRule, place: &Place) -> Self {
        let name = rule.name.as_deref().unwrap_or_default();
        let path = match rule.event_bus_name.as_deref() {
            None | Some("default") => name.to_owned(),
            Some(bus) => format!("{bus}/{name}"),
        };
        let arn = || arn(chains, place, "events", &format!("rule/{path}"));
        Self {
            service: Service::EventBridge,
            what: format!("event rule `{path}`"),
            place: place.clone(),
            arn: rule.arn.clone().unwrap_or_else(arn),
            subjects: Vec::new(),
            by_example: false,
        }
    }

    /// The event subscription `of` in `place`.
    pub fn event_subscription(chains: &Chains, of: &EventSubscription, place: &Place) -> Self {
        let name = of.cust_subscription_id.as_deref().unwrap_or_default();
        let of_type = |name: &str| of.source_type.as_deref().is_none_or(|of| of == name);
        let types = SUBJECTS.iter().filter(|(name, _)| of_type(name));
        let any = [ANY_NAME.to_owned()];
        let (named, by_example) = match (&of.source_type, of.source_ids_list.as_slice()) {
            (None, _) | (_, []) => (any.as_slice(), true),
            (Some(_), ids) => (ids, false),
        };
        let subjects = types.flat_map(|(_, kind)| {
            let each = named.iter();
            each.map(move |id| arn(chains, place, "rds", &format!("{kind}:{id}")))
        });
        let own = || arn(chains, place, "rds", &format!("es:{name}"));
        Self {
            service: Service::Rds,
            what: format!("event subscription `{name}`"),
            place: place.clone(),
            arn: of.event_subscription_arn.clone().unwrap_or_else(own),
            subjects: subjects.collect(),
            by_example,
        }
    }

    /// As policies see it.
    pub fn source(&self) -> Source<'_> {
        Source {
            service: self.service,
            arn: &self.arn,
            subjects: &self.subjects,
            by_example: self.by_example,
        }
    }
}

fn arn(chains: &Chains, (account, region): &Place, service: &str, resource: &str) -> String {
    let partition = (chains.target.as_ref()).map_or("aws", |target| target.partition.as_str());
    format!("arn:{partition}:{service}:{region}:{account}:{resource}")
}
