//! Why a call gave no answer: the one place where the SDK's errors become
//! [`NotSeen`].

use std::error::Error;

use aws_credential_types::provider::error::CredentialsError;
use aws_smithy_runtime_api::client::orchestrator::HttpResponse;
use aws_smithy_runtime_api::client::result::SdkError;
use aws_smithy_types::error::metadata::ProvideErrorMetadata;

use super::codes::{ABSENT, DENIED, EXPIRED, THROTTLING, UNKNOWN_CALLER, UNSUPPORTED};
use crate::inventory::{NotSeen, Reason};
use crate::kind::{Call, call};
use crate::target::{Partition, Region};
use crate::text::{sanitise, shorten};

const DETAIL_LIMIT: usize = 300;

/// Regions of the partition `aws` that are enabled in every account; no account can
/// turn them off.
const ALWAYS_ENABLED: &[&str] = &[
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
];

/// Where on its way a call went wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Cause {
    /// There are no credentials to sign it with.
    NoCredentials,
    /// There are credentials, but they could not be fetched or refreshed.
    Credentials,
    /// It could not be built or sent.
    Dispatch,
    /// No answer came in time.
    Timeout,
    /// An answer came that is none: not AWS's, or cut off.
    Reply(u16),
    /// The service answered with an error.
    Service(u16),
}

/// An error of the SDK, freed of its operation's type.
#[derive(Debug, Clone)]
pub(super) struct Failure {
    /// Where it went wrong.
    pub cause: Cause,
    /// The error's code, where the service gave one.
    pub code: Option<String>,
    /// What AWS or the network said.
    pub detail: String,
    /// Whether an endpoint other than AWS's own answered with a page for people.
    pub is_page: bool,
}

impl<E> From<&SdkError<E, HttpResponse>> for Failure
where
    E: ProvideErrorMetadata + Error + 'static,
{
    fn from(error: &SdkError<E, HttpResponse>) -> Self {
        let cause = match error {
            SdkError::TimeoutError(_) => Cause::Timeout,
            SdkError::DispatchFailure(e) if e.is_timeout() => Cause::Timeout,
            SdkError::ResponseError(e) => Cause::Reply(e.raw().status().as_u16()),
            SdkError::ServiceError(e) => match e.raw().status().as_u16() {
                // A success that does not parse counts as an error of the service's.
                status @ 0..400 => Cause::Reply(status),
                status => Cause::Service(status),
            },
            other => match find::<CredentialsError>(other) {
                Some(CredentialsError::CredentialsNotLoaded(_)) => Cause::NoCredentials,
                Some(_) => Cause::Credentials,
                None => Cause::Dispatch,
            },
        };
        Self {
            cause,
            code: error.code().map(str::to_owned),
            detail: error.message().map_or_else(|| blame(error), str::to_owned),
            is_page: error.raw_response().is_some_and(is_page),
        }
    }
}

/// Whether there is HTML in an answer, be it all of it or wrapped in something else.
fn is_page(answer: &HttpResponse) -> bool {
    let body = answer.body().bytes().unwrap_or_default();
    let starts = [&b"<!doctype html"[..], b"<html"];
    starts.iter().any(|start| {
        body.windows(start.len())
            .any(|part| part.eq_ignore_ascii_case(start))
    })
}

impl Failure {
    /// This failure as it stands in the place of `call`'s answer.
    pub fn not_seen(&self, call: Call, region: &Region) -> NotSeen {
        let reason = self.reason(region);
        NotSeen::new(call, reason, self.on_one_line())
    }

    /// What is said of it, on one line of bounded length.
    pub fn on_one_line(&self) -> String {
        let detail = match (&self.code, self.cause) {
            (Some(code), _) if self.detail.is_empty() => code.clone(),
            // The message of a refusal says it all; of other errors the code says more.
            (Some(code), _) if !self.is_refused() => format!("{code}: {}", self.detail),
            (None, Cause::Service(status)) => format!("HTTP status {status}"),
            (None, Cause::Reply(status)) => {
                format!("malformed reply, HTTP status {status}: {}", self.detail)
            }
            _ => self.detail.clone(),
        };
        shorten(&sanitise(&detail), DETAIL_LIMIT).into_owned()
    }

