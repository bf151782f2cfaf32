//! The lines of a file, and what became of each.

use std::collections::HashMap;

use copperline_shared::imports::{ImportRow, RowOutcome};
use copperline_shared::phone::Phone;
use diesel::dsl::sql;
use diesel::pg::Pg;
use diesel::prelude::*;
use diesel::sql_types::{Array, Bool, Integer, Jsonb, Text, Uuid as SqlUuid};
use diesel_async::RunQueryDsl;
use serde::Serialize;
use uuid::Uuid;

use super::Standing;
use super::problems::KIND;
use crate::db::{self, Connection, WorkspaceId};
use crate::error::Error;
use crate::imports::jobs::BATCH;
use crate::imports::rules::ERASED;
use crate::schema::{import_rows, imports};
use crate::spreadsheet::reading::Line;

/// Writes lines down, in their order, after so many that are there already.
///
/// # Errors
/// When the database fails.
pub async fn add_rows(
    connection: &mut Connection,
    workspace: WorkspaceId,
    import: Uuid,
    after: usize,
    lines: Vec<Line>,
) -> Result<(), Error> {
    let place = |at: usize| i32::try_from(after + at + 1).unwrap_or(i32::MAX);
    let rows: Vec<serde_json::Value> = lines
        .into_iter()
        .enumerate()
        .map(|(at, line)| {
            serde_json::json!({ "place": place(at), "line": line.number, "cells": line.cells })
        })
        .collect();
    // Diesel's insert of so many rows would be a statement of as many parts.
    diesel::sql_query(
        "INSERT INTO import_rows (workspace_id, import_id, place, line, cells) \
         SELECT $1, $2, new.place, new.line, new.cells \
         FROM jsonb_to_recordset($3) AS new (place integer, line integer, cells text[])",
    )
    .bind::<SqlUuid, _>(workspace.0)
    .bind::<SqlUuid, _>(import)
    .bind::<Jsonb, _>(serde_json::Value::Array(rows))
    .execute(connection)
    .await?;
    Ok(())
}

/// A line as it is kept.
#[derive(Queryable, Selectable)]
#[diesel(table_name = import_rows)]
pub struct Kept {
    pub place: i32,
    pub line: i32,
    cells: Vec<Option<String>>,
    outcome: Option<String>,
    problem: String,
}

impl Kept {
    #[must_use]
    pub fn cells(&self) -> Vec<String> {
        self.cells.iter().flatten().cloned().collect()
    }

    /// As it is told of an import that has reached a place. What stands on a line behind that is
    /// from an earlier dry run, and tells of nothing that happened.
    fn row(self, reached: i32) -> Result<ImportRow, Error> {
        let (line, cells) = (self.line.unsigned_abs(), self.cells());
        let (outcome, problem) = if self.place <= reached {
            (self.outcome, self.problem)
        } else {
            (None, String::new())
        };
        Ok(ImportRow {
            line,
            cells,
            outcome: outcome.map(db::from_text).transpose()?,
            problem,
        })
    }
}

/// The next lines to look at.
///
/// # Errors
/// When the database fails.
pub async fn next(
    connection: &mut Connection,
    workspace: WorkspaceId,
    standing: &Standing,
) -> Result<Vec<Kept>, Error> {
    Ok(import_rows::table
        .filter(import_rows::workspace_id.eq(workspace.0))
        .filter(import_rows::import_id.eq(standing.import.id))
        .filter(import_rows::place.gt(standing.reached))
        .order(import_rows::place)
        .select(Kept::as_select())
        .limit(BATCH)
        .load(connection)
        .await?)
}

/// Which lines to read.
#[derive(Clone, Debug)]
pub struct Stretch {
    pub only_problems: bool,
    /// Only lines with a problem of this kind.
    pub kind: Option<String>,
    /// Only lines that can't be imported, or only others.
    pub refused: Option<bool>,
    /// The place before the first one.
    pub after: i32,
    pub limit: i64,
}

/// Lines with their places, in the file's order.
///
/// # Errors
/// When the database fails.
pub async fn rows(
    connection: &mut Connection,
    workspace: WorkspaceId,
    import: Uuid,
    wanted: Stretch,
) -> Result<Vec<(i32, ImportRow)>, Error> {
    let own = imports::workspace_id
        .eq(import_rows::workspace_id)
        .and(imports::id.eq(import_rows::import_id));
    let mut query = import_rows::table
        .inner_join(imports::table.on(own))
        .filter(import_rows::workspace_id.eq(workspace.0))
        .filter(import_rows::import_id.eq(import))
        .filter(import_rows::place.gt(wanted.after))
        .order(import_rows::place)
        .select((Kept::as_select(), imports::reached))
        .limit(wanted.limit)
        .into_boxed::<Pg>();
    if wanted.only_problems {
        let told = import_rows::problem.ne("");
        query = query.filter(told.and(import_rows::place.le(imports::reached)));
    }
    if let Some(kind) = wanted.kind {
        let same = format!("{KIND} = ");
        query = query.filter(sql::<Bool>(&same).bind::<Text, _>(kind));
    }
    query = match wanted.refused {
        Some(true) => query.filter(import_rows::outcome.eq("refused")),
        Some(false) => query.filter(import_rows::outcome.ne("refused")),
        None => query,
    };
    let rows: Vec<(Kept, i32)> = query.load(connection).await?;
    let row = |(kept, reached): (Kept, i32)| Ok((kept.place, kept.row(reached)?));
    rows.into_iter().map(row).collect()
}

