//! Every cell of the tables of the language.

use crate::filter_pattern::{Event, Pattern};

fn hit(pattern: &str, message: &str) -> bool {
    let pattern = Pattern::parse(pattern).unwrap_or_else(|error| panic!("{pattern}: {error}"));
    pattern.matches(&Event::new(message))
}

fn all_hit(pattern: &str, messages: &[&str]) {
    for message in messages {
        assert!(hit(pattern, message), "{pattern} on {message}");
    }
}

fn none_hit(pattern: &str, messages: &[&str]) {
    for message in messages {
        assert!(!hit(pattern, message), "{pattern} on {message}");
    }
}

fn refused(patterns: &[&str]) {
    for pattern in patterns {
        assert!(Pattern::parse(pattern).is_err(), "{pattern}");
    }
}

/// The condition on `$.k` against each kind of node, in the order of the list.
fn row(condition: &str) -> Vec<bool> {
    let nodes = [
        r"{}", // missing
        r#"{"k":null}"#,
        r#"{"k":true}"#,
        r#"{"k":false}"#,
        r#"{"k":7}"#,
        r#"{"k":8.5}"#,
        r#"{"k":"7"}"#,
        r#"{"k":"abc"}"#,
        r#"{"k":{"z":7}}"#,
        r#"{"k":[7]}"#,
        r#"{"k":[7,null]}"#,
    ];
    let pattern = format!("{{ $.k {condition} }}");
    nodes.iter().map(|node| hit(&pattern, node)).collect()
}

#[test]
fn json_conditions_by_kind_of_node() {
    #[rustfmt::skip]
    let table: &[(&str, [u8; 11])] = &[
        //                miss null true fals  7  8.5  "7" "abc" obj arr [null]
        ("= 7",          [0,   0,   0,   0,   1,   0,   1,   0,   0,   0,   0]),
        ("!= 7",         [0,   0,   0,   0,   0,   1,   0,   1,   0,   0,   0]),
        ("= 7.0",        [0,   0,   0,   0,   1,   0,   0,   0,   0,   0,   0]),
        ("= \"7\"",      [0,   0,   0,   0,   1,   0,   1,   0,   0,   0,   0]),
        ("!= \"7\"",     [0,   0,   0,   0,   0,   1,   0,   1,   0,   0,   0]),
        ("= abc",        [0,   0,   0,   0,   0,   0,   0,   1,   0,   0,   0]),
        ("!= abc",       [0,   0,   0,   0,   1,   1,   1,   0,   0,   0,   0]),
        ("= true",       [0,   0,   0,   0,   0,   0,   0,   0,   0,   0,   0]),
        ("!= true",      [0,   0,   0,   0,   1,   1,   1,   1,   0,   0,   0]),
        ("= \"\"",       [0,   0,   0,   0,   0,   0,   0,   0,   0,   0,   0]),
        ("< 8",          [0,   0,   0,   0,   1,   0,   0,   0,   0,   0,   0]),
        ("<= 7",         [0,   0,   0,   0,   1,   0,   0,   0,   0,   0,   0]),
        ("> 7",          [0,   0,   0,   0,   0,   1,   0,   0,   0,   0,   0]),
        (">= 7",         [0,   0,   0,   0,   1,   1,   0,   0,   0,   0,   0]),
        ("= *",          [0,   0,   0,   0,   1,   1,   1,   1,   0,   0,   0]),
        ("= \"*\"",      [0,   0,   0,   0,   1,   1,   1,   1,   0,   0,   0]),
        ("!= *",         [0,   0,   0,   0,   0,   0,   0,   0,   0,   0,   0]),
        ("= 8*",         [0,   0,   0,   0,   0,   1,   0,   0,   0,   0,   0]),
        ("!= 8*",        [0,   0,   0,   0,   1,   0,   1,   1,   0,   0,   0]),
        ("= %^7%",       [0,   0,   0,   0,   1,   0,   1,   0,   0,   0,   0]),
        ("!= %^7%",      [0,   0,   0,   0,   0,   1,   0,   1,   0,   0,   0]),
        ("IS NULL",      [0,   1,   0,   0,   0,   0,   0,   0,   0,   0,   1]),
        ("is True",      [0,   0,   1,   0,   0,   0,   0,   0,   0,   0,   0]),
        ("IS false",     [0,   0,   0,   1,   0,   0,   0,   0,   0,   0,   0]),
        ("nOT Exists",   [1,   0,   0,   0,   0,   0,   0,   0,   0,   0,   0]),
    ];
    for (condition, expected) in table {
        let expected: Vec<_> = expected.iter().map(|cell| *cell == 1).collect();
        assert_eq!(row(condition), expected, "{condition}");
    }
}

