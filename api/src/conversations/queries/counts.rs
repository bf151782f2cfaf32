//! How many conversations there are.

use copperline_shared::conversations::{COUNT_CAP, Counts};
use diesel::prelude::*;
use diesel_async::RunQueryDsl;

use crate::db::{CacheStatement, Connection, WorkspaceId};
use crate::error::Error;

#[derive(QueryableByName)]
struct CountsRow {
    #[diesel(sql_type = diesel::sql_types::BigInt)]
    all_count: i64,
    #[diesel(sql_type = diesel::sql_types::BigInt)]
    hot: i64,
    #[diesel(sql_type = diesel::sql_types::BigInt)]
    recents: i64,
    #[diesel(sql_type = diesel::sql_types::BigInt)]
    archived: i64,
    #[diesel(sql_type = diesel::sql_types::BigInt)]
    unread: i64,
    #[diesel(sql_type = diesel::sql_types::BigInt)]
    reviews: i64,
    #[diesel(sql_type = diesel::sql_types::BigInt)]
    due: i64,
}

/// How many conversations each tab holds, counted up to [`COUNT_CAP`].
///
/// # Errors
/// When the database fails.
pub async fn counts(connection: &mut Connection, workspace: WorkspaceId) -> Result<Counts, Error> {
    // Diesel can't count a limited subselect; each of these stops on its own partial index.
    let row: CountsRow = diesel::sql_query(
        "SELECT \
         (SELECT count(*) FROM (SELECT 1 FROM conversations WHERE workspace_id = $1 LIMIT $2) c) AS all_count, \
         (SELECT count(*) FROM (SELECT 1 FROM conversations WHERE workspace_id = $1 AND hot AND archived_at IS NULL LIMIT $2) c) AS hot, \
         (SELECT count(*) FROM (SELECT 1 FROM conversations WHERE workspace_id = $1 AND archived_at IS NULL AND put_off_until IS NULL LIMIT $2) c) AS recents, \
         (SELECT count(*) FROM (SELECT 1 FROM conversations WHERE workspace_id = $1 AND archived_at IS NOT NULL LIMIT $2) c) AS archived, \
         (SELECT count(*) FROM (SELECT 1 FROM conversations WHERE workspace_id = $1 AND unread_count > 0 AND archived_at IS NULL AND put_off_until IS NULL LIMIT $2) c) AS unread, \
         (SELECT count(*) FROM (SELECT 1 FROM reviews WHERE workspace_id = $1 AND state = 'open' LIMIT $2) c) AS reviews, \
         (SELECT count(*) FROM (SELECT 1 FROM conversations WHERE workspace_id = $1 AND follow_up_due_at IS NOT NULL AND archived_at IS NULL LIMIT $2) c) AS due",
    )
    .bind::<diesel::sql_types::Uuid, _>(workspace.0)
    .bind::<diesel::sql_types::BigInt, _>(i64::from(COUNT_CAP))
    .cached()
    .get_result(connection)
    .await?;
    let count = |value: i64| u32::try_from(value).unwrap_or(u32::MAX);
    Ok(Counts {
        all: count(row.all_count),
        hot: count(row.hot),
        recents: count(row.recents),
        archived: count(row.archived),
        unread: count(row.unread),
        reviews: count(row.reviews),
        due: count(row.due),
    })
}
