//! Texting hours in the database: one row for each state that has hours of its own.

use chrono::{DateTime, Utc};
use copperline_shared::texting_hours::{TextingHours, TimeOfDay, Window};
use diesel::pg::Pg;
use diesel::prelude::*;
use diesel_async::RunQueryDsl;

use crate::db::Connection;
use crate::error::Error;
use crate::schema::texting_hours as table;

/// The row of every state without one of its own.
const DEFAULT: &str = "default";

#[derive(Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = table, check_for_backend(Pg), treat_none_as_null = true)]
struct Row {
    state: String,
    weekdays_from: Option<i16>,
    weekdays_to: Option<i16>,
    saturdays_from: Option<i16>,
    saturdays_to: Option<i16>,
    sundays_from: Option<i16>,
    sundays_to: Option<i16>,
    source: String,
    updated_at: DateTime<Utc>,
}

impl From<Row> for TextingHours {
    fn from(row: Row) -> Self {
        Self {
            state: (row.state != DEFAULT).then_some(row.state),
            weekdays: window(row.weekdays_from, row.weekdays_to),
            saturdays: window(row.saturdays_from, row.saturdays_to),
            sundays: window(row.sundays_from, row.sundays_to),
            source: row.source,
            updated_at: row.updated_at,
        }
    }
}

impl From<&TextingHours> for Row {
    fn from(hours: &TextingHours) -> Self {
        let state = hours.state.clone();
        Self {
            state: state.unwrap_or_else(|| DEFAULT.to_owned()),
            weekdays_from: hours.weekdays.and_then(|window| stored(window.from)),
            weekdays_to: hours.weekdays.and_then(|window| stored(window.to)),
            saturdays_from: hours.saturdays.and_then(|window| stored(window.from)),
            saturdays_to: hours.saturdays.and_then(|window| stored(window.to)),
            sundays_from: hours.sundays.and_then(|window| stored(window.from)),
            sundays_to: hours.sundays.and_then(|window| stored(window.to)),
            source: hours.source.clone(),
            updated_at: hours.updated_at,
        }
    }
}

fn window(from: Option<i16>, to: Option<i16>) -> Option<Window> {
    Some(Window {
        from: time(from?)?,
        to: time(to?)?,
    })
}

fn time(minutes: i16) -> Option<TimeOfDay> {
    TimeOfDay::of_minutes(u16::try_from(minutes).ok()?)
}

fn stored(time: TimeOfDay) -> Option<i16> {
    i16::try_from(time.minutes()).ok()
}

/// All hours: those of every state without its own first, then by state.
///
/// # Errors
/// When the database fails.
pub async fn all(mut connection: &Connection) -> Result<Vec<TextingHours>, Error> {
    let rows: Vec<Row> = table::table
        .order((table::state.ne(DEFAULT).asc(), table::state.asc()))
        .select(Row::as_select())
        .load(&mut connection)
        .await?;
    Ok(rows.into_iter().map(TextingHours::from).collect())
}

/// The hours that hold in a state, or where none is known.
///
/// # Errors
/// When the database fails.
pub async fn of(mut connection: &Connection, state: Option<&str>) -> Result<TextingHours, Error> {
    let row: Row = table::table
        .filter(table::state.eq_any([state.unwrap_or(DEFAULT), DEFAULT]))
        // Of the two that may be found, the default one comes second.
        .order(table::state.eq(DEFAULT).asc())
        .select(Row::as_select())
        .first(&mut connection)
        .await?;
    Ok(row.into())
}

/// Sets the hours of a state.
///
/// # Errors
/// When the database fails.
pub async fn set(connection: &mut Connection, hours: &TextingHours) -> Result<(), Error> {
    let row = Row::from(hours);
    diesel::insert_into(table::table)
        .values(&row)
        .on_conflict(table::state)
        .do_update()
        .set(&row)
        .execute(connection)
        .await?;
    Ok(())
}
