use super::*;
use crate::coverage::{Condition, Coverage, Deployed, Requirement, covers};
use crate::event_pattern::EventPattern;
use crate::filter_pattern::{Event, Pattern, blame};
use serde_json::Value;

fn fields(conditions: &[(&str, Condition)]) -> Requirement {
    let fields = conditions.iter();
    Requirement::Fields(
        fields
            .map(|(path, c)| (entry::path(path), c.clone()))
            .collect(),
    )
}

fn is(text: &str) -> Condition {
    Condition::Is(text.to_owned())
}

fn call(source: &str, name: &str) -> (Requirement, Arc<Universe>) {
    let records = Records::new("123456789012", "aws");
    let mut conditions = vec![("eventSource", is(source)), ("eventName", is(name))];
    conditions.extend(
        records
            .home_region(source)
            .map(|region| ("awsRegion", is(region))),
    );
    let required = fields(&conditions);
    (
        required,
        records.of(Some(source), Some(name), Outcome::Success),
    )
}

fn ask(required: &Requirement, universe: &Universe, deployed: &[&str]) -> Coverage {
    let patterns: Vec<Pattern> = deployed
        .iter()
        .map(|p| Pattern::parse(p).unwrap())
        .collect();
    let deployed = patterns.iter().map(Deployed::always);
    covers(
        std::slice::from_ref(required),
        &deployed.collect::<Vec<_>>(),
        universe,
    )
}

#[track_caller]
fn missed(required: &Requirement, universe: &Universe, deployed: &[&str]) -> Value {
    match ask(required, universe, deployed) {
        Coverage::NotCovered(event) => *event,
        other => panic!("{deployed:?}: {other:?}"),
    }
}

#[test]
fn languages_compile_and_hold_their_usual_texts() {
    for (name, language) in language::all() {
        assert!(!language.contains("\u{0}") || name == "any", "{name}");
    }
    for shape in &Records::new("123456789012", "aws").any().shapes {
        for field in &shape.fields {
            for usual in field.usual.iter().filter(|text| !text.contains('{')) {
                let held = |values: &crate::coverage::Values| {
                    values
                        .texts
                        .as_ref()
                        .is_none_or(|texts| texts.contains(usual))
                };
                assert!(
                    held(&field.sure) && held(&field.possible),
                    "{:?}: {usual}",
                    field.path
                );
            }
        }
    }
}

#[test]
fn a_change_is_covered_by_its_name() {
    let (required, universe) = call("cloudtrail.amazonaws.com", "DeleteTrail");
    let cover = |pattern: &str| ask(&required, &universe, &[pattern]);
    assert_eq!(cover("{ $.eventName = DeleteTrail }"), Coverage::Covered);
    assert_eq!(
        cover("{ $.eventSource = cloudtrail.amazonaws.com && $.eventName = \"*Trail\" }"),
        Coverage::Covered
    );
    let event = missed(
        &required,
        &universe,
        &["{ $.eventName = DeleteTrail && $.sourceIPAddress = \"10.*\" }"],
    );
    assert_eq!(event["sourceIPAddress"], "203.0.113.10");
    assert_eq!(event["eventName"], "DeleteTrail");
    assert_eq!(event["eventVersion"], "1.11");
    assert!(
        event["userIdentity"]["arn"]
            .as_str()
            .unwrap()
            .ends_with(":user/alice"),
        "{event}"
    );
}

#[test]
fn an_exclusion_on_an_optional_field_loses_those_who_have_none() {
    let (required, universe) = call("ec2.amazonaws.com", "CreateVpc");
    let event = missed(
        &required,
        &universe,
        &["{ $.eventName = CreateVpc && $.userIdentity.userName != \"deploy\" }"],
    );
    assert!(event["userIdentity"].get("userName").is_none(), "{event}");
    let source = "{ $.eventName = CreateVpc && $.readOnly = false }";
    let event = missed(&required, &universe, &[source]);
    let pattern = Pattern::parse(source).unwrap();
    let lost = blame(&pattern, &Event::from_value(&event));
    let quoted: Vec<&str> = lost
        .iter()
        .filter_map(|c| source.get(c.span.range()))
        .collect();
    assert_eq!(quoted, ["$.readOnly = false"]);
}

#[test]
fn iam_is_in_one_region_and_others_are_not() {
    let (required, universe) = call("iam.amazonaws.com", "PutUserPolicy");
    let here = "{ $.eventName = PutUserPolicy && $.awsRegion = us-east-1 }";
    assert_eq!(ask(&required, &universe, &[here]), Coverage::Covered);
    let (required, universe) = call("ec2.amazonaws.com", "CreateVpc");
    let here = "{ $.eventName = CreateVpc && $.awsRegion = us-east-1 }";
    assert_eq!(
        missed(&required, &universe, &[here])["awsRegion"],
        "eu-west-1"
    );
}

