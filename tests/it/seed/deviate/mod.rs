//! What is wrong with an account: each function spoils one thing in a compliant one.
//! What moto cannot hold is spoilt in its answers instead; see `like_aws::deviate`.

mod account;
mod config;
mod data;
mod iam;
mod monitor;
mod network;
mod s3;
mod trail;
mod workload;

pub use account::*;
pub use config::*;
pub use data::*;
pub use iam::*;
pub use monitor::*;
pub use network::*;
pub use s3::*;
pub use trail::*;
pub use workload::*;
