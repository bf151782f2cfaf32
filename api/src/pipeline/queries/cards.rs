//! Cards as the board shows them, joined with their contacts and conversations.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use copperline_shared::contacts::display_name;
use copperline_shared::money::Micros;
use copperline_shared::page::Page;
use copperline_shared::phone::Phone;
use copperline_shared::pipeline::{PipelineCard, PipelineColumn, PipelineStage};
use diesel::QueryableByName;
use diesel::sql_types::{
    Array, BigInt, Bool, Integer, Nullable, Text, Timestamptz, Uuid as SqlUuid,
};
use diesel_async::RunQueryDsl;
use uuid::Uuid;

use super::stages;
use crate::conversations::rules::Wanted;
use crate::conversations::search::matches_contact;
use crate::db::{Connection, WorkspaceId};
use crate::error::Error;
use crate::pipeline::rules::order;

#[derive(QueryableByName)]
struct Row {
    #[diesel(sql_type = SqlUuid)]
    contact_id: Uuid,
    #[diesel(sql_type = SqlUuid)]
    conversation_id: Uuid,
    #[diesel(sql_type = SqlUuid)]
    stage_id: Uuid,
    #[diesel(sql_type = Text)]
    stage_name: String,
    #[diesel(sql_type = Text)]
    first_name: String,
    #[diesel(sql_type = Text)]
    last_name: String,
    #[diesel(sql_type = Text)]
    phone: String,
    #[diesel(sql_type = Nullable<BigInt>)]
    amount_micros: Option<i64>,
    #[diesel(sql_type = Text)]
    sort_key: String,
    #[diesel(sql_type = Timestamptz)]
    entered_at: DateTime<Utc>,
    #[diesel(sql_type = Bool)]
    hot: bool,
    #[diesel(sql_type = Integer)]
    unread_count: i32,
}

impl TryFrom<Row> for PipelineCard {
    type Error = Error;

    fn try_from(row: Row) -> Result<Self, Error> {
        let phone = Phone::try_from(row.phone)?;
        Ok(Self {
            contact_id: row.contact_id,
            conversation_id: row.conversation_id,
            stage_id: row.stage_id,
            stage_name: row.stage_name,
            name: display_name(&row.first_name, &row.last_name, &phone),
            phone,
            amount_micros: row.amount_micros.map(Micros),
            sort_key: row.sort_key,
            entered_at: row.entered_at,
            hot: row.hot,
            unread_count: row.unread_count.unsigned_abs(),
        })
    }
}

const COLUMNS: &str = "cards.contact_id, conversations.id AS conversation_id, cards.stage_id, \
    stages.name AS stage_name, contacts.first_name, contacts.last_name, contacts.phone, \
    cards.amount_micros, cards.sort_key, cards.entered_at, conversations.hot, \
    conversations.unread_count";

const JOINED: &str = "JOIN contacts ON contacts.workspace_id = $1 AND contacts.id = cards.contact_id \
    JOIN conversations ON conversations.workspace_id = $1 \
        AND conversations.contact_id = cards.contact_id";

/// A contact's card, if it stands on the pipeline.
///
/// # Errors
/// When the database fails.
pub async fn card(
    connection: &mut Connection,
    workspace: WorkspaceId,
    contact: Uuid,
) -> Result<Option<PipelineCard>, Error> {
    let sql = format!(
        "SELECT {COLUMNS} FROM pipeline_cards cards {JOINED} \
         JOIN pipeline_stages stages ON stages.workspace_id = $1 AND stages.id = cards.stage_id \
         WHERE cards.workspace_id = $1 AND cards.contact_id = $2"
    );
    let rows: Vec<Row> = diesel::sql_query(sql)
        .bind::<SqlUuid, _>(workspace.0)
        .bind::<SqlUuid, _>(contact)
        .load(connection)
        .await?;
    rows.into_iter()
        .next()
        .map(PipelineCard::try_from)
        .transpose()
}

/// The first cards of every stage, or of those that a search finds, from the top.
///
/// # Errors
/// When the database fails.
pub async fn board(
    connection: &mut Connection,
    workspace: WorkspaceId,
    wanted: Option<&Wanted>,
    limit: i64,
) -> Result<Vec<PipelineColumn>, Error> {
    let sql = match wanted {
        Some(wanted) if finds_few(connection, workspace, wanted).await? => found_first(wanted),
        Some(wanted) => walked(&matches_contact(wanted)),
        None => walked("true"),
    };
    let rows = read(connection, workspace, sql, wanted, limit, None).await?;
    let mut of_stages: HashMap<Uuid, Vec<Row>> = HashMap::new();
    for row in rows {
        of_stages.entry(row.stage_id).or_default().push(row);
    }
    let column = |stage: PipelineStage| {
        let rows = of_stages.remove(&stage.id).unwrap_or_default();
        let cards = page(rows, limit)?;
        Ok(PipelineColumn { stage, cards })
    };
    let stages = stages(connection, workspace).await?;
    stages.into_iter().map(column).collect()
}

