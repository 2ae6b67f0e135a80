//! A finding in a terminal with all that its verdict rests on.

mod chain;
mod clause;
mod matrix;

use serde_json::Value;

use super::alert::{Proof, Repair, Witness};
use super::terminal::{Ink, Screen};
use crate::finding::Finding;
use crate::text::sanitise;

/// `finding` with its remarks and evidence, for `screen`. The evidence of an alert is told
/// as a chain, other evidence as it is.
pub fn explain(finding: &Finding, screen: Screen) -> String {
    let mut page = Page::new(screen);
    let status = screen.paint(Ink::of(finding.status), &format!("{:14}", finding.status));
    page.line(
        0,
        &format!(
            "{status} {} {} {}",
            sanitise(finding.account.as_str()),
            sanitise(finding.region.as_str()),
            sanitise(&finding.resource.id)
        ),
    );
    page.line(2, &sanitise(&finding.message));
    if !finding.parameters.is_empty() {
        let parameters = Value::Object(finding.parameters.clone()).to_string();
        page.line(2, &format!("parameters: {}", sanitise(&parameters)));
    }
    for remark in &finding.remarks {
        page.line(2, &format!("note: {}", sanitise(remark)));
    }
    let (proof, rest) = Proof::read(&finding.evidence);
    if let Some(proof) = proof {
        page.proof(&proof);
    }
    for (name, value) in rest {
        page.fact(name, value);
    }
    page.text
}

/// The text so far.
struct Page {
    screen: Screen,
    text: String,
}

impl Page {
    fn new(screen: Screen) -> Self {
        Self {
            screen,
            text: String::new(),
        }
    }

    /// A line with safe `text`, `indent` columns from the left.
    fn line(&mut self, indent: usize, text: &str) {
        let line = format!("{}{text}", " ".repeat(indent));
        self.text.push_str(line.trim_end());
        self.text.push('\n');
    }

    /// What the following lines are.
    fn heading(&mut self, text: &str) {
        let text = self.screen.paint(Ink::Bold, &format!("{text}:"));
        self.line(2, &text);
    }

    fn fact(&mut self, name: &str, value: &Value) {
        // Pretty JSON escapes what a terminal would act on; only its own line breaks are
        // left.
        let value = format!("{value:#}");
        let lines: Vec<_> = value.lines().map(sanitise).collect();
        self.line(2, &format!("{}: {}", sanitise(name), lines.join("\n  ")));
    }

    fn proof(&mut self, proof: &Proof) {
        self.chains(&proof.chains);
        if let Some(link) = &proof.first_broken {
            let first = format!("first broken link: {}", link.label());
            let why = if link.detail.is_empty() {
                String::new()
            } else {
                format!(": {}", link.detail)
            };
            let first = self.screen.paint(Ink::Bold, &first);
            self.line(2, &format!("{first}{why}"));
        }
        if let Some(clause) = &proof.clause {
            self.clause(clause);
        }
        if let Some(matrix) = &proof.matrix {
            self.matrix(matrix);
        }
        if !proof.missed.is_empty() {
            self.heading(&proof.missed_title());
            let events = proof.missed.iter().map(|event| (event.clone(), None));
            let events: Vec<_> = events.collect();
            self.flow(4, 0, &events, ", ");
        }
        if let Some(witness) = &proof.witness {
            self.witness(witness);
        }
        self.repairs(&proof.repairs);
    }

    fn witness(&mut self, witness: &Witness) {
        self.heading("such a record rings nobody");
        for (text, marked) in &witness.lines {
            let mark = if *marked { "> " } else { "  " };
            let text = if *marked {
                self.screen.paint(Ink::Bold, text)
            } else {
                text.clone()
            };
            self.line(2, &format!("{mark}{text}"));
        }
        if !witness.absent.is_empty() {
            let absent = format!("not in it: {}", witness.absent.join(", "));
            self.line(4, &absent);
        }
    }

    fn repairs(&mut self, repairs: &[Repair]) {
        if repairs.is_empty() {
            return;
        }
        self.heading("what mends it");
        for repair in repairs {
            let parts = [&repair.link, &repair.what];
            let said: Vec<&str> = parts
                .iter()
                .map(|s| s.as_str())
                .filter(|s| !s.is_empty())
                .collect();
            if !said.is_empty() {
                self.line(4, &said.join(": "));
            }
            for line in &repair.command {
                self.line(6, line);
            }
        }
    }

    /// `items` with `between` them, on as many lines as they need, each in its ink; all
    /// lines but the first are indented by `hang` more.
    fn flow(&mut self, indent: usize, hang: usize, items: &[(String, Option<Ink>)], between: &str) {
        let room = self.screen.width.saturating_sub(indent + hang);
        let mut text = String::new();
        let mut column = 0;
        let mut left = indent;
        for (at, (item, ink)) in items.iter().enumerate() {
            let between = if at + 1 == items.len() { "" } else { between };
            let width = item.chars().count() + between.chars().count();
            if column > 0 && column + width > room {
                self.line(left, &text);
                left = indent + hang;
                text.clear();
                column = 0;
            }
            match ink {
                Some(ink) => text.push_str(&self.screen.paint(*ink, item)),
                None => text.push_str(item),
            }
            text.push_str(between);
            column += width;
        }
        self.line(left, &text);
    }
}
