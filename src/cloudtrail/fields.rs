//! The top level of a record.
//!
//! Source: "CloudTrail record contents for management, data, and network activity events" and
//! "AWS Management Console sign-in events" of the CloudTrail user guide.

use super::entry::{More, absent, constant, field, maybe, text};
use super::identity::Identity;
use super::{Calls, Records};
use super::{language, operation};
use crate::coverage::{Field as EventField, Kinds, Language, Values};

/// A call or a sign-in.
#[derive(Debug, Clone, Copy)]
pub(super) struct Call<'c> {
    calls: &'c Calls,
    succeeds: bool,
    sign_in: bool,
}

impl<'c> Call<'c> {
    /// A call of the API.
    pub(super) fn api(calls: &'c Calls, succeeds: bool) -> Self {
        Self {
            calls,
            succeeds,
            sign_in: false,
        }
    }

    /// Signing in to the console.
    pub(super) fn sign_in(calls: &'c Calls, succeeds: bool) -> Self {
        Self {
            calls,
            succeeds,
            sign_in: true,
        }
    }

    /// The service, where all operations of it are meant.
    fn source(&self) -> Option<&'c str> {
        self.calls.service.as_deref()
    }
}

/// What stands before `userIdentity`, and that itself.
pub(super) fn before() -> Vec<EventField> {
    vec![
        text("eventVersion", language::version())
            .usual(&["1.11"])
            .possibly(
                Values::text(language::any_version()),
                "which versions records will have is not known",
            ),
        field("userIdentity", Values::of(Kinds::OBJECT)),
    ]
}

/// What stands after `userIdentity`.
pub(super) fn after(records: &Records, call: &Call<'_>, identity: &Identity) -> Vec<EventField> {
    let mut fields = vec![text("eventTime", language::time()).usual(&["2026-01-01T12:00:00Z"])];
    fields.extend(what(records, call));
    fields.extend(whence(identity));
    fields.extend(outcome(call));
    fields.extend(parameters(call, identity));
    fields.extend(kind(records, call, identity));
    fields.extend(seldom());
    fields
}

fn what(records: &Records, call: &Call<'_>) -> Vec<EventField> {
    let regions = operation::usual_regions(&records.partition);
    let region = text("awsRegion", language::region()).usual(regions);
    if call.sign_in {
        let (source, name) = operation::SIGN_IN;
        return vec![
            constant("eventSource", source),
            constant("eventName", name),
            region,
        ];
    }
    let source = text("eventSource", language::service()).usual(&["ec2.amazonaws.com"]);
    let name = text("eventName", operations(records, call)).possibly(
        Values::text(language::any_operation()),
        "which operations there are is not known",
    );
    vec![source, name, region]
}

