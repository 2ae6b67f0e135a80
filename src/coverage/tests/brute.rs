//! The answer must agree with trying many small events.

use std::fmt;

use serde_json::Value;

use super::super::readings::{self, Choices};
use super::super::{Condition, Coverage, Deployed, Requirement, Universe, covers, meets};
use super::dice::{self, Dice, Taste, all_events, condition, message_pattern, pattern};
use crate::filter_pattern::matches::matches;
use crate::filter_pattern::{Event, Pattern};

/// Answers of each kind, and how many of the unproven ones are missed by some small event.
#[derive(Debug, Default)]
struct Tally {
    covered: usize,
    missed: usize,
    unproven: usize,
    /// Of the unproven ones: those that a small event shows, whatever is left open.
    unshown: usize,
}

struct Bench {
    values: Vec<Value>,
    events: Vec<Event<'static>>,
    dice: Dice,
    tally: Tally,
    wrong: Vec<String>,
}

/// How many random events each proof has to survive, beside those that are always tried.
const RANDOM_EVENTS: usize = 100;

/// A question.
#[derive(Debug)]
struct Asked {
    required: Requirement,
    deployed: Vec<(Pattern, Fields)>,
    universe: Universe,
}

type Fields = Vec<(Vec<String>, Condition)>;

impl fmt::Display for Asked {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.required {
            Requirement::Pattern(pattern) => write!(out, "`{pattern}`")?,
            Requirement::Fields(fields) => write!(out, "{fields:?}")?,
        }
        for (pattern, only) in &self.deployed {
            write!(out, " by `{pattern}`")?;
            if !only.is_empty() {
                write!(out, " where {only:?}")?;
            }
        }
        if self
            .universe
            .shapes
            .iter()
            .any(|shape| !shape.fields.is_empty() || !shape.closed.is_empty())
        {
            write!(out, " in {:?}", self.universe)?;
        }
        Ok(())
    }
}

fn parse(source: &str) -> Pattern {
    Pattern::parse(source).unwrap_or_else(|error| panic!("{source}: {error}"))
}

impl Asked {
    fn new(required: &str, deployed: &[String]) -> Self {
        Self {
            required: Requirement::Pattern(parse(required)),
            deployed: deployed.iter().map(|p| (parse(p), Vec::new())).collect(),
            universe: Universe::any_json(),
        }
    }
}

impl Asked {
    fn is_missed(&self, value: &Value, event: &Event<'_>, reading: &Choices) -> bool {
        let selects = |pattern: &Pattern| matches(pattern.ast(), event, reading.reading());
        let required = match &self.required {
            Requirement::Pattern(pattern) => selects(pattern),
            Requirement::Fields(fields) => meets(value, fields),
        };
        let mut deployed = self.deployed.iter();
        required
            && !deployed.any(|(pattern, only)| selects(pattern) && meets(value, only))
            && may_occur(value, &self.universe)
    }
}

fn at<'v>(event: &'v Value, path: &[String]) -> Option<&'v Value> {
    path.iter().try_fold(event, |value, name| value.get(name))
}

/// Whether the event may occur as far as is known.
fn may_occur(event: &Value, universe: &Universe) -> bool {
    let mut shapes = universe.shapes.iter();
    shapes.any(|shape| {
        shape
            .fields
            .iter()
            .all(|field| field.possible.hold(at(event, &field.path)))
    })
}

fn surely_occurs(event: &Value, universe: &Universe) -> bool {
    let mut shapes = universe.shapes.iter().filter(|shape| shape.doubt.is_none());
    shapes.any(|shape| {
        let is_known = |path: &Vec<String>| shape.fields.iter().any(|field| field.path == *path);
        let is_closed = |path: &Vec<String>| {
            at(event, path)
                .and_then(Value::as_object)
                .is_none_or(|object| {
                    object
                        .keys()
                        .all(|key| is_known(&[path.as_slice(), std::slice::from_ref(key)].concat()))
                })
        };
        shape
            .fields
            .iter()
            .all(|field| field.sure.hold(at(event, &field.path)))
            && shape.closed.iter().all(is_closed)
    })
}

impl Bench {
    fn new() -> Self {
        let values = all_events();
        let events = values.iter().map(Event::from_value).collect();
        let tally = Tally::default();
        Self {
            values,
            events,
            dice: Dice(0),
            tally,
            wrong: Vec::new(),
        }
    }

    /// An event of the universe that is required and missed by `reading`.
    fn missed_by(&self, reading: &Choices, asked: &Asked) -> Option<Value> {
        let all = self.values.iter().zip(&self.events);
        let mut missed = all.filter(|(value, event)| asked.is_missed(value, event, reading));
        missed.next().map(|(value, _)| value.clone())
    }

    /// The same among random events.
    fn missed_at_random(&mut self, reading: &Choices, asked: &Asked) -> Option<Value> {
        let mut events = (0..RANDOM_EVENTS).map(|_| dice::event(&mut self.dice));
        events.find(|value| asked.is_missed(value, &Event::from_value(value), reading))
    }

