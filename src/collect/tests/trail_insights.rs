//! The Insights events of trails.

use serde_json::{Value, json};

use super::*;

const INSIGHTS: &[Call] = &[call::DESCRIBE_TRAILS, call::GET_INSIGHT_SELECTORS];

/// Both types of Insights events.
pub fn there(asked: &Asked) -> Option<Reply> {
    (asked.operation == "GetInsightSelectors").then(|| {
        let selectors = json!({"InsightSelectors": [
            {"InsightType": "ApiCallRateInsight"},
            {"InsightType": "ApiErrorRateInsight", "EventCategories": ["Management", "Data"]},
        ]});
        Reply::ok(selectors.to_string())
    })
}

fn script(asked: &Asked) -> Option<Reply> {
    let trail = |name: &str| {
        json!({"Name": name, "HomeRegion": "us-east-1",
               "TrailARN": format!("arn:aws:cloudtrail:us-east-1:123456789012:trail/{name}")})
    };
    match asked.operation.as_str() {
        "DescribeTrails" => Some(Reply::ok(
            json!({"trailList": [trail("both"), trail("denied"), trail("off")]}).to_string(),
        )),
        "GetInsightSelectors" if asked.has("trail/off") => {
            Some(Reply::error(400, "InsightNotEnabledException"))
        }
        "GetInsightSelectors" if asked.has("trail/denied") => Some(Reply::denied()),
        _ => there(asked),
    }
}

#[tokio::test]
async fn a_trail_without_insights_has_an_empty_list() {
    let server = Server::start(script);
    let inventory = scan(&aws(&server), &plan(INSIGHTS)).await;
    let bodies: Vec<&Value> = inventory.of_kind(Kind::Trail).map(|r| &r.body).collect();
    let selectors: Vec<&Value> = bodies.iter().map(|b| &b["InsightSelectors"]).collect();
    let [both, denied, off] = selectors.as_slice() else {
        panic!("{selectors:?}");
    };
    let expected = json!([
        {"InsightType": "ApiCallRateInsight", "EventCategories": []},
        {"InsightType": "ApiErrorRateInsight", "EventCategories": ["Management", "Data"]},
    ]);
    assert_eq!(**both, expected);
    assert_eq!(**off, json!([]));
    assert_eq!(
        denied["$gap"]["operation"],
        "cloudtrail:GetInsightSelectors"
    );
    assert_eq!(
        gaps(&inventory),
        ["us-east-1 trail/denied cloudtrail:GetInsightSelectors denied"]
    );
    assert_eq!(inventory.calls.failed, 1);
    // Nobody asked for them.
    let inventory = scan(&aws(&server), &plan(&[call::DESCRIBE_TRAILS])).await;
    let first = inventory.of_kind(Kind::Trail).next().unwrap();
    assert_eq!(first.body.get("InsightSelectors"), None);
}