/// The condition on `$.k[*]` and, because they are the same, on `$.k.*`.
fn wildcard_row(condition: &str) -> Vec<bool> {
    let nodes = [
        r"{}", // missing
        r#"{"k":null}"#,
        r#"{"k":5}"#,
        r#"{"k":[]}"#,
        r#"{"k":{}}"#,
        r#"{"k":[4,5]}"#,
        r#"{"k":{"p":5,"q":4}}"#,
        r#"{"k":[4,"x"]}"#,
        r#"{"k":[[5]]}"#,
        r#"{"k":[null,true]}"#,
        r#"{"k":[[null]]}"#,
    ];
    let bracket = format!("{{ $.k[*] {condition} }}");
    let dot = format!("{{ $.k.* {condition} }}");
    let row: Vec<_> = nodes.iter().map(|node| hit(&bracket, node)).collect();
    assert_eq!(
        row,
        nodes.iter().map(|node| hit(&dot, node)).collect::<Vec<_>>()
    );
    row
}

#[test]
fn wildcards_by_kind_of_parent() {
    #[rustfmt::skip]
    let table: &[(&str, [u8; 11])] = &[
        //              miss null  5   []  {} [4,5] obj [4,x] [[5]] [null,true] [[null]]
        ("= 5",        [0,   0,   0,   0,   0,   1,   1,   0,   0,   0,   0]),
        ("!= 5",       [0,   1,   1,   1,   1,   0,   0,   1,   1,   1,   1]),
        ("!= \"5\"",   [0,   1,   1,   1,   1,   0,   0,   1,   1,   1,   1]),
        ("!= *",       [0,   1,   1,   1,   1,   0,   0,   0,   1,   1,   1]),
        ("!= %5%",     [0,   1,   1,   1,   1,   0,   0,   1,   1,   1,   1]),
        ("> 4",        [0,   0,   0,   0,   0,   1,   1,   0,   0,   0,   0]),
        ("= x",        [0,   0,   0,   0,   0,   0,   0,   1,   0,   0,   0]),
        ("IS NULL",    [0,   0,   0,   0,   0,   0,   0,   0,   0,   1,   0]),
        ("IS TRUE",    [0,   0,   0,   0,   0,   0,   0,   0,   0,   1,   0]),
        ("IS FALSE",   [0,   0,   0,   0,   0,   0,   0,   0,   0,   0,   0]),
        ("NOT EXISTS", [1,   1,   1,   1,   1,   0,   0,   0,   0,   0,   0]),
    ];
    for (condition, expected) in table {
        let expected: Vec<_> = expected.iter().map(|cell| *cell == 1).collect();
        assert_eq!(wildcard_row(condition), expected, "{condition}");
    }
}

