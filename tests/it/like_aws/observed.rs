//! What moto does not hold of tracing, of managed instances and of alarms' states.

use serde_json::{Value, json};

use super::answers::now;
use super::text::{edit_json, map_between};
use crate::proxy::{Exchange, Match, Proxy};
use crate::seed::ACCOUNT;

/// The key that X-Ray encrypts with.
const KEY: &str = "arn:aws:kms:eu-west-1:123456789012:key/11112222-3333-4444-5555-666677778888";
/// Seconds of a day.
const DAY: i64 = 24 * 60 * 60;

/// Answers as an account in which all of it is set up, or as AWS hands it out.
pub fn apply(proxy: &Proxy, set_up: bool) {
    encryption(proxy, set_up);
    sampling(proxy, set_up);
    let groups = if set_up { &["orders"][..] } else { &[] };
    let groups: Vec<Value> = groups.iter().map(|name| group(name)).collect();
    let groups = json!({"Groups": groups}).to_string();
    proxy.on("xray:GetGroups").answer(move |_| groups.clone());
    if set_up {
        proxy
            .on("ssm:DescribeInstanceInformation")
            .answer(managed_instances);
    } else {
        no_managed_instances(proxy);
    }
}

/// X-Ray encrypts with a key of the account, or with its own.
pub fn encryption(proxy: &Proxy, key: bool) {
    let config = if key {
        json!({"KeyId": KEY, "Status": "ACTIVE", "Type": "KMS"})
    } else {
        json!({"Status": "ACTIVE", "Type": "NONE"})
    };
    let answer = json!({"EncryptionConfig": config}).to_string();
    proxy
        .on("xray:GetEncryptionConfig")
        .answer(move |_| answer.clone());
}

/// X-Ray samples by a rule of the account's own besides AWS's, or by AWS's alone.
pub fn sampling(proxy: &Proxy, own: bool) {
    let mut rules = vec![sampling_rule("Default", 10_000, 0.05, 1)];
    if own {
        rules.push(sampling_rule("orders", 100, 0.2, 5));
    }
    let answer = json!({"SamplingRuleRecords": rules}).to_string();
    proxy
        .on("xray:GetSamplingRules")
        .answer(move |_| answer.clone());
}

fn sampling_rule(name: &str, priority: i32, rate: f64, reservoir: i32) -> Value {
    let arn = format!("arn:aws:xray:eu-west-1:{ACCOUNT}:sampling-rule/{name}");
    json!({
        "SamplingRule": {
            "RuleName": name,
            "RuleARN": arn,
            "ResourceARN": "*",
            "Priority": priority,
            "FixedRate": rate,
            "ReservoirSize": reservoir,
            "ServiceName": "*",
            "ServiceType": "*",
            "Host": "*",
            "HTTPMethod": "*",
            "URLPath": "*",
            "Version": 1,
        },
        "CreatedAt": 0,
        "ModifiedAt": 0,
    })
}

fn group(name: &str) -> Value {
    json!({
        "GroupName": name,
        "GroupARN": format!("arn:aws:xray:eu-west-1:{ACCOUNT}:group/{name}/EXAMPLE"),
        "FilterExpression": format!("service(\"{name}\")"),
    })
}

/// Systems Manager knows every instance of the region, and all answer.
fn managed_instances(asked: &Exchange) -> String {
    let instances = asked.ask_form("ec2", "DescribeInstances", "2016-11-15");
    let mut list = Vec::new();
    map_between(&instances, "<instanceId>", "</instanceId>", |id| {
        list.push(json!({
            "InstanceId": id,
            "PingStatus": "Online",
            "LastPingDateTime": now(),
            "AgentVersion": "3.3.987.0",
            "PlatformName": "Amazon Linux",
            "ResourceType": "EC2Instance",
        }));
        id.to_owned()
    });
    json!({"InstanceInformationList": list}).to_string()
}

/// Systems Manager knows no instance.
pub fn no_managed_instances(proxy: &Proxy) {
    proxy
        .on("ssm:DescribeInstanceInformation")
        .answer(|_| json!({"InstanceInformationList": []}).to_string());
}

/// The alarm has been in this state for so many days.
pub fn stuck(proxy: &Proxy, alarm: &'static str, state: &'static str, days: i64) {
    let calls = Match::from("cloudwatch:DescribeAlarms");
    proxy.on(calls).replace(move |body| {
        edit_json(body, |answer| {
            let alarms = answer["MetricAlarms"].as_array_mut();
            for each in alarms.into_iter().flatten() {
                if each["AlarmName"] == alarm {
                    let since = now() - days * DAY;
                    each["StateValue"] = state.into();
                    each["StateUpdatedTimestamp"] = since.into();
                    each["StateTransitionedTimestamp"] = since.into();
                    each["AlarmConfigurationUpdatedTimestamp"] = since.into();
                }
            }
        })
    });
}

/// The trail's last delivery to its log group was refused, and there was none before.
pub fn log_delivery_refused(proxy: &Proxy) {
    proxy.on("cloudtrail:GetTrailStatus").replace(|body| {
        edit_json(body, |status| {
            let status = status.as_object_mut().expect("a status has fields");
            status.remove("LatestCloudWatchLogsDeliveryTime");
            let error = "Access denied".into();
            status.insert("LatestCloudWatchLogsDeliveryError".to_owned(), error);
        })
    });
}
