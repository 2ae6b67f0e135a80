//! Reports as files.

use std::fs;

use super::{empty, sample};
use crate::report::{Format, Output, UserTemplate, render, write};

fn all() -> Vec<Output> {
    Format::ALL.map(Output::from).into()
}

fn names(directory: &std::path::Path) -> Vec<String> {
    let entries = fs::read_dir(directory).unwrap();
    let mut names: Vec<String> = entries
        .map(|e| e.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    names
}

#[test]
fn every_report_is_a_file_and_nothing_else_is_left() {
    let directory = tempfile::tempdir().unwrap();
    let reports = directory.path().join("new/reports");
    let mut outputs = all();
    outputs.push(
        UserTemplate::new("mine.csv", "{{ report.tool.name }}")
            .unwrap()
            .into(),
    );
    let written = write(&sample(), &outputs, &reports).unwrap();
    assert_eq!(
        names(&reports),
        ["junit.xml", "mine.csv", "report.html", "report.json"]
    );
    assert_eq!(written[3], reports.join("mine.csv"));
    assert_eq!(fs::read_to_string(&written[3]).unwrap(), "auditrail");
    // And again, over what is there.
    write(&empty(), &outputs, &reports).unwrap();
    assert_eq!(names(&reports).len(), 4);
    let junit = fs::read_to_string(reports.join("junit.xml")).unwrap();
    assert!(junit.contains("nothing to report"));
}

#[test]
fn the_stream_gets_what_the_file_gets() {
    let mut bytes = Vec::new();
    render(&sample(), &Format::Json.into(), &mut bytes).unwrap();
    let text = Output::from(Format::Json).render(&sample()).unwrap();
    assert_eq!(String::from_utf8(bytes).unwrap(), text);
}

#[test]
fn errors_say_which_path_and_what_to_do() {
    let directory = tempfile::tempdir().unwrap();
    let file = directory.path().join("file");
    fs::write(&file, "").unwrap();
    let error = write(&sample(), &all(), &file).unwrap_err().to_string();
    assert!(error.contains(file.to_str().unwrap()), "{error}");
    assert!(error.contains("`--output`"), "{error}");

    let taken = directory.path().join("taken");
    fs::create_dir_all(taken.join("report.json/x")).unwrap();
    let error = write(&sample(), &all(), &taken).unwrap_err().to_string();
    assert!(error.contains("report.json"), "{error}");
    assert_eq!(
        names(&taken),
        ["report.html", "report.json"],
        "a temporary file is left"
    );
}

#[test]
fn two_reports_never_share_a_file() {
    let directory = tempfile::tempdir().unwrap();
    let mut outputs = all();
    outputs.push(UserTemplate::new("report.html", "mine").unwrap().into());
    let error = write(&sample(), &outputs, directory.path()).unwrap_err();
    assert!(error.to_string().contains("report.html"), "{error}");
    assert!(names(directory.path()).is_empty(), "something was written");
}

#[test]
fn a_template_that_fails_leaves_what_was_there() {
    let directory = tempfile::tempdir().unwrap();
    write(&sample(), &all(), directory.path()).unwrap();
    let before = fs::read(directory.path().join("report.json")).unwrap();
    let mut outputs = all();
    outputs.push(
        UserTemplate::new("mine.txt", "{{ report.nothing }}")
            .unwrap()
            .into(),
    );
    assert!(write(&empty(), &outputs, directory.path()).is_err());
    assert_eq!(
        fs::read(directory.path().join("report.json")).unwrap(),
        before
    );
}
