//! A compliant account with many users, buckets and security groups.

use crate::http::{Message, exchange};
use crate::moto::Moto;
use crate::seed::Account;
use crate::seed::iam::{self, User};
use crate::seed::network::{self, From, Opening};

/// How many there are of each; of groups, in each region.
const EACH: usize = 200;

/// The account, with these regions.
pub fn account(regions: &[&'static str]) -> Account {
    let account = Account::compliant_in(regions);
    account.change(async |moto| {
        for n in 0..EACH {
            iam::user(moto, user(n)).await;
            bucket(moto, n);
        }
        for region in regions {
            for n in 0..EACH {
                network::group(moto, region, &format!("group-{n:03}"), &opening(n)).await;
            }
        }
    });
    account
}

/// Every other user signs in to the console, one in twenty of those without MFA.
fn user(n: usize) -> User {
    let console_password = n.is_multiple_of(2);
    User {
        // The account is there as long as the program is.
        name: String::leak(format!("user-{n:03}")),
        console_password,
        mfa: console_password && !n.is_multiple_of(40),
        access_key: n.is_multiple_of(5),
    }
}

/// One group in fifty is open to everybody.
fn opening(n: usize) -> Opening {
    if n.is_multiple_of(50) {
        Opening::tcp(22, 22)
    } else {
        Opening::tcp(443, 443).from(From::V4("192.0.2.0/24"))
    }
}

/// Makes a bucket; moto does not verify signatures.
fn bucket(moto: &Moto, n: usize) {
    let mut request = Message::request("PUT", &format!("/bucket-{n:03}-of-the-comparison"));
    request.set_header(
        "authorization",
        "AWS4-HMAC-SHA256 Credential=AKIAIOSFODNN7EXAMPLE/20300101/us-east-1/s3/aws4_request, \
         SignedHeaders=host, Signature=0",
    );
    let answer = exchange(moto.address(), &request).unwrap();
    assert_eq!(answer.word(1), "200", "{answer:?}");
}
