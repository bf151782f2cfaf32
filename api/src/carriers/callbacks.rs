//! What the carrier reports by itself: inbound texts, and the states of outbound ones.
//!
//! Every callback is signed (twilio.com/docs/usage/security); one that isn't is refused unread.
//! Answers go out after the commit. A genuine callback that comes again is acknowledged and
//! changes nothing, because carriers repeat themselves and their signatures carry no nonce.

mod media;

use actix_web::http::StatusCode;
use actix_web::{HttpRequest, HttpResponse, web};
use copperline_shared::phone::Phone;
use secrecy::ExposeSecret;
use uuid::Uuid;

use super::signature::{self, Body, SignatureError};
use crate::app::App;
use crate::app::AppData;
use crate::db::WorkspaceId;
use crate::error::{Error, plain};
use crate::input::has_content_type;
use crate::jobs;
use crate::messages::{self, Inbound, Received, Report};
use crate::router::Unlisted;

/// Where the carrier reports texts to our numbers.
pub const INBOUND_PATH: &str = "/callbacks/carrier/messages";
const STATUS_PATH: &str = "/callbacks/carrier/workspaces/{workspace}/messages/{message}/status";

pub fn routes(routes: &mut Unlisted) {
    routes
        .post(INBOUND_PATH, inbound_text)
        .post(STATUS_PATH, message_status);
}

/// Where the carrier reports the states of a message.
#[must_use]
pub fn status_url(app: &App, workspace: WorkspaceId, message: Uuid) -> String {
    let base = app.config.base_url();
    format!(
        "{base}/callbacks/carrier/workspaces/{}/messages/{message}/status",
        workspace.0
    )
}

async fn inbound_text(
    app: AppData,
    request: HttpRequest,
    body: web::Bytes,
) -> Result<HttpResponse, Error> {
    let Ok(fields) = signed(&app, &request, &body) else {
        return Ok(refused());
    };
    let (Some(id), Some(from), Some(to)) = (
        fields.get("MessageSid"),
        fields.get("From"),
        fields.get("To"),
    ) else {
        return Ok(plain(
            StatusCode::BAD_REQUEST,
            "MessageSid, From or To is missing.",
        ));
    };
    let Ok(to) = to.parse::<Phone>() else {
        tracing::warn!(id, to, "a text came for something that is no phone number");
        return Ok(unknown_number());
    };
    let Ok(from) = from.parse::<Phone>() else {
        // Short codes and names can't be answered and aren't people. The carrier keeps the text
        // under its id.
        tracing::warn!(id, from, %to, "a text from a sender without a phone number was left alone");
        return Ok(acknowledged());
    };
    let text = Inbound {
        carrier_message_id: id.to_owned(),
        from,
        to,
        body: fields.get("Body").unwrap_or_default().to_owned(),
        media: media::named(&fields),
    };
    match messages::receive(&app, text).await? {
        Received::Stored => jobs::wake(&app),
        Received::Repeated => {}
        Received::UnknownNumber => return Ok(unknown_number()),
    }
    Ok(acknowledged())
}

async fn message_status(
    app: AppData,
    request: HttpRequest,
    path: web::Path<(Uuid, Uuid)>,
    body: web::Bytes,
) -> Result<HttpResponse, Error> {
    let Ok(fields) = signed(&app, &request, &body) else {
        return Ok(refused());
    };
    let (Some(id), Some(status)) = (fields.get("MessageSid"), fields.get("MessageStatus")) else {
        return Ok(plain(
            StatusCode::BAD_REQUEST,
            "MessageSid or MessageStatus is missing.",
        ));
    };
    let (workspace, message) = path.into_inner();
    let report = Report {
        carrier_message_id: id.to_owned(),
        status: status.to_owned(),
        error_code: fields
            .get("ErrorCode")
            .filter(|code| !code.is_empty())
            .map(str::to_owned),
    };
    if messages::report(&app, WorkspaceId(workspace), message, report).await? {
        return Ok(HttpResponse::NoContent().finish());
    }
    tracing::warn!(%workspace, %message, id, "a state came for a message we don't have");
    Ok(plain(StatusCode::NOT_FOUND, "There is no such message."))
}

/// The fields of a callback that was signed.
#[derive(Debug)]
pub struct Fields(Vec<(String, String)>);

impl Fields {
    fn get(&self, name: &str) -> Option<&str> {
        self.0
            .iter()
            .find(|(known, _)| known == name)
            .map(|(_, value)| value.as_str())
    }
}

fn signed(app: &App, request: &HttpRequest, body: &[u8]) -> Result<Fields, SignatureError> {
    let token = app.secrets.carrier_auth_token.expose_secret();
    let outcome = read_signed(token, app.config.base_url(), request, body);
    if let Err(error) = &outcome {
        tracing::warn!(%error, path = request.path(), "refused a carrier's callback");
    }
    outcome
}

