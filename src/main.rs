//! The `auditrail` command.

use auditrail::cli;
use auditrail::exit_status::ExitStatus;

fn main() -> ExitStatus {
    cli::main(std::env::args_os())
}
