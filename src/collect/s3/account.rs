//! What the account as a whole keeps the public from.

use crate::collect::scan::Scan;
use crate::inventory::body;
use crate::kind::{Kind, call};

/// Puts the account's block of public access into the inventory, if there is one.
pub(super) async fn public_access_block(scan: &Scan) {
    let call = call::GET_ACCOUNT_PUBLIC_ACCESS_BLOCK;
    if !scan.asks(call) {
        return;
    }
    let client = scan.aws.s3_control(scan.aws.region());
    let account = scan.target.account.as_str();
    let request = client.get_public_access_block().account_id(account);
    match scan.ask(None, call, request.send()).await {
        Ok(answer) => {
            if let Some(b) = answer.and_then(|a| a.public_access_block_configuration) {
                let block = body::AccountPublicAccessBlock {
                    block_public_acls: b.block_public_acls,
                    ignore_public_acls: b.ignore_public_acls,
                    block_public_policy: b.block_public_policy,
                    restrict_public_buckets: b.restrict_public_buckets,
                };
                scan.found(None, &block);
            }
        }
        Err(gap) => scan.missed(None, &[Kind::AccountPublicAccessBlock], &gap),
    }
}
