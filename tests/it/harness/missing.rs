//! What moto has not got, read through the proxy as the SDK reads it.

use aws_config::SdkConfig;
use aws_sdk_accessanalyzer::types::Type;
use aws_sdk_s3::types::MfaDeleteStatus;

use crate::aws;
use crate::like_aws::{LikeAws, deviate};
use crate::proxy::Proxy;
use crate::seed::bucket::{self, DATA};
use crate::seed::resource_policy::VAULTS;
use crate::seed::trail::BUCKET;
use crate::seed::{ACCOUNT, Account, HOME};

fn at(account: &Account, region: &str) -> SdkConfig {
    aws::config(&account.proxy.endpoint(), region)
}

fn s3(proxy: &Proxy) -> aws_sdk_s3::Client {
    let config = aws::config(&proxy.endpoint(), HOME);
    let config = aws_sdk_s3::config::Builder::from(&config);
    aws_sdk_s3::Client::from_conf(config.force_path_style(true).build())
}

#[test]
fn of_the_account_and_its_organization() {
    let account = Account::compliant();
    let config = at(&account, "us-east-1");
    let contacts = aws_sdk_account::Client::new(&config);
    let contact = aws::run(contacts.get_contact_information().send()).unwrap();
    let contact = contact.contact_information.unwrap();
    assert_eq!(contact.country_code(), "GB");

    let iam = aws_sdk_iam::Client::new(&config);
    let features = || {
        let features = aws::run(iam.list_organizations_features().send());
        features.unwrap().enabled_features().len()
    };
    assert_eq!(features(), 2);
    deviate::no_central_root_access(&account.proxy);
    assert_eq!(features(), 0);

    let organizations = aws_sdk_organizations::Client::new(&config);
    let policy = organizations.describe_resource_policy();
    let known = aws::run(policy.clone().send()).unwrap();
    let content = known.resource_policy.unwrap().content.unwrap();
    assert!(!content.contains(ACCOUNT), "{content}");
    deviate::no_delegation_policy(&account.proxy);
    let error = aws::run(policy.send()).unwrap_err().into_service_error();
    assert!(error.is_resource_policy_not_found_exception(), "{error}");
}

#[test]
fn of_iam() {
    let account = Account::compliant();
    let iam = aws_sdk_iam::Client::new(&at(&account, HOME));
    let expiration = || {
        let list = aws::run(iam.list_server_certificates().send()).unwrap();
        let certificate = &list.server_certificate_metadata_list()[0];
        certificate.expiration().unwrap().secs()
    };
    let valid = expiration();
    deviate::expired_certificate(&account.proxy);
    assert!(valid - expiration() > 365 * 24 * 60 * 60);

    let owners = || {
        let devices = aws::run(iam.list_virtual_mfa_devices().send()).unwrap();
        let owners = devices.virtual_mfa_devices().iter();
        let owners = owners.filter_map(|device| device.user());
        let mut arns: Vec<String> = owners.map(|user| user.arn().to_owned()).collect();
        arns.sort();
        arns
    };
    let alice = format!("arn:aws:iam::{ACCOUNT}:user/alice");
    assert_eq!(owners(), [alice.as_str()]);
    deviate::virtual_root_device(&account.proxy);
    assert_eq!(owners(), [format!("arn:aws:iam::{ACCOUNT}:root"), alice]);
}

