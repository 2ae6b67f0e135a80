//! What is covered and what is not.

mod bounds;
mod brute;
mod cases;
mod dice;
mod events;
mod properties;
mod survive;
