//! The connection pool and the schema's migrations.

mod atomic;
mod cached;
mod pool;

use chrono::{DateTime, Utc};
use diesel::migration::{Migration, MigrationSource};
use diesel::prelude::*;
use diesel::{ConnectionError, ConnectionResult};
use diesel_async::pooled_connection::deadpool;
use diesel_async::{
    AsyncConnection, AsyncMigrationHarness, AsyncPgConnection, RunQueryDsl, SimpleAsyncConnection,
};
use diesel_migrations::{EmbeddedMigrations, MigrationHarness, embed_migrations};
use secrecy::{ExposeSecret, SecretString};

use crate::schema::installation;

pub use atomic::Atomic;
pub use cached::CacheStatement;
pub use pool::{Pool, pool, pool_with_key};

pub type Connection = AsyncPgConnection;

/// The workspace every query is bound to. No function reads or writes a tenant's row without it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct WorkspaceId(pub uuid::Uuid);

pub const MIGRATIONS: EmbeddedMigrations = embed_migrations!("../migrations");

/// Why the database cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum DbError {
    #[error(
        "could not connect to the database: {0}. Check DATABASE_URL and that PostgreSQL is running."
    )]
    Connect(#[from] diesel::ConnectionError),
    #[error("could not read or change the database's schema: {0}")]
    Migrate(Box<dyn std::error::Error + Send + Sync>),
    #[error(
        "the database was written by a newer Copperline (it has schema change {0}, which this version doesn't know). Install that version again; nothing was changed."
    )]
    Newer(String),
    #[error(
        "the database needs {0} schema changes. Run `copperline migrate`, or `copperline serve`, which does it by itself."
    )]
    Older(usize),
    #[error(
        "this database belongs to an installation with other secrets: sessions and callbacks of one node would be refused by the others. Give each node the same secrets file (COPPERLINE_SECRETS), or start once with --replace-secrets to make these the installation's, which signs everybody out."
    )]
    OtherSecrets,
    #[error("could not make the connection pool: {0}")]
    Pool(#[from] deadpool::BuildError),
}

/// Asks for messages in English: PostgreSQL's code for a deadlock doesn't come through Diesel, its
/// words do. Who may not ask gets them in the server's language, and a deadlock is an internal
/// error.
const ENGLISH: &str = "DO $$ BEGIN PERFORM set_config('lc_messages', 'C', false); \
    EXCEPTION WHEN insufficient_privilege THEN NULL; END $$";

async fn connect(url: String, key: Option<SecretString>) -> ConnectionResult<Connection> {
    let mut connection = AsyncPgConnection::establish(&url).await?;
    let asked = connection.batch_execute(ENGLISH).await;
    asked.map_err(ConnectionError::CouldntSetupConfiguration)?;
    if let Some(key) = key {
        // Diesel has no word for settings.
        diesel::sql_query("SELECT set_config('copperline.phone_key', $1, false)")
            .bind::<diesel::sql_types::Text, _>(key.expose_secret())
            .execute(&mut connection)
            .await
            .map_err(ConnectionError::CouldntSetupConfiguration)?;
    }
    Ok(connection)
}

/// Brings the schema up to date and says how many changes that took.
///
/// # Errors
/// When the database can't be reached, is newer than this program, or a change fails.
pub async fn migrate(url: &str) -> Result<usize, DbError> {
    apart(url, |harness| {
        refuse_newer(harness)?;
        let applied = harness
            .run_pending_migrations(MIGRATIONS)
            .map_err(DbError::Migrate)?;
        Ok(applied.len())
    })
    .await
}

/// Accepts only a database whose schema is exactly this program's.
///
/// # Errors
/// [`DbError::Newer`] or [`DbError::Older`], or when the database can't be reached.
pub async fn check_schema(url: &str) -> Result<(), DbError> {
    apart(url, |harness| {
        refuse_newer(harness)?;
        let pending = harness
            .pending_migrations(MIGRATIONS)
            .map_err(DbError::Migrate)?;
        if pending.is_empty() {
            Ok(())
        } else {
            Err(DbError::Older(pending.len()))
        }
    })
    .await
}

