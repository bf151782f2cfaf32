//! The adapter for the simulated carrier: Twilio's REST api, at this server's own address.

mod media;

use std::time::Duration;

use async_trait::async_trait;
use bytes::{Bytes, BytesMut};
use copperline_shared::numbers::AvailableNumber;
use copperline_shared::phone::Phone;
use copperline_shared::pictures::LARGEST_FILE;
use reqwest::redirect::Policy;
use reqwest::{RequestBuilder, StatusCode};
use secrecy::{ExposeSecret, SecretString};
use serde::Deserialize;
use serde::de::DeserializeOwned;

use super::{Carrier, CarrierError, MediaError, NumberSearch, OutboundText};
use crate::simulator::carrier::{ACCOUNT, PATH};

const TIMEOUT: Duration = Duration::from_secs(10);
/// For a picture of 5 MB; less than a job may take.
const MEDIA_TIMEOUT: Duration = Duration::from_secs(30);
const NUMBERS_AT_ONCE: &str = "20";

/// Codes with which Twilio asks to come again later: too many requests, a full queue.
const BUSY: [&str; 4] = ["20429", "21611", "30001", "14107"];
/// "The phone number is not available": also Twilio's answer when one has it already.
const NOT_AVAILABLE: &str = "21422";
const UNKNOWN_RESOURCE: &str = "20404";

/// Asks the simulated carrier over HTTP.
pub struct SimulatedCarrier {
    http: reqwest::Client,
    /// The account's address, without a slash at its end.
    account: String,
    auth_token: SecretString,
}

impl SimulatedCarrier {
    /// `server` is the address at which this server can reach itself, such as
    /// `http://127.0.0.1:8080`.
    ///
    /// # Errors
    /// When the HTTP client can't be made.
    pub fn new(server: &str, auth_token: &SecretString) -> Result<Self, reqwest::Error> {
        let http = reqwest::Client::builder()
            .timeout(TIMEOUT)
            .redirect(Policy::none())
            .build()?;
        let account = format!("{}{PATH}", server.trim_end_matches('/'));
        Ok(Self {
            http,
            account,
            auth_token: auth_token.clone(),
        })
    }

    fn url(&self, resource: &str) -> String {
        format!("{}/{resource}", self.account)
    }

    async fn ask<T: DeserializeOwned>(&self, request: RequestBuilder) -> Result<T, CarrierError> {
        let body = self.ask_for_bytes(request).await?;
        serde_json::from_slice(&body).map_err(unknown)
    }

    async fn ask_for_bytes(&self, request: RequestBuilder) -> Result<Vec<u8>, CarrierError> {
        let request = request.basic_auth(ACCOUNT, Some(self.auth_token.expose_secret()));
        let answer = request.send().await.map_err(unknown)?;
        let status = answer.status();
        let body = answer.bytes().await.map_err(unknown)?;
        if status.is_success() {
            Ok(body.to_vec())
        } else {
            Err(refusal(status, &body))
        }
    }
}

fn unknown(error: impl std::fmt::Display) -> CarrierError {
    CarrierError::Unknown(error.to_string())
}

#[derive(Deserialize)]
struct Problem {
    code: u32,
    #[serde(default)]
    message: String,
}

/// A refusal counts only if the carrier itself gave it: a proxy's error says nothing.
fn refusal(status: StatusCode, body: &[u8]) -> CarrierError {
    match serde_json::from_slice::<Problem>(body) {
        Ok(Problem { code, message })
            if status.is_client_error() && status != StatusCode::TOO_MANY_REQUESTS =>
        {
            let code = code.to_string();
            if BUSY.contains(&code.as_str()) {
                return CarrierError::Unknown(format!("{code}: {message}"));
            }
            CarrierError::Refused { code, message }
        }
        _ => CarrierError::Unknown(format!("it answered with {status}")),
    }
}

#[derive(Deserialize)]
struct Resource {
    sid: String,
}

#[derive(Deserialize)]
struct Available {
    available_phone_numbers: Vec<AvailablePhone>,
}

#[derive(Deserialize)]
struct AvailablePhone {
    phone_number: Phone,
    #[serde(default)]
    locality: String,
    #[serde(default)]
    region: String,
}

impl From<AvailablePhone> for AvailableNumber {
    fn from(offer: AvailablePhone) -> Self {
        let known = [offer.locality, offer.region];
        let known: Vec<&str> = known
            .iter()
            .map(String::as_str)
            .filter(|s| !s.is_empty())
            .collect();
        Self {
            phone: offer.phone_number,
            place: known.join(", "),
        }
    }
}

#[derive(Deserialize)]
struct Incoming {
    incoming_phone_numbers: Vec<Resource>,
}

#[async_trait]
impl Carrier for SimulatedCarrier {
    fn simulated(&self) -> bool {
        true
    }

