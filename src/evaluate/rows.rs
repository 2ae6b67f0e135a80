//! What each rule has a row for: every resource that it judges, and where there is
//! none, the account or region that was asked for. Nothing disappears.

use std::collections::BTreeMap;

use rayon::prelude::*;

use super::owner;
use super::value::Node;
use crate::inventory::{Gap, Inventory, NotSeen, Resource};
use crate::kind::{Kind, Scope};
use crate::target::{Account, Region, Target};

/// An inventory arranged for judging: bodies converted once, lists built once.
pub struct View<'i> {
    /// What is arranged.
    pub inventory: &'i Inventory,
    nodes: BTreeMap<Kind, Vec<(&'i Resource, Node)>>,
}

/// What gets a verdict.
#[derive(Debug, Clone, Copy)]
pub enum Row<'v> {
    /// A resource.
    Resource(&'v Resource, &'v Node),
    /// Resources that were not seen, all of one region: the calls that hide them.
    Gap(&'v [Gap]),
    /// There is nothing of the kind in the account, or in the region.
    Nothing(Option<&'v Region>),
}

impl<'i> View<'i> {
    /// Arranges `inventory`.
    pub fn new(inventory: &'i Inventory) -> Self {
        let mut nodes: BTreeMap<Kind, Vec<(&Resource, Node)>> = BTreeMap::new();
        for resource in &inventory.resources {
            let node = Node::from(&resource.body);
            nodes
                .entry(resource.kind)
                .or_default()
                .push((resource, node));
        }
        for (kind, resources) in &mut nodes {
            owner::share(*kind, resources);
        }
        Self { inventory, nodes }
    }

    /// Gives each resource of `kind` the field `name` that `value` makes of it.
    pub fn add(
        &mut self,
        kind: Kind,
        name: &str,
        value: impl Fn(&Resource) -> Option<Node> + Sync,
    ) {
        let resources = self.nodes.entry(kind).or_default();
        resources.par_iter_mut().for_each(|(resource, node)| {
            if let Some(value) = value(resource) {
                *node = node.with(name, value);
            }
        });
    }

    /// The resources of `kind` in `account`.
    pub fn of<'v>(
        &'v self,
        kind: Kind,
        account: &'v Account,
    ) -> impl Iterator<Item = &'v (&'i Resource, Node)> {
        let all = self.nodes.get(&kind).into_iter().flatten();
        all.filter(move |(resource, _)| resource.account == *account)
    }

    /// The rows of a rule that judges `kind` in `target`.
    pub fn rows<'v>(&'v self, kind: Kind, target: &'v Target) -> Vec<Row<'v>> {
        let account = &target.account;
        let mut rows: Vec<Row<'v>> = self
            .of(kind, account)
            .map(|(resource, node)| Row::Resource(resource, node))
            .collect();
        rows.extend(self.gaps(kind, account).map(Row::Gap));
        match kind.scope() {
            Scope::Account if rows.is_empty() => rows.push(Row::Nothing(None)),
            Scope::Account => {}
            Scope::Region => {
                let empty = target
                    .regions
                    .iter()
                    .filter(|region| !rows.iter().any(|row| row.region() == Some(*region)));
                let empty: Vec<Row<'v>> = empty.map(|r| Row::Nothing(Some(r))).collect();
                rows.extend(empty);
            }
        }
        rows
    }

    /// The gaps that hide resources of `kind` in `account`, those of a region together.
    fn gaps<'v>(&'v self, kind: Kind, account: &'v Account) -> impl Iterator<Item = &'v [Gap]> {
        let of_list = |gap: &Gap| gap.resource.is_none();
        // They are sorted so, with those of a list first.
        let together = move |a: &Gap, b: &Gap| {
            (a.kind, &a.account, &a.region) == (b.kind, &b.account, &b.region)
                && of_list(a) == of_list(b)
        };
        let groups = self.inventory.gaps.chunk_by(together);
        groups.filter(move |gaps| {
            gaps.first()
                .is_some_and(|gap| gap.kind == kind && gap.account == *account && of_list(gap))
        })
    }

    /// The list of all resources of `kind` that a rule may look at from `region`: all of
    /// the account, and of the region where both have one.
    pub fn list(&self, kind: Kind, account: &Account, region: Option<&Region>) -> Node {
        let here = |of: Option<&Region>| match (kind.scope(), region) {
            (Scope::Region, Some(region)) => of.is_none_or(|of| of == region),
            _ => true,
        };
        let seen = self
            .of(kind, account)
            .filter(|(resource, _)| here(resource.region.as_ref()))
            .map(|(_, node)| node.clone());
        let gaps = self
            .inventory
            .gaps_in_list(kind)
            .filter(|gap| gap.account == *account && here(gap.region.as_ref()))
            .map(|gap| Node::gap(located(gap)));
        Node::list(seen.chain(gaps))
    }
}

/// The call of a gap, with the region in which it was made.
pub fn located(gap: &Gap) -> NotSeen {
    let mut call = gap.call.clone();
    if let Some(region) = &gap.region {
        call.detail = if call.detail.is_empty() {
            format!("in {region}")
        } else {
            format!("in {region}: {}", call.detail)
        };
    }
    call
}

impl Row<'_> {
    /// The region of the row; none for what is global.
    pub fn region(&self) -> Option<&Region> {
        match self {
            Self::Resource(resource, _) => resource.region.as_ref(),
            Self::Gap(gaps) => gaps.first().and_then(|gap| gap.region.as_ref()),
            Self::Nothing(region) => *region,
        }
    }
}
