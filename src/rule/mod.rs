//! Rules and frameworks as people write them, and as the engine uses them once they
//! have been checked.

mod abbreviation;
mod alert;
mod case;
mod check;
mod check_alert;
mod check_watched;
mod cidr;
#[cfg(test)]
mod cis;
#[cfg(test)]
mod cis_controls;
mod condition;
mod definition;
mod diagnostic;
mod event_field;
mod event_set;
mod file;
mod framework;
mod function;
mod glob;
mod message;
mod network;
mod override_parameter;
mod parameter;
pub mod road;
pub mod schema;
mod select;
mod set;
mod trail_function;
mod watched;
mod watched_file;
mod yaml;

pub use alert::{Alert, EventCount, roads};
pub use case::Case;
pub use condition::{Condition, ConditionError};
pub use definition::{Check, DELIVERY, Messages, Remark, Rule, SIGNAL, Situation};
pub use diagnostic::{Diagnostic, Diagnostics, Source};
pub use event_set::{EventSet, FieldCondition, Names, Origin, ResolvedSet, Texts};
pub use file::{Assessment, Decided, Fix, Outcome, ParameterType};
pub use framework::{Binding, Control, Framework};
pub use function::{ENVIRONMENT, undecided, unreadable};
pub use message::{Message, Piece};
pub use network::{NetworkError, Spelling};
pub use parameter::{BindError, Parameter, bind};
pub use road::Road;
pub use select::{Bound, SelectError, Selected, Selection};
pub use set::{LoadError, RuleSet};
pub use watched::{Watched, WatchedMetric};
