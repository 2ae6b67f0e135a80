//! Config, IAM and EC2.

use serde_json::{Value, json};

use super::server::query;
use super::*;

#[tokio::test]
async fn a_recorder_has_its_own_status() {
    let server = Server::start(|a| {
        match (a.operation.as_str(), a.region.as_str()) {
        ("DescribeConfigurationRecorders", "eu-west-1") => Some(Reply::ok(
            json!({"ConfigurationRecorders": [
                {"name": "default", "arn": "arn:1", "recordingGroup": {"allSupported": true,
                    "recordingStrategy": {"useOnly": "ALL_SUPPORTED_RESOURCE_TYPES"}}},
                {"name": "linked", "servicePrincipal": "x.amazonaws.com", "recordingScope": "INTERNAL"},
                {"name": "new"},
            ]})
            .to_string(),
        )),
        ("DescribeConfigurationRecorderStatus", "eu-west-1") => Some(Reply::ok(
            json!({"ConfigurationRecordersStatus": [
                {"name": "linked", "recording": false},
                {"name": "default", "arn": "arn:2", "recording": false},
                {"name": "linked", "recording": true, "servicePrincipal": "x.amazonaws.com"},
                {"name": "default", "arn": "arn:1", "recording": true, "lastStatus": "SUCCESS",
                 "lastStartTime": 1_767_323_045},
            ]})
            .to_string(),
        )),
        ("DescribeConfigurationRecorders", _) => {
            Some(Reply::ok("{\"ConfigurationRecorders\":[{\"name\":\"default\"}]}"))
        }
        ("DescribeConfigurationRecorderStatus", _) => Some(Reply::denied()),
        _ => None,
    }
    });
    let plan = plan(&[
        call::DESCRIBE_CONFIGURATION_RECORDERS,
        call::DESCRIBE_CONFIGURATION_RECORDER_STATUS,
    ]);
    let inventory = scan(&aws(&server), &plan).await;
    let bodies: Vec<&Value> = inventory
        .of_kind(Kind::ConfigRecorder)
        .map(|r| &r.body)
        .collect();
    let [default, linked, new, denied] = bodies.as_slice() else {
        panic!("{bodies:?}");
    };
    assert_eq!(default["Status"]["recording"], true);
    assert_eq!(default["Status"]["lastStatus"], "SUCCESS");
    assert_eq!(default["Status"]["lastStartTime"], "2026-01-02T03:04:05Z");
    assert_eq!(default["recordingGroup"]["allSupported"], true);
    assert_eq!(linked["Status"]["recording"], true);
    assert_eq!(linked["recordingScope"], "INTERNAL");
    assert_eq!(new["Status"]["recording"], Value::Null);
    assert_eq!(denied["Status"]["$gap"]["reason"], "denied");
    assert_eq!(
        gaps(&inventory),
        ["us-east-1 config-recorder/default config:DescribeConfigurationRecorderStatus denied"]
    );
}

fn config_rules(asked: &Asked) -> Option<Reply> {
    let rule = |name: &str, state: &str, source: &str| {
        json!({"ConfigRuleName": name, "ConfigRuleState": state,
               "Source": {"Owner": "AWS", "SourceIdentifier": source}})
    };
    match asked.operation.as_str() {
        "DescribeConfigRules" if asked.region == "eu-west-1" => Some(Reply::ok(
            json!({"ConfigRules": [
                rule("wanted", "ACTIVE", "MFA"),
                rule("other", "ACTIVE", "TAGS"),
                rule("leaving", "DELETING", "MFA"),
            ]})
            .to_string(),
        )),
        "GetComplianceDetailsByConfigRule" if asked.has("NextToken") => Some(Reply::denied()),
        "GetComplianceDetailsByConfigRule" => Some(Reply::ok(
            json!({"NextToken": "t", "EvaluationResults": [{
                "ComplianceType": "COMPLIANT", "ResultRecordedTime": 1_767_323_045,
                "EvaluationResultIdentifier": {"EvaluationResultQualifier": {"ResourceId": "r"}},
            }]})
            .to_string(),
        )),
        _ => None,
    }
}

