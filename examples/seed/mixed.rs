//! A compliant account that went wrong in many places at once.

use crate::moto::Moto;
use crate::seed::monitor::{self, Monitor};
use crate::seed::{Account, deviate};

/// The account, with these regions. What is spoilt leaves enough whole for each verdict to
/// be seen beside its opposite.
pub fn account(regions: &[&'static str]) -> Account {
    let account = Account::compliant_in(regions);
    let has = |region| regions.contains(&region);
    account.change(async |moto| {
        deviate::trail_without_kms(moto).await;
        deviate::and_instead_of_or(moto).await;
        for monitor in Monitor::all() {
            broken(moto, monitor).await;
        }
        deviate::recorder_without_global_types(moto).await;
        deviate::user_without_mfa(moto).await;
        deviate::weak_password_policy(moto).await;
        if has("ap-southeast-2") {
            deviate::recorder_stopped(moto).await;
        }
        if has("eu-central-1") {
            deviate::group_open_on_all_ports(moto).await;
            deviate::group_open_to_every_protocol(moto).await;
            deviate::group_open_around_ssh(moto).await;
            deviate::group_open_over_ipv6(moto).await;
            deviate::group_open_through_a_prefix_list(moto).await;
        }
        if has("us-east-1") {
            deviate::default_group_with_rules(moto).await;
        }
    });
    account
}

/// Breaks the chains of some monitors, each at another link.
async fn broken(moto: &Moto, good: Monitor) {
    let monitor = match good.name {
        "nacl-changes" => Monitor {
            actions_enabled: false,
            ..good
        },
        "route-table-changes" => Monitor {
            alarm_namespace: "Elsewhere",
            ..good
        },
        "root-usage" => Monitor {
            topic: "nobody-listens",
            subscribed: false,
            ..good
        },
        "config-changes" => Monitor {
            pattern: "{ $.eventSource = config.amazonaws.com && $.userAgent = console }".to_owned(),
            ..good
        },
        _ => return,
    };
    monitor::create(moto, &monitor).await;
}
