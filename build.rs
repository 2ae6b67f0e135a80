//! Files that are embedded are watched here: without this, cargo does not notice a new one.

fn main() {
    for folder in ["rules", "templates"] {
        println!("cargo::rerun-if-changed={folder}");
    }
}
