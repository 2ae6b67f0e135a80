//! Asking CloudTrail who changed a resource last.

use serde_json::{Value, json};

use super::*;
use crate::collect::who::{Askable, Pace, Question, last_changes};
use crate::last_change::LastChange;
use crate::target::Account;

/// Nobody waits in a test that is not about waiting.
const AT_ONCE: Pace = Pace::every(Duration::ZERO);

fn question(kind: Kind, id: &str, arn: Option<&str>, region: &str) -> Question {
    let region = Region::new(region);
    match Question::of(kind, id, arn, &Account::new("123456789012"), &region) {
        Askable::Yes(question) => question,
        other => panic!("{other:?}"),
    }
}

fn group(id: &str) -> Question {
    question(Kind::SecurityGroup, id, None, "eu-west-1")
}

fn groups(count: usize) -> Vec<Question> {
    (0..count).map(|n| group(&format!("sg-{n}"))).collect()
}

/// An event `age` seconds before the newest that there can be.
fn event(name: &str, source: &str, age: i64, record: &Value) -> Value {
    json!({
        "EventId": format!("{name}-{age}"),
        "EventName": name,
        "ReadOnly": "false",
        "EventTime": 1_767_323_045 - age,
        "EventSource": format!("{source}.amazonaws.com"),
        "Username": "ana",
        "CloudTrailEvent": record.to_string(),
    })
}

fn write_call(name: &str, age: i64) -> Value {
    let identity = json!({"type": "IAMUser", "userName": "ana"});
    event(name, "ec2", age, &json!({ "userIdentity": identity }))
}

fn read_call(age: i64) -> Value {
    let mut event = write_call("DescribeSecurityGroups", age);
    event["ReadOnly"] = "true".into();
    event
}

fn page(events: &[Value], next: Option<&str>) -> Reply {
    Reply::ok(json!({"Events": events, "NextToken": next}).to_string())
}

/// What the request asks for.
fn asked_for(asked: &Asked) -> Value {
    serde_json::from_str(&asked.body).unwrap()
}

fn name(asked: &Asked) -> String {
    let attribute = &asked_for(asked)["LookupAttributes"][0];
    assert_eq!(attribute["AttributeKey"], "ResourceName");
    attribute["AttributeValue"].as_str().unwrap().to_owned()
}

async fn answers(server: &Server, questions: &[Question]) -> Vec<String> {
    let changes = last_changes(&aws(server), questions, AT_ONCE, &Silent).await;
    changes.iter().map(ToString::to_string).collect()
}

async fn answer(server: &Server, question: Question) -> String {
    answers(server, &[question]).await.remove(0)
}

#[tokio::test]
async fn the_newest_write_call_that_succeeded_is_told() {
    let server = Server::start(|asked| {
        assert_eq!(name(asked), "sg-1");
        let refused = json!({"errorCode": "Client.UnauthorizedOperation"});
        Some(page(
            &[
                read_call(0),
                event("DeleteSecurityGroup", "ec2", 1, &refused),
                event("CreateDBInstance", "rds", 2, &json!({})),
                write_call("RunInstances", 3),
                write_call("AuthorizeSecurityGroupIngress", 45),
                write_call("CreateSecurityGroup", 60),
            ],
            Some("more"),
        ))
    });
    assert_eq!(
        answer(&server, group("sg-1")).await,
        "last changed by ana (IAMUser) with ec2:AuthorizeSecurityGroupIngress on \
         2026-01-02 03:03:20 UTC"
    );
    let made = server.asked_for("LookupEvents");
    assert_eq!(made.len(), 1, "no page too many");
    assert_eq!(made[0].region, "eu-west-1");
    assert_eq!(asked_for(&made[0])["MaxResults"], 50);
}

#[tokio::test]
async fn pages_are_read_until_there_is_a_change() {
    let server = Server::start(|asked| {
        let token = asked_for(asked)["NextToken"].clone();
        Some(match token.as_str() {
            None => page(&[read_call(0)], Some("two")),
            // An empty page is not the last one.
            Some("two") => page(&[], Some("three")),
            Some("three") => page(&[write_call("CreateTags", 45)], Some("four")),
            Some(other) => panic!("{other} is not asked for"),
        })
    });
    let answer = answer(&server, group("sg-1")).await;
    assert!(answer.contains("ec2:CreateTags"), "{answer}");
    assert_eq!(server.asked().len(), 3);
}

