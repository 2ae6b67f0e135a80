//! AWS Config: well in Frankfurt, just switched on again in Virginia, stopped in
//! Ireland, not there in Sydney.

use auditrail::inventory::Seen;
use auditrail::inventory::body::{
    ConfigRule, ConfigRuleScope, ConfigRuleSource, DeliveryChannel, EvaluationQualifier,
    EvaluationResult, EvaluationResultIdentifier, Recorder, RecorderStatus, RecordingGroup,
    RecordingStrategy, SecurityGroup, SnapshotDelivery,
};
use auditrail::kind::{Kind, call};

use crate::account::{Demo, FRANKFURT, IRELAND, SYDNEY, VIRGINIA};
use crate::ec2;
use crate::gaps::throttled;
use crate::naming::{arn, number, some};
use crate::s3;
use crate::time::{days_ago, minutes_ago, written};

/// The regions with the rule on SSH, whose results were asked for.
pub const EVALUATED_IN: [&str; 2] = [FRANKFURT, VIRGINIA];

const RESTRICTED_SSH: (&str, &str) = ("restricted-ssh", "INCOMING_SSH_DISABLED");

const FRANKFURT_RULES: [(&str, &str); 7] = [
    RESTRICTED_SSH,
    ("cloudtrail-enabled", "CLOUD_TRAIL_ENABLED"),
    ("encrypted-volumes", "ENCRYPTED_VOLUMES"),
    ("iam-user-mfa-enabled", "IAM_USER_MFA_ENABLED"),
    ("rds-storage-encrypted", "RDS_STORAGE_ENCRYPTED"),
    ("root-account-mfa-enabled", "ROOT_ACCOUNT_MFA_ENABLED"),
    (
        "s3-bucket-public-read-prohibited",
        "S3_BUCKET_PUBLIC_READ_PROHIBITED",
    ),
];
const IRELAND_RULES: [(&str, &str); 1] = [("encrypted-volumes", "ENCRYPTED_VOLUMES")];
const VIRGINIA_RULES: [(&str, &str); 2] = [
    RESTRICTED_SSH,
    (
        "s3-bucket-public-read-prohibited",
        "S3_BUCKET_PUBLIC_READ_PROHIBITED",
    ),
];

/// The groups that Config finds open. It does not look into prefix lists, so that it
/// finds one group compliant that is open to everybody.
const NON_COMPLIANT: [&str; 3] = [
    "erp-migration-temp",
    "staging-ipv6-preview",
    "launch-wizard-1",
];

pub fn fill(demo: &mut Demo) {
    recorders(demo);
    for region in [FRANKFURT, VIRGINIA] {
        demo.found(Some(region), &channel());
    }
    rules(demo, FRANKFURT, &FRANKFURT_RULES);
    rules(demo, IRELAND, &IRELAND_RULES);
    rules(demo, VIRGINIA, &VIRGINIA_RULES);
    demo.missed(
        SYDNEY,
        Kind::ConfigRule,
        throttled(call::DESCRIBE_CONFIG_RULES),
    );
}

fn recorders(demo: &mut Demo) {
    let in_frankfurt = RecorderStatus {
        recording: Some(true),
        last_start_time: some("2022-03-15T08:20:31Z"),
        last_status: some("SUCCESS"),
        last_status_change_time: written(minutes_ago(7, FRANKFURT)),
        ..RecorderStatus::default()
    };
    // Delivers nothing until the first changes are written.
    let in_virginia = RecorderStatus {
        recording: Some(true),
        last_start_time: written(minutes_ago(19, VIRGINIA)),
        last_stop_time: written(days_ago(3, VIRGINIA)),
        last_status: some("PENDING"),
        last_status_change_time: written(minutes_ago(19, VIRGINIA)),
        ..RecorderStatus::default()
    };
    // Switched off together with its channel, to save money for a while.
    let in_ireland = RecorderStatus {
        recording: Some(false),
        last_start_time: some("2022-03-15T08:24:02Z"),
        last_stop_time: written(days_ago(140, IRELAND)),
        last_status: some("SUCCESS"),
        last_status_change_time: written(days_ago(140, IRELAND)),
        ..RecorderStatus::default()
    };
    for (region, status) in [
        (FRANKFURT, in_frankfurt),
        (VIRGINIA, in_virginia),
        (IRELAND, in_ireland),
    ] {
        demo.found(Some(region), &recorder(region, status));
    }
}

