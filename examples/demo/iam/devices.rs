//! Virtual MFA devices. Some people have a security key in their place, and so has the root
//! user; those are no virtual devices.

use auditrail::inventory::body::{MfaUser, VirtualMfaDevice};

use super::users::{USERS, User};
use crate::account::Demo;
use crate::naming::{arn, some};
use crate::time::{days_ago, written};

/// Who signs in with a security key.
const SECURITY_KEYS: [&str; 11] = [
    "anna.lindqvist",
    "ben.okafor",
    "break-glass",
    "carla.jansen",
    "elif.yildiz",
    "hanna.virtanen",
    "ivo.marek",
    "jonas.weber",
    "mina.sato",
    "nils.aaker",
    "oskar.brandt",
];

pub fn fill(demo: &mut Demo) {
    let virtual_ones = USERS
        .iter()
        .filter(|user| user.mfa && !SECURITY_KEYS.contains(&user.name));
    for user in virtual_ones {
        demo.found(None, &device(user));
    }
}

fn device(user: &User) -> VirtualMfaDevice {
    VirtualMfaDevice {
        serial_number: some(arn("iam", "", &format!("mfa/{}", user.name))),
        // Everybody does so on the first day.
        enable_date: written(days_ago(user.made - 1, user.name)),
        user: Some(MfaUser {
            user_name: some(user.name),
            arn: some(arn("iam", "", &format!("user/{}", user.name))),
        }),
    }
}
