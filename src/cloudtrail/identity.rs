//! `userIdentity`, by who made the call.
//!
//! Source: "CloudTrail userIdentity element" of the CloudTrail user guide.

use super::Records;
use super::entry::{More, absent, constant, field, maybe, text};
use super::{language, operation};
use crate::coverage::{Field as EventField, Kinds, Values};

/// Somebody who makes calls.
#[derive(Debug, Clone)]
pub(super) struct Identity {
    /// The fields below `userIdentity`, `userIdentity` itself left out.
    pub(super) fields: Vec<EventField>,
    /// A service that makes the call for somebody, or of itself.
    pub(super) by_service: Option<&'static str>,
    /// Whether it is the event of a service itself and not a call.
    pub(super) service_event: bool,
    /// Whether multi-factor authentication is recorded with a sign-in.
    pub(super) has_mfa: bool,
    /// Why it is not certain that it makes such calls.
    pub(super) doubt: Option<String>,
}

/// Whether a call was made directly or through a service.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Way {
    Direct,
    Through(&'static str),
}

/// Operations whose records are of other shapes: identities of some kinds make them which make
/// no others as far as is known, or there is more in them.
pub(super) fn special(name: &str) -> Option<&'static str> {
    [
        "AssumeRole",
        "AssumeRoleWithSAML",
        "AssumeRoleWithWebIdentity",
        operation::RUN_INSTANCES,
    ]
    .into_iter()
    .find(|special| *special == name)
}

/// Those who make API calls, of `name` if it is a special one.
pub(super) fn of_calls(records: &Records, name: Option<&str>) -> Vec<Identity> {
    let through = Way::Through("cloudformation.amazonaws.com");
    let mut all = vec![
        user(records, Session::None, Way::Direct),
        user(records, Session::Console, Way::Direct),
        role(records, Way::Direct),
        role(records, through),
        root(records, Session::None, Way::Direct),
        root(records, Session::Console, Way::Direct),
        federated(records),
        user(records, Session::Console, through),
        root(records, Session::Console, through),
    ];
    let special = match name {
        Some("AssumeRoleWithSAML") => Some("SAMLUser"),
        Some("AssumeRoleWithWebIdentity") => Some("WebIdentityUser"),
        _ => None,
    };
    if special.is_some() {
        all.clear();
    }
    let mut others = vec![
        web(records, "SAMLUser"),
        web(records, "WebIdentityUser"),
        service(records),
        other_account(),
        identity_center(),
        nobody(records),
    ];
    if let (Some("SAMLUser"), Some(saml)) = (special, others.first_mut()) {
        saml.doubt = None;
    }
    if let (Some("WebIdentityUser"), Some(web)) = (special, others.get_mut(1)) {
        web.doubt = None;
    }
    if let (Some("AssumeRole"), Some(service)) = (name, others.get_mut(2)) {
        service.doubt = None;
    }
    all.extend(others);
    all
}

/// Those who sign in to the console.
pub(super) fn of_sign_ins(records: &Records, succeeds: bool) -> Vec<Identity> {
    let mut user = user(records, Session::None, Way::Direct);
    let keyless = |identity: &mut Identity| {
        identity
            .fields
            .retain(|field| field.path.last().is_none_or(|name| name != "accessKeyId"));
        let key = text("userIdentity.accessKeyId", language::key()).optional();
        identity.fields.push(key);
    };
    keyless(&mut user);
    user.has_mfa = true;
    if !succeeds {
        for field in &mut user.fields {
            if field.path.last().is_some_and(|name| name == "arn") {
                field.sure = Values::of(Kinds::MISSING);
                field.possible = field.possible.clone().or(Kinds::MISSING);
                field.doubt =
                    Some("whether a failed sign-in names the user's ARN is not certain".to_owned());
            }
        }
    }
    let mut root = root(records, Session::None, Way::Direct);
    keyless(&mut root);
    root.has_mfa = true;
    let mut saml = web(records, "SAMLUser");
    saml.doubt =
        Some("whether sign-ins of SAMLUser are recorded under that type is not certain".to_owned());
    vec![
        user,
        root,
        role(records, Way::Direct),
        federated(records),
        saml,
        identity_center(),
    ]
}

/// What kind of credentials an identity has.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Session {
    /// Long-lived ones: there is no `sessionContext`.
    None,
    /// Temporary ones without a role, such as those of the console or of an MFA session.
    Console,
    /// Temporary ones of a role.
    Role,
}

