//! Merging in the database. These statements know tables of other nouns: whatever hangs on a contact
//! or a conversation moves with it. A test walks the schema, so that a new table is not forgotten.

mod conversations;
mod remembered;

use diesel::prelude::*;
use diesel::sql_types::Uuid as SqlUuid;
use diesel_async::RunQueryDsl;
use uuid::Uuid;

use crate::db::{Connection, WorkspaceId};
use crate::error::Error;
use crate::schema::{contact_tags, contacts};

pub use conversations::{
    Conversations, end_conversation, is_sending, lock_conversations, move_conversation,
    move_entries,
};
pub use remembered::{
    Merged, formerly_of, insert, merged, merged_into, phones, survivor, survivor_of,
    survivor_of_conversation,
};

/// Tables whose rows simply change hands, by the column that names the contact.
pub const OF_CONTACT: [&str; 2] = ["leads", "contact_merges"];
/// Tables whose rows simply change hands, by the column that names the conversation.
pub const OF_CONVERSATION: [&str; 4] = ["messages", "thread_records", "comments", "notifications"];
/// Tables that refer to contacts or conversations and are merged each in its own way.
pub const OTHERWISE: [&str; 7] = [
    "conversations",
    "contact_tags",
    "notes",
    "note_versions",
    "pipeline_cards",
    "reviews",
    "workflow_runs",
];

/// Locks both contacts, always in the same order; one of them is going to be deleted.
///
/// # Errors
/// When the database fails.
pub async fn lock(
    connection: &mut Connection,
    workspace: WorkspaceId,
    kept: Uuid,
    other: Uuid,
) -> Result<(), Error> {
    let _locked: Vec<Uuid> = contacts::table
        .filter(contacts::workspace_id.eq(workspace.0))
        .filter(contacts::id.eq_any([kept, other]))
        .order(contacts::id)
        .select(contacts::id)
        .for_update()
        .load(connection)
        .await?;
    Ok(())
}

/// Gives the other's tags to the one that stays; where both wear one, the later time holds. What the
/// one that stays shows is the caller's.
///
/// # Errors
/// When the database fails.
pub async fn move_tags(
    connection: &mut Connection,
    workspace: WorkspaceId,
    kept: Uuid,
    other: Uuid,
) -> Result<(), Error> {
    // The tag that colours the contact refers to a row that goes.
    diesel::update(contacts::table.find((workspace.0, other)))
        .set(contacts::tag_id.eq(None::<Uuid>))
        .execute(connection)
        .await?;
    // Diesel inserts no select with a value of its own among the columns.
    diesel::sql_query(
        "INSERT INTO contact_tags (workspace_id, contact_id, tag_id, applied_at, place) \
         SELECT workspace_id, $2, tag_id, applied_at, place FROM contact_tags \
         WHERE workspace_id = $1 AND contact_id = $3 \
         ON CONFLICT (workspace_id, contact_id, tag_id) DO UPDATE \
         SET applied_at = excluded.applied_at, place = excluded.place \
         WHERE (excluded.applied_at, excluded.place) > (contact_tags.applied_at, contact_tags.place)",
    )
    .bind::<SqlUuid, _>(workspace.0)
    .bind::<SqlUuid, _>(kept)
    .bind::<SqlUuid, _>(other)
    .execute(connection)
    .await?;
    let of_other = contact_tags::table
        .filter(contact_tags::workspace_id.eq(workspace.0))
        .filter(contact_tags::contact_id.eq(other));
    diesel::delete(of_other).execute(connection).await?;
    Ok(())
}

/// Hands over what hangs on the other contact and needs no more than that.
///
/// # Errors
/// When the database fails.
pub async fn move_rest(
    connection: &mut Connection,
    workspace: WorkspaceId,
    kept: Uuid,
    other: Uuid,
) -> Result<(), Error> {
    for table in OF_CONTACT {
        hand_over(connection, workspace, (table, "contact_id"), other, kept).await?;
    }
    Ok(())
}

/// The names are the program's own, never a request's.
async fn hand_over(
    connection: &mut Connection,
    workspace: WorkspaceId,
    (table, column): (&'static str, &'static str),
    from: Uuid,
    to: Uuid,
) -> Result<(), Error> {
    // Diesel knows no table by a name that is a value.
    diesel::sql_query(format!(
        "UPDATE {table} SET {column} = $3 WHERE workspace_id = $1 AND {column} = $2"
    ))
    .bind::<SqlUuid, _>(workspace.0)
    .bind::<SqlUuid, _>(from)
    .bind::<SqlUuid, _>(to)
    .execute(connection)
    .await?;
    Ok(())
}

/// Deletes a contact that nothing hangs on any more.
///
/// # Errors
/// When something does, or the database fails.
pub async fn delete(
    connection: &mut Connection,
    workspace: WorkspaceId,
    contact: Uuid,
) -> Result<(), Error> {
    diesel::delete(contacts::table.find((workspace.0, contact)))
        .execute(connection)
        .await?;
    Ok(())
}
