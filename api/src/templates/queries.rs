//! Templates in the database.

use chrono::{DateTime, Utc};
use copperline_shared::pictures::Picture;
use copperline_shared::templates::Template;
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use uuid::Uuid;

use super::rules::{Change, NewTemplate};
use crate::db::{Connection, WorkspaceId};
use crate::error::Error;
use crate::pictures;
use crate::schema::{templates, workspaces};

#[derive(Queryable, Selectable)]
#[diesel(table_name = templates)]
struct Row {
    id: Uuid,
    title: String,
    body: String,
    shortcut: Option<String>,
    picture_id: Option<Uuid>,
    created_at: DateTime<Utc>,
    updated_at: DateTime<Utc>,
}

/// Templates with their pictures, which only some have.
async fn templates_of(
    connection: &mut Connection,
    workspace: WorkspaceId,
    rows: Vec<Row>,
) -> Result<Vec<Template>, Error> {
    let ids: Vec<Uuid> = rows.iter().filter_map(|row| row.picture_id).collect();
    let pictures = if ids.is_empty() {
        Vec::new()
    } else {
        pictures::queries::read(connection, workspace, &ids).await?
    };
    let whole = |row: Row| {
        let own = |picture: &&Picture| Some(picture.id) == row.picture_id;
        Template {
            picture: pictures.iter().find(own).cloned(),
            id: row.id,
            title: row.title,
            body: row.body,
            shortcut: row.shortcut,
            created_at: row.created_at,
            updated_at: row.updated_at,
        }
    };
    Ok(rows.into_iter().map(whole).collect())
}

async fn template_of(
    connection: &mut Connection,
    workspace: WorkspaceId,
    row: Row,
) -> Result<Template, Error> {
    let template = templates_of(connection, workspace, vec![row]).await?.pop();
    template.ok_or_else(|| Error::internal("a template vanished"))
}

/// A workspace's templates, by title.
///
/// # Errors
/// When the database fails.
pub async fn templates(
    connection: &mut Connection,
    workspace: WorkspaceId,
) -> Result<Vec<Template>, Error> {
    let rows: Vec<Row> = templates::table
        .filter(templates::workspace_id.eq(workspace.0))
        .select(Row::as_select())
        .load(connection)
        .await?;
    let mut templates = templates_of(connection, workspace, rows).await?;
    templates.sort_by_cached_key(|template| (template.title.to_lowercase(), template.id));
    Ok(templates)
}

/// The text and the picture of a template.
///
/// # Errors
/// When the database fails.
pub async fn body(
    connection: &mut Connection,
    workspace: WorkspaceId,
    id: Uuid,
) -> Result<Option<(String, Option<Uuid>)>, Error> {
    Ok(templates::table
        .find((workspace.0, id))
        .select((templates::body, templates::picture_id))
        .first(connection)
        .await
        .optional()?)
}

/// # Errors
/// When the database fails.
pub async fn count(connection: &mut Connection, workspace: WorkspaceId) -> Result<i64, Error> {
    let own = templates::table.filter(templates::workspace_id.eq(workspace.0));
    Ok(own.count().get_result(connection).await?)
}

/// Makes changes of the workspace's templates wait for each other until the commit.
///
/// # Errors
/// When the database fails.
pub async fn hold(connection: &mut Connection, workspace: WorkspaceId) -> Result<(), Error> {
    let _: Uuid = workspaces::table
        .find(workspace.0)
        .select(workspaces::id)
        .for_no_key_update()
        .first(connection)
        .await?;
    Ok(())
}

/// The id and title of the template with a shortcut.
///
/// # Errors
/// When the database fails.
pub async fn with_shortcut(
    connection: &mut Connection,
    workspace: WorkspaceId,
    shortcut: &str,
) -> Result<Option<(Uuid, String)>, Error> {
    Ok(templates::table
        .filter(templates::workspace_id.eq(workspace.0))
        .filter(templates::shortcut.eq(shortcut))
        .select((templates::id, templates::title))
        .first(connection)
        .await
        .optional()?)
}

/// # Errors
/// When the database fails.
pub async fn insert(
    connection: &mut Connection,
    workspace: WorkspaceId,
    new: &NewTemplate,
    now: DateTime<Utc>,
) -> Result<Template, Error> {
    let row: Row = diesel::insert_into(templates::table)
        .values((
            templates::workspace_id.eq(workspace.0),
            templates::id.eq(Uuid::now_v7()),
            templates::title.eq(&new.title),
            templates::body.eq(&new.body),
            templates::shortcut.eq(&new.shortcut),
            templates::picture_id.eq(new.picture_id),
            templates::created_at.eq(now),
            templates::updated_at.eq(now),
        ))
        .returning(Row::as_returning())
        .get_result(connection)
        .await?;
    template_of(connection, workspace, row).await
}

/// The template after the change; `None` when there is none.
///
/// # Errors
/// When the database fails.
pub async fn update(
    connection: &mut Connection,
    workspace: WorkspaceId,
    id: Uuid,
    change: &Change,
    now: DateTime<Utc>,
) -> Result<Option<Template>, Error> {
    let row: Option<Row> = diesel::update(templates::table.find((workspace.0, id)))
        .set((
            change
                .title
                .as_ref()
                .map(|title| templates::title.eq(title)),
            change.body.as_ref().map(|body| templates::body.eq(body)),
            change
                .shortcut
                .as_ref()
                .map(|shortcut| templates::shortcut.eq(shortcut)),
            change
                .picture_id
                .map(|picture| templates::picture_id.eq(picture)),
            templates::updated_at.eq(now),
        ))
        .returning(Row::as_returning())
        .get_result(connection)
        .await
        .optional()?;
    match row {
        Some(row) => Ok(Some(template_of(connection, workspace, row).await?)),
        None => Ok(None),
    }
}

/// Whether there was one to delete.
///
/// # Errors
/// When the database fails.
pub async fn delete(
    connection: &mut Connection,
    workspace: WorkspaceId,
    id: Uuid,
) -> Result<bool, Error> {
    let own = templates::table.find((workspace.0, id));
    Ok(diesel::delete(own).execute(connection).await? == 1)
}
