//! Imports in the database.

mod columns;
mod problems;
mod rows;

use chrono::{DateTime, TimeDelta, Utc};
use copperline_shared::imports::{CheckImport, Import, ImportField, ImportKind, ImportState};
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use uuid::Uuid;

use crate::caller::{Actor, Identity};
use crate::conversations::records::By;
use crate::db::{self, Connection, WorkspaceId, delete_in_batches};
use crate::error::Error;
use crate::paging::Position;
use crate::schema::imports;

pub use columns::{remember, remembered};
pub use problems::{problems, unknown_tags};
pub use rows::{Kept, Noted, Stretch, add_rows, advance, earlier, forget_phone, next, note, rows};

#[derive(Queryable, Selectable)]
#[diesel(table_name = imports)]
struct Row {
    id: Uuid,
    kind: String,
    file_name: String,
    agent_id: Option<Uuid>,
    api_token_id: Option<Uuid>,
    state: String,
    column_names: Vec<Option<String>>,
    mapping: Vec<Option<String>>,
    duplicates: String,
    source: String,
    tag_ids: Vec<Option<Uuid>>,
    total: i32,
    done: i32,
    created: i32,
    updated: i32,
    unchanged: i32,
    refused: i32,
    problems: i32,
    reached: i32,
    created_at: DateTime<Utc>,
    finished_at: Option<DateTime<Utc>>,
}

/// An import, and the place of the last line that was looked at.
pub struct Standing {
    pub import: Import,
    pub reached: i32,
    /// Which token uploaded it, unless an agent did.
    pub token: Option<Uuid>,
}

impl Standing {
    /// Who uploaded it.
    #[must_use]
    pub fn by(&self) -> By {
        match (self.import.agent_id, self.token) {
            (Some(id), _) => By::Agent(id),
            (None, Some(id)) => By::ApiToken(id),
            (None, None) => By::Nobody,
        }
    }
}

impl TryFrom<Row> for Standing {
    type Error = Error;

    fn try_from(row: Row) -> Result<Self, Error> {
        let mapping = row.mapping.into_iter().flatten().map(columns::field);
        let import = Import {
            id: row.id,
            kind: db::from_text(row.kind)?,
            file_name: row.file_name,
            state: db::from_text(row.state)?,
            columns: row.column_names.into_iter().flatten().collect(),
            mapping: mapping.collect::<Result<_, _>>()?,
            duplicates: db::from_text(row.duplicates)?,
            source: row.source,
            tag_ids: row.tag_ids.into_iter().flatten().collect(),
            total: row.total.unsigned_abs(),
            done: row.done.unsigned_abs(),
            created: row.created.unsigned_abs(),
            updated: row.updated.unsigned_abs(),
            unchanged: row.unchanged.unsigned_abs(),
            refused: row.refused.unsigned_abs(),
            problems: row.problems.unsigned_abs(),
            agent_id: row.agent_id,
            created_at: row.created_at,
            finished_at: row.finished_at,
        };
        Ok(Self {
            import,
            reached: row.reached,
            token: row.api_token_id,
        })
    }
}

/// A file to take in.
pub struct New<'a> {
    pub kind: ImportKind,
    pub file_name: &'a str,
    pub columns: &'a [String],
    pub mapping: &'a [Option<ImportField>],
}

/// # Errors
/// When the database fails.
pub async fn insert(
    connection: &mut Connection,
    uploader: &Identity,
    new: &New<'_>,
    now: DateTime<Utc>,
) -> Result<Uuid, Error> {
    let id = Uuid::now_v7();
    let token = match &uploader.actor {
        Actor::ApiToken { id, .. } => Some(*id),
        Actor::Agent { .. } => None,
    };
    diesel::insert_into(imports::table)
        .values((
            imports::workspace_id.eq(uploader.workspace.0),
            imports::id.eq(id),
            imports::kind.eq(db::to_text(new.kind)?),
            imports::file_name.eq(new.file_name),
            imports::agent_id.eq(uploader.agent()),
            imports::api_token_id.eq(token),
            imports::state.eq(db::to_text(ImportState::Uploaded)?),
            imports::column_names.eq(new.columns),
            imports::mapping.eq(columns::texts(new.mapping)?),
            imports::duplicates.eq("skip"),
            imports::total.eq(0),
            imports::created_at.eq(now),
        ))
        .execute(connection)
        .await?;
    Ok(id)
}

/// # Errors
/// When the database fails.
pub async fn set_total(
    connection: &mut Connection,
    workspace: WorkspaceId,
    id: Uuid,
    total: usize,
) -> Result<(), Error> {
    diesel::update(imports::table.find((workspace.0, id)))
        .set(imports::total.eq(i32::try_from(total).unwrap_or(i32::MAX)))
        .execute(connection)
        .await?;
    Ok(())
}

