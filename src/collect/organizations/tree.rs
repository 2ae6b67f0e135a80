//! The tree of an organization: roots, the units below them, the accounts in both.

use std::sync::Arc;

use aws_sdk_organizations::types;

use super::asker::Asker;
use super::{if_planned, policies};
use crate::collect::convert::{each, name};
use crate::collect::scan::at_once;
use crate::inventory::{NotSeen, Reason, Seen, body};
use crate::kind::{Kind, call};

/// The largest page of these lists.
const RESULTS: i32 = 20;

/// How deep a tree is walked. AWS allows five levels of units.
const DEPTH: usize = 10;

/// What hangs on the roots, as far as it is planned.
#[derive(Default)]
pub(super) struct Tree {
    pub roots: Option<Seen<Vec<body::Root>>>,
    pub organizational_units: Option<Seen<Vec<body::OrganizationalUnit>>>,
    pub accounts: Option<Seen<Vec<body::OrganizationAccount>>>,
    pub policies: Option<Seen<Vec<body::OrganizationPolicy>>>,
}

/// A root or unit with the way to it.
struct Place {
    /// The names from the root down to its own, between slashes.
    path: String,
    /// The ids on the same way.
    ids: Vec<String>,
}

pub(super) async fn collect(asker: &Arc<Asker>) -> Tree {
    let plans = |call| asker.scan.asks_of(Kind::Organization, call);
    if !plans(call::LIST_ROOTS) {
        return Tree::default();
    }
    let wants_units = plans(call::LIST_ORGANIZATIONAL_UNITS_FOR_PARENT);
    let wants_accounts = plans(call::LIST_ACCOUNTS_FOR_PARENT);
    let wants_policies = plans(call::LIST_ORGANIZATION_POLICIES);
    let roots = match roots(asker).await {
        Ok(roots) => roots,
        // The rest starts from them.
        Err(gap) => {
            return Tree {
                organizational_units: wants_units.then(|| Seen::NotSeen(gap.clone())),
                accounts: wants_accounts.then(|| Seen::NotSeen(gap.clone())),
                policies: wants_policies.then(|| Seen::NotSeen(gap.clone())),
                roots: Some(Seen::NotSeen(gap)),
            };
        }
    };
    let (walked, policies) = tokio::join!(
        if_planned(wants_units, walk(asker, &roots, wants_accounts)),
        if_planned(wants_policies, policies::collect(asker, &roots)),
    );
    let (organizational_units, accounts) = match walked {
        None => (None, None),
        Some(Seen::NotSeen(gap)) => (
            Some(Seen::NotSeen(gap.clone())),
            wants_accounts.then_some(Seen::NotSeen(gap)),
        ),
        Some(Seen::Value((units, accounts))) => (
            Some(Seen::Value(units)),
            wants_accounts.then_some(Seen::Value(accounts)),
        ),
    };
    Tree {
        roots: Some(Seen::Value(each(Some(roots), root))),
        organizational_units,
        accounts,
        policies,
    }
}

async fn roots(asker: &Asker) -> Result<Vec<types::Root>, NotSeen> {
    let request = asker.client().list_roots().max_results(RESULTS);
    let pages = request.into_paginator().send();
    asker.list(call::LIST_ROOTS, pages, |page| page.roots).await
}

type Walked = (
    Vec<body::OrganizationalUnit>,
    Vec<body::OrganizationAccount>,
);

/// Everything below `roots`, one level after the other, each level at once.
async fn walk(
    asker: &Arc<Asker>,
    roots: &[types::Root],
    wants_accounts: bool,
) -> Result<Walked, NotSeen> {
    let (mut units, mut accounts) = (Vec::new(), Vec::new());
    let mut level: Vec<Place> = roots.iter().filter_map(at_root).collect();
    for _ in 0..=DEPTH {
        let places = std::mem::take(&mut level).into_iter();
        let below = places.map(|place| below(Arc::clone(asker), place, wants_accounts));
        for answer in at_once(below).await {
            let (more_units, more_accounts) = answer?;
            for (unit, ids) in more_units {
                level.push(Place {
                    path: unit.path.clone().unwrap_or_default(),
                    ids,
                });
                units.push(unit);
            }
            accounts.extend(more_accounts);
        }
        if level.is_empty() {
            units.sort_by(|a, b| (&a.path, &a.id).cmp(&(&b.path, &b.id)));
            accounts.sort_by(|a, b| a.id.cmp(&b.id));
            return Ok((units, accounts));
        }
    }
    let call = call::LIST_ORGANIZATIONAL_UNITS_FOR_PARENT;
    let detail = format!("the tree of units is deeper than {DEPTH} levels");
    Err(NotSeen::new(call, Reason::Failed, detail))
}

fn at_root(root: &types::Root) -> Option<Place> {
    let id = root.id.clone()?;
    Some(Place {
        path: root.name.clone().unwrap_or_else(|| id.clone()),
        ids: vec![id],
    })
}

type Level = (
    Vec<(body::OrganizationalUnit, Vec<String>)>,
    Vec<body::OrganizationAccount>,
);

/// The units, each with the ids on the way to it, and the accounts that stand directly in a
/// place.
async fn below(asker: Arc<Asker>, place: Place, wants_accounts: bool) -> Result<Level, NotSeen> {
    let parent = place.ids.last().cloned().unwrap_or_default();
    let (units, accounts) = tokio::join!(units_in(&asker, &parent), async {
        if wants_accounts {
            accounts_in(&asker, &parent).await
        } else {
            Ok(Vec::new())
        }
    });
    let units = each(Some(units?), |u| {
        let ids = place.ids.iter().chain(&u.id).cloned().collect();
        let named = u.name.as_deref().or(u.id.as_deref()).unwrap_or_default();
        let unit = body::OrganizationalUnit {
            path: Some(format!("{}/{named}", place.path)),
            parent_id: Some(parent.clone()),
            id: u.id,
            arn: u.arn,
            name: u.name,
        };
        (unit, ids)
    });
    let accounts = each(Some(accounts?), |a| body::OrganizationAccount {
        id: a.id,
        arn: a.arn,
        name: a.name,
        status: name(a.status),
        state: name(a.state),
        parent_id: Some(parent.clone()),
        path: Some(place.path.clone()),
        parent_ids: place.ids.clone(),
    });
    Ok((units, accounts))
}

async fn units_in(asker: &Asker, parent: &str) -> Result<Vec<types::OrganizationalUnit>, NotSeen> {
    let call = call::LIST_ORGANIZATIONAL_UNITS_FOR_PARENT;
    let client = asker.client();
    let request = client.list_organizational_units_for_parent();
    let request = request.parent_id(parent).max_results(RESULTS);
    let pages = request.into_paginator().send();
    let units = asker.list(call, pages, |page| page.organizational_units);
    units.await
}

async fn accounts_in(asker: &Asker, parent: &str) -> Result<Vec<types::Account>, NotSeen> {
    let call = call::LIST_ACCOUNTS_FOR_PARENT;
    let request = asker.client().list_accounts_for_parent().parent_id(parent);
    let pages = request.max_results(RESULTS).into_paginator().send();
    asker.list(call, pages, |page| page.accounts).await
}

fn root(r: types::Root) -> body::Root {
    body::Root {
        id: r.id,
        arn: r.arn,
        name: r.name,
        policy_types: each(r.policy_types, |t| body::PolicyTypeSummary {
            policy_type: name(t.r#type),
            status: name(t.status),
        }),
    }
}
