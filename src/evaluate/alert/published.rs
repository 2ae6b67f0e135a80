//! Whether there is something for an alarm to look at, as a field of it: `Signal`.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::json;

use super::alarm::{Reads, Series, all_reads};
use super::link::{Break, Stage};
use super::parts::{Chains, Place};
use crate::evaluate::rows::View;
use crate::evaluate::value::Node;
use crate::inventory::Resource;
use crate::inventory::body::Alarm;
use crate::kind::Kind;
use crate::rule::SIGNAL;
use crate::text;

/// Puts `Signal` into the alarms of all accounts, whose chains are `chains`: an object with
/// `hasData`, whether each metric that the alarm reads is published by a metric filter of the
/// region or had data in the last two weeks, `metric`, the first that is not or all that are,
/// and `nearest`, what it may have been meant to watch, in words, or null. Where that cannot
/// be told, it cannot be looked at. Alarms that read no metric have null.
pub fn add_signals(view: &mut View<'_>, chains: &[Chains]) {
    let indices: BTreeMap<_, Index<'_>> = chains
        .iter()
        .map(|chains| (chains.account(), Index::new(chains)))
        .collect();
    view.add(Kind::Alarm, SIGNAL, |resource| {
        indices.get(&resource.account)?.signal(resource)
    });
}

/// What is published, by place and name.
struct Index<'c> {
    chains: &'c Chains,
    /// The names of the metrics that filters publish, with the dimensions' names and the
    /// filter's, by namespace.
    filters: BTreeMap<(&'c Place, &'c str), Vec<Published<'c>>>,
    /// The dimensions of the series that had data, by namespace and metric.
    series: BTreeMap<(&'c Place, &'c str, &'c str), Vec<&'c Series>>,
    /// The metrics that some alarm watches: namespace and name.
    watched: BTreeSet<(&'c Place, String, String)>,
}

struct Published<'c> {
    metric: &'c str,
    dimensions: BTreeSet<&'c str>,
    filter: &'c str,
}

impl<'c> Index<'c> {
    fn new(chains: &'c Chains) -> Self {
        let mut index = Self {
            chains,
            filters: BTreeMap::new(),
            series: BTreeMap::new(),
            watched: BTreeSet::new(),
        };
        for ((place, _), filters) in &chains.filters {
            for filter in filters {
                let system = filter.body.emit_system_field_dimensions.iter();
                let system: Vec<&str> = system.map(String::as_str).collect();
                for metric in &filter.body.metric_transformations {
                    let namespace = metric.metric_namespace.as_deref().unwrap_or_default();
                    let here = index.filters.entry((place, namespace)).or_default();
                    let own = metric.dimensions.keys().map(String::as_str);
                    here.push(Published {
                        metric: metric.metric_name.as_deref().unwrap_or_default(),
                        dimensions: own.chain(system.iter().copied()).collect(),
                        filter: filter.name(),
                    });
                }
            }
        }
        for (place, series) in &chains.series {
            let key = (
                place,
                series.namespace.as_str(),
                series.metric_name.as_str(),
            );
            index.series.entry(key).or_default().push(series);
        }
        for (place, alarm) in &chains.alarms {
            for read in all_reads(alarm) {
                let Series {
                    namespace,
                    metric_name,
                    ..
                } = read.series;
                index.watched.insert((place, namespace, metric_name));
            }
        }
        index
    }

