//! Lambda: the policy of one function, or of one of its versions or aliases.

use super::scan::Scan;
use crate::inventory::NotSeen;
use crate::kind::call;
use crate::target::{Arn, Region};

/// The policy of what has the ARN `arn`, asked for once, whoever wants to know of it. None if
/// it has none or does not exist: Lambda does not tell the two apart.
pub(super) async fn policy(
    scan: &Scan,
    region: &Region,
    arn: &str,
) -> Result<Option<String>, NotSeen> {
    let ask = async {
        let (function, qualifier) = qualified(arn);
        let request = scan.aws.lambda(region).get_policy();
        let request = request.function_name(function);
        let request = request.set_qualifier(qualifier.map(str::to_owned));
        let call = call::GET_FUNCTION_POLICY;
        let answer = scan.ask(Some(region), call, request.send()).await?;
        Ok(answer
            .and_then(|a| a.policy)
            .filter(|text| !text.is_empty()))
    };
    scan.function_policies.of(arn.to_owned(), ask).await
}

/// The ARN of the function, and the version or alias that `arn` names.
fn qualified(arn: &str) -> (&str, Option<&str>) {
    let resource = Arn::parse(arn).map_or("", |arn| arn.resource);
    // function:NAME:QUALIFIER
    let qualifier = resource.splitn(3, ':').nth(2);
    let function = qualifier.and_then(|q| arn.strip_suffix(q)?.strip_suffix(':'));
    match function {
        Some(function) => (function, qualifier),
        None => (arn, None),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_and_aliases_are_told_from_the_function() {
        let arn = |resource: &str| format!("arn:aws:lambda:eu-west-1:123456789012:{resource}");
        let function = arn("function:alert");
        assert_eq!(qualified(&function), (function.as_str(), None));
        for qualifier in ["live", "7", "$LATEST", "alert"] {
            let whole = format!("{function}:{qualifier}");
            assert_eq!(qualified(&whole), (function.as_str(), Some(qualifier)));
        }
        assert_eq!(qualified("alert"), ("alert", None));
        assert_eq!(qualified(""), ("", None));
    }
}
