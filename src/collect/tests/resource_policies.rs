//! The policies of resources of all services.

use serde_json::{Value, json};

use super::server::{query, regions};
use super::*;

const POLICY: &str = r#"{"Version":"2012-10-17","Statement":[]}"#;

fn arn(service: &str, resource: &str) -> String {
    format!("arn:aws:{service}:eu-west-1:123456789012:{resource}")
}

/// Each service's list, in full or its second page, and the policy of `a`; `b` has none.
pub fn account(asked: &Asked) -> Option<Reply> {
    if asked.region != "eu-west-1" {
        return None;
    }
    let ok = |value: Value| Some(Reply::ok(value.to_string()));
    let none = |code: &str| Some(Reply::error(404, code));
    let url = |name: &str| format!("https://sqs.eu-west-1.amazonaws.com/123456789012/{name}");
    let last = ["nextToken", "NextToken", "Marker=", "marker="];
    let is_last = last.iter().any(|token| asked.has(token));
    match asked.operation.as_str() {
        "ListQueues" if is_last => ok(json!({"QueueUrls": [url("b")]})),
        "ListQueues" => ok(json!({"QueueUrls": [url("a")], "NextToken": "t"})),
        "GetQueueAttributes" if asked.has("/a") => ok(json!({"Attributes": {"Policy": POLICY}})),
        "GetQueueAttributes" => ok(json!({"Attributes": {}})),
        "ListTopics" => {
            let (name, next) = if is_last {
                ("b", "")
            } else {
                ("a", "<NextToken>t</NextToken>")
            };
            let topic = arn("sns", name);
            let member = format!("<member><TopicArn>{topic}</TopicArn></member>");
            let result = format!("<Topics>{member}</Topics>{next}");
            Some(Reply::ok(query("ListTopics", &result)))
        }
        "GetTopicAttributes" => {
            let policy = POLICY.replace('"', "&quot;");
            let entry = format!("<entry><key>Policy</key><value>{policy}</value></entry>");
            let result = format!("<Attributes>{entry}</Attributes>");
            Some(Reply::ok(query("GetTopicAttributes", &result)))
        }
        "ListFunctions" if is_last => ok(json!({"Functions": [
            {"FunctionName": "b", "FunctionArn": arn("lambda", "function:b")}]})),
        "ListFunctions" => ok(json!({"NextMarker": "t", "Functions": [
            {"FunctionName": "a", "FunctionArn": arn("lambda", "function:a")}]})),
        "GetPolicy" if asked.has("function%3Aa") => ok(json!({"Policy": POLICY})),
        "ListSecrets" if is_last => ok(json!({"SecretList": [
            {"Name": "b", "ARN": arn("secretsmanager", "secret:b-1")}]})),
        "ListSecrets" => ok(json!({"NextToken": "t", "SecretList": [
            {"Name": "a", "ARN": arn("secretsmanager", "secret:a-1")}]})),
        "GetResourcePolicy" if asked.has("secret:a-1") => ok(json!({"ResourcePolicy": POLICY})),
        "GetResourcePolicy" => ok(json!({"Name": "b"})),
        "ListEventBuses" if is_last => ok(json!({"EventBuses": [
            {"Name": "b", "Arn": arn("events", "event-bus/b"), "Policy": ""}]})),
        "ListEventBuses" => ok(json!({"NextToken": "t", "EventBuses": [
            {"Name": "a", "Arn": arn("events", "event-bus/a"), "Policy": POLICY}]})),
        "DescribeRepositories" if is_last => ok(json!({"repositories": [
            {"repositoryName": "b", "repositoryArn": arn("ecr", "repository/b")}]})),
        "DescribeRepositories" => ok(json!({"nextToken": "t", "repositories": [
            {"repositoryName": "a", "repositoryArn": arn("ecr", "repository/a")}]})),
        "GetRepositoryPolicy" if asked.has("\"a\"") => ok(json!({"policyText": POLICY})),
        "GetRepositoryPolicy" => none("RepositoryPolicyNotFoundException"),
        "DescribeFileSystems" => {
            let file_system = |id: &str| {
                json!({"FileSystemId": id, "OwnerId": "123456789012", "CreationToken": "c",
                    "FileSystemArn": arn("elasticfilesystem", &format!("file-system/{id}")),
                    "CreationTime": 1_767_323_045, "LifeCycleState": "available",
                    "NumberOfMountTargets": 0, "SizeInBytes": {"Value": 0},
                    "PerformanceMode": "generalPurpose", "Tags": []})
            };
            if is_last {
                ok(json!({"FileSystems": [file_system("b")]}))
            } else {
                ok(json!({"FileSystems": [file_system("a")], "NextMarker": "t"}))
            }
        }
        "DescribeFileSystemPolicy" | "GetVaultAccessPolicy" | "GetBackupVaultAccessPolicy"
            if asked.has("/a/") =>
        {
            ok(json!({"Policy": POLICY}))
        }
        "DescribeFileSystemPolicy" => none("PolicyNotFound"),
        "GetPolicy" | "GetVaultAccessPolicy" | "GetBackupVaultAccessPolicy" => {
            none("ResourceNotFoundException")
        }
        "ListVaults" if is_last => ok(json!({"VaultList": [
            {"VaultName": "b", "VaultARN": arn("glacier", "vaults/b")}]})),
        "ListVaults" => ok(json!({"Marker": "t", "VaultList": [
            {"VaultName": "a", "VaultARN": arn("glacier", "vaults/a")}]})),
        "ListBackupVaults" if is_last => ok(json!({"BackupVaultList": [
            {"BackupVaultName": "b", "BackupVaultArn": arn("backup", "backup-vault:b")}]})),
        "ListBackupVaults" => ok(json!({"NextToken": "t", "BackupVaultList": [
            {"BackupVaultName": "a", "BackupVaultArn": arn("backup", "backup-vault:a")}]})),
        _ => None,
    }
}

