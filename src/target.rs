//! What is audited: accounts, their partition and their regions, as types that
//! cannot be mixed up.

use std::fmt;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

macro_rules! name_type {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(
            Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
        )]
        #[serde(transparent)]
        pub struct $name(String);

        impl $name {
            /// Wraps a name as AWS writes it.
            pub fn new(name: impl Into<String>) -> Self {
                Self(name.into())
            }

            /// The name as AWS writes it.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }
    };
}

name_type! {
    /// An AWS account's number, twelve digits.
    Account
}
name_type! {
    /// A region's code, such as `eu-central-1`.
    Region
}
name_type! {
    /// A group of regions with credentials of its own: `aws`, `aws-cn`, `aws-us-gov`.
    Partition
}

impl Partition {
    /// The partition that a region belongs to, by the naming scheme of AWS.
    pub fn of(region: &Region) -> Self {
        let name = region.as_str();
        Self::new(if name.starts_with("cn-") {
            "aws-cn"
        } else if name.starts_with("us-gov-") {
            "aws-us-gov"
        } else {
            "aws"
        })
    }

    /// The regions that are enabled in every account, so that calls can be made there.
    ///
    /// Source: AWS account management reference guide, "Enable or disable AWS Regions in your
    /// account".
    pub fn always_enabled(&self) -> &'static [&'static str] {
        match self.as_str() {
            "aws-cn" => &["cn-north-1", "cn-northwest-1"],
            "aws-us-gov" => &["us-gov-east-1", "us-gov-west-1"],
            _ => &[
                "ap-northeast-1",
                "ap-northeast-2",
                "ap-northeast-3",
                "ap-south-1",
                "ap-southeast-1",
                "ap-southeast-2",
                "ca-central-1",
                "eu-central-1",
                "eu-north-1",
                "eu-west-1",
                "eu-west-2",
                "eu-west-3",
                "sa-east-1",
                "us-east-1",
                "us-east-2",
                "us-west-1",
                "us-west-2",
            ],
        }
    }

    /// The region that answers for global services (IAM, STS's account calls) when no
    /// region was chosen.
    pub fn home(&self) -> Region {
        Region::new(match self.as_str() {
            "aws-cn" => "cn-north-1",
            "aws-us-gov" => "us-gov-west-1",
            _ => "us-east-1",
        })
    }
}

/// One account and the regions of it that are looked at.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Target {
    /// The partition of the account.
    pub partition: Partition,
    /// The account.
    pub account: Account,
    /// The regions that are looked at, sorted.
    pub regions: Vec<Region>,
    /// Regions that exist but are not enabled for the account: they hold nothing and
    /// do not count. Sorted.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub not_opted_in: Vec<Region>,
}

/// The parts of an Amazon Resource Name,
/// `arn:PARTITION:SERVICE:REGION:ACCOUNT:RESOURCE`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Arn<'a> {
    /// `aws`, `aws-cn` or `aws-us-gov`.
    pub partition: &'a str,
    /// The service's namespace, such as `logs`.
    pub service: &'a str,
    /// The region's code; empty for global resources.
    pub region: &'a str,
    /// The owning account's number; empty for some kinds (S3 buckets).
    pub account: &'a str,
    /// The rest, in a form that each service chooses.
    pub resource: &'a str,
}

impl<'a> Arn<'a> {
    /// Splits `text` into the parts of an ARN, or `None` if it is no ARN.
    pub fn parse(text: &'a str) -> Option<Self> {
        let mut parts = text.splitn(6, ':');
        if parts.next()? != "arn" {
            return None;
        }
        Some(Self {
            partition: parts.next()?,
            service: parts.next()?,
            region: parts.next()?,
            account: parts.next()?,
            resource: parts.next()?,
        })
    }

    /// The name of the log group that a CloudTrail trail's `CloudWatchLogsLogGroupArn`
    /// (`arn:…:logs:REGION:ACCOUNT:log-group:NAME:*`) points at, or `None` if it is no
    /// log group's ARN.
    pub fn log_group_name(&self) -> Option<&'a str> {
        let name = self.resource.strip_prefix("log-group:")?;
        let name = name.strip_suffix(":*").unwrap_or(name);
        (self.service == "logs" && !name.is_empty()).then_some(name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_arn_splits_into_its_parts() {
        let arn = Arn::parse("arn:aws:logs:eu-west-1:123456789012:log-group:/aws/trail:*").unwrap();
        assert_eq!(
            (arn.region, arn.account, arn.log_group_name()),
            ("eu-west-1", "123456789012", Some("/aws/trail"))
        );
    }

    #[test]
    fn what_is_no_arn_is_none() {
        assert_eq!(Arn::parse("arn:aws:logs"), None);
        assert_eq!(Arn::parse("urn:a:b:c:d:e"), None);
        let topic = Arn::parse("arn:aws:sns:eu-west-1:123456789012:log-group:x").unwrap();
        assert_eq!(topic.log_group_name(), None);
    }

    #[test]
    fn partitions_follow_the_region() {
        for (region, partition) in [
            ("eu-west-1", "aws"),
            ("cn-north-1", "aws-cn"),
            ("us-gov-east-1", "aws-us-gov"),
        ] {
            assert_eq!(Partition::of(&Region::new(region)).as_str(), partition);
        }
    }
}
