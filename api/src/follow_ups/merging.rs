//! Two conversations that become one.

use chrono::{DateTime, Utc};
use copperline_shared::follow_ups::FollowUpState;
use uuid::Uuid;

use super::changes::bring_back_at;
use super::{queries, rules};
use crate::db::{Connection, WorkspaceId};
use crate::error::Error;
use crate::jobs::withdraw_end_put_off;

/// Gives the conversation that stays the follow-up that counts of both, within the caller's
/// transaction, which holds both conversations and has not put their unread messages together yet.
///
/// # Errors
/// When the database fails.
pub async fn merge(
    connection: &mut Connection,
    workspace: WorkspaceId,
    (kept, other): (Uuid, Uuid),
    now: DateTime<Utc>,
) -> Result<(), Error> {
    let mine = queries::lock(connection, workspace, kept).await?;
    let theirs = queries::lock(connection, workspace, other).await?;
    let both = [mine.follow_up(), theirs.follow_up()];
    let unread = mine.unread_count + theirs.unread_count > 0;
    let follow_up = rules::merged(both, unread, now);
    if both == [None, None] {
        return Ok(());
    }
    queries::set(connection, workspace, kept, follow_up, false).await?;
    for conversation in [kept, other] {
        withdraw_end_put_off(connection, workspace, conversation).await?;
    }
    match follow_up {
        Some(waiting) if waiting.state == FollowUpState::Waiting => {
            bring_back_at(connection, workspace, kept, waiting.at).await
        }
        _ => Ok(()),
    }
}
