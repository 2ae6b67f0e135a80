//! SQS: what there is to know of one queue.

use aws_sdk_sqs::types::QueueAttributeName;

use super::scan::Scan;
use crate::inventory::NotSeen;
use crate::kind::call;
use crate::target::{Arn, Partition, Region};

/// A queue that exists.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Queue {
    /// Its policy, if it has one.
    pub policy: Option<String>,
    /// The key that it names, if it encrypts with one of KMS.
    pub key: Option<String>,
}

/// The queue of the account at `url`, asked for once, whoever wants to know of it. None if
/// there is no such queue.
pub(super) async fn queue(
    scan: &Scan,
    region: &Region,
    url: &str,
) -> Result<Option<Queue>, NotSeen> {
    let ask = async {
        let request = scan.aws.sqs(region).get_queue_attributes().queue_url(url);
        let request = request
            .attribute_names(QueueAttributeName::Policy)
            .attribute_names(QueueAttributeName::KmsMasterKeyId);
        let call = call::GET_QUEUE_ATTRIBUTES;
        let answer = scan.ask(Some(region), call, request.send()).await?;
        Ok(answer.map(|answer| {
            let mut attributes = answer.attributes.unwrap_or_default();
            let mut take = |name| attributes.remove(&name).filter(|text| !text.is_empty());
            Queue {
                policy: take(QueueAttributeName::Policy),
                key: take(QueueAttributeName::KmsMasterKeyId),
            }
        }))
    };
    // Its host may be called otherwise by who has it from AWS.
    let name = url.rsplit('/').next().unwrap_or_default().to_owned();
    scan.queues.of((region.clone(), name), ask).await
}

/// The URL of the queue with the ARN `arn`, which saves the call that would tell it. With an
/// endpoint of the user's, queues are there.
pub(super) fn url(endpoint: Option<&str>, partition: &Partition, arn: &Arn<'_>) -> String {
    let (region, account, name) = (arn.region, arn.account, arn.resource);
    if let Some(endpoint) = endpoint {
        return format!("{}/{account}/{name}", endpoint.trim_end_matches('/'));
    }
    let end = match partition.as_str() {
        "aws-cn" => "amazonaws.com.cn",
        _ => "amazonaws.com",
    };
    format!("https://sqs.{region}.{end}/{account}/{name}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_url_of_a_queue_is_made_of_its_arn() {
        for (endpoint, region, expected) in [
            (
                None,
                "eu-west-1",
                "https://sqs.eu-west-1.amazonaws.com/123456789012/alerts",
            ),
            (
                None,
                "cn-north-1",
                "https://sqs.cn-north-1.amazonaws.com.cn/123456789012/alerts",
            ),
            (
                Some("http://localhost:5000/"),
                "eu-west-1",
                "http://localhost:5000/123456789012/alerts",
            ),
        ] {
            let partition = Partition::of(&Region::new(region));
            let arn = format!("arn:{partition}:sqs:{region}:123456789012:alerts");
            let arn = Arn::parse(&arn).unwrap();
            assert_eq!(url(endpoint, &partition, &arn), expected);
        }
    }
}
