//! The stages, and in which of them a contact stands.

use chrono::{DateTime, Utc};
use copperline_shared::money::Micros;
use copperline_shared::palette::Colour;
use copperline_shared::pipeline::{CreatePipelineStage, PipelineStage};
use diesel::pg::Pg;
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use uuid::Uuid;

use crate::db::{self, Connection, WorkspaceId};
use crate::error::Error;
use crate::schema::{pipeline_cards, pipeline_stages, pipelines};

#[derive(Queryable, QueryableByName, Selectable)]
#[diesel(table_name = pipeline_stages, check_for_backend(Pg))]
pub(super) struct StageRow {
    id: Uuid,
    name: String,
    colour: String,
    position: i32,
    cards: i32,
    total_micros: i64,
}

impl TryFrom<StageRow> for PipelineStage {
    type Error = Error;

    fn try_from(row: StageRow) -> Result<Self, Error> {
        Ok(Self {
            id: row.id,
            name: row.name,
            colour: db::from_text(row.colour)?,
            position: row.position.unsigned_abs(),
            cards: row.cards.unsigned_abs(),
            total_micros: Micros(row.total_micros),
        })
    }
}

/// The stages of a workspace, from the left.
///
/// # Errors
/// When the database fails.
pub async fn stages(
    connection: &mut Connection,
    workspace: WorkspaceId,
) -> Result<Vec<PipelineStage>, Error> {
    let rows: Vec<StageRow> = pipeline_stages::table
        .filter(pipeline_stages::workspace_id.eq(workspace.0))
        .order(pipeline_stages::position.asc())
        .select(StageRow::as_select())
        .load(connection)
        .await?;
    rows.into_iter().map(PipelineStage::try_from).collect()
}

/// Gives a workspace its pipeline, yet without stages.
///
/// # Errors
/// When the database fails.
pub async fn begin(connection: &mut Connection, workspace: WorkspaceId) -> Result<(), Error> {
    diesel::insert_into(pipelines::table)
        .values(pipelines::workspace_id.eq(workspace.0))
        .execute(connection)
        .await?;
    Ok(())
}

/// Whether another stage than `except` has this name, whatever its capitals.
///
/// # Errors
/// When the database fails.
pub async fn is_taken(
    connection: &mut Connection,
    workspace: WorkspaceId,
    name: &str,
    except: Uuid,
) -> Result<bool, Error> {
    diesel::define_sql_function!(fn lower(text: diesel::sql_types::Text) -> diesel::sql_types::Text);
    let other = pipeline_stages::table
        .filter(pipeline_stages::workspace_id.eq(workspace.0))
        .filter(lower(pipeline_stages::name).eq(lower(name)))
        .filter(pipeline_stages::id.ne(except));
    Ok(diesel::select(diesel::dsl::exists(other))
        .get_result(connection)
        .await?)
}

/// Adds a stage at a position that is free.
///
/// # Errors
/// When the database fails.
pub async fn add(
    connection: &mut Connection,
    workspace: WorkspaceId,
    new: &CreatePipelineStage,
    position: usize,
    now: DateTime<Utc>,
) -> Result<Uuid, Error> {
    let id = Uuid::now_v7();
    diesel::insert_into(pipeline_stages::table)
        .values((
            pipeline_stages::workspace_id.eq(workspace.0),
            pipeline_stages::id.eq(id),
            pipeline_stages::name.eq(&new.name),
            pipeline_stages::colour.eq(db::to_text(new.colour)?),
            pipeline_stages::position.eq(i32::try_from(position).unwrap_or(i32::MAX)),
            pipeline_stages::created_at.eq(now),
        ))
        .execute(connection)
        .await?;
    Ok(id)
}

