//! The built program in an environment of its own.

use std::ffi::{OsStr, OsString};
use std::fs;
use std::io::{Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::OnceLock;
use std::thread;
use std::time::{Duration, Instant};

use serde_json::Value;
use tempfile::TempDir;

use crate::proxy::Proxy;

/// Verdicts, the worst first.
const WORST_FIRST: [&str; 6] = [
    "fail",
    "unknown",
    "manual",
    "waived",
    "pass",
    "not-applicable",
];

/// A run of the program to be: nothing of the caller's environment reaches it, and it
/// works in an empty directory that goes away with the [`Outcome`].
pub struct Auditrail {
    command: Command,
    directory: TempDir,
    stdin: Vec<u8>,
    timeout: Duration,
}

impl Auditrail {
    /// The built program, without arguments.
    pub fn new() -> Self {
        Self::program(env!("CARGO_BIN_EXE_auditrail"))
    }

    /// Another program, in the same environment.
    pub fn program(path: impl AsRef<OsStr>) -> Self {
        let directory = TempDir::with_prefix("auditrail-").unwrap();
        let mut command = Command::new(path);
        let home = directory.path().join("home");
        let work = directory.path().join("work");
        let temporary = directory.path().join("tmp");
        for path in [&home, &work, &temporary] {
            fs::create_dir(path).unwrap();
        }
        command
            .env_clear()
            .env("HOME", home)
            .env("TMPDIR", temporary)
            .env("AWS_EC2_METADATA_DISABLED", "true")
            .current_dir(work);
        // Where coverage is measured, the program says there what was run.
        if let Some(profile) = std::env::var_os("LLVM_PROFILE_FILE") {
            command.env("LLVM_PROFILE_FILE", profile);
        }
        Self {
            command,
            directory,
            stdin: Vec::new(),
            timeout: Duration::from_mins(2),
        }
    }

    /// Adds an argument.
    pub fn arg(mut self, arg: impl AsRef<OsStr>) -> Self {
        self.command.arg(arg);
        self
    }

    /// Adds arguments.
    pub fn args<A: AsRef<OsStr>>(mut self, args: impl IntoIterator<Item = A>) -> Self {
        self.command.args(args);
        self
    }

    /// Sets a variable of the environment.
    pub fn env(mut self, name: &str, value: impl AsRef<OsStr>) -> Self {
        self.command.env(name, value);
        self
    }

    /// Lets it talk to this proxy as if it were AWS, with credentials.
    pub fn endpoint(self, proxy: &Proxy) -> Self {
        self.env("AWS_ENDPOINT_URL", proxy.endpoint())
            .env("AWS_ACCESS_KEY_ID", "AKIAIOSFODNN7EXAMPLE")
            .env("AWS_SECRET_ACCESS_KEY", "secret")
            .env("AWS_REGION", "eu-west-1")
    }

    /// Puts a file into the working directory.
    pub fn file(self, path: &str, content: impl AsRef<[u8]>) -> Self {
        let path = self.directory.path().join("work").join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, content).unwrap();
        self
    }

    /// What it reads from standard input; nothing by default.
    pub fn stdin(mut self, input: impl Into<Vec<u8>>) -> Self {
        self.stdin = input.into();
        self
    }

    /// How long it may take; two minutes by default.
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.timeout = timeout;
        self
    }

    /// Runs it to its end; one that takes too long is killed and fails the test.
    pub fn run(mut self) -> Outcome {
        let mut child = self
            .command
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap_or_else(|error| panic!("{:?} does not run: {error}", self.command));
        let mut stdin = child.stdin.take().unwrap();
        let input = self.stdin;
        // A program that does not read its input to the end is in its right.
        thread::spawn(move || stdin.write_all(&input));
        let stdout = read_all(child.stdout.take().unwrap());
        let stderr = read_all(child.stderr.take().unwrap());
        let deadline = Instant::now() + self.timeout;
        let status = loop {
            if let Some(status) = child.try_wait().unwrap() {
                break status;
            }
            if Instant::now() > deadline {
                child.kill().unwrap();
                child.wait().unwrap();
                panic!(
                    "{:?} took longer than {:?}; standard error:\n{}",
                    self.command,
                    self.timeout,
                    stderr.join().unwrap()
                );
            }
            thread::sleep(Duration::from_millis(5));
        };
        Outcome {
            status: status.code(),
            stdout: stdout.join().unwrap(),
            stderr: stderr.join().unwrap(),
            args: self.command.get_args().map(OsStr::to_owned).collect(),
            directory: self.directory,
            report: OnceLock::new(),
        }
    }
}

fn read_all(mut from: impl Read + Send + 'static) -> thread::JoinHandle<String> {
    thread::spawn(move || {
        let mut bytes = Vec::new();
        from.read_to_end(&mut bytes).unwrap();
        String::from_utf8_lossy(&bytes).into_owned()
    })
}

/// What a run left behind.
pub struct Outcome {
    /// The exit status; `None` if a signal ended it.
    pub status: Option<i32>,
    pub stdout: String,
    pub stderr: String,
    args: Vec<OsString>,
    directory: TempDir,
    report: OnceLock<Value>,
}

impl Outcome {
    /// Checks the exit status.
    #[track_caller]
    pub fn expect_status(self, status: i32) -> Self {
        assert_eq!(self.status, Some(status), "exit status of {self}");
        self
    }

    /// A path in its working directory.
    pub fn path(&self, path: impl AsRef<Path>) -> PathBuf {
        self.directory.path().join("work").join(path)
    }

    /// The text of a file in its working directory.
    #[track_caller]
    pub fn read(&self, path: &str) -> String {
        fs::read_to_string(self.path(path))
            .unwrap_or_else(|error| panic!("{path}: {error}, after {self}"))
    }

    /// `reports/report.json`.
    #[track_caller]
    pub fn report(&self) -> &Value {
        self.report.get_or_init(|| {
            let text = self.read("reports/report.json");
            serde_json::from_str(&text).expect("the report is JSON")
        })
    }

    /// The findings of a rule, as CIS asks it: the monitoring baseline asks the rules about
    /// alerts once more, with other ways that count.
    #[track_caller]
    pub fn findings(&self, rule: &str) -> Vec<&Value> {
        let all = self.report()["findings"].as_array();
        let all = all.expect("a report has findings").iter();
        let of_cis = all.filter(|finding| finding["parameters"]["via"].is_null());
        of_cis.filter(|finding| finding["rule"] == rule).collect()
    }

    /// The worst verdict of a rule, which must have one.
    #[track_caller]
    pub fn status_of(&self, rule: &str) -> &'static str {
        let findings = self.findings(rule);
        let mut statuses = WORST_FIRST.into_iter();
        statuses
            .find(|status| findings.iter().any(|finding| finding["status"] == *status))
            .unwrap_or_else(|| panic!("no verdict of `{rule}`, after {self}"))
    }
}

impl std::fmt::Display for Outcome {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self {
            args,
            stdout,
            stderr,
            ..
        } = self;
        let status = self.status;
        write!(
            f,
            "{args:?} with {status:?}\n--- stdout\n{stdout}\n--- stderr\n{stderr}"
        )
    }
}
