//! IAM: account summary, password policy and credential report.

use std::sync::Arc;
use std::time::Duration;

use aws_sdk_iam::types::ReportStateType;
use tokio::time::{Instant, sleep};

use super::scan::Scan;
use crate::inventory::{NotSeen, Reason, body};
use crate::kind::{Call, Kind, call};

const FIRST_PAUSE: Duration = Duration::from_millis(250);
const LONGEST_PAUSE: Duration = Duration::from_secs(8);

/// Collects all of IAM that is planned.
pub(super) async fn collect(scan: Arc<Scan>) {
    tokio::join!(
        summary(&scan),
        password_policy(&scan),
        credential_report(&scan)
    );
}

async fn summary(scan: &Scan) {
    let call = call::GET_ACCOUNT_SUMMARY;
    if !scan.asks(call) {
        return;
    }
    let client = scan.aws.iam(scan.aws.region());
    match scan
        .ask(None, call, client.get_account_summary().send())
        .await
    {
        Ok(answer) => {
            let map = answer.and_then(|a| a.summary_map).into_iter().flatten();
            let summary_map = map.map(|(key, n)| (key.as_str().to_owned(), n.into()));
            let summary_map = summary_map.collect();
            scan.found(None, &body::AccountSummary { summary_map });
        }
        Err(gap) => scan.missed(None, &[Kind::AccountSummary], &gap),
    }
}

async fn password_policy(scan: &Scan) {
    let call = call::GET_ACCOUNT_PASSWORD_POLICY;
    if !scan.asks(call) {
        return;
    }
    let client = scan.aws.iam(scan.aws.region());
    let request = client.get_account_password_policy().send();
    match scan.ask(None, call, request).await {
        Ok(answer) => {
            if let Some(p) = answer.and_then(|a| a.password_policy) {
                let policy = body::PasswordPolicy {
                    minimum_password_length: p.minimum_password_length,
                    require_symbols: Some(p.require_symbols),
                    require_numbers: Some(p.require_numbers),
                    require_uppercase_characters: Some(p.require_uppercase_characters),
                    require_lowercase_characters: Some(p.require_lowercase_characters),
                    allow_users_to_change_password: Some(p.allow_users_to_change_password),
                    expire_passwords: Some(p.expire_passwords),
                    max_password_age: p.max_password_age,
                    password_reuse_prevention: p.password_reuse_prevention,
                    hard_expiry: p.hard_expiry,
                };
                scan.found(None, &policy);
            }
        }
        Err(gap) => scan.missed(None, &[Kind::PasswordPolicy], &gap),
    }
}

async fn credential_report(scan: &Scan) {
    if !scan.asks(call::GET_CREDENTIAL_REPORT) {
        return;
    }
    let rows = async {
        generate(scan).await?;
        fetch(scan).await
    };
    match rows.await {
        Ok(rows) => {
            for row in rows {
                scan.found(None, &row);
            }
        }
        Err(gap) => scan.missed(None, &[Kind::Credential], &gap),
    }
}

/// Waits until IAM has written the report. It takes seconds, many where there are
/// thousands of users; asking again tells how far it is.
async fn generate(scan: &Scan) -> Result<(), NotSeen> {
    let call = call::GENERATE_CREDENTIAL_REPORT;
    if !scan.asks(call) {
        return Ok(());
    }
    let client = scan.aws.iam(scan.aws.region());
    let patience = scan.aws.options().timeouts.credential_report;
    let start = Instant::now();
    let mut pause = FIRST_PAUSE;
    loop {
        let request = client.generate_credential_report().send();
        let answer = scan.ask(None, call, request).await?;
        if answer.and_then(|a| a.state) == Some(ReportStateType::Complete) {
            return Ok(());
        }
        if start.elapsed() + pause > patience {
            let detail = format!("no report within {} s", patience.as_secs());
            return Err(NotSeen::new(call, Reason::Timeout, detail));
        }
        sleep(pause).await;
        pause = (pause * 2).min(LONGEST_PAUSE);
    }
}

async fn fetch(scan: &Scan) -> Result<Vec<body::Credential>, NotSeen> {
    let call = call::GET_CREDENTIAL_REPORT;
    let client = scan.aws.iam(scan.aws.region());
    let request = client.get_credential_report().send();
    let answer = scan.ask(None, call, request).await?;
    let content = answer.and_then(|a| a.content);
    let content = content.map(aws_smithy_types::Blob::into_inner);
    parse(&content.unwrap_or_default()).map_err(|e| malformed(call, &e))
}

fn malformed(call: Call, problem: &str) -> NotSeen {
    let detail = format!("malformed reply: {problem}");
    NotSeen::new(call, Reason::Failed, detail)
}

/// The rows of a credential report, read by the names of its columns: AWS adds columns
/// at will.
fn parse(report: &[u8]) -> Result<Vec<body::Credential>, String> {
    let mut reader = csv::Reader::from_reader(report);
    let header = reader.headers().map_err(|e| e.to_string())?;
    if !header.iter().any(|column| column == "user") {
        return Err("the credential report has no column `user`".to_owned());
    }
    let rows = reader.deserialize().map(|row| {
        let row: body::Credential = row.map_err(|e| e.to_string())?;
        match &row.user {
            Some(_) => Ok(row),
            None => Err("a row of the credential report has no user".to_owned()),
        }
    });
    rows.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_found_by_name_and_unknown_ones_ignored() {
        let rows = parse(
            b"new_column,user,mfa_active,arn,access_key_1_active\n\
              x,<root_account>,true,arn:aws:iam::123456789012:root,false\n\
              y,\"a,b\",false,,\n",
        )
        .unwrap();
        let [root, user] = rows.as_slice() else {
            panic!("{rows:?}");
        };
        assert_eq!(root.user.as_deref(), Some("<root_account>"));
        assert_eq!(root.mfa_active.as_deref(), Some("true"));
        assert_eq!(root.password_enabled, None, "a column that is not there");
        assert_eq!(user.user.as_deref(), Some("a,b"));
        assert_eq!(user.arn, None, "an empty field");
    }

    #[test]
    fn a_report_without_rows_is_no_mistake() {
        assert_eq!(parse(b"user,arn\n"), Ok(vec![]));
    }

    #[test]
    fn what_is_no_report_is_refused() {
        for (report, problem) in [
            (&b""[..], "no column `user`"),
            (b"<html>busy</html>", "no column `user`"),
            (b"arn,mfa_active\na,b\n", "no column `user`"),
            (b"user,arn\nalice\n", "found record with 1 fields"),
            (b"user,arn\nalice,a,b\n", "found record with 3 fields"),
            (b"user,arn\n,a\n", "has no user"),
            (b"user,arn\n\xff\xfe,a\n", "UTF-8"),
            (b"user,user\na,b\n", "duplicate field"),
        ] {
            let error = parse(report).unwrap_err();
            let report = String::from_utf8_lossy(report);
            assert!(error.contains(problem), "{report:?}: {error}");
        }
    }
}
