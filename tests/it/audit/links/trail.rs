//! The trail.

use aws_sdk_cloudtrail::types::ReadWriteType;

use super::{CMK, Chains, RULES, VPC, fails, holds};
use crate::seed::deviate;
use crate::seed::trail::{self, Trail};

#[test]
fn a_trail_that_does_not_log_or_leaves_events_out() {
    let chains = Chains::new();
    let stopped = "nothing rings: trail `audit` is not logging";
    chains.after(
        deviate::stop_trail_logging,
        &fails("trail", stopped).of(&RULES),
    );
    let without_keys = Trail {
        without: Some("kms.amazonaws.com"),
        ..Trail::default()
    };
    chains.after(
        async |moto| trail::select(moto, &without_keys).await,
        &fails(
            "trail",
            "nothing rings: trail `audit` does not record all management events: its event \
             selectors leave out events of kms.amazonaws.com",
        )
        .of(&[CMK]),
    );
    let of = |events| Trail {
        events: Some(events),
        ..Trail::default()
    };
    let reads = of(ReadWriteType::ReadOnly);
    chains.after(
        async |moto| trail::select(moto, &reads).await,
        &fails("trail", "does not record all management events").of(&RULES),
    );
    // All that these rules ask for are changes.
    let writes = of(ReadWriteType::WriteOnly);
    chains.after(
        async |moto| trail::select(moto, &writes).await,
        &holds().of(&[VPC]),
    );
}
