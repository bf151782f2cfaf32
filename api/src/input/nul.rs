//! The NUL character (U+0000), which no text in PostgreSQL can hold. Whoever sends one is told where
//! it stands, before the database is asked. A header's value can hold none.

use actix_web::ResponseError;
use actix_web::body::{EitherBody, MessageBody};
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::middleware::Next;
use copperline_shared::problem::ErrorCode;
use serde_json::Value;

use crate::error::Error;

const TAKE_OUT: &str = "Take out the NUL character (U+0000).";

/// Refuses a request whose address holds a NUL, naming the query's parameter.
///
/// # Errors
/// The handler's own.
pub async fn refuse_in_address<B: MessageBody>(
    request: ServiceRequest,
    next: Next<B>,
) -> Result<ServiceResponse<EitherBody<B>>, actix_web::Error> {
    match in_address(request.uri().path(), request.query_string()) {
        Some(refused) => {
            let answer = request.into_response(refused.error_response());
            Ok(answer.map_into_right_body())
        }
        None => Ok(next.call(request).await?.map_into_left_body()),
    }
}

fn in_address(path: &str, query: &str) -> Option<Error> {
    if query.contains("%00") {
        return Some(in_form(query.as_bytes()));
    }
    path.contains("%00").then(|| {
        let detail = format!("The address holds one that it can't. {TAKE_OUT}");
        Error::new(ErrorCode::Malformed, detail)
    })
}

/// Refuses a form's or a query's field with a NUL.
///
/// # Errors
/// [`Error::field`].
pub fn refuse_in_form(form: &[u8]) -> Result<(), Error> {
    if form.windows(3).any(|part| part == b"%00") || form.contains(&0) {
        return Err(in_form(form));
    }
    Ok(())
}

/// Names the field of a form that holds a NUL.
fn in_form(form: &[u8]) -> Error {
    let fields: Vec<(String, String)> = serde_urlencoded::from_bytes(form).unwrap_or_default();
    let at_fault = fields
        .into_iter()
        .find(|(name, value)| name.contains('\0') || value.contains('\0'));
    let name = at_fault.map_or_else(String::new, |(name, _)| name.replace('\0', ""));
    Error::field(&name, TAKE_OUT)
}

/// Refuses JSON with a NUL in one of its texts or names.
///
/// # Errors
/// [`Error::field`], with the path of what holds it.
pub fn refuse_in_json(json: &[u8]) -> Result<(), Error> {
    // JSON has but one way to write it.
    if !json.windows(6).any(|part| part == br"\u0000") {
        return Ok(());
    }
    let place = serde_json::from_slice(json)
        .ok()
        .and_then(|body| in_value(&body));
    place.map_or(Ok(()), |place| Err(Error::field(&place, TAKE_OUT)))
}

/// The path of the first text or name with a NUL.
fn in_value(value: &Value) -> Option<String> {
    let below = |name: String, value| {
        let inner = in_value(value)?;
        Some(if inner.is_empty() {
            name
        } else {
            format!("{name}.{inner}")
        })
    };
    match value {
        Value::String(text) => text.contains('\0').then(String::new),
        Value::Array(items) => items
            .iter()
            .enumerate()
            .find_map(|(index, item)| below(index.to_string(), item)),
        Value::Object(fields) => fields.iter().find_map(|(name, value)| {
            if name.contains('\0') {
                return Some(name.replace('\0', ""));
            }
            below(name.clone(), value)
        }),
        Value::Null | Value::Bool(_) | Value::Number(_) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn field(outcome: Result<(), Error>) -> Option<String> {
        match outcome {
            Ok(()) => None,
            Err(Error::Refused(mut refused)) => Some(refused.fields.remove(0).field),
            Err(other) => panic!("{other}"),
        }
    }

    #[test]
    fn a_nul_in_json_is_named_by_its_path_and_a_backslash_before_it_is_none() {
        let json = |text: &str| field(refuse_in_json(text.as_bytes()));
        assert_eq!(json(r#"{"name": "Ma\u0000ya"}"#).as_deref(), Some("name"));
        assert_eq!(
            json(r#"{"a": [1, {"b": "\\\u0000"}]}"#).as_deref(),
            Some("a.1.b")
        );
        assert_eq!(json(r#"{"na\u0000me": 1}"#).as_deref(), Some("name"));
        for sound in [
            r#"{"name": "Ma\\u0000ya"}"#,
            r#"{"name": "\u0001"}"#,
            "{",
            "",
        ] {
            assert_eq!(json(sound), None, "{sound}");
        }
    }

    #[test]
    fn a_nul_in_a_form_or_query_is_named_by_its_field() {
        let form = |text: &str| field(refuse_in_form(text.as_bytes()));
        assert_eq!(form("a=1&Body=Hi%00").as_deref(), Some("Body"));
        assert_eq!(form("a%00b=1").as_deref(), Some("ab"));
        assert_eq!(form("a=%2500&b=100%25"), None);
        assert!(in_address("/api/v1/contacts/%00", "").is_some());
        assert!(in_address("/api/v1/contacts", "search=%2500").is_none());
    }
}
