//! Reviews in the database.

mod changes;

use chrono::{DateTime, Utc};
use copperline_shared::contacts::display_name;
use copperline_shared::page::Page;
use copperline_shared::phone::Phone;
use copperline_shared::reviews::{Review, ReviewList, ReviewMessage};
use diesel::pg::Pg;
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use uuid::Uuid;

use crate::db::{self, Connection, WorkspaceId};
use crate::error::Error;
use crate::paging::{self, Paging, Position};
use crate::schema::{agents, api_tokens, contacts, messages, review_messages, reviews};

pub use changes::{Decided, changed, decide, hand_over, join, join_reviews, open, reopen};

#[derive(Queryable)]
struct Row {
    id: Uuid,
    contact_id: Uuid,
    conversation_id: Uuid,
    first_name: String,
    last_name: String,
    phone: String,
    state: String,
    opened_at: DateTime<Utc>,
    decided_at: Option<DateTime<Utc>>,
    agent: (Option<String>, Option<String>),
    token: Option<String>,
}

impl Row {
    fn review(self, messages: Vec<ReviewMessage>) -> Result<Review, Error> {
        let phone = Phone::try_from(self.phone)?;
        let agent = (self.agent.0.zip(self.agent.1))
            .map(|(first, last)| format!("{first} {last}").trim().to_owned());
        Ok(Review {
            id: self.id,
            contact_id: self.contact_id,
            conversation_id: self.conversation_id,
            name: display_name(&self.first_name, &self.last_name, &phone),
            first_name: self.first_name,
            phone,
            state: db::from_text(self.state)?,
            messages,
            opened_at: self.opened_at,
            decided_at: self.decided_at,
            decided_by: agent.or(self.token),
        })
    }

    fn position(&self) -> Position {
        Position {
            at: self.decided_at.unwrap_or(self.opened_at),
            id: self.id,
        }
    }
}

#[diesel::dsl::auto_type(no_type_alias)]
fn of_workspace(workspace: Uuid) -> _ {
    let by_agent = agents::workspace_id
        .eq(reviews::workspace_id)
        .and(agents::id.nullable().eq(reviews::agent_id));
    let by_token = api_tokens::workspace_id
        .eq(reviews::workspace_id)
        .and(api_tokens::id.nullable().eq(reviews::api_token_id));
    let of_contact = contacts::workspace_id
        .eq(reviews::workspace_id)
        .and(contacts::id.eq(reviews::contact_id));
    reviews::table
        .inner_join(contacts::table.on(of_contact))
        .left_join(agents::table.on(by_agent))
        .left_join(api_tokens::table.on(by_token))
        .filter(reviews::workspace_id.eq(workspace))
}

type Columns = (
    reviews::id,
    reviews::contact_id,
    reviews::conversation_id,
    contacts::first_name,
    contacts::last_name,
    contacts::phone,
    reviews::state,
    reviews::opened_at,
    reviews::decided_at,
    (
        diesel::dsl::Nullable<agents::first_name>,
        diesel::dsl::Nullable<agents::last_name>,
    ),
    diesel::dsl::Nullable<api_tokens::name>,
);

fn columns() -> Columns {
    (
        reviews::id,
        reviews::contact_id,
        reviews::conversation_id,
        contacts::first_name,
        contacts::last_name,
        contacts::phone,
        reviews::state,
        reviews::opened_at,
        reviews::decided_at,
        (agents::first_name.nullable(), agents::last_name.nullable()),
        api_tokens::name.nullable(),
    )
}

/// One page of those that wait, or of those that were decided.
///
/// # Errors
/// When the cursor is none of ours or the database fails.
pub async fn page(
    connection: &mut Connection,
    workspace: WorkspaceId,
    list: ReviewList,
    paging: &Paging,
) -> Result<Page<Review>, Error> {
    let mut query = of_workspace(workspace.0)
        .select(columns())
        .limit(paging.limit() + 1)
        .into_boxed::<Pg>();
    let position = paging.position()?;
    query = match list {
        ReviewList::Open => query
            .filter(reviews::state.eq("open"))
            .order((reviews::opened_at.desc(), reviews::id.desc())),
        ReviewList::Decided => query
            .filter(reviews::state.ne("open"))
            .order((reviews::decided_at.desc(), reviews::id.desc())),
    };
    if let Some(position) = position {
        query = match list {
            ReviewList::Open => query.filter(position.before(reviews::opened_at, reviews::id)),
            ReviewList::Decided => query.filter(position.before(reviews::decided_at, reviews::id)),
        };
    }
    let rows: Vec<Row> = query.load(connection).await?;
    let page = paging::page(rows, paging.limit(), Row::position);
    Ok(Page {
        items: with_messages(connection, workspace, page.items).await?,
        next: page.next,
    })
}

