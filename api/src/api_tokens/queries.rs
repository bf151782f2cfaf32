//! Tokens, and the directory that finds one by its secret's hash.

use chrono::{DateTime, Utc};
use copperline_shared::api_tokens::{ApiToken, Scope};
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use uuid::Uuid;

use super::rules::{self, NewToken};
use crate::caller::{Actor, Identity};
use crate::db::{self, Connection, WorkspaceId};
use crate::error::Error;
use crate::schema::{api_token_secrets as secrets, api_tokens};

#[derive(Queryable, Selectable)]
#[diesel(table_name = api_tokens)]
struct TokenRow {
    id: Uuid,
    name: String,
    scopes: Vec<Option<String>>,
    hint: String,
    lead_source: String,
    lead_duplicates: String,
    created_at: DateTime<Utc>,
    last_used_at: Option<DateTime<Utc>>,
    revoked_at: Option<DateTime<Utc>>,
}

impl TryFrom<TokenRow> for ApiToken {
    type Error = Error;

    fn try_from(row: TokenRow) -> Result<Self, Error> {
        Ok(Self {
            id: row.id,
            name: row.name,
            scopes: scopes(row.scopes)?,
            hint: row.hint,
            lead_source: row.lead_source,
            lead_duplicates: db::from_text(row.lead_duplicates)?,
            created_at: row.created_at,
            last_used_at: row.last_used_at,
            revoked_at: row.revoked_at,
        })
    }
}

fn scopes(column: Vec<Option<String>>) -> Result<Vec<Scope>, Error> {
    column.into_iter().flatten().map(db::from_text).collect()
}

/// A workspace's tokens, newest first, revoked ones too.
///
/// # Errors
/// When the database fails.
pub async fn tokens(
    connection: &mut Connection,
    workspace: WorkspaceId,
) -> Result<Vec<ApiToken>, Error> {
    let rows: Vec<TokenRow> = api_tokens::table
        .filter(api_tokens::workspace_id.eq(workspace.0))
        .order((api_tokens::created_at.desc(), api_tokens::id.desc()))
        .select(TokenRow::as_select())
        .load(connection)
        .await?;
    rows.into_iter().map(ApiToken::try_from).collect()
}

/// # Errors
/// [`Error::not_found`] when the workspace has no such token.
pub async fn token(
    connection: &mut Connection,
    workspace: WorkspaceId,
    id: Uuid,
) -> Result<ApiToken, Error> {
    let row: Option<TokenRow> = api_tokens::table
        .find((workspace.0, id))
        .select(TokenRow::as_select())
        .first(connection)
        .await
        .optional()?;
    row.ok_or_else(|| Error::not_found("API token"))?.try_into()
}

/// A token's name.
///
/// # Errors
/// When the database fails or there is no such token.
pub async fn name(
    connection: &mut Connection,
    workspace: WorkspaceId,
    id: Uuid,
) -> Result<String, Error> {
    Ok(api_tokens::table
        .find((workspace.0, id))
        .select(api_tokens::name)
        .first(connection)
        .await?)
}

/// Inserts a token made by the caller, with its secret's hash.
///
/// # Errors
/// When the database fails.
pub async fn insert(
    connection: &mut Connection,
    maker: &Identity,
    new: &NewToken,
    secret: &str,
    now: DateTime<Utc>,
) -> Result<ApiToken, Error> {
    let (workspace, id) = (maker.workspace, Uuid::now_v7());
    let scopes = new.scopes.iter().map(db::to_text);
    let scopes = scopes.collect::<Result<Vec<String>, Error>>()?;
    diesel::insert_into(api_tokens::table)
        .values((
            api_tokens::workspace_id.eq(workspace.0),
            api_tokens::id.eq(id),
            api_tokens::name.eq(&new.name),
            api_tokens::scopes.eq(scopes),
            api_tokens::hint.eq(rules::hint(secret)),
            api_tokens::lead_source.eq(&new.lead_source),
            api_tokens::lead_duplicates.eq(db::to_text(new.lead_duplicates)?),
            api_tokens::created_by.eq(maker.id()),
            api_tokens::created_at.eq(now),
        ))
        .execute(connection)
        .await?;
    diesel::insert_into(secrets::table)
        .values((
            secrets::hash.eq(rules::hash(secret)),
            secrets::workspace_id.eq(workspace.0),
            secrets::api_token_id.eq(id),
        ))
        .execute(connection)
        .await?;
    token(connection, workspace, id).await
}

/// Revokes a token; `false` when it was revoked before or doesn't exist.
///
/// # Errors
/// When the database fails.
pub async fn revoke(
    connection: &mut Connection,
    workspace: WorkspaceId,
    id: Uuid,
    now: DateTime<Utc>,
) -> Result<bool, Error> {
    let standing = api_tokens::table
        .find((workspace.0, id))
        .filter(api_tokens::revoked_at.is_null());
    let revoked = diesel::update(standing)
        .set(api_tokens::revoked_at.eq(now))
        .execute(connection)
        .await?;
    Ok(revoked == 1)
}

/// A token that has not been revoked.
#[derive(Queryable)]
pub struct Standing {
    workspace_id: Uuid,
    pub id: Uuid,
    scopes: Vec<Option<String>>,
    pub last_used_at: Option<DateTime<Utc>>,
}

impl Standing {
    #[must_use]
    pub fn workspace(&self) -> WorkspaceId {
        WorkspaceId(self.workspace_id)
    }

    /// # Errors
    /// When this version doesn't know a scope.
    pub fn identity(self) -> Result<Identity, Error> {
        Ok(Identity {
            workspace: self.workspace(),
            actor: Actor::ApiToken {
                id: self.id,
                scopes: scopes(self.scopes)?,
            },
        })
    }
}

/// Finds a token by its secret's hash: one query, across workspaces.
///
/// # Errors
/// When the database fails.
pub async fn standing_by_hash(
    connection: &mut Connection,
    hash: &[u8],
) -> Result<Option<Standing>, Error> {
    let found = secrets::table
        .inner_join(
            api_tokens::table.on(api_tokens::workspace_id
                .eq(secrets::workspace_id)
                .and(api_tokens::id.eq(secrets::api_token_id))),
        )
        .filter(secrets::hash.eq(hash))
        .filter(api_tokens::revoked_at.is_null())
        .select((
            api_tokens::workspace_id,
            api_tokens::id,
            api_tokens::scopes,
            api_tokens::last_used_at,
        ))
        .first(connection)
        .await
        .optional()?;
    Ok(found)
}

/// Notes that a token was used; `false` when a use after `before` is noted already.
///
/// # Errors
/// When the database fails.
pub async fn used(
    connection: &mut Connection,
    workspace: WorkspaceId,
    id: Uuid,
    before: DateTime<Utc>,
    now: DateTime<Utc>,
) -> Result<bool, Error> {
    let last = api_tokens::last_used_at;
    let due = api_tokens::table
        .find((workspace.0, id))
        .filter(last.is_null().or(last.le(before)));
    let noted = diesel::update(due)
        .set(last.eq(now))
        .execute(connection)
        .await?;
    Ok(noted == 1)
}
