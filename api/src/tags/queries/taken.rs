//! Taking tags off contacts, and putting them back as they were.
//!
//! Diesel has no words for rows of two lists: most of it is SQL.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel::sql_types::{Array, Timestamptz, Uuid as SqlUuid};
use diesel_async::RunQueryDsl;
use uuid::Uuid;

use super::worn::{ContactId, PutOn};
use crate::db::{Connection, WorkspaceId};
use crate::error::Error;
use crate::schema::contact_tags;
use crate::tags::TakenOff;

/// Takes tags off contacts that don't show them any more; gives each contact with each tag it wore.
///
/// # Errors
/// When the database fails.
pub async fn take_off(
    connection: &mut Connection,
    workspace: WorkspaceId,
    contacts: &[Uuid],
    tags: &[Uuid],
) -> Result<Vec<TakenOff>, Error> {
    if tags.is_empty() {
        return Ok(Vec::new());
    }
    let worn = contact_tags::table
        .filter(contact_tags::workspace_id.eq(workspace.0))
        .filter(contact_tags::contact_id.eq_any(contacts))
        .filter(contact_tags::tag_id.eq_any(tags));
    let taken: Vec<(Uuid, Uuid, DateTime<Utc>, i16)> = diesel::delete(worn)
        .returning((
            contact_tags::contact_id,
            contact_tags::tag_id,
            contact_tags::applied_at,
            contact_tags::place,
        ))
        .get_results(connection)
        .await?;
    let off = |(contact_id, tag_id, applied_at, place)| TakenOff {
        contact_id,
        tag_id,
        applied_at,
        place,
    };
    Ok(taken.into_iter().map(off).collect())
}

/// Puts tags back on contacts as they had been put on; gives the contacts, once for each tag they
/// didn't wear.
///
/// # Errors
/// When the database fails.
pub async fn put_back(
    connection: &mut Connection,
    workspace: WorkspaceId,
    taken_off: &[TakenOff],
) -> Result<Vec<Uuid>, Error> {
    let rows = taken_off.iter().map(|off| {
        (
            contact_tags::workspace_id.eq(workspace.0),
            contact_tags::contact_id.eq(off.contact_id),
            contact_tags::tag_id.eq(off.tag_id),
            contact_tags::applied_at.eq(off.applied_at),
            contact_tags::place.eq(off.place),
        )
    });
    Ok(diesel::insert_into(contact_tags::table)
        .values(rows.collect::<Vec<_>>())
        .on_conflict_do_nothing()
        .returning(contact_tags::contact_id)
        .get_results(connection)
        .await?)
}

/// Those of these tags that still are on their contacts since that moment: the contacts, and the tags
/// in the same order.
///
/// # Errors
/// When the database fails.
pub async fn still_on(
    connection: &mut Connection,
    workspace: WorkspaceId,
    put_on: &[super::super::PutOn],
) -> Result<(Vec<Uuid>, Vec<Uuid>), Error> {
    let of = |read: fn(&super::super::PutOn) -> Uuid| put_on.iter().map(read).collect::<Vec<_>>();
    let on: Vec<PutOn> = diesel::sql_query(
        "SELECT worn.contact_id, worn.tag_id FROM contact_tags AS worn \
         JOIN unnest($2, $3, $4) AS put (contact_id, tag_id, at) \
             ON worn.contact_id = put.contact_id AND worn.tag_id = put.tag_id \
             AND worn.applied_at = put.at \
         WHERE worn.workspace_id = $1",
    )
    .bind::<SqlUuid, _>(workspace.0)
    .bind::<Array<SqlUuid>, _>(of(|put| put.contact_id))
    .bind::<Array<SqlUuid>, _>(of(|put| put.tag_id))
    .bind::<Array<Timestamptz>, _>(put_on.iter().map(|put| put.at).collect::<Vec<_>>())
    .load(connection)
    .await?;
    Ok(on.into_iter().map(|on| (on.contact_id, on.tag_id)).unzip())
}

/// Lets contacts that show one of these tags show none; gives them.
///
/// # Errors
/// When the database fails.
pub async fn hide(
    connection: &mut Connection,
    workspace: WorkspaceId,
    (contacts, tags): &(Vec<Uuid>, Vec<Uuid>),
) -> Result<Vec<Uuid>, Error> {
    let hidden: Vec<ContactId> = diesel::sql_query(
        "UPDATE contacts SET tag_id = NULL FROM unnest($2, $3) AS worn (contact_id, tag_id) \
         WHERE contacts.workspace_id = $1 AND contacts.id = worn.contact_id \
             AND contacts.tag_id = worn.tag_id \
         RETURNING contacts.id AS contact_id",
    )
    .bind::<SqlUuid, _>(workspace.0)
    .bind::<Array<SqlUuid>, _>(contacts)
    .bind::<Array<SqlUuid>, _>(tags)
    .load(connection)
    .await?;
    Ok(hidden.into_iter().map(|hidden| hidden.contact_id).collect())
}

/// Takes each tag off its contact, which doesn't show it; gives the contacts.
///
/// # Errors
/// When the database fails.
pub async fn take_pairs_off(
    connection: &mut Connection,
    workspace: WorkspaceId,
    (contacts, tags): &(Vec<Uuid>, Vec<Uuid>),
) -> Result<Vec<Uuid>, Error> {
    let taken: Vec<ContactId> = diesel::sql_query(
        "DELETE FROM contact_tags AS worn USING unnest($2, $3) AS gone (contact_id, tag_id) \
         WHERE worn.workspace_id = $1 AND worn.contact_id = gone.contact_id \
             AND worn.tag_id = gone.tag_id \
         RETURNING worn.contact_id",
    )
    .bind::<SqlUuid, _>(workspace.0)
    .bind::<Array<SqlUuid>, _>(contacts)
    .bind::<Array<SqlUuid>, _>(tags)
    .load(connection)
    .await?;
    Ok(taken.into_iter().map(|taken| taken.contact_id).collect())
}
