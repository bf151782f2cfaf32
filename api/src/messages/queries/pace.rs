//! What each number has sent and promised to send within a minute.

use chrono::DateTime;
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use uuid::Uuid;

use crate::db::{CacheStatement, Connection, WorkspaceId};
use crate::error::Error;
use crate::messages::gate::Pace;
use crate::schema::number_pace;

type Row = (DateTime<chrono::Utc>, Vec<Option<i32>>);

fn pace_of((newest, segments): Row) -> Pace {
    Pace {
        newest: newest.timestamp(),
        segments: segments.into_iter().flatten().collect(),
    }
}

/// A number's pace; `None` while it has sent nothing.
///
/// # Errors
/// When the database fails.
pub async fn pace(
    connection: &mut Connection,
    workspace: WorkspaceId,
    number: Uuid,
) -> Result<Option<Pace>, Error> {
    let row: Option<Row> = number_pace::table
        .find((workspace.0, number))
        .select((number_pace::newest, number_pace::segments))
        .first(connection)
        .await
        .optional()?;
    Ok(row.map(pace_of))
}

/// A number's pace, locked until the commit: its texts are timed one after another.
///
/// # Errors
/// When the database fails.
pub async fn lock_pace(
    connection: &mut Connection,
    workspace: WorkspaceId,
    number: Uuid,
) -> Result<Pace, Error> {
    let locked = number_pace::table
        .find((workspace.0, number))
        .select((number_pace::newest, number_pace::segments))
        .for_no_key_update();
    let row: Option<Row> = locked.first(connection).await.optional()?;
    if let Some(row) = row {
        return Ok(pace_of(row));
    }
    diesel::insert_into(number_pace::table)
        .values((
            number_pace::workspace_id.eq(workspace.0),
            number_pace::number_id.eq(number),
            number_pace::newest.eq(DateTime::UNIX_EPOCH),
            number_pace::segments.eq(Vec::<Option<i32>>::new()),
        ))
        .on_conflict_do_nothing()
        .execute(connection)
        .await?;
    Ok(pace_of(locked.first(connection).await?))
}

/// Writes the pace of a number down that the caller has locked.
///
/// # Errors
/// When the database fails.
pub async fn keep_pace(
    connection: &mut Connection,
    workspace: WorkspaceId,
    number: Uuid,
    pace: &Pace,
) -> Result<(), Error> {
    let newest = DateTime::from_timestamp(pace.newest, 0).unwrap_or(DateTime::UNIX_EPOCH);
    let segments: Vec<Option<i32>> = pace.segments.iter().copied().map(Some).collect();
    diesel::update(number_pace::table.find((workspace.0, number)))
        .set((
            number_pace::newest.eq(newest),
            number_pace::segments.eq(segments),
        ))
        .cached()
        .execute(connection)
        .await?;
    Ok(())
}
