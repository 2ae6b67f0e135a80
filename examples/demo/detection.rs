//! What looks out for trouble by itself: Access Analyzer, Security Hub, Macie; and the
//! regions' setting for new volumes.

use auditrail::inventory::Seen;
use auditrail::inventory::body::{
    Analyzer, AutomatedDiscovery, ClassificationJob, EbsEncryption, Hub, MacieSession,
};
use auditrail::kind::{Kind, call};

use crate::account::{Demo, FRANKFURT, IRELAND, SYDNEY, VIRGINIA};
use crate::gaps::throttled;
use crate::naming::{arn, number, some};
use crate::time::{days_ago, written};

pub fn fill(demo: &mut Demo) {
    analyzers(demo);
    // Nobody thought of Sydney.
    for region in [FRANKFURT, IRELAND, VIRGINIA] {
        demo.found(Some(region), &hub(region));
    }
    demo.found(Some(FRANKFURT), &macie());
    demo.found(Some(IRELAND), &paused_macie());
    for region in [FRANKFURT, IRELAND, SYDNEY] {
        demo.found(Some(region), &ebs(true));
    }
    demo.found(Some(VIRGINIA), &ebs(false));
}

fn analyzers(demo: &mut Demo) {
    for region in [FRANKFURT, VIRGINIA] {
        demo.found(
            Some(region),
            &analyzer(region, "nordlicht-external", "ACCOUNT"),
        );
    }
    // Both look for what is not used, and in Ireland that is all there is.
    for region in [FRANKFURT, IRELAND] {
        let kind = "ACCOUNT_UNUSED_ACCESS";
        demo.found(Some(region), &analyzer(region, "nordlicht-unused", kind));
    }
    demo.missed(SYDNEY, Kind::Analyzer, throttled(call::LIST_ANALYZERS));
}

fn analyzer(region: &str, name: &str, analyzer_type: &str) -> Analyzer {
    Analyzer {
        arn: some(arn("access-analyzer", region, &format!("analyzer/{name}"))),
        name: some(name),
        analyzer_type: some(analyzer_type),
        status: some("ACTIVE"),
        created_at: written(days_ago(640, name)),
    }
}

fn hub(region: &str) -> Hub {
    Hub {
        hub_arn: some(arn("securityhub", region, "hub/default")),
        subscribed_at: written(days_ago(821, region)),
        auto_enable_controls: Some(true),
        control_finding_generator: some("SECURITY_CONTROL"),
    }
}

/// Looks through what customers sent, every week.
fn macie() -> MacieSession {
    let job = |name: &str, job_type: &str, status: &str, days: i64| {
        Seen::Value(ClassificationJob {
            job_id: Some(format!("{:032x}", number("job", &[name]))),
            name: some(name),
            job_status: some(status),
            job_type: some(job_type),
            created_at: written(days_ago(days, name)),
        })
    };
    MacieSession {
        status: some("ENABLED"),
        finding_publishing_frequency: some("ONE_HOUR"),
        created_at: written(days_ago(512, "macie")),
        updated_at: written(days_ago(88, "macie")),
        classification_jobs: Some(Seen::Value(vec![
            job("customer-exports-weekly", "SCHEDULED", "IDLE", 509),
            job("first-look-at-everything", "ONE_TIME", "COMPLETE", 511),
        ])),
        automated_discovery: discovery("ENABLED"),
    }
}

/// Put on hold when its bill came.
fn paused_macie() -> MacieSession {
    MacieSession {
        status: some("PAUSED"),
        finding_publishing_frequency: some("SIX_HOURS"),
        created_at: written(days_ago(498, IRELAND)),
        updated_at: written(days_ago(431, IRELAND)),
        classification_jobs: Some(Seen::Value(Vec::new())),
        automated_discovery: discovery("DISABLED"),
    }
}

#[expect(clippy::unnecessary_wraps, reason = "bodies hold options")]
fn discovery(status: &str) -> Option<Seen<AutomatedDiscovery>> {
    Some(Seen::Value(AutomatedDiscovery {
        status: some(status),
        auto_enable_organization_members: some("NONE"),
    }))
}

fn ebs(is_on: bool) -> EbsEncryption {
    EbsEncryption {
        ebs_encryption_by_default: Some(is_on),
        sse_type: some(if is_on { "sse-ebs" } else { "none" }),
    }
}
