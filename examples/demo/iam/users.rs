//! The rows of the credential report.

/// A user.
pub struct User {
    pub name: &'static str,
    /// Days since it was made.
    pub made: i64,
    pub console: Console,
    pub mfa: bool,
    pub keys: [Key; 2],
}

/// Whether it has a password.
pub enum Console {
    None,
    NeverUsed,
    /// Days since it was last used.
    Used(i64),
}

/// An access key.
pub enum Key {
    None,
    Inactive(Age),
    /// Active, but never used.
    Active(Age),
    /// Active; days since it was last used, and for which service.
    Used(Age, i64, &'static str),
}

/// When a key was made.
pub enum Age {
    /// So many days and some hours ago.
    Days(i64),
    /// So many days ago, to the second.
    ExactDays(i64),
}

use Age::{Days, ExactDays};
use Key::{Active, Inactive, Used};

const NO_KEYS: [Key; 2] = [Key::None, Key::None];

/// Somebody who signs in with a password and a device.
const fn person(name: &'static str, made: i64, last_seen: i64) -> User {
    User {
        name,
        made,
        console: Console::Used(last_seen),
        mfa: true,
        keys: NO_KEYS,
    }
}

/// A program.
const fn service(name: &'static str, made: i64, key: Key) -> User {
    User {
        name,
        made,
        console: Console::None,
        mfa: false,
        keys: [key, Key::None],
    }
}

/// All users.
pub const USERS: &[User] = &[
    person("anna.lindqvist", 2710, 0),
    person("ben.okafor", 1930, 1),
    person("carla.jansen", 1622, 0),
    person("david.moreau", 1405, 3),
    person("elif.yildiz", 1377, 0),
    person("frank.petersen", 1260, 12),
    person("hanna.virtanen", 988, 0),
    person("ivo.marek", 871, 2),
    person("jonas.weber", 640, 0),
    person("katja.horn", 512, 5),
    person("liam.doherty", 430, 1),
    person("mina.sato", 301, 0),
    person("nils.aaker", 188, 0),
    // Started last week; the device is still in the post.
    User {
        mfa: false,
        console: Console::NeverUsed,
        ..person("greta.holm", 6, 0)
    },
    // The agency that made the campaign's pages; nobody asked for its device.
    User {
        mfa: false,
        ..person("agency-pixelwald", 233, 41)
    },
    User {
        console: Console::NeverUsed,
        ..person("break-glass", 959, 0)
    },
    // An administrator with a key of its own, made for one migration and kept.
    User {
        keys: [Used(Days(176), 168, "rds"), Key::None],
        ..person("oskar.brandt", 1511, 0)
    },
    User {
        keys: [Used(Days(23), 0, "s3"), Inactive(Days(204))],
        ..person("petra.nowak", 760, 0)
    },
    service("backup-verify", 903, Used(Days(61), 0, "backup")),
    service("ci-deploy", 1240, Used(Days(34), 0, "ecr")),
    service("dhl-label-printer", 720, Used(Days(88), 0, "sqs")),
    service("erp-sync", 1655, Used(Days(212), 0, "sqs")),
    service("grafana-reader", 1011, Used(Days(28), 0, "monitoring")),
    service("image-resizer-old", 1802, Inactive(Days(1466))),
    service("newsletter-export", 1320, Inactive(Days(402))),
    // Rotated every quarter, on the day.
    service("pim-import", 540, Used(ExactDays(90), 0, "s3")),
    service("ses-smtp", 1710, Used(Days(503), 0, "ses")),
    service("stock-forecast", 300, Active(Days(15))),
    service("terraform-state", 1390, Key::None),
    // In the middle of a rotation: the new key is in use, the old one not yet off.
    User {
        keys: [Used(Days(97), 2, "iot"), Used(Days(7), 0, "iot")],
        ..service("warehouse-scanner", 1120, Key::None)
    },
];