async fn scanned(
    script: impl Fn(&Asked) -> Option<Reply> + Send + Sync + 'static,
) -> (Inventory, Server) {
    let server = Server::start(move |a| script(a).or_else(|| account(a)));
    let aws = aws_with(&server, named(&["eu-west-1"]));
    let plan = plan_of(&[Kind::ResourcePolicy]);
    (scan(&aws, &plan).await, server)
}

/// `(list, policy of one, service, what is listed)`; the list of event buses has policies.
const SERVICES: &[(&str, &str, &str, &str)] = &[
    (
        "backup:ListBackupVaults",
        "backup:GetBackupVaultAccessPolicy",
        "backup",
        "backup-vault:a",
    ),
    (
        "ecr:DescribeRepositories",
        "ecr:GetRepositoryPolicy",
        "ecr",
        "repository/a",
    ),
    (
        "elasticfilesystem:DescribeFileSystems",
        "elasticfilesystem:DescribeFileSystemPolicy",
        "elasticfilesystem",
        "file-system/a",
    ),
    ("events:ListEventBuses", "", "events", "event-bus/a"),
    (
        "glacier:ListVaults",
        "glacier:GetVaultAccessPolicy",
        "glacier",
        "vaults/a",
    ),
    (
        "lambda:ListFunctions",
        "lambda:GetPolicy",
        "lambda",
        "function:a",
    ),
    (
        "secretsmanager:ListSecrets",
        "secretsmanager:GetResourcePolicy",
        "secretsmanager",
        "secret:a-1",
    ),
    ("sns:ListTopics", "sns:GetTopicAttributes", "sns", "a"),
    ("sqs:ListQueues", "sqs:GetQueueAttributes", "sqs", "a"),
];

#[tokio::test]
async fn only_resources_with_a_policy_are_found_on_all_pages() {
    let (inventory, server) = scanned(|_| None).await;
    assert_eq!(gaps(&inventory), [""; 0]);
    let mut expected: Vec<String> = SERVICES.iter().map(|(_, _, s, r)| arn(s, r)).collect();
    // Every topic has a policy.
    expected.push(arn("sns", "b"));
    expected.sort();
    assert_eq!(ids(&inventory, Kind::ResourcePolicy), expected);
    for resource in inventory.of_kind(Kind::ResourcePolicy) {
        assert_eq!(resource.body["Policy"], POLICY, "{}", resource.id);
        assert_eq!(resource.arn.as_deref(), Some(resource.id.as_str()));
        let name = resource.body["ResourceName"].as_str().unwrap();
        assert!(["a", "b"].contains(&name), "{name}");
        let service = resource.id.split(':').nth(2).unwrap();
        assert_eq!(resource.body["Service"], service);
    }
    for (list, ..) in SERVICES {
        assert_eq!(server.counts()[*list], 2, "{list}: both pages");
    }
    assert_eq!(inventory.calls.failed, 0);
}

