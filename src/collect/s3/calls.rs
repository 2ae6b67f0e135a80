//! The calls about one bucket, each made where the bucket is.

use aws_sdk_s3::types;

use super::list::Buckets;
use crate::collect::convert::{each, name};
use crate::collect::scan::Scan;
use crate::inventory::{NotSeen, Seen, body};
use crate::kind::{Call, Kind, call};
use crate::target::Region;

/// What S3 says of something: none if there is no such thing.
pub(super) type Answer<T> = Option<Seen<T>>;

/// A bucket to ask about.
pub(super) struct Asked<'a> {
    pub scan: &'a Scan,
    /// As which kind it is looked at.
    pub kind: Kind,
    pub name: &'a str,
    /// Where it is: a call elsewhere is only sent away.
    pub region: &'a Seen<Region>,
}

impl Asked<'_> {
    fn shared(&self) -> &Buckets {
        &self.scan.buckets
    }

    /// What `ask` answers in the bucket's region, if a rule needs `call` of this kind.
    async fn planned<T>(
        &self,
        call: Call,
        ask: impl AsyncFnOnce(&Region) -> Result<Option<T>, NotSeen>,
    ) -> Answer<T> {
        if !self.scan.asks_of(self.kind, call) {
            return None;
        }
        match self.region {
            // Boxed: the SDK's calls are large, and most of a bucket's wait their turn.
            Seen::Value(region) => Box::pin(ask(region)).await.transpose().map(Seen::from),
            Seen::NotSeen(gap) => Some(Seen::NotSeen(gap.clone())),
        }
    }

    pub async fn policy(&self) -> Answer<body::Document> {
        if !self.scan.asks_of(self.kind, call::GET_BUCKET_POLICY) {
            return None;
        }
        let ask = self.planned(call::GET_BUCKET_POLICY, async |region| {
            let request = self.scan.aws.s3(region).get_bucket_policy();
            let request = request.bucket(self.name).send();
            let answer = self
                .scan
                .ask(Some(region), call::GET_BUCKET_POLICY, request);
            Ok(answer.await?.and_then(|a| a.policy).map(body::Document))
        });
        self.shared().policies.of(self.name.to_owned(), ask).await
    }

    pub async fn public_access_block(&self) -> Answer<body::PublicAccessBlock> {
        let call = call::GET_BUCKET_PUBLIC_ACCESS_BLOCK;
        if !self.scan.asks_of(self.kind, call) {
            return None;
        }
        let ask = self.planned(call, async |region| {
            let request = self.scan.aws.s3(region).get_public_access_block();
            let request = request.bucket(self.name).send();
            let answer = self.scan.ask(Some(region), call, request).await?;
            let block = answer.and_then(|a| a.public_access_block_configuration);
            Ok(block.map(|b| body::PublicAccessBlock {
                block_public_acls: b.block_public_acls,
                ignore_public_acls: b.ignore_public_acls,
                block_public_policy: b.block_public_policy,
                restrict_public_buckets: b.restrict_public_buckets,
            }))
        });
        self.shared().blocks.of(self.name.to_owned(), ask).await
    }

    pub async fn versioning(&self) -> Answer<body::Versioning> {
        let call = call::GET_BUCKET_VERSIONING;
        let ask = async |region: &Region| {
            let request = self.scan.aws.s3(region).get_bucket_versioning();
            let request = request.bucket(self.name).send();
            let answer = self.scan.ask(Some(region), call, request).await?;
            Ok(answer.map(|a| body::Versioning {
                status: name(a.status),
                mfa_delete: name(a.mfa_delete),
            }))
        };
        self.planned(call, ask).await
    }

    pub async fn encryption(&self) -> Answer<body::Encryption> {
        let call = call::GET_BUCKET_ENCRYPTION;
        if !self.scan.asks_of(self.kind, call) {
            return None;
        }
        let ask = self.planned(call, async |region| {
            let request = self.scan.aws.s3(region).get_bucket_encryption();
            let request = request.bucket(self.name).send();
            let answer = self.scan.ask(Some(region), call, request).await?;
            let settings = answer.and_then(|a| a.server_side_encryption_configuration);
            Ok(settings.map(|s| body::Encryption {
                rules: each(Some(s.rules), encryption_rule),
            }))
        });
        let answer = self.shared().encryptions.of(self.name.to_owned(), ask);
        answer.await
    }

    pub async fn logging(&self) -> Answer<body::LoggingEnabled> {
        let call = call::GET_BUCKET_LOGGING;
        let ask = async |region: &Region| {
            let request = self.scan.aws.s3(region).get_bucket_logging();
            let request = request.bucket(self.name).send();
            let answer = self.scan.ask(Some(region), call, request).await?;
            let logging = answer.and_then(|a| a.logging_enabled);
            Ok(logging.map(|l| body::LoggingEnabled {
                target_bucket: Some(l.target_bucket),
                target_prefix: Some(l.target_prefix),
            }))
        };
        self.planned(call, ask).await
    }

    pub async fn grants(&self) -> Answer<Vec<body::Grant>> {
        let call = call::GET_BUCKET_ACL;
        let ask = async |region: &Region| {
            let request = self.scan.aws.s3(region).get_bucket_acl();
            let request = request.bucket(self.name).send();
            let answer = self.scan.ask(Some(region), call, request).await?;
            Ok(answer.map(|a| each(a.grants, grant)))
        };
        self.planned(call, ask).await
    }

    pub async fn policy_status(&self) -> Answer<body::PolicyStatus> {
        let call = call::GET_BUCKET_POLICY_STATUS;
        let ask = async |region: &Region| {
            let request = self.scan.aws.s3(region).get_bucket_policy_status();
            let request = request.bucket(self.name).send();
            let answer = self.scan.ask(Some(region), call, request).await?;
            let status = answer.and_then(|a| a.policy_status);
            Ok(status.map(|s| body::PolicyStatus {
                is_public: s.is_public,
            }))
        };
        self.planned(call, ask).await
    }
}

fn encryption_rule(r: types::ServerSideEncryptionRule) -> body::EncryptionRule {
    let by_default = r.apply_server_side_encryption_by_default;
    body::EncryptionRule {
        apply_server_side_encryption_by_default: by_default.map(|d| body::EncryptionByDefault {
            sse_algorithm: Some(d.sse_algorithm.as_str().to_owned()),
            kms_master_key_id: d.kms_master_key_id,
        }),
        bucket_key_enabled: r.bucket_key_enabled,
    }
}

fn grant(g: types::Grant) -> body::Grant {
    body::Grant {
        grantee: g.grantee.map(|g| body::Grantee {
            grantee_type: Some(g.r#type.as_str().to_owned()),
            id: g.id,
            display_name: g.display_name,
            email_address: g.email_address,
            uri: g.uri,
        }),
        permission: name(g.permission),
    }
}
