//! `cargo bench --bench filter_pattern`: parsing the longest pattern that the CIS
//! benchmark prescribes, matching it against an event, and proving that it is covered.

use auditrail::cloudtrail::Records;
use auditrail::coverage::{Condition, Deployed, Requirement, Universe, covers};
use auditrail::filter_pattern::{Event, Pattern};
use divan::black_box;

fn main() {
    divan::main();
}

/// Changes to IAM policies: sixteen event names, the longest of the prescribed patterns.
const NAMES: [&str; 16] = [
    "DeleteGroupPolicy",
    "DeleteRolePolicy",
    "DeleteUserPolicy",
    "PutGroupPolicy",
    "PutRolePolicy",
    "PutUserPolicy",
    "CreatePolicy",
    "DeletePolicy",
    "CreatePolicyVersion",
    "DeletePolicyVersion",
    "AttachRolePolicy",
    "DetachRolePolicy",
    "AttachUserPolicy",
    "DetachUserPolicy",
    "AttachGroupPolicy",
    "DetachGroupPolicy",
];

/// An event that only the last condition matches.
const EVENT: &str = r#"{"eventVersion":"1.11","userIdentity":{"type":"IAMUser","principalId":"AIDAEXAMPLE","arn":"arn:aws:iam::123456789012:user/alice","accountId":"123456789012","userName":"alice"},"eventTime":"2026-01-01T12:00:00Z","eventSource":"iam.amazonaws.com","eventName":"DetachGroupPolicy","awsRegion":"us-east-1","sourceIPAddress":"203.0.113.10","userAgent":"aws-cli/2.22.0","requestParameters":{"groupName":"admins","policyArn":"arn:aws:iam::aws:policy/ReadOnlyAccess"},"responseElements":null,"eventID":"1f6c2b7e-5d4a-4c3b-8a29-0e9d8c7b6a5f","readOnly":false,"eventType":"AwsApiCall","managementEvent":true,"recipientAccountId":"123456789012","eventCategory":"Management"}"#;

fn pattern() -> String {
    let clauses = NAMES.map(|name| format!("($.eventName={name})"));
    format!("{{ {} }}", clauses.join(" || "))
}

#[divan::bench]
fn parse(bencher: divan::Bencher<'_, '_>) {
    let source = pattern();
    bencher.bench(|| Pattern::parse(black_box(&source)).is_ok());
}

#[divan::bench]
fn match_event_text(bencher: divan::Bencher<'_, '_>) {
    let Ok(pattern) = Pattern::parse(&pattern()) else {
        return;
    };
    bencher.bench(|| pattern.matches(&Event::new(black_box(EVENT))));
}

#[divan::bench]
fn match_parsed_event(bencher: divan::Bencher<'_, '_>) {
    let Ok(pattern) = Pattern::parse(&pattern()) else {
        return;
    };
    let event = Event::new(EVENT);
    bencher.bench(|| pattern.matches(black_box(&event)));
}

/// Whether `required` is covered by `deployed`; patterns that cannot be parsed are left out.
fn bench_covers(
    bencher: divan::Bencher<'_, '_>,
    required: &[Requirement],
    deployed: &[String],
    universe: &Universe,
) {
    let patterns = deployed.iter().flat_map(|source| Pattern::parse(source));
    let patterns: Vec<Pattern> = patterns.collect();
    let deployed = patterns.iter().map(Deployed::always);
    let deployed: Vec<Deployed<'_>> = deployed.collect();
    bencher.bench(|| covers(black_box(required), black_box(&deployed), universe));
}

fn required(source: &str) -> Vec<Requirement> {
    let pattern = Pattern::parse(source).into_iter();
    pattern.map(Requirement::Pattern).collect()
}

fn joined(many: usize, joint: &str, part: impl Fn(usize) -> String) -> String {
    let parts: Vec<String> = (0..many).map(part).collect();
    format!("{{ {} }}", parts.join(joint))
}

