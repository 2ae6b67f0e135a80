//! How an organization is asked: by whom matters.

use std::sync::Arc;

use aws_smithy_async::future::pagination_stream::PaginationStream;
use aws_smithy_runtime_api::client::orchestrator::HttpResponse;
use aws_smithy_runtime_api::client::result::SdkError;
use aws_smithy_types::error::metadata::ProvideErrorMetadata;

use crate::collect::scan::{End, Scan};
use crate::inventory::{NotSeen, Reason};
use crate::kind::Call;

/// The account as one that asks about its organization.
pub(super) struct Asker {
    pub scan: Arc<Scan>,
    /// The management account, where it is another one.
    manager: Option<String>,
}

impl Asker {
    pub fn new(scan: &Arc<Scan>, management_account: Option<&str>) -> Self {
        let own = scan.target.account.as_str();
        Self {
            scan: Arc::clone(scan),
            manager: management_account
                .filter(|id| *id != own)
                .map(str::to_owned),
        }
    }

    /// A client of the service.
    pub fn client(&self) -> aws_sdk_organizations::Client {
        self.scan.aws.organizations(self.scan.aws.region())
    }

    /// Makes one call; none is the answer that there is no such thing.
    pub async fn ask<T, E>(
        &self,
        call: Call,
        request: impl Future<Output = Result<T, SdkError<E, HttpResponse>>>,
    ) -> Result<Option<T>, NotSeen>
    where
        E: ProvideErrorMetadata + std::error::Error + 'static,
    {
        let answer = self.scan.ask(None, call, request).await;
        answer.map_err(|gap| self.explained(gap))
    }

    /// All elements of a list, which `elements` takes from its pages.
    pub async fn list<P, E, T>(
        &self,
        call: Call,
        pages: PaginationStream<Result<P, SdkError<E, HttpResponse>>>,
        elements: impl Fn(P) -> Option<Vec<T>>,
    ) -> Result<Vec<T>, NotSeen>
    where
        E: ProvideErrorMetadata + std::error::Error + 'static,
    {
        let mut all = Vec::new();
        let take = |page| all.extend(elements(page).into_iter().flatten());
        match self.scan.pages(None, call, pages, take).await {
            End::Complete => Ok(all),
            End::Absent => {
                let detail = "the account has just left its organization";
                Err(NotSeen::new(call, Reason::Failed, detail))
            }
            End::Cut(gap) => Err(self.explained(gap)),
        }
    }

    /// An ordinary member account is denied whatever its own policies say, so that no
    /// permission would help.
    fn explained(&self, gap: NotSeen) -> NotSeen {
        match &self.manager {
            Some(manager) if gap.reason == Reason::Denied => NotSeen {
                detail: format!(
                    "the organization is managed by account {manager}: scan that account"
                ),
                ..gap
            },
            _ => gap,
        }
    }
}
