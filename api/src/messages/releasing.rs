//! The due moment of a text that waited: the whole gate is asked again, and the text is charged and
//! queued, waits on, or ends, in one transaction (M3).
//!
//! Whoever sets a moment enqueues the job for it in the same transaction. A job that comes for a text
//! which left, ended or was put off meanwhile finds nothing due and does nothing.

use std::sync::Arc;

use chrono::{DateTime, TimeDelta, Utc};
use copperline_shared::events::Event;
use copperline_shared::messages::Hold;
use copperline_shared::problem::ErrorCode;
use uuid::Uuid;

use super::gate::{self, Asked, Decision};
use super::queries::{self, Addressee, Ended, Released, Sender, Wait, WaitingText};
use super::{rules, settling};
use crate::app::App;
use crate::billing::ledger;
use crate::conversations::{self, Touch};
use crate::db::{Atomic, Connection, WorkspaceId};
use crate::error::Error;
use crate::jobs::{Job, enqueue, wake};
use crate::numbers::{self, queries::Sender as Number};
use crate::outbox::{self, Audience};

/// A conversation that the caller holds, with whom it is with.
pub(super) struct HeldConversation {
    pub workspace: WorkspaceId,
    pub id: Uuid,
    pub to: Addressee,
}

/// Lets a waiting text go if its moment has come, and before it every other of its conversation that
/// is due.
///
/// # Errors
/// When the database fails; running again is safe.
pub async fn release(
    app: &Arc<App>,
    workspace: WorkspaceId,
    message_id: Uuid,
) -> Result<(), Error> {
    let mut connection = app.pool.get().await?;
    let place = queries::place_of(&mut connection, workspace, message_id).await?;
    let Some((conversation_id, contact_id)) = place else {
        return Ok(());
    };
    connection
        .atomically(async |connection| {
            let to = queries::hold(connection, workspace, contact_id, conversation_id).await?;
            let of = HeldConversation {
                workspace,
                id: conversation_id,
                to,
            };
            // Taken while the conversation is held: its texts are as old as their order.
            let now = app.clock.now();
            let mut events = Vec::new();
            let due = queries::due(connection, workspace, conversation_id, now).await?;
            for (place, text) in (0..).zip(&due) {
                let at = now + TimeDelta::microseconds(place);
                events.extend(at_its_moment(app, connection, &of, text, at).await?);
            }
            if !events.is_empty() {
                let changed = conversations::changed(connection, workspace, conversation_id);
                events.extend(changed.await?);
            }
            outbox::record(connection, workspace, events, now).await
        })
        .await?;
    wake(app);
    Ok(())
}

/// What is known of a waiting text when the gate is asked about it.
struct Moment<'a> {
    text: &'a WaitingText,
    number: Option<Number>,
    segments: i32,
    price: copperline_shared::money::Micros,
    decision: Decision,
    at: DateTime<Utc>,
}

