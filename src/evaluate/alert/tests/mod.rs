//! Alert rules from one end to the other: inventories in, verdicts out.
//!
//! | file | what |
//! |---|---|
//! | [`scene`] | an account with one whole delivery chain, and changes to it |
//! | [`breaks`] | one thing broken at a time, for every rule |
//! | [`narrowed`] | patterns that lose some of what is required |
//! | [`whole`] | other ways to build a chain that holds |
//! | [`topics`] | what a topic is like, and whether it delivers |
//! | [`cis`] | the patterns that benchmarks print, and their examples |
//! | [`found`] | patterns that people have published |
//! | [`versions`] | versions of a benchmark beside each other |
//! | [`own`] | a rule that a user writes |
//! | [`published`] | alarms without data, in a large account |

mod breaks;
mod cis;
mod found;
mod narrowed;
mod own;
mod published;
mod scene;
mod topics;
mod versions;
mod whole;