fn recorder(region: &str, status: RecorderStatus) -> Recorder {
    let name = "default";
    let id = number("recorder", &[region]);
    let is_home = region == FRANKFURT;
    let role = "role/aws-service-role/config.amazonaws.com/AWSServiceRoleForConfig";
    Recorder {
        arn: some(arn(
            "config",
            region,
            &format!("configuration-recorder/{name}/{id:016x}"),
        )),
        name: some(name),
        role_arn: some(arn("iam", "", role)),
        // Global resources are recorded once, or each change would be paid four times.
        recording_group: Some(RecordingGroup {
            all_supported: Some(true),
            include_global_resource_types: Some(is_home),
            recording_strategy: Some(RecordingStrategy {
                use_only: some("ALL_SUPPORTED_RESOURCE_TYPES"),
            }),
            ..RecordingGroup::default()
        }),
        recording_scope: some("PAID"),
        service_principal: None,
        status: Some(Seen::Value(RecorderStatus {
            name: some(name),
            ..status
        })),
    }
}

/// The bucket behind all delivery channels.
const HISTORY: &str = "nordlicht-config-history";

fn channel() -> DeliveryChannel {
    DeliveryChannel {
        name: some("default"),
        s3_bucket_name: some(HISTORY),
        config_snapshot_delivery_properties: Some(SnapshotDelivery {
            delivery_frequency: some("TwentyFour_Hours"),
        }),
        bucket_encryption: Some(Seen::Value(s3::encryption(HISTORY))),
        ..DeliveryChannel::default()
    }
}

fn rules(demo: &mut Demo, region: &str, rules: &[(&str, &str)]) {
    for (name, identifier) in rules {
        let is_asked = *identifier == RESTRICTED_SSH.1;
        let compliance = is_asked.then(|| ec2::groups(region).map(|g| evaluation(&g)).collect());
        demo.found(Some(region), &rule(region, name, identifier, compliance));
    }
}

fn rule(
    region: &str,
    name: &str,
    identifier: &str,
    compliance: Option<Vec<Seen<EvaluationResult>>>,
) -> ConfigRule {
    let id = format!("config-rule-{:06x}", number("rule", &[region, name]) >> 40);
    ConfigRule {
        config_rule_name: some(name),
        config_rule_arn: some(arn("config", region, &format!("config-rule/{id}"))),
        config_rule_id: Some(id),
        scope: compliance.is_some().then(|| ConfigRuleScope {
            compliance_resource_types: vec!["AWS::EC2::SecurityGroup".to_owned()],
            ..ConfigRuleScope::default()
        }),
        source: Some(ConfigRuleSource {
            owner: some("AWS"),
            source_identifier: some(identifier),
        }),
        input_parameters: some("{}"),
        config_rule_state: some("ACTIVE"),
        compliance,
        ..ConfigRule::default()
    }
}

fn evaluation(group: &SecurityGroup) -> Seen<EvaluationResult> {
    let name = group.group_name.as_deref().unwrap_or_default();
    let id = group.group_id.as_deref().unwrap_or_default();
    let qualifier = EvaluationQualifier {
        config_rule_name: some(RESTRICTED_SSH.0),
        resource_type: some("AWS::EC2::SecurityGroup"),
        resource_id: some(id),
    };
    let is_open = NON_COMPLIANT.contains(&name);
    Seen::Value(EvaluationResult {
        evaluation_result_identifier: Some(EvaluationResultIdentifier {
            evaluation_result_qualifier: Some(qualifier),
        }),
        compliance_type: some(if is_open {
            "NON_COMPLIANT"
        } else {
            "COMPLIANT"
        }),
        annotation: None,
        result_recorded_time: written(days_ago(0, id)),
    })
}
