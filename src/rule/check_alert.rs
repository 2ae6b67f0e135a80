//! From an alert as written to one that can be judged: everything that the schema cannot
//! say.

use std::collections::BTreeMap;

use super::alert::{Alert, EventCount};
use super::diagnostic::Diagnostic;
use super::event_field;
use super::event_set::{EventSet, FieldCondition, Names, Origin, Texts};
use super::file::{
    AlertFile, EventCountFile, EventFile, FieldFile, Outcome, ParameterName, ParameterType,
    TextFile, TextsFile,
};
use super::network::Spelling;
use super::parameter::Parameter;
use super::road::Road;
use super::yaml::{Document, escape};
use crate::kind::Kind;

/// The alert in `file`, which was read from `document`, and all its problems.
pub fn alert(
    file: &AlertFile,
    judges: Kind,
    parameters: &BTreeMap<String, Parameter>,
    document: &Document,
) -> (Alert, Vec<Diagnostic>) {
    let mut checker = Checker {
        judges,
        document,
        parameters,
        problems: Vec::new(),
    };
    let alert = Alert {
        lines: checker.lines(file),
        required: checker.sets(&file.required, "required"),
        ordinary: checker.sets(&file.ordinary, "ordinary"),
        events: checker.events(file.events.as_ref()),
    };
    (alert, checker.problems)
}

/// The parameter that every alert rule has, with what the rule says as its default.
pub fn via(named: &[Road]) -> Parameter {
    let roads = Road::ALL.iter().filter(|road| named.contains(road));
    let mut default: Vec<&str> = roads.map(|road| road.name()).collect();
    if default.is_empty() {
        default.push(Road::MetricFilter.name());
    }
    Parameter {
        of: ParameterType::StringList,
        default: default.into(),
        about: "the ways on which a notification counts: a metric filter with an alarm, a rule of EventBridge".to_owned(),
        min: None,
        max: None,
        choices: Road::ALL.iter().map(|road| road.name().to_owned()).collect(),
    }
}

struct Checker<'d> {
    judges: Kind,
    document: &'d Document,
    parameters: &'d BTreeMap<String, Parameter>,
    problems: Vec<Diagnostic>,
}

