//! Lists of contacts: those that a filter finds, in any order, a page at a time.
//!
//! Diesel compares no rows, and what is searched for is SQL already (`conversations/search.rs`).

use chrono::{DateTime, NaiveDate, Utc};
use copperline_shared::contacts::{ContactSort, ListedContact, SortOrder};
use diesel::QueryableByName;
use diesel::sql_types::{Array, BigInt, Date, Jsonb, Nullable, Text, Timestamptz, Uuid as SqlUuid};
use diesel_async::RunQueryDsl;
use serde_json::Value;
use uuid::Uuid;

use super::ContactRow;
use crate::contacts::filter::Filter;
use crate::db::{CacheStatement, Connection, WorkspaceId};
use crate::error::Error;

/// Which part of a list, and in which order.
#[derive(Clone, Debug)]
pub struct Stretch {
    pub sort: ContactSort,
    pub order: SortOrder,
    /// The sort key and id of the contact it begins after.
    pub after: Option<(String, Uuid)>,
    /// Stands in the statement: one of a few.
    pub limit: u32,
}

/// A contact with its sort key.
pub struct Placed {
    pub listed: ListedContact,
    pub key: String,
}

#[derive(QueryableByName)]
struct Row {
    #[diesel(sql_type = SqlUuid)]
    id: Uuid,
    #[diesel(sql_type = Text)]
    phone: String,
    #[diesel(sql_type = Text)]
    first_name: String,
    #[diesel(sql_type = Text)]
    last_name: String,
    #[diesel(sql_type = Text)]
    email: String,
    #[diesel(sql_type = Nullable<Date>)]
    date_of_birth: Option<NaiveDate>,
    #[diesel(sql_type = Text)]
    zip: String,
    #[diesel(sql_type = Text)]
    state: String,
    #[diesel(sql_type = Text)]
    company: String,
    #[diesel(sql_type = Text)]
    source: String,
    #[diesel(sql_type = Jsonb)]
    custom_fields: Value,
    #[diesel(sql_type = Timestamptz)]
    created_at: DateTime<Utc>,
    #[diesel(sql_type = Timestamptz)]
    updated_at: DateTime<Utc>,
    #[diesel(sql_type = Nullable<Timestamptz>)]
    opted_out_at: Option<DateTime<Utc>>,
    #[diesel(sql_type = Nullable<SqlUuid>)]
    stage_id: Option<Uuid>,
    #[diesel(sql_type = Nullable<SqlUuid>)]
    conversation_id: Option<Uuid>,
    #[diesel(sql_type = Text)]
    sort_key: String,
}

impl TryFrom<Row> for Placed {
    type Error = Error;

    fn try_from(row: Row) -> Result<Self, Error> {
        let contact = ContactRow {
            id: row.id,
            phone: row.phone,
            first_name: row.first_name,
            last_name: row.last_name,
            email: row.email,
            date_of_birth: row.date_of_birth,
            zip: row.zip,
            state: row.state,
            company: row.company,
            source: row.source,
            custom_fields: row.custom_fields,
            created_at: row.created_at,
            updated_at: row.updated_at,
        };
        let listed = ListedContact {
            contact: contact.contact(row.opted_out_at)?,
            tag_ids: Vec::new(),
            stage_id: row.stage_id,
            conversation_id: row.conversation_id,
        };
        let key = row.sort_key;
        Ok(Self { listed, key })
    }
}

/// The columns of an index, and the type of the first one.
const fn key(sort: ContactSort) -> (&'static str, &'static str) {
    match sort {
        ContactSort::Created => ("contacts.created_at", "timestamptz"),
        ContactSort::Name => (
            "contact_sort_name(contacts.first_name, contacts.last_name) COLLATE \"C\"",
            "text",
        ),
        // No two contacts have the same one; its index is that of the guarantee.
        ContactSort::Phone => ("contacts.phone", "text"),
        ContactSort::Source => ("lower(contacts.source) COLLATE \"C\"", "text"),
    }
}

/// The statement of a stretch, with the workspace as `$1`, the filter's values as `$2` to `$6`, the place
/// it begins after as `$7` and `$8`. The few that are shown are found first and joined then. A test looks whether each order has its index.
#[must_use]
pub fn statement(filter: &Filter, stretch: &Stretch) -> String {
    let (key, kind) = key(stretch.sort);
    let (sign, direction) = match stretch.order {
        SortOrder::Ascending => (">", "ASC"),
        SortOrder::Descending => ("<", "DESC"),
    };
    let unique = stretch.sort == ContactSort::Phone;
    let beyond = match (&stretch.after, unique) {
        (None, _) => "true".to_owned(),
        (Some(_), true) => format!("{key} {sign} $7::{kind}"),
        (Some(_), false) => format!("({key}, contacts.id) {sign} ($7::{kind}, $8)"),
    };
    let order = if unique {
        format!("{key} {direction}")
    } else {
        format!("{key} {direction}, contacts.id {direction}")
    };
    format!(
        "SELECT contacts.*, contacts.raw_key::text AS sort_key, \
             (SELECT opted_out_at FROM opt_outs WHERE opt_outs.workspace_id = $1 \
                 AND opt_outs.phone = contacts.phone) AS opted_out_at, \
             pipeline_cards.stage_id, conversations.id AS conversation_id \
         FROM (SELECT contacts.id, contacts.phone, contacts.first_name, contacts.last_name, \
                 contacts.email, contacts.date_of_birth, contacts.zip, contacts.state, \
                 contacts.company, contacts.source, contacts.custom_fields, contacts.created_at, \
                 contacts.updated_at, {key} AS raw_key \
             FROM contacts \
             WHERE contacts.workspace_id = $1 AND {matches} AND {beyond} \
             ORDER BY {order} LIMIT {limit}) contacts \
         LEFT JOIN pipeline_cards ON pipeline_cards.workspace_id = $1 \
             AND pipeline_cards.contact_id = contacts.id \
         LEFT JOIN conversations ON conversations.workspace_id = $1 \
             AND conversations.contact_id = contacts.id \
         ORDER BY contacts.raw_key {direction}, contacts.id {direction}",
        matches = filter.condition(),
        limit = stretch.limit,
    )
}

