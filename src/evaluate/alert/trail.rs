//! The first links: a trail that records what is required, and its log group.

use super::link::{Break, Link, Stage, filled};
use crate::inventory::body::{AdvancedEventSelector, EventSelector, Trail};
use crate::kind::call;
use crate::rule::EventSet;
use crate::target::{Account, Arn};

/// Whether `trail` sees the whole account: multi-region and logging.
pub fn watches(trail: &Trail) -> Link<()> {
    let broken = |why: &str| {
        let name = trail.name.as_deref().unwrap_or_default();
        Err(Break::Broken(Stage::Trail, format!("trail `{name}` {why}")))
    };
    if trail.is_multi_region_trail != Some(true) {
        return broken("covers a single region");
    }
    let status = trail.status.as_ref();
    let status = filled(status, Stage::Trail, call::GET_TRAIL_STATUS)?;
    if status.is_logging != Some(true) {
        return broken("is not logging");
    }
    Ok(())
}

/// Whether `trail` records the management events of all `required` sets.
pub fn records(trail: &Trail, required: &[EventSet]) -> Link<()> {
    let (basic, advanced) = (&trail.event_selectors, &trail.advanced_event_selectors);
    let basic = filled(basic.as_ref(), Stage::Trail, call::GET_EVENT_SELECTORS)?;
    let advanced = filled(advanced.as_ref(), Stage::Trail, call::GET_EVENT_SELECTORS)?;
    // A trail that never had selectors set records all management events; AWS says so
    // with a default selector, other endpoints with none.
    let by_default = basic.is_empty() && advanced.is_empty();
    if by_default || by_basic(basic, required) || by_advanced(advanced, required) {
        return Ok(());
    }
    let name = trail.name.as_deref().unwrap_or_default();
    let why = format!("trail `{name}` does not record all management events");
    Err(Break::Broken(Stage::Trail, why))
}

/// Whether events of `source` are among `required`.
fn asks_for(required: &[EventSet], source: &str) -> bool {
    (required.iter()).any(|set| set.source.as_deref().is_none_or(|of| of == source))
}

fn by_basic(selectors: &[EventSelector], required: &[EventSet]) -> bool {
    let records = |access: &str| {
        selectors.iter().any(|selector| {
            let of = selector.read_write_type.as_deref().unwrap_or("All");
            // AWS includes management events unless told otherwise.
            selector.include_management_events != Some(false)
                && (of == "All" || of == access)
                && !(selector.exclude_management_event_sources.iter())
                    .any(|source| asks_for(required, source))
        })
    };
    records("ReadOnly") && records("WriteOnly")
}

fn by_advanced(selectors: &[AdvancedEventSelector], required: &[EventSet]) -> bool {
    let records = |read_only: &str| {
        selectors
            .iter()
            .any(|selector| selects(selector, read_only, required))
    };
    records("true") && records("false")
}

fn selects(selector: &AdvancedEventSelector, read_only: &str, required: &[EventSet]) -> bool {
    let management = |field: &str| field == "eventCategory";
    let mut is_management = false;
    for condition in &selector.field_selectors {
        let field = condition.field.as_deref().unwrap_or_default();
        let equals = |value: &str| condition.equals.iter().any(|v| v == value);
        let only_equals = condition.starts_with.is_empty() && condition.ends_with.is_empty();
        let holds = match field {
            _ if management(field) => {
                is_management = equals("Management");
                is_management
            }
            "readOnly" => equals(read_only),
            // `NotEquals` leaves sources out; any other condition narrows further.
            "eventSource" => {
                only_equals
                    && condition.equals.is_empty()
                    && condition.not_starts_with.is_empty()
                    && condition.not_ends_with.is_empty()
                    && !(condition.not_equals.iter()).any(|s| asks_for(required, s))
            }
            _ => false,
        };
        if !holds {
            return false;
        }
    }
    is_management
}

