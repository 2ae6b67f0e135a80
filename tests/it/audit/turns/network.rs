//! Security groups and network ACLs.

use super::{Deviation, check, seed};
use crate::seed::deviate;

pub const ALL: &[Deviation] = &[
    (
        "every TCP port",
        |a| seed(a, deviate::group_open_on_all_ports),
        &[
            ("sg-no-public-admin-ports-ipv4", "fail"),
            ("sg-no-public-cifs", "fail"),
            ("sg-no-public-rdp", "fail"),
            ("sg-no-public-ssh", "fail"),
        ],
    ),
    (
        "every protocol",
        |a| seed(a, deviate::group_open_to_every_protocol),
        &[
            ("sg-no-public-admin-ports-ipv4", "fail"),
            ("sg-no-public-cifs", "fail"),
            ("sg-no-public-rdp", "fail"),
            ("sg-no-public-ssh", "fail"),
        ],
    ),
    (
        "ports around SSH",
        |a| seed(a, deviate::group_open_around_ssh),
        &[
            ("sg-no-public-admin-ports-ipv4", "fail"),
            ("sg-no-public-ssh", "fail"),
        ],
    ),
    (
        "SSH over IPv6",
        |a| seed(a, deviate::group_open_over_ipv6),
        &[
            ("sg-no-public-admin-ports-ipv6", "fail"),
            ("sg-no-public-ssh", "fail"),
        ],
    ),
    (
        "SSH through a prefix list",
        |a| seed(a, deviate::group_open_through_a_prefix_list),
        &[
            ("sg-no-public-admin-ports-ipv4", "fail"),
            ("sg-no-public-ssh", "fail"),
        ],
    ),
    (
        "remote desktops",
        |a| seed(a, deviate::group_open_for_remote_desktops),
        &[
            ("sg-no-public-admin-ports-ipv4", "fail"),
            ("sg-no-public-rdp", "fail"),
        ],
    ),
    (
        "file shares",
        |a| seed(a, deviate::group_open_for_file_shares),
        &[("sg-no-public-cifs", "fail")],
    ),
    (
        "a default group with rules",
        |a| seed(a, deviate::default_group_with_rules),
        &[("default-sg-restricts-all", "fail")],
    ),
    (
        "a network ACL open for SSH",
        |a| seed(a, deviate::acl_open_for_ssh),
        &[("nacl-no-public-admin-ports", "fail")],
    ),
];

#[test]
fn of_networks() {
    check(ALL);
}
