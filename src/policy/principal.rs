//! Whether a statement is about the caller.
//!
//! Source: IAM user guide, "AWS JSON policy elements: Principal" and "... `NotPrincipal`".

use super::request::Principal;
use super::statement::{Entry, Principals};
use super::truth::Truth;

pub(super) fn matches(principals: Option<&Principals>, caller: Principal<'_>) -> Truth {
    let Some(principals) = principals else {
        return match caller {
            Principal::Holder => Truth::Yes,
            _ => Truth::open("the statement names no principal"),
        };
    };
    if caller == Principal::Holder {
        return Truth::open("the statement names a principal, which no identity policy does");
    }
    let any = Truth::any(principals.entries.iter().map(|entry| one(entry, caller)));
    if !principals.negated {
        return any;
    }
    let by_everyone = principals.entries.contains(&Entry::Everyone);
    match (any, caller) {
        // A session is excepted only where its account and its role are listed besides it, so
        // one match does not tell.
        (Truth::Yes, Principal::Aws { .. }) if !by_everyone => {
            Truth::open("`NotPrincipal` excepts AWS principals only in all their forms")
        }
        (any, _) => !any,
    }
}

fn one(entry: &Entry, caller: Principal<'_>) -> Truth {
    match (entry, caller) {
        // `{"AWS": "*"}` covers services too: topic policies with it let them publish.
        (Entry::Everyone, _) => Truth::Yes,
        (Entry::Service(name), Principal::Service(service)) => {
            (name == "*" || name == service).into()
        }
        (Entry::Federated(name), Principal::Federated(provider)) => (name == provider).into(),
        (Entry::Aws(name), Principal::Aws { arn, account }) => aws(name, arn, account),
        (Entry::CanonicalUser(_), Principal::Aws { .. }) => {
            Truth::open("whose canonical user id the statement names is not known")
        }
        _ => Truth::No,
    }
}

/// Whether the `AWS` principal `name` is the caller, its account, or its role.
fn aws(name: &str, arn: &str, account: &str) -> Truth {
    if name == arn || name == account {
        return Truth::Yes;
    }
    let Some(named) = Iam::of(name) else {
        let is_account = name.len() == 12 && name.bytes().all(|byte| byte.is_ascii_digit());
        return if is_account || name.contains(':') {
            Truth::No
        } else {
            // What a deleted user or role leaves behind, or a way to name one that is there.
            Truth::open(format!("whose unique id `{name}` is, is not known"))
        };
    };
    if named.account != account {
        return Truth::No;
    }
    if named.resource == "root" {
        return Truth::Yes;
    }
    (named.role().is_some() && named.role() == Iam::of(arn).and_then(|caller| caller.role())).into()
}

/// The ARN of an identity: `arn:aws:iam::ACCOUNT:RESOURCE`, with `sts` for sessions.
struct Iam<'a> {
    account: &'a str,
    resource: &'a str,
    session: bool,
}

impl<'a> Iam<'a> {
    fn of(arn: &'a str) -> Option<Self> {
        let parts: Vec<&str> = arn.splitn(6, ':').collect();
        match parts.as_slice() {
            ["arn", _, service @ ("iam" | "sts"), "", account, resource] => Some(Self {
                account,
                resource,
                session: *service == "sts",
            }),
            _ => None,
        }
    }

    /// The name of the role, without the path that sessions do not show; unique in an account.
    fn role(&self) -> Option<&'a str> {
        if self.session {
            let role = self.resource.strip_prefix("assumed-role/")?;
            role.split_once('/').map(|(role, _)| role)
        } else {
            self.resource.strip_prefix("role/")?.rsplit('/').next()
        }
    }
}
