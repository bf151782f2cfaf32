//! Making and changing groups. Those of a workspace change one after the other.

use chrono::{DateTime, Utc};
use copperline_shared::agents::Agent;
use copperline_shared::groups::{Group, MOST_GROUPS, SaveGroup};
use uuid::Uuid;

use super::{changed, queries, rules};
use crate::app::App;
use crate::db::{Atomic, Connection, WorkspaceId};
use crate::error::Error;
use crate::idempotency::Once;
use crate::{agents, outbox, workspace};

/// The group that a new workspace starts with.
const FIRST_GROUP: &str = "Everyone";

/// Gives a new workspace its first group, with its owner.
///
/// # Errors
/// When the database fails.
pub async fn begin(
    connection: &mut Connection,
    of: WorkspaceId,
    owner: Uuid,
    now: DateTime<Utc>,
) -> Result<(), Error> {
    let group = queries::insert(connection, of, FIRST_GROUP, now).await?;
    queries::put_in(connection, of, group, &[owner]).await
}

/// # Errors
/// Naming the field, when another group has the name, an agent isn't there, or the workspace has all
/// the groups it may have.
pub(super) async fn create(
    app: &App,
    of: WorkspaceId,
    once: &Once,
    new: &SaveGroup,
) -> Result<Group, Error> {
    let now = app.clock.now();
    let mut connection = app.pool.get().await?;
    connection
        .atomically(async |connection| {
            if let Some(first) = once.begin(connection, now).await? {
                return Ok(first);
            }
            workspace::queries::lock(connection, of).await?;
            if queries::groups(connection, of).await?.len() >= MOST_GROUPS {
                let message = format!("There are {MOST_GROUPS} groups already. Delete one first.");
                return Err(Error::field("name", message));
            }
            expect_agents(connection, of, &new.agent_ids).await?;
            let id = queries::insert(connection, of, &new.name, now).await?;
            queries::put_in(connection, of, id, &new.agent_ids).await?;
            let group = queries::group(connection, of, id).await?;
            once.keep(connection, &group).await?;
            outbox::record(connection, of, vec![changed(&group)], now).await?;
            Ok::<Group, Error>(group)
        })
        .await
}

/// # Errors
/// [`Error::not_found`]; naming the field, when another group has the name, an agent isn't there, or
/// somebody would belong to no group.
pub(super) async fn update(
    app: &App,
    of: WorkspaceId,
    id: Uuid,
    new: &SaveGroup,
) -> Result<Group, Error> {
    let now = app.clock.now();
    let mut connection = app.pool.get().await?;
    connection
        .atomically(async |connection| {
            workspace::queries::lock(connection, of).await?;
            let before = queries::group(connection, of, id).await?;
            expect_agents(connection, of, &new.agent_ids).await?;
            let mut leave = before.agent_ids.clone();
            leave.retain(|agent| !new.agent_ids.contains(agent));
            let alone = would_be_alone(connection, of, id, &leave).await?;
            if !alone.is_empty() {
                let message = rules::would_be_alone(&alone);
                return Err(Error::field("agent_ids", message));
            }
            queries::rename(connection, of, id, &new.name).await?;
            queries::take_out(connection, of, id, &leave).await?;
            queries::put_in(connection, of, id, &new.agent_ids).await?;
            let group = queries::group(connection, of, id).await?;
            if group != before {
                outbox::record(connection, of, vec![changed(&group)], now).await?;
            }
            Ok::<Group, Error>(group)
        })
        .await
}

/// All members are agents of the workspace.
async fn expect_agents(
    connection: &mut Connection,
    of: WorkspaceId,
    ids: &[Uuid],
) -> Result<(), Error> {
    if agents::queries::count_known(connection, of, ids).await? == ids.len() {
        return Ok(());
    }
    let message = "Choose agents of this workspace.";
    Err(Error::field("agent_ids", message))
}

/// Those of these agents who would belong to no group without this one, by name. Holds them all: the
/// database does so at the commit, which would be after the event cursor.
///
/// # Errors
/// When the database fails.
pub(super) async fn would_be_alone(
    connection: &mut Connection,
    of: WorkspaceId,
    group: Uuid,
    leave: &[Uuid],
) -> Result<Vec<Agent>, Error> {
    if leave.is_empty() {
        return Ok(Vec::new());
    }
    agents::queries::lock(connection, of, leave).await?;
    let elsewhere = queries::in_others(connection, of, group, leave).await?;
    let mut alone = agents::queries::agents(connection, of).await?;
    alone.retain(|agent| leave.contains(&agent.id) && !elsewhere.contains(&agent.id));
    Ok(alone)
}
