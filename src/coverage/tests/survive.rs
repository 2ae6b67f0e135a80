//! Proofs survive 100,000 required events that were made at random after them.

use super::super::{Coverage, Deployed, Requirement, Universe, covers};
use super::dice::{Dice, Taste, condition, event, pattern};
use crate::filter_pattern::{Event, Pattern};

/// How many required events the proofs have to survive together.
const REQUIRED: usize = 100_000;

/// How many of them each proof has to survive.
const OF_EACH: usize = 1_000;

/// How many events are made for a proof at most, and until it is taken for one about events too
/// rare to be made at random.
const MADE: [usize; 2] = [10_000, 200];

#[test]
fn proofs_survive_a_hundred_thousand_required_events() {
    let mut dice = Dice(2026);
    let taste = Taste {
        wild: false,
        open: false,
    };
    let mut survived = 0;
    while survived < REQUIRED {
        let some = |dice: &mut Dice| {
            let conditions: Vec<String> = (0..3).map(|_| condition(dice, taste)).collect();
            conditions
        };
        let conditions = some(&mut dice);
        let required = Pattern::parse(&pattern(&mut dice, &conditions)).unwrap();
        // Conditions of the required pattern among others, or hardly anything is covered.
        let mut more = some(&mut dice);
        more.extend(conditions);
        let deployed: Vec<Pattern> = (0..=dice.below(3))
            .map(|_| Pattern::parse(&pattern(&mut dice, &more)).unwrap())
            .collect();
        let ways: Vec<Deployed<'_>> = deployed.iter().map(Deployed::always).collect();
        let asked = [Requirement::Pattern(required.clone())];
        if covers(&asked, &ways, &Universe::any_json()) != Coverage::Covered {
            continue;
        }
        let mut found = 0;
        for made in 0..MADE[0] {
            let event = event(&mut dice);
            let read = Event::from_value(&event);
            if required.matches(&read) {
                let matched = deployed.iter().any(|pattern| pattern.matches(&read));
                assert!(matched, "{required} by {deployed:?}: {event}");
                found += 1;
            }
            let is_rare = made == MADE[1] && found < 20;
            if found == OF_EACH || is_rare {
                break;
            }
        }
        survived += found;
    }
}