    async fn send(&self, text: &OutboundText) -> Result<String, CarrierError> {
        let mut form = vec![
            ("To", text.to.as_str()),
            ("From", text.from.as_str()),
            ("Body", &text.body),
            ("StatusCallback", &text.status_callback),
        ];
        form.extend(text.media.iter().map(|url| ("MediaUrl", url.as_str())));
        let request = self
            .http
            .post(self.url("Messages.json"))
            .header("idempotency-key", text.message_id.to_string())
            .form(&form);
        Ok(self.ask::<Resource>(request).await?.sid)
    }

    async fn fetch_media(&self, url: &str) -> Result<Bytes, MediaError> {
        let (message, media) = media::ids(url).ok_or(MediaError::Elsewhere)?;
        let unknown = |error: reqwest::Error| MediaError::Unknown(error.to_string());
        let mut answer = self
            .http
            .get(self.url(&format!("Messages/{message}/Media/{media}")))
            .timeout(MEDIA_TIMEOUT)
            .basic_auth(ACCOUNT, Some(self.auth_token.expose_secret()))
            .send()
            .await
            .map_err(unknown)?;
        match answer.status() {
            StatusCode::OK => {}
            StatusCode::NOT_FOUND | StatusCode::GONE => return Err(MediaError::Gone),
            other => return Err(MediaError::Unknown(format!("it answered with {other}"))),
        }
        let mut file = BytesMut::new();
        while let Some(part) = answer.chunk().await.map_err(unknown)? {
            if file.len() + part.len() > LARGEST_FILE {
                return Err(MediaError::TooLarge);
            }
            file.extend_from_slice(&part);
        }
        Ok(file.freeze())
    }

    async fn search_numbers(
        &self,
        search: &NumberSearch,
    ) -> Result<Vec<AvailableNumber>, CarrierError> {
        let query = [
            ("AreaCode", search.area_code.as_deref()),
            ("Contains", search.contains.as_deref()),
            ("SmsEnabled", Some("true")),
            ("PageSize", Some(NUMBERS_AT_ONCE)),
        ];
        let query: Vec<_> = query
            .iter()
            .filter_map(|(name, value)| value.map(|value| (*name, value)))
            .collect();
        let url = self.url("AvailablePhoneNumbers/US/Local.json");
        let found: Available = self.ask(self.http.get(url).query(&query)).await?;
        Ok(found
            .available_phone_numbers
            .into_iter()
            .map(Into::into)
            .collect())
    }

    async fn rent_number(&self, phone: &Phone, inbound_url: &str) -> Result<String, CarrierError> {
        let url = self.url("IncomingPhoneNumbers.json");
        let form = [
            ("PhoneNumber", phone.as_str()),
            ("SmsUrl", inbound_url),
            ("SmsMethod", "POST"),
        ];
        let refused = match self.ask::<Resource>(self.http.post(&url).form(&form)).await {
            Ok(bought) => return Ok(bought.sid),
            Err(CarrierError::Refused { code, message }) if code == NOT_AVAILABLE => {
                CarrierError::Refused { code, message }
            }
            Err(error) => return Err(error),
        };
        // An earlier try may have bought it without our hearing so.
        let mine: Incoming = self
            .ask(
                self.http
                    .get(&url)
                    .query(&[("PhoneNumber", phone.as_str())]),
            )
            .await?;
        mine.incoming_phone_numbers
            .into_iter()
            .next()
            .map(|number| number.sid)
            .ok_or(refused)
    }

    async fn release_number(&self, carrier_number_id: &str) -> Result<(), CarrierError> {
        let url = self.url(&format!("IncomingPhoneNumbers/{carrier_number_id}.json"));
        match self.ask_for_bytes(self.http.delete(url)).await {
            Err(CarrierError::Refused { code, .. }) if code == UNKNOWN_RESOURCE => Ok(()),
            answer => answer.map(|_| ()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn outcome(status: u16, body: &str) -> Result<String, String> {
        let status = StatusCode::from_u16(status).expect("a status");
        match refusal(status, body.as_bytes()) {
            CarrierError::Refused { code, .. } => Ok(code),
            CarrierError::Unknown(words) => Err(words),
        }
    }

    #[test]
    fn m3_only_the_carriers_own_refusal_is_final() {
        assert_eq!(
            outcome(400, r#"{"code":21610,"message":"…"}"#),
            Ok("21610".to_owned())
        );
        assert!(outcome(400, r#"{"code":30001,"message":"queue full"}"#).is_err());
        assert!(outcome(429, r#"{"code":20429,"message":"slower"}"#).is_err());
        assert!(outcome(500, r#"{"code":20500,"message":"…"}"#).is_err());
        assert!(outcome(404, "<html>a proxy's page</html>").is_err());
    }
}
