//! A resource's body as a CEL value: converted once, shared by all rules, and with
//! gaps that refuse to be looked at.

use std::any::Any;
use std::collections::BTreeMap;
use std::sync::Arc;

use cel::ExecutionError;
use cel::common::traits::{Container, Indexer, Iterable, Iterator as CelIterator, Sizer};
use cel::common::types::{
    CelBool, CelDouble, CelInt, CelNull, CelString, LIST_TYPE, MAP_TYPE, Type,
};
use cel::common::value::{CowVal, StaticVal, Val};
use serde::Deserialize;
use serde_json::Value;

use super::seen;
use crate::inventory::{GAP_KEY, NotSeen};
use crate::rule::undecided;

static LIST: Type = LIST_TYPE;
static MAP: Type = MAP_TYPE;
static GAP: Type = Type::new_unspecified_type("not_seen");

/// A value of a body.
#[derive(Debug, Clone)]
pub enum Node {
    /// What AWS left out.
    Null(CelNull),
    /// A truth value.
    Bool(CelBool),
    /// A whole number.
    Int(CelInt),
    /// Any other number.
    Double(CelDouble),
    /// A text.
    Text(CelString<'static>),
    /// A list.
    List(List),
    /// An object.
    Map(Map),
    /// What was not seen.
    Gap(Gap),
    /// What was seen and cannot be told all the same: why, as an error that looking at it
    /// raises. Only fields of an object are so.
    Open(CelNull, Arc<str>),
}

/// A list; gaps stand at its end.
#[derive(Debug, Clone)]
pub struct List(Arc<Vec<Node>>);

/// An object, by field name.
#[derive(Debug, Clone)]
pub struct Map(Arc<BTreeMap<Box<str>, Node>>);

/// What was not seen.
#[derive(Debug, Clone)]
pub struct Gap(Arc<NotSeen>);

impl Node {
    /// A list of `items`.
    pub fn list(items: impl IntoIterator<Item = Self>) -> Self {
        let (gaps, mut items): (Vec<_>, Vec<_>) = items
            .into_iter()
            .partition(|item| matches!(item, Self::Gap(_)));
        // Last, so that a loop finds what is decided without them before it meets them.
        items.extend(gaps);
        Self::List(List(Arc::new(items)))
    }

    /// What was not seen.
    pub fn gap(call: NotSeen) -> Self {
        Self::Gap(Gap(Arc::new(call)))
    }

    /// What cannot be told: why.
    pub fn open(why: &str) -> Self {
        Self::Open(CelNull, why.into())
    }

    /// The object with `value` as its field `name`; what is no object stays as it is.
    pub fn with(&self, name: &str, value: Self) -> Self {
        let Self::Map(Map(fields)) = self else {
            return self.clone();
        };
        let mut fields = BTreeMap::clone(fields);
        fields.insert(name.into(), value);
        Self::Map(Map(Arc::new(fields)))
    }

    /// The value as CEL knows it.
    pub fn val(&self) -> &(dyn Val + 'static) {
        match self {
            Self::Null(v) | Self::Open(v, _) => v,
            Self::Bool(v) => v,
            Self::Int(v) => v,
            Self::Double(v) => v,
            Self::Text(v) => v,
            Self::List(v) => v,
            Self::Map(v) => v,
            Self::Gap(v) => v,
        }
    }

    fn equals(&self, other: &Self) -> bool {
        self.val().equals(other.val())
    }
}

impl From<&Value> for Node {
    fn from(json: &Value) -> Self {
        match json {
            Value::Null => Self::Null(CelNull),
            Value::Bool(b) => Self::Bool(CelBool::from(*b)),
            Value::Number(n) => match n.as_i64() {
                Some(int) => Self::Int(CelInt::from(int)),
                None => Self::Double(CelDouble::from(n.as_f64().unwrap_or(f64::NAN))),
            },
            Value::String(text) => Self::Text(CelString::from(text.clone())),
            Value::Array(items) => Self::list(items.iter().map(Self::from)),
            Value::Object(fields) => {
                if let Some(Ok(call)) = fields.get(GAP_KEY).map(NotSeen::deserialize) {
                    return Self::gap(call);
                }
                let fields = fields.iter();
                let fields = fields.map(|(name, value)| (name.as_str().into(), value.into()));
                Self::Map(Map(Arc::new(fields.collect())))
            }
        }
    }
}

fn not_seen(gap: &Gap) -> ExecutionError {
    seen::raised(&gap.0);
    ExecutionError::function_error(&gap.0.operation, gap.0.reason)
}

/// The value of `node`, or an error where it was not seen.
fn look_at<'v>(node: &Node) -> Result<CowVal<'_, 'v>, ExecutionError> {
    match node {
        Node::Gap(gap) => Err(not_seen(gap)),
        Node::Open(_, why) => Err(undecided(why)),
        node => Ok(CowVal::Borrowed(node.val())),
    }
}

