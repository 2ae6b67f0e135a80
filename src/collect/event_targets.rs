//! EventBridge: the queues and functions that rules deliver to, and who may use them.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::scan::{Scan, in_turn};
use super::{function_policies, kms, queues};
use crate::inventory::{NotSeen, Reason, Seen, body};
use crate::kind::{Call, Kind, call};
use crate::target::{Arn, Region};

/// Puts the queues and functions among `arns` into the inventory, if that is planned, each
/// once, however many rules name it.
pub(super) async fn collect(scan: &Arc<Scan>, arns: Vec<String>) {
    if !scan.looks_for(Kind::EventTarget) {
        return;
    }
    let mine = arns.into_iter().filter(|arn| scan.claims.claim(arn));
    let mine: Vec<String> = mine.collect();
    let scan = Arc::clone(scan);
    in_turn(mine, move |arn| target(Arc::clone(&scan), arn)).await;
}

async fn target(scan: Arc<Scan>, arn: String) {
    let Some(parts) = Arn::parse(&arn) else {
        return;
    };
    let region = Region::new(parts.region);
    let target = body::EventTarget {
        arn: Some(arn.clone()),
        ..body::EventTarget::default()
    };
    let target = match parts.service {
        "sqs" => queue(&scan, &region, &parts, target).await,
        "lambda" => function(&scan, &region, &parts, target).await,
        _ => return,
    };
    for gap in gaps(&target) {
        scan.missed_of(Some(&region), &target, gap);
    }
    scan.found(Some(&region), &target);
}

async fn queue(
    scan: &Scan,
    region: &Region,
    arn: &Arn<'_>,
    mut target: body::EventTarget,
) -> body::EventTarget {
    let call = call::GET_QUEUE_ATTRIBUTES;
    if !scan.asks_of(Kind::EventTarget, call) {
        return target;
    }
    let answer = if let Some(gap) = anothers(scan, call, arn) {
        Err(gap)
    } else {
        let url = queues::url(scan.aws.endpoint(), &scan.target.partition, arn);
        queues::queue(scan, region, &url).await
    };
    let wants_key = kms::is_planned(scan, Kind::EventTarget);
    match answer {
        Ok(queue) => {
            target.exists = Some(queue.is_some());
            let (policy, key) = queue.map(|q| (q.policy, q.key)).unwrap_or_default();
            if wants_key {
                let key = key_of(scan, region, key.as_deref()).await;
                target.key = Some(Seen::Value(key));
            }
            target.policy = policy.map(|text| Seen::Value(body::Document(text)));
            target.kms_master_key_id = key;
        }
        Err(gap) => {
            // Whether there is a key is not known either.
            target.key = wants_key.then(|| Seen::NotSeen(gap.clone()));
            target.policy = Some(Seen::NotSeen(gap));
        }
    }
    target
}

/// The key that a queue names; one that is AWS's own is not asked about.
async fn key_of(scan: &Scan, region: &Region, id: Option<&str>) -> Option<body::TopicKey> {
    let id = id.filter(|id| !kms::is_of_aws(id, "sqs"))?;
    Some(scan.keys.of_topic(scan, region, id).await)
}

async fn function(
    scan: &Scan,
    region: &Region,
    arn: &Arn<'_>,
    mut target: body::EventTarget,
) -> body::EventTarget {
    if kms::is_planned(scan, Kind::EventTarget) {
        target.key = Some(Seen::Value(None));
    }
    let call = call::GET_FUNCTION_POLICY;
    if !scan.asks_of(Kind::EventTarget, call) {
        return target;
    }
    let answer = if let Some(gap) = anothers(scan, call, arn) {
        Err(gap)
    } else {
        let arn = target.arn.as_deref().unwrap_or_default();
        function_policies::policy(scan, region, arn).await
    };
    match answer {
        // Without a policy there may be no function either: Lambda does not say.
        Ok(policy) => {
            target.exists = policy.is_some().then_some(true);
            target.policy = policy.map(|text| Seen::Value(body::Document(text)));
        }
        Err(gap) => target.policy = Some(Seen::NotSeen(gap)),
    }
    target
}

/// Why `call` is not made of what another account owns: only that account is told.
fn anothers(scan: &Scan, call: Call, arn: &Arn<'_>) -> Option<NotSeen> {
    let owner = arn.account;
    (owner != scan.target.account.as_str()).then(|| {
        let detail = format!("it belongs to account {owner}, which alone is told of it");
        NotSeen::new(call, Reason::Denied, detail)
    })
}

/// The calls without an answer, each once: that of a queue's attributes hides the key as well.
fn gaps(target: &body::EventTarget) -> BTreeSet<&NotSeen> {
    let mut gaps = BTreeSet::new();
    gaps.extend(target.policy.as_ref().and_then(gap));
    gaps.extend(target.key.as_ref().and_then(gap));
    if let Some(Seen::Value(Some(key))) = &target.key {
        gaps.extend(key.key_metadata.as_ref().and_then(gap));
        gaps.extend(key.policy.as_ref().and_then(gap));
    }
    gaps
}

fn gap<T>(seen: &Seen<T>) -> Option<&NotSeen> {
    seen.as_result().err()
}
