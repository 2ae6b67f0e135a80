use super::{Body, Document, Kind, aws_shape};
use crate::inventory::Seen;

aws_shape! {
    /// `UserDetail` of the IAM API: a user with its policies and groups.
    "PascalCase" User {
        user_name: Option<String>,
        user_id: Option<String>,
        arn: Option<String>,
        path: Option<String>,
        create_date: Option<String>,
        group_list: Vec<String>,
        attached_managed_policies: Vec<AttachedPolicy>,
        user_policy_list: Vec<InlinePolicy>,
        permissions_boundary: Option<AttachedPermissionsBoundary>,
    }
}

impl Body for User {
    const KIND: Kind = Kind::User;

    fn id(&self) -> String {
        self.user_name.clone().unwrap_or_default()
    }

    fn arn(&self) -> Option<String> {
        self.arn.clone()
    }
}

aws_shape! {
    /// `AttachedPolicy` of the IAM API.
    "PascalCase" AttachedPolicy {
        policy_name: Option<String>,
        policy_arn: Option<String>,
    }
}

aws_shape! {
    /// `PolicyDetail` of the IAM API: a policy that is part of its user.
    "PascalCase" InlinePolicy {
        policy_name: Option<String>,
        policy_document: Option<Document>,
    }
}

aws_shape! {
    /// `AttachedPermissionsBoundary` of the IAM API.
    "PascalCase" AttachedPermissionsBoundary {
        permissions_boundary_type: Option<String>,
        permissions_boundary_arn: Option<String>,
    }
}

aws_shape! {
    /// `ManagedPolicyDetail` of the IAM API, with its default version under `PolicyVersion`
    /// in place of the list of all versions.
    "PascalCase" Policy {
        policy_name: Option<String>,
        policy_id: Option<String>,
        arn: Option<String>,
        path: Option<String>,
        default_version_id: Option<String>,
        attachment_count: Option<i32>,
        permissions_boundary_usage_count: Option<i32>,
        is_attachable: Option<bool>,
        create_date: Option<String>,
        update_date: Option<String>,
        policy_version: Option<PolicyVersion>,
    }
}

impl Body for Policy {
    const KIND: Kind = Kind::Policy;

    fn id(&self) -> String {
        self.arn.clone().unwrap_or_default()
    }

    fn arn(&self) -> Option<String> {
        self.arn.clone()
    }
}

aws_shape! {
    /// `PolicyVersion` of the IAM API.
    "PascalCase" PolicyVersion {
        document: Option<Document>,
        version_id: Option<String>,
        is_default_version: Option<bool>,
        create_date: Option<String>,
    }
}

aws_shape! {
    /// The answer of `iam:ListEntitiesForPolicy` on a managed policy of AWS that a rule names.
    /// Where AWS does not know the policy, `Exists` is false and nobody has it. A list that was
    /// not seen to its end has a gap there.
    "PascalCase" PolicyEntities {
        policy_name: Option<String>,
        policy_arn: Option<String>,
        exists: Option<Seen<bool>>,
        policy_groups: Vec<Seen<PolicyGroup>>,
        policy_users: Vec<Seen<PolicyUser>>,
        policy_roles: Vec<Seen<PolicyRole>>,
    }
}

impl Body for PolicyEntities {
    const KIND: Kind = Kind::PolicyEntities;

    fn id(&self) -> String {
        self.policy_name.clone().unwrap_or_default()
    }

    fn arn(&self) -> Option<String> {
        self.policy_arn.clone()
    }
}

aws_shape! {
    /// `PolicyGroup` of the IAM API.
    "PascalCase" PolicyGroup {
        group_name: Option<String>,
        group_id: Option<String>,
    }
}

aws_shape! {
    /// `PolicyUser` of the IAM API.
    "PascalCase" PolicyUser {
        user_name: Option<String>,
        user_id: Option<String>,
    }
}

aws_shape! {
    /// `PolicyRole` of the IAM API.
    "PascalCase" PolicyRole {
        role_name: Option<String>,
        role_id: Option<String>,
    }
}

aws_shape! {
    /// `ServerCertificateMetadata` of the IAM API; times are RFC 3339.
    "PascalCase" ServerCertificate {
        server_certificate_name: Option<String>,
        server_certificate_id: Option<String>,
        arn: Option<String>,
        path: Option<String>,
        upload_date: Option<String>,
        expiration: Option<String>,
    }
}

impl Body for ServerCertificate {
    const KIND: Kind = Kind::ServerCertificate;

    fn id(&self) -> String {
        self.server_certificate_name.clone().unwrap_or_default()
    }

    fn arn(&self) -> Option<String> {
        self.arn.clone()
    }
}

aws_shape! {
    /// `VirtualMFADevice` of the IAM API. The root user's own is
    /// `arn:aws:iam::ACCOUNT:mfa/root-account-mfa-device`, or one of another name whose `User`
    /// is the root user.
    "PascalCase" VirtualMfaDevice {
        serial_number: Option<String>,
        enable_date: Option<String>,
        user: Option<MfaUser>,
    }
}

impl Body for VirtualMfaDevice {
    const KIND: Kind = Kind::VirtualMfaDevice;

    fn id(&self) -> String {
        self.serial_number.clone().unwrap_or_default()
    }

    fn arn(&self) -> Option<String> {
        self.serial_number.clone()
    }
}

aws_shape! {
    /// `User` of the IAM API, as far as it tells whose a device is.
    "PascalCase" MfaUser {
        user_name: Option<String>,
        arn: Option<String>,
    }
}

aws_shape! {
    /// `SAMLProviderListEntry` or `OpenIDConnectProviderListEntry` of the IAM API; the ARN
    /// tells which (`saml-provider/`, `oidc-provider/`).
    "PascalCase" IdentityProvider {
        arn: Option<String>,
        valid_until: Option<String>,
        create_date: Option<String>,
    }
}

impl Body for IdentityProvider {
    const KIND: Kind = Kind::IdentityProvider;

    fn id(&self) -> String {
        self.arn.clone().unwrap_or_default()
    }

    fn arn(&self) -> Option<String> {
        self.arn.clone()
    }
}

aws_shape! {
    /// `InstanceProfile` of the IAM API.
    "PascalCase" InstanceProfile {
        instance_profile_name: Option<String>,
        instance_profile_id: Option<String>,
        arn: Option<String>,
        path: Option<String>,
        roles: Vec<ProfileRole>,
    }
}

impl Body for InstanceProfile {
    const KIND: Kind = Kind::InstanceProfile;

    fn id(&self) -> String {
        self.arn.clone().unwrap_or_default()
    }

    fn arn(&self) -> Option<String> {
        self.arn.clone()
    }
}

aws_shape! {
    /// `Role` of the IAM API, as instance profiles name it.
    "PascalCase" ProfileRole {
        role_name: Option<String>,
        arn: Option<String>,
    }
}
