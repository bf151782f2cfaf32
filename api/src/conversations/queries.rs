//! Conversations in the database.

use chrono::{DateTime, Utc};
use copperline_shared::contacts::display_name;
use copperline_shared::conversations::{COUNT_CAP, Conversation, Counts, ExcerptBy, Tab};
use copperline_shared::page::Page;
use copperline_shared::phone::Phone;
use diesel::pg::Pg;
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use uuid::Uuid;

use super::Touch;
use crate::db::{self, Connection, WorkspaceId};
use crate::error::Error;
use crate::paging::{self, Paging, Position};
use crate::schema::{contacts, conversations, opt_outs};

/// A conversation with what its row shows of the contact.
#[derive(Queryable, QueryableByName, Debug)]
pub struct Row {
    #[diesel(sql_type = diesel::sql_types::Uuid)]
    pub id: Uuid,
    #[diesel(sql_type = diesel::sql_types::Uuid)]
    pub contact_id: Uuid,
    #[diesel(sql_type = diesel::sql_types::Text)]
    pub first_name: String,
    #[diesel(sql_type = diesel::sql_types::Text)]
    pub last_name: String,
    #[diesel(sql_type = diesel::sql_types::Text)]
    pub phone: String,
    #[diesel(sql_type = diesel::sql_types::Bool)]
    pub hot: bool,
    #[diesel(sql_type = diesel::sql_types::Bool)]
    pub archived: bool,
    #[diesel(sql_type = diesel::sql_types::Bool)]
    pub opted_out: bool,
    #[diesel(sql_type = diesel::sql_types::Integer)]
    pub unread_count: i32,
    #[diesel(sql_type = diesel::sql_types::Text)]
    pub excerpt: String,
    #[diesel(sql_type = diesel::sql_types::Text)]
    pub excerpt_by: String,
    #[diesel(sql_type = diesel::sql_types::Timestamptz)]
    pub last_activity_at: DateTime<Utc>,
}

impl TryFrom<Row> for Conversation {
    type Error = Error;

    fn try_from(row: Row) -> Result<Self, Error> {
        let phone = Phone::try_from(row.phone)?;
        Ok(Self {
            id: row.id,
            contact_id: row.contact_id,
            name: display_name(&row.first_name, &row.last_name, &phone),
            phone,
            hot: row.hot,
            archived: row.archived,
            opted_out: row.opted_out,
            unread_count: row.unread_count.unsigned_abs(),
            excerpt: row.excerpt,
            excerpt_by: db::from_text(row.excerpt_by)?,
            last_activity_at: row.last_activity_at,
            hit: None,
        })
    }
}

/// Every query of conversations begins here: bound to the workspace, joined with the contact.
#[diesel::dsl::auto_type(no_type_alias)]
fn of_workspace(workspace: Uuid) -> _ {
    conversations::table
        .inner_join(
            contacts::table.on(contacts::workspace_id
                .eq(conversations::workspace_id)
                .and(contacts::id.eq(conversations::contact_id))),
        )
        .left_join(
            opt_outs::table.on(opt_outs::workspace_id
                .eq(contacts::workspace_id)
                .and(opt_outs::phone.eq(contacts::phone))),
        )
        .filter(conversations::workspace_id.eq(workspace))
}

type Columns = (
    conversations::id,
    conversations::contact_id,
    contacts::first_name,
    contacts::last_name,
    contacts::phone,
    conversations::hot,
    diesel::dsl::IsNotNull<conversations::archived_at>,
    diesel::dsl::IsNotNull<diesel::dsl::Nullable<opt_outs::opted_out_at>>,
    conversations::unread_count,
    conversations::excerpt,
    conversations::excerpt_by,
    conversations::last_activity_at,
);

fn columns() -> Columns {
    (
        conversations::id,
        conversations::contact_id,
        contacts::first_name,
        contacts::last_name,
        contacts::phone,
        conversations::hot,
        conversations::archived_at.is_not_null(),
        opt_outs::opted_out_at.nullable().is_not_null(),
        conversations::unread_count,
        conversations::excerpt,
        conversations::excerpt_by,
        conversations::last_activity_at,
    )
}

