//! Keeps the house in order: which module may import which, and which crates belong to
//! one room alone (docs/architecture.md).

#![expect(
    clippy::string_slice,
    reason = "a test; the cuts are at places that a search of the same text found"
)]

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

/// The rooms from the ground up; a room imports only from rows before its own.
const ROWS: &[&[&str]] = &[
    &["event_pattern", "filter_pattern", "policy"],
    &["coverage", "kind", "target", "text", "verdict"],
    &["cloudtrail", "inventory", "last_change"],
    &["rule"],
    &["plan", "finding", "exit_status"],
    &["collect", "evaluate"],
    &["report"],
    &["cli"],
    &["tests"],
];

/// Crates that only some rooms use.
const CRATES: &[(&str, &[&str])] = &[
    ("aws_config", &["collect"]),
    ("aws_sdk_", &["collect"]),
    ("aws_smithy_", &["collect"]),
    ("tokio", &["collect"]),
    ("csv", &["collect"]),
    ("rayon", &["evaluate"]),
    ("sha2", &["evaluate", "report"]),
    ("cel", &["rule", "evaluate"]),
    ("serde_saphyr", &["rule"]),
    ("jsonschema", &["rule"]),
    ("globset", &["rule"]),
    ("annotate_snippets", &["rule"]),
    ("regex_automata", &["coverage", "filter_pattern"]),
    ("regex_syntax", &["coverage", "filter_pattern"]),
    ("zstd", &["inventory"]),
    ("tera", &["report"]),
    ("clap", &["cli"]),
    ("clap_complete", &["cli"]),
    ("console", &["cli"]),
    ("indicatif", &["cli"]),
    ("toml", &["cli"]),
    ("tracing_subscriber", &["cli"]),
];

/// Rooms without an import of the crate at all: they could be published alone.
const ALONE: &[&str] = &["event_pattern", "filter_pattern", "policy"];

fn rust_files(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            rust_files(&path, files);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            files.push(path);
        }
    }
}

/// Each source file with the room that it is in.
fn sources() -> Vec<(String, PathBuf, String)> {
    let src = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut files = Vec::new();
    rust_files(&src, &mut files);
    files.sort();
    files
        .into_iter()
        .filter_map(|path| {
            let first = path.strip_prefix(&src).unwrap().iter().next().unwrap();
            let room = first.to_str().unwrap().trim_end_matches(".rs").to_owned();
            let known = !["lib", "main", "rooms"].contains(&room.as_str());
            known.then(|| (room, path.clone(), fs::read_to_string(&path).unwrap()))
        })
        .collect()
}

/// Every word that follows `prefix` in the code of `text`, comments left out.
fn words_after<'t>(text: &'t str, prefix: &'t str) -> impl Iterator<Item = &'t str> {
    let code = text
        .lines()
        .filter(|line| !line.trim_start().starts_with("//"));
    code.flat_map(move |line| {
        line.match_indices(prefix).map(move |(at, _)| {
            let rest = &line[at + prefix.len()..];
            let end = rest.find(|c: char| !c.is_alphanumeric() && c != '_');
            &rest[..end.unwrap_or(rest.len())]
        })
    })
}

#[test]
fn every_room_imports_only_from_rows_above_its_own() {
    let rows: BTreeMap<&str, usize> = ROWS
        .iter()
        .enumerate()
        .flat_map(|(row, rooms)| rooms.iter().map(move |room| (*room, row)))
        .collect();
    let mut wrong = Vec::new();
    for (room, path, text) in sources() {
        let Some(row) = rows.get(room.as_str()) else {
            wrong.push(format!("`{room}` is in no row; add it to src/rooms.rs"));
            continue;
        };
        for imported in words_after(&text, "crate::") {
            let Some(of) = rows.get(imported) else {
                continue;
            };
            let alone = ALONE.contains(&room.as_str());
            if imported != room && (of >= row || alone) {
                wrong.push(format!("{}: `{room}` imports `{imported}`", path.display()));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn crates_stay_in_their_rooms() {
    let mut wrong = Vec::new();
    for (room, path, text) in sources() {
        for imported in words_after(&text, "use ").chain(paths(&text)) {
            let owner = CRATES.iter().find(|(name, _)| {
                *name == imported || (name.ends_with('_') && imported.starts_with(name))
            });
            if owner.is_some_and(|(_, rooms)| !rooms.contains(&room.as_str())) {
                wrong.push(format!("{}: `{room}` uses `{imported}`", path.display()));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// The first part of every path that is written out where it is used.
fn paths(text: &str) -> impl Iterator<Item = &str> {
    let code = text
        .lines()
        .filter(|line| !line.trim_start().starts_with("//"));
    code.flat_map(|line| {
        line.match_indices("::").filter_map(move |(at, _)| {
            let before = &line[..at];
            let start = before.rfind(|c: char| !c.is_alphanumeric() && c != '_');
            let start = start.map_or(0, |start| start + 1);
            // `a::b::c` counts for `a` alone.
            (!before[..start].ends_with(':')).then(|| &before[start..])
        })
    })
}

#[test]
fn files_stay_small() {
    let mut lengths: Vec<(usize, PathBuf)> = sources()
        .into_iter()
        .map(|(_, path, text)| {
            let code = text.split("#[cfg(test)]\nmod tests {").next().unwrap();
            (code.lines().count(), path)
        })
        .collect();
    lengths.sort();
    let median = lengths[lengths.len() / 2].0;
    let long: Vec<_> = lengths
        .iter()
        .filter(|(lines, path)| *lines > 500 && !path.to_string_lossy().contains("/tests"))
        .collect();
    assert!(median <= 150, "the median file has {median} lines");
    assert!(long.is_empty(), "over 500 lines without tests: {long:?}");
}
