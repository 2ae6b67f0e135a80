//! Loading: all rule files, cases and frameworks of all folders, with all their
//! problems at once.

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use rust_embed::RustEmbed;

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
