//! Twilio's callback signature, `X-Twilio-Signature`: checked on what a carrier sends us, made by
//! the simulated carrier, which signs the same way.
//!
//! Source: twilio.com/docs/usage/security and Twilio's Python library (`request_validator.py`).

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use hmac::{Hmac, KeyInit, Mac};
use sha1::Sha1;
use sha2::{Digest, Sha256};
use subtle::ConstantTimeEq;

/// What a callback carried besides its URL.
#[derive(Clone, Copy, Debug)]
pub enum Body<'a> {
    /// The decoded fields of a form, in any order; a name may repeat. Empty for a GET.
    Form(&'a [(String, String)]),
    /// Anything else, as received. Its digest stands in the query as `bodySHA256`.
    Raw(&'a [u8]),
}

/// Why a callback isn't believed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SignatureError {
    #[error("the callback carries no signature")]
    Missing,
    #[error("the callback's signature is wrong")]
    Wrong,
    #[error("the callback's body is not the one that was signed")]
    WrongBody,
    #[error("no auth token is configured to check callbacks with")]
    NoToken,
}

/// The signature of a callback, in base64.
///
/// `url` is the whole public address, query included; a fragment doesn't count.
pub fn sign(auth_token: &str, url: &str, body: Body<'_>) -> String {
    STANDARD.encode(mac(auth_token, url, body).finalize().into_bytes())
}

/// Checks the value of the `X-Twilio-Signature` header.
///
/// The sender may or may not have written the scheme's port (443 or 80) into the address it
/// signed, so both are tried. Comparisons take constant time.
///
/// # Errors
///
/// Says why the callback is refused; the sender is told none of it.
pub fn verify(
    auth_token: &str,
    url: &str,
    body: Body<'_>,
    signature: Option<&str>,
) -> Result<(), SignatureError> {
    if auth_token.is_empty() {
        return Err(SignatureError::NoToken);
    }
    let signature = signature.ok_or(SignatureError::Missing)?;
    let signature = STANDARD
        .decode(signature.trim())
        .map_err(|_not_base64| SignatureError::Wrong)?;
    [with_port(url), without_port(url)]
        .into_iter()
        .find(|url| mac(auth_token, url, body).verify_slice(&signature).is_ok())
        .ok_or(SignatureError::Wrong)?;
    match body {
        Body::Form(_) => Ok(()),
        Body::Raw(bytes) => verify_digest(url, bytes),
    }
}

fn mac(auth_token: &str, url: &str, body: Body<'_>) -> Hmac<Sha1> {
    let mut mac = Hmac::<Sha1>::new_from_slice(auth_token.as_bytes())
        .expect("HMAC takes a key of any length");
    mac.update(without_fragment(url).as_bytes());
    if let Body::Form(fields) = body {
        // By name, then by value; the same value under the same name counts once.
        let mut fields: Vec<_> = fields.iter().collect();
        fields.sort_unstable();
        fields.dedup();
        for (name, value) in fields {
            mac.update(name.as_bytes());
            mac.update(value.as_bytes());
        }
    }
    mac
}

fn verify_digest(url: &str, body: &[u8]) -> Result<(), SignatureError> {
    let (_, query) = without_fragment(url)
        .split_once('?')
        .ok_or(SignatureError::WrongBody)?;
    let claimed = query
        .split('&')
        .find_map(|pair| pair.strip_prefix("bodySHA256="))
        .ok_or(SignatureError::WrongBody)?;
    let actual = hex::encode(Sha256::digest(body));
    if bool::from(actual.as_bytes().ct_eq(claimed.as_bytes())) {
        Ok(())
    } else {
        Err(SignatureError::WrongBody)
    }
}

fn without_fragment(url: &str) -> &str {
    url.split_once('#').map_or(url, |(url, _)| url)
}

fn with_port(url: &str) -> String {
    let (before, port, after) = around_port(url);
    match port {
        Some(_) => url.to_owned(),
        None if url.starts_with("https:") => format!("{before}:443{after}"),
        None => format!("{before}:80{after}"),
    }
}

fn without_port(url: &str) -> String {
    let (before, _, after) = around_port(url);
    format!("{before}{after}")
}

/// What stands before the port, the port, and what stands after it.
fn around_port(url: &str) -> (&str, Option<&str>, &str) {
    let start = url.find("://").map_or(0, |at| at + 3);
    let end = url[start..]
        .find(['/', '?', '#'])
        .map_or(url.len(), |at| start + at);
    let (before, after) = url.split_at(end);
    match before[start..].rsplit_once(':') {
        // Within brackets a colon belongs to an IPv6 address.
        Some((host, port)) if port.bytes().all(|byte| byte.is_ascii_digit()) => {
            (&before[..start + host.len()], Some(port), after)
        }
        _ => (before, None, after),
    }
}

#[cfg(test)]
mod tests;
