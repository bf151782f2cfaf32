//! Merges that are remembered: who was merged into whom, as they were.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use copperline_shared::contacts::{Contact, FormerlyOf, MergedContact, display_name};
use copperline_shared::phone::Phone;
use diesel::prelude::*;
use diesel::sql_types::{Array, Text, Uuid as SqlUuid};
use diesel_async::RunQueryDsl;
use serde_json::Value;
use uuid::Uuid;

use crate::caller::{Actor, Identity};
use crate::db::{Connection, WorkspaceId};
use crate::error::Error;
use crate::schema::{contact_merges, contacts, conversations};

/// A merge to remember.
pub struct Merged<'a> {
    pub kept: Uuid,
    pub gone: &'a Contact,
    pub conversation: Option<Uuid>,
}

/// # Errors
/// When the database fails.
pub async fn insert(
    connection: &mut Connection,
    by: &Identity,
    merged: &Merged<'_>,
    now: DateTime<Utc>,
) -> Result<(), Error> {
    let token = match &by.actor {
        Actor::ApiToken { id, .. } => Some(*id),
        Actor::Agent { .. } => None,
    };
    diesel::insert_into(contact_merges::table)
        .values((
            contact_merges::workspace_id.eq(by.workspace.0),
            contact_merges::id.eq(Uuid::now_v7()),
            contact_merges::contact_id.eq(merged.kept),
            contact_merges::merged_id.eq(merged.gone.id),
            contact_merges::merged_conversation_id.eq(merged.conversation),
            contact_merges::phone.eq(merged.gone.phone.as_str()),
            contact_merges::contact.eq(serde_json::to_value(merged.gone)?),
            contact_merges::agent_id.eq(by.agent()),
            contact_merges::api_token_id.eq(token),
            contact_merges::merged_at.eq(now),
        ))
        .execute(connection)
        .await?;
    Ok(())
}

/// The contacts that were merged into this one, as they were, the latest first.
///
/// # Errors
/// When the database fails.
pub async fn merged(
    connection: &mut Connection,
    workspace: WorkspaceId,
    contact: Uuid,
) -> Result<Vec<MergedContact>, Error> {
    let rows: Vec<(Value, DateTime<Utc>)> = contact_merges::table
        .filter(contact_merges::workspace_id.eq(workspace.0))
        .filter(contact_merges::contact_id.eq(contact))
        .order((contact_merges::merged_at.desc(), contact_merges::id.desc()))
        .select((contact_merges::contact, contact_merges::merged_at))
        .load(connection)
        .await?;
    rows.into_iter()
        .map(|(contact, merged_at)| {
            Ok(MergedContact {
                contact: serde_json::from_value(contact)?,
                merged_at,
            })
        })
        .collect()
}

/// The phones of those that were merged into a contact.
///
/// # Errors
/// When the database fails.
pub async fn phones(
    connection: &mut Connection,
    workspace: WorkspaceId,
    contact: Uuid,
) -> Result<Vec<String>, Error> {
    Ok(contact_merges::table
        .filter(contact_merges::workspace_id.eq(workspace.0))
        .filter(contact_merges::contact_id.eq(contact))
        .select(contact_merges::phone)
        .load(connection)
        .await?)
}

/// Whom an earlier contact with this contact's phone was merged into, where that is somebody else.
///
/// # Errors
/// When the database fails.
pub async fn formerly_of(
    connection: &mut Connection,
    workspace: WorkspaceId,
    contact: &Contact,
) -> Result<Option<FormerlyOf>, Error> {
    let survivor = contacts::workspace_id
        .eq(contact_merges::workspace_id)
        .and(contacts::id.eq(contact_merges::contact_id));
    let own_thread = conversations::workspace_id
        .eq(contact_merges::workspace_id)
        .and(conversations::contact_id.eq(contact_merges::contact_id));
    type Row = (Uuid, String, String, String, Option<Uuid>);
    let row: Option<Row> = contact_merges::table
        .inner_join(contacts::table.on(survivor))
        .left_join(conversations::table.on(own_thread))
        .filter(contact_merges::workspace_id.eq(workspace.0))
        .filter(contact_merges::phone.eq(contact.phone.as_str()))
        .filter(contact_merges::contact_id.ne(contact.id))
        .order((contact_merges::merged_at.desc(), contact_merges::id.desc()))
        .select((
            contacts::id,
            contacts::first_name,
            contacts::last_name,
            contacts::phone,
            conversations::id.nullable(),
        ))
        .first(connection)
        .await
        .optional()?;
    row.map(
        |(contact_id, first_name, last_name, phone, conversation_id)| {
            let phone = Phone::try_from(phone)?;
            Ok(FormerlyOf {
                contact_id,
                conversation_id,
                name: display_name(&first_name, &last_name, &phone),
                phone,
            })
        },
    )
    .transpose()
}

#[derive(QueryableByName)]
struct Survivor {
    #[diesel(sql_type = Text)]
    phone: String,
    #[diesel(sql_type = SqlUuid)]
    contact_id: Uuid,
}

/// Of these phones, those whose contact was merged into another: that one's id.
///
/// # Errors
/// When the database fails.
pub async fn merged_into(
    mut connection: &Connection,
    workspace: WorkspaceId,
    phones: &[&str],
) -> Result<HashMap<String, Uuid>, Error> {
    // Diesel's `distinct_on` takes no order by several columns.
    let rows: Vec<Survivor> = diesel::sql_query(
        "SELECT DISTINCT ON (phone) phone, contact_id FROM contact_merges \
         WHERE workspace_id = $1 AND phone = ANY ($2) \
         ORDER BY phone, merged_at DESC, id DESC",
    )
    .bind::<SqlUuid, _>(workspace.0)
    .bind::<Array<Text>, _>(phones)
    .load(&mut connection)
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| (row.phone, row.contact_id))
        .collect())
}

/// The contact that the contact with this phone was merged into.
///
/// # Errors
/// When the database fails.
pub async fn survivor(
    connection: &Connection,
    workspace: WorkspaceId,
    phone: &Phone,
) -> Result<Option<Uuid>, Error> {
    let into = merged_into(connection, workspace, &[phone.as_str()]).await?;
    Ok(into.into_values().next())
}

/// The contact that the contact with this id was merged into.
///
/// # Errors
/// When the database fails.
pub async fn survivor_of(
    connection: &mut Connection,
    workspace: WorkspaceId,
    merged_id: Uuid,
) -> Result<Option<Uuid>, Error> {
    Ok(contact_merges::table
        .filter(contact_merges::workspace_id.eq(workspace.0))
        .filter(contact_merges::merged_id.eq(merged_id))
        .select(contact_merges::contact_id)
        .first(connection)
        .await
        .optional()?)
}

/// The contact whose conversation the conversation with this id became part of.
///
/// # Errors
/// When the database fails.
pub async fn survivor_of_conversation(
    connection: &mut Connection,
    workspace: WorkspaceId,
    merged_conversation_id: Uuid,
) -> Result<Option<Uuid>, Error> {
    Ok(contact_merges::table
        .filter(contact_merges::workspace_id.eq(workspace.0))
        .filter(contact_merges::merged_conversation_id.eq(merged_conversation_id))
        .order((contact_merges::merged_at.desc(), contact_merges::id.desc()))
        .select(contact_merges::contact_id)
        .first(connection)
        .await
        .optional()?)
}
