//! Reports as files. A file is either the whole report or not there: it is written
//! under another name and renamed.

use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use super::format::Format;
use super::model::Report;
use super::template::{self, RenderError, UserTemplate};

/// One thing to render.
#[derive(Debug, Clone)]
pub enum Output {
    /// A built-in format.
    Format(Format),
    /// The user's template.
    Template(UserTemplate),
}

impl From<Format> for Output {
    fn from(format: Format) -> Self {
        Self::Format(format)
    }
}

impl From<UserTemplate> for Output {
    fn from(template: UserTemplate) -> Self {
        Self::Template(template)
    }
}

impl Output {
    /// The name of the file in the output directory.
    pub fn file_name(&self) -> &str {
        match self {
            Self::Format(format) => format.file_name(),
            Self::Template(template) => template.file_name(),
        }
    }

    /// The report's text.
    pub fn render(&self, report: &Report) -> Result<String, RenderError> {
        match self {
            Self::Format(format) => template::render(report, *format),
            Self::Template(template) => template.render(report),
        }
    }
}

/// Why a report could not be written.
#[derive(Debug, thiserror::Error)]
pub enum WriteError {
    /// It could not be rendered.
    #[error(transparent)]
    Render(#[from] RenderError),
    /// The output directory could not be made.
    #[error("cannot create output directory `{path}`: {source}; choose another with `--output`")]
    Directory {
        /// The directory.
        path: String,
        /// What the system says.
        source: io::Error,
    },
    /// A file could not be written; what stood there before is unchanged.
    #[error(
        "cannot write `{path}`: {source}; make room or choose another directory with `--output`"
    )]
    File {
        /// The file.
        path: String,
        /// What the system says.
        source: io::Error,
    },
    /// Two outputs would be one file.
    #[error("two reports would be written to `{0}`; rename the template or drop the format")]
    SameFile(String),
    /// The stream could not be written.
    #[error("cannot write the report: {0}")]
    Stream(io::Error),
}

/// Writes `report` into `directory`, one file for each of `outputs`, and returns their
/// paths. All are rendered before the first is written.
pub fn write(
    report: &Report,
    outputs: &[Output],
    directory: &Path,
) -> Result<Vec<PathBuf>, WriteError> {
    let mut files: Vec<(PathBuf, String)> = Vec::new();
    for output in outputs {
        let path = directory.join(output.file_name());
        if files.iter().any(|(other, _)| *other == path) {
            return Err(WriteError::SameFile(path.display().to_string()));
        }
        files.push((path, output.render(report)?));
    }
    fs::create_dir_all(directory).map_err(|source| WriteError::Directory {
        path: directory.display().to_string(),
        source,
    })?;
    for (path, text) in &files {
        replace(path, text).map_err(|source| WriteError::File {
            path: path.display().to_string(),
            source,
        })?;
    }
    Ok(files.into_iter().map(|(path, _)| path).collect())
}

/// Writes `report` to `out`, for `--output -`. Nothing is written unless all of it
/// could be rendered.
pub fn render(report: &Report, output: &Output, out: &mut dyn Write) -> Result<(), WriteError> {
    let text = output.render(report)?;
    out.write_all(text.as_bytes())
        .and_then(|()| out.flush())
        .map_err(WriteError::Stream)
}

/// Puts `text` at `path` in one step, whatever stands there.
fn replace(path: &Path, text: &str) -> io::Result<()> {
    let mut name = std::ffi::OsString::from(".");
    name.push(path.file_name().unwrap_or_default());
    name.push(format!(".{}.tmp", std::process::id()));
    let temporary = path.with_file_name(name);
    let written = fill(&temporary, text).and_then(|()| fs::rename(&temporary, path));
    if written.is_err() {
        // The error to report is the first one; a leftover file is the lesser evil.
        let _ = fs::remove_file(&temporary);
    }
    written
}

fn fill(path: &Path, text: &str) -> io::Result<()> {
    // `create_new` follows no link that somebody laid in a shared directory.
    let mut file = match File::create_new(path) {
        Err(e) if e.kind() == io::ErrorKind::AlreadyExists => {
            fs::remove_file(path)?;
            File::create_new(path)?
        }
        other => other?,
    };
    file.write_all(text.as_bytes())?;
    file.sync_all()
}
