//! A few rounds of the campaigns; `cargo run --release --example campaign` does many.

#[path = "../../tools/campaign/edits.rs"]
mod edits;
#[path = "../../tools/campaign/kills.rs"]
mod kills;
#[path = "../../tools/campaign/space.rs"]
mod space;

use std::path::Path;

use super::made::dice;

fn program() -> &'static Path {
    Path::new(env!("CARGO_BIN_EXE_appealc"))
}

#[test]
fn builds_may_be_killed_at_any_moment() {
    let dir = tempfile::TempDir::new().expect("a folder");
    let said = kills::run(program(), &dir.path().join("kills"), 20, 7);
    println!("{}", said.unwrap_or_else(|wrong| panic!("seed 7: {wrong}")));
}

#[test]
fn incremental_equals_clean() {
    let dir = tempfile::TempDir::new().expect("a folder");
    let said = edits::run(program(), &dir.path().join("edits"), 100, 11);
    println!("{}", said.unwrap_or_else(|wrong| panic!("seed 11: {wrong}")));
}
