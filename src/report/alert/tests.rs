//! Evidence of every shape, read.

use serde_json::{Value, json};

use super::{Clause, Matrix, Proof, State, Witness};

const PATTERN: &str = "{ $.ä = 1 && $.b NOT EXISTS }";

fn clause(value: &Value) -> Option<Clause> {
    Clause::read(value, &[("f", "{ $.other = 1 }"), ("f", PATTERN)])
}

fn parts(value: &Value) -> Option<[String; 3]> {
    clause(value).map(|c| [c.before, c.text, c.after])
}

#[test]
fn a_clause_is_cut_out_of_its_pattern() {
    let told = json!({"filter": "f", "clause": "$.ä = 1", "start": 2, "end": 10});
    assert_eq!(
        parts(&told).unwrap(),
        ["{ ", "$.ä = 1", " && $.b NOT EXISTS }"]
    );
    let fields = clause(&told).unwrap().fields;
    assert_eq!(fields[0].to_string(), "$.ä");
    // Without the text, the first pattern of that name counts.
    let untold = json!({"filter": "f", "start": 0, "end": 1});
    assert_eq!(parts(&untold).unwrap(), ["", "{", " $.other = 1 }"]);
}

#[test]
fn a_span_that_does_not_fit_leaves_the_clause_alone() {
    for (start, end) in [
        (0, 5),
        (4, 6),
        (5, 10),
        (10, 2),
        (900, 901),
        (0, usize::MAX),
    ] {
        let wrong = json!({"filter": "f", "clause": "$.ä = 1", "start": start, "end": end});
        assert_eq!(
            parts(&wrong).unwrap(),
            ["", "$.ä = 1", ""],
            "{start}..{end}"
        );
        let untold = json!({"filter": "g", "start": start, "end": end});
        assert_eq!(parts(&untold), None);
    }
    let negative = json!({"filter": "f", "clause": "x", "start": -1, "end": 3});
    assert_eq!(parts(&negative), None);
    assert_eq!(
        parts(&json!({"clause": "a\nb\u{1b}"})).unwrap()[1],
        "a b\\u{1b}"
    );
}

#[test]
fn the_fields_of_the_clause_are_marked_in_the_record() {
    let fields = clause(&json!({"clause": "$.a.b = 1 && $.c[1] = 2 && $.d NOT EXISTS"}));
    let record = json!({"a": {"b": {"x": 1}, "y": 2}, "c": [1, 2], "e": {}});
    let witness = Witness::read(&record, &fields.unwrap().fields).unwrap();
    let plain: Vec<&str> = witness
        .lines
        .iter()
        .map(|(text, _)| text.as_str())
        .collect();
    assert_eq!(plain.join("\n"), format!("{record:#}"));
    let marked = witness.lines.iter().filter(|(_, marked)| *marked);
    let marked: Vec<&str> = marked.map(|(text, _)| text.trim()).collect();
    assert_eq!(marked, ["\"b\": {", "\"x\": 1", "},", "2"]);
    assert_eq!(witness.absent, ["$.d"]);
    assert_eq!(Witness::read(&json!("text"), &[]), None);
}

#[test]
fn a_cell_that_is_not_there_is_not_known() {
    let matrix =
        Matrix::read(&json!({"events": ["a", "b"], "filters": ["f", "g"], "cells": [["all"]]}));
    let words: Vec<Vec<&str>> = (matrix.unwrap().rows.iter())
        .map(|(_, cells)| cells.iter().map(|c| c.word()).collect())
        .collect();
    assert_eq!(words, [["all", "unknown"], ["unknown", "unknown"]]);
}

#[test]
fn a_state_that_is_not_known_decides_nothing() {
    let links =
        json!([{"link": "a", "state": "holds"}, {"link": "b", "state": "sings"}, {"link": "c"}]);
    let evidence = json!({"chains": [{"links": links}]});
    let (proof, rest) = Proof::read(evidence.as_object().unwrap());
    let states: Vec<State> = proof.unwrap().chains[0]
        .links
        .iter()
        .map(|l| l.state)
        .collect();
    assert_eq!(states, [State::Holds, State::NotJudged, State::NotJudged]);
    assert!(rest.is_empty());
}
