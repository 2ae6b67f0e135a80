//! The first links: a trail that records what is required, and its log group.

use jiff::{SignedDuration, Timestamp};

use super::link::{Break, Link, Stage, filled};
use super::requirement::Item;
use crate::cloudtrail;
use crate::inventory::body::{AdvancedEventSelector, AdvancedFieldSelector, EventSelector, Trail};
use crate::kind::call;
use crate::target::Arn;

/// How long a trail that delivers may have delivered nothing before it is doubted. Something
/// happens in every account that is in use, an audit itself for example.
const SILENCE: SignedDuration = SignedDuration::from_hours(24);

/// Whether `trail` is logging.
pub fn is_logging(trail: &Trail) -> Link<()> {
    let status = filled(trail.status.as_ref(), Stage::Trail, call::GET_TRAIL_STATUS)?;
    if status.is_logging == Some(true) {
        Ok(())
    } else {
        let why = format!("trail `{}` is not logging", name(trail));
        Err(Break::Broken(Stage::Trail, why))
    }
}

/// Whether `trail` sees all regions; else the one that it sees.
pub fn region(trail: &Trail) -> Option<&str> {
    match trail.is_multi_region_trail {
        Some(true) => None,
        _ => Some(trail.home_region.as_deref().unwrap_or_default()),
    }
}

fn name(trail: &Trail) -> &str {
    trail.name.as_deref().unwrap_or_default()
}

/// Whether `trail` records the events of `item`.
pub fn records(trail: &Trail, item: &Item) -> Link<()> {
    if leaves_out_global(trail, item) {
        let why = format!(
            "trail `{}` leaves out the events of global services such as IAM",
            name(trail)
        );
        return Err(Break::Broken(Stage::Trail, why));
    }
    let (basic, advanced) = (&trail.event_selectors, &trail.advanced_event_selectors);
    let basic = filled(basic.as_ref(), Stage::Trail, call::GET_EVENT_SELECTORS)?;
    let advanced = filled(advanced.as_ref(), Stage::Trail, call::GET_EVENT_SELECTORS)?;
    // A trail that never had selectors set records all management events; AWS says so
    // with a default selector, other endpoints with none.
    let by_default = basic.is_empty() && advanced.is_empty();
    let wanted = Wanted::of(item);
    if by_default || wanted.by_basic(basic) || wanted.by_advanced(advanced) {
        return Ok(());
    }
    // The same for all operations of a service, so that they are told together.
    let left_out = item.source.as_deref().map_or(String::new(), |source| {
        format!(": its event selectors leave out events of {source}")
    });
    let why = format!(
        "trail `{}` does not record all management events{left_out}",
        name(trail)
    );
    Err(Break::Broken(Stage::Trail, why))
}

/// Services of which a trail records nothing if it leaves out global service events.
///
/// Source: CloudTrail user guide, "Global service events".
const GLOBAL_SERVICES: [&str; 3] = [
    "cloudfront.amazonaws.com",
    "iam.amazonaws.com",
    "sts.amazonaws.com",
];

/// Whether `trail` has been told to leave out global services, and `item` is about one of them
/// or about all.
fn leaves_out_global(trail: &Trail, item: &Item) -> bool {
    let of = item.source.as_deref();
    let is_global = of.is_none_or(|source| GLOBAL_SERVICES.contains(&source));
    is_global && trail.include_global_service_events == Some(false)
}

/// Which events a trail is asked for.
struct Wanted<'i> {
    source: Option<&'i str>,
    name: Option<&'i str>,
    /// The values of `readOnly` that they may have.
    access: &'static [bool],
}

impl<'i> Wanted<'i> {
    fn of(item: &'i Item) -> Self {
        let name = item.name.as_deref();
        Self {
            source: item.source.as_deref(),
            name,
            access: match name.map(cloudtrail::reads) {
                Some(true) => &[true],
                Some(false) => &[false],
                None => &[true, false],
            },
        }
    }

    fn is_from(&self, source: &str) -> bool {
        self.source.is_none_or(|of| of == source)
    }

    fn by_basic(&self, selectors: &[EventSelector]) -> bool {
        self.access.iter().all(|reads| {
            let access = if *reads { "ReadOnly" } else { "WriteOnly" };
            selectors.iter().any(|selector| {
                let of = selector.read_write_type.as_deref().unwrap_or("All");
                // AWS includes management events unless told otherwise.
                selector.include_management_events != Some(false)
                    && (of == "All" || of == access)
                    && !(selector.exclude_management_event_sources.iter())
                        .any(|source| self.is_from(source))
            })
        })
    }

    fn by_advanced(&self, selectors: &[AdvancedEventSelector]) -> bool {
        (self.access.iter()).all(|reads| {
            selectors
                .iter()
                .any(|selector| self.selects(selector, *reads))
        })
    }

    /// Whether a selector selects all of them, calls that read or others.
    ///
    /// Source: `AdvancedFieldSelector` of the CloudTrail API reference.
    fn selects(&self, selector: &AdvancedEventSelector, reads: bool) -> bool {
        let reads = if reads { "true" } else { "false" };
        let mut is_management = false;
        for condition in &selector.field_selectors {
            let holds = match condition.field.as_deref().unwrap_or_default() {
                "eventCategory" => {
                    is_management = condition.equals.iter().any(|v| v == "Management");
                    is_management
                }
                "readOnly" => holds(condition, Some(reads)),
                "eventSource" => holds(condition, self.source),
                "eventName" => holds(condition, self.name),
                // Any other condition narrows further.
                _ => false,
            };
            if !holds {
                return false;
            }
        }
        is_management
    }
}

