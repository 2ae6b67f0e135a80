//! auditrail audits AWS accounts against CIS-style rules, and proves that what must
//! ring does ring. `docs/architecture.md` shows how the modules fit together.

pub mod cli;
pub mod cloudtrail;
pub mod collect;
pub mod coverage;
pub mod evaluate;
pub mod event_pattern;
pub mod exit_status;
pub mod filter_pattern;
pub mod finding;
pub mod inventory;
pub mod kind;
pub mod last_change;
pub mod plan;
pub mod policy;
pub mod report;
pub mod rule;
pub mod target;
pub mod text;
pub mod verdict;

#[cfg(test)]
mod rooms;
#[cfg(test)]
mod tests;
