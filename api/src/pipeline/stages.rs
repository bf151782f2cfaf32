//! The stages: made, changed, arranged and removed, one change after the other.

use chrono::{DateTime, Utc};
use copperline_shared::checks;
use copperline_shared::events::Event;
use copperline_shared::pipeline::{
    CreatePipelineStage, FIRST_STAGES, PipelineStage, UpdatePipelineStage,
};
use uuid::Uuid;

use super::{queries, rules};
use crate::conversations::records::By;
use crate::db::{Connection, WorkspaceId};
use crate::error::Error;
use crate::input::Fields;
use crate::outbox::{self, Audience};
use crate::{saved_filters, workflows};

/// Gives a new workspace its pipeline with the stages it starts with.
///
/// # Errors
/// When the database fails.
pub async fn begin(
    connection: &mut Connection,
    workspace: WorkspaceId,
    now: DateTime<Utc>,
) -> Result<(), Error> {
    queries::begin(connection, workspace).await?;
    for (position, (name, colour)) in FIRST_STAGES.into_iter().enumerate() {
        let name = name.to_owned();
        let stage = CreatePipelineStage { name, colour };
        queries::add(connection, workspace, &stage, position, now).await?;
    }
    Ok(())
}

/// The stage with this id.
///
/// # Errors
/// When there is none in this workspace, or the database fails.
pub(super) async fn existing(
    connection: &mut Connection,
    workspace: WorkspaceId,
    id: Uuid,
) -> Result<PipelineStage, Error> {
    let stages = queries::stages(connection, workspace).await?;
    find(&stages, id).cloned()
}

fn find(stages: &[PipelineStage], id: Uuid) -> Result<&PipelineStage, Error> {
    let found = stages.iter().find(|stage| stage.id == id);
    found.ok_or_else(|| Error::not_found("stage"))
}

/// Tells the workspace how the stages are now; the last thing in a transaction.
pub(super) async fn tell(
    connection: &mut Connection,
    workspace: WorkspaceId,
    reread: Option<Uuid>,
    now: DateTime<Utc>,
) -> Result<(), Error> {
    let stages = queries::stages(connection, workspace).await?;
    let event = Event::PipelineStagesChanged { stages, reread };
    outbox::record(
        connection,
        workspace,
        vec![(Audience::Workspace, event)],
        now,
    )
    .await
}

/// A name that no stage but `id` has.
async fn check_name(
    connection: &mut Connection,
    workspace: WorkspaceId,
    (name, id): (&str, Uuid),
) -> Result<String, Error> {
    let mut fields = Fields::default();
    let mut checked = checks::name(name);
    if let Ok(name) = &checked
        && queries::is_taken(connection, workspace, name, id).await?
    {
        checked = Err(rules::taken(name));
    }
    let name = fields.check("name", checked);
    Ok(fields.finish((name,))?.0)
}

/// Adds a stage at the end.
///
/// # Errors
/// When its name is none or taken, there are too many, or the database fails.
pub(super) async fn add(
    connection: &mut Connection,
    workspace: WorkspaceId,
    new: &CreatePipelineStage,
    now: DateTime<Utc>,
) -> Result<PipelineStage, Error> {
    queries::lock(connection, workspace).await?;
    let stages = queries::stages(connection, workspace).await?;
    rules::may_add(&stages)?;
    let stage = CreatePipelineStage {
        name: check_name(connection, workspace, (&new.name, Uuid::nil())).await?,
        colour: new.colour,
    };
    let id = queries::add(connection, workspace, &stage, stages.len(), now).await?;
    existing(connection, workspace, id).await
}

/// Changes a stage, and tells so.
///
/// # Errors
/// When there is no such stage, its name is none or taken, or the database fails.
pub(super) async fn change(
    connection: &mut Connection,
    workspace: WorkspaceId,
    id: Uuid,
    change: &UpdatePipelineStage,
    now: DateTime<Utc>,
) -> Result<PipelineStage, Error> {
    queries::lock(connection, workspace).await?;
    let stages = queries::stages(connection, workspace).await?;
    let before = find(&stages, id)?;
    let name = match &change.name {
        Some(name) => Some(check_name(connection, workspace, (name, id)).await?),
        None => None,
    };
    queries::update(connection, workspace, id, (name.as_deref(), change.colour)).await?;
    if let Some(position) = change.position {
        let order = stages.iter().map(|stage| stage.id).collect();
        let order = rules::moved(order, id, position);
        queries::arrange(connection, workspace, &order).await?;
    }
    let after = existing(connection, workspace, id).await?;
    if after != *before {
        tell(connection, workspace, None, now).await?;
    }
    Ok(after)
}

/// Removes a stage once its cards have gone to the target, and tells so.
///
/// # Errors
/// When there is no such stage, nothing that takes its cards, or the database fails.
pub(super) async fn remove(
    connection: &mut Connection,
    workspace: WorkspaceId,
    (id, target): (Uuid, Option<Uuid>),
    by: By,
    now: DateTime<Utc>,
) -> Result<(), Error> {
    queries::lock(connection, workspace).await?;
    let stages = queries::stages(connection, workspace).await?;
    let target = rules::target(&stages, find(&stages, id)?, target)?;
    if let Some(target) = &target {
        let (_, last) = queries::ends(connection, workspace, target.id, Uuid::nil()).await?;
        let prefix = rules::order::between(last.as_deref(), None);
        let record = Some((rules::detail(&target.name, None), by));
        let from_to = (id, target.id);
        queries::append_all(connection, workspace, from_to, &prefix, record, now).await?;
    }
    let into = target.as_ref().map(|target| target.id);
    let restage = workflows::queries::restage;
    let restaged = restage(connection, workspace, id, into).await? > 0;
    let follow = saved_filters::queries::follow_stage;
    let followed = follow(connection, workspace, id, into).await?;
    queries::remove_stage(connection, workspace, id).await?;
    let left: Vec<Uuid> = stages
        .iter()
        .map(|stage| stage.id)
        .filter(|stage| *stage != id)
        .collect();
    queries::arrange(connection, workspace, &left).await?;
    let told = [
        followed.then_some(Event::SavedFiltersChanged),
        restaged.then_some(Event::WorkflowsChanged),
    ];
    let told: Vec<_> = told
        .into_iter()
        .flatten()
        .map(|event| (Audience::Workspace, event))
        .collect();
    if !told.is_empty() {
        outbox::record(connection, workspace, told, now).await?;
    }
    tell(connection, workspace, into, now).await
}
