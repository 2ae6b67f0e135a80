//! The names of condition operators.
//!
//! Source: IAM user guide, "IAM JSON policy elements: Condition operators".

/// An operator with all that its name says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Operator {
    pub(super) compare: Compare,
    /// `StringNotEquals` and the like: none of the values may match.
    pub(super) negated: bool,
    /// `…IfExists`: holds for absent keys.
    pub(super) if_exists: bool,
    pub(super) set: Option<Set>,
}

/// How one value of the request is compared with one of the policy.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Compare {
    /// Equal texts.
    Text {
        ignore_case: bool,
    },
    /// A text with wildcards.
    Like,
    Numeric(Order),
    Date(Order),
    Bool,
    Binary,
    IpAddress,
    Arn,
    /// Whether the key is absent.
    Null,
}

/// The comparison of things that have an order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Order {
    Equal,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
}

/// The quantifier over the request's values.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Set {
    /// `ForAllValues:`
    All,
    /// `ForAnyValue:`
    Any,
}

impl Operator {
    /// The operator of this name, in any case; `None` if there is none.
    pub(super) fn parse(name: &str) -> Option<Self> {
        let name = name.to_ascii_lowercase();
        let (set, name) = match name.split_once(':') {
            Some(("forallvalues", name)) => (Some(Set::All), name),
            Some(("foranyvalue", name)) => (Some(Set::Any), name),
            Some(_) => return None,
            None => (None, name.as_str()),
        };
        let (if_exists, name) = match name.strip_suffix("ifexists") {
            Some(name) => (true, name),
            None => (false, name),
        };
        let (compare, negated) = compare(name)?;
        if compare == Compare::Null && (if_exists || set.is_some()) {
            return None;
        }
        Some(Self {
            compare,
            negated,
            if_exists,
            set,
        })
    }
}

fn compare(name: &str) -> Option<(Compare, bool)> {
    let text = |ignore_case| Compare::Text { ignore_case };
    Some(match name {
        "stringequals" => (text(false), false),
        "stringnotequals" => (text(false), true),
        "stringequalsignorecase" => (text(true), false),
        "stringnotequalsignorecase" => (text(true), true),
        "stringlike" => (Compare::Like, false),
        "stringnotlike" => (Compare::Like, true),
        "bool" => (Compare::Bool, false),
        "binaryequals" => (Compare::Binary, false),
        "ipaddress" => (Compare::IpAddress, false),
        "notipaddress" => (Compare::IpAddress, true),
        "arnequals" | "arnlike" => (Compare::Arn, false),
        "arnnotequals" | "arnnotlike" => (Compare::Arn, true),
        "null" => (Compare::Null, false),
        _ => {
            if let Some(rest) = name.strip_prefix("numeric") {
                let (order, negated) = order(rest)?;
                return Some((Compare::Numeric(order), negated));
            }
            let (order, negated) = order(name.strip_prefix("date")?)?;
            (Compare::Date(order), negated)
        }
    })
}

fn order(name: &str) -> Option<(Order, bool)> {
    Some(match name {
        "equals" => (Order::Equal, false),
        "notequals" => (Order::Equal, true),
        "lessthan" => (Order::Less, false),
        "lessthanequals" => (Order::LessOrEqual, false),
        "greaterthan" => (Order::Greater, false),
        "greaterthanequals" => (Order::GreaterOrEqual, false),
        _ => return None,
    })
}
