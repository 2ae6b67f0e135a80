//! Patterns found in published configurations and benchmarks: the legal ones parse.

use serde::Deserialize;

use crate::filter_pattern::Pattern;

#[derive(Deserialize)]
struct Found {
    pattern: String,
    legal: bool,
}

#[test]
fn published_patterns() {
    let text = include_str!(concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/tests/data/filter_pattern/corpus.json"
    ));
    let corpus: Vec<Found> = serde_json::from_str(text).unwrap();
    for Found { pattern, legal } in corpus {
        match (Pattern::parse(&pattern), legal) {
            (Ok(parsed), true) => {
                let again = Pattern::parse(&parsed.to_string()).unwrap();
                assert_eq!(again.ast(), parsed.ast(), "{pattern}");
            }
            (Ok(_), false) => panic!("parses: {pattern}"),
            (Err(error), true) => panic!("{error} at {:?}: {pattern}", error.span),
            (Err(error), false) => {
                assert!(error.advice().is_some(), "no advice: {error}: {pattern}");
            }
        }
    }
}
