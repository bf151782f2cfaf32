//! What columns are taken for, in an import and remembered from one to the next.

use std::collections::HashMap;

use copperline_shared::imports::ImportField;
use diesel::prelude::*;
use diesel::upsert::excluded;
use diesel_async::RunQueryDsl;

use crate::db::{self, Connection, WorkspaceId};
use crate::error::Error;
use crate::imports::mapping::known_as;
use crate::schema::import_columns;

/// A field as its column holds it; a column that is left out is `''`.
pub(super) fn field(text: String) -> Result<Option<ImportField>, Error> {
    if text.is_empty() {
        return Ok(None);
    }
    db::from_text(text).map(Some)
}

pub(super) fn texts(mapping: &[Option<ImportField>]) -> Result<Vec<String>, Error> {
    let text = |field: &Option<ImportField>| field.map_or(Ok(String::new()), db::to_text);
    mapping.iter().map(text).collect()
}

/// What columns of these names were taken for the last time.
///
/// # Errors
/// When the database fails.
pub async fn remembered(
    connection: &mut Connection,
    workspace: WorkspaceId,
    columns: &[String],
) -> Result<HashMap<String, Option<ImportField>>, Error> {
    let names: Vec<String> = columns.iter().map(|column| known_as(column)).collect();
    let rows: Vec<(String, String)> = import_columns::table
        .filter(import_columns::workspace_id.eq(workspace.0))
        .filter(import_columns::name.eq_any(names))
        .select((import_columns::name, import_columns::field))
        .load(connection)
        .await?;
    // What a newer version took it for is forgotten.
    let known = rows
        .into_iter()
        .filter_map(|(name, text)| Some((name, field(text).ok()?)));
    Ok(known.collect())
}

/// # Errors
/// When the database fails.
pub async fn remember(
    connection: &mut Connection,
    workspace: WorkspaceId,
    columns: &[String],
    mapping: &[Option<ImportField>],
) -> Result<(), Error> {
    // Sorted, so that two who do so at once don't wait for each other; the last of a name counts.
    let mut known = std::collections::BTreeMap::new();
    for (column, field) in columns.iter().zip(texts(mapping)?) {
        known.insert(known_as(column), field);
    }
    known.retain(|name, _| (1..=200).contains(&name.chars().count()));
    let rows: Vec<_> = known
        .iter()
        .map(|(name, field)| {
            (
                import_columns::workspace_id.eq(workspace.0),
                import_columns::name.eq(name),
                import_columns::field.eq(field),
            )
        })
        .collect();
    diesel::insert_into(import_columns::table)
        .values(rows)
        .on_conflict((import_columns::workspace_id, import_columns::name))
        .do_update()
        .set(import_columns::field.eq(excluded(import_columns::field)))
        .execute(connection)
        .await?;
    Ok(())
}