/// Accepts only the secrets that the installation's other nodes have; the first ones that come, or
/// come to `replace` them, are the installation's.
///
/// # Errors
/// [`DbError::OtherSecrets`], or when the database can't be reached.
pub async fn check_secrets(url: &str, fingerprint: Vec<u8>, replace: bool) -> Result<(), DbError> {
    let connection = &mut AsyncPgConnection::establish(url).await?;
    let failed = |cause| DbError::Migrate(Box::new(cause));
    let known = installation::secrets_fingerprint.eq(&fingerprint);
    if replace {
        let replaced = diesel::update(installation::table).set(known);
        replaced.execute(connection).await.map_err(failed)?;
    }
    diesel::insert_into(installation::table)
        .values(known)
        .on_conflict_do_nothing()
        .execute(connection)
        .await
        .map_err(failed)?;
    let standing: Vec<u8> = installation::table
        .select(installation::secrets_fingerprint)
        .first(connection)
        .await
        .map_err(failed)?;
    if standing == fingerprint {
        Ok(())
    } else {
        Err(DbError::OtherSecrets)
    }
}

type Harness = AsyncMigrationHarness<AsyncPgConnection>;

/// Works with the harness on a thread that may wait: it blocks while the database answers.
async fn apart<T: Send + 'static>(
    url: &str,
    work: impl FnOnce(&mut Harness) -> Result<T, DbError> + Send + 'static,
) -> Result<T, DbError> {
    let connection = AsyncPgConnection::establish(url).await?;
    tokio::task::spawn_blocking(move || work(&mut Harness::new(connection)))
        .await
        .map_err(|cause| DbError::Migrate(Box::new(cause)))?
}

fn refuse_newer(harness: &mut Harness) -> Result<(), DbError> {
    let known: Vec<String> = MigrationSource::<diesel::pg::Pg>::migrations(&MIGRATIONS)
        .map_err(DbError::Migrate)?
        .iter()
        .map(|migration| migration.name().version().to_string())
        .collect();
    let applied = harness.applied_migrations().map_err(DbError::Migrate)?;
    match applied
        .iter()
        .map(ToString::to_string)
        .find(|version| !known.contains(version))
    {
        Some(unknown) => Err(DbError::Newer(unknown)),
        None => Ok(()),
    }
}

/// Undoes every schema change and applies it again: proves that migrations are reversible.
///
/// # Errors
/// When a change can't be undone or redone.
pub async fn migrate_down_and_up(url: &str) -> Result<(), DbError> {
    apart(url, |harness| {
        harness
            .revert_all_migrations(MIGRATIONS)
            .map_err(DbError::Migrate)?;
        harness
            .run_pending_migrations(MIGRATIONS)
            .map_err(DbError::Migrate)?;
        Ok(())
    })
    .await
}

/// A closed set's value as its column holds it: the name it has in JSON.
///
/// # Errors
/// Never for the unit variants it is meant for.
pub fn to_text(value: impl serde::Serialize) -> Result<String, crate::error::Error> {
    Ok(serde_json::from_value(serde_json::to_value(value)?)?)
}

/// Reads a closed set's value from its column.
///
/// # Errors
/// When the column holds a word this version doesn't know.
pub fn from_text<T: serde::de::DeserializeOwned>(text: String) -> Result<T, crate::error::Error> {
    Ok(serde_json::from_value(serde_json::Value::String(text))?)
}

/// Rows that are deleted in one transaction: few enough that nobody waits for it.
const BATCH: usize = 500;

/// Deletes the rows of a table that meet a condition on `$1`, a batch at a time, and says how many
/// there were. The names are the program's own, never a request's.
///
/// # Errors
/// When the database fails.
pub async fn delete_in_batches(
    connection: &mut Connection,
    table: &'static str,
    condition: &'static str,
    before: DateTime<Utc>,
) -> Result<usize, diesel::result::Error> {
    // Diesel's delete knows no limit.
    let sql = format!(
        "DELETE FROM {table} WHERE ctid = ANY (ARRAY( \
         SELECT ctid FROM {table} WHERE {condition} LIMIT {BATCH} FOR UPDATE SKIP LOCKED))"
    );
    let mut deleted = 0;
    loop {
        let batch = diesel::sql_query(&sql)
            .bind::<diesel::sql_types::Timestamptz, _>(before)
            .execute(connection)
            .await?;
        deleted += batch;
        if batch < BATCH {
            return Ok(deleted);
        }
    }
}
