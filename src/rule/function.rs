//! The functions that conditions may use besides CEL's own.
//!
//! CEL evaluates arguments before it calls: one that was not seen raises its own error, and
//! none of these functions sees it.

use std::collections::HashMap;
use std::sync::{Arc, LazyLock};

use cel::common::functions::Function;
use cel::common::types::{CelBool, CelList, CelMap, CelMapKey, CelString, NULL_TYPE, STRING_TYPE};
use cel::common::value::{CowVal, Val};
use cel::{DeclarationError, Env, ExecutionError};

use crate::policy::{Policy, Unanswered};
use crate::target::Arn;
use crate::text;

/// The functions and macros of conditions: CEL's own, its string and list extensions, and
/// the functions that CONTRIBUTING.md lists.
pub static ENVIRONMENT: LazyLock<Arc<Env>> = LazyLock::new(|| {
    let mut env = Env::stdlib();
    // These only fail where a name is taken; the tests call what they add.
    let _ = env.add_extension(cel::extensions::strings);
    let _ = env.add_extension(cel::extensions::lists);
    let _ = add_functions(&mut env);
    let _ = super::cidr::add_functions(&mut env);
    let _ = super::glob::add_functions(&mut env);
    let _ = super::trail_function::add_functions(&mut env);
    Arc::new(env)
});

/// The functions below that return a list or a map.
pub(super) const LISTS_AND_MAPS: [&str; 10] = [
    "arn",
    "full_access",
    "nearly_full_access",
    "denies_http",
    "open_to_everyone",
    "naming_everyone",
    "named_accounts",
    "allowed_actions",
    "trail_may_assume",
    "trail_may_write",
];

/// The functions that read a text that is no part of the rule: policy documents and networks of
/// AWS, globs that somebody set as a parameter.
const READERS: [&str; 11] = [
    "full_access",
    "nearly_full_access",
    "denies_http",
    "open_to_everyone",
    "naming_everyone",
    "named_accounts",
    "allowed_actions",
    "cidr_contains",
    "glob",
    "trail_may_assume",
    "trail_may_write",
];

/// Under this name stands what cannot be told though all was seen.
const UNDECIDED: &str = "undecided";

/// What stands in the way if `error` is about a policy document that cannot be read or
/// judged, or a network that is none: not a mistake in the rule.
pub fn unreadable(error: &ExecutionError) -> Option<&str> {
    match error {
        ExecutionError::FunctionError { function, message }
            if function == UNDECIDED || READERS.contains(&function.as_str()) =>
        {
            Some(message)
        }
        _ => None,
    }
}

/// The error of looking at what cannot be told, with the reason `why`.
pub fn undecided(why: &str) -> ExecutionError {
    ExecutionError::function_error(UNDECIDED, why)
}

fn add_functions(env: &mut Env) -> Result<(), DeclarationError> {
    cel::add_overload!(env, fn split_arn: (CelString) -> Result<CelMap>, name = "arn")?;
    on_text_or_null(env, "masked", |args| {
        let masked = text::masked(argument(&args, 0).unwrap_or_default());
        Ok(CowVal::owned(CelString::from(masked)))
    })?;
    on_text_or_null(env, "full_access", |args| {
        named("full_access", &args, Policy::full_access)
    })?;
    on_text_or_null(env, "nearly_full_access", |args| {
        named("nearly_full_access", &args, Policy::nearly_full_access)
    })?;
    on_text_or_null(env, "open_to_everyone", |args| {
        named("open_to_everyone", &args, Policy::open_to_everyone)
    })?;
    on_text_or_null(env, "naming_everyone", |args| {
        named("naming_everyone", &args, |p| Ok(p.naming_everyone()))
    })?;
    on_text_or_null(env, "named_accounts", |args| {
        Ok(texts(policy("named_accounts", &args)?.named_accounts()))
    })?;
    on_text_or_null(env, "allowed_actions", |args| {
        Ok(texts(policy("allowed_actions", &args)?.allowed_actions()))
    })?;
    for (id, document) in [
        ("denies_http_string", STRING_TYPE),
        ("denies_http_null", NULL_TYPE),
    ] {
        env.add_overload("denies_http", id, vec![document, STRING_TYPE], |args| {
            denies_http(&args).map(CowVal::owned)
        })?;
    }
    Ok(())
}

