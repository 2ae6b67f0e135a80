//! Alarms on machines, databases and load balancers.

use aws_sdk_cloudwatch::types::StateValue;
use aws_sdk_ec2::types::HttpTokensState;

use crate::like_aws::observed;
use crate::seed::alarm::{self, Alarm};
use crate::seed::baseline::workloads::WEB;
use crate::seed::baseline::{DATABASES, alarms};
use crate::seed::scaling::Balanced;
use crate::seed::{Account, HOME, database, instance, scaling, topic};

/// Weeks in which nobody looked.
const MONTH: i64 = 30;

/// A second Auto Scaling group has no agent: the alarm on its memory waits for data for ever.
/// The alarms on the rest of it are all there.
pub fn memory_that_no_agent_publishes(account: &Account) {
    let memory = Alarm {
        has_data: false,
        name: "batch-memory",
        ..of_batch(alarms::group_memory())
    };
    account.change(async |moto| {
        scaling::group(moto, "batch", 1).await;
        alarm::create(moto, &memory).await;
        for (name, of_web) in [
            ("batch-cpu", alarms::group_cpu()),
            ("batch-disk", alarms::group_disk()),
            ("batch-network-in", alarms::group_network()),
        ] {
            let alarm = Alarm {
                name,
                ..of_batch(of_web)
            };
            alarm::create(moto, &alarm).await;
        }
        alarm::set_state(moto, memory.name, StateValue::InsufficientData).await;
    });
    observed::stuck(&account.proxy, memory.name, "INSUFFICIENT_DATA", MONTH);
}

fn of_batch(mut alarm: Alarm) -> Alarm {
    for (name, value) in &mut alarm.dimensions {
        if *name == "AutoScalingGroupName" {
            "batch".clone_into(value);
        }
    }
    alarm
}

/// The alarm on healthy hosts names the load balancer and the target group as people call them,
/// not by the ends of their ARNs.
pub fn names_in_place_of_arn_suffixes(account: &Account) {
    let names = Balanced {
        load_balancer: WEB.to_owned(),
        target_group: WEB.to_owned(),
    };
    let alarm = Alarm {
        has_data: false,
        ..alarms::healthy_hosts(&names)
    };
    account.change(async |moto| alarm::create(moto, &alarm).await);
}

/// Somebody disabled the actions of the alarm on the database's processors.
pub fn database_alarm_without_actions(account: &Account) {
    account.change(async |moto| {
        let client = aws_sdk_cloudwatch::Client::new(&moto.config(HOME));
        let request = client.disable_alarm_actions();
        let name = alarms::database_cpu().name;
        request.alarm_names(name).send().await.unwrap();
    });
}

/// The topic of databases lets alarms publish, and RDS not.
pub fn databases_that_rds_may_not_tell_of(account: &Account) {
    account.change(async |moto| {
        topic::admit(moto, HOME, DATABASES, &["cloudwatch.amazonaws.com"]).await;
    });
}

/// Nobody watches this any more.
pub fn without(account: &Account, alarm: &Alarm) {
    account.change(async |moto| alarm::delete(moto, alarm.name).await);
}

/// There is one more instance, which nobody watches.
pub fn unwatched_instance(account: &Account) {
    account.change(async |moto| {
        let tokens = HttpTokensState::Required;
        instance::run(moto, HOME, tokens, true).await;
    });
}

/// Somebody is told only when a database fails.
pub fn failures_of_databases_only(account: &Account) {
    account.change(async |moto| {
        let topic = topic::arn(DATABASES);
        let source = "db-instance";
        database::tell(moto, "instances", &topic, source, &["failure"]).await;
    });
}