impl Checker<'_> {
    fn refuse(&mut self, at: &str, message: &str) {
        self.problems.push(self.document.problem(at, message));
    }

    fn refuse_key(&mut self, at: &str, message: &str, help: Option<String>) {
        let problem = self.document.problem_with_key(at, message);
        self.problems.push(match help {
            Some(help) => problem.help(help),
            None => problem,
        });
    }

    fn events(&mut self, file: Option<&EventCountFile>) -> EventCount {
        let at = "/alert/events";
        match file {
            None => EventCount::Number(1),
            Some(EventCountFile::Number(number)) => {
                if *number == 0 {
                    self.refuse(at, "no alarm rings after 0 events; at least 1");
                }
                EventCount::Number(*number)
            }
            Some(EventCountFile::Parameter(name)) => {
                if let Some(parameter) = self.declared(at, name, ParameterType::Int)
                    && parameter
                        .default
                        .as_i64()
                        .is_some_and(|default| default < 1)
                {
                    let at = format!("/parameters/{}/default", escape(&name.parameter));
                    self.refuse(&at, "a number of events is at least 1");
                }
                EventCount::Parameter(name.parameter.clone())
            }
        }
    }

    fn lines(&mut self, file: &AlertFile) -> Option<Texts> {
        let Some(lines) = &file.lines else {
            if file.required.is_empty() {
                self.refuse("/alert", "an alert needs `required` or `lines`");
            }
            return None;
        };
        if !(file.required.is_empty() && file.ordinary.is_empty() && file.via.is_empty()) {
            let message =
                "lines of a log group are no events: leave out `required`, `ordinary` and `via`";
            self.refuse("/alert/lines", message);
        }
        if self.judges != Kind::LogGroup {
            let message = "a rule about lines judges `log-group`";
            self.refuse("/judges", message);
        }
        Some(self.texts("/alert/lines", lines))
    }

    fn sets(&mut self, list: &[EventFile], key: &str) -> Vec<EventSet> {
        let sets = list.iter().enumerate();
        sets.map(|(index, event)| self.set(&format!("/alert/{key}/{index}"), event))
            .collect()
    }

    fn set(&mut self, at: &str, event: &EventFile) -> EventSet {
        if event.source.is_some() || event.detail_type.is_some() {
            return self.set_of_service(at, event);
        }
        let names = event.event_name.as_ref();
        let names = names.map(|names| self.texts(&format!("{at}/eventName"), names));
        if event.event_source.is_none() && names.is_none() && event.conditions.is_empty() {
            self.refuse(at, "this would be every event; say which");
        }
        let mut conditions = BTreeMap::new();
        for (path, field) in &event.conditions {
            let at = format!("{at}/where/{}", escape(path));
            conditions.insert(path.clone(), self.field(&at, path, field, event.outcome));
        }
        EventSet {
            origin: Origin::CloudTrail,
            source: event.event_source.clone(),
            names: match names {
                None => Names::Any,
                Some(Texts::List(names)) => Names::List(names),
                Some(Texts::Parameter(name)) => Names::Parameter(name),
            },
            conditions,
            outcome: event.outcome,
        }
    }

    /// Events that a service sends to `EventBridge` itself.
    fn set_of_service(&mut self, at: &str, event: &EventFile) -> EventSet {
        if event.event_source.is_some() || event.event_name.is_some() {
            let message = "an event of a service has `source` and `detail-type`, one of CloudTrail `eventSource` and `eventName`";
            self.refuse(at, message);
        }
        let names = event.detail_type.as_ref();
        let names = names.map(|names| self.texts(&format!("{at}/detail-type"), names));
        let (Some(_), Some(names)) = (&event.source, &names) else {
            self.refuse(at, "an event of a service needs `source` and `detail-type`");
            return EventSet::of_service(event.source.clone(), Names::Any);
        };
        let mut set = EventSet::of_service(
            event.source.clone(),
            match names.clone() {
                Texts::List(names) => Names::List(names),
                Texts::Parameter(name) => Names::Parameter(name),
            },
        );
        for (path, field) in &event.conditions {
            let at = format!("{at}/where/{}", escape(path));
            if !path.starts_with("detail.") {
                let message = format!("`{path}` does not stand in `detail`");
                self.refuse_key(&at, &message, Some(format!("write `detail.{path}`")));
            }
            set.conditions
                .insert(path.clone(), self.conditions(&at, field));
        }
        set
    }

    fn field(
        &mut self,
        at: &str,
        path: &str,
        file: &FieldFile,
        outcome: Outcome,
    ) -> Vec<FieldCondition<Texts>> {
        let all = self.conditions(at, file);
        let compares = all.iter().any(|c| !matches!(c, FieldCondition::Exists(_)));
        if let Err(no) = event_field::check(path, compares) {
            self.refuse_key(at, &no.message, no.help);
        }
        // Such a set would have no events, and anything would meet the requirement.
        let failed = ["errorCode", "errorMessage"].contains(&path);
        if failed && outcome == Outcome::Success && all.iter().any(needs_field) {
            let message = format!("calls that succeed have no `{path}`");
            self.refuse_key(at, &message, Some("add `outcome: any`".to_owned()));
        }
        all
    }

    fn conditions(&mut self, at: &str, file: &FieldFile) -> Vec<FieldCondition<Texts>> {
        let mut all = Vec::new();
        all.extend(file.is.clone().map(|text| match text {
            TextFile::Text(text) => FieldCondition::Is(text),
            TextFile::Resource(field) => FieldCondition::IsOfResource(field.resource),
        }));
        all.extend(file.is_not.clone().map(FieldCondition::IsNot));
        all.extend(file.exists.map(FieldCondition::Exists));
        all.extend(file.starts_with.clone().map(FieldCondition::StartsWith));
        all.extend(file.ends_with.clone().map(FieldCondition::EndsWith));
        for (key, texts, make) in [
            (
                "ends-with-one-of",
                &file.ends_with_one_of,
                FieldCondition::EndsWithOneOf as fn(_) -> _,
            ),
            ("one-of", &file.one_of, FieldCondition::OneOf),
            ("none-of", &file.none_of, FieldCondition::NoneOf),
        ] {
            if let Some(texts) = texts {
                all.push(make(self.texts(&format!("{at}/{key}"), texts)));
            }
        }
        if let Some(networks) = &file.outside {
            let networks = self.networks(&format!("{at}/outside"), networks);
            all.push(FieldCondition::Outside(networks));
        }
        all
    }

    fn texts(&mut self, at: &str, file: &TextsFile) -> Texts {
        self.list(at, file, ParameterType::StringList)
    }

    fn networks(&mut self, at: &str, file: &TextsFile) -> Texts {
        if let TextsFile::List(networks) = file
            && let Err(why) = Spelling::of(networks)
        {
            self.refuse(at, &why.to_string());
        }
        self.list(at, file, ParameterType::CidrList)
    }

    /// A list that is written here, or in a parameter of this type.
    fn list(&mut self, at: &str, file: &TextsFile, of: ParameterType) -> Texts {
        match file {
            TextsFile::List(texts) => {
                if texts.is_empty() {
                    self.refuse(at, "must not be empty");
                }
                Texts::List(texts.clone())
            }
            TextsFile::Parameter(name) => {
                self.declared(at, name, of);
                Texts::Parameter(name.parameter.clone())
            }
        }
    }

    /// The parameter of this name and type.
    fn declared(
        &mut self,
        at: &str,
        name: &ParameterName,
        of: ParameterType,
    ) -> Option<&Parameter> {
        let name = &name.parameter;
        let parameter = self.parameters.get(name);
        let fitting = parameter.filter(|parameter| parameter.of == of);
        if fitting.is_none() {
            let of = of.name();
            let message = format!("there is no parameter `{name}` of type `{of}`");
            self.refuse(at, &message);
        }
        fitting
    }
}

