//! From a rule file as written to a rule: everything that the schema cannot say.

use std::collections::BTreeMap;

use super::abbreviation::{AbbreviationError, Abbreviations};
use super::alert::VIA;
use super::condition::{Condition, ConditionError};
use super::definition::{Check, Messages, Remark, Rule, Situation};
use super::diagnostic::Diagnostic;
use super::file::{ParameterFile, ParameterType, RuleFile, SituationFile};
use super::message::Message;
use super::parameter::{BindError, Parameter};
use super::yaml::Document;
use super::{check_alert, check_watched};
use crate::kind::Kind;

/// The variables that every condition may use.
const COMMON: [&str; 4] = ["resource", "params", "target", "now"];

/// Checks `file`, which was read from `document`.
///
/// # Errors
/// All problems.
pub fn rule(id: &str, file: RuleFile, document: &Document) -> Result<Rule, Vec<Diagnostic>> {
    let mut checker = Checker::new(document, &file);
    checker.abbreviations(&file);
    let mut parameters = checker.parameters(&file);
    let alert = file.alert.as_ref();
    let alert = alert.map(|alert| {
        let (alert, problems) = check_alert::alert(alert, file.judges, &parameters, document);
        checker.problems.extend(problems);
        alert
    });
    if let Some(alert) = file.alert.as_ref().filter(|alert| alert.lines.is_none()) {
        let via = check_alert::via(&alert.via);
        if parameters.insert(VIA.to_owned(), via).is_some() {
            let message = "every alert rule has a parameter `via`; write `alert: {via: [...]}`";
            checker.refuse::<()>(&format!("/parameters/{VIA}"), message);
        }
    }
    let pass = file.pass.as_ref().map(|s| checker.condition("/pass", s));
    let watched = file.watched.as_ref();
    let watched = watched.map(|watched| {
        check_watched::watched(watched, &mut |at, source| checker.condition(at, source))
    });
    let check = match (pass, alert, watched) {
        (Some(condition), None, None) => condition.map(Check::Pass),
        (None, Some(alert), None) => Some(Check::Alert(alert)),
        (None, None, Some(watched)) => watched.map(Check::Watched),
        (None, None, None) if file.manual.is_empty() => {
            checker.refuse("", "a rule needs `pass`, `alert`, `watched` or `manual`")
        }
        (None, None, None) => Some(Check::Manual),
        (_, Some(_), _) => checker.refuse("/alert", "a rule has `pass` or `alert`, not both"),
        (_, _, Some(_)) => checker.refuse("/watched", "a rule has `pass` or `watched`, not both"),
    };
    checker.uses(&file);
    let applies = file.applies.as_ref();
    let applies = applies.and_then(|source| checker.condition("/applies", source));
    let evidence = checker.evidence(&file);
    let undecided = checker.situations("undecided", &file.undecided);
    let manual = checker.situations("manual", &file.manual);
    let remarks = checker.remarks(&file);
    let message = checker.messages(&file);
    match (check, checker.problems.is_empty()) {
        (Some(check), true) => Ok(Rule {
            id: id.to_owned(),
            title: file.title,
            severity: file.severity,
            service: file.service,
            judges: file.judges,
            uses: file.uses,
            parameters,
            abbreviations: file.abbreviations,
            applies,
            check,
            undecided,
            manual,
            compliance_of: file.compliance_of,
            entities_of: file.entities_of,
            evidence,
            message,
            remarks,
            why: file.why,
            fix: file.fix,
            references: file.references,
        }),
        _ => Err(checker.problems),
    }
}

struct Checker<'d> {
    document: &'d Document,
    variables: Vec<&'static str>,
    abbreviations: Abbreviations,
    problems: Vec<Diagnostic>,
}

impl<'d> Checker<'d> {
    fn new(document: &'d Document, file: &RuleFile) -> Self {
        let mut variables = COMMON.to_vec();
        variables.extend(file.uses.iter().map(|kind| kind.variable()));
        Self {
            document,
            variables,
            abbreviations: Abbreviations::default(),
            problems: Vec::new(),
        }
    }

    fn refuse<T>(&mut self, at: &str, message: &str) -> Option<T> {
        self.problems.push(self.document.problem(at, message));
        None
    }

    /// The named expressions come first: everything else may use them.
    fn abbreviations(&mut self, file: &RuleFile) {
        for name in file.abbreviations.keys() {
            let taken = self.variables.contains(&name.as_str());
            let is_name = name.starts_with(|c: char| c.is_ascii_alphabetic())
                && name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_');
            if taken || !is_name {
                let message = if taken {
                    format!("`{name}` is a variable already")
                } else {
                    format!("`{name}` is no name; letters, digits and `_` make one")
                };
                self.refuse::<()>(&format!("/let/{name}"), &message);
            }
        }
        match Abbreviations::compile(&file.abbreviations) {
            Ok(abbreviations) => self.abbreviations = abbreviations,
            Err(errors) => {
                for AbbreviationError { name, problem } in errors {
                    let at = format!("/let/{name}");
                    let problem =
                        self.document
                            .problem_inside(&at, problem.offset, &problem.message);
                    self.problems.push(problem);
                }
            }
        }
    }

