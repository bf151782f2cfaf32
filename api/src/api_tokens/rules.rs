//! What a token may be granted, how its secret is made, and when its use is noted.

use chrono::{DateTime, TimeDelta, Utc};
use copperline_shared::api_tokens::{CreateApiToken, LeadDuplicates, Scope};
use copperline_shared::checks;
use copperline_shared::problem::ErrorCode;
use copperline_shared::profile::Role;
use hmac::{Hmac, KeyInit, Mac};
use secrecy::ExposeSecret;
use sha2::{Digest, Sha256};

use crate::caller::Actor;
use crate::config::Secrets;
use crate::error::Error;
use crate::input::Fields;

/// A token whose fields are fit to be stored.
#[derive(Debug)]
pub struct NewToken {
    pub name: String,
    pub scopes: Vec<Scope>,
    pub lead_source: String,
    pub lead_duplicates: LeadDuplicates,
}

/// # Errors
/// [`Error::invalid`], naming each field to correct.
pub fn check(body: CreateApiToken) -> Result<NewToken, Error> {
    let mut fields = Fields::default();
    let name = fields.check("name", checks::name(&body.name));
    let lead_source = fields.check(
        "lead_source",
        checks::optional(&body.lead_source, checks::name),
    );
    if body.scopes.is_empty() {
        fields.refuse("scopes", "Choose what the token may do.");
    }
    let (name, lead_source) = fields.finish((name, lead_source))?;
    let scopes = ALL_SCOPES
        .into_iter()
        .filter(|scope| body.scopes.contains(scope))
        .collect();
    Ok(NewToken {
        lead_source: lead_source.unwrap_or_else(|| name.clone()),
        name,
        scopes,
        lead_duplicates: body.lead_duplicates,
    })
}

/// A token can't be given more than its maker may do: billing is the owner's.
///
/// # Errors
/// [`ErrorCode::Forbidden`].
pub fn may_grant(actor: &Actor, scopes: &[Scope]) -> Result<(), Error> {
    let is_owner = matches!(
        actor,
        Actor::Agent {
            role: Role::Owner,
            ..
        }
    );
    if scopes.contains(&Scope::Billing) && !is_owner {
        let detail = "Only the workspace's owner may grant the scope billing.";
        return Err(Error::new(ErrorCode::Forbidden, detail));
    }
    Ok(())
}

const ALL_SCOPES: [Scope; 8] = [
    Scope::Leads,
    Scope::Contacts,
    Scope::Conversations,
    Scope::Messages,
    Scope::Numbers,
    Scope::Settings,
    Scope::Billing,
    Scope::Simulator,
];

/// The scope's name, as in JSON.
#[must_use]
pub fn scope_name(scope: Scope) -> &'static str {
    match scope {
        Scope::Leads => "leads",
        Scope::Contacts => "contacts",
        Scope::Conversations => "conversations",
        Scope::Messages => "messages",
        Scope::Numbers => "numbers",
        Scope::Settings => "settings",
        Scope::Billing => "billing",
        Scope::Simulator => "simulator",
    }
}

/// The secret that belongs to a random nonce of 256 bits. Without the installation's key nobody
/// can derive it, so that the nonce may be kept to repeat an answer.
///
/// # Errors
/// Never with a key that `Secrets` made.
pub fn secret(secrets: &Secrets, nonce: &str) -> Result<String, Error> {
    let key = secrets.refresh_key.expose_secret().as_bytes();
    let mut mac =
        Hmac::<Sha256>::new_from_slice(key).map_err(|cause| Error::Internal(Box::new(cause)))?;
    mac.update(b"api_token:");
    mac.update(nonce.as_bytes());
    Ok(format!("clp_{}", hex::encode(mac.finalize().into_bytes())))
}

/// What is stored of a secret. It has 256 random bits: a slow hash would add nothing.
#[must_use]
pub fn hash(secret: &str) -> Vec<u8> {
    Sha256::digest(secret.as_bytes()).to_vec()
}

/// The characters by which people tell tokens apart.
#[must_use]
pub fn hint(secret: &str) -> String {
    secret.chars().take(8).collect()
}

/// The last use is noted at most once a minute, so that a busy vendor's leads don't wait for each
/// other.
pub const USE_NOTED_EVERY: TimeDelta = TimeDelta::minutes(1);

/// Whether this use is to be noted.
#[must_use]
pub fn note_use(last_used_at: Option<DateTime<Utc>>, now: DateTime<Utc>) -> bool {
    last_used_at.is_none_or(|last| now - last >= USE_NOTED_EVERY)
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    fn body(scopes: Vec<Scope>) -> CreateApiToken {
        CreateApiToken {
            name: "  Acme   Leads ".to_owned(),
            scopes,
            lead_source: String::new(),
            lead_duplicates: LeadDuplicates::Skip,
        }
    }

    fn agent(role: Role) -> Actor {
        Actor::Agent {
            id: Uuid::nil(),
            session: Uuid::nil(),
            role,
        }
    }

    #[test]
    fn s3_leads_of_a_token_without_a_source_carry_its_name() {
        let new = check(body(vec![Scope::Leads, Scope::Leads])).unwrap();
        assert_eq!(
            (new.name.as_str(), new.lead_source.as_str()),
            ("Acme Leads", "Acme Leads")
        );
        assert_eq!(new.scopes, [Scope::Leads]);
    }

    #[test]
    fn s3_a_token_that_may_do_nothing_is_refused_with_the_fields_name() {
        let Err(Error::Refused(refused)) = check(body(vec![])) else {
            panic!("was accepted")
        };
        assert_eq!(refused.fields[0].field, "scopes");
    }

    #[test]
    fn s3_only_the_owner_grants_billing() {
        assert!(may_grant(&agent(Role::Owner), &[Scope::Billing]).is_ok());
        assert!(may_grant(&agent(Role::Admin), &[Scope::Billing]).is_err());
        assert!(may_grant(&agent(Role::Admin), &[Scope::Leads]).is_ok());
    }

    #[test]
    fn every_scope_is_named_in_refusals_as_in_json() {
        for scope in ALL_SCOPES {
            assert_eq!(serde_json::to_value(scope).unwrap(), scope_name(scope));
        }
    }

    #[test]
    fn s3_a_secret_depends_on_the_nonce_and_on_the_installations_key() {
        let (one, other) = (Secrets::random(), Secrets::random());
        let first = secret(&one, "nonce").unwrap();
        assert_eq!(first.len(), "clp_".len() + 64);
        assert_eq!(hint(&first).len(), 8);
        assert_eq!(first, secret(&one, "nonce").unwrap());
        assert_ne!(first, secret(&one, "other").unwrap());
        assert_ne!(first, secret(&other, "nonce").unwrap());
    }

    #[test]
    fn s3_a_tokens_use_is_noted_once_a_minute() {
        let now = DateTime::UNIX_EPOCH;
        assert!(note_use(None, now));
        assert!(!note_use(Some(now), now + TimeDelta::seconds(59)));
        assert!(note_use(Some(now), now + TimeDelta::seconds(60)));
    }
}
