//! SNS: the policies of topics. Every topic has one, at least that with which it was made.

use std::sync::Arc;

use super::{Named, Policy, missed, policies};
use crate::collect::scan::{End, Scan};
use crate::collect::topic;
use crate::inventory::Seen;
use crate::kind::call;
use crate::target::{Arn, Region};

/// Puts the policies of the topics of `region` into the inventory.
pub(super) async fn collect(scan: Arc<Scan>, region: Region) {
    // A page is as large as AWS makes it: 100 topics.
    let pages = scan.aws.sns(&region).list_topics().into_paginator().send();
    let mut topics = Vec::new();
    let end = scan
        .pages(&region, call::LIST_TOPICS, pages, |page| {
            let all = page.topics.into_iter().flatten();
            topics.extend(all.filter_map(|t| t.topic_arn).map(|arn| Named {
                id: arn.clone(),
                name: Arn::parse(&arn).map_or("", |a| a.resource).to_owned(),
                arn,
            }));
        })
        .await;
    if let End::Cut(gap) = &end {
        missed(&scan, &region, Some(gap));
    }
    policies(&scan, &region, "sns", topics, policy).await;
}

async fn policy(scan: Arc<Scan>, region: Region, topic: String) -> Policy {
    match topic::attributes(&scan, &region, &topic).await {
        None => Ok(None),
        Some(Seen::Value(mut attributes)) => Ok(attributes.remove("Policy")),
        Some(Seen::NotSeen(gap)) => Err(gap),
    }
}
