//! Saved filters in the database.

use chrono::{DateTime, Utc};
use copperline_shared::filters::{Assignee, CreateSavedFilter, Filter, SavedFilter};
use diesel::prelude::*;
use diesel::result::{DatabaseErrorKind, Error as DieselError};
use diesel_async::RunQueryDsl;
use uuid::Uuid;

use crate::db::{self, Connection, WorkspaceId};
use crate::error::Error;
use crate::schema::saved_filters;

#[derive(Queryable, Selectable)]
#[diesel(table_name = saved_filters)]
struct SavedRow {
    id: Uuid,
    agent_id: Option<Uuid>,
    shared: bool,
    name: String,
    tab: String,
    assignee: Option<String>,
    assignee_id: Option<Uuid>,
    tag_id: Option<Uuid>,
    stage_id: Option<Uuid>,
    unread: bool,
    follow_up: Option<String>,
    group_id: Option<Uuid>,
    created_at: DateTime<Utc>,
}

impl TryFrom<SavedRow> for SavedFilter {
    type Error = Error;

    fn try_from(row: SavedRow) -> Result<Self, Error> {
        let assignee = match (row.assignee.as_deref(), row.assignee_id, row.group_id) {
            (_, Some(id), _) => Some(Assignee::Agent(id)),
            (_, None, Some(id)) => Some(Assignee::Group(id)),
            (Some("me"), None, None) => Some(Assignee::Me),
            (Some("my_groups"), None, None) => Some(Assignee::MyGroups),
            (Some(_), None, None) => Some(Assignee::Nobody),
            (None, None, None) => None,
        };
        Ok(Self {
            id: row.id,
            name: row.name,
            tab: db::from_text(row.tab)?,
            filter: Filter {
                assignee,
                tag_id: row.tag_id,
                stage_id: row.stage_id,
                unread: row.unread,
                follow_up: row.follow_up.map(db::from_text).transpose()?,
            },
            shared: row.shared,
            agent_id: row.agent_id,
            created_at: row.created_at,
        })
    }
}

/// What an agent sees, or a token, which sees those of everybody.
#[diesel::dsl::auto_type(no_type_alias)]
fn seen_by(workspace: Uuid, agent: Option<Uuid>) -> _ {
    saved_filters::table
        .filter(saved_filters::workspace_id.eq(workspace))
        .filter(
            saved_filters::shared.or(saved_filters::agent_id
                .is_not_distinct_from(agent)
                .and(saved_filters::agent_id.is_not_null())),
        )
}

diesel::define_sql_function! { fn lower(text: diesel::sql_types::Text) -> diesel::sql_types::Text; }

/// The saved filters that somebody sees, by name.
///
/// # Errors
/// When the database fails.
pub async fn seen(
    connection: &mut Connection,
    workspace: WorkspaceId,
    agent: Option<Uuid>,
) -> Result<Vec<SavedFilter>, Error> {
    let rows: Vec<SavedRow> = seen_by(workspace.0, agent)
        .order((lower(saved_filters::name), saved_filters::id))
        .select(SavedRow::as_select())
        .load(connection)
        .await?;
    rows.into_iter().map(SavedFilter::try_from).collect()
}

/// A saved filter that somebody sees, locked.
///
/// # Errors
/// [`Error::not_found`] when they see no such one.
pub async fn lock(
    connection: &mut Connection,
    workspace: WorkspaceId,
    id: Uuid,
    agent: Option<Uuid>,
) -> Result<SavedFilter, Error> {
    let row: Option<SavedRow> = seen_by(workspace.0, agent)
        .filter(saved_filters::id.eq(id))
        .select(SavedRow::as_select())
        .for_update()
        .first(connection)
        .await
        .optional()?;
    row.ok_or_else(|| Error::not_found("saved filter"))?
        .try_into()
}