/// One stretch of the list.
///
/// # Errors
/// When the database fails.
pub async fn list(
    connection: &mut Connection,
    workspace: WorkspaceId,
    filter: &Filter,
    stretch: &Stretch,
) -> Result<Vec<Placed>, Error> {
    let sql = statement(filter, stretch);
    let (after, id) = stretch.after.clone().unzip();
    let rows: Vec<Row> = diesel::sql_query(sql)
        .bind::<SqlUuid, _>(workspace.0)
        .bind::<Array<Text>, _>(filter.words())
        .bind::<Nullable<Text>, _>(filter.phone())
        .bind::<Nullable<SqlUuid>, _>(filter.tag_id)
        .bind::<Nullable<SqlUuid>, _>(filter.stage_id)
        .bind::<Nullable<Text>, _>(filter.source.as_deref())
        .bind::<Nullable<Text>, _>(after)
        .bind::<Nullable<SqlUuid>, _>(id)
        .cached_if(filter.names_nothing())
        .load(connection)
        .await?;
    rows.into_iter().map(Placed::try_from).collect()
}

#[derive(QueryableByName)]
struct Count {
    #[diesel(sql_type = BigInt)]
    count: i64,
}

/// How many contacts match, all counted.
///
/// # Errors
/// When the database fails.
pub async fn count(
    connection: &mut Connection,
    workspace: WorkspaceId,
    filter: &Filter,
) -> Result<i64, Error> {
    let matches = filter.condition();
    let sql = format!(
        "SELECT count(*) AS count FROM contacts WHERE contacts.workspace_id = $1 AND {matches}"
    );
    let Count { count } = diesel::sql_query(sql)
        .bind::<SqlUuid, _>(workspace.0)
        .bind::<Array<Text>, _>(filter.words())
        .bind::<Nullable<Text>, _>(filter.phone())
        .bind::<Nullable<SqlUuid>, _>(filter.tag_id)
        .bind::<Nullable<SqlUuid>, _>(filter.stage_id)
        .bind::<Nullable<Text>, _>(filter.source.as_deref())
        .get_result(connection)
        .await?;
    Ok(count)
}

#[derive(QueryableByName)]
struct Found {
    #[diesel(sql_type = SqlUuid)]
    id: Uuid,
}

/// The ids of all that match.
///
/// # Errors
/// When the database fails.
pub async fn matching(
    connection: &mut Connection,
    workspace: WorkspaceId,
    filter: &Filter,
) -> Result<Vec<Uuid>, Error> {
    let matches = filter.condition();
    let sql =
        format!("SELECT contacts.id FROM contacts WHERE contacts.workspace_id = $1 AND {matches}");
    let found: Vec<Found> = diesel::sql_query(sql)
        .bind::<SqlUuid, _>(workspace.0)
        .bind::<Array<Text>, _>(filter.words())
        .bind::<Nullable<Text>, _>(filter.phone())
        .bind::<Nullable<SqlUuid>, _>(filter.tag_id)
        .bind::<Nullable<SqlUuid>, _>(filter.stage_id)
        .bind::<Nullable<Text>, _>(filter.source.as_deref())
        .load(connection)
        .await?;
    Ok(found.into_iter().map(|found| found.id).collect())
}

#[derive(QueryableByName)]
struct Source {
    #[diesel(sql_type = Text)]
    source: String,
}

/// The sources that contacts have, from A to Z, at most `limit`; each as one of its contacts has it.
/// From one to the next by the index, however many contacts there are.
///
/// # Errors
/// When the database fails.
pub async fn sources(
    connection: &mut Connection,
    workspace: WorkspaceId,
    limit: i64,
) -> Result<Vec<String>, Error> {
    let sources: Vec<Source> = diesel::sql_query(
        "WITH RECURSIVE step AS ( \
             (SELECT source, lower(source) COLLATE \"C\" AS key FROM contacts \
              WHERE workspace_id = $1 AND lower(source) COLLATE \"C\" > '' \
              ORDER BY lower(source) COLLATE \"C\", id LIMIT 1) \
             UNION ALL \
             SELECT next.source, next.key FROM step, LATERAL \
                 (SELECT source, lower(source) COLLATE \"C\" AS key FROM contacts \
                  WHERE workspace_id = $1 AND lower(source) COLLATE \"C\" > step.key \
                  ORDER BY lower(source) COLLATE \"C\", id LIMIT 1) AS next) \
         SELECT source FROM step LIMIT $2",
    )
    .bind::<SqlUuid, _>(workspace.0)
    .bind::<BigInt, _>(limit)
    .load(connection)
    .await?;
    Ok(sources.into_iter().map(|found| found.source).collect())
}
