//! Loading: all rule files, cases and frameworks of all folders, with all their
//! problems at once.

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use rust_embed::RustEmbed;
use serde_json::{Map, Value};

use super::case::{Case, cases};
use super::check;
use super::definition::Rule;
use super::diagnostic::{Diagnostic, Diagnostics, Source};
use super::file::{CasesFile, FrameworkFile, RuleFile};
use super::framework::{Framework, framework};
use super::schema;
use super::yaml::Document;

#[derive(RustEmbed)]
#[folder = "rules/"]
struct Embedded;

/// Rules, their cases, and frameworks.
#[derive(Debug, Default)]
pub struct RuleSet {
    /// The rules, by id.
    pub rules: BTreeMap<String, Rule>,
    /// The frameworks, by id.
    pub frameworks: BTreeMap<String, Framework>,
    /// The cases, by rule.
    pub cases: BTreeMap<String, Vec<Case>>,
    /// The ids of the rules that come from folders of the user.
    pub own: Vec<String>,
    /// The parameters that the user has set, by rule.
    pub(super) set_by_user: BTreeMap<String, Map<String, Value>>,
}

/// Why rules could not be loaded.
#[derive(Debug, thiserror::Error)]
pub enum LoadError {
    /// A folder or file cannot be read: the user named a wrong one, or may not.
    #[error("cannot read rules from `{}`: {error}", path.display())]
    Io {
        /// What was to be read.
        path: PathBuf,
        /// Why it was not.
        error: io::Error,
    },
    /// Files are wrong: the fault of who wrote them.
    #[error("{0}")]
    Problems(Diagnostics),
}

impl RuleSet {
    /// The built-in rules and those below `folders`, with the cases of the latter.
    ///
    /// # Errors
    /// A folder that cannot be read, or all problems of all files.
    pub fn load(folders: &[PathBuf]) -> Result<Self, LoadError> {
        // The built-in cases are most of the text, and tried before a release.
        Self::gather(embedded(|name| !name.ends_with(".test.yaml")), folders)
    }

    /// The same with the cases of the built-in rules.
    ///
    /// # Errors
    /// As [`RuleSet::load`].
    pub fn load_with_cases(folders: &[PathBuf]) -> Result<Self, LoadError> {
        Self::gather(embedded(|_| true), folders)
    }

    fn gather(mut files: Vec<Arc<Source>>, folders: &[PathBuf]) -> Result<Self, LoadError> {
        let built_in = files.len();
        for folder in folders {
            let before = files.len();
            walk(folder, &mut files)?;
            if files.len() == before {
                return Err(LoadError::Io {
                    path: folder.clone(),
                    error: io::Error::new(io::ErrorKind::NotFound, "no .yaml files there"),
                });
            }
        }
        Loader::default()
            .load(&files, built_in)
            .map_err(LoadError::Problems)
    }
}

fn embedded(wanted: impl Fn(&str) -> bool) -> Vec<Arc<Source>> {
    let mut names: Vec<_> = Embedded::iter().collect();
    names.sort();
    let file = |name: &str| {
        let bytes = Embedded::get(name)?.data;
        Some(Arc::new(Source {
            name: format!("rules/{name}"),
            text: String::from_utf8_lossy(&bytes).into_owned(),
        }))
    };
    let yaml = names
        .iter()
        .filter(|name| name.ends_with(".yaml") && wanted(name));
    yaml.filter_map(|name| file(name)).collect()
}

fn walk(path: &Path, files: &mut Vec<Arc<Source>>) -> Result<(), LoadError> {
    let fail = |error: io::Error| LoadError::Io {
        path: path.to_owned(),
        error,
    };
    if path.is_dir() {
        let entries = fs::read_dir(path).map_err(fail)?;
        let mut entries: Vec<PathBuf> = entries
            .map(|entry| entry.map(|e| e.path()))
            .collect::<Result<_, _>>()
            .map_err(fail)?;
        entries.sort();
        for entry in &entries {
            let yaml = entry.extension().is_some_and(|e| e == "yaml");
            if yaml || entry.is_dir() {
                walk(entry, files)?;
            }
        }
        return Ok(());
    }
    files.push(Arc::new(Source {
        name: path.display().to_string(),
        text: fs::read_to_string(path).map_err(fail)?,
    }));
    Ok(())
}

/// What a file is, by its path.
enum Role {
    Rule(String),
    Cases(String),
    Framework(String),
}

fn role(name: &str) -> Role {
    let mut parts = name.rsplit(['/', '\\']);
    let file = parts.next().unwrap_or(name);
    let folder = parts.next().unwrap_or_default();
    let stem = file.strip_suffix(".yaml").unwrap_or(file);
    match stem.strip_suffix(".test") {
        Some(rule) => Role::Cases(rule.to_owned()),
        None if folder == "frameworks" => Role::Framework(stem.to_owned()),
        None => Role::Rule(stem.to_owned()),
    }
}

