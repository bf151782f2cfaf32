//! Texts in the database: reading them, and writing new ones.

mod new;
mod queue;
mod states;

use chrono::{DateTime, Utc};
use copperline_shared::messages::{Message, MessageDetail};
use copperline_shared::money::Micros;
use copperline_shared::phone::Phone;
use diesel::dsl::{AsSelect, Nullable};
use diesel::pg::Pg;
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use uuid::Uuid;

use super::delivery_errors;
use crate::db::{self, Connection, WorkspaceId};
use crate::error::Error;
use crate::paging::Position;
use crate::schema::{agents, api_tokens, contacts, conversations, messages, workspaces};

pub use new::{NewMessage, Sender, insert};
pub use queue::{
    Next, QueuedText, cancel_queued, conversation_of_queued, lease, next, release_lease,
};
pub use states::{Change, change};

#[derive(Queryable, Selectable)]
#[diesel(table_name = messages, check_for_backend(Pg))]
struct Row {
    id: Uuid,
    conversation_id: Uuid,
    direction: String,
    state: String,
    sender: String,
    body: String,
    segments: i32,
    price_micros: i64,
    error_code: Option<String>,
    created_at: DateTime<Utc>,
    sent_at: Option<DateTime<Utc>>,
    settled_at: Option<DateTime<Utc>>,
}

/// A message with the names of the agent or the token that sent it.
type Named = (Row, Option<String>, Option<String>, Option<String>);

type Columns = (
    AsSelect<Row, Pg>,
    Nullable<agents::first_name>,
    Nullable<agents::last_name>,
    Nullable<api_tokens::name>,
);

fn columns() -> Columns {
    (
        Row::as_select(),
        agents::first_name.nullable(),
        agents::last_name.nullable(),
        api_tokens::name.nullable(),
    )
}

#[diesel::dsl::auto_type]
fn with_senders(workspace: Uuid) -> _ {
    let by_agent = agents::workspace_id
        .eq(messages::workspace_id)
        .and(agents::id.nullable().eq(messages::agent_id));
    let by_token = api_tokens::workspace_id
        .eq(messages::workspace_id)
        .and(api_tokens::id.nullable().eq(messages::api_token_id));
    let of_workspace = messages::workspace_id.eq(workspace);
    messages::table
        .left_join(agents::table.on(by_agent))
        .left_join(api_tokens::table.on(by_token))
        .filter(of_workspace)
}

fn message_of((row, first_name, last_name, token): Named) -> Result<Message, Error> {
    let agent = format!(
        "{} {}",
        first_name.unwrap_or_default(),
        last_name.unwrap_or_default()
    );
    let sender_name = token.unwrap_or_else(|| agent.trim().to_owned());
    Ok(Message {
        id: row.id,
        conversation_id: row.conversation_id,
        direction: db::from_text(row.direction)?,
        state: db::from_text(row.state)?,
        sender: db::from_text(row.sender)?,
        sender_name,
        body: row.body,
        segments: u32::try_from(row.segments).unwrap_or(0),
        price_micros: Micros(row.price_micros),
        error: row.error_code.as_deref().map(delivery_errors::explain),
        created_at: row.created_at,
        sent_at: row.sent_at,
        settled_at: row.settled_at,
    })
}

/// # Errors
/// When the database fails.
pub async fn message(
    connection: &mut Connection,
    workspace: WorkspaceId,
    id: Uuid,
) -> Result<Option<Message>, Error> {
    let row: Option<Named> = with_senders(workspace.0)
        .filter(messages::id.eq(id))
        .select(columns())
        .first(connection)
        .await
        .optional()?;
    row.map(message_of).transpose()
}

/// A message with what the send gate answered.
///
/// # Errors
/// When the database fails.
pub async fn detail(
    connection: &mut Connection,
    workspace: WorkspaceId,
    id: Uuid,
) -> Result<Option<MessageDetail>, Error> {
    let Some(message) = message(connection, workspace, id).await? else {
        return Ok(None);
    };
    let decision: Option<serde_json::Value> = messages::table
        .find((workspace.0, id))
        .select(messages::decision)
        .first(connection)
        .await?;
    let checks = decision
        .map(serde_json::from_value)
        .transpose()?
        .unwrap_or_default();
    Ok(Some(MessageDetail { message, checks }))
}