#[tokio::test]
async fn compliance_is_asked_of_planned_active_rules_only() {
    let server = Server::start(config_rules);
    let aws = aws_with(&server, named(&["eu-west-1"]));
    let mut plan = plan(&[
        call::DESCRIBE_CONFIG_RULES,
        call::GET_COMPLIANCE_DETAILS_BY_CONFIG_RULE,
    ]);
    plan.config_rule_identifiers = ["MFA".to_owned()].into();
    let inventory = scan(&aws, &plan).await;
    let rules: Vec<&Resource> = inventory.of_kind(Kind::ConfigRule).collect();
    assert_eq!(
        ids(&inventory, Kind::ConfigRule),
        ["leaving", "other", "wanted"]
    );
    let compliance = &rules[2].body["Compliance"];
    assert_eq!(compliance[0]["ComplianceType"], "COMPLIANT");
    assert_eq!(compliance[0]["ResultRecordedTime"], "2026-01-02T03:04:05Z");
    assert_eq!(compliance[1]["$gap"]["reason"], "denied");
    assert_eq!(rules[0].body.get("Compliance"), None);
    assert_eq!(rules[1].body.get("Compliance"), None);
    assert_eq!(
        gaps(&inventory),
        ["eu-west-1 config-rule/wanted config:GetComplianceDetailsByConfigRule denied"]
    );

    plan.config_rule_identifiers.clear();
    scan(&aws, &plan).await;
    let asked = server.asked_for("GetComplianceDetailsByConfigRule");
    assert!(
        asked.iter().any(|a| a.has("other")),
        "all, if none is named"
    );
    assert!(!asked.iter().any(|a| a.has("leaving")));
}

const REPORT: &[Call] = &[
    call::GENERATE_CREDENTIAL_REPORT,
    call::GET_CREDENTIAL_REPORT,
];

#[tokio::test]
async fn the_credential_report_is_waited_for() {
    let server = Server::start(|a| match a.operation.as_str() {
        "GenerateCredentialReport" if a.nth < 2 => {
            let state = ["STARTED", "INPROGRESS"][a.nth];
            Some(Reply::ok(query(
                &a.operation,
                &format!("<State>{state}</State>"),
            )))
        }
        // user,mfa_active / <root_account>,true / alice,false
        "GetCredentialReport" => Some(Reply::ok(query(
            &a.operation,
            "<Content>dXNlcixtZmFfYWN0aXZlCjxyb290X2FjY291bnQ+LHRydWUKYWxpY2UsZmFsc2UK</Content>",
        ))),
        _ => None,
    });
    let inventory = scan(&aws(&server), &plan(REPORT)).await;
    assert_eq!(
        ids(&inventory, Kind::Credential),
        ["<root_account>", "alice"]
    );
    assert_eq!(server.asked_for("GenerateCredentialReport").len(), 3);
    assert_eq!(gaps(&inventory), [""; 0]);
}

#[tokio::test]
async fn a_credential_report_that_does_not_come_or_is_none_is_a_gap() {
    let never = Server::start(|a| {
        (a.operation == "GenerateCredentialReport")
            .then(|| Reply::ok(query(&a.operation, "<State>STARTED</State>")))
    });
    let options = Options {
        timeouts: TIMEOUTS,
        ..Options::default()
    };
    let inventory = scan(&aws_with(&never, options), &plan(REPORT)).await;
    assert_eq!(
        gaps(&inventory),
        ["global credential/* iam:GenerateCredentialReport timeout"]
    );

    let broken = Server::start(|a| {
        // <html>
        (a.operation == "GetCredentialReport")
            .then(|| Reply::ok(query(&a.operation, "<Content>PGh0bWw+</Content>")))
    });
    let inventory = scan(&aws(&broken), &plan(REPORT)).await;
    assert_eq!(
        gaps(&inventory),
        ["global credential/* iam:GetCredentialReport failed"]
    );
    let detail = &inventory.gaps[0].call.detail;
    assert!(detail.starts_with("malformed reply"), "{detail}");
}

