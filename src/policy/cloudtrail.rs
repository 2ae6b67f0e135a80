//! The requests that `CloudTrail` makes to deliver a trail's events to a log group: it assumes a
//! role, and writes with it.
//!
//! Sources: CloudTrail user guide, "Role policy document for CloudTrail to use CloudWatch Logs for
//! monitoring" and "CloudWatch log group and log stream naming for CloudTrail"; IAM user guide,
//! "AWS global condition context keys".

use std::collections::BTreeSet;

use super::request::{Context, Known, Principal, Request};
use super::statement::{Effect, Listed, Statement};
use super::truth::Truth;
use super::{Decision, Policy, Unanswered, decide, named};

/// The name under which it calls other services.
const SERVICE: &str = "cloudtrail.amazonaws.com";

/// Makes a log stream where there is none yet.
const CREATE: &str = "logs:CreateLogStream";

/// Writes to it.
const PUT: &str = "logs:PutLogEvents";

/// Stands for the id of an organization, which no trail tells.
const SOME_ORGANIZATION: &str = "o-0000000000";

/// Whether a role's trust policy lets `CloudTrail` assume it for the trail of this ARN.
pub fn may_assume(trust_policy: &Policy, trail_arn: &str) -> Decision {
    let account = part(trail_arn, 4).map_or(Known::Unknown, known);
    let context = Context::new()
        .absent(super::publish::ABSENT)
        .value("aws:PrincipalIsAWSService", "true")
        .value("aws:PrincipalServiceName", SERVICE)
        .value("aws:SecureTransport", "true")
        .value("aws:ViaAWSService", "false")
        .value("aws:SourceArn", trail_arn)
        .with("aws:SourceAccount", account);
    trust_policy.decide(&Request {
        principal: Principal::Service(SERVICE),
        action: "sts:AssumeRole",
        // A trust policy names no resource: it is the role's own.
        resource: "",
        context,
    })
}

/// What a role's policies say together to what `CloudTrail` does with it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Writes {
    /// The actions that are not allowed on the streams of the log group.
    pub refused: Vec<&'static str>,
    /// Why it cannot be told of the others, as the end of a sentence.
    pub undecided: Option<String>,
    /// Whether a second stream, which CloudTrail opens where there is much to write, may be
    /// written to as far as the first.
    pub numbered: bool,
    /// The resources, as they are written, that may be written to.
    pub writable: BTreeSet<String>,
}

/// Whether a role may write the events of a trail to a log group. `policies` are all that are
/// part of it or attached to it; a permissions boundary is not considered.
///
/// A stream is called after the trail's account and home region. That of an organization's
/// trail begins with the organization's id, which is not known here.
///
/// # Errors
/// [`Unanswered::NotAnArn`] where one of both is none of a log group or trail.
pub fn may_write(
    policies: impl IntoIterator<Item = Policy>,
    log_group_arn: &str,
    trail_arn: &str,
    of_organization: bool,
) -> Result<Writes, Unanswered> {
    let group = LogGroup::of(log_group_arn)?;
    let trail = || Unanswered::NotAnArn(trail_arn.to_owned(), "a trail");
    let region = part(trail_arn, 3).ok_or_else(trail)?;
    let account = part(trail_arn, 4).ok_or_else(trail)?;
    let statements: Vec<Statement> = policies.into_iter().flat_map(|p| p.statements).collect();
    let holder = Holder {
        statements: &statements,
        group: &group,
    };
    let stream = format!("{account}_CloudTrail_{region}");
    let mut writes = Writes {
        numbered: true,
        writable: writable(&statements),
        ..Writes::default()
    };
    for action in [CREATE, PUT] {
        let may = |stream: &str| holder.may(action, stream);
        let truth = if of_organization {
            holder.of_organization(action, &stream)
        } else {
            may(&stream)
        };
        match truth {
            Truth::No => writes.refused.push(action),
            Truth::Open(why) => {
                writes.undecided.get_or_insert(why);
            }
            Truth::Yes => writes.numbered &= may(&format!("{stream}_2")) != Truth::No,
        }
    }
    Ok(writes)
}

/// A log group, as far as its ARN tells of it.
struct LogGroup<'a> {
    /// Its ARN without `:*` at the end.
    arn: &'a str,
    region: &'a str,
    account: &'a str,
}

impl<'a> LogGroup<'a> {
    fn of(arn: &'a str) -> Result<Self, Unanswered> {
        let bare = arn.strip_suffix(":*").unwrap_or(arn);
        let parts: Vec<&str> = bare.splitn(6, ':').collect();
        match parts.as_slice() {
            ["arn", _, "logs", region, account, resource]
                if resource.strip_prefix("log-group:").is_some_and(is_name) =>
            {
                Ok(Self {
                    arn: bare,
                    region,
                    account,
                })
            }
            _ => Err(Unanswered::NotAnArn(arn.to_owned(), "a log group")),
        }
    }
}

