//! Patterns that are made to be hard: each ends quickly, proven or not.

use std::time::Instant;

use super::super::{Coverage, Deployed, Requirement, Universe, covers};
use crate::filter_pattern::Pattern;

fn ask(name: &str, required: &str, deployed: &[String]) -> Coverage {
    let parse = |p: &str| Pattern::parse(p).unwrap_or_else(|e| panic!("{name}: {p}: {e}"));
    let required = Requirement::Pattern(parse(required));
    let patterns: Vec<Pattern> = deployed.iter().map(|p| parse(p)).collect();
    let deployed: Vec<_> = patterns.iter().map(Deployed::always).collect();
    let started = Instant::now();
    let found = covers(&[required], &deployed, &Universe::any_json());
    let took = started.elapsed();
    println!("{name}: {took:?}");
    // A build without optimisations takes some twenty times as long as a release.
    assert!(took.as_secs() < 10, "{name}: {took:?}");
    found
}

fn joined(many: usize, joint: &str, part: impl Fn(usize) -> String) -> String {
    let parts: Vec<String> = (0..many).map(part).collect();
    format!("{{ {} }}", parts.join(joint))
}

#[test]
fn many_choices() {
    let ors = |of: usize| joined(32, " || ", |n| format!("($.a = x{} && $.b = y{n})", n + of));
    let shifted: Vec<String> = (1..100).map(ors).collect();
    assert!(matches!(
        ask("ors of ands", &ors(0), &shifted),
        Coverage::NotCovered(_)
    ));
    let same: Vec<String> = (0..100).map(ors).collect();
    assert_eq!(
        ask("one of them is the same", &ors(0), &same),
        Coverage::Covered
    );
    let ands = |of: usize| joined(25, " && ", |n| format!("($.a{n} = x || $.b{n} = y{of})"));
    let other: Vec<String> = (1..100).map(ands).collect();
    assert!(matches!(
        ask("ands of ors", &ands(0), &other),
        Coverage::NotCovered(_)
    ));
    let same: Vec<String> = (0..100).map(ands).collect();
    assert_eq!(
        ask("the same ands of ors", &ands(0), &same),
        Coverage::Covered
    );
    let parity: Vec<String> = (0..30)
        .map(|n| {
            format!(
                "{{ ($.x{n} = 1 && $.x{} != 1) || ($.x{n} != 1 && $.x{} = 1) }}",
                n + 1,
                n + 1
            )
        })
        .collect();
    ask(
        "parities",
        &joined(31, " && ", |n| format!("($.x{n} = 1 || $.x{n} = 2)")),
        &parity,
    );
    let nested = (0..80).fold("$.z = 0".to_owned(), |inner, n| {
        let joint = if n % 2 == 0 { "&&" } else { "||" };
        format!("($.a{n}=1{joint}{inner})")
    });
    let nested = format!("{{{nested}}}");
    assert_eq!(
        ask("nested", &nested, std::slice::from_ref(&nested)),
        Coverage::Covered
    );
    ask(
        "nested the other way",
        &nested,
        &[nested.replace("=1&&", "=2||")],
    );
}

#[test]
fn pigeons() {
    for pigeons in [4, 6, 8, 10] {
        let holes = pigeons - 1;
        let required = joined(pigeons, "&&", |p| {
            let holes: Vec<String> = (0..holes).map(|h| format!("$.{p}={h}")).collect();
            format!("({})", holes.join("||"))
        });
        let mut pairs = Vec::new();
        for p in 0..pigeons {
            for other in 0..p {
                pairs.extend((0..holes).map(|h| format!("$.{p}={h}&&$.{other}={h}")));
            }
        }
        let deployed: Vec<String> = pairs
            .chunks(40)
            .map(|c| format!("{{{}}}", c.join("||")))
            .collect();
        let found = ask(&format!("{pigeons} pigeons"), &required, &deployed);
        assert!(!matches!(found, Coverage::NotCovered(_)));
    }
}

#[test]
fn elements() {
    let nasty = |n: usize| {
        format!(
            "{{ $.a[*] = %.*a.{{{}}}% && $.b[*] = %b.*a.{{{}}}% && $.c[*].d != x{n} }}",
            n + 1,
            100 - n
        )
    };
    let filters: Vec<String> = (0..100).map(nasty).collect();
    ask("lists and regexes", &nasty(50), &filters[..50]);
    assert_eq!(
        ask("lists and the same regexes", &nasty(50), &filters),
        Coverage::Covered
    );
    let filters: Vec<String> = (0..100)
        .map(|n| format!("{{ $.*.x{n} != 1 && $.a[*] = {n} || $.b.*.c NOT EXISTS }}"))
        .collect();
    ask(
        "many lists",
        "{ $.a[*] = 7 && $.*.x = 1 && $.b.*.c = * }",
        &filters,
    );
    ask("many lists, all", "{ $.a[*] = * }", &filters);
}

