//! One connection of a client to the proxy.

use std::io::{self, Error, ErrorKind, Read, Write};
use std::net::{Shutdown, TcpStream};
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::thread;
use std::time::Duration;

use super::call::{Call, Protocol};
use super::rule::{Action, Rule};
use super::{Exchange, Shared};
use crate::http::{Message, exchange};

const MAX_HEAD: usize = 64 * 1024;

/// What is sent to the client.
enum Reply {
    Whole(Message),
    Half(Message),
    Nothing,
    Reset,
}

/// Answers request after request until either side closes.
pub(super) fn serve(shared: &Shared, stream: TcpStream) {
    // A broken connection is the client's to notice.
    let _ = serve_all(shared, stream);
}

fn serve_all(shared: &Shared, mut stream: TcpStream) -> io::Result<()> {
    stream.set_nodelay(true)?;
    while let Some(mut request) = read_head(&mut stream)? {
        if request.header("transfer-encoding").is_some() {
            let body = "auditrail's test proxy reads no chunked requests";
            return Message::response(501, "text/plain", body).write_to(&mut stream);
        }
        // The last byte is looked at but stays unread until it is clear that the
        // connection need not be reset: closing a socket with unread bytes does that.
        let length = request.content_length().unwrap_or(0);
        request.body.resize(length, 0);
        let held_back = length.saturating_sub(1);
        stream.read_exact(&mut request.body[..held_back])?;
        if length > 0 {
            stream.peek(&mut request.body[held_back..])?;
        }

        let call = Call::of(&request);
        shared.begin(&call);
        let rules = shared.rules_for(&call, &request);
        let resets = rules
            .iter()
            .any(|rule| matches!(rule.action, Action::Reset));
        if !resets {
            stream.read_exact(&mut request.body[held_back..])?;
        }
        let reply = reply(shared, &call, &request, &rules, &stream);
        shared.end();
        match reply {
            Reply::Whole(message) => message.write_to(&mut stream)?,
            Reply::Half(message) => {
                stream.write_all(message.head().as_bytes())?;
                stream.write_all(&message.body[..message.body.len() / 2])?;
                return stream.shutdown(Shutdown::Both);
            }
            Reply::Nothing => return stream.shutdown(Shutdown::Both),
            Reply::Reset => return Ok(()),
        }
    }
    Ok(())
}

fn reply(
    shared: &Shared,
    call: &Call,
    request: &Message,
    rules: &[Arc<Rule>],
    stream: &TcpStream,
) -> Reply {
    for rule in rules {
        if let Action::Delay(time) = rule.action {
            thread::sleep(time);
        }
    }
    let decision = rules.iter().find(|rule| rule.action.decides());
    match decision.map(|rule| &rule.action) {
        Some(Action::Refuse(refusal)) => Reply::Whole(refusal.answer(call)),
        Some(Action::Answer(status, make)) => {
            let body = make(&Exchange::new(shared, call, request));
            Reply::Whole(Message::response(*status, content_type(call), body))
        }
        Some(Action::Garbage) => Reply::Whole(Message::response(
            200,
            content_type(call),
            "\u{1}<<{{ garbage",
        )),
        Some(Action::Reset) => Reply::Reset,
        Some(Action::Hang) => {
            hang(shared, stream);
            Reply::Nothing
        }
        Some(Action::Truncate) => Reply::Half(pass_on(shared, call, request, rules)),
        Some(Action::Delay(_) | Action::Rewrite(_)) | None => {
            Reply::Whole(pass_on(shared, call, request, rules))
        }
    }
}

/// The upstream's answer, rewritten.
fn pass_on(shared: &Shared, call: &Call, request: &Message, rules: &[Arc<Rule>]) -> Message {
    let mut answer = match exchange(shared.upstream, request) {
        Ok(answer) => answer,
        Err(error) => return Message::response(502, "text/plain", error.to_string()),
    };
    answer.start = answer.start.replacen("HTTP/1.0", "HTTP/1.1", 1);
    answer.remove_header("connection");
    let asked = Exchange::new(shared, call, request);
    for rule in rules {
        if let Action::Rewrite(change) = &rule.action
            && answer.word(1) == "200"
            && let Ok(body) = str::from_utf8(&answer.body)
        {
            answer.body = change(&asked, body).into_bytes();
        }
    }
    answer
}

fn content_type(call: &Call) -> &'static str {
    match call.protocol {
        Protocol::Json => "application/x-amz-json-1.1",
        Protocol::Query | Protocol::Ec2Query => "text/xml",
        Protocol::RestJson => "application/json",
        Protocol::RestXml => "application/xml",
        Protocol::RpcV2Cbor => "application/cbor",
    }
}

/// Waits for the end of the client or of the proxy.
fn hang(shared: &Shared, stream: &TcpStream) {
    let _ = stream.set_read_timeout(Some(Duration::from_millis(50)));
    while !shared.stopping.load(Ordering::SeqCst) {
        match stream.peek(&mut [0]) {
            Err(error) if is_timeout(&error) => {}
            // It never sends more before it has its answer, so this is the end.
            Ok(_) | Err(_) => return,
        }
    }
}

fn is_timeout(error: &Error) -> bool {
    matches!(error.kind(), ErrorKind::WouldBlock | ErrorKind::TimedOut)
}

/// Takes the head of the next request off the stream and leaves the body there.
fn read_head(stream: &mut TcpStream) -> io::Result<Option<Message>> {
    let mut seen = vec![0; MAX_HEAD];
    loop {
        let count = stream.peek(&mut seen)?;
        if count == 0 {
            return Ok(None);
        }
        let end = seen[..count].windows(4).position(|w| w == b"\r\n\r\n");
        if let Some(end) = end {
            let head = &mut seen[..end + 4];
            stream.read_exact(head)?;
            return Ok(Some(Message::parse_head(&String::from_utf8_lossy(head))));
        }
        if count == MAX_HEAD {
            return Err(Error::new(ErrorKind::InvalidData, "the head is too long"));
        }
        // The rest of the head is on its way.
        thread::sleep(Duration::from_millis(1));
    }
}
