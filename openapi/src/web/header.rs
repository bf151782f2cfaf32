//! Headers of a request.

use std::borrow::Cow;

pub const ACCEPT: &str = "accept";
pub const CONTENT_TYPE: &str = "content-type";

/// Names are plain text.
pub struct HeaderName;

impl HeaderName {
    pub const fn from_static(name: &'static str) -> &'static str {
        name
    }
}

#[derive(Clone, Debug)]
pub struct HeaderValue(pub(super) Cow<'static, str>);

impl HeaderValue {
    pub const fn from_static(value: &'static str) -> Self {
        Self(Cow::Borrowed(value))
    }
}

impl From<String> for HeaderValue {
    fn from(value: String) -> Self {
        Self(Cow::Owned(value))
    }
}

pub struct HeaderMap(pub(super) Vec<(&'static str, HeaderValue)>);

impl HeaderMap {
    pub fn with_capacity(count: usize) -> Self {
        Self(Vec::with_capacity(count))
    }

    pub fn append(&mut self, name: &'static str, value: HeaderValue) {
        self.0.push((name, value));
    }
}
