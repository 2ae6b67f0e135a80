//! Corrects moto's answers where they are unlike AWS's in what auditrail looks at, and
//! holds what moto cannot: the root user, pending subscriptions, Config's verdicts, and
//! what whole APIs say that moto has not got.

mod answers;
pub mod deviate;
mod missing;
pub mod observed;
mod s3;
mod text;

use std::collections::BTreeMap;

use crate::proxy::{Match, Proxy};
use crate::seed::REGIONS;
use answers::{
    compliance, credential_report, default_selectors, recorder_status, topic_attributes,
    trail_status,
};
use text::{count, edit_json, map_between, retain_between, with_entry};

/// What an account is like beyond what moto holds; by default compliant.
#[derive(Debug, Clone)]
pub struct LikeAws {
    /// The regions that are enabled.
    pub regions: Vec<&'static str>,
    pub root_mfa: bool,
    pub root_access_key: bool,
    /// Topics, by name, whose subscriptions nobody confirmed yet.
    pub unconfirmed: Vec<&'static str>,
    /// Resources, by region, that Config's rules find non-compliant.
    pub non_compliant: BTreeMap<&'static str, Vec<String>>,
    /// Whether everything is set up that moto has no API for: analyzers, Macie, policies
    /// of vaults, X-Ray, managed instances.
    pub set_up: bool,
}

impl Default for LikeAws {
    fn default() -> Self {
        Self {
            regions: REGIONS.to_vec(),
            root_mfa: true,
            root_access_key: false,
            unconfirmed: Vec::new(),
            non_compliant: BTreeMap::new(),
            set_up: true,
        }
    }
}

impl LikeAws {
    /// Makes the proxy's answers like AWS's. Applied once more with other values, the
    /// later ones count, but for subscriptions: those stay unconfirmed.
    pub fn apply(&self, proxy: &Proxy) {
        let regions = self.regions.clone();
        proxy.on("ec2:DescribeRegions").replace(move |body| {
            let enabled = |item: &str| {
                let is = |name| item.contains(&format!("<regionName>{name}</regionName>"));
                regions.iter().any(is)
            };
            retain_between(body, "<item>", "</item>", enabled)
        });

        proxy
            .on("cloudtrail:GetTrailStatus")
            .rewrite(|asked, body| edit_json(body, |status| trail_status(asked, status)));
        proxy
            .on("cloudtrail:GetEventSelectors")
            .replace(|body| edit_json(body, default_selectors));

        proxy
            .on("config:DescribeConfigurationRecorderStatus")
            .replace(|body| edit_json(body, recorder_status));
        let non_compliant = self.non_compliant.clone();
        proxy
            .on("config:GetComplianceDetailsByConfigRule")
            .answer(move |asked| compliance(asked, &non_compliant));

        let (mfa, key) = (self.root_mfa, self.root_access_key);
        proxy.on("iam:GetAccountSummary").replace(move |body| {
            let body = with_entry(body, "AccountMFAEnabled", usize::from(mfa));
            let body = with_entry(&body, "AccountAccessKeysPresent", usize::from(key));
            with_entry(&body, "AccountPasswordPresent", 1)
        });
        proxy
            .on("iam:GetCredentialReport")
            .replace(move |body| credential_report(body, mfa, key));

        proxy.on("sns:GetTopicAttributes").rewrite(topic_attributes);
        proxy
            .on("rds:DescribeDBClusters")
            .replace(|body| map_between(body, "<MultiAZ>", "</MultiAZ>", |_| "true".to_owned()));
        proxy
            .on("iam:ListServerCertificates")
            .replace(|body| answers::certificates(body, 365));
        proxy
            .on("iam:ListInstanceProfiles")
            .replace(answers::instance_profiles);
        proxy
            .on("ec2:DescribeInstances")
            .replace(answers::profiles_of_instances);
        s3::apply(proxy);
        missing::apply(proxy, self.set_up);
        observed::apply(proxy, self.set_up);
        for topic in &self.unconfirmed {
            leave_unconfirmed(proxy, topic);
        }
    }
}

/// Nobody confirmed the subscriptions of this topic.
pub fn leave_unconfirmed(proxy: &Proxy, topic: &str) {
    let about = |operation| Match::from(operation).containing(topic);
    proxy
        .on(about("sns:ListSubscriptionsByTopic"))
        .replace(|body| {
            let (open, close) = ("<SubscriptionArn>", "</SubscriptionArn>");
            map_between(body, open, close, |_| "PendingConfirmation".to_owned())
        });
    proxy
        .on(about("sns:GetTopicAttributes"))
        .rewrite(|asked, body| {
            let list = asked.ask_about("ListSubscriptionsByTopic");
            let pending = count(&list, "<SubscriptionArn>");
            let body = with_entry(body, "SubscriptionsPending", pending);
            with_entry(&body, "SubscriptionsConfirmed", 0)
        });
}