fn is_name(text: &str) -> bool {
    !text.is_empty() && !text.contains([':', '*', '?'])
}

/// The role, and where it is to write.
struct Holder<'a> {
    statements: &'a [Statement],
    group: &'a LogGroup<'a>,
}

impl Holder<'_> {
    fn ask(&self, action: &str, resource: &str) -> Decision {
        let context = Context::new()
            .absent(&["aws:username"])
            .value("aws:PrincipalIsAWSService", "false")
            .value("aws:PrincipalType", "AssumedRole")
            .value("aws:SecureTransport", "true")
            .value("aws:RequestedRegion", self.group.region)
            .value("aws:ResourceAccount", self.group.account);
        let request = Request {
            principal: Principal::Holder,
            action,
            resource,
            context,
        };
        decide::decide(self.statements, &request)
    }

    fn may(&self, action: &str, stream: &str) -> Truth {
        let group = self.group.arn;
        match self.ask(action, &format!("{group}:log-stream:{stream}")) {
            Decision::Allowed { .. } => Truth::Yes,
            Decision::Undecided { why, .. } => Truth::Open(why),
            // IAM's own tables say that streams are made on a group, CloudTrail's page that
            // they are made on a stream.
            Decision::NotAllowed if action == CREATE && self.may_on_group(action) => Truth::open(
                format!("`{CREATE}` is allowed on the log group itself only"),
            ),
            Decision::Denied { .. } | Decision::NotAllowed => Truth::No,
        }
    }

    fn may_on_group(&self, action: &str) -> bool {
        let group = self.group.arn;
        let allowed = |arn: &str| matches!(self.ask(action, arn), Decision::Allowed { .. });
        allowed(group) || allowed(&format!("{group}:*"))
    }

    /// The same for an organization's trail, whose streams begin with the id of the
    /// organization.
    fn of_organization(&self, action: &str, stream: &str) -> Truth {
        let mut ids = ids_in(self.statements);
        ids.insert(SOME_ORGANIZATION.to_owned());
        let streams = ids.iter().map(|id| format!("{id}_{stream}"));
        let all = streams.chain([stream.to_owned()]);
        let truths: Vec<Truth> = all.map(|stream| self.may(action, &stream)).collect();
        if truths.iter().all(|truth| *truth == Truth::Yes) {
            Truth::Yes
        } else if truths.iter().all(|truth| *truth == Truth::No) {
            Truth::No
        } else {
            Truth::open("the streams of an organization's trail begin with the organization's id")
        }
    }
}

/// The resources that `Allow` statements open to writing, as they are written.
fn writable(statements: &[Statement]) -> BTreeSet<String> {
    let writes = |listed: &Listed| {
        let mut patterns = listed.patterns.iter();
        let any = patterns.any(|p| p.matches(PUT, &Context::new(), true) != Truth::No);
        any != listed.negated
    };
    let allows =
        |statement: &&Statement| statement.effect == Effect::Allow && writes(&statement.actions);
    statements
        .iter()
        .filter(allows)
        .filter_map(|statement| statement.resources.as_ref())
        .flat_map(named::listed)
        .collect()
}

/// The ids of organizations that the resources name: `o-` and 10 to 32 letters and digits.
///
/// Source: Organizations API reference, `Organization`.
fn ids_in(statements: &[Statement]) -> BTreeSet<String> {
    let resources = statements.iter().filter_map(|s| s.resources.as_ref());
    let texts = resources.flat_map(named::listed);
    let mut ids = BTreeSet::new();
    for text in texts {
        for (_, after) in text
            .match_indices("o-")
            .filter_map(|(at, _)| text.split_at_checked(at))
        {
            let letters = after.chars().skip(2);
            let letters = letters.take_while(|c| c.is_ascii_lowercase() || c.is_ascii_digit());
            let id: String = "o-".chars().chain(letters).collect();
            if (12..=34).contains(&id.len()) {
                ids.insert(id);
            }
        }
    }
    ids
}

/// The part of an ARN at `place`, unless it is empty.
fn part(arn: &str, place: usize) -> Option<&str> {
    let parts: Vec<&str> = arn.splitn(6, ':').collect();
    match (parts.len(), parts.first()) {
        (6, Some(&"arn")) => parts.get(place).copied().filter(|part| !part.is_empty()),
        _ => None,
    }
}

fn known(text: &str) -> Known {
    Known::Values(vec![text.to_owned()])
}
