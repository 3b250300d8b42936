//! The `appealc` program.
fn main() {}
