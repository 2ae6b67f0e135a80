//! What every collector works with: the plan, the ways to ask, and the ways to say
//! what was found.

use std::future::Future;
use std::sync::Arc;

use aws_smithy_async::future::pagination_stream::PaginationStream;
use aws_smithy_runtime_api::client::orchestrator::HttpResponse;
use aws_smithy_runtime_api::client::result::SdkError;
use aws_smithy_types::error::metadata::ProvideErrorMetadata;
use tokio::sync::Semaphore;
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};
use tokio::task::JoinSet;

use super::aws::Aws;
use super::cloudtrail::Roles;
use super::efs::FileSystems;
use super::event_buses;
use super::functions::Functions;
use super::kms::Keys;
use super::logs::Published;
use super::once::{Claims, Once};
use super::queues::Queue;
use super::s3::Buckets;
use super::topic::Attributes;
use crate::inventory::{Body, Gap, NotSeen, Reason, Resource};
use crate::kind::{Call, Kind};
use crate::plan::Plan;
use crate::target::{Arn, Region, Target};

/// What a collector tells the run.
pub(super) enum Event {
    /// A resource.
    Found(Resource),
    /// A hole.
    Missed(Gap),
    /// A call is due.
    Expect(Option<Region>),
    /// It is done.
    Done(Option<Region>),
}

/// How a list ended.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum End {
    /// With its last page.
    Complete,
    /// There is no such thing that could have a list.
    Absent,
    /// Before its last page.
    Cut(NotSeen),
}

/// One run.
pub(super) struct Scan {
    /// How AWS is asked.
    pub aws: Aws,
    /// The account.
    pub target: Target,
    /// The calls to make.
    pub plan: Plan,
    /// S3 buckets, which several kinds ask about.
    pub buckets: Buckets,
    /// The attributes of SNS topics by ARN, which several kinds ask about.
    pub topic_attributes: Once<String, Option<Attributes>>,
    /// The topics and targets that somebody has set out to collect.
    pub claims: Claims,
    /// The event buses of regions, which several kinds ask about.
    pub event_buses: Once<Region, event_buses::Answer>,
    /// What the metric filters of regions publish, which the ways along trails want as well.
    pub filters: Once<Region, Arc<Vec<Published>>>,
    /// SQS queues by region and name, which several kinds ask about.
    pub queues: Once<(Region, String), Result<Option<Queue>, NotSeen>>,
    /// The policies of functions by ARN, which several kinds ask about.
    pub function_policies: Once<String, Result<Option<String>, NotSeen>>,
    /// KMS keys, which several kinds ask about.
    pub keys: Keys,
    /// EFS file systems, whose policies another collector wants.
    pub file_systems: FileSystems,
    /// Lambda functions, whose policies another collector wants.
    pub functions: Functions,
    /// The roles with which trails write to log groups, which several trails share.
    pub roles: Roles,
    events: UnboundedSender<Event>,
}

impl Scan {
    pub fn new(aws: &Aws, target: &Target, plan: &Plan) -> (Arc<Self>, UnboundedReceiver<Event>) {
        let (events, receiver) = unbounded_channel();
        let scan = Self {
            aws: aws.clone(),
            target: target.clone(),
            plan: plan.clone(),
            buckets: Buckets::default(),
            topic_attributes: Once::default(),
            claims: Claims::default(),
            event_buses: Once::default(),
            filters: Once::default(),
            queues: Once::default(),
            function_policies: Once::default(),
            keys: Keys::default(),
            file_systems: FileSystems::default(),
            functions: Functions::default(),
            roles: Roles::default(),
            events,
        };
        (Arc::new(scan), receiver)
    }

    /// Whether a rule needs `call`.
    pub fn asks(&self, call: Call) -> bool {
        self.plan.asks(call)
    }

    /// Whether resources of `kind` are looked for.
    pub fn looks_for(&self, kind: Kind) -> bool {
        self.plan.looks_for(kind)
    }

    /// Whether a rule needs `call` as a list or a detail of `kind`.
    pub fn asks_of(&self, kind: Kind, call: Call) -> bool {
        self.plan.asks_of(kind, call)
    }

    /// Whether `list` is asked for in every region and `region` is one of them, so that nothing
    /// in it has to be asked for by name.
    pub fn lists_all(&self, list: Call, region: &Region) -> bool {
        self.asks(list) && self.target.regions.contains(region)
    }

    /// Whether the account owns what has the ARN `arn`; nobody else does if that names none.
    pub fn owns(&self, arn: &str) -> bool {
        let owner = Arn::parse(arn).map_or("", |arn| arn.account);
        owner.is_empty() || owner == self.target.account.as_str()
    }

    /// Makes a call of `region` (none: of the account as a whole). No answer at all is
    /// an error; the answer that there is no such thing is none.
    pub async fn ask<T, E>(
        &self,
        region: Option<&Region>,
        call: Call,
        request: impl Future<Output = Result<T, SdkError<E, HttpResponse>>>,
    ) -> Result<Option<T>, NotSeen>
    where
        E: ProvideErrorMetadata + std::error::Error + 'static,
    {
        self.is_enabled(region, call)?;
        let _due = Due::new(self, region);
        let place = region.unwrap_or(self.aws.region());
        match self.aws.attempt(call, place, request).await {
            Ok(answer) => Ok(Some(answer)),
            Err(failure) if failure.means_absent(call) => Ok(None),
            Err(failure) => Err(failure.not_seen(call, place)),
        }
    }

