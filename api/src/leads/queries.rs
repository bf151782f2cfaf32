//! Leads in the database, each as it came.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use serde_json::Value;
use uuid::Uuid;

use crate::db::{Connection, WorkspaceId};
use crate::error::Error;
use crate::schema::leads;

/// A lead to keep.
#[derive(Clone, Copy, Debug)]
pub struct NewLead<'a> {
    pub api_token_id: Uuid,
    pub external_id: Option<&'a str>,
    pub contact_id: Uuid,
    pub payload: &'a Value,
}

/// A lead that came before.
#[derive(Clone, Copy, Debug, Queryable)]
pub struct KnownLead {
    pub id: Uuid,
    pub contact_id: Uuid,
}

/// Keeps the lead and gives its id; `None` when the token has sent this external id before. A
/// second transaction with the same one waits here for the first.
///
/// # Errors
/// When the database fails.
pub async fn create(
    connection: &mut Connection,
    workspace: WorkspaceId,
    lead: NewLead<'_>,
    now: DateTime<Utc>,
) -> Result<Option<Uuid>, Error> {
    Ok(diesel::insert_into(leads::table)
        .values((
            leads::workspace_id.eq(workspace.0),
            leads::id.eq(Uuid::now_v7()),
            leads::api_token_id.eq(lead.api_token_id),
            leads::external_id.eq(lead.external_id),
            leads::contact_id.eq(lead.contact_id),
            leads::payload.eq(lead.payload),
            leads::received_at.eq(now),
        ))
        .on_conflict_do_nothing()
        .returning(leads::id)
        .get_result(connection)
        .await
        .optional()?)
}

/// The lead that the token sent with this external id.
///
/// # Errors
/// When the database fails.
pub async fn by_external_id(
    connection: &mut Connection,
    workspace: WorkspaceId,
    api_token_id: Uuid,
    external_id: &str,
) -> Result<Option<KnownLead>, Error> {
    Ok(leads::table
        .filter(leads::workspace_id.eq(workspace.0))
        .filter(leads::api_token_id.eq(api_token_id))
        .filter(leads::external_id.eq(external_id))
        .select((leads::id, leads::contact_id))
        .first(connection)
        .await
        .optional()?)
}