/// The names of examples: those that are known, else such as could be one.
fn operations(records: &Records, call: &Call<'_>) -> &'static Language {
    if call.calls.any && operation::believable(call.source(), &records.partition).is_empty() {
        language::operation()
    } else {
        language::known_operation()
    }
}

fn whence(identity: &Identity) -> Vec<EventField> {
    let address = match identity.by_service {
        None => text("sourceIPAddress", language::address()).usual(&[
            "203.0.113.10",
            "198.51.100.77",
            "2001:db8::7",
        ]),
        Some(service) => text("sourceIPAddress", language::invoker()).usual(&[service]),
    };
    let address = address.possibly(
        Values::text(language::origin()),
        "whether the address is one of a service is not certain",
    );
    let agent = text("userAgent", language::any()).optional();
    let agent = match identity.by_service {
        None => agent.usual(&["aws-cli/2.22.0 md/awscrt#0.23.4", "console.amazonaws.com"]),
        Some(service) => agent.usual(&[service]),
    };
    vec![address, agent]
}

fn outcome(call: &Call<'_>) -> Vec<EventField> {
    if call.succeeds {
        return vec![absent("errorCode"), absent("errorMessage")];
    }
    let doubt = "whether a failed call leaves this out is not certain";
    if call.sign_in {
        let message = text("errorMessage", language::any())
            .usual(&[
                "Failed authentication",
                "No username found in supplied account",
            ])
            .possibly(Values::text(language::any()).or(Kinds::MISSING), doubt);
        return vec![text("errorCode", language::code()).optional(), message];
    }
    let code = text("errorCode", language::code())
        .usual(&[
            "AccessDenied",
            "Client.UnauthorizedOperation",
            "AccessDeniedException",
            "UnauthorizedOperation",
            "Client.InvalidParameterValue",
            "NoSuchEntityException",
        ])
        .possibly(Values::text(language::code()).or(Kinds::MISSING), doubt);
    let message = text("errorMessage", language::any())
        .usual(&["User is not authorized to perform this operation"])
        .optional();
    vec![code, message]
}

fn parameters(call: &Call<'_>, identity: &Identity) -> Vec<EventField> {
    let either = Values::of(Kinds::OBJECT | Kinds::NULL);
    let mut fields = vec![field("requestParameters", either.clone()).prefer(Kinds::NULL)];
    if !call.sign_in {
        let response = if call.succeeds {
            field("responseElements", either)
        } else {
            field("responseElements", Values::of(Kinds::NULL)).possibly(
                either,
                "some services write the error of a failed call into responseElements",
            )
        };
        fields.push(response.prefer(Kinds::NULL));
        fields.push(maybe("additionalEventData", Kinds::OBJECT));
        if call.calls.special == Some(operation::RUN_INSTANCES) {
            // Missing where a launch template says it.
            let of = text("requestParameters.instanceType", language::instance_type());
            fields.push(of.usual(operation::INSTANCE_TYPES).optional());
        }
        return fields;
    }
    let result = if call.succeeds { "Success" } else { "Failure" };
    let used = language::mfa();
    let used = if identity.has_mfa {
        text("additionalEventData.MFAUsed", used).usual(&["No", "Yes"])
    } else {
        let sure = Values::text(&Language::only("No")).or(Kinds::MISSING);
        field("additionalEventData.MFAUsed", sure)
            .usual(&["No"])
            .possibly(
                Values::text(used).or(Kinds::MISSING),
                "what MFAUsed says of federated sign-ins is not certain",
            )
    };
    fields.extend([
        field("responseElements", Values::of(Kinds::OBJECT)),
        constant("responseElements.ConsoleLogin", result),
        field("additionalEventData", Values::of(Kinds::OBJECT)),
        text("additionalEventData.LoginTo", language::any())
            .usual(&["https://console.aws.amazon.com/console/home"])
            .optional(),
        text("additionalEventData.MobileVersion", language::mfa())
            .usual(&["No"])
            .optional(),
        used,
    ]);
    fields
}

fn kind(records: &Records, call: &Call<'_>, identity: &Identity) -> Vec<EventField> {
    let truth = Kinds::TRUE | Kinds::FALSE | Kinds::MISSING;
    let read_only = match call.calls.reads {
        Some(true) => Kinds::TRUE,
        Some(false) => Kinds::FALSE,
        None => Kinds::TRUE | Kinds::FALSE,
    };
    let event_type = if call.sign_in {
        constant("eventType", "AwsConsoleSignIn").possibly(
            Values::text(language::sign_in_type()),
            "how eventType of a sign-in is spelt is not certain",
        )
    } else if identity.service_event {
        constant("eventType", "AwsServiceEvent")
    } else {
        constant("eventType", "AwsApiCall").possibly(
            Values::text(language::call_type()),
            "which eventType such a call has is not certain",
        )
    };
    vec![
        text("requestID", language::any())
            .usual(&["6b1b2b9c-0d8f-4a3e-9f6c-3f2a1d0c9b8a"])
            .optional(),
        text("eventID", language::uuid()).usual(&["1f6c2b7e-5d4a-4c3b-8a29-0e9d8c7b6a5f"]),
        field("readOnly", Values::of(read_only | Kinds::MISSING))
            .prefer(read_only)
            .possibly(
                Values::of(truth),
                "whether the operation counts as read-only is not certain",
            ),
        event_type,
        field("managementEvent", Values::of(Kinds::TRUE | Kinds::MISSING))
            .prefer(Kinds::TRUE)
            .possibly(
                Values::of(truth),
                "whether it is a management event is not certain",
            ),
        text("recipientAccountId", language::account())
            .usual(&[&records.account])
            .possibly(
                Values::text(language::account()).or(Kinds::MISSING),
                "old records lack recipientAccountId",
            ),
        constant("eventCategory", "Management").possibly(
            Values::text(language::category()),
            "whether it is a management event is not certain",
        ),
    ]
}

/// Members that are there seldom.
fn seldom() -> Vec<EventField> {
    let objects = [
        "serviceEventDetails",
        "tlsDetails",
        "addendum",
        "edgeDeviceDetails",
        "insightDetails",
    ];
    let texts = [
        "apiVersion",
        "sharedEventID",
        "vpcEndpointId",
        "vpcEndpointAccountId",
    ];
    let objects = objects.iter().map(|name| maybe(name, Kinds::OBJECT));
    let texts = texts.iter().map(|name| maybe(name, Kinds::TEXT));
    objects
        .chain(texts)
        .chain([
            maybe("resources", Kinds::ARRAY),
            constant("sessionCredentialFromConsole", "true")
                .optional()
                .usual(&[]),
        ])
        .collect()
}
