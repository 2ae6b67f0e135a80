//! The texts that fields of a record have, as regular languages.

use std::sync::LazyLock;

use crate::coverage::Language;

macro_rules! languages {
    ($($(#[$doc:meta])* $name:ident = $regex:expr;)*) => {
        $(
            $(#[$doc])*
            pub(super) fn $name() -> &'static Language {
                static LANGUAGE: LazyLock<Language> = LazyLock::new(|| Language::new($regex));
                &LANGUAGE
            }
        )*

        /// All of them by name.
        #[cfg(test)]
        pub(super) fn all() -> Vec<(&'static str, &'static Language)> {
            vec![$((stringify!($name), $name())),*]
        }
    };
}

macro_rules! octet {
    () => {
        "(?:25[0-5]|2[0-4][0-9]|1[0-9][0-9]|[1-9]?[0-9])"
    };
}

macro_rules! ipv4 {
    () => {
        concat!("(?:", octet!(), r"\.){3}", octet!())
    };
}

/// IPv6 addresses in any of the ways that groups may be left out.
macro_rules! ipv6 {
    () => {
        "(?:(?:[0-9a-f]{1,4}:){7}[0-9a-f]{1,4}|(?:[0-9a-f]{1,4}:){1,7}:\
         |(?:[0-9a-f]{1,4}:){1,6}:[0-9a-f]{1,4}|(?:[0-9a-f]{1,4}:){1,5}(?::[0-9a-f]{1,4}){1,2}\
         |(?:[0-9a-f]{1,4}:){1,4}(?::[0-9a-f]{1,4}){1,3}|(?:[0-9a-f]{1,4}:){1,3}(?::[0-9a-f]{1,4}){1,4}\
         |(?:[0-9a-f]{1,4}:){1,2}(?::[0-9a-f]{1,4}){1,5}|[0-9a-f]{1,4}:(?::[0-9a-f]{1,4}){1,6}\
         |:(?:(?::[0-9a-f]{1,4}){1,7}|:))"
    };
}

macro_rules! service {
    () => {
        r"[a-z0-9-]+(?:\.[a-z0-9-]+)*\.amazonaws\.com"
    };
}

languages! {
    /// `eventVersion` of records since 2012.
    version = r"1\.(?:0[2-9]|1[01])";
    /// `eventVersion` of records to come.
    any_version = r"[0-9]+\.[0-9]+";
    /// A time, RFC 3339, UTC, whole seconds.
    time = "20[0-9]{2}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12][0-9]|3[01])T(?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]Z";
    /// The endpoint of a service.
    service = service!();
    /// The name of an operation that could be one.
    operation = "(?:Create|Delete|Update|Put|Get|List|Describe)[A-Z][a-z]{3,10}";
    /// The name of an operation that is known.
    known_operation = "[A-Z][A-Za-z0-9]+";
    /// Any name of an operation.
    any_operation = "[!-~]+";
    /// A region.
    region = "[a-z]{2,3}(?:-[a-z]+)+-[0-9]{1,2}";
    /// An address of the Internet.
    address = concat!(ipv4!(), "|", ipv6!());
    /// Where a call came from.
    origin = concat!(ipv4!(), "|", ipv6!(), "|", service!(), "|AWS Internal");
    /// A service, or AWS itself.
    invoker = concat!(service!(), "|AWS Internal");
    /// A UUID.
    uuid = "[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}";
    /// An account.
    account = "[0-9]{12}";
    /// Any text.
    any = "(?s:.)*";
    /// An error code.
    code = "[!-~][ -~]*";
    /// The name of an IAM user or role.
    name = "[0-9A-Za-z_+=,.@-]{1,64}";
    /// The unique id of a principal.
    principal = "[!-~]+";
    /// The id of an access key, which is empty for some sessions of the root user.
    key = "(?:A[A-Z0-9]{15,127})?";
    /// `Yes` or `No`.
    mfa = "Yes|No";
    /// The type of an EC2 instance: family and size.
    instance_type = r"[a-z0-9-]+\.[a-z0-9-]+";
    /// `eventType` of a sign-in.
    sign_in_type = "AwsConsoleSign[Ii]n";
    /// `eventType` of a call.
    call_type = "AwsApiCall|AwsConsoleAction|AwsVpceEvent";
    /// `eventCategory`.
    category = "Management|Data|Insight|NetworkActivity";
    /// `true` or `false` as a text.
    truth = "true|false";
    /// The ARN of a root user.
    root_arn = "arn:aws[a-z-]*:iam::[0-9]{12}:root";
    /// The ARN of an IAM user.
    user_arn = "arn:aws[a-z-]*:iam::[0-9]{12}:user/[!-~]+";
    /// The ARN of a role.
    role_arn = "arn:aws[a-z-]*:iam::[0-9]{12}:role/[!-~]+";
    /// The ARN of a session of a role.
    assumed_role_arn = "arn:aws[a-z-]*:sts::[0-9]{12}:assumed-role/[!-~]+/[!-~]+";
    /// The ARN of a federated user.
    federated_arn = "arn:aws[a-z-]*:sts::[0-9]{12}:federated-user/[!-~]+";
}
