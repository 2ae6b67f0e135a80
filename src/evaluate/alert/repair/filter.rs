//! Changes of patterns, and filters that are not there yet.

use super::alarm::usual_alarm;
use super::candidate::{Candidate, listened_to};
use super::command::{put_metric_alarm, put_metric_filter};
use super::pattern;
use crate::coverage::{Coverage, Deployed, covers};
use crate::evaluate::alert::chain::{Chain, Filtered};
use crate::evaluate::alert::filter::Filter;
use crate::evaluate::alert::link::Stage;
use crate::evaluate::alert::parts::{Chains, GroupName};
use crate::evaluate::alert::proof::Missed;
use crate::evaluate::alert::report;
use crate::evaluate::alert::requirement::{Asked, Item};
use crate::filter_pattern::{Event, blame};
use crate::inventory::body::{MetricFilter, MetricTransformation};

/// In how many filters a place for more events is looked for.
const MOST_FILTERS: usize = 3;

/// Changes of patterns, and filters that are not there yet.
pub(super) fn filters(
    chain: &Chain<'_>,
    group: &GroupName,
    lost: &[(&Item, &Missed)],
    asked: &Asked,
    chains: &Chains,
) -> Vec<Candidate> {
    let mut all = Vec::new();
    let here: Vec<(&Item, &Missed)> = lost
        .iter()
        .filter(|(_, missed)| missed.stage == Stage::Filter)
        .copied()
        .collect();
    let items: Vec<&Item> = here.iter().map(|(item, _)| *item).collect();
    for (_, missed) in here.iter().take(1) {
        let Some(by) = &missed.clause else { continue };
        let found = chain.filters.iter().find(|f| f.filter.name() == by.filter);
        let Some(Ok((filter, pattern))) = found.map(|f| f.filter.pattern().map(|p| (f.filter, p)))
        else {
            continue;
        };
        let lost = blame(pattern, &Event::from_value(&missed.event));
        if let Some(text) = pattern::without(pattern, &lost) {
            let what = format!(
                "leave `{}` out of the pattern of metric filter `{}`",
                by.clause, by.filter
            );
            all.push(changed_filter(filter, group, what, text));
        }
    }
    // A filter that covers most of what is required was meant for all of it.
    let mut most = Vec::new();
    let mut some = Vec::new();
    for filtered in &chain.filters {
        let covered = covered_by(filtered.filter, asked);
        if covered > 0 {
            let meant_for_all = covered * 2 >= asked.required.len();
            if meant_for_all {
                most.push(filtered);
            } else {
                some.push(filtered);
            }
        }
    }
    let extended = |filters: Vec<&Filtered<'_>>| {
        let filters = filters.into_iter().take(MOST_FILTERS);
        let labels = report::labels(items.iter().copied());
        let labels: Vec<&str> = labels.iter().map(String::as_str).collect();
        filters
            .filter_map(|filtered| {
                let text = pattern::with(filtered.filter.source(), &items)?;
                let what = format!(
                    "let metric filter `{}` match {} as well",
                    filtered.filter.name(),
                    crate::text::list(&labels)
                );
                Some(changed_filter(filtered.filter, group, what, text))
            })
            .collect::<Vec<_>>()
    };
    all.extend(extended(most));
    let everything: Vec<&Item> = asked.required.iter().collect();
    for items in [&everything, &items] {
        if let Some(text) = pattern::of(items) {
            all.extend(new_filter(group, asked, chains, text));
        }
    }
    all.extend(extended(some));
    all
}

/// How many of the required items a filter covers, each as a whole.
fn covered_by(filter: &Filter, asked: &Asked) -> usize {
    let Ok(pattern) = filter.pattern() else {
        return 0;
    };
    let deployed = [Deployed::always(pattern)];
    let covered = asked.required.iter().filter(|item| {
        let required = std::slice::from_ref(&item.requirement);
        item.is_noticed_by(pattern)
            && covers(required, &deployed, &item.universe) == Coverage::Covered
    });
    covered.count()
}

fn changed_filter(filter: &Filter, group: &GroupName, what: String, text: String) -> Candidate {
    let body = MetricFilter {
        filter_pattern: Some(text),
        ..filter.body.clone()
    };
    let cli = put_metric_filter(&body, group.0.1.as_str());
    let (group, name) = (group.clone(), filter.name().to_owned());
    Candidate::new(Stage::Filter, what, cli, move |chains| {
        let filters = chains.filters.entry(group.clone()).or_default();
        for filter in filters.iter_mut().filter(|filter| filter.name() == name) {
            *filter = Filter::new(body.clone());
        }
    })
}

/// A filter, its metric and an alarm on that, with a topic that somebody listens to.
fn new_filter(
    group: &GroupName,
    asked: &Asked,
    chains: &Chains,
    text: String,
) -> Option<Candidate> {
    let (place, group_name) = group;
    let name = asked.rule.clone();
    let metric = MetricTransformation {
        metric_name: Some(name.clone()),
        metric_namespace: Some("Auditrail".to_owned()),
        metric_value: Some("1".to_owned()),
        ..MetricTransformation::default()
    };
    let filter = MetricFilter {
        filter_name: Some(name.clone()),
        filter_pattern: Some(text),
        log_group_name: Some(group_name.clone()),
        metric_transformations: vec![metric.clone()],
        ..MetricFilter::default()
    };
    let topic = listened_to(chains, place)?;
    let alarm = usual_alarm(&name, &metric, topic, place);
    let region = place.1.as_str();
    let cli = format!(
        "{} && {}",
        put_metric_filter(&filter, region),
        put_metric_alarm(&alarm, region)
    );
    let what = format!(
        "make a metric filter `{name}` on log group `{group_name}`, and an alarm on its metric"
    );
    let (group, place) = (group.clone(), place.clone());
    let candidate = Candidate::new(Stage::Filter, what, cli, move |chains| {
        let filters = chains.filters.entry(group.clone()).or_default();
        filters.push(Filter::new(filter.clone()));
        chains.alarms.push((place.clone(), alarm.clone()));
    });
    Some(candidate)
}
