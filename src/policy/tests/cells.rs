//! Effects, principals, actions, resources and variables, cell by cell.

use serde_json::{Value, json};

use super::{
    Context, Decision, Policy, Principal, TOPIC, context, policy, request, versioned, word,
};

const SERVICE: Principal<'_> = Principal::Service("cloudwatch.amazonaws.com");
const ROLE: Principal<'_> = Principal::Aws {
    arn: "arn:aws:iam::111122223333:role/team/Deployer",
    account: "111122223333",
};
const SESSION: Principal<'_> = Principal::Aws {
    arn: "arn:aws:sts::111122223333:assumed-role/Deployer/me",
    account: "111122223333",
};
const USER: Principal<'_> = Principal::Aws {
    arn: "arn:aws:iam::111122223333:user/Ana",
    account: "111122223333",
};

fn principal(element: &str, value: &Value, caller: Principal<'static>) -> &'static str {
    let statement = json!({"Effect": "Allow", element: value, "Action": "*", "Resource": "*"});
    word(&policy(&statement).decide(&request(caller, Context::new())))
}

#[test]
fn principals() {
    let role = json!({"AWS": "arn:aws:iam::111122223333:role/team/Deployer"});
    let root = json!({"AWS": "arn:aws:iam::111122223333:root"});
    let service = json!({"Service": ["events.amazonaws.com", "cloudwatch.amazonaws.com"]});
    let saml = json!({"Federated": "arn:aws:iam::111122223333:saml-provider/corp"});
    for (value, caller, expected) in [
        (json!("*"), SERVICE, "allowed"),
        (json!({"AWS": "*"}), SERVICE, "allowed"),
        (json!({"AWS": ["*"]}), Principal::Anonymous, "allowed"),
        (json!({"Service": "*"}), SERVICE, "allowed"),
        (json!({"Service": "*"}), USER, "not allowed"),
        (service.clone(), SERVICE, "allowed"),
        (service, USER, "not allowed"),
        (
            json!({"Service": "events.amazonaws.com"}),
            SERVICE,
            "not allowed",
        ),
        (role.clone(), SERVICE, "not allowed"),
        (role.clone(), ROLE, "allowed"),
        (role.clone(), SESSION, "allowed"),
        (role, USER, "not allowed"),
        (root.clone(), SESSION, "allowed"),
        (root, SERVICE, "not allowed"),
        (json!({"AWS": "111122223333"}), USER, "allowed"),
        (
            json!({"AWS": 111_122_223_333_u64.to_string()}),
            ROLE,
            "allowed",
        ),
        (json!({"AWS": "444455556666"}), USER, "not allowed"),
        (
            json!({"AWS": "arn:aws:iam::444455556666:role/Deployer"}),
            SESSION,
            "not allowed",
        ),
        (json!({"AWS": "AIDAEXAMPLE"}), USER, "undecided"),
        (json!({"AWS": "AIDAEXAMPLE"}), SERVICE, "not allowed"),
        (json!({"CanonicalUser": "79a59d"}), USER, "undecided"),
        (json!({"CanonicalUser": "79a59d"}), SERVICE, "not allowed"),
        (
            saml,
            Principal::Federated("arn:aws:iam::111122223333:saml-provider/corp"),
            "allowed",
        ),
        (json!("*"), Principal::Holder, "undecided"),
    ] {
        let found = principal("Principal", &value, caller);
        assert_eq!(found, expected, "{value} for {caller:?}");
    }
}

#[test]
fn everybody_but() {
    let role = json!({"AWS": "arn:aws:iam::111122223333:role/Deployer"});
    for (value, caller, expected) in [
        (json!("*"), SERVICE, "not allowed"),
        (json!({"AWS": "*"}), USER, "not allowed"),
        (role.clone(), SERVICE, "allowed"),
        (role.clone(), USER, "allowed"),
        (role, SESSION, "undecided"),
        (
            json!({"Service": "cloudwatch.amazonaws.com"}),
            SERVICE,
            "not allowed",
        ),
        (
            json!({"Service": "events.amazonaws.com"}),
            SERVICE,
            "allowed",
        ),
    ] {
        let found = principal("NotPrincipal", &value, caller);
        assert_eq!(found, expected, "{value} for {caller:?}");
    }
}

#[test]
fn a_statement_without_a_principal_is_about_its_holder() {
    let statement = json!({"Effect": "Allow", "Action": "sns:*", "Resource": "*"});
    let policy = policy(&statement);
    let decide = |caller| word(&policy.decide(&request(caller, Context::new())));
    assert_eq!(decide(Principal::Holder), "allowed");
    assert_eq!(decide(SERVICE), "undecided");
}

#[test]
fn actions_and_resources() {
    let yes = "allowed";
    let no = "not allowed";
    for (elements, expected) in [
        (json!({"Action": "SNS:publish", "Resource": TOPIC}), yes),
        (
            json!({"Action": ["sns:Get*", "sns:P?bli*"], "Resource": ["x", "*"]}),
            yes,
        ),
        (json!({"Action": "*"}), yes),
        (json!({"Action": "sns:Publish?", "Resource": "*"}), no),
        (json!({"Action": "sqs:*", "Resource": "*"}), no),
        (json!({"NotAction": "sqs:*", "Resource": "*"}), yes),
        (
            json!({"NotAction": ["sqs:*", "SNS:PUB*"], "Resource": "*"}),
            no,
        ),
        (
            json!({"Action": "*", "Resource": "arn:aws:sns:*:alerts"}),
            yes,
        ),
        (
            json!({"Action": "*", "Resource": "ARN:aws:sns:*:alerts"}),
            no,
        ),
        (
            json!({"Action": "*", "Resource": "arn:aws:sns:*:Alerts"}),
            no,
        ),
        (json!({"Action": "*", "NotResource": TOPIC}), no),
        (
            json!({"Action": "*", "NotResource": "arn:aws:sns:*:other"}),
            yes,
        ),
    ] {
        let mut statement = json!({"Effect": "Allow", "Principal": "*"});
        let object = statement.as_object_mut().unwrap();
        object.extend(elements.as_object().unwrap().clone());
        let decision = policy(&statement).decide(&request(SERVICE, Context::new()));
        assert_eq!(word(&decision), expected, "{elements}");
    }
}

#[test]
fn variables() {
    let context = context(&json!({
        "aws:PrincipalAccount": "111122223333",
        "aws:star": "*",
        "aws:username": null,
        "aws:many": ["a", "b"],
    }));
    let current = "2012-10-17";
    for (version, element, resource, expected) in [
        (
            current,
            "Resource",
            "arn:aws:sns:us-east-1:${AWS:principalaccount}:al*",
            "allowed",
        ),
        (
            "2008-10-17",
            "Resource",
            "arn:aws:sns:us-east-1:${aws:PrincipalAccount}:*",
            "not allowed",
        ),
        (
            current,
            "Resource",
            "arn:aws:sns:us-east-1:111122223333:${aws:star}",
            "not allowed",
        ),
        (current, "Resource", "*:${aws:username}", "not allowed"),
        (
            current,
            "Resource",
            "*:${aws:username, 'alerts'}",
            "allowed",
        ),
        (
            current,
            "Resource",
            "*:${aws:PrincipalAccount, 'x'}:alerts",
            "allowed",
        ),
        (current, "Resource", "*:${aws:userid}", "undecided"),
        (current, "Resource", "*:${aws:many}", "undecided"),
        (current, "Resource", "*${aws:userid", "undecided"),
        (current, "Resource", "*${*}", "not allowed"),
        (current, "Resource", "*${}", "undecided"),
        (current, "NotResource", "*:${aws:username}", "undecided"),
        (
            current,
            "NotResource",
            "*:${aws:username, 'other'}",
            "allowed",
        ),
    ] {
        let statement =
            json!({"Effect": "Allow", "Principal": "*", "Action": "*", element: resource});
        let policy = versioned(version, &statement);
        let decision = policy.decide(&request(SERVICE, context.clone()));
        assert_eq!(word(&decision), expected, "{version} {element} {resource}");
    }
    let text = json!({"Effect": "Allow", "Principal": "*", "Action": "*",
        "Condition": {"StringEquals": {"aws:star": "${*}"}}});
    let decision = policy(&text).decide(&request(SERVICE, context));
    assert_eq!(word(&decision), "allowed");
}

#[test]
fn without_a_version_there_are_no_variables() {
    let text = r#"{"Statement": {"Effect": "Allow", "Principal": "*", "Action": "*",
        "Condition": {"StringEquals": {"aws:text": "${aws:who}"}}}}"#;
    let policy = Policy::parse(text).unwrap();
    let literal = Context::new().value("aws:text", "${aws:who}");
    let other = Context::new().value("aws:text", "me");
    let other = other.value("aws:who", "me");
    assert_eq!(word(&policy.decide(&request(SERVICE, literal))), "allowed");
    assert_eq!(
        word(&policy.decide(&request(SERVICE, other))),
        "not allowed"
    );
}

