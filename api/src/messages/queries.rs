//! Texts in the database: reading them, and writing new ones.

mod erased;
mod new;
mod pace;
mod permission;
mod queue;
mod states;
mod waiting;

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use copperline_shared::conversations::Refusal;
use copperline_shared::messages::{GateAnswer, GateCheck, Message, MessageDetail};
use copperline_shared::money::Micros;
use copperline_shared::phone::Phone;
use copperline_shared::pictures::MessagePicture;
use diesel::dsl::{AsSelect, Nullable};
use diesel::pg::Pg;
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use serde_json::Value;
use uuid::Uuid;

use super::{delivery_errors, leaving};
use crate::db::{self, Connection, WorkspaceId};
use crate::error::Error;
use crate::paging::Position;
use crate::pictures;
use crate::schema::{agents, api_tokens, contacts, conversations, messages, workflows, workspaces};

pub use erased::{came_before, settle_erased, was_erased};
pub use new::{NewMessage, OfRun, Sender, Wait, insert, keep_earlier};
pub use pace::{keep_pace, lock_pace, pace};
pub use permission::{
    GateSettings, Untextable, gate_settings, lift_untextable, mark_untextable, untextable,
};
pub use queue::{
    Next, QueuedText, cancel_queued, conversation_of_queued, lease, next, release_lease,
};
pub use states::{Change, change, went_to};
pub use waiting::{
    Ended, Released, WaitingText, addressees, change_waiting, due, end, hold_on, lock_waiting,
    place_of, release, waiting_in, waiting_page,
};

#[derive(Queryable, Selectable)]
#[diesel(table_name = messages, check_for_backend(Pg))]
struct Row {
    id: Uuid,
    conversation_id: Uuid,
    direction: String,
    state: String,
    sender: String,
    body: String,
    pictures: i16,
    sent_to: Option<String>,
    segments: i32,
    price_micros: i64,
    error_code: Option<String>,
    reason_code: Option<String>,
    reason: Option<String>,
    due_at: Option<DateTime<Utc>>,
    created_at: DateTime<Utc>,
    sent_at: Option<DateTime<Utc>>,
    settled_at: Option<DateTime<Utc>>,
}

/// A message with the names of the agent, the token or the workflow that sent it.
type Named = (
    Row,
    Option<String>,
    Option<String>,
    Option<String>,
    Option<String>,
);

type Columns = (
    AsSelect<Row, Pg>,
    Nullable<agents::first_name>,
    Nullable<agents::last_name>,
    Nullable<api_tokens::name>,
    Nullable<workflows::name>,
);

