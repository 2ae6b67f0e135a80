//! Changes of a trail.

use super::candidate::Candidate;
use super::command::word;
use crate::evaluate::alert::chain::Chain;
use crate::evaluate::alert::link::{Break, Stage};
use crate::evaluate::alert::parts::Chains;
use crate::evaluate::alert::requirement::Item;
use crate::inventory::Seen;
use crate::inventory::body::{EventSelector, Trail, TrailStatus};

/// What may make a trail see the events of an item.
pub(super) fn trail(chain: &Chain<'_>, item: &Item) -> Vec<Candidate> {
    let mut all = Vec::new();
    let Some(trail) = chain.trail else {
        return all;
    };
    let name = chain.name().to_owned();
    let region = trail.home_region.clone().unwrap_or_default();
    let arn = trail.trail_arn.clone().unwrap_or_else(|| name.clone());
    let command = |operation: &str, rest: &str| {
        format!(
            "aws cloudtrail {operation} --region {} --name {}{rest}",
            word(&region),
            word(&arn)
        )
    };
    let change = |change: fn(&mut Trail)| {
        let arn = trail.trail_arn.clone();
        move |chains: &mut Chains| {
            for trail in chains
                .trails
                .iter_mut()
                .filter(|trail| trail.trail_arn == arn)
            {
                change(trail);
            }
        }
    };
    let status = trail.status.as_ref().map(Seen::as_result);
    let is_stopped =
        matches!(status, Some(Ok(TrailStatus { is_logging, .. })) if *is_logging != Some(true));
    if is_stopped {
        let start = |trail: &mut Trail| {
            if let Some(Seen::Value(status)) = &mut trail.status {
                status.is_logging = Some(true);
            }
        };
        let what = format!("start the logging of trail `{name}`");
        all.push(Candidate::new(
            Stage::Trail,
            what,
            command("start-logging", ""),
            change(start),
        ));
    }
    if chain.region.is_some() {
        let what = format!("make trail `{name}` log in all regions");
        let cli = command("update-trail", " --is-multi-region-trail");
        let multi = |trail: &mut Trail| trail.is_multi_region_trail = Some(true);
        all.push(Candidate::new(Stage::Trail, what, cli, change(multi)));
    }
    let records = matches!(chain.sees(item), Err(Break::Broken(Stage::Trail, _)));
    if records && chain.group.is_ok() {
        let what = format!("let trail `{name}` record all management events");
        let cli = format!(
            "aws cloudtrail put-event-selectors --region {} --trail-name {} --event-selectors ReadWriteType=All,IncludeManagementEvents=true",
            word(&region),
            word(&arn)
        );
        let select = |trail: &mut Trail| {
            let all = EventSelector {
                read_write_type: Some("All".to_owned()),
                include_management_events: Some(true),
                ..EventSelector::default()
            };
            trail.event_selectors = Some(Seen::Value(vec![all]));
            trail.advanced_event_selectors = Some(Seen::Value(Vec::new()));
        };
        all.push(Candidate::new(Stage::Trail, what, cli, change(select)));
    }
    all
}