    fn check(&mut self, asked: &Asked) {
        let deployed: Vec<_> = asked
            .deployed
            .iter()
            .map(|(pattern, only)| Deployed {
                matcher: pattern.into(),
                only: only.clone(),
            })
            .collect();
        let patterns = asked.deployed.iter().map(|(pattern, _)| pattern);
        let readings = readings::all(&asked.required, patterns);
        let missed = readings
            .iter()
            .flatten()
            .find_map(|reading| self.missed_by(reading, asked));
        let wrong = match covers(
            std::slice::from_ref(&asked.required),
            &deployed,
            &asked.universe,
        ) {
            Coverage::Covered => {
                self.tally.covered += 1;
                let readings = readings.as_ref();
                let missed = missed.or_else(|| {
                    let reading = readings.and_then(|all| all.last())?;
                    self.missed_at_random(reading, asked)
                });
                missed.map(|event| format!("covered, but {event} is missed"))
            }
            Coverage::NotCovered(event) => {
                self.tally.missed += 1;
                if !asked.required.holds(&event) {
                    Some(format!("{event} is not required"))
                } else if !deployed.iter().all(|d| d.misses(&event)) {
                    Some(format!("{event} is not missed"))
                } else if !surely_occurs(&event, &asked.universe) {
                    Some(format!("{event} is not sure to occur"))
                } else {
                    None
                }
            }
            Coverage::NotProven(_) => {
                self.tally.unproven += 1;
                let shows = |event: &&Value| {
                    asked.required.holds(event)
                        && deployed.iter().all(|d| d.misses(event))
                        && surely_occurs(event, &asked.universe)
                };
                // Judging is slow, so only where there may be one.
                let believes = !asked.universe.believable.is_empty();
                let example = (missed.is_some() && !believes)
                    .then(|| self.values.iter().find(shows))
                    .flatten();
                self.tally.unshown += usize::from(example.is_some());
                None
            }
        };
        self.wrong
            .extend(wrong.map(|wrong| format!("{asked}: {wrong}")));
    }

    /// Asks about patterns of `rounds` sets of a few conditions.
    fn play(mut self, seed: u64, rounds: usize, taste: Taste) -> Tally {
        let mut dice = Dice(seed);
        for _ in 0..rounds {
            let several = 2 + dice.below(4);
            let conditions: Vec<String> =
                (0..several).map(|_| condition(&mut dice, taste)).collect();
            for _ in 0..4 {
                let required = pattern(&mut dice, &conditions);
                let deployed: Vec<String> = (0..dice.below(4))
                    .map(|_| pattern(&mut dice, &conditions))
                    .collect();
                self.check(&Asked::new(&required, &deployed));
            }
        }
        self.end()
    }

    /// Nothing was wrong: how it went.
    fn end(self) -> Tally {
        println!("{:?}", self.tally);
        assert!(
            self.wrong.is_empty(),
            "{} wrong: {:#?}",
            self.wrong.len(),
            self.wrong
        );
        self.tally
    }
}

/// Sets of conditions in each test; questions are some times as many.
const ROUNDS: usize = 250;

#[test]
fn plain_patterns_are_decided() {
    let taste = Taste {
        wild: false,
        open: false,
    };
    let tally = Bench::new().play(1, ROUNDS, taste);
    let decided = tally.covered + tally.missed;
    assert!(tally.unproven * 500 <= decided, "{tally:?}");
}

#[test]
fn patterns_with_wildcards_are_decided() {
    let taste = Taste {
        wild: true,
        open: false,
    };
    let tally = Bench::new().play(2, ROUNDS, taste);
    let decided = tally.covered + tally.missed;
    assert!(tally.unproven * 500 <= decided, "{tally:?}");
}

#[test]
fn patterns_with_open_questions() {
    let taste = Taste {
        wild: true,
        open: true,
    };
    let tally = Bench::new().play(3, ROUNDS, taste);
    assert_eq!(tally.unshown, 0, "{tally:?}");
}

#[test]
fn patterns_over_the_text_of_the_event() {
    let mut bench = Bench::new();
    let mut dice = Dice(4);
    let taste = Taste {
        wild: false,
        open: false,
    };
    for _ in 0..ROUNDS * 2 {
        let conditions: Vec<String> = (0..3).map(|_| condition(&mut dice, taste)).collect();
        let any = |dice: &mut Dice| {
            if dice.once_in(3) {
                pattern(dice, &conditions)
            } else {
                message_pattern(dice)
            }
        };
        let required = any(&mut dice);
        let deployed: Vec<String> = (0..dice.below(4)).map(|_| any(&mut dice)).collect();
        bench.check(&Asked::new(&required, &deployed));
    }
    let tally = bench.end();
    assert!(tally.unshown * 100 <= tally.missed, "{tally:?}");
}

#[test]
fn conditions_on_fields_over_closed_and_doubtful_shapes() {
    let mut bench = Bench::new();
    let mut dice = Dice(5);
    for _ in 0..ROUNDS * 2 {
        let universe = if dice.once_in(3) {
            Universe::any_json()
        } else {
            dice::universe(&mut dice)
        };
        let taste = Taste {
            wild: dice.once_in(3),
            open: dice.once_in(3),
        };
        let conditions: Vec<String> = (0..4).map(|_| condition(&mut dice, taste)).collect();
        for _ in 0..2 {
            let any = |dice: &mut Dice| {
                parse(&if dice.once_in(10) {
                    message_pattern(dice)
                } else {
                    pattern(dice, &conditions)
                })
            };
            let required = if dice.once_in(3) {
                Requirement::Pattern(any(&mut dice))
            } else {
                Requirement::Fields(dice::fields(&mut dice, 3))
            };
            let many = dice.below(4);
            let deployed = (0..many)
                .map(|_| (any(&mut dice), dice::fields(&mut dice, 1)))
                .collect();
            bench.check(&Asked {
                required,
                deployed,
                universe: universe.clone(),
            });
        }
    }
    let tally = bench.end();
    assert!(tally.unshown * 100 <= tally.missed, "{tally:?}");
}