fn columns() -> Columns {
    (
        Row::as_select(),
        agents::first_name.nullable(),
        agents::last_name.nullable(),
        api_tokens::name.nullable(),
        workflows::name.nullable(),
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
    let by_workflow = workflows::workspace_id
        .eq(messages::workspace_id)
        .and(workflows::id.nullable().eq(messages::workflow_id));
    let of_workspace = messages::workspace_id.eq(workspace);
    messages::table
        .left_join(agents::table.on(by_agent))
        .left_join(api_tokens::table.on(by_token))
        .left_join(workflows::table.on(by_workflow))
        .filter(of_workspace)
}

/// Messages with their pictures, which only some have, and with when they leave.
async fn messages_of(
    connection: &Connection,
    workspace: WorkspaceId,
    rows: Vec<Named>,
) -> Result<Vec<Message>, Error> {
    let with_pictures = rows.iter().filter(|(row, ..)| row.pictures > 0);
    let with_pictures: Vec<Uuid> = with_pictures.map(|(row, ..)| row.id).collect();
    let mut pictures = if with_pictures.is_empty() {
        HashMap::new()
    } else {
        pictures::queries::of_messages(connection, workspace, &with_pictures).await?
    };
    let whole = |row: Named| {
        let pictures = pictures.remove(&row.0.id).unwrap_or_default();
        message_of(row, pictures)
    };
    let whole = rows.into_iter().map(whole);
    let mut messages = whole.collect::<Result<Vec<Message>, Error>>()?;
    leaving::tell(connection, workspace, &mut messages).await?;
    Ok(messages)
}

fn message_of(
    (row, first_name, last_name, token, workflow): Named,
    pictures: Vec<MessagePicture>,
) -> Result<Message, Error> {
    let agent = format!(
        "{} {}",
        first_name.unwrap_or_default(),
        last_name.unwrap_or_default()
    );
    let sender_name = token.or(workflow);
    let sender_name = sender_name.unwrap_or_else(|| agent.trim().to_owned());
    let reason = row.reason_code.zip(row.reason);
    let reason = reason
        .map(|(code, detail)| {
            Ok::<_, Error>(Refusal {
                code: db::from_text(code)?,
                detail,
            })
        })
        .transpose()?;
    Ok(Message {
        id: row.id,
        conversation_id: row.conversation_id,
        direction: db::from_text(row.direction)?,
        state: db::from_text(row.state)?,
        sender: db::from_text(row.sender)?,
        sender_name,
        body: row.body,
        pictures,
        other_phone: row.sent_to.map(Phone::try_from).transpose()?,
        segments: u32::try_from(row.segments).unwrap_or(0),
        price_micros: Micros(row.price_micros),
        error: row.error_code.as_deref().map(delivery_errors::explain),
        reason,
        due_at: row.due_at,
        leaves_at: None,
        created_at: row.created_at,
        sent_at: row.sent_at,
        settled_at: row.settled_at,
    })
}

/// # Errors
/// When the database fails.
pub async fn message(
    mut connection: &Connection,
    workspace: WorkspaceId,
    id: Uuid,
) -> Result<Option<Message>, Error> {
    let row: Option<Named> = with_senders(workspace.0)
        .filter(messages::id.eq(id))
        .select(columns())
        .first(&mut connection)
        .await
        .optional()?;
    let rows = row.into_iter().collect();
    Ok(messages_of(connection, workspace, rows).await?.pop())
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
    type Trace = (Option<Value>, Option<DateTime<Utc>>, Option<Value>);
    let (decision, asked_at, earlier): Trace = messages::table
        .find((workspace.0, id))
        .select((
            messages::decision,
            messages::asked_at,
            messages::earlier_decisions,
        ))
        .first(connection)
        .await?;
    let checks: Option<Vec<GateCheck>> = decision.map(serde_json::from_value).transpose()?;
    let earlier: Option<Vec<GateAnswer>> = earlier.map(serde_json::from_value).transpose()?;
    // What never waited was asked about when it was taken.
    let asked_at = checks
        .is_some()
        .then(|| asked_at.unwrap_or(message.created_at));
    Ok(Some(MessageDetail {
        message,
        checks: checks.unwrap_or_default(),
        asked_at,
        earlier: earlier.unwrap_or_default(),
    }))
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
        .filter(messages::due_at.is_null())
        .order((messages::created_at.desc(), messages::id.desc()))
        .limit(limit)
        .select(columns())
        .into_boxed();
    if let Some(position) = position {
        query = query.filter(position.before(messages::created_at, messages::id));
    }
    let rows: Vec<Named> = query.load(&mut connection).await?;
    messages_of(connection, workspace, rows).await
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
        .filter(messages::due_at.is_null())
        .filter(position.after(messages::created_at, messages::id))
        .order((messages::created_at.asc(), messages::id.asc()))
        .limit(limit)
        .select(columns())
        .load(&mut connection)
        .await?;
    messages_of(connection, workspace, rows).await
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

/// Whom a text goes to, as the send gate needs to know them.
#[derive(Clone, Debug)]
pub struct Addressee {
    pub phone: Phone,
    pub state: String,
    pub zip: String,
    /// When they last wrote.
    pub last_inbound_at: Option<DateTime<Utc>>,
    /// Whether a follow-up is due that a text to them does; known of one who is held.
    pub follow_up_due: bool,
}

/// Holds a contact and their conversation, in this order, so that nobody is opted out and no text
/// is queued between what the caller reads and what it writes.
///
/// # Errors
/// When the database fails.
pub async fn hold(
    connection: &mut Connection,
    workspace: WorkspaceId,
    contact_id: Uuid,
    conversation_id: Uuid,
) -> Result<Addressee, Error> {
    // Opting out locks the contact for itself; a share is enough to keep it waiting.
    let contact: (String, String, String) = contacts::table
        .find((workspace.0, contact_id))
        .select((contacts::phone, contacts::state, contacts::zip))
        .for_share()
        .first(connection)
        .await?;
    let (last_inbound_at, follow_up_due): (Option<DateTime<Utc>>, bool) = conversations::table
        .find((workspace.0, conversation_id))
        .select((
            conversations::last_inbound_at,
            conversations::follow_up_due_at.is_not_null(),
        ))
        .for_no_key_update()
        .first(connection)
        .await?;
    Ok(Addressee {
        follow_up_due,
        ..addressee_of(contact, last_inbound_at)?
    })
}

/// Holds a conversation whose contact the caller has locked, as [`hold`] does; gives when the contact
/// last wrote in it.
///
/// # Errors
/// When the database fails.
pub async fn hold_conversation(
    connection: &mut Connection,
    workspace: WorkspaceId,
    conversation_id: Uuid,
) -> Result<Option<DateTime<Utc>>, Error> {
    Ok(conversations::table
        .find((workspace.0, conversation_id))
        .select(conversations::last_inbound_at)
        .for_no_key_update()
        .first(connection)
        .await?)
}

/// The conversation of a contact whom the caller has locked, held as by [`hold`], and whether it is
/// archived; `None` when they have none.
///
/// # Errors
/// When the database fails.
pub async fn hold_conversation_of(
    mut connection: &Connection,
    workspace: WorkspaceId,
    contact_id: Uuid,
) -> Result<Option<(Uuid, bool)>, Error> {
    Ok(conversations::table
        .filter(conversations::workspace_id.eq(workspace.0))
        .filter(conversations::contact_id.eq(contact_id))
        .select((conversations::id, conversations::archived_at.is_not_null()))
        .for_no_key_update()
        .first(&mut connection)
        .await
        .optional()?)
}

/// Whom a conversation's texts go to, without holding anything.
///
/// # Errors
/// When the database fails.
pub async fn addressee(
    connection: &mut Connection,
    workspace: WorkspaceId,
    conversation_id: Uuid,
) -> Result<Option<Addressee>, Error> {
    let of_contact = contacts::workspace_id
        .eq(conversations::workspace_id)
        .and(contacts::id.eq(conversations::contact_id));
    type Row = ((String, String, String), Option<DateTime<Utc>>);
    let row: Option<Row> = conversations::table
        .inner_join(contacts::table.on(of_contact))
        .filter(conversations::workspace_id.eq(workspace.0))
        .filter(conversations::id.eq(conversation_id))
        .select((
            (contacts::phone, contacts::state, contacts::zip),
            conversations::last_inbound_at,
        ))
        .first(connection)
        .await
        .optional()?;
    row.map(|(contact, last_inbound_at)| addressee_of(contact, last_inbound_at))
        .transpose()
}

impl Addressee {
    /// Somebody of whom nothing but the phone is known.
    #[must_use]
    pub fn stranger(phone: Phone) -> Self {
        Self {
            phone,
            state: String::new(),
            zip: String::new(),
            last_inbound_at: None,
            follow_up_due: false,
        }
    }
}

/// The contact with this phone, as [`addressee`] gives them, and their conversation.
///
/// # Errors
/// When the database fails.
pub async fn addressee_with(
    connection: &mut Connection,
    workspace: WorkspaceId,
    phone: &Phone,
) -> Result<Option<(Addressee, Uuid)>, Error> {
    let of_contact = conversations::workspace_id
        .eq(contacts::workspace_id)
        .and(conversations::contact_id.eq(contacts::id));
    type Row = (
        (String, String, String),
        Option<Uuid>,
        Option<DateTime<Utc>>,
    );
    let row: Option<Row> = contacts::table
        .left_join(conversations::table.on(of_contact))
        .filter(contacts::workspace_id.eq(workspace.0))
        .filter(contacts::phone.eq(phone.as_str()))
        .select((
            (contacts::phone, contacts::state, contacts::zip),
            conversations::id.nullable(),
            conversations::last_inbound_at.nullable(),
        ))
        .first(connection)
        .await
        .optional()?;
    row.map(|(contact, conversation, last_inbound_at)| {
        let addressee = addressee_of(contact, last_inbound_at)?;
        Ok((addressee, conversation.unwrap_or_default()))
    })
    .transpose()
}

fn addressee_of(
    (phone, state, zip): (String, String, String),
    last_inbound_at: Option<DateTime<Utc>>,
) -> Result<Addressee, Error> {
    Ok(Addressee {
        phone: Phone::try_from(phone)?,
        state,
        zip,
        last_inbound_at,
        follow_up_due: false,
    })
}