/// The longest prescribed pattern against itself in another order.
#[divan::bench]
fn covers_reordered(bencher: divan::Bencher<'_, '_>) {
    let mut names = NAMES;
    names.reverse();
    let clauses = names.map(|name| format!("$.eventName = \"{name}\""));
    let deployed = [format!("{{ {} }}", clauses.join(" || "))];
    bench_covers(
        bencher,
        &required(&pattern()),
        &deployed,
        &Universe::any_json(),
    );
}

/// The same over the records of `CloudTrail`.
#[divan::bench]
fn covers_reordered_cloudtrail(bencher: divan::Bencher<'_, '_>) {
    let mut names = NAMES;
    names.reverse();
    let clauses = names.map(|name| format!("$.eventName = \"{name}\""));
    let deployed = [format!("{{ {} }}", clauses.join(" || "))];
    let records = Records::new("123456789012", "aws").any();
    bench_covers(bencher, &required(&pattern()), &deployed, &records);
}

/// Eighteen events and a hundred filters of one event each.
#[divan::bench]
fn covers_many_filters(bencher: divan::Bencher<'_, '_>) {
    let field = |name: &str, text: String| (vec![name.to_owned()], Condition::Is(text));
    let events = (0..18).map(|n| {
        let source = field("eventSource", "ec2.amazonaws.com".to_owned());
        Requirement::Fields(vec![source, field("eventName", format!("Event{n}"))])
    });
    let deployed: Vec<String> = (0..100)
        .map(|n| format!("{{ $.eventName = Event{} }}", 99 - n))
        .collect();
    bench_covers(
        bencher,
        &events.collect::<Vec<_>>(),
        &deployed,
        &Universe::any_json(),
    );
}

/// Ten pigeons do not fit into nine holes, which no search of this kind proves soon.
#[divan::bench]
fn covers_hard_pigeons(bencher: divan::Bencher<'_, '_>) {
    let (pigeons, holes) = (10, 9);
    let each = joined(pigeons, "&&", |pigeon| {
        let holes: Vec<String> = (0..holes)
            .map(|hole| format!("$.{pigeon}={hole}"))
            .collect();
        format!("({})", holes.join("||"))
    });
    let mut pairs = Vec::new();
    for pigeon in 0..pigeons {
        for other in 0..pigeon {
            pairs.extend((0..holes).map(|hole| format!("$.{pigeon}={hole}&&$.{other}={hole}")));
        }
    }
    let deployed: Vec<String> = pairs
        .chunks(40)
        .map(|some| format!("{{{}}}", some.join("||")))
        .collect();
    bench_covers(bencher, &required(&each), &deployed, &Universe::any_json());
}

/// Fifty filters with three wildcards and two regexes that have no small automaton.
#[divan::bench]
fn covers_hard_lists(bencher: divan::Bencher<'_, '_>) {
    let nasty = |n: usize| {
        let (one, other) = (n + 1, 100 - n);
        format!("{{ $.a[*] = %.*a.{{{one}}}% && $.b[*] = %b.*a.{{{other}}}% && $.c[*].d != x{n} }}")
    };
    let deployed: Vec<String> = (0..50).map(nasty).collect();
    bench_covers(
        bencher,
        &required(&nasty(50)),
        &deployed,
        &Universe::any_json(),
    );
}

/// Thirty fields and a hundred filters of a hundred and fifty terms.
#[divan::bench]
fn covers_hard_terms(bencher: divan::Bencher<'_, '_>) {
    let fields = joined(30, " && ", |n| format!("$.f{n} = \"v{n}*\""));
    let terms = |of: usize| {
        let terms: Vec<String> = (0..150).map(|n| format!("w{}", n + of)).collect();
        terms.join(" ")
    };
    let deployed: Vec<String> = (0..100).map(terms).collect();
    bench_covers(
        bencher,
        &required(&fields),
        &deployed,
        &Universe::any_json(),
    );
}
