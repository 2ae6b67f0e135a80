//! What moto does not hold of buckets.

use crate::proxy::{Exchange, Proxy};

/// Corrects the answers about buckets.
pub fn apply(proxy: &Proxy) {
    proxy.on("s3:ListBuckets").rewrite(with_regions);
    // moto drops `MfaDelete`; who versions in a compliant account has both.
    proxy.on("s3:GetBucketVersioning").replace(|body| {
        let body = body.replace("GetBucketVersioningResponse", "VersioningConfiguration");
        let enabled = "<Status>Enabled</Status>";
        body.replace(enabled, &format!("{enabled}<MfaDelete>Enabled</MfaDelete>"))
    });
}

/// The list of buckets with the region of each, which S3 names when there is a parameter.
fn with_regions(asked: &Exchange, body: &str) -> String {
    let Some((before, buckets)) = body.split_once("<Buckets>") else {
        return body.to_owned();
    };
    let buckets = buckets.split("<Name>").map(|bucket| {
        let Some((name, rest)) = bucket.split_once("</Name>") else {
            return bucket.to_owned();
        };
        let region = region(asked, name);
        format!("<Name>{name}</Name><BucketRegion>{region}</BucketRegion>{rest}")
    });
    format!("{before}<Buckets>{}", buckets.collect::<String>())
}

fn region(asked: &Exchange, bucket: &str) -> String {
    let answer = asked.get(&format!("/{bucket}?location"));
    let constraint = answer.split_once("</LocationConstraint>");
    let region = constraint.and_then(|(before, _)| before.rsplit('>').next());
    // The first region has no constraint.
    let region = region.filter(|region| !region.is_empty());
    region.unwrap_or("us-east-1").to_owned()
}
