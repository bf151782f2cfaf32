//! Changing and deleting comments.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use uuid::Uuid;

use crate::conversations;
use crate::db::{Connection, WorkspaceId};
use crate::error::Error;
use crate::schema::{comment_mentions, comments};

/// What a change of a comment is decided on, with its row locked until the commit.
#[derive(Queryable, Clone, Debug)]
pub struct Standing {
    pub conversation_id: Uuid,
    pub text: String,
    pub agent_id: Option<Uuid>,
    pub api_token_id: Option<Uuid>,
    pub revision: i32,
}

impl Standing {
    #[must_use]
    pub fn revision(&self) -> u32 {
        self.revision.unsigned_abs()
    }

    /// The agent's or token's id.
    #[must_use]
    pub fn author(&self) -> Option<Uuid> {
        self.agent_id.or(self.api_token_id)
    }
}

/// Holds a comment until the commit, and its conversation before it: whoever merges or erases holds
/// that one before what stands in it.
///
/// # Errors
/// When the database fails.
pub async fn hold(
    connection: &mut Connection,
    workspace: WorkspaceId,
    id: Uuid,
) -> Result<Option<Standing>, Error> {
    let mut held = None;
    loop {
        let conversation = conversation_of(connection, workspace, id).await?;
        let Some(conversation) = conversation else {
            return Ok(None);
        };
        if held == Some(conversation) {
            break;
        }
        // A merge may move the comment until its conversation is held.
        conversations::queries::lock(connection, workspace, conversation).await?;
        held = Some(conversation);
    }
    Ok(comments::table
        .find((workspace.0, id))
        .select((
            comments::conversation_id,
            comments::text,
            comments::agent_id,
            comments::api_token_id,
            comments::revision,
        ))
        .for_update()
        .first(connection)
        .await
        .optional()?)
}

async fn conversation_of(
    connection: &mut Connection,
    workspace: WorkspaceId,
    id: Uuid,
) -> Result<Option<Uuid>, Error> {
    Ok(comments::table
        .find((workspace.0, id))
        .select(comments::conversation_id)
        .first(connection)
        .await
        .optional()?)
}

/// Gives a comment another text, in the place of the one with this revision.
///
/// # Errors
/// When it has another revision, or the database fails.
pub async fn rewrite(
    connection: &mut Connection,
    workspace: WorkspaceId,
    id: Uuid,
    (text, revision): (&str, i32),
    now: DateTime<Utc>,
) -> Result<(), Error> {
    let standing = comments::table
        .find((workspace.0, id))
        .filter(comments::revision.eq(revision));
    let rewritten = diesel::update(standing)
        .set((
            comments::text.eq(text),
            comments::revision.eq(comments::revision + 1),
            comments::edited_at.eq(now),
        ))
        .execute(connection)
        .await?;
    if rewritten == 1 {
        return Ok(());
    }
    Err(Error::internal("a comment changed while it was held"))
}

/// Deletes a comment, with whom it mentions and what is left of what they were told.
///
/// # Errors
/// When the database fails.
pub async fn delete(
    connection: &mut Connection,
    workspace: WorkspaceId,
    id: Uuid,
) -> Result<(), Error> {
    diesel::delete(comments::table.find((workspace.0, id)))
        .execute(connection)
        .await?;
    Ok(())
}

/// Forgets that a comment mentions these agents, and what they were told of it.
///
/// # Errors
/// When the database fails.
pub async fn delete_mentions(
    connection: &mut Connection,
    workspace: WorkspaceId,
    comment: Uuid,
    agents: &[Uuid],
) -> Result<(), Error> {
    if agents.is_empty() {
        return Ok(());
    }
    let mentions = comment_mentions::table
        .filter(comment_mentions::workspace_id.eq(workspace.0))
        .filter(comment_mentions::comment_id.eq(comment))
        .filter(comment_mentions::agent_id.eq_any(agents));
    diesel::delete(mentions).execute(connection).await?;
    Ok(())
}
