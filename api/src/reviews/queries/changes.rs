//! Opening reviews, deciding them, giving them to another contact, and telling how they are then.

use chrono::{DateTime, Utc};
use copperline_shared::conversations::HitPart;
use copperline_shared::events::Event;
use copperline_shared::reviews::ReviewState;
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use uuid::Uuid;

use super::review;
use crate::db::{self, Connection, WorkspaceId};
use crate::error::Error;
use crate::outbox::Audience;
use crate::schema::{review_messages, reviews};

/// Opens a review of a contact whom the caller has locked and who has none open.
///
/// # Errors
/// When the database fails.
pub async fn open(
    connection: &mut Connection,
    workspace: WorkspaceId,
    contact: Uuid,
    conversation: Uuid,
    now: DateTime<Utc>,
) -> Result<Uuid, Error> {
    let id = Uuid::now_v7();
    diesel::insert_into(reviews::table)
        .values((
            reviews::workspace_id.eq(workspace.0),
            reviews::id.eq(id),
            reviews::contact_id.eq(contact),
            reviews::conversation_id.eq(conversation),
            reviews::state.eq("open"),
            reviews::opened_at.eq(now),
        ))
        .execute(connection)
        .await?;
    Ok(id)
}

/// Adds a reply to a review.
///
/// # Errors
/// When the database fails.
pub async fn join(
    connection: &mut Connection,
    workspace: WorkspaceId,
    review: Uuid,
    message: Uuid,
    phrase: &str,
    parts: &[HitPart],
) -> Result<(), Error> {
    diesel::insert_into(review_messages::table)
        .values((
            review_messages::workspace_id.eq(workspace.0),
            review_messages::review_id.eq(review),
            review_messages::message_id.eq(message),
            review_messages::phrase.eq(phrase),
            review_messages::parts.eq(serde_json::to_value(parts)?),
        ))
        .execute(connection)
        .await?;
    Ok(())
}

/// What was decided, by whom and when.
#[derive(Clone, Copy, Debug)]
pub struct Decided {
    pub state: ReviewState,
    pub agent: Option<Uuid>,
    pub api_token: Option<Uuid>,
    pub at: DateTime<Utc>,
}

/// Writes a decision down.
///
/// # Errors
/// When the database fails.
pub async fn decide(
    connection: &mut Connection,
    workspace: WorkspaceId,
    id: Uuid,
    decided: Decided,
) -> Result<(), Error> {
    diesel::update(reviews::table.find((workspace.0, id)))
        .set((
            reviews::state.eq(db::to_text(decided.state)?),
            reviews::decided_at.eq(decided.at),
            reviews::agent_id.eq(decided.agent),
            reviews::api_token_id.eq(decided.api_token),
        ))
        .execute(connection)
        .await?;
    Ok(())
}

/// Takes a decision back.
///
/// # Errors
/// When the database fails.
pub async fn reopen(
    connection: &mut Connection,
    workspace: WorkspaceId,
    id: Uuid,
) -> Result<(), Error> {
    diesel::update(reviews::table.find((workspace.0, id)))
        .set((
            reviews::state.eq("open"),
            reviews::decided_at.eq(None::<DateTime<Utc>>),
            reviews::agent_id.eq(None::<Uuid>),
            reviews::api_token_id.eq(None::<Uuid>),
        ))
        .execute(connection)
        .await?;
    Ok(())
}

/// Lets the replies of one review be another's, and ends the one.
///
/// # Errors
/// When the database fails.
pub async fn join_reviews(
    connection: &mut Connection,
    workspace: WorkspaceId,
    from: Uuid,
    into: Uuid,
) -> Result<(), Error> {
    let replies = review_messages::table
        .filter(review_messages::workspace_id.eq(workspace.0))
        .filter(review_messages::review_id.eq(from));
    diesel::update(replies)
        .set(review_messages::review_id.eq(into))
        .execute(connection)
        .await?;
    diesel::delete(reviews::table.find((workspace.0, from)))
        .execute(connection)
        .await?;
    Ok(())
}

/// Gives a contact's reviews to another contact and its conversation.
///
/// # Errors
/// When the database fails.
pub async fn hand_over(
    connection: &mut Connection,
    workspace: WorkspaceId,
    (from, to): (Uuid, Uuid),
    conversation: Uuid,
) -> Result<(), Error> {
    let of_contact = reviews::table
        .filter(reviews::workspace_id.eq(workspace.0))
        .filter(reviews::contact_id.eq(from));
    diesel::update(of_contact)
        .set((
            reviews::contact_id.eq(to),
            reviews::conversation_id.eq(conversation),
        ))
        .execute(connection)
        .await?;
    Ok(())
}

/// The event that tells how a review is now.
///
/// # Errors
/// When the database fails.
pub async fn changed(
    connection: &mut Connection,
    workspace: WorkspaceId,
    id: Uuid,
) -> Result<Option<(Audience, Event)>, Error> {
    let review = review(connection, workspace, id).await?;
    Ok(review.map(|review| (Audience::Workspace, Event::ReviewChanged { review })))
}
