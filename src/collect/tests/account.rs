//! The contacts of the account.

use serde_json::{Value, json};

use super::*;

const CONTACTS: &[Call] = &[call::GET_ALTERNATE_CONTACT, call::GET_CONTACT_INFORMATION];

#[tokio::test]
async fn contacts_are_taken_as_they_are() {
    let server = Server::start(|a| match a.operation.as_str() {
        "GetAlternateContact" => Some(Reply::ok(
            json!({"AlternateContact": {
                "AlternateContactType": "SECURITY", "Name": "Saanvi Sarkar",
                "Title": "Head of security", "EmailAddress": "security@example.com",
                "PhoneNumber": "+1 555 0100",
            }})
            .to_string(),
        )),
        "GetContactInformation" => Some(Reply::ok(
            json!({"ContactInformation": {
                "FullName": "Carlos Salazar", "AddressLine1": "123 Any Street",
                "City": "Seattle", "PostalCode": "98101", "CountryCode": "US",
                "PhoneNumber": "+1 555 0101", "StateOrRegion": "WA",
            }})
            .to_string(),
        )),
        _ => None,
    });
    let inventory = scan(&aws(&server), &plan(CONTACTS)).await;
    let contact = &only(&inventory, Kind::AlternateContact).body;
    assert_eq!(contact["AlternateContactType"], "SECURITY");
    assert_eq!(contact["EmailAddress"], "security@example.com");
    assert_eq!(contact["PhoneNumber"], "+1 555 0100");
    let details = &only(&inventory, Kind::ContactInformation).body;
    assert_eq!(details["AddressLine1"], "123 Any Street");
    assert_eq!(details["CompanyName"], Value::Null);
    assert_eq!(gaps(&inventory), [""; 0]);
    let asked = server.asked_for("GetAlternateContact");
    assert!(asked[0].has(r#""AlternateContactType":"SECURITY""#));
    assert!(!asked[0].has("AccountId"), "it is the own account");
}

#[tokio::test]
async fn no_contact_is_an_answer() {
    let server = Server::start(|a| {
        (a.service == "account").then(|| Reply::error(404, "ResourceNotFoundException"))
    });
    let inventory = scan(&aws(&server), &plan(CONTACTS)).await;
    assert_eq!(gaps(&inventory), [""; 0]);
    assert_eq!(inventory.of_kind(Kind::AlternateContact).count(), 0);
    assert_eq!(inventory.of_kind(Kind::ContactInformation).count(), 0);
    assert_eq!(inventory.calls.failed, 0);
}

#[tokio::test]
async fn denied_contacts_are_gaps() {
    let server = Server::start(|a| {
        (a.service == "account").then(|| Reply::error(403, "AccessDeniedException"))
    });
    let inventory = scan(&aws(&server), &plan(CONTACTS)).await;
    assert_eq!(
        gaps(&inventory),
        [
            "global alternate-contact/* account:GetAlternateContact denied",
            "global contact-information/* account:GetContactInformation denied",
        ]
    );
}
