//! Services whose operations go by method and path.

/// Service, path (`*`: one part of it) and operation.
const OPERATIONS: &[(&str, &str, &str)] = &[
    ("access-analyzer", "/analyzer", "ListAnalyzers"),
    ("account", "/getAlternateContact", "GetAlternateContact"),
    ("account", "/getContactInformation", "GetContactInformation"),
    ("apigateway", "/restapis", "GetRestApis"),
    ("apigateway", "/restapis/*/stages", "GetStages"),
    ("apigatewayv2", "/v2/apis", "GetApis"),
    ("apigatewayv2", "/v2/apis/*/stages", "GetStages"),
    ("backup", "/backup-vaults", "ListBackupVaults"),
    (
        "backup",
        "/backup-vaults/*/access-policy",
        "GetBackupVaultAccessPolicy",
    ),
    (
        "cloudfront",
        "/2020-05-31/distribution",
        "ListDistributions",
    ),
    (
        "cloudfront",
        "/2020-05-31/distribution/*/config",
        "GetDistributionConfig",
    ),
    (
        "elasticfilesystem",
        "/2015-02-01/file-systems",
        "DescribeFileSystems",
    ),
    (
        "elasticfilesystem",
        "/2015-02-01/file-systems/*/policy",
        "DescribeFileSystemPolicy",
    ),
    ("glacier", "/-/vaults", "ListVaults"),
    (
        "glacier",
        "/-/vaults/*/access-policy",
        "GetVaultAccessPolicy",
    ),
    ("lambda", "/2015-03-31/functions", "ListFunctions"),
    ("lambda", "/2015-03-31/functions/*/policy", "GetPolicy"),
    ("securityhub", "/accounts", "DescribeHub"),
    ("xray", "/EncryptionConfig", "GetEncryptionConfig"),
    ("xray", "/GetSamplingRules", "GetSamplingRules"),
    ("xray", "/Groups", "GetGroups"),
];

/// The service, as it is called in calls, and the operation that `target` asks for of the
/// service that signs as `signed`.
pub fn operation(signed: &str, target: &str) -> Option<(String, String)> {
    let path = target.split('?').next().unwrap().trim_end_matches('/');
    let service = match signed {
        "apigateway" if path.starts_with("/v2/") => "apigatewayv2",
        signed => signed,
    };
    let parts: Vec<&str> = path.split('/').collect();
    let fits = |(of, template, _): &&(&str, &str, &str)| {
        let template: Vec<&str> = template.split('/').collect();
        let same = |(part, expected): (&&str, &&str)| *expected == "*" || part == expected;
        *of == service && template.len() == parts.len() && parts.iter().zip(&template).all(same)
    };
    OPERATIONS
        .iter()
        .find(fits)
        .map(|(of, _, operation)| ((*of).to_owned(), (*operation).to_owned()))
}