#[derive(Default)]
struct Loader {
    set: RuleSet,
    places: BTreeMap<String, String>,
    problems: Vec<Diagnostic>,
}

impl Loader {
    /// Rules first: cases and frameworks refer to them.
    fn load(mut self, files: &[Arc<Source>], built_in: usize) -> Result<RuleSet, Diagnostics> {
        for (index, source) in files.iter().enumerate() {
            if let Role::Rule(id) = role(&source.name) {
                self.rule(&id, source);
                if index >= built_in {
                    self.set.own.push(id);
                }
            }
        }
        for source in files {
            match role(&source.name) {
                Role::Cases(rule) => self.cases(&rule, source),
                Role::Framework(id) => self.framework(&id, source),
                Role::Rule(_) => {}
            }
        }
        Diagnostics(self.problems).into_result(self.set)
    }

    fn read<T: schema::Schema>(&mut self, source: &Arc<Source>) -> Option<(T, Document)> {
        let document = match Document::parse(source) {
            Ok(document) => document,
            Err(problem) => {
                self.problems.push(problem);
                return None;
            }
        };
        match schema::read(&document) {
            Ok(file) => Some((file, document)),
            Err(problems) => {
                self.problems.extend(problems);
                None
            }
        }
    }

    fn rule(&mut self, id: &str, source: &Arc<Source>) {
        if let Some(other) = self.places.insert(id.to_owned(), source.name.clone()) {
            let message = format!("the rule `{id}` is in `{other}` already");
            let problem = Diagnostic::new(source, 0..0, message);
            self.problems.push(problem.help("rename one of the files"));
            return;
        }
        let Some((file, document)) = self.read::<RuleFile>(source) else {
            return;
        };
        match check::rule(id, file, &document) {
            Ok(rule) => {
                self.set.rules.insert(id.to_owned(), rule);
            }
            Err(problems) => self.problems.extend(problems),
        }
    }

    fn cases(&mut self, id: &str, source: &Arc<Source>) {
        let Some((file, document)) = self.read::<CasesFile>(source) else {
            return;
        };
        let Some(rule) = self.set.rules.get(id) else {
            // Where the rule is there but broken, its own problems are said.
            if !self.places.contains_key(id) {
                let message = format!("there is no rule `{id}` for these cases");
                self.problems.push(Diagnostic::new(source, 0..0, message));
            }
            return;
        };
        match cases(rule, file, &document) {
            Ok(cases) => {
                self.set.cases.insert(id.to_owned(), cases);
            }
            Err(problems) => self.problems.extend(problems),
        }
    }

