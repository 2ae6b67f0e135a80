//! Names by glob in conditions: `glob(text, pattern)`.

use cel::common::types::{CelBool, CelString};
use cel::{Env, ExecutionError};
use globset::Glob;

/// Adds the function of this file to `env`.
pub fn add_functions(env: &mut Env) -> Result<(), cel::DeclarationError> {
    cel::add_overload!(env, fn glob: (CelString, CelString) -> Result<CelBool>, name = "glob")
}

/// Whether all of `text` is as `pattern` says: `*` stands for any characters, `/` among them,
/// `?` for one, `[a-z]` for one of these, `{a,b}` for one of these texts.
fn glob(text: &CelString<'_>, pattern: &CelString<'_>) -> Result<CelBool, ExecutionError> {
    let pattern = pattern.inner();
    let glob = Glob::new(pattern).map_err(|error| {
        let problem = format!("`{pattern}` is no glob: {}", error.kind());
        ExecutionError::function_error("glob", problem)
    })?;
    Ok(CelBool::from(glob.compile_matcher().is_match(text.inner())))
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use crate::rule::{Condition, ENVIRONMENT};

    fn result(source: &str) -> Result<cel::Value, String> {
        let condition = Condition::compile(source, &[]).unwrap();
        let context = cel::Context::with_env(Arc::clone(&ENVIRONMENT));
        let value = cel::Value::resolve_val(condition.expression(), &context);
        let value = value.and_then(|value| cel::Value::try_from(&*value));
        value.map_err(|error| error.to_string())
    }

    #[test]
    fn globs_are_about_the_whole_text() {
        for (text, pattern, expected) in [
            ("/app/orders/web", "/app/*", true),
            ("/app/orders", "/app", false),
            ("x/app/orders", "/app/*", false),
            ("/app/a1", "/app/a[0-9]", true),
            ("/app/b", "/app/{a,b}", true),
            ("/app/.hidden", "/app/*", true),
        ] {
            let found = result(&format!("glob('{text}', '{pattern}')"));
            assert_eq!(found, Ok(cel::Value::Bool(expected)), "{text} {pattern}");
        }
        let error = result("glob('a', '[')").unwrap_err();
        assert!(error.contains("`[` is no glob"), "{error}");
    }
}
