//! The user's own templates.

use super::{empty, sample};
use crate::report::{Output, UserTemplate};

fn rendered(name: &str, source: &str) -> String {
    let template = UserTemplate::new(name, source).unwrap();
    Output::from(template).render(&sample()).unwrap()
}

#[test]
fn a_template_sees_the_report_under_the_names_of_the_json() {
    let source = "{% for f in report.findings %}{% if f.status == 'fail' %}{{ f.severity }} {{ f.resource.id }}\n{% endif %}{% endfor %}";
    let text = rendered("failing.txt", source);
    assert_eq!(text.lines().count(), sample().summary.counts.fail);
    assert!(text.contains("critical 123456789012\n"), "{text}");
    let summary = rendered(
        "x.md",
        "{{ report.summary.failBySeverity.high }} {{ report.schemaVersion }}",
    );
    assert_eq!(summary, "4 1");
}

#[test]
fn the_suffix_of_the_name_decides_on_escaping() {
    let source = "{% for f in report.findings %}{{ f.message }}{% endfor %}";
    assert!(rendered("a.txt", source).contains("<script>alert(1)"));
    for name in ["a.html", "a.htm", "a.xml"] {
        assert!(!rendered(name, source).contains("<script>"), "{name}");
    }
}

#[test]
fn no_template_sees_control_characters() {
    let text = rendered(
        "a.txt",
        "{{ report | json_encode }}{{ page.groups | json_encode }}",
    );
    assert!(!text.contains(|c: char| c.is_control()), "{text}");
    assert!(text.contains("bell\\\\u{7}"), "{text}");
}

#[test]
fn a_template_can_change_a_block_of_ours_under_the_same_name() {
    let source = "{% extends \"report.html\" %}{% block footer %}<p>ACME</p>{% endblock %}";
    let html = rendered("report.html", source);
    assert!(html.contains("<p>ACME</p>") && html.contains("Looked at"));
    assert!(!html.contains("Written by"));
}

#[test]
fn json_encode_sorts_and_json_is_the_whole_report() {
    assert_eq!(
        rendered("x.txt", "{{ {\"b\": 1, \"a\": [none]} | json_encode }}"),
        r#"{"a":[null],"b":1}"#
    );
    let report = crate::report::from_json(rendered("x.json", "{{ json }}").as_bytes());
    assert_eq!(report.unwrap(), sample());
}

#[test]
fn a_mistake_names_the_template_and_the_place() {
    let template = UserTemplate::new("mine.html", "one\n{{ report.sumary.pass }}").unwrap();
    let error = Output::from(template)
        .render(&empty())
        .unwrap_err()
        .to_string();
    assert!(error.starts_with("template `mine.html`: "), "{error}");
    assert!(error.contains("sumary"), "{error}");
}
