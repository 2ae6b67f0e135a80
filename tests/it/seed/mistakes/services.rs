//! AWS Config, Systems Manager and X-Ray.

use aws_sdk_lambda::types::TracingMode;

use crate::like_aws::observed;
use crate::seed::baseline::workloads;
use crate::seed::{Account, HOME, bucket, systems_manager, trail};

/// The bucket that AWS Config delivers to does not encrypt.
pub fn bucket_without_encryption(account: &Account) {
    account.change(async |moto| {
        let request = bucket::client(moto, HOME).delete_bucket_encryption();
        request.bucket(trail::BUCKET).send().await.unwrap();
    });
}

/// Somebody deleted a managed rule of AWS Config in us-east-1.
pub fn managed_rule_missing(account: &Account) {
    account.change(async |moto| {
        let client = aws_sdk_config::Client::new(&moto.config("us-east-1"));
        let request = client.delete_config_rule();
        let request = request.config_rule_name("cloudtrail-enabled");
        request.send().await.unwrap();
    });
}

/// No instance has an agent that Systems Manager knows.
pub fn instances_without_agent(account: &Account) {
    observed::no_managed_instances(&account.proxy);
}

/// What is typed in sessions is logged nowhere.
pub fn sessions_not_logged(account: &Account) {
    account.change(async |moto| systems_manager::log_sessions(moto, HOME, "").await);
}

/// A function leaves it to its callers whether requests are traced.
pub fn function_that_passes_through(account: &Account) {
    account.change(async |moto| {
        workloads::function(moto, "mail", TracingMode::PassThrough).await;
    });
}

/// The stages of REST APIs trace nothing.
pub fn stages_without_tracing(account: &Account) {
    account.change(async |moto| workloads::trace_stages(moto, false).await);
}

/// X-Ray encrypts with a key of its own.
pub fn traces_without_key(account: &Account) {
    observed::encryption(&account.proxy, false);
}

/// X-Ray samples by AWS's rule alone.
pub fn default_sampling(account: &Account) {
    observed::sampling(&account.proxy, false);
}