/// # Errors
/// Naming the field when another one has the name, or when the database fails.
pub async fn insert(
    connection: &mut Connection,
    workspace: WorkspaceId,
    agent: Option<Uuid>,
    new: &CreateSavedFilter,
    now: DateTime<Utc>,
) -> Result<SavedFilter, Error> {
    let (assignee, agent_id, group_id) = match new.filter.assignee {
        None => (None, None, None),
        Some(Assignee::Me) => (Some("me"), None, None),
        Some(Assignee::MyGroups) => (Some("my_groups"), None, None),
        Some(Assignee::Nobody) => (Some("nobody"), None, None),
        Some(Assignee::Agent(id)) => (Some("agent"), Some(id), None),
        Some(Assignee::Group(id)) => (Some("group"), None, Some(id)),
    };
    let row: SavedRow = diesel::insert_into(saved_filters::table)
        .values((
            saved_filters::workspace_id.eq(workspace.0),
            saved_filters::id.eq(Uuid::now_v7()),
            saved_filters::agent_id.eq(agent),
            saved_filters::shared.eq(new.shared),
            saved_filters::name.eq(&new.name),
            saved_filters::tab.eq(db::to_text(new.tab)?),
            saved_filters::assignee.eq(assignee),
            saved_filters::assignee_id.eq(agent_id),
            saved_filters::group_id.eq(group_id),
            saved_filters::tag_id.eq(new.filter.tag_id),
            saved_filters::stage_id.eq(new.filter.stage_id),
            saved_filters::unread.eq(new.filter.unread),
            saved_filters::follow_up.eq(new.filter.follow_up.map(db::to_text).transpose()?),
            saved_filters::created_at.eq(now),
        ))
        .returning(SavedRow::as_returning())
        .get_result(connection)
        .await
        .map_err(|cause| name_taken(cause, &new.name))?;
    row.try_into()
}

/// Changes the name of a saved filter that the caller has locked, and who sees it.
///
/// # Errors
/// Naming the field when another one has the name, or when the database fails.
pub async fn update(
    connection: &mut Connection,
    workspace: WorkspaceId,
    id: Uuid,
    (name, shared): (Option<&str>, Option<bool>),
) -> Result<SavedFilter, Error> {
    let standing = saved_filters::table.find((workspace.0, id));
    if name.is_some() || shared.is_some() {
        diesel::update(standing)
            .set((
                name.map(|name| saved_filters::name.eq(name)),
                shared.map(|shared| saved_filters::shared.eq(shared)),
            ))
            .execute(connection)
            .await
            .map_err(|cause| name_taken(cause, name.unwrap_or("this")))?;
    }
    let row: SavedRow = standing
        .select(SavedRow::as_select())
        .first(connection)
        .await?;
    row.try_into()
}

/// # Errors
/// When the database fails.
pub async fn delete(
    connection: &mut Connection,
    workspace: WorkspaceId,
    id: Uuid,
) -> Result<(), Error> {
    diesel::delete(saved_filters::table.find((workspace.0, id)))
        .execute(connection)
        .await?;
    Ok(())
}

/// Lets the filters of a tag that ends follow it into the one it is merged into; without one they
/// end too, as they would let everything through. Whether there were any.
///
/// # Errors
/// When the database fails.
pub async fn follow_tag(
    connection: &mut Connection,
    workspace: WorkspaceId,
    tag: Uuid,
    into: Option<Uuid>,
) -> Result<bool, Error> {
    let of_tag = saved_filters::table
        .filter(saved_filters::workspace_id.eq(workspace.0))
        .filter(saved_filters::tag_id.eq(tag));
    let changed = match into {
        Some(into) => {
            let follow = diesel::update(of_tag).set(saved_filters::tag_id.eq(into));
            follow.execute(connection).await?
        }
        None => diesel::delete(of_tag).execute(connection).await?,
    };
    Ok(changed > 0)
}

/// Lets the filters of a stage that is removed follow its cards; without a stage that takes them
/// they end too. Whether there were any.
///
/// # Errors
/// When the database fails.
pub async fn follow_stage(
    connection: &mut Connection,
    workspace: WorkspaceId,
    stage: Uuid,
    into: Option<Uuid>,
) -> Result<bool, Error> {
    let of_stage = saved_filters::table
        .filter(saved_filters::workspace_id.eq(workspace.0))
        .filter(saved_filters::stage_id.eq(stage));
    let changed = match into {
        Some(into) => {
            let follow = diesel::update(of_stage).set(saved_filters::stage_id.eq(into));
            follow.execute(connection).await?
        }
        None => diesel::delete(of_stage).execute(connection).await?,
    };
    Ok(changed > 0)
}

/// Ends the filters of a group that is deleted: they would let everything through. Whether there were
/// any.
///
/// # Errors
/// When the database fails.
pub async fn end_with_group(
    connection: &mut Connection,
    workspace: WorkspaceId,
    group: Uuid,
) -> Result<bool, Error> {
    let of_group = saved_filters::table
        .filter(saved_filters::workspace_id.eq(workspace.0))
        .filter(saved_filters::group_id.eq(group));
    Ok(diesel::delete(of_group).execute(connection).await? > 0)
}

/// The indexes on the names are what knows.
fn name_taken(cause: DieselError, name: &str) -> Error {
    match cause {
        DieselError::DatabaseError(DatabaseErrorKind::UniqueViolation, _) => {
            let message = format!("There is a saved filter called “{name}” already.");
            Error::field("name", message)
        }
        cause => cause.into(),
    }
}
