//! The text of a policy document.

use std::fmt;

use serde::de::{Deserializer, Error};
use serde::{Deserialize, Serialize, Serializer};
use serde_json::Value;

/// A policy document as JSON text. The AWS CLI prints some as a text and others, those of
/// IAM, as an object; both are read, and the text is kept. It may be percent-encoded, as
/// IAM returns it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Document(pub String);

impl fmt::Display for Document {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl Serialize for Document {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.0.serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for Document {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        match Value::deserialize(deserializer)? {
            Value::String(text) => Ok(Self(text)),
            object @ Value::Object(_) => Ok(Self(object.to_string())),
            _ => Err(D::Error::custom(
                "a policy document is an object, or its JSON as a text",
            )),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn text_and_object_are_the_same_document() {
        let object = json!({"Version": "2012-10-17", "Statement": []});
        let text = Value::String(object.to_string());
        let read = |value: &Value| Document::deserialize(value).unwrap();
        assert_eq!(read(&object), read(&text));
        assert!(Document::deserialize(json!(["*"])).is_err());
    }
}