#[test]
fn texts() {
    let excluded: Vec<String> = (0..100).map(|n| format!("{{ $.a = \"*{n}*\" }}")).collect();
    ask("excluded globs", "{ $.a = * }", &excluded);
    ask(
        "excluded globs and a regex",
        "{ $.a = %^[0-9]+$% }",
        &excluded,
    );
    let infix = joined(26, " && ", |n| {
        format!(
            "$.a = \"*{}*\"",
            char::from(b'a' + u8::try_from(n).unwrap())
        )
    });
    assert!(matches!(
        ask("many infixes", &infix, &[]),
        Coverage::NotCovered(_)
    ));
    let prefix = "p".repeat(900);
    let long: Vec<String> = (0..100)
        .map(|n| format!("{{ $.a = \"{prefix}{n}*\" }}"))
        .collect();
    let found = ask(
        "long prefixes",
        &format!("{{ $.a = \"{prefix}*\" }}"),
        &long,
    );
    assert!(matches!(found, Coverage::NotCovered(_)));
    ask(
        "a long prefix",
        &format!("{{ $.a = \"{prefix}12*\" }}"),
        &long,
    );
    ask(
        "regexes",
        "{ $.a = %.*a.{50}% && $.b = %(.*b.{40})% }"
            .replace(['(', ')'], "")
            .as_str(),
        &["{ $.a = %.*a.{49}% }".to_owned()],
    );
    ask(
        "two regexes",
        "{ $.a = %a.{40}b.{40}c% && $.a = %b.{50}b.{30}c% }",
        &[],
    );
    ask(
        "repeated",
        "{ $.a = %([a-z]{1,30}x){30}% }"
            .replace(['(', ')'], "")
            .as_str(),
        &["{ $.a = %[a-y]{3,300}% }".to_owned()],
    );
    let alternatives: Vec<String> = (0..100)
        .map(|n| format!("{{ $.a = %.*a.{{{n}}}b% && $.b = %x.{{{n}}}y% }}"))
        .collect();
    ask(
        "two hundred regexes",
        "{ $.a = * && $.b = * }",
        &alternatives,
    );
    ask(
        "two hundred regexes on a text",
        "{ $.a = *ab && $.b = x*y }",
        &alternatives,
    );
}

#[test]
fn numbers() {
    let digits = "9".repeat(900);
    ask(
        "digits",
        &format!("{{ $.a > {digits} }}"),
        &[format!("{{ $.a > {digits}1 }}")],
    );
    ask(
        "exponents",
        "{ $.a > 1e2147483647 }",
        &["{ $.a > 1e2147483646 }".to_owned()],
    );
    ask("small exponents", "{ $.a = 1e-2147483647 }", &[]);
    let bounds: Vec<String> = (0..100)
        .map(|n| format!("{{ $.a > {n} && $.a < {n}.5 || $.a = \"{n}.{n}*\" }}"))
        .collect();
    ask("many bounds", "{ $.a >= 0 }", &bounds);
    let texts: Vec<String> = (0..100)
        .map(|n| format!("{{ $.a = {n}* || $.a = *.{n} }}"))
        .collect();
    ask("texts of numbers", "{ $.a >= 0 }", &texts);
}

#[test]
fn selectors() {
    let deep = format!("{{ $.{} = x }}", vec!["a"; 500].join("."));
    ask("deep", &deep, &[]);
    assert_eq!(
        ask("deep and the same", &deep, std::slice::from_ref(&deep)),
        Coverage::Covered
    );
    let lists = format!("{{ $.a{} = x }}", "[0]".repeat(330));
    ask("deep lists", &lists, &[]);
    ask("far", "{ $.a[2147483647] = x }", &[]);
    ask(
        "far and near",
        "{ $.a[2147483647] = x }",
        &["{ $.a[3] != y }".to_owned(), "{ $.a[3] = y }".to_owned()],
    );
    assert!(Pattern::parse("{ $.a[4294967295] = x }").is_err());
    let everywhere: Vec<String> = (0..100)
        .map(|n| joined(40, "||", |m| format!("$.a{n}.b{m}.c IS NULL")))
        .collect();
    ask(
        "many places",
        "{ $.a0.b0.c IS NULL || $.z NOT EXISTS }",
        &everywhere,
    );
}

#[test]
fn messages() {
    let terms = |of: usize| {
        let terms: Vec<String> = (0..150).map(|n| format!("w{}", n + of)).collect();
        terms.join(" ")
    };
    let many: Vec<String> = (1..100).map(terms).collect();
    ask("terms", &terms(0), &many);
    let optional: Vec<String> = (0..100).map(|n| format!("?o{n} ?p{n}")).collect();
    ask("optional terms", "%[op][0-9]+%", &optional);
    let excluded: Vec<String> = (0..100).map(|n| format!("-o{n} -p{n}")).collect();
    ask("excluded terms", "", &excluded);
    let regexes: Vec<String> = (0..5).map(|n| format!("%a.{{{n}0}}b.{{4{n}}}%")).collect();
    ask("regexes of messages", "%a.{50}b%", &regexes);
    ask(
        "fields and terms",
        &joined(30, " && ", |n| format!("$.f{n} = \"v{n}*\"")),
        &many,
    );
    ask(
        "words",
        "[a=x, b=y*, ...]",
        &["[a, b=*y, ..., c]".to_owned()],
    );
}
