//! Bulk actions in the database.

mod chosen;

use std::collections::HashMap;

use chrono::{DateTime, TimeDelta, Utc};
use copperline_shared::bulk_actions::{BulkAction, BulkChange, BulkReason, BulkState};
use copperline_shared::problem::ErrorCode;
use diesel::prelude::*;
use diesel::sql_types::{Array, Uuid as SqlUuid};
use diesel_async::RunQueryDsl;
use serde_json::Value;
use uuid::Uuid;

use super::choosing::Chosen;
use crate::caller::{Actor, Identity};
use crate::conversations::records::By;
use crate::db::{self, Connection, WorkspaceId, delete_in_batches};
use crate::error::Error;
use crate::schema::bulk_actions;

pub use chosen::{Noted, next, next_changed, note};

#[derive(Queryable, Selectable)]
#[diesel(table_name = bulk_actions)]
struct ActionRow {
    id: Uuid,
    agent_id: Option<Uuid>,
    api_token_id: Option<Uuid>,
    kind: String,
    tag_ids: Vec<Option<Uuid>>,
    assignee_id: Option<Uuid>,
    assignee_group_id: Option<Uuid>,
    workflow_id: Option<Uuid>,
    reasons: Value,
    state: String,
    total: i32,
    done: i32,
    changed: i32,
    undone: i32,
    reached: Option<Uuid>,
    created_at: DateTime<Utc>,
    finished_at: Option<DateTime<Utc>>,
    on_contacts: bool,
}

/// A bulk action, the token that asked for it if one did, and the last conversation or contact that
/// was looked at.
pub struct Standing {
    pub action: BulkAction,
    pub api_token_id: Option<Uuid>,
    pub reached: Option<Uuid>,
    /// What was chosen are contacts.
    pub on_contacts: bool,
}

impl Standing {
    /// Who asked for it.
    #[must_use]
    pub fn by(&self) -> By {
        match (self.action.agent_id, self.api_token_id) {
            (Some(id), _) => By::Agent(id),
            (None, Some(id)) => By::ApiToken(id),
            (None, None) => By::Nobody,
        }
    }
}

impl TryFrom<ActionRow> for Standing {
    type Error = Error;

    fn try_from(row: ActionRow) -> Result<Self, Error> {
        let tag_ids: Vec<Uuid> = row.tag_ids.into_iter().flatten().collect();
        // As the change is written in JSON: its kind, and what that one needs.
        let change = serde_json::json!({
            "kind": row.kind, "tag_ids": tag_ids, "agent_id": row.assignee_id,
            "group_id": row.assignee_group_id, "workflow_id": row.workflow_id,
        });
        Ok(Self {
            api_token_id: row.api_token_id,
            action: BulkAction {
                id: row.id,
                change: serde_json::from_value(change)?,
                state: db::from_text(row.state)?,
                total: row.total.unsigned_abs(),
                done: row.done.unsigned_abs(),
                changed: row.changed.unsigned_abs(),
                reasons: reasons(row.reasons)?,
                undone: row.undone.unsigned_abs(),
                agent_id: row.agent_id,
                created_at: row.created_at,
                finished_at: row.finished_at,
            },
            reached: row.reached,
            on_contacts: row.on_contacts,
        })
    }
}

/// The reasons as they are told, the commonest first.
fn reasons(kept: Value) -> Result<Vec<BulkReason>, Error> {
    let kept: HashMap<ErrorCode, u32> = serde_json::from_value(kept)?;
    let mut reasons: Vec<BulkReason> = kept
        .into_iter()
        .map(|(code, count)| BulkReason { code, count })
        .collect();
    reasons.sort_by_key(|reason| {
        (
            std::cmp::Reverse(reason.count),
            format!("{:?}", reason.code),
        )
    });
    Ok(reasons)
}

/// What a change names: the columns beside its kind.
#[derive(Default)]
struct Named {
    tag_ids: Vec<Uuid>,
    agent: Option<Uuid>,
    group: Option<Uuid>,
    workflow: Option<Uuid>,
}