/// Reads each stage's cards in their order until there are enough. Diesel has no lateral joins.
fn walked(condition: &str) -> String {
    format!(
        "SELECT {COLUMNS} FROM pipeline_stages stages CROSS JOIN LATERAL ( \
             SELECT c.* FROM pipeline_cards c \
             JOIN contacts ON contacts.workspace_id = $1 AND contacts.id = c.contact_id \
             WHERE c.workspace_id = $1 AND c.stage_id = stages.id AND {condition} \
             ORDER BY c.sort_key LIMIT $4) cards {JOINED} \
         WHERE stages.workspace_id = $1 ORDER BY cards.sort_key"
    )
}

/// Reads what a search finds, and then parts it by stages. Diesel has no window functions.
fn found_first(wanted: &Wanted) -> String {
    format!(
        "SELECT {COLUMNS} FROM ( \
             SELECT c.*, row_number() OVER (PARTITION BY c.stage_id ORDER BY c.sort_key) AS place \
             FROM pipeline_cards c \
             JOIN contacts ON contacts.workspace_id = $1 AND contacts.id = c.contact_id \
             WHERE c.workspace_id = $1 AND {}) cards {JOINED} \
         JOIN pipeline_stages stages ON stages.workspace_id = $1 AND stages.id = cards.stage_id \
         WHERE cards.place <= $4 ORDER BY cards.sort_key",
        matches_contact(wanted)
    )
}

/// Whether a search finds so few contacts that it is quicker to read them all than to walk through
/// the stages until each has enough: of 100,000 cards either way alone would take half a second for
/// some word.
async fn finds_few(
    connection: &mut Connection,
    workspace: WorkspaceId,
    wanted: &Wanted,
) -> Result<bool, Error> {
    const FEW: i64 = 2_000;
    #[derive(QueryableByName)]
    struct Found {
        #[diesel(sql_type = BigInt)]
        count: i64,
    }
    let found: Found = diesel::sql_query(format!(
        "SELECT count(*) AS count FROM ( \
         SELECT 1 FROM contacts WHERE contacts.workspace_id = $1 AND {} LIMIT $4) found",
        matches_contact(wanted)
    ))
    .bind::<SqlUuid, _>(workspace.0)
    .bind::<Array<Text>, _>(&wanted.text_patterns)
    .bind::<Nullable<Text>, _>(&wanted.phone_pattern)
    .bind::<BigInt, _>(FEW + 1)
    .get_result(connection)
    .await?;
    Ok(found.count <= FEW)
}

/// A page of a stage's cards, or of those that a search finds in it, from the top.
///
/// # Errors
/// When the database fails.
pub async fn column(
    connection: &mut Connection,
    workspace: WorkspaceId,
    stage: Uuid,
    wanted: Option<&Wanted>,
    (after, limit): (Option<String>, i64),
) -> Result<Page<PipelineCard>, Error> {
    let found = wanted.map_or_else(|| "true".to_owned(), matches_contact);
    let sql = format!(
        "SELECT {COLUMNS} FROM pipeline_cards cards {JOINED} \
         JOIN pipeline_stages stages ON stages.workspace_id = $1 AND stages.id = cards.stage_id \
         WHERE cards.workspace_id = $1 AND cards.stage_id = $5 AND cards.sort_key > $6 AND {found} \
         ORDER BY cards.sort_key LIMIT $4"
    );
    let from = (stage, after.unwrap_or_default());
    let rows = read(connection, workspace, sql, wanted, limit, Some(from)).await?;
    page(rows, limit)
}

/// Binds what the statements above have in common: the workspace, what is searched for, one card
/// more than wanted, and where a column's page begins.
async fn read(
    connection: &mut Connection,
    workspace: WorkspaceId,
    sql: String,
    wanted: Option<&Wanted>,
    limit: i64,
    from: Option<(Uuid, String)>,
) -> Result<Vec<Row>, Error> {
    let none = Vec::new();
    let words = wanted.map_or(&none, |wanted| &wanted.text_patterns);
    let phone = wanted.and_then(|wanted| wanted.phone_pattern.as_ref());
    let (stage, after) = from.unzip();
    Ok(diesel::sql_query(sql)
        .bind::<SqlUuid, _>(workspace.0)
        .bind::<Array<Text>, _>(words)
        .bind::<Nullable<Text>, _>(phone)
        .bind::<BigInt, _>(limit + 1)
        .bind::<Nullable<SqlUuid>, _>(stage)
        .bind::<Nullable<Text>, _>(after)
        .load(connection)
        .await?)
}

/// Makes a page of rows read with `limit + 1`: the extra one shows that there are more.
fn page(mut rows: Vec<Row>, limit: i64) -> Result<Page<PipelineCard>, Error> {
    let limit = usize::try_from(limit).unwrap_or(usize::MAX);
    let more = rows.len() > limit;
    rows.truncate(limit);
    let next = rows
        .last()
        .filter(|_| more)
        .map(|row| order::cursor(&row.sort_key));
    let items = rows.into_iter().map(PipelineCard::try_from);
    Ok(Page {
        items: items.collect::<Result<_, _>>()?,
        next,
    })
}