fn user(records: &Records, session: Session, way: Way) -> Identity {
    let arn = format!(
        "arn:{}:iam::{{userIdentity.accountId}}:user/{{userIdentity.userName}}",
        records.partition
    );
    let fields = vec![
        principal("AIDAEXAMPLE0EXAMPLE01"),
        account(records),
        text("userIdentity.userName", language::name()).usual(&["alice", "bob", "carol"]),
        text("userIdentity.arn", language::user_arn()).usual(&[&arn]),
        key(session),
    ];
    identity("IAMUser", fields, session, way, records)
}

fn root(records: &Records, session: Session, way: Way) -> Identity {
    let arn = format!(
        "arn:{}:iam::{{userIdentity.accountId}}:root",
        records.partition
    );
    let fields = vec![
        account(records),
        text("userIdentity.principalId", language::principal())
            .usual(&["{userIdentity.accountId}"]),
        text("userIdentity.arn", language::root_arn()).usual(&[&arn]),
        key(session),
        // Only where the account has an alias.
        text("userIdentity.userName", language::any()).optional(),
    ];
    identity("Root", fields, session, way, records)
}

fn role(records: &Records, way: Way) -> Identity {
    let arn = format!(
        "arn:{}:sts::{{userIdentity.accountId}}:assumed-role/deploy/session",
        records.partition
    );
    let fields = vec![
        principal("AROAEXAMPLE0EXAMPLE01:session"),
        account(records),
        absent("userIdentity.userName"),
        text("userIdentity.arn", language::assumed_role_arn()).usual(&[&arn]),
        key(Session::Role),
    ];
    identity("AssumedRole", fields, Session::Role, way, records)
}

fn federated(records: &Records) -> Identity {
    let arn = format!(
        "arn:{}:sts::{{userIdentity.accountId}}:federated-user/bob",
        records.partition
    );
    let principal_id = format!("{}:bob", records.account);
    let fields = vec![
        principal(&principal_id),
        account(records),
        absent("userIdentity.userName"),
        text("userIdentity.arn", language::federated_arn()).usual(&[&arn]),
        key(Session::Console),
    ];
    identity(
        "FederatedUser",
        fields,
        Session::Console,
        Way::Direct,
        records,
    )
}

fn web(records: &Records, of: &'static str) -> Identity {
    let fields = vec![
        principal("_0yIBEXAMPLE:alice@example.com"),
        text("userIdentity.userName", language::any()).usual(&["alice@example.com"]),
        text("userIdentity.identityProvider", language::any()).usual(&["https://idp.example.com"]),
        absent("userIdentity.arn"),
        text("userIdentity.accountId", language::account()).optional(),
    ];
    let mut web = identity(of, fields, Session::None, Way::Direct, records);
    web.doubt = Some(doubtful(of));
    web
}

fn service(records: &Records) -> Identity {
    let fields = vec![
        absent("userIdentity.userName"),
        absent("userIdentity.arn"),
        text("userIdentity.accountId", language::account()).optional(),
    ];
    let mut service = identity(
        "AWSService",
        fields,
        Session::None,
        Way::Through("ec2.amazonaws.com"),
        records,
    );
    service.doubt = Some(doubtful("AWSService"));
    service
}

fn other_account() -> Identity {
    let fields = vec![
        constant("userIdentity.type", "AWSAccount"),
        principal("AIDAEXAMPLE0EXAMPLE02"),
        text("userIdentity.accountId", language::account()).usual(&["210987654321"]),
        absent("userIdentity.userName"),
        absent("userIdentity.arn"),
        absent("userIdentity.sessionContext"),
        text("userIdentity.invokedBy", language::invoker()).optional(),
    ];
    bare(fields, "AWSAccount")
}

fn identity_center() -> Identity {
    let fields = vec![
        constant("userIdentity.type", "IdentityCenterUser"),
        absent("userIdentity.userName"),
        absent("userIdentity.arn"),
        text("userIdentity.accountId", language::account()).optional(),
        field("userIdentity.onBehalfOf", Values::of(Kinds::OBJECT)),
        text("userIdentity.credentialId", language::any())
            .usual(&["EXAMPLEVHULjJdTUdPJfofVa1sufHDoj7aYcOYcxFVllWR_Whr1fEXAMPLE"]),
        maybe("userIdentity.sessionContext", Kinds::OBJECT),
        absent("userIdentity.invokedBy"),
    ];
    bare(fields, "IdentityCenterUser")
}