#[tokio::test]
async fn where_nothing_comes_it_is_said() {
    let server = Server::start(|_| Some(page(&[read_call(0)], None)));
    assert_eq!(
        answer(&server, group("sg-1")).await,
        "last change not known: not found in the last 90 days: cloudtrail:LookupEvents shows \
         no write call on it in eu-west-1 that succeeded"
    );
}

#[tokio::test]
async fn pages_are_not_read_for_ever() {
    let server = Server::start(|_| Some(page(&[read_call(0)], Some("again"))));
    assert_eq!(
        answer(&server, group("sg-1")).await,
        "last change not known: not found among the newest 250 events that name it in \
         eu-west-1; older ones were not looked at"
    );
    assert_eq!(server.asked().len(), 5);
}

const TRAIL: &str = "arn:aws:cloudtrail:eu-west-1:123456789012:trail/all";

fn trail() -> Question {
    question(Kind::Trail, "all", Some(TRAIL), "eu-west-1")
}

fn of_trail(name: &str, age: i64) -> Value {
    event(name, "cloudtrail", age, &json!({}))
}

#[tokio::test]
async fn the_newest_under_all_names_counts() {
    for (by_name, by_arn, expected) in [
        (Some(60), Some(45), "ByArn"),
        (Some(45), Some(60), "ByName"),
        (Some(45), None, "ByName"),
        (None, Some(45), "ByArn"),
    ] {
        let server = Server::start(move |asked| {
            let (call, age) = match name(asked).as_str() {
                "all" => ("ByName", by_name),
                TRAIL => ("ByArn", by_arn),
                other => panic!("{other} is not asked for"),
            };
            let events: Vec<Value> = age.iter().map(|age| of_trail(call, *age)).collect();
            Some(page(&events, None))
        });
        let answer = answer(&server, trail()).await;
        let call = format!("cloudtrail:{expected}");
        assert!(answer.contains(&call), "{by_name:?} {by_arn:?}: {answer}");
        let mut since: Vec<Value> = server
            .asked()
            .iter()
            .filter(|asked| name(asked) == TRAIL)
            .map(|asked| asked_for(asked)["StartTime"].clone())
            .collect();
        // Only what may be newer is asked for.
        let expected = by_name.map_or(Value::Null, |age| (1_767_323_045_i64 - age).into());
        assert_eq!(since.pop().map(|t| t.as_f64()), Some(expected.as_f64()));
    }
}

#[tokio::test]
async fn what_was_not_read_may_hide_a_newer_change() {
    for (age, is_known) in [(10, true), (60, false)] {
        // Reads under the name go on and on, down to 45 seconds ago.
        let server = Server::start(move |asked| {
            Some(match name(asked).as_str() {
                "all" => {
                    let mut read = of_trail("GetTrailStatus", 45);
                    read["ReadOnly"] = "true".into();
                    page(&[read], Some("again"))
                }
                _ => page(&[of_trail("StopLogging", age)], None),
            })
        });
        let answer = answer(&server, trail()).await;
        assert_eq!(answer.contains("StopLogging"), is_known, "{answer}");
        assert_eq!(answer.contains("older ones"), !is_known, "{answer}");
    }
}

#[tokio::test]
async fn an_odd_record_is_not_passed_over() {
    let server = Server::start(|asked| {
        let mut odd = write_call("AuthorizeSecurityGroupIngress", 0);
        odd["EventId"] = "e-1\u{1b}[31m<b>".into();
        if name(asked) == "sg-0" {
            odd["CloudTrailEvent"] = "{\"userIdentity\": ".into();
        } else {
            odd["CloudTrailEvent"] = Value::Null;
        }
        Some(page(&[odd, write_call("CreateTags", 45)], None))
    });
    let answers = answers(&server, &groups(4)).await;
    let expected = "last change not known: cloudtrail:LookupEvents failed (malformed reply: \
                    the event `e-1\\u{1b}[31m<b>` has no record that can be read)";
    assert_eq!(answers, [expected; 4], "and all are asked about");
    assert_eq!(server.asked().len(), 4);
}

