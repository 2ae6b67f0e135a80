//! A proxy of ours in front of moto: it counts the calls of the program under test,
//! breaks the ones that a test wants broken, and rewrites answers in which moto is
//! unlike AWS.

mod call;
mod connection;
mod refusal;
mod rest;
mod rule;

use std::collections::BTreeMap;
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread::{self, JoinHandle};
use std::time::Duration;

pub use call::Call;
pub use refusal::Refusal;
pub use rule::{Match, On};

use crate::http::{Message, exchange};
use rule::Rule;

/// The proxy; it stops listening when dropped.
pub struct Proxy {
    address: SocketAddr,
    shared: Arc<Shared>,
    listener: Option<JoinHandle<()>>,
}

/// What the threads of the proxy share.
struct Shared {
    upstream: SocketAddr,
    rules: Mutex<Vec<Arc<Rule>>>,
    calls: Mutex<Vec<Call>>,
    under_way: AtomicUsize,
    peak: AtomicUsize,
    stopping: AtomicBool,
}

/// A call and a way to ask more about it, for rewriting its answer.
pub struct Exchange<'a> {
    /// What was asked.
    pub call: &'a Call,
    /// The request itself.
    pub request: &'a Message,
    upstream: SocketAddr,
}

impl<'a> Exchange<'a> {
    fn new(shared: &Shared, call: &'a Call, request: &'a Message) -> Self {
        Self {
            call,
            request,
            upstream: shared.upstream,
        }
    }

    /// The request's body as text.
    pub fn asked(&self) -> String {
        String::from_utf8_lossy(&self.request.body).into_owned()
    }

    /// The upstream's answer to another operation of the same service, asked with the
    /// same body.
    pub fn ask_about(&self, operation: &str) -> String {
        let mut request = self.request.clone();
        let asked = self.asked();
        request.body = match request.header("x-amz-target") {
            Some(target) => {
                let target = target.replace(&self.call.operation, operation);
                request.set_header("x-amz-target", target);
                asked.into_bytes()
            }
            None => asked
                .replacen(&self.call.operation, operation, 1)
                .into_bytes(),
        };
        let answer = exchange(self.upstream, &request).expect("the upstream answers");
        String::from_utf8_lossy(&answer.body).into_owned()
    }
}

impl Exchange<'_> {
    /// The upstream's answer to an operation without parameters of a service that speaks forms,
    /// asked in the same region.
    pub fn ask_form(&self, service: &str, operation: &str, version: &str) -> String {
        let mut request = Message::request("POST", "/");
        let region = &self.call.region;
        let scope = format!("AKIAIOSFODNN7EXAMPLE/20300101/{region}/{service}/aws4_request");
        let signature = format!("AWS4-HMAC-SHA256 Credential={scope}, Signature=0");
        request.set_header("authorization", signature);
        request.set_header("content-type", "application/x-www-form-urlencoded");
        request.body = format!("Action={operation}&Version={version}").into_bytes();
        let answer = exchange(self.upstream, &request).expect("the upstream answers");
        String::from_utf8_lossy(&answer.body).into_owned()
    }

    /// The upstream's answer to a request for another path of the same service.
    pub fn get(&self, path: &str) -> String {
        let mut request = self.request.clone();
        request.start = format!("GET {path} HTTP/1.1");
        let answer = exchange(self.upstream, &request).expect("the upstream answers");
        String::from_utf8_lossy(&answer.body).into_owned()
    }
}