#[test]
fn the_statement_that_decides_is_named() {
    let open = json!({"StringEquals": {"aws:x": "1"}});
    let of = |effect, condition: &Value| json!({"Effect": effect, "Principal": "*", "Action": "*", "Condition": condition});
    let allow = of("Allow", &json!({}));
    let deny = of("Deny", &json!({}));
    let maybe_allow = of("Allow", &open);
    let maybe_deny = of("Deny", &open);
    let undecided = |statement| Decision::Undecided {
        statement,
        why: "the value of `aws:x` is not known".into(),
    };
    for (statements, expected) in [
        (json!([]), Decision::NotAllowed),
        (json!([&allow, &allow]), Decision::Allowed { statement: 0 }),
        (
            json!([&maybe_allow, &allow]),
            Decision::Allowed { statement: 1 },
        ),
        (json!([&allow, &deny]), Decision::Denied { statement: 1 }),
        (
            json!([&maybe_deny, &allow, &deny]),
            Decision::Denied { statement: 2 },
        ),
        (json!([&allow, &maybe_deny]), undecided(1)),
        (json!([&maybe_allow, &maybe_deny]), undecided(1)),
        (json!([&maybe_allow]), undecided(0)),
        (json!([&maybe_deny]), Decision::NotAllowed),
    ] {
        let decision = policy(&statements).decide(&request(SERVICE, Context::new()));
        assert_eq!(decision, expected, "{statements}");
    }
}
