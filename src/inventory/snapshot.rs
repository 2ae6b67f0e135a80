//! Snapshots: an inventory as NDJSON. One header line, then one resource or gap per
//! line, in the inventory's order; compressed with zstd where the file's first bytes
//! say so.

use std::io::{self, BufRead, BufReader, Read, Write};

use serde::{Deserialize, Serialize};

use super::{Gap, Inventory, Resource};

const FORMAT: &str = "auditrail-snapshot";
const VERSION: u32 = 2;
const ZSTD_MAGIC: [u8; 4] = [0x28, 0xb5, 0x2f, 0xfd];

/// Why a snapshot could not be read. The line is counted from 1.
#[derive(Debug, thiserror::Error)]
pub enum SnapshotError {
    /// The file could not be read to its end.
    #[error("cannot be read: {0}")]
    Io(#[from] io::Error),
    /// The first line is not a snapshot's header.
    #[error("line 1: not an auditrail snapshot: {0}")]
    NoHeader(String),
    /// The snapshot was written by an auditrail that is older or newer than this one.
    #[error(
        "line 1: snapshot version {found}, but this auditrail reads version {VERSION}; {advice}",
        found = .0,
        advice = advice(*.0)
    )]
    Version(u32),
    /// A line is neither a resource nor a gap.
    #[error("line {line}: {problem}")]
    Line {
        /// The line, from 1.
        line: usize,
        /// What is wrong with it.
        problem: String,
    },
    /// The file ends before all that its header announces.
    #[error("ends after {found} of {announced} entries: the file is truncated; save it again")]
    Truncated {
        /// Entries in the file.
        found: usize,
        /// Entries that the header announces.
        announced: usize,
    },
}