fn named(change: &BulkChange) -> Named {
    let mut named = Named::default();
    match change {
        BulkChange::Tag { tag_ids } | BulkChange::Untag { tag_ids } => {
            named.tag_ids.clone_from(tag_ids);
        }
        BulkChange::Assign { agent_id, group_id } => {
            (named.agent, named.group) = (*agent_id, *group_id);
        }
        BulkChange::Workflow { workflow_id } => named.workflow = Some(*workflow_id),
        _ => {}
    }
    named
}

/// The kind as its column holds it.
fn kind(change: &BulkChange) -> Result<String, Error> {
    let json = serde_json::to_value(change)?;
    Ok(json["kind"].as_str().unwrap_or_default().to_owned())
}

/// # Errors
/// When the database fails.
pub async fn insert(
    connection: &mut Connection,
    asker: &Identity,
    change: &BulkChange,
    chosen: &Chosen,
    now: DateTime<Utc>,
) -> Result<BulkAction, Error> {
    let (workspace, id) = (asker.workspace, Uuid::now_v7());
    let token = match &asker.actor {
        Actor::ApiToken { id, .. } => Some(*id),
        Actor::Agent { .. } => None,
    };
    let Named {
        tag_ids,
        agent,
        group,
        workflow,
    } = named(change);
    // Those that are nowhere or have no conversation were looked at in being chosen.
    let left_alone = chosen.without + chosen.missing;
    let reasons: HashMap<ErrorCode, usize> = [
        (ErrorCode::NoConversation, chosen.without),
        (ErrorCode::NotFound, chosen.missing),
    ]
    .into_iter()
    .filter(|(_, count)| *count > 0)
    .collect();
    diesel::insert_into(bulk_actions::table)
        .values((
            bulk_actions::workspace_id.eq(workspace.0),
            bulk_actions::id.eq(id),
            bulk_actions::agent_id.eq(asker.agent()),
            bulk_actions::api_token_id.eq(token),
            bulk_actions::kind.eq(kind(change)?),
            bulk_actions::tag_ids.eq(tag_ids),
            bulk_actions::assignee_id.eq(agent),
            bulk_actions::assignee_group_id.eq(group),
            bulk_actions::workflow_id.eq(workflow),
            bulk_actions::state.eq(db::to_text(BulkState::Running)?),
            bulk_actions::total.eq(count(chosen.ids.len() + left_alone)),
            bulk_actions::done.eq(count(left_alone)),
            bulk_actions::reasons.eq(serde_json::to_value(reasons)?),
            bulk_actions::created_at.eq(now),
            bulk_actions::on_contacts.eq(chosen.contacts),
        ))
        .execute(connection)
        .await?;
    // Diesel's insert of so many rows would be a statement of as many parts.
    diesel::sql_query(
        "INSERT INTO bulk_action_conversations (workspace_id, bulk_action_id, conversation_id) \
         SELECT $1, $2, unnest($3)",
    )
    .bind::<SqlUuid, _>(workspace.0)
    .bind::<SqlUuid, _>(id)
    .bind::<Array<SqlUuid>, _>(&chosen.ids)
    .execute(connection)
    .await?;
    action(connection, workspace, id).await
}

/// # Errors
/// [`Error::not_found`] when the workspace has no such bulk action.
pub async fn action(
    connection: &mut Connection,
    workspace: WorkspaceId,
    id: Uuid,
) -> Result<BulkAction, Error> {
    let row: Option<ActionRow> = bulk_actions::table
        .find((workspace.0, id))
        .select(ActionRow::as_select())
        .first(connection)
        .await
        .optional()?;
    let row = row.ok_or_else(|| Error::not_found("bulk action"))?;
    Ok(Standing::try_from(row)?.action)
}

