//! The policies of resources that others may use: queues, topics, functions, secrets, buses,
//! repositories, file systems, vaults. Those of buckets and keys stand with these.

use auditrail::inventory::Seen;
use auditrail::inventory::body::{Document, ResourcePolicy};
use auditrail::kind::call;
use serde_json::{Value, json};

use crate::account::{ACCOUNT, Demo, FRANKFURT, REGIONS, VIRGINIA};
use crate::alerting::topics;
use crate::databases::{FILE_SYSTEMS, file_system, file_system_arn};
use crate::gaps::not_let_in;
use crate::monitoring;
use crate::naming::{arn, policy, some};
use crate::organization;

pub fn fill(demo: &mut Demo) {
    queues(demo);
    of_topics(demo);
    functions(demo);
    secrets(demo);
    buses(demo);
    repositories(demo);
    file_systems(demo);
    let vault = (FRANKFURT, "nordlicht-daily", "backup-vault:nordlicht-daily");
    found(demo, "backup", vault, Some(&nobody_deletes()));
}

/// Region, name, and the resource in the ARN.
type Place<'p> = (&'p str, &'p str, &'p str);

fn found(demo: &mut Demo, service: &str, place: Place, statement: Option<&Value>) {
    let policy = statement.map(|statement| policy(&json!([statement])));
    let body = body(
        service,
        place,
        policy.map(|text| Seen::Value(Document(text))),
    );
    demo.found(Some(place.0), &body);
}

fn body(service: &str, place: Place, policy: Option<Seen<Document>>) -> ResourcePolicy {
    let (region, name, resource) = place;
    ResourcePolicy {
        service: some(service),
        resource_name: some(name),
        resource_arn: Some(arn(service, region, resource)),
        policy,
    }
}

fn allow(
    sid: &str,
    principal: &Value,
    action: &str,
    resource: &str,
    condition: Option<Value>,
) -> Value {
    let mut statement = json!({
        "Sid": sid,
        "Effect": "Allow",
        "Principal": principal,
        "Action": action,
        "Resource": resource,
    });
    if let (Some(statement), Some(condition)) = (statement.as_object_mut(), condition) {
        statement.insert("Condition".to_owned(), condition);
    }
    statement
}

fn queues(demo: &mut Demo) {
    let queue = |name: &str| arn("sqs", FRANKFURT, name);
    let orders = allow(
        "ShopEvents",
        &json!({"Service": "sns.amazonaws.com"}),
        "sqs:SendMessage",
        &queue("shop-orders"),
        Some(json!({"ArnEquals": {"aws:SourceArn": arn("sns", FRANKFURT, "shop-events")}})),
    );
    let labels = allow(
        "LabelPrinter",
        &json!({"AWS": arn("iam", "", "user/dhl-label-printer")}),
        "sqs:ReceiveMessage",
        &queue("shop-labels"),
        None,
    );
    // For the vendor that had no fixed address, and then for everybody.
    let inbound = allow(
        "ErpVendor",
        &json!("*"),
        "sqs:SendMessage",
        &queue("erp-inbound"),
        None,
    );
    for (name, statement) in [
        ("shop-orders", Some(orders)),
        ("shop-labels", Some(labels)),
        ("erp-inbound", Some(inbound)),
        ("shop-orders-failed", None),
        (monitoring::QUEUE, Some(for_events())),
    ] {
        found(demo, "sqs", (FRANKFURT, name, name), statement.as_ref());
    }
}

/// The policy of the queue to which an event rule delivers.
pub fn queue_policy() -> String {
    policy(&json!([for_events()]))
}

fn for_events() -> Value {
    let rule = monitoring::rule_arn("scaling-failures");
    allow(
        "ScalingFailures",
        &json!({"Service": "events.amazonaws.com"}),
        "sqs:SendMessage",
        &arn("sqs", FRANKFURT, monitoring::QUEUE),
        Some(json!({"ArnEquals": {"aws:SourceArn": rule}})),
    )
}

fn of_topics(demo: &mut Demo) {
    for name in topics::ALL {
        let policy = Seen::Value(Document(topics::policy(name)));
        let body = body("sns", (FRANKFURT, name, name), Some(policy));
        demo.found(Some(FRANKFURT), &body);
    }
    // As SNS makes it: everybody, as long as it is the owner.
    let name = "shop-events";
    let statement = json!({
        "Sid": "__default_statement_ID",
        "Effect": "Allow",
        "Principal": {"AWS": "*"},
        "Action": [
            "SNS:GetTopicAttributes", "SNS:SetTopicAttributes", "SNS:AddPermission",
            "SNS:RemovePermission", "SNS:DeleteTopic", "SNS:Subscribe",
            "SNS:ListSubscriptionsByTopic", "SNS:Publish",
        ],
        "Resource": arn("sns", FRANKFURT, name),
        "Condition": {"StringEquals": {"AWS:SourceOwner": ACCOUNT}},
    });
    found(demo, "sns", (FRANKFURT, name, name), Some(&statement));
}