#[test]
fn wildcards_inside_a_path() {
    let pattern = "{ $.k[*].z != 5 }";
    all_hit(
        pattern,
        &[
            r#"{"k":[{"z":1},{}]}"#,
            r#"{"k":[]}"#,
            r#"{"k":1}"#,
            r#"{"k":[5]}"#,
        ],
    );
    none_hit(
        pattern,
        &["{}", r#"{"k":[{"z":1},{"z":5}]}"#, r#"{"j":[{"z":1}]}"#],
    );
    all_hit("{ $.* = 5 }", &[r#"{"a":1,"b":5}"#]);
    all_hit("{ $.* != 5 }", &[r#"{"a":1}"#, "{}"]);
    all_hit("{ $.*[0].b = 5 }", &[r#"{"a":[{"b":5}]}"#]);
}

#[test]
fn selectors() {
    all_hit("{ $.a.b-c._1 = 1 }", &[r#"{"a":{"b-c":{"_1":1}}}"#]);
    all_hit("{ $.a[0][1] = 1 }", &[r#"{"a":[[0,1]]}"#]);
    all_hit("{ $.a.[0] = 1 }", &[r#"{"a":[1]}"#]);
    all_hit(
        "{ $.['a.b'].['c d']['}'] = 1 }",
        &[r#"{"a.b":{"c d":{"}":1}}}"#],
    );
    all_hit("{ $.['a'] = 1 }", &[r#"{"a":1}"#]);
    none_hit(
        "{ $.a = 1 }",
        &[r#"{"A":1}"#, r#"[{"a":1}]"#, r#"{"a":[1]}"#],
    );
    none_hit(
        "{ $.a[0] = 1 }",
        &[r#"{"a":{"0":1}}"#, r#"{"a":1}"#, r#"{"a":"1"}"#],
    );
    none_hit("{ $.a.b = 1 }", &[r#"{"a":[{"b":1}]}"#, r#"{"a.b":1}"#]);
    refused(&[
        "{ $ = 2 }",
        "{ $['a'] = 2 }",
        "{ $.[\"a\"] = 2 }",
        "{ $[1] = 2 }",
        "{ $.a[-1] = 2 }",
        "{ $.a[1 ] = 2 }",
        "{ $.a .b = 2 }",
        "{ $ .a = 2 }",
        "{ $.a[] = 2 }",
        "{ $.a** = 2 }",
        "{ $.a* = 2 }",
        "{ a = 2 }",
        "{ $.a[*][*] = 2 }",
    ]);
}

#[test]
fn messages_that_are_no_object() {
    let messages = [
        "",
        "x",
        "[1]",
        "1",
        "\"a\"",
        "null",
        "{\"a\":1} x",
        "{\"a\":1}{}",
        "{'a':1}",
    ];
    none_hit("{ $.b NOT EXISTS }", &messages);
    all_hit("{ $.b NOT EXISTS }", &["{}", " {\"a\":1}\n"]);
}

#[test]
fn numbers() {
    all_hit(
        "{ $.n = 2e3 }",
        &[r#"{"n":2e3}"#, r#"{"n":2000}"#, r#"{"n":"2e3"}"#],
    );
    none_hit("{ $.n = 2e3 }", &[r#"{"n":"2000"}"#, r#"{"n":"2E3"}"#]);
    all_hit("{ $.n = \"2000.0\" }", &[r#"{"n":2e3}"#, r#"{"n":2000.0}"#]);
    none_hit("{ $.n = \"2000.0\" }", &[r#"{"n":2000}"#]);
    all_hit("{ $.n = \"7.0\" }", &[r#"{"n":7.0}"#, r#"{"n":7.00}"#]);
    none_hit("{ $.n = \"7\" }", &[r#"{"n":7.0}"#]);
    all_hit("{ $.n = +7 }", &[r#"{"n":7}"#, r#"{"n":"+7"}"#]);
    none_hit("{ $.n = +7 }", &[r#"{"n":"7"}"#]);
    all_hit("{ $.n = .5 }", &[r#"{"n":0.5}"#, r#"{"n":5e-1}"#]);
    all_hit("{ $.n = 7. }", &[r#"{"n":7}"#]);
    all_hit("{ $.n = -0 }", &[r#"{"n":0}"#, r#"{"n":-0.0}"#]);
    all_hit("{ $.n = 9007199254740993 }", &[r#"{"n":9007199254740993}"#]);
    none_hit(
        "{ $.n = 9007199254740993 }",
        &[r#"{"n":9007199254740992}"#, r#"{"n":9007199254740993.0}"#],
    );
    all_hit(
        "{ $.n = 0.1 }",
        &[r#"{"n":0.1}"#, r#"{"n":0.10000000000000000001}"#],
    );
    all_hit(
        "{ $.n = 4* }",
        &[r#"{"n":404}"#, r#"{"n":4}"#, r#"{"n":4.5}"#],
    );
    all_hit("{ $.n < -1.5 }", &[r#"{"n":-2}"#, r#"{"n":-1e9}"#]);
    all_hit("{ $.n<1e400 }", &[r#"{"n":1e308}"#]);
    for condition in ["= 1e309", "!= 1", "> 1", "< 1e400", "= *", "= Inf*"] {
        none_hit(&format!("{{ $.n {condition} }}"), &[r#"{"n":1e309}"#]);
    }
    all_hit("{ $.m = 1 }", &[r#"{"n":1e309,"m":1}"#]);
    refused(&[
        "{ $.n = 1e2147483648 }",
        "{ $.n > x }",
        "{ $.n > 1* }",
        "{ $.n > %1% }",
        "{ $.n > \"1\" }",
    ]);
}

#[test]
fn values() {
    all_hit("{ $.a = \"x y\" }", &[r#"{"a":"x y"}"#]);
    all_hit(
        "{ $.a = kms.amazonaws-1_b.com }",
        &[r#"{"a":"kms.amazonaws-1_b.com"}"#],
    );
    all_hit("{ $.a = 10.0.0.1 }", &[r#"{"a":"10.0.0.1"}"#]);
    all_hit("{ $.a = true }", &[r#"{"a":"true"}"#]);
    all_hit("{ $.a = \"null\" }", &[r#"{"a":"null"}"#]);
    all_hit("{ $.a = \"}\" }", &[r#"{"a":"}"}"#]);
    all_hit("{ $.a = \"\" }", &[r#"{"a":""}"#]);
    all_hit("{ $.a = %^a b$% && $.a = %b% }", &[r#"{"a":"a b"}"#]);
    all_hit(
        "{$.a=1&&$.b!=2||$.c<=3}",
        &[r#"{"a":1,"b":3}"#, r#"{"c":3}"#],
    );
    refused(&[
        "{ $.a = a:b }",
        "{ $.a = a/b }",
        "{ $.a = a@b }",
        "{ $.a = a(b }",
        "{ $.a = a)b }",
        "{ $.a = a=b }",
        "{ $.a = a b }",
        "{ $.a = a,b }",
        "{ $.a = a$b }",
        "{ $.a = null }",
        "{ $.a = \"x }",
        "{ $.a = 'x' }",
        "{ $.a = \"x\"y }",
    ]);
}

#[test]
fn precedence() {
    let (a, b, c) = (r#"{"a":1}"#, r#"{"b":1}"#, r#"{"b":1,"c":1}"#);
    let plain = "{ $.a = 1 || $.b = 1 && $.c = 1 }";
    all_hit(plain, &[a, c]);
    none_hit(plain, &[b]);
    none_hit("{ ($.a = 1 || $.b = 1) && $.c = 1 }", &[a, b]);
    let normal = |pattern: &str| Pattern::parse(pattern).unwrap().to_string();
    assert_eq!(
        normal("{(($.a=1)&&(($.b=1)))||$.c=1}"),
        "{ $.a = 1 && $.b = 1 || $.c = 1 }"
    );
    assert_eq!(
        normal("{$.a=1&&($.b=1||$.c=1)}"),
        "{ $.a = 1 && ($.b = 1 || $.c = 1) }"
    );
}

#[test]
fn terms() {
    all_hit("", &["", "x"]);
    all_hit(" \t\r\n ", &["x"]);
    all_hit("ERR", &["xERRx"]);
    none_hit("ERR", &["err"]);
    all_hit("a b", &["b a", "ab"]);
    all_hit("\"a  b\"", &["xa  by"]);
    none_hit("\"a  b\"", &["a b"]);
    all_hit("?a ?b", &["a", "b"]);
    none_hit("?a ?b", &["c"]);
    all_hit("?a b", &["b"]);
    all_hit("?a -b", &["c"]);
    all_hit("-a", &["b"]);
    none_hit("-a", &["a"]);
    none_hit("-\"a b\"", &["xa by"]);
    all_hit("a-b?c-\"d e\"?\"f\"", &["a"]);
    none_hit("a-b", &["a-b", "b"]);
    all_hit("\"*\"", &["a*b"]);
    none_hit("\"*\"", &["ab"]);
    all_hit("\" \"", &["a b"]);
    none_hit("\" \"", &["ab"]);
    all_hit("1.5_x", &["1.5_x"]);
    all_hit("\"a\" - \"b\"", &["a"]);
    none_hit("\"a\" - \"b\"", &["a b"]);
    refused(&[
        "a*",
        "a!",
        "a/b",
        "a@b",
        "\"\"",
        "\"a",
        "\"a\"b",
        "a\"b\"",
        "\"a\"\"b\"",
        "(a",
        "a=b",
        "a,b",
        "a:b",
        "a#b",
        "%a",
        "a%",
        "a %b%",
        "?%a%",
        "-%a%",
        "-",
        "?",
        "a -",
        "a ? b",
        "--a",
        "?-a",
        "'a'",
    ]);
}

#[test]
fn space_entries_and_words() {
    all_hit("[]", &["", "x y"]);
    all_hit("[ ]", &["x"]);
    all_hit("[...]", &["", "x y"]);
    all_hit("[a]", &["x", "many words here"]);
    none_hit("[a]", &["", "  "]);
    all_hit(
        "[a, b, c]",
        &["x y z w", "x\ty\tz", "x \"y z", "x [y z", "  x   y   z  "],
    );
    none_hit("[a, b, c]", &["x y", "x \"y z\"", "x [y z]"]);
    all_hit("[a, b=\"y z\", c]", &["x \"y z\" w", "x [y z] w"]);
    all_hit("[a=b, b=c]", &["\"b\"c"]);
    all_hit("[a, b=\"\"]", &["x \"\"", "x []"]);
    all_hit("[a, b=\"y  \\\"z\\\" w\"]", &["x y  \"z\" w"]);
    all_hit("[a, b=\"\\\"y z\\\" w\"]", &["x \"y z\" w"]);
    all_hit("[, b=y,]", &["x y z"]);
    none_hit("[, b=y,]", &["x y"]);
    all_hit("[a=x, ..., z=w]", &["x w", "x y w", "x y y w"]);
    none_hit("[a=x, ..., z=w]", &["x", "x y", "x w y"]);
    all_hit("[..., z=w]", &["w", "x y w"]);
    all_hit("[a=x, ...]", &["x", "x y"]);
    all_hit("[..., y=1, z]", &["x 1 w"]);
}

#[test]
fn space_conditions() {
    all_hit("[n=1, r]", &["1 x", "1.0 x", "01 x", "+1 x", "1e0 x"]);
    none_hit("[n=1, r]", &["one x", "11 x"]);
    none_hit("[n=\"1\", r]", &["1.0 x"]);
    all_hit("[n!=1, r]", &["2 x", "one x"]);
    none_hit("[n!=1, r]", &["1.0 x"]);
    all_hit("[n>1, r]", &["1.5 x"]);
    none_hit("[n>1, r]", &["1 x", "two x", "- x"]);
    all_hit("[s = 4* || s = 5*, r]", &["404 x", "503 x"]);
    none_hit("[s = 4* || s = 5*, r]", &["200 x"]);
    all_hit("[(s != a && s != b) || s = c, r]", &["c x", "d x"]);
    all_hit("[s && s = a, r]", &["a x"]);
    all_hit("[s=%^a[0-9]{1,2}$%, r]", &["a1 x"]);
    all_hit("[s=*, r]", &["\"\" x"]);
    all_hit("[a=x, b=y]", &["x y"]);
    none_hit("[a=x, b=y]", &["x z", "z y"]);
    refused(&[
        "[a=1 || b=2, c]",
        "[1a]",
        "[a-b]",
        "[a, a]",
        "[..., a, ...]",
        "[a>\"1\"]",
        "[a b]",
        "[a",
        "[a==1]",
        "[a IS NULL]",
        "[(a]",
        "[a)]",
        "[a=%x%, b=%y%, c=%z%]",
        "[a=null]",
        "[a=x:y]",
        "[....]",
        "[a.b]",
        "[$a]",
        "[a=]",
        "[=a]",
    ]);
}

#[test]
fn the_normal_form_of_a_long_pattern_is_compact() {
    let json = format!("{{{}$.a.*IS NULL}}", "$.b=1||$.c[0]NOT EXISTS&&".repeat(40));
    let terms = "a-b?c".repeat(200);
    let space = format!("[{}z]", "z=1||".repeat(200));
    for source in [json, terms, space] {
        let pattern = Pattern::parse(&source).unwrap();
        let normal = pattern.to_string();
        assert!(normal.chars().count() <= source.chars().count(), "{normal}");
        assert_eq!(Pattern::parse(&normal).unwrap().ast(), pattern.ast());
    }
}

#[test]
fn normal_forms() {
    let normal = |pattern: &str| Pattern::parse(pattern).unwrap().to_string();
    assert_eq!(normal("  "), "");
    assert_eq!(normal(" a-b?\"c d\" -  e"), "a -b ?\"c d\" - e");
    assert_eq!(normal(" %a b% "), "%a b%");
    assert_eq!(normal("[ ,a = 1||a=2,... ]"), "[, a = 1 || a = 2, ...]");
    assert_eq!(
        normal("{$.['a']['b.c'].[07].* is null}"),
        "{ $.a['b.c'][7][*] IS NULL }"
    );
    assert_eq!(normal("{$.* not exists}"), "{ $.* NOT EXISTS }");
}
