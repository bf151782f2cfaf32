//! Reading requests: bodies with errors that name the field, checks, and idempotency keys.

pub mod file;
pub mod nul;
pub mod phone;

use std::future::Future;
use std::pin::Pin;

use actix_web::dev::Payload;
use actix_web::http::header::CONTENT_TYPE;
use actix_web::{FromRequest, HttpRequest, web};
use copperline_shared::checks::FieldError;
use copperline_shared::problem::{ErrorCode, FieldProblem};
use serde::de::DeserializeOwned;
use serde_json::error::Category;

use crate::error::Error;

/// The largest request body, in bytes: room for the longest text and every field of a lead.
pub const BODY_LIMIT: usize = 64 * 1024;

/// A JSON body. What can't be read is refused with the field's name, and so is a NUL.
#[derive(Debug)]
pub struct Body<T>(pub T);

impl<T: DeserializeOwned + 'static> FromRequest for Body<T> {
    type Error = Error;
    type Future = Pin<Box<dyn Future<Output = Result<Self, Error>>>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let bytes = json(request, payload);
        Box::pin(async move {
            let bytes = bytes.await?;
            let body = from_json(&bytes)?;
            nul::refuse_in_json(&bytes)?;
            Ok(Self(body))
        })
    }
}

/// A JSON body that is answered and not kept: its texts may hold anything.
#[derive(Debug)]
pub struct Passing<T>(pub T);

impl<T: DeserializeOwned + 'static> FromRequest for Passing<T> {
    type Error = Error;
    type Future = Pin<Box<dyn Future<Output = Result<Self, Error>>>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let bytes = json(request, payload);
        Box::pin(async move { Ok(Self(from_json(&bytes.await?)?)) })
    }
}

fn json(
    request: &HttpRequest,
    payload: &mut Payload,
) -> impl Future<Output = Result<web::Bytes, Error>> + use<> {
    let json = has_content_type(request, "application/json");
    let bytes = web::Bytes::from_request(request, payload);
    async move {
        if !json {
            let detail = "Send the body as JSON, with the header Content-Type: application/json.";
            return Err(Error::new(ErrorCode::Malformed, detail));
        }
        bytes.await.map_err(unreadable)
    }
}

/// A form that an adapter of ours sends to a simulated provider.
#[derive(Debug)]
pub struct Form<T>(pub T);

impl<T: DeserializeOwned + 'static> FromRequest for Form<T> {
    type Error = Error;
    type Future = Pin<Box<dyn Future<Output = Result<Self, Error>>>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let bytes = web::Bytes::from_request(request, payload);
        Box::pin(async move {
            let bytes = bytes.await.map_err(unreadable)?;
            nul::refuse_in_form(&bytes)?;
            let form = serde_urlencoded::from_bytes(&bytes).map_err(|cause| {
                let detail = format!("The body is not the form this address expects: {cause}.");
                Error::new(ErrorCode::Malformed, detail)
            })?;
            Ok(Self(form))
        })
    }
}

/// Whether the request says its body is of this type.
#[must_use]
pub fn has_content_type(request: &HttpRequest, expected: &str) -> bool {
    request
        .headers()
        .get(CONTENT_TYPE)
        .and_then(|value| value.to_str().ok())
        .is_some_and(|value| value.to_ascii_lowercase().starts_with(expected))
}

/// Says what is wrong with a body that did not arrive whole.
#[must_use]
pub fn unreadable(error: actix_web::Error) -> Error {
    if error.as_response_error().status_code() == actix_web::http::StatusCode::PAYLOAD_TOO_LARGE {
        let detail = format!("The body is larger than {BODY_LIMIT} bytes. Send less.");
        return Error::new(ErrorCode::TooLarge, detail);
    }
    Error::new(
        ErrorCode::Malformed,
        "The body did not arrive whole. Send it again.",
    )
}

/// Reads JSON; an error names the field by its path.
///
/// # Errors
/// [`ErrorCode::Malformed`].
pub fn from_json<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, Error> {
    let mut reader = serde_json::Deserializer::from_slice(bytes);
    let value = serde_path_to_error::deserialize(&mut reader).map_err(|error| {
        let path = error.path().to_string();
        let cause = error.into_inner();
        // Where the JSON itself ends or breaks, no field is at fault.
        let field = match cause.classify() {
            Category::Data => named_in(&cause.to_string()).unwrap_or_else(|| named_by(&path)),
            Category::Io | Category::Syntax | Category::Eof => String::new(),
        };
        if field.is_empty() {
            let detail = format!("The body is not the JSON this operation expects: {cause}.");
            Error::new(ErrorCode::Malformed, detail)
        } else {
            let problem = FieldProblem {
                field,
                message: format!("{cause}."),
            };
            Error::fields(ErrorCode::Malformed, vec![problem])
        }
    })?;
    reader.end().map_err(|cause| {
        Error::new(
            ErrorCode::Malformed,
            format!("The body goes on after its JSON: {cause}."),
        )
    })?;
    Ok(value)
}

