//! CloudWatch: which of the metrics that alarms watch have data.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use aws_sdk_cloudwatch::types;

use super::cloudwatch::{Placed, client};
use super::scan::{End, Scan, in_turn};
use crate::inventory::body;
use crate::kind::{Kind, call};
use crate::target::Region;

/// How many series of a metric are kept that no alarm watches. A metric such as the CPU of
/// instances may have ten thousand; some are enough to say how an alarm misses them.
const OTHERS: usize = 50;

/// The dimensions of a series, sorted.
type Dimensions = Vec<(String, String)>;

/// What alarms watch: the dimensions by namespace and name of the metric.
type Watched = BTreeMap<(String, String), BTreeSet<Dimensions>>;

/// Puts the series into the inventory that the metrics have which the `alarms` of `region`
/// watch, as far as they had data in the last two weeks: CloudWatch names no others. Each
/// metric is asked for once, however many alarms watch it.
pub(super) async fn collect(scan: &Arc<Scan>, region: &Region, alarms: &[Placed]) {
    if !scan.asks_of(Kind::Metric, call::LIST_METRICS) {
        return;
    }
    let (scan, region) = (Arc::clone(scan), region.clone());
    in_turn(watched(alarms), move |((namespace, name), wanted)| {
        series(
            Arc::clone(&scan),
            region.clone(),
            namespace,
            name,
            Chosen::of(wanted),
        )
    })
    .await;
}

async fn series(
    scan: Arc<Scan>,
    region: Region,
    namespace: String,
    name: String,
    mut chosen: Chosen,
) {
    // A page is as large as AWS makes it: 500 series.
    let request = client(&scan, &region)
        .list_metrics()
        .namespace(&namespace)
        .metric_name(&name);
    let pages = request.into_paginator().send();
    let end = scan
        .pages(&region, call::LIST_METRICS, pages, |page| {
            for metric in page.metrics.into_iter().flatten() {
                chosen.add(dimensions(metric));
            }
        })
        .await;
    for dimensions in chosen.all() {
        let metric = body::Metric {
            namespace: Some(namespace.clone()),
            metric_name: Some(name.clone()),
            dimensions: dimensions
                .into_iter()
                .map(|(name, value)| body::Dimension {
                    name: Some(name),
                    value: Some(value),
                })
                .collect(),
        };
        scan.found(Some(&region), &metric);
    }
    if let End::Cut(gap) = end {
        scan.missed(Some(&region), &[Kind::Metric], &gap);
    }
}

/// The metrics that `alarms` watch, alone or in expressions.
fn watched(alarms: &[Placed]) -> Watched {
    let mut watched = Watched::new();
    let mut add = |namespace: &Option<String>, name: &Option<String>, dimensions: &[_]| {
        if let (Some(namespace), Some(name)) = (namespace, name) {
            let metric = (namespace.clone(), name.clone());
            watched
                .entry(metric)
                .or_default()
                .insert(sorted(dimensions));
        }
    };
    for (_, alarm) in alarms {
        add(&alarm.namespace, &alarm.metric_name, &alarm.dimensions);
        let stats = alarm.metrics.iter().filter_map(|q| q.metric_stat.as_ref());
        for metric in stats.filter_map(|stat| stat.metric.as_ref()) {
            add(&metric.namespace, &metric.metric_name, &metric.dimensions);
        }
    }
    watched
}

fn sorted(dimensions: &[body::Dimension]) -> Dimensions {
    let text = |text: &Option<String>| text.clone().unwrap_or_default();
    let pairs = dimensions.iter().map(|d| (text(&d.name), text(&d.value)));
    let mut pairs: Dimensions = pairs.collect();
    pairs.sort();
    pairs
}

fn dimensions(metric: types::Metric) -> Dimensions {
    let pairs = metric.dimensions.into_iter().flatten();
    let mut pairs: Dimensions = pairs
        .map(|d| (d.name.unwrap_or_default(), d.value.unwrap_or_default()))
        .collect();
    pairs.sort();
    pairs
}

/// The series of a metric that are kept: all that an alarm watches, and a few others. Which
/// does not depend on their order.
struct Chosen {
    wanted: BTreeSet<Dimensions>,
    /// The names of dimensions that alarms watch together.
    names: BTreeSet<Vec<String>>,
    found: BTreeSet<Dimensions>,
    /// First those that have the dimensions that an alarm watches, with other values.
    others: BTreeSet<(bool, Dimensions)>,
}