impl Val for Map {
    fn get_type(&self) -> &Type {
        &MAP
    }

    fn cel_type() -> &'static Type {
        &MAP
    }

    fn as_indexer<'b, 'v>(&'b self) -> Option<&'b (dyn Indexer + 'v)>
    where
        Self: 'v,
    {
        Some(self)
    }

    fn as_container(&self) -> Option<&dyn Container> {
        Some(self)
    }

    fn as_sizer(&self) -> Option<&dyn Sizer> {
        Some(self)
    }

    fn equals(&self, other: &dyn Val) -> bool {
        let Some(other) = other.downcast_ref::<Self>() else {
            return false;
        };
        self.0.len() == other.0.len()
            && (self.0.iter()).all(|(k, v)| other.0.get(k).is_some_and(|o| v.equals(o)))
    }

    fn clone_as_boxed<'v>(&self) -> Box<dyn Val + 'v> {
        Box::new(self.clone())
    }

    fn as_any(&self) -> Option<&dyn Any> {
        Some(self)
    }
}

impl StaticVal for Map {}

impl Indexer for Map {
    fn get<'b, 'v>(&'b self, field: &dyn Val) -> Result<CowVal<'b, 'v>, ExecutionError>
    where
        Self: 'v,
    {
        let name = field
            .downcast_ref::<CelString<'_>>()
            .map_or("", |f| f.inner());
        let node = self.0.get(name);
        look_at(node.ok_or_else(|| ExecutionError::no_such_key(name))?)
    }

    fn steal<'v>(self: Box<Self>, field: &dyn Val) -> Result<Box<dyn Val + 'v>, ExecutionError>
    where
        Self: 'v,
    {
        self.get(field).map(CowVal::into_owned)
    }
}

impl Container for Map {
    fn contains(&self, value: &dyn Val) -> Result<bool, ExecutionError> {
        let name = value.downcast_ref::<CelString<'_>>();
        Ok(name.is_some_and(|name| self.0.contains_key(name.inner())))
    }
}

impl Sizer for Map {
    fn size(&self) -> CelInt {
        CelInt::from(i64::try_from(self.0.len()).unwrap_or(i64::MAX))
    }
}

impl List {
    /// What is missing of the list, unless that is to be passed over.
    fn gap(&self) -> Option<&Gap> {
        match self.0.last() {
            Some(Node::Gap(gap)) if !seen::passes_over() => Some(gap),
            _ => None,
        }
    }

    /// The elements that were seen.
    fn seen(&self) -> impl Iterator<Item = &Node> {
        self.0.iter().filter(|item| !matches!(item, Node::Gap(_)))
    }
}

impl Val for List {
    fn get_type(&self) -> &Type {
        &LIST
    }

    fn cel_type() -> &'static Type {
        &LIST
    }

    fn as_indexer<'b, 'v>(&'b self) -> Option<&'b (dyn Indexer + 'v)>
    where
        Self: 'v,
    {
        Some(self)
    }

    fn as_container(&self) -> Option<&dyn Container> {
        Some(self)
    }

    fn as_iterable<'b, 'v>(&'b self) -> Option<&'b (dyn Iterable + 'v)>
    where
        Self: 'v,
    {
        Some(self)
    }

    fn as_sizer(&self) -> Option<&dyn Sizer> {
        Some(self)
    }

    fn equals(&self, other: &dyn Val) -> bool {
        if let Some(gap) = self.gap() {
            seen::taint(&gap.0);
        }
        let Some(other) = other.as_iterable() else {
            return false;
        };
        let mut others = other.iter();
        let alike =
            (self.0.iter()).all(|item| others.next().is_some_and(|other| item.val().equals(other)));
        alike && others.next().is_none()
    }

    fn clone_as_boxed<'v>(&self) -> Box<dyn Val + 'v> {
        Box::new(self.clone())
    }

    fn as_any(&self) -> Option<&dyn Any> {
        Some(self)
    }
}

impl StaticVal for List {}

impl Indexer for List {
    fn get<'b, 'v>(&'b self, index: &dyn Val) -> Result<CowVal<'b, 'v>, ExecutionError>
    where
        Self: 'v,
    {
        // With a part of the list missing, what stands where is not known.
        if let Some(gap) = self.gap() {
            return Err(not_seen(gap));
        }
        let index = index.downcast_ref::<CelInt>().map(|i| *i.inner());
        let found = index.and_then(|i| self.0.get(usize::try_from(i).ok()?));
        let missing = || ExecutionError::no_such_key(&format!("[{}]", index.unwrap_or(-1)));
        look_at(found.ok_or_else(missing)?)
    }

    fn steal<'v>(self: Box<Self>, index: &dyn Val) -> Result<Box<dyn Val + 'v>, ExecutionError>
    where
        Self: 'v,
    {
        self.get(index).map(CowVal::into_owned)
    }
}

impl Container for List {
    fn contains(&self, value: &dyn Val) -> Result<bool, ExecutionError> {
        let mut items = self.seen();
        match (items.any(|item| item.val().equals(value)), self.gap()) {
            (true, _) => Ok(true),
            (false, None) => Ok(false),
            (false, Some(gap)) => Err(not_seen(gap)),
        }
    }
}

impl Sizer for List {
    fn size(&self) -> CelInt {
        if let Some(gap) = self.gap() {
            seen::taint(&gap.0);
        }
        let items = self.seen().count();
        CelInt::from(i64::try_from(items).unwrap_or(i64::MAX))
    }
}

impl Iterable for List {
    fn iter<'b, 'v>(&'b self) -> Box<dyn CelIterator<'b, 'v> + 'b>
    where
        Self: 'v,
    {
        Box::new(Items(self.0.iter()))
    }
}

struct Items<'b>(std::slice::Iter<'b, Node>);

impl<'b, 'v> CelIterator<'b, 'v> for Items<'b> {
    fn next(&mut self) -> Option<&'b (dyn Val + 'v)> {
        let node = self.0.next()?;
        if let Node::Gap(gap) = node {
            if seen::passes_over() {
                return None;
            }
            seen::met(&gap.0);
        }
        Some(node.val())
    }
}

impl Val for Gap {
    fn get_type(&self) -> &Type {
        &GAP
    }

    fn cel_type() -> &'static Type {
        &GAP
    }

    fn as_indexer<'b, 'v>(&'b self) -> Option<&'b (dyn Indexer + 'v)>
    where
        Self: 'v,
    {
        Some(self)
    }

    fn as_container(&self) -> Option<&dyn Container> {
        Some(self)
    }

    fn equals(&self, _: &dyn Val) -> bool {
        seen::taint(&self.0);
        false
    }

    /// CEL copies an element to bind it to a loop's variable, after it has asked whether
    /// the loop goes on.
    fn clone_as_boxed<'v>(&self) -> Box<dyn Val + 'v> {
        seen::handed_out(&self.0);
        Box::new(self.clone())
    }

    fn as_any(&self) -> Option<&dyn Any> {
        Some(self)
    }
}

impl StaticVal for Gap {}

impl Indexer for Gap {
    fn get<'b, 'v>(&'b self, _: &dyn Val) -> Result<CowVal<'b, 'v>, ExecutionError>
    where
        Self: 'v,
    {
        Err(not_seen(self))
    }

    fn steal<'v>(self: Box<Self>, _: &dyn Val) -> Result<Box<dyn Val + 'v>, ExecutionError>
    where
        Self: 'v,
    {
        Err(not_seen(&self))
    }
}

impl Container for Gap {
    fn contains(&self, _: &dyn Val) -> Result<bool, ExecutionError> {
        Err(not_seen(self))
    }
}

impl Map {
    /// The object as JSON, for evidence.
    pub fn json(&self) -> Value {
        let fields = self.0.iter();
        Value::Object(
            fields
                .map(|(name, node)| (name.to_string(), node.json()))
                .collect(),
        )
    }
}

impl Node {
    /// What stands at `path`, one field name after the other.
    pub fn at(&self, path: &[String]) -> Option<&Self> {
        path.iter().try_fold(self, |node, name| match node {
            Self::Map(map) => map.0.get(name.as_str()),
            // What is below something that was not seen was not seen either.
            Self::Gap(_) | Self::Open(..) => Some(node),
            _ => None,
        })
    }

    /// The value as JSON, for evidence.
    pub fn json(&self) -> Value {
        match self {
            Self::Null(_) => Value::Null,
            Self::Bool(v) => Value::from(*v.inner()),
            Self::Int(v) => Value::from(*v.inner()),
            Self::Double(v) => Value::from(*v.inner()),
            Self::Text(v) => Value::from(v.inner()),
            Self::List(v) => Value::Array(v.0.iter().map(Self::json).collect()),
            Self::Map(v) => v.json(),
            Self::Gap(v) => serde_json::json!({ GAP_KEY: *v.0 }),
            Self::Open(_, why) => Value::from(format!("({why})")),
        }
    }
}
