//! Small changes of XML and JSON texts.

use serde_json::Value;

/// Changes a JSON text.
pub fn edit_json(body: &str, change: impl FnOnce(&mut Value)) -> String {
    let mut value = serde_json::from_str(body).expect("moto answers with JSON");
    change(&mut value);
    value.to_string()
}

/// Changes what stands between each `open` and the next `close`.
pub fn map_between(
    body: &str,
    open: &str,
    close: &str,
    mut change: impl FnMut(&str) -> String,
) -> String {
    let mut pieces = body.split(open);
    let mut out = pieces.next().unwrap_or_default().to_owned();
    for piece in pieces {
        let (inside, after) = piece.split_once(close).expect("every element is closed");
        out.extend([open, &change(inside), close, after]);
    }
    out
}

/// Drops the elements from `open` to `close` whose inside is not `wanted`.
pub fn retain_between(
    body: &str,
    open: &str,
    close: &str,
    wanted: impl Fn(&str) -> bool,
) -> String {
    let mut pieces = body.split(open);
    let mut out = pieces.next().unwrap_or_default().to_owned();
    for piece in pieces {
        let (inside, after) = piece.split_once(close).expect("every element is closed");
        if wanted(inside) {
            out.extend([open, inside, close]);
        }
        out.push_str(after);
    }
    out
}

/// Gives an entry of an XML map a value, whether or not it is there.
pub fn with_entry(body: &str, key: &str, value: usize) -> String {
    let marker = format!("<key>{key}</key>");
    let without = retain_between(body, "<entry>", "</entry>", |entry| {
        !entry.starts_with(&marker)
    });
    let entry = format!("<entry>{marker}<value>{value}</value></entry>");
    without.replacen("<entry>", &format!("{entry}<entry>"), 1)
}

/// How often `what` stands in `body`.
pub fn count(body: &str, what: &str) -> usize {
    body.matches(what).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn entries_are_replaced_or_added() {
        let map = "<m><entry><key>A</key><value>0</value></entry>\
                   <entry><key>B</key><value>0</value></entry></m>";
        for (key, rest) in [("A", "B"), ("B", "A")] {
            let expected = format!(
                "<m><entry><key>{key}</key><value>1</value></entry>\
                 <entry><key>{rest}</key><value>0</value></entry></m>"
            );
            assert_eq!(with_entry(map, key, 1), expected);
        }
        assert_eq!(count(&with_entry(map, "C", 1), "<entry>"), 3);
    }

    #[test]
    fn insides_are_mapped() {
        let upper = map_between("<l><a>x</a><b>y</b><a>z</a></l>", "<a>", "</a>", |inside| {
            inside.to_uppercase()
        });
        assert_eq!(upper, "<l><a>X</a><b>y</b><a>Z</a></l>");
    }
}
