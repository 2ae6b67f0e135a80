//! What is named as evidence.

use serde_json::json;

use super::policy;

#[test]
fn accounts_and_actions_are_those_of_allow_statements() {
    let policy = policy(&json!([
        {"Effect": "Allow", "Action": ["organizations:List*", "organizations:DescribePolicy"],
         "Principal": {"AWS": ["arn:aws:iam::444455556666:root", "111122223333", "*", "AIDAEXAMPLE"]}},
        {"Effect": "Allow", "Action": "organizations:List*",
         "Principal": {"AWS": "arn:aws-cn:iam::444455556666:role/a:b"}},
        {"Effect": "Allow", "NotAction": ["iam:*", "sts:*"], "NotPrincipal": {"AWS": "777788889999"}},
        {"Effect": "Deny", "Action": "s3:*", "Principal": {"AWS": "777788889999"}},
        {"Effect": "Allow", "Action": "x:*", "Principal": {"Federated": "777788889999"}},
    ]));
    let accounts: Vec<String> = policy.named_accounts().into_iter().collect();
    assert_eq!(accounts, ["111122223333", "444455556666"]);
    let actions: Vec<String> = policy.allowed_actions().into_iter().collect();
    assert_eq!(
        actions,
        [
            "all but iam:*, sts:*",
            "organizations:DescribePolicy",
            "organizations:List*",
            "x:*"
        ]
    );
}
