//! What waits, as it is listed: in a conversation, and in the whole workspace.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use copperline_shared::contacts::display_name;
use copperline_shared::messages::{Message, WaitingMessage};
use copperline_shared::page::Page;
use copperline_shared::phone::Phone;
use diesel::pg::Pg;
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use uuid::Uuid;

use crate::db::{Connection, WorkspaceId};
use crate::error::Error;
use crate::messages::queries::{
    Addressee, Named, Row, addressee_of, columns, messages_of, with_senders,
};
use crate::paging::{self, Paging, Position};
use crate::schema::{agents, api_tokens, contacts, conversations, messages, workflows};

/// What waits in a conversation, in the order in which it falls due.
///
/// # Errors
/// When the database fails.
pub async fn waiting_in(
    mut connection: &Connection,
    workspace: WorkspaceId,
    conversation_id: Uuid,
) -> Result<Vec<Message>, Error> {
    let rows: Vec<Named> = with_senders(workspace.0)
        .filter(messages::conversation_id.eq(conversation_id))
        .filter(messages::due_at.is_not_null())
        .order((messages::due_at.asc(), messages::id.asc()))
        .select(columns())
        .load(&mut connection)
        .await?;
    messages_of(connection, workspace, rows).await
}

/// A message as in [`Named`], and the contact's names, phone, state and ZIP.
type Listed = (
    Row,
    Option<String>,
    Option<String>,
    Option<String>,
    Option<String>,
    String,
    String,
    String,
    String,
    String,
);

/// A page of everything that waits in the workspace, in the order in which it falls due.
///
/// # Errors
/// When the cursor is none of ours or the database fails.
pub async fn waiting_page(
    connection: &mut Connection,
    workspace: WorkspaceId,
    paging: &Paging,
) -> Result<Page<WaitingMessage>, Error> {
    let of_message = conversations::workspace_id
        .eq(messages::workspace_id)
        .and(conversations::id.eq(messages::conversation_id));
    let of_conversation = contacts::workspace_id
        .eq(conversations::workspace_id)
        .and(contacts::id.eq(conversations::contact_id));
    let mut query = with_senders(workspace.0)
        .inner_join(conversations::table.on(of_message))
        .inner_join(contacts::table.on(of_conversation))
        .filter(messages::due_at.is_not_null())
        .order((messages::due_at.asc(), messages::id.asc()))
        .limit(paging.limit() + 1)
        .select((
            Row::as_select(),
            agents::first_name.nullable(),
            agents::last_name.nullable(),
            api_tokens::name.nullable(),
            workflows::name.nullable(),
            contacts::first_name,
            contacts::last_name,
            contacts::phone,
            contacts::state,
            contacts::zip,
        ))
        .into_boxed::<Pg>();
    if let Some(position) = paging.position()? {
        let later = position.after(messages::due_at.assume_not_null(), messages::id);
        query = query.filter(later);
    }
    let rows: Vec<Listed> = query.load(connection).await?;
    let (named, whom): (Vec<Named>, Vec<Whom>) = rows.into_iter().map(parted).unzip();
    let messages = messages_of(connection, workspace, named).await?;
    let items = messages
        .into_iter()
        .zip(whom)
        .map(|(message, whom)| listed(message, whom))
        .collect::<Result<Vec<_>, Error>>()?;
    Ok(paging::page(items, paging.limit(), |waiting| Position {
        at: waiting.message.due_at.unwrap_or(waiting.message.created_at),
        id: waiting.message.id,
    }))
}

/// The contact's names, phone, state and ZIP.
type Whom = (String, String, String, String, String);

fn parted(
    (row, agent_first, agent_last, token, workflow, first_name, last_name, phone, state, zip): Listed,
) -> (Named, Whom) {
    let whom = (first_name, last_name, phone, state, zip);
    ((row, agent_first, agent_last, token, workflow), whom)
}

fn listed(
    message: Message,
    (first_name, last_name, phone, state, zip): Whom,
) -> Result<WaitingMessage, Error> {
    let phone = Phone::try_from(phone)?;
    Ok(WaitingMessage {
        message,
        name: display_name(&first_name, &last_name, &phone),
        phone,
        state,
        zip,
    })
}

/// Whom the texts of these conversations go to, as [`addressee`](super::super::addressee) gives them.
///
/// # Errors
/// When the database fails.
pub async fn addressees(
    mut connection: &Connection,
    workspace: WorkspaceId,
    conversation_ids: &[Uuid],
) -> Result<HashMap<Uuid, Addressee>, Error> {
    let of_contact = contacts::workspace_id
        .eq(conversations::workspace_id)
        .and(contacts::id.eq(conversations::contact_id));
    type Found = (Uuid, (String, String, String), Option<DateTime<Utc>>);
    let rows: Vec<Found> = conversations::table
        .inner_join(contacts::table.on(of_contact))
        .filter(conversations::workspace_id.eq(workspace.0))
        .filter(conversations::id.eq_any(conversation_ids))
        .select((
            conversations::id,
            (contacts::phone, contacts::state, contacts::zip),
            conversations::last_inbound_at,
        ))
        .load(&mut connection)
        .await?;
    rows.into_iter()
        .map(|(id, contact, last_inbound_at)| Ok((id, addressee_of(contact, last_inbound_at)?)))
        .collect()
}
