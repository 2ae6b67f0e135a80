//! Laws that hold for all patterns.

use proptest::prelude::*;

use crate::coverage::{Coverage, Deployed, Requirement, Universe, covers};
use crate::filter_pattern::Pattern;
use crate::filter_pattern::tests::properties::ast;

proptest! {
    #[test]
    fn an_event_that_is_not_covered_is_required_and_missed(asts in prop::collection::vec(ast(), 1..4)) {
        let patterns = asts.iter().map(|ast| Pattern::parse(&ast.to_string()).unwrap());
        let patterns: Vec<Pattern> = patterns.collect();
        let deployed = patterns.iter().map(Deployed::always);
        let deployed: Vec<Deployed<'_>> = deployed.collect();
        let required = [Requirement::Pattern(patterns[0].clone())];
        let ask = |deployed: &[Deployed<'_>]| covers(&required, deployed, &Universe::any_json());
        if let Coverage::NotCovered(event) = ask(&deployed[1..]) {
            prop_assert!(required[0].holds(&event), "{}", event);
            prop_assert!(deployed[1..].iter().all(|filter| filter.misses(&event)), "{}", event);
        }
        prop_assert!(!matches!(ask(&deployed), Coverage::NotCovered(_)));
    }
}
