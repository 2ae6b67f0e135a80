//! What the command line writes to, and how.

use std::io::{self, IsTerminal, Write};

use super::{ColorChoice, Voice};

/// Standard output, standard error, and whether they take colour.
pub struct Terminal {
    out: io::Stdout,
    color_out: bool,
    color_err: bool,
    /// Only what went wrong is said.
    pub quiet: bool,
}

impl Terminal {
    /// The streams of this process.
    pub fn new(voice: &Voice) -> Self {
        let color = |is_terminal: bool| match voice.color {
            ColorChoice::Always => true,
            ColorChoice::Never => false,
            ColorChoice::Auto => is_terminal && !no_color(),
        };
        Self {
            out: io::stdout(),
            color_out: color(io::stdout().is_terminal()),
            color_err: color(io::stderr().is_terminal()),
            quiet: voice.quiet,
        }
    }

    /// Standard output, for reports and data.
    pub fn out(&mut self) -> &mut dyn Write {
        &mut self.out
    }

    /// Standard error, for everything else.
    pub fn err() -> impl Write {
        io::stderr()
    }

    /// Whether standard output takes colour.
    pub fn color_on_out(&self) -> bool {
        self.color_out
    }

    /// Whether standard error takes colour.
    pub fn color_on_err(&self) -> bool {
        self.color_err
    }

    /// The columns of the terminal; 100 where that is not known.
    pub fn width() -> usize {
        let size = console::Term::stderr().size_checked();
        size.map_or(100, |(_, columns)| usize::from(columns).clamp(60, 200))
    }

    /// `error:` in the colour of errors.
    pub fn error_label(&self) -> &'static str {
        if self.color_err {
            "\u{1b}[1;31merror:\u{1b}[0m"
        } else {
            "error:"
        }
    }

    /// Says `line` on standard error unless the user asked for quiet.
    pub fn say(&self, line: &str) {
        if !self.quiet {
            // Nobody is left to be told that standard error is gone.
            let _ = writeln!(Self::err(), "{line}");
        }
    }
}

#[expect(
    clippy::disallowed_methods,
    reason = "the command line reads the environment"
)]
fn no_color() -> bool {
    std::env::var("NO_COLOR").is_ok_and(|value| !value.is_empty())
}

/// Sends what the program and the SDK trace to standard error: warnings, and more with
/// `--verbose`.
pub fn log(voice: &Voice, terminal: &Terminal) {
    let filter = match (voice.quiet, voice.verbose) {
        (true, _) => "error",
        (_, 0) => "warn,aws_config=error,aws_smithy_runtime=error",
        (_, 1) => "info,aws_config=warn",
        (_, 2) => "debug,hyper=info,rustls=info",
        (_, _) => "trace",
    };
    let _ = tracing_subscriber::fmt()
        .with_env_filter(tracing_subscriber::EnvFilter::new(filter))
        .with_writer(io::stderr)
        .with_ansi(terminal.color_on_err())
        .without_time()
        .try_init();
}
