//! Sending a text: the gate, the charge and the job, in one transaction.

use copperline_shared::contacts::Contact;
use copperline_shared::events::Event;
use copperline_shared::messages::Message;
use copperline_shared::phone::Phone;
use uuid::Uuid;

use super::gate;
use super::queries::{self, NewMessage, Sender};
use super::rules::{self, Recipient};
use crate::app::App;
use crate::billing::ledger;
use crate::caller::{Actor, Identity};
use crate::conversations::{self, Touch};
use crate::db::{Atomic, Connection, WorkspaceId};
use crate::error::Error;
use crate::idempotency::Once;
use crate::jobs::{Job, enqueue};
use crate::outbox::{self, Audience};
use crate::{contacts, numbers};

/// What is to be sent, and by whom.
#[derive(Clone, Copy)]
struct Text<'a> {
    sender: Sender,
    body: &'a str,
}

/// Sends a text, or gives the first answer to a request that came before. A refusal leaves
/// nothing behind, so that the same request may be repeated when its cause is gone.
///
/// # Errors
/// The gate's refusal; [`NotFound`](copperline_shared::problem::ErrorCode::NotFound) for an
/// unknown conversation.
pub(super) async fn send(
    app: &App,
    caller: &Identity,
    once: &Once,
    recipient: Recipient,
    body: &str,
) -> Result<Message, Error> {
    let workspace = caller.workspace;
    let sender = match caller.actor {
        Actor::Agent { id, .. } => Sender::Agent(id),
        Actor::ApiToken { id, .. } => Sender::ApiToken(id),
    };
    let text = Text { sender, body };
    let mut connection = app.pool.get().await?;
    connection
        .atomically(async |connection| {
            if let Some(answer) = once.begin::<Message>(connection, app.clock.now()).await? {
                return Ok(answer);
            }
            let to = find(app, connection, workspace, &recipient).await?;
            let (message, mut events) = queue(app, connection, workspace, &to, text).await?;
            once.keep(connection, &message).await?;
            // Last of all but the events: all of the workspace's texts wait for its balance.
            let charge = ledger::charge_message(
                connection,
                workspace,
                message.id,
                message.price_micros,
                message.created_at,
            );
            events.splice(0..0, charge.await?);
            events.splice(0..0, to.created.iter().map(contacts::changed));
            outbox::record(connection, workspace, events, message.created_at).await?;
            Ok(message)
        })
        .await
}

/// Whom a text goes to; held until the transaction ends.
struct Found {
    conversation_id: Uuid,
    phone: Phone,
    /// The contact, if the text is the first to them.
    created: Option<Contact>,
}

async fn find(
    app: &App,
    connection: &mut Connection,
    workspace: WorkspaceId,
    recipient: &Recipient,
) -> Result<Found, Error> {
    let (contact_id, conversation_id, created) = match recipient {
        Recipient::Conversation(id) => {
            let contact = queries::contact_of(connection, workspace, *id).await?;
            (
                contact.ok_or_else(|| Error::not_found("conversation"))?,
                *id,
                None,
            )
        }
        Recipient::Phone(phone) => {
            let now = app.clock.now();
            let (contact, is_new) =
                contacts::queries::find_or_create(connection, workspace, phone, now).await?;
            let (conversation, _) =
                conversations::queries::find_or_create(connection, workspace, contact.id, now)
                    .await?;
            (contact.id, conversation, is_new.then_some(contact))
        }
    };
    let phone = queries::hold(connection, workspace, contact_id, conversation_id).await?;
    Ok(Found {
        conversation_id,
        phone,
        created,
    })
}

/// Writes the text and its job down; it is not charged yet.
async fn queue(
    app: &App,
    connection: &mut Connection,
    workspace: WorkspaceId,
    to: &Found,
    text: Text<'_>,
) -> Result<(Message, Vec<(Audience, Event)>), Error> {
    // Taken while the conversation is held: its texts are as old as their order.
    let now = app.clock.now();
    let (segments, price) = rules::price(text.body, app.config.prices().outbound_segment_micros)
        .ok_or_else(|| Error::internal("the price of a text is out of range"))?;
    let number = numbers::queries::sender(connection, workspace, to.conversation_id).await?;
    let sends_from = number.as_ref().map(|number| (&number.phone, number.state));
    let decision = gate::look_with(connection, workspace, &to.phone, sends_from, price).await?;
    decision.check()?;
    let number =
        number.ok_or_else(|| Error::internal("a text passed the gate without a number"))?;
    let id = Uuid::now_v7();
    let new = NewMessage {
        id,
        conversation_id: to.conversation_id,
        number_id: number.id,
        sender: text.sender,
        body: text.body,
        segments,
        price,
        carrier_message_id: None,
        decision: Some(&decision),
        created_at: now,
    };
    queries::insert(connection, workspace, &new).await?;
    let touch = Touch {
        excerpt: text.body,
        by: Some(text.sender),
        at: now,
        inbound: false,
        number_id: Some(number.id),
    };
    conversations::queries::touch(connection, workspace, to.conversation_id, touch).await?;
    enqueue(
        connection,
        Some(workspace),
        &Job::SendMessage { message_id: id },
        now,
    )
    .await?;
    let message = queries::message(connection, workspace, id).await?;
    let message = message.ok_or_else(|| Error::internal("a text vanished while it was sent"))?;
    let mut events = vec![(
        Audience::Workspace,
        Event::MessageChanged {
            message: message.clone(),
        },
    )];
    events.extend(conversations::changed(connection, workspace, to.conversation_id).await?);
    Ok((message, events))
}