/// The field at a path, as far as it is known: empty for the body as a whole.
fn named_by(path: &str) -> String {
    path.trim_end_matches(['?', '.']).to_owned()
}

/// The field that serde names in a "missing field" or "unknown field" message.
fn named_in(message: &str) -> Option<String> {
    let rest = message
        .strip_prefix("missing field `")
        .or_else(|| message.strip_prefix("unknown field `"))?;
    Some(rest.split('`').next()?.to_owned())
}

/// Collects the checks of a request's fields, so that one answer names all that need correcting.
#[derive(Default)]
pub struct Fields {
    problems: Vec<FieldProblem>,
}

impl Fields {
    /// Notes the outcome of one check.
    pub fn check<T>(&mut self, field: &str, outcome: Result<T, FieldError>) -> Option<T> {
        match outcome {
            Ok(value) => Some(value),
            Err(error) => {
                self.refuse(field, error.message);
                None
            }
        }
    }

    /// Checks a field that may be absent.
    pub fn check_some<A, T>(
        &mut self,
        field: &str,
        value: Option<A>,
        check: impl FnOnce(A) -> Result<T, FieldError>,
    ) -> Option<T> {
        value.and_then(|value| self.check(field, check(value)))
    }

    /// Notes a problem found otherwise.
    pub fn refuse(&mut self, field: &str, message: impl Into<String>) {
        self.problems.push(FieldProblem {
            field: field.to_owned(),
            message: message.into(),
        });
    }

    /// The checked values, if every check passed.
    ///
    /// # Errors
    /// [`ErrorCode::Invalid`], naming each field to correct.
    pub fn finish<T: AllPassed>(self, values: T) -> Result<T::Values, Error> {
        match values.all_passed() {
            Some(values) if self.problems.is_empty() => Ok(values),
            _ => Err(Error::invalid(self.problems)),
        }
    }
}

/// A tuple of checked values, each present if its check passed.
pub trait AllPassed {
    type Values;
    fn all_passed(self) -> Option<Self::Values>;
}

macro_rules! all_passed {
    ($($name:ident),*) => {
        impl<$($name),*> AllPassed for ($(Option<$name>,)*) {
            type Values = ($($name,)*);
            #[allow(non_snake_case, reason = "a tuple's parts are named after their types")]
            fn all_passed(self) -> Option<Self::Values> {
                let ($($name,)*) = self;
                Some(($($name?,)*))
            }
        }
    };
}
all_passed!(A);
all_passed!(A, B);
all_passed!(A, B, C);
all_passed!(A, B, C, D);
all_passed!(A, B, C, D, E);
all_passed!(A, B, C, D, E, F);
all_passed!(A, B, C, D, E, F, G);
all_passed!(A, B, C, D, E, F, G, H);
all_passed!(A, B, C, D, E, F, G, H, I);

impl AllPassed for () {
    type Values = ();
    fn all_passed(self) -> Option<()> {
        Some(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use copperline_shared::simulator::NextDelivery;

    fn named<T: DeserializeOwned + std::fmt::Debug>(body: &str) -> Vec<String> {
        let Err(Error::Refused(refused)) = from_json::<T>(body.as_bytes()) else {
            panic!("{body} is refused")
        };
        assert_eq!(refused.code, ErrorCode::Malformed);
        assert!(!refused.detail.contains('?'), "{}", refused.detail);
        refused
            .fields
            .into_iter()
            .map(|problem| problem.field)
            .collect()
    }

    #[test]
    fn a_body_that_is_no_json_names_no_field() {
        for body in ["", "{", "{\"kind\": ", "{kind: 1}", "{\"a\" 1}", "[", "nul"] {
            assert_eq!(named::<NextDelivery>(body), [] as [&str; 0], "{body}");
            assert_eq!(named::<serde_json::Value>(body), [] as [&str; 0], "{body}");
        }
    }

    #[test]
    fn a_field_of_another_type_is_named_and_never_by_a_question_mark() {
        use copperline_shared::conversations::UpdateConversation;
        assert_eq!(named::<UpdateConversation>(r#"{"hot": 1}"#), ["hot"]);
        assert_eq!(named::<UpdateConversation>(r#"{"cold": 1}"#), ["cold"]);
        assert_eq!(named::<UpdateConversation>("7"), [] as [&str; 0]);
        assert_eq!(named::<NextDelivery>(r#"{"kind": "fail"}"#), ["error_code"]);
        for body in [r#"{"kind": "none"}"#, r#"{"kind": 7}"#, "7"] {
            assert!(named::<NextDelivery>(body).iter().all(|field| field != "?"));
        }
    }
}
