//! Of which resource CloudTrail is asked who changed it, and under which names.

use crate::kind::{InEvents, Kind, Name, Source};
use crate::target::{Account, Arn, Partition, Region};

/// The row of the root user in IAM's credential report: the account itself, and no resource.
const ROOT: &str = "<root_account>";

/// A resource, as the event history of its account and region has it. Two kinds that are
/// one thing to CloudTrail, such as a bucket and a trail's bucket, ask the same.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Question {
    /// The region whose event history has the calls.
    pub region: Region,
    /// The account.
    pub account: Account,
    /// The `eventSource` of the calls.
    pub(super) source: String,
    /// The names; at least one.
    pub(super) names: Vec<String>,
    /// Operations that only use the resource.
    pub(super) used_by: &'static [&'static str],
}

/// Whether CloudTrail can be asked about something.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Askable {
    /// Yes, so.
    Yes(Question),
    /// No, and why.
    No(String),
    /// It is no resource: the account or a region as a whole, or a setting of one.
    NoResource,
}

impl Question {
    /// Who changed the resource of `kind` with this `id` and `arn` in `account` last?
    /// `region` is that of its event history: of a global resource, the home region of the
    /// partition.
    pub fn of(
        kind: Kind,
        id: &str,
        arn: Option<&str>,
        account: &Account,
        region: &Region,
    ) -> Askable {
        let (source, names) = match kind.in_events() {
            InEvents::Setting => return Askable::NoResource,
            InEvents::Unlisted => {
                let noun = kind.noun();
                return Askable::No(format!("CloudTrail does not list events by {noun}"));
            }
            InEvents::Named(source, names) => (source, names),
        };
        if kind == Kind::Credential && id == ROOT {
            return Askable::NoResource;
        }
        let parts = arn.and_then(Arn::parse);
        let owner = parts.map(|arn| arn.account).filter(|of| is_account(of));
        if let Some(owner) = owner.filter(|owner| *owner != account.as_str()) {
            return Askable::No(format!("it is account {owner} that has its events"));
        }
        let service = match source {
            Source::Service(service) => Some(service),
            Source::OfArn => parts.map(|arn| arn.service),
        };
        let mut distinct: Vec<String> = Vec::new();
        for name in names {
            let name = match name {
                Name::Id => Some(id.to_owned()),
                Name::Arn => arn.map(|arn| arn.trim_end_matches(":*").to_owned()),
                Name::BucketArn => {
                    let partition = Partition::of(region);
                    (!id.is_empty()).then(|| format!("arn:{partition}:s3:::{id}"))
                }
                Name::InArn => parts.map(|arn| in_arn(arn).to_owned()),
            };
            let name = name.filter(|name| !name.is_empty() && !distinct.contains(name));
            distinct.extend(name);
        }
        match service {
            Some(service) if !distinct.is_empty() => Askable::Yes(Self {
                region: region.clone(),
                account: account.clone(),
                source: format!("{service}.amazonaws.com"),
                names: distinct,
                used_by: kind.used_by(),
            }),
            _ => Askable::No("AWS gave it no name to look it up by".to_owned()),
        }
    }
}

fn is_account(text: &str) -> bool {
    text.len() == 12 && text.bytes().all(|b| b.is_ascii_digit())
}

