//! Answers that several questions share.

use std::collections::{BTreeMap, BTreeSet};
use std::future::Future;
use std::sync::{Arc, Mutex, PoisonError};

use tokio::sync::OnceCell;

/// Answers by what was asked about, each asked for once, however many want it at once.
pub(super) struct Once<K, V>(Mutex<BTreeMap<K, Arc<OnceCell<V>>>>);

impl<K, V> Default for Once<K, V> {
    fn default() -> Self {
        Self(Mutex::default())
    }
}

impl<K: Ord, V: Clone> Once<K, V> {
    /// The answer about `key`: what `ask` gives, unless somebody has asked already.
    pub fn of(&self, key: K, ask: impl Future<Output = V>) -> impl Future<Output = V> {
        // Boxed: the SDK's calls are large, and all who wait for the answer hold one.
        let ask = Box::pin(ask);
        let cell = {
            let mut cells = self.0.lock().unwrap_or_else(PoisonError::into_inner);
            Arc::clone(cells.entry(key).or_default())
        };
        async move { cell.get_or_init(|| ask).await.clone() }
    }
}

/// What is being asked about already: each is for the first that claims it.
#[derive(Default)]
pub(super) struct Claims(Mutex<BTreeSet<String>>);

impl Claims {
    /// Whether nobody has claimed `arn` before.
    pub fn claim(&self, arn: &str) -> bool {
        let mut claimed = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        !claimed.contains(arn) && claimed.insert(arn.to_owned())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::atomic::{AtomicUsize, Ordering::SeqCst};

    #[tokio::test]
    async fn each_is_asked_once_and_all_get_the_answer() {
        let (once, asked) = (Once::default(), AtomicUsize::new(0));
        let ask = |key: &'static str| {
            let asked = &asked;
            once.of(key, async move {
                tokio::task::yield_now().await;
                format!("{key}{}", asked.fetch_add(1, SeqCst))
            })
        };
        let (a, again, b) = tokio::join!(ask("a"), ask("a"), ask("b"));
        assert_eq!(a, again);
        assert_ne!(a, b);
        assert_eq!(ask("a").await, a);
        assert_eq!(asked.load(SeqCst), 2);
    }

    #[test]
    fn a_claim_is_given_once() {
        let claims = Claims::default();
        let given = ["a", "b", "a"].map(|arn| claims.claim(arn));
        assert_eq!(given, [true, true, false]);
    }
}
