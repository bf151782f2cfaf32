//! What is wrong with the lines of an import, counted.

use copperline_shared::imports::{ImportProblem, UnknownTag};
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Bool, Text, Uuid as SqlUuid};
use diesel_async::RunQueryDsl;
use uuid::Uuid;

use crate::db::{Connection, WorkspaceId};
use crate::error::Error;

/// What a line is told without what differs from line to line.
pub(super) const KIND: &str =
    "regexp_replace(regexp_replace(problem, '“[^”]*”', '“…”', 'g'), '[0-9]+', '…', 'g')";

#[derive(QueryableByName)]
struct Counted {
    #[diesel(sql_type = Text)]
    kind: String,
    #[diesel(sql_type = Bool)]
    refused: bool,
    #[diesel(sql_type = BigInt)]
    lines: i64,
}

#[derive(QueryableByName)]
struct Named {
    #[diesel(sql_type = Text)]
    name: String,
    #[diesel(sql_type = BigInt)]
    lines: i64,
}

/// The lines that were looked at and have something to be told about them.
const TOLD: &str = "import_rows JOIN imports ON imports.workspace_id = import_rows.workspace_id \
    AND imports.id = import_rows.import_id \
    WHERE import_rows.workspace_id = $1 AND import_id = $2 AND problem <> '' AND place <= reached";

/// The kinds of problems, those of refused lines first.
///
/// # Errors
/// When the database fails.
pub async fn problems(
    connection: &mut Connection,
    workspace: WorkspaceId,
    import: Uuid,
) -> Result<Vec<ImportProblem>, Error> {
    // Diesel groups by no expression of its own making.
    let rows: Vec<Counted> = diesel::sql_query(format!(
        "SELECT {KIND} AS kind, outcome = 'refused' AS refused, count(*) AS lines FROM {TOLD} \
         GROUP BY 1, 2 ORDER BY 2 DESC, 3 DESC, 1 LIMIT 100"
    ))
    .bind::<SqlUuid, _>(workspace.0)
    .bind::<SqlUuid, _>(import)
    .load(connection)
    .await?;
    let problem = |row: Counted| ImportProblem {
        kind: row.kind,
        refused: row.refused,
        lines: u32::try_from(row.lines).unwrap_or(u32::MAX),
    };
    Ok(rows.into_iter().map(problem).collect())
}

/// The tags that lines name and the workspace didn't have when they were looked at.
///
/// # Errors
/// When the database fails.
pub async fn unknown_tags(
    connection: &mut Connection,
    workspace: WorkspaceId,
    import: Uuid,
) -> Result<Vec<UnknownTag>, Error> {
    // The words are those of `contacts/lines.rs`. Diesel has no functions that give several rows.
    let rows: Vec<Named> = diesel::sql_query(format!(
        "SELECT mode() WITHIN GROUP (ORDER BY found) AS name, count(*) AS lines FROM \
             (SELECT (regexp_matches(problem, 'There is no tag “([^”]*)”\\.', 'g'))[1] AS found \
              FROM {TOLD}) AS named \
         GROUP BY lower(found) ORDER BY 2 DESC, 1 LIMIT 20"
    ))
    .bind::<SqlUuid, _>(workspace.0)
    .bind::<SqlUuid, _>(import)
    .load(connection)
    .await?;
    let tag = |row: Named| UnknownTag {
        name: row.name,
        lines: u32::try_from(row.lines).unwrap_or(u32::MAX),
    };
    Ok(rows.into_iter().map(tag).collect())
}
