//! Event patterns as formulas: when they certainly match.
//!
//! A formula holds only for events that the pattern selects by every reading, and not for all of
//! those: lists of objects on the way to a field, lists in lists, numbers that are not compared,
//! networks of IPv6 and letters beyond ASCII whose case is ignored are taken not to match. So a
//! proof stays one, and where it fails for such a reason alone, the event that is found is not
//! missed and the answer is that nothing is proven. Members whose names have dots that spell the
//! path of another field are left aside.

mod text;

use super::Builder;
use crate::coverage::atom::{Key, NodeId, Numbers, Place, ROOT, Test};
use crate::coverage::formula::Formula;
use crate::coverage::machine::Language;
use crate::coverage::texts::TextSet;
use crate::coverage::universe::Kinds;
use crate::event_pattern::{
    Comparison, Content, EventPattern, Excluded, Matcher, Matchers, Member, Number, Object,
};
use crate::filter_pattern::{self, Decimal, OrderOp};

/// What an event pattern sees: no object, no array.
const VALUES: Kinds = Kinds::TEXT
    .with(Kinds::NUMBER)
    .with(Kinds::TRUE)
    .with(Kinds::FALSE)
    .with(Kinds::NULL);

/// Numbers as Java writes them, with six digits after the point at most; others are not
/// compared for certain.
const COMPARED: &str = r"-?(?:[0-9]{1,10}|[0-9]{1,7}\.[0-9]{1,6}|[0-9]\.[0-9]{1,13}E7|[0-9]\.[0-9]{1,14}E8|[0-9]\.[0-9]{1,15}E9|[0-9]\.[0-9]{1,2}E-4|[0-9]\.[0-9]E-5|[0-9]\.0E-6)";

/// Numbers beyond this are not compared for certain.
const LARGEST: &str = "5000000000";

