//! The texts of workflows, in the transaction of their step: through the gate like any other, but
//! what must wait for the hour is not written yet.

use chrono::{DateTime, Utc};
use copperline_shared::conversations::Refusal;
use copperline_shared::events::Event;
use copperline_shared::messages::Hold;
use copperline_shared::money::Micros;
use copperline_shared::problem::ErrorCode;
use uuid::Uuid;

use super::gate::{self, Asked};
use super::queries::{self, NewMessage, OfRun, Sender};
use super::{releasing, rules, sending, settling};
use crate::app::App;
use crate::conversations;
use crate::db::{Connection, WorkspaceId};
use crate::error::Error;
use crate::numbers;
use crate::outbox::Audience;

/// A text that was written down.
#[derive(Debug)]
pub struct Taken {
    pub message_id: Uuid,
    /// What to charge for it, last of all; zero for one that waits for its number's pace.
    pub price: Micros,
    pub events: Vec<(Audience, Event)>,
}

/// What became of a step's text.
#[derive(Debug)]
pub enum Outcome {
    Taken(Taken),
    /// It is not the hour: nothing was written, and the step is to be done again then.
    Waits(Hold),
    /// It can't be sent; nothing was written.
    Refused(Refusal),
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
    (of, body): (OfRun, &str),
    now: DateTime<Utc>,
) -> Result<Outcome, Error> {
    let to = queries::hold(connection, workspace, contact_id, conversation_id).await?;
    let (segments, price) = rules::price(body, app.config.prices().outbound_segment_micros)
        .ok_or_else(|| Error::internal("the price of a text is out of range"))?;
    let number = numbers::queries::sender(connection, workspace, conversation_id).await?;
    let asked = Asked {
        to: &to,
        from: number.as_ref(),
        by_person: false,
        anyway: false,
        segments,
        price,
        now,
        later: None,
        slot: None,
        pace: app.config.segments_per_minute,
    };
    let decision = gate::ask(connection, workspace, &asked).await?;
    if let Some(refusal) = decision.refusal() {
        return Ok(Outcome::Refused(refusal));
    }
    let hold = decision.hold();
    // Its place in the number's pace is reserved: it waits there like any other text.
    if let Some(hold) = hold.clone().filter(|hold| hold.code != ErrorCode::Pace) {
        return Ok(Outcome::Waits(hold));
    }
    let number =
        number.ok_or_else(|| Error::internal("a text passed the gate without a number"))?;
    let new = NewMessage {
        id: Uuid::now_v7(),
        conversation_id,
        number_id: number.id,
        sender: Sender::Workflow(of),
        body,
        pictures: 0,
        segments,
        price,
        carrier_message_id: None,
        decision: Some(&decision),
        wait: hold.map(|hold| releasing::held(&decision, hold)),
        created_at: now,
    };
    queries::insert(connection, workspace, &new).await?;
    sending::write_down(connection, workspace, &new, &[]).await?;
    let mut events: Vec<_> = settling::changed(connection, workspace, new.id)
        .await?
        .into_iter()
        .collect();
    events.extend(conversations::changed(connection, workspace, conversation_id).await?);
    let price = new.wait.as_ref().map_or(price, |_| Micros::ZERO);
    Ok(Outcome::Taken(Taken {
        message_id: new.id,
        price,
        events,
    }))
}