    fn framework(&mut self, id: &str, source: &Arc<Source>) {
        let Some((file, document)) = self.read::<FrameworkFile>(source) else {
            return;
        };
        // A rule that is there but broken is not missing.
        match framework(id, file, &document, &self.set.rules) {
            Ok(framework) => {
                self.set.frameworks.insert(id.to_owned(), framework);
            }
            Err(problems) if self.set.rules.len() == self.places.len() => {
                self.problems.extend(problems);
            }
            Err(_) => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const RULE: &str = "title: t\nseverity: low\nservice: ec2\njudges: security-group\n\
                        pass: resource.GroupName != null\nmessage: {fail: f}\nwhy: w\nfix: {}\n";

    /// The problems of files with these names and texts, without their drawings.
    fn problems(files: &[(&str, &str)]) -> Vec<String> {
        let files: Vec<Arc<Source>> = files
            .iter()
            .map(|(name, text)| {
                Arc::new(Source {
                    name: (*name).to_owned(),
                    text: (*text).to_owned(),
                })
            })
            .collect();
        let problems = Loader::default().load(&files, 0).err().unwrap_or_default();
        let mut said: Vec<String> = problems
            .0
            .iter()
            .map(|p| {
                let (line, column) = p.line_column();
                format!("{}:{line}:{column} {}", p.source.name, p.message)
            })
            .collect();
        said.sort();
        said
    }

    #[track_caller]
    fn only(files: &[(&str, &str)], expected: &str) {
        let found = problems(files);
        assert!(
            found.len() == 1 && found[0].starts_with(expected),
            "{found:#?} / {expected}"
        );
    }

    fn with(line: &str) -> String {
        format!("{RULE}{line}\n")
    }

    #[test]
    fn a_good_rule_has_no_problems() {
        assert_eq!(problems(&[("ec2/a.yaml", RULE)]), Vec::<String>::new());
    }

    #[test]
    fn an_id_stands_for_one_rule_in_all_folders() {
        only(
            &[("ec2/a.yaml", RULE), ("iam/a.yaml", RULE)],
            "iam/a.yaml:1:1 the rule `a` is in `ec2/a.yaml` already",
        );
    }

    #[test]
    fn conditions_are_checked_where_they_stand() {
        only(
            &[("a.yaml", &with("applies: resource.x &&"))],
            "a.yaml:9:10 not valid CEL",
        );
        only(
            &[("a.yaml", &with("applies: size(trails) > 0"))],
            "a.yaml:9:15 there is no variable `trails` here",
        );
        only(
            &[(
                "a.yaml",
                &with("remarks: [{when: 'true', text: 'x {{ resorce.y }}'}]"),
            )],
            "a.yaml:9:38 there is no variable `resorce` here",
        );
    }

    #[test]
    fn what_a_schema_cannot_say_is_checked() {
        let no_check = RULE.replace("pass: resource.GroupName != null\n", "");
        only(
            &[("a.yaml", &no_check)],
            "a.yaml:1:1 a rule needs `pass`, `alert`, `watched` or `manual`",
        );
        let no_fail = RULE.replace("{fail: f}", "{}");
        only(
            &[("a.yaml", &no_fail)],
            "a.yaml:6:10 `message.fail` is missing",
        );
        only(
            &[("a.yaml", &with("uses: [trail, trail]"))],
            "a.yaml:9:15 `trail` stands here twice",
        );
        only(
            &[(
                "a.yaml",
                &with("parameters: {n: {type: int, default: x, about: y}}"),
            )],
            "a.yaml:9:38 the default must be a whole number",
        );
        let small = "parameters: {n: {type: int, default: 0, about: y, min: 1}}";
        only(
            &[("a.yaml", &with(small))],
            "a.yaml:9:38 the default must be a whole number of 1 or more",
        );
        let text = "parameters: {n: {type: string, default: x, about: y, max: 1}}";
        only(
            &[("a.yaml", &with(text))],
            "a.yaml:9:59 `max` is for numbers, not for `string`",
        );
        let alert = "alert: {required: [{eventName: {parameter: n}}]}";
        let alert = no_fail.replace("pass: resource.GroupName != null", alert);
        let alert = alert.replace("security-group", "account");
        only(
            &[("a.yaml", &alert)],
            "a.yaml:5:32 there is no parameter `n` of type `string-list`",
        );
    }

    #[test]
    fn frameworks_name_rules_that_exist_with_parameters_that_fit() {
        let framework = |rules: &str| {
            format!(
                "title: f\ncontrols:\n  - {{id: '1', title: t, level: 1, assessment: manual, rules: [{rules}]}}\n"
            )
        };
        let check = |rules: &str, expected: &str| {
            only(
                &[
                    ("a.yaml", RULE),
                    ("frameworks/f-1.0.yaml", &framework(rules)),
                ],
                expected,
            );
        };
        check("b", "frameworks/f-1.0.yaml:3:63 there is no rule `b`");
        check(
            "{rule: a, parameters: {n: 1}}",
            "frameworks/f-1.0.yaml:3:85 the rule has no parameter `n`",
        );
    }

    #[test]
    fn cases_are_checked_against_their_rule() {
        let cases = |case: &str| format!("cases:\n  - {{name: n, expect: pass, {case}}}\n");
        let check = |case: &str, expected: &str| {
            only(&[("a.yaml", RULE), ("a.test.yaml", &cases(case))], expected);
        };
        check(
            "resource: {GroupName: g}",
            "a.test.yaml:2:3 no case expects `fail`",
        );
        check(
            "with: {trail: []}",
            "a.test.yaml:2:43 the rule does not look at `trail`",
        );
        check(
            "resource: {IpPermissions: [{FromPort: x}]}",
            "a.test.yaml:2:39 IpPermissions[0].FromPort: invalid type",
        );
        check("now: noon", "a.test.yaml:2:34 not a time");
        check(
            "resource: {$gap: {operation: 'a:B', reason: forbidden}}",
            "a.test.yaml:2:39 unknown variant `forbidden`",
        );
        only(
            &[("b.test.yaml", &cases("resource: {}"))],
            "b.test.yaml:1:1 there is no rule `b` for these cases",
        );
    }

    #[test]
    fn a_case_gives_what_the_rule_looks_at() {
        let rule = RULE.replace("security-group", "trail").replace(
            "resource.GroupName != null",
            "resource.Status.IsLogging == true",
        );
        let cases = "cases:\n  - {name: n, expect: pass, resource: {Name: t}}\n";
        only(
            &[("a.yaml", &rule), ("a.test.yaml", cases)],
            "a.test.yaml:2:39 the rule looks at `Status` (cloudtrail:GetTrailStatus); give it",
        );
    }
}
