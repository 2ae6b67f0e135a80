//! How much is asked, and how much of it at once.

use super::server::regions;
use super::*;

const REGIONS: [&str; 6] = [
    "eu-central-1",
    "eu-north-1",
    "eu-west-1",
    "us-east-1",
    "us-east-2",
    "us-west-2",
];

fn slow_and_many(asked: &Asked) -> Option<Reply> {
    let delay = Duration::from_millis(40);
    match asked.operation.as_str() {
        "DescribeRegions" => Some(Reply::ok(regions(
            &REGIONS.map(|r| (r, "opt-in-not-required")),
        ))),
        "DescribeConfigRules" => {
            let rules: Vec<_> = (0..16)
                .map(|n| {
                    serde_json::json!({
                        "ConfigRuleName": format!("r{n}"), "ConfigRuleState": "ACTIVE",
                        "Source": {"Owner": "AWS", "SourceIdentifier": "X"},
                    })
                })
                .collect();
            let rules = serde_json::json!({ "ConfigRules": rules });
            Some(Reply::ok(rules.to_string()).after(delay))
        }
        "GetComplianceDetailsByConfigRule" => Some(Reply::ok("{}").after(delay)),
        _ => None,
    }
}

async fn peaks(concurrency: usize, choice: RegionChoice) -> (usize, usize) {
    let server = Server::start(slow_and_many);
    let options = Options {
        concurrency,
        regions: choice,
        ..Options::default()
    };
    let plan = plan(&[
        call::DESCRIBE_CONFIG_RULES,
        call::GET_COMPLIANCE_DETAILS_BY_CONFIG_RULE,
    ]);
    let inventory = scan(&aws_with(&server, options), &plan).await;
    assert_eq!(gaps(&inventory), [""; 0]);
    server.peaks()
}

#[tokio::test]
async fn no_more_than_the_bounds_is_under_way() {
    let one = RegionChoice::Named(vec![Region::new("eu-west-1")]);
    let (one, few, many) = tokio::join!(
        peaks(64, one),
        peaks(5, RegionChoice::Enabled),
        peaks(64, RegionChoice::Enabled)
    );
    assert_eq!(one, (8, 8), "eight for one service in one region");
    assert_eq!(few.1, 5, "as many as were allowed over all");
    assert_eq!(many.0, 8);
    // How many overlap is the machine's affair; that regions do is ours.
    assert!((3 * 8..=6 * 8).contains(&many.1), "{many:?}");
}

#[tokio::test]
async fn only_planned_calls_are_made() {
    for planned in [
        &[][..],
        &[call::DESCRIBE_DELIVERY_CHANNELS],
        &[call::DESCRIBE_TRAILS, call::GET_ACCOUNT_SUMMARY],
        &[
            call::GENERATE_CREDENTIAL_REPORT,
            call::GET_CREDENTIAL_REPORT,
        ],
    ] {
        let server = Server::start(|_| None);
        let inventory = scan(&aws(&server), &plan(planned)).await;
        let expected: BTreeSet<String> = planned
            .iter()
            .chain(&[call::GET_CALLER_IDENTITY, call::DESCRIBE_REGIONS])
            .map(ToString::to_string)
            .collect();
        let asked: BTreeSet<String> = server.counts().into_keys().collect();
        assert_eq!(asked, expected);
        assert_eq!(inventory.calls.by_operation, server.counts());
        let asked: BTreeSet<&String> = inventory.asked.values().flatten().collect();
        assert_eq!(asked.len(), planned.len());
    }
}

#[tokio::test]
async fn every_listing_call_of_an_empty_account_is_made_once_and_leaves_no_gap() {
    let server = Server::start(|_| None);
    let inventory = scan(&aws(&server), &plan(call::ALL)).await;
    assert_eq!(gaps(&inventory), [""; 0]);
    let kinds: BTreeSet<Kind> = inventory.resources.iter().map(|r| r.kind).collect();
    assert_eq!(
        kinds,
        [
            Kind::Account,
            Kind::Region,
            Kind::AccountSummary,
            Kind::EbsEncryption,
            Kind::SessionPreferences,
            Kind::Tracing,
        ]
        .into()
    );
    let again: Vec<_> = server.asked().into_iter().filter(|a| a.nth > 0).collect();
    assert!(again.is_empty(), "{again:?}");
    assert_eq!(inventory.calls.failed, 0, "no policy is an answer");
}

#[derive(Default)]
struct Tally(Mutex<(usize, usize)>);

impl Progress for Tally {
    fn expect(&self, _: Option<&Region>, calls: usize) {
        self.0.lock().unwrap().0 += calls;
    }

    fn done(&self, _: Option<&Region>) {
        self.0.lock().unwrap().1 += 1;
    }
}

#[tokio::test]
async fn progress_comes_to_its_end() {
    let server = Server::start(slow_and_many);
    let aws = aws_with(&server, named(&["eu-west-1"]));
    let target = identify(&aws).await.unwrap();
    let tally = Tally::default();
    let plan = plan(&[
        call::DESCRIBE_CONFIG_RULES,
        call::GET_COMPLIANCE_DETAILS_BY_CONFIG_RULE,
        call::GET_ACCOUNT_SUMMARY,
    ]);
    run(&aws, &target, &plan, &clock, &tally).await;
    assert_eq!(*tally.0.lock().unwrap(), (18, 18));
}
