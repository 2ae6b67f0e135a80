//! Who vouches for people and pipelines, and the certificates that servers show.

use auditrail::inventory::body::{IdentityProvider, ServerCertificate};

use crate::account::Demo;
use crate::naming::{arn, iam_id, some};

/// Identity providers.
pub const PROVIDERS: i64 = 2;
/// Server certificates.
pub const CERTIFICATES: i64 = 2;

pub fn fill(demo: &mut Demo) {
    demo.found(
        None,
        &IdentityProvider {
            arn: some(arn("iam", "", "saml-provider/nordlicht-workforce")),
            valid_until: some("2031-04-02T08:15:27Z"),
            create_date: some("2024-04-02T08:15:27Z"),
        },
    );
    let pipelines = "oidc-provider/token.actions.githubusercontent.com";
    demo.found(
        None,
        &IdentityProvider {
            arn: some(arn("iam", "", pipelines)),
            ..IdentityProvider::default()
        },
    );
    for certificate in [
        // From before the load balancers took theirs from ACM.
        certificate(
            "shop-wildcard-2022",
            "2022-06-13T07:50:12Z",
            "2023-07-15T23:59:59Z",
        ),
        certificate(
            "fjord-freight-edi",
            "2026-01-20T13:31:48Z",
            "2027-01-19T23:59:59Z",
        ),
    ] {
        demo.found(None, &certificate);
    }
}

fn certificate(name: &str, uploaded: &str, expires: &str) -> ServerCertificate {
    ServerCertificate {
        server_certificate_name: some(name),
        server_certificate_id: Some(iam_id("ASCA", name)),
        arn: some(arn("iam", "", &format!("server-certificate/{name}"))),
        path: some("/"),
        upload_date: some(uploaded),
        expiration: some(expires),
    }
}
