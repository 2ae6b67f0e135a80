//! Whose the credentials are, and which regions there are.

use std::collections::BTreeSet;

use super::aws::Aws;
use super::gap::{Cause, Failure};
use super::options::RegionChoice;
use crate::kind::{Call, call};
use crate::target::{Account, Arn, Partition, Region, Target};
use crate::text;

/// Why it could not be found out what to audit.
#[derive(Debug, thiserror::Error)]
pub enum IdentifyError {
    /// The user's: there are no credentials where the AWS SDKs look for them.
    #[error(
        "no AWS credentials found; set AWS_PROFILE or --profile, sign in with `aws sso login`, or set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY"
    )]
    NoCredentials,
    /// The user's: the profile's name is misspelt, or the profile is on another machine.
    #[error("no profile `{profile}` in the AWS configuration; {}", known_profiles(.known))]
    UnknownProfile {
        /// The profile that was asked for.
        profile: String,
        /// Those that there are.
        known: Vec<String>,
    },
    /// The user's: the profile is there, but it names no credentials.
    #[error(
        "no credentials in profile `{profile}`; add them to the profile, or choose another with --profile"
    )]
    EmptyProfile {
        /// The profile.
        profile: String,
    },
    /// The user's or the environment's: credentials are configured but cannot be
    /// fetched, as with an SSO session that is over.
    #[error(
        "AWS credentials could not be loaded: {detail}; sign in again (`aws sso login`) or correct the profile"
    )]
    CredentialsFailed {
        /// What the provider of the credentials said.
        detail: String,
    },
    /// The user's: the credentials were good once.
    #[error("the AWS credentials have expired: {detail}; fetch new ones and run again")]
    Expired {
        /// What AWS said.
        detail: String,
    },
    /// The user's: the key was deleted or mistyped, or belongs to another partition.
    #[error(
        "AWS does not accept the credentials: {detail}; check the access key, and that --endpoint-url and region belong to its partition"
    )]
    NotAccepted {
        /// What AWS said.
        detail: String,
    },
    /// The user's: the endpoint is not one that can be called.
    #[error("`{0}` is no endpoint; write it as http://HOST:PORT or https://HOST")]
    NoUrl(String),
    /// The environment's: no network, a proxy in between, or a wrong endpoint.
    #[error(
        "cannot reach {endpoint}: {detail}; check the network, the proxy settings and --endpoint-url"
    )]
    Unreachable {
        /// Who was asked.
        endpoint: String,
        /// What the network said.
        detail: String,
    },
    /// The account's: the call was answered with an error.
    #[error("{call} failed: {detail}; it must answer before anything can be audited")]
    NoAnswer {
        /// The call.
        call: Call,
        /// What AWS said.
        detail: String,
    },
    /// The user's: regions that do not exist in the account's partition.
    #[error("{}", unknown_regions(.0))]
    UnknownRegions(Vec<UnknownRegion>),
    /// The account's: its regions cannot be listed, and none were named.
    #[error(
        "the account's regions are not known, since ec2:DescribeRegions failed: {detail}; allow it, or name the regions with --regions"
    )]
    RegionsNotKnown {
        /// What AWS said.
        detail: String,
    },
}

/// A region that does not exist.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnknownRegion {
    /// What the user called it.
    pub name: String,
    /// The names most like it of regions that exist.
    pub nearest: Vec<Region>,
}

fn known_profiles(known: &[String]) -> String {
    if known.is_empty() {
        return "there are no profiles at all; create one with `aws configure`".to_owned();
    }
    let quoted: Vec<String> = known.iter().map(|p| format!("`{p}`")).collect();
    format!(
        "there {} {}",
        if known.len() == 1 { "is" } else { "are" },
        text::list(&quoted)
    )
}

fn unknown_regions(regions: &[UnknownRegion]) -> String {
    let sentences = regions.iter().map(|region| {
        let nearest: Vec<String> = region.nearest.iter().map(|r| format!("`{r}`")).collect();
        format!(
            "no region `{}`; nearest: {}",
            region.name,
            text::list(&nearest)
        )
    });
    sentences.collect::<Vec<_>>().join("; ")
}

/// Finds out the account and its regions.
///
/// # Errors
/// What is wrong with credentials, connection or choice of regions.
pub async fn identify(aws: &Aws) -> Result<Target, IdentifyError> {
    if let Some(url) = aws.endpoint()
        && !is_url(url)
    {
        return Err(IdentifyError::NoUrl(text::sanitise(url).into_owned()));
    }
    // Boxed: the SDK's futures are kilobytes each, and callers hold this one.
    let (caller, regions) = tokio::join!(Box::pin(caller(aws)), Box::pin(regions(aws)));
    let (partition, account) = match caller {
        Ok(caller) => caller,
        Err(failure) => return Err(Box::pin(explain(aws, failure)).await),
    };
    let regions = regions.map(|regions| regions.of(&partition));
    let (regions, not_opted_in) = choose(&aws.options().regions, regions)?;
    Ok(Target {
        partition,
        account,
        regions,
        not_opted_in,
    })
}

