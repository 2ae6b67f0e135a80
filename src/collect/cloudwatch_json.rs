//! CloudWatch over JSON, for endpoints other than AWS's own.
//!
//! The SDK speaks CBOR to CloudWatch. AWS understands JSON just as well (its command
//! line speaks nothing else), but emulators and old proxies often understand JSON only.
//! So the request is turned into JSON before it is signed, and the answer into CBOR
//! before the SDK reads it.

use aws_sdk_cloudwatch::Client;
use aws_sdk_cloudwatch::operation::describe_alarms::DescribeAlarmsInput;
use aws_sdk_cloudwatch::operation::list_metrics::ListMetricsInput;
use aws_sdk_cloudwatch::types::AlarmType;
use aws_smithy_runtime_api::box_error::BoxError;
use aws_smithy_runtime_api::client::interceptors::context::{
    BeforeSerializationInterceptorContextRef, BeforeTransmitInterceptorContextMut,
};
use aws_smithy_runtime_api::client::interceptors::{Intercept, dyn_dispatch_hint};
use aws_smithy_runtime_api::client::orchestrator::HttpResponse;
use aws_smithy_runtime_api::client::runtime_components::RuntimeComponents;
use aws_smithy_types::body::SdkBody;
use aws_smithy_types::config_bag::{ConfigBag, Storable, StoreReplace};
use serde_json::{Map, Value};

use super::answers::{edited, with_body};

/// `client`, but speaking JSON. Knows `DescribeAlarms` and `ListMetrics` and no other operation.
pub(super) fn speaking(client: &Client) -> Client {
    let mut config = client.config().to_builder().interceptor(Rewrite);
    if let Some(http) = client.config().http_client() {
        config = config.http_client(edited(http, translated));
    }
    Client::from_conf(config.build())
}

/// A request: the operation, and its body as JSON.
#[derive(Debug)]
struct Spoken(&'static str, String);

impl Storable for Spoken {
    type Storer = StoreReplace<Self>;
}

/// Rewrites requests.
#[derive(Debug)]
struct Rewrite;

#[dyn_dispatch_hint]
impl Intercept for Rewrite {
    fn name(&self) -> &'static str {
        "auditrail-cloudwatch-json"
    }

    fn read_before_serialization(
        &self,
        context: &BeforeSerializationInterceptorContextRef<'_>,
        _: &RuntimeComponents,
        config: &mut ConfigBag,
    ) -> Result<(), BoxError> {
        let input = context.input();
        let alarms = input.downcast_ref::<DescribeAlarmsInput>();
        let metrics = input.downcast_ref::<ListMetricsInput>();
        let (operation, body) = match (alarms, metrics) {
            (Some(input), _) => ("DescribeAlarms", describe_alarms(input)),
            (_, Some(input)) => ("ListMetrics", list_metrics(input)),
            _ => return Err("the operation is not known in JSON".into()),
        };
        let spoken = Spoken(operation, body.to_string());
        config.interceptor_state().store_put(spoken);
        Ok(())
    }

    fn modify_before_signing(
        &self,
        context: &mut BeforeTransmitInterceptorContextMut<'_>,
        _: &RuntimeComponents,
        config: &mut ConfigBag,
    ) -> Result<(), BoxError> {
        let spoken = config.load::<Spoken>();
        let Spoken(operation, body) = spoken.ok_or("nothing is known of the request")?;
        let request = context.request_mut();
        let origin = request.uri().split("/service/").next().unwrap_or_default();
        let uri = format!("{origin}/");
        request.set_uri(uri)?;
        let headers = request.headers_mut();
        headers.remove("smithy-protocol");
        headers.insert("accept", "application/json");
        headers.insert("content-type", "application/x-amz-json-1.0");
        headers.insert("content-length", body.len().to_string());
        headers.insert(
            "x-amz-target",
            format!("GraniteServiceVersion20100801.{operation}"),
        );
        *request.body_mut() = SdkBody::from(body.as_str());
        Ok(())
    }
}

