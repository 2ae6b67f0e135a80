//! Metric filters.

use std::sync::Arc;

use super::link::{Break, Link, Stage};
use super::parts::Place;
use crate::filter_pattern::Pattern;
use crate::inventory::body::MetricFilter;

/// A metric filter with its pattern parsed.
#[derive(Debug, Clone)]
pub struct Filter {
    /// As AWS gives it.
    pub body: MetricFilter,
    /// Its pattern; else why it is not understood.
    pub pattern: Result<Arc<Pattern>, String>,
}

impl Filter {
    /// Parses the pattern of `body`.
    pub fn new(body: MetricFilter) -> Self {
        let source = body.filter_pattern.as_deref().unwrap_or_default();
        let pattern = Pattern::parse(source)
            .map(Arc::new)
            .map_err(|e| e.to_string());
        Self { body, pattern }
    }

    /// Its name.
    pub fn name(&self) -> &str {
        self.body.filter_name.as_deref().unwrap_or_default()
    }

    /// Its pattern as it is written.
    pub fn source(&self) -> &str {
        self.body.filter_pattern.as_deref().unwrap_or_default()
    }

    /// The pattern. AWS stores none that it cannot parse, so where one is not understood it
    /// is our grammar that lacks.
    pub fn pattern(&self) -> Link<&Pattern> {
        self.pattern.as_deref().map_err(|problem| {
            let why = format!(
                "the pattern of metric filter `{}` is not understood: {problem}",
                self.name()
            );
            Break::Open(Stage::Filter, why)
        })
    }

    /// Whether the filter is applied to the events that a trail delivers to its group in
    /// `place`, as they are.
    pub fn applies(&self, place: &Place) -> Link<()> {
        let name = self.name();
        if self.body.apply_on_transformed_logs == Some(true) {
            let why = format!(
                "metric filter `{name}` works on transformed log events, whose fields auditrail does not know"
            );
            return Err(Break::Open(Stage::Filter, why));
        }
        let criteria = self.body.field_selection_criteria.as_deref();
        match criteria.map(str::trim).filter(|c| !c.is_empty()) {
            None => Ok(()),
            Some(criteria) => match selects(criteria, place) {
                Some(true) => Ok(()),
                Some(false) => Err(Break::Broken(
                    Stage::Filter,
                    format!(
                        "metric filter `{name}` leaves out log events of {} in {}: its field selection criteria are `{criteria}`",
                        place.0, place.1
                    ),
                )),
                None => Err(Break::Open(
                    Stage::Filter,
                    format!(
                        "metric filter `{name}` is narrowed by its field selection criteria `{criteria}`, which auditrail does not judge"
                    ),
                )),
            },
        }
    }
}

/// Whether simple field selection criteria select the events of a place: `@aws.account` and
/// `@aws.region` compared by `=`, `!=`, `IN` and `NOT IN`, joined by `AND`; `None` for others.
///
/// Source: `fieldSelectionCriteria` of `PutMetricFilter`, CloudWatch Logs API reference.
fn selects(criteria: &str, (account, region): &Place) -> Option<bool> {
    let mut all = true;
    for part in criteria.split(" AND ") {
        let part = part.trim();
        let (field, _) = part.split_once([' ', '=', '!'])?;
        let rest = part.get(field.len()..)?.trim_start();
        let own = match field {
            "@aws.account" => account.as_str(),
            "@aws.region" => region.as_str(),
            _ => return None,
        };
        let (negated, values) = if let Some(value) = rest.strip_prefix("!=") {
            (true, value)
        } else if let Some(value) = rest.strip_prefix('=') {
            (false, value)
        } else if let Some(values) = rest.strip_prefix("NOT IN") {
            (true, values.trim().strip_prefix('[')?.strip_suffix(']')?)
        } else {
            let values = rest.strip_prefix("IN")?.trim();
            (false, values.strip_prefix('[')?.strip_suffix(']')?)
        };
        let mut texts = Vec::new();
        for value in values.split(',') {
            let value = value.trim();
            let quoted = value
                .strip_prefix('"')
                .and_then(|value| value.strip_suffix('"'));
            let text = quoted.or_else(|| value.strip_prefix('\'')?.strip_suffix('\''))?;
            // A quote inside means that this is not all of the value.
            texts.push(Some(text).filter(|text| !text.contains(['"', '\'']))?);
        }
        all &= texts.contains(&own) != negated;
    }
    Some(all)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::target::{Account, Region};
    use serde_json::json;

    fn applies(extra: &serde_json::Value) -> Link<()> {
        let mut body = json!({"filterName": "f", "filterPattern": ""});
        body.as_object_mut()
            .unwrap()
            .extend(extra.as_object().unwrap().clone());
        let filter = Filter::new(serde_json::from_value(body).unwrap());
        filter.applies(&(Account::new("123456789012"), Region::new("eu-west-1")))
    }

    #[test]
    fn criteria_on_the_place_are_decided() {
        let with = |criteria: &str| applies(&json!({ "fieldSelectionCriteria": criteria }));
        assert_eq!(with(""), Ok(()));
        assert_eq!(with("@aws.account = \"123456789012\""), Ok(()));
        assert_eq!(
            with("@aws.region IN [\"eu-west-1\", \"us-east-1\"] AND @aws.account != \"1\""),
            Ok(())
        );
        assert!(matches!(
            with("@aws.region=\"us-east-1\""),
            Err(Break::Broken(Stage::Filter, _))
        ));
        assert!(matches!(
            with("@aws.region NOT IN ['eu-west-1']"),
            Err(Break::Broken(Stage::Filter, _))
        ));
        for open in [
            "@aws.account = \"1\" OR @aws.region = \"x\"",
            "@x = \"1\"",
            "nonsense",
            "@aws.region =",
        ] {
            assert!(
                matches!(with(open), Err(Break::Open(Stage::Filter, _))),
                "{open}"
            );
        }
    }

    #[test]
    fn transformed_events_are_open() {
        let transformed = applies(&json!({"applyOnTransformedLogs": true}));
        assert!(matches!(transformed, Err(Break::Open(Stage::Filter, _))));
    }
}