/// Whether `text` looks like the URL of an endpoint. The SDK would only say that it
/// could not apply it, and show the whole request.
fn is_url(text: &str) -> bool {
    let host = text
        .strip_prefix("http://")
        .or_else(|| text.strip_prefix("https://"));
    host.is_some_and(|h| h.starts_with(|c: char| c.is_ascii_alphanumeric() || c == '['))
        && !text.contains(char::is_whitespace)
}

async fn caller(aws: &Aws) -> Result<(Partition, Account), Failure> {
    let request = aws.sts(aws.region()).get_caller_identity().send();
    let call = call::GET_CALLER_IDENTITY;
    let answer = aws.attempt(call, aws.region(), request).await?;
    let arn = answer.arn.unwrap_or_default();
    match (Arn::parse(&arn), answer.account) {
        (Some(arn), Some(account)) => Ok((Partition::new(arn.partition), Account::new(account))),
        _ => Err(Failure {
            cause: Cause::Reply(200),
            code: None,
            detail: format!("`{arn}` is no caller's ARN"),
            is_page: false,
        }),
    }
}

/// The regions that exist.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
struct Regions {
    enabled: BTreeSet<Region>,
    not_opted_in: BTreeSet<Region>,
}

impl Regions {
    /// Without those of other partitions, which some endpoints list as well.
    fn of(mut self, partition: &Partition) -> Self {
        // The partition of a region can only be told for these three.
        if ["aws", "aws-cn", "aws-us-gov"].contains(&partition.as_str()) {
            self.enabled.retain(|r| Partition::of(r) == *partition);
            self.not_opted_in.retain(|r| Partition::of(r) == *partition);
        }
        self
    }
}

async fn regions(aws: &Aws) -> Result<Regions, Failure> {
    let request = aws.ec2(aws.region()).describe_regions().all_regions(true);
    let call = call::DESCRIBE_REGIONS;
    let answer = aws.attempt(call, aws.region(), request.send()).await?;
    let mut regions = Regions::default();
    for region in answer.regions.unwrap_or_default() {
        let Some(name) = region.region_name else {
            continue;
        };
        match region.opt_in_status.as_deref() {
            Some("opt-in-not-required" | "opted-in") => &mut regions.enabled,
            _ => &mut regions.not_opted_in,
        }
        .insert(Region::new(name));
    }
    Ok(regions)
}

type Chosen = (Vec<Region>, Vec<Region>);

/// The regions to look at, and those that are not enabled. A named region that is not
/// enabled is in both lists: it was asked for, so it is reported as a gap.
fn choose(choice: &RegionChoice, known: Result<Regions, Failure>) -> Result<Chosen, IdentifyError> {
    match (choice, known) {
        (RegionChoice::Enabled, Ok(known)) => Ok((
            known.enabled.into_iter().collect(),
            known.not_opted_in.into_iter().collect(),
        )),
        (RegionChoice::Enabled, Err(failure)) => Err(IdentifyError::RegionsNotKnown {
            detail: failure.on_one_line(),
        }),
        (RegionChoice::Named(named), Ok(known)) => {
            let named: BTreeSet<&Region> = named.iter().collect();
            let all: BTreeSet<&Region> = known.enabled.union(&known.not_opted_in).collect();
            let unknown = named.difference(&all).map(|region| UnknownRegion {
                name: text::sanitise(region.as_str()).into_owned(),
                nearest: nearest(region, &all),
            });
            let unknown: Vec<UnknownRegion> = unknown.collect();
            if !unknown.is_empty() {
                return Err(IdentifyError::UnknownRegions(unknown));
            }
            Ok((
                named.into_iter().cloned().collect(),
                known.not_opted_in.into_iter().collect(),
            ))
        }
        (RegionChoice::Named(named), Err(failure)) => {
            let detail = failure.on_one_line();
            tracing::warn!(detail, "the names of the regions could not be checked");
            let named: BTreeSet<Region> = named.iter().cloned().collect();
            Ok((named.into_iter().collect(), Vec::new()))
        }
    }
}

/// Those of `regions` that take the fewest edits to become `name`, at most three.
fn nearest(name: &Region, regions: &BTreeSet<&Region>) -> Vec<Region> {
    let away = |region: &&Region| edits(name.as_str(), region.as_str());
    let least = regions.iter().map(away).min();
    let nearest = regions.iter().filter(|r| Some(away(r)) == least);
    nearest.take(3).map(|r| (*r).clone()).collect()
}

