//! An account with many Auto Scaling groups, alarms and log groups, watched as the monitoring
//! baseline asks.

use crate::moto::Moto;
use crate::seed::alarm::{self, Alarm};
use crate::seed::baseline::alarms;
use crate::seed::{Account, log_group, scaling};

/// Auto Scaling groups, all in the home region, each with four alarms.
const GROUPS: usize = 50;
/// Alarms in the home region, those of the groups among them.
const ALARMS: usize = 500;
/// Log groups in the home region.
const LOG_GROUPS: usize = 1_000;

/// The account, with these regions.
pub fn account(regions: &[&'static str]) -> Account {
    let account = Account::monitored_in(regions);
    account.change(async |moto| {
        for n in 0..GROUPS {
            group(moto, n).await;
        }
        for n in GROUPS * 4..ALARMS {
            errors(moto, n).await;
        }
        for n in 0..LOG_GROUPS {
            log_group::create(moto, &format!("/app/service-{n:04}"), Some(30), None).await;
        }
    });
    account
}

/// An Auto Scaling group without instances, and the alarms on it.
async fn group(moto: &Moto, n: usize) {
    let name = format!("fleet-{n:02}");
    scaling::group(moto, &name, 0).await;
    for of_web in [
        alarms::group_cpu(),
        alarms::group_memory(),
        alarms::group_disk(),
        alarms::group_network(),
    ] {
        let mut alarm = Alarm {
            name: named(&name, of_web.metric),
            ..of_web
        };
        for (dimension, value) in &mut alarm.dimensions {
            if *dimension == "AutoScalingGroupName" {
                value.clone_from(&name);
            }
        }
        alarm::create(moto, &alarm).await;
    }
}

/// An alarm on the errors of one of twenty services.
async fn errors(moto: &Moto, n: usize) {
    let service = [("Service", format!("service-{:02}", n % 20))];
    let alarm = Alarm::above(
        named("service", &n.to_string()),
        ["Services", "Errors"],
        5.0,
    );
    alarm::create(moto, &alarm.of(service)).await;
}

/// The account is there as long as the program is.
fn named(first: &str, last: &str) -> &'static str {
    String::leak(format!("{first}-{last}"))
}
