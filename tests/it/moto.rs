//! moto, a local AWS, as a child process, and copies of it: one server for each [`Moto`].
//!
//! A server takes seconds of work to start and an account as long to set up, so one is
//! started for all tests and forks: a copy is there in milliseconds.
//! It comes from `tests/moto-requirements.txt` and is installed on first use, once for
//! all test processes, under cargo's target directory.

use std::fs::{self, File};
use std::io::{BufRead, BufReader, Read};
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Mutex, OnceLock, PoisonError, mpsc};
use std::thread;
use std::time::{Duration, Instant};

use aws_config::SdkConfig;
use sha2::{Digest, Sha256};

use crate::aws;
use crate::http::{Message, exchange};

const REQUIREMENTS: &str = include_str!("../moto-requirements.txt");
const LAUNCHER: &str = include_str!("moto_launcher.py");
const START_TIMEOUT: Duration = Duration::from_mins(1);

const NEEDS: &str = "The integration tests run against moto, a local AWS written in \
    Python. They need `python3` (3.11 or newer) with its `venv` module (on Debian and \
    Ubuntu: `apt-get install python3 python3-venv`) and, the first time, a Python package \
    registry that pip can reach (PIP_INDEX_URL and the like are honoured).";

/// An account of its own in a moto server of its own.
pub struct Moto {
    address: SocketAddr,
    log: PathBuf,
    /// Held while the server forks, which is for one thread.
    copying: Mutex<()>,
}

impl Moto {
    /// An empty account.
    pub fn start() -> Self {
        static EMPTY: OnceLock<Server> = OnceLock::new();
        EMPTY.get_or_init(Server::start).moto.copy()
    }

    /// An account in which everything is as it is now in this one.
    pub fn copy(&self) -> Self {
        let _copying = self.copying.lock().unwrap_or_else(PoisonError::into_inner);
        let log = new_log();
        let mut request = Message::request("POST", "/copy");
        request.body = log.to_string_lossy().into_owned().into_bytes();
        let answer = exchange(self.address, &request).expect("moto copies itself");
        let port = String::from_utf8_lossy(&answer.body).parse();
        Self {
            address: loopback(port.expect("moto answers with the copy's port")),
            log,
            copying: Mutex::default(),
        }
    }

    /// The address it listens on.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// The URL for `--endpoint-url`.
    pub fn endpoint(&self) -> String {
        format!("http://{}", self.address)
    }

    /// A configuration for SDK clients that talk to this server, past any proxy.
    pub fn config(&self, region: &str) -> SdkConfig {
        aws::config(&self.endpoint(), region)
    }
}

impl Drop for Moto {
    fn drop(&mut self) {
        // It ends in place of answering.
        let _ = exchange(self.address, &Message::request("POST", "/end"));
        if thread::panicking() {
            eprintln!("the log of moto is {}", self.log.display());
        } else {
            let _ = fs::remove_file(&self.log);
        }
    }
}

fn loopback(port: u16) -> SocketAddr {
    SocketAddr::from(([127, 0, 0, 1], port))
}

/// Where another server may write its log.
fn new_log() -> PathBuf {
    static COUNT: AtomicU32 = AtomicU32::new(0);
    let count = COUNT.fetch_add(1, Ordering::Relaxed);
    target_dir().join(format!("moto-{}-{count}.log", std::process::id()))
}

/// The server that all are copies of; it and they end with this process.
struct Server {
    moto: Moto,
    child: Child,
    /// Closes when this process ends, which ends the server.
    _alive: Option<ChildStdin>,
}

impl Server {
    fn start() -> Self {
        let python = python();
        let log = new_log();
        let output = File::create(&log).expect("the log of moto can be created");

        let mut command = Command::new(python);
        for (name, _) in std::env::vars_os() {
            let name_is_aws = name.to_string_lossy().starts_with("AWS_");
            if name_is_aws || name.to_string_lossy().starts_with("MOTO_") {
                command.env_remove(name);
            }
        }
        let mut child = command
            .args(["-I", "-c", LAUNCHER])
            .arg(&log)
            .env("MOTO_EC2_LOAD_DEFAULT_AMIS", "false")
            .env("MOTO_IAM_LOAD_MANAGED_POLICIES", "true")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(output)
            .spawn()
            .unwrap_or_else(|error| panic!("{} does not run: {error}", python.display()));
        let alive = child.stdin.take();
        let port = first_line(&mut child).and_then(|line| line.trim().parse::<u16>().ok());
        let mut server = Self {
            moto: Moto {
                address: loopback(port.unwrap_or_default()),
                log,
                copying: Mutex::default(),
            },
            child,
            _alive: alive,
        };
        if port.is_none() {
            server.fail("did not start");
        }
        server.wait_until_it_answers();
        server
    }

