//! From a watched signal as written to one that can be judged.

use std::collections::BTreeMap;

use super::condition::Condition;
use super::watched::{Watched, WatchedMetric};
use super::watched_file::{NumberFile, RestsFile, WatchedFile, WatchedMetricFile};

/// Compiles the expression at a place of the file.
type Compile<'c> = dyn FnMut(&str, &str) -> Option<Condition> + 'c;

/// The signal in `file`; none if something does not compile, which `compile` has noted.
pub fn watched(file: &WatchedFile, compile: &mut Compile<'_>) -> Option<Watched> {
    let metrics = file.metrics.iter().enumerate().map(|(index, metric)| {
        let at = format!("/watched/metrics/{index}");
        self::metric(metric, &at, compile)
    });
    let metrics: Vec<Option<WatchedMetric>> = metrics.collect();
    let minutes = number(&file.minutes, "/watched/minutes", compile);
    Some(Watched {
        metrics: metrics.into_iter().collect::<Option<_>>()?,
        otherwise: file
            .otherwise
            .iter()
            .map(|metric| (metric.namespace.clone(), metric.name.clone()))
            .collect(),
        minutes: minutes?,
    })
}

fn metric(file: &WatchedMetricFile, at: &str, compile: &mut Compile<'_>) -> Option<WatchedMetric> {
    let when = match &file.when {
        None => Some(None),
        Some(source) => compile(&format!("{at}/when"), source).map(Some),
    };
    let dimensions: Vec<Option<(String, Condition)>> = file
        .dimensions
        .iter()
        .map(|(name, source)| {
            let value = compile(&format!("{at}/dimensions/{name}"), source)?;
            Some((name.clone(), value))
        })
        .collect();
    let place = format!("{at}/rests");
    let rests = match &file.rests {
        RestsFile::Between([low, high]) => (
            number(low, &format!("{place}/0"), compile),
            number(high, &format!("{place}/1"), compile),
        ),
        RestsFile::At(value) => (
            number(value, &place, compile),
            number(value, &place, compile),
        ),
    };
    let goes_to = number(&file.goes_to, &format!("{at}/goesTo"), compile);
    Some(WatchedMetric {
        when: when?,
        namespace: file.namespace.clone(),
        name: file.name.clone(),
        unit: file.unit.clone(),
        dimensions: dimensions.into_iter().collect::<Option<BTreeMap<_, _>>>()?,
        others: file.others.clone(),
        every: file.every.clone(),
        several: file.several,
        rests: (rests.0?, rests.1?),
        goes_to: goes_to?,
    })
}

fn number(file: &NumberFile, at: &str, compile: &mut Compile<'_>) -> Option<Condition> {
    match file {
        NumberFile::Number(number) => compile(at, &number.to_string()),
        NumberFile::Cel(source) => compile(at, source),
    }
}