/// Whether the condition holds for a value of the field; for a value that may be any, only
/// where it asks nothing.
fn holds(condition: &AdvancedFieldSelector, value: Option<&str>) -> bool {
    let c = condition;
    let Some(value) = value else {
        let all = [
            &c.equals,
            &c.starts_with,
            &c.ends_with,
            &c.not_equals,
            &c.not_starts_with,
            &c.not_ends_with,
        ];
        return all.iter().all(|values| values.is_empty());
    };
    // Several values of one operator are alternatives, and so are the operators that include.
    let includes = c.equals.iter().any(|v| v == value)
        || c.starts_with.iter().any(|v| value.starts_with(v.as_str()))
        || c.ends_with.iter().any(|v| value.ends_with(v.as_str()));
    let asks = !(c.equals.is_empty() && c.starts_with.is_empty() && c.ends_with.is_empty());
    let excludes = c.not_equals.iter().any(|v| v == value)
        || c.not_starts_with
            .iter()
            .any(|v| value.starts_with(v.as_str()))
        || c.not_ends_with.iter().any(|v| value.ends_with(v.as_str()));
    (includes || !asks) && !excludes
}

/// The log group that `trail` delivers to.
pub fn log_group(trail: &Trail) -> Link<Arn<'_>> {
    let name = name(trail);
    let Some(text) = trail.cloud_watch_logs_log_group_arn.as_deref() else {
        let why = format!("trail `{name}` does not deliver to CloudWatch Logs");
        return Err(Break::Broken(Stage::LogGroup, why));
    };
    Arn::parse(text)
        .filter(|arn| arn.log_group_name().is_some())
        .ok_or_else(|| {
            let why = format!("trail `{name}` delivers to `{text}`, which is no log group");
            Break::Broken(Stage::LogGroup, why)
        })
}

/// Whether `trail` really delivers to its log group, as far as CloudTrail says, at `now`.
pub fn delivers(trail: &Trail, now: Option<Timestamp>) -> Link<()> {
    let name = name(trail);
    let broken = |why: String| Err(Break::Broken(Stage::LogGroup, why));
    if let Some(role) = trail.cloud_watch_logs_role_arn.as_deref() {
        let is_role = Arn::parse(role)
            .is_some_and(|arn| arn.service == "iam" && arn.resource.starts_with("role/"));
        if !is_role {
            return broken(format!(
                "trail `{name}` cannot deliver to CloudWatch Logs: `{role}` is no IAM role"
            ));
        }
    }
    let status = filled(
        trail.status.as_ref(),
        Stage::LogGroup,
        call::GET_TRAIL_STATUS,
    )?;
    let error = status.latest_cloud_watch_logs_delivery_error.as_deref();
    if let Some(error) = error.map(str::trim).filter(|error| !error.is_empty()) {
        return broken(format!(
            "trail `{name}` failed to deliver to CloudWatch Logs: {error}"
        ));
    }
    let time = |text: &Option<String>| text.as_deref()?.parse::<Timestamp>().ok();
    let last = time(&status.latest_cloud_watch_logs_delivery_time);
    let started = time(&status.start_logging_time);
    let (Some(since), Some(now)) = (last.or(started), now) else {
        return Ok(());
    };
    let silence = now.duration_since(since);
    if silence > SILENCE {
        let told = match last {
            Some(last) => format!(
                "delivered to CloudWatch Logs for the last time {} hours before the audit, at {last}: whether it still does",
                silence.as_hours()
            ),
            None => format!(
                "has been logging since {since} and never delivered to CloudWatch Logs: whether it does"
            ),
        };
        let why = format!("trail `{name}` {told} is not known");
        return Err(Break::Open(Stage::LogGroup, why));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::evaluate::alert::parts::Chains;
    use crate::evaluate::alert::requirement::Asked;
    use crate::evaluate::alert::subject::Subject;
    use crate::rule::{Alert, EventCount, EventSet, Names, Outcome};
    use serde_json::{Map, Value, json};

    fn item(names: Names) -> Item {
        let set = EventSet {
            origin: crate::rule::Origin::CloudTrail,
            source: Some("iam.amazonaws.com".into()),
            names,
            conditions: std::collections::BTreeMap::new(),
            outcome: Outcome::Success,
        };
        let alert = Alert {
            lines: None,
            required: vec![set],
            ordinary: Vec::new(),
            events: EventCount::Number(1),
        };
        let asked = Asked::new(
            "rule",
            &alert,
            &Map::new(),
            Subject::ACCOUNT,
            &Chains::default(),
        );
        asked.required.into_iter().next().unwrap()
    }

    fn records_iam(selectors: &Value) -> bool {
        records_names(selectors, Names::Any)
    }

    fn records_names(selectors: &Value, names: Names) -> bool {
        let mut body = json!({"Name": "t"});
        body.as_object_mut()
            .unwrap()
            .extend(selectors.as_object().unwrap().clone());
        let trail: Trail = serde_json::from_value(body).unwrap();
        records(&trail, &item(names)).is_ok()
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
