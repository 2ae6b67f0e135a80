//! The built-in formats: what they hold, parsed back, and what they must not let out.

use std::collections::BTreeMap;

use quick_junit::{NonSuccessKind, TestCaseStatus};

use super::{SAMPLE, empty, sample};
use crate::finding::Status;
use crate::report::html;
use crate::report::{Format, Output, Report, Screen, from_json};

fn rendered(report: &Report, format: Format) -> String {
    Output::from(format).render(report).unwrap()
}

#[test]
fn json_parses_back_to_the_model() {
    for report in [sample(), empty()] {
        let text = rendered(&report, Format::Json);
        assert!(text.ends_with("}\n"), "no newline at the end");
        assert_eq!(from_json(text.as_bytes()).unwrap(), report);
    }
}

#[test]
fn json_keeps_the_order_of_the_contract() {
    let value: serde_json::Value =
        serde_json::from_str(&rendered(&sample(), Format::Json)).unwrap();
    let keys: Vec<&String> = value.as_object().unwrap().keys().collect();
    let contract = "schemaVersion tool startedAt finishedAt targets summary frameworks rules \
                    findings gaps calls";
    assert_eq!(keys, contract.split_whitespace().collect::<Vec<_>>());
    let expected: serde_json::Value = serde_json::from_str(SAMPLE).unwrap();
    assert_eq!(value, expected);
}

#[test]
fn what_is_no_report_says_why() {
    for (text, expected) in [
        ("", "not JSON: EOF"),
        (
            "{\"schemaVersion\": \"1\",",
            "not JSON: EOF while parsing a value at line 1",
        ),
        ("[1]", "not an auditrail report"),
        ("{}", "not an auditrail report"),
        (
            "{\"schemaVersion\": \"2\"}",
            "report version \"2\", but this auditrail reads version \"1\"",
        ),
        ("{\"schemaVersion\": 1}", "report version 1, but"),
        ("{\"schemaVersion\": \"1\"}", "missing field `tool`"),
    ] {
        let message = from_json(text.as_bytes()).unwrap_err().to_string();
        assert!(message.contains(expected), "{text}: {message}");
    }
}

#[test]
fn later_fields_are_passed_over() {
    let later = SAMPLE.replacen('{', "{\"later\": [1],", 1);
    assert_eq!(from_json(later.as_bytes()).unwrap(), sample());
}

#[test]
fn junit_counts_what_the_report_counts() {
    let report = sample();
    let junit =
        quick_junit::Report::deserialize_from_str(&rendered(&report, Format::Junit)).unwrap();
    let counts = report.summary.counts;
    let skipped = counts.not_applicable + counts.manual + counts.waived;
    assert_eq!(junit.tests, report.findings.len());
    assert_eq!(
        (junit.failures, junit.errors),
        (counts.fail, counts.unknown)
    );
    assert_eq!(junit.skipped, skipped);
    let mut places: BTreeMap<String, Vec<Status>> = BTreeMap::new();
    for f in &report.findings {
        let place = format!("{} {}", f.account, f.region);
        places.entry(place).or_default().push(f.status);
    }
    assert_eq!(junit.test_suites.len(), places.len());
    for suite in &junit.test_suites {
        let statuses = &places[suite.name.as_str()];
        let with = |status| statuses.iter().filter(|s| **s == status).count();
        assert_eq!(
            (suite.tests, suite.test_cases.len()),
            (statuses.len(), statuses.len())
        );
        assert_eq!(
            (suite.failures, suite.errors),
            (with(Status::Fail), with(Status::Unknown))
        );
        let kinds = |wanted: NonSuccessKind| {
            let is = |c: &&quick_junit::TestCase| matches!(&c.status, TestCaseStatus::NonSuccess { kind, .. } if *kind == wanted);
            suite.test_cases.iter().filter(is).count()
        };
        assert_eq!(kinds(NonSuccessKind::Failure), suite.failures);
        assert_eq!(kinds(NonSuccessKind::Error), suite.errors);
        let passed =
            |c: &&quick_junit::TestCase| matches!(c.status, TestCaseStatus::Success { .. });
        assert_eq!(
            suite.test_cases.iter().filter(passed).count(),
            with(Status::Pass)
        );
    }
}

