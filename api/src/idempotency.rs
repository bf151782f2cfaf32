//! `Idempotency-Key`: the same key and request gives the first answer again.

use std::future::{Ready, ready};

use actix_web::dev::Payload;
use actix_web::{FromRequest, HttpRequest};
use chrono::{DateTime, Utc};
use copperline_shared::problem::ErrorCode;
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use serde::Serialize;
use serde::de::DeserializeOwned;
use sha2::{Digest, Sha256};
use uuid::Uuid;

use crate::caller::Identity;
use crate::db::{CacheStatement, Connection, delete_in_batches};
use crate::error::Error;
use crate::schema::idempotent_answers as answers;

/// The request's `Idempotency-Key` header, if it has one.
#[derive(Clone, Debug)]
pub struct IdempotencyKey(pub Option<String>);

impl FromRequest for IdempotencyKey {
    type Error = Error;
    type Future = Ready<Result<Self, Error>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let key = match request
            .headers()
            .get("idempotency-key")
            .map(|value| value.to_str())
        {
            None => Ok(Self(None)),
            Some(Ok(key)) if (1..=255).contains(&key.len()) => Ok(Self(Some(key.to_owned()))),
            Some(_) => Err(Error::field(
                "Idempotency-Key",
                "Use 1 to 255 plain characters, such as a UUID.",
            )),
        };
        ready(key)
    }
}

/// One request that must take effect once, within its transaction.
pub struct Once {
    workspace: Uuid,
    caller: Uuid,
    key: Option<String>,
    hash: Vec<u8>,
}

impl Once {
    /// # Errors
    /// When the request can't be written as JSON.
    pub fn new(
        caller: &Identity,
        key: IdempotencyKey,
        operation: &str,
        request: &impl Serialize,
    ) -> Result<Self, Error> {
        let request = serde_json::to_vec(&(operation, request))?;
        Ok(Self {
            workspace: caller.workspace.0,
            caller: caller.id(),
            key: key.0,
            hash: Sha256::digest(&request).to_vec(),
        })
    }

    /// Begins the request in its transaction. `Some` is the first answer to the same request:
    /// give it and do nothing. A second one that comes meanwhile waits here for the first.
    ///
    /// # Errors
    /// [`ErrorCode::IdempotencyKeyReused`] when the key came with another request.
    pub async fn begin<T: DeserializeOwned>(
        &self,
        connection: &mut Connection,
        now: DateTime<Utc>,
    ) -> Result<Option<T>, Error> {
        let Some(key) = &self.key else {
            return Ok(None);
        };
        let inserted = diesel::insert_into(answers::table)
            .values((
                answers::workspace_id.eq(self.workspace),
                answers::caller_id.eq(self.caller),
                answers::key.eq(key),
                answers::request_hash.eq(&self.hash),
                answers::answer.eq(serde_json::Value::Null),
                answers::created_at.eq(now),
            ))
            .on_conflict_do_nothing()
            .execute(connection)
            .await?;
        if inserted == 1 {
            return Ok(None);
        }
        self.answered(connection).await
    }

    /// The first answer to the same request, if there was one. To be asked before anybody outside
    /// is: whoever repeats a request needs its answer, not another look.
    ///
    /// # Errors
    /// [`ErrorCode::IdempotencyKeyReused`] when the key came with another request.
    pub async fn answered<T: DeserializeOwned>(
        &self,
        connection: &mut Connection,
    ) -> Result<Option<T>, Error> {
        let Some(key) = &self.key else {
            return Ok(None);
        };
        let known: Option<(Vec<u8>, serde_json::Value)> = answers::table
            .find((self.workspace, self.caller, key))
            .select((answers::request_hash, answers::answer))
            .first(connection)
            .await
            .optional()?;
        let Some((hash, answer)) = known else {
            return Ok(None);
        };
        if hash != self.hash {
            return Err(Error::new(
                ErrorCode::IdempotencyKeyReused,
                "This Idempotency-Key came before with another request. Use a new key for each request.",
            ));
        }
        Ok(Some(serde_json::from_value(answer)?))
    }

    /// Keeps the answer, in the same transaction.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn keep(
        &self,
        mut connection: &Connection,
        answer: &impl Serialize,
    ) -> Result<(), Error> {
        let Some(key) = &self.key else { return Ok(()) };
        diesel::update(answers::table.find((self.workspace, self.caller, key)))
            .set(answers::answer.eq(serde_json::to_value(answer)?))
            .cached()
            .execute(&mut connection)
            .await?;
        Ok(())
    }
}

/// Forgets answers older than 24 hours.
///
/// # Errors
/// When the database fails.
pub async fn forget_old(connection: &mut Connection, now: DateTime<Utc>) -> Result<usize, Error> {
    let yesterday = now - chrono::TimeDelta::hours(24);
    let old = "created_at < $1";
    Ok(delete_in_batches(connection, "idempotent_answers", old, yesterday).await?)
}
