//! Progress on standard error, a line per region, where it is a terminal.

use std::collections::BTreeMap;
use std::sync::Mutex;
use std::time::Duration;

use indicatif::{MultiProgress, ProgressBar, ProgressDrawTarget, ProgressStyle};

use crate::collect::Progress;
use crate::target::Region;

/// A bar for each region, and one for what is global.
pub struct Bars {
    all: MultiProgress,
    bars: Mutex<BTreeMap<String, ProgressBar>>,
}

impl Bars {
    /// Bars that are drawn if `shown` and standard error is a terminal.
    pub fn new(shown: bool) -> Self {
        let target = if shown {
            ProgressDrawTarget::stderr_with_hz(10)
        } else {
            ProgressDrawTarget::hidden()
        };
        Self {
            all: MultiProgress::with_draw_target(target),
            bars: Mutex::default(),
        }
    }

    fn bar(&self, region: Option<&Region>) -> ProgressBar {
        let name = region.map_or("global", Region::as_str);
        // A thread that panicked while it held the lock leaves the bars usable.
        let mut bars = self
            .bars
            .lock()
            .unwrap_or_else(std::sync::PoisonError::into_inner);
        if let Some(bar) = bars.get(name) {
            return bar.clone();
        }
        let position = bars.keys().filter(|other| other.as_str() < name).count();
        let bar = self.all.insert(position, ProgressBar::new(0));
        bar.set_style(style());
        bar.set_prefix(name.to_owned());
        bar.enable_steady_tick(Duration::from_millis(100));
        bars.insert(name.to_owned(), bar.clone());
        bar
    }
}

fn style() -> ProgressStyle {
    let style = ProgressStyle::with_template("{spinner} {prefix:16} {bar:24} {pos}/{len}");
    style.unwrap_or_else(|_| ProgressStyle::default_bar())
}

impl Progress for Bars {
    fn expect(&self, region: Option<&Region>, calls: usize) {
        self.bar(region)
            .inc_length(u64::try_from(calls).unwrap_or(0));
    }

    fn done(&self, region: Option<&Region>) {
        let bar = self.bar(region);
        bar.inc(1);
        if Some(bar.position()) == bar.length() {
            bar.tick();
        }
    }
}

impl Drop for Bars {
    fn drop(&mut self) {
        // The table at the end takes the place of the bars.
        let _ = self.all.clear();
    }
}
