//! A scripted AWS on loopback: one thread per connection, kept alive, with answers by
//! service, region and operation.

use std::collections::{BTreeMap, HashMap};
use std::fmt::Write as _;
use std::io::{BufRead, BufReader, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, Ordering::SeqCst};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use super::{paths, rest};
use crate::collect::cloudwatch_json::cbor;
use crate::kind::Call;

/// A request.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Asked {
    pub service: String,
    pub region: String,
    pub operation: String,
    pub path: String,
    pub body: String,
    /// Whether the answer has to be CBOR.
    pub cbor: bool,
    /// How often the same was asked before, in this region.
    pub nth: usize,
}

impl Asked {
    /// Whether the body, or the path, holds `text`.
    pub fn has(&self, text: &str) -> bool {
        self.body.contains(text) || self.path.contains(text)
    }

    /// Whether this is `call`.
    pub fn is(&self, call: Call) -> bool {
        // In signatures, CloudWatch goes by its old name.
        let service = match self.service.as_str() {
            "monitoring" => "cloudwatch",
            service => service,
        };
        (service, self.operation.as_str()) == (call.service, call.operation)
    }

    /// Whether a parameter of the Query protocol has the value `arn`.
    pub fn names(&self, arn: &str) -> bool {
        let value = arn.replace(':', "%3A").replace('/', "%2F");
        self.body
            .split('&')
            .any(|p| p.ends_with(&format!("={value}")))
    }
}

/// An answer.
#[derive(Debug, Clone)]
pub struct Reply {
    status: u16,
    body: String,
    error: Option<String>,
    delay: Duration,
}

impl Reply {
    pub fn ok(body: impl Into<String>) -> Self {
        Self {
            status: 200,
            body: body.into(),
            error: None,
            delay: Duration::ZERO,
        }
    }

    /// An error in the form of the service's protocol.
    pub fn error(status: u16, code: &str) -> Self {
        Self {
            status,
            error: Some(code.to_owned()),
            ..Self::ok("")
        }
    }

    pub fn denied() -> Self {
        Self::error(403, "AccessDenied")
    }

    pub fn status(status: u16, body: &str) -> Self {
        Self {
            status,
            ..Self::ok(body)
        }
    }

    pub fn after(self, delay: Duration) -> Self {
        Self { delay, ..self }
    }
}

type Script = dyn Fn(&Asked) -> Option<Reply> + Send + Sync;

#[derive(Default)]
struct Watch {
    asked: Vec<Asked>,
    under_way: HashMap<(String, String), usize>,
    peak_per_lane: usize,
    peak: usize,
}

pub struct Server {
    pub url: String,
    watch: Arc<Mutex<Watch>>,
    stop: Arc<AtomicBool>,
}

impl Server {
    /// Answers what `script` answers, and otherwise as an account in which there is
    /// nothing, with the regions us-east-1 and eu-west-1.
    pub fn start(script: impl Fn(&Asked) -> Option<Reply> + Send + Sync + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let watch: Arc<Mutex<Watch>> = Arc::default();
        let stop: Arc<AtomicBool> = Arc::default();
        let script: Arc<Script> = Arc::new(script);
        let (for_threads, stopped) = (Arc::clone(&watch), Arc::clone(&stop));
        std::thread::spawn(move || {
            for stream in listener.incoming() {
                if stopped.load(SeqCst) {
                    break;
                }
                let (script, watch) = (Arc::clone(&script), Arc::clone(&for_threads));
                // A client that hangs up ends its thread.
                std::thread::spawn(move || serve(stream.unwrap(), &*script, &watch));
            }
        });
        Self { url, watch, stop }
    }

    /// All that was asked, sorted.
    pub fn asked(&self) -> Vec<Asked> {
        let mut asked = self.watch.lock().unwrap().asked.clone();
        asked.sort();
        asked
    }

    /// What was asked of `operation`, sorted.
    pub fn asked_for(&self, operation: &str) -> Vec<Asked> {
        let mut asked = self.asked();
        asked.retain(|a| a.operation == operation);
        asked
    }

    /// How often each `service:operation` was asked.
    pub fn counts(&self) -> BTreeMap<String, u64> {
        let mut counts = BTreeMap::new();
        for asked in self.asked() {
            let key = format!("{}:{}", asked.service, asked.operation);
            // In signatures, CloudWatch goes by its old name.
            let key = key.replace("monitoring:", "cloudwatch:");
            *counts.entry(key).or_default() += 1;
        }
        counts
    }

    /// The most requests that were under way at once: in one region of one service,
    /// and over all.
    pub fn peaks(&self) -> (usize, usize) {
        let watch = self.watch.lock().unwrap();
        (watch.peak_per_lane, watch.peak)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.stop.store(true, SeqCst);
        let _ = TcpStream::connect(self.url.trim_start_matches("http://"));
    }
}

fn serve(mut stream: TcpStream, script: &Script, watch: &Mutex<Watch>) -> Option<()> {
    let mut reader = BufReader::new(stream.try_clone().unwrap());
    loop {
        let mut asked = read(&mut reader)?;
        let lane = (asked.service.clone(), asked.region.clone());
        {
            let mut watch = watch.lock().unwrap();
            let same = |a: &&Asked| a.operation == asked.operation && a.region == asked.region;
            asked.nth = watch.asked.iter().filter(same).count();
            watch.asked.push(asked.clone());
            let count = watch.under_way.entry(lane.clone()).or_default();
            *count += 1;
            let count = *count;
            watch.peak_per_lane = watch.peak_per_lane.max(count);
            let all = watch.under_way.values().sum();
            watch.peak = watch.peak.max(all);
        }
        let reply = script(&asked).unwrap_or_else(|| nothing_there(&asked));
        std::thread::sleep(reply.delay);
        *watch.lock().unwrap().under_way.get_mut(&lane).unwrap() -= 1;
        write(&mut stream, &asked, &reply).ok()?;
    }
}

