//! Tests of several rooms together.

mod denied;
