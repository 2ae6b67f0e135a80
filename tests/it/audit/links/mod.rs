//! Delivery chains with one broken link: what the report says of it, and that it says nothing
//! any more once the link is mended.

mod alarm;
mod filter;
mod snapshot;
mod topic;
mod trail;

use serde_json::Value;

use super::scan;
use crate::cli::Outcome;
use crate::moto::Moto;
use crate::seed::monitor::{self, Monitor};
use crate::seed::trail::Trail;
use crate::seed::{self, Account, HOME, TRAIL};

/// The rules about the monitors of [`Account::watched`].
const RULES: [&str; 3] = [
    "monitor-cmk-disable-or-delete",
    "monitor-security-group-changes",
    VPC,
];
const CMK: &str = "monitor-cmk-disable-or-delete";
/// The one whose links are broken, unless it is one that all share.
const VPC: &str = "monitor-vpc-changes";

/// What is to be said of a chain.
struct Expected {
    verdict: &'static str,
    /// Of these rules; the others pass.
    rules: Vec<&'static str>,
    /// The link that does not hold; empty where all do.
    link: &'static str,
    /// Part of the message.
    says: String,
}

impl Expected {
    /// Of these rules in place of the one about VPCs.
    fn of(self, rules: &[&'static str]) -> Self {
        Self {
            rules: rules.to_vec(),
            ..self
        }
    }
}

/// The rule about VPCs fails, because of this link.
fn fails(link: &'static str, says: impl Into<String>) -> Expected {
    Expected {
        verdict: "fail",
        rules: vec![VPC],
        link,
        says: says.into(),
    }
}

/// The rule about VPCs is unknown, because of this link.
fn is_open(link: &'static str, says: impl Into<String>) -> Expected {
    Expected {
        verdict: "unknown",
        ..fails(link, says)
    }
}

/// The rule about VPCs passes all the same.
fn holds() -> Expected {
    Expected {
        verdict: "pass",
        ..fails(
            "",
            "each of 11 required events reaches a confirmed subscriber",
        )
    }
}

/// An account whose chains are broken and mended, over and over.
struct Chains {
    account: Account,
}

impl Chains {
    /// Chains that hold.
    fn new() -> Self {
        let chains = Self {
            account: Account::watched(),
        };
        check(&chains.scan(), &holds());
        chains
    }

    fn scan(&self) -> Outcome {
        let rules = format!("{{{}}}", RULES.join(","));
        scan(&self.account).args(["--rule", &rules]).run()
    }

    /// After `change` a scan says what is expected, and after mending nothing.
    #[track_caller]
    fn after(&self, change: impl AsyncFnOnce(&Moto), expected: &Expected) -> Outcome {
        self.account.change(change);
        let outcome = self.scan();
        check(&outcome, expected);
        self.account.change(mend);
        check(&self.scan(), &holds());
        outcome
    }
}

/// Puts the trail and all that belongs to VPCs back into order.
async fn mend(moto: &Moto) {
    let monitor = Monitor::vpc_changes();
    seed::trail::select(moto, &Trail::default()).await;
    let client = aws_sdk_cloudtrail::Client::new(&moto.config(HOME));
    client.start_logging().name(TRAIL).send().await.unwrap();
    seed::topic::delete(moto, monitor.topic).await;
    monitor::create(moto, &monitor).await;
}

/// Verdicts, exit status, message, first broken link and evidence.
#[track_caller]
fn check(outcome: &Outcome, expected: &Expected) {
    let status = match expected.verdict {
        "fail" => 1,
        "unknown" => 3,
        _ => 0,
    };
    assert_eq!(outcome.status, Some(status), "exit status of {outcome}");
    for rule in RULES {
        let finding = only(outcome, rule);
        let message = finding["message"].as_str().unwrap();
        if !expected.rules.contains(&rule) {
            assert_eq!(finding["status"], "pass", "{rule}: {message}");
            continue;
        }
        assert_eq!(finding["status"], expected.verdict, "{rule}: {message}");
        assert!(message.contains(&expected.says), "{rule}: {message}");
        let evidence = &finding["evidence"];
        // Where the trail or the filter leaves out some events, the chain as such holds.
        if expected.verdict == "fail" {
            let first = &evidence["firstBrokenLink"];
            assert_eq!(first["link"], expected.link, "{first}");
            assert!(evidence["witness"].is_object(), "{evidence:#}");
        } else {
            let ends = ends(evidence);
            let at = |end: &&str| *end == expected.link;
            assert!(
                ends.iter().any(at),
                "no end at `{}`: {ends:?}",
                expected.link
            );
        }
    }
}

/// The links at which the chains of the evidence end; an empty text for a chain that holds.
fn ends(evidence: &Value) -> Vec<&str> {
    let mut ends = Vec::new();
    for chain in list(&evidence["chains"]) {
        let filters = list(&chain["filters"]);
        if filters.is_empty() {
            ends.push(last(&chain["links"]).unwrap_or("metric filter"));
        }
        for route in filters.iter().flat_map(|filter| list(&filter["routes"])) {
            ends.push(last(&route["links"]).unwrap_or_default());
        }
    }
    ends
}

fn list(value: &Value) -> &[Value] {
    value.as_array().map_or(&[], Vec::as_slice)
}

/// The link that does not hold.
fn last(links: &Value) -> Option<&str> {
    let link = list(links).last()?;
    (link["state"] != "holds").then(|| link["link"].as_str().unwrap())
}

fn only<'o>(outcome: &'o Outcome, rule: &str) -> &'o Value {
    match outcome.findings(rule)[..] {
        [finding] => finding,
        ref many => panic!("{} findings of {rule}", many.len()),
    }
}
