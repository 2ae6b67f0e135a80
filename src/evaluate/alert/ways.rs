//! Everything that may notice the events of an item.

use std::sync::LazyLock;

use super::chain::Chain;
use super::link::{Break, Stage};
use super::parts::Chains;
use super::proof::{By, Question};
use super::requirement::{About, Item};
use super::ruled::{Ruled, recorded};
use crate::coverage::{Condition, Deployed, Matcher};
use crate::filter_pattern::{Ast, Pattern};
use crate::kind::Kind;
use crate::rule::Road;
use crate::target::Region;

/// The pattern that matches whatever there is.
static EVERYTHING: LazyLock<Pattern> = LazyLock::new(Pattern::all);

/// A route as a deployed pattern, with why it may not hold.
pub struct Way<'w, 'c> {
    /// What notices the event; none where that was not seen.
    pub by: Option<By<'c>>,
    /// Which events take it.
    pub deployed: Deployed<'w>,
    /// Why it may not hold.
    pub broken: Option<Break>,
}

/// Everything that may notice the events of an item.
#[derive(Default)]
pub struct Ways<'w, 'c> {
    /// Routes that hold.
    pub sure: Vec<Way<'w, 'c>>,
    /// Routes of which that is not known.
    pub doubtful: Vec<Way<'w, 'c>>,
    /// Routes that do not hold.
    pub broken: Vec<Way<'w, 'c>>,
    /// What may notice any event, but was not seen or is not judged.
    pub hidden: Vec<Break>,
    /// Chains that do not get as far as a filter.
    pub lost: Vec<Break>,
}

impl<'w, 'c: 'w> Ways<'w, 'c> {
    /// All that may notice the events of `item`.
    pub fn of(question: &'w Question<'_, 'c>, item: &Item) -> Self {
        let mut ways = Self::default();
        if item.about != About::ServiceEvents {
            let over_filters = question.asked.counts(Road::MetricFilter);
            if over_filters && item.about == About::Calls {
                ways.hidden.extend(question.chains.hidden_trails());
            }
            for chain in question.built {
                ways.over_filters(chain, item);
            }
        }
        if question.asked.counts(Road::EventRule) {
            for ruled in question.rules {
                ways.over_rule(ruled, item, question.chains);
            }
            ways.unseen_rules(question, item);
        }
        ways
    }

    fn add(&mut self, way: Way<'w, 'c>) {
        match &way.broken {
            None => self.sure.push(way),
            Some(broken) if broken.is_sure() => self.broken.push(way),
            Some(_) => self.doubtful.push(way),
        }
    }

    fn over_filters(&mut self, chain: &'w Chain<'c>, item: &Item) {
        match chain.sees(item) {
            Err(broken) if broken.is_sure() => return self.lost.push(broken),
            Err(broken) => return self.hidden.push(broken),
            Ok(_) => self.hidden.extend(chain.hidden.clone()),
        }
        let region = chain.region.map(|region| {
            let path = vec!["awsRegion".to_owned()];
            (path, Condition::Is(region.to_owned()))
        });
        for filtered in &chain.filters {
            for route in &filtered.routes {
                let mut broken = route.end.as_ref().err().cloned();
                let Ok(pattern) = filtered.filter.pattern() else {
                    self.hidden.extend(broken);
                    continue;
                };
                if !item.may_be_matched_by(pattern) {
                    continue;
                }
                // What a filter is applied to decides what it matches.
                if broken
                    .as_ref()
                    .is_some_and(|b| !b.is_sure() && b.stage() == Stage::Filter)
                {
                    self.hidden.extend(broken);
                    continue;
                }
                if item.about == About::Lines && broken.is_none() {
                    broken = wants_a_shape(pattern, filtered.filter.name());
                }
                let only = route.only.iter().cloned().chain(region.clone());
                self.add(Way {
                    by: Some(By::Filter(filtered.filter)),
                    deployed: Deployed {
                        matcher: Matcher::Filter(pattern),
                        only: only.collect(),
                    },
                    broken,
                });
            }
        }
    }

    fn over_rule(&mut self, ruled: &'w Ruled<'c>, item: &Item, chains: &Chains) {
        let place = ruled.place;
        let parsed = match ruled.rule.pattern() {
            None => return,
            Some(Ok(parsed)) => parsed,
            Some(Err(broken)) => return self.in_region(&place.1, item, broken),
        };
        let region = (item.region_field(), Condition::Is(place.1.to_string()));
        let mut deployed = Vec::new();
        match item.about {
            About::Lines => return,
            About::ServiceEvents => deployed.push(Deployed {
                matcher: Matcher::Event(&parsed.whole),
                only: vec![region],
            }),
            About::Calls => {
                let parts = match &parsed.parts {
                    Ok(parts) => parts,
                    Err(why) => {
                        let name = ruled.rule.name();
                        let why = format!("event rule `{name}`: {why}");
                        let broken = Break::Open(Stage::EventRule, why);
                        return self.in_region(&place.1, item, broken);
                    }
                };
                for part in parts {
                    let conditions = match ruled.rule.admits(part, item, place) {
                        Ok(Some(conditions)) => conditions,
                        Ok(None) => continue,
                        Err(broken) => {
                            self.in_region(&place.1, item, broken);
                            continue;
                        }
                    };
                    deployed.push(Deployed {
                        matcher: Matcher::Event(&part.detail),
                        only: conditions.into_iter().chain([region.clone()]).collect(),
                    });
                }
            }
        }
        for deployed in deployed {
            for delivery in &ruled.deliveries {
                self.add(Way {
                    by: Some(By::Rule(ruled.rule)),
                    deployed: deployed.clone(),
                    broken: ruled.broken(item, delivery, chains),
                });
            }
        }
    }

    /// What may notice any event of a region.
    fn in_region(&mut self, region: &Region, item: &Item, broken: Break) {
        self.add(Way {
            by: None,
            deployed: Deployed {
                matcher: Matcher::Filter(&EVERYTHING),
                only: vec![(item.region_field(), Condition::Is(region.to_string()))],
            },
            broken: Some(broken),
        });
    }

    /// Rules that were not seen may notice any event of their region.
    fn unseen_rules(&mut self, question: &Question<'_, '_>, item: &Item) {
        let account = question.chains.account();
        for name in question.regions() {
            let region = Region::new(name);
            let place = (account.clone(), region.clone());
            // Where no trail records the calls, no rule gets them.
            let unrecorded = item.about == About::Calls
                && recorded(item, &place, question.chains).is_err_and(|broken| broken.is_sure());
            if unrecorded {
                continue;
            }
            let looked_at = question.chains.target.as_ref();
            let looked_at = looked_at.is_none_or(|target| target.regions.contains(&region));
            let unseen = if looked_at {
                (question.chains).hidden(Stage::EventRule, Kind::EventRule, &place)
            } else {
                let why = format!("event rules of {region} were not looked at");
                Some(Break::Open(Stage::EventRule, why))
            };
            if let Some(unseen) = unseen {
                self.in_region(&region, item, unseen);
            }
        }
    }
}

/// Why it is not known whether a filter matches lines of any shape: it asks for fields of
/// JSON, or for words in their places.
fn wants_a_shape(pattern: &Pattern, filter: &str) -> Option<Break> {
    let shape = match pattern.ast() {
        Ast::All | Ast::Terms(_) | Ast::Regex(_) => return None,
        Ast::Json(_) => "JSON objects",
        Ast::Space(_) => "words in fixed places",
    };
    let why = format!(
        "metric filter `{filter}` matches {shape} only, and whether the lines of the log group are such is not known"
    );
    Some(Break::Open(Stage::Filter, why))
}
