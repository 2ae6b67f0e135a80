use super::{Body, Document, Kind, aws_shape};
use crate::inventory::Seen;

aws_shape! {
    /// `Organization` of the Organizations API as the account sees it. What stands below
    /// `Arn` only the management account and delegated administrators may ask.
    "PascalCase" Organization {
        id: Option<String>,
        arn: Option<String>,
        feature_set: Option<String>,
        master_account_id: Option<String>,
        master_account_arn: Option<String>,
        #[serde(skip_serializing_if = "Option::is_none")]
        enabled_service_principals: Option<Seen<Vec<EnabledServicePrincipal>>>,
        // The features of root access management (`iam:ListOrganizationsFeatures`); empty where
        // IAM has no trusted access.
        #[serde(skip_serializing_if = "Option::is_none")]
        enabled_features: Option<Seen<Vec<String>>>,
        #[serde(skip_serializing_if = "Option::is_none")]
        delegated_administrators: Option<Seen<Vec<DelegatedAdministrator>>>,
        #[serde(skip_serializing_if = "Option::is_none")]
        roots: Option<Seen<Vec<Root>>>,
        // The whole tree, each with the names on the way from its root.
        #[serde(skip_serializing_if = "Option::is_none")]
        organizational_units: Option<Seen<Vec<OrganizationalUnit>>>,
        #[serde(skip_serializing_if = "Option::is_none")]
        accounts: Option<Seen<Vec<OrganizationAccount>>>,
        // Service and resource control policies, of each type that a root has enabled.
        #[serde(skip_serializing_if = "Option::is_none")]
        policies: Option<Seen<Vec<OrganizationPolicy>>>,
        // The delegation policy; null where there is none.
        resource_policy: Option<Seen<Document>>,
    }
}

impl Body for Organization {
    const KIND: Kind = Kind::Organization;

    fn id(&self) -> String {
        self.id.clone().unwrap_or_default()
    }

    fn arn(&self) -> Option<String> {
        self.arn.clone()
    }
}

aws_shape! {
    /// `EnabledServicePrincipal` of the Organizations API.
    "PascalCase" EnabledServicePrincipal {
        service_principal: Option<String>,
        date_enabled: Option<String>,
    }
}

aws_shape! {
    /// `DelegatedAdministrator` of the Organizations API, with the services that are delegated
    /// to it (`organizations:ListDelegatedServicesForAccount`). `State` has taken the place of
    /// `Status`, which AWS no longer promises.
    "PascalCase" DelegatedAdministrator {
        id: Option<String>,
        arn: Option<String>,
        name: Option<String>,
        status: Option<String>,
        state: Option<String>,
        delegation_enabled_date: Option<String>,
        #[serde(skip_serializing_if = "Option::is_none")]
        delegated_services: Option<Seen<Vec<DelegatedService>>>,
    }
}

aws_shape! {
    /// `DelegatedService` of the Organizations API.
    "PascalCase" DelegatedService {
        service_principal: Option<String>,
        delegation_enabled_date: Option<String>,
    }
}

aws_shape! {
    /// `Root` of the Organizations API.
    "PascalCase" Root {
        id: Option<String>,
        arn: Option<String>,
        name: Option<String>,
        policy_types: Vec<PolicyTypeSummary>,
    }
}

aws_shape! {
    /// `PolicyTypeSummary` of the Organizations API. `Status` is `ENABLED` or on its way.
    "PascalCase" PolicyTypeSummary {
        #[serde(rename = "Type")]
        policy_type: Option<String>,
        status: Option<String>,
    }
}

aws_shape! {
    /// `OrganizationalUnit` of the Organizations API, with the root or unit that it stands in
    /// and the names on the way to it, such as `Root/Workloads/Prod`.
    "PascalCase" OrganizationalUnit {
        id: Option<String>,
        arn: Option<String>,
        name: Option<String>,
        parent_id: Option<String>,
        path: Option<String>,
    }
}

aws_shape! {
    /// `Account` of the Organizations API, with the root or unit that it stands in, the names
    /// on the way to that, and the ids on that way from the root down. `State` has taken the
    /// place of `Status`, which AWS no longer promises.
    "PascalCase" OrganizationAccount {
        id: Option<String>,
        arn: Option<String>,
        name: Option<String>,
        status: Option<String>,
        state: Option<String>,
        parent_id: Option<String>,
        path: Option<String>,
        parent_ids: Vec<String>,
    }
}

aws_shape! {
    /// `PolicySummary` of the Organizations API, with where it is attached unless it is AWS's
    /// own (`organizations:ListTargetsForPolicy`). `Type` is `SERVICE_CONTROL_POLICY` or
    /// `RESOURCE_CONTROL_POLICY`.
    "PascalCase" OrganizationPolicy {
        id: Option<String>,
        arn: Option<String>,
        name: Option<String>,
        #[serde(rename = "Type")]
        policy_type: Option<String>,
        aws_managed: Option<bool>,
        #[serde(skip_serializing_if = "Option::is_none")]
        targets: Option<Seen<Vec<PolicyTarget>>>,
    }
}

aws_shape! {
    /// `PolicyTargetSummary` of the Organizations API. `Type` is `ACCOUNT`,
    /// `ORGANIZATIONAL_UNIT` or `ROOT`.
    "PascalCase" PolicyTarget {
        target_id: Option<String>,
        name: Option<String>,
        #[serde(rename = "Type")]
        target_type: Option<String>,
    }
}