    fn wait_until_it_answers(&mut self) {
        let deadline = Instant::now() + START_TIMEOUT;
        loop {
            if exchange(self.moto.address, &Message::request("GET", "/moto-api/")).is_ok() {
                return;
            }
            if Instant::now() > deadline || matches!(self.child.try_wait(), Ok(Some(_))) {
                self.fail("does not answer");
            }
            thread::sleep(Duration::from_millis(20));
        }
    }

    fn fail(&self, what: &str) -> ! {
        let path = &self.moto.log;
        let log = fs::read_to_string(path).unwrap_or_default();
        panic!("moto {what}; {} has:\n{log}", path.display())
    }
}

/// The first line of the child's standard output, or `None` if it ends or dawdles.
fn first_line(child: &mut Child) -> Option<String> {
    let stdout = child.stdout.take()?;
    let (sender, receiver) = mpsc::channel();
    thread::spawn(move || {
        let mut reader = BufReader::new(stdout);
        let mut line = String::new();
        if reader.read_line(&mut line).is_ok() && line.ends_with('\n') {
            let _ = sender.send(line);
        }
        // Read on, or a server that writes more would get a broken pipe.
        let _ = reader.read_to_end(&mut Vec::new());
    });
    receiver.recv_timeout(START_TIMEOUT).ok()
}

/// Cargo's directory for what tests write. It names it to tests and not to examples, which
/// find it beside the folder that they are built into.
fn target_dir() -> &'static Path {
    static DIRECTORY: OnceLock<PathBuf> = OnceLock::new();
    DIRECTORY.get_or_init(|| {
        if let Some(named) = option_env!("CARGO_TARGET_TMPDIR") {
            return PathBuf::from(named);
        }
        let example = std::env::current_exe().expect("a program knows where it is");
        let target = example.ancestors().nth(3);
        target.expect("target/PROFILE/examples/NAME").join("tmp")
    })
}

/// The Python of the virtual environment that has moto, made if it is not there.
fn python() -> &'static Path {
    static PYTHON: OnceLock<PathBuf> = OnceLock::new();
    PYTHON.get_or_init(|| {
        let version = run(Command::new("python3").args(["-I", "-VV"]));
        let digest = Sha256::new()
            .chain_update(REQUIREMENTS)
            .chain_update(version)
            .finalize();
        let venv = target_dir().join(format!("moto-venv-{digest:.12x}"));
        install(&venv);
        venv.join("bin").join("python")
    })
}

/// Makes the virtual environment `venv` unless a run before did; several processes may
/// ask at once.
fn install(venv: &Path) {
    fs::create_dir_all(target_dir()).expect("the target directory can be made");
    let lock = File::create(venv.with_extension("lock")).expect("a lock file can be made");
    lock.lock().expect("the lock file can be locked");
    let complete = venv.join("complete");
    if complete.exists() {
        return;
    }
    if venv.exists() {
        fs::remove_dir_all(venv).expect("what an interrupted run left can be removed");
    }
    let requirements = venv.with_extension("txt");
    fs::write(&requirements, REQUIREMENTS).expect("the requirements can be written");
    run(Command::new("python3").args(["-I", "-m", "venv"]).arg(venv));
    run(Command::new(venv.join("bin").join("python"))
        .args(["-I", "-m", "pip", "install", "--no-input", "--quiet"])
        .args(["--disable-pip-version-check", "--requirement"])
        .arg(&requirements));
    File::create(&complete).expect("the virtual environment can be marked complete");
}

/// Runs a command of the installation; its output, or a panic that says what is needed.
fn run(command: &mut Command) -> Vec<u8> {
    let output = match command.stdin(Stdio::null()).output() {
        Ok(output) => output,
        Err(error) => panic!("{command:?} does not run: {error}.\n{NEEDS}"),
    };
    assert!(
        output.status.success(),
        "{command:?} failed with {}:\n{}{}\n{NEEDS}",
        output.status,
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr),
    );
    output.stdout
}
