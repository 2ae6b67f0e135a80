//! What `CloudTrail` may do with a role: `trail_may_assume` and `trail_may_write` of conditions.

use cel::common::types::{
    BOOL_TYPE, CelBool, CelMap, CelString, LIST_TYPE, NULL_TYPE, STRING_TYPE,
};
use cel::common::value::CowVal;
use cel::{DeclarationError, Env, ExecutionError};

use super::function::{argument, boxed, list, map, policy, read, unanswered};
use crate::policy::cloudtrail::{may_assume, may_write};
use crate::policy::{Decision, Policy};

/// The functions of this file, which read policies and return maps.
pub const NAMES: [&str; 2] = ["trail_may_assume", "trail_may_write"];

/// Adds the functions of this file to `env`.
pub fn add_functions(env: &mut Env) -> Result<(), DeclarationError> {
    let [assume, write] = NAMES;
    for (id, document) in [
        ("trail_may_assume_string", STRING_TYPE),
        ("trail_may_assume_null", NULL_TYPE),
    ] {
        env.add_overload(assume, id, vec![document, STRING_TYPE], |args| {
            assumes(&args).map(CowVal::owned)
        })?;
    }
    let arguments = vec![LIST_TYPE, STRING_TYPE, STRING_TYPE, BOOL_TYPE];
    env.add_overload(write, "trail_may_write_list", arguments, |args| {
        writes(&args).map(CowVal::owned)
    })
}

/// `trail_may_assume(trust_policy, trail_arn)`
fn assumes(args: &[CowVal<'_, '_>]) -> Result<CelMap<'static>, ExecutionError> {
    let [name, _] = NAMES;
    let trust = policy(name, args)?;
    let (allowed, refused, why) = match may_assume(&trust, argument(args, 1).unwrap_or_default()) {
        Decision::Allowed { .. } => (true, false, String::new()),
        Decision::Denied { .. } | Decision::NotAllowed => (false, true, String::new()),
        Decision::Undecided { statement, why } => {
            let statement = trust.statement_name(statement);
            (false, false, format!("statement `{statement}`: {why}"))
        }
    };
    Ok(map([
        ("allowed", boxed(CelBool::from(allowed))),
        ("refused", boxed(CelBool::from(refused))),
        ("why", boxed(CelString::from(why))),
    ]))
}

/// `trail_may_write(policies, log_group_arn, trail_arn, of_organization)`
fn writes(args: &[CowVal<'_, '_>]) -> Result<CelMap<'static>, ExecutionError> {
    let [_, name] = NAMES;
    let policies = policies(name, args)?;
    let text = |place| argument(args, place).unwrap_or_default();
    let of_organization = args
        .get(3)
        .and_then(|value| value.downcast_ref::<CelBool>());
    let of_organization = of_organization.is_some_and(|value| *value.inner());
    let writes = may_write(policies, text(1), text(2), of_organization)
        .map_err(|why| unanswered(name, &why))?;
    let refused = writes.refused.into_iter().map(str::to_owned);
    let refused: Vec<String> = refused.collect();
    let allowed = refused.is_empty() && writes.undecided.is_none();
    Ok(map([
        ("allowed", boxed(CelBool::from(allowed))),
        ("refused", boxed(list(refused))),
        (
            "why",
            boxed(CelString::from(writes.undecided.unwrap_or_default())),
        ),
        ("numbered", boxed(CelBool::from(writes.numbered))),
        ("writable", boxed(list(writes.writable))),
    ]))
}

/// The documents of the first argument. One that was not told may say anything.
fn policies(name: &str, args: &[CowVal<'_, '_>]) -> Result<Vec<Policy>, ExecutionError> {
    let documents = args.first().and_then(|value| value.as_iterable());
    let mut documents = documents.map(|documents| documents.iter());
    let mut policies = Vec::new();
    while let Some(document) = documents.as_mut().and_then(|iterator| iterator.next()) {
        let document = document.downcast_ref::<CelString<'_>>().ok_or_else(|| {
            let message = "a policy of the role has no document";
            ExecutionError::function_error(name, message)
        })?;
        policies.push(read(name, document.inner())?);
    }
    Ok(policies)
}
