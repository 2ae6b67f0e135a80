//! Macie: off, on, and not to be seen.

use serde_json::{Value, json};

use super::rest::macie_is_off;
use super::*;

const CALLS: &[Call] = &[
    call::GET_MACIE_SESSION,
    call::LIST_CLASSIFICATION_JOBS,
    call::GET_AUTOMATED_DISCOVERY_CONFIGURATION,
];

fn enabled(asked: &Asked) -> Option<Reply> {
    let job = |id: &str| {
        json!({"jobId": id, "name": "n", "jobType": "SCHEDULED", "jobStatus": "IDLE",
               "createdAt": "2026-01-02T03:04:05.678Z"})
    };
    let reply = match asked.operation.as_str() {
        "GetMacieSession" => json!({"status": "ENABLED", "findingPublishingFrequency": "SIX_HOURS",
            "createdAt": "2025-01-01T00:00:00.000Z", "updatedAt": "2025-06-01T00:00:00.000Z",
            "serviceRole": "arn:aws:iam::123456789012:role/x"}),
        "ListClassificationJobs" if asked.has("more") => json!({"items": [job("2")]}),
        "ListClassificationJobs" => json!({"items": [job("1")], "nextToken": "more"}),
        "GetAutomatedDiscoveryConfiguration" => {
            json!({"status": "DISABLED", "autoEnableOrganizationMembers": "NONE"})
        }
        _ => return None,
    };
    Some(Reply::ok(reply.to_string()))
}

async fn run_in_ireland(server: &Server, calls: &[Call]) -> Inventory {
    scan(&aws_with(server, named(&["eu-west-1"])), &plan(calls)).await
}

#[tokio::test]
async fn where_it_is_on_its_jobs_and_its_own_discovery_are_seen() {
    let server = Server::start(enabled);
    let inventory = run_in_ireland(&server, CALLS).await;
    let session = &only(&inventory, Kind::MacieSession).body;
    assert_eq!(session["status"], "ENABLED");
    assert_eq!(session["createdAt"], "2025-01-01T00:00:00Z");
    let jobs = session["classificationJobs"].as_array().unwrap();
    let ids: Vec<&Value> = jobs.iter().map(|j| &j["jobId"]).collect();
    assert_eq!(ids, ["1", "2"], "all pages");
    assert_eq!(jobs[0]["jobStatus"], "IDLE");
    assert_eq!(session["automatedDiscovery"]["status"], "DISABLED");
    assert_eq!(gaps(&inventory), [""; 0]);
}

#[tokio::test]
async fn details_are_asked_only_if_planned() {
    let server = Server::start(enabled);
    let inventory = run_in_ireland(&server, &[call::GET_MACIE_SESSION]).await;
    let session = &only(&inventory, Kind::MacieSession).body;
    assert_eq!(session.get("classificationJobs"), None);
    assert_eq!(session.get("automatedDiscovery"), None);
}

#[tokio::test]
async fn off_is_no_gap_and_a_refusal_is_one() {
    let server = Server::start(|a| match a.region.as_str() {
        "eu-west-1" if a.service == "macie2" => Some(macie_is_off()),
        _ if a.service == "macie2" => Some(Reply::error(403, "AccessDeniedException")),
        _ => None,
    });
    let inventory = scan(&aws(&server), &plan(CALLS)).await;
    assert_eq!(inventory.of_kind(Kind::MacieSession).count(), 0);
    assert_eq!(
        gaps(&inventory),
        ["us-east-1 macie-session/* macie2:GetMacieSession denied"]
    );
    assert!(server.asked_for("ListClassificationJobs").is_empty());
}

#[tokio::test]
async fn details_that_are_denied_are_gaps() {
    let server = Server::start(|a| match a.operation.as_str() {
        "ListClassificationJobs" if a.has("more") => Some(Reply::denied()),
        "GetAutomatedDiscoveryConfiguration" => Some(Reply::denied()),
        _ => enabled(a),
    });
    let inventory = run_in_ireland(&server, CALLS).await;
    let session = &only(&inventory, Kind::MacieSession).body;
    assert_eq!(session["classificationJobs"][0]["jobId"], "1");
    assert_eq!(session["classificationJobs"][1]["$gap"]["reason"], "denied");
    assert_eq!(session["automatedDiscovery"]["$gap"]["reason"], "denied");
    assert_eq!(
        gaps(&inventory),
        [
            "eu-west-1 macie-session/macie macie2:GetAutomatedDiscoveryConfiguration denied",
            "eu-west-1 macie-session/macie macie2:ListClassificationJobs denied",
        ]
    );
}
