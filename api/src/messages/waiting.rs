//! What people and programs do with a text that waits: change it, send it now, cancel it.
//!
//! Each holds the conversation and then looks whether the text still waits, so that of a change and
//! the due moment one comes first and the other sees it.

use copperline_shared::checks;
use copperline_shared::conversations::Refusal;
use copperline_shared::events::Event;
use copperline_shared::messages::{Message, MessageState};
use copperline_shared::problem::ErrorCode;
use uuid::Uuid;

use super::queries::{self, Ended, Wait};
use super::releasing::{self, HeldConversation};
use super::{rules, settling};
use crate::app::App;
use crate::conversations;
use crate::db::{Atomic, Connection, WorkspaceId};
use crate::error::Error;
use crate::outbox::{self, Audience};
use chrono::{DateTime, Utc};

/// What is to be done with a waiting text.
#[derive(Clone, Copy, Debug)]
pub(super) enum Wish<'a> {
    Change {
        body: Option<&'a str>,
        send_at: Option<DateTime<Utc>>,
    },
    SendNow {
        anyway: bool,
    },
    Cancel,
}

impl Wish<'_> {
    /// Words may be taken away only where pictures stay.
    fn check(self, message: &Message) -> Result<(), Error> {
        let Self::Change {
            body: Some(body), ..
        } = self
        else {
            return Ok(());
        };
        checks::message_beside(body, message.pictures.len())
            .map_err(|error| Error::field("body", error.message))?;
        Ok(())
    }

    /// Whether the wish came true before: repeating it then changes nothing and is no error.
    fn is_granted(self, state: MessageState) -> bool {
        use MessageState as S;
        match self {
            Self::Change { .. } => false,
            Self::SendNow { .. } => {
                matches!(state, S::Queued | S::Sent | S::Delivered | S::Undelivered)
            }
            Self::Cancel => state == S::Cancelled,
        }
    }
}

/// Does what is wished with a waiting text, and gives it as it is then.
///
/// # Errors
/// [`NotWaiting`](ErrorCode::NotWaiting) when it has left or ended; what the gate answers to a text
/// that shall leave now.
pub(super) async fn fulfil(
    app: &App,
    workspace: WorkspaceId,
    id: Uuid,
    wish: Wish<'_>,
) -> Result<Message, Error> {
    let mut connection = app.pool.get().await?;
    let place = queries::place_of(&mut connection, workspace, id).await?;
    let (conversation_id, contact_id) = place.ok_or_else(|| Error::not_found("message"))?;
    connection
        .atomically(async |connection| {
            let to = queries::hold(connection, workspace, contact_id, conversation_id).await?;
            let of = HeldConversation {
                workspace,
                id: conversation_id,
                to,
            };
            let now = app.clock.now();
            let events = match queries::lock_waiting(connection, workspace, id).await? {
                Some(text) => change(app, connection, &of, &text, wish, now).await?,
                None => Vec::new(),
            };
            let message = queries::message(connection, workspace, id).await?;
            let message = message.ok_or_else(|| Error::not_found("message"))?;
            wish.check(&message)?;
            if events.is_empty() && !wish.is_granted(message.state) {
                return Err(not_waiting(&message));
            }
            outbox::record(connection, workspace, events, now).await?;
            Ok(message)
        })
        .await
}

fn not_waiting(message: &Message) -> Error {
    let detail = match message.state {
        MessageState::Cancelled => "This text was cancelled.",
        MessageState::Failed => "This text was not sent.",
        _ => "This text has left already.",
    };
    Error::new(ErrorCode::NotWaiting, detail)
}

async fn change(
    app: &App,
    connection: &mut Connection,
    of: &HeldConversation,
    text: &queries::WaitingText,
    wish: Wish<'_>,
    now: DateTime<Utc>,
) -> Result<Vec<(Audience, Event)>, Error> {
    let workspace = of.workspace;
    match wish {
        Wish::SendNow { anyway } => {
            let mut events = releasing::let_go(app, connection, of, (text, anyway), now).await?;
            events.extend(conversations::changed(connection, workspace, of.id).await?);
            return Ok(events);
        }
        Wish::Cancel => {
            let ended = Ended {
                state: "cancelled",
                reason: None::<Refusal>,
                decision: None,
                at: now,
            };
            queries::end(connection, workspace, text, ended).await?;
        }
        Wish::Change { body, send_at } => {
            let body = body.unwrap_or(&text.body);
            let wait = match send_at {
                Some(at) => Wait {
                    due_at: rules::send_at(at, now)
                        .map_err(|error| Error::field("send_at", error.message))?,
                    slot_at: None,
                    reason: None,
                },
                None => text.wait()?,
            };
            let (segments, _) = rules::cost(body, text.pictures(), &app.config.prices())
                .ok_or_else(|| Error::internal("the price of a text is out of range"))?;
            queries::change_waiting(connection, workspace, text.id, (body, segments), &wait)
                .await?;
            if wait.due_at != text.due_at {
                releasing::enqueue_moment(connection, workspace, text.id, wait.due_at).await?;
            }
        }
    }
    let changed = settling::changed(connection, workspace, text.id).await?;
    Ok(changed.into_iter().collect())
}
