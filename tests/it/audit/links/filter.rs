//! The metric filter and the metric that it publishes.

use super::{Chains, VPC, fails, holds, only};
use crate::seed::deviate;
use crate::seed::monitor::{self, Monitor};

fn with_pattern(change: impl FnOnce(&str) -> String) -> Monitor {
    let good = Monitor::vpc_changes();
    Monitor {
        pattern: change(&good.pattern),
        ..good
    }
}

#[test]
fn a_filter_that_does_not_match_all() {
    let chains = Chains::new();
    chains.after(
        async |moto| monitor::delete_filter(moto, &Monitor::vpc_changes()).await,
        &fails(
            "metric filter",
            "no metric filter on log group `cloudtrail` matches them",
        ),
    );
    let outcome = chains.after(
        deviate::and_instead_of_or,
        &fails("metric filter", "11 of 11 required events ring nobody"),
    );
    let missed = &only(&outcome, VPC)["evidence"]["missed"];
    assert_eq!(missed.as_array().unwrap().len(), 11);

    let narrowed = with_pattern(|pattern| {
        let inner = pattern.trim_matches(['{', '}', ' ']);
        format!("{{ ($.sourceIPAddress != \"192.0.2.1\") && ({inner}) }}")
    });
    let outcome = chains.after(
        async |moto| monitor::create(moto, &narrowed).await,
        &fails(
            "metric filter",
            "`$.sourceIPAddress != \"192.0.2.1\"` in metric filter `vpc-changes`",
        ),
    );
    let evidence = &only(&outcome, VPC)["evidence"];
    assert_eq!(evidence["witness"]["sourceIPAddress"], "192.0.2.1");

    let without = with_pattern(|pattern| pattern.replace("($.eventName = DeleteVpc) || ", ""));
    chains.after(
        async |moto| monitor::create(moto, &without).await,
        &fails(
            "metric filter",
            "1 of 11 required events rings nobody: DeleteVpc (",
        ),
    );
}

#[test]
fn a_metric_that_nobody_watches_or_that_says_nothing() {
    let chains = Chains::new();
    let monitor = Monitor::vpc_changes();
    chains.after(
        async |moto| monitor::filter(moto, &monitor, |m| m.metric_namespace("Elsewhere")).await,
        &fails(
            "alarm",
            "no alarm in eu-west-1 watches metric `Elsewhere/vpc-changes`, which metric filter \
             `vpc-changes` publishes",
        ),
    );
    chains.after(
        deviate::alarm_in_another_namespace,
        &fails("alarm", "`Elsewhere`"),
    );
    chains.after(
        async |moto| monitor::filter(moto, &monitor, |m| m.default_value(1.0)).await,
        &fails("alarm", "alarm `vpc-changes`"),
    );
    chains.after(
        async |moto| monitor::filter(moto, &monitor, |m| m.metric_value("0")).await,
        &fails("alarm", "alarm `vpc-changes`"),
    );
    // As AWS's own examples have it.
    chains.after(
        async |moto| monitor::filter(moto, &monitor, |m| m.default_value(0.0)).await,
        &holds(),
    );
}