/// `NAME` of `NAME`, `TYPE/NAME` and `TYPE:NAME`; the path of an IAM entity is no part of
/// its name.
fn in_arn(arn: Arn<'_>) -> &str {
    let split = arn.resource.split_once(['/', ':']);
    let name = split.map_or(arn.resource, |(_, name)| name);
    if arn.service == "iam" {
        return name.rsplit('/').next().unwrap_or(name);
    }
    name
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ask(kind: Kind, id: &str, arn: Option<&str>) -> Askable {
        let region = Region::new("eu-west-1");
        Question::of(kind, id, arn, &Account::new("123456789012"), &region)
    }

    fn asked(kind: Kind, id: &str, arn: Option<&str>) -> (String, Vec<String>) {
        match ask(kind, id, arn) {
            Askable::Yes(question) => (question.source, question.names),
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn each_kind_has_the_names_that_its_calls_use() {
        let trail = "arn:aws:cloudtrail:eu-west-1:123456789012:trail/all";
        let group = "arn:aws:ec2:eu-west-1:123456789012:security-group/sg-1";
        let logs = "arn:aws:logs:eu-west-1:123456789012:log-group:g";
        let user = "arn:aws:iam::123456789012:user/path/ana";
        let profile = "arn:aws:iam::123456789012:instance-profile/path/web";
        let key = "arn:aws:kms:eu-west-1:123456789012:key/k";
        let vault = "arn:aws:backup:eu-west-1:123456789012:backup-vault:nightly";
        let queue = "arn:aws:sqs:eu-west-1:123456789012:jobs";
        let policy = "arn:aws:iam::aws:policy/AWSSupportAccess";
        for (kind, id, arn, source, names) in [
            (
                Kind::Trail,
                "all",
                Some(trail),
                "cloudtrail",
                &["all", trail][..],
            ),
            (Kind::SecurityGroup, "sg-1", Some(group), "ec2", &["sg-1"]),
            (Kind::Bucket, "b", None, "s3", &["b", "arn:aws:s3:::b"]),
            (Kind::TrailBucket, "b", None, "s3", &["b", "arn:aws:s3:::b"]),
            (
                Kind::LogGroup,
                "g",
                Some("arn:aws:logs:eu-west-1:123456789012:log-group:g:*"),
                "logs",
                &["g", logs],
            ),
            (Kind::Alarm, "a", None, "monitoring", &["a"]),
            (Kind::Credential, "ana", Some(user), "iam", &["ana", user]),
            (
                Kind::InstanceProfile,
                profile,
                Some(profile),
                "iam",
                &[profile, "web"],
            ),
            (
                Kind::PolicyEntities,
                "AWSSupportAccess",
                Some(policy),
                "iam",
                &[policy],
            ),
            (Kind::Key, "k", Some(key), "kms", &[key, "k"]),
            (
                Kind::ResourcePolicy,
                vault,
                Some(vault),
                "backup",
                &[vault, "nightly"],
            ),
            (
                Kind::ResourcePolicy,
                queue,
                Some(queue),
                "sqs",
                &[queue, "jobs"],
            ),
        ] {
            let (found, by) = asked(kind, id, arn);
            assert_eq!(found, format!("{source}.amazonaws.com"), "{kind}");
            assert_eq!(by, names, "{kind}");
        }
    }

    #[test]
    fn one_thing_is_one_question() {
        assert_eq!(
            ask(Kind::Bucket, "b", None),
            ask(Kind::TrailBucket, "b", None)
        );
    }

    #[test]
    fn what_is_no_resource_is_not_asked_about() {
        for (kind, id) in [
            (Kind::Account, "123456789012"),
            (Kind::Region, "eu-west-1"),
            (Kind::PasswordPolicy, "password-policy"),
            (Kind::Credential, ROOT),
        ] {
            assert_eq!(ask(kind, id, None), Askable::NoResource, "{kind}");
        }
    }

    #[test]
    fn what_cannot_be_asked_about_says_why() {
        let foreign = "arn:aws:cloudtrail:eu-west-1:999999999999:trail/org";
        for (kind, id, arn, why) in [
            (
                Kind::MetricFilter,
                "g:f",
                None,
                "CloudTrail does not list events by metric filter",
            ),
            (
                Kind::Trail,
                "org",
                Some(foreign),
                "it is account 999999999999 that has its events",
            ),
            (
                Kind::SecurityGroup,
                "",
                None,
                "AWS gave it no name to look it up by",
            ),
            (
                Kind::ResourcePolicy,
                "x",
                Some("no arn"),
                "AWS gave it no name to look it up by",
            ),
        ] {
            assert_eq!(ask(kind, id, arn), Askable::No(why.to_owned()), "{kind}");
        }
    }
}
