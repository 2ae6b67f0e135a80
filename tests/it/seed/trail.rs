//! A CloudTrail trail and what it delivers to.

use aws_sdk_cloudtrail::types::{
    DataResource, EventSelector, InsightSelector, InsightType, ReadWriteType,
};
use serde_json::json;

use super::{ACCOUNT, HOME, TRAIL, bucket, iam, key};
use crate::moto::Moto;

/// The log group of the trail and of the metric filters.
pub const LOG_GROUP: &str = "cloudtrail";
/// The bucket of the trail and of AWS Config.
pub const BUCKET: &str = "audit-logs-123456789012";

/// How the trail is set up; by default as CIS wants it.
#[derive(Debug, Clone)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is a setting of AWS's own"
)]
pub struct Trail {
    pub name: &'static str,
    pub region: &'static str,
    pub multi_region: bool,
    pub validation: bool,
    pub kms_key: bool,
    pub log_group: bool,
    pub logging: bool,
    /// `None` leaves the selectors alone, as in an account where nobody ever set any.
    pub events: Option<ReadWriteType>,
    /// The service whose events are left out.
    pub without: Option<&'static str>,
    /// Whether accesses to objects of all buckets are recorded, too.
    pub objects: bool,
}

impl Default for Trail {
    fn default() -> Self {
        Self {
            name: TRAIL,
            region: HOME,
            multi_region: true,
            validation: true,
            kms_key: true,
            log_group: true,
            logging: true,
            events: Some(ReadWriteType::All),
            without: None,
            objects: true,
        }
    }
}

/// Makes the bucket that trails and recorders deliver to.
pub async fn bucket(moto: &Moto) {
    bucket::bare(moto, HOME, BUCKET).await;
}

/// Makes the log group.
pub async fn log_group(moto: &Moto) {
    let logs = aws_sdk_cloudwatchlogs::Client::new(&moto.config(HOME));
    let request = logs.create_log_group().log_group_name(LOG_GROUP);
    request.send().await.unwrap();
}

/// The name of the role that it writes to the log group with.
pub const ROLE: &str = "cloudtrail-to-logs";

/// Makes the role that a trail writes to the log group with.
pub async fn role(moto: &Moto) {
    iam::role(moto, ROLE, &json!({"Service": "cloudtrail.amazonaws.com"})).await;
    role_writes_to(moto, LOG_GROUP).await;
}

/// The role may write the streams of trails in this group, and nothing else.
pub async fn role_writes_to(moto: &Moto, group: &str) {
    let streams = format!("log-stream:{ACCOUNT}_CloudTrail_{HOME}*");
    let document = json!({
        "Version": "2012-10-17",
        "Statement": [{
            "Sid": "streams",
            "Effect": "Allow",
            "Action": ["logs:CreateLogStream", "logs:PutLogEvents"],
            "Resource": format!("arn:aws:logs:{HOME}:{ACCOUNT}:log-group:{group}:{streams}"),
        }],
    });
    iam::role_policy(moto, ROLE, "write", &document).await;
}

/// The trail notices unusual numbers of calls and of errors.
pub async fn insights(moto: &Moto, types: &[InsightType]) {
    let types = types.iter().cloned();
    let selectors = types.map(|kind| InsightSelector::builder().insight_type(kind).build());
    let client = aws_sdk_cloudtrail::Client::new(&moto.config(HOME));
    let request = client.put_insight_selectors().trail_name(TRAIL);
    let request = request.set_insight_selectors(Some(selectors.collect()));
    request.send().await.unwrap();
}

/// Makes a trail; bucket and log group are there.
pub async fn create(moto: &Moto, trail: &Trail) {
    let client = aws_sdk_cloudtrail::Client::new(&moto.config(trail.region));
    let log_group = format!("arn:aws:logs:{HOME}:{ACCOUNT}:log-group:{LOG_GROUP}:*");
    let role = format!("arn:aws:iam::{ACCOUNT}:role/{ROLE}");
    let key = if trail.kms_key {
        Some(key::of_trail(moto).await)
    } else {
        None
    };
    let request = client
        .create_trail()
        .name(trail.name)
        .s3_bucket_name(BUCKET)
        .include_global_service_events(true)
        .is_multi_region_trail(trail.multi_region)
        .enable_log_file_validation(trail.validation)
        .set_kms_key_id(key)
        .set_cloud_watch_logs_log_group_arn(trail.log_group.then_some(log_group))
        .set_cloud_watch_logs_role_arn(trail.log_group.then_some(role));
    request.send().await.unwrap();
    select(moto, trail).await;
    if trail.logging {
        client
            .start_logging()
            .name(trail.name)
            .send()
            .await
            .unwrap();
    }
}

/// Sets the trail's event selectors, if it has some.
pub async fn select(moto: &Moto, trail: &Trail) {
    let Some(events) = &trail.events else { return };
    let objects = DataResource::builder().r#type("AWS::S3::Object");
    let objects = objects.values("arn:aws:s3").build();
    let selector = EventSelector::builder()
        .read_write_type(events.clone())
        .include_management_events(true)
        .set_data_resources(trail.objects.then(|| vec![objects]))
        .set_exclude_management_event_sources(trail.without.map(|of| vec![of.to_owned()]))
        .build();
    let client = aws_sdk_cloudtrail::Client::new(&moto.config(trail.region));
    let request = client.put_event_selectors().trail_name(trail.name);
    request.event_selectors(selector).send().await.unwrap();
}

/// Puts another trail in place of the one of that name and region.
pub async fn replace(moto: &Moto, trail: &Trail) {
    let client = aws_sdk_cloudtrail::Client::new(&moto.config(trail.region));
    client.delete_trail().name(trail.name).send().await.unwrap();
    create(moto, trail).await;
}
