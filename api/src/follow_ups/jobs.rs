//! Bringing a conversation back when its moment has come.

use std::sync::Arc;

use chrono::{DateTime, Utc};
use copperline_shared::conversations::RecordKind;
use copperline_shared::events::Event;
use copperline_shared::problem::ErrorCode;
use uuid::Uuid;

use super::queries;
use crate::app::{App, Clock};
use crate::conversations::{self, records, records::By};
use crate::db::{Atomic, Connection, WorkspaceId};
use crate::error::Error;
use crate::outbox::Audience;
use crate::{agents, assignment, notifications};

/// Brings a conversation back that is put off until this moment; one that was brought back before,
/// or put off anew, has nothing to do with it. Running it again is safe.
///
/// # Errors
/// When the database fails.
pub async fn end_put_off(
    app: &Arc<App>,
    workspace: WorkspaceId,
    id: Uuid,
    until: DateTime<Utc>,
) -> Result<(), Error> {
    let mut connection = app.pool.get().await?;
    connection
        .atomically(async |connection| {
            bring_back(connection, workspace, (id, until), &app.clock).await
        })
        .await
}

async fn bring_back(
    connection: &mut Connection,
    workspace: WorkspaceId,
    (id, until): (Uuid, DateTime<Utc>),
    clock: &Clock,
) -> Result<(), Error> {
    let standing = match queries::lock(connection, workspace, id).await {
        // It was erased meanwhile.
        Err(error) if error.code() == ErrorCode::NotFound => return Ok(()),
        standing => standing?,
    };
    if standing.put_off_until != Some(until) {
        return Ok(());
    }
    // Taken while the conversation is held: what its thread tells is as old as its order.
    let now = clock.now();
    queries::bring_back(connection, workspace, id, until, now).await?;
    let (kind, add) = (RecordKind::FollowUpDue, records::add);
    let record = add(connection, workspace, id, kind, By::Nobody, "", now).await?;
    let mut told = vec![(Audience::Workspace, Event::RecordAdded { record })];
    let agents = reminded(connection, workspace, &standing).await?;
    told.extend(notifications::tell_due(connection, workspace, id, &agents, now).await?);
    conversations::announce(connection, workspace, id, told, now).await?;
    Ok(())
}

/// Who is reminded: whoever put it off and whoever works on it, of a group all who are in it; or
/// everybody when that is nobody.
async fn reminded(
    connection: &mut Connection,
    workspace: WorkspaceId,
    standing: &queries::Locked,
) -> Result<Vec<Uuid>, Error> {
    let work_on_it = assignment::agents_of(connection, workspace, standing.assigned_to()).await?;
    let named = once_each(standing.put_off_by.into_iter().chain(work_on_it));
    if !named.is_empty() {
        return Ok(named);
    }
    let everybody = agents::queries::agents(connection, workspace).await?;
    Ok(everybody.into_iter().map(|agent| agent.id).collect())
}

fn once_each(agents: impl Iterator<Item = Uuid>) -> Vec<Uuid> {
    let mut named = Vec::new();
    for agent in agents {
        if !named.contains(&agent) {
            named.push(agent);
        }
    }
    named
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn c20_whoever_put_it_off_and_whoever_works_on_it_are_told_once() {
        let (one, other) = (Uuid::from_u128(1), Uuid::from_u128(2));
        let of = |agents: &[Uuid]| once_each(agents.iter().copied());
        assert_eq!(of(&[one, other]), [one, other]);
        assert_eq!(of(&[one, other, one]), [one, other]);
        assert!(of(&[]).is_empty());
    }
}