#[tokio::test]
async fn a_denied_call_is_not_repeated_in_its_region() {
    let server = Server::start(|asked| {
        (asked.region == "eu-west-1").then(|| Reply::error(400, "AccessDeniedException"))
    });
    let mut questions = groups(3);
    questions.push(question(Kind::SecurityGroup, "sg-9", None, "us-east-1"));
    let answers = answers(&server, &questions).await;
    let denied = "last change not known: cloudtrail:LookupEvents was denied (not LookupEvents)";
    assert_eq!(answers[..3], [denied; 3]);
    assert!(answers[3].contains("not found in the last 90 days"));
    assert_eq!(server.asked().len(), 2);
}

#[tokio::test]
async fn what_is_throttled_is_asked_again() {
    let server = Server::start(|asked| {
        Some(match asked.nth {
            0 => Reply::error(400, "ThrottlingException"),
            _ => page(&[write_call("CreateTags", 0)], None),
        })
    });
    let answer = answer(&server, group("sg-1")).await;
    assert!(answer.contains("ec2:CreateTags"), "{answer}");
    assert_eq!(server.asked().len(), 2);
}

#[tokio::test]
async fn after_some_failures_in_a_row_the_rest_is_not_tried() {
    let code = "InvalidLookupAttributesException";
    let server = Server::start(move |_| Some(Reply::error(400, code)));
    let answers = answers(&server, &groups(5)).await;
    let failed = "cloudtrail:LookupEvents failed (InvalidLookupAttributesException: \
                  not LookupEvents)";
    let last_change = |why: String| format!("last change not known: {why}");
    assert_eq!(answers[..3], vec![last_change(failed.to_owned()); 3]);
    let given_up = last_change(format!("not asked after 3 failures in a row: {failed}"));
    assert_eq!(answers[3..], [given_up.clone(), given_up]);
    assert_eq!(server.asked().len(), 3);
}

#[tokio::test]
async fn regions_are_asked_at_once_and_each_in_turn() {
    let server = Server::start(|asked| {
        let event = write_call(&name(asked), 0);
        Some(page(&[event], None).after(Duration::from_millis(20)))
    });
    let regions = ["eu-west-1", "us-east-1", "us-west-2"];
    let questions: Vec<Question> = (0..12)
        .map(|n| {
            let region = regions[n % regions.len()];
            question(Kind::SecurityGroup, &format!("sg-{n}"), None, region)
        })
        .collect();
    let answers = answers(&server, &questions).await;
    for (n, answer) in answers.iter().enumerate() {
        assert!(answer.contains(&format!("ec2:sg-{n} ")), "{answer}");
    }
    let (in_a_region, over_all) = server.peaks();
    assert_eq!(in_a_region, 1);
    // How many overlap is the machine's affair; that regions do is ours.
    assert!((2..=3).contains(&over_all), "{over_all}");
}

#[tokio::test]
async fn progress_and_calls_are_counted() {
    #[derive(Default)]
    struct Tally(Mutex<Vec<String>>);
    impl Progress for Tally {
        fn expect(&self, region: Option<&Region>, calls: usize) {
            let line = format!("{} in {}", calls, region.unwrap());
            self.0.lock().unwrap().push(line);
        }

        fn done(&self, region: Option<&Region>) {
            let line = format!("done in {}", region.unwrap());
            self.0.lock().unwrap().push(line);
        }
    }
    let server = Server::start(|_| Some(page(&[], None)));
    let (aws, tally) = (aws(&server), Tally::default());
    let changes = last_changes(&aws, &groups(2), AT_ONCE, &tally).await;
    assert!(matches!(changes[..], [LastChange::NotKnown { .. }, _]));
    let lines = tally.0.into_inner().unwrap();
    let done = "done in eu-west-1";
    assert_eq!(lines, ["2 in eu-west-1", done, done]);
    let calls = aws.calls();
    assert_eq!(calls.by_operation["cloudtrail:LookupEvents"], 2);
    assert_eq!(calls.total, 2);
    assert!(last_changes(&aws, &[], AT_ONCE, &Silent).await.is_empty());
}
