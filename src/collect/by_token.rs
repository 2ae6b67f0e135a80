//! Lists for which the SDK has no paginator.

use std::future::Future;

use crate::inventory::NotSeen;

/// What is on all pages of a list, and what cut it short. `ask` gives the page of a token
/// and the token of the next page.
pub(super) async fn by_token<T, F>(ask: impl Fn(Option<String>) -> F) -> (Vec<T>, Option<NotSeen>)
where
    F: Future<Output = Result<(Vec<T>, Option<String>), NotSeen>>,
{
    let mut all = Vec::new();
    let mut token = None;
    loop {
        match ask(token.clone()).await {
            Ok((page, next)) => {
                all.extend(page);
                // An endpoint that gives the same token again would never come to an end.
                if next.as_deref().is_none_or(str::is_empty) || next == token {
                    return (all, None);
                }
                token = next;
            }
            Err(gap) => return (all, Some(gap)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::inventory::Reason;
    use crate::kind::call;

    #[tokio::test]
    async fn pages_are_followed_to_the_last() {
        let (all, cut) = by_token(async |token| match token.as_deref() {
            None => Ok((vec![1, 2], Some("a".to_owned()))),
            Some("a") => Ok((vec![3], Some("b".to_owned()))),
            Some(_) => Ok((vec![4], Some(String::new()))),
        })
        .await;
        assert_eq!((all, cut), (vec![1, 2, 3, 4], None));
    }

    #[tokio::test]
    async fn a_page_without_an_answer_keeps_those_before_it() {
        let gap = NotSeen::new(call::GET_HTTP_APIS, Reason::Denied, "no");
        let (all, cut) = by_token(async |token| match token {
            None => Ok((vec![1], Some("a".to_owned()))),
            Some(_) => Err(gap.clone()),
        })
        .await;
        assert_eq!((all, cut), (vec![1], Some(gap.clone())));
    }

    #[tokio::test]
    async fn a_token_that_comes_again_is_the_end() {
        let (all, cut) = by_token(async |_| Ok((vec![1], Some("a".to_owned())))).await;
        assert_eq!((all, cut), (vec![1, 1], None));
    }
}