    fn condition(&mut self, at: &str, source: &str) -> Option<Condition> {
        let result = Condition::compile_with(source, &self.variables, &self.abbreviations);
        self.compiled(at, result)
    }

    fn message(&mut self, at: &str, source: &str) -> Option<Message> {
        let result = Message::compile_with(source, &self.variables, &self.abbreviations);
        self.compiled(at, result)
    }

    fn compiled<T>(&mut self, at: &str, result: Result<T, Vec<ConditionError>>) -> Option<T> {
        match result {
            Ok(value) => Some(value),
            Err(errors) => {
                for error in errors {
                    let problem = self
                        .document
                        .problem_inside(at, error.offset, &error.message);
                    self.problems.push(self.with_advice(problem));
                }
                None
            }
        }
    }

    /// The variable of a kind is only there if `uses` names the kind.
    fn with_advice(&self, problem: Diagnostic) -> Diagnostic {
        let kind = Kind::ALL
            .iter()
            .find(|kind| problem.message.contains(&format!("`{}`", kind.variable())));
        match kind {
            Some(kind) => problem.help(format!("add `{kind}` to `uses`")),
            None if problem.message.starts_with("there is no variable") => {
                problem.help(format!("there are: {}", self.variables.join(", ")))
            }
            None => problem,
        }
    }

    fn parameters(&mut self, file: &RuleFile) -> BTreeMap<String, Parameter> {
        let mut parameters = BTreeMap::new();
        for (name, parameter) in &file.parameters {
            let ParameterFile {
                of,
                default,
                about,
                min,
                max,
            } = parameter.clone();
            let at = format!("/parameters/{name}");
            let numbers = matches!(of, ParameterType::Int | ParameterType::IntList);
            for (bound, given) in [("min", min), ("max", max)] {
                if given.is_some() && !numbers {
                    let message = format!("`{bound}` is for numbers, not for `{}`", of.name());
                    self.refuse::<()>(&format!("{at}/{bound}"), &message);
                }
            }
            let parameter = Parameter {
                of,
                default,
                about,
                min,
                max,
                choices: Vec::new(),
            };
            if let Err(problem) = parameter.check(name, &parameter.default) {
                let message = match problem {
                    BindError::Network { why, .. } => why.to_string(),
                    _ => format!("the default must be {}", parameter.describe_range()),
                };
                self.refuse::<()>(&format!("{at}/default"), &message);
            }
            parameters.insert(name.clone(), parameter);
        }
        parameters
    }

    fn uses(&mut self, file: &RuleFile) {
        for (index, kind) in file.uses.iter().enumerate() {
            let at = format!("/uses/{index}");
            if file.uses.iter().take(index).any(|earlier| earlier == kind) {
                self.refuse::<()>(&at, &format!("`{kind}` stands here twice"));
            }
        }
        let looks_at = |kind| file.judges == kind || file.uses.contains(&kind);
        if looks_at(Kind::PolicyEntities) && file.entities_of.is_empty() {
            self.refuse::<()>("", "`entitiesOf` is missing: of which policies of AWS?");
        }
    }

    fn evidence(&mut self, file: &RuleFile) -> BTreeMap<String, Condition> {
        let entries = file.evidence.iter();
        entries
            .filter_map(|(name, source)| {
                let condition = self.condition(&format!("/evidence/{name}"), source)?;
                Some((name.clone(), condition))
            })
            .collect()
    }

    fn situations(&mut self, key: &str, entries: &[SituationFile]) -> Vec<Situation> {
        let entries = entries.iter().enumerate();
        entries
            .filter_map(|(index, entry)| {
                let when = self.condition(&format!("/{key}/{index}/when"), &entry.when);
                let because = self.message(&format!("/{key}/{index}/because"), &entry.because);
                Some(Situation {
                    when: when?,
                    because: because?,
                })
            })
            .collect()
    }

    fn remarks(&mut self, file: &RuleFile) -> Vec<Remark> {
        let entries = file.remarks.iter().enumerate();
        entries
            .filter_map(|(index, entry)| {
                let when = self.condition(&format!("/remarks/{index}/when"), &entry.when);
                let text = self.message(&format!("/remarks/{index}/text"), &entry.text);
                Some(Remark {
                    when: when?,
                    text: text?,
                })
            })
            .collect()
    }

    fn messages(&mut self, file: &RuleFile) -> Messages {
        let written = &file.message;
        let never_fails = file.alert.is_some()
            || file.watched.is_some()
            || file.manual.iter().any(|m| m.when == "true");
        if written.fail.is_none() && !never_fails {
            self.refuse::<()>(
                "/message",
                "`message.fail` is missing: what does a fail say?",
            );
        }
        let mut compile = |key: &str, source: &Option<String>| {
            let source = source.as_ref()?;
            self.message(&format!("/message/{key}"), source)
        };
        Messages {
            pass: compile("pass", &written.pass).unwrap_or_else(|| Message::text(&file.title)),
            fail: compile("fail", &written.fail).unwrap_or_default(),
            not_applicable: compile("not-applicable", &written.not_applicable),
            none: compile("none", &written.none),
        }
    }
}
