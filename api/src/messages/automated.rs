//! The texts of workflows, in the transaction of their step: through the gate like any other, but
//! what must wait is not written yet. A text that is written leaves: whatever ends a run ends what it
//! was about to send.

use chrono::{DateTime, Utc};
use copperline_shared::conversations::Refusal;
use copperline_shared::events::Event;
use copperline_shared::messages::{GateAnswer, Hold};
use copperline_shared::money::Micros;
use uuid::Uuid;

use super::gate::{self, Asked};
use super::queries::{self, NewMessage, OfRun, Sender};
use super::{rules, sending, settling};
use crate::app::App;
use crate::db::{Connection, WorkspaceId};
use crate::error::Error;
use crate::outbox::Audience;
use crate::{conversations, numbers, pictures};

/// A step's text.
#[derive(Clone, Copy, Debug)]
pub struct StepText<'a> {
    pub of: OfRun,
    pub body: &'a str,
    pub pictures: &'a [Uuid],
    /// The moment that was reserved for it in the pace of this number.
    pub slot: Option<(Uuid, DateTime<Utc>)>,
    /// What the gate answered before.
    pub earlier: &'a [GateAnswer],
}

/// A text that was written down.
#[derive(Debug)]
pub struct Taken {
    pub message_id: Uuid,
    /// What to charge for it, last of all.
    pub price: Micros,
    pub events: Vec<(Audience, Event)>,
}

/// A text that must wait: nothing was written, and the step is to be done again then.
#[derive(Debug)]
pub struct Waits {
    pub hold: Hold,
    /// The moment that is reserved for it in the pace of this number.
    pub slot: Option<(Uuid, DateTime<Utc>)>,
    pub answer: GateAnswer,
}

/// What became of a step's text.
#[derive(Debug)]
pub enum Outcome {
    Taken(Taken),
    Waits(Waits),
    /// It can't be sent now; nothing was written.
    Refused(Refusal, GateAnswer),
}

/// Sends the text of a step. The caller holds the contact.
///
/// # Errors
/// When the database fails.
pub async fn send_step(
    app: &App,
    connection: &mut Connection,
    workspace: WorkspaceId,
    (contact_id, conversation_id): (Uuid, Uuid),
    text: StepText<'_>,
    now: DateTime<Utc>,
) -> Result<Outcome, Error> {
    let to = queries::hold(connection, workspace, contact_id, conversation_id).await?;
    hold_pictures(connection, workspace, text.pictures).await?;
    let (segments, price) = rules::cost(text.body, text.pictures.len(), &app.config.prices())
        .ok_or_else(|| Error::internal("the price of a text is out of range"))?;
    let number = numbers::queries::sender(connection, workspace, conversation_id).await?;
    let number_id = number.as_ref().map(|number| number.id);
    let slot = text.slot.filter(|(number, _)| Some(*number) == number_id);
    let asked = Asked {
        to: &to,
        from: number.as_ref(),
        by_person: false,
        anyway: false,
        segments,
        price,
        now,
        later: None,
        slot: slot.map(|(_, at)| at),
        pace: app.config.segments_per_minute,
        countries: &app.config.text_countries,
    };
    let decision = gate::ask(connection, workspace, &asked).await?;
    let answer = || GateAnswer {
        asked_at: now,
        checks: decision.checks.clone(),
    };
    if let Some(refusal) = decision.refusal() {
        return Ok(Outcome::Refused(refusal, answer()));
    }
    if let Some(hold) = decision.hold() {
        return Ok(Outcome::Waits(Waits {
            hold,
            slot: number_id.zip(decision.slot),
            answer: answer(),
        }));
    }
    let number_id =
        number_id.ok_or_else(|| Error::internal("a text passed the gate without a number"))?;
    let new = NewMessage {
        id: Uuid::now_v7(),
        conversation_id,
        number_id,
        sender: Sender::Workflow(text.of),
        body: text.body,
        pictures: text.pictures.len(),
        segments,
        price,
        carrier_message_id: None,
        decision: Some(&decision),
        wait: None,
        created_at: now,
    };
    let taken = take(connection, workspace, &new, &text).await?;
    Ok(Outcome::Taken(taken))
}

/// Writes the text down, with the job that sends it; it is not charged yet.
async fn take(
    connection: &mut Connection,
    workspace: WorkspaceId,
    new: &NewMessage<'_>,
    text: &StepText<'_>,
) -> Result<Taken, Error> {
    sending::write_down(connection, workspace, new, text.pictures).await?;
    queries::keep_earlier(connection, workspace, new.id, text.earlier).await?;
    let mut events: Vec<_> = settling::changed(connection, workspace, new.id)
        .await?
        .into_iter()
        .collect();
    let changed = conversations::changed(connection, workspace, new.conversation_id);
    events.extend(changed.await?);
    Ok(Taken {
        message_id: new.id,
        price: new.price,
        events,
    })
}

/// Keeps a template's picture from being removed while it is sent.
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
    // The template has another by now: the job is run again, and reads it anew.
    Err(Error::internal(
        "a template's picture was replaced while it was sent",
    ))
}