/// # Errors
/// When the database fails.
pub async fn review(
    connection: &mut Connection,
    workspace: WorkspaceId,
    id: Uuid,
) -> Result<Option<Review>, Error> {
    let row: Option<Row> = of_workspace(workspace.0)
        .filter(reviews::id.eq(id))
        .select(columns())
        .first(connection)
        .await
        .optional()?;
    let rows = row.into_iter().collect();
    Ok(with_messages(connection, workspace, rows).await?.pop())
}

/// The open review of a conversation's contact.
///
/// # Errors
/// When the database fails.
pub async fn open_in(
    connection: &mut Connection,
    workspace: WorkspaceId,
    contact: Uuid,
) -> Result<Option<Review>, Error> {
    match open_of(connection, workspace, contact).await? {
        Some(id) => review(connection, workspace, id).await,
        None => Ok(None),
    }
}

async fn with_messages(
    connection: &mut Connection,
    workspace: WorkspaceId,
    rows: Vec<Row>,
) -> Result<Vec<Review>, Error> {
    if rows.is_empty() {
        return Ok(Vec::new());
    }
    let ids: Vec<Uuid> = rows.iter().map(|row| row.id).collect();
    let of_message = messages::workspace_id
        .eq(review_messages::workspace_id)
        .and(messages::id.eq(review_messages::message_id));
    let found: Vec<(Uuid, Uuid, String, serde_json::Value, DateTime<Utc>)> = review_messages::table
        .inner_join(messages::table.on(of_message))
        .filter(review_messages::workspace_id.eq(workspace.0))
        .filter(review_messages::review_id.eq_any(ids))
        .order((messages::created_at.asc(), messages::id.asc()))
        .select((
            review_messages::review_id,
            review_messages::message_id,
            review_messages::phrase,
            review_messages::parts,
            messages::created_at,
        ))
        .load(connection)
        .await?;
    rows.into_iter()
        .map(|row| {
            let own = found.iter().filter(|message| message.0 == row.id);
            let messages = own
                .map(|(_, message_id, phrase, parts, created_at)| {
                    Ok(ReviewMessage {
                        message_id: *message_id,
                        phrase: phrase.clone(),
                        parts: serde_json::from_value(parts.clone())?,
                        created_at: *created_at,
                    })
                })
                .collect::<Result<_, Error>>()?;
            row.review(messages)
        })
        .collect()
}

/// The id of the contact's open review.
///
/// # Errors
/// When the database fails.
pub async fn open_of(
    connection: &mut Connection,
    workspace: WorkspaceId,
    contact: Uuid,
) -> Result<Option<Uuid>, Error> {
    Ok(reviews::table
        .filter(reviews::workspace_id.eq(workspace.0))
        .filter(reviews::contact_id.eq(contact))
        .filter(reviews::state.eq("open"))
        .select(reviews::id)
        .first(connection)
        .await
        .optional()?)
}

/// Since when a review of this phone's contact is open.
///
/// # Errors
/// When the database fails.
pub async fn paused_since(
    mut connection: &Connection,
    workspace: WorkspaceId,
    phone: &Phone,
) -> Result<Option<DateTime<Utc>>, Error> {
    let of_contact = contacts::workspace_id
        .eq(reviews::workspace_id)
        .and(contacts::id.eq(reviews::contact_id));
    Ok(reviews::table
        .inner_join(contacts::table.on(of_contact))
        .filter(contacts::workspace_id.eq(workspace.0))
        .filter(contacts::phone.eq(phone.as_str()))
        .filter(reviews::state.eq("open"))
        .select(reviews::opened_at)
        .first(&mut connection)
        .await
        .optional()?)
}

/// The contact of a review.
///
/// # Errors
/// When the database fails.
pub async fn contact_of(
    connection: &mut Connection,
    workspace: WorkspaceId,
    id: Uuid,
) -> Result<Option<Uuid>, Error> {
    Ok(reviews::table
        .find((workspace.0, id))
        .select(reviews::contact_id)
        .first(connection)
        .await
        .optional()?)
}
