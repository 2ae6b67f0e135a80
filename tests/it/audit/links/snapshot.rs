//! What no emulator holds, in a saved snapshot that the test edits.

use std::sync::LazyLock;

use serde_json::{Value, json};

use super::{Expected, RULES, VPC, check, fails, holds, is_open, only};
use crate::cli::{Auditrail, Outcome};
use crate::seed::trail::LOG_GROUP;
use crate::seed::{ACCOUNT, Account, HOME, TRAIL, topic};

/// Of chains that hold.
static WATCHED: LazyLock<Saved> = LazyLock::new(|| Saved::of(&Account::watched()));

/// A snapshot: its header, and its entries.
struct Saved {
    header: Value,
    entries: Vec<Value>,
}

impl Saved {
    fn of(account: &Account) -> Self {
        let outcome = super::scan(account)
            .args(["--rule", "monitor-*", "--save-snapshot", "s.ndjson"])
            .run();
        let text = outcome.read("s.ndjson");
        let mut lines = text.lines().map(|line| serde_json::from_str(line).unwrap());
        Self {
            header: lines.next().unwrap(),
            entries: lines.collect(),
        }
    }

    fn edited(&self, edit: impl FnOnce(&mut Self)) -> String {
        let mut saved = Self {
            header: self.header.clone(),
            entries: self.entries.clone(),
        };
        edit(&mut saved);
        saved.header["entries"] = saved.entries.len().into();
        let lines = [&saved.header].into_iter().chain(&saved.entries);
        let lines: Vec<String> = lines.map(Value::to_string).collect();
        lines.join("\n")
    }

    /// The body of a resource.
    fn body(&mut self, kind: &str, id: &str) -> &mut Value {
        let mut resources = self.entries.iter_mut().map(|entry| &mut entry["resource"]);
        let found = resources.find(|r| r["kind"] == kind && r["id"] == id);
        &mut found.unwrap()["body"]
    }

    fn add(&mut self, kind: &str, id: &str, body: &Value) {
        self.entries.push(json!({"resource": {
            "kind": kind, "account": ACCOUNT, "region": HOME, "id": id, "arn": null,
            "body": body,
        }}));
    }

    /// Adds a metric alarm that is about something else, in this state.
    fn add_alarm(&mut self, name: &str, state: &str) {
        let mut alarm = self.body("alarm", "vpc-changes").clone();
        alarm["AlarmName"] = name.into();
        alarm["AlarmArn"] = format!("arn:aws:cloudwatch:{HOME}:{ACCOUNT}:alarm:{name}").into();
        alarm["MetricName"] = "Maintenance".into();
        alarm["StateValue"] = state.into();
        self.add("alarm", name, &alarm);
    }

    /// The alarm for VPC changes leaves its action to a composite alarm with this rule.
    fn add_composite(&mut self, rule: &str) -> &mut Value {
        self.body("alarm", "vpc-changes")["AlarmActions"] = json!([]);
        let name = "network";
        let body = json!({
            "AlarmName": name,
            "AlarmArn": format!("arn:aws:cloudwatch:{HOME}:{ACCOUNT}:alarm:{name}"),
            "AlarmRule": rule,
            "ActionsEnabled": true,
            "AlarmActions": [topic::arn("vpc-changes")],
            "StateValue": "OK",
        });
        self.add("alarm", name, &body);
        self.body("alarm", name)
    }

    fn add_mute_rule(&mut self, status: &str) {
        let name = "maintenance-window";
        let body = json!({
            "Name": name,
            "AlarmMuteRuleArn":
                format!("arn:aws:cloudwatch:{HOME}:{ACCOUNT}:alarm-mute-rule:{name}"),
            "Rule": {"Schedule": {"Expression": "cron(0 2 * * SUN)", "Duration": "PT4H"}},
            "MuteTargets": {"AlarmNames": ["vpc-changes"]},
            "Status": status,
        });
        self.add("alarm-mute-rule", name, &body);
    }
}

fn scan(snapshot: &str) -> Outcome {
    let rules = format!("{{{}}}", RULES.join(","));
    Auditrail::new()
        .file("s.ndjson", snapshot)
        .args(["scan", "--snapshot", "s.ndjson", "--rule", &rules])
        .run()
}

type Edit = fn(&mut Saved);

/// What is said after each change of the snapshot.
fn each(cases: Vec<(Edit, Expected)>) {
    for (edit, expected) in cases {
        check(&scan(&WATCHED.edited(edit)), &expected);
    }
}

#[test]
fn a_snapshot_as_it_was_saved() {
    each(vec![(|_| {}, holds())]);
}

