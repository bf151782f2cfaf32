//! Which contacts wear which tags, many contacts at a time.
//!
//! Diesel has no words for rows of two lists, nor for an update beside a lateral join: what writes
//! here is SQL.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel::sql_types::{Array, Timestamptz, Uuid as SqlUuid};
use diesel_async::RunQueryDsl;
use uuid::Uuid;

use crate::db::{Connection, WorkspaceId};
use crate::error::Error;
use crate::schema::{contact_tags, contacts, tags};

#[derive(QueryableByName)]
pub(super) struct ContactId {
    #[diesel(sql_type = SqlUuid)]
    pub(super) contact_id: Uuid,
}

#[derive(QueryableByName)]
pub(super) struct PutOn {
    #[diesel(sql_type = SqlUuid)]
    pub(super) contact_id: Uuid,
    #[diesel(sql_type = SqlUuid)]
    pub(super) tag_id: Uuid,
}

/// Locks contacts whose tags are about to change, always in the same order.
///
/// # Errors
/// When the database fails.
pub async fn lock_contacts(
    connection: &mut Connection,
    workspace: WorkspaceId,
    ids: &[Uuid],
) -> Result<(), Error> {
    let _locked: Vec<Uuid> = contacts::table
        .filter(contacts::workspace_id.eq(workspace.0))
        .filter(contacts::id.eq_any(ids))
        .order(contacts::id)
        .select(contacts::id)
        .for_no_key_update()
        .load(connection)
        .await?;
    Ok(())
}

/// Puts tags on contacts, those that are there; gives each contact with each tag it didn't wear.
///
/// # Errors
/// When the database fails.
pub async fn put_on(
    connection: &mut Connection,
    workspace: WorkspaceId,
    contacts: &[Uuid],
    tags: &[Uuid],
    now: DateTime<Utc>,
) -> Result<Vec<(Uuid, Uuid)>, Error> {
    if tags.is_empty() {
        return Ok(Vec::new());
    }
    let put_on: Vec<PutOn> = diesel::sql_query(
        "INSERT INTO contact_tags (workspace_id, contact_id, tag_id, applied_at, place) \
         SELECT $1, contacts.id, named.id, $4, named.place \
         FROM contacts, unnest($3) WITH ORDINALITY AS named (id, place) \
         WHERE contacts.workspace_id = $1 AND contacts.id = ANY ($2) \
         ON CONFLICT DO NOTHING RETURNING contact_id, tag_id",
    )
    .bind::<SqlUuid, _>(workspace.0)
    .bind::<Array<SqlUuid>, _>(contacts)
    .bind::<Array<SqlUuid>, _>(tags)
    .bind::<Timestamptz, _>(now)
    .load(connection)
    .await?;
    Ok(put_on
        .into_iter()
        .map(|put| (put.contact_id, put.tag_id))
        .collect())
}

/// Puts `into` on contacts that wear `ending`, with the time of that. Where both are worn, the
/// later time holds.
///
/// # Errors
/// When the database fails.
pub async fn put_on_instead(
    connection: &mut Connection,
    workspace: WorkspaceId,
    contacts: &[Uuid],
    ending: Uuid,
    into: Uuid,
) -> Result<(), Error> {
    diesel::sql_query(
        "INSERT INTO contact_tags (workspace_id, contact_id, tag_id, applied_at, place) \
         SELECT workspace_id, contact_id, $4, applied_at, place FROM contact_tags \
         WHERE workspace_id = $1 AND contact_id = ANY ($2) AND tag_id = $3 \
         ON CONFLICT (workspace_id, contact_id, tag_id) DO UPDATE \
         SET applied_at = excluded.applied_at, place = excluded.place \
         WHERE (excluded.applied_at, excluded.place) > (contact_tags.applied_at, contact_tags.place)",
    )
    .bind::<SqlUuid, _>(workspace.0)
    .bind::<Array<SqlUuid>, _>(contacts)
    .bind::<SqlUuid, _>(ending)
    .bind::<SqlUuid, _>(into)
    .execute(connection)
    .await?;
    Ok(())
}

/// Lets contacts show the tag they got last, of all but those that are about to be taken off; gives
/// the contacts that showed another.
///
/// # Errors
/// When the database fails.
pub async fn show_newest(
    connection: &mut Connection,
    workspace: WorkspaceId,
    contacts: &[Uuid],
    except: &[Uuid],
) -> Result<Vec<Uuid>, Error> {
    let shown: Vec<ContactId> = diesel::sql_query(
        "UPDATE contacts SET tag_id = newest.tag_id \
         FROM unnest($2) AS wearer (id) LEFT JOIN LATERAL \
             (SELECT worn.tag_id FROM contact_tags AS worn \
              WHERE worn.workspace_id = $1 AND worn.contact_id = wearer.id \
                  AND worn.tag_id <> ALL ($3) \
              ORDER BY worn.applied_at DESC, worn.place DESC, worn.tag_id DESC LIMIT 1) AS newest \
             ON true \
         WHERE contacts.workspace_id = $1 AND contacts.id = wearer.id \
             AND contacts.tag_id IS DISTINCT FROM newest.tag_id \
         RETURNING contacts.id AS contact_id",
    )
    .bind::<SqlUuid, _>(workspace.0)
    .bind::<Array<SqlUuid>, _>(contacts)
    .bind::<Array<SqlUuid>, _>(except)
    .load(connection)
    .await?;
    Ok(shown.into_iter().map(|shown| shown.contact_id).collect())
}

/// The tags of these contacts, of each those applied last first.
///
/// # Errors
/// When the database fails.
pub async fn worn(
    connection: &mut Connection,
    workspace: WorkspaceId,
    contacts: &[Uuid],
) -> Result<HashMap<Uuid, Vec<Uuid>>, Error> {
    let rows: Vec<(Uuid, Uuid)> = contact_tags::table
        .inner_join(
            tags::table.on(tags::workspace_id
                .eq(contact_tags::workspace_id)
                .and(tags::id.eq(contact_tags::tag_id))),
        )
        .filter(contact_tags::workspace_id.eq(workspace.0))
        .filter(contact_tags::contact_id.eq_any(contacts))
        .filter(tags::ending_at.is_null())
        .order((
            contact_tags::applied_at.desc(),
            contact_tags::place.desc(),
            contact_tags::tag_id.desc(),
        ))
        .select((contact_tags::contact_id, contact_tags::tag_id))
        .load(connection)
        .await?;
    let mut worn: HashMap<Uuid, Vec<Uuid>> = HashMap::new();
    for (contact, tag) in rows {
        worn.entry(contact).or_default().push(tag);
    }
    Ok(worn)
}

/// Some contacts that wear a tag.
///
/// # Errors
/// When the database fails.
pub async fn wearers(
    connection: &mut Connection,
    workspace: WorkspaceId,
    tag: Uuid,
    limit: i64,
) -> Result<Vec<Uuid>, Error> {
    Ok(contact_tags::table
        .filter(contact_tags::workspace_id.eq(workspace.0))
        .filter(contact_tags::tag_id.eq(tag))
        .order(contact_tags::contact_id)
        .select(contact_tags::contact_id)
        .limit(limit)
        .load(connection)
        .await?)
}
