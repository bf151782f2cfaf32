//! Deleting a tag and merging it into another. The tag is gone for everybody at once; taking it off
//! its contacts is a job's, because they may be many.

use copperline_shared::events::Event;
use uuid::Uuid;

use super::queries;
use crate::app::App;
use crate::db::{Atomic, WorkspaceId};
use crate::error::Error;
use crate::jobs::{Job, enqueue, wake};
use crate::outbox::{self, Audience};
use crate::{saved_filters, workflows};

/// # Errors
/// [`Error::not_found`] when the tag, or the one it is merged into, isn't there.
pub(super) async fn remove(
    app: &App,
    workspace: WorkspaceId,
    tag_id: Uuid,
    merged_into: Option<Uuid>,
) -> Result<(), Error> {
    let now = app.clock.now();
    let mut connection = app.pool.get().await?;
    connection
        .atomically(async |connection| {
            let mut wanted = vec![tag_id];
            wanted.extend(merged_into);
            let there = queries::lock(connection, workspace, &wanted).await?;
            if there.len() < wanted.len() {
                return Err(Error::not_found("tag"));
            }
            queries::end(connection, workspace, tag_id, merged_into, now).await?;
            enqueue(connection, Some(workspace), &Job::EndTag { tag_id }, now).await?;
            let retag = workflows::queries::retag;
            let retagged = retag(connection, workspace, tag_id, merged_into).await? > 0;
            let follow = saved_filters::queries::follow_tag;
            let followed = follow(connection, workspace, tag_id, merged_into).await?;
            let removed = Event::TagRemoved {
                tag_id,
                merged_into,
            };
            let told = [
                Some(removed),
                followed.then_some(Event::SavedFiltersChanged),
                retagged.then_some(Event::WorkflowsChanged),
            ];
            let told = told.into_iter().flatten();
            let told = told.map(|event| (Audience::Workspace, event)).collect();
            outbox::record(connection, workspace, told, now).await
        })
        .await?;
    wake(app);
    Ok(())
}