    /// Why there is no answer from `region`.
    pub fn reason(&self, region: &Region) -> Reason {
        match self.cause {
            Cause::Timeout => Reason::Timeout,
            Cause::NoCredentials | Cause::Credentials | Cause::Dispatch => Reason::Failed,
            Cause::Service(429) | Cause::Reply(429) => Reason::Throttled,
            _ if self.starts_with(THROTTLING) => Reason::Throttled,
            _ if self.is_one_of(&["RequestTimeout"]) => Reason::Timeout,
            _ if self.is_one_of(UNKNOWN_CALLER) && !always_enabled(region) => Reason::NotOptedIn,
            _ if self.is_refused() => Reason::Denied,
            _ if self.is_unsupported() => Reason::Unsupported,
            Cause::Service(_) | Cause::Reply(_) => Reason::Failed,
        }
    }

    /// Whether the error is the answer that there is no such thing.
    pub fn means_absent(&self, call: Call) -> bool {
        let about = |(service, operation, _): &&(&str, &str, &[&str])| {
            *service == call.service && (*operation == "*" || *operation == call.operation)
        };
        ABSENT
            .iter()
            .filter(about)
            .any(|(_, _, codes)| self.is_one_of(codes))
            || self.says_macie_is_off(call)
    }

    /// Macie refuses every call of an account that has not enabled it, with the code of a
    /// missing permission: only the message tells the two apart.
    fn says_macie_is_off(&self, call: Call) -> bool {
        call.service == "macie2"
            && self.is_one_of(&["AccessDenied"])
            && self.detail.starts_with("Macie is not enabled")
    }

    /// Whether it leaves open what there is. An endpoint that is older than mute rules
    /// has none: the gap says that it was asked, and nothing went wrong.
    pub fn leaves_open(&self, call: Call) -> bool {
        let can_have_none = call == call::LIST_ALARM_MUTE_RULES && self.is_unsupported();
        !(self.means_absent(call) || can_have_none)
    }

    /// Whether the endpoint does not know the call.
    fn is_unsupported(&self) -> bool {
        self.is_one_of(UNSUPPORTED)
            || match self.cause {
                // Emulators answer so whatever the code.
                Cause::Service(501) | Cause::Reply(501) => true,
                // An endpoint that does not know the call answers with a page for people.
                Cause::Service(404 | 405) | Cause::Reply(404 | 405) => self.code.is_none(),
                // moto takes itself to be broken where it lacks a call.
                Cause::Service(500) | Cause::Reply(500) => self.is_page && self.code.is_none(),
                _ => false,
            }
    }

    /// Whether the credentials have expired.
    pub fn is_expired(&self) -> bool {
        self.is_one_of(EXPIRED)
    }

    /// Whether the credentials are not known, or not those of the signature.
    pub fn is_unknown_caller(&self) -> bool {
        self.is_one_of(UNKNOWN_CALLER)
            || self.is_one_of(&[
                "SignatureDoesNotMatch",
                "IncompleteSignature",
                "InvalidSignature",
            ])
    }

    /// Whether the caller was refused.
    pub fn is_refused(&self) -> bool {
        self.is_one_of(DENIED)
            || self.is_one_of(UNKNOWN_CALLER)
            || self.is_expired()
            || matches!(self.cause, Cause::Service(401 | 403))
    }

    fn is_one_of(&self, codes: &[&str]) -> bool {
        self.code.as_deref().is_some_and(|code| {
            let code = code.strip_suffix("Exception").unwrap_or(code);
            codes.contains(&code)
        })
    }

    fn starts_with(&self, codes: &[&str]) -> bool {
        self.code
            .as_deref()
            .is_some_and(|code| codes.iter().any(|c| code.starts_with(c)))
    }
}

fn always_enabled(region: &Region) -> bool {
    ALWAYS_ENABLED.contains(&region.as_str()) || Partition::of(region).as_str() != "aws"
}

/// What an error of the SDK blames, outermost first. What it says itself only names
/// the stage at which it came up.
fn blame(error: &(dyn Error + 'static)) -> String {
    let mut text = String::new();
    for cause in causes(error).skip(1) {
        let said = cause.to_string();
        let says_nothing = ["io error", "other"].contains(&said.as_str());
        if !says_nothing && !text.contains(&said) {
            if !text.is_empty() {
                text.push_str(": ");
            }
            text.push_str(&said);
        }
    }
    if text.is_empty() {
        text = error.to_string();
    }
    text
}

fn find<'a, T: Error + 'static>(error: &'a (dyn Error + 'static)) -> Option<&'a T> {
    causes(error).find_map(|cause| cause.downcast_ref())
}

