//! Asking CloudWatch Logs what a filter pattern matches.

use serde_json::{Value, json};

use super::*;
use crate::collect::{Oracle, test_metric_filter};
use crate::inventory::NotSeen;

fn oracle(pattern: &str, messages: impl IntoIterator<Item = String>) -> Oracle {
    Oracle {
        pattern: pattern.to_owned(),
        messages: messages.into_iter().collect(),
    }
}

fn numbered(count: usize) -> impl Iterator<Item = String> {
    (0..count).map(|n| format!("message {n}"))
}

/// Matches the messages that contain the pattern, numbered from 1, as AWS does.
fn matching(asked: &Asked) -> Option<Reply> {
    let asked: Value = serde_json::from_str(&asked.body).ok()?;
    let pattern = asked.get("filterPattern")?.as_str()?;
    let messages = asked.get("logEventMessages")?.as_array()?.iter();
    let messages = messages
        .enumerate()
        .map(|(i, m)| (i + 1, m.as_str().unwrap()));
    let matches: Vec<Value> = messages
        .filter(|(_, message)| message.contains(pattern))
        .map(|(number, message)| json!({"eventNumber": number, "eventMessage": message}))
        .collect();
    Some(Reply::ok(json!({ "matches": matches }).to_string()))
}

async fn asked(server: &Server, cases: Vec<Oracle>) -> Vec<Result<Vec<bool>, NotSeen>> {
    test_metric_filter(&aws(server), &Region::new("eu-west-1"), cases).await
}

#[tokio::test]
async fn the_answers_are_in_the_order_of_the_questions() {
    let server = Server::start(matching);
    let texts = |texts: &[&str]| texts.iter().map(|t| (*t).to_owned()).collect::<Vec<_>>();
    let cases = vec![
        oracle("x", texts(&["axe", "b", "x"])),
        oracle("never", texts(&["axe"])),
        oracle("x", []),
        oracle("b", texts(&["axe", "b"])),
    ];
    let answers: Vec<Vec<bool>> = asked(&server, cases)
        .await
        .into_iter()
        .map(Result::unwrap)
        .collect();
    let expected = [
        vec![true, false, true],
        vec![false],
        vec![],
        vec![false, true],
    ];
    assert_eq!(answers, expected);
    let made = server.asked_for("TestMetricFilter");
    assert_eq!(made.len(), 3, "nothing to ask, nothing asked");
    assert!(made.iter().all(|a| a.region == "eu-west-1"));
}

#[tokio::test]
async fn more_messages_than_aws_takes_at_once_are_asked_about_in_pages() {
    let server = Server::start(|a| {
        // The first page is the last to be answered.
        let first = a.has("\"message 0\"");
        let delay = Duration::from_millis(if first { 50 } else { 0 });
        matching(a).map(|reply| reply.after(delay))
    });
    // Those that end in 7.
    let mut messages: Vec<String> = numbered(120).map(|m| format!("{m};")).collect();
    messages.push("7;".to_owned());
    let expected: Vec<bool> = (0..120).map(|n| n % 10 == 7).chain([true]).collect();
    let answers = asked(&server, vec![oracle("7;", messages)]).await;
    assert_eq!(answers, [Ok(expected)]);
    let sizes: BTreeSet<usize> = server
        .asked_for("TestMetricFilter")
        .iter()
        .map(|a| serde_json::from_str::<Value>(&a.body).unwrap())
        .map(|a| a["logEventMessages"].as_array().unwrap().len())
        .collect();
    assert_eq!(sizes, [21, 50].into());
}

#[tokio::test]
async fn a_pattern_that_aws_does_not_take_spoils_only_its_own_case() {
    let server = Server::start(|a| {
        if a.has("\"bad\"") {
            return Some(Reply::error(400, "InvalidParameterException"));
        }
        matching(a)
    });
    let cases = vec![oracle("bad", numbered(60)), oracle("message", numbered(1))];
    let answers = asked(&server, cases).await;
    let refused = answers[0].as_ref().unwrap_err();
    assert_eq!(refused.operation, "logs:TestMetricFilter");
    assert_eq!(refused.reason, Reason::Failed);
    assert!(refused.detail.starts_with("InvalidParameterException"));
    assert_eq!(answers[1], Ok(vec![true]));
}

#[tokio::test]
async fn what_is_throttled_is_asked_again_and_what_is_denied_is_not() {
    let server = Server::start(|a| match a.nth {
        0 => Some(Reply::error(400, "ThrottlingException")),
        _ => matching(a),
    });
    let answers = asked(&server, vec![oracle("message", numbered(2))]).await;
    assert_eq!(answers, [Ok(vec![true, true])]);
    assert_eq!(server.asked().len(), 2);

    let server = Server::start(|_| Some(Reply::error(400, "AccessDeniedException")));
    let answers = asked(&server, vec![oracle("message", numbered(2))]).await;
    let denied = answers[0].as_ref().unwrap_err();
    assert_eq!(denied.reason, Reason::Denied);
    assert_eq!(denied.detail, "not TestMetricFilter");
    assert_eq!(server.asked().len(), 1);
}

#[tokio::test]
async fn a_match_of_no_message_is_no_answer() {
    for number in [0, 3, -1] {
        let server = Server::start(move |_| {
            let matches = json!({"matches": [{"eventNumber": number, "eventMessage": "?"}]});
            Some(Reply::ok(matches.to_string()))
        });
        let answers = asked(&server, vec![oracle("message", numbered(2))]).await;
        let failed = answers[0].as_ref().unwrap_err();
        assert_eq!(failed.reason, Reason::Failed);
        assert!(failed.detail.starts_with("malformed reply"), "{failed}");
    }
}

#[tokio::test]
async fn no_more_is_under_way_than_aws_would_bear() {
    let server = Server::start(|a| matching(a).map(|r| r.after(Duration::from_millis(20))));
    let cases = (0..40).map(|_| oracle("message", numbered(1))).collect();
    let answers = asked(&server, cases).await;
    assert!(answers.iter().all(|a| *a == Ok(vec![true])));
    // How many overlap is the machine's affair; the bound is ours.
    assert!((2..=8).contains(&server.peaks().0), "{:?}", server.peaks());
}
