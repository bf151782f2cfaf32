//! Queued texts: which one of a conversation goes next, and cancelling them.

use chrono::{DateTime, TimeDelta, Utc};
use copperline_shared::events::Event;
use copperline_shared::phone::Phone;
use copperline_shared::problem::ErrorCode;
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use uuid::Uuid;

use super::message;
use crate::billing::ledger;
use crate::db::{self, CacheStatement, Connection, WorkspaceId};
use crate::error::Error;
use crate::outbox::Audience;
use crate::pictures;
use crate::schema::{messages, numbers};

/// How long a worker has a text for itself: longer than the carrier is given to answer.
const LEASE: TimeDelta = TimeDelta::seconds(20);
/// A carrier that took a text reports on it within this time; one that is silent has not got it.
const REPORTED_WITHIN: TimeDelta = TimeDelta::minutes(10);

/// A text to hand over.
#[derive(Clone, Debug)]
pub struct QueuedText {
    pub id: Uuid,
    pub from: Phone,
    pub body: String,
    /// In their order.
    pub pictures: Vec<Uuid>,
}

/// What may be done next in a conversation.
#[derive(Debug)]
pub enum Next {
    /// Nothing is waiting.
    Nothing,
    Text(QueuedText),
    /// The oldest text is in another worker's hands, or its fate is not known yet; look again then.
    At(DateTime<Utc>),
}

/// The conversation of a message that is still queued.
///
/// # Errors
/// When the database fails.
pub async fn conversation_of_queued(
    connection: &mut Connection,
    workspace: WorkspaceId,
    message_id: Uuid,
) -> Result<Option<Uuid>, Error> {
    Ok(messages::table
        .find((workspace.0, message_id))
        .filter(messages::state.eq("queued"))
        .select(messages::conversation_id)
        .first(connection)
        .await
        .optional()?)
}

#[derive(Queryable)]
struct Row {
    id: Uuid,
    from: String,
    body: String,
    pictures: i16,
    sender: String,
    leased_until: Option<DateTime<Utc>>,
}

/// The oldest queued text of a conversation that the caller holds. Where the contact is opted out
/// only Copperline's own texts may go; the others were cancelled, or their fate is not known yet.
///
/// # Errors
/// When the database fails.
pub async fn next(
    connection: &mut Connection,
    workspace: WorkspaceId,
    conversation_id: Uuid,
    opted_out: bool,
    now: DateTime<Utc>,
) -> Result<Next, Error> {
    let of_number = numbers::workspace_id
        .eq(messages::workspace_id)
        .and(numbers::id.eq(messages::number_id));
    let rows: Vec<Row> = messages::table
        .inner_join(numbers::table.on(of_number))
        .filter(messages::workspace_id.eq(workspace.0))
        .filter(messages::conversation_id.eq(conversation_id))
        .filter(messages::state.eq("queued"))
        .order((messages::created_at.asc(), messages::id.asc()))
        .limit(50)
        .select((
            messages::id,
            numbers::phone,
            messages::body,
            messages::pictures,
            messages::sender,
            messages::leased_until,
        ))
        .load(connection)
        .await?;
    let mut look_again = None;
    for row in rows {
        if opted_out && row.sender != "copperline" {
            let known = row
                .leased_until
                .map(|leased_until| leased_until + REPORTED_WITHIN);
            look_again = look_again.or(known);
            continue;
        }
        return match row.leased_until {
            Some(leased_until) if leased_until > now => Ok(Next::At(leased_until)),
            _ => {
                let from = Phone::try_from(row.from)?;
                let pictures = if row.pictures > 0 {
                    pictures::queries::ids_of(connection, workspace, row.id).await?
                } else {
                    Vec::new()
                };
                Ok(Next::Text(QueuedText {
                    id: row.id,
                    from,
                    body: row.body,
                    pictures,
                }))
            }
        };
    }
    Ok(look_again.map_or(Next::Nothing, Next::At))
}

/// Gives a text to the caller for as long as the carrier may take to answer.
///
/// # Errors
/// When the database fails.
pub async fn lease(
    connection: &mut Connection,
    workspace: WorkspaceId,
    id: Uuid,
    now: DateTime<Utc>,
) -> Result<(), Error> {
    set_lease(connection, workspace, id, now + LEASE).await
}

/// Lets others try again. That the carrier was asked stays known.
///
/// # Errors
/// When the database fails.
pub async fn release_lease(
    connection: &mut Connection,
    workspace: WorkspaceId,
    id: Uuid,
    now: DateTime<Utc>,
) -> Result<(), Error> {
    set_lease(connection, workspace, id, now).await
}

async fn set_lease(
    connection: &mut Connection,
    workspace: WorkspaceId,
    id: Uuid,
    until: DateTime<Utc>,
) -> Result<(), Error> {
    diesel::update(messages::table.find((workspace.0, id)))
        .set(messages::leased_until.eq(until))
        .cached()
        .execute(connection)
        .await?;
    Ok(())
}

/// Cancels a conversation's queued texts and refunds them, and cancels those that wait, which were
/// never charged. What the carrier may have already is left until its report comes or is overdue: a
/// text that went out is neither called cancelled nor refunded. Copperline's own texts, such as the
/// confirmation of an opt-out, still go.
///
/// # Errors
/// When the database fails.
pub async fn cancel_queued(
    connection: &mut Connection,
    workspace: WorkspaceId,
    conversation_id: Uuid,
    now: DateTime<Utc>,
) -> Result<Vec<(Audience, Event)>, Error> {
    let never_left = messages::leased_until
        .is_null()
        .or(messages::leased_until.le(now - REPORTED_WITHIN));
    let queued = messages::table
        .filter(messages::workspace_id.eq(workspace.0))
        .filter(messages::conversation_id.eq(conversation_id))
        .filter(messages::state.eq("queued"))
        .filter(messages::sender.ne("copperline"))
        .filter(never_left);
    let mut cancelled: Vec<Uuid> = diesel::update(queued)
        .set((
            messages::state.eq("cancelled"),
            messages::settled_at.eq(now),
        ))
        .returning(messages::id)
        .get_results(connection)
        .await?;
    cancelled.extend(cancel_waiting(connection, workspace, conversation_id, now).await?);
    let mut events = Vec::new();
    for id in cancelled {
        events.extend(ledger::refund_message(connection, workspace, id, now).await?);
        if let Some(message) = message(connection, workspace, id).await? {
            events.push((Audience::Workspace, Event::MessageChanged { message }));
        }
    }
    Ok(events)
}

/// Ends what waits for its moment in a conversation whose contact opted out.
async fn cancel_waiting(
    connection: &mut Connection,
    workspace: WorkspaceId,
    conversation_id: Uuid,
    now: DateTime<Utc>,
) -> Result<Vec<Uuid>, Error> {
    let waiting = messages::table
        .filter(messages::workspace_id.eq(workspace.0))
        .filter(messages::conversation_id.eq(conversation_id))
        .filter(messages::due_at.is_not_null());
    Ok(diesel::update(waiting)
        .set((
            messages::state.eq("cancelled"),
            messages::due_at.eq(None::<DateTime<Utc>>),
            messages::reason_code.eq(db::to_text(ErrorCode::OptedOut)?),
            messages::reason.eq("The contact opted out before it was sent."),
            messages::created_at.eq(now),
            messages::settled_at.eq(now),
        ))
        .returning(messages::id)
        .get_results(connection)
        .await?)
}