/// One page of a tab, newest activity first, by keyset on its partial index.
///
/// # Errors
/// When the cursor is none of ours or the database fails.
pub async fn page(
    connection: &mut Connection,
    workspace: WorkspaceId,
    tab: Tab,
    paging: &Paging,
) -> Result<Page<Conversation>, Error> {
    let mut query = of_workspace(workspace.0)
        .select(columns())
        .order((
            conversations::last_activity_at.desc(),
            conversations::id.desc(),
        ))
        .limit(paging.limit() + 1)
        .into_boxed::<Pg>();
    query = match tab {
        Tab::All => query,
        Tab::Hot => query
            .filter(conversations::hot)
            .filter(conversations::archived_at.is_null()),
        Tab::Recents => query.filter(conversations::archived_at.is_null()),
        Tab::Archived => query.filter(conversations::archived_at.is_not_null()),
    };
    if let Some(position) = paging.position()? {
        // Diesel has no row comparison; this one lets the index seek.
        query = query.filter(
            diesel::dsl::sql::<diesel::sql_types::Bool>(
                "(conversations.last_activity_at, conversations.id) < (",
            )
            .bind::<diesel::sql_types::Timestamptz, _>(position.at)
            .sql(", ")
            .bind::<diesel::sql_types::Uuid, _>(position.id)
            .sql(")"),
        );
    }
    let rows: Vec<Row> = query.load(connection).await?;
    let page = paging::page(rows, paging.limit(), |row| Position {
        at: row.last_activity_at,
        id: row.id,
    });
    let items = page
        .items
        .into_iter()
        .map(Conversation::try_from)
        .collect::<Result<_, _>>()?;
    Ok(Page {
        items,
        next: page.next,
    })
}

/// One conversation as the list shows it.
///
/// # Errors
/// When the database fails.
pub async fn conversation(
    connection: &mut Connection,
    workspace: WorkspaceId,
    id: Uuid,
) -> Result<Option<Conversation>, Error> {
    let row: Option<Row> = of_workspace(workspace.0)
        .filter(conversations::id.eq(id))
        .select(columns())
        .first(connection)
        .await
        .optional()?;
    row.map(Conversation::try_from).transpose()
}

/// # Errors
/// When the database fails.
pub async fn exists(
    connection: &mut Connection,
    workspace: WorkspaceId,
    id: Uuid,
) -> Result<bool, Error> {
    let found = diesel::select(diesel::dsl::exists(
        conversations::table.find((workspace.0, id)),
    ));
    Ok(found.get_result(connection).await?)
}

/// What a change of a conversation is decided on, with its row locked until the commit.
#[derive(Queryable, Debug)]
pub struct Locked {
    pub hot: bool,
    pub archived: bool,
}

/// # Errors
/// When the database fails.
pub async fn lock(
    connection: &mut Connection,
    workspace: WorkspaceId,
    id: Uuid,
) -> Result<Option<Locked>, Error> {
    Ok(conversations::table
        .find((workspace.0, id))
        .select((conversations::hot, conversations::archived_at.is_not_null()))
        .for_update()
        .first(connection)
        .await
        .optional()?)
}

/// The contact's one conversation, made when there is none.
///
/// # Errors
/// When the database fails.
pub async fn find_or_create(
    connection: &mut Connection,
    workspace: WorkspaceId,
    contact_id: Uuid,
    now: DateTime<Utc>,
) -> Result<Uuid, Error> {
    let of_contact = conversations::table
        .filter(conversations::workspace_id.eq(workspace.0))
        .filter(conversations::contact_id.eq(contact_id))
        .select(conversations::id);
    if let Some(id) = of_contact.first(connection).await.optional()? {
        return Ok(id);
    }
    let created: Option<Uuid> = diesel::insert_into(conversations::table)
        .values((
            conversations::workspace_id.eq(workspace.0),
            conversations::id.eq(Uuid::now_v7()),
            conversations::contact_id.eq(contact_id),
            conversations::last_activity_at.eq(now),
            conversations::created_at.eq(now),
        ))
        .on_conflict((conversations::workspace_id, conversations::contact_id))
        .do_nothing()
        .returning(conversations::id)
        .get_result(connection)
        .await
        .optional()?;
    match created {
        Some(id) => Ok(id),
        // Somebody else made it meanwhile.
        None => Ok(of_contact.first(connection).await?),
    }
}

