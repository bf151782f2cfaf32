//! All that a search finds, however many pages that were.

use diesel::QueryableByName;
use diesel::sql_types::{Array, BigInt, Nullable, Text, Uuid as SqlUuid};
use diesel_async::RunQueryDsl;
use uuid::Uuid;

use super::matches_contact;
use super::messages::matches;
use crate::conversations::filtering::Narrowed;
use crate::conversations::rules::{self, Wanted};
use crate::db::{Connection, WorkspaceId};
use crate::error::Error;

/// A statement of `$1` to `$5`: the conversations of contacts that match, and those with a message
/// that does. Apart, so that each finds its own index.
fn all(wanted: &Wanted, narrowed: &Narrowed) -> String {
    let joined = "FROM conversations JOIN contacts \
         ON contacts.workspace_id = conversations.workspace_id \
             AND contacts.id = conversations.contact_id \
         WHERE conversations.workspace_id = $1 AND contacts.workspace_id = $1";
    let (contact, narrowed) = (matches_contact(wanted), narrowed.condition());
    let message = matches(wanted, "found", ["$4", "$5"]);
    format!(
        "SELECT conversations.id {joined} AND {contact} AND {narrowed} UNION \
         SELECT conversations.id {joined} AND {narrowed} AND conversations.id IN \
             (SELECT found.conversation_id FROM messages AS found \
              WHERE found.workspace_id = $1 AND {message})"
    )
}

#[derive(QueryableByName)]
struct Found {
    #[diesel(sql_type = SqlUuid)]
    id: Uuid,
}

#[derive(QueryableByName)]
struct Count {
    #[diesel(sql_type = BigInt)]
    count: i64,
}

/// All conversations that a search finds in a tab.
///
/// # Errors
/// When the database fails.
pub async fn matching(
    connection: &mut Connection,
    workspace: WorkspaceId,
    narrowed: &Narrowed,
    text: &str,
) -> Result<Vec<Uuid>, Error> {
    let Some(wanted) = rules::read(text) else {
        return Ok(Vec::new());
    };
    let found: Vec<Found> = diesel::sql_query(all(&wanted, narrowed))
        .bind::<SqlUuid, _>(workspace.0)
        .bind::<Array<Text>, _>(&wanted.text_patterns)
        .bind::<Nullable<Text>, _>(&wanted.phone_pattern)
        .bind::<Nullable<Text>, _>(&wanted.words)
        .bind::<Array<Text>, _>(wanted.sign_patterns())
        .load(connection)
        .await?;
    Ok(found.into_iter().map(|found| found.id).collect())
}

/// How many conversations a search finds in a tab.
///
/// # Errors
/// When the database fails.
pub async fn count(
    connection: &mut Connection,
    workspace: WorkspaceId,
    narrowed: &Narrowed,
    text: &str,
) -> Result<i64, Error> {
    let Some(wanted) = rules::read(text) else {
        return Ok(0);
    };
    let sql = format!(
        "SELECT count(*) AS count FROM ({}) AS found",
        all(&wanted, narrowed)
    );
    let Count { count } = diesel::sql_query(sql)
        .bind::<SqlUuid, _>(workspace.0)
        .bind::<Array<Text>, _>(&wanted.text_patterns)
        .bind::<Nullable<Text>, _>(&wanted.phone_pattern)
        .bind::<Nullable<Text>, _>(&wanted.words)
        .bind::<Array<Text>, _>(wanted.sign_patterns())
        .get_result(connection)
        .await?;
    Ok(count)
}
