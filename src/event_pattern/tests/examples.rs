//! The examples of the user guide and of event-ruler's README.

use super::{Outcome, judge};

/// An instance of EC2 that changes its state, as the user guide shows it.
const INSTANCE: &str = r#"{
    "version": "0", "id": "6a7e8feb-b491-4cf7-a9f1-bf3703467718",
    "detail-type": "EC2 Instance State-change Notification", "source": "aws.ec2",
    "account": "111122223333", "time": "2017-12-22T18:43:48Z", "region": "us-west-1",
    "resources": ["arn:aws:ec2:us-west-1:123456789012:instance/i-1234567890abcdef0"],
    "detail": {"instance-id": "i-1234567890abcdef0", "state": "terminated"}
}"#;

/// The event of event-ruler's README.
const NUMBERS: &str = r#"{
    "detail-type": "EC2 Instance State-change Notification", "source": "aws.ec2",
    "account": "012345679012", "time": "2017-10-02T16:24:49Z", "region": "us-east-1",
    "resources": ["arn:aws:ec2:us-east-1:123456789012:instance/i-000000aaaaaa00000"],
    "detail": {"c-count": 5, "d-count": 3, "x-limit": 301.8, "source-ip": "10.0.0.33",
        "instance-id": "i-000000aaaaaa00000", "state": "running"}
}"#;

/// The event of the page on null values and empty strings.
const EMPTY: &str = r#"{
    "version": "0", "detail-type": "EC2 Instance Launch Successful",
    "source": "aws.autoscaling", "time": "2015-11-11T21:31:47Z", "region": "us-east-1",
    "resources": [], "detail": {"eventVersion": "", "responseElements": null}
}"#;

/// The list of event-ruler's README.
const EMPLOYEES: &str = r#"{"employees": [
    {"firstName": "John", "lastName": "Doe"},
    {"firstName": "Anna", "lastName": "Smith"},
    {"firstName": "Peter", "lastName": "Jones"}
]}"#;

#[track_caller]
fn check(cases: &[(&str, &str, bool)]) {
    for (pattern, event, expected) in cases {
        assert_eq!(
            judge(pattern, event),
            Outcome::from(*expected),
            "{pattern} on {event}"
        );
    }
}

