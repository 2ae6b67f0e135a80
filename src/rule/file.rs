//! Rule files, their cases and frameworks exactly as people write them. The JSON
//! Schemas that editors use and that loading checks against are made from these
//! structs.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::road::Road;
use super::watched_file::WatchedFile;
use crate::kind::Kind;
use crate::verdict::{Severity, Status};

/// A rule. Its id is the file's name without `.yaml`.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct RuleFile {
    /// What holds when the rule passes, in a few words of your own.
    #[schemars(length(min = 1))]
    pub title: String,
    /// How much it matters when the rule is broken.
    pub severity: Severity,
    /// The AWS service, as the folder is called.
    #[schemars(length(min = 1))]
    pub service: String,
    /// The kind of resource that gets a verdict. `account` and `region` are kinds too.
    pub judges: Kind,
    /// Other kinds that the conditions look at, each as a list of all its resources in
    /// the account (and region, where the judged kind has one).
    #[serde(default)]
    pub uses: Vec<Kind>,
    /// Values that a framework or a user may set.
    #[serde(default)]
    pub parameters: BTreeMap<String, ParameterFile>,
    /// CEL by name, for expressions that stand in several places: each name is replaced by
    /// its expression, which may use the variable of the loop that it is used in.
    #[serde(default, rename = "let")]
    pub abbreviations: BTreeMap<String, String>,
    /// CEL: whether there is something to judge. Always, if left out.
    pub applies: Option<String>,
    /// CEL: whether the resource is as it should be. Either this or `alert`; with `manual`
    /// neither is needed.
    pub pass: Option<String>,
    /// Events that must end in a notification. Either this or `pass`.
    pub alert: Option<AlertFile>,
    /// A signal of the resource that must set off an alarm which notifies somebody. Either
    /// this or `pass` or `alert`.
    pub watched: Option<WatchedFile>,
    /// Situations in which a resource that does not pass is not failing either: the
    /// verdict is unknown.
    #[serde(default)]
    pub undecided: Vec<SituationFile>,
    /// Situations in which a resource that does not pass has to be judged by a person: the
    /// verdict is manual. With these, `pass` may be left out: nothing passes by itself.
    #[serde(default)]
    pub manual: Vec<SituationFile>,
    /// Source identifiers of the managed Config rules whose evaluation results
    /// (`Compliance`) the conditions look at.
    #[serde(default)]
    pub compliance_of: Vec<String>,
    /// Names of managed policies of AWS (`AWSSupportAccess`) of which the conditions look
    /// at who has them (`policy_entities`).
    #[serde(default)]
    pub entities_of: Vec<String>,
    /// Values to show with the verdict, by name; what `pass` looks at, if left out.
    #[serde(default)]
    pub evidence: BTreeMap<String, String>,
    /// The verdict in one sentence, for each verdict; `{{ CEL }}` is replaced.
    #[serde(default)]
    pub message: MessageFile,
    /// Advice that changes no verdict.
    #[serde(default)]
    pub remarks: Vec<RemarkFile>,
    /// Why it matters, in your own words.
    #[schemars(length(min = 1))]
    pub why: String,
    /// How to mend it.
    pub fix: Fix,
    /// Pages of AWS's documentation.
    #[serde(default)]
    pub references: Vec<String>,
}

/// A parameter of a rule.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ParameterFile {
    /// Its type.
    #[serde(rename = "type")]
    pub of: ParameterType,
    /// Its value unless a framework or a user sets another.
    pub default: Value,
    /// What it means, with its unit.
    pub about: String,
    /// The least number that it takes; of a list, that each item takes.
    pub min: Option<i64>,
    /// The greatest number that it takes; of a list, that each item takes.
    pub max: Option<i64>,
}

/// The type of a parameter.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum ParameterType {
    /// A whole number.
    Int,
    /// A text.
    String,
    /// `true` or `false`.
    Bool,
    /// A list of whole numbers.
    IntList,
    /// A list of texts.
    StringList,
    /// A list of networks as CIDR blocks, `203.0.113.0/24`, of which it can be told by the
    /// text of an address whether they hold it.
    CidrList,
}

