//! Tests of the machinery that the other tests stand on.

mod compliant;
mod deviations;
mod faults;
mod likeness;
mod missing;
mod runs;
mod servers;