impl Builder<'_> {
    /// The events that an event pattern certainly matches.
    pub(super) fn event(&mut self, pattern: &EventPattern) -> Formula {
        self.object(pattern.root(), &mut vec![ROOT])
    }

    /// `way` are the places from the root of the event to the object.
    fn object(&mut self, object: &Object, way: &mut Vec<NodeId>) -> Formula {
        let mut members = Vec::with_capacity(object.members.len());
        for member in &object.members {
            members.push(match member {
                Member::Field { name, content } => self.field(name, content, way),
                Member::Or(alternatives) => {
                    let each: Vec<Formula> = alternatives
                        .iter()
                        .map(|object| self.object(object, way))
                        .collect();
                    Formula::any(each)
                }
            });
        }
        Formula::all(members)
    }

    fn field(&mut self, name: &str, content: &Content, way: &mut Vec<NodeId>) -> Formula {
        let above = way.last().copied().unwrap_or(ROOT);
        let node = self.atoms.tree.step(above, Key::Name(name.to_owned()));
        way.push(node);
        let formula = match content {
            Content::Object(object) => self.object(object, way),
            Content::Leaf(matchers) => self.leaf(matchers, way, node),
        };
        way.pop();
        formula
    }

    fn leaf(&mut self, Matchers(matchers): &Matchers, way: &[NodeId], node: NodeId) -> Formula {
        let place = Place::Node(node);
        let some = Place::Some {
            container: node,
            rest: Vec::new(),
        };
        let mut each = Vec::new();
        let mut of_elements = Vec::new();
        for matcher in matchers {
            if *matcher == Matcher::Exists(false) {
                each.push(self.absent(way, node));
            } else if let Some(test) = single(matcher) {
                each.push(self.literal(&place, test.clone()));
                of_elements.push(self.literal(&some, test));
            } else {
                each.push(self.several(&place, matcher));
            }
        }
        let array = self.literal(&place, Test::Kind(Kinds::ARRAY));
        each.push(Formula::all([array, Formula::any(of_elements)]));
        Formula::any(each)
    }

    /// Nothing is there, and no list on the way that could have it in its elements.
    fn absent(&mut self, way: &[NodeId], node: NodeId) -> Formula {
        // Apart, so that an example of something there is first looked for among values: of an
        // empty object it is open whether it is there.
        let there = [VALUES, Kinds::OBJECT.with(Kinds::ARRAY)].map(Test::Kind);
        let place = Place::Node(node);
        let there = there.map(|test| self.literal(&place, test));
        let mut all: Vec<Formula> = there.iter().map(Formula::not).collect();
        for above in way
            .iter()
            .filter(|above| **above != node && **above != ROOT)
        {
            all.push(
                self.literal(&Place::Node(*above), Test::Kind(Kinds::ARRAY))
                    .not(),
            );
        }
        Formula::all(all)
    }

    /// What takes more than one question about the same value.
    fn several(&mut self, place: &Place, matcher: &Matcher) -> Formula {
        match matcher {
            // Of numbers that are written otherwise it is not certain.
            Matcher::Number(number) if number.is_integer() => {
                let text = Test::is(TextSet::One(number.to_string()));
                let parts = [Test::Kind(Kinds::NUMBER), text];
                Formula::all(parts.map(|test| self.literal(place, test)))
            }
            Matcher::Numeric(comparisons) => {
                let mut all = vec![self.compared(place)];
                for (comparison, number) in comparisons {
                    all.push(self.comparison(place, *comparison, number));
                }
                Formula::all(all)
            }
            Matcher::AnythingBut(excluded) => self.anything_but(place, excluded),
            _ => Formula::False,
        }
    }

    fn anything_but(&mut self, place: &Place, excluded: &Excluded) -> Formula {
        if let Excluded::Numbers(numbers) = excluded {
            let others = self.literal(place, Test::Kind(VALUES.without(Kinds::NUMBER)));
            let mut all = vec![self.compared(place)];
            for number in numbers {
                let below = self.comparison(place, Comparison::Less, number);
                let above = self.comparison(place, Comparison::Greater, number);
                all.push(Formula::any([below, above]));
            }
            return Formula::any([others, Formula::all(all)]);
        }
        let Some(sets) = text::excluded(excluded) else {
            return Formula::False;
        };
        let mut all = vec![self.literal(place, Test::Kind(VALUES))];
        for set in sets {
            let atom = self.atoms.of(place.clone(), Test::text(set));
            self.atoms.excludes(atom);
            all.push(Formula::Literal(atom, false));
        }
        Formula::all(all)
    }

    /// A number that is compared for certain.
    fn compared(&mut self, place: &Place) -> Formula {
        let fine = Test::Is {
            texts: TextSet::Language(Language::new(COMPARED)),
            numbers: Numbers::ByText,
        };
        let mut all = vec![
            self.literal(place, Test::Kind(Kinds::NUMBER)),
            self.literal(place, fine),
        ];
        let limits = [
            (OrderOp::LessOrEqual, LARGEST.to_owned()),
            (OrderOp::GreaterOrEqual, format!("-{LARGEST}")),
        ];
        for (order, limit) in limits {
            all.push(match decimal(&limit) {
                Some(limit) => self.literal(place, Test::Order(order, limit)),
                None => Formula::False,
            });
        }
        Formula::all(all)
    }

    fn comparison(&mut self, place: &Place, comparison: Comparison, number: &Number) -> Formula {
        let orders: &[OrderOp] = match comparison {
            Comparison::Equal => &[OrderOp::GreaterOrEqual, OrderOp::LessOrEqual],
            Comparison::Less => &[OrderOp::Less],
            Comparison::LessOrEqual => &[OrderOp::LessOrEqual],
            Comparison::Greater => &[OrderOp::Greater],
            Comparison::GreaterOrEqual => &[OrderOp::GreaterOrEqual],
        };
        let Some(value) = decimal(&number.to_string()) else {
            return Formula::False;
        };
        let tests = orders
            .iter()
            .map(|order| Test::Order(*order, value.clone()));
        let tests: Vec<Formula> = tests.map(|test| self.literal(place, test)).collect();
        Formula::all(tests)
    }
}

/// The one question that a matcher is; none where it takes several, or none is certain.
fn single(matcher: &Matcher) -> Option<Test> {
    Some(match matcher {
        Matcher::Null => Test::Kind(Kinds::NULL),
        Matcher::Bool(true) => Test::Kind(Kinds::TRUE),
        Matcher::Bool(false) => Test::Kind(Kinds::FALSE),
        Matcher::Exists(true) => Test::Kind(VALUES),
        other => Test::text(text::texts(other)?),
    })
}

fn decimal(text: &str) -> Option<Decimal> {
    filter_pattern::Number::new(text).map(|number| number.decimal().clone())
}