/// A conversation's messages before a place, or its last ones; newest first, at most `limit`.
///
/// # Errors
/// When the database fails.
pub async fn messages_before(
    mut connection: &Connection,
    workspace: WorkspaceId,
    conversation_id: Uuid,
    position: Option<Position>,
    limit: i64,
) -> Result<Vec<Message>, Error> {
    let mut query = with_senders(workspace.0)
        .filter(messages::conversation_id.eq(conversation_id))
        .order((messages::created_at.desc(), messages::id.desc()))
        .limit(limit)
        .select(columns())
        .into_boxed();
    if let Some(position) = position {
        query = query.filter(position.before(messages::created_at, messages::id));
    }
    let rows: Vec<Named> = query.load(&mut connection).await?;
    rows.into_iter().map(message_of).collect()
}

/// A conversation's messages after a place; oldest first, at most `limit`.
///
/// # Errors
/// When the database fails.
pub async fn messages_after(
    mut connection: &Connection,
    workspace: WorkspaceId,
    conversation_id: Uuid,
    position: Position,
    limit: i64,
) -> Result<Vec<Message>, Error> {
    let rows: Vec<Named> = with_senders(workspace.0)
        .filter(messages::conversation_id.eq(conversation_id))
        .filter(position.after(messages::created_at, messages::id))
        .order((messages::created_at.asc(), messages::id.asc()))
        .limit(limit)
        .select(columns())
        .load(&mut connection)
        .await?;
    rows.into_iter().map(message_of).collect()
}

/// Whether Copperline sent this very text into the conversation since a moment.
///
/// # Errors
/// When the database fails.
pub async fn said_since(
    connection: &mut Connection,
    workspace: WorkspaceId,
    conversation_id: Uuid,
    body: &str,
    since: DateTime<Utc>,
) -> Result<bool, Error> {
    let said = messages::table
        .filter(messages::workspace_id.eq(workspace.0))
        .filter(messages::conversation_id.eq(conversation_id))
        .filter(messages::created_at.gt(since))
        .filter(messages::sender.eq("copperline"))
        .filter(messages::body.eq(body));
    Ok(diesel::select(diesel::dsl::exists(said))
        .get_result(connection)
        .await?)
}

/// The name by which the workspace signs the texts that Copperline writes for it.
///
/// # Errors
/// When the database fails.
pub async fn workspace_name(
    connection: &mut Connection,
    workspace: WorkspaceId,
) -> Result<String, Error> {
    Ok(workspaces::table
        .find(workspace.0)
        .select(workspaces::name)
        .first(connection)
        .await?)
}

/// The contact of a conversation.
///
/// # Errors
/// When the database fails.
pub async fn contact_of(
    connection: &mut Connection,
    workspace: WorkspaceId,
    conversation_id: Uuid,
) -> Result<Option<Uuid>, Error> {
    Ok(conversations::table
        .find((workspace.0, conversation_id))
        .select(conversations::contact_id)
        .first(connection)
        .await
        .optional()?)
}

/// Holds a contact and their conversation, in this order, so that nobody is opted out and no text
/// is queued between what the caller reads and what it writes. Gives the contact's phone.
///
/// # Errors
/// When the database fails.
pub async fn hold(
    connection: &mut Connection,
    workspace: WorkspaceId,
    contact_id: Uuid,
    conversation_id: Uuid,
) -> Result<Phone, Error> {
    // Opting out locks the contact for itself; a share is enough to keep it waiting.
    let phone: String = contacts::table
        .find((workspace.0, contact_id))
        .select(contacts::phone)
        .for_share()
        .first(connection)
        .await?;
    hold_conversation(connection, workspace, conversation_id).await?;
    Ok(Phone::try_from(phone)?)
}

/// Holds a conversation whose contact the caller has locked, as [`hold`] does.
///
/// # Errors
/// When the database fails.
pub async fn hold_conversation(
    connection: &mut Connection,
    workspace: WorkspaceId,
    conversation_id: Uuid,
) -> Result<(), Error> {
    let _: Uuid = conversations::table
        .find((workspace.0, conversation_id))
        .select(conversations::id)
        .for_no_key_update()
        .first(connection)
        .await?;
    Ok(())
}