    /// Hands every page of a list of `region` (none: of the account as a whole) to `take`, up
    /// to the first that is not answered.
    pub async fn pages<'r, P, E>(
        &self,
        region: impl Into<Option<&'r Region>>,
        call: Call,
        mut list: PaginationStream<Result<P, SdkError<E, HttpResponse>>>,
        mut take: impl FnMut(P),
    ) -> End
    where
        E: ProvideErrorMetadata + std::error::Error + 'static,
    {
        let region = region.into();
        if let Err(gap) = self.is_enabled(region, call) {
            return End::Cut(gap);
        }
        let _due = Due::new(self, region);
        let place = region.unwrap_or(self.aws.region());
        loop {
            let permit = self.aws.room(call, place).await;
            let page = list.next().await;
            drop(permit);
            match page {
                Some(Ok(page)) => take(page),
                Some(Err(error)) => {
                    let failure = self.aws.failure(call, &error);
                    return if failure.means_absent(call) {
                        End::Absent
                    } else {
                        End::Cut(failure.not_seen(call, place))
                    };
                }
                None => return End::Complete,
            }
        }
    }

    /// A region that is not enabled holds nothing and answers nobody: calls there would
    /// only cost time.
    fn is_enabled(&self, region: Option<&Region>, call: Call) -> Result<(), NotSeen> {
        match region {
            Some(region) if self.target.not_opted_in.contains(region) => Err(NotSeen::new(
                call,
                Reason::NotOptedIn,
                format!("{region} is not enabled for the account"),
            )),
            _ => Ok(()),
        }
    }

    /// Puts a resource into the inventory.
    pub fn found<B: Body>(&self, region: Option<&Region>, body: &B) {
        self.send(Event::Found(Resource::new(
            &self.target.account,
            region,
            body,
        )));
    }

    /// Resources of each of `kinds` that is looked for may be missing.
    pub fn missed(&self, region: Option<&Region>, kinds: &[Kind], call: &NotSeen) {
        for kind in kinds {
            if self.looks_for(*kind) {
                self.gap(region, *kind, None, call);
            }
        }
    }

    /// Resources of each of `kinds` for which `call` is planned may be missing.
    pub fn missed_by(&self, region: &Region, kinds: &[Kind], call: Call, gap: &NotSeen) {
        let kinds = kinds.iter().filter(|kind| self.asks_of(**kind, call));
        let kinds: Vec<Kind> = kinds.copied().collect();
        self.missed(Some(region), &kinds, gap);
    }

    /// Details of one resource are missing.
    pub fn missed_of<B: Body>(&self, region: Option<&Region>, body: &B, call: &NotSeen) {
        self.gap(region, B::KIND, Some(body.id()), call);
    }

    fn gap(&self, region: Option<&Region>, kind: Kind, resource: Option<String>, call: &NotSeen) {
        self.send(Event::Missed(Gap {
            account: self.target.account.clone(),
            region: region.cloned(),
            kind,
            resource,
            call: call.clone(),
        }));
    }

    fn send(&self, event: Event) {
        // The receiver is only gone if nobody waits for the inventory any more.
        let _ = self.events.send(event);
    }
}

/// A call that is due until this is dropped.
struct Due<'a> {
    scan: &'a Scan,
    region: Option<&'a Region>,
}

impl<'a> Due<'a> {
    fn new(scan: &'a Scan, region: Option<&'a Region>) -> Self {
        scan.send(Event::Expect(region.cloned()));
        Self { scan, region }
    }
}

impl Drop for Due<'_> {
    fn drop(&mut self) {
        self.scan.send(Event::Done(self.region.cloned()));
    }
}

/// Runs all of `futures` at once, each as a task of its own. Their results come in the
/// order in which they are ready.
pub(super) async fn at_once<F>(futures: impl IntoIterator<Item = F>) -> Vec<F::Output>
where
    F: Future + Send + 'static,
    F::Output: Send + 'static,
{
    futures
        .into_iter()
        .collect::<JoinSet<F::Output>>()
        .join_all()
        .await
}

/// Resources of one list that are asked about at once. The calls about one take up to
/// 200 KiB while they wait, and there may be tens of thousands of buckets, keys or functions.
/// How many calls are under way is bounded elsewhere.
const TURNS: usize = 32;

/// As [`at_once`] for the resources of a list of any length: only those whose turn it is take
/// the room that their calls need.
pub(super) async fn in_turn<T, F>(
    items: impl IntoIterator<Item = T>,
    ask: impl Fn(T) -> F + Send + Sync + 'static,
) where
    T: Send + 'static,
    F: Future<Output = ()> + Send + 'static,
{
    let (turns, ask) = (Arc::new(Semaphore::new(TURNS)), Arc::new(ask));
    let each = items.into_iter().map(|item| {
        let (turns, ask) = (Arc::clone(&turns), Arc::clone(&ask));
        async move {
            // Never closed.
            let _turn = turns.acquire().await;
            Box::pin(ask(item)).await;
        }
    });
    at_once(each).await;
}