#[test]
fn composite_alarms_and_mute_rules() {
    each(vec![
        (
            |s| {
                s.add_composite("ALARM(\"vpc-changes\")");
            },
            holds(),
        ),
        (
            |s| {
                s.add_alarm("maintenance", "OK");
                s.add_composite("ALARM(\"vpc-changes\") AND NOT ALARM(\"maintenance\")");
            },
            holds(),
        ),
        (
            |s| {
                s.add_alarm("maintenance", "OK");
                s.add_composite("ALARM(\"vpc-changes\") AND ALARM(\"maintenance\")");
            },
            fails(
                "alarm",
                "does not hold when alarm `vpc-changes` alone goes off",
            ),
        ),
        (
            |s| {
                s.add_composite("ALARM(\"vpc-changes\") AND OK(\"gone\")");
            },
            is_open(
                "alarm",
                "depends on alarms that may be OK or INSUFFICIENT_DATA",
            ),
        ),
        (
            |s| {
                s.add_alarm("maintenance", "ALARM");
                let composite = s.add_composite("ALARM(\"vpc-changes\")");
                composite["ActionsSuppressor"] = "maintenance".into();
            },
            fails("alarm action", "its suppressor `maintenance` is in ALARM"),
        ),
        (
            |s| s.add_mute_rule("ACTIVE"),
            fails("alarm action", "is muted by mute rule `maintenance-window`"),
        ),
        (|s| s.add_mute_rule("SCHEDULED"), holds()),
        (|s| s.add_mute_rule("EXPIRED"), holds()),
    ]);
}

#[test]
fn a_mute_rule_that_is_due_is_remarked_on() {
    let outcome = scan(&WATCHED.edited(|s| s.add_mute_rule("SCHEDULED")));
    let expected = "alarm `vpc-changes` is muted at times by mute rule `maintenance-window` \
                    (cron(0 2 * * SUN))";
    assert_eq!(only(&outcome, VPC)["remarks"], json!([expected]));
}

#[test]
fn delivery_to_the_log_group() {
    fn trail(s: &mut Saved) -> &mut Value {
        s.body("trail", TRAIL)
    }
    each(vec![
        (
            |s| {
                let long_ago = "2020-01-01T00:00:00Z";
                trail(s)["Status"]["LatestCloudWatchLogsDeliveryTime"] = long_ago.into();
            },
            is_open("log group", "whether it still does is not known").of(&RULES),
        ),
        (
            |s| {
                let error = "AccessDenied";
                trail(s)["Status"]["LatestCloudWatchLogsDeliveryError"] = error.into();
            },
            fails(
                "log group",
                "failed to deliver to CloudWatch Logs: AccessDenied",
            )
            .of(&RULES),
        ),
        (
            |s| {
                let group = "arn:aws:logs:eu-west-1:210987654321:log-group:central:*";
                trail(s)["CloudWatchLogsLogGroupArn"] = group.into();
            },
            is_open(
                "log group",
                "of account 210987654321, which was not scanned",
            )
            .of(&RULES),
        ),
        (
            |s| s.body("log-group", LOG_GROUP)["logGroupClass"] = "INFREQUENT_ACCESS".into(),
            fails("log group", "in which metric filters do not work").of(&RULES),
        ),
    ]);
}

#[test]
fn a_log_group_of_another_account_that_was_scanned_too() {
    let central = "210987654321";
    let snapshot = WATCHED.edited(|s| {
        let mut target = s.header["targets"][0].clone();
        target["account"] = central.into();
        s.header["targets"].as_array_mut().unwrap().push(target);
        let group = format!("arn:aws:logs:{HOME}:{central}:log-group:{LOG_GROUP}:*");
        s.body("trail", TRAIL)["CloudWatchLogsLogGroupArn"] = group.into();
        for entry in &mut s.entries {
            let kind = entry["resource"]["kind"].as_str().unwrap();
            if ["log-group", "metric-filter", "alarm", "topic"].contains(&kind) {
                *entry = entry.to_string().replace(ACCOUNT, central).parse().unwrap();
            }
        }
        s.entries.push(json!({"resource": {
            "kind": "account", "account": central, "region": null, "id": central, "arn": null,
            "body": {"AccountId": central, "Partition": "aws"},
        }}));
    });
    // The other account has no trail of its own.
    let outcome = scan(&snapshot).expect_status(1);
    for rule in RULES {
        let findings = outcome.findings(rule).into_iter();
        let verdicts: Vec<_> = findings
            .map(|f| {
                (
                    f["account"].as_str().unwrap(),
                    f["status"].as_str().unwrap(),
                )
            })
            .collect();
        assert_eq!(verdicts, [(ACCOUNT, "pass"), (central, "fail")], "{rule}");
    }
}