fn describe_alarms(input: &DescribeAlarmsInput) -> Value {
    let types = input.alarm_types().iter().map(AlarmType::as_str);
    object([
        ("AlarmTypes", Some(types.collect::<Vec<_>>().into())),
        ("MaxRecords", input.max_records().map(Value::from)),
        ("NextToken", input.next_token().map(Value::from)),
    ])
}

fn list_metrics(input: &ListMetricsInput) -> Value {
    object([
        ("Namespace", input.namespace().map(Value::from)),
        ("MetricName", input.metric_name().map(Value::from)),
        ("NextToken", input.next_token().map(Value::from)),
    ])
}

/// An object of the fields that there are.
fn object<const N: usize>(fields: [(&str, Option<Value>); N]) -> Value {
    let fields = fields.into_iter();
    fields
        .filter_map(|(name, value)| Some((name.to_owned(), value?)))
        .collect::<Map<String, Value>>()
        .into()
}

/// The answer with its body in CBOR. What is no JSON is left as it is: the SDK says what is
/// wrong with it.
fn translated(mut answer: HttpResponse, body: Vec<u8>) -> HttpResponse {
    let Ok(json) = serde_json::from_slice(&body) else {
        return with_body(answer, body);
    };
    let headers = answer.headers_mut();
    headers.insert("smithy-protocol", "rpc-v2-cbor");
    headers.insert("content-type", "application/cbor");
    with_body(answer, cbor(&json))
}

/// `value` as CBOR.
pub(super) fn cbor(value: &Value) -> Vec<u8> {
    let mut body = Vec::new();
    write_cbor("", value, &mut body);
    body
}

/// Appends `value`, which stands under `key`, as CBOR. JSON does not tell times,
/// integers and fractions apart, CBOR does; so the key must.
fn write_cbor(key: &str, value: &Value, out: &mut Vec<u8>) {
    match value {
        Value::Null => out.push(0xf6),
        Value::Bool(b) => out.push(if *b { 0xf5 } else { 0xf4 }),
        Value::Number(n) => match n.as_i64() {
            Some(n) if !is_time(key) && key != "Threshold" => {
                // A negative number n is written as -1-n under another major type.
                let major = u8::from(n < 0);
                write_head(major, if n < 0 { !n } else { n }.unsigned_abs(), out);
            }
            _ => {
                if is_time(key) {
                    out.push(0xc1);
                }
                out.push(0xfb);
                out.extend(n.as_f64().unwrap_or_default().to_be_bytes());
            }
        },
        Value::String(text) => {
            write_head(3, text.len() as u64, out);
            out.extend(text.as_bytes());
        }
        Value::Array(list) => {
            write_head(4, list.len() as u64, out);
            for value in list {
                write_cbor(key, value, out);
            }
        }
        Value::Object(map) => {
            write_head(5, map.len() as u64, out);
            for (key, value) in map {
                write_head(3, key.len() as u64, out);
                out.extend(key.as_bytes());
                write_cbor(key, value, out);
            }
        }
    }
}

fn is_time(key: &str) -> bool {
    key.ends_with("Timestamp") || key.ends_with("Date")
}

/// Appends what begins every item of CBOR: its major type, and its length or value.
fn write_head(major: u8, n: u64, out: &mut Vec<u8>) {
    let major = major << 5;
    if let Ok(n @ 0..24) = u8::try_from(n) {
        out.push(major | n);
    } else {
        out.push(major | 0x1b);
        out.extend(n.to_be_bytes());
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    #[test]
    fn json_becomes_cbor() {
        for (json, cbor) in [
            (
                json!({"a": [null, true, -3]}),
                &b"\xa1\x61a\x83\xf6\xf5\x22"[..],
            ),
            (json!(23), b"\x17"),
            (json!(300), b"\x1b\0\0\0\0\0\0\x01\x2c"),
            (
                json!({"Threshold": 1}),
                b"\xa1\x69Threshold\xfb\x3f\xf0\0\0\0\0\0\0",
            ),
            (
                json!({"XTimestamp": 1}),
                b"\xa1\x6aXTimestamp\xc1\xfb\x3f\xf0\0\0\0\0\0\0",
            ),
        ] {
            assert_eq!(super::cbor(&json), cbor, "{json}");
        }
    }
}