#[test]
fn junit_of_a_run_with_nothing_to_say_has_one_passing_case() {
    insta::assert_snapshot!(rendered(&empty(), Format::Junit), @r##"
    <?xml version="1.0" encoding="UTF-8"?>
    <testsuites name="auditrail" tests="1" failures="0" errors="0" skipped="0" time="0.000">
      <testsuite name="auditrail" tests="1" failures="0" errors="0" skipped="0" timestamp="2026-01-02T03:04:05Z" time="0">
        <testcase name="nothing to report" classname="auditrail" time="0"/>
      </testsuite>
    </testsuites>
    "##);
}

#[test]
fn junit_says_what_to_do() {
    let text = rendered(&sample(), Format::Junit);
    let (_, after) = text
        .split_once("<testcase name=\"cloudtrail-log-file")
        .unwrap();
    let (case, _) = after.split_once("</testcase>").unwrap();
    insta::assert_snapshot!(case, @r##"
    -validation management-events" classname="cloudtrail.cloudtrail-log-file-validation" time="0">
          <failure type="medium" message="Trail `management-events` writes no digest files">Trail `management-events` writes no digest files
    Rule: Trails sign their log files (medium)
    Resource: trail arn:aws:cloudtrail:eu-central-1:123456789012:trail/management-events
    LogFileValidationEnabled: false
    Name: &quot;management-events&quot;
    Fix:
    aws cloudtrail update-trail --name TRAIL --enable-log-file-validation</failure>
    "##);
}

#[test]
fn html_lets_no_markup_through() {
    let html = rendered(&sample(), Format::Html);
    for hostile in [
        "<script>alert",
        "<img",
        "<b>",
        "<i>",
        "<style>*",
        "</script> is",
        "<!-- -->",
    ] {
        assert!(!html.contains(hostile), "`{hostile}` came through");
    }
    assert_eq!(html.matches("<script").count(), 1);
    let control = |c: char| c.is_control() && c != '\n';
    assert!(!html.contains(control), "a control character came through");
    assert!(!html.contains('\u{202e}'), "text can be reordered");
    let findings = html.matches("<details class=\"finding ").count();
    assert_eq!(findings, sample().findings.len());
}

#[test]
fn html_loads_nothing() {
    let html = rendered(&sample(), Format::Html);
    // Between tags there is text, and text loads nothing.
    let tags: Vec<&str> = html
        .split('<')
        .filter_map(|t| t.split('>').next())
        .collect();
    for loader in [" src=", "link ", "iframe", "object", "embed", "base "] {
        assert!(!tags.iter().any(|t| t.contains(loader)), "`{loader}` loads");
    }
    for loader in ["url(", "@import"] {
        assert!(!html.contains(loader), "`{loader}` loads");
    }
    for target in html.split("href=\"").skip(1) {
        assert!(target.starts_with('#') || target.starts_with("https://"));
    }
}

#[test]
fn html_runs_only_its_own_script() {
    let html = rendered(&sample(), Format::Html);
    let (_, after) = html.split_once("<script>").unwrap();
    let (script, _) = after.split_once("</script>").unwrap();
    let policy = format!("script-src '{}'", html::digest_of(script));
    assert!(
        html.contains(&policy),
        "the policy forbids the page's script"
    );
}

#[test]
fn html_shows_every_rule_gap_and_control() {
    let report = sample();
    let html = rendered(&report, Format::Html);
    for part in [
        "12 checks fail",
        "Looked at <strong>47 of 52</strong>",
        "6 calls gave no answer",
        "was denied (User: arn:aws:iam::210987654321:user/audit is not authorized",
        "How to fix it",
        "bell\\u{7} null\\u{0} escape\\u{1b}[31m",
    ] {
        assert!(html.contains(part), "`{part}` is missing");
    }
    assert_eq!(
        html.matches("<details class=\"rule ").count(),
        report.rules.len()
    );
    let controls: usize = report.frameworks.iter().map(|f| f.controls.len()).sum();
    let rows = html.split("id=\"findings\"").next().unwrap();
    assert_eq!(rows.matches("<th scope=\"row\">").count(), controls);
}

#[test]
fn html_of_a_run_with_nothing_to_say_says_so() {
    let html = rendered(&empty(), Format::Html);
    assert!(html.contains("There was nothing to judge"));
    assert!(html.contains("Every call was answered."));
    assert!(html.ends_with("</html>\n"));
}

#[test]
fn rendering_twice_gives_the_same_bytes() {
    for format in Format::ALL {
        assert_eq!(rendered(&sample(), format), rendered(&sample(), format));
    }
}

#[test]
fn the_terminal_shows_the_worst_first() {
    let screen = Screen {
        color: false,
        width: 100,
    };
    let written = ["reports/report.html".into()];
    insta::assert_snapshot!(sample().to_terminal(screen, &written), @r##"
    fail     critical  iam-root-mfa                             1 of 2  The root user has no MFA device
    fail     high      alarm-root-usage                         1 of 2  No alarm: filter `root-usage` c…
    fail     high      ec2-security-group-no-public-admin      3 of 20  `sg-00a1b2c3d4e5f67` (web) lets…
    fail     medium    cloudtrail-log-file-validation           1 of 2  Trail `management-events` write…
    fail     medium    iam-password-length                      1 of 2  There is no password policy: AW…
    fail     medium    iam-unused-credentials                   2 of 4  `build-bot` has an access key t…
    fail     medium    monitor-trail-changes                    1 of 1  2 of 4 required events ring nob…
    fail     low       hostile-<script>alert("rule")</script>   2 of 9  Group <script>alert(1)</script>…
    unknown  medium    sns-topic-subscribed                     1 of 1  Not known: sns:ListSubscription…
    manual   low       account-contacts                         2 of 2  Look at the alternate contacts:…

    12 fail (1 critical, 4 high, 5 medium, 2 low) · 5 unknown · 4 manual · 3 waived · 28 pass · 2 not applicable
    looked at 47 of 52; 6 calls gave no answer
    reports/report.html
    "##);
}

#[test]
fn a_narrow_terminal_gets_two_lines_for_each_rule() {
    let screen = Screen {
        color: false,
        width: 60,
    };
    let text = sample().to_terminal(screen, &[]);
    let head: Vec<&str> = text.lines().take(4).collect();
    insta::assert_snapshot!(head.join("\n"), @r##"
    fail     critical  iam-root-mfa                             1 of 2
        The root user has no MFA device
    fail     high      alarm-root-usage                         1 of 2
        No alarm: filter `root-usage` counts, but no alarm watc…
    "##);
}

#[test]
fn a_terminal_gets_colours_but_no_foreign_escapes() {
    let screen = Screen {
        color: true,
        width: 400,
    };
    let text = sample().to_terminal(screen, &[]);
    for rest in text.split('\u{1b}').skip(1) {
        let ours = ["[31m", "[33m", "[32m", "[36m", "[2m", "[1m", "[0m"];
        assert!(ours.iter().any(|code| rest.starts_with(code)), "{rest}");
    }
    assert!(text.contains("\u{1b}[31mfail   \u{1b}[0m  critical"));
    let empty = empty().to_terminal(screen, &[]);
    assert!(empty.starts_with("there was nothing to judge"), "{empty}");
}
