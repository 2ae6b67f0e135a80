//! The open questions that a pattern raises, whatever the event.

use super::ast::{Cased, Content, Excluded, Matcher, Matchers, Member, Object};
use super::branches::Branches;
use super::outcome::Ambiguity;

/// The questions, each once.
pub(super) fn of(root: &Object) -> Vec<Ambiguity> {
    let mut doubts = Vec::new();
    if Branches::of(root).has_repeated() {
        doubts.push(Ambiguity::RepeatedName);
    }
    in_object(root, &mut doubts);
    let mut each = Vec::new();
    for doubt in doubts {
        if !each.contains(&doubt) {
            each.push(doubt);
        }
    }
    each
}

fn in_object(object: &Object, doubts: &mut Vec<Ambiguity>) {
    for member in &object.members {
        match member {
            Member::Or(alternatives) => {
                for object in alternatives {
                    in_object(object, doubts);
                }
            }
            Member::Field { name, content } => {
                if name.contains('.') {
                    doubts.push(Ambiguity::DottedName);
                }
                match content {
                    Content::Object(object) => in_object(object, doubts),
                    Content::Leaf(Matchers(matchers)) => {
                        doubts.extend(matchers.iter().filter_map(in_matcher));
                    }
                }
            }
        }
    }
}

fn in_matcher(matcher: &Matcher) -> Option<Ambiguity> {
    let beyond_ascii = |text: &String| !text.is_ascii();
    match matcher {
        Matcher::Cidr(cidr) if cidr.has_host_bits() => Some(Ambiguity::CidrHostBits),
        Matcher::Number(number) if !number.is_integer() => Some(Ambiguity::NumberText),
        Matcher::Prefix(Cased { text, ignore_case })
        | Matcher::Suffix(Cased { text, ignore_case })
            if *ignore_case && beyond_ascii(text) =>
        {
            Some(Ambiguity::NonAsciiCase)
        }
        Matcher::IgnoreCase(text) if beyond_ascii(text) => Some(Ambiguity::NonAsciiCase),
        Matcher::AnythingBut(Excluded::IgnoreCase(texts)) if texts.iter().any(beyond_ascii) => {
            Some(Ambiguity::NonAsciiCase)
        }
        _ => None,
    }
}