#[test]
fn of_regions() {
    let account = Account::compliant();
    let types = |region: &str| {
        let client = aws_sdk_accessanalyzer::Client::new(&at(&account, region));
        let list = aws::run(client.list_analyzers().send()).unwrap();
        let types = list.analyzers().iter().map(|one| one.r#type().clone());
        types.collect::<Vec<Type>>()
    };
    deviate::analyzer_of_unused_access_only(&account.proxy, "eu-central-1");
    assert_eq!(types(HOME), [Type::Account]);
    assert_eq!(types("eu-central-1"), [Type::AccountUnusedAccess]);

    let macie = |region: &str| aws_sdk_macie2::Client::new(&at(&account, region));
    let home = macie(HOME);
    let jobs = aws::run(home.list_classification_jobs().send()).unwrap();
    assert_eq!(jobs.items()[0].name(), Some("weekly"));
    let discovery = home.get_automated_discovery_configuration();
    let discovery = aws::run(discovery.send()).unwrap();
    assert_eq!(discovery.status().unwrap().as_str(), "ENABLED");
    deviate::no_macie(&account.proxy, "us-east-1");
    aws::run(home.get_macie_session().send()).unwrap();
    let off = aws::run(macie("us-east-1").get_macie_session().send());
    let error = off.unwrap_err().into_service_error();
    assert!(error.is_access_denied_exception(), "{error}");
    assert!(
        error.to_string().contains("Macie is not enabled"),
        "{error}"
    );
}

#[test]
fn of_buckets() {
    let account = Account::compliant();
    let client = s3(&account.proxy);
    let list = aws::run(client.list_buckets().max_buckets(100).send()).unwrap();
    let regions = list
        .buckets()
        .iter()
        .map(|b| (b.name().unwrap(), b.bucket_region().unwrap()));
    let mut regions: Vec<_> = regions.collect();
    regions.sort_unstable();
    assert_eq!(
        regions,
        [(bucket::LOGS, HOME), (BUCKET, HOME), (DATA, "us-east-1")]
    );
    let mfa = |name: &str| {
        let versioning = aws::run(client.get_bucket_versioning().bucket(name).send());
        versioning.unwrap().mfa_delete
    };
    deviate::no_mfa_delete(&account.proxy, DATA);
    assert_eq!(mfa(BUCKET), Some(MfaDeleteStatus::Enabled));
    assert_eq!(mfa(DATA), None);
}

#[test]
fn of_vaults() {
    let account = Account::compliant();
    let [archive, nightly] = VAULTS;
    let glacier = aws_sdk_glacier::Client::new(&at(&account, HOME));
    let backup = aws_sdk_backup::Client::new(&at(&account, HOME));
    let policies = || {
        let request = glacier.get_vault_access_policy().account_id("-");
        let answer = aws::run(request.vault_name(archive).send()).unwrap();
        let archive = answer.policy.unwrap().policy.unwrap();
        let request = backup.get_backup_vault_access_policy();
        let answer = aws::run(request.backup_vault_name(nightly).send()).unwrap();
        [archive, answer.policy.unwrap()]
    };
    let everyone = "\"Principal\":\"*\"";
    assert!(policies().iter().all(|policy| !policy.contains(everyone)));
    deviate::vaults_for_everyone(&account.proxy);
    assert!(policies().iter().all(|policy| policy.contains(everyone)));
    let none = LikeAws {
        set_up: false,
        ..LikeAws::default()
    };
    none.apply(&account.proxy);
    let request = glacier.get_vault_access_policy().account_id("-");
    let error = aws::run(request.vault_name(archive).send()).unwrap_err();
    let error = error.into_service_error();
    assert!(error.is_resource_not_found_exception(), "{error}");
}

#[test]
fn what_is_refused_in_paths_is_refused_as_aws_does() {
    let account = Account::compliant();
    account.proxy.on("s3:GetBucketVersioning").deny();
    let request = s3(&account.proxy).get_bucket_versioning().bucket(DATA);
    let error = aws::run(request.send()).unwrap_err().into_service_error();
    assert_eq!(error.meta().code(), Some("AccessDenied"));
    account.proxy.on("macie2:GetMacieSession").deny();
    let macie = aws_sdk_macie2::Client::new(&at(&account, HOME));
    let error = aws::run(macie.get_macie_session().send()).unwrap_err();
    let error = error.into_service_error();
    assert!(error.is_access_denied_exception(), "{error}");
    account.proxy.on("cloudfront:ListDistributions").deny();
    let cloudfront = aws_sdk_cloudfront::Client::new(&at(&account, "us-east-1"));
    let error = aws::run(cloudfront.list_distributions().send()).unwrap_err();
    assert_eq!(
        error.into_service_error().meta().code(),
        Some("AccessDenied")
    );
}
