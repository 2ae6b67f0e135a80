//! The first line is a condition key, its value and a resource, the rest is a policy.
//!
//! Nothing may panic, what cannot be read must say why, and an answer that is given without
//! knowing the key must stand once it is known.

#![no_main]

use auditrail::policy::{Context, Decision, Known, Policy, Principal, Request};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|input: &str| {
    let (line, document) = input.split_once('\n').unwrap_or(("", input));
    let mut words = line.split(' ');
    let mut word = || words.next().unwrap_or_default();
    let (key, value, resource) = (word(), word(), word());
    let policy = match Policy::parse(document) {
        Ok(policy) => policy,
        Err(error) => {
            assert!(!error.to_string().is_empty());
            return;
        }
    };
    let everywhere = [
        policy.full_access(),
        policy.nearly_full_access(),
        policy.open_to_everyone(),
    ];
    for named in everywhere.into_iter().flatten() {
        assert!(named.iter().all(|index| *index < policy.statements()));
    }
    if let Ok(denied) = policy.denies_http(resource) {
        let denies = denied.objects || denied.bucket || denied.only_tls_version;
        assert_eq!(denies, !denied.by.is_empty());
    }
    let _ = (policy.named_accounts(), policy.allowed_actions());
    let decide = |context| {
        policy.decide(&Request {
            principal: Principal::Service("cloudwatch.amazonaws.com"),
            action: "sns:Publish",
            resource,
            context,
        })
    };
    let known = Context::new().value(key, value);
    let less = decide(known.clone().with(key, Known::Unknown));
    for more in [decide(known.clone()), decide(known.absent(&[key]))] {
        match &less {
            Decision::Allowed { .. } => assert!(matches!(more, Decision::Allowed { .. })),
            Decision::Denied { .. } => assert!(matches!(more, Decision::Denied { .. })),
            Decision::NotAllowed => {
                assert!(matches!(
                    more,
                    Decision::NotAllowed | Decision::Denied { .. }
                ));
            }
            Decision::Undecided { statement, why } => {
                assert!(*statement < policy.statements() && !why.is_empty());
            }
        }
    }
});
