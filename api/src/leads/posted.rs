//! How a lead is posted: with a token in the header or among the fields, as JSON or as a form.

use std::pin::Pin;

use actix_web::dev::Payload;
use actix_web::{FromRequest, HttpRequest, web};
use copperline_shared::api_tokens::Scope;
use copperline_shared::problem::{ErrorCode, FieldProblem};
use percent_encoding::percent_decode;
use serde_json::{Map, Value};
use uuid::Uuid;

use super::rules;
use crate::app::AppData;
use crate::caller::{self, Actor, Identity};
use crate::error::Error;
use crate::{api_tokens, auth, input};

/// A lead as it was posted, with the token it came with. Permission to post leads is in this type.
#[derive(Debug)]
pub struct Posted {
    pub caller: Identity,
    pub token: Uuid,
    /// Without the field `token`: it is not to be kept.
    pub body: Map<String, Value>,
}

impl FromRequest for Posted {
    type Error = Error;
    type Future = Pin<Box<dyn Future<Output = Result<Self, Error>>>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let request = request.clone();
        let bytes = web::Bytes::from_request(&request, payload);
        Box::pin(async move {
            let app: &AppData = request
                .app_data()
                .ok_or_else(|| Error::internal("the app is not attached to the server"))?;
            let mut from_header = None;
            let header = caller::bearer(&request);
            if let Some(secret) = &header {
                from_header = Some(api_tokens::identify(app, secret).await?);
            }
            let bytes = bytes.await.map_err(input::unreadable)?;
            if bytes.is_empty() && from_header.is_none() {
                return Err(no_token(&request).await);
            }
            let mut body = rules::clean(fields(&request, &bytes)?);
            let field = token_field(&mut body);
            let caller = match (from_header, field) {
                (Some(_), Some(field)) if Some(&field) != header.as_ref() => {
                    let message = "This is another token than the header's. Send one of them.";
                    return Err(Error::field("token", message));
                }
                (Some(caller), _) => caller,
                (None, Some(secret)) => api_tokens::identify(app, &secret).await?,
                (None, None) => return Err(no_token(&request).await),
            };
            let token = may_post(&caller)?;
            Ok(Self {
                caller,
                token,
                body,
            })
        })
    }
}

/// Takes the field `token` out of the body, whatever it holds.
fn token_field(body: &mut Map<String, Value>) -> Option<String> {
    let token = body.remove("token")?;
    let token = token.as_str()?.trim();
    (!token.is_empty()).then(|| token.to_owned())
}

/// Says how to send a token; to somebody who is signed in, that it takes one.
async fn no_token(request: &HttpRequest) -> Error {
    let signed_in = request.cookie(auth::SESSION_COOKIE).is_some();
    if signed_in
        && let Err(error) = caller::identify(request)
            .await
            .and_then(|who| may_post(&who))
    {
        return error;
    }
    caller::unauthenticated("Send an API token as Authorization: Bearer …, or as the field token.")
}

/// The token's id, if it may post leads.
fn may_post(caller: &Identity) -> Result<Uuid, Error> {
    let detail = match &caller.actor {
        Actor::ApiToken { id, scopes } if scopes.contains(&Scope::Leads) => return Ok(*id),
        Actor::ApiToken { .. } => {
            format!(
                "This token lacks the scope {}.",
                api_tokens::scope_name(Scope::Leads)
            )
        }
        Actor::Agent { .. } => "Leads are posted with an API token, not by people.".to_owned(),
    };
    Err(Error::new(ErrorCode::Forbidden, detail))
}

/// The body's fields, from JSON or a form. What looks like JSON is read as such: many a vendor
/// sends it with a form's header.
fn fields(request: &HttpRequest, bytes: &[u8]) -> Result<Map<String, Value>, Error> {
    let text = bytes
        .strip_prefix("\u{feff}".as_bytes())
        .unwrap_or(bytes)
        .trim_ascii();
    let json = input::has_content_type(request, "application/json");
    if json || text.starts_with(b"{") {
        return input::from_json(text);
    }
    if !input::has_content_type(request, "application/x-www-form-urlencoded") {
        let detail = "Send the lead as JSON, or as a form (application/x-www-form-urlencoded).";
        return Err(Error::new(ErrorCode::Malformed, detail));
    }
    form(text)
}

