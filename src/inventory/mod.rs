//! What was found in the audited accounts: resources as AWS described them, and the
//! gaps where it did not answer. This is the whole contract between `collect`, which
//! fills it, and `evaluate`, which judges it.

pub mod body;
mod gap;
mod resource;
mod snapshot;

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

pub use gap::{GAP_KEY, Gap, NotSeen, Reason, Seen};
pub use resource::{Body, Resource};
pub use snapshot::{SnapshotError, load, save};

use crate::kind::{Call, Kind};
use crate::target::Target;

/// How many calls were made, and how they went.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct CallCounts {
    /// Calls answered or given up on; retries of one call count once.
    pub total: u64,
    /// Attempts beyond the first.
    pub retried: u64,
    /// Attempts that AWS answered with a request to slow down.
    pub throttled: u64,
    /// Calls that ended without an answer.
    pub failed: u64,
    /// Calls by `service:operation`.
    pub by_operation: BTreeMap<String, u64>,
}

impl CallCounts {
    /// Adds calls that were made later.
    pub fn add(&mut self, later: Self) {
        self.total += later.total;
        self.retried += later.retried;
        self.throttled += later.throttled;
        self.failed += later.failed;
        for (operation, n) in later.by_operation {
            *self.by_operation.entry(operation).or_default() += n;
        }
    }
}

/// The calls (`service:operation`) that were asked for, answered or not, by the kind of
/// which they are a list or a detail: a bucket's policy says nothing of a key's.
pub type Asked = BTreeMap<Kind, BTreeSet<String>>;

/// Every list and every detail that there is, along a trail and everywhere: what any rule may
/// need.
pub fn everything() -> Asked {
    let calls = |kind: &Kind| {
        let details = kind.facets().iter().map(|facet| facet.call);
        let lists = kind.listed_by().iter().chain(kind.along_trails());
        let calls = lists.copied().chain(details);
        calls.map(|call| call.asked_as()).collect()
    };
    Kind::ALL.iter().map(|kind| (*kind, calls(kind))).collect()
}

/// All that is known of the audited accounts.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Inventory {
    /// When the first call was made.
    pub started_at: Timestamp,
    /// When the last answer came; ages are measured against this.
    pub finished_at: Timestamp,
    /// What was looked at.
    pub targets: Vec<Target>,
    /// What was asked for. What a rule needs beyond this was never looked at.
    pub asked: Asked,
    /// The calls made.
    pub calls: CallCounts,
    /// Sorted by kind, account, region and id.
    #[serde(skip)]
    pub resources: Vec<Resource>,
    /// Sorted by account, region, kind and resource.
    #[serde(skip)]
    pub gaps: Vec<Gap>,
}

impl Inventory {
    /// All that is known of the audit itself, without what it found.
    fn without_contents(&self) -> Self {
        Self {
            started_at: self.started_at,
            finished_at: self.finished_at,
            targets: self.targets.clone(),
            asked: self.asked.clone(),
            calls: self.calls.clone(),
            resources: Vec::new(),
            gaps: Vec::new(),
        }
    }

    /// Puts resources and gaps into their order and drops what stands there twice.
    pub fn sort(&mut self) {
        self.resources
            .sort_by(|a, b| a.sort_key().cmp(&b.sort_key()));
        self.resources.dedup();
        self.gaps.sort();
        self.gaps.dedup();
    }

    /// Whether `call` was asked for as a list or a detail of `kind`.
    pub fn was_asked(&self, kind: Kind, call: Call) -> bool {
        let asked = self.asked.get(&kind);
        asked.is_some_and(|calls| calls.contains(&call.asked_as()))
    }

    /// The resources of `kind`, in order.
    pub fn of_kind(&self, kind: Kind) -> impl Iterator<Item = &Resource> {
        self.resources.iter().filter(move |r| r.kind == kind)
    }

    /// The gaps that hide resources of `kind` themselves, not only details of one.
    pub fn gaps_in_list(&self, kind: Kind) -> impl Iterator<Item = &Gap> {
        self.gaps
            .iter()
            .filter(move |g| g.kind == kind && g.resource.is_none())
    }
}
