//! The names of operations that stand in a request's method and path only.

/// What auditrail may ask: the service that signs, method, path, and the operation.
///
/// `*` stands for one part of a path; a key of the query has to be there, with any value.
/// The first line that fits counts.
const ROUTES: &str = "\
    access-analyzer GET /analyzer access-analyzer:ListAnalyzers
    account POST /getAlternateContact account:GetAlternateContact
    account POST /getContactInformation account:GetContactInformation
    apigateway GET /restapis apigateway:GetRestApis
    apigateway GET /restapis/*/stages apigateway:GetStages
    apigateway GET /v2/apis apigatewayv2:GetApis
    apigateway GET /v2/apis/*/stages apigatewayv2:GetStages
    backup GET /backup-vaults backup:ListBackupVaults
    backup GET /backup-vaults/*/access-policy backup:GetBackupVaultAccessPolicy
    cloudfront GET /2020-05-31/distribution cloudfront:ListDistributions
    cloudfront GET /2020-05-31/distribution/*/config cloudfront:GetDistributionConfig
    elasticfilesystem GET /2015-02-01/file-systems elasticfilesystem:DescribeFileSystems
    elasticfilesystem GET /2015-02-01/file-systems/*/policy \
                          elasticfilesystem:DescribeFileSystemPolicy
    glacier GET /*/vaults glacier:ListVaults
    glacier GET /*/vaults/*/access-policy glacier:GetVaultAccessPolicy
    lambda GET /2015-03-31/functions lambda:ListFunctions
    lambda GET /2015-03-31/functions/*/policy lambda:GetPolicy
    macie2 GET /automated-discovery/configuration macie2:GetAutomatedDiscoveryConfiguration
    macie2 GET /macie macie2:GetMacieSession
    macie2 POST /jobs/list macie2:ListClassificationJobs
    s3 GET /v20180820/configuration/publicAccessBlock s3control:GetPublicAccessBlock
    s3 GET / s3:ListBuckets
    s3 GET /*?acl s3:GetBucketAcl
    s3 GET /*?encryption s3:GetBucketEncryption
    s3 GET /*?location s3:GetBucketLocation
    s3 GET /*?logging s3:GetBucketLogging
    s3 GET /*?policy s3:GetBucketPolicy
    s3 GET /*?policyStatus s3:GetBucketPolicyStatus
    s3 GET /*?publicAccessBlock s3:GetPublicAccessBlock
    s3 GET /*?versioning s3:GetBucketVersioning
    securityhub GET /accounts securityhub:DescribeHub
    xray POST /EncryptionConfig xray:GetEncryptionConfig
    xray POST /GetSamplingRules xray:GetSamplingRules
    xray POST /Groups xray:GetGroups";

/// Service and operation of a request for `target` that was signed for `service`.
pub(super) fn operation(
    service: &str,
    method: &str,
    target: &str,
) -> Option<(&'static str, &'static str)> {
    let (path, query) = target.split_once('?').unwrap_or((target, ""));
    let keys = || query.split('&').filter_map(|pair| pair.split('=').next());
    ROUTES.lines().find_map(|line| {
        let mut words = line.split_whitespace();
        let signed_for = words.next() == Some(service) && words.next() == Some(method);
        let (route, name) = (words.next()?, words.next()?);
        let (route, key) = route.split_once('?').unwrap_or((route, ""));
        let asks = key.is_empty() || keys().any(|given| given == key);
        (signed_for && asks && fits(route, path)).then_some(name.split_once(':')?)
    })
}

fn fits(route: &str, path: &str) -> bool {
    let (mut route, mut path) = (parts(route), parts(path));
    loop {
        match (route.next(), path.next()) {
            (None, None) => return true,
            (Some(wanted), Some(given)) if wanted == given => {}
            (Some("*"), Some(given)) if !given.is_empty() => {}
            _ => return false,
        }
    }
}

fn parts(path: &str) -> impl Iterator<Item = &str> {
    path.trim_matches('/').split('/')
}
