//! A request that is tried again. Nobody knows of one without an answer whether it took effect: as long
//! as the same is asked for, it goes under the same idempotency key, and takes effect once.

use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use crate::api::{self, Failure};

/// A request that was sent, and nobody knows yet what came of it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Attempt {
    /// What was asked for. Browsers keep drafts in which it is called otherwise.
    #[serde(alias = "text")]
    of: String,
    key: String,
}

impl Attempt {
    /// Asks for this: again, if it is what was asked for before, else anew.
    pub fn at(of: String, before: Option<Self>) -> Self {
        Self::with(of, before, api::idempotency_key)
    }

    fn with(of: String, before: Option<Self>, fresh: impl FnOnce() -> String) -> Self {
        match before {
            Some(before) if before.of == of => before,
            _ => Self { of, key: fresh() },
        }
    }

    /// The idempotency key to send.
    pub fn key(&self) -> String {
        self.key.clone()
    }
}

/// The attempts of a form, a button or a draft, of which the last one counts.
#[derive(Clone, Copy)]
pub struct Attempts {
    last: StoredValue<Option<Attempt>>,
}

impl Attempts {
    /// Goes on after one that was kept.
    pub fn after(last: Option<Attempt>) -> Self {
        Self {
            last: StoredValue::new(last),
        }
    }

    /// What is to be kept: a request whose answer has not come.
    pub fn last(self) -> Option<Attempt> {
        self.last.try_get_value().flatten()
    }

    /// The key to ask for this with.
    pub fn key(self, body: &impl Serialize) -> String {
        self.key_of(serde_json::to_string(body).unwrap_or_default())
    }

    /// As [`Attempts::key`], for what is told apart by these words.
    pub fn key_of(self, of: String) -> String {
        let attempt = Attempt::at(of, self.last());
        let key = attempt.key();
        // Whoever asked may be gone by now.
        self.last.try_set_value(Some(attempt));
        key
    }

    /// Takes in what came of the last one. Whether that is known now: the next one is another request
    /// then.
    pub fn end(self, failure: Option<&Failure>) -> bool {
        let known = failure.is_none_or(Failure::is_final);
        if known {
            self.last.try_set_value(None);
        }
        known
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn attempt(of: &str, before: Option<Attempt>, fresh: &str) -> Attempt {
        Attempt::with(of.to_owned(), before, || fresh.to_owned())
    }

    #[test]
    fn c8_m4_what_is_asked_for_again_keeps_its_key_and_something_else_gets_a_new_one() {
        let first = attempt("{\"a\":1}", None, "one");
        let again = attempt("{\"a\":1}", Some(first.clone()), "two");
        let other = attempt("{\"a\":2}", Some(first), "two");
        assert_eq!((again.key().as_str(), other.key().as_str()), ("one", "two"));
    }

    #[test]
    fn c8_what_browsers_have_kept_of_texts_and_comments_is_read() {
        let read = |kept: &str| serde_json::from_str::<Attempt>(kept).expect("readable");
        let of_text = read(r#"{"text":"Hi Maya","key":"one"}"#);
        let of_comment = read(r#"["Hi Maya","one"]"#);
        assert_eq!(of_text, attempt("Hi Maya", None, "one"));
        assert_eq!(of_text, of_comment);
        let kept = serde_json::to_string(&of_text).expect("serializable");
        assert_eq!(read(&kept), of_text);
    }
}
