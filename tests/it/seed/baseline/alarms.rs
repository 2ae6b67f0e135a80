//! Alarms on machines, databases and load balancers, and on what an application logs.

use aws_sdk_cloudwatch::types::{ComparisonOperator, Statistic};

use super::APP;
use super::workloads::{ORDERS, WEB, Workloads};
use crate::moto::Moto;
use crate::seed::alarm::{self, Alarm};
use crate::seed::log_group;
use crate::seed::scaling::Balanced;

/// The metric of the application's errors: its namespace and name.
pub const APP_ERRORS: (&str, &str) = ("Orders", "ErrorCountApp");
/// Five gigabytes.
const LITTLE: f64 = 5.0 * 1024.0 * 1024.0 * 1024.0;
/// So many bytes are much in a day of a machine, and in a second of a database.
const MUCH: f64 = 50_000_000.0;

/// Makes the alarms of these workloads, and the one on the application's errors.
pub async fn all(moto: &Moto, workloads: &Workloads) {
    let alarms = [
        group_cpu(),
        group_memory(),
        group_disk(),
        group_network(),
        instance_cpu(&workloads.instance),
        database_cpu(),
        database_storage(),
        database_network(),
        healthy_hosts(&workloads.balanced),
    ];
    for alarm in alarms {
        alarm::create(moto, &alarm).await;
    }
    log_group::count(moto, APP, "errors", "ERROR", APP_ERRORS).await;
    alarm::create(moto, &app_errors()).await;
}

/// The processors of the Auto Scaling group.
pub fn group_cpu() -> Alarm {
    Alarm::above("web-cpu", ["AWS/EC2", "CPUUtilization"], 80.0).of(group())
}

/// The memory of its instances, which an agent publishes.
pub fn group_memory() -> Alarm {
    Alarm::above("web-memory", ["CWAgent", "mem_used_percent"], 80.0).of(group())
}

/// Their disks, which the agent publishes as well.
pub fn group_disk() -> Alarm {
    let disk = [
        ("path", "/".to_owned()),
        ("device", "nvme0n1p1".to_owned()),
        ("fstype", "xfs".to_owned()),
    ];
    Alarm::above("web-disk", ["CWAgent", "disk_used_percent"], 80.0)
        .of(group().into_iter().chain(disk))
}

/// What they receive in a day.
pub fn group_network() -> Alarm {
    Alarm {
        period: 86_400,
        periods: 1,
        ..Alarm::above("web-network-in", ["AWS/EC2", "NetworkIn"], MUCH).of(group())
    }
}

/// The processors of an instance outside of every group.
pub fn instance_cpu(id: &str) -> Alarm {
    Alarm::above("bastion-cpu", ["AWS/EC2", "CPUUtilization"], 80.0)
        .of([("InstanceId", id.to_owned())])
}

/// The processors of the database.
pub fn database_cpu() -> Alarm {
    Alarm::above("orders-cpu", ["AWS/RDS", "CPUUtilization"], 80.0).of(database())
}

/// Its storage.
pub fn database_storage() -> Alarm {
    Alarm {
        comparison: ComparisonOperator::LessThanThreshold,
        ..Alarm::above("orders-storage", ["AWS/RDS", "FreeStorageSpace"], LITTLE).of(database())
    }
}

/// What it receives.
pub fn database_network() -> Alarm {
    let metric = ["AWS/RDS", "NetworkReceiveThroughput"];
    Alarm::above("orders-network-receive", metric, MUCH).of(database())
}

/// The hosts behind the load balancer.
pub fn healthy_hosts(balanced: &Balanced) -> Alarm {
    let metric = ["AWS/ApplicationELB", "HealthyHostCount"];
    Alarm {
        comparison: ComparisonOperator::LessThanThreshold,
        period: 120,
        ..Alarm::above("web-healthy-hosts", metric, 1.0).of([
            ("LoadBalancer", balanced.load_balancer.clone()),
            ("TargetGroup", balanced.target_group.clone()),
        ])
    }
}

/// Errors of the application: five in two minutes.
pub fn app_errors() -> Alarm {
    let (namespace, metric) = APP_ERRORS;
    Alarm {
        statistic: Statistic::Sum,
        period: 120,
        periods: 1,
        comparison: ComparisonOperator::GreaterThanOrEqualToThreshold,
        missing: "notBreaching",
        ..Alarm::above("app-errors", [namespace, metric], 5.0)
    }
}

fn group() -> [(&'static str, String); 1] {
    [("AutoScalingGroupName", WEB.to_owned())]
}

fn database() -> [(&'static str, String); 1] {
    [("DBInstanceIdentifier", ORDERS.to_owned())]
}
