//! Sending a text: the gate, the charge and the job, in one transaction.

use chrono::{DateTime, Utc};
use copperline_shared::contacts::Contact;
use copperline_shared::events::Event;
use copperline_shared::messages::{CheckedMessage, Message, SendMessage};
use uuid::Uuid;

use super::gate::{self, Asked};
use super::queries::{self, Addressee, NewMessage, Sender, Wait};
use super::releasing;
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
use crate::{contacts, follow_ups, numbers, pictures};

/// What is to be sent, by whom and when.
#[derive(Clone, Copy)]
struct Text<'a> {
    sender: Sender,
    body: &'a str,
    pictures: &'a [Uuid],
    /// The moment chosen for it; `None` for now.
    later: Option<DateTime<Utc>>,
    anyway: bool,
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
    request: &SendMessage,
    body: &str,
) -> Result<Message, Error> {
    let workspace = caller.workspace;
    let text = Text {
        sender: match caller.actor {
            Actor::Agent { id, .. } => Sender::Agent(id),
            Actor::ApiToken { id, .. } => Sender::ApiToken(id),
        },
        body,
        pictures: &request.picture_ids,
        later: request.send_at,
        anyway: request.send_anyway,
    };
    let mut connection = app.pool.get().await?;
    connection
        .atomically(async |connection| {
            if let Some(answer) = once.begin::<Message>(connection, app.clock.now()).await? {
                return Ok(answer);
            }
            let to = find(app, connection, workspace, &recipient).await?;
            let (message, mut events) = take(app, connection, workspace, &to, text).await?;
            // The charge is last of all but the events: all of the workspace's texts wait for its
            // balance. What waits costs nothing yet.
            let (price, now) = (message.price_micros, message.created_at);
            let ((), charged) = tokio::try_join!(
                once.keep(connection, &message),
                ledger::charge_message(connection, workspace, message.id, price, now),
            )?;
            events.splice(0..0, charged);
            events.splice(0..0, to.created.iter().map(contacts::changed));
            outbox::record(connection, workspace, events, message.created_at).await?;
            Ok(message)
        })
        .await
}

/// Whom a text goes to; held until the transaction ends.
struct Found {
    conversation_id: Uuid,
    to: Addressee,
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
    let to = queries::hold(connection, workspace, contact_id, conversation_id).await?;
    Ok(Found {
        conversation_id,
        to,
        created,
    })
}

/// Asks the gate, and writes the text and its job down; it is not charged yet.
async fn take(
    app: &App,
    connection: &mut Connection,
    workspace: WorkspaceId,
    found: &Found,
    text: Text<'_>,
) -> Result<(Message, Vec<(Audience, Event)>), Error> {
    // Taken while the conversation is held: its texts are as old as their order.
    let now = app.clock.now();
    let conversation_id = found.conversation_id;
    hold_pictures(connection, workspace, text.pictures).await?;
    let (segments, price) = rules::cost(text.body, text.pictures.len(), &app.config.prices())
        .ok_or_else(|| Error::internal("the price of a text is out of range"))?;
    let later = text.later.map(|at| rules::send_at(at, now)).transpose();
    let later = later.map_err(|error| Error::field("send_at", error.message))?;
    let number = numbers::queries::sender(connection, workspace, conversation_id).await?;
    let asked = Asked {
        to: &found.to,
        from: number.as_ref(),
        by_person: matches!(text.sender, Sender::Agent(_)),
        anyway: text.anyway,
        segments,
        price,
        now,
        later,
        slot: None,
        pace: app.config.segments_per_minute,
        countries: &app.config.text_countries,
    };
    let decision = gate::ask(connection, workspace, &asked).await?;
    decision.check()?;
    let number =
        number.ok_or_else(|| Error::internal("a text passed the gate without a number"))?;
    let chosen = later.map(|due_at| Wait {
        due_at,
        slot_at: None,
        reason: None,
    });
    let held = || decision.hold().map(|hold| releasing::held(&decision, hold));
    let new = NewMessage {
        id: Uuid::now_v7(),
        conversation_id,
        number_id: number.id,
        sender: text.sender,
        body: text.body,
        pictures: text.pictures.len(),
        segments,
        price,
        carrier_message_id: None,
        decision: Some(&decision),
        wait: chosen.or_else(held),
        created_at: now,
    };
    write_down(connection, workspace, &new, text.pictures).await?;
    let mut events = Vec::new();
    // Also of a text that waits: somebody has followed up. What a token or a workflow sends nobody
    // wrote.
    if found.to.follow_up_due && matches!(text.sender, Sender::Agent(_)) {
        events.extend(follow_ups::answered(connection, workspace, conversation_id, now).await?);
    }
    let (message, changed) = read_back(connection, workspace, &new).await?;
    events.splice(0..0, changed);
    Ok((message, events))
}