/// Whether only an event with the field meets `condition`.
fn needs_field(condition: &FieldCondition<Texts>) -> bool {
    !matches!(
        condition,
        FieldCondition::IsNot(_)
            | FieldCondition::NoneOf(_)
            | FieldCondition::Outside(_)
            | FieldCondition::Exists(false)
    )
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::super::check;
    use super::super::diagnostic::Source;
    use super::super::file::RuleFile;
    use super::super::schema;
    use super::*;

    /// What loading says about a rule with `alert` and these parameters, from its line 5 on.
    fn said(alert: &str, parameters: &str) -> Vec<String> {
        let text = format!(
            "title: t\nseverity: low\nservice: cloudwatch\njudges: account\nalert:\n{alert}\n\
             parameters: {{{parameters}}}\nwhy: w\nfix: {{}}\n"
        );
        let source = Arc::new(Source {
            name: "r.yaml".into(),
            text,
        });
        let document = Document::parse(&source).unwrap();
        let rule = schema::read::<RuleFile>(&document)
            .and_then(|file| check::rule("r", file, &document).map(|_| ()));
        let problems = rule.err().unwrap_or_default();
        let told = problems.iter().map(|p| {
            let (line, column) = p.line_column();
            let help = p.help.as_deref().unwrap_or_default();
            format!("{line}:{column} {} {help}", p.message)
        });
        told.collect()
    }

    #[track_caller]
    fn only(alert: &str, parameters: &str, expected: &str) {
        let found = said(alert, parameters);
        assert!(
            found.len() == 1 && found[0].starts_with(expected),
            "{found:#?} / {expected}"
        );
    }

    /// The same about one required set.
    #[track_caller]
    fn of_set(set: &str, expected: &str) {
        let parameters = "n: {type: int, default: 1, about: a}, \
             l: {type: string-list, default: [], about: a}, \
             c: {type: cidr-list, default: [], about: a}";
        let alert = format!("  required: [{{outcome: any, {set}}}]");
        if expected.is_empty() {
            assert_eq!(said(&alert, parameters), Vec::<String>::new(), "{set}");
        } else {
            only(&alert, parameters, expected);
        }
    }

    #[test]
    fn every_condition_can_be_written() {
        of_set(
            "where: {errorCode: {starts-with: A, ends-with: B}, eventName: {none-of: {parameter: l}}}",
            "",
        );
        of_set(
            "where: {userIdentity.type: {one-of: [Root], is-not: x, exists: true}, eventSource: {is: y}}",
            "",
        );
        of_set(
            "where: {requestParameters.instanceType: {ends-with-one-of: {parameter: l}}}",
            "",
        );
        of_set("where: {sourceIPAddress: {outside: {parameter: c}}}", "");
        of_set("where: {sourceIPAddress: {outside: [10.0.0.0/8]}}", "");
    }

    #[test]
    fn conditions_are_checked_where_they_stand() {
        for (set, expected) in [
            (
                "where: {errorCode: {start-with: A}}",
                "6:49 there is no field `start-with` here did you mean `starts-with`?",
            ),
            ("where: {errorCode: {}}", "6:48 must not be empty"),
            ("where: {errorCode: {one-of: []}}", "6:57 must not be empty"),
            ("eventName: []", "6:40 must not be empty"),
            (
                "where: {errorCode: {is: 7}}",
                "6:53 must be a text or a mapping, not `7`",
            ),
            (
                "where: {eventName: {none-of: {parameter: n}}}",
                "6:58 there is no parameter `n` of type `string-list`",
            ),
            (
                "where: {eventName: {none-of: {parameter: m}}}",
                "6:58 there is no parameter `m` of type `string-list`",
            ),
            (
                "where: {eventName: {none-of: x}}",
                "6:58 must be a list or a mapping, not `x`",
            ),
            (
                "where: {errorCode: {ends-with-one-of: []}}",
                "6:67 must not be empty",
            ),
            (
                "where: {sourceIPAddress: {outside: {parameter: l}}}",
                "6:64 there is no parameter `l` of type `cidr-list`",
            ),
            (
                "where: {sourceIPAddress: {outside: [10.0.0.0]}}",
                "6:64 `10.0.0.0` is not a network such as `203.0.113.0/24`",
            ),
            (
                "where: {userIdentify.type: {is: Root}}",
                "6:37 CloudTrail records have no field `userIdentify` did you mean `userIdentity`?",
            ),
            (
                "where: {$.errorCode: {is: x}}",
                "6:37 `$.errorCode` is not a path of names joined by `.` write `errorCode`",
            ),
        ] {
            of_set(set, expected);
        }
    }

    #[test]
    fn a_set_without_events_is_refused() {
        let failed = "  required: [{where: {errorCode: {starts-with: A}}}]";
        only(
            failed,
            "",
            "6:23 calls that succeed have no `errorCode` add `outcome: any`",
        );
        let unlike = "  required: [{where: {errorCode: {is-not: A}}}]";
        assert_eq!(said(unlike, ""), Vec::<String>::new());
        only("  required: [{}]", "", "6:14 this would be every event");
    }

    #[test]
    fn the_number_of_events_is_checked() {
        let with = |events: &str| format!("  events: {events}\n  required: [{{eventName: [A]}}]");
        let n = "n: {type: int, default: 0, about: a}";
        assert_eq!(said(&with("3"), ""), Vec::<String>::new());
        only(&with("0"), "", "6:11 no alarm rings after 0 events");
        only(
            &with("{parameter: n}"),
            "",
            "6:11 there is no parameter `n` of type `int`",
        );
        only(
            &with("{parameter: n}"),
            n,
            "8:38 a number of events is at least 1",
        );
        only(
            &with("few"),
            "",
            "6:11 must be a whole number or a mapping, not `few`",
        );
    }
}