impl<'a> Moment<'a> {
    async fn ask(
        app: &App,
        connection: &mut Connection,
        of: &HeldConversation,
        (text, anyway): (&'a WaitingText, bool),
        at: DateTime<Utc>,
    ) -> Result<Self, Error> {
        let (segments, price) = rules::cost(&text.body, text.pictures(), &app.config.prices())
            .ok_or_else(|| Error::internal("the price of a text is out of range"))?;
        let number = numbers::queries::sender(connection, of.workspace, of.id).await?;
        let same = number.as_ref().is_some_and(|n| n.id == text.number_id);
        let asked = Asked {
            to: &of.to,
            from: number.as_ref(),
            by_person: matches!(text.sender(), Sender::Agent(_)),
            anyway,
            segments,
            price,
            now: at,
            later: None,
            slot: text.slot_at.filter(|_| same),
            pace: app.config.segments_per_minute,
            countries: &app.config.text_countries,
        };
        let decision = gate::ask(connection, of.workspace, &asked).await?;
        Ok(Self {
            text,
            number,
            segments,
            price,
            decision,
            at,
        })
    }
}

async fn at_its_moment(
    app: &App,
    connection: &mut Connection,
    of: &HeldConversation,
    text: &WaitingText,
    at: DateTime<Utc>,
) -> Result<Vec<(Audience, Event)>, Error> {
    let moment = Moment::ask(app, connection, of, (text, false), at).await?;
    if let Some(refusal) = moment.decision.refusal() {
        // An opt-out cancels what waits, whoever comes first.
        let state = match refusal.code {
            ErrorCode::OptedOut => "cancelled",
            _ => "failed",
        };
        let ended = Ended {
            state,
            reason: Some(refusal),
            decision: Some(&moment.decision),
            at,
        };
        queries::end(connection, of.workspace, text, ended).await?;
        return Ok(settling::changed(connection, of.workspace, text.id)
            .await?
            .into_iter()
            .collect());
    }
    match moment.decision.hold() {
        Some(hold) => wait_on(connection, of, &moment, hold).await,
        None => leave(connection, of, &moment).await,
    }
}

/// Lets a waiting text go now, as far as the gate lets it.
///
/// # Errors
/// The gate's refusal, or its hold; nothing was changed then.
pub(super) async fn let_go(
    app: &App,
    connection: &mut Connection,
    of: &HeldConversation,
    (text, anyway): (&WaitingText, bool),
    now: DateTime<Utc>,
) -> Result<Vec<(Audience, Event)>, Error> {
    let moment = Moment::ask(app, connection, of, (text, anyway), now).await?;
    moment.decision.check()?;
    match moment.decision.hold() {
        Some(hold) => Err(Error::new(hold.code, hold.detail)),
        None => leave(connection, of, &moment).await,
    }
}

async fn wait_on(
    connection: &mut Connection,
    of: &HeldConversation,
    moment: &Moment<'_>,
    hold: Hold,
) -> Result<Vec<(Audience, Event)>, Error> {
    let (workspace, text) = (of.workspace, moment.text);
    let wait = held(&moment.decision, hold);
    let number = moment.number.as_ref().map_or(text.number_id, |n| n.id);
    let decision = &moment.decision;
    queries::hold_on(
        connection,
        workspace,
        text,
        (&wait, number),
        decision,
        moment.at,
    )
    .await?;
    enqueue_moment(connection, workspace, text.id, wait.due_at).await?;
    let changed = settling::changed(connection, workspace, text.id).await?;
    Ok(changed.into_iter().collect())
}

/// How a text waits that the gate holds.
pub(super) fn held(decision: &Decision, hold: Hold) -> Wait {
    Wait {
        due_at: hold.until,
        slot_at: decision.slot,
        reason: Some(copperline_shared::conversations::Refusal {
            code: hold.code,
            detail: hold.detail,
        }),
    }
}

/// Enqueues the asking about a waiting text at its moment.
pub(super) async fn enqueue_moment(
    connection: &mut Connection,
    workspace: WorkspaceId,
    message_id: Uuid,
    due_at: DateTime<Utc>,
) -> Result<(), Error> {
    let job = Job::ReleaseMessage { message_id };
    enqueue(connection, Some(workspace), &job, due_at).await
}

/// Queues and charges a text that the gate let pass.
async fn leave(
    connection: &mut Connection,
    of: &HeldConversation,
    moment: &Moment<'_>,
) -> Result<Vec<(Audience, Event)>, Error> {
    let (workspace, text) = (of.workspace, moment.text);
    let number = moment.number.as_ref();
    let number =
        number.ok_or_else(|| Error::internal("a text passed the gate without a number"))?;
    let released = Released {
        number_id: number.id,
        segments: moment.segments,
        price: moment.price,
        at: moment.at,
    };
    queries::release(connection, workspace, text, &moment.decision, released).await?;
    let touch = Touch {
        excerpt: &rules::excerpt(&text.body, text.pictures()),
        by: Some(text.sender()),
        at: moment.at,
        inbound: false,
        number_id: Some(number.id),
    };
    conversations::queries::touch(connection, workspace, of.id, touch).await?;
    let job = Job::SendMessage {
        message_id: text.id,
    };
    enqueue(connection, Some(workspace), &job, moment.at).await?;
    let mut events =
        ledger::charge_message(connection, workspace, text.id, moment.price, moment.at).await?;
    events.extend(settling::changed(connection, workspace, text.id).await?);
    Ok(events)
}
