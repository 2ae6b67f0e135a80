//! One resource as AWS described it.

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::body;
use crate::kind::Kind;
use crate::target::{Account, Region};

/// The typed shape of a kind's body: AWS's own field names, as the AWS CLI prints them.
pub trait Body: Serialize + DeserializeOwned {
    /// The kind that has this shape.
    const KIND: Kind;

    /// What names the resource within its account and region.
    fn id(&self) -> String;

    /// Its ARN, where AWS gives one.
    fn arn(&self) -> Option<String>;
}

/// A resource of an account.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Resource {
    /// Its kind.
    pub kind: Kind,
    /// The account in which it was found.
    pub account: Account,
    /// Its region; none for global resources.
    pub region: Option<Region>,
    /// What names it within account and region.
    pub id: String,
    /// Its ARN, where AWS gives one.
    pub arn: Option<String>,
    /// What AWS said of it, in the shape that the AWS CLI prints.
    pub body: Value,
}

impl Resource {
    /// A resource found in `account` and `region`.
    pub fn new<B: Body>(account: &Account, region: Option<&Region>, typed: &B) -> Self {
        Self {
            kind: B::KIND,
            account: account.clone(),
            region: region.cloned(),
            id: typed.id(),
            arn: typed.arn(),
            // Bodies are structs of strings, numbers and lists: they always serialise.
            body: serde_json::to_value(typed).unwrap_or_default(),
        }
    }

    /// A resource from a body as the AWS CLI prints it: fields that are not there
    /// become null, fields that auditrail does not know are dropped.
    ///
    /// # Errors
    /// A sentence that says which field has the wrong type.
    pub fn from_cli(
        kind: Kind,
        account: &Account,
        region: Option<&Region>,
        body: Value,
    ) -> Result<Self, String> {
        body::dispatch(
            kind,
            FromCli {
                account,
                region,
                body,
            },
        )
    }

    /// The body in its typed shape.
    ///
    /// # Errors
    /// A sentence that says which field has the wrong type: snapshots are edited by
    /// hand.
    pub fn typed<B: Body>(&self) -> Result<B, String> {
        B::deserialize(&self.body).map_err(|e| format!("{} `{}`: {e}", self.kind, self.id))
    }

    /// The order in which resources stand in an inventory.
    pub fn sort_key(&self) -> (Kind, &Account, Option<&Region>, &str) {
        (self.kind, &self.account, self.region.as_ref(), &self.id)
    }
}

struct FromCli<'a> {
    account: &'a Account,
    region: Option<&'a Region>,
    body: Value,
}

impl body::Visit for FromCli<'_> {
    type Output = Result<Resource, String>;

    fn visit<B: Body>(self) -> Self::Output {
        // Says in which field of how deep a body the mistake is.
        let typed: B = serde_path_to_error::deserialize(&self.body).map_err(|e| e.to_string())?;
        Ok(Resource::new(self.account, self.region, &typed))
    }
}