fn causes<'a>(error: &'a (dyn Error + 'static)) -> impl Iterator<Item = &'a (dyn Error + 'static)> {
    std::iter::successors(Some(error), |&cause| cause.source())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn failure(cause: Cause, code: Option<&str>) -> Failure {
        Failure {
            cause,
            code: code.map(str::to_owned),
            detail: "said\u{1b}so".to_owned(),
            is_page: false,
        }
    }

    #[test]
    fn codes_have_their_reasons() {
        let service = Cause::Service(400);
        for (code, region, reason) in [
            ("AccessDenied", "eu-west-1", Reason::Denied),
            ("AccessDeniedException", "eu-west-1", Reason::Denied),
            ("UnauthorizedOperation", "eu-west-1", Reason::Denied),
            ("AuthorizationError", "eu-west-1", Reason::Denied),
            ("ExpiredToken", "af-south-1", Reason::Denied),
            ("ExpiredTokenException", "eu-west-1", Reason::Denied),
            ("SubscriptionRequiredException", "eu-west-1", Reason::Denied),
            ("Throttling", "eu-west-1", Reason::Throttled),
            ("ThrottlingException", "eu-west-1", Reason::Throttled),
            ("RequestLimitExceeded", "eu-west-1", Reason::Throttled),
            ("TooManyRequestsException", "eu-west-1", Reason::Throttled),
            ("SlowDown", "eu-west-1", Reason::Throttled),
            ("RequestTimeout", "eu-west-1", Reason::Timeout),
            ("OptInRequired", "af-south-1", Reason::NotOptedIn),
            ("AuthFailure", "af-south-1", Reason::NotOptedIn),
            ("AuthFailure", "us-east-1", Reason::Denied),
            ("AuthFailure", "us-gov-west-1", Reason::Denied),
            ("InvalidClientTokenId", "me-south-1", Reason::NotOptedIn),
            (
                "UnrecognizedClientException",
                "ca-west-1",
                Reason::NotOptedIn,
            ),
            ("UnrecognizedClientException", "sa-east-1", Reason::Denied),
            (
                "UnknownOperationException",
                "eu-west-1",
                Reason::Unsupported,
            ),
            ("InvalidAction", "eu-west-1", Reason::Unsupported),
            ("NotImplemented", "eu-west-1", Reason::Unsupported),
            ("InternalFailure", "eu-west-1", Reason::Failed),
        ] {
            let failure = failure(service, Some(code));
            assert_eq!(
                failure.reason(&Region::new(region)),
                reason,
                "{code} in {region}"
            );
        }
    }

    #[test]
    fn causes_have_their_reasons() {
        for (cause, code, reason) in [
            (Cause::Timeout, None, Reason::Timeout),
            (Cause::Dispatch, None, Reason::Failed),
            (Cause::NoCredentials, None, Reason::Failed),
            (Cause::Credentials, None, Reason::Failed),
            (Cause::Service(403), None, Reason::Denied),
            (Cause::Service(403), Some("Odd"), Reason::Denied),
            (Cause::Service(429), None, Reason::Throttled),
            (Cause::Service(404), None, Reason::Unsupported),
            (Cause::Service(404), Some("NoSuchThing"), Reason::Failed),
            (Cause::Reply(404), None, Reason::Unsupported),
            (Cause::Reply(501), None, Reason::Unsupported),
            (
                Cause::Service(501),
                Some("InternalFailure"),
                Reason::Unsupported,
            ),
            (Cause::Reply(500), None, Reason::Failed),
            (Cause::Reply(200), None, Reason::Failed),
        ] {
            let failure = failure(cause, code);
            let found = failure.reason(&Region::new("eu-west-1"));
            assert_eq!(found, reason, "{cause:?} {code:?}");
        }
    }

    #[test]
    fn details_are_safe_to_show_and_short() {
        for (cause, code, detail) in [
            (Cause::Service(403), Some("AccessDenied"), "said\\u{1b}so"),
            (Cause::Service(500), Some("Oops"), "Oops: said\\u{1b}so"),
            (Cause::Service(500), None, "HTTP status 500"),
            (Cause::Dispatch, None, "said\\u{1b}so"),
            (
                Cause::Reply(200),
                None,
                "malformed reply, HTTP status 200: said\\u{1b}so",
            ),
        ] {
            assert_eq!(failure(cause, code).on_one_line(), detail);
        }
        let long = Failure {
            detail: "x".repeat(1000),
            ..failure(Cause::Dispatch, None)
        };
        let seen = long.not_seen(call::DESCRIBE_TRAILS, &Region::new("eu-west-1"));
        assert_eq!(seen.detail.chars().count(), DETAIL_LIMIT);
    }

    #[test]
    fn only_some_answers_mean_that_nothing_is_there() {
        let absent = |code, call| failure(Cause::Service(404), Some(code)).means_absent(call);
        assert!(absent("NoSuchEntity", call::GET_ACCOUNT_PASSWORD_POLICY));
        assert!(absent(
            "ResourceNotFoundException",
            call::DESCRIBE_METRIC_FILTERS
        ));
        assert!(absent("NotFound", call::GET_TOPIC_ATTRIBUTES));
        assert!(absent("NotFound", call::GET_SUBSCRIPTION_ATTRIBUTES));
        assert!(absent("NotFoundException", call::DESCRIBE_KEY));
        assert!(absent(
            "ResourceNotFoundException",
            call::GET_ALARM_MUTE_RULE
        ));
        assert!(!absent("AccessDenied", call::GET_ACCOUNT_PASSWORD_POLICY));
        assert!(!absent("TrailNotFoundException", call::GET_TRAIL_STATUS));
    }

    #[test]
    fn macie_says_in_words_that_it_is_off() {
        let denied = |code, detail: &str, call| {
            let failure = Failure {
                detail: detail.to_owned(),
                ..failure(Cause::Service(403), Some(code))
            };
            failure.means_absent(call)
        };
        let session = call::GET_MACIE_SESSION;
        let (code, off) = ("AccessDeniedException", "Macie is not enabled");
        assert!(denied(code, off, session));
        assert!(denied(code, "Macie is not enabled.", session));
        assert!(!denied("ValidationException", off, session));
        assert!(!denied(code, off, call::DESCRIBE_HUB));
        let refused = "User: arn:aws:iam::123456789012:user/a is not authorized to perform: macie2:GetMacieSession";
        assert!(!denied(code, refused, session));
    }

    #[test]
    fn a_page_for_people_says_that_an_emulator_lacks_the_call() {
        for (cause, code, reason) in [
            (Cause::Service(500), None, Reason::Unsupported),
            (Cause::Reply(500), None, Reason::Unsupported),
            (Cause::Service(500), Some("InternalError"), Reason::Failed),
            (Cause::Service(503), None, Reason::Failed),
            (Cause::Service(403), None, Reason::Denied),
        ] {
            let failure = Failure {
                is_page: true,
                ..failure(cause, code)
            };
            let found = failure.reason(&Region::new("eu-west-1"));
            assert_eq!(found, reason, "{cause:?} {code:?}");
        }
    }

    #[test]
    fn an_endpoint_without_mute_rules_leaves_nothing_open() {
        let page_for_people = failure(Cause::Service(404), None);
        assert!(!page_for_people.leaves_open(call::LIST_ALARM_MUTE_RULES));
        assert!(page_for_people.leaves_open(call::DESCRIBE_ALARMS));
        let denied = failure(Cause::Service(403), Some("AccessDenied"));
        assert!(denied.leaves_open(call::LIST_ALARM_MUTE_RULES));
    }

    #[test]
    fn the_causes_are_told_without_repetition() {
        #[derive(Debug, thiserror::Error)]
        #[error("refused")]
        struct Inner;
        #[derive(Debug, thiserror::Error)]
        #[error("cannot connect: refused")]
        struct Middle(#[source] Inner);
        #[derive(Debug, thiserror::Error)]
        #[error("dispatch failure")]
        struct Outer(#[source] Middle);
        assert_eq!(blame(&Outer(Middle(Inner))), "cannot connect: refused");
        assert_eq!(blame(&Inner), "refused");
    }
}