/// What became of a line.
#[derive(Clone, Debug, Serialize)]
pub struct Noted {
    pub place: i32,
    pub phone: Option<String>,
    pub outcome: RowOutcome,
    pub problem: String,
    /// What stands on the line is of somebody who was erased, and is not kept.
    pub forget: bool,
}

impl Noted {
    /// A line that isn't imported, and why.
    #[must_use]
    pub fn refused(kept: &Kept, problem: String) -> Self {
        Self {
            place: kept.place,
            phone: None,
            outcome: RowOutcome::Refused,
            forget: problem == ERASED,
            problem,
        }
    }
}

/// Writes down what became of lines.
///
/// # Errors
/// When the database fails.
pub async fn note(
    connection: &mut Connection,
    workspace: WorkspaceId,
    import: Uuid,
    noted: &[Noted],
) -> Result<(), Error> {
    if noted.is_empty() {
        return Ok(());
    }
    // Diesel has no update from a list of rows.
    diesel::sql_query(
        "UPDATE import_rows AS kept SET phone = noted.phone, outcome = noted.outcome, \
             problem = noted.problem, \
             cells = CASE WHEN noted.forget THEN '{}' ELSE kept.cells END \
         FROM jsonb_to_recordset($3) AS noted (place integer, phone text, outcome text, \
             problem text, forget boolean) \
         WHERE kept.workspace_id = $1 AND kept.import_id = $2 AND kept.place = noted.place",
    )
    .bind::<SqlUuid, _>(workspace.0)
    .bind::<SqlUuid, _>(import)
    .bind::<Jsonb, _>(serde_json::to_value(noted)?)
    .execute(connection)
    .await?;
    Ok(())
}

/// Counts what became of lines and moves the import on to the last of them.
///
/// # Errors
/// When the database fails.
pub async fn advance(
    connection: &mut Connection,
    workspace: WorkspaceId,
    import: Uuid,
    noted: &[Noted],
) -> Result<(), Error> {
    let count = |of: fn(&Noted) -> bool| {
        let count = noted.iter().filter(|noted| of(noted)).count();
        i32::try_from(count).unwrap_or(i32::MAX)
    };
    let reached = noted.iter().map(|noted| noted.place).max();
    diesel::update(imports::table.find((workspace.0, import)))
        .set((
            reached.map(|reached| imports::reached.eq(reached)),
            imports::done.eq(imports::done + count(|_| true)),
            imports::created.eq(imports::created + count(|n| n.outcome == RowOutcome::Created)),
            imports::updated.eq(imports::updated + count(|n| n.outcome == RowOutcome::Updated)),
            imports::unchanged
                .eq(imports::unchanged + count(|n| n.outcome == RowOutcome::Unchanged)),
            imports::refused.eq(imports::refused + count(|n| n.outcome == RowOutcome::Refused)),
            imports::problems.eq(imports::problems + count(|n| !n.problem.is_empty())),
        ))
        .execute(connection)
        .await?;
    Ok(())
}

#[derive(QueryableByName)]
struct Earlier {
    #[diesel(sql_type = Text)]
    phone: String,
    #[diesel(sql_type = Integer)]
    line: i32,
}

/// The lines before `place` on which these phones stood first.
///
/// # Errors
/// When the database fails.
pub async fn earlier(
    connection: &mut Connection,
    workspace: WorkspaceId,
    import: Uuid,
    place: i32,
    phones: &[&str],
) -> Result<HashMap<String, i32>, Error> {
    // Diesel has no words for a group's first row.
    let rows: Vec<Earlier> = diesel::sql_query(
        "SELECT phone, min(line) AS line FROM import_rows \
         WHERE workspace_id = $1 AND import_id = $2 AND place < $3 AND phone = ANY ($4) \
             AND outcome <> 'refused' \
         GROUP BY phone",
    )
    .bind::<SqlUuid, _>(workspace.0)
    .bind::<SqlUuid, _>(import)
    .bind::<Integer, _>(place)
    .bind::<Array<Text>, _>(phones)
    .load(connection)
    .await?;
    Ok(rows.into_iter().map(|row| (row.phone, row.line)).collect())
}

/// Forgets the lines with a phone, however it is written, with all that stands on them.
///
/// # Errors
/// When the database fails.
pub async fn forget_phone(
    connection: &mut Connection,
    workspace: WorkspaceId,
    phone: &Phone,
) -> Result<(), Error> {
    let read = import_rows::table
        .filter(import_rows::workspace_id.eq(workspace.0))
        .filter(import_rows::phone.eq(phone.as_str()));
    diesel::delete(read).execute(connection).await?;
    let digits = phone.as_str().trim_start_matches('+');
    let mut written = vec![digits.to_owned(), format!("011{digits}")];
    written.extend(digits.strip_prefix('1').map(str::to_owned));
    // Diesel has no regular expressions. Of lines that were not read yet, or could not be; a cell
    // counts as a whole, so that no two neighbours make up the phone.
    diesel::sql_query(
        "DELETE FROM import_rows WHERE workspace_id = $1 AND phone IS NULL \
         AND EXISTS (SELECT 1 FROM unnest(cells) AS cell \
             WHERE regexp_replace(cell, '[^0-9]', '', 'g') = ANY ($2))",
    )
    .bind::<SqlUuid, _>(workspace.0)
    .bind::<Array<Text>, _>(written)
    .execute(connection)
    .await?;
    Ok(())
}