#[test]
fn fields_and_lists() {
    check(&[
        (
            r#"{"source": ["aws.ec2"], "detail-type": ["EC2 Instance State-change Notification"],
            "detail": {"state": ["terminated"]}}"#,
            INSTANCE,
            true,
        ),
        (
            r#"{"source": ["aws.ec2"], "detail": {"state": ["running", "terminated"]}}"#,
            INSTANCE,
            true,
        ),
        (r#"{"source": ["aws.ec2", "aws.fargate"]}"#, INSTANCE, true),
        (
            r#"{"source": ["aws.s3"], "detail": {"state": ["terminated"]}}"#,
            INSTANCE,
            false,
        ),
        (r#"{"source": ["AWS.EC2"]}"#, INSTANCE, false),
        (r#"{"state": ["terminated"]}"#, INSTANCE, false),
        (
            r#"{"resources": ["arn:aws:ec2:us-east-1:123456789012:instance/i-b188560f",
            "arn:aws:ec2:us-east-1:111122223333:instance/i-b188560f"]}"#,
            r#"{"resources": ["arn:aws:autoscaling:us-east-1:123456789012:autoScalingGroup:eb56",
            "arn:aws:ec2:us-east-1:123456789012:instance/i-b188560f"]}"#,
            true,
        ),
        (
            r#"{"Location": ["New York"], "Day": ["Monday"]}"#,
            r#"{"Location": "New York", "Day": "Monday"}"#,
            true,
        ),
        (
            r#"{"Location": ["New York"], "Day": ["Monday"]}"#,
            r#"{"Location": "New York", "Day": "Friday"}"#,
            false,
        ),
        (r#"{"Name": ["Alice"]}"#, r#"{"Name": "Alice"}"#, true),
        (r#"{"Price": [100]}"#, r#"{"Price": 100}"#, true),
        (r#"{"Price": [100]}"#, r#"{"Price": "100"}"#, false),
        (
            r#"{"PaymentType": ["Credit", "Debit"]}"#,
            r#"{"PaymentType": "Debit"}"#,
            true,
        ),
    ]);
}

#[test]
fn null_and_the_empty_text() {
    check(&[
        (r#"{"detail": {"eventVersion": [""]}}"#, EMPTY, true),
        (r#"{"detail": {"responseElements": [null]}}"#, EMPTY, true),
        (r#"{"detail": {"responseElements": [""]}}"#, EMPTY, false),
        (r#"{"detail": {"eventVersion": [null]}}"#, EMPTY, false),
        (r#"{"detail": {"missing": [null]}}"#, EMPTY, false),
        (
            r#"{"detail": {"responseElements": [{"exists": true}]}}"#,
            EMPTY,
            true,
        ),
        (r#"{"LastName": [""]}"#, r#"{"LastName": ""}"#, true),
        (r#"{"UserID": [null]}"#, r#"{"UserID": null}"#, true),
        (r#"{"UserID": [null]}"#, r#"{"UserID": "null"}"#, false),
        (r#"{"on": [true]}"#, r#"{"on": true}"#, true),
        (r#"{"on": [true]}"#, r#"{"on": "true"}"#, false),
    ]);
}

#[test]
fn beginnings_and_ends() {
    check(&[
        (r#"{"time": [{"prefix": "2017-10-02"}]}"#, NUMBERS, true),
        (r#"{"time": [{"prefix": "2017-10-03"}]}"#, NUMBERS, false),
        (r#"{"region": [{"prefix": "us-"}]}"#, NUMBERS, true),
        (
            r#"{"detail": {"service": [{"prefix": {"equals-ignore-case": "EventB"}}]}}"#,
            r#"{"detail": {"service": "EVENTBRIDGE"}}"#,
            true,
        ),
        (
            r#"{"detail": {"service": [{"prefix": {"equals-ignore-case": "EventB"}}]}}"#,
            r#"{"detail": {"service": "event"}}"#,
            false,
        ),
        (
            r#"{"FileName": [{"suffix": ".png"}]}"#,
            r#"{"FileName": "a.png"}"#,
            true,
        ),
        (
            r#"{"FileName": [{"suffix": ".png"}]}"#,
            r#"{"FileName": "a.PNG"}"#,
            false,
        ),
        (
            r#"{"detail": {"FileName": [{"suffix": {"equals-ignore-case": ".png"}}]}}"#,
            r#"{"detail": {"FileName": "a.PNG"}}"#,
            true,
        ),
        (r#"{"source": [{"suffix": "ec2"}]}"#, NUMBERS, true),
        (
            r#"{"detail": {"c-count": [{"prefix": "5"}]}}"#,
            NUMBERS,
            false,
        ),
        (
            r#"{"source": [{"equals-ignore-case": "AWS.EC2"}]}"#,
            NUMBERS,
            true,
        ),
        (
            r#"{"Name": [{"equals-ignore-case": "alice"}]}"#,
            r#"{"Name": "Alice"}"#,
            true,
        ),
    ]);
}

#[test]
fn anything_but() {
    let state =
        |matcher: &str| format!(r#"{{"detail": {{"state": [{{"anything-but": {matcher}}}]}}}}"#);
    let limit =
        |matcher: &str| format!(r#"{{"detail": {{"x-limit": [{{"anything-but": {matcher}}}]}}}}"#);
    for (pattern, expected) in [
        (state(r#""initializing""#), true),
        (state(r#""running""#), false),
        (state(r#"["stopped", "overloaded"]"#), true),
        (state(r#"["stopped", "running"]"#), false),
        (state(r#"{"prefix": "init"}"#), true),
        (state(r#"{"prefix": "run"}"#), false),
        (state(r#"{"prefix": ["init", "run"]}"#), false),
        (state(r#"{"suffix": "ing"}"#), false),
        (state(r#"{"suffix": [".txt", ".rtf"]}"#), true),
        (state(r#"{"equals-ignore-case": "RUNNING"}"#), false),
        (
            state(r#"{"equals-ignore-case": ["initializing", "stopped"]}"#),
            true,
        ),
        (state(r#"{"wildcard": "*/lib/*"}"#), true),
        (state(r#"{"wildcard": ["*/lib/*", "r*g"]}"#), false),
        (limit("123"), true),
        (limit("301.75"), true),
        (limit("[100, 200, 300]"), true),
        // Values of another type are other values.
        (state("5"), true),
        (limit(r#""301.8""#), true),
        (
            r#"{"detail": {"missing": [{"anything-but": "x"}]}}"#.to_owned(),
            false,
        ),
    ] {
        check(&[(&pattern, NUMBERS, expected)]);
    }
    check(&[
        (
            r#"{"Weather": [{"anything-but": ["Raining"]}]}"#,
            r#"{"Weather": "Sunny"}"#,
            true,
        ),
        (r#"{"a": [{"anything-but": "x"}]}"#, r#"{"a": null}"#, true),
        (
            r#"{"a": [{"anything-but": "x"}]}"#,
            r#"{"a": ["x", "y"]}"#,
            true,
        ),
        (
            r#"{"a": [{"anything-but": "x"}]}"#,
            r#"{"a": ["x", "x"]}"#,
            false,
        ),
        (
            r#"{"a": [{"anything-but": "x"}]}"#,
            r#"{"a": {"b": 1}}"#,
            false,
        ),
        (r#"{"a": [{"anything-but": [1, 2]}]}"#, r#"{"a": 2}"#, false),
        (
            r#"{"a": [{"anything-but": [1, 2]}]}"#,
            r#"{"a": "2"}"#,
            true,
        ),
    ]);
}

#[test]
fn numbers_and_addresses() {
    check(&[
        (
            r#"{"detail": {"c-count": [{"numeric": [">", 0, "<=", 5]}],
            "d-count": [{"numeric": ["<", 10]}], "x-limit": [{"numeric": ["=", 3.018e2]}]}}"#,
            NUMBERS,
            true,
        ),
        (
            r#"{"detail": {"c-count": [{"numeric": [">", 5]}]}}"#,
            NUMBERS,
            false,
        ),
        (
            r#"{"detail": {"c-count": [{"numeric": [">=", 5, "<", 6]}]}}"#,
            NUMBERS,
            true,
        ),
        (
            r#"{"detail": {"state": [{"numeric": [">", 0]}]}}"#,
            NUMBERS,
            false,
        ),
        (
            r#"{"Price": [{"numeric": [">", 10, "<=", 20]}]}"#,
            r#"{"Price": 10}"#,
            false,
        ),
        (
            r#"{"Price": [{"numeric": ["=", 100]}]}"#,
            r#"{"Price": 100.0}"#,
            true,
        ),
        (
            r#"{"detail": {"source-ip": [{"cidr": "10.0.0.0/24"}]}}"#,
            NUMBERS,
            true,
        ),
        (
            r#"{"detail": {"source-ip": [{"cidr": "10.0.1.0/24"}]}}"#,
            NUMBERS,
            false,
        ),
        (
            r#"{"ip": [{"cidr": "2001:db8::/32"}]}"#,
            r#"{"ip": "2001:db8::7"}"#,
            true,
        ),
        (
            r#"{"time": [{"prefix": "2017-10-02"}], "detail": {"state": [{"anything-but": "initializing"}],
            "c-count": [{"numeric": [">", 0, "<=", 5]}], "d-count": [{"numeric": ["<", 10]}],
            "x-limit": [{"anything-but": [100, 200, 300]}],
            "source-ip": [{"cidr": "10.0.0.0/8"}]}}"#,
            NUMBERS,
            true,
        ),
    ]);
}

#[test]
fn existing() {
    let nested = r#"{"detail": {"state": "running", "c-count": {"c1": 100}}}"#;
    check(&[
        (
            r#"{"detail": {"c-count": [{"exists": true}]}}"#,
            NUMBERS,
            true,
        ),
        (
            r#"{"detail": {"c-count": [{"exists": false}]}}"#,
            NUMBERS,
            false,
        ),
        (
            r#"{"detail": {"c-count": [{"exists": false}]}}"#,
            INSTANCE,
            true,
        ),
        (
            r#"{"detail": {"c-count": [{"exists": true}]}}"#,
            INSTANCE,
            false,
        ),
        (
            r#"{"detail": {"c-count": [{"exists": false}]}}"#,
            nested,
            true,
        ),
        (
            r#"{"detail": {"c-count": [{"exists": true}]}}"#,
            nested,
            false,
        ),
        (
            r#"{"detail": {"c-count": {"c1": [{"exists": true}]}}}"#,
            nested,
            true,
        ),
        (r#"{"detail": [{"exists": true}]}"#, nested, false),
        (r#"{"no": {"such": [{"exists": false}]}}"#, nested, true),
        (
            r#"{"detail": {"state": [{"exists": false}, "running"]}}"#,
            nested,
            true,
        ),
        (
            r#"{"detail": {"state": [{"exists": false}, "stopped"]}}"#,
            nested,
            false,
        ),
    ]);
}

#[test]
fn wildcards() {
    check(&[
        (
            r#"{"detail": {"FilePath": [{"wildcard": "dir/*.png"}]}}"#,
            r#"{"detail": {"FilePath": "dir/a/b.png"}}"#,
            true,
        ),
        (
            r#"{"EventBusArn": [{"wildcard": "arn:aws:events:us-east-1:*:event-bus/*"}]}"#,
            r#"{"EventBusArn": "arn:aws:events:us-east-1:123456789012:event-bus/x"}"#,
            true,
        ),
        (r#"{"source": [{"wildcard": "aws.*2"}]}"#, NUMBERS, true),
        (r#"{"source": [{"wildcard": "aws.*3"}]}"#, NUMBERS, false),
        (
            r#"{"a": [{"wildcard": "x\\*\\\\*"}]}"#,
            r#"{"a": "x*\\y"}"#,
            true,
        ),
        (r#"{"a": [{"wildcard": "*"}]}"#, r#"{"a": 1}"#, false),
        (r#"{"a": [{"wildcard": "*"}]}"#, r#"{"a": ""}"#, true),
    ]);
}

#[test]
fn alternatives() {
    let or = r#"{"detail": {"$or": [{"c-count": [{"numeric": [">", 0, "<=", 5]}]},
        {"d-count": [{"numeric": ["<", 10]}]}, {"x-limit": [{"numeric": ["=", 3.018e2]}]}]}}"#;
    let nested = r#"{"source": ["aws.cloudwatch"], "$or": [
        {"metricName": ["CPUUtilization", "ReadLatency"]},
        {"metricType": ["MetricType"], "namespace": ["AWS/EC2", "AWS/ES"],
            "$or": [{"metricId": [1234]}, {"spaceId": [1000]}]},
        {"scope": ["Service"]}]}"#;
    check(&[
        (or, NUMBERS, true),
        (or, r#"{"detail": {"c-count": 6, "d-count": 9}}"#, true),
        (
            or,
            r#"{"detail": {"c-count": 6, "d-count": 10, "x-limit": 1}}"#,
            false,
        ),
        (
            nested,
            r#"{"source": "aws.cloudwatch", "scope": "Service"}"#,
            true,
        ),
        (
            nested,
            r#"{"source": "aws.cloudwatch", "metricType": "MetricType", "namespace": "AWS/ES", "spaceId": 1000}"#,
            true,
        ),
        (
            nested,
            r#"{"source": "aws.cloudwatch", "metricType": "MetricType", "namespace": "AWS/ES"}"#,
            false,
        ),
        (
            nested,
            r#"{"source": "aws.ec2", "scope": "Service"}"#,
            false,
        ),
        (
            r#"{"$or": [{"Location": ["New York"]}, {"Day": ["Monday"]}]}"#,
            r#"{"Day": "Monday"}"#,
            true,
        ),
        // `$or` as the name of a field.
        (
            r#"{"source": ["x"], "$or": {"a": ["1"]}}"#,
            r#"{"source": "x", "$or": {"a": "1"}}"#,
            true,
        ),
        (
            r#"{"$or": [{"prefix": "a"}, {"numeric": [">", 3]}]}"#,
            r#"{"$or": "abc"}"#,
            true,
        ),
        (
            r#"{"$or": [{"prefix": "a"}, {"numeric": [">", 3]}]}"#,
            r#"{"prefix": "abc"}"#,
            false,
        ),
    ]);
}

#[test]
fn objects_in_lists() {
    let deep = r#"{"employees": [[{"firstName": "Anna", "lastName": "Smith"}], [{"firstName": "Peter", "lastName": "Jones"}]]}"#;
    check(&[
        (r#"{"employees": {"firstName": ["Anna"]}}"#, EMPLOYEES, true),
        (
            r#"{"employees": {"firstName": ["Anna"], "lastName": ["Smith"]}}"#,
            EMPLOYEES,
            true,
        ),
        (
            r#"{"employees": {"firstName": ["Anna"], "lastName": ["Jones"]}}"#,
            EMPLOYEES,
            false,
        ),
        (r#"{"employees": {"firstName": ["Anna"]}}"#, deep, true),
        (
            r#"{"employees": {"firstName": ["Anna"], "lastName": ["Jones"]}}"#,
            deep,
            false,
        ),
        (
            r#"{"a": {"b": [1], "c": [2]}}"#,
            r#"{"a": [{"b": [3, 1], "c": 2}]}"#,
            true,
        ),
        (r#"{"a": [1]}"#, r#"{"a": [[[0], [1]]]}"#, true),
        (
            r#"{"a": [1], "b": [{"exists": false}]}"#,
            r#"{"a": [1, {"b": 2}]}"#,
            true,
        ),
    ]);
}
