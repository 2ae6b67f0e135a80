//! Networks in conditions: `cidr_contains(outer, inner)`.

use cel::common::types::{CelBool, CelString};
use cel::{Env, ExecutionError};

use super::network::Network;

/// Adds the functions of this file to `env`.
pub fn add_functions(env: &mut Env) -> Result<(), cel::DeclarationError> {
    cel::add_overload!(env, fn cidr_contains: (CelString, CelString) -> Result<CelBool>, name = "cidr_contains")
}

/// Whether every address of the network `inner` is one of `outer`; one family's networks
/// hold none of the other's.
fn cidr_contains(outer: &CelString<'_>, inner: &CelString<'_>) -> Result<CelBool, ExecutionError> {
    let network = |text: &CelString<'_>| {
        Network::parse(text.inner()).ok_or_else(|| {
            let problem = format!("`{}` is not a network", text.inner());
            ExecutionError::function_error("cidr_contains", problem)
        })
    };
    let inner = network(inner)?;
    Ok(CelBool::from(network(outer)?.contains(inner)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rule::{Condition, ENVIRONMENT};
    use std::sync::Arc;

    fn contains(outer: &str, inner: &str) -> bool {
        Network::parse(outer)
            .unwrap()
            .contains(Network::parse(inner).unwrap())
    }

    #[test]
    fn a_network_holds_itself_and_what_is_narrower() {
        for (outer, inner, expected) in [
            ("10.0.0.0/8", "10.0.0.0/8", true),
            ("10.0.0.0/8", "10.1.2.0/24", true),
            ("10.1.2.0/24", "10.0.0.0/8", false),
            ("10.0.0.0/8", "11.0.0.0/8", false),
            ("10.0.0.0/16", "10.1.0.0/16", false),
            ("0.0.0.0/0", "203.0.113.9/32", true),
            ("0.0.0.0/0", "0.0.0.0/0", true),
            ("203.0.113.9/32", "203.0.113.9/32", true),
            ("203.0.113.9/32", "203.0.113.8/32", false),
            ("::/0", "2001:db8::/56", true),
            ("2001:db8::/32", "2001:db8:1::/56", true),
            ("2001:db8:1::/56", "2001:db8::/32", false),
            ("2001:db8::1/128", "2001:db8::1/128", true),
            ("::/0", "10.0.0.0/8", false),
            ("0.0.0.0/0", "::/0", false),
            ("::ffff:0:0/96", "0.0.0.0/0", false),
            // Bits of the host, which AWS clears.
            ("10.9.9.9/8", "10.1.0.0/16", true),
        ] {
            assert_eq!(contains(outer, inner), expected, "{outer} {inner}");
        }
    }

    #[test]
    fn what_is_no_network_is_none() {
        for text in [
            "",
            "/",
            "10.0.0.0",
            "10.0.0.0/",
            "10.0.0.0/33",
            "10.0.0.0/-1",
            "10.0.0.0/+8",
            "10.0.0/8",
            "::/129",
            "x/8",
            "10.0.0.0/8/8",
            "10.0.0.0/99999999999",
        ] {
            assert_eq!(Network::parse(text), None, "{text}");
        }
    }

    #[test]
    fn conditions_can_call_it() {
        let result = |source: &str| {
            let condition = Condition::compile(source, &[]).unwrap();
            let context = cel::Context::with_env(Arc::clone(&ENVIRONMENT));
            cel::Value::resolve_val(condition.expression(), &context)
                .and_then(|value| cel::Value::try_from(&*value))
        };
        let yes = Ok(cel::Value::Bool(true));
        assert_eq!(result("cidr_contains('10.0.0.0/8', '10.1.0.0/16')"), yes);
        assert_eq!(result("!cidr_contains('10.0.0.0/8', '::/0')"), yes);
        let error = result("cidr_contains('10.0.0.0/8', 'vpc')").unwrap_err();
        assert!(
            error.to_string().contains("`vpc` is not a network"),
            "{error}"
        );
    }
}
