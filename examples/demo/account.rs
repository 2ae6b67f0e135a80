//! Nordlicht Outdoor, an online shop that does not exist, and what is found in its
//! account.

use std::collections::BTreeSet;

use auditrail::inventory::body::{AccountBody, RegionBody};
use auditrail::inventory::{Body, Gap, Inventory, NotSeen, Resource, everything};
use auditrail::kind::Kind;
use auditrail::target::{Account, Partition, Region, Target};
use serde_json::Value;

use crate::{calls, time};

/// The account of the shop.
pub const ACCOUNT: &str = "482913075516";
/// The management account of its organization, which was not scanned.
pub const MANAGEMENT: &str = "610384927745";

/// Where the shop lives.
pub const FRANKFURT: &str = "eu-central-1";
/// Where it would go if Frankfurt were gone, and where its numbers are crunched.
pub const IRELAND: &str = "eu-west-1";
/// Content delivery, partners, and whatever somebody once tried out.
pub const VIRGINIA: &str = "us-east-1";
/// Where the company wants to go next.
pub const SYDNEY: &str = "ap-southeast-2";

/// All regions that were looked at, sorted.
pub const REGIONS: [&str; 4] = [SYDNEY, FRANKFURT, IRELAND, VIRGINIA];

const NOT_OPTED_IN: [&str; 8] = [
    "af-south-1",
    "ap-east-1",
    "ap-southeast-3",
    "ca-west-1",
    "eu-central-2",
    "eu-south-1",
    "il-central-1",
    "me-south-1",
];

/// What is found, as it is found.
#[derive(Default)]
pub struct Demo {
    resources: Vec<Resource>,
    gaps: Vec<Gap>,
}

impl Demo {
    /// There is a resource like this in `region`, or in the account as a whole.
    pub fn found<B: Body>(&mut self, region: Option<&str>, body: &B) {
        let region = region.map(Region::new);
        let resource = Resource::new(&Account::new(ACCOUNT), region.as_ref(), body);
        self.resources.push(resource);
    }

    /// Resources of `kind` in `region` may be missing.
    pub fn missed(&mut self, region: &str, kind: Kind, call: NotSeen) {
        self.gap(Some(region), kind, None, call);
    }

    /// Details of one resource are missing; no region is the account as a whole.
    pub fn missed_of<'r, B: Body>(
        &mut self,
        region: impl Into<Option<&'r str>>,
        body: &B,
        call: NotSeen,
    ) {
        self.gap(region.into(), B::KIND, Some(body.id()), call);
    }

    fn gap(&mut self, region: Option<&str>, kind: Kind, resource: Option<String>, call: NotSeen) {
        self.gaps.push(Gap {
            account: Account::new(ACCOUNT),
            region: region.map(Region::new),
            kind,
            resource,
            call,
        });
    }

    /// How many resources of `kind` there are.
    pub fn count(&self, kind: Kind) -> usize {
        self.count_where(kind, |_| true)
    }

    /// How many resources of `kind` have a body that `is_counted`.
    pub fn count_where(&self, kind: Kind, is_counted: impl Fn(&Value) -> bool) -> usize {
        let of_kind = self.resources.iter().filter(|r| r.kind == kind);
        of_kind.filter(|r| is_counted(&r.body)).count()
    }

    /// How many calls gave no answer.
    pub fn failed_calls(&self) -> usize {
        let calls = self.gaps.iter().map(|gap| (&gap.region, &gap.call));
        calls.collect::<BTreeSet<_>>().len()
    }

    /// The whole of it.
    pub fn into_inventory(mut self) -> Inventory {
        self.found(
            None,
            &AccountBody {
                account_id: ACCOUNT.to_owned(),
                partition: "aws".to_owned(),
            },
        );
        for region_name in REGIONS.map(str::to_owned) {
            self.found(Some(&region_name.clone()), &RegionBody { region_name });
        }
        let mut inventory = Inventory {
            started_at: time::STARTED,
            finished_at: time::FINISHED,
            targets: vec![Target {
                partition: Partition::new("aws"),
                account: Account::new(ACCOUNT),
                regions: REGIONS.map(Region::new).to_vec(),
                not_opted_in: NOT_OPTED_IN.map(Region::new).to_vec(),
            }],
            asked: everything(),
            calls: calls::counts(&self),
            resources: self.resources,
            gaps: self.gaps,
        };
        inventory.sort();
        inventory
    }
}
