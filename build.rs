//! Files that are embedded are watched here: without this, cargo does not notice a new one.

#![expect(
    clippy::print_stdout,
    reason = "this is how a build script talks to cargo"
)]

fn main() {
    for folder in ["rules", "templates"] {
        println!("cargo::rerun-if-changed={folder}");
    }
}