fn read(reader: &mut impl BufRead) -> Option<Asked> {
    let mut headers = HashMap::new();
    let mut request = String::new();
    reader.read_line(&mut request).ok()?;
    loop {
        let mut line = String::new();
        if reader.read_line(&mut line).ok()? == 0 {
            return None;
        }
        let line = line.trim_end();
        if line.is_empty() {
            break;
        }
        if let Some((name, value)) = line.split_once(": ") {
            headers.insert(name.to_ascii_lowercase(), value.to_owned());
        }
    }
    let length = headers
        .get("content-length")
        .map_or(0, |l| l.parse().unwrap());
    let mut body = vec![0; length];
    reader.read_exact(&mut body).ok()?;
    let body = String::from_utf8_lossy(&body).into_owned();
    // POST /service/SERVICE/operation/OPERATION HTTP/1.1
    let (method, path) = request.split_once(' ').unwrap();
    let path = path.split(' ').next().unwrap();
    let in_path = path.rsplit_once("/operation/").map(|(_, name)| name);
    let operation = match headers.get("x-amz-target") {
        Some(target) => target.rsplit('.').next(),
        None => in_path.or_else(|| body.split('&').find_map(|p| p.strip_prefix("Action="))),
    };
    // Credential=KEY/DATE/REGION/SERVICE/aws4_request
    let scope: Vec<&str> = headers["authorization"].split('/').collect();
    let (service, operation) = match operation {
        Some(operation) => (scope[3].to_owned(), operation.to_owned()),
        None => rest::operation(scope[3], method, path)
            .or_else(|| paths::operation(scope[3], path))
            .unwrap_or_else(|| panic!("no operation of {} has {path}", scope[3])),
    };
    Some(Asked {
        service,
        region: scope[2].to_owned(),
        operation,
        path: path.to_owned(),
        cbor: in_path.is_some(),
        body,
        nth: 0,
    })
}

fn write(stream: &mut TcpStream, asked: &Asked, reply: &Reply) -> std::io::Result<()> {
    let body = match &reply.error {
        Some(code) => error_body(asked, code),
        None => reply.body.clone(),
    };
    // Scripts are written in JSON, and what is none is a page for people.
    let in_cbor = if asked.cbor {
        serde_json::from_str(&body)
    } else {
        Ok(None)
    };
    let (headers, body) = match in_cbor {
        Ok(Some(json)) => (
            "content-type: application/cbor\r\nsmithy-protocol: rpc-v2-cbor",
            cbor(&json),
        ),
        _ => ("content-type: text/plain", body.into_bytes()),
    };
    let (status, length) = (reply.status, body.len());
    let head = format!("HTTP/1.1 {status} x\r\n{headers}\r\ncontent-length: {length}\r\n\r\n");
    stream.write_all(&[head.as_bytes(), &body].concat())
}

fn error_body(asked: &Asked, code: &str) -> String {
    let message = format!("not {}", asked.operation);
    let error = format!("<Error><Code>{code}</Code><Message>{message}</Message></Error>");
    match asked.service.as_str() {
        "ec2" => format!("<Response><Errors>{error}</Errors></Response>"),
        "s3" => error,
        "autoscaling"
        | "cloudfront"
        | "elasticloadbalancing"
        | "iam"
        | "rds"
        | "s3control"
        | "sns"
        | "sts" => {
            format!("<ErrorResponse>{error}</ErrorResponse>")
        }
        _ => format!(r#"{{"__type":"{code}","message":"{message}"}}"#),
    }
}

/// Services of the Query protocol.
const QUERY: &[&str] = &["autoscaling", "elasticloadbalancing", "iam", "rds", "sns"];

/// The answers of an account in which there is nothing.
fn nothing_there(asked: &Asked) -> Reply {
    if let Some(reply) = rest::nothing_there(asked) {
        return reply;
    }
    let operation = asked.operation.as_str();
    Reply::ok(match operation {
        "GetCallerIdentity" => query(
            operation,
            "<Account>123456789012</Account><Arn>arn:aws:iam::123456789012:user/a</Arn>",
        ),
        "DescribeRegions" => regions(&[
            ("us-east-1", "opt-in-not-required"),
            ("eu-west-1", "opt-in-not-required"),
        ]),
        "GenerateCredentialReport" => query(operation, "<State>COMPLETE</State>"),
        // user,arn
        "GetCredentialReport" => query(operation, "<Content>dXNlcixhcm4K</Content>"),
        "DescribeHub" => return Reply::error(401, "InvalidAccessException"),
        "GetDocument" => return Reply::error(400, "InvalidDocument"),
        "GetAccountPasswordPolicy" => return Reply::error(404, "NoSuchEntity"),
        _ if asked.service == "ec2" => format!("<{operation}Response></{operation}Response>"),
        "ListDistributions" => "<DistributionList/>".to_owned(),
        _ if QUERY.contains(&asked.service.as_str()) => query(operation, ""),
        _ => "{}".to_owned(),
    })
}

/// An answer of the Query protocol.
pub fn query(operation: &str, result: &str) -> String {
    format!(
        "<{operation}Response><{operation}Result>{result}</{operation}Result></{operation}Response>"
    )
}

/// An answer of `DescribeRegions`.
pub fn regions(regions: &[(&str, &str)]) -> String {
    let mut items = String::new();
    for (name, status) in regions {
        let _ = write!(
            items,
            "<item><regionName>{name}</regionName><optInStatus>{status}</optInStatus></item>"
        );
    }
    format!("<DescribeRegionsResponse><regionInfo>{items}</regionInfo></DescribeRegionsResponse>")
}