impl Chosen {
    fn of(wanted: BTreeSet<Dimensions>) -> Self {
        Self {
            names: wanted.iter().map(names).collect(),
            wanted,
            found: BTreeSet::new(),
            others: BTreeSet::new(),
        }
    }

    fn add(&mut self, dimensions: Dimensions) {
        if self.wanted.contains(&dimensions) {
            self.found.insert(dimensions);
        } else {
            let is_other = !self.names.contains(&names(&dimensions));
            self.others.insert((is_other, dimensions));
            if self.others.len() > OTHERS {
                self.others.pop_last();
            }
        }
    }

    fn all(self) -> impl Iterator<Item = Dimensions> {
        let others = self.others.into_iter().map(|(_, dimensions)| dimensions);
        self.found.into_iter().chain(others)
    }
}

fn names(dimensions: &Dimensions) -> Vec<String> {
    dimensions.iter().map(|(name, _)| name.clone()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn one(name: &str, value: &str) -> Dimensions {
        vec![(name.to_owned(), value.to_owned())]
    }

    #[test]
    fn a_metric_is_watched_once_with_all_dimensions() {
        let dimension = |name: &str, value: &str| body::Dimension {
            name: Some(name.to_owned()),
            value: Some(value.to_owned()),
        };
        let cpu = |dimensions: Vec<body::Dimension>| body::Alarm {
            namespace: Some("AWS/EC2".to_owned()),
            metric_name: Some("CPUUtilization".to_owned()),
            dimensions,
            ..body::Alarm::default()
        };
        let math = body::Alarm {
            metrics: vec![
                body::MetricDataQuery {
                    metric_stat: Some(body::MetricStat {
                        metric: Some(body::Metric {
                            namespace: Some("CIS".to_owned()),
                            metric_name: Some("Root".to_owned()),
                            dimensions: Vec::new(),
                        }),
                        ..body::MetricStat::default()
                    }),
                    ..body::MetricDataQuery::default()
                },
                body::MetricDataQuery {
                    expression: Some("SELECT AVG(x) FROM \"AWS/EC2\"".to_owned()),
                    ..body::MetricDataQuery::default()
                },
            ],
            ..body::Alarm::default()
        };
        let alarms = [
            cpu(vec![dimension("B", "1"), dimension("A", "2")]),
            cpu(vec![dimension("A", "2"), dimension("B", "1")]),
            cpu(vec![]),
            math,
            body::Alarm::default(),
        ];
        let alarms = alarms.map(|alarm| (Region::new("eu-west-1"), alarm));
        let both = [one("A", "2"), one("B", "1")].concat();
        let metric = |namespace: &str, name: &str| (namespace.to_owned(), name.to_owned());
        let expected = [
            (
                metric("AWS/EC2", "CPUUtilization"),
                [both, Vec::new()].into(),
            ),
            (metric("CIS", "Root"), [Vec::new()].into()),
        ];
        assert_eq!(watched(&alarms), expected.into());
    }

    #[test]
    fn what_is_watched_stays_and_of_others_a_few_whatever_their_order() {
        let wanted = [one("InstanceId", "7777"), one("InstanceId", "gone")];
        let series: Vec<Dimensions> = (1000..9000)
            .map(|n| one("InstanceId", &n.to_string()))
            .chain([Vec::new(), one("AutoScalingGroupName", "web")])
            .collect();
        let all = |series: &mut dyn Iterator<Item = &Dimensions>| -> Vec<Dimensions> {
            let mut chosen = Chosen::of(wanted.clone().into());
            series.for_each(|dimensions| chosen.add(dimensions.clone()));
            chosen.all().collect()
        };
        let kept = all(&mut series.iter());
        assert_eq!(kept.len(), 1 + OTHERS);
        assert_eq!(kept[0], one("InstanceId", "7777"));
        assert_eq!(kept[1], one("InstanceId", "1000"), "{kept:?}");
        assert_eq!(kept, all(&mut series.iter().rev()));
        // Few are kept all.
        let few = all(&mut series.iter().skip(7990));
        assert_eq!(few.len(), 12);
        assert!(few.contains(&Vec::new()));
    }
}
