//! Whether a bucket's policy denies everybody every request over plain HTTP.
//!
//! `aws:SecureTransport` is in every request (IAM user guide, "AWS global condition context
//! keys"); `s3:TlsVersion` only in those over TLS (S3 user guide, "Amazon S3 policy keys"), so
//! that `NumericLessThan` on it lets plain HTTP pass.

use super::condition::{self, Condition, Test};
use super::operator::{Compare, Operator};
use super::pattern::Token;
use super::request::{Context, Known};
use super::statement::{Effect, Entry, Statement};
use super::together::{self, Area, Everything};
use super::truth::Truth;
use super::unanswered::Unanswered;
use super::universe::Universe;

const TLS_VERSION: &str = "s3:TlsVersion";

/// What a bucket's policy denies to everybody who calls over plain HTTP. Statements are
/// counted from 0.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct DeniedHttp {
    /// Every action on every object.
    pub objects: bool,
    /// Every action on the bucket itself.
    pub bucket: bool,
    /// The statements that do it, or that deny old versions of TLS where
    /// [`DeniedHttp::only_tls_version`] is set.
    pub by: Vec<usize>,
    /// Only requests on objects over a version of TLS before 1.2 are denied.
    pub only_tls_version: bool,
    /// The statements that would deny more if a condition holds of which that cannot be told.
    pub undecided: Vec<usize>,
}

pub(super) fn denied(statements: &[Statement], bucket_arn: &str) -> Result<DeniedHttp, Unanswered> {
    if !is_bucket(bucket_arn) {
        return Err(Unanswered::NotABucket(bucket_arn.to_owned()));
    }
    let http = Context::new()
        .value("aws:SecureTransport", "false")
        .absent(&[TLS_VERSION]);
    let over_http = |statement: &Statement| always(&statement.conditions, &http);
    let certain = areas(statements, |s| over_http(s) == Truth::Yes);
    let possible = areas(statements, |s| over_http(s) != Truth::No);

    let parts = [Universe::objects(bucket_arn), Universe::only(bucket_arn)];
    let parts = parts.map(|resources| Everything {
        actions: Universe::s3_actions(),
        resources,
    });
    let mut by = Vec::new();
    let mut undecided = Vec::new();
    let mut denied = [false, false];
    for (part, denied) in parts.iter().zip(&mut denied) {
        let sure = together::covering(&certain, part)?;
        *denied = !sure.is_empty();
        if !*denied {
            let is_open = |place: &usize| !certain.iter().any(|area| area.statement == *place);
            undecided.extend(
                together::covering(&possible, part)?
                    .into_iter()
                    .filter(is_open),
            );
        }
        by.extend(sure);
    }
    let [objects, bucket] = denied;
    let [every_object, _] = &parts;
    let old_tls = if objects {
        Vec::new()
    } else {
        together::covering(&areas(statements, denies_old_tls), every_object)?
    };
    by.extend(&old_tls);
    let distinct = |mut statements: Vec<usize>| {
        statements.sort_unstable();
        statements.dedup();
        statements
    };
    Ok(DeniedHttp {
        objects,
        bucket,
        by: distinct(by),
        only_tls_version: !old_tls.is_empty(),
        undecided: distinct(undecided),
    })
}

/// `arn:PARTITION:s3:::NAME`
fn is_bucket(arn: &str) -> bool {
    let parts: Vec<&str> = arn.split(':').collect();
    let name = |name: &str| !name.is_empty() && !name.contains(['/', '*', '?']);
    matches!(parts.as_slice(), ["arn", partition, "s3", "", "", bucket]
        if !partition.is_empty() && name(bucket))
}

/// The areas of the statements that deny everybody and fulfil `wanted`.
fn areas(statements: &[Statement], wanted: impl Fn(&Statement) -> bool) -> Vec<Area> {
    let everybody = |statement: &Statement| {
        let principals = statement.principals.as_ref();
        principals.is_some_and(|p| !p.negated && p.entries.contains(&Entry::Everyone))
    };
    let statements = statements.iter().enumerate();
    statements
        .filter(|(_, s)| s.effect == Effect::Deny && everybody(s) && wanted(s))
        .map(|(index, statement)| Area::of(index, statement))
        .collect()
}

/// Whether `conditions` hold for each request of which `known` is true. A key that is not
/// known may have any value, or be absent.
fn always(conditions: &[Condition], known: &Context) -> Truth {
    Truth::all(
        conditions
            .iter()
            .map(|condition| match &condition.operator {
                Ok(operator) => {
                    let tests = condition.tests.iter();
                    Truth::all(tests.map(|test| always_one(*operator, test, known)))
                }
                Err(name) => Truth::open(format!("the condition operator `{name}` is not known")),
            }),
    )
}

fn always_one(operator: Operator, test: &Test, known: &Context) -> Truth {
    if *known.get(&test.key) != Known::Unknown || test.values.is_empty() {
        return condition::holds(operator, test, known);
    }
    // Any other key narrows the statement, unless the test cannot fail.
    let absent = Context::new().absent(&[test.key.as_str()]);
    if condition::holds(operator, test, &absent) != Truth::Yes {
        return Truth::No;
    }
    let any_value = match operator.compare {
        Compare::Null => {
            let present = Context::new().value(&test.key, "x");
            condition::holds(operator, test, &present) == Truth::Yes
        }
        Compare::Like if !operator.negated => test.values.iter().any(|(pattern, _)| {
            let tokens = pattern.tokens(|_| Token::One);
            !tokens.is_empty() && tokens.iter().all(|token| *token == Token::Many)
        }),
        _ => false,
    };
    any_value.into()
}

/// Whether the statement speaks of the version of TLS, and denies all before 1.2.
fn denies_old_tls(statement: &Statement) -> bool {
    let tests = statement.conditions.iter().flat_map(|c| &c.tests);
    let mut keys = tests.map(|test| &test.key);
    keys.any(|key| key.eq_ignore_ascii_case(TLS_VERSION))
        && ["1.0", "1.1"].iter().all(|version| {
            let https = Context::new()
                .value("aws:SecureTransport", "true")
                .value(TLS_VERSION, version);
            always(&statement.conditions, &https) == Truth::Yes
        })
}
