//! The queue in the database: taking jobs under a lease, and writing down how they ended.

use chrono::{DateTime, TimeDelta, Utc};
use diesel::pg::Pg;
use diesel::prelude::*;
use diesel::query_builder::{AstPass, Query, QueryFragment, QueryId};
use diesel::sql_types::{
    Array, BigInt, Bool, Integer, Jsonb, Nullable, Text, Timestamptz, Uuid as SqlUuid,
};
use diesel_async::RunQueryDsl;
use uuid::Uuid;

use crate::db::{Connection, WorkspaceId};
use crate::error::Error;
use crate::schema::jobs;

/// A job in this worker's hands.
#[derive(Queryable, Debug)]
pub struct Claimed {
    pub id: Uuid,
    pub workspace_id: Option<Uuid>,
    pub kind: String,
    pub payload: serde_json::Value,
    /// This run is counted already.
    pub attempts: i32,
    /// Until then no other worker takes it. It also tells this claim from a later one.
    pub leased_until: DateTime<Utc>,
    /// Others wait for its end.
    pub in_line: bool,
}

/// Takes due jobs of several kinds, as many of each as there is room for, in one statement.
#[derive(Debug, QueryId)]
struct Claim {
    kinds: Vec<&'static str>,
    room: Vec<i64>,
    now: DateTime<Utc>,
    leased_until: DateTime<Utc>,
}

impl Query for Claim {
    type SqlType = (
        SqlUuid,
        Nullable<SqlUuid>,
        Text,
        Jsonb,
        Integer,
        Timestamptz,
        Bool,
    );
}

// Diesel has no words for a limit of each kind, and prepares plain SQL anew each time.
impl QueryFragment<Pg> for Claim {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, Pg>) -> QueryResult<()> {
        out.push_sql("WITH due AS MATERIALIZED (SELECT job.id FROM unnest(");
        out.push_bind_param::<Array<Text>, _>(&self.kinds)?;
        out.push_sql(", ");
        out.push_bind_param::<Array<BigInt>, _>(&self.room)?;
        out.push_sql(
            ") AS lane (kind, room) CROSS JOIN LATERAL (SELECT jobs.id FROM jobs \
             WHERE jobs.kind = lane.kind AND jobs.dead_at IS NULL AND jobs.run_at <= ",
        );
        out.push_bind_param::<Timestamptz, _>(&self.now)?;
        out.push_sql(" AND (jobs.leased_until IS NULL OR jobs.leased_until < ");
        out.push_bind_param::<Timestamptz, _>(&self.now)?;
        out.push_sql(
            ") AND (jobs.line IS NULL OR NOT EXISTS (SELECT 1 FROM jobs AS earlier \
             WHERE earlier.line = jobs.line AND earlier.dead_at IS NULL \
             AND earlier.place < jobs.place)",
        );
        out.push_sql(
            ") ORDER BY jobs.run_at, jobs.id LIMIT lane.room FOR UPDATE SKIP LOCKED) AS job) \
             UPDATE jobs SET attempts = jobs.attempts + 1, leased_until = ",
        );
        out.push_bind_param::<Timestamptz, _>(&self.leased_until)?;
        out.push_sql(
            " FROM due WHERE jobs.id = due.id RETURNING jobs.id, jobs.workspace_id, jobs.kind, \
             jobs.payload, jobs.attempts, jobs.leased_until, jobs.line IS NOT NULL",
        );
        Ok(())
    }
}