/// One sentence for each verdict.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct MessageFile {
    /// When it passes; the title, if left out.
    pub pass: Option<String>,
    /// When it fails.
    pub fail: Option<String>,
    /// When the resource is not one that the rule is about.
    pub not_applicable: Option<String>,
    /// When there is no resource of the kind; it cannot speak of one.
    pub none: Option<String>,
}

/// When a resource that does not pass is not failing either.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SituationFile {
    /// CEL: whether this is the situation.
    pub when: String,
    /// Why that leaves it open, or what the person should look at, in one sentence;
    /// `{{ CEL }}` is replaced.
    pub because: String,
}

/// Advice beside a verdict.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RemarkFile {
    /// CEL: whether it applies.
    pub when: String,
    /// The advice in one sentence; `{{ CEL }}` is replaced.
    pub text: String,
}

/// How to mend what a rule finds.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Fix {
    /// In the AWS console.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub console: Option<String>,
    /// With the AWS CLI.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cli: Option<String>,
    /// In Terraform.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub terraform: Option<String>,
}

/// Events that must end in a notification.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AlertFile {
    /// The events; each must be matched by what notifies somebody. Either these or `lines`.
    #[serde(default)]
    #[schemars(length(min = 1))]
    pub required: Vec<EventFile>,
    /// Words; each line of the judged log group with one of them must end in a
    /// notification. For rules that judge `log-group`.
    pub lines: Option<TextsFile>,
    /// Events that look alike and need not ring: a filter that matches one of them is
    /// remarked on, not failed.
    #[serde(default)]
    pub ordinary: Vec<EventFile>,
    /// How many of the required events may be needed within one period of the alarm
    /// before it rings. 1 if left out, which is what CIS asks for.
    pub events: Option<EventCountFile>,
    /// The ways on which a notification counts: a metric filter and an alarm, or a rule of
    /// `EventBridge`. Metric filters only if left out, which is what CIS asks for.
    #[serde(default)]
    pub via: Vec<Road>,
}

/// A number of events.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(untagged)]
pub enum EventCountFile {
    /// So many.
    Number(u64),
    /// As many as a parameter of type `int` says.
    Parameter(ParameterName),
}

/// A set of `CloudTrail` events, or with `source` and `detail-type` of events that a service
/// sends to `EventBridge` itself. What is left out may be anything that occurs.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct EventFile {
    /// The service's endpoint, such as `iam.amazonaws.com`.
    pub event_source: Option<String>,
    /// The operations.
    pub event_name: Option<TextsFile>,
    /// The service that sends an event to `EventBridge`, such as `aws.config`. It is looked
    /// for in the region of the judged resource, or in all regions.
    pub source: Option<String>,
    /// What such events are called.
    #[serde(rename = "detail-type")]
    pub detail_type: Option<TextsFile>,
    /// Conditions on fields, by path (`userIdentity.type`, `detail.messageType`); all of them
    /// hold.
    #[serde(default, rename = "where")]
    pub conditions: BTreeMap<String, FieldFile>,
    /// Whether calls that AWS refused count too. CIS's lists of changes do not ask for
    /// refused calls.
    #[serde(default)]
    pub outcome: Outcome,
}

/// A list of texts.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(untagged)]
pub enum TextsFile {
    /// These.
    List(Vec<String>),
    /// Those in a parameter of type `string-list`; networks in one of type `cidr-list`.
    Parameter(ParameterName),
}

/// A text.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(untagged)]
pub enum TextFile {
    /// This one.
    Text(String),
    /// The one of a field of the judged resource.
    Resource(ResourceField),
}

/// A field of the judged resource.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ResourceField {
    /// Its name, as the AWS CLI prints it.
    pub resource: String,
}

/// A parameter of the rule.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ParameterName {
    /// Its name.
    pub parameter: String,
}

