//! Which paths there can be in a `CloudTrail` record.
//!
//! The fields follow the CloudTrail user guide, page "CloudTrail record contents". A
//! condition on a field that no record has would leave a requirement without events, and
//! whatever is deployed would meet it.

use super::schema::nearest;

/// Top-level fields that are texts.
const TEXTS: [&str; 19] = [
    "apiVersion",
    "awsRegion",
    "errorCode",
    "errorMessage",
    "eventCategory",
    "eventID",
    "eventName",
    "eventSource",
    "eventTime",
    "eventType",
    "eventVersion",
    "recipientAccountId",
    "requestID",
    "sessionCredentialFromConsole",
    "sharedEventID",
    "sourceIPAddress",
    "userAgent",
    "vpcEndpointAccountId",
    "vpcEndpointId",
];

/// Top-level fields with fields inside.
const OBJECTS: [&str; 10] = [
    "addendum",
    "additionalEventData",
    "edgeDeviceDetails",
    "eventContext",
    "insightDetails",
    "requestParameters",
    "responseElements",
    "serviceEventDetails",
    "tlsDetails",
    "userIdentity",
];

/// Top-level fields that are neither: truths and a list.
const OTHERS: [&str; 3] = ["managementEvent", "readOnly", "resources"];

/// Why there is no such path.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NoPath {
    /// What is wrong.
    pub message: String,
    /// What may have been meant.
    pub help: Option<String>,
}

/// Checks `path`, of which a condition compares the text or only asks whether it is there.
///
/// # Errors
/// What is wrong with it.
pub fn check(path: &str, compares: bool) -> Result<(), NoPath> {
    let fail = |message: String, help: Option<String>| Err(NoPath { message, help });
    if let Some(rest) = path.strip_prefix("$.") {
        let message = format!("`{path}` is not a path of names joined by `.`");
        return fail(message, Some(format!("write `{rest}`")));
    }
    let legal = |name: &str| {
        !name.is_empty()
            && !name.contains(|c: char| c.is_whitespace() || "$*[]()'\"=!&|{},".contains(c))
    };
    if !path.split('.').all(legal) {
        let message = format!("`{path}` is not a path of names joined by `.`");
        return fail(message, Some("such as `userIdentity.type`".to_owned()));
    }
    let (field, inside) = match path.split_once('.') {
        Some((field, _)) => (field, true),
        None => (path, false),
    };
    let texts = TEXTS.contains(&field);
    let objects = OBJECTS.contains(&field);
    if !(texts || objects || OTHERS.contains(&field)) {
        let known = TEXTS.iter().chain(&OBJECTS).chain(&OTHERS).copied();
        let near = nearest(field, known).map(|near| format!("did you mean `{near}`?"));
        return fail(format!("CloudTrail records have no field `{field}`"), near);
    }
    if inside && !objects {
        return fail(format!("`{field}` has no fields inside"), None);
    }
    if compares && !inside && !texts {
        let help = objects.then(|| format!("name a field inside, such as `{field}.NAME`"));
        return fail(format!("`{field}` is not a text to compare"), help);
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(path: &str, compares: bool) -> String {
        match check(path, compares) {
            Ok(()) => String::new(),
            Err(no) => format!("{} / {}", no.message, no.help.unwrap_or_default()),
        }
    }

    #[test]
    fn paths_of_records_are_legal() {
        for path in [
            "userIdentity.type",
            "userIdentity.sessionContext.attributes.mfaAuthenticated",
            "requestParameters.x-amz-acl",
            "errorCode",
            "eventName",
        ] {
            assert_eq!(said(path, true), "", "{path}");
        }
        for path in ["readOnly", "resources", "userIdentity"] {
            assert_eq!(said(path, false), "", "{path}");
        }
    }

    #[test]
    fn others_are_explained() {
        for (path, expected) in [
            (
                "$.errorCode",
                "`$.errorCode` is not a path of names joined by `.` / write `errorCode`",
            ),
            ("userIdentity..type", "`userIdentity..type` is not a path"),
            ("", "`` is not a path"),
            ("resources[0].ARN", "`resources[0].ARN` is not a path"),
            (
                "userIdentify.type",
                "CloudTrail records have no field `userIdentify` / did you mean `userIdentity`?",
            ),
            ("eventName.x", "`eventName` has no fields inside"),
            ("resources.ARN", "`resources` has no fields inside"),
            ("readOnly", "`readOnly` is not a text to compare / "),
            (
                "userIdentity",
                "`userIdentity` is not a text to compare / name a field inside, such as `userIdentity.NAME`",
            ),
        ] {
            assert!(
                said(path, true).starts_with(expected),
                "{path}: {}",
                said(path, true)
            );
        }
    }
}
