//! The `appealc` program: arguments to the library, its answer to an exit code.

use std::process::ExitCode;

fn main() -> ExitCode {
    ExitCode::from(appealc::cli::main())
}