    fn signal(&self, resource: &Resource) -> Option<Node> {
        let alarm = resource.typed::<Alarm>().ok()?;
        let place = (resource.account.clone(), resource.region.clone()?);
        let reads: Vec<Reads<'_>> = all_reads(&alarm).collect();
        if reads.is_empty() {
            let reads_query = alarm.metrics.iter().any(|query| query.expression.is_some());
            return Some(if reads_query {
                Node::open("the alarm reads a query, and which metrics it takes in is not judged")
            } else {
                Node::from(&json!(null))
            });
        }
        let mut open = None;
        for read in &reads {
            if let Some(account) = read.account {
                let why = format!(
                    "the alarm watches `{}` of account {account}, of which nothing is known here",
                    read.series.name()
                );
                open = Some(Node::open(&text::sanitise(&why)));
            } else if !self.has_data(&place, &read.series) {
                if let Some(hidden) = self.hidden(&place) {
                    return Some(hidden);
                }
                return Some(Node::from(&json!({
                    "hasData": false,
                    "metric": text::sanitise(&read.series.text()),
                    "nearest": self.nearest(&place, &read.series),
                })));
            }
        }
        open.or_else(|| {
            let all: Vec<String> = reads.iter().map(|read| read.series.text()).collect();
            Some(Node::from(&json!({
                "hasData": true,
                "metric": text::sanitise(&all.join(", ")),
                "nearest": null,
            })))
        })
    }

    fn has_data(&self, place: &Place, series: &Series) -> bool {
        let names: BTreeSet<&str> = series.dimensions.iter().map(|(n, _)| n.as_str()).collect();
        let filters = self.filters.get(&(place, series.namespace.as_str()));
        let mut filters = filters.into_iter().flatten();
        // Values of dimensions come from log events: any may be published.
        filters.any(|of| of.metric == series.metric_name && of.dimensions == names)
            || self.of_name(place, series).iter().any(|of| of.is(series))
    }

    /// The series with data that have the name of `series`.
    fn of_name<'s>(&'s self, place: &'s Place, series: &'s Series) -> &'s [&'s Series] {
        let key = (
            place,
            series.namespace.as_str(),
            series.metric_name.as_str(),
        );
        self.series.get(&key).map_or(&[], Vec::as_slice)
    }

    fn hidden(&self, place: &Place) -> Option<Node> {
        let filters = self.chains.hidden(Stage::Filter, Kind::MetricFilter, place);
        let hidden = filters.or_else(|| self.chains.hidden(Stage::Metric, Kind::Metric, place));
        match hidden? {
            Break::NotSeen(_, calls) => calls.into_iter().next().map(Node::gap),
            Break::Broken(_, why) | Break::Open(_, why) => Some(Node::open(&why)),
        }
    }

    /// What `series`, which has no data, may have been meant to be: the metric of a filter that
    /// no alarm watches, or a series of the same name.
    fn nearest(&self, place: &Place, series: &Series) -> Option<String> {
        let dimensions = series.dimensions_text();
        let likeness = |of: &Series| strsim::jaro_winkler(&of.dimensions_text(), &dimensions);
        let other = self
            .of_name(place, series)
            .iter()
            .max_by(|a, b| likeness(a).total_cmp(&likeness(b)));
        let found = other.map(|other| match other.dimensions.as_slice() {
            [] => "it has data without any dimension".to_owned(),
            _ => format!("it has data for {}", other.dimensions_text()),
        });
        let found = found.or_else(|| {
            let filters = self.filters.get(&(place, series.namespace.as_str()));
            let same = |of: &&Published<'_>| {
                let key = (place, series.namespace.clone(), of.metric.to_owned());
                of.metric == series.metric_name || !self.watched.contains(&key)
            };
            let likeness =
                |of: &Published<'_>| strsim::jaro_winkler(of.metric, &series.metric_name);
            let near = filters.into_iter().flatten().filter(same);
            let near = near.max_by(|a, b| likeness(a).total_cmp(&likeness(b)))?;
            let (filter, metric) = (near.filter, near.metric);
            let with = match near.dimensions.iter().copied().collect::<Vec<_>>() {
                names if names.is_empty() => String::new(),
                names => format!(" with dimensions {}", names.join(", ")),
            };
            Some(format!("filter `{filter}` publishes `{metric}`{with}"))
        });
        found.map(|found| text::sanitise(&found).into_owned())
    }
}