#[tokio::test]
async fn a_denied_list_hides_the_resources_of_its_service_alone() {
    for (list, ..) in SERVICES {
        let (inventory, _server) = scanned(move |a| {
            (format!("{}:{}", a.service, a.operation) == *list).then(Reply::denied)
        })
        .await;
        assert_eq!(
            gaps(&inventory),
            [format!("eu-west-1 resource-policy/* {list} denied")]
        );
        let others = if list.starts_with("sns") { 8 } else { 9 };
        assert_eq!(
            inventory.of_kind(Kind::ResourcePolicy).count(),
            others,
            "{list}"
        );
    }
}

#[tokio::test]
async fn a_denied_policy_leaves_its_resource() {
    for (_, policy, service, resource) in SERVICES.iter().filter(|s| !s.1.is_empty()) {
        let (inventory, _server) = scanned(move |a| {
            (format!("{}:{}", a.service, a.operation) == *policy).then(Reply::denied)
        })
        .await;
        let id = arn(service, resource);
        let mut all = inventory.of_kind(Kind::ResourcePolicy);
        let found = all.find(|r| r.id == id).unwrap();
        assert_eq!(found.body["Policy"]["$gap"]["operation"], *policy);
        let hidden = gaps(&inventory);
        let expected = format!("eu-west-1 resource-policy/{id} {policy} denied");
        assert!(hidden.contains(&expected), "{hidden:?}");
        assert_eq!(
            hidden.len(),
            2,
            "of the other nobody knows whether it has one"
        );
    }
}

#[tokio::test]
async fn what_another_account_owns_is_not_asked_about() {
    let (inventory, server) = scanned(|a| match a.operation.as_str() {
        "ListBackupVaults" => Some(Reply::ok(
            json!({"BackupVaultList": [{"BackupVaultName": "shared",
                "BackupVaultArn": "arn:aws:backup:eu-west-1:999999999999:backup-vault:shared"}]})
            .to_string(),
        )),
        "ListEventBuses" => Some(Reply::ok(
            json!({"EventBuses": [{"Name": "shared", "Policy": POLICY,
                "Arn": "arn:aws:events:eu-west-1:999999999999:event-bus/shared"}]})
            .to_string(),
        )),
        _ => None,
    })
    .await;
    assert!(
        !ids(&inventory, Kind::ResourcePolicy)
            .iter()
            .any(|id| id.contains("shared"))
    );
    assert_eq!(server.asked_for("GetBackupVaultAccessPolicy"), []);
}

#[tokio::test]
async fn glacier_is_not_asked_where_it_is_not() {
    let server = Server::start(|a| {
        (a.operation == "DescribeRegions")
            .then(|| Reply::ok(regions(&[("il-central-1", "opted-in")])))
    });
    let aws = aws_with(&server, named(&["il-central-1"]));
    let inventory = scan(&aws, &plan_of(&[Kind::ResourcePolicy])).await;
    assert_eq!(server.asked_for("ListVaults"), []);
    assert_eq!(gaps(&inventory), [""; 0]);
}

#[tokio::test]
async fn the_attributes_of_a_topic_are_asked_for_once() {
    let server = Server::start(|a| {
        let alarm = json!({"AlarmName": "x", "AlarmActions": [arn("sns", "a")]});
        match a.operation.as_str() {
            "DescribeAlarms" => Some(Reply::ok(json!({"MetricAlarms": [alarm]}).to_string())),
            _ => account(a),
        }
    });
    let aws = aws_with(&server, named(&["eu-west-1"]));
    let mut plan = plan_of(&[Kind::ResourcePolicy, Kind::Topic]);
    everywhere(&mut plan);
    let inventory = scan(&aws, &plan).await;
    let topic = only(&inventory, Kind::Topic);
    assert_eq!(topic.body["Attributes"]["Policy"], POLICY);
    let asked = server.asked_for("GetTopicAttributes");
    assert_eq!(asked.len(), 2, "one for each topic: {asked:?}");

    // A rule over policies alone asks nothing of the topics of alarms.
    let mut plan = plan_of(&[Kind::ResourcePolicy, Kind::Topic]);
    everywhere(&mut plan);
    plan.needs
        .remove(&(Kind::Topic, call::GET_TOPIC_ATTRIBUTES));
    let inventory = scan(&aws, &plan).await;
    assert_eq!(only(&inventory, Kind::Topic).body.get("Attributes"), None);
}
