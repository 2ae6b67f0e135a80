//! Reports: the verdicts of a run as a versioned model, and the formats that it is
//! rendered in.

mod alert;
mod assemble;
mod diff;
mod explain;
mod format;
mod html;
mod json;
mod junit;
mod model;
mod selected;
mod template;
mod terminal;
mod verdict;
mod verification;
mod write;

#[cfg(test)]
mod tests;

pub use assemble::{ControlInput, FrameworkInput, Inputs, RuleBinding};
pub use diff::{Change, Diff};
pub use explain::explain;
pub use format::{Format, UnknownFormat};
pub use json::{ReadError, from_json};
pub use model::{
    Control, ControlStatus, Counts, Coverage, Decided, FailBySeverity, Fix, Framework, GapView,
    Report, RuleView, SCHEMA_VERSION, Summary, Tool,
};
pub use template::{RenderError, UserTemplate};
pub use terminal::Screen;
pub use write::{Output, WriteError, render, write};
