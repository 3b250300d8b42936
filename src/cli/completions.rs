//! `completions`: what a shell completes, out of the command line itself.

use clap_complete::Shell;

use super::{Console, GOOD, help};

/// Prints the completions of a shell.
pub fn completions(shell: Shell, console: &Console) -> u8 {
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut help::visible(&console.locale), "appealc", &mut script);
    console.result(&String::from_utf8_lossy(&script));
    GOOD
}
