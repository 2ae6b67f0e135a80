//! Names as AWS gives them, the same in every run.

use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use crate::account::ACCOUNT;

/// A text where AWS may leave one out.
#[expect(clippy::unnecessary_wraps, reason = "bodies hold options")]
pub fn some(text: impl Into<String>) -> Option<String> {
    Some(text.into())
}

/// A policy with these statements, as text.
pub fn policy(statements: &Value) -> String {
    json!({"Version": "2012-10-17", "Statement": statements}).to_string()
}

/// The ARN of something in the shop's account; `region` is empty for global services.
pub fn arn(service: &str, region: &str, resource: &str) -> String {
    format!("arn:aws:{service}:{region}:{ACCOUNT}:{resource}")
}

/// An id such as `sg-0a1b2c3d4e5f60718`, made of what the thing is called and where.
pub fn id(prefix: &str, of: &[&str]) -> String {
    format!("{prefix}-0{:016x}", number(prefix, of))
}

/// An id such as `6b1b2b9c-0d8f-4a3e-9f6c-3f2a1d0c9b8a`.
pub fn uuid(of: &[&str]) -> String {
    let high = number("uuid high", of);
    let low = number("uuid low", of);
    let (first, second, third) = (high >> 32, (high >> 16) & 0xffff, high & 0xfff);
    let (fourth, fifth) = (0x8000 | (low >> 48 & 0x3fff), low & 0xffff_ffff_ffff);
    format!("{first:08x}-{second:04x}-4{third:03x}-{fourth:04x}-{fifth:012x}")
}

/// An id of IAM such as `AIDAQ3EGRIXXW2NMSVZ7K`, made of what the thing is called.
pub fn iam_id(prefix: &str, name: &str) -> String {
    const LETTERS: &[u8; 32] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    let bits = u128::from(number(prefix, &[name])) << 64 | u128::from(number(name, &[prefix]));
    let letters = (0..17).map(|i| usize::try_from(bits >> (5 * i) & 31).unwrap_or_default());
    let letters = letters.filter_map(|at| LETTERS.get(at).copied().map(char::from));
    prefix.chars().chain(letters).collect()
}

/// A number that looks random.
pub fn number(salt: &str, of: &[&str]) -> u64 {
    let mut hash = Sha256::new_with_prefix(salt);
    for part in of {
        hash.update([0]);
        hash.update(part);
    }
    let bytes = hash.finalize();
    bytes
        .iter()
        .take(8)
        .fold(0, |sum, byte| sum << 8 | u64::from(*byte))
}
