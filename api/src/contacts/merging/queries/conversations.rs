//! Two conversations that become one.

use copperline_shared::phone::Phone;
use diesel::prelude::*;
use diesel::sql_types::Uuid as SqlUuid;
use diesel_async::RunQueryDsl;
use uuid::Uuid;

use super::{OF_CONVERSATION, hand_over};
use crate::db::{Connection, WorkspaceId};
use crate::error::Error;
use crate::schema::{conversations, messages};

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
