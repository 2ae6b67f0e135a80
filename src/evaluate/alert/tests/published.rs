//! Alarms on metrics that nobody publishes, in a large account.

use std::time::{Duration, Instant};

use serde_json::{Map, json};

use super::scene::{ACCOUNT, REGION, RULES, Scene};
use crate::evaluate::run;
use crate::finding::Status;
use crate::inventory::Resource;
use crate::kind::Kind;
use crate::rule::Bound;
use crate::target::{Account, Region};

#[test]
fn a_large_account_takes_no_time() {
    let mut inventory = Scene::with("{ $.a = 1 }").inventory();
    inventory.resources.clear();
    let (account, region) = (Account::new(ACCOUNT), Region::new(REGION));
    let mut add = |kind: Kind, body: serde_json::Value| {
        let resource = Resource::from_cli(kind, &account, Some(&region), body).unwrap();
        inventory.resources.push(resource);
    };
    for index in 0..500 {
        add(
            Kind::Alarm,
            json!({"AlarmName": format!("alarm-{index}"), "Namespace": "App",
                   "MetricName": format!("Error{index}")}),
        );
    }
    for index in 0..1000 {
        let metric = json!({"metricNamespace": "App", "metricName": format!("Errors{index}"),
                            "metricValue": "1"});
        add(
            Kind::MetricFilter,
            json!({"filterName": format!("f-{index}"), "logGroupName": format!("g-{index}"),
                   "metricTransformations": [metric]}),
        );
    }
    for index in 0..5000 {
        let dimension = json!({"Name": "Service", "Value": format!("s-{index}")});
        add(
            Kind::Metric,
            json!({"Namespace": "App", "MetricName": format!("Error{}", index % 250),
                   "Dimensions": [dimension]}),
        );
    }
    inventory.sort();
    let bound = Bound {
        rule: &RULES.rules["alarm-metric-has-data"],
        parameters: Map::new(),
    };
    let start = Instant::now();
    let findings = run(&[bound], &inventory);
    let took = start.elapsed();
    assert_eq!(findings.len(), 500);
    assert!(
        findings.iter().all(|f| f.status == Status::Fail),
        "{:?}",
        findings[0]
    );
    // Far less in a release build; generous, for machines that do other things as well.
    assert!(took < Duration::from_secs(10), "{took:?}");
    println!("{took:?}");
}
