//! The alarm and what it does.

use aws_sdk_cloudwatch::operation::put_metric_alarm::builders::PutMetricAlarmFluentBuilder;

use super::{Chains, fails};
use crate::moto::Moto;
use crate::seed::monitor::{self, Monitor};
use crate::seed::{ACCOUNT, HOME, deviate, topic};

async fn alarm(
    moto: &Moto,
    change: impl FnOnce(PutMetricAlarmFluentBuilder) -> PutMetricAlarmFluentBuilder,
) {
    monitor::alarm(moto, &Monitor::vpc_changes(), |alarm| {
        change(alarm.alarm_actions(topic::arn("vpc-changes")))
    })
    .await;
}

#[test]
fn an_alarm_that_one_event_does_not_set_off() {
    let chains = Chains::new();
    chains.after(
        async |moto| alarm(moto, |alarm| alarm.threshold(10.0)).await,
        &fails(
            "alarm",
            "alarm `vpc-changes` goes off only on 10 events within 300 seconds",
        ),
    );
    chains.after(
        async |moto| alarm(moto, |alarm| alarm.evaluation_periods(2)).await,
        &fails("alarm", "alarm `vpc-changes`"),
    );
    chains.after(
        async |moto| alarm(moto, |alarm| alarm.treat_missing_data("breaching")).await,
        &fails("alarm", "alarm `vpc-changes`"),
    );
    chains.after(
        async |moto| {
            let client = aws_sdk_cloudwatch::Client::new(&moto.config(HOME));
            let request = client.delete_alarms().alarm_names("vpc-changes");
            request.send().await.unwrap();
        },
        &fails(
            "alarm",
            "no alarm in eu-west-1 watches metric `CISBenchmark/vpc-changes`",
        ),
    );
}

#[test]
fn an_alarm_that_tells_nobody() {
    let chains = Chains::new();
    chains.after(
        deviate::alarm_actions_disabled,
        &fails(
            "alarm action",
            "alarm `vpc-changes` has its actions disabled",
        ),
    );
    chains.after(
        async |moto| monitor::alarm(moto, &Monitor::vpc_changes(), |alarm| alarm).await,
        &fails(
            "alarm action",
            "alarm `vpc-changes` does nothing when it goes off",
        ),
    );
    chains.after(
        async |moto| {
            let reboot = format!("arn:aws:automate:{HOME}:ec2:reboot");
            let only = |alarm: PutMetricAlarmFluentBuilder| alarm.alarm_actions(reboot);
            monitor::alarm(moto, &Monitor::vpc_changes(), only).await;
        },
        &fails(
            "alarm action",
            "its only action is an action on an EC2 instance",
        ),
    );
    chains.after(
        async |moto| {
            let elsewhere = format!("arn:aws:sns:us-east-1:{ACCOUNT}:vpc-changes");
            let only = |alarm: PutMetricAlarmFluentBuilder| alarm.alarm_actions(elsewhere);
            monitor::alarm(moto, &Monitor::vpc_changes(), only).await;
        },
        &fails("topic", "which is in another region"),
    );
}
