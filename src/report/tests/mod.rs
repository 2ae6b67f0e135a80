//! Every format over one shared sample, parsed back.

use crate::report::{Report, from_json};

/// A report with every status and severity, and with names that try to break out of
/// every format.
const SAMPLE: &str = include_str!("../../../tests/data/report/sample.json");

fn sample() -> Report {
    from_json(SAMPLE.as_bytes()).unwrap()
}

#[test]
#[ignore]
fn scratch() {
    use crate::report::*;
    let dir = std::path::Path::new("/tmp/out");
    for (i, path) in ["tests/data/report/sample.json", "/tmp/big.json"]
        .iter()
        .enumerate()
    {
        let t = std::time::Instant::now();
        let report = from_json(std::fs::File::open(path).unwrap()).unwrap();
        println!("read {:?}", t.elapsed());
        for f in Format::ALL {
            let t = std::time::Instant::now();
            let out = write(&report, &[f.into()], &dir.join(i.to_string())).unwrap();
            println!("{out:?} {:?}", t.elapsed());
        }
        println!(
            "{}",
            report.to_terminal(
                Screen {
                    color: false,
                    width: 110
                },
                &[]
            )
        );
        let _ = sample();
    }
}
