//! The conversations of a tab, as far as a filter lets them through.
//!
//! Diesel can't write conditions that are put together; see `filtering.rs` for what they say.

use copperline_shared::conversations::{COUNT_CAP, Conversation, Counts, Tab};
use copperline_shared::page::Page;
use diesel::QueryableByName;
use diesel::sql_types::{BigInt, Nullable, Timestamptz, Uuid as SqlUuid};
use diesel_async::RunQueryDsl;
use uuid::Uuid;

use super::Row;
use crate::conversations::filtering::Narrowed;
use crate::conversations::search::COLUMNS;
use crate::db::{CacheStatement, Connection, WorkspaceId};
use crate::error::Error;
use crate::paging::{self, Paging, Position};

/// One page, newest activity first.
///
/// # Errors
/// When the cursor is none of ours or the database fails.
pub async fn page(
    connection: &mut Connection,
    workspace: WorkspaceId,
    narrowed: &Narrowed,
    paging: &Paging,
) -> Result<Page<Conversation>, Error> {
    let position = paging.position()?;
    // Not one condition for both: a plan that serves each of them would read all that was before.
    let beyond = match position {
        None => "true",
        Some(_) => "(conversations.last_activity_at, conversations.id) < ($2, $3)",
    };
    let sql = format!(
        "SELECT {COLUMNS} FROM conversations \
         JOIN contacts ON contacts.workspace_id = conversations.workspace_id \
             AND contacts.id = conversations.contact_id \
         WHERE conversations.workspace_id = $1 AND contacts.workspace_id = $1 AND {} AND {beyond} \
         ORDER BY conversations.last_activity_at DESC, conversations.id DESC LIMIT {}",
        narrowed.condition(),
        paging.rows()
    );
    let rows: Vec<Row> = diesel::sql_query(sql)
        .bind::<SqlUuid, _>(workspace.0)
        .bind::<Nullable<Timestamptz>, _>(position.map(|position| position.at))
        .bind::<Nullable<SqlUuid>, _>(position.map(|position| position.id))
        .cached_if(narrowed.names_nothing())
        .load(connection)
        .await?;
    let page = paging::page(rows, paging.limit(), |row: &Row| Position {
        at: row.last_activity_at,
        id: row.id,
    });
    let items = page.items.into_iter().map(Conversation::try_from);
    Ok(Page {
        items: items.collect::<Result<_, _>>()?,
        next: page.next,
    })
}

#[derive(QueryableByName)]
struct Found {
    #[diesel(sql_type = SqlUuid)]
    id: Uuid,
}

/// All of them, however many pages that were.
///
/// # Errors
/// When the database fails.
pub async fn all_in(
    connection: &mut Connection,
    workspace: WorkspaceId,
    narrowed: &Narrowed,
) -> Result<Vec<Uuid>, Error> {
    let sql = format!(
        "SELECT id FROM conversations WHERE workspace_id = $1 AND {}",
        narrowed.condition()
    );
    let found: Vec<Found> = diesel::sql_query(sql)
        .bind::<SqlUuid, _>(workspace.0)
        .load(connection)
        .await?;
    Ok(found.into_iter().map(|found| found.id).collect())
}

#[derive(QueryableByName)]
struct Count {
    #[diesel(sql_type = BigInt)]
    count: i64,
}

/// How many they are, all counted.
///
/// # Errors
/// When the database fails.
pub async fn count_in(
    connection: &mut Connection,
    workspace: WorkspaceId,
    narrowed: &Narrowed,
) -> Result<i64, Error> {
    let sql = format!(
        "SELECT count(*) AS count FROM conversations WHERE workspace_id = $1 AND {}",
        narrowed.condition()
    );
    let Count { count } = diesel::sql_query(sql)
        .bind::<SqlUuid, _>(workspace.0)
        .get_result(connection)
        .await?;
    Ok(count)
}

#[derive(QueryableByName)]
struct CountsRow {
    #[diesel(sql_type = BigInt)]
    all_count: i64,
    #[diesel(sql_type = BigInt)]
    hot: i64,
    #[diesel(sql_type = BigInt)]
    recents: i64,
    #[diesel(sql_type = BigInt)]
    archived: i64,
    #[diesel(sql_type = BigInt)]
    unread: i64,
    #[diesel(sql_type = BigInt)]
    reviews: i64,
    #[diesel(sql_type = BigInt)]
    due: i64,
}

/// How many of each tab the filter lets through. One pass over what it lets through: each tab by
/// itself, even up to a cap, would look for it anew.
///
/// # Errors
/// When the database fails.
pub async fn filtered_counts(
    connection: &mut Connection,
    workspace: WorkspaceId,
    narrowed: &Narrowed,
) -> Result<Counts, Error> {
    let sql = format!(
        "SELECT count(*) AS all_count, count(*) FILTER (WHERE {}) AS hot, \
         count(*) FILTER (WHERE {}) AS recents, count(*) FILTER (WHERE {}) AS archived, \
         count(*) FILTER (WHERE unread_count > 0 AND archived_at IS NULL \
             AND put_off_until IS NULL) AS unread, \
         (SELECT count(*) FROM reviews WHERE workspace_id = $1 AND state = 'open') AS reviews, \
         count(*) FILTER (WHERE follow_up_due_at IS NOT NULL AND archived_at IS NULL) AS due \
         FROM conversations WHERE workspace_id = $1 AND {}",
        narrowed.in_tab(Tab::Hot),
        narrowed.in_tab(Tab::Recents),
        narrowed.in_tab(Tab::Archived),
        narrowed.passes()
    );
    let row: CountsRow = diesel::sql_query(sql)
        .bind::<SqlUuid, _>(workspace.0)
        .get_result(connection)
        .await?;
    let count = |value: i64| u32::try_from(value).map_or(COUNT_CAP, |count| count.min(COUNT_CAP));
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
