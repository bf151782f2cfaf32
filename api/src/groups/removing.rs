//! Deleting a group. It is gone for everybody at once; making its conversations nobody's is a job's,
//! because they may be many.

use copperline_shared::events::Event;
use copperline_shared::problem::ErrorCode;
use uuid::Uuid;

use super::{queries, rules, saving};
use crate::app::App;
use crate::db::{Atomic, WorkspaceId};
use crate::error::Error;
use crate::jobs::{Job, enqueue, wake};
use crate::outbox::{self, Audience};
use crate::{saved_filters, workflows, workspace};

/// # Errors
/// [`Error::not_found`]; [`ErrorCode::OnlyGroup`] when somebody would belong to no group.
pub(super) async fn remove(app: &App, of: WorkspaceId, group_id: Uuid) -> Result<(), Error> {
    let now = app.clock.now();
    let mut connection = app.pool.get().await?;
    connection
        .atomically(async |connection| {
            workspace::queries::lock(connection, of).await?;
            let group = queries::group(connection, of, group_id).await?;
            let leave = &group.agent_ids;
            let alone = saving::would_be_alone(connection, of, group_id, leave).await?;
            if !alone.is_empty() {
                let detail = rules::would_be_alone(&alone);
                return Err(Error::new(ErrorCode::OnlyGroup, detail));
            }
            queries::end(connection, of, group_id, now).await?;
            enqueue(connection, Some(of), &Job::EndGroup { group_id }, now).await?;
            let lose = workflows::queries::lose_group;
            let lost = lose(connection, of, group_id).await? > 0;
            let end = saved_filters::queries::end_with_group;
            let ended = end(connection, of, group_id).await?;
            let told = [
                Some(Event::GroupDeleted { group_id }),
                ended.then_some(Event::SavedFiltersChanged),
                lost.then_some(Event::WorkflowsChanged),
            ];
            let told = told.into_iter().flatten();
            let told = told.map(|event| (Audience::Workspace, event)).collect();
            outbox::record(connection, of, told, now).await
        })
        .await?;
    wake(app);
    Ok(())
}