/// Takes due jobs, up to `room` of each kind, so that no other worker has them until `lease` is
/// over.
///
/// # Errors
/// When the database fails.
pub async fn claim(
    connection: &mut Connection,
    room: &[(&'static str, usize)],
    now: DateTime<Utc>,
    lease: TimeDelta,
) -> Result<Vec<Claimed>, Error> {
    let claim = Claim {
        kinds: room.iter().map(|(kind, _)| *kind).collect(),
        room: room
            .iter()
            .map(|(_, room)| i64::try_from(*room).unwrap_or(i64::MAX))
            .collect(),
        now,
        leased_until: now + lease,
    };
    let mut claimed: Vec<Claimed> = claim.load(connection).await?;
    // Ids are as old as their jobs.
    claimed.sort_unstable_by_key(|job| job.id);
    Ok(claimed)
}

/// What is done with jobs whose lease is still this worker's.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Ending {
    /// They were run and are not needed any more.
    Finish,
    /// They were never begun: others may take them, and nothing was tried.
    GiveBack,
}

#[derive(Debug)]
struct End {
    ending: Ending,
    ids: Vec<Uuid>,
    leases: Vec<DateTime<Utc>>,
}

impl QueryId for End {
    type QueryId = ();
    // Two statements in one type.
    const HAS_STATIC_QUERY_ID: bool = false;
}

impl QueryFragment<Pg> for End {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, Pg>) -> QueryResult<()> {
        out.push_sql(match self.ending {
            Ending::Finish => "DELETE FROM jobs USING unnest(",
            Ending::GiveBack => {
                "UPDATE jobs SET leased_until = NULL, attempts = attempts - 1 FROM unnest("
            }
        });
        out.push_bind_param::<Array<SqlUuid>, _>(&self.ids)?;
        out.push_sql(", ");
        out.push_bind_param::<Array<Timestamptz>, _>(&self.leases)?;
        out.push_sql(
            ") AS mine (id, lease) WHERE jobs.id = mine.id AND jobs.leased_until = mine.lease",
        );
        Ok(())
    }
}

async fn end(connection: &mut Connection, ending: Ending, of: &[&Claimed]) -> Result<(), Error> {
    if of.is_empty() {
        return Ok(());
    }
    let end = End {
        ending,
        ids: of.iter().map(|job| job.id).collect(),
        leases: of.iter().map(|job| job.leased_until).collect(),
    };
    end.execute(connection).await?;
    Ok(())
}

/// Removes jobs that were run. One that another worker has taken up meanwhile is left to it.
///
/// # Errors
/// When the database fails.
pub async fn finish(connection: &mut Connection, done: &[&Claimed]) -> Result<(), Error> {
    end(connection, Ending::Finish, done).await
}

/// Lets others have jobs that were not begun in time.
///
/// # Errors
/// When the database fails.
pub async fn give_back(connection: &mut Connection, unbegun: &[&Claimed]) -> Result<(), Error> {
    end(connection, Ending::GiveBack, unbegun).await
}

/// Removes what would bring a conversation back at a moment that doesn't count any more: it could
/// stand there for years. One that a worker has in hand is left: it finds nothing to do.
///
/// # Errors
/// When the database fails.
pub async fn withdraw_end_put_off(
    connection: &mut Connection,
    workspace: WorkspaceId,
    conversation: Uuid,
) -> Result<(), Error> {
    // Diesel binds the key, and then the index on what stands behind it doesn't serve.
    diesel::sql_query(
        "DELETE FROM jobs WHERE kind = 'end_put_off' AND workspace_id = $1 \
         AND payload->>'conversation_id' = $2 AND leased_until IS NULL",
    )
    .bind::<SqlUuid, _>(workspace.0)
    .bind::<Text, _>(conversation.to_string())
    .execute(connection)
    .await?;
    Ok(())
}

/// Plans the next run of a job that failed, or gives it up. One that another worker has taken up
/// meanwhile is left to it.
///
/// # Errors
/// When the database fails.
pub async fn fail(
    connection: &mut Connection,
    job: &Claimed,
    error: &str,
    next_run: DateTime<Utc>,
    dead_at: Option<DateTime<Utc>>,
) -> Result<(), Error> {
    let mine = jobs::table
        .find(job.id)
        .filter(jobs::leased_until.eq(job.leased_until));
    diesel::update(mine)
        .set((
            jobs::leased_until.eq(None::<DateTime<Utc>>),
            jobs::run_at.eq(next_run),
            jobs::last_error.eq(error),
            jobs::dead_at.eq(dead_at),
        ))
        .execute(connection)
        .await?;
    Ok(())
}