/// The text that was written down, and what changed by it.
async fn read_back(
    connection: &Connection,
    workspace: WorkspaceId,
    new: &NewMessage<'_>,
) -> Result<(Message, Vec<(Audience, Event)>), Error> {
    let (message, conversation) = tokio::try_join!(
        queries::message(connection, workspace, new.id),
        conversations::changed(connection, workspace, new.conversation_id),
    )?;
    let message = message.ok_or_else(|| Error::internal("a text vanished while it was sent"))?;
    let changed = Event::MessageChanged {
        message: message.clone(),
    };
    let mut events = vec![(Audience::Workspace, changed)];
    events.extend(conversation);
    Ok((message, events))
}

/// Keeps the pictures of a text from being removed while it is taken.
async fn hold_pictures(
    connection: &mut Connection,
    workspace: WorkspaceId,
    ids: &[Uuid],
) -> Result<(), Error> {
    if ids.is_empty() {
        return Ok(());
    }
    let there = pictures::queries::hold(connection, workspace, ids).await?;
    if there.len() == ids.len() {
        return Ok(());
    }
    let message =
        "One of the pictures isn't there any more: unused, it is kept for a day. Attach it again.";
    Err(Error::field("picture_ids", message))
}

/// Writes a text down with what goes with it, whether it leaves now or waits.
pub(super) async fn write_down(
    connection: &mut Connection,
    workspace: WorkspaceId,
    new: &NewMessage<'_>,
    pictures: &[Uuid],
) -> Result<(), Error> {
    if let Some(wait) = &new.wait {
        queries::insert(connection, workspace, new).await?;
        attach(connection, workspace, new.id, pictures).await?;
        return releasing::enqueue_moment(connection, workspace, new.id, wait.due_at).await;
    }
    let touch = Touch {
        excerpt: &rules::excerpt(new.body, new.pictures),
        by: Some(new.sender),
        at: new.created_at,
        inbound: false,
        number_id: Some(new.number_id),
    };
    let job = Job::SendMessage { message_id: new.id };
    // All are on their way at once, the text first.
    tokio::try_join!(
        queries::insert(connection, workspace, new),
        conversations::queries::touch(connection, workspace, new.conversation_id, touch),
        enqueue(connection, Some(workspace), &job, new.created_at),
    )?;
    attach(connection, workspace, new.id, pictures).await
}

async fn attach(
    connection: &mut Connection,
    workspace: WorkspaceId,
    message_id: Uuid,
    pictures: &[Uuid],
) -> Result<(), Error> {
    if pictures.is_empty() {
        return Ok(());
    }
    pictures::queries::attach(connection, workspace, message_id, pictures).await
}

/// What the gate would answer to a text; nothing is written.
///
/// # Errors
/// [`NotFound`](copperline_shared::problem::ErrorCode::NotFound) for an unknown conversation.
pub(super) async fn check(
    app: &App,
    caller: &Identity,
    recipient: Recipient,
    request: &SendMessage,
    body: &str,
) -> Result<CheckedMessage, Error> {
    let workspace = caller.workspace;
    let now = app.clock.now();
    let mut connection = app.pool.get().await?;
    hold_pictures(&mut connection, workspace, &request.picture_ids).await?;
    let (segments, price) = rules::cost(body, request.picture_ids.len(), &app.config.prices())
        .ok_or_else(|| Error::internal("the price of a text is out of range"))?;
    let later = request
        .send_at
        .map(|at| rules::send_at(at, now))
        .transpose();
    let later = later.map_err(|error| Error::field("send_at", error.message))?;
    let (to, number) = match recipient {
        Recipient::Conversation(id) => {
            let to = queries::addressee(&mut connection, workspace, id).await?;
            let number = numbers::queries::sender(&connection, workspace, id).await?;
            (to.ok_or_else(|| Error::not_found("conversation"))?, number)
        }
        Recipient::Phone(phone) => {
            let known = queries::addressee_with(&mut connection, workspace, &phone).await?;
            let (to, conversation) =
                known.unwrap_or_else(|| (Addressee::stranger(phone), Uuid::nil()));
            let number = numbers::queries::sender(&connection, workspace, conversation).await?;
            (to, number)
        }
    };
    let asked = Asked {
        to: &to,
        from: number.as_ref(),
        by_person: caller.agent().is_some(),
        anyway: request.send_anyway,
        segments,
        price,
        now,
        later,
        slot: None,
        pace: app.config.segments_per_minute,
        countries: &app.config.text_countries,
    };
    let decision = gate::look(&mut connection, workspace, &asked).await?;
    Ok(CheckedMessage {
        refusal: decision.refusal(),
        hold: decision.hold(),
        checks: decision.checks,
        segments: segments.unsigned_abs(),
        price_micros: price,
    })
}