/// What holds for one field of an event; several keys hold together. Texts compare as a
/// whole and with their case. `is-not`, `none-of` and `outside` hold where there is no such
/// field, too.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
#[schemars(extend("minProperties" = 1))]
pub struct FieldFile {
    /// The field has this text.
    pub is: Option<TextFile>,
    /// The field has another text, or is not there.
    pub is_not: Option<String>,
    /// The field is there, or is not.
    pub exists: Option<bool>,
    /// The field's text begins with this.
    pub starts_with: Option<String>,
    /// The field's text ends with this.
    pub ends_with: Option<String>,
    /// The field's text ends with one of these.
    pub ends_with_one_of: Option<TextsFile>,
    /// The field has one of these texts.
    pub one_of: Option<TextsFile>,
    /// The field has none of these texts, or is not there.
    pub none_of: Option<TextsFile>,
    /// The field is not the address of a host in one of these networks, CIDR blocks; it may
    /// be no address at all.
    pub outside: Option<TextsFile>,
}

/// Which outcomes of a call count.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Outcome {
    /// Calls that succeeded.
    #[default]
    Success,
    /// All calls.
    Any,
}

/// The cases that a rule is tried on: `RULE.test.yaml` beside `RULE.yaml`.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CasesFile {
    /// At least one that passes, one that fails and one that is unknown.
    #[schemars(length(min = 1))]
    pub cases: Vec<CaseFile>,
}

/// A resource and the verdict that it must get.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CaseFile {
    /// What the case shows.
    #[schemars(length(min = 1))]
    pub name: String,
    /// The judged resource, as the AWS CLI prints it. Left out for `account` and
    /// `region`.
    pub resource: Option<Value>,
    /// The resources of the kinds in `uses`, as the AWS CLI prints them. An item
    /// `{"$gap": {operation, reason}}` stands for what could not be looked at.
    #[serde(default)]
    pub with: BTreeMap<Kind, Vec<Value>>,
    /// Parameters that differ from the rule's defaults.
    #[serde(default)]
    pub parameters: serde_json::Map<String, Value>,
    /// The time of the audit, RFC 3339.
    #[serde(default = "default_now")]
    pub now: String,
    /// The partition of the account.
    #[serde(default = "default_partition")]
    pub partition: String,
    /// The verdict.
    pub expect: Status,
    /// A part of the message.
    pub message: Option<String>,
    /// A part of one of the remarks.
    pub remark: Option<String>,
    /// How many remarks there are.
    pub remarks: Option<usize>,
}

fn default_now() -> String {
    "2026-01-01T00:00:00Z".to_owned()
}

fn default_partition() -> String {
    "aws".to_owned()
}

/// A framework: controls, and the rules that decide them. Its id is the file's name
/// without `.yaml`.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct FrameworkFile {
    /// What it is called.
    #[schemars(length(min = 1))]
    pub title: String,
    /// The controls, in their order.
    #[schemars(length(min = 1))]
    pub controls: Vec<ControlFile>,
}

/// A control of a framework.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ControlFile {
    /// Its number, such as `4.1`.
    #[schemars(length(min = 1))]
    pub id: String,
    /// What it asks, in words of your own.
    #[schemars(length(min = 1))]
    pub title: String,
    /// Its level: 1 or 2.
    #[schemars(range(min = 1, max = 2))]
    pub level: u8,
    /// Whether the framework itself calls it automated.
    pub assessment: Assessment,
    /// How much of it the rules decide; all, if left out and there are rules.
    pub decided: Option<Decided>,
    /// The rules that decide it.
    #[serde(default)]
    pub rules: Vec<BindingFile>,
}

/// How a framework wants a control assessed.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "kebab-case")]
pub enum Assessment {
    /// By a program.
    Automated,
    /// By a person.
    Manual,
}

/// How much of a control auditrail decides.
#[derive(
    Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "kebab-case")]
pub enum Decided {
    /// All of it.
    #[default]
    Automatic,
    /// A part; a person has to look at the rest.
    Partial,
    /// Nothing.
    Manual,
}

/// A rule of a control.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(untagged)]
pub enum BindingFile {
    /// With its default parameters.
    Rule(String),
    /// With other parameters.
    Bound(BoundFile),
}

/// A rule with parameters of its own.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct BoundFile {
    /// The rule's id.
    pub rule: String,
    /// The parameters.
    pub parameters: serde_json::Map<String, Value>,
}
