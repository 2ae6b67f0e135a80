//! EC2 instances: most of the shop runs without any; these are tools and leftovers.

use auditrail::inventory::body::{
    IamInstanceProfile, Instance as Body, InstanceState, MetadataOptions, Monitoring, Tag,
};

use crate::account::{Demo, FRANKFURT, IRELAND, VIRGINIA};
use crate::ec2::vpc_id;
use crate::iam::instance_profiles::{self, WITHOUT_ROLE};
use crate::naming::{id, some};
use crate::network::subnet;

struct Instance {
    region: &'static str,
    vpc: &'static str,
    name: &'static str,
    size: &'static str,
    profile: Option<&'static str>,
    state: (i32, &'static str),
    tokens: Tokens,
}

/// How the metadata service asks for tokens.
#[derive(Clone, Copy)]
enum Tokens {
    /// `IMDSv2` only.
    Required,
    /// `IMDSv1` as well.
    Optional,
    /// `IMDSv2` only, in a moment.
    Pending,
    /// There is no metadata service.
    Off,
}

const RUNNING: (i32, &str) = (16, "running");
const STOPPED: (i32, &str) = (80, "stopped");
const TERMINATED: (i32, &str) = (48, "terminated");

impl Instance {
    const fn new(
        region: &'static str,
        vpc: &'static str,
        name: &'static str,
        size: &'static str,
        profile: Option<&'static str>,
    ) -> Self {
        Self {
            region,
            vpc,
            name,
            size,
            profile,
            state: RUNNING,
            tokens: Tokens::Required,
        }
    }
}

const TOOLS: Option<&str> = Some("nordlicht-tools");
const PARTNERS: Option<&str> = Some("nordlicht-partners");
const SPARK: Option<&str> = Some("nordlicht-spark");

const INSTANCES: &[Instance] = &[
    Instance::new(FRANKFURT, "tools", "git", "m7g.large", TOOLS),
    // Routes packets and needs nothing of AWS.
    Instance {
        tokens: Tokens::Off,
        ..Instance::new(FRANKFURT, "tools", "vpn-gateway", "t4g.small", None)
    },
    Instance::new(
        FRANKFURT,
        "tools",
        "ci-runner-1",
        "c7a.2xlarge",
        Some(WITHOUT_ROLE),
    ),
    // The vendor's agent is from 2018 and knows no tokens.
    Instance {
        tokens: Tokens::Optional,
        ..Instance::new(FRANKFURT, "shop-prod", "erp-app", "m6i.xlarge", TOOLS)
    },
    Instance {
        tokens: Tokens::Pending,
        ..Instance::new(IRELAND, "analytics", "spark-master", "m6g.xlarge", SPARK)
    },
    Instance {
        state: TERMINATED,
        tokens: Tokens::Optional,
        ..Instance::new(IRELAND, "analytics", "spark-lab", "m5.xlarge", None)
    },
    Instance {
        state: STOPPED,
        tokens: Tokens::Optional,
        ..Instance::new(IRELAND, "analytics", "bastion-2020", "t3.micro", None)
    },
    Instance::new(
        VIRGINIA,
        "edge",
        "edge-jump",
        "t4g.nano",
        Some("nordlicht-edge"),
    ),
    Instance::new(VIRGINIA, "partners", "partner-sftp", "t4g.small", PARTNERS),
    Instance::new(
        VIRGINIA,
        "partners",
        "partner-desktop",
        "t3.large",
        PARTNERS,
    ),
    Instance {
        tokens: Tokens::Optional,
        ..Instance::new(VIRGINIA, "default", "first", "t2.micro", None)
    },
];

pub fn fill(demo: &mut Demo) {
    for instance in INSTANCES {
        demo.found(Some(instance.region), &body(instance));
    }
}

/// The id of the instance `name`.
pub fn id_of(name: &str) -> Option<String> {
    let mut all = INSTANCES.iter();
    let Instance {
        region, vpc, name, ..
    } = all.find(|instance| instance.name == name)?;
    Some(id("i", &[region, vpc, name]))
}

fn body(instance: &Instance) -> Body {
    let Instance { region, vpc, .. } = *instance;
    let (code, state) = instance.state;
    let is_gone = instance.state == TERMINATED;
    Body {
        instance_id: Some(id("i", &[region, vpc, instance.name])),
        instance_type: some(instance.size),
        state: Some(InstanceState {
            code: Some(code),
            name: some(state),
        }),
        // What is terminated has left its network.
        vpc_id: (!is_gone).then(|| vpc_id(region, vpc)),
        subnet_id: (!is_gone).then(|| subnet(region, vpc, "public-a")),
        iam_instance_profile: instance.profile.map(|name| IamInstanceProfile {
            arn: Some(instance_profiles::arn_of(name)),
            id: Some(instance_profiles::id_of(name)),
        }),
        metadata_options: Some(metadata(instance.tokens)),
        platform_details: some("Linux/UNIX"),
        // By the minute only where customers wait.
        monitoring: Some(Monitoring {
            state: some(if vpc == "shop-prod" {
                "enabled"
            } else {
                "disabled"
            }),
        }),
        tags: vec![Tag {
            key: some("Name"),
            value: some(instance.name),
        }],
    }
}

fn metadata(tokens: Tokens) -> MetadataOptions {
    let (state, http_tokens, endpoint) = match tokens {
        Tokens::Required => ("applied", "required", "enabled"),
        Tokens::Optional => ("applied", "optional", "enabled"),
        Tokens::Pending => ("pending", "required", "enabled"),
        Tokens::Off => ("applied", "optional", "disabled"),
    };
    MetadataOptions {
        state: some(state),
        http_tokens: some(http_tokens),
        http_put_response_hop_limit: Some(2),
        http_endpoint: some(endpoint),
        http_protocol_ipv6: some("disabled"),
        instance_metadata_tags: some("disabled"),
    }
}
