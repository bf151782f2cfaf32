//! Handing queued texts to the carrier, each conversation's in the order they were written.
//!
//! The carrier is asked outside of any transaction. While it is, the text is leased: no other
//! worker takes it, and an opt-out leaves it alone. A worker that is killed leaves a lease that
//! runs out; the next one asks with the same token, so that the text is sent once. Before each
//! asking the opt-out is looked at again.

use std::sync::Arc;

use chrono::{DateTime, Utc};
use copperline_shared::messages::MessageState;
use copperline_shared::phone::Phone;
use uuid::Uuid;

use super::queries::{self, Change, Next, QueuedText};
use super::settling;
use crate::app::App;
use crate::carriers::{CarrierError, OutboundText, callbacks};
use crate::consent;
use crate::db::{Atomic, WorkspaceId};
use crate::error::Error;
use crate::jobs::{Job, enqueue};
use crate::outbox;
use crate::pictures::addresses;

/// A conversation with the contact it is with.
#[derive(Clone, Copy)]
struct Conversation {
    workspace: WorkspaceId,
    id: Uuid,
    contact_id: Uuid,
}

/// Hands a message to the carrier, and before it every earlier one of its conversation that still
/// waits.
///
/// # Errors
/// When the carrier's answer is not known or the database fails; running again is safe.
pub async fn hand_over(
    app: &Arc<App>,
    workspace: WorkspaceId,
    message_id: Uuid,
) -> Result<(), Error> {
    let conversation = {
        let mut connection = app.pool.get().await?;
        let id = queries::conversation_of_queued(&mut connection, workspace, message_id).await?;
        let Some(id) = id else { return Ok(()) };
        let contact_id = queries::contact_of(&mut connection, workspace, id).await?;
        let contact_id = contact_id.ok_or_else(|| Error::internal("a conversation vanished"))?;
        Conversation {
            workspace,
            id,
            contact_id,
        }
    };
    // Texts that were queued while another worker had the conversation are taken along.
    loop {
        let (to, next) = take(app, conversation).await?;
        match next {
            Next::Nothing => return Ok(()),
            Next::At(later) => return look_again(app, workspace, message_id, later).await,
            Next::Text(text) => offer(app, conversation, to, text).await?,
        }
    }
}

/// Takes the conversation's next text for this worker, cancelling what may not go any more.
async fn take(app: &App, of: Conversation) -> Result<(Phone, Next), Error> {
    let workspace = of.workspace;
    let mut connection = app.pool.get().await?;
    connection
        .atomically(async |connection| {
            let to = queries::hold(connection, workspace, of.contact_id, of.id)
                .await?
                .phone;
            let now = app.clock.now();
            let opted_out = consent::opted_out(connection, workspace, &to)
                .await?
                .is_some();
            let mut events = Vec::new();
            if opted_out {
                events = queries::cancel_queued(connection, workspace, of.id, now).await?;
            }
            let next = queries::next(connection, workspace, of.id, opted_out, now).await?;
            if let Next::Text(text) = &next {
                queries::lease(connection, workspace, text.id, now).await?;
            }
            outbox::record(connection, workspace, events, now).await?;
            Ok((to, next))
        })
        .await
}

async fn look_again(
    app: &App,
    workspace: WorkspaceId,
    message_id: Uuid,
    at: DateTime<Utc>,
) -> Result<(), Error> {
    let connection = app.pool.get().await?;
    enqueue(
        &connection,
        Some(workspace),
        &Job::SendMessage { message_id },
        at,
    )
    .await
}

async fn offer(app: &App, of: Conversation, to: Phone, text: QueuedText) -> Result<(), Error> {
    let workspace = of.workspace;
    let id = text.id;
    let asked = OutboundText {
        media: picture_urls(app, workspace, &text)?,
        message_id: id,
        from: text.from,
        to,
        body: text.body,
        status_callback: callbacks::status_url(app, workspace, id),
    };
    match app.carrier.send(&asked).await {
        Ok(carrier_message_id) => {
            let carrier_message_id = Some(carrier_message_id.as_str());
            let sent = Change {
                state: MessageState::Sent,
                carrier_message_id,
                error_code: None,
            };
            answered(app, workspace, id, sent).await
        }
        Err(CarrierError::Refused { code, message }) => {
            tracing::info!(message_id = %id, code, message, "the carrier refused a text");
            let error_code = Some(code.as_str());
            let failed = Change {
                state: MessageState::Failed,
                carrier_message_id: None,
                error_code,
            };
            answered(app, workspace, id, failed).await
        }
        Err(error @ CarrierError::Unknown(_)) => {
            let mut connection = app.pool.get().await?;
            queries::release_lease(&mut connection, workspace, id, app.clock.now()).await?;
            Err(Error::Internal(Box::new(error)))
        }
    }
}

/// Where the carrier fetches the text's pictures.
fn picture_urls(
    app: &App,
    workspace: WorkspaceId,
    text: &QueuedText,
) -> Result<Vec<String>, Error> {
    let (base, now) = (app.config.base_url(), app.clock.now());
    let url = |id: &Uuid| addresses::address(&app.secrets, base, workspace, *id, now);
    text.pictures.iter().map(url).collect()
}

/// Notes the carrier's answer. Its report may have come first.
async fn answered(
    app: &App,
    workspace: WorkspaceId,
    id: Uuid,
    change: Change<'_>,
) -> Result<(), Error> {
    let now = app.clock.now();
    let mut connection = app.pool.get().await?;
    connection
        .atomically(async |connection| {
            let events = settling::advance(connection, workspace, id, change, now).await?;
            outbox::record(connection, workspace, events, now).await
        })
        .await
}
