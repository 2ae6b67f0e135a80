//! What is covered and what is not.

mod cases;