#[test]
fn what_the_model_does_not_know_is_not_proven() {
    let (required, universe) = call("ec2.amazonaws.com", "CreateVpc");
    let unproven = |pattern: &str| match ask(&required, &universe, &[pattern]) {
        Coverage::NotProven(why) => why,
        other => panic!("{pattern}: {other:?}"),
    };
    assert!(
        unproven("{ $.eventName = CreateVpc && $.recipientAccountId = * }")
            .contains("recipientAccountId")
    );
    assert!(
        unproven("{ $.eventName = CreateVpc && $.userIdentity.type != AWSService }")
            .contains("AWSService")
    );
    assert!(unproven("{ $.eventName = CreateVpc && $.brandNew NOT EXISTS }").contains("brandNew"));
}

#[test]
fn root_usage_as_cis_prints_it() {
    let required = fields(&[
        ("userIdentity.type", is("Root")),
        ("userIdentity.invokedBy", Condition::Exists(false)),
        ("eventType", Condition::IsNot("AwsServiceEvent".into())),
    ]);
    let universe = Records::new("123456789012", "aws").any();
    let cis = "{ $.userIdentity.type = \"Root\" && $.userIdentity.invokedBy NOT EXISTS && $.eventType != \"AwsServiceEvent\" }";
    assert_eq!(ask(&required, &universe, &[cis]), Coverage::Covered);
    let event = missed(
        &required,
        &universe,
        &["{ $.eventName = ConsoleLogin && $.userIdentity.type = Root }"],
    );
    assert_eq!(event["eventName"], "CreateAccessKey");
    let event = missed(
        &required,
        &universe,
        &["{ $.userIdentity.type = Root && $.awsRegion = us-east-1 }"],
    );
    assert_ne!(event["eventSource"], "iam.amazonaws.com");
}

#[test]
fn sign_ins() {
    let required = fields(&[
        ("eventSource", is("signin.amazonaws.com")),
        ("eventName", is("ConsoleLogin")),
        (
            "additionalEventData.MFAUsed",
            Condition::IsNot("Yes".into()),
        ),
        ("userIdentity.type", is("IAMUser")),
        ("responseElements.ConsoleLogin", is("Success")),
    ]);
    let records = Records::new("123456789012", "aws");
    let universe = records.of(
        Some("signin.amazonaws.com"),
        Some("ConsoleLogin"),
        Outcome::Success,
    );
    let covered = |pattern: &str| {
        assert_eq!(
            ask(&required, &universe, &[pattern]),
            Coverage::Covered,
            "{pattern}"
        );
    };
    covered("{ ($.eventName = \"ConsoleLogin\") && ($.additionalEventData.MFAUsed != \"Yes\") }");
    covered("{ $.eventName = ConsoleLogin && $.additionalEventData.MFAUsed = No }");
    covered("ConsoleLogin MFAUsed No");
    let event = missed(
        &required,
        &universe,
        &[
            "{ $.userIdentity.sessionContext.attributes.mfaAuthenticated != \"true\" && $.userIdentity.invokedBy = \"signin.amazonaws.com\" }",
        ],
    );
    assert_eq!(event["additionalEventData"]["MFAUsed"], "No");
}

#[test]
fn what_an_event_pattern_asks_of_detail_is_proven_over_records() {
    let (required, universe) = call("cloudtrail.amazonaws.com", "StopLogging");
    let by = |detail: &str| {
        let envelope =
            r#""source": ["aws.cloudtrail"], "detail-type": ["AWS API Call via CloudTrail"]"#;
        let rule = format!(r#"{{{envelope}, "detail": {detail}}}"#);
        let detail = EventPattern::parse(&rule)
            .unwrap()
            .detail()
            .unwrap()
            .unwrap();
        let deployed = [Deployed::always(&detail)];
        covers(std::slice::from_ref(&required), &deployed, &universe)
    };
    for detail in [
        r#"{"eventSource": ["cloudtrail.amazonaws.com"], "eventName": ["StopLogging", "DeleteTrail"]}"#,
        r#"{"eventName": [{"prefix": "Stop"}], "errorCode": [{"exists": false}]}"#,
    ] {
        assert_eq!(by(detail), Coverage::Covered, "{detail}");
    }
    // What the model leaves open is so here too.
    let found = by(
        r#"{"eventName": [{"wildcard": "*Logging"}], "eventType": [{"anything-but": "AwsServiceEvent"}]}"#,
    );
    assert!(matches!(found, Coverage::NotProven(_)), "{found:?}");
}