fn functions(demo: &mut Demo) {
    let function = |name: &str| arn("lambda", FRANKFURT, &format!("function:{name}"));
    let api = arn("execute-api", FRANKFURT, "p6w4n9usf1/*");
    let finder = allow(
        "StoreFinder",
        &json!({"Service": "apigateway.amazonaws.com"}),
        "lambda:InvokeFunction",
        &function("store-finder"),
        Some(json!({"ArnLike": {"AWS:SourceArn": api}})),
    );
    // A function with an address of its own, which anybody may call.
    let newsletter = allow(
        "FunctionURLAllowPublicAccess",
        &json!("*"),
        "lambda:InvokeFunctionUrl",
        &function("newsletter-signup"),
        Some(json!({"StringEquals": {"lambda:FunctionUrlAuthType": "NONE"}})),
    );
    for (name, statement) in [
        ("store-finder", Some(finder)),
        ("newsletter-signup", Some(newsletter)),
    ] {
        let place = (FRANKFURT, name, &*format!("function:{name}"));
        found(demo, "lambda", place, statement.as_ref());
    }
}

fn secrets(demo: &mut Demo) {
    let name = "shop/database";
    let place = (FRANKFURT, name, "secret:shop/database-Tq7LpX");
    found(demo, "secretsmanager", place, None);
    let name = "customer-exports/signing";
    let place = (FRANKFURT, name, "secret:customer-exports/signing-m2VcRd");
    let arn = arn("secretsmanager", FRANKFURT, place.2);
    let gap = not_let_in(call::GET_SECRET_POLICY, &arn);
    let unseen = body("secretsmanager", place, Some(Seen::NotSeen(gap.clone())));
    demo.missed_of(FRANKFURT, &unseen, gap);
    demo.found(Some(FRANKFURT), &unseen);
}

/// Each region has a bus from the start.
fn buses(demo: &mut Demo) {
    for region in REGIONS {
        let place = (region, "default", "event-bus/default");
        found(demo, "events", place, None);
    }
    let resource = format!("event-bus/{BUS}");
    let statement = for_organization(&resource);
    found(
        demo,
        "events",
        (FRANKFURT, BUS, &resource),
        Some(&statement),
    );
}

/// The bus of the shop's own events.
pub const BUS: &str = "shop-events";

/// Its policy.
pub fn bus_policy() -> String {
    policy(&json!([for_organization(&format!("event-bus/{BUS}"))]))
}

fn for_organization(bus: &str) -> Value {
    allow(
        "Organization",
        &json!("*"),
        "events:PutEvents",
        &arn("events", FRANKFURT, bus),
        Some(json!({"StringEquals": {"aws:PrincipalOrgID": organization::ID}})),
    )
}

fn repositories(demo: &mut Demo) {
    let place = (FRANKFURT, "shop/web", "repository/shop/web");
    let statement = json!({
        "Sid": "Organization",
        "Effect": "Allow",
        "Principal": "*",
        "Action": ["ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"],
        "Condition": {"StringEquals": {"aws:PrincipalOrgID": organization::ID}},
    });
    found(demo, "ecr", place, Some(&statement));
    // Meant to be pulled from the partner's account, whose number nobody had at hand.
    let place = (
        VIRGINIA,
        "partner/label-tool",
        "repository/partner/label-tool",
    );
    let statement = json!({
        "Sid": "Partner",
        "Effect": "Allow",
        "Principal": {"AWS": "*"},
        "Action": ["ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"],
    });
    found(demo, "ecr", place, Some(&statement));
}

/// One asks for encryption on the way, the other leaves it to IAM.
fn file_systems(demo: &mut Demo) {
    for (region, name) in FILE_SYSTEMS {
        let statement = (name == "prod-files").then(|| {
            json!({
                "Sid": "HttpsOnly",
                "Effect": "Deny",
                "Principal": {"AWS": "*"},
                "Action": "*",
                "Resource": file_system_arn(region, name),
                "Condition": {"Bool": {"aws:SecureTransport": "false"}},
            })
        });
        let id = file_system(region, name);
        let place = (region, &*id, &*format!("file-system/{id}"));
        found(demo, "elasticfilesystem", place, statement.as_ref());
    }
}

/// Not even administrators delete a backup.
fn nobody_deletes() -> Value {
    json!({
        "Sid": "NobodyDeletes",
        "Effect": "Deny",
        "Principal": "*",
        "Action": ["backup:DeleteRecoveryPoint", "backup:DeleteBackupVault"],
        "Resource": "*",
    })
}
