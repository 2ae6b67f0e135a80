use super::{Body, Kind, aws_shape};

aws_shape! {
    /// `DBInstance` of the RDS API. The API also describes instances of Neptune and
    /// `DocumentDB`; `Engine` tells.
    "PascalCase" DbInstance {
        #[serde(rename = "DBInstanceIdentifier")]
        db_instance_identifier: Option<String>,
        #[serde(rename = "DBInstanceArn")]
        db_instance_arn: Option<String>,
        #[serde(rename = "DBInstanceStatus")]
        db_instance_status: Option<String>,
        #[serde(rename = "DBInstanceClass")]
        db_instance_class: Option<String>,
        // In GiB; 1 for Aurora, whose storage is its cluster's.
        allocated_storage: Option<i32>,
        engine: Option<String>,
        engine_version: Option<String>,
        storage_encrypted: Option<bool>,
        kms_key_id: Option<String>,
        auto_minor_version_upgrade: Option<bool>,
        publicly_accessible: Option<bool>,
        #[serde(rename = "MultiAZ")]
        multi_az: Option<bool>,
        #[serde(rename = "DBClusterIdentifier")]
        db_cluster_identifier: Option<String>,
        #[serde(rename = "ReadReplicaSourceDBInstanceIdentifier")]
        read_replica_source_db_instance_identifier: Option<String>,
        #[serde(rename = "DBSubnetGroup")]
        db_subnet_group: Option<DbSubnetGroup>,
        vpc_security_groups: Vec<VpcSecurityGroup>,
    }
}

impl Body for DbInstance {
    const KIND: Kind = Kind::DbInstance;

    fn id(&self) -> String {
        self.db_instance_identifier.clone().unwrap_or_default()
    }

    fn arn(&self) -> Option<String> {
        self.db_instance_arn.clone()
    }
}

aws_shape! {
    /// `DBSubnetGroup` of the RDS API.
    "PascalCase" DbSubnetGroup {
        #[serde(rename = "DBSubnetGroupName")]
        db_subnet_group_name: Option<String>,
        vpc_id: Option<String>,
        subnets: Vec<DbSubnet>,
    }
}

aws_shape! {
    /// `Subnet` of the RDS API.
    "PascalCase" DbSubnet {
        subnet_identifier: Option<String>,
        subnet_status: Option<String>,
    }
}

aws_shape! {
    /// `VpcSecurityGroupMembership` of the RDS API.
    "PascalCase" VpcSecurityGroup {
        vpc_security_group_id: Option<String>,
        status: Option<String>,
    }
}

aws_shape! {
    /// `EventSubscription` of the RDS API. Without a `SourceType` it is about all sources,
    /// without `SourceIdsList` about all of the type, without `EventCategoriesList` about all
    /// categories.
    "PascalCase" EventSubscription {
        cust_subscription_id: Option<String>,
        event_subscription_arn: Option<String>,
        sns_topic_arn: Option<String>,
        status: Option<String>,
        source_type: Option<String>,
        source_ids_list: Vec<String>,
        event_categories_list: Vec<String>,
        enabled: Option<bool>,
    }
}

impl Body for EventSubscription {
    const KIND: Kind = Kind::EventSubscription;

    fn id(&self) -> String {
        self.cust_subscription_id.clone().unwrap_or_default()
    }

    fn arn(&self) -> Option<String> {
        self.event_subscription_arn.clone()
    }
}

aws_shape! {
    /// `DBCluster` of the RDS API. The API also describes clusters of Neptune and `DocumentDB`;
    /// `Engine` tells.
    "PascalCase" DbCluster {
        #[serde(rename = "DBClusterIdentifier")]
        db_cluster_identifier: Option<String>,
        #[serde(rename = "DBClusterArn")]
        db_cluster_arn: Option<String>,
        status: Option<String>,
        engine: Option<String>,
        engine_version: Option<String>,
        storage_encrypted: Option<bool>,
        kms_key_id: Option<String>,
        #[serde(rename = "MultiAZ")]
        multi_az: Option<bool>,
        auto_minor_version_upgrade: Option<bool>,
        publicly_accessible: Option<bool>,
        #[serde(rename = "DBClusterMembers")]
        db_cluster_members: Vec<DbClusterMember>,
    }
}

impl Body for DbCluster {
    const KIND: Kind = Kind::DbCluster;

    fn id(&self) -> String {
        self.db_cluster_identifier.clone().unwrap_or_default()
    }

    fn arn(&self) -> Option<String> {
        self.db_cluster_arn.clone()
    }
}

aws_shape! {
    /// `DBClusterMember` of the RDS API.
    "PascalCase" DbClusterMember {
        #[serde(rename = "DBInstanceIdentifier")]
        db_instance_identifier: Option<String>,
        is_cluster_writer: Option<bool>,
    }
}