/// Checks a callback's signature and reads its form. `public_url` is the address the carrier
/// knows us by, which a proxy may hide from the request itself.
///
/// # Errors
/// Says why the callback is not believed.
pub fn read_signed(
    auth_token: &str,
    public_url: &str,
    request: &HttpRequest,
    body: &[u8],
) -> Result<Fields, SignatureError> {
    let asked = request
        .uri()
        .path_and_query()
        .map_or("/", |asked| asked.as_str());
    let url = format!("{public_url}{asked}");
    let given = request
        .headers()
        .get("x-twilio-signature")
        .and_then(|value| value.to_str().ok());
    if has_content_type(request, "application/x-www-form-urlencoded") {
        let fields: Vec<(String, String)> = serde_urlencoded::from_bytes(body)
            .ok()
            .ok_or(SignatureError::Wrong)?;
        signature::verify(auth_token, &url, Body::Form(&fields), given)?;
        // No database keeps a NUL, and no text is lost for one.
        let without = |text: String| text.replace('\0', "");
        let fields = fields
            .into_iter()
            .map(|(name, value)| (name, without(value)));
        return Ok(Fields(fields.collect()));
    }
    signature::verify(auth_token, &url, Body::Raw(body), given)?;
    Ok(Fields(Vec::new()))
}

/// `<Response/>`: heard, and nothing to say.
fn acknowledged() -> HttpResponse {
    HttpResponse::Ok()
        .content_type("text/xml")
        .body("<Response/>")
}

fn refused() -> HttpResponse {
    plain(StatusCode::FORBIDDEN, "The signature does not fit.")
}

fn unknown_number() -> HttpResponse {
    plain(StatusCode::NOT_FOUND, "This number is not rented here.")
}

#[cfg(test)]
mod tests {
    use actix_web::test::TestRequest;

    use super::*;

    const FORM: &str = "CallSid=CA1234567890ABCDE&Caller=%2B14158675309&Digits=1234\
        &From=%2B14158675309&To=%2B18005551212";
    const ADDRESS: &str = "/myapp.php?foo=1&bar=2";

    fn check(
        public_url: &str,
        address: &str,
        kind: &str,
        body: &str,
        signature: Option<&str>,
    ) -> Result<Fields, SignatureError> {
        let mut request = TestRequest::post()
            .uri(address)
            .insert_header(("content-type", kind));
        if let Some(signature) = signature {
            request = request.insert_header(("x-twilio-signature", signature));
        }
        read_signed(
            "12345",
            public_url,
            &request.to_http_request(),
            body.as_bytes(),
        )
    }

    fn form(public_url: &str, body: &str, signature: &str) -> Result<Fields, SignatureError> {
        let kind = "application/x-www-form-urlencoded; charset=utf-8";
        check(public_url, ADDRESS, kind, body, Some(signature))
    }

    #[test]
    fn x1_twilios_five_published_signatures_are_believed_as_requests() {
        let fields = form(
            "https://mycompany.com",
            FORM,
            "RSOYDt4T1cUTdK1PDd93/VVr8B8=",
        )
        .expect("the first vector");
        assert_eq!(fields.get("From"), Some("+14158675309"));
        assert!(
            form(
                "https://mycompany.com",
                FORM,
                "kvajT1Ptam85bY51eRf/AJRuM3w="
            )
            .is_ok()
        );
        assert!(form("http://mycompany.com", FORM, "0ZXoZLH/DfblKGATFgpif+LLRf4=").is_ok());
        let repeated = "Sid=CA123&SidAccount=AC123&Digits=5678&Digits=1234&Digits=1234";
        assert!(
            form(
                "https://mycompany.com",
                repeated,
                "IK+Dwps556ElfBT0I3Rgjkr1wJU="
            )
            .is_ok()
        );
        let digest = "0a1ff7634d9ab3b95db5c9a2dfe9416e41502b283a80c7cf19632632f96e6620";
        let address = format!("{ADDRESS}&bodySHA256={digest}");
        let body = r#"{"property": "value", "boolean": true}"#;
        let signature = Some("a9nBmqA0ju/hNViExpshrM61xv4=");
        let json = check(
            "https://mycompany.com",
            &address,
            "application/json",
            body,
            signature,
        );
        assert!(json.is_ok());
    }

    #[test]
    fn x1_a_wrong_or_missing_signature_is_refused() {
        let kind = "application/x-www-form-urlencoded";
        let missing = check("https://mycompany.com", ADDRESS, kind, FORM, None);
        assert_eq!(missing.map(|_| ()), Err(SignatureError::Missing));
        let right = "RSOYDt4T1cUTdK1PDd93/VVr8B8=";
        assert!(form("https://other.example", FORM, right).is_err());
        assert!(
            form(
                "https://mycompany.com",
                &FORM.replace("1234", "1235"),
                right
            )
            .is_err()
        );
        let elsewhere = check(
            "https://mycompany.com",
            "/myapp.php?foo=1",
            kind,
            FORM,
            Some(right),
        );
        assert!(elsewhere.is_err());
    }
}
