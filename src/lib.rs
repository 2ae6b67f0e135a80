//! auditrail audits AWS accounts against CIS-style rules, and proves that what must
//! ring does ring. `docs/architecture.md` shows how the modules fit together.

pub mod exit_status;
pub mod finding;
pub mod inventory;
pub mod kind;
pub mod plan;
pub mod report;
pub mod target;
pub mod text;
