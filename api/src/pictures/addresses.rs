//! Addresses at which a carrier fetches a picture without signing in: they name one picture, are signed,
//! and run out.

use chrono::{DateTime, TimeDelta, Utc};
use hmac::{Hmac, KeyInit, Mac};
use secrecy::ExposeSecret;
use sha2::Sha256;
use uuid::Uuid;

use crate::config::Secrets;
use crate::db::WorkspaceId;
use crate::error::Error;

/// Below the public address.
pub const PATH: &str = "/media/{workspace}/{picture}.jpg";

/// Carriers fetch a picture when they take the text, or when their own queue comes to it.
const LIFE: TimeDelta = TimeDelta::hours(24);

/// A picture's address for the next day.
///
/// # Errors
/// Never with a key that `Secrets` made.
pub fn address(
    secrets: &Secrets,
    base_url: &str,
    workspace: WorkspaceId,
    picture: Uuid,
    now: DateTime<Utc>,
) -> Result<String, Error> {
    let until = (now + LIFE).timestamp();
    let signature = signer(secrets, workspace, picture, until)
        .map_err(|cause| Error::Internal(Box::new(cause)))?
        .finalize()
        .into_bytes();
    let signature = hex::encode(signature);
    Ok(format!(
        "{base_url}/media/{}/{picture}.jpg?until={until}&signature={signature}",
        workspace.0
    ))
}

/// Whether Copperline made an address with these parts.
#[must_use]
pub fn is_signed(
    secrets: &Secrets,
    workspace: WorkspaceId,
    picture: Uuid,
    until: i64,
    signature: &str,
) -> bool {
    let (Ok(given), Ok(signer)) = (
        hex::decode(signature),
        signer(secrets, workspace, picture, until),
    ) else {
        return false;
    };
    signer.verify_slice(&given).is_ok()
}

fn signer(
    secrets: &Secrets,
    workspace: WorkspaceId,
    picture: Uuid,
    until: i64,
) -> Result<Hmac<Sha256>, hmac::digest::InvalidLength> {
    let key = secrets.refresh_key.expose_secret().as_bytes();
    let mut mac = Hmac::<Sha256>::new_from_slice(key)?;
    mac.update(b"picture:");
    mac.update(workspace.0.as_bytes());
    mac.update(picture.as_bytes());
    mac.update(&until.to_be_bytes());
    Ok(mac)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn c8_an_address_is_good_for_its_picture_and_moment_alone() {
        let secrets = Secrets::random();
        let (workspace, picture) = (WorkspaceId(Uuid::now_v7()), Uuid::now_v7());
        let now = DateTime::UNIX_EPOCH;
        let address = address(&secrets, "https://text.example", workspace, picture, now);
        let address = address.expect("an address");
        let (before, signature) = address.split_once("&signature=").expect("signed");
        let until = 24 * 60 * 60;
        assert!(before.starts_with("https://text.example/media/"));
        assert!(before.ends_with(&format!("{picture}.jpg?until={until}")));
        let good = |workspace, picture, until, signature: &str| {
            is_signed(&secrets, workspace, picture, until, signature)
        };
        assert!(good(workspace, picture, until, signature));
        assert!(!good(workspace, picture, until + 1, signature));
        assert!(!good(workspace, Uuid::now_v7(), until, signature));
        assert!(!good(
            WorkspaceId(Uuid::now_v7()),
            picture,
            until,
            signature
        ));
        for wrong in ["", "00", "not hexadecimal", &signature[2..]] {
            assert!(!good(workspace, picture, until, wrong), "{wrong}");
        }
        let other = Secrets::random();
        assert!(!is_signed(&other, workspace, picture, until, signature));
    }
}
