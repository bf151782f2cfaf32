//! Making a request.

use serde::Serialize;
use serde_json::Value;

use super::header::{CONTENT_TYPE, HeaderMap, HeaderValue};

/// What a request sends.
#[derive(Clone, Debug)]
pub enum Body {
    Text(String),
    Bytes(Vec<u8>),
}

impl From<Vec<u8>> for Body {
    fn from(bytes: Vec<u8>) -> Self {
        Self::Bytes(bytes)
    }
}

/// A value for a query: absent, one, or several.
pub struct QueryParam<'a, T> {
    name: &'static str,
    value: &'a T,
}

impl<'a, T> QueryParam<'a, T> {
    pub const fn new(name: &'static str, value: &'a T) -> Self {
        Self { name, value }
    }
}

pub struct Request {
    pub(super) method: &'static str,
    pub(super) url: String,
    pub(super) headers: Vec<(&'static str, HeaderValue)>,
    pub(super) body: Option<Body>,
}

pub struct RequestBuilder {
    pub(super) request: Request,
    wrong: Option<String>,
}

impl RequestBuilder {
    pub(super) const fn new(method: &'static str, url: String) -> Self {
        let request = Request {
            method,
            url,
            headers: Vec::new(),
            body: None,
        };
        Self {
            request,
            wrong: None,
        }
    }

    #[must_use]
    pub fn header(mut self, name: &'static str, value: HeaderValue) -> Self {
        self.request.headers.push((name, value));
        self
    }

    #[must_use]
    pub fn headers(mut self, headers: HeaderMap) -> Self {
        self.request.headers.extend(headers.0);
        self
    }

    #[must_use]
    pub fn body(mut self, body: Body) -> Self {
        self.request.body = Some(body);
        self
    }

    #[must_use]
    pub fn json<T: Serialize>(self, body: &T) -> Self {
        self.with_json(serde_json::to_string(body))
    }

    fn with_json(mut self, body: serde_json::Result<String>) -> Self {
        match body {
            Ok(body) => {
                let kind = HeaderValue::from_static("application/json");
                self.header(CONTENT_TYPE, kind).body(Body::Text(body))
            }
            Err(error) => {
                self.wrong = Some(error.to_string());
                self
            }
        }
    }

    #[must_use]
    pub fn query<T: Serialize>(mut self, parameter: &QueryParam<'_, T>) -> Self {
        match serde_json::to_value(parameter.value) {
            Ok(value) => self.add_query(parameter.name, value),
            Err(error) => self.wrong = Some(error.to_string()),
        }
        self
    }

    fn add_query(&mut self, name: &'static str, value: Value) {
        match value {
            Value::Null => {}
            Value::String(text) => self.add_pair(name, &text),
            Value::Bool(on) => self.add_pair(name, if on { "true" } else { "false" }),
            Value::Array(values) => {
                for value in values {
                    self.add_query(name, value);
                }
            }
            Value::Number(number) => match number.as_i64() {
                Some(whole) => self.add_pair(name, &whole.to_string()),
                None => self.wrong = Some(format!("{name} is no whole number")),
            },
            Value::Object(_) => self.wrong = Some(format!("{name} is no value of a query")),
        }
    }

    fn add_pair(&mut self, name: &str, value: &str) {
        let url = &mut self.request.url;
        url.push(if url.contains('?') { '&' } else { '?' });
        url.push_str(name);
        url.push('=');
        url.push_str(&encode_value(value));
    }

    /// # Errors
    /// What was given can't stand in a request.
    pub fn build(self) -> Result<Request, String> {
        match self.wrong {
            None => Ok(self.request),
            Some(wrong) => Err(wrong),
        }
    }
}

/// Percent-encodes a part of a path.
#[must_use]
pub fn encode_path(text: &str) -> String {
    encode(text, |byte| {
        byte.is_ascii_graphic() && !b"\"#<>?`{}/%".contains(&byte)
    })
}

/// Percent-encodes the value of a query (RFC 3986, section 2).
fn encode_value(text: &str) -> String {
    encode(text, |byte| {
        byte.is_ascii_alphanumeric() || b"-._~".contains(&byte)
    })
}

fn encode(text: &str, stays: fn(u8) -> bool) -> String {
    const DIGITS: &[u8; 16] = b"0123456789ABCDEF";
    let mut encoded = String::with_capacity(text.len());
    for byte in text.bytes() {
        if stays(byte) {
            encoded.push(char::from(byte));
        } else {
            encoded.push('%');
            encoded.push(char::from(DIGITS[usize::from(byte >> 4)]));
            encoded.push(char::from(DIGITS[usize::from(byte & 15)]));
        }
    }
    encoded
}
