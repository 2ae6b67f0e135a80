//! Laws of the answers about all requests, and the long way to them.

use proptest::prelude::*;
use proptest::sample::select;
use serde_json::{Value, json};

use super::policy;
use super::properties::any_json;
use crate::policy::overlap::{Set, each};
use crate::policy::pattern::Pattern;
use crate::policy::statement::Listed;
use crate::policy::universe::Universe;
use crate::policy::{Context, Decision, Policy, Principal, Request};

/// Letters that the patterns below know, and one that they do not.
const LETTERS: [&str; 3] = ["a", "b", "z"];

/// Every action that has at most `longest` letters on either side of the colon.
fn some_actions(longest: usize) -> Vec<String> {
    let mut sides: Vec<String> = Vec::new();
    let mut last = vec![String::new()];
    for _ in 0..longest {
        let longer = last
            .iter()
            .flat_map(|side| LETTERS.map(|c| format!("{side}{c}")));
        last = longer.collect();
        sides.extend_from_slice(&last);
    }
    let all = sides
        .iter()
        .flat_map(|a| sides.iter().map(move |b| format!("{a}:{b}")));
    all.collect()
}

/// The bare star, and ARNs that differ in what the patterns below can tell apart.
fn some_resources() -> Vec<String> {
    let ends = LETTERS.iter().flat_map(|a| LETTERS.map(|b| (*a, b)));
    let arns = ends.flat_map(|(a, b)| LETTERS.map(|c| format!("arn:{a}:{b}:::{c}")));
    arns.chain(["*".to_owned()]).collect()
}

fn allows(policy: &Policy, action: &str, resource: &str) -> bool {
    let decision = policy.decide(&Request {
        principal: Principal::Holder,
        action,
        resource,
        context: Context::new(),
    });
    matches!(decision, Decision::Allowed { .. })
}

fn listed(name: &'static str, pattern: &'static str) -> impl Strategy<Value = Value> {
    let patterns = prop::collection::vec(pattern, 1..4);
    (patterns, prop::bool::weighted(0.3)).prop_map(move |(patterns, negated)| {
        let name = if negated {
            format!("Not{name}")
        } else {
            name.to_owned()
        };
        json!({name: patterns})
    })
}

fn statements() -> impl Strategy<Value = Value> {
    let actions = listed("Action", "[ab*?]{0,2}[:*][ab*?]{0,2}");
    let resources = listed(
        "Resource",
        r"(\*|\?|arn:\*|arn:[ab*]:[b*]:\*|[ab*?]{1,2}|\?\?\*)",
    );
    let statement = (actions, resources).prop_map(|(actions, resources)| {
        let mut statement = json!({"Effect": "Allow"});
        for part in [actions, resources] {
            statement
                .as_object_mut()
                .unwrap()
                .extend(part.as_object().unwrap().clone());
        }
        statement
    });
    prop::collection::vec(statement, 1..4).prop_map(Value::Array)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(100))]

    /// What is full access allows whatever is tried; and what allows all that is tried, on
    /// these small alphabets, is full access.
    #[test]
    fn full_access_is_what_allows_everything(list in statements()) {
        let policy = policy(&list);
        let full = policy.full_access().unwrap();
        // An action that is refused may be a long one; the search for it ends where it is.
        let actions = some_actions(if full.is_empty() { 3 } else { 2 });
        let resources = some_resources();
        let refused = actions.iter().find(|a| resources.iter().any(|r| !allows(&policy, a, r)));
        prop_assert_eq!(full.is_empty(), refused.is_some(), "{:?} {:?}", full, refused);
        // Those that are named do it without the others, and of several none is idle.
        let of = |kept: &dyn Fn(usize) -> bool| {
            let all = list.as_array().unwrap().iter().enumerate();
            let kept: Vec<&Value> = all.filter(|(at, _)| kept(*at)).map(|(_, s)| s).collect();
            super::policy(&json!(kept)).full_access().unwrap()
        };
        if !full.is_empty() {
            let named = of(&|at| full.contains(&at));
            prop_assert_eq!(named.len(), full.len());
        }
        let alone = full.first().is_some_and(|first| !of(&|at| at == *first).is_empty());
        for left_out in full.iter().filter(|_| !alone) {
            prop_assert!(of(&|at| full.contains(&at) && at != *left_out).is_empty());
        }
    }

    /// Each text of the universe is told to be in the sets that it is in.
    #[test]
    fn the_automaton_tells_the_truth(
        patterns in prop::collection::vec("[ab*?:]{0,5}", 1..4), negated: bool,
    ) {
        let listed = Listed {
            negated,
            patterns: patterns.iter().map(|text| Pattern::plain(text)).collect(),
        };
        let set = Set::actions(&listed);
        let (mut inside, mut outside) = (false, false);
        each(&[&set], &Universe::actions(), |found| {
            *(if found.has(0) { &mut inside } else { &mut outside }) = true;
            true
        }).unwrap();
        let is_in = |text: &String| {
            let any = listed.patterns.iter().any(|pattern| {
                pattern.matches(text, &Context::new(), true) == crate::policy::truth::Truth::Yes
            });
            any != negated
        };
        // The tried texts are some of all: what they show, the automaton has to know.
        let tried = some_actions(2);
        prop_assert!(inside || !tried.iter().any(is_in));
        prop_assert!(outside || tried.iter().all(is_in));
    }

    #[test]
    fn no_json_makes_the_answers_panic(
        value in any_json(),
        other in any_json(),
        name in select(vec!["Sid", "NotPrincipal", "NotAction", "NotResource", "Resource", "Condition"]),
        effect in select(vec!["Allow", "Deny"]),
    ) {
        let mut statement = json!({
            "Effect": effect, "Action": ["*", "s3:*"], "Principal": "*", "Resource": "*",
            "Condition": {"StringLike": {"aws:SourceArn": other}},
        });
        if let Some(element) = name.strip_prefix("Not") {
            statement.as_object_mut().unwrap().remove(element);
        }
        statement[name] = value.clone();
        for document in [value.to_string(), json!({"Version": "2012-10-17", "Statement": statement}).to_string()] {
            if let Ok(policy) = Policy::parse(&document) {
                let everywhere = [policy.full_access(), policy.nearly_full_access(), policy.open_to_everyone()];
                for named in everywhere.into_iter().flatten() {
                    prop_assert!(named.iter().all(|at| *at < policy.statements()));
                }
                let _ = policy.denies_http("arn:aws:s3:::b");
                let _ = (policy.named_accounts(), policy.allowed_actions());
            }
        }
    }
}