/// Moves a conversation to the top with what just happened in it.
///
/// # Errors
/// When the database fails.
pub async fn touch(
    connection: &mut Connection,
    workspace: WorkspaceId,
    id: Uuid,
    touch: Touch<'_>,
) -> Result<(), Error> {
    let excerpt: String = touch.excerpt.chars().take(160).collect();
    diesel::update(conversations::table.find((workspace.0, id)))
        .set((
            conversations::excerpt.eq(excerpt),
            conversations::excerpt_by.eq(db::to_text(touch.by)?),
            conversations::last_activity_at.eq(touch.at),
            touch
                .number_id
                .map(|number| conversations::number_id.eq(number)),
        ))
        .execute(connection)
        .await?;
    if touch.inbound {
        diesel::update(conversations::table.find((workspace.0, id)))
            .set((
                conversations::unread_count.eq(conversations::unread_count + 1),
                conversations::archived_at.eq(None::<DateTime<Utc>>),
                // A lead is news, but not from the contact.
                (touch.by == ExcerptBy::Contact)
                    .then_some(conversations::last_inbound_at.eq(touch.at)),
            ))
            .execute(connection)
            .await?;
    }
    Ok(())
}

/// # Errors
/// When the database fails.
pub async fn set_hot(
    connection: &mut Connection,
    workspace: WorkspaceId,
    id: Uuid,
    hot: bool,
) -> Result<(), Error> {
    diesel::update(conversations::table.find((workspace.0, id)))
        .set(conversations::hot.eq(hot))
        .execute(connection)
        .await?;
    Ok(())
}

/// # Errors
/// When the database fails.
pub async fn set_archived(
    connection: &mut Connection,
    workspace: WorkspaceId,
    id: Uuid,
    archived: bool,
    now: DateTime<Utc>,
) -> Result<(), Error> {
    diesel::update(conversations::table.find((workspace.0, id)))
        .set(conversations::archived_at.eq(archived.then_some(now)))
        .execute(connection)
        .await?;
    Ok(())
}

/// Whether there was anything to mark.
///
/// # Errors
/// When the database fails.
pub async fn mark_read(
    connection: &mut Connection,
    workspace: WorkspaceId,
    id: Uuid,
) -> Result<bool, Error> {
    let unread = conversations::table
        .find((workspace.0, id))
        .filter(conversations::unread_count.gt(0));
    let marked = diesel::update(unread)
        .set(conversations::unread_count.eq(0))
        .execute(connection)
        .await?;
    Ok(marked == 1)
}

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
         (SELECT count(*) FROM (SELECT 1 FROM conversations WHERE workspace_id = $1 AND archived_at IS NULL LIMIT $2) c) AS recents, \
         (SELECT count(*) FROM (SELECT 1 FROM conversations WHERE workspace_id = $1 AND archived_at IS NOT NULL LIMIT $2) c) AS archived, \
         (SELECT count(*) FROM (SELECT 1 FROM conversations WHERE workspace_id = $1 AND unread_count > 0 AND archived_at IS NULL LIMIT $2) c) AS unread",
    )
    .bind::<diesel::sql_types::Uuid, _>(workspace.0)
    .bind::<diesel::sql_types::BigInt, _>(i64::from(COUNT_CAP))
    .get_result(connection)
    .await?;
    let count = |value: i64| u32::try_from(value).unwrap_or(u32::MAX);
    Ok(Counts {
        all: count(row.all_count),
        hot: count(row.hot),
        recents: count(row.recents),
        archived: count(row.archived),
        unread: count(row.unread),
    })
}
