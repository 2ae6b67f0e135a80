//! Which operation a request of a REST protocol asks for, and what an account in which there
//! is nothing answers to it.

use super::server::{Asked, Reply};

/// Service, method, the path behind any bucket, the first parameter of the query, operation.
/// An empty parameter is any.
const OPERATIONS: &[(&str, &str, &str, &str, &str)] = &[
    ("s3", "GET", "", "location", "GetBucketLocation"),
    ("s3", "GET", "", "policy", "GetBucketPolicy"),
    ("s3", "GET", "", "policyStatus", "GetBucketPolicyStatus"),
    ("s3", "GET", "", "versioning", "GetBucketVersioning"),
    ("s3", "GET", "", "encryption", "GetBucketEncryption"),
    ("s3", "GET", "", "logging", "GetBucketLogging"),
    ("s3", "GET", "", "acl", "GetBucketAcl"),
    ("s3", "GET", "", "publicAccessBlock", "GetPublicAccessBlock"),
    ("s3", "GET", "/", "", "ListBuckets"),
    (
        "s3control",
        "GET",
        "/v20180820/configuration/publicAccessBlock",
        "",
        "GetPublicAccessBlock",
    ),
    ("macie2", "GET", "/macie", "", "GetMacieSession"),
    ("macie2", "POST", "/jobs/list", "", "ListClassificationJobs"),
    (
        "macie2",
        "GET",
        "/automated-discovery/configuration",
        "",
        "GetAutomatedDiscoveryConfiguration",
    ),
];

/// The service, as it is called in calls, and the operation.
pub fn operation(service: &str, method: &str, target: &str) -> Option<(String, String)> {
    let (path, query) = target.split_once('?').unwrap_or((target, ""));
    // Both are signed as S3.
    let service = match service {
        "s3" if path.starts_with("/v20180820/") => "s3control",
        service => service,
    };
    // A bucket in the path is what is asked about.
    let path = match service {
        "s3" if path.len() > 1 => "",
        _ => path,
    };
    let parameters: Vec<&str> = query
        .split('&')
        .map(|p| p.split_once('=').map_or(p, |(name, _)| name))
        .collect();
    OPERATIONS
        .iter()
        .find(|(s, m, p, parameter, _)| {
            (*s, *m, *p) == (service, method, path)
                && (parameter.is_empty() || parameters.contains(parameter))
        })
        .map(|(service, _, _, _, operation)| ((*service).to_owned(), (*operation).to_owned()))
}

/// The answer of an account in which there is nothing.
pub fn nothing_there(asked: &Asked) -> Option<Reply> {
    Some(match (asked.service.as_str(), asked.operation.as_str()) {
        ("s3", "ListBuckets") => Reply::ok("<ListAllMyBucketsResult/>"),
        ("s3", "GetBucketLocation") => Reply::ok("<LocationConstraint/>"),
        ("s3", "GetBucketVersioning") => Reply::ok("<VersioningConfiguration/>"),
        ("s3", "GetBucketLogging") => Reply::ok("<BucketLoggingStatus/>"),
        ("s3", "GetBucketAcl") => Reply::ok("<AccessControlPolicy/>"),
        ("s3", "GetBucketPolicy" | "GetBucketPolicyStatus") => {
            Reply::error(404, "NoSuchBucketPolicy")
        }
        ("s3", "GetBucketEncryption") => {
            Reply::error(404, "ServerSideEncryptionConfigurationNotFoundError")
        }
        ("s3" | "s3control", "GetPublicAccessBlock") => {
            Reply::error(404, "NoSuchPublicAccessBlockConfiguration")
        }
        ("macie2", _) => macie_is_off(),
        _ => return None,
    })
}

/// What Macie says of an account that has not enabled it.
pub fn macie_is_off() -> Reply {
    Reply::status(
        403,
        r#"{"__type":"AccessDeniedException","message":"Macie is not enabled"}"#,
    )
}
