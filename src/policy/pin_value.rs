//! Whether one value of a condition names something, and not everything.

use super::compare;
use super::operator::Compare;
use super::pattern::{Pattern, Token};
use super::pins::Names;
use super::truth::Truth;

/// The shortest prefixes that S3 does not call public: "values broader than /8 for IPv4 and
/// /32 for IPv6" (S3 user guide, "The meaning of public").
const SHORTEST_PREFIXES: (u32, u32) = (8, 32);

/// Variables that stand for what the resource itself belongs to.
const OWN: [&str; 3] = [
    "aws:resourceaccount",
    "aws:resourceorgid",
    "aws:resourceorgpaths",
];

/// Whether `written`, which is `pattern` once read, keeps out who is not trusted.
pub(super) fn is_narrow(
    names: Names,
    compare: Compare,
    pattern: &Pattern,
    written: &str,
    by_mail: bool,
) -> Truth {
    if names == Names::InNetwork {
        return written.eq_ignore_ascii_case("true").into();
    }
    // A variable of the caller's is whatever the caller likes.
    let tokens = pattern.tokens(|key| {
        let own = OWN.iter().any(|own| key.eq_ignore_ascii_case(own));
        if own { Token::Char('$') } else { Token::Many }
    });
    let has_foreign_variable = pattern.has_variables() && tokens.contains(&Token::Many);
    let only_wildcards = tokens.iter().all(|token| *token == Token::Many);
    match compare {
        // Wildcards are characters like others here. That AWS has no account or the like of
        // that name does not make it a name that somebody trusts.
        Compare::Text { .. } | Compare::Binary => (!only_wildcards && !has_foreign_variable).into(),
        Compare::Numeric(order) => (order.is_equality() && !has_foreign_variable).into(),
        Compare::IpAddress if names == Names::Addresses => match compare::range(written) {
            Some((network, prefix)) => {
                let (v4, v6) = SHORTEST_PREFIXES;
                (prefix >= if network.is_ipv4() { v4 } else { v6 }).into()
            }
            None => Truth::open(format!("`{written}` is not a range of IP addresses")),
        },
        Compare::Like | Compare::Arn => form(names, &tokens, by_mail).into(),
        _ => Truth::No,
    }
}

/// Whether the part of a pattern that says whose it is has no wildcard.
fn form(names: Names, tokens: &[Token], by_mail: bool) -> bool {
    match names {
        Names::OrganizationPath => is_fixed(before(tokens, '/')),
        Names::UserId => is_fixed(before(tokens, ':')),
        Names::Arn => arn(tokens),
        Names::Endpoint => endpoint(tokens, by_mail),
        Names::One | Names::Addresses | Names::InNetwork => is_fixed(tokens),
    }
}

/// The account is fixed; where there is none, the resource: bucket names are given once in
/// all of AWS, so that for S3 the name of the bucket is enough.
fn arn(tokens: &[Token]) -> bool {
    let parts: Vec<&[Token]> = tokens.splitn(6, |t| *t == Token::Char(':')).collect();
    match parts.as_slice() {
        [_, _, service, _, [], resource] => {
            let s3 = [Token::Char('s'), Token::Char('3')];
            is_fixed(if *service == s3 {
                before(resource, '/')
            } else {
                resource
            })
        }
        [_, _, _, _, account, _] => is_fixed(account),
        _ => is_fixed(tokens),
    }
}

/// The domain of an e-mail address, the host of a URL, or an ARN.
fn endpoint(tokens: &[Token], by_mail: bool) -> bool {
    let at = tokens.iter().rposition(|t| *t == Token::Char('@'));
    if let (true, Some(at)) = (by_mail, at) {
        return is_fixed(tokens.get(at + 1..).unwrap_or_default());
    }
    let starts = |start: &str| {
        let mut start = start.chars().map(Token::Char);
        tokens
            .iter()
            .copied()
            .take(start.clone().count())
            .eq(&mut start)
    };
    if let Some(scheme) = ["http://", "https://"].into_iter().find(|s| starts(s)) {
        let rest = tokens.get(scheme.len()..).unwrap_or_default();
        return rest.contains(&Token::Char('/')) && is_fixed(before(rest, '/')) || is_fixed(tokens);
    }
    // An `*@example.com` is the end of many a URL as well: `https://example.org/@example.com`.
    if starts("arn:") {
        arn(tokens)
    } else {
        is_fixed(tokens)
    }
}

/// What stands before the first `end`, or everything.
fn before(tokens: &[Token], end: char) -> &[Token] {
    let mut parts = tokens.splitn(2, |token| *token == Token::Char(end));
    parts.next().unwrap_or_default()
}

/// Whether the tokens stand for one text, and not for the empty one.
fn is_fixed(tokens: &[Token]) -> bool {
    !tokens.is_empty() && tokens.iter().all(|token| matches!(token, Token::Char(_)))
}