/// A form's fields. One that comes again with another value becomes a list: like anything else that
/// can't be read it is kept as it came, and is neither the first value nor the last.
fn form(text: &[u8]) -> Result<Map<String, Value>, Error> {
    let mut fields = Map::new();
    for pair in text
        .split(|byte| *byte == b'&')
        .filter(|pair| !pair.is_empty())
    {
        let (name, value) = match pair.iter().position(|byte| *byte == b'=') {
            Some(at) => (&pair[..at], &pair[at + 1..]),
            None => (pair, &b""[..]),
        };
        let name = decoded(name).ok_or_else(|| {
            let detail = "A field's name is no UTF-8. Send the form in UTF-8.";
            Error::new(ErrorCode::Malformed, detail)
        })?;
        let value = decoded(value).ok_or_else(|| {
            let message = "This is no UTF-8. Send the form in UTF-8.".to_owned();
            let field = name.clone();
            Error::fields(ErrorCode::Malformed, vec![FieldProblem { field, message }])
        })?;
        add(&mut fields, name, Value::String(value));
    }
    Ok(fields)
}

fn add(fields: &mut Map<String, Value>, name: String, value: Value) {
    match fields.get_mut(&name) {
        None => {
            fields.insert(name, value);
        }
        Some(Value::Array(values)) if !values.contains(&value) => values.push(value),
        Some(present @ Value::String(_)) if *present != value => {
            *present = Value::Array(vec![present.take(), value]);
        }
        Some(_) => {}
    }
}

/// What a name or value of a form says; `None` when it is no UTF-8, which nobody could correct
/// once it is stored.
fn decoded(text: &[u8]) -> Option<String> {
    let spaced: Vec<u8> = text
        .iter()
        .map(|byte| if *byte == b'+' { b' ' } else { *byte })
        .collect();
    let decoded = percent_decode(&spaced).decode_utf8().ok()?;
    Some(decoded.into_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use actix_web::test::TestRequest;
    use serde_json::json;

    fn read(content_type: &str, body: &str) -> Result<Value, ErrorCode> {
        let request = TestRequest::post().insert_header(("content-type", content_type));
        fields(&request.to_http_request(), body.as_bytes())
            .map(Value::Object)
            .map_err(|error| error.code())
    }

    #[test]
    fn s4_json_and_forms_are_read_alike() {
        let expected = json!({"phone": "+1 512 555 0192", "first_name": "José"});
        let sent = expected.to_string();
        let form = "phone=%2B1+512+555+0192&first_name=Jos%C3%A9";
        for (content_type, body) in [
            ("application/json", sent.as_str()),
            (
                "application/json; charset=utf-8",
                &format!("\u{feff}\n{sent}"),
            ),
            ("application/x-www-form-urlencoded", &sent),
            ("text/plain", &sent),
            ("application/x-www-form-urlencoded", form),
            ("application/x-www-form-urlencoded; charset=UTF-8", form),
        ] {
            assert_eq!(
                read(content_type, body),
                Ok(expected.clone()),
                "{content_type} {body}"
            );
        }
    }

    #[test]
    fn what_is_neither_json_nor_a_form_is_malformed() {
        for (content_type, body) in [
            ("application/json", "{\"phone\": "),
            ("application/json", "[]"),
            ("application/json", ""),
            ("application/json", "{} {}"),
            ("text/csv", "phone\n5125550192"),
            ("multipart/form-data; boundary=x", "--x\r\n"),
        ] {
            assert_eq!(
                read(content_type, body),
                Err(ErrorCode::Malformed),
                "{body}"
            );
        }
    }

    #[test]
    fn s4_a_form_that_is_no_utf_8_is_refused_by_the_fields_name() {
        for (body, field) in [
            ("phone=5125550192&first_name=Jos%E9", Some("first_name")),
            ("first_name=%C3%28&phone=5125550192", Some("first_name")),
            ("phone=5125550192&%FF=1", None),
        ] {
            let Err(Error::Refused(refused)) = form(body.as_bytes()) else {
                panic!("{body} is refused")
            };
            assert_eq!(refused.code, ErrorCode::Malformed);
            assert_eq!(
                refused.fields.first().map(|named| named.field.as_str()),
                field
            );
        }
    }

    #[test]
    fn s4_a_field_sent_again_is_a_list_and_decides_nothing() {
        let body = "phone=5125550192&phone=5125550193&a=1&a=1&b=1&b=2&b=2&b=3&empty&c=%zz+%26";
        let expected = json!({
            "phone": ["5125550192", "5125550193"],
            "a": "1", "b": ["1", "2", "3"], "empty": "", "c": "%zz &",
        });
        assert_eq!(
            form(body.as_bytes()).map(Value::Object).ok(),
            Some(expected)
        );
    }

    #[test]
    fn s4_the_token_never_stays_with_the_lead() {
        for token in [json!("secret"), json!(1), json!(null), json!(["secret"])] {
            let Value::Object(mut body) = json!({"token": token}) else {
                panic!("no object")
            };
            token_field(&mut body);
            assert!(body.is_empty());
        }
    }
}
