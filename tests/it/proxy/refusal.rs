//! Errors as AWS writes them, in the protocol of each service.

use super::call::{Call, Protocol};
use crate::http::Message;

/// Why AWS says no.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refusal {
    /// The caller lacks the permission.
    Denied,
    /// Too many calls.
    Throttled,
    /// The caller's credentials are over.
    Expired,
    /// The region is not enabled, so that it does not know the credentials.
    RegionOff,
}

impl Refusal {
    /// The answer to `call`.
    pub fn answer(self, call: &Call) -> Message {
        let (status, code) = self.status_and_code(call);
        let message = match self {
            Self::Denied => format!(
                "User: arn:aws:iam::123456789012:user/auditor is not authorized to perform: \
                 {call} because no identity-based policy allows the {call} action"
            ),
            Self::Throttled => "Rate exceeded".to_owned(),
            Self::Expired => "The security token included in the request is expired".to_owned(),
            Self::RegionOff => "The security token included in the request is invalid".to_owned(),
        };
        match call.protocol {
            Protocol::Json => {
                let body = serde_json::json!({"__type": code, "message": message});
                Message::response(status, "application/x-amz-json-1.1", body.to_string())
            }
            Protocol::Query => {
                let body = format!(
                    "<ErrorResponse><Error><Type>Sender</Type><Code>{code}</Code>\
                     <Message>{message}</Message></Error>\
                     <RequestId>00000000-0000-4000-8000-000000000000</RequestId></ErrorResponse>"
                );
                Message::response(status, "text/xml", body)
            }
            Protocol::Ec2Query => {
                let body = format!(
                    "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
                     <Response><Errors><Error><Code>{code}</Code><Message>{message}</Message>\
                     </Error></Errors>\
                     <RequestID>00000000-0000-4000-8000-000000000000</RequestID></Response>"
                );
                Message::response(status, "text/xml;charset=UTF-8", body)
            }
            Protocol::RestJson => {
                let body = serde_json::json!({"message": message});
                let mut answer = Message::response(status, "application/json", body.to_string());
                answer.set_header("x-amzn-errortype", code);
                answer
            }
            Protocol::RestXml => {
                let error =
                    format!("<Error><Code>{code}</Code><Message>{message}</Message></Error>");
                let body = match call.service.as_str() {
                    "s3" => error,
                    _ => format!("<ErrorResponse>{error}</ErrorResponse>"),
                };
                Message::response(status, "application/xml", body)
            }
            Protocol::RpcV2Cbor => {
                let kind = format!("com.amazonaws.{}#{code}", call.service);
                let body = cbor_map(&[("__type", &kind), ("message", &message)]);
                let mut answer = Message::response(status, "application/cbor", body);
                answer.set_header("smithy-protocol", "rpc-v2-cbor");
                answer.set_header("x-amzn-query-error", format!("{code};Sender"));
                answer
            }
        }
    }

    fn status_and_code(self, call: &Call) -> (u16, &'static str) {
        match (self, call.protocol) {
            (Self::Denied, Protocol::Json) => (400, "AccessDeniedException"),
            (Self::Denied, Protocol::RestJson) => (403, "AccessDeniedException"),
            (Self::Denied, Protocol::Ec2Query) => (403, "UnauthorizedOperation"),
            (Self::Denied, _) if call.service == "sns" => (403, "AuthorizationError"),
            (Self::Denied, _) => (403, "AccessDenied"),
            (Self::Throttled, Protocol::Json) => (400, "ThrottlingException"),
            (Self::Throttled, Protocol::RestJson) => (429, "TooManyRequestsException"),
            (Self::Throttled, Protocol::RestXml) => (503, "SlowDown"),
            (Self::Throttled, Protocol::Ec2Query) => (503, "RequestLimitExceeded"),
            (Self::Throttled, _) => (400, "Throttling"),
            (Self::Expired, Protocol::Json | Protocol::RestJson) => (400, "ExpiredTokenException"),
            (Self::Expired, Protocol::Ec2Query) => (400, "RequestExpired"),
            (Self::Expired, _) => (403, "ExpiredToken"),
            (Self::RegionOff, Protocol::Json | Protocol::RestJson) => {
                (400, "UnrecognizedClientException")
            }
            (Self::RegionOff, Protocol::Ec2Query) => (401, "AuthFailure"),
            (Self::RegionOff, _) => (403, "InvalidClientTokenId"),
        }
    }
}

/// A CBOR map of texts.
fn cbor_map(pairs: &[(&str, &str)]) -> Vec<u8> {
    let mut out = cbor_head(5, pairs.len());
    for text in pairs.iter().flat_map(|(key, value)| [key, value]) {
        out.extend(cbor_head(3, text.len()));
        out.extend_from_slice(text.as_bytes());
    }
    out
}

/// The head of a CBOR item: its major type and its length.
fn cbor_head(major: u8, length: usize) -> Vec<u8> {
    let major = major << 5;
    match u8::try_from(length).ok() {
        Some(length @ 0..24) => vec![major + length],
        Some(length) => vec![major + 24, length],
        None => {
            let length = u16::try_from(length).expect("an error message is short");
            let [high, low] = length.to_be_bytes();
            vec![major + 25, high, low]
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cbor_heads_grow_with_the_length() {
        assert_eq!(cbor_map(&[("a", "b")]), b"\xa1\x61a\x61b");
        assert_eq!(cbor_head(3, 23), [0x77]);
        assert_eq!(cbor_head(3, 24), [0x78, 24]);
        assert_eq!(cbor_head(3, 256), [0x79, 1, 0]);
    }
}