/// # Errors
/// [`Error::not_found`] when the workspace has no such import.
pub async fn import(
    connection: &mut Connection,
    workspace: WorkspaceId,
    id: Uuid,
) -> Result<Import, Error> {
    let row: Option<Row> = imports::table
        .find((workspace.0, id))
        .select(Row::as_select())
        .first(connection)
        .await
        .optional()?;
    let row = row.ok_or_else(|| Error::not_found("import"))?;
    Ok(Standing::try_from(row)?.import)
}

/// An import, locked: one worker or caller at a time goes on with it.
///
/// # Errors
/// When the database fails.
pub async fn lock(
    connection: &mut Connection,
    workspace: WorkspaceId,
    id: Uuid,
) -> Result<Option<Standing>, Error> {
    let row: Option<Row> = imports::table
        .find((workspace.0, id))
        .select(Row::as_select())
        .for_no_key_update()
        .first(connection)
        .await
        .optional()?;
    row.map(Standing::try_from).transpose()
}

/// Imports before `after`, newest first.
///
/// # Errors
/// When the database fails.
pub async fn list(
    connection: &mut Connection,
    workspace: WorkspaceId,
    after: Option<Position>,
    limit: i64,
) -> Result<Vec<Import>, Error> {
    let mut query = imports::table
        .filter(imports::workspace_id.eq(workspace.0))
        .order((imports::created_at.desc(), imports::id.desc()))
        .limit(limit)
        .select(Row::as_select())
        .into_boxed();
    if let Some(position) = after {
        query = query.filter(position.before(imports::created_at, imports::id));
    }
    let rows: Vec<Row> = query.load(connection).await?;
    let import = |row: Row| Ok(Standing::try_from(row)?.import);
    rows.into_iter().map(import).collect()
}

/// Begins the dry run from the first line.
///
/// # Errors
/// When the database fails.
pub async fn begin_check(
    connection: &mut Connection,
    workspace: WorkspaceId,
    import: &Import,
    asked: &CheckImport,
    source: &str,
) -> Result<(), Error> {
    diesel::update(imports::table.find((workspace.0, import.id)))
        .set((
            imports::mapping.eq(columns::texts(&asked.mapping)?),
            imports::duplicates.eq(db::to_text(asked.duplicates)?),
            imports::source.eq(source),
            imports::tag_ids.eq(&asked.tag_ids),
        ))
        .execute(connection)
        .await?;
    from_the_start(connection, workspace, import.id, ImportState::Checking).await
}

/// Begins in earnest from the first line.
///
/// # Errors
/// When the database fails.
pub async fn begin_run(
    connection: &mut Connection,
    workspace: WorkspaceId,
    id: Uuid,
) -> Result<(), Error> {
    from_the_start(connection, workspace, id, ImportState::Running).await
}

/// Takes away what was counted so far. What stands on the lines is told again as each is reached.
///
/// # Errors
/// When the database fails.
pub async fn from_the_start(
    connection: &mut Connection,
    workspace: WorkspaceId,
    id: Uuid,
    state: ImportState,
) -> Result<(), Error> {
    diesel::update(imports::table.find((workspace.0, id)))
        .set((
            imports::state.eq(db::to_text(state)?),
            imports::done.eq(0),
            imports::created.eq(0),
            imports::updated.eq(0),
            imports::unchanged.eq(0),
            imports::refused.eq(0),
            imports::problems.eq(0),
            imports::reached.eq(0),
            imports::finished_at.eq(None::<DateTime<Utc>>),
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
    state: ImportState,
    now: DateTime<Utc>,
) -> Result<(), Error> {
    let over = matches!(state, ImportState::Finished | ImportState::Cancelled);
    diesel::update(imports::table.find((workspace.0, id)))
        .set((
            imports::state.eq(db::to_text(state)?),
            imports::finished_at.eq(over.then_some(now)),
        ))
        .execute(connection)
        .await?;
    Ok(())
}

/// Forgets imports of more than thirty days ago, with their files; one that is under way stays.
///
/// # Errors
/// When the database fails.
pub async fn forget_old(connection: &mut Connection, now: DateTime<Utc>) -> Result<usize, Error> {
    let old = now - TimeDelta::days(30);
    let of_old = "EXISTS (SELECT 1 FROM imports AS old \
        WHERE old.workspace_id = import_rows.workspace_id AND old.id = import_rows.import_id \
        AND old.created_at < $1 AND old.state NOT IN ('checking', 'running'))";
    delete_in_batches(connection, "import_rows", of_old, old).await?;
    let old_ones = "created_at < $1 AND state NOT IN ('checking', 'running')";
    Ok(delete_in_batches(connection, "imports", old_ones, old).await?)
}
