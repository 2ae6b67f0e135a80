//! Whatever the names are, the output parses.

use proptest::prelude::*;
use serde_json::json;

use super::{empty, sample};
use crate::finding::{Finding, Status};
use crate::report::{Format, Output, Report, from_json};
use crate::target::{Account, Region};
use crate::text::sanitise;

/// A report with one finding of each status, all of whose texts are `texts`.
fn report_of(texts: &[String; 4]) -> Report {
    let [id, message, rule, place] = texts;
    let template = sample().findings[0].clone();
    let mut report = empty();
    for status in Status::ALL {
        let mut finding = Finding {
            status,
            rule: rule.clone(),
            account: Account::new(place),
            region: Region::new(place),
            // A row names its resource only where the message does not.
            message: format!("{message} {id}"),
            remarks: vec![message.clone()],
            ..template.clone()
        };
        finding.resource.id.clone_from(id);
        finding.resource.arn = Some(id.clone());
        finding
            .evidence
            .insert(id.clone(), json!([message, {message: place}]));
        report.findings.push(finding);
    }
    report
}

fn texts() -> impl Strategy<Value = [String; 4]> {
    let text = prop_oneof![
        any::<String>(),
        "[<>&\"'`\\]\\[{}%#\u{0}-\u{1f}\u{7f}-\u{9f}\u{202a}-\u{202e}\u{fffe} a-z]{0,24}",
    ];
    [text.clone(), text.clone(), text.clone(), text].prop_map(|texts| texts)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn junit_parses_back(texts in texts()) {
        let report = report_of(&texts);
        let xml = Output::from(Format::Junit).render(&report).unwrap();
        let junit = quick_junit::Report::deserialize_from_str(&xml).unwrap();
        prop_assert_eq!((junit.tests, junit.failures, junit.errors, junit.skipped), (6, 1, 1, 3));
        let [id, _, rule, _] = &texts;
        let name = format!("{rule} {id}");
        for case in &junit.test_suites[0].test_cases {
            prop_assert_eq!(case.name.as_str(), &*sanitise(&name));
        }
    }

    #[test]
    fn json_parses_back(texts in texts()) {
        let report = report_of(&texts);
        let json = Output::from(Format::Json).render(&report).unwrap();
        prop_assert_eq!(from_json(json.as_bytes()).unwrap(), report);
    }

    #[test]
    fn html_has_only_our_tags(texts in texts()) {
        // Backticks make code, so they are the one thing that may add a tag.
        let texts = texts.map(|t| t.replace('`', "'"));
        // The same report with nothing but letters and digits in its texts.
        let plain = texts.clone().map(|t| t.replace(|c: char| !c.is_ascii_alphanumeric(), "x"));
        let tags = |texts| {
            let html = Output::from(Format::Html).render(&report_of(texts)).unwrap();
            let control = html.contains(|c: char| c.is_control() && c != '\n');
            assert!(!control, "a control character came through");
            html.matches('<').count()
        };
        prop_assert_eq!(tags(&texts), tags(&plain));
    }
}
