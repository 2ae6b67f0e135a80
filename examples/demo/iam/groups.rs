//! The groups: who is in which, and what they may.

/// A group.
pub struct Group {
    pub name: &'static str,
    pub members: &'static [&'static str],
    /// The managed policies that it has.
    pub policies: &'static [&'static str],
}

/// All groups.
pub const GROUPS: &[Group] = &[
    Group {
        name: "everybody",
        members: &[
            "anna.lindqvist",
            "ben.okafor",
            "carla.jansen",
            "david.moreau",
            "elif.yildiz",
            "frank.petersen",
            "hanna.virtanen",
            "ivo.marek",
            "jonas.weber",
            "katja.horn",
            "liam.doherty",
            "mina.sato",
            "nils.aaker",
            "greta.holm",
            "oskar.brandt",
            "petra.nowak",
        ],
        policies: &["IAMUserChangePassword"],
    },
    Group {
        name: "platform",
        members: &[
            "anna.lindqvist",
            "elif.yildiz",
            "jonas.weber",
            "oskar.brandt",
        ],
        policies: &["nordlicht-platform"],
    },
    Group {
        name: "developers",
        members: &[
            "ben.okafor",
            "carla.jansen",
            "hanna.virtanen",
            "ivo.marek",
            "liam.doherty",
            "mina.sato",
            "nils.aaker",
        ],
        policies: &["nordlicht-developer", "AWSCloudShellFullAccess"],
    },
    Group {
        name: "logistics",
        members: &["david.moreau", "frank.petersen"],
        policies: &["nordlicht-logistics"],
    },
    Group {
        name: "analysts",
        members: &["greta.holm", "katja.horn", "petra.nowak"],
        policies: &["nordlicht-analytics", "AmazonS3ReadOnlyAccess"],
    },
    Group {
        name: "customer-care",
        members: &["frank.petersen", "katja.horn"],
        policies: &["AWSSupportAccess"],
    },
    Group {
        name: "deployment",
        members: &["ci-deploy", "terraform-state"],
        policies: &["nordlicht-deploy"],
    },
    Group {
        name: "machines",
        members: &[
            "backup-verify",
            "dhl-label-printer",
            "grafana-reader",
            "pim-import",
            "stock-forecast",
            "warehouse-scanner",
        ],
        policies: &["nordlicht-machines"],
    },
    // For the night when the identity provider is gone; sealed, but all-powerful.
    Group {
        name: "break-glass",
        members: &["break-glass"],
        policies: &["AdministratorAccess"],
    },
];
