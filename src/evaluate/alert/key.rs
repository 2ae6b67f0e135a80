//! Whether a service may use the key with which a topic or a queue encrypts.

use super::link::{Break, Link, Stage, missing};
use crate::inventory::Seen;
use crate::inventory::body::{KeyMetadata, TopicKey};
use crate::kind::call;
use crate::policy::publish::{KeyDecision, Service};
use crate::policy::{Decision, Policy};

/// Something that encrypts with a key.
pub struct Encrypted<'e> {
    /// What it is called in a sentence.
    pub what: &'e str,
    /// The link that it is.
    pub stage: Stage,
    /// How it names the key.
    pub id: &'e str,
    /// The alias of the key that AWS manages for its service.
    pub managed: &'e str,
}

impl Encrypted<'_> {
    /// Whether `service` may use its `key`; `decide` asks a key's policy, with the key's ARN.
    pub fn opens(
        &self,
        key: Option<&Seen<Option<TopicKey>>>,
        service: Service,
        decide: impl Fn(&Policy, &str) -> KeyDecision,
    ) -> Link<()> {
        let (what, id, service) = (self.what, self.id, service.name());
        let broken = |why: String| Err(Break::Broken(self.stage, why));
        let managed = format!(
            "{what} is encrypted with the key `{id}`, which is managed by AWS and which {service} cannot use"
        );
        if id == self.managed || id.ends_with(&format!(":{}", self.managed)) {
            return broken(managed);
        }
        let gap = |call: &crate::inventory::NotSeen| Break::NotSeen(self.stage, vec![call.clone()]);
        let key: &TopicKey = match key.map(Seen::as_result) {
            Some(Ok(Some(key))) => key,
            Some(Err(call)) => return Err(gap(call)),
            Some(Ok(None)) | None => return Err(missing(self.stage, call::DESCRIBE_KEY)),
        };
        let metadata: Option<&KeyMetadata> = match key.key_metadata.as_ref().map(Seen::as_result) {
            Some(Ok(metadata)) => Some(metadata),
            // The policy may decide all the same, but only against it.
            Some(Err(_)) => None,
            None => {
                return broken(format!(
                    "{what} is encrypted with the key `{id}`, which does not exist"
                ));
            }
        };
        if let Some(metadata) = metadata {
            if metadata.key_manager.as_deref() == Some("AWS") {
                return broken(managed);
            }
            let state = metadata.key_state.as_deref();
            if state.is_some_and(|state| state != "Enabled") || metadata.enabled == Some(false) {
                return broken(format!(
                    "{what} is encrypted with the key `{id}`, which is not enabled but {}",
                    state.unwrap_or("Disabled")
                ));
            }
        }
        let key_arn = metadata.and_then(|m| m.arn.as_deref()).unwrap_or(id);
        let policy = match key.policy.as_ref().map(Seen::as_result) {
            Some(Ok(policy)) => policy,
            Some(Err(call)) => return Err(gap(call)),
            None => return Err(missing(self.stage, call::GET_KEY_POLICY)),
        };
        let open = |why: String| Err(Break::Open(self.stage, format!("{what}: {why}")));
        let policy = match Policy::parse(policy) {
            Ok(policy) => policy,
            Err(problem) => {
                return open(format!(
                    "the policy of its key is not understood: {problem}"
                ));
            }
        };
        let decided = decide(&policy, key_arn);
        match decided.decision {
            Decision::Allowed { .. } => match key.key_metadata.as_ref().map(Seen::as_result) {
                Some(Err(call)) => Err(gap(call)),
                _ => Ok(()),
            },
            Decision::NotAllowed => broken(format!(
                "{what} is encrypted with the key `{id}`, whose policy does not allow {service} {}",
                decided.action
            )),
            Decision::Denied { statement } => broken(format!(
                "{what} is encrypted with the key `{id}`, whose policy forbids {service} {}, in {}",
                decided.action,
                policy.statement_name(statement)
            )),
            Decision::Undecided { statement, why } => open(format!(
                "whether the policy of its key `{id}` allows {service} {} is not decided: {} ({why})",
                decided.action,
                policy.statement_name(statement)
            )),
        }
    }
}