fn advice(version: u32) -> &'static str {
    if version < VERSION {
        "save it again with this one"
    } else {
        "update auditrail"
    }
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Header {
    format: String,
    version: u32,
    tool: String,
    entries: usize,
    #[serde(flatten)]
    inventory: Inventory,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
enum Entry<R, G> {
    Resource(R),
    Gap(G),
}

/// Writes `inventory` as a snapshot, compressed if `compress`.
///
/// # Errors
/// Those of `out`.
pub fn save(inventory: &Inventory, out: &mut dyn Write, compress: bool) -> io::Result<()> {
    if compress {
        let mut encoder = zstd::Encoder::new(out, 0)?;
        write_lines(inventory, &mut encoder)?;
        encoder.finish()?.flush()
    } else {
        write_lines(inventory, out)?;
        out.flush()
    }
}

fn write_lines(inventory: &Inventory, out: &mut dyn Write) -> io::Result<()> {
    let header = Header {
        format: FORMAT.to_owned(),
        version: VERSION,
        tool: concat!("auditrail ", env!("CARGO_PKG_VERSION")).to_owned(),
        entries: inventory.resources.len() + inventory.gaps.len(),
        inventory: inventory.without_contents(),
    };
    write_line(out, &header)?;
    for resource in &inventory.resources {
        write_line(out, &Entry::<_, &Gap>::Resource(resource))?;
    }
    for gap in &inventory.gaps {
        write_line(out, &Entry::<&Resource, _>::Gap(gap))?;
    }
    Ok(())
}

fn write_line(out: &mut dyn Write, value: &impl Serialize) -> io::Result<()> {
    serde_json::to_writer(&mut *out, value)?;
    out.write_all(b"\n")
}

/// Reads a snapshot, compressed or not.
///
/// # Errors
/// What is wrong with it, and in which line.
pub fn load(input: impl Read) -> Result<Inventory, SnapshotError> {
    let mut input = BufReader::new(input);
    if input.fill_buf()?.starts_with(&ZSTD_MAGIC) {
        read_lines(BufReader::new(zstd::Decoder::with_buffer(input)?))
    } else {
        read_lines(input)
    }
}

fn read_lines(input: impl BufRead) -> Result<Inventory, SnapshotError> {
    let mut lines = input.lines().enumerate();
    let first = match lines.next() {
        Some((_, line)) => line?,
        None => return Err(SnapshotError::NoHeader("the file is empty".to_owned())),
    };
    let header = read_header(&first)?;
    let mut inventory = header.inventory;
    let mut found = 0;
    for (index, line) in lines {
        let line = line?;
        if line.trim().is_empty() {
            continue;
        }
        found += 1;
        match read_entry(&line) {
            Ok(Entry::Resource(resource)) => inventory.resources.push(resource),
            Ok(Entry::Gap(gap)) => inventory.gaps.push(gap),
            // A last line that breaks off is the sign of a truncated file.
            Err(_) if found < header.entries && !line.ends_with('}') => {
                found -= 1;
            }
            Err(problem) => {
                let line = index + 1;
                return Err(SnapshotError::Line { line, problem });
            }
        }
    }
    if found < header.entries {
        return Err(SnapshotError::Truncated {
            found,
            announced: header.entries,
        });
    }
    inventory.sort();
    Ok(inventory)
}

fn read_header(line: &str) -> Result<Header, SnapshotError> {
    #[derive(Deserialize)]
    struct Stamp {
        format: String,
        version: u32,
    }
    let no_header = |e: serde_json::Error| SnapshotError::NoHeader(e.to_string());
    let stamp: Stamp = serde_json::from_str(line).map_err(no_header)?;
    if stamp.format != FORMAT {
        let problem = format!("its format is `{}`", stamp.format);
        return Err(SnapshotError::NoHeader(problem));
    }
    if stamp.version != VERSION {
        return Err(SnapshotError::Version(stamp.version));
    }
    serde_json::from_str(line).map_err(no_header)
}

fn read_entry(line: &str) -> Result<Entry<Resource, Gap>, String> {
    let entry: Entry<Resource, Gap> = serde_json::from_str(line).map_err(|e| e.to_string())?;
    match entry {
        // Through the typed shape, so that a snapshot of an older version, or one that
        // was edited, holds what this version's rules look at.
        Entry::Resource(r) => {
            let (kind, region) = (r.kind, r.region.as_ref());
            Resource::from_cli(kind, &r.account, region, r.body)
                .map(Entry::Resource)
                .map_err(|e| format!("{kind} `{}`: {e}", r.id))
        }
        gap @ Entry::Gap(_) => Ok(gap),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::inventory::{CallCounts, NotSeen, Reason, body, everything};
    use crate::kind::{Kind, call};
    use crate::target::{Account, Partition, Region, Target};

    fn sample() -> Inventory {
        let account = Account::new("123456789012");
        let region = Region::new("eu-west-1");
        let group = body::SecurityGroup {
            group_id: Some("sg-1".into()),
            ..Default::default()
        };
        Inventory {
            started_at: "2026-01-02T03:04:05Z".parse().unwrap(),
            finished_at: "2026-01-02T03:04:06Z".parse().unwrap(),
            targets: vec![Target {
                partition: Partition::new("aws"),
                account: account.clone(),
                regions: vec![region.clone()],
                not_opted_in: vec![],
            }],
            asked: everything(),
            calls: CallCounts::default(),
            resources: vec![Resource::new(&account, Some(&region), &group)],
            gaps: vec![Gap {
                account,
                region: Some(region),
                kind: Kind::Trail,
                resource: None,
                call: NotSeen::new(call::DESCRIBE_TRAILS, Reason::Timeout, "30 s"),
            }],
        }
    }

    fn saved(compress: bool) -> Vec<u8> {
        let mut bytes = Vec::new();
        save(&sample(), &mut bytes, compress).unwrap();
        bytes
    }

    #[test]
    fn what_is_saved_loads_as_it_was() {
        for compress in [false, true] {
            let loaded = load(saved(compress).as_slice()).unwrap();
            assert_eq!(loaded, sample(), "compress: {compress}");
        }
    }

    #[test]
    fn each_entry_is_a_line() {
        let text = String::from_utf8(saved(false)).unwrap();
        assert_eq!(text.lines().count(), 3);
    }

    #[test]
    fn every_truncation_is_an_error_and_never_a_smaller_inventory() {
        for compress in [false, true] {
            let bytes = saved(compress);
            let end = bytes.len() - usize::from(!compress);
            for cut in 0..end {
                let result = load(&bytes[..cut]);
                assert!(result.is_err(), "cut at {cut}, compress: {compress}");
            }
        }
    }

    #[test]
    fn problems_name_the_line() {
        let text = String::from_utf8(saved(false)).unwrap();
        let broken = text.replace("\"kind\":\"security-group\"", "\"kind\":\"security-grup\"");
        let message = load(broken.as_bytes()).unwrap_err().to_string();
        assert!(message.starts_with("line 2: "), "{message}");
        assert!(message.contains("security-grup"), "{message}");
    }

    #[test]
    fn other_files_and_later_versions_are_refused() {
        for (input, expected) in [
            ("", "the file is empty"),
            ("{}", "not an auditrail snapshot"),
            ("{\"format\":\"x\",\"version\":1}", "its format is `x`"),
            (
                "{\"format\":\"auditrail-snapshot\",\"version\":9}",
                "update auditrail",
            ),
        ] {
            let message = load(input.as_bytes()).unwrap_err().to_string();
            assert!(message.contains(expected), "{input}: {message}");
        }
    }
}
