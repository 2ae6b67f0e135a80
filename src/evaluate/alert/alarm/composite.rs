//! Composite alarms: their rules, and what they do when one of their alarms goes off.
//!
//! Source: the CloudWatch API reference, `AlarmRule` of `PutCompositeAlarm`.

mod parse;

use super::firing::Firing;
use super::state::State;

/// A parsed `AlarmRule`.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Rule {
    /// The alarm, by its name or ARN, is in that state.
    Is(State, String),
    Constant(bool),
    Not(Box<Self>),
    And(Box<Self>, Box<Self>),
    Or(Box<Self>, Box<Self>),
}

/// The alarm that goes off.
#[derive(Debug, Clone, Copy)]
pub struct Component<'a> {
    /// Its name.
    pub name: &'a str,
    /// Its ARN, if that is known.
    pub arn: Option<&'a str>,
    /// Its state at rest; `None` if it is one of `OK` and `INSUFFICIENT_DATA`.
    pub rest: Option<State>,
}

/// What a composite alarm with the rule `rule` does when `component` goes from rest to
/// ALARM: [`Firing::Each`] if it goes to ALARM with it, within 0 minutes.
///
/// All other alarms are at rest meanwhile, in the state that `others` gives for a name or
/// ARN as the rule has it; where it gives `None`, in one of `OK` and `INSUFFICIENT_DATA`.
pub fn firing(
    rule: &str,
    component: Component<'_>,
    others: &dyn Fn(&str) -> Option<State>,
) -> Firing {
    let parsed = match Rule::parse(rule) {
        Ok(parsed) => parsed,
        Err(why) => return Firing::NotProvable(why),
    };
    let name = component.name;
    let is_component = |of: &str| of == name || Some(of) == component.arn;
    if !parsed.mentions(&is_component) {
        return Firing::Never(format!("rule `{rule}` does not ask for alarm `{name}`"));
    }
    let at = |own: Option<State>| {
        parsed.holds(&|of, state| {
            let now = if is_component(of) { own } else { others(of) };
            match now {
                Some(now) => Some(now == state),
                // At rest, but in which of the two states?
                None => (state == State::Alarm).then_some(false),
            }
        })
    };
    match (at(component.rest), at(Some(State::Alarm))) {
        (Some(true), _) => Firing::Never(format!("rule `{rule}` holds all the time")),
        (Some(false), Some(true)) => Firing::Each { minutes: 0 },
        (_, Some(false)) => Firing::Never(format!(
            "rule `{rule}` does not hold when alarm `{name}` alone goes off"
        )),
        (None, _) | (_, None) => Firing::NotProvable(format!(
            "whether rule `{rule}` holds depends on alarms that may be OK or INSUFFICIENT_DATA"
        )),
    }
}

impl Rule {
    fn parse(source: &str) -> Result<Self, String> {
        parse::parse(source)
    }

    fn mentions(&self, is: &dyn Fn(&str) -> bool) -> bool {
        match self {
            Self::Is(_, name) => is(name),
            Self::Constant(_) => false,
            Self::Not(rule) => rule.mentions(is),
            Self::And(left, right) | Self::Or(left, right) => {
                left.mentions(is) || right.mentions(is)
            }
        }
    }

    /// Whether it holds, in Kleene's logic; `is` tells whether an alarm is in a state.
    fn holds(&self, is: &dyn Fn(&str, State) -> Option<bool>) -> Option<bool> {
        match self {
            Self::Is(state, name) => is(name, *state),
            Self::Constant(value) => Some(*value),
            Self::Not(rule) => rule.holds(is).map(|holds| !holds),
            Self::And(left, right) => match (left.holds(is), right.holds(is)) {
                (Some(false), _) | (_, Some(false)) => Some(false),
                (Some(true), Some(true)) => Some(true),
                _ => None,
            },
            Self::Or(left, right) => match (left.holds(is), right.holds(is)) {
                (Some(true), _) | (_, Some(true)) => Some(true),
                (Some(false), Some(false)) => Some(false),
                _ => None,
            },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ARN: &str = "arn:aws:cloudwatch:eu-central-1:111122223333:alarm:root";

    fn with(rule: &str, others: &dyn Fn(&str) -> Option<State>) -> Firing {
        let component = Component {
            name: "root",
            arn: Some(ARN),
            rest: Some(State::Ok),
        };
        firing(rule, component, others)
    }

    #[test]
    fn it_goes_off_with_its_alarm() {
        for rule in [
            "ALARM(root)",
            "ALARM(\"root\")",
            " ( ALARM( root ) ) ",
            &format!("ALARM({ARN})"),
            &format!("ALARM(\"{ARN}\")"),
            "ALARM(root) OR ALARM(other)",
            "ALARM(other) OR ALARM(root)",
            "ALARM(root) AND NOT ALARM(other)",
            "NOT OK(root)",
            "NOT NOT ALARM(root)",
            "NOT (OK(root) OR ALARM(other))",
            // NOT binds more than AND, and AND more than OR.
            "ALARM(root) OR ALARM(other) AND ALARM(third)",
            "NOT ALARM(other) AND ALARM(root)",
            "ALARM(root) AND TRUE OR FALSE",
        ] {
            let firing = with(rule, &|_| None);
            assert_eq!(firing, Firing::Each { minutes: 0 }, "{rule}");
        }
    }

    #[test]
    fn it_does_not() {
        for rule in [
            "ALARM(root) AND ALARM(other)",
            "NOT ALARM(root)",
            "OK(root)",
            "ALARM(other)",
            "ALARM(Root)",
            "TRUE",
            "ALARM(root) OR TRUE",
            "ALARM(root) AND FALSE",
            "(ALARM(root) OR ALARM(other)) AND ALARM(third)",
            "INSUFFICIENT_DATA(root)",
        ] {
            let firing = with(rule, &|_| None);
            assert!(matches!(firing, Firing::Never(_)), "{rule}: {firing:?}");
        }
    }

    #[test]
    fn the_state_of_others_may_decide() {
        let rule = "ALARM(root) AND OK(other)";
        assert!(matches!(with(rule, &|_| None), Firing::NotProvable(_)));
        let ok = with(rule, &|_| Some(State::Ok));
        assert_eq!(ok, Firing::Each { minutes: 0 });
        let lacking = with(rule, &|_| Some(State::InsufficientData));
        assert!(matches!(lacking, Firing::Never(_)));
        let both = with("ALARM(root) AND ALARM(other)", &|of| {
            (of == "other").then_some(State::Alarm)
        });
        assert_eq!(both, Firing::Each { minutes: 0 });
    }
}
