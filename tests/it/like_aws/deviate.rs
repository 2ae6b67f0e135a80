//! What is wrong with an account and moto cannot hold: each function spoils one thing in
//! the answers of a compliant one. See `seed::deviate` for the rest.

use serde_json::json;

use super::{answers, missing, text::map_between};
use crate::proxy::{Match, Proxy};
use crate::seed::ACCOUNT;

/// Long before any limit.
pub const LONG_AGO: &str = "2020-01-01T00:00:00+00:00";

/// So many days ago, as the credential report writes it.
pub fn days_ago(days: i64) -> String {
    answers::written(-days)
}

/// In the credential report this column of this user has this value.
pub fn credential(
    proxy: &Proxy,
    user: &'static str,
    column: &'static str,
    value: impl Into<String>,
) {
    let value = value.into();
    proxy
        .on("iam:GetCredentialReport")
        .replace(move |body| answers::with_column(body, user, column, &value));
}

/// One of the root user's MFA devices is virtual.
pub fn virtual_root_device(proxy: &Proxy) {
    proxy.on("iam:ListVirtualMFADevices").replace(|body| {
        let device = format!(
            "<member><SerialNumber>arn:aws:iam::{ACCOUNT}:mfa/root-account-mfa-device\
             </SerialNumber><EnableDate>2020-01-01T00:00:00Z</EnableDate><User>\
             <UserId>{ACCOUNT}</UserId><Arn>arn:aws:iam::{ACCOUNT}:root</Arn>\
             <CreateDate>2020-01-01T00:00:00Z</CreateDate></User></member>"
        );
        let list = "<VirtualMFADevices>";
        body.replacen(list, &format!("{list}{device}"), 1)
    });
}

/// The server certificate ran out yesterday.
pub fn expired_certificate(proxy: &Proxy) {
    proxy
        .on("iam:ListServerCertificates")
        .replace(|body| answers::certificates(body, -1));
}

/// A region has an analyzer, but none for external access.
pub fn analyzer_of_unused_access_only(proxy: &Proxy, region: &str) {
    let calls = Match::from("access-analyzer:ListAnalyzers").in_region(region);
    missing::list_analyzers(proxy, calls, &["ACCOUNT_UNUSED_ACCESS"]);
}

/// Root access is not managed centrally.
pub fn no_central_root_access(proxy: &Proxy) {
    proxy
        .on("iam:ListOrganizationsFeatures")
        .answer(|_| missing::root_features(&[]));
}

/// The organization has no delegation policy.
pub fn no_delegation_policy(proxy: &Proxy) {
    let code = "ResourcePolicyNotFoundException";
    let error = json!({"__type": code, "Message": "there is no resource policy"});
    proxy
        .on("organizations:DescribeResourcePolicy")
        .status(400, &error.to_string());
}

/// Versions of the bucket can be deleted without MFA.
pub fn no_mfa_delete(proxy: &Proxy, bucket: &str) {
    proxy
        .on(Match::from("s3:GetBucketVersioning").containing(bucket))
        .replace(|body| body.replace("<MfaDelete>Enabled</MfaDelete>", ""));
}

/// The clusters stand in one availability zone.
pub fn clusters_in_one_zone(proxy: &Proxy) {
    proxy
        .on("rds:DescribeDBClusters")
        .replace(|body| map_between(body, "<MultiAZ>", "</MultiAZ>", |_| "false".to_owned()));
}

/// Macie is not enabled in a region.
pub fn no_macie(proxy: &Proxy, region: &str) {
    let calls = Match::from("macie2:GetMacieSession").in_region(region);
    missing::no_macie(proxy, calls);
}

/// Everybody may use the vaults.
pub fn vaults_for_everyone(proxy: &Proxy) {
    missing::vault_policies(proxy, &json!("*"));
}
