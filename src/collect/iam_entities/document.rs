//! Policy documents as IAM returns them.

use crate::inventory::body::Document;
use crate::policy::percent_decoded;

/// A document as the AWS CLI prints it: IAM's API returns it percent-encoded (RFC 3986). One
/// that is not, or that cannot be decoded, is kept as it is; whoever reads it has a word for
/// what is wrong with it.
///
/// Source: IAM API reference, `GetAccountAuthorizationDetails`.
pub(in crate::collect) fn document(text: String) -> Document {
    let decoded = text.starts_with('%').then(|| percent_decoded(&text));
    Document(decoded.flatten().unwrap_or(text))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_encoded_is_decoded_and_the_rest_kept() {
        for (text, expected) in [
            ("%7B%22a%22%3A%20%22%2Bb%2500%22%7D", r#"{"a": "+b%00"}"#),
            ("%7B%22%C3%A4%22:1%7d", r#"{"ä":1}"#),
            (r#"{"a": "%7B"}"#, r#"{"a": "%7B"}"#),
            ("%7B%2", "%7B%2"),
            ("%zz", "%zz"),
            ("%FF%FE", "%FF%FE"),
            ("", ""),
        ] {
            assert_eq!(document(text.to_owned()).0, expected);
        }
    }
}