/// Renames and recolours a stage; `None` leaves what is there.
///
/// # Errors
/// When the database fails.
pub async fn update(
    connection: &mut Connection,
    workspace: WorkspaceId,
    id: Uuid,
    (name, colour): (Option<&str>, Option<Colour>),
) -> Result<(), Error> {
    if name.is_none() && colour.is_none() {
        return Ok(());
    }
    let colour = colour.map(db::to_text).transpose()?;
    diesel::update(pipeline_stages::table.find((workspace.0, id)))
        .set((
            name.map(|name| pipeline_stages::name.eq(name.to_owned())),
            colour.map(|colour| pipeline_stages::colour.eq(colour)),
        ))
        .execute(connection)
        .await?;
    Ok(())
}

/// Puts the stages in this order, from the left.
///
/// # Errors
/// When the database fails.
pub async fn arrange(
    connection: &mut Connection,
    workspace: WorkspaceId,
    order: &[Uuid],
) -> Result<(), Error> {
    // Diesel can't update from a list of values; positions are compared at the commit.
    diesel::sql_query(
        "UPDATE pipeline_stages SET position = new.place - 1 \
         FROM unnest($2) WITH ORDINALITY AS new (id, place) \
         WHERE workspace_id = $1 AND pipeline_stages.id = new.id AND position <> new.place - 1",
    )
    .bind::<diesel::sql_types::Uuid, _>(workspace.0)
    .bind::<diesel::sql_types::Array<diesel::sql_types::Uuid>, _>(order)
    .execute(connection)
    .await?;
    Ok(())
}

/// Removes a stage in which nobody stands.
///
/// # Errors
/// When the database fails.
pub async fn remove_stage(
    connection: &mut Connection,
    workspace: WorkspaceId,
    id: Uuid,
) -> Result<(), Error> {
    diesel::delete(pipeline_stages::table.find((workspace.0, id)))
        .execute(connection)
        .await?;
    Ok(())
}

/// Where a contact stands, and since when.
#[derive(Clone, Debug, PartialEq, Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = pipeline_cards, check_for_backend(Pg), treat_none_as_null = true)]
pub struct Place {
    pub stage_id: Uuid,
    pub amount_micros: Option<i64>,
    pub sort_key: String,
    pub entered_at: DateTime<Utc>,
    pub previous_stage_id: Option<Uuid>,
    pub previous_entered_at: Option<DateTime<Utc>>,
}

/// # Errors
/// When the database fails.
pub async fn place(
    connection: &mut Connection,
    workspace: WorkspaceId,
    contact: Uuid,
) -> Result<Option<Place>, Error> {
    Ok(pipeline_cards::table
        .find((workspace.0, contact))
        .select(Place::as_select())
        .first(connection)
        .await
        .optional()?)
}

/// Puts a contact in its place, wherever it stood before.
///
/// # Errors
/// When the database fails.
pub async fn put(
    connection: &mut Connection,
    workspace: WorkspaceId,
    contact: Uuid,
    place: &Place,
) -> Result<(), Error> {
    diesel::insert_into(pipeline_cards::table)
        .values((
            pipeline_cards::workspace_id.eq(workspace.0),
            pipeline_cards::contact_id.eq(contact),
            place,
        ))
        .on_conflict((pipeline_cards::workspace_id, pipeline_cards::contact_id))
        .do_update()
        .set(place)
        .execute(connection)
        .await?;
    Ok(())
}

/// Gives a contact's card to another one that has none.
///
/// # Errors
/// When the database fails.
pub async fn hand_over(
    connection: &mut Connection,
    workspace: WorkspaceId,
    from: Uuid,
    to: Uuid,
) -> Result<(), Error> {
    diesel::update(pipeline_cards::table.find((workspace.0, from)))
        .set(pipeline_cards::contact_id.eq(to))
        .execute(connection)
        .await?;
    Ok(())
}

/// Takes a contact off the pipeline; the stage where it stood, if it did.
///
/// # Errors
/// When the database fails.
pub async fn remove(
    connection: &mut Connection,
    workspace: WorkspaceId,
    contact: Uuid,
) -> Result<Option<Uuid>, Error> {
    Ok(
        diesel::delete(pipeline_cards::table.find((workspace.0, contact)))
            .returning(pipeline_cards::stage_id)
            .get_result(connection)
            .await
            .optional()?,
    )
}
