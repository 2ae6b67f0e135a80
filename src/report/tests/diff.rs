//! Two reports compared.

use super::sample;
use crate::exit_status::ExitStatus;
use crate::finding::{Finding, Status};
use crate::report::{Diff, Report, Screen};

/// The sample with only findings `0..statuses.len()`, of these statuses; `None` leaves
/// one out.
fn with(statuses: &[Option<Status>]) -> Report {
    let mut report = sample();
    let findings = report.findings.iter().zip(statuses);
    report.findings = findings
        .filter_map(|(f, status)| {
            let status = (*status)?;
            Some(Finding {
                status,
                ..f.clone()
            })
        })
        .collect();
    report
}

fn compared() -> Diff {
    use Status::{Fail, NotApplicable, Pass, Unknown, Waived};
    let pairs = [
        (Some(Pass), Some(Fail)),
        (None, Some(Fail)),
        (Some(Fail), Some(Fail)),
        (Some(Fail), Some(Pass)),
        (Some(Fail), Some(NotApplicable)),
        (Some(Fail), Some(Unknown)),
        (Some(Pass), Some(Unknown)),
        (Some(Fail), Some(Waived)),
        (None, Some(Pass)),
        (Some(Fail), None),
        (Some(Pass), Some(Pass)),
        (Some(Unknown), Some(Unknown)),
    ];
    let (old, new): (Vec<_>, Vec<_>) = pairs.into_iter().unzip();
    Diff::new(&with(&old), &with(&new))
}

#[test]
fn each_change_is_in_one_list() {
    let diff = compared();
    let lengths = [
        diff.new_failures.len(),
        diff.still_failing.len(),
        diff.fixed.len(),
        diff.changed_to_unknown.len(),
        diff.changed.len(),
        diff.appeared.len(),
        diff.disappeared.len(),
        diff.unchanged,
    ];
    assert_eq!(lengths, [2, 1, 2, 2, 1, 1, 1, 2]);
    assert_eq!(diff.changed[0].to, Some(Status::Waived));
    assert_eq!(diff.disappeared[0].from, Some(Status::Fail));
}

#[test]
fn the_worse_comparison_decides_the_exit_status() {
    use Status::{Fail, Pass, Unknown};
    for (old, new, expected) in [
        (Pass, Fail, ExitStatus::Failing),
        (Fail, Fail, ExitStatus::Clean),
        (Pass, Unknown, ExitStatus::Unknown),
        (Fail, Pass, ExitStatus::Clean),
    ] {
        let diff = Diff::new(&with(&[Some(old)]), &with(&[Some(new)]));
        assert_eq!(diff.exit_status(), expected, "{old} to {new}");
    }
    assert_eq!(compared().exit_status(), ExitStatus::Failing);
}

#[test]
fn a_report_is_the_same_as_itself() {
    let diff = Diff::new(&sample(), &sample());
    assert_eq!(diff.still_failing.len(), sample().summary.counts.fail);
    assert!(diff.new_failures.is_empty() && diff.changed.is_empty());
}

#[test]
fn machines_read_what_people_read() {
    let diff = compared();
    let json = serde_json::to_string(&diff).unwrap();
    assert!(json.contains("\"newFailures\":[{\"fingerprint\""), "{json}");
    assert_eq!(serde_json::from_str::<Diff>(&json).unwrap(), diff);
    let text = diff.to_terminal(Screen {
        color: false,
        width: 90,
    });
    insta::assert_snapshot!(text, @r##"
    new failures (2)
      low       account-contacts  123456789012 global  123456789012
          pass → fail: Look at the alternate contacts: no API tells whether somebody reads th…
      low       account-contacts  210987654321 global  210987654321
          - → fail: Look at the alternate contacts: no API tells whether somebody reads them

    changed to unknown (2)
      high      cloudtrail-multi-region  123456789012 global  123456789012
          pass → unknown: Trail `management-events` records all regions
      medium    cloudtrail-log-file-validation  210987654321 us-east-1  org-trail
          fail → unknown: Trail `org-trail` signs its log files

    still failing (1)
      high      alarm-root-usage  123456789012 global  123456789012
          fail → fail: No alarm: filter `root-usage` counts, but no alarm watches metric `Sec…

    fixed (2)
      high      alarm-root-usage  210987654321 global  210987654321
          fail → pass: Not known: logs:DescribeMetricFilters was throttled until the last ret…
      medium    cloudtrail-log-file-validation  123456789012 eu-central-1  management-events
          fail → not-applicable: Trail `management-events` writes no digest files

    changed otherwise (1)
      high      cloudtrail-multi-region  210987654321 global  210987654321
          fail → waived: Trail `org-trail` records all regions

    appeared (1)
      low       config-delivery  123456789012 eu-central-1  default
          - → pass: Channel `default` delivers to `audit-logs`

    disappeared (1)
      low       config-delivery  123456789012 us-east-1  us-east-1
          fail → -: There is no recorder in us-east-1

    2 unchanged
    "##);
}