impl Proxy {
    /// Starts a proxy in front of `upstream`.
    pub fn start(upstream: SocketAddr) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a loopback port is free");
        let address = listener.local_addr().expect("the port is known");
        let shared = Arc::new(Shared {
            upstream,
            rules: Mutex::default(),
            calls: Mutex::default(),
            under_way: AtomicUsize::new(0),
            peak: AtomicUsize::new(0),
            stopping: AtomicBool::new(false),
        });
        let for_listener = Arc::clone(&shared);
        let listener = thread::spawn(move || for_listener.listen(&listener));
        Self {
            address,
            shared,
            listener: Some(listener),
        }
    }

    /// Where it listens, for a proxy in front of this one.
    pub fn local_address(&self) -> SocketAddr {
        self.address
    }

    /// The URL for `--endpoint-url`.
    pub fn endpoint(&self) -> String {
        format!("http://{}", self.address)
    }

    /// Begins a rule for some calls, such as `"ec2:DescribeRegions"`, `"ec2:*"` or
    /// `Match::from("*").in_region("us-east-1")`.
    ///
    /// Of the rules that decide the answer the newest one counts; every delay and every
    /// rewriting takes effect, the oldest first.
    pub fn on(&self, matches: impl Into<Match>) -> On<'_> {
        On {
            proxy: self,
            matches: matches.into(),
            times: None,
        }
    }

    /// Every call so far, in order of arrival.
    pub fn calls(&self) -> Vec<Call> {
        lock(&self.shared.calls).clone()
    }

    /// How often `service:operation` was called.
    pub fn count(&self, operation: &str) -> usize {
        self.by_operation().get(operation).copied().unwrap_or(0)
    }

    /// The calls by `service:operation`, as `report.json` counts them.
    pub fn by_operation(&self) -> BTreeMap<String, usize> {
        tally(self.calls().iter().map(ToString::to_string))
    }

    /// The calls by region.
    pub fn by_region(&self) -> BTreeMap<String, usize> {
        tally(self.calls().into_iter().map(|call| call.region))
    }

    /// The most calls that ever were under way at once.
    pub fn peak(&self) -> usize {
        self.shared.peak.load(Ordering::SeqCst)
    }

    /// Forgets the calls so far; the rules stay.
    pub fn forget_calls(&self) {
        lock(&self.shared.calls).clear();
        self.shared.peak.store(0, Ordering::SeqCst);
    }

    fn add(&self, rule: Rule) {
        lock(&self.shared.rules).push(Arc::new(rule));
    }
}

impl Drop for Proxy {
    fn drop(&mut self) {
        self.shared.stopping.store(true, Ordering::SeqCst);
        // Wakes the listener up.
        let _ = TcpStream::connect_timeout(&self.address, Duration::from_secs(1));
        if let Some(listener) = self.listener.take() {
            let _ = listener.join();
        }
    }
}

impl Shared {
    fn listen(self: Arc<Self>, listener: &TcpListener) {
        for stream in listener.incoming() {
            if self.stopping.load(Ordering::SeqCst) {
                break;
            }
            if let Ok(stream) = stream {
                let shared = Arc::clone(&self);
                thread::spawn(move || connection::serve(&shared, stream));
            }
        }
    }

    /// The rules that are for this call, each used up by one; of those that decide the
    /// answer only the newest.
    fn rules_for(&self, call: &Call, request: &Message) -> Vec<Arc<Rule>> {
        let mut is_decided = false;
        let mut chosen = Vec::new();
        for rule in lock(&self.rules).iter().rev() {
            let decides = rule.action.decides();
            if (decides && is_decided) || !rule.matches.matches(call, request) || !rule.take() {
                continue;
            }
            is_decided |= decides;
            chosen.push(Arc::clone(rule));
        }
        chosen.reverse();
        chosen
    }

    fn begin(&self, call: &Call) {
        lock(&self.calls).push(call.clone());
        let now = self.under_way.fetch_add(1, Ordering::SeqCst) + 1;
        self.peak.fetch_max(now, Ordering::SeqCst);
    }

    fn end(&self) {
        self.under_way.fetch_sub(1, Ordering::SeqCst);
    }
}

/// A test that panics while it holds a lock must not break the others' panics.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

fn tally(names: impl Iterator<Item = String>) -> BTreeMap<String, usize> {
    let mut counts = BTreeMap::new();
    for name in names {
        *counts.entry(name).or_default() += 1;
    }
    counts
}