#[tokio::test]
async fn summary_and_password_policy_are_taken_as_they_are() {
    let server = Server::start(|a| match a.operation.as_str() {
        "GetAccountSummary" => Some(Reply::ok(query(
            &a.operation,
            "<SummaryMap><entry><key>AccountMFAEnabled</key><value>1</value></entry>\
             <entry><key>NewKey</key><value>7</value></entry></SummaryMap>",
        ))),
        "GetAccountPasswordPolicy" => Some(Reply::ok(query(
            &a.operation,
            "<PasswordPolicy><MinimumPasswordLength>14</MinimumPasswordLength></PasswordPolicy>",
        ))),
        _ => None,
    });
    let plan = plan(&[call::GET_ACCOUNT_SUMMARY, call::GET_ACCOUNT_PASSWORD_POLICY]);
    let inventory = scan(&aws(&server), &plan).await;
    let summary = &only(&inventory, Kind::AccountSummary).body["SummaryMap"];
    assert_eq!(*summary, json!({"AccountMFAEnabled": 1, "NewKey": 7}));
    let policy = &only(&inventory, Kind::PasswordPolicy).body;
    assert_eq!(policy["MinimumPasswordLength"], 14);
    assert_eq!(policy["MaxPasswordAge"], Value::Null);
}

fn prefixed(asked: &Asked) -> Option<Reply> {
    let list = |id: &str| format!("<item><prefixListId>{id}</prefixListId></item>");
    let group = |id: &str, inbound: &[&str]| {
        let lists: String = inbound.iter().map(|l| list(l)).collect();
        format!(
            "<item><groupId>{id}</groupId>\
             <ipPermissions><item><ipProtocol>-1</ipProtocol><prefixListIds>{lists}</prefixListIds></item></ipPermissions>\
             <ipPermissionsEgress><item><ipProtocol>tcp</ipProtocol><fromPort>1</fromPort><toPort>2</toPort>\
             <prefixListIds>{}</prefixListIds></item></ipPermissionsEgress></item>",
            list("pl-out")
        )
    };
    match asked.operation.as_str() {
        "DescribeSecurityGroups" => Some(Reply::ok(format!(
            "<DescribeSecurityGroupsResponse><securityGroupInfo>{}{}{}</securityGroupInfo></DescribeSecurityGroupsResponse>",
            group("sg-1", &["pl-a", "pl-b"]),
            group("sg-2", &["pl-a"]),
            group("sg-3", &[]),
        ))),
        "GetManagedPrefixListEntries" if asked.has("pl-b") => {
            Some(Reply::error(403, "UnauthorizedOperation"))
        }
        "GetManagedPrefixListEntries" => Some(Reply::ok(
            "<GetManagedPrefixListEntriesResponse><entrySet><item><cidr>0.0.0.0/0</cidr></item></entrySet></GetManagedPrefixListEntriesResponse>",
        )),
        _ => None,
    }
}

#[tokio::test]
async fn inbound_prefix_lists_are_asked_for_once_each() {
    let server = Server::start(prefixed);
    let aws = aws_with(&server, named(&["eu-west-1"]));
    let plan = plan(&[
        call::DESCRIBE_SECURITY_GROUPS,
        call::GET_MANAGED_PREFIX_LIST_ENTRIES,
    ]);
    let inventory = scan(&aws, &plan).await;
    assert_eq!(
        ids(&inventory, Kind::SecurityGroup),
        ["sg-1", "sg-2", "sg-3"]
    );
    let first = inventory.of_kind(Kind::SecurityGroup).next().unwrap();
    let inbound = &first.body["IpPermissions"][0];
    assert_eq!(inbound["FromPort"], Value::Null);
    let lists = &inbound["PrefixListIds"];
    assert_eq!(lists[0]["Entries"][0]["Cidr"], "0.0.0.0/0");
    assert_eq!(lists[1]["Entries"][0]["$gap"]["reason"], "denied");
    let outbound = &first.body["IpPermissionsEgress"][0]["PrefixListIds"][0];
    assert_eq!(outbound.get("Entries"), None);
    assert_eq!(server.asked_for("GetManagedPrefixListEntries").len(), 2);
    assert_eq!(
        gaps(&inventory),
        ["eu-west-1 security-group/sg-1 ec2:GetManagedPrefixListEntries denied"]
    );
}

#[tokio::test]
async fn without_a_plan_for_them_prefix_lists_have_no_entries() {
    let server = Server::start(prefixed);
    let inventory = scan(&aws(&server), &plan(&[call::DESCRIBE_SECURITY_GROUPS])).await;
    let first = inventory.of_kind(Kind::SecurityGroup).next().unwrap();
    let list = &first.body["IpPermissions"][0]["PrefixListIds"][0];
    assert_eq!(list.get("Entries"), None);
}
