//! Stripe's callback signature, `Stripe-Signature: t=…,v1=…[,v1=…]`: checked on what the card
//! processor sends us, made by the simulated processor, which signs the same way.
//!
//! Source: docs.stripe.com/webhooks and Stripe's Go library (`webhook/client.go`).

use chrono::{DateTime, TimeDelta, Utc};
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;

/// How far the time of signing may lie from now, in seconds.
pub const TOLERANCE: TimeDelta = TimeDelta::seconds(300);

/// Why a callback isn't believed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SignatureError {
    #[error("the callback carries no signature")]
    Missing,
    #[error("the callback's signature header can't be read")]
    Malformed,
    #[error("the callback's signature is wrong")]
    Wrong,
    #[error("the callback was signed too long ago, or in the future")]
    Stale,
    #[error("no signing secret is configured to check callbacks with")]
    NoSecret,
}

/// The header's value for a body signed at `now`.
pub fn sign(secret: &str, now: DateTime<Utc>, body: &[u8]) -> String {
    let time = now.timestamp().to_string();
    let signature = hex::encode(mac(secret, &time, body).finalize().into_bytes());
    format!("t={time},v1={signature}")
}

/// Checks the value of the `Stripe-Signature` header against the body as received.
///
/// While a secret is being replaced the header carries several `v1`; one that matches is enough.
/// Other schemes (`v0`) are ignored. Comparisons take constant time.
///
/// # Errors
///
/// Says why the callback is refused; the sender is told none of it.
pub fn verify(
    secret: &str,
    header: Option<&str>,
    body: &[u8],
    now: DateTime<Utc>,
) -> Result<(), SignatureError> {
    if secret.is_empty() {
        return Err(SignatureError::NoSecret);
    }
    let header = header.ok_or(SignatureError::Missing)?;
    let (time, signatures) = read(header)?;
    let mac = mac(secret, time, body);
    signatures
        .iter()
        .find(|signature| mac.clone().verify_slice(signature).is_ok())
        .ok_or(SignatureError::Wrong)?;
    let signed = time
        .parse()
        .ok()
        .and_then(|seconds| DateTime::from_timestamp(seconds, 0))
        .ok_or(SignatureError::Malformed)?;
    if (now - signed).abs() > TOLERANCE {
        return Err(SignatureError::Stale);
    }
    Ok(())
}

/// The time as written, which is what was signed, and each `v1` that is hexadecimal.
fn read(header: &str) -> Result<(&str, Vec<Vec<u8>>), SignatureError> {
    let mut time = None;
    let mut signatures = Vec::new();
    for part in header.split(',') {
        let (name, value) = part
            .trim()
            .split_once('=')
            .ok_or(SignatureError::Malformed)?;
        match name {
            "t" => time = Some(value),
            "v1" => signatures.extend(hex::decode(value)),
            _ => {}
        }
    }
    let time = time.ok_or(SignatureError::Malformed)?;
    Ok((time, signatures))
}

fn mac(secret: &str, time: &str, body: &[u8]) -> Hmac<Sha256> {
    let mut mac =
        Hmac::<Sha256>::new_from_slice(secret.as_bytes()).expect("HMAC takes a key of any length");
    mac.update(time.as_bytes());
    mac.update(b".");
    mac.update(body);
    mac
}

#[cfg(test)]
mod tests {
    use super::*;

    const SECRET: &str = "whsec_test";
    const BODY: &[u8] = br#"{"id":"evt_1"}"#;

    fn at(seconds: i64) -> DateTime<Utc> {
        DateTime::from_timestamp(1_700_000_000 + seconds, 0).expect("a time")
    }

    fn verified(header: &str, now: DateTime<Utc>) -> Result<(), SignatureError> {
        verify(SECRET, Some(header), BODY, now)
    }

    #[test]
    fn the_signature_is_the_hmac_of_time_point_body() {
        // printf '1700000000.{"id":"evt_1"}' | openssl dgst -sha256 -hmac whsec_test
        let expected =
            "t=1700000000,v1=c89214b5b5da833daed6f0b8c5bb6bd58cea9022bd80ccc78230f3942d632925";
        assert_eq!(sign(SECRET, at(0), BODY), expected);
    }

    #[test]
    fn a_callback_is_believed_for_five_minutes_either_way() {
        let header = sign(SECRET, at(0), BODY);
        for seconds in [-300, 0, 300] {
            assert_eq!(verified(&header, at(seconds)), Ok(()));
        }
        for seconds in [-301, 301] {
            let refused = Err(SignatureError::Stale);
            assert_eq!(verified(&header, at(seconds)), refused);
        }
    }

    #[test]
    fn any_one_of_several_signatures_is_enough() {
        let header = sign(SECRET, at(0), BODY);
        let (time, good) = header.split_once(',').expect("two parts");
        let old = "00".repeat(32);
        for header in [
            format!("{time},v1={old},{good}"),
            format!("{time},{good},v1={old}"),
            format!("{time}, {good}, v0=abc"),
            format!("{good},{time}"),
            format!("{time},v1=zz,{good}"),
        ] {
            assert_eq!(verified(&header, at(0)), Ok(()), "{header}");
        }
    }

    #[test]
    fn a_wrong_or_missing_signature_is_refused() {
        let missing = verify(SECRET, None, BODY, at(0));
        assert_eq!(missing, Err(SignatureError::Missing));
        let header = sign(SECRET, at(0), BODY);
        let (time, good) = header.split_once(',').expect("two parts");
        let hex = good.trim_start_matches("v1=");
        for (header, error) in [
            (String::new(), SignatureError::Malformed),
            (good.to_owned(), SignatureError::Malformed),
            (time.to_owned(), SignatureError::Wrong),
            (format!("{time},v0={hex}"), SignatureError::Wrong),
            (format!("{time},v1="), SignatureError::Wrong),
            (format!("{time},v1={}", &hex[2..]), SignatureError::Wrong),
            (format!("t=1700000001,{good}"), SignatureError::Wrong),
            (format!("t=soon,{good}"), SignatureError::Wrong),
        ] {
            assert_eq!(verified(&header, at(0)), Err(error), "{header}");
        }
    }

    #[test]
    fn another_body_or_secret_is_refused() {
        let header = sign(SECRET, at(0), BODY);
        let refused = Err(SignatureError::Wrong);
        assert_eq!(verify(SECRET, Some(&header), b"{}", at(0)), refused);
        assert_eq!(verify("whsec_other", Some(&header), BODY, at(0)), refused);
    }

    #[test]
    fn without_a_configured_secret_nothing_is_believed() {
        let forged = sign("", at(0), BODY);
        let answer = verify("", Some(&forged), BODY, at(0));
        assert_eq!(answer, Err(SignatureError::NoSecret));
    }
}