/// A bulk action, locked: it is done by one worker at a time.
///
/// # Errors
/// When the database fails.
pub async fn lock(
    connection: &mut Connection,
    workspace: WorkspaceId,
    id: Uuid,
) -> Result<Option<Standing>, Error> {
    let row: Option<ActionRow> = bulk_actions::table
        .find((workspace.0, id))
        .select(ActionRow::as_select())
        .for_no_key_update()
        .first(connection)
        .await
        .optional()?;
    row.map(Standing::try_from).transpose()
}

fn count(of: usize) -> i32 {
    i32::try_from(of).unwrap_or(i32::MAX)
}

/// Moves a bulk action on by so many looked at and changed; `reasons` are all there were so far.
///
/// # Errors
/// When the database fails.
pub async fn advance(
    connection: &mut Connection,
    workspace: WorkspaceId,
    id: Uuid,
    (done, changed): (usize, usize),
    reasons: &[BulkReason],
    reached: Option<&Uuid>,
) -> Result<(), Error> {
    let kept: HashMap<ErrorCode, u32> = reasons
        .iter()
        .map(|reason| (reason.code, reason.count))
        .collect();
    diesel::update(bulk_actions::table.find((workspace.0, id)))
        .set((
            bulk_actions::reasons.eq(serde_json::to_value(kept)?),
            bulk_actions::done.eq(bulk_actions::done + count(done)),
            bulk_actions::changed.eq(bulk_actions::changed + count(changed)),
            reached.map(|reached| bulk_actions::reached.eq(reached)),
        ))
        .execute(connection)
        .await?;
    Ok(())
}

/// Moves the undoing on by so many changed back.
///
/// # Errors
/// When the database fails.
pub async fn advance_undo(
    connection: &mut Connection,
    workspace: WorkspaceId,
    id: Uuid,
    undone: usize,
    reached: Option<&Uuid>,
) -> Result<(), Error> {
    diesel::update(bulk_actions::table.find((workspace.0, id)))
        .set((
            bulk_actions::undone.eq(bulk_actions::undone + count(undone)),
            reached.map(|reached| bulk_actions::reached.eq(reached)),
        ))
        .execute(connection)
        .await?;
    Ok(())
}

/// Begins to undo from the first conversation.
///
/// # Errors
/// When the database fails.
pub async fn begin_undo(
    connection: &mut Connection,
    workspace: WorkspaceId,
    id: Uuid,
) -> Result<(), Error> {
    diesel::update(bulk_actions::table.find((workspace.0, id)))
        .set((
            bulk_actions::state.eq(db::to_text(BulkState::Undoing)?),
            bulk_actions::reached.eq(None::<Uuid>),
            bulk_actions::finished_at.eq(None::<DateTime<Utc>>),
        ))
        .execute(connection)
        .await?;
    Ok(())
}

/// # Errors
/// When the database fails.
pub async fn finish(
    connection: &mut Connection,
    workspace: WorkspaceId,
    id: Uuid,
    state: BulkState,
    now: DateTime<Utc>,
) -> Result<(), Error> {
    diesel::update(bulk_actions::table.find((workspace.0, id)))
        .set((
            bulk_actions::state.eq(db::to_text(state)?),
            bulk_actions::finished_at.eq(now),
        ))
        .execute(connection)
        .await?;
    Ok(())
}

/// Forgets bulk actions of more than seven days ago.
///
/// # Errors
/// When the database fails.
pub async fn forget_old(connection: &mut Connection, now: DateTime<Utc>) -> Result<usize, Error> {
    let old = now - TimeDelta::days(7);
    let of_old = "EXISTS (SELECT 1 FROM bulk_actions AS old \
        WHERE old.workspace_id = bulk_action_conversations.workspace_id \
        AND old.id = bulk_action_conversations.bulk_action_id AND old.created_at < $1)";
    delete_in_batches(connection, "bulk_action_conversations", of_old, old).await?;
    Ok(delete_in_batches(connection, "bulk_actions", "created_at < $1", old).await?)
}