/// The event of a service, or an identity that AWS does not know.
fn nobody(records: &Records) -> Identity {
    let fields = vec![
        account(records),
        text("userIdentity.type", language::any()).optional(),
        text("userIdentity.invokedBy", language::invoker()).optional(),
        maybe("userIdentity.principalId", Kinds::TEXT),
        maybe("userIdentity.arn", Kinds::TEXT),
        maybe("userIdentity.userName", Kinds::TEXT),
        maybe("userIdentity.sessionContext", Kinds::OBJECT),
    ];
    let mut nobody = bare(fields, "Unknown");
    nobody.by_service = Some("kms.amazonaws.com");
    nobody.service_event = true;
    nobody.doubt = Some("whether a service writes such a record of itself is not known".to_owned());
    nobody
}

fn doubtful(of: &str) -> String {
    format!("whether an identity of type {of} can make such a call is not known")
}

fn bare(mut fields: Vec<EventField>, of: &str) -> Identity {
    fields.extend(seldom());
    Identity {
        fields,
        by_service: None,
        service_event: false,
        has_mfa: false,
        doubt: Some(doubtful(of)),
    }
}

fn identity(
    of: &str,
    fields: Vec<EventField>,
    session: Session,
    way: Way,
    records: &Records,
) -> Identity {
    let mut all = vec![constant("userIdentity.type", of)];
    all.extend(fields);
    all.extend(session_context(session, records));
    all.push(match way {
        Way::Direct => absent("userIdentity.invokedBy"),
        Way::Through(service) => {
            text("userIdentity.invokedBy", language::invoker()).usual(&[service])
        }
    });
    all.extend(seldom());
    Identity {
        fields: all,
        by_service: match way {
            Way::Direct => None,
            Way::Through(service) => Some(service),
        },
        service_event: false,
        has_mfa: false,
        doubt: None,
    }
}

/// Members of `userIdentity` that are there seldom, whoever it is.
fn seldom() -> Vec<EventField> {
    let names = [
        "onBehalfOf",
        "inScopeOf",
        "credentialId",
        "identityProvider",
    ];
    let kinds = Kinds::OBJECT | Kinds::TEXT;
    names
        .iter()
        .map(|name| maybe(&format!("userIdentity.{name}"), kinds))
        .collect()
}

fn principal(usual: &str) -> EventField {
    text("userIdentity.principalId", language::principal()).usual(&[usual])
}

fn account(records: &Records) -> EventField {
    text("userIdentity.accountId", language::account()).usual(&[&records.account])
}

fn key(session: Session) -> EventField {
    let usual = match session {
        Session::None => "AKIAEXAMPLE0EXAMPLE0",
        Session::Console | Session::Role => "ASIAEXAMPLE0EXAMPLE0",
    };
    text("userIdentity.accessKeyId", language::key())
        .usual(&[usual])
        .optional()
}

fn session_context(session: Session, records: &Records) -> Vec<EventField> {
    if session == Session::None {
        return vec![absent("userIdentity.sessionContext")];
    }
    let at = |name: &str| format!("userIdentity.sessionContext.{name}");
    let mut fields = vec![field(
        "userIdentity.sessionContext",
        Values::of(Kinds::OBJECT),
    )];
    if session == Session::Role {
        let arn = format!(
            "arn:{}:iam::{{userIdentity.sessionContext.sessionIssuer.accountId}}:role/{{userIdentity.sessionContext.sessionIssuer.userName}}",
            records.partition
        );
        fields.extend([
            field(&at("sessionIssuer"), Values::of(Kinds::OBJECT)),
            constant(&at("sessionIssuer.type"), "Role"),
            text(&at("sessionIssuer.principalId"), language::principal())
                .usual(&["AROAEXAMPLE0EXAMPLE01"]),
            text(&at("sessionIssuer.accountId"), language::account()).usual(&[&records.account]),
            text(&at("sessionIssuer.userName"), language::name()).usual(&["deploy", "admin"]),
            text(&at("sessionIssuer.arn"), language::role_arn()).usual(&[&arn]),
        ]);
    } else {
        fields.push(maybe(&at("sessionIssuer"), Kinds::OBJECT));
    }
    fields.extend([
        field(&at("attributes"), Values::of(Kinds::OBJECT)),
        text(&at("attributes.creationDate"), language::time()).usual(&["2026-01-01T11:58:00Z"]),
        text(&at("attributes.mfaAuthenticated"), language::truth()).usual(&["false", "true"]),
        maybe(&at("webIdFederationData"), Kinds::OBJECT),
        maybe(&at("ec2RoleDelivery"), Kinds::TEXT),
        maybe(&at("sourceIdentity"), Kinds::TEXT),
        maybe(&at("assumedRoot"), Kinds::TEXT),
    ]);
    fields
}
