//! Merging in the database. These statements know tables of other nouns: whatever hangs on a contact
//! or a conversation moves with it. A test walks the schema, so that a new table is not forgotten.

use chrono::{DateTime, Utc};
use copperline_shared::contacts::{Contact, MergedContact};
use copperline_shared::phone::Phone;
use diesel::prelude::*;
use diesel::sql_types::{Array, Text, Uuid as SqlUuid};
use diesel_async::RunQueryDsl;
use serde_json::Value;
use std::collections::HashMap;
use uuid::Uuid;

use crate::caller::{Actor, Identity};
use crate::db::{Connection, WorkspaceId};
use crate::error::Error;
use crate::schema::{contact_merges, contact_tags, contacts, conversations, messages};

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

/// The conversations of the two, once there are any.
#[derive(Clone, Copy, Debug)]
pub struct Conversations {
    pub kept: Option<Uuid>,
    pub other: Option<Uuid>,
}

impl Conversations {
    /// The one there is afterwards.
    #[must_use]
    pub fn stays(self) -> Option<Uuid> {
        self.kept.or(self.other)
    }

    /// The one there isn't any more.
    #[must_use]
    pub fn ends(self) -> Option<Uuid> {
        self.kept.and(self.other)
    }
}

/// Locks both conversations, always in the same order.
///
/// # Errors
/// When the database fails.
pub async fn lock_conversations(
    connection: &mut Connection,
    workspace: WorkspaceId,
    kept: Uuid,
    other: Uuid,
) -> Result<Conversations, Error> {
    let locked: Vec<(Uuid, Uuid)> = conversations::table
        .filter(conversations::workspace_id.eq(workspace.0))
        .filter(conversations::contact_id.eq_any([kept, other]))
        .order(conversations::id)
        .select((conversations::contact_id, conversations::id))
        .for_update()
        .load(connection)
        .await?;
    let of = |contact: Uuid| {
        let found = locked.iter().find(|(of, _)| *of == contact);
        found.map(|(_, id)| *id)
    };
    Ok(Conversations {
        kept: of(kept),
        other: of(other),
    })
}

/// Whether a text of the conversation is with the carrier, or about to be.
///
/// # Errors
/// When the database fails.
pub async fn is_sending(
    connection: &mut Connection,
    workspace: WorkspaceId,
    conversation: Uuid,
) -> Result<bool, Error> {
    let queued = messages::table
        .filter(messages::workspace_id.eq(workspace.0))
        .filter(messages::conversation_id.eq(conversation))
        .filter(messages::state.eq("queued"));
    Ok(diesel::select(diesel::dsl::exists(queued))
        .get_result(connection)
        .await?)
}

/// Makes one conversation of two: the marks of both, whose it was, and the excerpt of the one that was
/// used last. What stands in it is moved by [`move_entries`].
///
/// # Errors
/// When the database fails.
pub async fn move_conversation(
    connection: &mut Connection,
    workspace: WorkspaceId,
    kept: Uuid,
    threads: Conversations,
) -> Result<(), Error> {
    let Some(other) = threads.other else {
        return Ok(());
    };
    let Some(into) = threads.kept else {
        diesel::update(conversations::table.find((workspace.0, other)))
            .set(conversations::contact_id.eq(kept))
            .execute(connection)
            .await?;
        return Ok(());
    };
    // Diesel has no words for an update beside another row of the same table.
    diesel::sql_query(
        "UPDATE conversations AS kept SET \
             hot = kept.hot OR other.hot, \
             assigned_agent_id = CASE WHEN kept.assigned_group_id IS NULL \
                 THEN coalesce(kept.assigned_agent_id, other.assigned_agent_id) END, \
             assigned_group_id = CASE WHEN kept.assigned_agent_id IS NULL \
                 THEN coalesce(kept.assigned_group_id, other.assigned_group_id) END, \
             archived_at = CASE WHEN kept.archived_at IS NOT NULL AND other.archived_at IS NOT NULL \
                 THEN greatest(kept.archived_at, other.archived_at) END, \
             unread_count = kept.unread_count + other.unread_count, \
             excerpt = latest.excerpt, excerpt_by = latest.excerpt_by, \
             excerpt_agent_id = latest.excerpt_agent_id, excerpt_name = latest.excerpt_name, \
             number_id = coalesce(latest.number_id, kept.number_id, other.number_id), \
             last_activity_at = latest.last_activity_at, \
             last_inbound_at = greatest(kept.last_inbound_at, other.last_inbound_at), \
             created_at = least(kept.created_at, other.created_at) \
         FROM conversations AS other, LATERAL ( \
             SELECT * FROM conversations WHERE workspace_id = $1 AND id IN ($2, $3) \
             ORDER BY last_activity_at DESC, id DESC LIMIT 1) AS latest \
         WHERE kept.workspace_id = $1 AND kept.id = $2 AND other.workspace_id = $1 AND other.id = $3",
    )
    .bind::<SqlUuid, _>(workspace.0)
    .bind::<SqlUuid, _>(into)
    .bind::<SqlUuid, _>(other)
    .execute(connection)
    .await?;
    Ok(())
}

/// Moves what stands in the other's conversation to the one that stays. Its texts went to and came
/// from the other's phone, but for those that wait: they leave for the phone that stays.
///
/// # Errors
/// When the database fails.
pub async fn move_entries(
    connection: &mut Connection,
    workspace: WorkspaceId,
    threads: Conversations,
    phone: &Phone,
) -> Result<(), Error> {
    let Some(other) = threads.other else {
        return Ok(());
    };
    let texts = messages::table
        .filter(messages::workspace_id.eq(workspace.0))
        .filter(messages::conversation_id.eq(other))
        .filter(messages::due_at.is_null())
        .filter(messages::sent_to.is_null());
    diesel::update(texts)
        .set(messages::sent_to.eq(phone.as_str()))
        .execute(connection)
        .await?;
    let Some(into) = threads.kept else {
        return Ok(());
    };
    for table in OF_CONVERSATION {
        let of = (table, "conversation_id");
        hand_over(connection, workspace, of, other, into).await?;
    }
    Ok(())
}

/// Deletes a conversation that nothing stands in any more.
///
/// # Errors
/// When something does, or the database fails.
pub async fn end_conversation(
    connection: &mut Connection,
    workspace: WorkspaceId,
    conversation: Uuid,
) -> Result<(), Error> {
    diesel::delete(conversations::table.find((workspace.0, conversation)))
        .execute(connection)
        .await?;
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
    connection: &mut Connection,
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
    .load(connection)
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
    connection: &mut Connection,
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
