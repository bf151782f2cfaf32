//! Tags in the database.

mod ending;
mod taken;
mod worn;

use chrono::{DateTime, Utc};
use copperline_shared::palette::Colour;
use copperline_shared::tags::{Tag, TagUse};
use diesel::prelude::*;
use diesel::result::{DatabaseErrorKind, Error as DieselError};
use diesel::sql_types::{BigInt, Uuid as SqlUuid};
use diesel_async::RunQueryDsl;
use uuid::Uuid;

use crate::db::{self, Connection, WorkspaceId};
use crate::error::Error;
use crate::schema::tags;

pub use ending::{Ending, delete, end, ending, hold, lock};
pub use taken::{hide, put_back, still_on, take_off, take_pairs_off};
pub use worn::{lock_contacts, put_on, put_on_instead, show_newest, wearers, worn};

#[derive(Queryable, Selectable)]
#[diesel(table_name = tags)]
struct TagRow {
    id: Uuid,
    name: String,
    colour: String,
    created_at: DateTime<Utc>,
}

impl TryFrom<TagRow> for Tag {
    type Error = Error;

    fn try_from(row: TagRow) -> Result<Self, Error> {
        Ok(Self {
            id: row.id,
            name: row.name,
            colour: db::from_text(row.colour)?,
            created_at: row.created_at,
        })
    }
}

diesel::define_sql_function! { fn lower(text: diesel::sql_types::Text) -> diesel::sql_types::Text; }

/// The workspace's tags, by name.
///
/// # Errors
/// When the database fails.
pub async fn tags(connection: &mut Connection, workspace: WorkspaceId) -> Result<Vec<Tag>, Error> {
    let rows: Vec<TagRow> = tags::table
        .filter(tags::workspace_id.eq(workspace.0))
        .filter(tags::ending_at.is_null())
        .order((lower(tags::name), tags::id))
        .select(TagRow::as_select())
        .load(connection)
        .await?;
    rows.into_iter().map(Tag::try_from).collect()
}

#[derive(QueryableByName)]
struct Wearers {
    #[diesel(sql_type = SqlUuid)]
    tag_id: Uuid,
    #[diesel(sql_type = BigInt)]
    contacts: i64,
}

/// The workspace's tags, by name, with how many contacts wear each.
///
/// # Errors
/// When the database fails.
pub async fn uses(
    connection: &mut Connection,
    workspace: WorkspaceId,
) -> Result<Vec<TagUse>, Error> {
    // Diesel's count by group can't be loaded beside a typed key without a view of its own.
    let counted: Vec<Wearers> = diesel::sql_query(
        "SELECT tag_id, count(*) AS contacts FROM contact_tags WHERE workspace_id = $1 GROUP BY tag_id",
    )
    .bind::<SqlUuid, _>(workspace.0)
    .load(connection)
    .await?;
    let contacts = |tag: &Tag| {
        let count = counted.iter().find(|count| count.tag_id == tag.id);
        count.map_or(0, |count| u32::try_from(count.contacts).unwrap_or(u32::MAX))
    };
    let tags = tags(connection, workspace).await?.into_iter();
    Ok(tags
        .map(|tag| TagUse {
            contacts: contacts(&tag),
            tag,
        })
        .collect())
}

/// # Errors
/// [`Error::not_found`] when the workspace has no such tag.
pub async fn tag(
    connection: &mut Connection,
    workspace: WorkspaceId,
    id: Uuid,
) -> Result<Tag, Error> {
    let row: Option<TagRow> = tags::table
        .find((workspace.0, id))
        .filter(tags::ending_at.is_null())
        .select(TagRow::as_select())
        .first(connection)
        .await
        .optional()?;
    row.ok_or_else(|| Error::not_found("tag"))?.try_into()
}

/// # Errors
/// Naming the field when another tag has the name, or when the database fails.
pub async fn insert(
    connection: &mut Connection,
    workspace: WorkspaceId,
    name: &str,
    colour: Colour,
    now: DateTime<Utc>,
) -> Result<Tag, Error> {
    let row: TagRow = diesel::insert_into(tags::table)
        .values((
            tags::workspace_id.eq(workspace.0),
            tags::id.eq(Uuid::now_v7()),
            tags::name.eq(name),
            tags::colour.eq(db::to_text(colour)?),
            tags::created_at.eq(now),
        ))
        .returning(TagRow::as_returning())
        .get_result(connection)
        .await
        .map_err(|cause| name_taken(cause, name))?;
    row.try_into()
}

/// Changes a tag's name, colour or both.
///
/// # Errors
/// Naming the field when another tag has the name, [`Error::not_found`], or when the database
/// fails.
pub async fn update(
    connection: &mut Connection,
    workspace: WorkspaceId,
    id: Uuid,
    name: Option<&str>,
    colour: Option<Colour>,
) -> Result<Tag, Error> {
    if name.is_none() && colour.is_none() {
        return tag(connection, workspace, id).await;
    }
    let standing = tags::table
        .find((workspace.0, id))
        .filter(tags::ending_at.is_null());
    let row: Option<TagRow> = diesel::update(standing)
        .set((
            name.map(|name| tags::name.eq(name)),
            colour
                .map(db::to_text)
                .transpose()?
                .map(|colour| tags::colour.eq(colour)),
        ))
        .returning(TagRow::as_returning())
        .get_result(connection)
        .await
        .optional()
        .map_err(|cause| name_taken(cause, name.unwrap_or_default()))?;
    row.ok_or_else(|| Error::not_found("tag"))?.try_into()
}

/// The index on the names is what knows.
fn name_taken(cause: DieselError, name: &str) -> Error {
    match cause {
        DieselError::DatabaseError(DatabaseErrorKind::UniqueViolation, _) => {
            Error::field("name", format!("There is a tag called “{name}” already."))
        }
        cause => cause.into(),
    }
}
