//! Which events a trail records, in our shapes.

use aws_sdk_cloudtrail::types;

use crate::collect::convert::{each, name, names};
use crate::inventory::body;

pub(super) fn event_selector(s: types::EventSelector) -> body::EventSelector {
    body::EventSelector {
        read_write_type: name(s.read_write_type),
        include_management_events: s.include_management_events,
        data_resources: each(s.data_resources, |r| body::DataResource {
            resource_type: r.r#type,
            values: r.values.unwrap_or_default(),
        }),
        exclude_management_event_sources: s.exclude_management_event_sources.unwrap_or_default(),
    }
}

pub(super) fn advanced_event_selector(
    s: types::AdvancedEventSelector,
) -> body::AdvancedEventSelector {
    body::AdvancedEventSelector {
        name: s.name,
        field_selectors: each(Some(s.field_selectors), |f| body::AdvancedFieldSelector {
            field: Some(f.field),
            equals: f.equals.unwrap_or_default(),
            starts_with: f.starts_with.unwrap_or_default(),
            ends_with: f.ends_with.unwrap_or_default(),
            not_equals: f.not_equals.unwrap_or_default(),
            not_starts_with: f.not_starts_with.unwrap_or_default(),
            not_ends_with: f.not_ends_with.unwrap_or_default(),
        }),
    }
}

pub(super) fn insight_selector(s: types::InsightSelector) -> body::InsightSelector {
    body::InsightSelector {
        insight_type: name(s.insight_type),
        event_categories: names(s.event_categories),
    }
}