/// The number of letters to insert, delete or replace to turn `a` into `b`.
fn edits(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.chars().enumerate() {
        let mut left = i + 1;
        let mut next = vec![left];
        for ((y, above), diagonal) in b.iter().zip(row.iter().skip(1)).zip(&row) {
            left = (diagonal + usize::from(x != *y))
                .min(above + 1)
                .min(left + 1);
            next.push(left);
        }
        row = next;
    }
    row.last().copied().unwrap_or_default()
}

/// The mistake behind a caller that could not be identified.
async fn explain(aws: &Aws, failure: Failure) -> IdentifyError {
    let detail = failure.on_one_line();
    match failure.cause {
        Cause::NoCredentials | Cause::Credentials => {
            no_credentials(aws, failure.cause, detail).await
        }
        Cause::Dispatch | Cause::Timeout => IdentifyError::Unreachable {
            endpoint: match aws.endpoint() {
                Some(url) => format!("`{url}`"),
                None => format!("AWS in {}", aws.region()),
            },
            detail,
        },
        _ if failure.is_expired() => IdentifyError::Expired { detail },
        _ if failure.is_unknown_caller() => IdentifyError::NotAccepted { detail },
        Cause::Reply(_) | Cause::Service(_) => IdentifyError::NoAnswer {
            call: call::GET_CALLER_IDENTITY,
            detail,
        },
    }
}

#[expect(
    clippy::default_trait_access,
    reason = "the SDK does not export the names of the types"
)]
async fn no_credentials(aws: &Aws, cause: Cause, detail: String) -> IdentifyError {
    let asked_for = aws.options().profile.clone();
    // The default arguments stand for the process's own files and environment.
    let profiles = aws_config::profile::load(
        &Default::default(),
        &Default::default(),
        &Default::default(),
        asked_for.clone().map(Into::into),
    )
    .await;
    if let Ok(profiles) = profiles {
        let selected = profiles.selected_profile().to_owned();
        let is_named = asked_for.is_some() || selected != "default";
        if is_named && profiles.get_profile(&selected).is_none() {
            let mut known: Vec<String> = profiles.profiles().map(str::to_owned).collect();
            known.sort_unstable();
            let profile = text::sanitise(&selected).into_owned();
            return IdentifyError::UnknownProfile { profile, known };
        }
    }
    match (cause, asked_for) {
        (Cause::NoCredentials, None) => IdentifyError::NoCredentials,
        (Cause::NoCredentials, Some(profile)) => IdentifyError::EmptyProfile { profile },
        _ => IdentifyError::CredentialsFailed { detail },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearest_regions_take_the_fewest_edits() {
        let regions = [
            "eu-west-1",
            "eu-west-2",
            "eu-west-3",
            "us-east-1",
            "us-west-1",
        ];
        let regions = regions.map(Region::new);
        let regions: BTreeSet<&Region> = regions.iter().collect();
        for (name, expected) in [
            ("eu-wst-1", &["eu-west-1"][..]),
            ("us-easst1", &["us-east-1"]),
            ("eu-west", &["eu-west-1", "eu-west-2", "eu-west-3"]),
        ] {
            let found = nearest(&Region::new(name), &regions);
            let found: Vec<&str> = found.iter().map(Region::as_str).collect();
            assert_eq!(found, expected, "{name}");
        }
        assert_eq!(nearest(&Region::new("x"), &BTreeSet::new()), []);
    }

    #[test]
    fn endpoints_are_told_from_other_text() {
        for url in [
            "http://localhost:5000",
            "https://vpce.example.com/x",
            "http://[::1]:1",
        ] {
            assert!(is_url(url), "{url}");
        }
        for text in [
            "",
            "localhost:5000",
            "http://",
            "http:// x",
            "http://a b",
            "ftp://a",
        ] {
            assert!(!is_url(text), "{text}");
        }
    }

    #[test]
    fn edits_are_counted_by_letter() {
        for (a, b, n) in [
            ("", "", 0),
            ("", "abc", 3),
            ("kitten", "sitting", 3),
            ("äb", "ab", 1),
        ] {
            assert_eq!(edits(a, b), n, "{a} {b}");
            assert_eq!(edits(b, a), n, "{b} {a}");
        }
    }

    #[test]
    fn profiles_are_listed_in_a_sentence() {
        let sentence = |known: &[&str]| {
            let known = known.iter().map(|k| (*k).to_owned()).collect();
            let profile = "x".to_owned();
            IdentifyError::UnknownProfile { profile, known }.to_string()
        };
        let begin = "no profile `x` in the AWS configuration; ";
        assert_eq!(sentence(&["a"]), format!("{begin}there is `a`"));
        assert_eq!(
            sentence(&["a", "b"]),
            format!("{begin}there are `a` and `b`")
        );
        assert!(sentence(&[]).contains("there are no profiles at all"));
    }
}