/// Declares a function of one text, which may be null.
fn on_text_or_null(env: &mut Env, name: &str, function: Function) -> Result<(), DeclarationError> {
    env.add_overload(name, &format!("{name}_string"), vec![STRING_TYPE], function)?;
    env.add_overload(name, &format!("{name}_null"), vec![NULL_TYPE], function)
}

/// The argument at `place`; `None` for null.
pub(super) fn argument<'a>(args: &'a [CowVal<'_, '_>], place: usize) -> Option<&'a str> {
    let text = args.get(place)?.downcast_ref::<CelString<'_>>()?;
    Some(text.inner())
}

/// The policy that is the first argument: null is one without statements.
pub(super) fn policy(function: &str, args: &[CowVal<'_, '_>]) -> Result<Policy, ExecutionError> {
    let Some(document) = argument(args, 0) else {
        return Ok(Policy::default());
    };
    read(function, document)
}

/// The policy that `document` is.
pub(super) fn read(function: &str, document: &str) -> Result<Policy, ExecutionError> {
    Policy::parse(document).map_err(|error| {
        let message = format!("the policy document cannot be read: {error}");
        ExecutionError::function_error(function, message)
    })
}

pub(super) fn unanswered(function: &str, why: &Unanswered) -> ExecutionError {
    ExecutionError::function_error(
        function,
        format!("the policy document cannot be judged: {why}"),
    )
}

/// The names of the statements that `ask` finds.
fn named<'b, 'v>(
    function: &str,
    args: &[CowVal<'_, '_>],
    ask: fn(&Policy) -> Result<Vec<usize>, Unanswered>,
) -> Result<CowVal<'b, 'v>, ExecutionError> {
    let policy = policy(function, args)?;
    let found = ask(&policy).map_err(|why| unanswered(function, &why))?;
    Ok(texts(names(&policy, &found)))
}

fn names(policy: &Policy, statements: &[usize]) -> Vec<String> {
    let statements = statements.iter();
    statements
        .map(|index| policy.statement_name(*index))
        .collect()
}

fn texts<'b, 'v>(texts: impl IntoIterator<Item = String>) -> CowVal<'b, 'v> {
    CowVal::owned(list(texts))
}

pub(super) fn list(texts: impl IntoIterator<Item = String>) -> CelList<'static> {
    let texts = texts.into_iter().map(|text| boxed(CelString::from(text)));
    CelList::from(texts.collect::<Vec<_>>())
}

pub(super) fn boxed(value: impl Val + 'static) -> Box<dyn Val> {
    Box::new(value)
}

pub(super) fn map<const N: usize>(fields: [(&str, Box<dyn Val>); N]) -> CelMap<'static> {
    let fields = fields.into_iter();
    let fields = fields.map(|(name, value)| (CelMapKey::from(name.to_owned()), value));
    CelMap::from(fields.collect::<HashMap<_, _>>())
}

fn denies_http(args: &[CowVal<'_, '_>]) -> Result<CelMap<'static>, ExecutionError> {
    let name = "denies_http";
    let policy = policy(name, args)?;
    let bucket = argument(args, 1).unwrap_or_default();
    let denied = policy
        .denies_http(bucket)
        .map_err(|why| unanswered(name, &why))?;
    let truth = |value| boxed(CelBool::from(value));
    Ok(map([
        ("objects", truth(denied.objects)),
        ("bucket", truth(denied.bucket)),
        ("only_tls_version", truth(denied.only_tls_version)),
        ("by", boxed(list(names(&policy, &denied.by)))),
        ("undecided", boxed(list(names(&policy, &denied.undecided)))),
    ]))
}

fn split_arn(text: &CelString<'_>) -> Result<CelMap<'static>, ExecutionError> {
    let arn = Arn::parse(text.inner())
        .ok_or_else(|| ExecutionError::function_error("arn", "not an ARN"))?;
    let part = |part: &str| boxed(CelString::from(part.to_owned()));
    Ok(map([
        ("partition", part(arn.partition)),
        ("service", part(arn.service)),
        ("region", part(arn.region)),
        ("account", part(arn.account)),
        ("resource", part(arn.resource)),
    ]))
}