/// The log group that `trail` delivers to: its region and name.
pub fn log_group<'t>(trail: &'t Trail, account: &Account) -> Link<Arn<'t>> {
    let name = trail.name.as_deref().unwrap_or_default();
    let Some(text) = trail.cloud_watch_logs_log_group_arn.as_deref() else {
        let why = format!("trail `{name}` does not deliver to CloudWatch Logs");
        return Err(Break::Broken(Stage::LogGroup, why));
    };
    let Some(arn) = Arn::parse(text).filter(|arn| arn.log_group_name().is_some()) else {
        let why = format!("trail `{name}` delivers to `{text}`, which is no log group");
        return Err(Break::Broken(Stage::LogGroup, why));
    };
    if arn.account != account.as_str() {
        let why = format!(
            "trail `{name}` delivers to a log group of account {}, which was not scanned",
            arn.account
        );
        return Err(Break::Open(Stage::LogGroup, why));
    }
    Ok(arn)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rule::{Names, Outcome};
    use serde_json::{Value, json};

    fn records_iam(selectors: &Value) -> bool {
        let required = EventSet {
            source: Some("iam.amazonaws.com".into()),
            names: Names::Any,
            conditions: std::collections::BTreeMap::new(),
            outcome: Outcome::Success,
        };
        let mut body = json!({"Name": "t"});
        body.as_object_mut()
            .unwrap()
            .extend(selectors.as_object().unwrap().clone());
        let trail: Trail = serde_json::from_value(body).unwrap();
        records(&trail, &[required]).is_ok()
    }

    fn advanced(fields: &Value) -> Value {
        json!({"EventSelectors": [], "AdvancedEventSelectors": fields})
    }

    #[test]
    fn basic_selectors() {
        for (selector, expected) in [
            (
                json!({"ReadWriteType": "All", "IncludeManagementEvents": true}),
                true,
            ),
            (
                json!({"ReadWriteType": "WriteOnly", "IncludeManagementEvents": true}),
                false,
            ),
            (
                json!({"ReadWriteType": "All", "IncludeManagementEvents": false}),
                false,
            ),
            (
                json!({"ReadWriteType": "All", "ExcludeManagementEventSources": ["kms.amazonaws.com"]}),
                true,
            ),
            (
                json!({"ReadWriteType": "All", "ExcludeManagementEventSources": ["iam.amazonaws.com"]}),
                false,
            ),
        ] {
            let selectors = json!({"EventSelectors": [selector], "AdvancedEventSelectors": []});
            assert_eq!(records_iam(&selectors), expected, "{selectors}");
        }
        let both = json!([{"ReadWriteType": "ReadOnly"}, {"ReadWriteType": "WriteOnly"}]);
        let selectors =
            |basic: Value| json!({"EventSelectors": basic, "AdvancedEventSelectors": []});
        assert!(records_iam(&selectors(both)));
        assert!(records_iam(&selectors(json!([]))), "never set");
        assert!(!records_iam(&json!({})), "never seen");
    }

    #[test]
    fn advanced_selectors() {
        let management = json!({"Field": "eventCategory", "Equals": ["Management"]});
        let read = |value: &str| json!({"Field": "readOnly", "Equals": [value]});
        let not_source = |s: &str| json!({"Field": "eventSource", "NotEquals": [s]});
        let name = json!({"Field": "eventName", "Equals": ["PutUserPolicy"]});
        for (selectors, expected) in [
            (json!([{"FieldSelectors": [management]}]), true),
            (
                json!([{"FieldSelectors": [management, read("false")]}]),
                false,
            ),
            (
                json!([
                    {"FieldSelectors": [management, read("false")]},
                    {"FieldSelectors": [management, read("true")]},
                ]),
                true,
            ),
            (
                json!([{"FieldSelectors": [management, not_source("kms.amazonaws.com")]}]),
                true,
            ),
            (
                json!([{"FieldSelectors": [management, not_source("iam.amazonaws.com")]}]),
                false,
            ),
            (json!([{"FieldSelectors": [management, name]}]), false),
            (
                json!([{"FieldSelectors": [{"Field": "eventCategory", "Equals": ["Data"]}]}]),
                false,
            ),
            (json!([{"FieldSelectors": []}]), false),
        ] {
            assert_eq!(records_iam(&advanced(&selectors)), expected, "{selectors}");
        }
    }
}
